//! When something is due.

use std::fmt;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::diagnostics::british;

/// When something is due: a day, or a time of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Due {
    /// Any time on that day.
    Day(Date),
    /// A time of a day, without a zone: the clock of whoever set it.
    Moment(DateTime),
}

impl fmt::Display for Due {
    /// Writes it as data have it: `2027-02-15`, or with its time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Moment(moment) => write!(f, "{moment}"),
        }
    }
}

impl Due {
    /// Reads a time of a day as the clocks of the programme show it. An offset or a zone behind it
    /// means another moment: it is not left out, the text is no such time.
    pub fn moment(text: &str) -> Option<DateTime> {
        let (day, time) = text.split_once(['T', 't', ' '])?;
        let is_time = |byte: u8| byte.is_ascii_digit() || b":.".contains(&byte);
        let is_plain = day.len() == 10 && time.len() >= 5 && time.bytes().all(is_time);
        is_plain.then(|| text.parse().ok())?
    }

    /// Returns the day.
    pub fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.date(),
        }
    }

    /// Returns the day, and the hour if there is one: `1 September 2027, 16:00`.
    pub fn in_words(self) -> String {
        let day = british(self.day());
        match self {
            Self::Day(_) => day.to_string(),
            Self::Moment(moment) => format!("{day}, {:02}:{:02}", moment.hour(), moment.minute()),
        }
    }

    /// Returns the day and time; a day alone starts at midnight.
    pub fn at(self) -> DateTime {
        match self {
            Self::Day(day) => day.at(0, 0, 0, 0),
            Self::Moment(moment) => moment,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_with_an_offset_or_a_zone_is_no_time_on_the_clocks_of_the_programme() {
        for text in [
            "2027-09-01T15:59",
            "2027-09-01 15:59",
            "2027-09-01T15:59:00.5",
        ] {
            assert!(Due::moment(text).is_some(), "{text}");
        }
        for text in [
            "2027-09-01T15:59-05:00",
            "2027-09-01T15:59+05:00",
            "2027-09-01T15:59Z",
            "2027-09-01T15:59[America/New_York]",
            "2027-09-01",
        ] {
            assert_eq!(Due::moment(text), None, "{text}");
        }
    }
}
