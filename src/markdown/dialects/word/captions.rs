//! Captions that were typed as paragraphs, and numbers that were typed into captions.

use crate::diagnostics::text::{inline, slug};
use crate::markdown::dialects::word::{Traces, place_of};
use crate::markdown::document::{Block, Inline};
use crate::markdown::links::is_on_the_web;
use crate::markdown::rules::{CAPTION_NUMBERED_BY_HAND, CAPTION_TYPED};

/// A longer paragraph is prose, whatever it begins with.
const MAX_WORDS: usize = 60;

/// So many words a caption has that stands alone.
const MAX_WORDS_ALONE: usize = 25;

/// So many words a caption has that no sign divides from its number.
const MAX_BARE_WORDS: usize = 12;

const NAMES: [&str; 10] = [
    "Table", "TABLE", "Figure", "FIGURE", "Fig.", "Fig", "Chart", "Graph", "Diagram", "Image",
];

/// What a typed caption stands beside.
enum Beside<'a> {
    Table,
    Picture(&'a str),
    /// What it belonged to was lost on the way: a table or a picture, by its word.
    Nothing {
        is_of_table: bool,
    },
}

impl Traces<'_, '_> {
    /// `Table 1: Sample` above a table, `Figure 2. Map` below a picture.
    pub(super) fn caption_in(
        &mut self,
        items: &[Inline],
        at: usize,
        blocks: &[Block],
        tables: &[usize],
    ) {
        let Some(place) = place_of(items) else {
            return;
        };
        let mut start = place.start;
        for line in self.source[place.clone()].split_inclusive('\n') {
            let shown = line.trim_end();
            let here = start..start + shown.len();
            start += line.len();
            let Some(words) = typed_caption(shown) else {
                continue;
            };
            let whole = &self.source[here.start..place.end];
            if whole.split_whitespace().count() > MAX_WORDS {
                return;
            }
            let before = at.checked_sub(1);
            let neighbours = [before, Some(at + 1)];
            let is_table = |at: &usize| {
                tables.contains(at) || matches!(blocks.get(*at), Some(Block::Table(_)))
            };
            let picture = picture_in(items)
                .or_else(|| {
                    let mut near = neighbours.iter().flatten();
                    near.find_map(|at| picture_of(blocks.get(*at)?))
                })
                .map(Beside::Picture);
            let table = neighbours.iter().flatten().any(is_table);
            let table = table.then_some(Beside::Table);
            // What it calls itself decides between a table and a picture.
            let is_of_table = shown.trim_start_matches(['*', '_']).starts_with(['T', 't']);
            let beside = match is_of_table {
                true if picture_in(items).is_none() => table.or(picture),
                true | false => picture.or(table),
            };
            // `Figure 2. It shows the path.` may be two sentences.
            let is_line = shown.contains(':') || !shown.ends_with('.');
            let is_alone = here.len() == place.len() && divided(shown) && is_line;
            let is_short = words.split_whitespace().count() <= MAX_WORDS_ALONE;
            let alone = (is_alone && is_short).then_some(Beside::Nothing { is_of_table });
            if let Some(beside) = beside.or(alone) {
                let hint = hint(words, &beside);
                let message = "this caption is typed as a paragraph: its number is no number of folio's, and no list shows it".to_owned();
                self.trouble.tell(&CAPTION_TYPED, &here, message, &hint);
            }
            return;
        }
    }

    /// `![Figure 1: Map](map.png)`
    pub(super) fn caption_of(&mut self, caption: &[Inline]) {
        let Some(place) = place_of(caption) else {
            return;
        };
        let text = &self.source[place.clone()];
        let Some(words) = typed_caption(text).filter(|_| divided(text)) else {
            return;
        };
        let number = text[..text.len() - words.len()].trim_matches(['*', '_', ' ']);
        let at = place.start..place.end - words.len();
        let message = format!("`{number}` is printed behind the number that folio gives");
        let hint = "leave it out of the caption: figures and tables are numbered for you";
        self.trouble
            .tell(&CAPTION_NUMBERED_BY_HAND, &at, message, hint);
    }
}

