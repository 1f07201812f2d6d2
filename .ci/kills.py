#!/usr/bin/env python3
"""Ends folio by force while it writes, and asks what is left: by hand, a quarter of an hour.

    python3 .ci/kills.py target/debug/folio [APPENDS PACKAGES SIGNALS]

Each program is ended at another moment of its run. What it had said to be recorded must be there
afterwards, with its text, and the chain must hold after at most a repair; a package that it had said
to be made must be whole. Then it is sent signals during `package` and `verify`: no process of it may
live on, and after the next run nothing may be left in the system's temporary folder or half written
in the project's.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MANIFEST = """[dissertation]
title = "A title"
author = "A. Student"
supervisor = "Dr B. Supervisor"
"""
DAY = ["--today", "2026-12-02"]


def run(*args):
    done = subprocess.run([FOLIO, *args, *DAY], cwd=ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def size(path):
    return path.stat().st_size if path.exists() else 0


def ended(args, after, grows=None):
    """Starts the program and ends it after some seconds, or as soon as a file grows; returns whether
    it ended early, and its words."""
    before = grows and size(grows)
    child = subprocess.Popen(
        [FOLIO, *args, *DAY], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    if grows:
        while size(grows) == before and child.poll() is None:
            pass
    else:
        time.sleep(after)
    child.kill()
    said = child.stdout.read()
    return child.wait() != 0, said


def whole(*args):
    begun = time.monotonic()
    code, _, error = run(*args)
    assert code == 0, error
    return time.monotonic() - begun


def holds():
    """Repairs a torn line, if there is one; returns whether there was."""
    code, out, _ = run("milestone", "verify")
    if code == 0:
        return False
    assert "when the computer stopped" in out, out
    code, out, error = run("milestone", "verify", "--repair")
    assert code == 0, out + error
    return True


def appends(kills):
    meet = ["milestone", "meeting", "--date", "2026-12-01", "--with", "Dr B", "--point"]
    length = whole(*meet, "first")
    acknowledged, early, torn, in_time = {"first"}, 0, 0, 0
    for round in range(kills):
        point = f"point {round}"
        if round % 50 == 49:
            length = whole(*meet, f"measured {round}")
        # Half of the ends fall into the moment of writing.
        grows = [None, WORDS, None, LEDGER][round % 4]
        was_ended, said = ended([*meet, point], length * (round * 37 % 101) / 80, grows)
        early += was_ended
        if said.startswith("recorded as entry"):
            acknowledged.add(point)
            in_time += was_ended
        if round % 5 == 4 or round == kills - 1:
            torn += holds()
            _, log, _ = run("milestone", "log", "--format", "json")
            there = {it["points"][0] for it in json.loads(log)["entries"] if it["points"]}
            lost = acknowledged - there
            assert not lost, f"lost: {sorted(lost)}"
            assert "text missing" not in there, "an entry without its text"
    print(
        f"{kills} kills during appends: {early} ended early, {in_time} of them after they had said so; "
        f"{len(acknowledged)} acknowledged, 0 lost; {torn} torn lines repaired"
    )


def packages(kills):
    package = ["package", "--despite", "all", "--reason", "a trial"]
    length = whole(*package)
    acknowledged, early = set(), 0
    for round in range(kills):
        if round % 20 == 19:
            length = whole(*package)
        # Another text each time, so that it is another package.
        chapter = ROOT / "chapters/01-introduction.md"
        chapter.write_text(f"# Introduction\n\nText number {round} of this trial.\n")
        was_ended, said = ended(package, length * (round * 37 % 101) / 90)
        early += was_ended
        acknowledged |= {line.split(":")[0] for line in said.splitlines() if ": packaged" in line}
    holds()
    made = sorted(path for path in (ROOT / "submission").iterdir() if path.is_dir())
    torn = 0
    for folder in made:
        code, out, error = run("verify", str(folder))
        torn += code != 0
        if code != 0:
            print(f"  {folder.name}: {(out + error).splitlines()[0]}")
    _, log, _ = run("milestone", "log", "--format", "json")
    recorded = sum(it["kind"] == "packaged" for it in json.loads(log)["entries"])
    lost = acknowledged - {f"submission/{it.name}" for it in made}
    assert not lost, f"lost: {sorted(lost)}"
    print(
        f"{kills} kills during package: {early} ended early; {len(acknowledged)} acknowledged, 0 lost; "
        f"{len(made)} folders, {torn} that are not "
        f"whole; {recorded} recorded"
    )
    left = sorted(it.name for it in (ROOT / "submission").iterdir() if it.name.startswith("."))
    print(f"  left behind: {len(left)} hidden folders")


def alive():
    """Returns the processes that run the program."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and os.readlink(process / "exe") == FOLIO:
                found.append(process.name)
        except OSError:
            pass
    return found


def signals(count):
    chance = random.Random(7)
    package = ["package", "--despite", "all", "--reason", "a trial"]
    whole(*package)
    made = str(max(path for path in (ROOT / "submission").iterdir() if path.is_dir()))
    lengths = {"package": whole(*package), "verify": whole("verify", made)}
    temporary, early, left, seen = ROOT / "temporary", 0, 0, set()
    temporary.mkdir()
    os.environ["TMPDIR"] = str(temporary)
    for round in range(count):
        what = ["package", "verify"][round % 2]
        chapter = ROOT / "chapters/01-introduction.md"
        chapter.write_text(f"# Introduction\n\nSignal number {round} of this trial.\n")
        args = package if what == "package" else ["verify", made]
        child = subprocess.Popen(
            [FOLIO, *args, *DAY], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0, 1.1) * lengths[what])
        sent = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL][round // 2 % 4]
        child.send_signal(sent)
        early += child.wait() != 0
        for _ in range(100):
            if not alive():
                break
            time.sleep(0.05)
        assert not alive(), f"a process lives on after {sent.name}"
        if round % 10 == 9:
            whole("verify", made)
            whole(*package)
            names = list(temporary.iterdir())
            assert not names, f"left in the temporary folder: {names}"
            hidden = [path for path in (ROOT / "submission").iterdir() if path.name.startswith(".")]
            left += len(hidden)
            folders = set(filter(Path.is_dir, (ROOT / "submission").iterdir()))
            for folder in sorted(folders - seen):
                code, out, error = run("verify", str(folder))
                assert code == 0, f"{folder.name}: {out}{error}"
            seen = folders
    print(
        f"{count} signals during package and verify: {early} ended early; no process lived on, nothing was left "
        f"in the temporary folder, every package is whole; {left} hidden files of an earlier run"
    )


FOLIO = str(Path(sys.argv[1]).resolve())
APPENDS, PACKAGES, SIGNALS = (int(it) for it in (sys.argv[2:] or ["1000", "200", "200"]))
with tempfile.TemporaryDirectory() as folder:
    ROOT = Path(folder)
    WORDS, LEDGER = ROOT / "milestones/words.jsonl", ROOT / "milestones/ledger.jsonl"
    (ROOT / "folio.toml").write_text(MANIFEST)
    (ROOT / "chapters").mkdir()
    (ROOT / "chapters/01-introduction.md").write_text("# Introduction\n\nSome text.\n")
    if APPENDS:
        appends(APPENDS)
    if PACKAGES:
        packages(PACKAGES)
    if SIGNALS:
        signals(SIGNALS)
