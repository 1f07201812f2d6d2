"""Tries what folio offers to the workflows of others: reads it as YAML, and runs every step of it.

Usage: workflows.py FOLIO SCRATCH. What `folio new --ci` writes, `action.yml` and the hook for pre-commit
are held to the schemas of their services. Then each script runs as its service would run it, with
FOLIO packed as a release packs it, and a downloader that hands over that archive instead of asking
the network: on a good draft, one that is too long, one that cites nothing that there is, one whose
manifest cannot be read and one whose record was changed, with and without rules and names from
outside, at the top of a repository and in a folder of one. Exit status 1 if anything is not as it
should be.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

import yaml

HERE = pathlib.Path(__file__).parent.parent
SECRET = "Zebedee Quillfeather"
# What is wrong with a draft, and the rule that says so.
KINDS = {
    "good": None,
    "long": "word-limit-exceeded",
    "broken": "unknown-citation",
    "manifest": "manifest-syntax",
    "tampered": "ledger-broken",
}
# Of these there is a PDF, a count and a status page.
BUILT = ("good", "long", "tampered")


def held_to(schema, path):
    command = [sys.executable, "-m", "check_jsonschema", "--regex-variant", "python", "--builtin-schema", schema, path]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"{path.name} meets {schema}")


def pack(folio, scratch):
    """Packs the program as .github/workflows/release.yml does."""
    said = subprocess.run([folio, "--version"], check=True, capture_output=True, text=True).stdout
    version = said.split()[1]
    name = f"folio-{version}-x86_64-unknown-linux-musl"
    archive = scratch / f"{name}.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        tar.add(folio, f"{name}/folio")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    pathlib.Path(f"{archive}.sha256").write_text(f"{digest}  {archive.name}\n")
    return version, archive, digest


def downloader(scratch, archive):
    """Makes a `curl` and a `wget` that know a single address."""
    tools = scratch / "tools"
    tools.mkdir(exist_ok=True)
    for tool, option in (("curl", "--output"), ("wget", "-O")):
        (tools / tool).write_text(
            "#!/bin/sh\n"
            f'while [ $# -gt 1 ]; do if [ "$1" = {option} ]; then out="$2"; shift; fi; shift; done\n'
            f'case "$1" in https://*/{archive.name}) cp "{archive}" "$out" ;;\n'
            f'https://*/{archive.name}.sha256) cp "{archive}.sha256" "$out" ;;\n'
            "*) exit 22 ;; esac\n"
        )
        (tools / tool).chmod(0o755)
    return tools


def project(folio, scratch, service, kind):
    """Makes a new project of a kind."""
    folder = scratch / f"{service}-{kind}"
    shutil.rmtree(folder, ignore_errors=True)
    options = ["--title", "A title", "--author", "A. Student", "--ci", service]
    subprocess.run([folio, "new", folder, *options], check=True, capture_output=True)
    text = "This trust reads every summary on the day. " * (2_000 if kind == "long" else 30)
    more = {"long": f"{SECRET} said so.\n", "broken": f"{SECRET} said so [@nobody2020].\n"}.get(kind, "")
    chapter = min((folder / "chapters").iterdir())
    chapter.write_text(f"# Introduction\n\n{text}\n\n{more}")
    if kind == "manifest":
        (folder / "folio.toml").write_text(f'[dissertation]\ntitle = {SECRET}\n')
    if kind == "tampered":
        for day in ("2026-01-12", "2026-01-19"):
            command = [folio, "milestone", "meeting", "--date", day, "--with", "Dr Lane", "--project", folder]
            subprocess.run(command, check=True, capture_output=True)
        ledger = folder / "milestones/ledger.jsonl"
        ledger.write_text(ledger.read_text().replace("Dr Lane", "Dr Moss", 1))
    return folder


def names_rule(kind, said):
    """Whether what was said names what is wrong with a draft."""
    return KINDS[kind] is None or KINDS[kind] in said


def repository(folder):
    """Makes a folder a repository: annotations count from its top."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


