//! The law that nothing vanishes: every word of a Markdown text is printed, or is known not to be.
//!
//! Three witnesses are heard. The **typed words** are read by the parser from the text as it
//! stands, before anything of this room's own is done to it. The **printed** places are noted by
//! the writer, leaf by leaf. What is **left out by design** (attributes, comments, marks of other
//! dialects) is told by the nodes of the document and by whoever passes over it. A typed word that
//! neither of the two others knows of was lost on the way, and that is a finding at its place.

mod marks;
mod typed;

use std::ops::Range;

use crate::diagnostics::Rule;
use crate::diagnostics::rules::{ABBREVIATION_WITHOUT_MEANING, IMAGE_FROM_WEB, TEXT_NOT_PRINTED};
use crate::diagnostics::text::inline;
use crate::markdown::conservation::typed::{typed_places, words};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::{
    BLOCK_ID, BOOK_DIVISION, BRACE_ORDER, CHUNK_NOT_RUN, EMBEDDED_NOTE, FOOTNOTE_TWICE,
    FOOTNOTE_UNUSED, FRONT_MATTER_UNREADABLE, HIDDEN_COMMENT, HTML_TAG, INLINE_CODE_NOT_RUN,
    LATEX_ENVIRONMENT, LINK_TARGET_UNUSED, LINK_WITHOUT_TEXT, RAW_BLOCK, RAW_INLINE,
    SHORTCODE_NOT_RUN, TABLE_CELL_LOST, TEXT_REFERENCE_UNUSED, TYPST_SYNTAX,
};
use crate::markdown::trouble::Trouble;

pub(crate) use marks::Marks;

/// Findings that say of their place that it is not printed.
static TOLD: [&Rule; 22] = [
    &ABBREVIATION_WITHOUT_MEANING,
    &BLOCK_ID,
    &BOOK_DIVISION,
    &BRACE_ORDER,
    &CHUNK_NOT_RUN,
    &EMBEDDED_NOTE,
    &FOOTNOTE_TWICE,
    &FOOTNOTE_UNUSED,
    &FRONT_MATTER_UNREADABLE,
    &HIDDEN_COMMENT,
    &HTML_TAG,
    &IMAGE_FROM_WEB,
    &INLINE_CODE_NOT_RUN,
    &LATEX_ENVIRONMENT,
    &LINK_TARGET_UNUSED,
    &LINK_WITHOUT_TEXT,
    &RAW_BLOCK,
    &RAW_INLINE,
    &SHORTCODE_NOT_RUN,
    &TABLE_CELL_LOST,
    &TEXT_REFERENCE_UNUSED,
    &TYPST_SYNTAX,
];

/// More lost words side by side than are shown in a message.
const MAX_SHOWN: usize = 60;

/// Reports the words of a text that are neither printed nor left out by design.
pub(crate) fn report_lost_words(source: &str, mut known: Vec<BodyRange>, trouble: &mut Trouble) {
    let told = trouble.findings.iter().filter(|it| it.is_any(&TOLD));
    known.extend(told.filter_map(|finding| finding.place.as_ref()?.range.clone()));
    known.append(&mut trouble.left_out);
    let known = joined(known);
    if !has_words_between(source, &known) {
        return;
    }
    for lost in lost_words(source, &known) {
        let message = format!(
            "`{}` would not be printed",
            inline(&source[lost.clone()], MAX_SHOWN)
        );
        let hint = "write it in another way, and look at the page";
        trouble.tell(&TEXT_NOT_PRINTED, &lost, message, hint);
    }
}

/// Whether a letter or a figure stands outside the known places: if not, the text need not be read
/// again.
fn has_words_between(source: &str, known: &[BodyRange]) -> bool {
    let starts = known.iter().map(|place| place.start).chain([source.len()]);
    let ends = [0].into_iter().chain(known.iter().map(|place| place.end));
    let mut between = ends.zip(starts).map(|(end, start)| source.get(end..start));
    between.any(|text| text.is_none_or(|text| text.contains(char::is_alphanumeric)))
}

/// Returns the typed words that lie in none of the known places, those side by side as one.
fn lost_words(source: &str, known: &[BodyRange]) -> Vec<BodyRange> {
    let mut known = known;
    let mut lost: Vec<BodyRange> = Vec::new();
    for typed in typed_places(source) {
        let before = known.iter().take_while(|place| place.end <= typed.start);
        known = &known[before.count()..];
        if is_in(&typed, known) {
            continue;
        }
        for word in words(source, typed) {
            let next = known.partition_point(|place| place.end < word.end);
            if is_in(&word, &known[next..]) {
                continue;
            }
            match lost.last_mut() {
                Some(last) if word.end <= last.end => {}
                Some(last) if is_one_stretch(source, last.end..word.start) => last.end = word.end,
                _ => lost.push(word),
            }
        }
    }
    lost
}

/// Whether a place lies in the first of the known ones.
fn is_in(place: &BodyRange, known: &[BodyRange]) -> bool {
    let first = known.first();
    first.is_some_and(|known| known.start <= place.start && place.end <= known.end)
}

/// Whether two lost words stand beside each other in a line.
fn is_one_stretch(source: &str, between: Range<usize>) -> bool {
    source
        .get(between)
        .is_some_and(|text| !text.contains(|c: char| c == '\n' || c.is_alphanumeric()))
}

/// Returns places in their order, those that touch as one.
fn joined(mut places: Vec<BodyRange>) -> Vec<BodyRange> {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut out: Vec<BodyRange> = Vec::with_capacity(places.len());
    for place in places {
        match out.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => out.push(place),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the words of a text that lie in no known place.
    fn lost<'s>(source: &'s str, known: &[&str]) -> Vec<&'s str> {
        let places = known.iter().map(|known| {
            let start = source.find(known).unwrap();
            start..start + known.len()
        });
        let known = joined(places.collect());
        let lost = lost_words(source, &known).into_iter();
        lost.map(|place| &source[place]).collect()
    }

    #[test]
    fn a_planted_hole_is_found_with_all_its_words() {
        let text = "One *two* three.\n\n- four\n- `five six`\n\n| a | b |\n|---|---|\n| c | d |";
        let leaves = [
            "One ", "two", " three.", "four", "five six", "a", "b", "c", "d",
        ];
        let all = |but: &[&str]| -> Vec<&str> {
            leaves
                .into_iter()
                .filter(|leaf| !but.contains(leaf))
                .collect()
        };
        assert_eq!(lost(text, &all(&[])), Vec::<&str>::new());
        assert_eq!(lost(text, &all(&["two"])), ["two"]);
        assert_eq!(lost(text, &all(&["five six"])), ["five six"]);
        assert_eq!(lost(text, &all(&["two", " three."])), ["two* three"]);
        assert_eq!(lost(text, &all(&["four", "d"])), ["four", "d"]);
        // Half a word is none.
        assert_eq!(lost("three", &["thr"]), ["three"]);
    }

    #[test]
    fn targets_tags_comments_and_languages_are_no_typed_words() {
        let text = "[a](b.md \"c\") <i>d</i> <!-- e --> ![f](g.png)\n\n```rust\nh\n```\n\n<div>\ni\n<!-- j\nk -->\n</div>\n\n[l]: m.md";
        assert_eq!(lost(text, &[]), ["a", "d", "f", "h", "i"]);
    }
}
