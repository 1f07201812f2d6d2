"""Packs a built program for those who install it: an archive, a wheel for pip and uv, a Debian package.

Usage: packages.py PROGRAM FOLDER --licences FILE --maintainer "NAME <ADDRESS>" [--home ADDRESS]. The
licences are those that licences.py wrote for the same program. The system, the processor and the oldest
C library that will do are read from the program itself; a Debian package is made for Linux only. Needs
nothing but Python 3.11. The same program, the same pages and the same SOURCE_DATE_EPOCH give the same
bytes.

The wheel is called `folio-dissertation`, because `folio` on PyPI is somebody else's program.
"""

import argparse
import base64
import csv
import email.utils
import gzip
import hashlib
import io
import os
import pathlib
import re
import struct
import subprocess
import sys
import tarfile
import time
import tomllib
import zipfile

HERE = pathlib.Path(__file__).parent.parent
WHEEL_NAME = "folio_dissertation"
LICENCES = "THIRD-PARTY-LICENCES.txt"
# How programs of Linux, Windows and macOS begin.
PROGRAMS = ELF, PE, MACH_O = (b"\x7fELF\x02\x01", b"MZ", b"\xcf\xfa\xed\xfe")
# The highest takes three times as long, and saves less than one in a hundred bytes.
LEVEL = 6
# Rust's own floor for glibc; a program that is linked to none runs there too.
OLDEST_GLIBC = (2, 17)
# What a program may need of a system, which manylinux promises, by the package of Debian's that has it.
LIBRARIES = {
    "libc.so.6": "libc6",
    "libm.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libgcc_s.so.1": "libgcc-s1",
}


