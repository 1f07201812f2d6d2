//! What a word is: five conventions, each a way to cut text into words.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A rule that says where a word begins and ends.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Convention {
    /// folio's own: runs between white space and dashes.
    #[default]
    Folio,
    /// What LibreOffice Writer counts, quirks included.
    #[serde(rename = "libreoffice")]
    LibreOffice,
    /// What TeXcount 3.1 counts.
    #[serde(rename = "texcount")]
    TexCount,
    /// The words of Unicode's annex 29 that hold a letter or a digit.
    Unicode,
    /// What stands between white space, as `wc -w` counts.
    Whitespace,
}

impl Convention {
    /// Every convention.
    pub const ALL: &[Convention] = &[
        Convention::Folio,
        Convention::LibreOffice,
        Convention::TexCount,
        Convention::Unicode,
        Convention::Whitespace,
    ];

    /// Returns the name used in manifests and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Convention::Folio => "folio",
            Convention::LibreOffice => "libreoffice",
            Convention::TexCount => "texcount",
            Convention::Unicode => "unicode",
            Convention::Whitespace => "whitespace",
        }
    }

    /// Returns the convention with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name)
    }

    /// Calls `word` with the bytes of each word of `text`, in order.
    pub fn each_word(self, text: &str, mut word: impl FnMut(Range<usize>)) {
        let mut start = None;
        for (at, c) in text.char_indices() {
            match (c.is_whitespace(), start) {
                (true, Some(from)) => {
                    word(from..at);
                    start = None;
                }
                (false, None) => start = Some(at),
                (true, None) | (false, Some(_)) => {}
            }
        }
        if let Some(from) = start {
            word(from..text.len());
        }
    }
}

impl fmt::Display for Convention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Returns how many words plain text has; takes time in proportion to its length.
pub fn count_text(text: &str, convention: Convention) -> usize {
    let mut count = 0;
    convention.each_word(text, |_| count += 1);
    count
}
