//! Where the words are, for whoever has too many.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::diagnostics::{Place, ProjectPath, SourceMap};
use crate::pipeline::count::positions::Positions;
use crate::pipeline::count::report::{Paragraph, Share, TooLong};
use crate::words::{Category, Census, Policy};

/// How many paragraphs are named.
const SHOWN: usize = 5;
/// How many words of a paragraph are quoted.
const QUOTED: usize = 8;

/// Kinds of text that can often be shortened, in the plural.
const SHARES: [(&str, &[Category]); 5] = [
    ("tables", &[Category::TableCell]),
    (
        "captions",
        &[
            Category::CaptionLabel,
            Category::TableCaption,
            Category::FigureCaption,
        ],
    ),
    ("footnotes", &[Category::Footnote]),
    ("quotations", &[Category::Quotation]),
    ("citations", &[Category::Citation]),
];

/// Looks for the longest paragraphs and the kinds of text that can be shortened; the words of the
/// census must know their places.
pub(crate) fn too_long(census: &Census, policy: &Policy, sources: &SourceMap) -> TooLong {
    let shares = SHARES
        .iter()
        .map(|(what, categories)| Share {
            what: (*what).to_owned(),
            words: census
                .words
                .iter()
                .filter(|word| categories.contains(&word.category) && policy.counts(word.category))
                .count(),
        })
        .filter(|share| share.words > 0)
        .collect();
    TooLong {
        paragraphs: longest(census, policy, sources),
        shares,
    }
}

/// A paragraph is what stands between blank lines of a file: so its author finds it.
fn longest(census: &Census, policy: &Policy, sources: &SourceMap) -> Vec<Paragraph> {
    let mut starts: BTreeMap<&ProjectPath, Vec<usize>> = BTreeMap::new();
    let mut found: BTreeMap<(&ProjectPath, usize), (usize, String)> = BTreeMap::new();
    for word in &census.words {
        let prose = matches!(
            word.category,
            Category::Body | Category::Quotation | Category::Citation | Category::CrossReference
        );
        let Some(Place {
            path,
            range: Some(range),
        }) = &word.place
        else {
            continue;
        };
        if !prose || !policy.counts(word.category) {
            continue;
        }
        let Some(text) = sources.text(path) else {
            continue;
        };
        let starts = starts.entry(path).or_insert_with(|| paragraph_starts(text));
        let start = starts[starts.partition_point(|start| *start <= range.start).max(1) - 1];
        let (words, quoted) = found.entry((path, start)).or_default();
        *words += 1;
        if *words <= QUOTED {
            let gap = if quoted.is_empty() { "" } else { " " };
            *quoted = format!("{quoted}{gap}{}", word.text);
        } else if *words == QUOTED + 1 {
            quoted.push_str(" …");
        }
    }
    let mut longest: Vec<_> = found.into_iter().collect();
    longest.sort_by_key(|(at, (words, _))| (Reverse(*words), *at));
    let mut positions = Positions::new(sources);
    longest
        .into_iter()
        .take(SHOWN)
        .filter_map(|((path, start), (words, text))| {
            let place = Place::range(path.clone(), start..start);
            let at = positions.at(&place)?;
            Some(Paragraph { at, words, text })
        })
        .collect()
}

/// Returns where paragraphs begin: at the first line, and at each line after a blank one.
fn paragraph_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    let mut is_blank = false;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            is_blank = true;
        } else if is_blank {
            starts.push(at);
            is_blank = false;
        }
        at += line.len();
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_begin_after_blank_lines() {
        assert_eq!(paragraph_starts("a\nb\n\n \nc\n\nd"), [0, 7, 10]);
        assert_eq!(paragraph_starts(""), [0]);
    }
}
