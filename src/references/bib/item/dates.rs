//! Dates, and the notes that hold some.

use crate::csl::escaped;
use crate::csl::{Date, Value};
use crate::diagnostics::text::inline;
use crate::references::bib::item::addresses::address;
use crate::references::bib::item::{Maker, Said};
use crate::references::bib::tex::{Braces, decoded, words};
use crate::references::bib::when::composed;
use crate::references::csl_data::take_extra;
use crate::references::date::{self, Reading};
use crate::references::extra::extra;
use crate::references::markup::plain;
use crate::references::rules::BIBLIOGRAPHY_DATE_UNCLEAR;

impl Maker<'_, '_> {
    pub(super) fn dates(&mut self) {
        let part = |said: Option<&Said<'_>>| said.map(|said| words(&said.raw));
        let (month, day) = (part(self.said(&["month"])), part(self.said(&["day"])));
        let date = self.said(&["date"]);
        let year = self.said(&["year"]);
        // EndNote writes `year = {2012}, date = {Jan 5}`.
        let is_whole = |said: &&Said<'_>| {
            date::read(&dated(said))
                .date
                .is_some_and(|date| date.start.is_some())
        };
        let (said, reading) = match (
            date.filter(|date| year.is_none() || is_whole(date)),
            year,
            date,
        ) {
            (Some(said), _, _) => (said, date::read(&dated(said))),
            (None, Some(said), other) => {
                let month = month.or_else(|| part(other));
                let year = dated(said);
                let is_year_clear = !date::read(&year).is_unclear;
                let reading = composed(&year, month.as_deref(), day.as_deref());
                // What cannot be read is shown: the month, if the year can.
                let month = self.said(&["month", "date"]);
                let shown = month.filter(|_| is_year_clear && reading.is_unclear);
                (shown.unwrap_or(said), reading)
            }
            (None, None, _) => return self.other_dates(),
        };
        self.date("issued", reading, said);
        self.other_dates();
    }

    fn other_dates(&mut self) {
        for (variable, fields) in [
            (
                "accessed",
                &[
                    "urldate",
                    "lastchecked",
                    "lastaccessed",
                    "accessed",
                    "access-date",
                ][..],
            ),
            ("original-date", &["origdate", "origyear"][..]),
            ("event-date", &["eventdate", "conferencedate"][..]),
        ] {
            if let Some(said) = self.said(fields) {
                self.date(variable, date::read(&dated(said)), said);
            }
        }
    }

    fn date(&mut self, variable: &str, reading: Reading, said: &Said<'_>) {
        if reading.is_unclear {
            let message = format!(
                "the date of `{}` cannot be read as it is written: `{}`",
                self.key(),
                inline(&words(&said.raw), 40)
            );
            let hint = "write it as 2027-02-15, 2027-02 or 2027, or in words";
            self.tell(&BIBLIOGRAPHY_DATE_UNCLEAR, message, said, hint);
        }
        if let Some(mut date) = reading.date {
            date.literal = date.literal.map(|literal| escaped(&literal));
            self.put(variable, Value::Date(date), said);
        }
    }

    /// Returns a note without the lines that name a variable, as Zotero's Extra has them.
    fn note(&mut self, said: &Said<'_>) -> String {
        let whole = self.text(said, Braces::Group);
        if !whole.contains(':') {
            return whole;
        }
        let lines: Vec<String> = said.raw.lines().map(words).collect();
        let (found, rest) = extra(&lines.join("\n"));
        if found.is_empty() {
            return whole;
        }
        let place = self.place(said).range.unwrap_or_default();
        for (variable, text) in found {
            take_extra(self.entry, variable, &text, place.clone());
        }
        decoded(&rest, Braces::Group, &mut self.unknown)
    }

    pub(super) fn notes(&mut self) {
        let mut parts: Vec<String> = Vec::new();
        let mut first = None;
        for field in ["note", "addendum"] {
            let Some(said) = self.said(&[field]) else {
                continue;
            };
            if field == "note" && address(&said.raw).is_some() {
                continue;
            }
            let text = self.note(said);
            if let Some(date) = accessed(&plain(&text)) {
                self.put("accessed", Value::Date(date), said);
                continue;
            }
            if !text.is_empty() {
                parts.push(text);
                first = first.or(Some(said));
            }
        }
        if let Some(said) = first {
            let mut text = String::new();
            for part in parts {
                let between = match text.chars().next_back() {
                    None => "",
                    Some('.' | '!' | '?') => " ",
                    Some(_) => ". ",
                };
                text = text + between + &part;
            }
            self.put("note", Value::Text(text), said);
        }
    }
}

/// Returns what a field says of a date; at its end a `~` means "about", elsewhere it is a space.
fn dated(said: &Said<'_>) -> String {
    let raw = said.raw.trim();
    let body = raw.trim_end_matches(['~', '?', '%']);
    let text = words(body).replace('\u{a0}', " ");
    text + &raw[body.len()..]
}

/// Returns the date of a note that only says when a page was read.
fn accessed(note: &str) -> Option<Date> {
    let small = note
        .trim_matches(['[', ']', '(', ')', '.', ' '])
        .to_lowercase();
    let small = small.strip_prefix("online; ").unwrap_or(&small);
    let rest = [
        "last accessed",
        "accessed",
        "last visited",
        "visited",
        "retrieved",
    ]
    .iter()
    .find_map(|word| small.strip_prefix(word))?;
    let rest = rest.trim_start_matches([':', ' ']);
    let rest = rest.strip_prefix("on ").unwrap_or(rest);
    date::read(rest).date.filter(|date| date.start.is_some())
}
