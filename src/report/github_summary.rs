//! The summary of a GitHub job, in Markdown: what was found, and the count by chapter.
//!
//! # Decisions
//!
//! - 2026-11: what the author wrote is text here, never Markdown: every mark is escaped. Words
//!   between two backticks are set as code, as in the messages themselves.
//! - 2026-11: GitHub refuses a summary of more than a mebibyte, and nobody reads one. It is cut
//!   after a number of findings and says how many more there are.

use crate::diagnostics::text::thousands;
use crate::diagnostics::{Diagnostic, Level};
use crate::report::content::{Report, WordsByChapter};
use crate::report::words;

/// So many findings of each level are listed.
const SHOWN: usize = 100;
/// So many characters of a message are shown.
const WIDTH: usize = 1_000;

/// Writes the summary. It is appended to the file that `GITHUB_STEP_SUMMARY` names.
pub fn github_summary(report: &Report<'_>) -> String {
    let mut lines = vec![
        format!("## folio check: {}", report.closing()),
        String::new(),
    ];
    for level in [Level::Deny, Level::Warn] {
        let findings: Vec<&Diagnostic> = report.of(level).collect();
        findings_table(&mut lines, level, &findings, report);
    }
    if !report.waived.is_empty() {
        lines.push("### waived\n".to_owned());
        for (finding, reason) in report.waived.iter().take(SHOWN) {
            let (message, code) = (escaped(&finding.message), escaped(&finding.code));
            let reason = escaped(reason);
            lines.push(format!("- {message} ({code}), because: {reason}"));
        }
        lines.extend(more(report.waived.len()));
        lines.push(String::new());
    }
    if !report.not_checked.is_empty() {
        lines.push("### not checked\n".to_owned());
        let sentences = report.not_checked.iter();
        lines.extend(sentences.map(|sentence| format!("- {}", escaped(sentence))));
        lines.push(String::new());
    }
    match (report.words, report.not_checked.last()) {
        (Some(words), _) => words_table(&mut lines, words),
        (None, Some(why)) => {
            lines.push(format!(
                "### words\n\nNot counted; not looked at: {}\n",
                escaped(why)
            ));
        }
        (None, None) => {}
    }
    lines.join("\n") + "\n"
}

fn findings_table(
    lines: &mut Vec<String>,
    level: Level,
    findings: &[&Diagnostic],
    report: &Report<'_>,
) {
    if findings.is_empty() {
        return;
    }
    let number = thousands(findings.len());
    lines.push(format!("### {} ({number})\n", words::level(level)));
    lines.push("| where | what | rule |\n| --- | --- | --- |".to_owned());
    for finding in findings.iter().take(SHOWN) {
        let place = escaped(&words::place(finding, report.sources).unwrap_or_default());
        let mut what = escaped(&finding.message);
        if let Some(hint) = words::hint(finding) {
            what.push_str(&format!("<br>hint: {}", escaped(&hint)));
        }
        lines.push(format!("| {place} | {what} | {} |", escaped(&finding.code)));
    }
    lines.push(String::new());
    lines.extend(more(findings.len()));
}

fn more(all: usize) -> Option<String> {
    let more = all.checked_sub(SHOWN).filter(|more| *more > 0)?;
    let more = thousands(more);
    Some(format!(
        "and {more} more; to see them all: `folio check --format short`\n"
    ))
}

fn words_table(lines: &mut Vec<String>, words: &WordsByChapter<'_>) {
    let WordsByChapter {
        verdict,
        policy,
        convention,
        counted,
        limit,
        chapters,
    } = words;
    lines.push(format!("### words\n\n{}\n", escaped(verdict)));
    lines.push("| chapter | counted words |\n| --- | ---: |".to_owned());
    for chapter in chapters {
        let title = match chapter.title.trim() {
            "" => chapter.id,
            title => title,
        };
        let (title, counted) = (escaped(title), thousands(chapter.counted));
        let about = if chapter.is_estimated { "about " } else { "" };
        lines.push(format!("| {title} | {about}{counted} |"));
    }
    let by_chapter: usize = chapters.iter().map(|chapter| chapter.counted).sum();
    if let Some(elsewhere @ 1..) = counted.checked_sub(by_chapter) {
        lines.push(format!("| elsewhere | {} |", thousands(elsewhere)));
    }
    let limit = limit.map_or(String::new(), |limit| format!(" of {}", thousands(limit)));
    let is_estimated = chapters.iter().any(|chapter| chapter.is_estimated);
    let about = if is_estimated { "about " } else { "" };
    let counted = format!("{about}{}", thousands(*counted));
    lines.push(format!("| **together** | **{counted}{limit}** |\n"));
    let (policy, convention) = (escaped(policy), escaped(convention));
    lines.push(format!(
        "Counting rule: {policy}; what a word is: {convention}.\n"
    ));
}

