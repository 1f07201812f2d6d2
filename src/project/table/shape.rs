//! A description of what a table may hold.
//!
//! The same description makes the check of a text, the JSON schema and the list of keys, so what
//! is accepted, what is suggested and what is documented are one thing.

use crate::diagnostics::text::choice;

/// A table: its keys, in the order in which people meet them.
#[derive(Debug)]
pub(crate) struct TableShape {
    pub(crate) keys: &'static [Key],
}

/// Returns a table with these keys.
pub(crate) const fn table(keys: &'static [Key]) -> TableShape {
    TableShape { keys }
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: ValueKind,
    /// What happens when the key is not there; empty for a key that must be there.
    pub(crate) default: &'static str,
    pub(crate) doc: &'static str,
}

/// Returns a key that is not explained yet; without a default it must be there.
pub(crate) const fn key(name: &'static str, kind: ValueKind, default: &'static str) -> Key {
    Key {
        name,
        kind,
        default,
        doc: "",
    }
}

impl Key {
    /// Explains the key.
    pub(crate) const fn doc(self, doc: &'static str) -> Self {
        Self { doc, ..self }
    }
}

/// What a value may be.
#[derive(Debug)]
pub(crate) enum ValueKind {
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
    List(&'static ValueKind),
    Table(&'static TableShape),
    /// A table whose keys are the author's own.
    Map(&'static ValueKind),
    /// A table whose keys are some of these names.
    MapOf(&'static [&'static str], &'static ValueKind),
    /// A colour as `#rrggbb`.
    Colour,
    /// The name of a time zone.
    Zone,
    /// A number of words, or a percentage.
    Share,
    /// A whole number, from the first to the last, or `off`.
    WholeOrOff(u32, u32),
    /// A whole number, or a table of bounds.
    WholeOr(&'static TableShape),
}

impl TableShape {
    pub(crate) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }

    /// Returns the dotted names of all keys, `[]` behind a list of tables and `NAME` for the
    /// author's own.
    pub(crate) fn paths(&self) -> Vec<String> {
        fn below(prefix: &str, kind: &ValueKind, out: &mut Vec<String>) {
            match kind {
                ValueKind::Table(shape) | ValueKind::WholeOr(shape) => {
                    for key in shape.keys {
                        let path = format!("{prefix}.{}", key.name);
                        out.push(path.clone());
                        below(&path, &key.kind, out);
                    }
                }
                ValueKind::List(kind) => below(&format!("{prefix}[]"), kind, out),
                ValueKind::Map(kind) | ValueKind::MapOf(_, kind) => {
                    let path = format!("{prefix}.NAME");
                    out.push(path.clone());
                    below(&path, kind, out);
                }
                ValueKind::Text
                | ValueKind::Filled
                | ValueKind::Flag
                | ValueKind::Whole(..)
                | ValueKind::WholeOrOff(..)
                | ValueKind::Number(..)
                | ValueKind::Choice(_)
                | ValueKind::Day
                | ValueKind::Moment
                | ValueKind::File
                | ValueKind::Colour
                | ValueKind::Zone
                | ValueKind::Share => {}
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

impl ValueKind {
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
                ValueKind::Table(_) => "a list of tables".into(),
                _ => format!("a list in square brackets, each {}", kind.expected()),
            },
            Self::Table(shape) => format!("a table with {}", choice(&shape.names())),
            Self::Map(kind) | Self::MapOf(_, kind) => {
                format!("a table, each value {}", kind.expected())
            }
            Self::Colour => "a colour such as \"#1f4e79\"".into(),
            Self::Zone => "the name of a time zone such as \"Europe/London\"".into(),
            Self::Share => "a number of words such as 500, or a share such as \"10 %\"".into(),
            Self::WholeOrOff(least, most) => {
                format!("a whole number from {least} to {most}, or \"off\"")
            }
            Self::WholeOr(shape) => {
                format!("a whole number, or a table with {}", choice(&shape.names()))
            }
        }
    }
}