class Runner:
    """Runs the steps of a job one after the other, as GitHub does."""

    def __init__(self, folder, scratch, tools, settings):
        self.folder, self.settings = folder, settings
        self.temp = scratch / "runner"
        shutil.rmtree(self.temp, ignore_errors=True)
        self.temp.mkdir()
        self.environment = {
            "PATH": f"{tools}:/usr/bin:/bin",
            "HOME": str(self.temp),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(folder),
        }
        for name in ("GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"):
            path = self.temp / name.lower()
            path.touch()
            self.environment[name] = str(path)
        self.has_failed, self.log = False, ""

    def value(self, text):
        def look_up(found):
            for choice in found.group(1).split("||"):
                value = self.settings.get(choice.strip(), "")
                if value:
                    return value
            return ""

        return re.sub(r"\$\{\{(.*?)\}\}", look_up, str(text))

    def is_due(self, step):
        condition = step.get("if", "success()")
        if condition == "github.event.repository.private != true":
            return self.settings["github.event.repository.private"] != "true"
        known = {"success()": not self.has_failed, "success() || failure()": True, "always()": True}
        return known[condition]

    def run(self, steps, environment=()):
        for step in steps:
            if "run" not in step or not self.is_due(step):
                continue
            own = {**dict(environment), **step.get("env", {})}
            variables = self.environment | {name: self.value(text) for name, text in own.items()}
            command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", self.value(step["run"])]
            done = subprocess.run(command, cwd=self.folder, env=variables, capture_output=True, text=True)
            self.log += done.stdout + done.stderr
            self.has_failed |= done.returncode != 0
            for line in pathlib.Path(self.environment["GITHUB_ENV"]).read_text().splitlines():
                name, _, text = line.partition("=")
                self.environment[name] = text
            for line in pathlib.Path(self.environment["GITHUB_PATH"]).read_text().splitlines():
                if line not in self.environment["PATH"]:
                    self.environment["PATH"] = f"{line}:{self.environment['PATH']}"

    def summary(self):
        return pathlib.Path(self.environment["GITHUB_STEP_SUMMARY"]).read_text()


def try_github(folio, scratch, tools, digest):
    for kind in KINDS:
        is_good = kind == "good"
        folder = project(folio, scratch, "github", kind)
        repository(folder)
        path = folder / ".github/workflows/dissertation.yml"
        held_to("vendor.github-workflows", path)
        job = yaml.safe_load(path.read_text())["jobs"]["draft"]
        settings = {
            "github.event.repository.private": "true",
            "vars.FOLIO_REPOSITORY": "owner/folio",
            "vars.FOLIO_SHA256": digest,
            "vars.FOLIO_RULES": (HERE / "templates/profiles/imperial-digital-health.toml").read_text(),
            "secrets.FOLIO_CONFIDENTIAL": SECRET,
        }

        def runs(**changed):
            changes = {name.replace("__", "."): text for name, text in changed.items()}
            runner = Runner(folder, scratch, tools, settings | changes)
            runner.run(job["steps"], job["env"])
            return runner

        done = runs()
        assert done.has_failed != is_good, done.log
        assert names_rule(kind, done.log + done.summary()), (kind, done.log, done.summary())
        if kind in BUILT:
            assert list((folder / "output").glob("*.pdf")) and (folder / "output/status.html").is_file()
            assert "words" in (folder / "output/count.txt").read_text()
        assert SECRET not in done.log and not (done.temp / "confidential.txt").exists()
        assert done.summary().startswith("## folio check: "), done.log
        if kind == "broken":
            assert "::error file=chapters/01-introduction.md,line=5,col=" in done.log, done.log
        if not is_good:
            print(f"the workflow for GitHub: a {kind} draft ends as it should")
            continue
        assert not runs(vars__FOLIO_RULES="", secrets__FOLIO_CONFIDENTIAL="").has_failed
        for wrong in (
            {"github__event__repository__private": "false"},
            {"vars__FOLIO_SHA256": ""},
            {"vars__FOLIO_SHA256": "0" * 64},
        ):
            refused = runs(**wrong)
            assert refused.has_failed and "Zebedee" not in refused.log, refused.log
        print(f"the workflow for GitHub: a {kind} draft ends as it should")


