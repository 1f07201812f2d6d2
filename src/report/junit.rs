//! Findings as JUnit's XML, which GitLab, Jenkins and many others show as tests.
//!
//! # Decisions
//!
//! - 2026-11: every finding is a test of its own, in the suite of its file, and every rule that
//!   found nothing is a test that passed. GitLab shows of two tests with one name only the first,
//!   so names are made different; a line number is no part of a name, because then text that moves
//!   would make old findings new ones.
//! - 2026-11: only what must be fixed is a failure, as in the exit status. What is worth fixing is
//!   a skipped test, which readers show in yellow with its words; so is what was not checked.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::diagnostics::{Diagnostic, Level};
use crate::report::content::Report;
use crate::report::words;

/// The suite of findings about no file.
const PROJECT: &str = "the whole project";
/// The suite of rules that found nothing.
const RULES: &str = "rules that found nothing";
/// The suite of what was not looked at.
const NOT_CHECKED: &str = "not checked";

/// One test.
#[derive(Default)]
struct Case {
    name: String,
    file: Option<String>,
    line: Option<u32>,
    /// Why it did not pass.
    objection: Option<Objection>,
}

/// What stands in a test that did not pass.
struct Objection {
    tag: &'static str,
    kind: &'static str,
    message: String,
    text: String,
}

const FAILED: &str = "failure";
const SKIPPED: &str = "skipped";

/// Writes a test for every finding, and one for every rule that found nothing.
pub fn junit(report: &Report<'_>) -> String {
    let suites = suites(report);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let mut write = |event: Event<'_>| {
        writer
            .write_event(event)
            .expect("memory takes everything that is written to it");
    };
    write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let all: Vec<&Case> = suites.iter().flat_map(|(_, cases)| cases).collect();
    write(Event::Start(counted(
        element("testsuites", &[("name", "folio check")]),
        &all,
    )));
    for (name, cases) in &suites {
        let cases: Vec<&Case> = cases.iter().collect();
        write(Event::Start(counted(
            element("testsuite", &[("name", name)]),
            &cases,
        )));
        for case in cases {
            write_case(&mut write, name, case);
        }
        write(Event::End(BytesEnd::new("testsuite")));
    }
    write(Event::End(BytesEnd::new("testsuites")));
    String::from_utf8_lossy(&writer.into_inner()).into_owned() + "\n"
}

/// Returns the tests by suite: first the files, in order, then the rest.
fn suites(report: &Report<'_>) -> Vec<(String, Vec<Case>)> {
    let mut files: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    let mut project = Vec::new();
    let mut names: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in report.findings {
        let path = finding.place.as_ref().map(|place| place.path.to_string());
        let suite = match &path {
            Some(path) => files.entry(path.clone()).or_default(),
            None => &mut project,
        };
        let name = format!("{}: {}", finding.code, words::on_one_line(&finding.message));
        let number = names
            .entry((path.unwrap_or_default(), name.clone()))
            .or_default();
        *number += 1;
        let name = match *number {
            1 => name,
            number => format!("{name} ({number})"),
        };
        suite.push(case(finding, name, report));
    }
    let not_checked = report.not_checked.iter().map(|sentence| Case {
        name: words::on_one_line(sentence),
        objection: Some(not_looked_at(words::on_one_line(sentence))),
        ..Case::default()
    });
    let suites = files.into_iter().chain([
        (PROJECT.to_owned(), project),
        (NOT_CHECKED.to_owned(), not_checked.collect()),
        (RULES.to_owned(), passed(report)),
    ]);
    suites.filter(|(_, cases)| !cases.is_empty()).collect()
}

fn not_looked_at(sentence: String) -> Objection {
    Objection {
        tag: SKIPPED,
        kind: NOT_CHECKED,
        message: match sentence.is_empty() {
            true => NOT_CHECKED.to_owned(),
            false => sentence,
        },
        text: String::new(),
    }
}

fn case(finding: &Diagnostic, name: String, report: &Report<'_>) -> Case {
    let mut text = words::message_and_hint(finding);
    if let Some(at) = words::place(finding, report.sources) {
        text = format!("{at}\n{text}");
    }
    let place = finding.place.as_ref();
    let position = place.and_then(|place| report.sources.position(place));
    Case {
        name,
        file: place.map(|place| place.path.to_string()),
        line: position.map(|(line, _)| line.number()),
        objection: Some(Objection {
            tag: match finding.level {
                Level::Deny => FAILED,
                Level::Warn => SKIPPED,
            },
            kind: words::level(finding.level),
            message: words::on_one_line(&finding.message),
            text,
        }),
    }
}

/// Returns the rules that found nothing; a report without rules and findings has passed too. A rule
/// that was not looked for has not passed.
fn passed(report: &Report<'_>) -> Vec<Case> {
    let codes = report.findings.iter().map(|finding| finding.code.as_ref());
    let found: BTreeSet<&str> = codes.collect();
    let rules = report.rules.iter().filter(|rule| rule.level.is_some());
    let mut cases: Vec<Case> = rules
        .filter(|rule| !found.contains(rule.code))
        .map(|rule| Case {
            name: format!("{}: {}", rule.code, rule.summary),
            objection: (!rule.was_run).then(|| not_looked_at(String::new())),
            ..Case::default()
        })
        .collect();
    if cases.is_empty() && report.findings.is_empty() {
        cases.push(Case {
            name: words::closing(0, 0),
            ..Case::default()
        });
    }
    cases
}

