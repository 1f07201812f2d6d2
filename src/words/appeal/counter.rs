//! The programs whose numbers people quote, and what is known of how they count.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::words::convention::Convention;

/// A program that made somebody else's number.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Counter {
    /// Turnitin's report.
    Turnitin,
    /// Microsoft Word.
    Word,
    /// LibreOffice Writer.
    LibreOffice,
    /// TeXcount.
    TexCount,
    /// The text of a PDF, cut at white space.
    Pdf,
}

impl Counter {
    /// Returns the name used in manifests, on the command line and in JSON.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the conventions that may be meant: one where its rule was measured, else all.
    pub fn conventions(self) -> &'static [Convention] {
        match self {
            Counter::Turnitin | Counter::Word => Convention::ALL,
            Counter::LibreOffice => &[Convention::LibreOffice],
            Counter::TexCount => &[Convention::TexCount],
            Counter::Pdf => &[Convention::Whitespace],
        }
    }

    /// Returns what is known of it, as a sentence for people.
    pub fn known(self) -> &'static str {
        match self {
            Counter::Turnitin => {
                "how Turnitin cuts words has not been measured: all five conventions are tried"
            }
            Counter::Word => {
                "how Microsoft Word cuts words has not been measured: all five conventions are tried"
            }
            Counter::LibreOffice => {
                "LibreOffice's way of cutting words was measured; which text it was given is not known"
            }
            Counter::TexCount => {
                "TeXcount's way of cutting words was measured; which text it was given is not known"
            }
            Counter::Pdf => {
                "the text of a PDF, cut at white space; its hyphens at line ends are not followed"
            }
        }
    }
}
