//! What `folio package` says where it packages nothing: first that there is a PDF all the same.

use folio::diagnostics::text::{count, inline, thousands};
use folio::diagnostics::{Diagnostic, Level};
use folio::pipeline::PackageReport;
use folio::project::Due;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Timestamp, ToSpan};

use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::opened::Opened;
use crate::cli::package::words::{before, due};

/// So many reasons are told; the others are counted.
const REASONS: usize = 5;

/// Says where the PDF is, why it was not packaged, how to go on, and how much time is left.
pub(crate) fn in_words(
    report: &PackageReport,
    pdf: &str,
    opened: &Opened,
    context: &Context,
) -> String {
    let mut out = opening(&report.left_out, pdf);
    for (at, code) in report.stops.iter().take(REASONS).enumerate() {
        let findings = report.preflight.findings.iter();
        let alike = findings.filter(|it| it.code == *code && it.level == Level::Deny);
        let alike: Vec<&Diagnostic> = alike.collect();
        if let Some(first) = alike.first() {
            out.push_str(&format!(
                "  {}. {}\n     folio check --for submission --only {code}\n",
                at + 1,
                reason(first, alike.len(), report)
            ));
        }
    }
    let more = report.stops.len().saturating_sub(REASONS);
    if more > 0 {
        out.push_str(&format!(
            "  and {} more: folio check --for submission\n",
            count(more, "reason")
        ));
    }
    if report.left_out.is_empty() {
        out.push_str(
            "To package it despite all of that: folio package --despite all --reason \"…\"\n",
        );
    }
    out + &time_left(due(opened), context)
}

/// Says the same where it is no finding but an error that stands in the way.
pub(crate) fn of_error(
    error: &CommandError,
    pdf: &str,
    due: Option<Due>,
    context: &Context,
) -> String {
    let mut out = opening(&[], pdf);
    out.push_str(&format!("  1. {}\n", error.message));
    for hint in &error.hints {
        out.push_str(&format!("     {hint}\n"));
    }
    out + &time_left(due, context)
}

/// Says where the PDF is, and whether it can be handed in.
fn opening(left_out: &[String], pdf: &str) -> String {
    match left_out {
        [] => format!(
            "Your PDF is written and can be handed in: {pdf}. It was not packaged, because:\n"
        ),
        left_out => format!(
            "Your PDF is written, but without {}: {pdf}. It was not packaged, because:\n",
            left_out.join(" and ")
        ),
    }
}

fn reason(first: &Diagnostic, alike: usize, report: &PackageReport) -> String {
    let place = first.place.as_ref();
    let place = place.map(|place| format!(" ({})", report.preflight.sources.line_of(place)));
    let more = match alike {
        0 | 1 => String::new(),
        alike => format!(", and {} more like it", thousands(alike - 1)),
    };
    format!(
        "{}{}{more}",
        inline(&first.message, 300),
        place.unwrap_or_default()
    )
}

/// Says by when it must be handed in, and how much time that leaves.
fn time_left(due: Option<Due>, context: &Context) -> String {
    let Some(due) = due else {
        return String::new();
    };
    let now = british_time(context.now);
    let by = match due {
        Due::Day(day) => day
            .tomorrow()
            .map_or(day.at(23, 59, 0, 0), |it| it.at(0, 0, 0, 0)),
        Due::Moment(at) => at,
    };
    let when = before(due);
    match left(now, by) {
        Some(left) => format!("It is due {when}: {left} left. Nothing has been sent.\n"),
        None => format!("It was due {when}: hand it in at once. Nothing has been sent.\n"),
    }
}

/// Returns the time between two moments in words; `None` where none is left.
fn left(now: DateTime, by: DateTime) -> Option<String> {
    let minutes = by.duration_since(now).as_mins();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let counted = |number: i64, noun| count(usize::try_from(number).unwrap_or_default(), noun);
    let verb = |number: i64| if number == 1 { "is" } else { "are" };
    match (days, hours, minutes) {
        _ if by <= now => None,
        (2.., _, _) => Some(format!("{} {}", counted(days, "day"), verb(days))),
        (_, 0, _) if days == 0 => Some(format!("{} {}", counted(minutes, "minute"), verb(minutes))),
        _ => Some(format!(
            "{} and {} are",
            counted(days * 24 + hours, "hour"),
            counted(minutes, "minute")
        )),
    }
}

/// Returns what the clocks of Britain show: due dates are written by them.
fn british_time(now: Timestamp) -> DateTime {
    let utc = jiff::tz::TimeZone::UTC.to_datetime(now);
    let last_sunday = |month: i8| {
        let last = Date::constant(utc.year(), month, 31);
        let back = last.weekday().since(Weekday::Sunday);
        last.checked_sub(i64::from(back).days())
            .unwrap_or(last)
            .at(1, 0, 0, 0)
    };
    let is_summer = last_sunday(3) <= utc && utc < last_sunday(10);
    let shift = if is_summer { 1 } else { 0 };
    utc.checked_add(shift.hours()).unwrap_or(utc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_that_is_left_is_that_of_british_clocks() {
        #[track_caller]
        fn case(now: &str, by: &str, expected: Option<&str>) {
            let now = british_time(now.parse().unwrap());
            assert_eq!(left(now, by.parse().unwrap()).as_deref(), expected);
        }

        case(
            "2027-01-15T23:40:00Z",
            "2027-01-16T00:00",
            Some("20 minutes are"),
        );
        case(
            "2027-09-01T14:40:00Z",
            "2027-09-01T16:00",
            Some("20 minutes are"),
        );
        case(
            "2027-09-01T14:59:00Z",
            "2027-09-01T16:00",
            Some("1 minute is"),
        );
        case("2027-09-01T15:00:00Z", "2027-09-01T16:00", None);
        case(
            "2027-08-31T14:30:00Z",
            "2027-09-01T16:00",
            Some("24 hours and 30 minutes are"),
        );
        case(
            "2027-03-28T00:59:00Z",
            "2027-03-28T16:00",
            Some("15 hours and 1 minute are"),
        );
        case(
            "2027-03-28T01:00:00Z",
            "2027-03-28T16:00",
            Some("14 hours and 0 minutes are"),
        );
        case(
            "2027-08-20T15:00:00Z",
            "2027-09-01T16:00",
            Some("12 days are"),
        );
    }
}
