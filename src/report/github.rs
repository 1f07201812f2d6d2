//! Findings as annotations of a GitHub workflow.
//!
//! # Decisions
//!
//! - 2026-11: every finding is written, although GitHub shows only the first ten errors and the
//!   first ten warnings of a step beside the text: the others still stand in the step's log. What
//!   must be fixed comes first, and a last notice says what is only in the log.
//! - 2026-11: GitHub takes no columns for an annotation of several lines, so such a finding is
//!   shown where it starts.

use crate::diagnostics::{Diagnostic, Level};
use crate::report::content::Report;
use crate::report::words;

/// How many annotations of one kind GitHub shows for a step.
const SHOWN: usize = 10;

/// Writes the workflow commands: `::error file=…,line=…,col=…,endColumn=…,title=…::message`.
pub fn github(report: &Report<'_>) -> String {
    let mut out = String::new();
    for level in [Level::Deny, Level::Warn] {
        for finding in report.of(level) {
            out.push_str(&annotation(finding, report));
        }
    }
    for sentence in report.not_checked {
        out.push_str(&notice("not checked", sentence));
    }
    out.push_str(&hidden(report));
    out
}

fn annotation(finding: &Diagnostic, report: &Report<'_>) -> String {
    let mut properties = Vec::new();
    let mut add = |name: &str, value: &str| {
        properties.push(format!("{name}={}", property(value)));
    };
    if let Some(place) = &finding.place {
        add("file", &report.in_repository(place.path.as_str()));
        if let Some(extent) = report.sources.extent(place) {
            let ((line, column), (end_line, end_column)) = (extent.start, extent.end);
            add("line", &line.to_string());
            add("col", &column.to_string());
            if end_line == line && end_column > column {
                add("endColumn", &end_column.to_string());
            }
        }
    }
    let level = words::level(finding.level);
    add("title", &format!("{level} [{}]", finding.code));
    let mut message = words::message_and_hint(finding);
    for (place, word) in &finding.related {
        message.push_str(&format!("\nsee also {}", place.path));
        if let Some((line, column)) = report.sources.position(place) {
            message.push_str(&format!(":{line}:{column}"));
        }
        if !word.is_empty() {
            message.push_str(&format!(": {word}"));
        }
    }
    let (command, properties) = (words::severity(finding.level), properties.join(","));
    format!("::{command} {properties}::{}\n", data(&message))
}

fn notice(title: &str, message: &str) -> String {
    format!("::notice title={}::{}\n", property(title), data(message))
}

/// Returns the notice of what GitHub will not show beside the text, if there is any.
fn hidden(report: &Report<'_>) -> String {
    let more = |level| report.count(level).saturating_sub(SHOWN);
    let (deny, warn) = (more(Level::Deny), more(Level::Warn));
    if deny + warn == 0 {
        return String::new();
    }
    let left_out = words::closing(deny, warn).replace("nothing to fix, ", "");
    notice(
        "more was found",
        &format!(
            "GitHub shows the first {SHOWN} of each kind beside the text; {left_out} \
             stand in the log alone"
        ),
    )
}

/// Returns a text as the part of a command behind `::` takes it.
fn data(text: &str) -> String {
    words::clean(text).replace('%', "%25").replace('\n', "%0A")
}

