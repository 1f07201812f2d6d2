#!/usr/bin/env python3
"""A Word file that goes out, is reviewed and comes back: LibreOffice writes what a supervisor does,
with its own API, and the chapters must then hold exactly that.

usage: word_back.py FOLIO FOLDER [SENT.docx]

Without SENT.docx the sample is exported by folio itself. What cannot be installed is skipped with a word.
"""
import difflib, hashlib, json, random, re, shutil, subprocess, sys, time, zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

FOLIO, FOLDER = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "digital-readiness"
PORT = 2913
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What is done, and how often: thirty changes and twelve comments.
WORK = {"add a word": 5, "delete a word": 5, "replace a word": 5, "delete a sentence": 2, "add a sentence": 2,
        "add a paragraph": 1, "split a paragraph": 1, "replace a word of a heading": 2, "replace a word of a point": 2,
        "replace a word of a quotation": 1, "replace a word of a cell": 2, "replace a word of a note": 2,
        "comment": 12}
# A chapter in Typst is never changed: its author is told.
BESIDE = {"replace a word": 2, "comment": 1}


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
    # Debian's bridge stands where another Python does not look.
    sys.path.append("/usr/lib/python3/dist-packages")
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
            return process, context
        except Exception:
            time.sleep(0.5)
    sys.exit("LibreOffice did not start")


def made(context, name):
    return context.ServiceManager.createInstanceWithContext(name, context)


def setting(name, value):
    from com.sun.star.beans import PropertyValue
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def each(enumerated):
    found = enumerated.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


def paragraphs(document):
    """Every paragraph of the text with where it stands: text, cell or note."""
    for it in each(document.Text):
        if it.supportsService("com.sun.star.text.TextTable"):
            for name in it.CellNames:
                yield from ((inner, "cell") for inner in each(it.getCellByName(name)) if paragraph(inner))
        elif paragraph(it):
            style = it.ParaStyleName
            kinds = {"Heading": "heading", "Quote": "quotation", "Participant": "quotation", "List": "point"}
            kind = next((kind for start, kind in kinds.items() if style.startswith(start)), "text")
            yield it, kind if kind != "text" or style in ("Body Text", "First Paragraph") else "other"
    for number in range(document.Footnotes.Count):
        yield from ((inner, "note") for inner in each(document.Footnotes.getByIndex(number)) if paragraph(inner))


def paragraph(it):
    return it.supportsService("com.sun.star.text.Paragraph")


def read(it):
    """The path's key of a paragraph, and its stretches of plain words: none of a citation or a field."""
    key, plain, inside = None, [], set()
    for portion in each(it):
        kind = portion.TextPortionType
        if kind == "Bookmark":
            name = portion.Bookmark.Name
            if re.match(r"_folio_[0-9a-f]{8}_", name):
                key = key or name.split("_")[2]
            elif name.startswith("_folio_c_"):
                (inside.add if portion.IsStart else inside.discard)(name)
        elif kind == "Text" and not inside and not portion.HyperLinkURL:
            plain.append(portion)
    return key, plain


