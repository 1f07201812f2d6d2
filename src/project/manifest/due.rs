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