def try_action(folio, scratch, tools, version, digest):
    action = yaml.safe_load((HERE / "action.yml").read_text())
    held_to("vendor.github-actions", HERE / "action.yml")
    for kind in KINDS:
        is_good = kind == "good"
        top = repository(scratch / "repository")
        folder = project(folio, top, "github", kind)
        names = scratch / "names.txt"
        names.write_text(SECRET)
        settings = {
            "github.action_repository": "owner/folio",
            "github.action_ref": f"v{version}",
            "runner.os": "Linux",
            "runner.arch": "X64",
            "inputs.path": folder.name,
            "inputs.confidential": str(names),
            "inputs.args": "--time-limit 300 --memory-limit 2048",
        }
        for more in ({}, {"inputs.sha256": digest, "inputs.version": version}):
            runner = Runner(top, scratch, tools, settings | more)
            runner.run(action["runs"]["steps"])
            assert runner.has_failed != is_good, runner.log
            assert runner.summary().startswith("## folio check: "), runner.log
            assert names_rule(kind, runner.log + runner.summary()), (kind, runner.log)
            # Annotations count from the top of the repository.
            if kind == "manifest":
                assert f"::error file={folder.name}/folio.toml,line=2," in runner.log, runner.log
            if kind == "broken":
                assert f"::error file={folder.name}/chapters/01-introduction.md,line=5," in runner.log, runner.log
        for wrong in ({"inputs.sha256": "0" * 64}, {"github.action_ref": "main"}, {"runner.arch": "RISCV"}):
            runner = Runner(top, scratch, tools, settings | wrong)
            runner.run(action["runs"]["steps"][:1])
            assert runner.has_failed and "::error title=folio::" in runner.log, runner.log
        print(f"the action: a {kind} draft ends as it should")


def try_gitlab(folio, scratch, tools, digest):
    rules = HERE / "templates/profiles/imperial-digital-health.toml"
    names = scratch / "names.txt"
    names.write_text(SECRET)
    for kind in KINDS:
        is_good = kind == "good"
        folder = project(folio, scratch, "gitlab", kind)
        path = folder / ".gitlab-ci.yml"
        held_to("vendor.gitlab-ci", path)
        job = yaml.safe_load(path.read_text())["dissertation"]
        script = "\n".join(job["script"])
        settings = {
            "PATH": f"{tools}:/usr/bin:/bin",
            "HOME": str(scratch),
            "CI_PROJECT_VISIBILITY": "private",
            "FOLIO_SHA256": digest,
            "FOLIO_RULES": str(rules),
            "FOLIO_CONFIDENTIAL": str(names),
            **job["variables"],
        }
        settings["FOLIO_URL"] = f"https://example.org/folio-{settings['FOLIO_VERSION']}-x86_64-unknown-linux-musl.tar.gz"

        def runs(**changed):
            shutil.rmtree(folder / "output", ignore_errors=True)
            command = ["sh", "-e", "-c", script]
            done = subprocess.run(command, cwd=folder, env=settings | changed, capture_output=True, text=True)
            assert SECRET not in done.stdout + done.stderr
            return done

        done = runs()
        assert (done.returncode == 0) == is_good, done.stdout + done.stderr
        if kind in BUILT:
            assert list((folder / "output").glob("*.pdf")) and (folder / "output/status.html").is_file()
        report = (folder / job["artifacts"]["reports"]["junit"]).read_text()
        assert ("<failure" in report) != is_good and SECRET not in report, report
        assert names_rule(kind, report), report
        if not is_good:
            print(f"the pipeline for GitLab: a {kind} draft ends as it should")
            continue
        assert runs(FOLIO_RULES="", FOLIO_CONFIDENTIAL="").returncode == 0
        for wrong in ({"CI_PROJECT_VISIBILITY": "public"}, {"FOLIO_URL": ""}, {"FOLIO_SHA256": "0" * 64}):
            assert runs(**wrong).returncode != 0
        print(f"the pipeline for GitLab: a {kind} draft ends as it should")


