//! Deadlines as a calendar that every calendar program reads (RFC 5545).

use jiff::tz::TimeZone;

use crate::diagnostics::Today;
use crate::diagnostics::text::steers;
use crate::project::{Due, Zone};

/// The longest line in bytes, its end left out.
const MAX_LINE: usize = 75;

/// A date to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What tells it apart from every other; a new calendar replaces it by this.
    pub uid: String,
    /// What is due.
    pub title: String,
    /// When.
    pub due: Due,
    /// The clocks by which that is meant.
    pub zone: Zone,
    /// What else there is to say.
    pub note: String,
}

/// Writes deadlines as a calendar. It says of itself that it was made on the day of the run.
pub fn calendar(deadlines: &[Deadline], today: Today) -> String {
    let made = today.0.strftime("%Y%m%dT000000Z").to_string();
    let mut out = String::new();
    let mut line = |text: String| out.push_str(&folded(&text));
    line("BEGIN:VCALENDAR".into());
    line("VERSION:2.0".into());
    line("PRODID:-//folio//deadlines//EN".into());
    line("CALSCALE:GREGORIAN".into());
    for deadline in deadlines {
        line("BEGIN:VEVENT".into());
        line(format!("UID:{}", escaped(&deadline.uid)));
        line(format!("DTSTAMP:{made}"));
        line(start(deadline));
        line(format!("SUMMARY:{}", escaped(&deadline.title)));
        if !deadline.note.is_empty() {
            line(format!("DESCRIPTION:{}", escaped(&deadline.note)));
        }
        line("TRANSP:TRANSPARENT".into());
        line("END:VEVENT".into());
    }
    line("END:VCALENDAR".into());
    out
}

/// Returns when it is: a whole day, or a moment, which needs no zone of the reader's.
fn start(deadline: &Deadline) -> String {
    match deadline.due {
        Due::Day(day) => format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")),
        Due::Moment(at) => {
            let at = deadline.zone.timestamp(at).to_zoned(TimeZone::UTC);
            format!("DTSTART:{}", at.strftime("%Y%m%dT%H%M%SZ"))
        }
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if steers(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Breaks a line as the format asks, never inside a character.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > MAX_LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_days_and_times_are_moments_and_long_lines_are_folded() {
        let deadline = |due, title: &str| Deadline {
            uid: "tutorial-1@folio".into(),
            title: title.into(),
            due,
            zone: Zone::default(),
            note: "a, b; c\nd\u{202e}e".into(),
        };
        let day = Due::Day("2026-12-07".parse().unwrap());
        let moment = Due::Moment("2027-09-01T16:00".parse().unwrap());
        let long = "ä".repeat(60);
        let all = [deadline(day, "Tutorial 1"), deadline(moment, &long)];
        let text = calendar(&all, Today("2026-11-22".parse().unwrap()));
        assert!(text.contains("DTSTART;VALUE=DATE:20261207\r\n"));
        assert!(text.contains("DTSTART:20270901T150000Z\r\n"));
        assert!(text.contains("DESCRIPTION:a\\, b\\; c\\nd e\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= MAX_LINE));
        assert!(text.replace("\r\n ", "").contains(&long));
    }
}
