//! A description of what a table may hold, and the check of a text against it.
//!
//! The same description makes the JSON schema and the list of keys, so what is accepted, what is
//! suggested and what is documented are one thing.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::text::{choice, did_you_mean, inline, nearest};
use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::project::values::{as_colour, as_day, as_due, as_number, as_percent, as_text, as_whole};

/// A table: its keys, in the order in which people meet them.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What happens when the key is not there; empty for a key that must be there.
    pub(crate) default: &'static str,
    pub(crate) doc: &'static str,
}

/// What a value may be.
#[derive(Debug)]
pub(crate) enum Kind {
    Text,
    /// A text with at least one visible character.
    Filled,
    Flag,
    /// A whole number, from the first to the last.
    Whole(u32, u32),
    /// A number, from the first to the last.
    Number(f64, f64),
    /// One of some names.
    Choice(&'static [&'static str]),
    Day,
    /// A day, or a time of a day.
    Moment,
    /// The path of a file, from the project's folder.
    File,
    List(&'static Kind),
    Table(&'static Shape),
    /// A table whose keys are the author's own.
    Map(&'static Kind),
    /// A table whose keys are some of these names.
    MapOf(&'static [&'static str], &'static Kind),
    /// A colour as `#rrggbb`.
    Colour,
    /// A number of words, or a percentage.
    Share,
    /// A whole number, or a table of bounds.
    WholeOr(&'static Shape),
}

impl Shape {
    pub(crate) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }

    /// Returns the dotted names of all keys, `[]` behind a list of tables and `NAME` for the
    /// author's own.
    pub(crate) fn paths(&self) -> Vec<String> {
        fn below(prefix: &str, kind: &Kind, out: &mut Vec<String>) {
            match kind {
                Kind::Table(shape) | Kind::WholeOr(shape) => {
                    for key in shape.keys {
                        let path = format!("{prefix}.{}", key.name);
                        out.push(path.clone());
                        below(&path, &key.kind, out);
                    }
                }
                Kind::List(kind) => below(&format!("{prefix}[]"), kind, out),
                Kind::Map(kind) | Kind::MapOf(_, kind) => {
                    let path = format!("{prefix}.NAME");
                    out.push(path.clone());
                    below(&path, kind, out);
                }
                Kind::Text
                | Kind::Filled
                | Kind::Flag
                | Kind::Whole(..)
                | Kind::Number(..)
                | Kind::Choice(_)
                | Kind::Day
                | Kind::Moment
                | Kind::File
                | Kind::Colour
                | Kind::Share => {}
            }
        }

        let mut out = Vec::new();
        for key in self.keys {
            out.push(key.name.to_owned());
            below(key.name, &key.kind, &mut out);
        }
        out
    }
}

impl Kind {
    /// Says what is expected, for "expected …".
    pub(crate) fn expected(&self) -> String {
        match self {
            Self::Text => "text in quotation marks".into(),
            Self::Filled => "text in quotation marks, not empty".into(),
            Self::Flag => "`true` or `false`".into(),
            Self::Whole(least, u32::MAX) => format!("a whole number of at least {least}"),
            Self::Whole(least, most) => format!("a whole number from {least} to {most}"),
            Self::Number(least, most) => format!("a number from {least} to {most}"),
            Self::Choice(names) => choice(names),
            Self::Day => "a day such as 2027-02-15".into(),
            Self::Moment => "a day such as 2027-02-15, or a time such as 2027-02-15T16:00".into(),
            Self::File => "the path of a file in quotation marks".into(),
            Self::List(kind) => match kind {
                Kind::Table(_) => "a list of tables".into(),
                _ => format!("a list in square brackets, each {}", kind.expected()),
            },
            Self::Table(shape) => format!("a table with {}", choice(&shape.names())),
            Self::Map(kind) | Self::MapOf(_, kind) => {
                format!("a table, each value {}", kind.expected())
            }
            Self::Colour => "a colour such as \"#1f4e79\"".into(),
            Self::Share => "a number of words such as 500, or a share such as \"10 %\"".into(),
            Self::WholeOr(shape) => {
                format!("a whole number, or a table with {}", choice(&shape.names()))
            }
        }
    }
}

/// The findings of one file, and what they need to be made.
pub(crate) struct Notes {
    pub(crate) path: ProjectPath,
    pub(crate) findings: Vec<Diagnostic>,
    /// Where the text is no TOML: what stands there has been reported already.
    broken: Vec<Range<usize>>,
    /// Whether keys may have been lost there.
    has_lost_keys: bool,
}

impl Notes {
    pub(crate) fn new(path: ProjectPath) -> Self {
        Self {
            path,
            findings: Vec::new(),
            broken: Vec::new(),
            has_lost_keys: false,
        }
    }

    pub(crate) fn has_lost_keys(&self) -> bool {
        self.has_lost_keys
    }

    pub(crate) fn mark_broken(&mut self, range: Range<usize>, loses_keys: bool) {
        self.broken.push(range);
        self.has_lost_keys |= loses_keys;
    }

    pub(crate) fn place(&self, range: Range<usize>) -> Place {
        Place::range(self.path.clone(), range)
    }

    pub(crate) fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    fn is_broken(&self, range: &Range<usize>) -> bool {
        self.broken
            .iter()
            .any(|broken| broken.start <= range.end && range.start <= broken.end)
    }
}

/// Checks a table against its shape; `at` is its dotted name, empty for the whole file.
pub(crate) fn check(table: &DeTable<'_>, shape: &'static Shape, at: &str, notes: &mut Notes) {
    for (name, value) in sorted(table) {
        match shape.key(name.get_ref()) {
            Some(key) => check_value(value, &key.kind, &dotted(at, key.name), notes),
            None if notes.is_broken(&name.span()) => {}
            None => {
                let written = inline(name.get_ref(), 40);
                let whole = if at.is_empty() {
                    "there is no key".to_owned()
                } else {
                    format!("`[{at}]` has no key")
                };
                let place = notes.place(name.span());
                notes.push(
                    Diagnostic::deny("unknown-key", format!("{whole} `{written}`"))
                        .at(place)
                        .hint(did_you_mean(&written, &shape.names())),
                );
            }
        }
    }
}

/// Returns the entries in the order in which they are written.
pub(crate) fn sorted<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(
    &'t Spanned<std::borrow::Cow<'i, str>>,
    &'t Spanned<DeValue<'i>>,
)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| (name.span().start, name.get_ref().clone()));
    entries
}

