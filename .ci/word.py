"""The Word file of the sample, read by programs that are not ours: python-docx, pandoc, LibreOffice.

    word.py FOLIO FOLDER
    word.py FOLIO FOLDER speed      how long 100,000 words take, as a PDF and for Word

What cannot be installed is said and skipped; what is there must agree.
"""

import json
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "digital-readiness"
# What Word makes itself, and what stands in a picture.
ITS_OWN = {"furniture", "contents", "heading-number", "list-marker", "figure-text", "inline-maths", "display-maths"}


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def same(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: {found} in the Word file, {expected} in the dissertation")
    print(f"{what}: {found}")


def words(folio, project):
    """The words of the pages, without those that Word makes itself."""
    counted = run(folio, "count", "--words", "--format", "json", "--today", "2027-08-01", str(project))
    rows = json.loads(counted)["words"]
    return Counter(row["word"] for row in rows if row["category"] not in ITS_OWN)


def texts(part):
    """The text of each paragraph, formulas as a sign and nothing of Word's own contents."""
    for paragraph in ElementTree.fromstring(part).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        style = style.get(f"{W}val") if style is not None else ""
        if style in ("TOC1", "TOC2", "TOC3", "TOCHeading", "TableofFigures"):
            continue
        pieces = []
        for element in paragraph.iter():
            if element.tag == f"{W}t":
                pieces.append(element.text or "")
            elif element.tag in (f"{W}tab", f"{W}br"):
                pieces.append(" ")
            elif element.tag.endswith("}oMath"):
                pieces.append("\ufffc")
        yield "".join(pieces)


def main(folio, folder):
    shutil.rmtree(folder, ignore_errors=True)
    project = Path(folder) / "sample"
    shutil.copytree(SAMPLE, project)
    target = Path(folder) / "sample.docx"
    run(folio, "build", "--to", "docx", "--today", "2027-08-01", "--output", str(target), str(project))
    archive = zipfile.ZipFile(target)
    document = archive.read("word/document.xml").decode()

    written = "\n".join([*texts(document), *texts(archive.read("word/footnotes.xml"))])
    # A word is what stands between white space and dashes.
    found = Counter(re.split(r"[\s–—]+", written.replace("\u00ad", "").replace("\u200b", "")))
    expected = words(folio, project)
    beside = [word for word in found if "\ufffc" in word]
    extra = [word for word in (found - expected) if word and word not in beside]
    # In an appendix the numbers of headings and lists are words of the appendix.
    numbers = re.compile(r"Appendix|[A-Z](\.\d+)*|\d+\.|[•▪-]")
    missing = [word for word in (expected - found) if not numbers.fullmatch(word)]
    if extra or len(missing) > len(beside):
        sys.exit(f"words: only in the Word file {extra}, only on the pages {missing}")
    print(f"words: {found.total()} in the Word file, {expected.total()} on the pages")

    sources = [*sorted(project.glob("chapters/*")), *sorted(project.glob("appendices/*"))]
    text = "\n".join(path.read_text() for path in sources)
    captions = len(re.findall(r"^: .*\{#tbl:|^!\[.+\]\(|caption:", text, re.M))
    notes = len(re.findall(r"^\[\^[^\]]+\]:|#footnote", text, re.M))

    try:
        import docx
    except ImportError:
        print("python-docx is not there: skipped")
    else:
        read = docx.Document(str(target))
        styles = Counter(paragraph.style.name for paragraph in read.paragraphs)
        chapters = len(re.findall(r"^# |^= ", text, re.M))
        found = sum(1 for it in read.paragraphs if it.style.name == "Heading 1" and "numId w:val=\"0\"" not in it._p.xml)
        same("chapters and appendices (python-docx)", found, chapters)
        same("captions (python-docx)", styles["Caption"], captions)
        same("pictures with words (python-docx)", sum(1 for it in read.inline_shapes if it._inline.docPr.get("descr")), len(read.inline_shapes))
        same("title (python-docx)", read.core_properties.title.split(":")[0], "Sent is not received")

    if shutil.which("pandoc"):
        tree = json.loads(run("pandoc", "-f", "docx", "-t", "json", str(target)))
        kinds = Counter()

        def walk(node):
            if isinstance(node, dict):
                kinds[node.get("t")] += 1
                node = node.get("c")
            if isinstance(node, list):
                for child in node:
                    walk(child)

        walk(tree["blocks"])
        same("notes (pandoc)", kinds["Note"], notes)
        same("tables (pandoc)", kinds["Table"], document.count("<w:tbl>"))
        same("formulas (pandoc)", kinds["Math"], document.count("<m:oMath>"))
        same("pictures (pandoc)", kinds["Image"], document.count("<w:drawing>"))
    else:
        print("pandoc is not there: skipped")

    if shutil.which("soffice"):
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(target))
        pages = Path(folder) / "sample.pdf"
        if not pages.exists():
            sys.exit("LibreOffice cannot open the Word file")
        if shutil.which("pdftotext"):
            text = run("pdftotext", str(pages), "-")
            if "Reference source not found" in text:
                sys.exit("a reference of the Word file leads nowhere")
            print(f"LibreOffice: {text.count(chr(12))} pages")
    else:
        print("LibreOffice is not there: skipped")


def speed(folio, folder):
    """Ten times the sample's chapters in Markdown, about 100,000 words."""
    shutil.rmtree(folder, ignore_errors=True)
    project = Path(folder) / "long"
    shutil.copytree(SAMPLE, project)
    for path in sorted(project.glob("chapters/*")):
        path.unlink()
    texts = [path.read_text() for path in sorted(SAMPLE.glob("chapters/*.md"))]
    for copy in range(12):
        for number, text in enumerate(texts):
            # Names stand once; notes and references keep theirs.
            text = re.sub(r"\{#[^}]*\}", "", text) if copy else text
            name = f"{copy * len(texts) + number + 1:02}-part-{copy}-{number}.md"
            (project / "chapters" / name).write_text(text)
    for kind in ("pdf", "docx"):
        started = time.monotonic()
        target = Path(folder) / f"long.{kind}"
        made = subprocess.run([folio, "build", "--draft", "--to", kind, "--output", str(target), "--today",
                               "2027-08-01", "--time-limit", "600", str(project)], capture_output=True, text=True)
        took = time.monotonic() - started
        if not target.exists():
            sys.exit(made.stderr)
        print(f"{kind}: {took:.1f} s, {made.stdout.splitlines()[1].strip()}")


if sys.argv[3:] == ["speed"]:
    speed(*sys.argv[1:3])
else:
    main(*sys.argv[1:])
