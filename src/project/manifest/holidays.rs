//! `holidays`: days on which the author does not write.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Days on which the author does not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Holiday {
    /// The first of them.
    pub from: Date,
    /// The last of them.
    pub until: Date,
}

impl Holiday {
    /// Returns how many days after `today`, up to the day `due` itself, some holidays take away.
    pub fn days_off(all: &[Holiday], today: Date, due: Date) -> usize {
        let mut all = all.to_vec();
        all.sort_unstable();
        let mut last = today;
        let mut days = 0;
        for holiday in all {
            let before = holiday.from.yesterday().unwrap_or(Date::MIN).max(last);
            let until = holiday.until.min(due);
            days += usize::try_from((until - before).get_days()).unwrap_or_default();
            last = last.max(until);
        }
        days
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_off_is_taken_away_once_and_only_while_there_is_time() {
        let holiday = |from: i8, until: i8| Holiday {
            from: date(2027, 1, from),
            until: date(2027, 1, until),
        };
        #[track_caller]
        fn case(all: &[Holiday], expected: usize) {
            let (today, due) = (date(2027, 1, 10), date(2027, 1, 20));
            assert_eq!(Holiday::days_off(all, today, due), expected, "{all:?}");
        }
        case(&[], 0);
        case(&[holiday(12, 13)], 2);
        case(&[holiday(12, 15), holiday(14, 16)], 5);
        case(&[holiday(14, 16), holiday(12, 15)], 5);
        // What has gone by, today, and what comes after the day.
        case(&[holiday(1, 10)], 0);
        case(&[holiday(9, 11)], 1);
        case(&[holiday(19, 31)], 2);
        case(&[holiday(21, 22)], 0);
        case(&[holiday(1, 31), holiday(3, 30)], 10);
    }
}
