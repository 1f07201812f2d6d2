//! What holds of every format alike: each has every finding, at the same place.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Level, Place, ProjectPath, SourceMap};
use crate::report::content::Report;
use crate::report::tests::mixed::Mixed;
use crate::report::{Colour, github, github_summary, human_report, json, junit, sarif, short};

/// A place as numbers: path, line, column.
type At = (Option<String>, Option<u64>, Option<u64>);

fn in_json(text: &str) -> Vec<At> {
    let value: Value = serde_json::from_str(text).unwrap();
    let findings = value["findings"].as_array().unwrap();
    let at = |it: &Value| {
        let path = it["path"].as_str().map(str::to_owned);
        (path, it["line"].as_u64(), it["column"].as_u64())
    };
    findings.iter().map(at).collect()
}

fn in_sarif(text: &str) -> Vec<At> {
    let value: Value = serde_json::from_str(text).unwrap();
    let results = value["runs"][0]["results"].as_array().unwrap();
    let at = |it: &Value| {
        let location = &it["locations"][0]["physicalLocation"];
        let uri = location["artifactLocation"]["uri"].as_str().unwrap();
        let path = percent_encoding::percent_decode_str(uri)
            .decode_utf8()
            .unwrap();
        let region = &location["region"];
        let position = (region["startLine"].as_u64(), region["startColumn"].as_u64());
        (Some(path.into_owned()), position.0, position.1)
    };
    results.iter().map(at).collect()
}

fn in_github(text: &str) -> Vec<At> {
    let commands = text.lines().map(crate::report::github::tests::read);
    let findings = commands.filter(|it| it.command != "notice");
    let number = |text: Option<&str>| text.map(|text| text.parse().unwrap());
    findings
        .map(|it| {
            (
                it.get("file").map(str::to_owned),
                number(it.get("line")),
                number(it.get("col")),
            )
        })
        .collect()
}

fn finding() -> impl Strategy<Value = Diagnostic> {
    let place = prop_oneof![
        1 => Just(None),
        1 => (0..2_usize).prop_map(|file| Some((file, None))),
        4 => (0..2_usize, 0..60_usize, 0..20_usize)
            .prop_map(|(file, at, length)| Some((file, Some(at..at + length)))),
    ];
    (
        "[a-z]{1,3}(-[a-z]{1,3})?",
        any::<bool>(),
        any::<String>(),
        place,
    )
        .prop_map(|(code, is_denied, message, place)| {
            let mut finding = match is_denied {
                true => Diagnostic::deny("x", message),
                false => Diagnostic::warn("x", message),
            };
            finding.code = code.into();
            finding.place = place.map(|(file, range)| Place {
                path: paths()[file].clone(),
                range,
            });
            finding
        })
}

fn paths() -> [ProjectPath; 2] {
    ["a b/é, 1%.md", "cc:d.typ"].map(|path| ProjectPath::new(path).unwrap())
}

proptest! {
    #[test]
    fn every_format_has_every_finding_at_the_same_place(
        mut findings in proptest::collection::vec(finding(), 0..12),
        texts in ["[aé𝒳\t\r\n ]{0,60}", "\u{feff}?[a😀\t\r\n ]{0,60}"],
    ) {
        Diagnostic::sort(&mut findings);
        let mut sources = SourceMap::default();
        for (path, text) in paths().into_iter().zip(texts) {
            sources.insert(path, text);
        }
        let report = Report::new(&findings, &sources);

        let places = in_json(&json(&report));
        prop_assert_eq!(places.len(), findings.len());
        prop_assert_eq!(&in_github(&github(&report)), &places);
        let on_the_manifest: Vec<At> = places
            .iter()
            .map(|(path, line, column)| {
                (Some(path.clone().unwrap_or("folio.toml".into())), *line, *column)
            })
            .collect();
        prop_assert_eq!(in_sarif(&sarif(&report)), on_the_manifest);

        let lines = short(&report);
        prop_assert_eq!(lines.lines().count(), findings.len());
        for (line, (path, number, column)) in lines.lines().zip(&places) {
            let start = match (path, number, column) {
                (Some(path), Some(number), Some(column)) => format!("{path}:{number}:{column}: "),
                (Some(path), _, _) => format!("{path}: "),
                _ => String::new(),
            };
            prop_assert!(line.starts_with(&start), "{}", line);
        }

        let cases = crate::report::junit::tests::read(&junit(&report));
        let found: Vec<_> = cases.iter().filter(|it| !it.outcome.is_empty()).collect();
        prop_assert_eq!(found.len(), findings.len());
        let mut in_cases: Vec<_> = found.iter().map(|it| (it.file.clone(), it.line.map(u64::from))).collect();
        let mut lines: Vec<_> = places.into_iter().map(|(path, line, _)| (path, line)).collect();
        in_cases.sort();
        lines.sort();
        prop_assert_eq!(in_cases, lines);

        let text = human_report(&report, Colour::Plain);
        prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
        github_summary(&report);
    }
}

#[test]
fn the_same_findings_are_the_same_bytes() {
    let mixed = Mixed::new();
    let all = |report: &Report<'_>| {
        [json, sarif, github, github_summary, junit, short].map(|format| format(report))
    };
    assert_eq!(all(&mixed.report()), all(&Mixed::new().report()));
}

/// An unoptimised build is some twenty times slower than what people run, hence the bound.
#[test]
fn ten_thousand_findings_in_eight_megabytes_without_a_line_end_are_written_at_once() {
    let mixed = Mixed::many(10_000, "some words ");
    let report = mixed.report();
    assert_eq!(report.count(Level::Deny), 5_000);
    let for_people = |report: &Report<'_>| human_report(report, Colour::Plain);
    for format in [
        json,
        sarif,
        github,
        github_summary,
        junit,
        short,
        for_people,
    ] {
        let begun = Instant::now();
        assert!(format(&report).contains("number 1"));
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
}

/// Other programs' judgement of the same findings is asked for in `.ci/run`, which says where.
#[test]
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "whoever runs the validators says where they look"
)]
fn the_mixed_findings_are_left_for_the_validators() {
    let Some(folder) = std::env::var_os("FOLIO_REPORTS") else {
        eprintln!("skipped: FOLIO_REPORTS names no folder for the validators of .ci/run");
        return;
    };
    let folder = std::path::Path::new(&folder);
    for (name, mixed) in [
        ("mixed", Mixed::new()),
        ("empty", Mixed::empty()),
        ("many", Mixed::many(10_000, "some words\n")),
    ] {
        let report = mixed.report();
        for (ending, text) in [
            ("json", json(&report)),
            ("sarif", sarif(&report)),
            ("xml", junit(&report)),
            ("txt", github(&report)),
            ("md", github_summary(&report)),
        ] {
            std::fs::write(folder.join(format!("{name}.{ending}")), text).unwrap();
        }
    }
}