fn dotted(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}.{name}")
    }
}

fn check_value(value: &Spanned<DeValue<'_>>, kind: &'static Kind, at: &str, notes: &mut Notes) {
    let inner = value.get_ref();
    let fits = match (kind, inner) {
        (Kind::List(kind), DeValue::Array(items)) => {
            for item in items.iter() {
                check_value(item, kind, at, notes);
            }
            true
        }
        (Kind::Table(shape) | Kind::WholeOr(shape), DeValue::Table(table)) => {
            check(table, shape, at, notes);
            true
        }
        (Kind::Map(kind), DeValue::Table(table)) => {
            for (name, value) in sorted(table) {
                check_value(value, kind, &dotted(at, name.get_ref()), notes);
            }
            true
        }
        (Kind::MapOf(names, kind), DeValue::Table(table)) => {
            for (name, value) in sorted(table) {
                if names.contains(&name.get_ref().as_ref()) {
                    check_value(value, kind, &dotted(at, name.get_ref()), notes);
                } else if !notes.is_broken(&name.span()) {
                    let written = inline(name.get_ref(), 40);
                    let place = notes.place(name.span());
                    notes.push(
                        Diagnostic::deny("unknown-name", format!("`{at}` cannot have `{written}`"))
                            .at(place)
                            .hint(did_you_mean(&written, names)),
                    );
                }
            }
            true
        }
        (Kind::List(_) | Kind::Table(_) | Kind::Map(_) | Kind::MapOf(..), _) => false,
        (Kind::Text | Kind::File, value) => as_text(value).is_some(),
        (Kind::Filled, value) => as_text(value).is_some_and(|text| !text.trim().is_empty()),
        (Kind::Flag, value) => matches!(value, DeValue::Boolean(_)),
        (Kind::Whole(least, most), value) => {
            as_whole(value).is_some_and(|number| (*least..=*most).contains(&number))
        }
        (Kind::WholeOr(_), value) => as_whole(value).is_some_and(|number| number > 0),
        (Kind::Number(least, most), value) => {
            as_number(value).is_some_and(|number| (*least..=*most).contains(&number))
        }
        (Kind::Choice(names), value) => as_text(value).is_some_and(|text| names.contains(&text)),
        (Kind::Day, value) => as_day(value).is_some(),
        (Kind::Moment, value) => as_due(value).is_some(),
        (Kind::Colour, value) => as_colour(value).is_some(),
        (Kind::Share, value) => as_whole(value).is_some() || as_percent(value).is_some(),
    };
    if fits || notes.is_broken(&value.span()) {
        return;
    }
    let place = notes.place(value.span());
    notes.push(misfit(inner, kind, at).at(place));
}

/// Says why a value does not fit.
fn misfit(value: &DeValue<'_>, kind: &Kind, at: &str) -> Diagnostic {
    let expected = format!("expected {}", kind.expected());
    if let (Kind::Day | Kind::Moment, DeValue::String(text)) = (kind, value) {
        let written = inline(text, 40);
        let word = if kind_of_day(text) {
            "is not a day of the calendar"
        } else {
            "is not a date"
        };
        return Diagnostic::deny("impossible-date", format!("`{at}`: `{written}` {word}"))
            .hint(expected);
    }
    if let (Kind::Filled, DeValue::String(_)) = (kind, value) {
        return Diagnostic::deny("empty-value", format!("`{at}` is empty")).hint(format!(
            "write the {} between the quotation marks",
            last(at)
        ));
    }
    if let (Kind::Choice(names), DeValue::String(text)) = (kind, value) {
        let written = inline(text, 40);
        let hint = match nearest(&written, names.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => expected,
        };
        return Diagnostic::deny("unknown-name", format!("`{at}` cannot be `{written}`"))
            .hint(hint);
    }
    if let (Kind::Whole(1, _) | Kind::WholeOr(_), Some(_)) = (kind, as_number(value)) {
        let word = if last(at) == "limit" || at.starts_with("words") {
            "limit-not-positive"
        } else {
            "wrong-value"
        };
        return Diagnostic::deny(word, format!("`{at}` is {}", shown(value))).hint(expected);
    }
    Diagnostic::deny("wrong-type", format!("`{at}` is {}", shown(value))).hint(expected)
}

fn last(at: &str) -> &str {
    at.rsplit('.').next().unwrap_or(at)
}

/// Whether a text was meant as a day in the form of the calendar.
fn kind_of_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-'
}

/// Says what stands there.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{}\"", inline(text, 40)),
        DeValue::Integer(number) => format!("the number {}", inline(number.as_str(), 40)),
        DeValue::Float(number) => format!("the number {}", inline(number.as_str(), 40)),
        DeValue::Boolean(flag) => format!("`{flag}`"),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}
