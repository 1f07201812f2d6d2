"""Builds the samples and a new project in every look, and has each PDF judged by page-validation.

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


def has_right_length(pdf, object_number):
    """Says whether the stream of an object is as long as it claims, read byte by byte."""
    data = pathlib.Path(pdf).read_bytes()
    start = re.search(rb"(?:^|[\r\n])%d 0 obj\b" % object_number, data)
    if start is None:
        return False
    head = re.compile(rb"/Length (\d+)\b.*?>>\s*stream\r?\n", re.S).search(data, start.end())
    if head is None:
        return False
    end = head.end() + int(head.group(1))
    return re.match(rb"\r?\nendstream\b", data[end : end + 12]) is not None


def is_excused(pdf, failure):
    is_length = failure.rule_id == LENGTH_RULE and failure.object_id is not None
    return is_length and has_right_length(pdf, failure.object_id.object_number)


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
                for profile in PROFILES:
                    verdict = page.validate_pdf(str(pdf), profile=profile)
                    failures = [it for it in verdict.failures if not is_excused(pdf, it)]
                    failed += bool(failures)
                    print(f"{pdf.name} {'FAILS' if failures else 'meets'} {profile.name}")
                    for failure in failures:
                        print(f"  {failure.rule_id}: {failure.message} ({failure.object_id})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
