//! The date that the document carries.

use jiff::civil::DateTime;

use crate::diagnostics::{DocumentDate, Today};
use crate::package::EXTENDED;

/// When the dissertation is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HandingIn {
    pub(crate) at: DateTime,
    /// Whether it is another day than the manifest says.
    pub(crate) is_extended: bool,
}

/// Returns the moment that `SOURCE_DATE_EPOCH` names.
pub(crate) fn from_epoch(seconds: Option<i64>) -> Option<DateTime> {
    let moment = jiff::Timestamp::from_second(seconds?).ok()?;
    Some(moment.to_zoned(jiff::tz::TimeZone::UTC).datetime())
}

/// Chooses the document's date: the submission's, else `SOURCE_DATE_EPOCH`, else today.
pub(crate) fn document_date(
    submission: Option<HandingIn>,
    source_date_epoch: Option<i64>,
    today: Today,
) -> DocumentDate {
    if let Some(HandingIn { at, is_extended }) = submission {
        let source = match is_extended {
            true => EXTENDED,
            false => "the submission date in folio.toml",
        };
        DocumentDate {
            at,
            source: source.into(),
        }
    } else if let Some(at) = from_epoch(source_date_epoch) {
        DocumentDate {
            at,
            source: "SOURCE_DATE_EPOCH".into(),
        }
    } else {
        let at = today.0.at(0, 0, 0, 0);
        DocumentDate {
            at,
            source: "today; set `[milestones] submission` to fix it".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_submission_wins_then_the_epoch_then_today() {
        let today = Today(date(2026, 11, 22));
        let submission = HandingIn {
            at: date(2027, 9, 1).at(16, 0, 0, 0),
            is_extended: false,
        };
        let at = |submission, epoch| document_date(submission, epoch, today).at.to_string();
        assert_eq!(at(Some(submission), Some(0)), "2027-09-01T16:00:00");
        assert_eq!(at(None, Some(86_400)), "1970-01-02T00:00:00");
        assert_eq!(at(None, None), "2026-11-22T00:00:00");
    }
}
