//! PDF standards by the names that people type.

use std::fmt;
use std::str::FromStr;

use strum::IntoStaticStr;
use typst_pdf::PdfStandard;

use crate::diagnostics::text::{did_you_mean, inline};

/// A version of PDF, or a promise that a PDF can keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr)]
pub enum Standard {
    /// PDF 1.4.
    #[strum(serialize = "1.4")]
    V1_4,
    /// PDF 1.5.
    #[strum(serialize = "1.5")]
    V1_5,
    /// PDF 1.6.
    #[strum(serialize = "1.6")]
    V1_6,
    /// PDF 1.7.
    #[strum(serialize = "1.7")]
    V1_7,
    /// PDF 2.0.
    #[strum(serialize = "2.0")]
    V2_0,
    /// PDF/A-1b: keeps its look.
    #[strum(serialize = "a-1b")]
    A1b,
    /// PDF/A-1a: keeps its look, text and structure.
    #[strum(serialize = "a-1a")]
    A1a,
    /// PDF/A-2b: keeps its look.
    #[strum(serialize = "a-2b")]
    A2b,
    /// PDF/A-2u: keeps its look and text.
    #[strum(serialize = "a-2u")]
    A2u,
    /// PDF/A-2a: keeps its look, text and structure.
    #[strum(serialize = "a-2a")]
    A2a,
    /// PDF/A-3b: as 2b, with attachments.
    #[strum(serialize = "a-3b")]
    A3b,
    /// PDF/A-3u: as 2u, with attachments.
    #[strum(serialize = "a-3u")]
    A3u,
    /// PDF/A-3a: as 2a, with attachments.
    #[strum(serialize = "a-3a")]
    A3a,
    /// PDF/A-4, on PDF 2.0.
    #[strum(serialize = "a-4")]
    A4,
    /// PDF/A-4f: as 4, with attachments.
    #[strum(serialize = "a-4f")]
    A4f,
    /// PDF/A-4e: as 4, for engineering.
    #[strum(serialize = "a-4e")]
    A4e,
    /// PDF/UA-1: can be read aloud.
    #[strum(serialize = "ua-1")]
    Ua1,
}

impl Standard {
    /// Every standard, in the order of help texts.
    pub const ALL: [Standard; 17] = [
        Self::A2a,
        Self::Ua1,
        Self::A2u,
        Self::A2b,
        Self::A1a,
        Self::A1b,
        Self::A3a,
        Self::A3u,
        Self::A3b,
        Self::A4,
        Self::A4f,
        Self::A4e,
        Self::V1_4,
        Self::V1_5,
        Self::V1_6,
        Self::V1_7,
        Self::V2_0,
    ];

    /// What a submission gets when nobody asks for anything else.
    pub const DEFAULT: [Standard; 2] = [Self::A2a, Self::Ua1];

    /// Returns the name that people type.
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub(super) fn engine(self) -> PdfStandard {
        match self {
            Self::V1_4 => PdfStandard::V_1_4,
            Self::V1_5 => PdfStandard::V_1_5,
            Self::V1_6 => PdfStandard::V_1_6,
            Self::V1_7 => PdfStandard::V_1_7,
            Self::V2_0 => PdfStandard::V_2_0,
            Self::A1b => PdfStandard::A_1b,
            Self::A1a => PdfStandard::A_1a,
            Self::A2b => PdfStandard::A_2b,
            Self::A2u => PdfStandard::A_2u,
            Self::A2a => PdfStandard::A_2a,
            Self::A3b => PdfStandard::A_3b,
            Self::A3u => PdfStandard::A_3u,
            Self::A3a => PdfStandard::A_3a,
            Self::A4 => PdfStandard::A_4,
            Self::A4f => PdfStandard::A_4f,
            Self::A4e => PdfStandard::A_4e,
            Self::Ua1 => PdfStandard::Ua_1,
        }
    }

    /// Whether it asks for alternative texts.
    pub(super) fn wants_alt(self) -> bool {
        matches!(self, Self::A1a | Self::A2a | Self::A3a | Self::Ua1)
    }

    /// Whether it asks for tags.
    pub(super) fn wants_tags(self) -> bool {
        self.wants_alt()
    }

    /// The next weaker standard of the same family, if there is one.
    fn weaker(self) -> Option<Standard> {
        match self {
            Self::A1a => Some(Self::A1b),
            Self::A2a => Some(Self::A2u),
            Self::A2u => Some(Self::A2b),
            Self::A3a => Some(Self::A3u),
            Self::A3u => Some(Self::A3b),
            Self::A4f | Self::A4e => Some(Self::A4),
            Self::V1_4
            | Self::V1_5
            | Self::V1_6
            | Self::V1_7
            | Self::V2_0
            | Self::A1b
            | Self::A2b
            | Self::A3b
            | Self::A4
            | Self::Ua1 => None,
        }
    }

