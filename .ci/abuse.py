#!/usr/bin/env python3
"""A bad day for `folio watch`: by hand, a quarter of an hour.

    python3 .ci/abuse.py FOLIO [EVENTS [SEED]]
    python3 .ci/abuse.py FOLIO --memory [EDITS]      a long evening instead: does it grow?

Files are truncated, renamed, deleted and restored, filled with a huge paste or with garbage; the
manifest breaks, the folder goes and comes back, clocks go back, browsers come and go, a second
program watches the same folder, the disk is full. After every fifty events everything is mended: the
pages must then look as those of a program that has just been started, to the last page. While
something is broken that cannot be set, it must say so. Nobody may die.
"""

import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

from watched import Listener, Watched

ROUND = 50

MANIFEST = """[dissertation]
title = "A bad day"
author = "A. Student"
[words]
limit = 2000
[bibliography]
files = ["references.bib"]
"""
SENTENCE = "The readiness of an organisation depends on work that nobody planned for [@a2001]. "


def project(folder):
    (folder / "chapters").mkdir(parents=True)
    (folder / "figures").mkdir()
    (folder / "folio.toml").write_text(MANIFEST)
    (folder / "references.bib").write_text(
        "@book{a2001, author = {Featherstone, Ann}, title = {A title}, publisher = {P}, date = {2001}}\n")
    for number, name in enumerate(("one", "two", "three"), 1):
        (folder / f"chapters/0{number}-{name}.md").write_text(f"# Chapter {name}\n\n" + (SENTENCE * 6 + "\n\n") * 4)
    (folder / "chapters/04-four.typ").write_text("= Four\n\nText in _Typst_.\n\n#image(\"/figures/a.svg\", alt: \"A square\")\n")
    (folder / "figures/a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90"/></svg>')
    return folder


class Day:
    def __init__(self, watched, good):
        self.watched, self.good = watched, good
        self.root = watched.root
        self.listeners = [Listener(watched)]
        self.done = {}

    def chapter(self):
        return self.root / "chapters" / random.choice(sorted(it.name for it in (self.good / "chapters").iterdir()))

    def event(self):
        events = [self.edit] * 6 + [
            self.truncated, self.half_written, self.renamed, self.deleted, self.restored, self.pasted,
            self.garbage, self.manifest_broken, self.manifest_mended, self.clock_back, self.browser_gone,
            self.browser_back, self.references_broken, self.picture_gone, self.folder_gone, self.new_chapter,
            self.typst_broken, self.confidential, self.ready, self.other_watcher, self.port_taken,
            self.link, self.disk_full]
        event = random.choice(events)
        self.done[event.__name__] = self.done.get(event.__name__, 0) + 1
        try:
            event()
        except FileNotFoundError:
            pass
        time.sleep(random.choice((0, 0, 0.01, 0.05, 0.2, 0.6)))

    def edit(self):
        path = self.chapter()
        text = path.read_text(errors="replace")
        beside = path.with_suffix(".tmp")
        beside.write_text(text + random.choice(("\nMore words.\n", " Another.", "\n\n- a list\n")))
        beside.replace(path)

    def truncated(self):
        self.chapter().write_text("")

    def half_written(self):
        path = self.chapter()
        text = path.read_text(errors="replace")
        with path.open("w") as file:
            file.write(text[:len(text) // 2])
            file.flush()
            time.sleep(0.05)
            file.write(text[len(text) // 2:])

    def renamed(self):
        path = self.chapter()
        path.rename(path.with_name(path.stem + "-other" + path.suffix))

    def deleted(self):
        self.chapter().unlink()

    def restored(self):
        path = self.chapter()
        shutil.copyfile(self.good / "chapters" / path.name, path)

    def pasted(self):
        self.chapter().write_text("# Pasted\n\n" + (SENTENCE * 20 + "\n\n") * 60)

    def garbage(self):
        self.chapter().write_bytes(random.randbytes(4000))

    def manifest_broken(self):
        (self.root / "folio.toml").write_text(random.choice(("", "[dissertation", MANIFEST + "limits = 3\n", "\x00\x01")))

    def manifest_mended(self):
        shutil.copyfile(self.good / "folio.toml", self.root / "folio.toml")

    def clock_back(self):
        path = self.chapter()
        path.write_text(path.read_text(errors="replace") + "\nWritten yesterday.\n")
        os.utime(path, (1_000_000_000, 1_000_000_000))

    def browser_gone(self):
        if self.listeners:
            self.listeners.pop().close()

    def browser_back(self):
        if len(self.listeners) < 4:
            self.listeners.append(Listener(self.watched))

    def references_broken(self):
        (self.root / "references.bib").write_text(random.choice(("@book{a2001, title = {", "", "@book{b, title = {B}}")))

    def picture_gone(self):
        path = self.root / "figures/a.svg"
        random.choice((path.unlink, lambda: path.write_bytes(b"no picture")))()

    def folder_gone(self):
        away = self.root.with_name("away")
        self.root.rename(away)
        time.sleep(random.choice((0.05, 0.5, 2.5)))
        if random.random() < 0.5:
            away.rename(self.root)
        else:
            shutil.copytree(away, self.root)
            shutil.rmtree(away)

    def new_chapter(self):
        path = self.root / f"chapters/1{random.randrange(10)}-new.md"
        path.unlink() if path.exists() else path.write_text(f"# New\n\n{SENTENCE}\n")

    def typst_broken(self):
        (self.root / "chapters/04-four.typ").write_text(random.choice(("= Four\n\n#undefined\n", "= Four\n\n#let x = (", "#while true {}\n")))

    def confidential(self):
        (self.root / "confidential.txt").write_text("Featherstone\n")

    def ready(self):
        subprocess.Popen([self.watched.folio, "milestone", "meeting", "--date", "2026-11-20", "--with", "Dr B", "--point", "one",
                          "--today", "2026-11-22", "--project", str(self.root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def other_watcher(self):
        other = subprocess.Popen([self.watched.folio, "watch", str(self.root), "--no-browser"],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        other.kill()
        other.wait()

    def port_taken(self):
        done = subprocess.run([self.watched.folio, "watch", str(self.root), "--no-browser", "--port", str(self.watched.port)],
                              capture_output=True, text=True, check=False)
        assert done.returncode == 2, done

    def disk_full(self):
        """Only where the folder has a small disk of its own."""
        if not os.path.ismount(self.root.parent):
            return
        filler = self.root.parent / "filler"
        try:
            filler.write_bytes(bytes(64 << 20))
        except OSError:
            pass
        try:
            self.chapter().write_text("# Full\n\n" + SENTENCE * 2000)
        except OSError:
            pass
        self.watched.run("build", "--draft")
        filler.unlink()

    def link(self):
        path = self.chapter()
        path.unlink()
        path.symlink_to("/etc/passwd")

    def mend(self):
        for path in sorted(self.root.rglob("*"), reverse=True):
            if path.is_symlink() or (path.is_file() and "milestones" not in path.parts):
                path.unlink()
        shutil.copytree(self.good, self.root, dirs_exist_ok=True)


def looks(listener):
    return [page[0] for page in listener.last.get("pages", {}).get("pages", [])]


def fresh(folio, root):
    """The pages as a program sees them that has just been started."""
    other = Watched.__new__(Watched)
    other.folio, other.root, other.options = folio, root, ()
    other.start()
    listener = Listener(other)
    assert listener.until(lambda it: it.last.get("pages") and it.last.get("texts") == it.last["pages"]["stamp"], 120)
    found = looks(listener), listener.last["pages"]["counted"]
    listener.close()
    other.close()
    return found


def evening(folio, edits):
    """One-word edits, one after the other; memory after a hundred of them and at the end."""
    random.seed(2)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        watched = Watched(folio, project(folder / "good"), folder / "evening")
        listener = Listener(watched)
        assert listener.until(lambda it: it.last.get("pages"), 120)
        after = {}
        for number in range(1, edits + 1):
            path = random.choice(sorted(watched.path("chapters").glob("*.md")))
            words = path.read_text().split(" ")
            at = random.randrange(3, len(words) - 1)
            if words[at].isalpha():
                words[at] = random.choice(("wardens", "meadows", "lantern")) + str(number)
            else:
                words[at] = words[at] + f" word{number}"
            stamp = listener.last["pages"]["stamp"]
            watched.save(f"chapters/{path.name}", " ".join(words))
            assert listener.until(lambda it: it.last["pages"]["stamp"] > stamp, 60), number
            if number % 100 == 0:
                listener.until(lambda it: it.last.get("texts") == it.last["pages"]["stamp"], 20)
                time.sleep(3)
                after[number] = watched.memory()
                print(f"  {number} edits: {after[number]:.0f} MiB", flush=True)
        watched.close()
        print(f"after 100 edits {after[100]:.0f} MiB, after {edits} {after[max(after)]:.0f} MiB")


def main():
    folio = sys.argv[1]
    if sys.argv[2:3] == ["--memory"]:
        return evening(folio, int((sys.argv[3:] + ["2000"])[0]))
    events, seed = (int(it) for it in (sys.argv[2:] + ["500", "1"][len(sys.argv) - 2:]))
    random.seed(seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        good = project(folder / "good")
        (folder / "day").mkdir()
        if os.geteuid() == 0:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder / "day"], check=False)
        watched = Watched(folio, good, folder / "day")
        day = Day(watched, good)
        memory = []
        assert day.listeners[0].until(lambda it: it.last.get("pages"), 120)
        expected = fresh(watched.folio, watched.root)
        for number in range(1, events + 1):
            day.event()
            assert watched.process.poll() is None, "it died"
            if number % ROUND:
                continue
            if not day.listeners:
                day.browser_back()
            listener = day.listeners[0]
            # Something that cannot be set: it must say so, and where.
            day.mend()
            day.manifest_broken()
            (watched.root / "folio.toml").write_text("[dissertation\n")
            said = listener.until(lambda it: it.last.get("trouble") and "folio.toml" in str(it.last["trouble"]), 60)
            assert said, f"{number}: nothing was said: {listener.last.get('trouble')}"
            day.mend()
            good_again = listener.until(lambda it: not it.last.get("trouble") and looks(it) == expected[0], 90)
            assert good_again, f"{number}: wrong pages: {listener.last.get('trouble')} {len(looks(listener))} of {len(expected[0])}; {listener.last['pages']['counted']} of {expected[1]} words"
            assert listener.last["pages"]["counted"] == expected[1]
            assert fresh(watched.folio, watched.root) == expected
            memory.append(watched.memory())
            print(f"  {number} events: mended, {len(expected[0])} pages as they should be, {memory[-1]:.0f} MiB", flush=True)
        watched.close()
        if os.path.ismount(folder / "day"):
            subprocess.run(["umount", folder / "day"], check=False)
        print(f"{events} events, nobody died: " + ", ".join(f"{name} {count}" for name, count in sorted(day.done.items())))


main()
