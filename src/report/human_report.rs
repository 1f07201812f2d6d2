//! The findings of a check for people: what must be fixed, what is worth fixing, and how it ends.

use std::collections::BTreeMap;

use crate::diagnostics::text::{count, thousands};
use crate::diagnostics::{Diagnostic, Level};
use crate::report::content::Report;
use crate::report::gathered::{TOLD, gathered};
use crate::report::human::{Colour, drawn};
use crate::report::words;

/// So many findings of one code are shown; the rest are a number and the command that shows them.
const SHOWN: usize = 10;

/// Writes the findings under their headings, and a closing sentence.
pub fn human_report(report: &Report<'_>, colour: Colour) -> String {
    let mut out = String::new();
    for level in [Level::Deny, Level::Warn] {
        section(&mut out, report, level, colour);
    }
    for (finding, reason) in report.waived.iter().take(SHOWN) {
        let message = words::on_one_line(&finding.message);
        let reason = words::on_one_line(reason);
        out.push_str(&format!(
            "waived: {message} [{}], because: {reason}\n",
            finding.code
        ));
    }
    if let Some(more @ 1..) = report.waived.len().checked_sub(SHOWN) {
        out.push_str(&format!("waived: {} more\n", thousands(more)));
    }
    for sentence in report.not_checked {
        out.push_str(&format!("not checked: {}\n", words::on_one_line(sentence)));
    }
    if !report.waived.is_empty() || !report.not_checked.is_empty() {
        out.push('\n');
    }
    out.push_str(&report.closing());
    out.push('\n');
    out
}

fn section(out: &mut String, report: &Report<'_>, level: Level, colour: Colour) {
    let findings: Vec<&Diagnostic> = report.of(level).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shown = gathered(&findings);
    shown.retain(|one| {
        let code = one.first.code.as_ref();
        let number = seen.entry(code).or_default();
        *number += 1;
        let untold = match *number > SHOWN {
            true => 1 + one.alike.len(),
            false => one.alike.len().saturating_sub(TOLD),
        };
        if untold > 0 {
            *left_out.entry(code).or_default() += untold;
        }
        *number <= SHOWN
    });
    if shown.is_empty() {
        return;
    }
    let heading = words::level(level);
    match colour {
        Colour::Ansi { columns: _ } => out.push_str(&format!("\u{1b}[1m{heading}\u{1b}[0m\n\n")),
        Colour::Plain => out.push_str(&format!("{heading}\n\n")),
    }
    out.push_str(&drawn(&shown, report.sources, colour));
    for (code, more) in &left_out {
        out.push_str(&format!(
            "{} more of `{code}`; to see them all: folio check --only {code} --format short\n",
            thousands(*more)
        ));
    }
    if !left_out.is_empty() {
        let all: usize = left_out.values().sum();
        let kinds = count(left_out.len(), "rule");
        if left_out.len() > 1 {
            out.push_str(&format!("{} more of {kinds} in all\n", thousands(all)));
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::mixed::Mixed;

    #[test]
    fn people_read_must_fix_and_worth_fixing_and_how_much_is_left() {
        let mixed = Mixed::new();
        let text = human_report(&mixed.report(), Colour::Plain);
        assert!(text.starts_with("must fix\n\nerror[first-line]: the first line is line 1\n"));
        assert!(text.contains("\n\nworth fixing\n\nwarning[non-ascii]"));
        assert!(text.contains("--> chapters/01-start.md:1:1\n"));
        assert!(!text.contains('\u{1b}') && !text.contains('\u{0}'));
        assert!(text.ends_with(
            "waived: let pass [no-place], because: agreed on 3 March | see e-mail\n\
             not checked: names to keep out: there is no confidential.txt\n\n\
             3 to fix, 9 worth fixing\n"
        ));
    }

    #[test]
    fn nothing_found_is_one_sentence() {
        let text = human_report(&Mixed::empty().report(), Colour::Ansi { columns: 80 });
        assert_eq!(text, "nothing to fix\n");
    }

    #[test]
    fn ten_thousand_findings_stay_readable() {
        let mixed = Mixed::many(10_000, "some words\n");
        let text = human_report(&mixed.report(), Colour::Plain);
        assert!(text.lines().count() < 150, "{}", text.lines().count());
        assert!(text.contains(
            "4,994 more of `todo-marker`; to see them all: folio check --only todo-marker \
             --format short\n"
        ));
        assert!(text.ends_with("5,000 to fix, 5,000 worth fixing\n"));
    }
}
