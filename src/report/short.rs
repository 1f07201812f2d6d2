//! Findings one a line, as editors and `grep` like them.

use crate::report::content::Report;
use crate::report::words;

/// Writes `path:line:column: must fix: message [code]`, a finding a line.
///
/// A finding about a whole file has no line and column, one about no file has no path.
pub fn short(report: &Report<'_>) -> String {
    let mut out = String::new();
    for finding in report.findings {
        if let Some(place) = words::place(finding, report.sources) {
            out.push_str(&place);
            out.push_str(": ");
        }
        let level = words::level(finding.level);
        let message = words::on_one_line(&finding.message);
        out.push_str(&format!("{level}: {message} [{}]\n", finding.code));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::mixed::Mixed;

    #[test]
    fn every_finding_is_one_line_with_its_place() {
        insta::assert_snapshot!(short(&Mixed::new().report()), @r#"
        chapters/01-start.md:1:1: must fix: the first line is line 1 [first-line]
        chapters/01-start.md:2:2: must fix: a tab is one column [behind-a-tab]
        chapters/01-start.md:3:8: worth fixing: a column is a character [non-ascii]
        chapters/01-start.md:2:6: worth fixing: more than one line [several-lines]
        chapters/02-é name, 100%.md:3:1: worth fixing: two line ends before it [crlf]
        chapters/02-é name, 100%.md:1:1: worth fixing: twice the same [two-places]
        chapters/03-a: b & c.typ: worth fixing: the file has no text [whole-file]
        worth fixing: nothing to point at [no-place]
        chapters/01-start.md:3:1: must fix: 100% of "it", 'this': <b>&amp;</b> | a_b *c* [d](e) ::error:: %0A @k $x$ second [31m  line ]]> 😀 [nasty-words]
        chapters/01-start.md:3:1: worth fixing: 100% of "it", 'this': <b>&amp;</b> | a_b *c* [d](e) ::error:: %0A @k $x$ second [31m  line ]]> 😀 [nasty-words]
        chapters/01-start.md:4:1: worth fixing: at the very end [end-of-file]
        unread.bib: worth fixing: a file that was not read [not-in-the-list]
        "#);
        assert_eq!(short(&Mixed::empty().report()), "");
    }
}
