//! Which paragraphs of a draft are headings: by their styles, or, where there are none, a proposal
//! that its author accepts or not.

use crate::word::read::model::{Alignment, Block, Look, Paragraph, Reading, Role, What, WordFile};

/// The most words of a heading that nobody marked as one.
const MAX_WORDS: usize = 14;
/// The deepest heading that is kept.
const MAX_LEVEL: usize = 4;

/// A paragraph that is a heading, or may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Which block it is.
    pub(crate) block: usize,
    /// How deep, from 1.
    pub level: usize,
    /// Its words.
    pub text: String,
}

/// Chapters and parts that every dissertation calls alike.
const USUAL: [&str; 28] = [
    "abstract",
    "acknowledgements",
    "acknowledgments",
    "analysis",
    "appendices",
    "appendix",
    "background",
    "bibliography",
    "conclusion",
    "conclusions",
    "contents",
    "declaration",
    "discussion",
    "ethics",
    "evaluation",
    "findings",
    "introduction",
    "limitations",
    "literature review",
    "method",
    "methodology",
    "methods",
    "recommendations",
    "references",
    "reflection",
    "results",
    "summary",
    "table of contents",
];

/// Returns the headings by their styles, the highest at level 1. A single heading above all others
/// is the title of the work, and is returned apart.
pub(crate) fn styled(file: &WordFile) -> (Vec<Heading>, Option<Heading>) {
    let mut headings = Vec::new();
    for (block, paragraph) in paragraphs(file) {
        if let Role::Heading(level) = paragraph.role {
            let text = plain(paragraph);
            if !text.is_empty() {
                headings.push(Heading { block, level, text });
            }
        }
    }
    let mut title = None;
    let highest = headings.iter().map(|it| it.level).min().unwrap_or(1);
    let at_top = headings.iter().filter(|it| it.level == highest).count();
    let below = headings.iter().filter(|it| it.level == highest + 1).count();
    let is_first = headings.first().is_some_and(|it| it.level == highest);
    let is_usual = headings
        .first()
        .is_some_and(|it| USUAL.contains(&without_number(&it.text).to_lowercase().as_str()));
    let mut cut = highest - 1;
    if at_top == 1 && is_first && below > 1 && !is_usual {
        title = Some(headings.remove(0));
        cut += 1;
    }
    for heading in &mut headings {
        heading.level = heading.level.saturating_sub(cut).clamp(1, MAX_LEVEL);
    }
    (headings, title)
}

fn paragraphs(file: &WordFile) -> impl Iterator<Item = (usize, &Paragraph)> {
    file.blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Paragraph(paragraph) if !paragraph.is_boxed => Some((at, &**paragraph)),
            Block::Paragraph(_) | Block::Table(_) => None,
        })
}

pub(crate) fn plain(paragraph: &Paragraph) -> String {
    let text = paragraph.text(Reading::Accepted);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the depth of a number at the beginning: `2.3 Sample` is 2 deep, `Chapter 4` 1.
fn depth(text: &str) -> Option<usize> {
    let (number, rest) = text.split_once(' ')?;
    if number.eq_ignore_ascii_case("chapter") {
        return rest.starts_with(|c: char| c.is_ascii_digit()).then_some(1);
    }
    let number = number.trim_end_matches(['.', ')', ':']);
    let parts: Vec<&str> = number.split('.').collect();
    let is_number = parts.iter().all(|part| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    });
    (is_number && rest.starts_with(char::is_alphabetic)).then_some(parts.len())
}

/// Returns a heading without the number that somebody typed before it.
pub(crate) fn without_number(text: &str) -> &str {
    let text = text.trim();
    let Some((number, rest)) = text.split_once(' ') else {
        return text;
    };
    if number.eq_ignore_ascii_case("chapter") {
        let rest = rest.trim_start();
        let after = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        let after = after.trim_start_matches([':', '.', '-', '–', '—', ' ']);
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
        return if is_number && !after.is_empty() {
            after
        } else {
            text
        };
    }
    match depth(text) {
        Some(_) => rest.trim_start_matches(['-', '–', ' ']),
        None => text,
    }
}

/// How a paragraph is set apart from the text.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Dress {
    size: Option<u32>,
    bold: bool,
    italic: bool,
    capitals: bool,
    centred: bool,
}

