//! Reading a checked table.
//!
//! A value that does not fit its description has been reported by then, so it reads as if it were
//! not there, and the reading goes on.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::project::manifest::{Due, Tolerance};
use crate::project::shape::{self, Kind, Notes, Shape};

/// A value with the place where it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Given<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

/// A table that was checked against its shape.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'t> {
    table: Option<&'t DeTable<'t>>,
    shape: &'static Shape,
    path: &'t ProjectPath,
}

/// Reads TOML as far as it goes, and reports every place where it is none.
pub(crate) fn parse<'t>(text: &'t str, notes: &mut Notes) -> Spanned<DeTable<'t>> {
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map(|range| range.start));
    let mut last_line = None;
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        // A date, a text without marks and a repeated key lose nothing; anything else might.
        let is_whole = [
            "invalid date",
            "duplicate key",
            "string values must be quoted",
        ]
        .iter()
        .any(|message| error.message().starts_with(message));
        notes.mark_broken(range.clone(), !is_whole);
        let line = text
            .get(..range.start)
            .map(|before| before.matches('\n').count());
        // One slip makes the parser stumble several times on its line; once is enough.
        if line.is_some() && line == last_line {
            continue;
        }
        last_line = line;
        let place = notes.place(range.clone());
        notes.push(translate(error.message(), text, &range).at(place));
    }
    table
}

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
        return Diagnostic::deny(
            "impossible-date",
            format!("`{part}` is not a day of the calendar"),
        )
        .hint(format!("expected a {detail}"));
    }
    if message.starts_with("duplicate key") {
        return Diagnostic::deny("duplicate-key", format!("`{part}` is set twice"))
            .hint("keep one of the two");
    }
    let finding = |what: String| Diagnostic::deny("manifest-syntax", what);
    if has_thousands {
        return finding("a number is written with a comma".into())
            .hint("leave the comma out: `10000`, or `10_000`");
    }
    if part.contains(['“', '”', '‘', '’', '„']) {
        return finding("curly quotation marks do not mark text here".into())
            .hint("use straight quotation marks: \"…\"");
    }
    if message.starts_with("string values must be quoted") {
        return finding(format!("`{part}` stands without quotation marks"))
            .hint(format!("write \"{part}\""));
    }
    if message.contains("unicode") || message.contains("escape") {
        return finding("a backslash has a meaning of its own between \"…\"".into())
            .hint("write `/` in paths, or use single quotation marks: '…'");
    }
    if part == ":" || line.split('=').next().is_some_and(|key| key.contains(':')) {
        return finding("a key and its value are joined by `=`".into())
            .hint("write `key = \"value\"`");
    }
    let message = message.replace("invalid basic string", "a quotation mark is missing");
    finding(inline(&message, 160)).hint("each line is `key = value` or `[table]`")
}

impl<'t> Reader<'t> {
    /// Returns a reader of a whole file.
    pub(crate) fn new(
        table: &'t DeTable<'t>,
        shape: &'static Shape,
        path: &'t ProjectPath,
    ) -> Self {
        Self {
            table: Some(table),
            shape,
            path,
        }
    }

    fn value(&self, name: &str) -> Option<(&'t Spanned<DeValue<'t>>, Place)> {
        debug_assert!(self.shape.key(name).is_some(), "`{name}` is described");
        let (_, value) = self
            .table?
            .iter()
            .find(|(key, _)| key.get_ref().as_ref() == name)?;
        Some((value, Place::range(self.path.clone(), value.span())))
    }

    fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
    ) -> Option<Given<T>> {
        let (value, place) = self.value(name)?;
        let value = read(value.get_ref())?;
        Some(Given { value, place })
    }

    /// Returns where a key stands.
    pub(crate) fn place_of(&self, name: &str) -> Option<Place> {
        self.value(name).map(|(_, place)| place)
    }

    /// Returns whether a key is there, whatever it holds.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    pub(crate) fn text(&self, name: &str) -> Option<Given<String>> {
        self.read(name, |value| shape::as_text(value).map(clean))
            .filter(|given| !given.value.is_empty())
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        let flag = self.read(name, |value| match value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => None,
        });
        flag.map(|given| given.value)
    }

    pub(crate) fn whole(&self, name: &str) -> Option<Given<u32>> {
        let kind = &self.shape.key(name)?.kind;
        let bounds = match kind {
            Kind::Whole(least, most) => *least..=*most,
            Kind::WholeOr(_) => 1..=u32::MAX,
            _ => 0..=u32::MAX,
        };
        self.read(name, shape::as_whole)
            .filter(|given| bounds.contains(&given.value))
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        let Some(Kind::Number(least, most)) = self.shape.key(name).map(|key| &key.kind) else {
            return None;
        };
        self.read(name, shape::as_number)
            .map(|given| given.value)
            .filter(|number| (*least..=*most).contains(number))
    }

    pub(crate) fn colour(&self, name: &str) -> Option<String> {
        self.read(name, shape::as_colour)
            .map(|given| given.value.to_owned())
    }

    /// Returns a name that is one of those described.
    pub(crate) fn choice(&self, name: &str) -> Option<Given<&'static str>> {
        let Some(Kind::Choice(names)) = self.shape.key(name).map(|key| &key.kind) else {
            return None;
        };
        self.read(name, |value| {
            let text = shape::as_text(value)?;
            names.iter().copied().find(|known| *known == text)
        })
    }

    pub(crate) fn day(&self, name: &str) -> Option<Given<Date>> {
        self.read(name, shape::as_day)
    }

    pub(crate) fn due(&self, name: &str) -> Option<Given<Due>> {
        self.read(name, shape::as_due)
    }

    pub(crate) fn share(&self, name: &str) -> Option<Given<Tolerance>> {
        self.read(name, |value| {
            shape::as_whole(value)
                .map(Tolerance::Words)
                .or_else(|| shape::as_percent(value).map(Tolerance::Percent))
        })
    }

    /// Returns the texts of a list, each with its place; `None` if the key is not there.
    pub(crate) fn texts(&self, name: &str) -> Option<Vec<Given<String>>> {
        let (value, _) = self.value(name)?;
        let DeValue::Array(items) = value.get_ref() else {
            return None;
        };
        let texts = items.iter().filter_map(|item| {
            let value = clean(shape::as_text(item.get_ref())?);
            let place = Place::range(self.path.clone(), item.span());
            Some(Given { value, place })
        });
        Some(texts.collect())
    }

    /// Returns the whole numbers of a list.
    pub(crate) fn wholes(&self, name: &str) -> Vec<u32> {
        match self.value(name).map(|(value, _)| value.get_ref()) {
            Some(DeValue::Array(items)) => items
                .iter()
                .filter_map(|item| shape::as_whole(item.get_ref()))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Returns a table, empty if it is not there.
    pub(crate) fn table(&self, name: &str) -> Reader<'t> {
        debug_assert!(self.shape.key(name).is_some(), "`{name}` is described");
        const NOTHING: &Shape = &Shape { keys: &[] };
        let shape = match self.shape.key(name).map(|key| &key.kind) {
            Some(Kind::Table(shape) | Kind::WholeOr(shape)) => shape,
            _ => NOTHING,
        };
        let table = match self.value(name).map(|(value, _)| value.get_ref()) {
            Some(DeValue::Table(table)) => Some(table),
            _ => None,
        };
        Reader {
            table,
            shape,
            path: self.path,
        }
    }

    /// Returns the tables of a list, each with its place.
    pub(crate) fn tables(&self, name: &str) -> Vec<Given<Reader<'t>>> {
        let Some(Kind::List(Kind::Table(shape))) = self.shape.key(name).map(|key| &key.kind) else {
            return Vec::new();
        };
        let Some(DeValue::Array(items)) = self.value(name).map(|(value, _)| value.get_ref()) else {
            return Vec::new();
        };
        let tables = items.iter().filter_map(|item| match item.get_ref() {
            DeValue::Table(table) => Some(Given {
                value: Reader {
                    table: Some(table),
                    shape,
                    path: self.path,
                },
                place: Place::range(self.path.clone(), item.span()),
            }),
            _ => None,
        });
        tables.collect()
    }

    /// Returns the entries of a table whose keys are the author's own, in the order written: the
    /// name with its place, and a reader in which the value has the name `value`.
    pub(crate) fn entries(&self, name: &str) -> Vec<(Given<String>, Entry<'t>)> {
        let Some(Kind::Map(kind) | Kind::MapOf(_, kind)) =
            self.shape.key(name).map(|key| &key.kind)
        else {
            return Vec::new();
        };
        let Some(DeValue::Table(table)) = self.value(name).map(|(value, _)| value.get_ref()) else {
            return Vec::new();
        };
        let entries = shape::sorted(table).into_iter().map(|(key, value)| {
            let place = Place::range(self.path.clone(), key.span());
            let name = Given {
                value: key.get_ref().to_string(),
                place,
            };
            let entry = Entry {
                value,
                kind,
                path: self.path,
            };
            (name, entry)
        });
        entries.collect()
    }
}

/// A value under a key of the author's own.
pub(crate) struct Entry<'t> {
    value: &'t Spanned<DeValue<'t>>,
    kind: &'static Kind,
    path: &'t ProjectPath,
}

impl<'t> Entry<'t> {
    pub(crate) fn place(&self) -> Place {
        Place::range(self.path.clone(), self.value.span())
    }

    pub(crate) fn text(&self) -> Option<String> {
        shape::as_text(self.value.get_ref()).map(clean)
    }

    pub(crate) fn whole(&self) -> Option<u32> {
        shape::as_whole(self.value.get_ref())
    }

    pub(crate) fn due(&self) -> Option<Due> {
        shape::as_due(self.value.get_ref())
    }

    pub(crate) fn reader(&self) -> Option<Reader<'t>> {
        match (self.kind, self.value.get_ref()) {
            (Kind::Table(shape) | Kind::WholeOr(shape), DeValue::Table(table)) => Some(Reader {
                table: Some(table),
                shape,
                path: self.path,
            }),
            _ => None,
        }
    }
}

/// Leaves out what nobody sees at the ends, and line ends inside.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
