//! The words of a Markdown text as the parser reads it: those of its text, code and formulas, not
//! those of targets, tags and comments.

use pulldown_cmark::{Event, Parser};

use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::events::OPTIONS;
use crate::markdown::read::html_tags::tag_length;

/// Returns the places of the words that somebody typed to be read, in the order of the text.
pub(crate) fn typed_words(source: &str) -> Vec<BodyRange> {
    let mut words = Vec::new();
    // Whether a comment goes on from one event of HTML to the next.
    let mut in_comment = false;
    for (event, place) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        match event {
            Event::Text(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                add_words(source, place, &mut words);
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                outside_tags(source, place, &mut in_comment, &mut words);
            }
            _ => {}
        }
    }
    words.sort_unstable_by_key(|word| word.start);
    words.dedup();
    words
}

/// Adds the runs of letters and figures of a place.
fn add_words(source: &str, place: BodyRange, words: &mut Vec<BodyRange>) {
    let text = &source[place.clone()];
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(place.start + from..place.start + at);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(place.start + from..place.end);
    }
}

/// Adds the words between the tags of HTML.
fn outside_tags(source: &str, place: BodyRange, in_comment: &mut bool, words: &mut Vec<BodyRange>) {
    let mut at = place.start;
    while at < place.end {
        let rest = &source[at..place.end];
        if *in_comment {
            let Some(end) = rest.find("-->") else {
                return;
            };
            *in_comment = false;
            at += end + 3;
            continue;
        }
        let open = rest.find('<').unwrap_or(rest.len());
        add_words(source, at..at + open, words);
        at += open;
        let rest = &source[at..place.end];
        if rest.starts_with("<!--") {
            *in_comment = true;
            at += 4;
        } else {
            at += tag_length(rest).unwrap_or(rest.len());
        }
    }
}
