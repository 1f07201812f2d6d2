//! `date`: whole dates, parts of them, ranges.

use std::rc::Rc;

use crate::csl::eval::{Eval, Mode};
use crate::csl::item::{Date, DateParts, RangeEnd, Value};
use crate::csl::out::{Out, Tag, beside, dressed, group, words};
use crate::csl::rich::{from_variable, parse, plain};
use crate::csl::style::{
    DatePart, DatePartForm, DatePartName, DateRule, Format, NumberForm, Precision, TermForm,
};

/// A day, a month, or a season of a year.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Point {
    year: i32,
    /// A season counts on from the months.
    month: Option<u8>,
    day: Option<u8>,
}

impl Point {
    fn new(parts: DateParts, season: Option<u8>) -> Self {
        Self {
            year: parts.year,
            month: parts.month.filter(|month| *month > 0).or(season
                .filter(|season| (1..=4).contains(season))
                .map(|season| season + 12)),
            day: parts.day.filter(|day| *day > 0),
        }
    }

    fn part(self, name: DatePartName) -> Option<i64> {
        match name {
            DatePartName::Year => Some(i64::from(self.year)),
            DatePartName::Month => self.month.map(i64::from),
            DatePartName::Day => self.day.map(i64::from),
        }
    }
}

impl<'a> Eval<'a> {
    pub(super) fn date(&mut self, rule: &'a DateRule) -> Option<Out> {
        let Some(Value::Date(date)) = self.ask(&rule.variable) else {
            return None;
        };
        let (parts, format) = self.date_rule(rule);
        let format = self.in_language(&format);
        if let Some(literal) = &date.literal {
            let mut shown = vec![Out::Text(from_variable(parse(literal), &rule.variable))];
            if self.mode != Mode::SortKey
                && let Some(suffix) = self.year_suffix()
            {
                shown.push(words(" "));
                shown.push(suffix);
            }
            return dressed(&format, beside(shown));
        }
        let start = date.start.map(|start| Point::new(start, date.season))?;
        let mut shown = match (self.mode, date.end) {
            (Mode::SortKey, end) => vec![words(sortable(&parts, start, end))],
            (_, None) => parts
                .iter()
                .filter_map(|part| self.date_part(part, start))
                .collect(),
            (_, Some(end)) => self.range(&parts, start, end),
        };
        if shown.is_empty() {
            // The date is there, but none of the parts that are wanted.
            self.filled -= 1;
            return None;
        }
        shown = shown
            .into_iter()
            .map(|part| named(part, &rule.variable))
            .collect();
        if self.mode != Mode::SortKey {
            // A style that never asks would make a certain date of "c. 1900".
            if date.circa && !self.run.style.asks_for_uncertain {
                let term = self.run.locale.term("circa", TermForm::Short, false);
                let term = Out::Text(term.unwrap_or_default());
                let first = beside(vec![term, words(" "), shown.remove(0)]);
                shown.splice(0..0, first);
            }
            shown.extend(self.year_suffix());
        }
        let part = group(&format, shown)?;
        Some(part.tagged(Tag::Date(Rc::new(Date::clone(date)))))
    }

    /// Returns the parts of a date and its looks, with those of the language where the style asks
    /// for them.
    fn date_rule(&self, rule: &DateRule) -> (Vec<DatePart>, Rc<Format>) {
        let Some(local) = rule.form.and_then(|form| self.run.locale.date(form)) else {
            return (rule.parts.clone(), Rc::clone(&rule.format));
        };
        let is_wanted = |part: &&DatePart| match rule.precision {
            Precision::Year => part.name == DatePartName::Year,
            Precision::YearMonth => part.name != DatePartName::Day,
            Precision::YearMonthDay => true,
        };
        let changed = |part: &DatePart| match rule.parts.iter().find(|own| own.name == part.name) {
            Some(own) => DatePart {
                name: part.name,
                form: own.form.or(part.form),
                range_delimiter: own.range_delimiter.clone().or(part.range_delimiter.clone()),
                format: Rc::new(own.format.over(&part.format)),
            },
            None => part.clone(),
        };
        let parts = local.parts.iter().filter(is_wanted).map(changed).collect();
        (parts, Rc::new(rule.format.over(&local.format)))
    }

