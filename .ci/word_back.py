#!/usr/bin/env python3
"""Word files that come in and come back, judged by other programs: LibreOffice writes what a
supervisor does, python-docx counts what is in a draft.

usage: word_back.py FOLIO FOLDER [SENT.docx]

Without SENT.docx the sample is exported by folio itself. What cannot be installed is skipped with a word.
"""
import difflib, json, os, random, re, shutil, subprocess, sys, time
from collections import Counter
from pathlib import Path

FOLIO, FOLDER = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "digital-readiness"
EDITS, REMARKS, PORT = 30, 12, 2913


def skip(why):
    print(f"skipped: {why}")
    sys.exit(0)


def folio(*args, ok=(0,)):
    done = subprocess.run([FOLIO, *map(str, args)], capture_output=True, text=True)
    if done.returncode not in ok:
        sys.exit(f"folio {args} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def office(folder):
    """Starts LibreOffice and returns its desktop."""
    try:
        import uno
    except ImportError:
        skip("the bridge to LibreOffice is not installed (python3-uno)")
    if not shutil.which("soffice"):
        skip("LibreOffice is not installed")
    process = subprocess.Popen(
        ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
         f"--accept=socket,host=localhost,port={PORT};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:socket,host=localhost,port={PORT};urp;StarOffice.ComponentContext")
            return process, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.5)
    sys.exit("LibreOffice did not start")


def setting(name, value):
    from com.sun.star.beans import PropertyValue
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def review(desktop, source, target, seed):
    """Adds, deletes and replaces words with the changes recorded, and comments; returns what was done."""
    document = desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, (setting("Hidden", True),))
    document.setPropertyValue("RecordChanges", True)
    chance, paragraphs, log = random.Random(seed), [], []
    found = document.Text.createEnumeration()
    while found.hasMoreElements():
        paragraph = found.nextElement()
        is_text = paragraph.supportsService("com.sun.star.text.Paragraph")
        if is_text and len(paragraph.String.split()) > 25 and not paragraph.ParaStyleName.startswith(("Heading", "Bibliography", "Contents")):
            paragraphs.append(paragraph)
    chosen = chance.sample(paragraphs, min(len(paragraphs), EDITS + REMARKS))
    for number, paragraph in enumerate(chosen):
        text = paragraph.String
        words = [word for word in text.split()[3:-3] if word.isalpha() and len(word) > 4 and text.count(word) == 1]
        if not words:
            continue
        word = chance.choice(words)
        cursor = paragraph.Text.createTextCursorByRange(paragraph.Start)
        cursor.goRight(text.index(word), False)
        kind = ("added", "deleted", "replaced")[number % 3] if number < EDITS else "remark"
        if kind == "added":
            cursor.String = "newly "
        else:
            cursor.goRight(len(word) + (kind == "deleted"), True)
            if kind == "remark":
                remark = document.createInstance("com.sun.star.text.textfield.Annotation")
                remark.Author, remark.Content = "Dr Lane", f"Why {word}?"
                cursor.Text.insertTextContent(cursor, remark, True)
            else:
                cursor.String = "" if kind == "deleted" else "instead"
        log.append((kind, word))
    document.storeToURL(f"file://{target}", (setting("FilterName", "MS Word 2007 XML"),))
    document.close(True)
    return log


def tokens(text):
    text = re.sub(r"\{==(.*?)==\}", r"\1", text, flags=re.S)
    text = re.sub(r"\{>>.*?<<\}", "", text, flags=re.S)
    return re.findall(r"\w+|[^\w\s]", text)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    project, sent, back = FOLDER / "project", FOLDER / "sent.docx", FOLDER / "back.docx"
    shutil.copytree(SAMPLE, project)
    if len(sys.argv) > 3:
        shutil.copy(sys.argv[3], sent)
    else:
        folio("build", project, "--to", "docx", "--output", sent)
    process, desktop = office(FOLDER)
    try:
        log = review(desktop, sent, back, 1)
    finally:
        try:
            desktop.terminate()
        except Exception:
            pass
        process.wait(timeout=60)
    done = Counter(kind for kind, _ in log)
    items = json.loads(folio("comments", back, "--project", project, "--format", "json").stdout)["items"]
    listed = Counter(item["kind"] for item in items)
    remarks = [item for item in items if item["kind"] == "comment"]
    assert listed["comment"] == done["remark"], (listed, done)
    assert listed["inserted"] == done["added"] + done["replaced"], (listed, done)
    assert listed["deleted"] == done["deleted"] + done["replaced"], (listed, done)
    assert all(item["sure"] and item["path"] for item in items), [item for item in items if not item["sure"]]
    for item in remarks:
        line = (project / item["path"]).read_text().splitlines()[item["line"] - 1]
        assert item["about"].strip() in line, item
    said = folio("comments", back, "--project", project, "--apply", "--yes", ok=(0, 1))
    added, deleted, placed = Counter(), Counter(), 0
    for path in sorted(SAMPLE.rglob("*.md")):
        before, after = path.read_text(), (project / path.relative_to(SAMPLE)).read_text()
        placed += after.count("{>>Dr Lane:")
        old, new = tokens(before), tokens(after)
        for kind, i, j, k, l in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
            if kind != "equal":
                deleted.update(old[i:j])
                added.update(new[k:l])
    wanted_added = Counter({"newly": done["added"], "instead": done["replaced"]})
    wanted_deleted = Counter(word for kind, word in log if kind in ("deleted", "replaced"))
    refused = said.stderr.count("not taken over at")
    print(f"{len(log)} edits and remarks through LibreOffice: {sum(done.values()) - refused} taken over, {refused} refused; {placed} remarks in chapters")
    assert added == wanted_added and deleted == wanted_deleted, (added - wanted_added, wanted_added - added, deleted - wanted_deleted, wanted_deleted - deleted, said.stderr[-2000:])
    assert placed == done["remark"], said.stderr[-2000:]


main()
