//! `label`: the term for a variable, in the right number.

use std::rc::Rc;

use crate::csl::eval::Eval;
use crate::csl::eval::number::is_separator;
use crate::csl::eval::pages::is_page;
use crate::csl::item::Value;
use crate::csl::out::{Out, Tag, dressed};
use crate::csl::rich::letters;
use crate::csl::style::{Format, LabelRule, Plural};

impl Eval<'_> {
    pub(super) fn label(&self, variable: &str, rule: &LabelRule) -> Option<Out> {
        let (term, is_many) = match variable {
            "locator" => {
                let locator = self.locator?;
                if locator.label == "page" && is_labelled(&locator.text) {
                    return None;
                }
                (locator.label.as_str(), is_plural(variable, &locator.text))
            }
            "editortranslator" => (variable, self.work.item.names("editor").len() > 1),
            _ => match self.known(variable) {
                Some(Value::Names(names)) => (variable, names.len() > 1),
                Some(Value::Text(text)) => (variable, is_plural(variable, text)),
                Some(Value::Date(_)) => (variable, false),
                None => {
                    let text = self.text_of(variable)?;
                    (variable, is_plural(variable, &text))
                }
            },
        };
        let plural = match rule.plural {
            Plural::Always => true,
            Plural::Never => false,
            Plural::Contextual => is_many,
        };
        let text = self.run.locale.term(term, rule.form, plural)?;
        // One full stop is enough where the term brings its own.
        let is_doubled = rule.format.suffix.starts_with('.')
            && letters(&text).ends_with('.')
            && !rule.format.strip_periods;
        let format = match is_doubled {
            true => Rc::new(Format {
                suffix: rule.format.suffix[1..].to_owned(),
                ..(*rule.format).clone()
            }),
            false => self.in_language(&rule.format),
        };
        dressed(
            &format,
            Some(Out::Text(text).tagged(Tag::Term(term.to_owned()))),
        )
    }
}

/// Returns whether a text speaks of several: "33-35", "2 and 3", three volumes.
fn is_plural(variable: &str, text: &str) -> bool {
    if let Some(counted) = variable.strip_prefix("number-of-") {
        let number = text.trim().parse::<u64>();
        return number.map_or(counted == "volumes" && text.trim() != "1", |number| {
            number > 1
        });
    }
    if text.contains("\\-") {
        return false;
    }
    let parts = text
        .trim()
        .split(|c: char| is_separator(c) || c.is_whitespace());
    parts.filter(|part| is_page(part)).count() > 1
}

/// Returns whether a place brings a label of its own: "vol. 1, fol. 186".
fn is_labelled(text: &str) -> bool {
    let rest = text.trim_start_matches(char::is_alphabetic);
    rest.len() < text.len() && rest.starts_with(". ")
}