/// Proposes headings for a draft without heading styles: short lines without a full stop that are
/// bold, larger, in capitals, or numbered by hand.
pub(crate) fn proposed(file: &WordFile) -> Vec<Heading> {
    let body = usual_size(file);
    let mut found: Vec<(Heading, Dress, Option<usize>)> = Vec::new();
    for (block, paragraph) in paragraphs(file) {
        let text = plain(paragraph);
        let words = text.split(' ').count();
        let ends_sentence =
            text.ends_with(['.', ',', ';', ':', '?', '!']) && depth(&text).is_none();
        let is_out = matches!(
            paragraph.role,
            Role::Caption
                | Role::Contents
                | Role::Quote
                | Role::Code
                | Role::Bibliography
                | Role::Title
        );
        if text.is_empty()
            || words > MAX_WORDS
            || ends_sentence
            || is_out
            || !text.contains(char::is_alphabetic)
        {
            continue;
        }
        if text.to_lowercase().starts_with("table ") || text.to_lowercase().starts_with("figure ") {
            continue;
        }
        let dress = dress(paragraph, &text);
        let known = known_level(&text, paragraph);
        let is_larger = dress.size.is_some_and(|size| size >= body + 3);
        let is_numbered = depth(&text).is_some() && words <= 10;
        let is_alone = USUAL.contains(&without_number(&text).to_lowercase().as_str());
        if !(dress.bold
            || is_larger
            || (dress.capitals && text.len() > 4)
            || is_numbered
            || is_alone)
        {
            continue;
        }
        // A point of a list is none, however bold, unless its number is a heading's.
        if paragraph
            .list
            .as_ref()
            .is_some_and(|list| list.number.is_none())
        {
            continue;
        }
        found.push((
            Heading {
                block,
                level: 0,
                text,
            },
            dress,
            known,
        ));
    }
    // What looks alike stands on one level: the highest that one of them has for certain.
    let mut dresses: Vec<(Dress, usize)> = Vec::new();
    for (_, dress, known) in &found {
        let Some(known) = known else { continue };
        match dresses.iter_mut().find(|(it, _)| it == dress) {
            Some((_, level)) => *level = (*level).min(*known),
            None => dresses.push((*dress, *known)),
        }
    }
    let mut last = 0;
    let mut out = Vec::new();
    for (mut heading, dress, known) in found {
        let by_dress = dresses
            .iter()
            .find(|(it, _)| *it == dress)
            .map(|(_, level)| *level);
        let level = match (known.or(by_dress), last) {
            (Some(level), _) => level,
            (None, 0) => 1,
            (None, _) => 2,
        };
        if known.is_none() && by_dress.is_none() {
            dresses.push((dress, level));
        }
        heading.level = level.clamp(1, MAX_LEVEL).min(last + 1);
        last = heading.level;
        out.push(heading);
    }
    // What stands before the first chapter is the title page's.
    let first = out
        .iter()
        .position(|it| known_name(&it.text) || depth(&it.text).is_some());
    out.drain(..first.unwrap_or(0));
    out
}

fn known_name(text: &str) -> bool {
    let plain = without_number(text).to_lowercase();
    USUAL.contains(&plain.as_str()) || plain.starts_with("appendix ")
}

fn known_level(text: &str, paragraph: &Paragraph) -> Option<usize> {
    if let Some(list) = &paragraph.list {
        return Some(list.level + 1);
    }
    depth(text).or_else(|| known_name(text).then_some(1))
}

fn dress(paragraph: &Paragraph, text: &str) -> Dress {
    let shown = || {
        paragraph.pieces.iter().filter(|piece| {
            piece.is_there(Reading::Accepted)
                && matches!(&piece.what, What::Text(text) if !text.trim().is_empty())
        })
    };
    let all = |holds: fn(&Look) -> bool| {
        shown().next().is_some() && shown().all(|piece| holds(&piece.look))
    };
    let capitals = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .all(|c| c.is_uppercase());
    Dress {
        size: shown().filter_map(|piece| piece.look.size).max(),
        bold: all(|look| look.bold),
        italic: all(|look| look.italic),
        capitals,
        centred: paragraph.alignment == Alignment::Centre,
    }
}

/// Returns the size that most of the text has, in half points.
fn usual_size(file: &WordFile) -> u32 {
    let mut sizes: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for (_, paragraph) in paragraphs(file) {
        for piece in &paragraph.pieces {
            *sizes.entry(piece.look.size.unwrap_or(0)).or_default() += piece.text().len();
        }
    }
    let most = sizes.into_iter().max_by_key(|(_, length)| *length);
    most.map_or(22, |(size, _)| if size == 0 { 22 } else { size })
}

/// Returns how many signs stand before the end of a text that is, its spaces aside, `rest`; none if it
/// does not end so.
pub(crate) fn skip_to(text: &str, rest: &str) -> usize {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = plain(rest);
    let starts = text.char_indices().enumerate();
    let found = starts
        .filter(|(_, (_, sign))| !sign.is_whitespace())
        .find(|(_, (at, _))| plain(&text[*at..]) == wanted);
    found.map_or(0, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_before_a_heading_is_cut_off_and_nothing_else() {
        #[track_caller]
        fn case(text: &str, number: &str) {
            let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let cut = skip_to(text, without_number(&plain));
            assert_eq!(cut, number.chars().count(), "{text}");
        }

        case("Aim: ", "");
        case("2.1 Context", "2.1 ");
        case(" 2.1  The  sample ", " 2.1  ");
        case("Chapter 4: Findings", "Chapter 4: ");
        case("2020 was cold", "");
    }
}