/// Returns a text as the value of a property takes it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::report::tests::mixed::{Mixed, NASTY, PLACES};

    /// A command as the runner understands it.
    #[derive(Debug, PartialEq)]
    pub(crate) struct Read {
        pub(crate) command: String,
        pub(crate) properties: Vec<(String, String)>,
        pub(crate) message: String,
    }

    impl Read {
        pub(crate) fn get(&self, name: &str) -> Option<&str> {
            let property = self.properties.iter().find(|(known, _)| known == name);
            property.map(|(_, value)| value.as_str())
        }
    }

    /// Reads a line by the grammar of workflow commands, and panics on anything else:
    /// `::name key=value,key=value::data`, where a value has no `:`, `,`, `%` of its own and the
    /// data no `%` of its own.
    pub(crate) fn read(line: &str) -> Read {
        let rest = line.strip_prefix("::").expect("a command begins with ::");
        let (head, message) = rest
            .split_once("::")
            .expect("a command has its data behind ::");
        let (command, list) = head.split_once(' ').expect("our commands have properties");
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        let properties = list.split(',').map(|property| {
            let (name, value) = property.split_once('=').expect("a property is key=value");
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(known.contains(&name) && !value.is_empty(), "{line}");
            assert!(!value.contains([':', ',']), "{line}");
            (name.to_owned(), unescape(value, true))
        });
        let read = Read {
            command: command.to_owned(),
            properties: properties.collect(),
            message: unescape(message, false),
        };
        let number = |name: &str| read.get(name).map(|n| n.parse::<u32>().unwrap());
        // The runner drops columns without a line, and an end before its start.
        assert!(number("col").is_none() || number("line").is_some());
        assert!(number("endColumn").is_none_or(|end| end > number("col").unwrap()));
        assert!(number("line").is_none() || read.get("file").is_some());
        read
    }

    fn unescape(text: &str, is_property: bool) -> String {
        assert!(!text.contains(char::is_control), "{text:?}");
        let mut parts = text.split('%');
        let mut out = parts.next().unwrap().to_owned();
        for part in parts {
            let (code, rest) = part.split_at(2);
            out.push(match (code, is_property) {
                ("25", _) => '%',
                ("0D", _) => '\r',
                ("0A", _) => '\n',
                ("3A", true) => ':',
                ("2C", true) => ',',
                _ => panic!("%{code} is no escape in {text:?}"),
            });
            out.push_str(rest);
        }
        out
    }

    #[test]
    fn every_finding_is_a_command_that_the_runner_reads_back() {
        let mixed = Mixed::new();
        let text = github(&mixed.report());
        let read: Vec<Read> = text.lines().map(read).collect();
        assert_eq!(read.len(), mixed.findings.len() + 1);
        for (code, place) in PLACES {
            let of_code = |it: &&Read| it.get("title").is_some_and(|title| title.contains(code));
            let found = read.iter().find(of_code).unwrap();
            assert_eq!(found.get("file"), place.map(|(path, _)| path));
            let position = place.and_then(|(_, position)| position);
            assert_eq!(
                found.get("line"),
                position.map(|it| it.0.to_string()).as_deref()
            );
            assert_eq!(
                found.get("col"),
                position.map(|it| it.1.to_string()).as_deref()
            );
        }
        let nasty = read
            .iter()
            .find(|it| it.message.starts_with("100%"))
            .unwrap();
        assert_eq!(nasty.command, "error");
        let expected = NASTY.replace(['\u{1b}', '\u{0}', '\t'], " ");
        assert_eq!(nasty.message, format!("{expected}\nhint: a, b: 5% <c>"));
        assert_eq!(read.last().unwrap().get("title"), Some("not checked"));
    }

    #[test]
    fn what_must_be_fixed_comes_first_and_the_rest_is_announced() {
        let text = github(&Mixed::many(50, "some words\n").report());
        let read: Vec<Read> = text.lines().map(read).collect();
        let commands: Vec<&str> = read.iter().map(|it| it.command.as_str()).collect();
        assert_eq!(commands[..25], ["error"; 25]);
        assert_eq!(commands[25..50], ["warning"; 25]);
        assert_eq!(commands[50..], ["notice"]);
        assert!(
            read[50]
                .message
                .contains("15 to fix, 15 worth fixing stand in the log alone")
        );
    }

    #[test]
    fn a_project_inside_a_repository_is_found_from_its_top() {
        let mixed = Mixed::new();
        let report = Report {
            folder: "theses/mine/",
            ..mixed.report()
        };
        assert!(github(&report).contains("file=theses/mine/chapters/01-start.md,line=1,col=1"));
    }

    #[test]
    fn nothing_found_says_nothing() {
        assert_eq!(github(&Mixed::empty().report()), "");
    }
}
