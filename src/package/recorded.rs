//! What the project's ledger says of a package that stands beside it.
//!
//! A package proves only that its files belong together: somebody could put another whole package
//! in its place. The ledger is a second witness, where there is one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostics::british;

/// What the ledger says of a package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recorded {
    /// There is no ledger beside it: the package was carried elsewhere.
    #[default]
    NoLedger,
    /// The ledger cannot be relied on; the reason as a sentence about "the ledger".
    Unreliable(String),
    /// The ledger does not know this folder and this PDF.
    Unknown,
    /// The ledger records this very PDF.
    Same {
        /// The day it was packaged.
        on: Date,
        /// The folder of the latest package, if that is another.
        later: Option<String>,
        /// The day the work was handed in, if it was after this package.
        handed_in: Option<Date>,
    },
    /// The ledger records another PDF for this folder.
    Other {
        /// The name of that PDF.
        file: String,
        /// The day it was packaged.
        on: Date,
    },
}

impl Recorded {
    /// Returns what a reader should know, as sentences.
    pub(super) fn remarks(&self) -> Vec<String> {
        match self {
            Self::NoLedger | Self::Other { .. } => Vec::new(),
            Self::Unreliable(why) => vec![format!(
                "the project's ledger says nothing that can be relied on: {why}"
            )],
            Self::Unknown => vec![
                "the project's ledger has no record of this package: it was not made here, or the \
                 record was lost"
                    .to_owned(),
            ],
            Self::Same {
                on,
                later,
                handed_in,
            } => {
                let mut said = vec![format!(
                    "the project's ledger records the same PDF, packaged on {}",
                    british(*on)
                )];
                if let Some(folder) = later {
                    said.push(format!("a later package was made: {folder}"));
                }
                if let Some(day) = handed_in {
                    said.push(format!(
                        "the ledger records that the work was handed in on {}",
                        british(*day)
                    ));
                }
                said
            }
        }
    }

    /// Returns why it is not the package that was made here on the day of its receipt, if the ledger
    /// says so.
    pub(super) fn refusal(&self, file: &str, packaged_on: Date) -> Option<String> {
        match self {
            Self::Other { file: theirs, on } => Some(format!(
                "No: `{file}` is not the file that was packaged into this folder: the project's \
                 ledger records another one, `{theirs}` of {}",
                british(*on)
            )),
            // The ledger's day is that of UTC.
            Self::Same { on, .. } if (packaged_on - *on).get_days().abs() > 1 => Some(format!(
                "No: the receipt says that `{file}` was packaged on {}, and the project's ledger \
                 says on {}",
                british(packaged_on),
                british(*on)
            )),
            Self::NoLedger | Self::Unreliable(_) | Self::Unknown | Self::Same { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_another_pdf_in_the_same_folder_is_a_no() {
        let other = Recorded::Other {
            file: "b.pdf".into(),
            on: date(2027, 8, 30),
        };
        let refusal = other.refusal("a.pdf", date(2027, 8, 30)).unwrap();
        assert!(refusal.ends_with("records another one, `b.pdf` of 30 August 2027"));
        for silent in [Recorded::NoLedger, Recorded::Unknown] {
            assert_eq!(silent.refusal("a.pdf", date(2027, 8, 30)), None);
        }
    }

    #[test]
    fn what_came_after_the_package_is_said() {
        let same = Recorded::Same {
            on: date(2027, 8, 30),
            later: Some("submission/2027-08-31".into()),
            handed_in: Some(date(2027, 9, 1)),
        };
        assert_eq!(
            same.remarks(),
            [
                "the project's ledger records the same PDF, packaged on 30 August 2027",
                "a later package was made: submission/2027-08-31",
                "the ledger records that the work was handed in on 1 September 2027",
            ]
        );
        assert_eq!(Recorded::NoLedger.remarks(), Vec::<String>::new());
        for (day, is_refused) in [(28, true), (29, false), (31, false)] {
            let refusal = same.refusal("a.pdf", date(2027, 8, day));
            assert_eq!(refusal.is_some(), is_refused, "{day}");
        }
    }
}
