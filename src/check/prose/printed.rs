//! Unknown words that stand on the pages and in no passage: what the author's own code prints (a
//! variable, a loop, a function, a table that is read from a file), and files that chapters in Typst
//! include.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::context::SourceContext;
use crate::check::prose::known::{KnownWords, bare};
use crate::check::prose::unknown::Unknown;
use crate::check::prose::words::words;
use crate::diagnostics::{Diagnostic, Place, SourceMap};
use crate::words::{Category, Census, Word};

/// Finds words on the pages that are in no list and in no passage, each once.
///
/// `placed` takes the same census with the places of its words; that costs more than the count, so
/// it is asked for only where there is something to say.
///
/// # Errors
///
/// As `placed`.
pub(crate) fn unknown_words_of_code<E>(
    context: &SourceContext<'_>,
    census: &Census,
    placed: impl FnOnce() -> Result<Census, E>,
) -> Result<Vec<Diagnostic>, E> {
    let known = KnownWords::of(context);
    let passages = context.manuscript.passages();
    let read: BTreeSet<String> = passages
        .flat_map(|passage| words(&passage.text))
        .map(|word| bare(word.text))
        .collect();
    let is_there = texts(census)
        .iter()
        .flat_map(|text| known.unknown_in(&text.text))
        .any(|word| !read.contains(&word.bare));
    let mut found = Unknown::default();
    if is_there {
        for text in texts(&placed()?) {
            for word in known.unknown_in(&text.text) {
                let place = text.place(&word.range, context.sources);
                // What no author wrote has no place: it is the template's.
                if let Some(place) = place.filter(|_| !read.contains(&word.bare)) {
                    found.add(word, place);
                }
            }
        }
    }
    Ok(found.told(&known))
}

/// What stands for a word that is no prose.
const OBJECT: &str = "\u{fffc}";

/// Words of one kind that follow each other, as one text.
#[derive(Default)]
struct PrintedText<'c> {
    text: String,
    /// Where each begins in it.
    words: Vec<(usize, &'c Word)>,
}

/// Returns the author's own words on the pages, those of the title page and of lists that folio
/// makes left out.
fn texts(census: &Census) -> Vec<PrintedText<'_>> {
    let mut texts: Vec<PrintedText<'_>> = Vec::new();
    for word in census.words.iter().filter(|word| is_in_text(word)) {
        let last = texts.last().and_then(|text| text.words.last());
        let goes_on = last.is_some_and(|(_, last)| {
            (last.region, last.section, last.kind) == (word.region, word.section, word.kind)
        });
        if !goes_on {
            texts.push(PrintedText::default());
        }
        if let Some(text) = texts.last_mut() {
            if goes_on {
                text.text.push(' ');
            }
            text.words.push((text.text.len(), word));
            // An address is no word, whatever letters stand in it.
            let is_word = word.is_prose && !word.text.contains("://") && !word.text.contains('@');
            text.text += if is_word { &word.text } else { OBJECT };
        }
    }
    texts
}

fn is_in_text(word: &Word) -> bool {
    match word.category {
        Category::TitlePage
        | Category::Contents
        | Category::Abbreviations
        | Category::References
        | Category::Furniture => false,
        Category::Abstract
        | Category::Declaration
        | Category::Acknowledgements
        | Category::Body
        | Category::Heading
        | Category::HeadingNumber
        | Category::Quotation
        | Category::ListMarker
        | Category::Citation
        | Category::CrossReference
        | Category::Footnote
        | Category::TableCell
        | Category::TableCaption
        | Category::FigureCaption
        | Category::CaptionLabel
        | Category::FigureText
        | Category::InlineMaths
        | Category::DisplayMaths
        | Category::InlineCode
        | Category::CodeBlock
        | Category::Appendix
        | Category::Exempt => true,
    }
}

impl PrintedText<'_> {
    /// Returns where some bytes of the text were written: exactly so, if they stand there as they
    /// are printed.
    fn place(&self, bytes: &Range<usize>, sources: &SourceMap) -> Option<Place> {
        let at = self
            .words
            .partition_point(|(start, _)| *start <= bytes.start);
        let (start, word) = self.words.get(at.checked_sub(1)?)?;
        let place = word.place.clone()?;
        let exact = place.range.as_ref().and_then(|range| {
            let from = range.start + (bytes.start - start);
            let to = from + bytes.len();
            let written = sources.text(&place.path)?.get(from..to)?;
            (written == &self.text[bytes.clone()]).then_some(from..to)
        });
        Some(match exact {
            Some(range) => Place::range(place.path, range),
            None => place,
        })
    }
}
