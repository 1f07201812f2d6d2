//! The words of a text, as the rules of this family walk through them.

use std::ops::Range;

use crate::check::context::SourceContext;
use crate::manuscript::{Passage, PassageKind};

/// Returns the passages in the author's own words: how others write and speak is not corrected.
pub(super) fn own_passages<'a>(context: &SourceContext<'a>) -> impl Iterator<Item = &'a Passage> {
    let passages = context.manuscript.passages();
    passages.filter(|passage| passage.kind != PassageKind::Quotation)
}

/// A word with its place in the text.
#[derive(Clone, Debug)]
pub(super) struct ProseWord<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    /// Whether it stands between quotation marks.
    pub(super) is_quoted: bool,
}

/// Returns the words of a text: runs of letters and apostrophes.
pub(super) fn words(text: &str) -> Vec<ProseWord<'_>> {
    let mut words = Vec::new();
    let mut quotes = QuotationMarks::default();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, sign) in ends {
        let is_inner = matches!(sign, '\'' | '\u{2019}') && start.is_some();
        if sign.is_alphabetic() || is_inner {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            let word = text[from..at].trim_end_matches(['\'', '\u{2019}']);
            words.push(ProseWord {
                text: word,
                range: from..from + word.len(),
                is_quoted: quotes.is_open(),
            });
        }
        quotes.pass(sign);
    }
    words
}

/// Follows double quotation marks. Single ones are apostrophes too often.
#[derive(Default)]
struct QuotationMarks {
    straight: bool,
    curly: usize,
}

impl QuotationMarks {
    fn pass(&mut self, sign: char) {
        match sign {
            '"' => self.straight = !self.straight,
            '\u{201c}' => self.curly += 1,
            '\u{201d}' => self.curly = self.curly.saturating_sub(1),
            _ => {}
        }
    }

    fn is_open(&self) -> bool {
        self.straight || self.curly > 0
    }
}
