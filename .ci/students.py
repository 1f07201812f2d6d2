#!/usr/bin/env python3
"""Makes a cohort of small dissertations of all kinds, for the trials beside it and by hand.

    .ci/students.py FOLDER N [--good]

Every tenth is of a kind of its own: a zip, a wrapped folder, a manifest with a mistake, an empty
folder, a text without end, too many words, no chapter, a hostile title, a zip that is none. With
--good all are three sound chapters. The same N gives the same bytes.
"""

import pathlib
import sys
import zipfile

WORDS = "the ward sent each summary to the practice on the day of discharge and somebody read it".split()
SURNAMES = "Abara Brightwell Castellane Dunmore Eldergill Fenwright Garrowby Hollinshed Iverdale Jessamine".split()
FORENAMES = "Ada Bruno Cecily Dmitri Esme Farouk Greta Hamish Ines Joaquin".split()


def name_of(number):
    return f"{FORENAMES[number % 10]} {SURNAMES[number // 10 % 10]}{number:04}"


def text(number, words):
    out = []
    for at in range(words):
        out.append(WORDS[(at * 7 + number) % len(WORDS)])
        if at % 17 == 16:
            out[-1] += "."
    lines = [" ".join(out[at : at + 60]) for at in range(0, len(out), 60)]
    return "\n\n".join(lines) + ".\n"


def manifest(number, more=""):
    title = '=HYPERLINK(\\"x\\") \\u001b[31m' if more == "hostile" else f"Reading summaries {number}"
    limit = "[words]\nlimit = 100\n" if more == "long" else ""
    due = ["2026-11-10", "2026-11-30", "2027-02-01"][number % 3]
    return (
        f'[dissertation]\ntitle = "{title}"\nauthor = "{name_of(number)}"\n'
        f'cid = "{10_000_000 + number}"\ncandidate = "DHL-{number:04}"\n'
        f'programme = "MSc Digital Health Leadership"\nsupervisor = "Dr Quentin Overseer{number % 7}"\n'
        f'[people]\nstudent = "s{number:04}@students.example.org"\n{limit}'
        f"[milestones]\ntutorial-1 = {due}\ntutorial-2 = 2027-03-01\nsubmission = 2027-09-01T16:00\n"
    )


def files(number, kind):
    chapters = {
        "01-introduction": "Introduction",
        "02-literature-review": "Literature review",
        "03-method": "Method",
    }
    made = {
        f"chapters/{file}.md": f"# {title}\n\n" + text(number + at, 260 + number % 60)
        for at, (file, title) in enumerate(chapters.items())
    }
    made["folio.toml"] = manifest(number, kind)
    if kind == "endless":
        made["chapters/04-loop.typ"] = "= Loop\n#let x = range(9999)\n#{ for a in x { for b in x { for c in x { let s = a + b + c } } } }\n"
    if kind == "mistake":
        made["folio.toml"] += "[milestones\n"
    if kind == "no-chapter":
        made = {"folio.toml": made["folio.toml"]}
    return made


KINDS = ["zip", "wrapped", "mistake", "empty", "endless", "long", "no-chapter", "hostile", "no-zip", "good"]


def make(folder, count, all_good=False):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        kind = "good" if all_good or number % 2 else KINDS[number // 2 % len(KINDS)]
        name = f"{name_of(number).replace(' ', '_').lower()}"
        if kind == "no-zip":
            (folder / f"{name}.zip").write_text("no zip")
            continue
        if kind == "empty":
            (folder / name).mkdir(exist_ok=True)
            continue
        made = files(number, kind)
        if kind == "zip":
            with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
                for path, content in made.items():
                    zipped.writestr(zipfile.ZipInfo(f"{name}/{path}"), content)
            continue
        root = folder / name / "thesis" if kind == "wrapped" else folder / name
        for path, content in made.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    make(sys.argv[1], int(sys.argv[2]), "--good" in sys.argv)
