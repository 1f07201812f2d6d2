//! The words of a Markdown text as the parser reads it: those of its text, code and formulas, not
//! those of targets, tags and comments.

use pulldown_cmark::{Event, Parser};

use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::events::OPTIONS;
use crate::markdown::read::html_tags::tag_length;

/// Returns the places of what somebody typed to be read, in the order of the text.
pub(crate) fn typed_places(source: &str) -> Vec<BodyRange> {
    let mut places = Vec::new();
    // Whether a comment goes on from one event of HTML to the next.
    let mut in_comment = false;
    for (event, place) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        match event {
            Event::Text(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                places.push(place);
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                outside_tags(source, place, &mut in_comment, &mut places);
            }
            _ => {}
        }
    }
    places.sort_by_key(|place| place.start);
    places
}

/// Returns the runs of letters and figures of a place.
pub(crate) fn words(source: &str, place: BodyRange) -> Vec<BodyRange> {
    let mut words: Vec<BodyRange> = Vec::new();
    for (at, c) in source[place.clone()].char_indices() {
        let letter = place.start + at..place.start + at + c.len_utf8();
        match words.last_mut() {
            _ if !c.is_alphanumeric() => {}
            Some(last) if last.end == letter.start => last.end = letter.end,
            _ => words.push(letter),
        }
    }
    words
}

/// Adds what stands between the tags of HTML.
fn outside_tags(
    source: &str,
    place: BodyRange,
    in_comment: &mut bool,
    places: &mut Vec<BodyRange>,
) {
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
        places.push(at..at + open);
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