fn hint(words: &str, beside: &Beside) -> String {
    let words = words.trim_end_matches(['*', '_', ' ']);
    let name: Vec<&str> = words.split_whitespace().take(3).collect();
    let name = slug(&name.join(" "), 24);
    let name = if name.is_empty() { "name" } else { &name };
    let words = inline(words, 80);
    match beside {
        Beside::Table => format!(
            "write `: {words} {{#tbl:{name}}}` below the table, with an empty line between, and refer to it with `@tbl:{name}`"
        ),
        Beside::Picture(target) => {
            let target = match is_on_the_web(target) {
                true => "figures/name.png".to_owned(),
                false => inline(target, 60),
            };
            format!(
                "write `![{words}]({target}){{#fig:{name}}}`, and refer to it with `@fig:{name}`"
            )
        }
        Beside::Nothing { is_of_table: true } => format!(
            "put the table here, with `|` between its columns, and write `: {words} {{#tbl:{name}}}` below it"
        ),
        Beside::Nothing { is_of_table: false } => format!(
            "put the picture into `figures`, and write `![{words}](figures/name.png){{#fig:{name}}}` here"
        ),
    }
}

fn picture_in<'i>(items: &'i [Inline]) -> Option<&'i str> {
    items.iter().find_map(|item| match item {
        Inline::Image(image) => Some(image.target.as_ref()),
        _ => None,
    })
}

fn picture_of<'b>(block: &'b Block) -> Option<&'b str> {
    match block {
        Block::Figure(image) => Some(&image.target),
        Block::Paragraph(items) | Block::Plain(items) => picture_in(items),
        _ => None,
    }
}

/// Returns the words of a line that is a caption with its number.
fn typed_caption(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(['*', '_']);
    let text = NAMES.iter().find_map(|name| text.strip_prefix(name))?;
    let number = text.trim_start_matches([' ', '\u{a0}']);
    if number.len() == text.len() {
        return None;
    }
    let letter = number.starts_with(|c: char| c.is_ascii_uppercase()).into();
    let digits =
        number[letter..].trim_start_matches(|c: char| c.is_ascii_digit() || ".-".contains(c));
    let read = &number[..number.len() - digits.len()];
    if !read.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_dotted = read.ends_with(['.', '-']);
    let behind = digits.trim_start_matches(['*', '_']);
    let behind = behind
        .strip_prefix(char::is_lowercase)
        .filter(|rest| rest.starts_with([':', '.', ' ']))
        .unwrap_or(behind);
    let rest = behind.trim_start_matches([' ', '\t', '\u{a0}']);
    let divided = rest.trim_start_matches([':', '.', '–', '—', '-', '|', '*', '_']);
    let has_sign = is_dotted || divided.len() < rest.len() || behind.starts_with('\t');
    let words = divided.trim_start_matches([' ', '\t', '\u{a0}', '*', '_']);
    let is_apart = words.len() < digits.len();
    let is_caption = has_sign
        || (words.starts_with(char::is_uppercase)
            && !words.ends_with('.')
            && words.split_whitespace().count() <= MAX_BARE_WORDS);
    (is_apart && is_caption && words.starts_with(char::is_alphanumeric)).then_some(words)
}

/// Whether a sign stands between the number and the words of a caption.
fn divided(text: &str) -> bool {
    let number = text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(text.len());
    text[number..]
        .split(' ')
        .next()
        .is_some_and(|word| word.contains([':', '.', '|']))
        || [" – ", " — ", " - ", " | "]
            .iter()
            .any(|sign| text[number..].contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_is_told_from_a_sentence_that_begins_like_one() {
        #[track_caller]
        fn case(line: &str, words: Option<&str>) {
            assert_eq!(typed_caption(line), words, "{line}");
        }

        case("Table 1: Sample", Some("Sample"));
        case("Figure 2. Map of the sites", Some("Map of the sites"));
        case("Figure 2.3. Map", Some("Map"));
        case("Fig. 2 – Map", Some("Map"));
        case("Table A1: Sample", Some("Sample"));
        case("**Table 1.** *Sample*", Some("Sample*"));
        case("**Table 1: Sample**", Some("Sample**"));
        case("Table 1\tSample", Some("Sample"));
        case(
            "Table 1 Sample characteristics",
            Some("Sample characteristics"),
        );
        case("Figure 1a: Map", Some("Map"));
        for prose in [
            "Table 1 shows the sample.",
            "Table 1, which we saw, is short.",
            "Figure 2 (Map) shows it",
            "Tables are useful",
            "Figure: map",
            "Table 1",
            "Table 1 In May we met again.",
            "Fig trees: many",
        ] {
            case(prose, None);
        }
    }
}
