//! Pages: "33–35, 40", shortened as the style has it.

use std::rc::Rc;

use crate::csl::eval::Eval;
use crate::csl::out::Out;
use crate::csl::rich::{from_variable, letters, parse, plain};
use crate::csl::style::{PageRanges, TermForm};

impl Eval<'_> {
    /// Writes pages as the style has them.
    pub(super) fn pages(&self, text: &str, variable: &Rc<str>) -> Out {
        let dash = self
            .run
            .locale
            .term_text("page-range-delimiter", TermForm::Long, false);
        let rule = self.run.style.options.page_ranges;
        let written = ranges(&letters(&parse(text)), rule, dash.unwrap_or("–"));
        Out::Text(from_variable(plain(written), variable))
    }
}

/// Returns the first page of a list.
pub(super) fn first(text: &str) -> &str {
    text.split(is_separator).next().unwrap_or_default().trim()
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '-' | '–' | '&')
}

/// Puts dashes where ranges stand, and changes nothing else.
pub(super) fn dashes(text: &str) -> String {
    ranges(text, None, "–")
}

/// Writes a list of pages and ranges.
fn ranges(text: &str, rule: Option<PageRanges>, dash: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let end = rest.find([',', '&', ';']).unwrap_or(rest.len());
        let part = rest[..end].trim();
        if !out.is_empty() && !part.is_empty() {
            out.push(' ');
        }
        out.push_str(&range(part, rule, dash));
        let Some(mark) = rest[end..].chars().next() else {
            return out;
        };
        if mark == '&' {
            out.push(' ');
        }
        out.push(mark);
        rest = &rest[end + 1..];
    }
}

/// Returns whether a text can be a page: something with a number, or a Roman numeral.
pub(super) fn is_page(text: &str) -> bool {
    let is_roman = |c: char| "ivxlcdmIVXLCDM".contains(c);
    text.chars().any(|c| c.is_ascii_digit()) || !text.is_empty() && text.chars().all(is_roman)
}

fn range(text: &str, rule: Option<PageRanges>, dash: &str) -> String {
    // A hyphen that is no range is written `\-`.
    if text.contains("\\-") {
        return text.replace("\\-", "-");
    }
    let is_dash = |c: char| matches!(c, '-' | '–' | '—');
    let parts: Vec<&str> = text
        .split(is_dash)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let [from, to] = parts[..] else {
        return text.to_owned();
    };
    if !is_page(from) || !is_page(to) {
        return text.to_owned();
    }
    let Some(rule) = rule else {
        return format!("{from}{dash}{to}");
    };
    let split = |page: &str| page.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (prefix, first) = from.split_at(split(from));
    let (own, last) = to.split_at(split(to));
    if first.is_empty() || last.is_empty() {
        return format!("{from}{dash}{to}");
    }
    if prefix != own {
        // "N110-5": who knows whether it is a range.
        return format!("{from}-{to}");
    }
    // Bytes are letters here: both are digits.
    let full = match first.len() > last.len() {
        true => format!("{}{last}", &first[..first.len() - last.len()]),
        false => last.to_owned(),
    };
    let shortened = |least: usize| {
        let same = first
            .bytes()
            .zip(full.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        match first.len() == full.len() {
            true => full[same.min(full.len().saturating_sub(least))..].to_owned(),
            false => full.clone(),
        }
    };
    let changed = || {
        let pairs = first.bytes().zip(full.bytes());
        full.len().abs_diff(first.len()) + pairs.filter(|(a, b)| a != b).count()
    };
    let end = match rule {
        PageRanges::Expanded => format!("{prefix}{full}"),
        PageRanges::Minimal => shortened(1),
        PageRanges::MinimalTwo => shortened(2),
        PageRanges::Chicago15 | PageRanges::Chicago16 => {
            let tens = |page: &str| page.len() >= 2 && page.as_bytes()[page.len() - 2] == b'0';
            if first.len() < 3 || first.ends_with("00") {
                full
            } else if tens(first) && tens(&full) {
                shortened(1)
            } else if rule == PageRanges::Chicago15 && first.len() == 4 && changed() >= 3 {
                full
            } else {
                shortened(2)
            }
        }
    };
    format!("{from}{dash}{end}")
}
