//! The check of a table against its description.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::{did_you_mean, inline};
use crate::project::manifest::density::Density;
use crate::project::manifest::due::Due;
use crate::project::manifest::tables::Tolerance;
use crate::project::manifest::zone::Zone;
use crate::project::rules::{
    EMPTY_VALUE, IMPOSSIBLE_DATE, LIMIT_NOT_POSITIVE, UNKNOWN_KEY, UNKNOWN_NAME, WRONG_TYPE,
    WRONG_VALUE,
};
use crate::project::table::findings::FileFindings;
use crate::project::table::shape::{TableShape, ValueKind};
use crate::project::table::values::{FromValue, sorted};

/// Checks a table against its shape; `at` is its dotted name, empty for the whole file.
pub(crate) fn check(
    table: &DeTable<'_>,
    shape: &'static TableShape,
    at: &str,
    found: &mut FileFindings,
) {
    for (name, value) in sorted(table) {
        if found.is_full() {
            return;
        }
        match shape.key(name.get_ref()) {
            Some(key) => check_value(value, &key.kind, &dotted(at, key.name), found),
            None if found.is_broken(&name.span()) => {}
            None => {
                let written = inline(name.get_ref(), 40);
                let whole = if at.is_empty() {
                    "there is no key".to_owned()
                } else {
                    format!("`[{at}]` has no key")
                };
                found.push_at(
                    name.span(),
                    Diagnostic::of(&UNKNOWN_KEY, format!("{whole} `{written}`"))
                        .hint(did_you_mean(&written, &shape.names())),
                );
            }
        }
    }
}

fn dotted(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}.{name}")
    }
}

fn check_value(
    value: &Spanned<DeValue<'_>>,
    kind: &'static ValueKind,
    at: &str,
    found: &mut FileFindings,
) {
    match (kind, value.get_ref()) {
        (ValueKind::List(kind), DeValue::Array(items)) => {
            for item in items.iter() {
                check_value(item, kind, at, found);
            }
        }
        (ValueKind::Table(shape) | ValueKind::WholeOr(shape), DeValue::Table(table)) => {
            check(table, shape, at, found);
        }
        (ValueKind::Map(kind), DeValue::Table(table)) => {
            for (name, value) in sorted(table) {
                check_value(value, kind, &dotted(at, name.get_ref()), found);
            }
        }
        (ValueKind::MapOf(names, kind), DeValue::Table(table)) => {
            for (name, value) in sorted(table) {
                if found.is_full() {
                    return;
                }
                if names.contains(&name.get_ref().as_ref()) {
                    check_value(value, kind, &dotted(at, name.get_ref()), found);
                } else if !found.is_broken(&name.span()) {
                    let written = inline(name.get_ref(), 40);
                    found.push_at(
                        name.span(),
                        Diagnostic::of(&UNKNOWN_NAME, format!("`{at}` cannot have `{written}`"))
                            .hint(did_you_mean(&written, names)),
                    );
                }
            }
        }
        (kind, inner) if !fits(kind, inner) && !found.is_broken(&value.span()) => {
            found.push_at(value.span(), misfit(inner, kind, at));
        }
        _ => {}
    }
}

/// Returns whether a value is what a kind wants; what a list or a table holds is not asked.
pub(crate) fn fits(kind: &ValueKind, value: &DeValue<'_>) -> bool {
    let text = value.as_str();
    match kind {
        ValueKind::List(_) => value.is_array(),
        ValueKind::Table(_) | ValueKind::Map(_) | ValueKind::MapOf(..) => value.is_table(),
        ValueKind::Text | ValueKind::File => text.is_some(),
        ValueKind::Filled => text.is_some_and(|text| !text.trim().is_empty()),
        ValueKind::Flag => value.is_bool(),
        ValueKind::Whole(least, most) => {
            u32::from_value(value).is_some_and(|number| (*least..=*most).contains(&number))
        }
        ValueKind::WholeOr(_) => {
            value.is_table() || u32::from_value(value).is_some_and(|number| number > 0)
        }
        ValueKind::Number(least, most) => {
            f64::from_value(value).is_some_and(|number| (*least..=*most).contains(&number))
        }
        ValueKind::Choice(names) => text.is_some_and(|text| names.contains(&text)),
        ValueKind::Day => Date::from_value(value).is_some(),
        ValueKind::Moment => Due::from_value(value).is_some(),
        ValueKind::Colour => text.is_some_and(is_colour),
        ValueKind::Zone => Zone::from_value(value).is_some(),
        ValueKind::WholeOrOff(least, most) => match Density::from_value(value) {
            Some(Density::AtMost(number)) => (*least..=*most).contains(&number),
            Some(Density::Off) => true,
            None => false,
        },
        ValueKind::Share => Tolerance::from_value(value).is_some(),
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Says why a value does not fit.
fn misfit(value: &DeValue<'_>, kind: &ValueKind, at: &str) -> Diagnostic {
    let expected = format!("expected {}", kind.expected());
    if let (ValueKind::Day | ValueKind::Moment, DeValue::String(text)) = (kind, value) {
        let written = inline(text, 40);
        let word = if kind_of_day(text) {
            "is not a day of the calendar"
        } else {
            "is not a date"
        };
        return Diagnostic::of(&IMPOSSIBLE_DATE, format!("`{at}`: `{written}` {word}"))
            .hint(expected);
    }
    if let (ValueKind::Filled, DeValue::String(_)) = (kind, value) {
        return Diagnostic::of(&EMPTY_VALUE, format!("`{at}` is empty")).hint(format!(
            "write the {} between the quotation marks",
            last(at)
        ));
    }
    if let (ValueKind::Choice(names), DeValue::String(text)) = (kind, value) {
        let written = inline(text, 40);
        return Diagnostic::of(&UNKNOWN_NAME, format!("`{at}` cannot be `{written}`"))
            .hint(did_you_mean(&written, names));
    }
    if let (ValueKind::Whole(1, _) | ValueKind::WholeOr(_), Some(_)) =
        (kind, f64::from_value(value))
    {
        let rule = if last(at) == "limit" || at.starts_with("words") {
            &LIMIT_NOT_POSITIVE
        } else {
            &WRONG_VALUE
        };
        return Diagnostic::of(rule, format!("`{at}` is {}", shown(value))).hint(expected);
    }
    Diagnostic::of(&WRONG_TYPE, format!("`{at}` is {}", shown(value))).hint(expected)
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