    /// Whether it promises that the file keeps its look.
    pub(super) fn is_archive(self) -> bool {
        !self.is_version() && self != Self::Ua1
    }

    pub(super) fn is_version(self) -> bool {
        matches!(
            self,
            Self::V1_4 | Self::V1_5 | Self::V1_6 | Self::V1_7 | Self::V2_0
        )
    }

    /// The wanted standards, then weaker and weaker sets down to a plain PDF.
    ///
    /// What is given up is one thing at a time: each standard by itself is weakened before another
    /// is touched, and each stands alone before none does.
    pub(super) fn ladder(wanted: &[Standard]) -> Vec<Vec<Standard>> {
        let mut rungs: Vec<Vec<Standard>> = vec![Vec::new()];
        for standard in wanted.iter().rev() {
            let mut ways = vec![Some(*standard)];
            let next = |it: &Standard| it.weaker();
            ways.extend(std::iter::successors(standard.weaker(), next).map(Some));
            if !standard.is_version() {
                ways.push(None);
            }
            let with = |way: &Option<Standard>| {
                let way = *way;
                let longer = rungs
                    .iter()
                    .map(move |rung| way.into_iter().chain(rung.iter().copied()));
                longer
                    .map(Iterator::collect)
                    .collect::<Vec<Vec<Standard>>>()
            };
            rungs = ways.iter().flat_map(with).collect();
        }
        // More standards are better than fewer.
        rungs.sort_by_key(|rung| std::cmp::Reverse(rung.len()));
        if let Some(last) = rungs.last_mut().filter(|rung| rung.is_empty()) {
            let is_fourth = |it: &Standard| matches!(it, Self::A4 | Self::A4f | Self::A4e);
            last.push(match wanted.iter().any(is_fourth) {
                true => Self::V2_0,
                false => Self::V1_7,
            });
        }
        rungs
    }
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        if self.is_version() {
            return write!(f, "PDF {name}");
        }
        let (family, part) = name.split_once('-').unwrap_or((name, ""));
        write!(f, "PDF/{}-{part}", family.to_uppercase())
    }
}

/// A name that is no standard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a PDF standard: {hint}")]
pub struct StandardError {
    name: String,
    hint: String,
}

impl FromStr for Standard {
    type Err = StandardError;

    /// Reads `a-2a`, `A-2A`, `PDF/A-2a` or `pdfa-2a`.
    fn from_str(text: &str) -> Result<Self, StandardError> {
        let lower = text.trim().to_lowercase();
        let short = ["pdf/", "pdf-", "pdf ", "pdf"]
            .iter()
            .find_map(|prefix| lower.strip_prefix(prefix))
            .unwrap_or(&lower)
            .trim();
        let same = |name: &str| name.replace('-', "") == short.replace('-', "");
        match Self::ALL.iter().find(|standard| same(standard.name())) {
            Some(standard) => Ok(*standard),
            None => Err(StandardError {
                name: inline(text, 20),
                hint: did_you_mean(short, &Self::ALL.map(Self::name)),
            }),
        }
    }
}

/// Returns the standards as people read them: `PDF/A-2a with PDF/UA-1`.
pub(super) fn in_words(standards: &[Standard]) -> String {
    let names: Vec<String> = standards.iter().map(Standard::to_string).collect();
    names.join(" with ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standard_is_read_in_the_ways_people_write_it() {
        for text in ["a-2a", "A-2a", "PDF/A-2a", "pdf/a-2A", "a2a", " PDFA-2a "] {
            assert_eq!(text.parse(), Ok(Standard::A2a), "{text}");
        }
        assert_eq!("1.7".parse(), Ok(Standard::V1_7));
        for standard in Standard::ALL {
            assert_eq!(standard.to_string().parse(), Ok(standard));
        }
    }

    #[test]
    fn an_unknown_standard_is_met_with_the_nearest() {
        let error = "ua-2".parse::<Standard>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`ua-2` is not a PDF standard: did you mean `ua-1`?"
        );
    }

    #[test]
    fn the_ladder_leads_down_to_a_plain_pdf() {
        let names = |wanted: &[Standard]| -> Vec<String> {
            Standard::ladder(wanted)
                .iter()
                .map(|rung| in_words(rung))
                .collect()
        };
        assert_eq!(
            names(&Standard::DEFAULT),
            [
                "PDF/A-2a with PDF/UA-1",
                "PDF/A-2u with PDF/UA-1",
                "PDF/A-2b with PDF/UA-1",
                "PDF/A-2a",
                "PDF/A-2u",
                "PDF/A-2b",
                "PDF/UA-1",
                "PDF 1.7"
            ]
        );
        assert_eq!(names(&[Standard::Ua1]), ["PDF/UA-1", "PDF 1.7"]);
        assert_eq!(names(&[Standard::A4f]), ["PDF/A-4f", "PDF/A-4", "PDF 2.0"]);
        assert_eq!(names(&[Standard::V2_0]), ["PDF 2.0"]);
    }
}