class Program:
    """What a program says about where it runs."""

    def __init__(self, path):
        self.path, self.bytes = path, path.read_bytes()
        self.libraries, self.glibc = [], OLDEST_GLIBC
        readers = {ELF: self.read_elf, PE: self.read_pe, MACH_O: self.read_mach_o}
        read = next((read for magic, read in readers.items() if self.bytes.startswith(magic)), None)
        if read is None:
            sys.exit(f"{path} is no program of Linux, macOS or Windows for 64 bits")
        read()

    def unpack(self, form, at):
        return struct.unpack_from(f"<{form}", self.bytes, at)

    def text(self, at):
        return self.bytes[at : self.bytes.index(b"\0", at)].decode()

    def machine(self, number, known):
        if number not in known:
            sys.exit(f"{self.path} is for a processor that has no release (its number is {number:#x})")
        return known[number]

    def read_elf(self):
        arch = self.machine(*self.unpack("H", 18), {62: "x86_64", 183: "aarch64"})
        (table,), (size, count) = self.unpack("Q", 40), self.unpack("HH", 58)
        sections = [self.unpack("IIQQQQII", table + index * size) for index in range(count)]
        for _, kind, _, _, start, length, link, info in sections:
            if kind == 6:  # the dynamic section: which libraries are needed
                texts = sections[link][4]
                for at in range(start, start + length, 16):
                    tag, value = self.unpack("QQ", at)
                    self.libraries += [self.text(texts + value)] if tag == 1 else []
            if kind == 0x6FFFFFFE:  # and in which versions
                texts, at = sections[link][4], start
                for _ in range(info):
                    _, many, _, first, following = self.unpack("HHIII", at)
                    version = at + first
                    for _ in range(many):
                        _, _, _, name, further = self.unpack("IHHII", version)
                        if found := re.fullmatch(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?", self.text(texts + name)):
                            self.glibc = max(self.glibc, (int(found[1]), int(found[2])))
                        version += further
                    at += following
        if unknown := sorted(set(self.libraries) - set(LIBRARIES)):
            sys.exit(f"{self.path} needs {', '.join(unknown)}, which not every Linux has: see LIBRARIES")
        self.is_static = not self.libraries
        self.target = f"{arch}-unknown-linux-{'musl' if self.is_static else 'gnu'}"
        tags = ["manylinux_{}_{}".format(*self.glibc)]
        if self.glibc == (2, 17):
            tags.insert(0, "manylinux2014")
        if self.is_static:
            tags.append("musllinux_1_1")
        self.tags = [f"{tag}_{arch}" for tag in tags]
        self.debian = {"x86_64": "amd64", "aarch64": "arm64"}[arch]

    def read_pe(self):
        (header,) = self.unpack("I", 60)
        arch = self.machine(*self.unpack("H", header + 4), {0x8664: "x86_64", 0xAA64: "aarch64"})
        self.target = f"{arch}-pc-windows-msvc"
        self.tags = ["win_amd64" if arch == "x86_64" else "win_arm64"]
        self.debian = None

    def read_mach_o(self):
        kind, count = self.unpack("I8xI", 4)
        arch = self.machine(kind, {0x01000007: "x86_64", 0x0100000C: "arm64"})
        at, oldest = 32, None
        for _ in range(count):
            command, size = self.unpack("II", at)
            if command in (0x24, 0x32):  # the oldest system, as older and newer linkers write it
                (oldest,) = self.unpack("I", at + (8 if command == 0x24 else 12))
            at += size
        if oldest is None:
            sys.exit(f"{self.path} does not say which macOS it needs")
        self.target = f"{'aarch64' if arch == 'arm64' else arch}-apple-darwin"
        self.tags = [f"macosx_{oldest >> 16}_{oldest >> 8 & 0xFF}_{arch}"]
        self.debian = None


class Release:
    """What Cargo.toml and the caller say about every package."""

    def __init__(self, maintainer, home, licences):
        manifest = tomllib.loads((HERE / "Cargo.toml").read_text())["package"]
        self.version, self.summary = manifest["version"], manifest["description"]
        self.licence, self.keywords = manifest["license"], manifest["keywords"]
        self.maintainer, self.home = maintainer, home
        self.licences = licences.read_bytes()
        parts = re.fullmatch(r"(\d+\.\d+\.\d+)(?:-(alpha|beta|rc)\.(\d+))?", self.version)
        if parts is None:
            sys.exit(f"version {self.version}: expected such as 1.2.3 or 1.2.3-rc.1")
        if not re.fullmatch(r"[^<>\n]+ <[^<>@\s]+@[^<>@\s]+>", maintainer):
            sys.exit(f'--maintainer "{maintainer}": expected "NAME <ADDRESS>"')
        before = {None: "", "alpha": "a", "beta": "b", "rc": "rc"}[parts[2]]
        self.python_version = parts[1] + before + (parts[3] or "")
        self.debian_version = self.version.replace("-", "~", 1) + "-1"
        if "SOURCE_DATE_EPOCH" not in os.environ:
            sys.exit("SOURCE_DATE_EPOCH is not set: give the time of the commit, `git log -1 --format=%ct`")
        self.epoch = int(os.environ["SOURCE_DATE_EPOCH"])

    def readme(self):
        """Returns the README with addresses that work on any page."""
        text = (HERE / "README.md").read_text()
        if not self.home:
            return text

        def whole(found):
            kind = "raw" if found[1].endswith(".png") else "blob"
            return f"]({self.home}/{kind}/v{self.version}/{found[1]})"

        return re.sub(r"\]\((?!https?:|#)([^)]+)\)", whole, text)


def pages():
    """Returns the pages and samples that go along, each with its path, in order."""
    found = [*HERE.glob("*.md"), *HERE.glob("LICENSE-*")]
    for folder in ("docs", "samples"):
        found += [path for path in (HERE / folder).rglob("*") if path.is_file()]
    paths = sorted(path.relative_to(HERE) for path in found)
    return {str(path): (HERE / path).read_bytes() for path in paths if "output" not in path.parts}


def mode(content):
    return 0o755 if content.startswith(PROGRAMS) else 0o644


def write_zip(path, files, epoch):
    moment = max(time.gmtime(epoch)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system, entry.external_attr = 3, (0o100000 | mode(content)) << 16
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED, LEVEL)


def tar(files, epoch, has_folders=False):
    """Returns a tape archive of root's files; Debian's lists the folders too."""
    names = set(files)
    if has_folders:
        names |= {str(parent) + "/" for name in files for parent in pathlib.PurePosixPath(name).parents}
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in sorted(names, key=lambda name: name.rstrip("/").split("/")):
            entry = tarfile.TarInfo("./" + name.removeprefix("./").rstrip("/") if has_folders else name)
            entry.uname = entry.gname = "root"
            entry.mtime = epoch
            if name.endswith("/"):
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(entry)
            else:
                entry.size, entry.mode = len(files[name]), mode(files[name])
                archive.addfile(entry, io.BytesIO(files[name]))
    return packed.getvalue()


def squeeze(content, level=LEVEL):
    return gzip.compress(content, level, mtime=0)


def write_archive(program, release, folder):
    name = f"folio-{release.version}-{program.target}"
    files = {f"{name}/{path}": content for path, content in pages().items()}
    files[f"{name}/{LICENCES}"] = release.licences
    files[f"{name}/{program.path.name}"] = program.bytes
    if program.path.suffix == ".exe":
        write_zip(path := folder / f"{name}.zip", files, release.epoch)
    else:
        (path := folder / f"{name}.tar.gz").write_bytes(squeeze(tar(files, release.epoch)))
    return path


def write_wheel(program, release, folder):
    stem = f"{WHEEL_NAME}-{release.python_version}"
    about = f"{stem}.dist-info"
    licences = {name: (HERE / name).read_bytes() for name in ("LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY.md")}
    licences[LICENCES] = release.licences
    metadata = [
        "Metadata-Version: 2.4",
        f"Name: {WHEEL_NAME.replace('_', '-')}",
        f"Version: {release.python_version}",
        f"Summary: {release.summary}",
        f"Keywords: {','.join(release.keywords)}",
        f"License-Expression: {release.licence}",
        *(f"License-File: {name}" for name in licences),
        *([f"Project-URL: Home, {release.home}"] if release.home else []),
        "Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM",
    ]
    wheel = ["Wheel-Version: 1.0", "Generator: folio", "Root-Is-Purelib: false"]
    wheel += [f"Tag: py3-none-{tag}" for tag in program.tags]
    files = {f"{stem}.data/scripts/{program.path.name}": program.bytes}
    files |= {f"{about}/licenses/{name}": content for name, content in licences.items()}
    files[f"{about}/METADATA"] = ("\n".join(metadata) + "\n\n" + release.readme()).encode()
    files[f"{about}/WHEEL"] = ("\n".join(wheel) + "\n").encode()
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.writerow([name, f"sha256={digest}", len(content)])
    rows.writerow([f"{about}/RECORD", "", ""])
    files[f"{about}/RECORD"] = record.getvalue().encode()
    path = folder / f"{stem}-py3-none-{'.'.join(program.tags)}.whl"
    write_zip(path, files, release.epoch)
    return path


def rights():
    """Returns who holds which right, as Debian's machines read it."""
    holder = re.search(r"^Copyright \(c\) (.+)$", (HERE / "LICENSE-MIT").read_text(), re.MULTILINE)[1]
    mit = (HERE / "LICENSE-MIT").read_text().split("\n\n", 2)[2].strip()
    return "\n".join(
        [
            "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
            "Upstream-Name: folio",
            "Comment:",
            " The program carries libraries, fonts and data of others, each under a licence of its",
            " own: /usr/share/doc/folio/THIRD-PARTY.md says which, and",
            f" {LICENCES}.gz beside it has their texts.",
            "",
            "Files: *",
            f"Copyright: {holder}",
            "License: Expat or Apache-2.0",
            "",
            "License: Expat",
            *(f" {line}" if line else " ." for line in mit.splitlines()),
            "",
            "License: Apache-2.0",
            " The whole text is in /usr/share/common-licenses/Apache-2.0.",
            "",
        ]
    )


def needs(program):
    """Returns the packages of Debian's without which the program does not start."""
    names = sorted({LIBRARIES[library] for library in program.libraries})
    return [f"{name} (>= {program.glibc[0]}.{program.glibc[1]})" if name == "libc6" else name for name in names]


def write_debian(program, release, folder):
    files = {"usr/bin/folio": program.bytes}
    for shell, place in (
        ("bash", "usr/share/bash-completion/completions/folio"),
        ("zsh", "usr/share/zsh/vendor-completions/_folio"),
        ("fish", "usr/share/fish/vendor_completions.d/folio.fish"),
    ):
        command = [program.path.absolute(), "completions", shell]
        files[place] = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    command = [program.path.absolute(), "completions", "man"]
    manual = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    files["usr/share/man/man1/folio.1.gz"] = squeeze(manual, 9)
    documents = "usr/share/doc/folio"
    for name, content in pages().items():
        if name.startswith("docs/") or name in ("README.md", "SECURITY.md", "THIRD-PARTY.md"):
            files[f"{documents}/{name}"] = content
    files[f"{documents}/{LICENCES}.gz"] = squeeze(release.licences, 9)
    files[f"{documents}/copyright"] = rights().encode()
    files[f"{documents}/changelog.gz"] = squeeze((HERE / "CHANGELOG.md").read_bytes(), 9)
    change = [
        f"folio ({release.debian_version}) unstable; urgency=medium",
        "  * What changed is said in changelog.gz.",
        f" -- {release.maintainer}  {email.utils.formatdate(release.epoch)}",
    ]
    files[f"{documents}/changelog.Debian.gz"] = squeeze(("\n\n".join(change) + "\n").encode(), 9)
    # Each with its reason, as lintian asks.
    excuses = [
        "# The names of functions stay, so that a report of a crash can be read.",
        "folio: unstripped-binary-or-object [usr/bin/folio]",
        "# Both in Rust, rewritten (a list of names of fonts, messages): there is no library to link.",
        "folio: embedded-library freetype [usr/bin/folio]",
        "folio: embedded-library libyaml [usr/bin/folio]",
    ]
    if program.is_static:
        excuses.append("# One program for every release of Debian and Ubuntu: it needs no library.")
        for tag in ("statically-linked-binary", "shared-library-lacks-prerequisites"):
            excuses.append(f"folio: {tag} [usr/bin/folio]")
    files["usr/share/lintian/overrides/folio"] = ("\n".join(excuses) + "\n").encode()
    control = [
        "Package: folio",
        f"Version: {release.debian_version}",
        f"Architecture: {program.debian}",
        f"Maintainer: {release.maintainer}",
        f"Installed-Size: {sum(-(-len(content) // 1024) for content in files.values())}",
        *([f"Depends: {', '.join(needs(program))}"] if program.libraries else []),
        "Section: text",
        "Priority: optional",
        *([f"Homepage: {release.home}"] if release.home else []),
        "Description: dissertations from chapters to the PDF that is handed in",
        " folio turns a folder of chapters in Markdown or Typst into the PDF of a",
        " dissertation of practice. It counts the words on the pages against the limit,",
        " keeps the record of the year with the supervisor, and packs what is handed in.",
        " .",
        " It is one program with everything inside, and opens no connection to a network.",
    ]
    sums = [f"{hashlib.md5(files[name]).hexdigest()}  {name}" for name in sorted(files)]
    controls = {"control": control, "md5sums": sums}
    controls = {name: ("\n".join(lines) + "\n").encode() for name, lines in controls.items()}
    members = {
        "debian-binary": b"2.0\n",
        "control.tar.gz": squeeze(tar(controls, release.epoch, has_folders=True)),
        "data.tar.gz": squeeze(tar(files, release.epoch, has_folders=True)),
    }
    path = folder / f"folio_{release.debian_version}_{program.debian}.deb"
    with path.open("wb") as packed:
        packed.write(b"!<arch>\n")
        for name, content in members.items():
            packed.write(f"{name:<16}{release.epoch:<12}{0:<6}{0:<6}{0o100644:<8o}{len(content):<10}`\n".encode())
            packed.write(content + b"\n" * (len(content) % 2))
    return path


def main():
    reader = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    reader.add_argument("program", type=pathlib.Path, help="the program, as Cargo built it")
    reader.add_argument("folder", type=pathlib.Path, help="where the packages are written")
    reader.add_argument("--maintainer", required=True, help='"NAME <ADDRESS>" of who answers for the packages')
    reader.add_argument("--licences", required=True, type=pathlib.Path, help="what licences.py wrote for the program")
    reader.add_argument("--home", default="", help="the address of the repository")
    given = reader.parse_args()
    program, release = Program(given.program), Release(given.maintainer, given.home, given.licences)
    given.folder.mkdir(parents=True, exist_ok=True)
    for write in (write_archive, write_wheel, write_debian):
        if write is not write_debian or program.debian:
            print(write(program, release, given.folder))


if __name__ == "__main__":
    main()