class Reviewer:
    """Somebody who reads the file and changes it."""

    def __init__(self, document, paths, seed):
        self.document, self.chance, self.log = document, random.Random(seed), []
        self.places = []
        for it, kind in paragraphs(document):
            key, plain = read(it)
            if key in paths and plain:
                self.places.append((it, kind, paths[key], plain))
        self.chance.shuffle(self.places)

    def take(self, kind, wanted, least):
        """A paragraph that nobody touched yet, with a stretch of it and a word there."""
        for at, (it, own, path, plain) in enumerate(self.places):
            whole = it.String
            if own != kind or path.endswith(".typ") != wanted or len(whole.split()) < least:
                continue
            choice = [(portion, word) for portion in plain for word in portion.String.split()[1:-1]
                      if word.isalpha() and word.islower() and len(word) > 4 and whole.count(word) == 1]
            if choice:
                del self.places[at]
                return it, path, *self.chance.choice(choice)
        raise AssertionError(f"the file has too few places of this kind: {kind}")

    def cursor(self, portion, text):
        cursor = portion.Text.createTextCursorByRange(portion.Start)
        cursor.goRight(portion.String.index(text), False)
        cursor.goRight(len(text), True)
        return cursor

    def do(self, what, is_typst=False):
        kind = what.rsplit(" of a ")[-1] if " of a " in what else "text"
        it, path, portion, word = self.take(kind, is_typst, 3 if kind != "text" else 40)
        added, deleted = "", ""
        if what == "comment":
            cursor = self.cursor(portion, word)
            remark = self.document.createInstance("com.sun.star.text.textfield.Annotation")
            remark.Author, remark.Content = "Dr Lane", f"Why {word}?"
            cursor.Text.insertTextContent(cursor, remark, True)
        elif what == "add a word":
            cursor, added = self.cursor(portion, word), "newly"
            cursor.collapseToStart()
            cursor.String = f"{added} "
        elif what == "delete a word":
            self.cursor(portion, f"{word} " if f"{word} " in portion.String else f" {word}").String = ""
            deleted = word
        elif what.startswith("replace"):
            self.cursor(portion, word).String = added = "instead"
            deleted = word
        elif what == "delete a sentence":
            found = re.search(r"(?<=\. )[A-Z][^.?!(]{20,}\. ", portion.String)
            if not found:
                return self.do(what)
            deleted = found[0]
            self.cursor(portion, deleted).String = ""
        elif what == "add a sentence":
            end = it.Text.createTextCursorByRange(it.End)
            added = "One sentence comes after all others."
            end.String = f" {added}"
        elif what == "add a paragraph":
            end = it.Text.createTextCursorByRange(it.End)
            from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
            it.Text.insertControlCharacter(end, PARAGRAPH_BREAK, False)
            added = "This paragraph is new, and says little."
            it.Text.insertString(end, added, False)
        elif what == "split a paragraph":
            from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
            cursor = self.cursor(portion, f"{word} " if f"{word} " in portion.String else word)
            cursor.collapseToEnd()
            cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        self.log.append((what, path, added, deleted, word))


def lines(path):
    """The lines of a Word file as Word shows them once each change is accepted; its own contents left out."""
    archive = zipfile.ZipFile(path)
    for part in ("word/document.xml", "word/footnotes.xml"):
        line, is_open = [], False
        for element in ElementTree.fromstring(archive.read(part)).iter(f"{W}p"):
            style = element.find(f"{W}pPr/{W}pStyle")
            if style is not None and style.get(f"{W}val").lower().startswith(("toc", "tableoffigures", "contents")):
                continue
            gone = {id(inner) for deleted in element.iter(f"{W}del") for inner in deleted.iter()}
            line += [it.text or "" if it.tag == f"{W}t" else " " for it in element.iter()
                     if it.tag in (f"{W}t", f"{W}tab", f"{W}br") and id(it) not in gone]
            if element.find(f"{W}pPr/{W}rPr/{W}del") is None:
                yield " ".join("".join(line).split())
                line = []


def tokens(text):
    text = re.sub(r"\{==(.*?)==\}", r"\1", text, flags=re.S)
    text = re.sub(r"\{>>.*?<<\}", "", text, flags=re.S)
    return re.findall(r"\w+|[^\w\s]", text.translate(str.maketrans("’‘“”", "''\"\"")))


