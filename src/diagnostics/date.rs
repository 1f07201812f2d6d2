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

/// What a person typed and what is wrong with it, with the right form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date: {why}; write it as 15 February 2027, 15/02/2027 or 2027-02-15")]
pub struct TypedDateError {
    text: String,
    why: String,
}

/// Reads a date as British people type it: `15 February 2027`, `15th Feb 2027`, `Mon 15 February`,
/// `February 15, 2027`, `15/02/2027`, `15.2.27`, `2027-02-15`. Without a year it is the next such
/// day from `today` on; two figures are a year of this century. In figures the day comes first.
///
/// # Errors
///
/// Whatever is no day of the calendar, and a date without a year where no `today` is known.
pub fn parse_typed_date(text: &str, today: Option<Date>) -> Result<Date, TypedDateError> {
    let wrong = |why: &str| TypedDateError {
        text: crate::diagnostics::text::inline(text.trim(), 40),
        why: why.to_owned(),
    };
    if let Ok(date) = parse_date(text.trim()) {
        return Ok(date);
    }
    let small = text.to_lowercase();
    let mut parts: Vec<&str> = small
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty() && *part != "of" && *part != "the")
        .collect();
    if parts.first().is_some_and(|part| is_weekday(part)) {
        parts.remove(0);
    }
    let (day, month, year) = match parts.as_slice() {
        // `2027/2/15`: whoever begins with a year means what ISO means.
        [year, month, day] if year.len() == 4 && is_figures(year) => (day, month, Some(*year)),
        [month, day, rest @ ..] if named_month(month).is_some() => {
            (day, month, rest.first().copied())
        }
        [day, month] => (day, month, None),
        [day, month, year] => (day, month, Some(*year)),
        _ => return Err(wrong("expected a day, a month and a year")),
    };
    let bare = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| day.strip_suffix(end));
    let day: i8 = bare
        .unwrap_or(day)
        .parse()
        .map_err(|_| wrong("there is no such day"))?;
    let month = match named_month(month) {
        Some(month) => month,
        None => match month.parse::<i8>() {
            Ok(number @ 1..=12) => number,
            Ok(number) if (1..=12).contains(&day) && number <= 31 => {
                return Err(wrong(&format!(
                    "there is no month {number}, since the day comes first"
                )));
            }
            _ => return Err(wrong("there is no such month")),
        },
    };
    let of =
        |year: i16| Date::new(year, month, day).map_err(|_| wrong("the calendar has no such day"));
    match (year, today) {
        (Some(year), _) if is_figures(year) && matches!(year.len(), 2 | 4) => {
            let number: i16 = year.parse().map_err(|_| wrong("there is no such year"))?;
            of(if year.len() == 2 {
                2000 + number
            } else {
                number
            })
        }
        (Some(_), _) => Err(wrong("a year has four figures")),
        (None, None) => Err(wrong("the year is missing")),
        (None, Some(today)) => {
            let next = of(today.year()).ok().filter(|date| *date >= today);
            next.map_or_else(|| of(today.year() + 1), Ok)
        }
    }
}

fn is_figures(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the number of a month by its name or the beginning of it: `february`, `feb`, `sept`.
fn named_month(word: &str) -> Option<i8> {
    let is_meant = |name: &&str| word.len() >= 3 && name.to_lowercase().starts_with(word);
    let at = MONTHS.iter().position(is_meant)?;
    i8::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    word.len() >= 3 && days.iter().any(|day| day.starts_with(word))
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
    fn dates_are_read_as_british_people_type_them() {
        let today = parse_date("2026-11-22").unwrap();
        #[track_caller]
        fn case(today: Date, text: &str, expected: &str) {
            let read = parse_typed_date(text, Some(today));
            assert_eq!(
                read.map(|date| date.to_string()),
                Ok(expected.to_owned()),
                "{text}"
            );
        }

        for text in [
            "2027-02-15",
            "15 February 2027",
            " 15th of Feb. 2027 ",
            "Monday, 15 February 2027",
            "February 15, 2027",
            "15/02/2027",
            "15/2/27",
            "15.2.27",
            "15-02-2027",
            "2027/2/15",
            "15 Feb",
            "15/2",
        ] {
            case(today, text, "2027-02-15");
        }
        case(today, "1 Sept", "2027-09-01");
        case(today, "22 Nov", "2026-11-22");
        case(today, "24 Dec", "2026-12-24");
        case(today, "29 February 2028", "2028-02-29");
    }

    #[test]
    fn what_is_no_date_is_named_with_its_reason_and_the_right_form() {
        let said = |text: &str| parse_typed_date(text, None).unwrap_err().to_string();
        assert_eq!(
            said("02/15/2027"),
            "`02/15/2027` is not a date: there is no month 15, since the day comes first; write it \
             as 15 February 2027, 15/02/2027 or 2027-02-15"
        );
        for (text, why) in [
            ("30 February 2027", "the calendar has no such day"),
            ("1 Sept", "the year is missing"),
            ("1 Sept 202", "a year has four figures"),
            ("next week", "there is no such day"),
            ("", "expected a day, a month and a year"),
            ("1 2 3 4", "expected a day, a month and a year"),
            ("15 Febtober 2027", "there is no such month"),
        ] {
            assert!(said(text).contains(why), "{}", said(text));
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