def try_hook(folio, scratch, tools):
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", HERE / ".pre-commit-hooks.yaml"]
    subprocess.run(command, check=True)
    shutil.copy2(folio, tools / "folio")
    hook = yaml.safe_load((HERE / ".pre-commit-hooks.yaml").read_text())[0]
    # The working copy, which need not be committed yet, as a repository of its own.
    hooks = scratch / "hooks"
    for kind in ("good", "broken", "manifest", "tampered"):
        for is_inside in (False, True):
            try_hook_on(folio, scratch, tools, hooks, hook["id"], kind, is_inside)


def try_hook_on(folio, scratch, tools, hooks, name, kind, is_inside):
    """Commits a draft with the hook, as a repository of its own or as a folder of a larger one."""
    is_good = kind == "good"
    top = scratch / "larger"
    shutil.rmtree(top, ignore_errors=True)
    folder = project(folio, top if is_inside else scratch, "github", kind)
    if kind == "broken":
        # Something that is found without pages.
        with (folder / "folio.toml").open("a") as manifest:
            manifest.write('\n[check.levels]\ndoubled-word = "deny"\n')
        chapter = min((folder / "chapters").iterdir())
        chapter.write_text("# Introduction\n\nIt is on the the ward.\n")
    shutil.rmtree(hooks, ignore_errors=True)
    hooks.mkdir()
    shutil.copy(HERE / ".pre-commit-hooks.yaml", hooks)
    environment = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "PRE_COMMIT_HOME": str(scratch / "cache")}

    def git(where, *arguments):
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        done = subprocess.run(["git", *identity, *arguments], cwd=where, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    repository = top if is_inside else folder
    git(hooks, "init", "-q")
    git(hooks, "add", "-A")
    git(hooks, "commit", "-q", "-m", "x", "--no-verify")
    # As the page for offices says.
    settings = {"id": name, **({"args": [folder.name]} if is_inside else {})}
    hooked = [{"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD"), "hooks": [settings]}]
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": hooked}))
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    # A record is changed by itself; whatever else is committed with it, the hook must see it.
    ledger = folder / "milestones" / "ledger.jsonl"
    which = ["--files", str(ledger)] if kind == "tampered" else ["--all-files"]
    command = [sys.executable, "-m", "pre_commit", "run", *which, "--verbose"]
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert (done.returncode == 0) == is_good, said
    # No list of names came from outside here, and none can be read below a broken manifest.
    assert "folio check" in said and (kind == "manifest" or SECRET not in said)
    assert "(no files to check)Skipped" not in said, said
    if kind in ("manifest", "tampered"):
        assert names_rule(kind, said), said
    where = "a folder of a larger repository" if is_inside else "a repository of its own"
    print(f"the hook for pre-commit: a {kind} draft in {where} ends as it should")


def main(folio, scratch):
    folio, scratch = pathlib.Path(folio).absolute(), pathlib.Path(scratch).absolute()
    scratch.mkdir(parents=True, exist_ok=True)
    version, archive, digest = pack(folio, scratch)
    tools = downloader(scratch, archive)
    try_github(folio, scratch, tools, digest)
    try_action(folio, scratch, tools, version, digest)
    try_gitlab(folio, scratch, tools, digest)
    try_hook(folio, scratch, tools)


if __name__ == "__main__":
    main(*sys.argv[1:])
