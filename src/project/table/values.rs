//! What a value of TOML is, when it is what somebody wanted.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Level, parse_date};
use crate::project::manifest::density::Density;
use crate::project::manifest::due::Due;
use crate::project::manifest::tables::{
    AcceptedDecisions, Classification, Expansion, Look, PageNumbering, Spelling, Tolerance,
};
use crate::project::manifest::zone::Zone;
use crate::project::origin::Status;
use crate::project::profile::rules::PartKind;

/// Something that a value of TOML can be.
pub(crate) trait FromValue: Sized {
    /// Returns what the value is, if it is that.
    fn from_value(value: &DeValue<'_>) -> Option<Self>;
}

/// A text without what nobody sees at the ends, and without line ends inside.
impl FromValue for String {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        let words: Vec<&str> = value.as_str()?.split_whitespace().collect();
        Some(words.join(" "))
    }
}

impl FromValue for Zone {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        Self::named(value.as_str()?)
    }
}

impl FromValue for bool {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        value.as_bool()
    }
}

impl FromValue for u32 {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        let number = value.as_integer()?;
        u32::from_str_radix(number.as_str(), number.radix()).ok()
    }
}

impl FromValue for Vec<u32> {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        let values = value.as_array()?.iter();
        values.map(|it| u32::from_value(it.get_ref())).collect()
    }
}

impl FromValue for f64 {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .ok()
                .map(|number| number as f64),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        }
    }
}

impl FromValue for Tolerance {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        if let Some(words) = u32::from_value(value) {
            return Some(Self::Words(words));
        }
        let number = value.as_str()?.trim().strip_suffix('%')?.trim_end();
        let percent = number.parse().ok().filter(|percent| *percent <= 100);
        percent.map(Self::Percent)
    }
}

impl FromValue for Date {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        match Due::from_value(value)? {
            Due::Day(day) => Some(day),
            Due::Moment(_) => None,
        }
    }
}

impl FromValue for Due {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => due(text),
            DeValue::Datetime(at) if at.offset.is_none() => due(&at.to_string()),
            _ => None,
        }
    }
}

impl FromValue for Density {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        match value.as_str() {
            Some("off") => Some(Self::Off),
            Some(_) => None,
            None => u32::from_value(value).map(Self::AtMost),
        }
    }
}

/// The level of a rule; the inner `None` is `off`.
impl FromValue for Option<Level> {
    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        match value.as_str()? {
            "deny" => Some(Some(Level::Deny)),
            "warn" => Some(Some(Level::Warn)),
            "off" => Some(None),
            _ => None,
        }
    }
}

/// Reads a variant by its name in JSON.
fn named<T: DeserializeOwned>(value: &DeValue<'_>) -> Option<T> {
    let name: StrDeserializer<'_, Error> = value.as_str()?.into_deserializer();
    T::deserialize(name).ok()
}

macro_rules! named {
    ($($name:ty),+) => {
        $(impl FromValue for $name {
            fn from_value(value: &DeValue<'_>) -> Option<Self> {
                named(value)
            }
        })+
    };
}

named!(
    Classification,
    AcceptedDecisions,
    Expansion,
    Spelling,
    Look,
    PageNumbering,
    PartKind,
    Status
);

/// Reads `2027-02-15`, or with a time behind `T` or a space.
fn due(text: &str) -> Option<Due> {
    if let Ok(day) = parse_date(text) {
        return Some(Due::Day(day));
    }
    Due::moment(text).map(Due::Moment)
}

/// Returns the entries in the order in which they are written.
pub(crate) fn sorted<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<Cow<'i, str>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| (name.span().start, name.get_ref().clone()));
    entries
}
