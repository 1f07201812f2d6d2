//! What a value of TOML is, when it is what somebody wanted.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::parse_date;
use crate::project::manifest::tables::Due;

pub(crate) fn as_text<'t>(value: &'t DeValue<'_>) -> Option<&'t str> {
    match value {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}

pub(crate) fn as_whole(value: &DeValue<'_>) -> Option<u32> {
    match value {
        DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    }
}

pub(crate) fn as_number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .ok()
            .map(|number| number as f64),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

pub(crate) fn as_percent(value: &DeValue<'_>) -> Option<u32> {
    let number = as_text(value)?.trim().strip_suffix('%')?.trim_end();
    number.parse().ok().filter(|percent| *percent <= 100)
}

pub(crate) fn as_day(value: &DeValue<'_>) -> Option<Date> {
    match as_due(value)? {
        Due::Day(day) => Some(day),
        Due::Moment(_) => None,
    }
}

pub(crate) fn as_due(value: &DeValue<'_>) -> Option<Due> {
    match value {
        DeValue::String(text) => text_due(text),
        DeValue::Datetime(at) if at.offset.is_none() => text_due(&at.to_string()),
        _ => None,
    }
}

/// Reads `2027-02-15`, or with a time behind `T` or a space.
fn text_due(text: &str) -> Option<Due> {
    if let Ok(day) = parse_date(text) {
        return Some(Due::Day(day));
    }
    let has_shape = text.len() >= 16
        && text.is_char_boundary(10)
        && parse_date(&text[..10]).is_ok()
        && matches!(text.as_bytes()[10], b'T' | b't' | b' ')
        && text[11..]
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    if !has_shape {
        return None;
    }
    text.replace(' ', "T")
        .parse::<DateTime>()
        .ok()
        .map(Due::Moment)
}

/// Returns a colour as `#rrggbb`.
pub(crate) fn as_colour<'t>(value: &'t DeValue<'_>) -> Option<&'t str> {
    as_text(value).filter(|text| {
        text.strip_prefix('#').is_some_and(|digits| {
            digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    })
}

/// Returns the entries in the order in which they are written.
pub(crate) fn sorted<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<Cow<'i, str>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| (name.span().start, name.get_ref().clone()));
    entries
}
