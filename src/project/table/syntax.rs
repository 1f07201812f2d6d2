//! Text that is no TOML: read on behind it, and say in plain words what to write.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use toml::Spanned;
use toml::de::DeTable;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::project::rules::{DUPLICATE_KEY, IMPOSSIBLE_DATE, MANIFEST_SYNTAX};
use crate::project::table::findings::FileFindings;

/// Reads TOML as far as it goes, and reports every place where it is none.
pub(crate) fn parse<'t>(text: &'t str, found: &mut FileFindings) -> Spanned<DeTable<'t>> {
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map(|range| range.start));
    let mut last_line = None;
    for error in errors {
        if found.is_full() {
            break;
        }
        let range = error.span().unwrap_or(0..0);
        // A date, a text without marks and a repeated key lose nothing; anything else might.
        let is_whole = [
            "invalid date",
            "duplicate key",
            "string values must be quoted",
        ]
        .iter()
        .any(|message| error.message().starts_with(message));
        found.mark_broken(range.clone(), !is_whole);
        let line = text
            .get(..range.start)
            .map(|before| before.matches('\n').count());
        // One slip makes the parser stumble several times on its line; once is enough.
        if line.is_some() && line == last_line {
            continue;
        }
        last_line = line;
        let finding = translate(error.message(), text, &range);
        found.push_at(range, finding);
    }
    table
}

/// A date as people write it in Britain: `01/09/2027`.
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
        .expect("the pattern is a constant that tests compile")
});

/// A number as prose writes it: `10,000`.
static THOUSANDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"=\s*\d{1,3}(,\d{3})+\b").expect("the pattern is a constant that tests compile")
});

/// Turns the parser's words into ours.
fn translate(message: &str, text: &str, range: &Range<usize>) -> Diagnostic {
    let part = inline(text.get(range.clone()).unwrap_or_default(), 40);
    let line = {
        let start = text
            .get(..range.start)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |at| at + 1);
        text.get(start..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default()
    };
    let has_thousands = THOUSANDS.is_match(line);

    if message.starts_with("invalid date") || message.starts_with("invalid time") {
        let detail = message
            .split_once("expected ")
            .map_or("", |(_, detail)| detail);
        return Diagnostic::of(
            &IMPOSSIBLE_DATE,
            format!("`{part}` is not a day of the calendar"),
        )
        .hint(format!("expected a {detail}"));
    }
    if message.starts_with("duplicate key") {
        return Diagnostic::of(&DUPLICATE_KEY, format!("`{part}` is set twice"))
            .hint("keep one of the two");
    }
    let finding = |what: String| Diagnostic::of(&MANIFEST_SYNTAX, what);
    if has_thousands {
        return finding("a number is written with a comma".into())
            .hint("leave the comma out: `10000`, or `10_000`");
    }
    if part.contains(['“', '”', '‘', '’', '„']) {
        return finding("curly quotation marks do not mark text here".into())
            .hint("use straight quotation marks: \"…\"");
    }
    if let Some(date) = DAY_FIRST.captures(&part) {
        return finding(format!("`{part}` is not how a date is written here")).hint(format!(
            "write the year first: `{}-{:0>2}-{:0>2}`",
            &date[3], &date[2], &date[1]
        ));
    }
    if message.starts_with("string values must be quoted") {
        return finding(format!("`{part}` stands without quotation marks"))
            .hint(format!("write \"{part}\""));
    }
    if message.contains("unicode") || message.contains("escape") {
        return finding("a backslash has a meaning of its own between \"…\"".into())
            .hint("write `/` in paths, or use single quotation marks: '…'");
    }
    if message.contains("recursion") {
        return finding("the brackets stand too deep in one another here".into())
            .hint("no key of the manifest needs more than three");
    }
    if part == ":" || line.split('=').next().is_some_and(|key| key.contains(':')) {
        return finding("a key and its value are joined by `=`".into())
            .hint("write `key = \"value\"`");
    }
    let message = message.replace("invalid basic string", "a quotation mark is missing");
    finding(inline(&message, 160)).hint("each line is `key = value` or `[table]`")
}
