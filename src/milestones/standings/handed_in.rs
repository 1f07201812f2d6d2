//! Whether the work was handed in by its date: to the minute, by the clocks of the programme.
//!
//! Deadlines are times on the wall of the programme. folio states the fact, and never a penalty.

use jiff::civil::DateTime;

use crate::diagnostics::british;
use crate::diagnostics::text::{count, inline};
use crate::milestones::ledger::day_of;
use crate::milestones::standings::standing::Standing;
use crate::project::{Due, Zone};

/// How handing in stands to its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeliness {
    /// It was in time.
    InTime,
    /// It was late by so many minutes, begun ones counted.
    Late {
        /// The minutes, from 1.
        minutes: u64,
    },
    /// It was late, and nobody recorded the time.
    LateByDay,
    /// It was on the day of a date with a time, and nobody recorded the time.
    TimeNotRecorded,
    /// There is no date.
    NoDate,
}

impl Timeliness {
    /// Returns how work that was handed in `on` stands to its date.
    pub(crate) fn of(due: Option<Due>, on: Due, zone: &Zone) -> Self {
        let Some(due) = due else {
            return Self::NoDate;
        };
        match (due, on) {
            (_, Due::Day(on)) if on > due.day() => Self::LateByDay,
            (_, Due::Day(on)) if on < due.day() => Self::InTime,
            (Due::Day(_), Due::Day(_)) => Self::InTime,
            (Due::Moment(_), Due::Day(_)) => Self::TimeNotRecorded,
            (Due::Moment(due), Due::Moment(on)) => Self::between(due, on, zone),
            (Due::Day(due), Due::Moment(on)) => {
                let end = due.tomorrow().unwrap_or(due).at(0, 0, 0, 0);
                match on < end {
                    true => Self::InTime,
                    false => Self::between(end, on, zone),
                }
            }
        }
    }

    fn between(due: DateTime, on: DateTime, zone: &Zone) -> Self {
        match u64::try_from(zone.seconds_between(due, on)) {
            Ok(0) | Err(_) => Self::InTime,
            Ok(seconds) => Self::Late {
                minutes: seconds.div_ceil(60),
            },
        }
    }

    /// Returns the minutes, if they are known: none, when it was in time.
    pub fn minutes_late(self) -> Option<u64> {
        match self {
            Self::InTime => Some(0),
            Self::Late { minutes } => Some(minutes),
            Self::LateByDay | Self::TimeNotRecorded | Self::NoDate => None,
        }
    }

    fn in_words(self) -> String {
        match self {
            Self::InTime => ", in time".into(),
            Self::Late { minutes } => {
                let minutes = usize::try_from(minutes).unwrap_or(usize::MAX);
                format!(", {} late", count(minutes, "minute"))
            }
            Self::LateByDay => ", late, time not recorded".into(),
            Self::TimeNotRecorded => ", time not recorded".into(),
            Self::NoDate => String::new(),
        }
    }
}

impl Standing {
    /// Returns when it was handed in: a day alone, unless a time was recorded.
    pub fn handed_in_on(&self) -> Option<Due> {
        let (at, submitted) = self.submitted.as_ref()?;
        Some(submitted.on.unwrap_or(Due::Day(day_of(*at))))
    }

    /// Returns how handing in stands to the date that counts for whoever asks.
    pub fn timeliness(&self) -> Option<Timeliness> {
        Some(Timeliness::of(
            self.binding_due(),
            self.handed_in_on()?,
            &self.zone,
        ))
    }

    /// Says when it was handed in, how that is known, and which file was packaged.
    pub fn handed_in_in_words(&self) -> Option<String> {
        let (_, submitted) = self.submitted.as_ref()?;
        let when = match self.handed_in_on()? {
            Due::Day(day) => british(day).to_string(),
            Due::Moment(at) => {
                let odd = self.zone.oddity(at);
                let odd = odd.map_or_else(String::new, |odd| format!(" ({odd})"));
                format!("{} at {}{odd}", british(at.date()), at.strftime("%H:%M"))
            }
        };
        let late = self.timeliness()?.in_words();
        let evidence = inline(&submitted.evidence, 120);
        let mut said = format!("handed in on {when}{late}; evidence: {evidence}");
        if let Some(packaged) = &self.packaged {
            said.push_str(&format!("; file {}", packaged.digest));
        }
        Some(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_is_counted_on_the_clocks_of_the_programme() {
        #[track_caller]
        fn case_in(zone: &str, due: &str, on: &str, expected: Timeliness) {
            let read = |text: &str| match text.contains('T') {
                true => Due::Moment(text.parse().unwrap()),
                false => Due::Day(text.parse().unwrap()),
            };
            let zone = Zone::named(zone).unwrap();
            assert_eq!(Timeliness::of(Some(read(due)), read(on), &zone), expected);
        }
        #[track_caller]
        fn case(due: &str, on: &str, expected: Timeliness) {
            case_in("Europe/London", due, on, expected);
        }
        let late = |minutes| Timeliness::Late { minutes };

        let due = "2027-09-01T16:00";
        case(due, "2027-09-01T16:00:00", Timeliness::InTime);
        case(due, "2027-09-01T16:00:01", late(1));
        case(due, "2027-09-01T16:07", late(7));
        case(due, "2027-09-02T16:00", late(1_440));
        case(due, "2027-09-01", Timeliness::TimeNotRecorded);
        case(due, "2027-08-31", Timeliness::InTime);
        case(due, "2027-09-02", Timeliness::LateByDay);
        case("2027-09-01", "2027-09-01", Timeliness::InTime);
        case("2027-09-01", "2027-09-01T23:59", Timeliness::InTime);
        case("2027-09-01", "2027-09-02T00:05", late(5));
        // The clocks go forward on 28 March 2027 at 01:00, and back on 31 October at 02:00.
        case("2027-03-28T00:30", "2027-03-28T02:30", late(60));
        case("2027-03-27T16:00", "2027-03-28T16:00", late(23 * 60));
        case("2027-03-28T16:00", "2027-03-29T16:00", late(24 * 60));
        case("2027-10-31T00:30", "2027-10-31T02:30", late(180));
        case("2027-10-30T16:00", "2027-10-31T16:00", late(25 * 60));
        case("2027-10-31T16:00", "2027-11-01T16:00", late(24 * 60));
        // Berlin changes at the same moments, New York on other days, Tokyo never.
        case_in(
            "Europe/Berlin",
            "2027-03-28T01:30",
            "2027-03-28T03:30",
            late(60),
        );
        case_in(
            "Europe/Berlin",
            "2027-10-31T01:30",
            "2027-10-31T03:30",
            late(180),
        );
        case_in(
            "America/New_York",
            "2027-03-27T16:00",
            "2027-03-28T16:00",
            late(24 * 60),
        );
        case_in(
            "America/New_York",
            "2027-03-13T16:00",
            "2027-03-14T16:00",
            late(23 * 60),
        );
        case_in(
            "Asia/Tokyo",
            "2027-10-30T16:00",
            "2027-10-31T16:00",
            late(24 * 60),
        );
        let on = Due::Day("2027-09-01".parse().unwrap());
        let none = Timeliness::of(None, on, &Zone::default());
        assert_eq!(none, Timeliness::NoDate);
    }
}