    fn date_part(&self, part: &DatePart, at: Point) -> Option<Out> {
        let number = at.part(part.name)?;
        let term = |name: String, form| self.run.locale.term(&name, form, false);
        let size = number.unsigned_abs();
        let shown = match (part.name, part.form) {
            (
                DatePartName::Month,
                form @ (None | Some(DatePartForm::Long | DatePartForm::Short)),
            ) => {
                let form = match form {
                    Some(DatePartForm::Short) => TermForm::Short,
                    _ => TermForm::Long,
                };
                match size {
                    1..=12 => term(format!("month-{size:02}"), form)?,
                    _ => term(format!("season-{:02}", size - 12), form)?,
                }
            }
            (DatePartName::Month, _) if size > 12 => return None,
            (_, Some(DatePartForm::LeadingZeros)) => plain(format!("{size:02}")),
            (DatePartName::Day, Some(DatePartForm::Ordinal))
                if self.run.locale.limits_day_ordinals() && size != 1 =>
            {
                plain(size.to_string())
            }
            (name, Some(DatePartForm::Ordinal)) => {
                let gender = match (name, at.month) {
                    (DatePartName::Day, Some(month)) => {
                        self.run.locale.gender(&format!("month-{month:02}"))
                    }
                    _ => None,
                };
                parse(&self.in_form(size, NumberForm::Ordinal, gender))
            }
            (DatePartName::Year, Some(DatePartForm::Short)) if size > 999 => {
                plain(format!("{:02}", size % 100))
            }
            _ => plain(size.to_string()),
        };
        let mut parts = vec![Out::Text(shown)];
        if part.name == DatePartName::Year {
            let era = match number {
                ..=-1 => "bc",
                1..=999 => "ad",
                _ => "",
            };
            parts.extend(
                self.run
                    .locale
                    .term(era, TermForm::Long, false)
                    .map(Out::Text),
            );
        }
        group(&self.in_language(&part.format), parts)
    }

    /// Writes a range: what both ends share stands once.
    fn range(&self, parts: &[DatePart], start: Point, end: RangeEnd) -> Vec<Out> {
        let end = match end {
            RangeEnd::At(end) => Some(Point::new(end, None)),
            RangeEnd::Open => None,
        };
        let mut names: Vec<DatePartName> = parts.iter().map(|part| part.name).collect();
        names.sort_unstable();
        let is_same =
            |name: DatePartName| end.is_some_and(|end| start.part(name) == end.part(name));
        let shared: Vec<DatePartName> = names
            .iter()
            .copied()
            .take_while(|name| is_same(*name))
            .collect();
        let is_shared = |part: &&DatePart| shared.contains(&part.name);
        let before = parts.iter().take_while(is_shared).count();
        let differing = parts[before..]
            .iter()
            .take_while(|part| !is_shared(part))
            .count();
        let (head, rest) = parts.split_at(before);
        let (middle, tail) = rest.split_at(differing);
        let written = |parts: &[DatePart], at: Point| -> Vec<Out> {
            parts
                .iter()
                .filter_map(|part| self.date_part(part, at))
                .collect()
        };
        let largest = middle.iter().min_by_key(|part| part.name);
        let delimiter = largest.map(|part| part.range_delimiter.as_deref().unwrap_or("–"));
        let mut out = written(head, start);
        let mut left = written(middle, start);
        without_suffix(&mut left);
        match end {
            None => {
                out.extend(left);
                without_suffix(&mut out);
                out.push(words(delimiter.unwrap_or("–")));
            }
            Some(end) => {
                let mut right = written(middle, end);
                if let Some(Out::Group(format, _)) = right.first_mut() {
                    let prefix = String::new();
                    *format = Rc::new(Format {
                        prefix,
                        ..(**format).clone()
                    });
                }
                if let (Some(last), Some(first)) =
                    (left.pop(), (!right.is_empty()).then(|| right.remove(0)))
                {
                    out.extend(left);
                    let between = Rc::new(Format::delimited(delimiter.unwrap_or("–")));
                    out.extend(group(&between, vec![last, first]));
                    out.extend(right);
                } else {
                    out.extend(right);
                }
                out.extend(written(tail, start));
                without_suffix(&mut out);
            }
        }
        out
    }
}

/// Takes the text behind the last part away.
fn without_suffix(parts: &mut [Out]) {
    if let Some(Out::Group(format, _)) = parts.last_mut() {
        *format = Rc::new(Format {
            suffix: String::new(),
            ..(**format).clone()
        });
    }
}

fn named(part: Out, variable: &Rc<str>) -> Out {
    match part {
        Out::Text(text) => Out::Text(from_variable(text, variable)),
        Out::Group(format, parts) => Out::Group(
            format,
            parts
                .into_iter()
                .map(|part| named(part, variable))
                .collect(),
        ),
        other => other,
    }
}

/// Writes a date so that the earlier one sorts before; years before Christ too.
fn sortable(parts: &[DatePart], start: Point, end: Option<RangeEnd>) -> String {
    let has = |name| parts.iter().any(|part| part.name == name);
    let one = |at: Point| {
        let mut text = String::new();
        if has(DatePartName::Year) {
            text += &format!("{:05}", i64::from(at.year) + 20_000);
        }
        if has(DatePartName::Month) {
            text += &format!("{:02}", at.month.unwrap_or(0));
        }
        if has(DatePartName::Day) {
            text += &format!("{:02}", at.day.unwrap_or(0));
        }
        text
    };
    match end {
        Some(RangeEnd::At(end)) => format!("{}-{}", one(start), one(Point::new(end, None))),
        Some(RangeEnd::Open) => format!("{}-", one(start)),
        None => one(start),
    }
}
