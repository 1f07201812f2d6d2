//! The check of a table against its description.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::{did_you_mean, inline, nearest};
use crate::project::table::findings::FileFindings;
use crate::project::table::shape::{TableShape, ValueKind};
use crate::project::table::values::{
    as_colour, as_day, as_due, as_number, as_percent, as_text, as_whole, sorted,
};

/// Checks a table against its shape; `at` is its dotted name, empty for the whole file.
pub(crate) fn check(
    table: &DeTable<'_>,
    shape: &'static TableShape,
    at: &str,
    found: &mut FileFindings,
) {
    for (name, value) in sorted(table) {
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
                let place = found.place(name.span());
                found.push(
                    Diagnostic::deny("unknown-key", format!("{whole} `{written}`"))
                        .at(place)
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
    let inner = value.get_ref();
    let fits = match (kind, inner) {
        (ValueKind::List(kind), DeValue::Array(items)) => {
            for item in items.iter() {
                check_value(item, kind, at, found);
            }
            true
        }
        (ValueKind::Table(shape) | ValueKind::WholeOr(shape), DeValue::Table(table)) => {
            check(table, shape, at, found);
            true
        }
        (ValueKind::Map(kind), DeValue::Table(table)) => {
            for (name, value) in sorted(table) {
                check_value(value, kind, &dotted(at, name.get_ref()), found);
            }
            true
        }
        (ValueKind::MapOf(names, kind), DeValue::Table(table)) => {
            for (name, value) in sorted(table) {
                if names.contains(&name.get_ref().as_ref()) {
                    check_value(value, kind, &dotted(at, name.get_ref()), found);
                } else if !found.is_broken(&name.span()) {
                    let written = inline(name.get_ref(), 40);
                    let place = found.place(name.span());
                    found.push(
                        Diagnostic::deny("unknown-name", format!("`{at}` cannot have `{written}`"))
                            .at(place)
                            .hint(did_you_mean(&written, names)),
                    );
                }
            }
            true
        }
        (
            ValueKind::List(_) | ValueKind::Table(_) | ValueKind::Map(_) | ValueKind::MapOf(..),
            _,
        ) => false,
        (ValueKind::Text | ValueKind::File, value) => as_text(value).is_some(),
        (ValueKind::Filled, value) => as_text(value).is_some_and(|text| !text.trim().is_empty()),
        (ValueKind::Flag, value) => matches!(value, DeValue::Boolean(_)),
        (ValueKind::Whole(least, most), value) => {
            as_whole(value).is_some_and(|number| (*least..=*most).contains(&number))
        }
        (ValueKind::WholeOr(_), value) => as_whole(value).is_some_and(|number| number > 0),
        (ValueKind::Number(least, most), value) => {
            as_number(value).is_some_and(|number| (*least..=*most).contains(&number))
        }
        (ValueKind::Choice(names), value) => {
            as_text(value).is_some_and(|text| names.contains(&text))
        }
        (ValueKind::Day, value) => as_day(value).is_some(),
        (ValueKind::Moment, value) => as_due(value).is_some(),
        (ValueKind::Colour, value) => as_colour(value).is_some(),
        (ValueKind::Share, value) => as_whole(value).is_some() || as_percent(value).is_some(),
    };
    if fits || found.is_broken(&value.span()) {
        return;
    }
    let place = found.place(value.span());
    found.push(misfit(inner, kind, at).at(place));
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
        return Diagnostic::deny("impossible-date", format!("`{at}`: `{written}` {word}"))
            .hint(expected);
    }
    if let (ValueKind::Filled, DeValue::String(_)) = (kind, value) {
        return Diagnostic::deny("empty-value", format!("`{at}` is empty")).hint(format!(
            "write the {} between the quotation marks",
            last(at)
        ));
    }
    if let (ValueKind::Choice(names), DeValue::String(text)) = (kind, value) {
        let written = inline(text, 40);
        let hint = match nearest(&written, names.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => expected,
        };
        return Diagnostic::deny("unknown-name", format!("`{at}` cannot be `{written}`"))
            .hint(hint);
    }
    if let (ValueKind::Whole(1, _) | ValueKind::WholeOr(_), Some(_)) = (kind, as_number(value)) {
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
