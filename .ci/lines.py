"""Counts the lines of code by room, files of tests and what stands under `#[cfg(test)]` left out.

`python3 .ci/lines.py [FOLDER]`
"""

import collections
import pathlib
import re
import sys

FOR_TESTS = re.compile(r"\s*#\[cfg\((?:all\()?test")
MODULE = r"#\[cfg\((?:all\()?test[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([a-z ]+\))? )?mod ([a-z_0-9]+);"
IN_QUOTES = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])'")


def end_of_item(lines, at):
    """Returns the line after the item that an attribute in line `at` belongs to."""
    depth, is_open = 0, False
    for number in range(at + 1, len(lines)):
        code = IN_QUOTES.sub("", lines[number])
        depth += code.count("{") - code.count("}")
        is_open |= "{" in code
        if (is_open and depth <= 0) or (not is_open and code.rstrip().endswith(";")):
            return number + 1
    return len(lines)


def own_lines(text):
    """Returns how many lines of a file are for no test."""
    lines = text.splitlines()
    count, at = 0, 0
    while at < len(lines):
        if FOR_TESTS.match(lines[at]):
            at = end_of_item(lines, at)
        else:
            count, at = count + 1, at + 1
    return count


def main():
    source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".") / "src"
    files = {file: file.read_text() for file in sorted(source.rglob("*.rs"))}
    aside = set()
    for file, text in files.items():
        is_folder = file.name in ("mod.rs", "lib.rs", "main.rs")
        folder = file.parent if is_folder else file.with_suffix("")
        for name in re.findall(MODULE, text):
            aside |= {folder / f"{name}.rs", folder / name}
    rooms = collections.Counter()
    for file, text in files.items():
        if file not in aside and not any(parent in aside for parent in file.parents):
            below = file.relative_to(source).parts
            rooms[below[0] if len(below) > 1 else "."] += own_lines(text)
    for room, lines in rooms.most_common():
        print(f"{lines:6} {room}")
    print(f"{sum(rooms.values()):6} together")


main()
