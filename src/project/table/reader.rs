//! Reading a checked table.
//!
//! A value that does not fit its description has been reported by then, so it reads as if it were
//! not there, and the reading goes on.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::project::rules::MISSING_KEY;
use crate::project::table::findings::FileFindings;
use crate::project::table::fit::fits;
use crate::project::table::given::Given;
use crate::project::table::shape::{TableShape, ValueKind};
use crate::project::table::values::{FromValue, sorted};

/// A table that was checked against its shape.
pub(crate) struct TableReader<'t> {
    table: Option<&'t DeTable<'t>>,
    shape: &'static TableShape,
    /// Where it stands; a table that is not there stands where the one around it does.
    pub(crate) place: Place,
}

impl<'t> TableReader<'t> {
    /// Returns a reader of a whole file.
    pub(crate) fn new(
        table: &'t DeTable<'t>,
        shape: &'static TableShape,
        path: &ProjectPath,
    ) -> Self {
        Self {
            table: Some(table),
            shape,
            place: Place::file(path.clone()),
        }
    }

    fn place(&self, range: Range<usize>) -> Place {
        Place::range(self.place.path.clone(), range)
    }

    /// Returns what a key may hold, and what it holds.
    fn value(&self, name: &str) -> Option<(&'static ValueKind, &'t Spanned<DeValue<'t>>)> {
        let key = self.shape.key(name);
        debug_assert!(key.is_some(), "`{name}` is described");
        let mut all = self.table?.iter();
        let (_, value) = all.find(|(key, _)| key.get_ref().as_ref() == name)?;
        Some((&key?.kind, value))
    }

    /// Returns whether a key is there, whatever it holds.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Returns the value of a key with its place. A text that nobody sees is none.
    pub(crate) fn given<T: FromValue>(&self, name: &str) -> Option<Given<T>> {
        let (kind, value) = self.value(name)?;
        let is_blank = |text: &str| text.trim().is_empty();
        if !fits(kind, value.get_ref()) || value.get_ref().as_str().is_some_and(is_blank) {
            return None;
        }
        Some(Given {
            value: T::from_value(value.get_ref())?,
            place: self.place(value.span()),
        })
    }

    /// Returns the value of a key.
    pub(crate) fn get<T: FromValue>(&self, name: &str) -> Option<T> {
        self.given(name).map(|given| given.value)
    }

    /// Returns a text that must be there, or reports that `whole` has none.
    pub(crate) fn required(
        &self,
        name: &str,
        whole: &str,
        found: &mut FileFindings,
    ) -> Option<Given<String>> {
        // What is there and does not fit has been reported; after broken text nobody knows.
        if !self.has(name) && !found.has_lost_keys() {
            found.push(
                Diagnostic::of(&MISSING_KEY, format!("{whole} has no `{name}`"))
                    .at(self.place.clone())
                    .hint(format!("add `{name} = \"…\"`")),
            );
        }
        self.given(name)
    }

    /// Returns the values of a list, each with its place; `None` if the key is not there.
    pub(crate) fn list<T: FromValue>(&self, name: &str) -> Option<Vec<Given<T>>> {
        let items = self.value(name)?.1.get_ref().as_array()?.iter();
        let given = items.filter_map(|item| {
            Some(Given {
                value: T::from_value(item.get_ref())?,
                place: self.place(item.span()),
            })
        });
        Some(given.collect())
    }

    /// Returns the values of a list, none if the key is not there.
    pub(crate) fn all<T: FromValue>(&self, name: &str) -> Vec<T> {
        let given = self.list(name).unwrap_or_default().into_iter();
        given.map(|given| given.value).collect()
    }

    /// Returns a table, empty if it is not there.
    pub(crate) fn table(&self, name: &str) -> TableReader<'t> {
        const NOTHING: &TableShape = &TableShape { keys: &[] };
        let shape = match self.shape.key(name).map(|key| &key.kind) {
            Some(ValueKind::Table(shape) | ValueKind::WholeOr(shape)) => shape,
            _ => NOTHING,
        };
        let value = self.value(name).map(|(_, value)| value);
        TableReader {
            table: value.and_then(|value| value.get_ref().as_table()),
            shape,
            place: value.map_or(self.place.clone(), |value| self.place(value.span())),
        }
    }

    /// Returns the tables of a list.
    pub(crate) fn tables(&self, name: &str) -> Vec<TableReader<'t>> {
        let Some((ValueKind::List(kind), value)) = self.value(name) else {
            return Vec::new();
        };
        let items = value.get_ref().as_array().into_iter().flatten();
        items
            .filter_map(|item| self.entry(kind, item).table())
            .collect()
    }

    /// Returns the entries of a table whose keys are the author's own, in the order written.
    pub(crate) fn entries(&self, name: &str) -> Vec<(Given<String>, ValueReader<'t>)> {
        let Some((ValueKind::Map(kind) | ValueKind::MapOf(_, kind), value)) = self.value(name)
        else {
            return Vec::new();
        };
        let table = value.get_ref().as_table().map(sorted).unwrap_or_default();
        let entries = table.into_iter().map(|(key, value)| {
            let name = Given {
                value: key.get_ref().to_string(),
                place: self.place(key.span()),
            };
            (name, self.entry(kind, value))
        });
        entries.collect()
    }

    /// Returns the same by name, without places.
    pub(crate) fn map<T: FromValue>(&self, name: &str) -> BTreeMap<String, T> {
        let entries = self.entries(name).into_iter();
        entries
            .filter_map(|(name, entry)| Some((name.value, entry.get()?)))
            .collect()
    }

    fn entry(&self, kind: &'static ValueKind, value: &'t Spanned<DeValue<'t>>) -> ValueReader<'t> {
        ValueReader {
            value: value.get_ref(),
            kind,
            place: self.place(value.span()),
        }
    }
}

/// A value in a list, or under a key of the author's own.
pub(crate) struct ValueReader<'t> {
    value: &'t DeValue<'t>,
    kind: &'static ValueKind,
    pub(crate) place: Place,
}

impl<'t> ValueReader<'t> {
    /// Returns what the value is, whether it fits or not.
    pub(crate) fn get<T: FromValue>(&self) -> Option<T> {
        T::from_value(self.value)
    }

    /// Returns the table that the value is.
    pub(crate) fn table(&self) -> Option<TableReader<'t>> {
        match self.kind {
            ValueKind::Table(shape) | ValueKind::WholeOr(shape) => Some(TableReader {
                table: Some(self.value.as_table()?),
                shape,
                place: self.place.clone(),
            }),
            _ => None,
        }
    }
}
