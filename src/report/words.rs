//! The words that formats for people share.

use crate::diagnostics::text::thousands;
use crate::diagnostics::{Diagnostic, Level, SourceMap};

/// Returns a level as people read it.
pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Deny => "must fix",
        Level::Warn => "worth fixing",
    }
}

/// Returns a level as GitHub and SARIF name it.
pub(crate) fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
    }
}

/// Returns the sentence that closes a report.
pub(crate) fn closing(deny: usize, warn: usize) -> String {
    match (deny, warn) {
        (0, 0) => "nothing to fix".to_owned(),
        (0, warn) => format!("nothing to fix, {} worth fixing", thousands(warn)),
        (deny, 0) => format!("{} to fix", thousands(deny)),
        (deny, warn) => format!(
            "{} to fix, {} worth fixing",
            thousands(deny),
            thousands(warn)
        ),
    }
}

/// Returns all hints as one, or `None`.
pub(crate) fn hint(finding: &Diagnostic) -> Option<String> {
    (!finding.hints.is_empty()).then(|| finding.hints.join("; "))
}

/// Returns the message, with its hint on a line of its own.
pub(crate) fn message_and_hint(finding: &Diagnostic) -> String {
    match hint(finding) {
        Some(hint) => format!("{}\nhint: {hint}", finding.message),
        None => finding.message.clone(),
    }
}

/// Returns text that cannot steer a terminal or turn its order round; lines stay lines.
pub(crate) fn clean(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.replace("\r\n", "\n").replace(steers, " ")
}

/// Returns text on one line that cannot steer a terminal.
pub(crate) fn on_one_line(text: &str) -> String {
    clean(text).replace(['\n', '\u{2028}', '\u{2029}'], " ")
}

/// Returns where a finding is as `path:line:column`, as much of it as is known.
pub(crate) fn place(finding: &Diagnostic, sources: &SourceMap) -> Option<String> {
    let place = finding.place.as_ref()?;
    let path = on_one_line(place.path.as_str());
    Some(match sources.position(place) {
        Some((line, column)) => format!("{path}:{line}:{column}"),
        None => path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_sentence_says_what_is_left_to_do() {
        assert_eq!(closing(0, 0), "nothing to fix");
        assert_eq!(closing(0, 3), "nothing to fix, 3 worth fixing");
        assert_eq!(closing(2, 0), "2 to fix");
        assert_eq!(closing(2, 1_300), "2 to fix, 1,300 worth fixing");
    }

    #[test]
    fn what_steers_a_terminal_becomes_a_space() {
        assert_eq!(clean("a\u{1b}[1m\u{202e}b\r\nc\rd"), "a [1m b\nc d");
        assert_eq!(on_one_line("a\nb\u{2028}c"), "a b c");
    }
}
