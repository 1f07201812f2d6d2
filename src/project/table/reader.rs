//! Reading a checked table.
//!
//! A value that does not fit its description has been reported by then, so it reads as if it were
//! not there, and the reading goes on.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Place, ProjectPath};
use crate::project::manifest::tables::{Due, Tolerance};
use crate::project::table::shape::{TableShape, ValueKind};
use crate::project::table::values;

/// A value with the place where it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Given<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

/// A table that was checked against its shape.
#[derive(Clone, Copy)]
pub(crate) struct TableReader<'t> {
    table: Option<&'t DeTable<'t>>,
    shape: &'static TableShape,
    path: &'t ProjectPath,
}

impl<'t> TableReader<'t> {
    /// Returns a reader of a whole file.
    pub(crate) fn new(
        table: &'t DeTable<'t>,
        shape: &'static TableShape,
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
        self.read(name, |value| values::as_text(value).map(clean))
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
            ValueKind::Whole(least, most) => *least..=*most,
            ValueKind::WholeOr(_) => 1..=u32::MAX,
            _ => 0..=u32::MAX,
        };
        self.read(name, values::as_whole)
            .filter(|given| bounds.contains(&given.value))
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        let Some(ValueKind::Number(least, most)) = self.shape.key(name).map(|key| &key.kind) else {
            return None;
        };
        self.read(name, values::as_number)
            .map(|given| given.value)
            .filter(|number| (*least..=*most).contains(number))
    }

    pub(crate) fn colour(&self, name: &str) -> Option<String> {
        self.read(name, values::as_colour)
            .map(|given| given.value.to_owned())
    }

    /// Returns a name that is one of those described.
    pub(crate) fn choice(&self, name: &str) -> Option<Given<&'static str>> {
        let Some(ValueKind::Choice(names)) = self.shape.key(name).map(|key| &key.kind) else {
            return None;
        };
        self.read(name, |value| {
            let text = values::as_text(value)?;
            names.iter().copied().find(|known| *known == text)
        })
    }

    pub(crate) fn day(&self, name: &str) -> Option<Given<Date>> {
        self.read(name, values::as_day)
    }

    pub(crate) fn due(&self, name: &str) -> Option<Given<Due>> {
        self.read(name, values::as_due)
    }

    pub(crate) fn share(&self, name: &str) -> Option<Given<Tolerance>> {
        self.read(name, |value| {
            values::as_whole(value)
                .map(Tolerance::Words)
                .or_else(|| values::as_percent(value).map(Tolerance::Percent))
        })
    }

    /// Returns the texts of a list, each with its place; `None` if the key is not there.
    pub(crate) fn texts(&self, name: &str) -> Option<Vec<Given<String>>> {
        let (value, _) = self.value(name)?;
        let DeValue::Array(items) = value.get_ref() else {
            return None;
        };
        let texts = items.iter().filter_map(|item| {
            let value = clean(values::as_text(item.get_ref())?);
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
                .filter_map(|item| values::as_whole(item.get_ref()))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Returns a table, empty if it is not there.
    pub(crate) fn table(&self, name: &str) -> TableReader<'t> {
        debug_assert!(self.shape.key(name).is_some(), "`{name}` is described");
        const NOTHING: &TableShape = &TableShape { keys: &[] };
        let shape = match self.shape.key(name).map(|key| &key.kind) {
            Some(ValueKind::Table(shape) | ValueKind::WholeOr(shape)) => shape,
            _ => NOTHING,
        };
        let table = match self.value(name).map(|(value, _)| value.get_ref()) {
            Some(DeValue::Table(table)) => Some(table),
            _ => None,
        };
        TableReader {
            table,
            shape,
            path: self.path,
        }
    }

    /// Returns the tables of a list, each with its place.
    pub(crate) fn tables(&self, name: &str) -> Vec<Given<TableReader<'t>>> {
        let Some(ValueKind::List(ValueKind::Table(shape))) =
            self.shape.key(name).map(|key| &key.kind)
        else {
            return Vec::new();
        };
        let Some(DeValue::Array(items)) = self.value(name).map(|(value, _)| value.get_ref()) else {
            return Vec::new();
        };
        let tables = items.iter().filter_map(|item| match item.get_ref() {
            DeValue::Table(table) => Some(Given {
                value: TableReader {
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
    pub(crate) fn entries(&self, name: &str) -> Vec<(Given<String>, ValueReader<'t>)> {
        let Some(ValueKind::Map(kind) | ValueKind::MapOf(_, kind)) =
            self.shape.key(name).map(|key| &key.kind)
        else {
            return Vec::new();
        };
        let Some(DeValue::Table(table)) = self.value(name).map(|(value, _)| value.get_ref()) else {
            return Vec::new();
        };
        let entries = values::sorted(table).into_iter().map(|(key, value)| {
            let place = Place::range(self.path.clone(), key.span());
            let name = Given {
                value: key.get_ref().to_string(),
                place,
            };
            let entry = ValueReader {
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
pub(crate) struct ValueReader<'t> {
    value: &'t Spanned<DeValue<'t>>,
    kind: &'static ValueKind,
    path: &'t ProjectPath,
}

impl<'t> ValueReader<'t> {
    pub(crate) fn place(&self) -> Place {
        Place::range(self.path.clone(), self.value.span())
    }

    pub(crate) fn text(&self) -> Option<String> {
        values::as_text(self.value.get_ref()).map(clean)
    }

    pub(crate) fn whole(&self) -> Option<u32> {
        values::as_whole(self.value.get_ref())
    }

    pub(crate) fn due(&self) -> Option<Due> {
        values::as_due(self.value.get_ref())
    }

    pub(crate) fn reader(&self) -> Option<TableReader<'t>> {
        match (self.kind, self.value.get_ref()) {
            (ValueKind::Table(shape) | ValueKind::WholeOr(shape), DeValue::Table(table)) => {
                Some(TableReader {
                    table: Some(table),
                    shape,
                    path: self.path,
                })
            }
            _ => None,
        }
    }
}

/// Leaves out what nobody sees at the ends, and line ends inside.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
