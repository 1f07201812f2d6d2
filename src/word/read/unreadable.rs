//! Why a file is not read, in words that say what to do instead.

use crate::diagnostics::text;

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is something else, or says that it is.
    #[error("this is {what}, not a Word file (.docx)")]
    Other {
        /// What it is, with its article.
        what: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// Only with a password can it be opened.
    #[error("this file is locked with a password")]
    Locked,
    /// It carries programs.
    #[error("this file carries macros, which are programs")]
    Macros,
    /// A part cannot be read.
    #[error("this Word file is damaged: its part `{part}` cannot be read")]
    Damaged {
        /// The part.
        part: String,
    },
    /// It defines abbreviations of its own, as files do that want to fill a computer's memory.
    #[error("this file defines entities of its own, which no Word file does")]
    Entities,
    /// More than a dissertation can have.
    #[error("this file has more than {} {what}: that is no dissertation", text::thousands(*most))]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// The most that is read.
        most: usize,
    },
}

impl Unreadable {
    pub(crate) fn damaged(part: &str) -> Self {
        Self::Damaged {
            part: text::inline(part, 80),
        }
    }

    /// Returns what to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Other { hint, .. } => hint,
            Self::Locked => {
                "open it in Word with its password, choose File, Info, Protect Document, take the \
                 password away, and save it under another name"
            }
            Self::Macros => {
                "open it in Word and save it as \"Word Document (*.docx)\", which has no macros"
            }
            Self::Damaged { .. } => {
                "open it in Word or LibreOffice, let it repair the file, save it as .docx under \
                 another name, and try again with that"
            }
            Self::Entities | Self::TooMuch { .. } => {
                "ask whoever made it; if it is yours, copy its text into a new document and save that"
            }
        }
    }
}
