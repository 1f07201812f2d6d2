//! What works are sorted by, and how keys compare.

use std::cmp::Ordering;

use icu_collator::options::{AlternateHandling, CollatorOptions};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale as LanguageTag;

use crate::csl::eval::{Eval, Mode, Run, Work, label_of};
use crate::csl::item::{Date, DateParts, Name, RangeEnd, Value};
use crate::csl::rich::{letters, parse};
use crate::csl::style::{Demote, Layout, SortBy};

/// What a work is sorted by: for each key its words, or nothing if the work has none.
pub(crate) type Keys = Vec<Key>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    is_descending: bool,
    words: Option<Vec<String>>,
}

/// Compares by the rules of a language.
pub(crate) struct Sorter<'r, 'a> {
    run: &'r Run<'a>,
    collator: Option<CollatorBorrowed<'static>>,
}

impl<'r, 'a> Sorter<'r, 'a> {
    pub(crate) fn new(run: &'r Run<'a>) -> Self {
        let code = run.locale.lang.as_deref().unwrap_or("en-US");
        let tag: LanguageTag = code.parse().unwrap_or(LanguageTag::UNKNOWN);
        let mut options = CollatorOptions::default();
        // Marks between letters do not count: "O’Neill" stands beside "ONeill".
        options.alternate_handling = Some(AlternateHandling::Shifted);
        Self {
            run,
            collator: Collator::try_new(tag.into(), options).ok(),
        }
    }

    /// Returns what a work is sorted by.
    pub(crate) fn keys(&self, layout: &'a Layout, work: &Work<'_>) -> Keys {
        let of = |key: &'a crate::csl::style::SortKey| Key {
            is_descending: key.descending,
            words: match &key.by {
                SortBy::Variable(name) => self.variable(work, name),
                SortBy::Macro(name) => {
                    let names = key
                        .names
                        .over(&layout.names)
                        .over(&self.run.style.options.names);
                    let mut eval = Eval::new(self.run, work, Mode::SortKey, names);
                    let parts = eval.sort_macro(name);
                    Some(normalized(&Eval::letters(&parts)))
                }
            },
        };
        layout.sort.iter().map(of).collect()
    }

    /// Returns whether a list runs down by the numbers of its works.
    pub(crate) fn is_turned(&self, layout: &Layout) -> bool {
        layout.sort.first().is_some_and(|key| {
            key.descending
                && match &key.by {
                    SortBy::Variable(name) => name == "citation-number",
                    SortBy::Macro(_) => true,
                }
        })
    }

    fn variable(&self, work: &Work<'_>, name: &str) -> Option<Vec<String>> {
        if name == "citation-number" {
            return Some(vec![format!("{:09}", work.number)]);
        }
        if name == "citation-label" {
            return Some(vec![label_of(work.item).to_lowercase()]);
        }
        match work.item.values.get(name)? {
            Value::Text(text) => {
                let text = letters(&parse(text));
                match text.trim().parse::<u32>() {
                    Ok(number) => Some(vec![format!("{number:09}")]),
                    Err(_) => Some(normalized(&text)),
                }
            }
            Value::Names(names) => {
                let names: Vec<String> = names.iter().map(|name| self.name(name)).collect();
                Some(normalized(&names.join(",")))
            }
            Value::Date(date) => Some(vec![sortable(date)]),
        }
    }

    fn name(&self, name: &Name) -> String {
        if !name.literal.is_empty() {
            return name.literal.clone();
        }
        let (before, behind) = match self.run.style.options.demote_particle {
            Demote::Never => (name.non_dropping_particle.as_str(), ""),
            Demote::SortOnly | Demote::DisplayAndSort => ("", name.non_dropping_particle.as_str()),
        };
        [
            before,
            &name.family,
            &name.dropping_particle,
            behind,
            &name.given,
            &name.suffix,
        ]
        .join(" ")
    }

    /// Compares two works; what is missing comes last.
    pub(crate) fn compare(&self, a: &Keys, b: &Keys) -> Ordering {
        let pairs = a.iter().zip(b);
        pairs
            .map(|(a, b)| self.compare_one(a, b))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    fn compare_one(&self, a: &Key, b: &Key) -> Ordering {
        match (&a.words, &b.words) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(one), Some(other)) => {
                let order = self.compare_words(one, other);
                if a.is_descending {
                    order.reverse()
                } else {
                    order
                }
            }
        }
    }

    fn compare_words(&self, a: &[String], b: &[String]) -> Ordering {
        let pairs = a.iter().zip(b);
        let compare = |a: &str, b: &str| match &self.collator {
            Some(collator) => collator.compare(a, b),
            None => a.cmp(b),
        };
        let first = pairs
            .map(|(a, b)| compare(a, b))
            .find(|order| order.is_ne());
        first.unwrap_or_else(|| a.len().cmp(&b.len()))
    }
}

/// Returns the words of a key: no case, nothing between them.
fn normalized(text: &str) -> Vec<String> {
    let is_between =
        |c: char| c.is_whitespace() || matches!(c, '\'' | '’' | ',' | '\u{2be}' | '\u{2bf}');
    let words = text.split(is_between).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Writes a date so that it sorts by time, those before Christ too.
fn sortable(date: &Date) -> String {
    let one = |parts: DateParts| {
        let year = i64::from(parts.year) + 1_000_000;
        format!(
            "{year:08}{:02}{:02}",
            parts.month.unwrap_or(0),
            parts.day.unwrap_or(0)
        )
    };
    let start = date.start.map(one).unwrap_or_default();
    match date.end {
        Some(RangeEnd::At(end)) => start + &one(end),
        Some(RangeEnd::Open) | None => start,
    }
}