def review(context, source, target, paths):
    desktop = made(context, "com.sun.star.frame.Desktop")
    document = desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, (setting("Hidden", True),))
    document.setPropertyValue("RecordChanges", True)
    reviewer = Reviewer(document, paths, 1)
    for what, count in WORK.items():
        for _ in range(count):
            reviewer.do(what)
    here, beside = list(reviewer.log), len(reviewer.log)
    for what, count in BESIDE.items():
        for _ in range(count):
            reviewer.do(what, is_typst=True)
    document.storeToURL(f"file://{target}", (setting("FilterName", "MS Word 2007 XML"),))
    document.close(True)
    return here, reviewer.log[beside:], desktop


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    project, sent, back, again = (FOLDER / name for name in ("project", "sent.docx", "back.docx", "again.docx"))
    shutil.copytree(SAMPLE, project)
    if len(sys.argv) > 3:
        shutil.copy(sys.argv[3], sent)
    else:
        folio("build", project, "--to", "docx", "--output", sent)
    files = [path.relative_to(SAMPLE).as_posix() for path in sorted(SAMPLE.rglob("*")) if path.suffix in (".md", ".typ")]
    paths = {hashlib.sha256(path.encode()).hexdigest()[:8]: path for path in files if path != "README.md"}
    process, context = office(FOLDER)
    desktop = None
    try:
        log, beside, desktop = review(context, sent, back, paths)
    finally:
        try:
            (desktop or made(context, "com.sun.star.frame.Desktop")).terminate()
        except Exception:
            pass
        process.wait(timeout=60)
    (FOLDER / "log.json").write_text(json.dumps([log, beside], indent=1))

    items = json.loads(folio("comments", back, "--project", project, "--format", "json").stdout)["items"]
    every = log + beside
    for kind, at in (("inserted", 2), ("deleted", 3)):
        wanted = Counter(" ".join(it[at].split()) for it in every if it[at])
        wanted.update({"¶": sum(1 for it in every if it[0] == "split a paragraph")} if kind == "inserted" else {})
        listed = Counter(" ".join(it["text"].replace("¶", " ¶ " if it["text"] != "¶" else "¶").strip("¶ ").split()) or "¶" for it in items if it["kind"] == kind)
        assert listed == wanted, (kind, "listed:", listed - wanted, "not listed:", wanted - listed)
    remarks = [it for it in items if it["kind"] == "comment"]
    assert len(remarks) == sum(1 for it in every if it[0] == "comment"), remarks
    assert all(it["sure"] and it["path"] for it in items), [it for it in items if not it["sure"]]
    for it in remarks:
        line = (project / it["path"]).read_text().splitlines()[it["line"] - 1]
        assert it["about"].strip() in line and it["text"] == f"Why {it['about'].strip()}?", it

    said = folio("comments", back, "--project", project, "--apply", "--yes", ok=(0, 1))
    added, deleted, placed = Counter(), Counter(), 0
    for name in files:
        before, after = (SAMPLE / name).read_text(), (project / name).read_text()
        assert name.endswith(".md") or before == after, name
        placed += after.count("{>>Dr Lane:")
        old, new = tokens(before), tokens(after)
        for kind, i, j, k, l in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
            if kind != "equal":
                deleted.update(old[i:j])
                added.update(new[k:l])
    both = (added & deleted)
    wanted_added, wanted_deleted = (Counter(word for it in log for word in tokens(it[at])) for at in (2, 3))
    refused = said.stderr.count("not taken over at")
    print(f"{len(log)} changes and comments through LibreOffice, {len(beside)} in a chapter in Typst; "
          f"{placed} comments in chapters, {refused} refused")
    differs = (added - both - wanted_added, wanted_added - added, deleted - both - wanted_deleted, wanted_deleted - deleted)
    assert not any(differs), (differs, said.stderr[-3000:])
    assert placed == WORK["comment"] and refused == BESIDE["replace a word"], said.stderr[-3000:]
    listed = "".join(path.read_text() for path in (project / "reviews").glob("*.md"))
    assert listed.count("Dr Lane:") == BESIDE["comment"], listed

    # The chapters as they are now give the text that LibreOffice shows, the chapter in Typst aside;
    # only the count of words is of another day.
    folio("build", project, "--to", "docx", "--output", again)
    texts = ([" ".join(re.findall(r"\w+", line)) for line in lines(path)] for path in (again, back))
    found, wanted = ([line for line in text if line and "words excluding" not in line] for text in texts)
    opcodes = difflib.SequenceMatcher(None, found, wanted, False).get_opcodes()
    differs = [(found[i:j], wanted[k:l]) for kind, i, j, k, l in opcodes if kind != "equal"]
    print(f"{len(found)} paragraphs from the chapters, {len(wanted)} in LibreOffice, {len(differs)} differ")
    assert len(differs) == BESIDE["replace a word"] and all(len(one) == len(two) == 1 for one, two in differs), differs


main()
