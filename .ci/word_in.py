#!/usr/bin/env python3
"""An export comes in again as a draft: the PDF of the new dissertation has the words of the old one's.

usage: word_in.py FOLIO FOLDER

Read with pdftotext, word by word. What cannot come over, such as what only the manifest says, is
copied; each difference that is left is printed, and one that is no number of a page fails.
"""
import difflib, json, re, shutil, subprocess, sys
from collections import Counter
from pathlib import Path

FOLIO, FOLDER = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "digital-readiness"
TODAY = "2027-08-01"
# One of everything that is set apart.
BLOCKS = """# Blocks {#sec:blocks}

Before, see @finding:late, @rec:ring, @q:one, @fig:dot and @sec:below; @smith2020 [p. 4] says so [see @smith2020, chap. 2].

::: {.callout title="Note *well*"}
Mind this.

- a point
- another

1. counted

And that.
:::

::: {.participant id="P7"}
I never open it.
:::

::: {.participant id="P8"}
Nor do I.

It is slow.
:::

::: {.quote by="Nurse 3"}
On paper.
:::

> It is quicker on paper.

::: {.question #q:one}
Is it late?
:::

::: {.finding #finding:late title="Late"}
A third is late.

- by a day
- by a week
:::

::: {.finding #finding:lost}
A tenth is lost.
:::

::: {.recommendation #rec:ring title="Ring" owner="The board" timescale="by May" measure="Calls"}
See @finding:late.
:::

***

Term
:   Its meaning with *stress*.

Other term
:   More meaning.

```python
x = 1
  y = 2
```

## Below {#sec:below}

$$ a^2 + b^2 = c^2 $$ {#eq:sum}

As @eq:sum says, (see Figure @fig:dot).

![A dot.](../figures/framework.svg){#fig:dot alt="A dot."}

### Unnumbered {.unnumbered}

One.[^a] Two.

[^a]: A note with *stress*.

| Head | Number |
|:-----|-------:|
| a    |      1 |

: A table. {#tbl:one}

# Unlisted {.unlisted}

::: {.epigraph by="Anon."}
First, do no harm.
:::

Words.
"""


def run(*command):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def words(project, target):
    """The words of the pages in their order, and all words of the PDF as another program reads them."""
    rows = json.loads(run(FOLIO, "count", "--words", "--format", "json", "--today", TODAY, project))["words"]
    run(FOLIO, "build", project, "--output", target, "--today", TODAY)
    text = run("pdftotext", "-nopgbrk", target, "-")
    # A hyphen at the end of a line may be the setting's, and numbers of pages move.
    text = re.sub(r"(?<=\w)-\n(?=[a-z])", "", text)
    printed = Counter(word for word in re.findall(r"[^\W\d_]+", text))
    return [row["word"] for row in rows if row["category"] != "furniture"], printed


def again(name, project):
    """Exports a project, brings the export in, and compares both PDFs."""
    sent, back = FOLDER / f"{name}.docx", FOLDER / f"{name}-again"
    run(FOLIO, "build", project, "--to", "docx", "--output", sent, "--today", TODAY)
    said = run(FOLIO, "new", back, "--from", sent, "--profile", "imperial-digital-health")
    (FOLDER / f"{name}.txt").write_text(said)
    manifest = (project / "folio.toml").read_text()
    (back / "folio.toml").write_text(re.sub(r"files = \[.*?\]", 'files = ["references.json"]', manifest))
    (old, before), (new, after) = words(project, FOLDER / f"{name}-old.pdf"), words(back, FOLDER / f"{name}-new.pdf")
    print(f"{name}: {len(old)} words before, {len(new)} again")
    others = []
    for kind, i, j, k, l in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if kind != "equal":
            pair = (" ".join(old[i:j]), " ".join(new[k:l]))
            # The contents name pages, and a picture may have moved one.
            is_page = all(it.isdigit() for it in pair)
            print(f"  {'page' if is_page else 'WORD'}: {pair[0][:200]!r} is {pair[1][:200]!r}, behind {' '.join(old[max(0, i - 4):i])!r}")
            others += [] if is_page else [pair]
    missing = [line for line in said.splitlines() if "not accounted" in line or "does not print" in line or "besides" in line]
    print(*missing, f"  in the PDF by pdftotext: gone {dict(before - after)}, new {dict(after - before)}", sep="\n")
    return len(others) + len(missing)


def main():
    if not shutil.which("pdftotext"):
        print("skipped: pdftotext is not installed (poppler-utils)")
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    sample, blocks = FOLDER / "sample", FOLDER / "blocks"
    shutil.copytree(SAMPLE, sample)
    shutil.copytree(SAMPLE, blocks)
    for path in [*(blocks / "chapters").iterdir(), *(blocks / "appendices").iterdir()]:
        path.unlink()
    (blocks / "chapters" / "01-blocks.md").write_text(BLOCKS)
    (blocks / "appendices" / "a-sheet.md").write_text("# Sheet\n\nAs asked in @sec:blocks.\n\n## Part\n\nWords.\n")
    (blocks / "references.bib").write_text(
        "@book{smith2020, author = {Smith, Ann}, title = {Readiness}, publisher = {P}, year = {2020}}\n")
    if again("sample", sample) + again("blocks", blocks):
        sys.exit("the export does not come in again as it was")


main()
