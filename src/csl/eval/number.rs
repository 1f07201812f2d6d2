//! `number`: ordinals, Roman numerals, and lists of them.

use std::rc::Rc;

use crate::csl::eval::Eval;
use crate::csl::item::Value;
use crate::csl::locale::Gender;
use crate::csl::out::{Out, beside};
use crate::csl::rich::{from_variable, parse, plain};
use crate::csl::style::NumberForm;

impl<'a> Eval<'a> {
    pub(super) fn number(&mut self, variable: &'a Rc<str>, form: NumberForm) -> Option<Out> {
        let text = match self.text_of(variable) {
            Some(text) => text,
            None => {
                self.count(false);
                return None;
            }
        };
        self.count(true);
        if matches!(self.known(variable), Some(Value::Text(_))) {
            self.used_in_place(&[variable]);
        }
        let gender = self.run.locale.gender(variable);
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some(first) = rest.chars().next() {
            let is_between = |c: char| is_separator(c) || c.is_whitespace();
            let kind = is_between(first);
            let end = rest.find(|c| is_between(c) != kind).unwrap_or(rest.len());
            let shown = match rest[..end].parse::<u64>() {
                Ok(number) => parse(&self.in_form(number, form, gender)),
                Err(_) if rest[..end].trim() == "-" => plain(rest[..end].replace('-', "–").trim()),
                Err(_) => parse(&rest[..end]),
            };
            parts.push(Out::Text(from_variable(shown, variable)));
            rest = &rest[end..];
        }
        beside(parts)
    }

    /// Writes a number in a form.
    pub(super) fn in_form(&self, number: u64, form: NumberForm, gender: Option<Gender>) -> String {
        let ordinal = || {
            let suffix = self.run.locale.ordinal_suffix(number, gender);
            format!("{number}{suffix}")
        };
        match form {
            NumberForm::Numeric => number.to_string(),
            NumberForm::Ordinal => ordinal(),
            NumberForm::LongOrdinal => match self.run.locale.long_ordinal(number, gender) {
                Some(word) => word.to_owned(),
                None => ordinal(),
            },
            NumberForm::Roman => roman(number),
        }
    }
}

/// Returns whether a letter stands between numbers.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '-' | '–' | '&')
}

/// Returns whether a text is a number, or a list of numbers, each with letters around it at most.
pub(super) fn is_numeric(text: &str) -> bool {
    let is_number = |part: &str| {
        let digits = part.trim().trim_matches(char::is_alphabetic);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    text.split([',', '-', '&', '–']).all(is_number)
}

/// Writes a number in small Roman letters, where it has such a form.
pub(crate) fn roman(number: u64) -> String {
    const LETTERS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number == 0 || number >= 4000 {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, letters) in LETTERS {
        while left >= value {
            out.push_str(letters);
            left -= value;
        }
    }
    out
}
