//! The clocks by which a programme means its dates.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

/// A time zone that is known, by its name such as `Europe/London`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone(String);

impl Default for Zone {
    fn default() -> Self {
        Self("Europe/London".into())
    }
}

impl Zone {
    /// Returns the zone of a name, if there is one. The zones come with folio: what a machine knows
    /// of them makes no difference.
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZoneDatabase::bundled().get(name.trim()).ok()?;
        zone.iana_name().map(|name| Self(name.to_owned()))
    }

    /// Returns the seconds between two times on its clocks; of a time that a clock shows twice the
    /// first is meant.
    pub fn seconds_between(&self, from: DateTime, to: DateTime) -> i64 {
        self.timestamp(to).as_second() - self.timestamp(from).as_second()
    }

    /// Returns the moment at which its clocks show a time; of one that is shown twice the first.
    pub fn timestamp(&self, at: DateTime) -> Timestamp {
        let zone = TimeZoneDatabase::bundled().get(&self.0);
        let zone = zone.unwrap_or(TimeZone::UTC);
        let at = zone.to_ambiguous_timestamp(at).compatible();
        at.unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Says that its clocks show a time twice or never, if so.
    pub fn oddity(&self, at: DateTime) -> Option<&'static str> {
        let zone = TimeZoneDatabase::bundled().get(&self.0).ok()?;
        match zone.to_ambiguous_timestamp(at).offset() {
            AmbiguousOffset::Unambiguous { .. } => None,
            AmbiguousOffset::Fold { .. } => {
                Some("the clocks showed that time twice: the first is meant")
            }
            AmbiguousOffset::Gap { .. } => Some("the clocks never showed that time"),
        }
    }

    /// Returns its name, such as `Europe/London`.
    pub fn name(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_the_clocks_show_twice_or_never_is_said() {
        #[track_caller]
        fn case(at: &str, oddity: Option<&str>) {
            let found = Zone::default().oddity(at.parse().unwrap());
            assert_eq!(found, oddity);
        }

        let twice = Some("the clocks showed that time twice: the first is meant");
        let never = Some("the clocks never showed that time");
        case("2026-10-25T00:59:59", None);
        case("2026-10-25T01:30:00", twice);
        case("2026-10-25T02:00:00", None);
        case("2026-10-31T01:30:00", None);
        case("2027-03-28T00:59:59", None);
        case("2027-03-28T01:30:00", never);
        case("2027-03-28T02:00:00", None);
        case("2027-10-31T01:30:00", twice);
    }
}
