"""Builds the samples and a new project in every look, packages the samples, and has each PDF judged
by page-validation.

Usage: validate.py FOLIO FOLDER. Exit status 1 if any PDF fails PDF/A-2a or PDF/UA-1.
"""

import pathlib
import re
import shutil
import subprocess
import sys

import page

PROFILES = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)


# The validator takes a carriage return or line feed that ends a stream's own data for the end of
# its line, and then finds the length wrong by one.
LENGTH_RULE = "PDFA2A-STREAM-LENGTH-001"


def wrong_lengths(pdf):
    """Counts the streams that are not as long as they claim, read byte by byte from the start."""
    data = pathlib.Path(pdf).read_bytes()
    start = re.compile(rb"\bobj\b(?:(?!\bobj\b|\bendobj\b).)*?>>\s*stream\r?\n", re.S)
    length = re.compile(rb"/Length (\d+)(?! \d+ R)\b")
    at, seen, wrong = 0, 0, 0
    while (head := start.search(data, at)) is not None:
        claimed = length.search(head.group(0))
        end = head.end() + int(claimed.group(1)) if claimed else head.end()
        is_right = claimed and re.match(rb"\r?\n?endstream\b", data[end : end + 12])
        seen, wrong = seen + 1, wrong + (not is_right)
        at = end if is_right else head.end()
    # A reading that found no stream at all has found nothing out.
    return wrong if seen else 1


def is_excused(pdf, failure):
    return failure.rule_id == LENGTH_RULE and wrong_lengths(pdf) == 0


def build(folio, project, pdf, *flags):
    command = [folio, "build", str(project), "--strict", "--output", str(pdf), *flags]
    done = subprocess.run(command, capture_output=True, text=True)
    # A scaffold is under no minimum, and a sample is within its limit: both must end well.
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}")


def with_look(source, folder, look):
    """Copies a project and changes its look, so that the samples stay as they are."""
    project = folder / f"{source.name}-{look}"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(source, project)
    manifest = project / "folio.toml"
    text = manifest.read_text("utf-8")
    table = f'[format]\nlook = "{look}"\n'
    is_there = re.search(r"(?m)^\[format\]\n", text)
    text = text.replace("[format]\n", table, 1) if is_there else f"{text}\n{table}"
    manifest.write_text(text, "utf-8")
    return project


def package(folio, project):
    """Makes a package, has it verified, and returns its PDFs."""
    for command in (["package", str(project), "--today", "2027-08-30"], ["verify", str(project / "submission/2027-08-30")]):
        done = subprocess.run([folio, *command], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    pdfs = sorted((project / "submission/2027-08-30").glob("*.pdf"))
    if len(pdfs) != 3:
        sys.exit(f"a package has three PDFs, not {len(pdfs)}")
    return pdfs


def judge(pdf, name):
    """Says what a PDF meets, and returns how many profiles it fails."""
    failed = 0
    for profile in PROFILES:
        verdict = page.validate_pdf(str(pdf), profile=profile)
        failures = [it for it in verdict.failures if not is_excused(pdf, it)]
        failed += bool(failures)
        print(f"{name} {'FAILS' if failures else 'meets'} {profile.name}")
        for failure in failures:
            print(f"  {failure.rule_id}: {failure.message} ({failure.object_id})")
    return failed


def main(folio, folder):
    folder = pathlib.Path(folder).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    scaffold = folder / "scaffold"
    shutil.rmtree(scaffold, ignore_errors=True)
    subprocess.run(
        [folio, "new", str(scaffold), "--title", "A title", "--author", "A. Student", "--candidate", "DHL-042"],
        check=True,
        capture_output=True,
    )
    failed = 0
    for source in (pathlib.Path("samples/digital-readiness"), pathlib.Path("samples/minimal"), scaffold):
        for look in ("classic", "accessible"):
            project = with_look(source, folder, look)
            anonymous = ["--anonymous"] if "candidate = " in (source / "folio.toml").read_text("utf-8") else []
            for flags in ([], ["--draft"], ["--review", *anonymous]):
                pdf = folder / ("-".join([project.name, *(flag.strip("-") for flag in flags)]) + ".pdf")
                build(folio, project, pdf, *flags)
                failed += judge(pdf, pdf.name)
            if source != scaffold:
                for pdf in package(folio, project):
                    failed += judge(pdf, f"{project.name}/{pdf.name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
