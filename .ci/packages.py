"""Tries what is offered to those who install: makes the packages, installs each, and takes it away again.

Usage: packages.py FOLIO SCRATCH. The wheel goes into a virtual environment of its own and through uv,
the Debian package into a root of its own; each must build a sample. Made twice, the bytes are the
same. Then every step that publishes a release runs as GitHub runs it, with a `gh` that keeps what it
is given: once without a certificate, once with one made for the purpose; for Windows and macOS with
libraries of somebody else's in the place of programs. What a program says about its system is held to
the names of the wheels that those came in. Exit status 1 if anything is not as it should be.
"""

import base64
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import venv
import zipfile

import yaml
from workflows import Runner, held_to

HERE = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(HERE / "deploy"))
import licences  # noqa: E402
import packages  # noqa: E402

EPOCH = "1798761600"
MAINTAINER = "The folio authors <folio@example.org>"
# A small library of somebody else's, published for every system that folio is published for.
OTHER = "markupsafe==3.0.3"
PLATFORMS = ("macosx_11_0_arm64", "win_amd64", "win_arm64", "manylinux_2_17_x86_64", "manylinux_2_17_aarch64")


def run(*command, **more):
    done = subprocess.run([str(it) for it in command], capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(str(it) for it in command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def pack(program, folder, texts):
    """Makes the packages, and returns them by the end of their names."""
    shutil.rmtree(folder, ignore_errors=True)
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    command = [sys.executable, HERE / "deploy/packages.py", program, folder, "--maintainer", MAINTAINER]
    run(*command, "--licences", texts, "--home", "https://example.org/folio", env=environment)
    return {path.suffix: path for path in sorted(folder.iterdir())}


def try_licences(scratch):
    """Returns the file of licences for each system; all that is linked stands in it, with a text."""
    release = yaml.safe_load((HERE / ".github/workflows/release.yml").read_text())
    found = {}
    for row in release["jobs"]["programs"]["strategy"]["matrix"]["include"]:
        target = row["target"]
        file = found[target] = scratch / f"licences-{target}.txt"
        licences.main(target, file)
        text = file.read_text()
        for package in licences.linked(licences.metadata(target)):
            name = f"{package['name']} {package['version']}"
            assert f"\n{name}: " in text, f"{name} is not named"
            assert re.search(rf"(^|, ){re.escape(name)}(,|$)", text, re.MULTILINE), f"{name} has no text"
        for owed in ("Permission is hereby granted", "SIL OPEN FONT LICENSE", "Kevin Atkinson", "Redistributions"):
            assert owed in text, f"{target}: {owed}"
    assert "Rich Felker" in found["x86_64-unknown-linux-musl"].read_text()
    return found


def builds(folio, scratch, says):
    """An installed program says its version, and makes the PDF of a sample."""
    version = run(folio, "--version").strip()
    project = scratch / "minimal"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(HERE / "samples/minimal", project, ignore=shutil.ignore_patterns("output"))
    run(folio, "build", project, "--today", "2026-11-22")
    (pdf,) = (project / "output").glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
    print(f"{says}: {version}, and it made {pdf.name}")


def try_systems(scratch):
    """Returns the libraries of somebody else's, by their system."""
    folder, found = scratch / "others", {}
    shutil.rmtree(folder, ignore_errors=True)
    for platform in PLATFORMS:
        options = ["--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.13"]
        command = [sys.executable, "-m", "pip", "download", *options, "--platform", platform, "--dest", folder, OTHER]
        if subprocess.run([str(it) for it in command], capture_output=True).returncode != 0:
            print(f"skipped, and the release with it: {OTHER} cannot be fetched")
            return None
    for path in sorted(folder.glob("*.whl")):
        claimed = path.stem.split("-")[-1].split(".")
        with zipfile.ZipFile(path) as wheel:
            (name,) = [it for it in wheel.namelist() if it.endswith((".so", ".pyd"))]
            library = folder / f"{claimed[0]}{pathlib.Path(name).suffix}"
            library.write_bytes(wheel.read(name))
        program = packages.Program(library)
        assert set(program.tags) <= set(claimed), (program.tags, claimed)
        found[program.target] = library
        print(f"a library for {claimed[0]} is read as one")
    return found


def try_wheel(wheel, scratch):
    place = scratch / "environment"
    shutil.rmtree(place, ignore_errors=True)
    venv.create(place, with_pip=True)
    pip = [place / "bin/python", "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "install", "--no-index", wheel)
    shown = run(*pip, "show", "--files", "folio-dissertation")
    assert "License-Expression: MIT OR Apache-2.0" in shown or "License: " in shown, shown
    assert "LICENSE-MIT" in shown and "LICENSE-APACHE" in shown and packages.LICENCES in shown, shown
    builds(place / "bin/folio", scratch, "the wheel")
    run(*pip, "uninstall", "--yes", "folio-dissertation")
    left = [path for path in place.rglob("*folio*") if "__pycache__" not in path.parts]
    assert not left, left
    # Every digest in the record is right, and the other way to run a wheel takes it as well.
    run(sys.executable, "-m", "wheel", "unpack", "--dest", scratch / "unpacked", wheel)
    uv = pathlib.Path(sys.executable).with_name("uv")
    command = [uv, "tool", "run", "--no-config", "--offline", "--from", wheel, "folio", "--version"]
    print(f"uv: {run(*command, env=os.environ | {'UV_CACHE_DIR': str(scratch / 'uv')}).splitlines()[0]}")


def try_debian(package, scratch):
    if shutil.which("dpkg-deb") is None:
        print("skipped: there is no dpkg")
        return
    root = scratch / "root"
    shutil.rmtree(root, ignore_errors=True)
    is_root = os.geteuid() == 0
    if is_root:
        for folder in ("var/lib/dpkg/info", "var/lib/dpkg/updates"):
            (root / folder).mkdir(parents=True)
        for name in ("status", "available"):
            (root / "var/lib/dpkg" / name).touch()
        # What it depends on is outside this root.
        dpkg = ["dpkg", f"--root={root}", "--force-depends", "--force-script-chrootless", f"--log={scratch / 'log'}"]
        run(*dpkg, "--install", package)
        run(*dpkg, "--verify", "folio")
    else:
        run("dpkg-deb", "--extract", package, root)
    builds(root / "usr/bin/folio", scratch, "the Debian package")
    completions = root / "usr/share/bash-completion/completions/folio"
    run("bash", "-c", 'source "$1"; complete -p folio', "bash", completions)
    if is_root:
        run(*dpkg, "--purge", "folio")
        left = [path for path in (root / "usr").rglob("*") if path.is_file()] if (root / "usr").exists() else []
        assert not left, left
    if shutil.which("lintian") is None:
        print("skipped: there is no lintian")
        return
    options = ["--allow-root", "--fail-on", "error,warning", "--profile", "debian"]
    # A package of one's own closes no report in Debian's list.
    run("lintian", *options, "--suppress-tags", "initial-upload-closes-no-bugs", package)
    print("lintian has nothing against it")


def certificate(scratch):
    """Makes a certificate for signing code that nobody trusts, with its password."""
    key, text, packed = scratch / "key.pem", scratch / "certificate.pem", scratch / "certificate.pfx"
    options = ["-newkey", "rsa:2048", "-nodes", "-days", "1", "-addext", "extendedKeyUsage=codeSigning"]
    run("openssl", "req", "-x509", *options, "-subj", "/O=Nobody/CN=Nobody at all", "-keyout", key, "-out", text)
    run("openssl", "pkcs12", "-export", "-inkey", key, "-in", text, "-out", packed, "-passout", "pass:a b$c")
    return {
        "secrets.WINDOWS_CERTIFICATE": base64.b64encode(packed.read_bytes()).decode(),
        "secrets.WINDOWS_PASSWORD": "a b$c",
    }


# A `gh` that keeps what it is given, and an `osslsigncode` that asks nobody for the time.
GH = """
[ "$1 $2" = "release create" ]; shift 3
while [ -f "$1" ]; do cp "$1" "$PUBLISHED"; shift; done
while [ "$1" != --notes-file ]; do shift; done
cp "$2" "$PUBLISHED/../notes.md"
"""
OSSLSIGNCODE = """
set -- "$@" end
while [ "$1" != end ]; do
  if [ "$1" = -ts ]; then shift 2; else set -- "$@" "$1"; shift; fi
done
shift
exec "$REAL" "$@"
"""


def stand_ins(scratch):
    tools = scratch / "release-tools"
    shutil.rmtree(tools, ignore_errors=True)
    tools.mkdir()
    scripts = {"gh": GH, "osslsigncode": OSSLSIGNCODE, "sudo": '[ "$1" = apt-get ]', "python3": 'exec "$PYTHON" "$@"'}
    for name, script in scripts.items():
        (tools / name).write_text(f"#!/bin/sh -e\n{script}\n")
        (tools / name).chmod(0o755)
    return tools


def checkout(work, programs, texts):
    """Lays out what the service lays out: the repository, and the programs of the jobs before."""
    shutil.rmtree(work, ignore_errors=True)
    parts = ("src/", "tests/", "templates/", "benches/")
    for path in run("git", "-C", HERE, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (HERE / path).is_file() and not path.startswith(parts):
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HERE / path, work / path)
    run("git", "init", "-q", cwd=work)
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    run(*git, "commit", "-q", "--allow-empty", "-m", "x", cwd=work)
    (work / "programs").mkdir()
    for target, program in programs.items():
        name = "folio.exe" if "windows" in target else "folio"
        (work / "programs" / target).mkdir()
        # A service that keeps files for the next job forgets that they are programs.
        shutil.copyfile(program, work / "programs" / target / name)
        shutil.copyfile(texts[target], work / "programs" / target / "licences.txt")


def judge(published, windows, is_signed, scratch):
    """What is published is whole, and says whether it is signed."""
    sums = dict(reversed(line.split("  ")) for line in (published / "SHA256SUMS").read_text().splitlines())
    kept = {path.name for path in published.iterdir()}
    archives = {it for it in kept if it.endswith((".zip", ".tar.gz"))}
    # Of what is signed only the programs for Windows and macOS change.
    assert (len(archives), len(sums)) == ((2, 4) if is_signed else (3, 7)), sums
    assert kept == {"SHA256SUMS", *sums, *(f"{it}.sha256" for it in archives)}, kept
    for path, digest in sums.items():
        assert hashlib.sha256((published / path).read_bytes()).hexdigest() == digest, path
    first = (scratch / "notes.md").read_text().splitlines()[0]
    by = ["Windows signed by `CN=Nobody at all,O=Nobody`", "macOS signed by `Developer ID Application: Nobody`"]
    says = "; ".join(by) if is_signed else "Windows unsigned; macOS unsigned"
    assert first.startswith(f"**{says}.** "), first
    for packed in (*published.glob("*.zip"), *published.glob("*win_amd64.whl")):
        with zipfile.ZipFile(packed) as archive:
            assert [it for it in archive.namelist() if it.endswith(f"/{packages.LICENCES}")], packed
            (inside,) = [it for it in archive.namelist() if it.endswith("/folio.exe")]
            (scratch / "folio.exe").write_bytes(archive.read(inside))
        if is_signed:
            run("osslsigncode", "verify", "-CAfile", scratch / "certificate.pem", "-in", scratch / "folio.exe")
        else:
            assert (scratch / "folio.exe").read_bytes() == windows.read_bytes()
    print(f"the release: {len(kept)} files; its text begins **{says}.**")


def try_release(folio, libraries, texts, scratch):
    held_to("vendor.github-workflows", HERE / ".github/workflows/release.yml")
    steps = yaml.safe_load((HERE / ".github/workflows/release.yml").read_text())["jobs"]["publish"]["steps"]
    version = run(folio, "--version").split()[1]
    programs = {target: libraries[target] for target in ("x86_64-pc-windows-msvc", "aarch64-apple-darwin")}
    linux = {"x86_64-unknown-linux-musl": folio}
    work, published, tools = scratch / "checkout", scratch / "published", stand_ins(scratch)
    attempts = [{}]
    if shutil.which("osslsigncode") and shutil.which("openssl"):
        attempts.append(certificate(scratch))
    else:
        print("skipped: there is no osslsigncode")
    for secrets in attempts:
        shutil.rmtree(published, ignore_errors=True)
        published.mkdir()
        checkout(work, programs if secrets else programs | linux, texts)
        if secrets:
            (work / "programs/aarch64-apple-darwin/signed").write_text("Developer ID Application: Nobody\n")
        runner = Runner(work, scratch, tools, {"github.repository_owner": "owner", **secrets})
        runner.environment |= {
            "GITHUB_REF_NAME": f"v{version}",
            "GITHUB_REPOSITORY": "owner/folio",
            "GITHUB_SERVER_URL": "https://github.com",
            "PUBLISHED": str(published),
            "PYTHON": sys.executable,
            "REAL": str(shutil.which("osslsigncode")),
        }
        runner.run(steps)
        assert not runner.has_failed and "a b$c" not in runner.log, runner.log
        assert not [it for it in runner.temp.iterdir() if it.name in ("certificate.pfx", "password")]
        judge(published, programs["x86_64-pc-windows-msvc"], bool(secrets), scratch)
    runner.environment["GITHUB_REF_NAME"] = "v99.0.0"
    runner.run([step for step in steps if step.get("name") == "Pack"])
    assert runner.has_failed and "is not the version in Cargo.toml" in runner.log, runner.log


def main(folio, scratch):
    folio, scratch = pathlib.Path(folio).absolute(), pathlib.Path(scratch).absolute()
    scratch.mkdir(parents=True, exist_ok=True)
    libraries, texts = try_systems(scratch), try_licences(scratch)
    of_linux = texts["x86_64-unknown-linux-musl"]
    made = pack(folio, scratch / "first", of_linux)
    again = pack(folio, scratch / "second", of_linux)
    assert set(made) == {".gz", ".whl", ".deb"}, made
    for kind, path in made.items():
        assert path.name == again[kind].name and path.read_bytes() == again[kind].read_bytes(), path
        print(f"{path.name}: {path.stat().st_size:,} bytes, the same twice")
    try_wheel(made[".whl"], scratch)
    try_debian(made[".deb"], scratch)
    if libraries:
        try_release(folio, libraries, texts, scratch)


if __name__ == "__main__":
    main(*sys.argv[1:])
