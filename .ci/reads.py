"""Counts how often each file of a project is opened by a command, parent and child together.

`python3 .ci/reads.py FOLIO FOLDER` copies the sample into FOLDER, runs the commands under strace,
and fails where a chapter, a reference file, the manifest or the ledger is opened more than once
(`package` opens the ledger once more to add to it, under its lock).
"""

import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys

TODAY = ["--today", "2026-11-22"]
# With `-y` the answer of the system carries the path of what was opened.
OPENED = re.compile(r"open\w*(?: resumed>|\().*= \d+<([^>]*)>$")


def opened(folio, project, arguments, trace):
    """Returns how often each file below the project was opened."""
    command = ["strace", "-f", "-y", "-qq", "-e", "trace=open,openat,openat2", "-o", str(trace), folio]
    done = subprocess.run(command + arguments, cwd=project, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{arguments}: exit {done.returncode}\n{done.stderr}")
    counts = collections.Counter()
    for line in trace.read_text(errors="replace").splitlines():
        found = OPENED.search(line)
        if not found:
            continue
        path = pathlib.Path(found[1])
        if path.is_relative_to(project) and path.is_file():
            counts[str(path.relative_to(project))] += 1
    return counts


def main():
    folio, folder = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    if shutil.which("strace") is None:
        print("skipped: there is no strace")
        return
    shutil.rmtree(folder, ignore_errors=True)
    project = folder / "project"
    sample = pathlib.Path(__file__).parent.parent / "samples" / "digital-readiness"
    shutil.copytree(sample, project, ignore=shutil.ignore_patterns("output"))
    commands = {
        "build": ["build", *TODAY],
        "count": ["count", *TODAY],
        "check": ["check", *TODAY],
        "status": ["status", *TODAY],
        "package": ["package", *TODAY],
        "verify": ["verify", "submission/2026-11-22"],
    }
    subprocess.run([folio, "milestone", "ready", "tutorial-1", *TODAY], cwd=project, capture_output=True, check=True)
    wrong = []
    for name, arguments in commands.items():
        counts = opened(folio, project, arguments, folder / f"{name}.trace")
        watched = {
            path: times
            for path, times in counts.items()
            if path.startswith(("chapters/", "appendices/", "front/", "milestones/ledger", "references", "folio.toml"))
            or path.endswith(("source.zip", ".csl"))
        }
        print(f"{name}: {json.dumps(dict(sorted(watched.items())))}")
        allowed = {"milestones/ledger.jsonl": 2} if name == "package" else {}
        wrong += [f"{name} opens {path} {times} times" for path, times in watched.items() if times > allowed.get(path, 1)]
        if not watched:
            wrong.append(f"{name}: nothing was traced")
    if wrong:
        sys.exit("\n".join(wrong))


main()