/// Returns text that Markdown shows as it is, on one line, even in a table.
fn escaped(text: &str) -> String {
    let mut text = words::on_one_line(text);
    if let Some((at, _)) = text.char_indices().nth(WIDTH) {
        text.truncate(at);
        text.push('…');
    }
    let parts: Vec<&str> = text.split('`').collect();
    let is_balanced = parts.len() % 2 == 1;
    let mut out = String::new();
    for (number, part) in parts.iter().enumerate() {
        match (number, is_balanced) {
            (0, _) => {}
            (number, true) if number % 2 == 1 => out.push_str("<code>"),
            (_, true) => out.push_str("</code>"),
            (_, false) => out.push_str("\\`"),
        }
        for c in part.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                // A name behind it, or a word between two of them, has a meaning on GitHub.
                '@' => out.push_str("&#64;"),
                ':' => out.push_str("&#58;"),
                '\\' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '+' | '!' | '|' | '~' | '$' => {
                    out.push('\\');
                    out.push(c);
                }
                c => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;
    use crate::report::tests::mixed::Mixed;

    #[test]
    fn the_summary_has_the_findings_and_the_words_by_chapter() {
        let mixed = Mixed::new();
        let text = github_summary(&mixed.report());
        assert!(text.starts_with("## folio check: 3 to fix, 9 worth fixing\n\n### must fix (3)\n"));
        assert!(text.contains(
            "| chapters/01-start.md&#58;1&#58;1 | the first line is line 1<br>hint&#58; do this"
        ) || text.contains(
            "| chapters/01-start.md&#58;1&#58;1 | the first line is line 1<br>hint: do this; then do that | first-line |"
        ));
        assert!(text.contains("| Introduction | 1,302 |\n"));
        assert!(text.contains("| **together** | **10,412 of 10,000** |\n"));
    }

    #[test]
    fn whatever_an_author_wrote_is_text_in_its_own_cell() {
        let mixed = Mixed::new();
        let text = github_summary(&mixed.report());
        let mut cells = Vec::new();
        let mut cell: Option<String> = None;
        let mut columns = Vec::new();
        for event in Parser::new_ext(
            &text,
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH,
        ) {
            match event {
                Event::Start(Tag::TableRow | Tag::TableHead) => columns.push(0),
                Event::Start(Tag::TableCell) => {
                    *columns.last_mut().unwrap() += 1;
                    cell = Some(String::new());
                }
                Event::End(TagEnd::TableCell) => cells.extend(cell.take()),
                Event::Text(part) => {
                    if let Some(cell) = &mut cell {
                        cell.push_str(&part);
                    }
                }
                Event::InlineHtml(tag) => {
                    assert!(
                        ["<br>", "<code>", "</code>"].contains(&tag.as_ref()),
                        "{tag}"
                    );
                }
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis) => {
                    panic!("an author's mark has a meaning")
                }
                Event::Code(_) | Event::Html(_) | Event::InlineMath(_) => {
                    panic!("an author's mark has a meaning")
                }
                _ => {}
            }
        }
        assert_eq!(
            columns.iter().filter(|number| **number == 3).count(),
            2 + 12
        );
        assert_eq!(columns.iter().filter(|number| **number == 2).count(), 1 + 3);
        assert!(cells.iter().any(|cell| cell == "Method | <b>& more</b>"));
        assert!(cells.iter().any(|cell| cell.starts_with(
            "100% of \"it\", 'this': <b>&amp;</b> | a_b *c* [d](e) ::error:: %0A @k $x$ second"
        )));
    }

    #[test]
    fn backticks_in_pairs_are_code_and_one_alone_is_itself() {
        assert_eq!(
            escaped("`a_b` is | no `<k>`"),
            "<code>a\\_b</code> is \\| no <code>&lt;k&gt;</code>"
        );
        assert_eq!(escaped("one ` alone"), "one \\` alone");
    }

    #[test]
    fn ten_thousand_findings_fit() {
        let text = github_summary(&Mixed::many(10_000, "some words\n").report());
        assert!(text.len() < 1 << 18, "{}", text.len());
        assert!(text.contains("and 4,900 more; to see them all: `folio check --format short`"));
    }

    #[test]
    fn nothing_found_says_so_above_the_count() {
        let text = github_summary(&Mixed::empty().report());
        assert!(text.starts_with("## folio check: nothing to fix\n\n### words\n"));
    }
}