fn write_case(write: &mut impl FnMut(Event<'_>), suite: &str, case: &Case) {
    let Case {
        name,
        file,
        line,
        objection,
    } = case;
    let mut test = element(
        "testcase",
        &[("classname", suite), ("name", name), ("time", "0")],
    );
    if let Some(file) = file {
        test.push_attribute(("file", attribute(file).as_str()));
    }
    if let Some(line) = line {
        test.push_attribute(("line", line.to_string().as_str()));
    }
    let Some(Objection {
        tag,
        kind,
        message,
        text,
    }) = objection
    else {
        write(Event::Empty(test));
        return;
    };
    write(Event::Start(test));
    let attributes = [("type", *kind), ("message", message.as_str())];
    write(Event::Start(element(tag, &attributes)));
    write(Event::Text(BytesText::new(&words::clean(text))));
    write(Event::End(BytesEnd::new(*tag)));
    write(Event::End(BytesEnd::new("testcase")));
}

fn counted<'a>(mut element: BytesStart<'a>, cases: &[&Case]) -> BytesStart<'a> {
    let with = |tag: &str| {
        let objections = cases.iter().filter_map(|case| case.objection.as_ref());
        objections.filter(|objection| objection.tag == tag).count()
    };
    let numbers = [
        ("tests", cases.len()),
        ("failures", with(FAILED)),
        ("errors", 0),
        ("skipped", with(SKIPPED)),
    ];
    for (name, number) in numbers {
        element.push_attribute((name, number.to_string().as_str()));
    }
    element.push_attribute(("time", "0"));
    element
}

fn element<'a>(tag: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(tag);
    for (name, value) in attributes {
        element.push_attribute((*name, attribute(value).as_str()));
    }
    element
}

/// Returns text as an attribute takes it: one line, without what XML 1.0 forbids.
fn attribute(text: &str) -> String {
    words::on_one_line(text)
}

#[cfg(test)]
pub(crate) mod tests {
    use quick_xml::Reader;

    use super::*;
    use crate::report::tests::mixed::{Mixed, NASTY, PLACES};

    /// A test as a reader sees it.
    #[derive(Debug, Default)]
    pub(crate) struct Read {
        pub(crate) suite: String,
        pub(crate) name: String,
        pub(crate) file: Option<String>,
        pub(crate) line: Option<u32>,
        pub(crate) outcome: String,
        pub(crate) text: String,
    }

    pub(crate) fn read(xml: &str) -> Vec<Read> {
        let mut reader = Reader::from_str(xml);
        let mut cases: Vec<Read> = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => return cases,
                Event::Start(tag) | Event::Empty(tag) => {
                    let get = |name: &str| {
                        let attribute = tag.try_get_attribute(name).unwrap()?;
                        Some(attribute.unescape_value().unwrap().into_owned())
                    };
                    match tag.name().as_ref() {
                        b"testcase" => cases.push(Read {
                            suite: get("classname").unwrap(),
                            name: get("name").unwrap(),
                            file: get("file"),
                            line: get("line").map(|line| line.parse().unwrap()),
                            ..Read::default()
                        }),
                        b"failure" | b"skipped" => {
                            let case = cases.last_mut().unwrap();
                            case.outcome = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                            assert!(get("message").is_some());
                        }
                        b"testsuites" | b"testsuite" => {}
                        other => panic!("{other:?}"),
                    }
                }
                Event::Text(text) => {
                    if let Some(case) = cases.last_mut() {
                        case.text.push_str(&text.decode().unwrap());
                    }
                }
                Event::GeneralRef(name) => {
                    let name = name.decode().unwrap();
                    let text = quick_xml::escape::resolve_predefined_entity(&name).unwrap();
                    cases.last_mut().unwrap().text.push_str(text);
                }
                Event::End(_) | Event::Decl(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn every_finding_is_a_test_and_only_what_must_be_fixed_fails() {
        let mixed = Mixed::new();
        let xml = junit(&mixed.report());
        let cases = read(&xml);
        let with = |outcome: &str| cases.iter().filter(|it| it.outcome == outcome).count();
        assert_eq!((with("failure"), with("skipped")), (3, 9 + 1));
        assert!(xml.contains("<testsuites name=\"folio check\" tests=\"16\" failures=\"3\""));
        for (code, place) in PLACES {
            let found = cases.iter().find(|it| it.name.starts_with(code)).unwrap();
            assert_eq!(found.file.as_deref(), place.map(|(path, _)| path));
            let position = place.and_then(|(_, position)| position);
            assert_eq!(found.line, position.map(|(line, _)| line));
            if let (Some((path, _)), Some((line, column))) = (place, position) {
                assert!(found.text.contains(&format!("{path}:{line}:{column}\n")));
            }
        }
        let passed: Vec<&str> = cases
            .iter()
            .filter(|it| it.outcome.is_empty())
            .map(|it| it.name.split(':').next().unwrap())
            .collect();
        assert_eq!(passed, ["never-found", "todo-marker", "doubled-word"]);
    }

    #[test]
    fn names_differ_and_hold_nothing_that_xml_forbids() {
        let xml = junit(&Mixed::new().report());
        assert!(!xml.contains(|c: char| c.is_control() && c != '\n'));
        let cases = read(&xml);
        let mut names: Vec<(&str, &str)> = cases
            .iter()
            .map(|it| (it.suite.as_str(), it.name.as_str()))
            .collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), cases.len());
        let nasty = cases
            .iter()
            .find(|it| it.name.starts_with("nasty"))
            .unwrap();
        assert!(
            nasty
                .text
                .contains(&NASTY.replace(['\u{1b}', '\u{0}', '\t'], " "))
        );
    }

    #[test]
    fn nothing_found_is_a_test_that_passed() {
        let mixed = Mixed::empty();
        let report = Report {
            rules: &[],
            ..mixed.report()
        };
        let cases = read(&junit(&report));
        assert_eq!(cases.len(), 1);
        assert_eq!(
            (cases[0].name.as_str(), cases[0].outcome.as_str()),
            ("nothing to fix", "")
        );
    }
}
