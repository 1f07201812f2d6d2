"""Builds the samples and a new project in every look, and has each PDF judged by page-validation.

Usage: validate.py FOLIO FOLDER. Exit status 1 if any PDF fails PDF/A-2a or PDF/UA-1.
"""

import pathlib
import shutil
import subprocess
import sys

import page

PROFILES = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)


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
    manifest.write_text(manifest.read_text("utf-8") + f'\n[format]\nlook = "{look}"\n', "utf-8")
    return project


def main(folio, folder):
    folder = pathlib.Path(folder).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    scaffold = folder / "scaffold"
    shutil.rmtree(scaffold, ignore_errors=True)
    subprocess.run(
        [folio, "new", str(scaffold), "--title", "A title", "--author", "A. Student"],
        check=True,
        capture_output=True,
    )
    failed = 0
    for source in (pathlib.Path("samples/digital-readiness"), pathlib.Path("samples/minimal"), scaffold):
        for look in ("classic", "accessible"):
            project = with_look(source, folder, look)
            for flags in ([], ["--draft"], ["--review", "--anonymous"]):
                pdf = folder / ("-".join([project.name, *(flag.strip("-") for flag in flags)]) + ".pdf")
                build(folio, project, pdf, *flags)
                for profile in PROFILES:
                    verdict = page.validate_pdf(str(pdf), profile=profile)
                    failed += not verdict.is_compliant
                    word = "meets" if verdict.is_compliant else "FAILS"
                    print(f"{pdf.name} {word} {profile.name}")
                    for failure in verdict.failures:
                        print(f"  {failure}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
