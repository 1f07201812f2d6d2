//! Dates: how they are read and how British readers see them.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The date a run is judged by. Only `cli` asks the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Today(pub Date);

impl Today {
    /// Returns the first moment of the day in UTC.
    pub fn start(self) -> Timestamp {
        let day = self.0.to_zoned(TimeZone::UTC);
        day.map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp())
    }
}

impl FromStr for Today {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        parse_date(text).map(Self)
    }
}

/// The date that the document carries, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentDate {
    /// Day and time, without a zone; the PDF writes it as UTC.
    pub at: DateTime,
    /// Where it comes from, for the message on standard error.
    pub source: String,
}

/// A text that is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date: expected a day of the calendar as YYYY-MM-DD, such as 2027-02-15")]
pub struct DateError {
    text: String,
}

/// Reads a date written as `2027-02-15`.
///
/// # Errors
///
/// If the text has another form, or the day is in no calendar.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let has_shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let error = || DateError {
        text: crate::diagnostics::text::inline(text, 40),
    };
    if !has_shape {
        return Err(error());
    }
    text.parse().map_err(|_| error())
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(date: Date) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

/// Writes a date for prose: `1 September 2027`.
pub fn british(date: Date) -> impl fmt::Display {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// Writes the month of a date for a title page: `September 2027`.
pub fn month_and_year(date: Date) -> String {
    format!("{} {}", month(date), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_day_of_the_calendar_is_a_date() {
        assert_eq!(
            british(parse_date("2027-09-01").unwrap()).to_string(),
            "1 September 2027"
        );
        for wrong in [
            "2027-02-30",
            "01/09/2027",
            "2027-9-1",
            "tomorrow",
            "2027-09-01T16:00",
            "",
        ] {
            assert!(parse_date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_title_page_shows_month_and_year() {
        assert_eq!(
            month_and_year(parse_date("2027-12-31").unwrap()),
            "December 2027"
        );
    }
}
