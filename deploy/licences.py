"""Writes the licences of everything that a program of folio's is linked from, as they ask to be.

Usage: licences.py TARGET FILE. Which crates those are cargo says, and each brings its own text; of the
few that bring none, the text is that of another crate of the same repository, or the well-known one of
the licence that they name. What has no text at all ends this with an error: nothing is left out without
a word. Needs cargo, the crates (which cargo fetches), and Python 3.9. The same lock file gives the same
bytes.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent.parent
# What texts of licences are called, and folders of them.
TEXTS = re.compile(r"(licen[cs]es?|copying|copyright|notice|unlicense|ofl)([-_. ].*)?", re.IGNORECASE)
# A file of that name that is no text.
OTHERS = (".rs", ".toml", ".json", ".html")
# Licences that ask for nothing to be said.
FREE = {"0BSD", "CC0-1.0", "MIT-0", "Unlicense"}
RULE = "-" * 80


def metadata(target):
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=HERE).stdout)


def linked(everything):
    """Returns the packages whose code is in the program, sorted: no macros, nothing that only builds."""
    packages = {package["id"]: package for package in everything["packages"]}
    nodes = {node["id"]: node for node in everything["resolve"]["nodes"]}
    root = everything["resolve"]["root"]
    seen, waiting = set(), [root]
    while waiting:
        at = waiting.pop()
        is_macro = any("proc-macro" in target["kind"] for target in packages[at]["targets"])
        if at in seen or is_macro:
            continue
        seen.add(at)
        for needs in nodes[at]["deps"]:
            if any(kind["kind"] is None for kind in needs["dep_kinds"]):
                waiting.append(needs["pkg"])
    found = [packages[id] for id in seen - {root}]
    return sorted(found, key=lambda package: (package["name"], package["version"]))


def read(path):
    text = path.read_bytes().decode("utf-8", errors="replace")
    lines = [line.rstrip() for line in text.lstrip("\ufeff").splitlines()]
    return "\n".join(lines).strip("\n")


def own_texts(package):
    """Returns the texts that a package brings."""
    folder = pathlib.Path(package["manifest_path"]).parent
    paths = [path for path in folder.rglob("*") if TEXTS.fullmatch(path.name)]
    paths += [inner for path in paths if path.is_dir() for inner in path.iterdir()]
    if package["license_file"]:
        paths.append(folder / package["license_file"])
    texts = {read(path) for path in set(paths) if path.is_file() and path.suffix not in OTHERS}
    return sorted(text for text in texts if text)


def mit(holder):
    text = read(HERE / "LICENSE-MIT")
    return re.sub(r"^Copyright \(c\) .*$", f"Copyright (c) {holder}", text, flags=re.MULTILINE)


def texts_of(package, by_repository):
    """Returns the texts for a package: its own, or those that hold for it."""
    if own := own_texts(package):
        return own
    if siblings := by_repository.get(package["repository"] or package["name"]):
        return siblings
    choices = re.split(r"\s+OR\s+|/", package["license"] or "")
    if "Apache-2.0" in choices:
        return [read(HERE / "LICENSE-APACHE")]
    if "MIT" in choices:
        return [mit(", ".join(package["authors"]) or f"the authors of {package['name']}")]
    if free := sorted(FREE.intersection(choices)):
        return [f"Used under {free[0]}, which asks for no text."]
    sys.exit(f"{package['name']} {package['version']} is under {package['license']} and brings no text of it")


def collect(target):
    """Returns names by text, and a line for each thing that is contained."""
    packages = linked(metadata(target))
    by_repository = collections.defaultdict(list)
    for package in packages:
        if package["repository"]:
            by_repository[package["repository"]] += own_texts(package)
    by_text, lines = collections.defaultdict(list), []

    def add(name, licence, texts):
        lines.append(f"{name}: {licence}")
        for text in texts:
            by_text[text].append(name)

    for package in packages:
        name = f"{package['name']} {package['version']}"
        add(name, package["license"] or "see its text", sorted(set(texts_of(package, by_repository))))
    add("Rust's standard library", "MIT OR Apache-2.0", [read(HERE / "LICENSE-APACHE")])
    if "musl" in target:
        add("musl, the C library", "MIT", [mit("2005-2020 Rich Felker, et al.")])
    for path in sorted((HERE / "templates/words").glob("*.licence.txt")):
        add(f"words of {path.name.split('.')[0]}", "see its text", [read(path)])
    return by_text, lines


def main(target, file):
    by_text, lines = collect(target)
    out = [
        f"What folio for {target} is linked from, and under which licence; the texts follow, each once.",
        "What else folio contains, such as fonts and styles, stands in THIRD-PARTY.md.",
        "",
        *lines,
    ]
    for text, names in sorted(by_text.items(), key=lambda it: (it[1][0].lower(), it[0])):
        out += ["", RULE, ", ".join(names), RULE, "", text]
    pathlib.Path(file).write_bytes(("\n".join(out) + "\n").encode())
    print(f"{file}: {len(lines)} things, {len(by_text)} texts")


if __name__ == "__main__":
    main(*sys.argv[1:])
