//! Dates as the engine has them.

use jiff::civil::DateTime;
use typst::foundations::Datetime;

/// Returns the engine's form of a date.
pub(super) fn engine_date(date: DateTime) -> Option<Datetime> {
    Datetime::from_ymd_hms(
        i32::from(date.year()),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
        date.hour().unsigned_abs(),
        date.minute().unsigned_abs(),
        date.second().unsigned_abs(),
    )
}
