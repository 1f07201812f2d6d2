//! Kramdown's attributes, which stand on a line below their block: `{: #id .class}`, and its
//! orders to itself, `{:toc}`.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Cell, Inline, ListItem};
use crate::markdown::inline::cuts::{cut_before, trim_ends};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::given::with;
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{ATTRIBUTES_UNREADABLE, BRACE_ORDER, HIDDEN_COMMENT};

/// What stood in braces with a colon.
pub(crate) enum BraceLine {
    Attributes(Attributes),
    /// `{:toc}`
    Contents,
    /// `{::options … /}`, `{:/comment}`
    Order,
}

/// Reads braces with a colon that end a text, from the byte where they start.
fn read(source: &str, at: usize, end: usize) -> Option<BraceLine> {
    if let Some(found) = Attributes::read(source, at).filter(|found| found.place.end == end) {
        return Some(BraceLine::Attributes(found));
    }
    let inner = source[at..end].strip_prefix("{:")?.strip_suffix('}')?;
    let is_order = inner.starts_with([':', '/']) && !inner.contains(['{', '}', '\n']);
    match inner {
        "toc" => Some(BraceLine::Contents),
        _ => is_order.then_some(BraceLine::Order),
    }
}

impl<'a> EventReader<'a, '_> {
    /// Takes braces with a colon off the end of a paragraph.
    pub(crate) fn brace_line(&mut self, raw: &mut Vec<Inline<'a>>) -> Option<BraceLine> {
        let Some(Inline::Text(last)) = raw.last() else {
            return None;
        };
        let shown = last.text.trim_end();
        if !last.is_plain() || !shown.ends_with('}') {
            return None;
        }
        let start = last.place.start;
        let open = shown.rfind("{:")?;
        let at = start + open;
        let is_apart = self.source[..at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        if !is_apart {
            return None;
        }
        let found = read(self.source, at, start + shown.len())?;
        let first = raw.first()?.place().start;
        if matches!(found, BraceLine::Order) && self.source[first..].starts_with("{::comment}") {
            let message = "a comment between `{::comment}` and `{:/comment}` is not printed";
            let hint = "remove it when it has served, or write it as `<!-- … -->`";
            let place = first..start + shown.len();
            self.trouble
                .tell(&HIDDEN_COMMENT, &place, message.to_owned(), hint);
            raw.clear();
            return Some(found);
        }
        self.trouble.leave_out(at..start + shown.len());
        if !matches!(found, BraceLine::Attributes(_)) {
            let place = at..start + shown.len();
            let message = format!("`{}` is not printed", &self.source[place.clone()]);
            let hint = "remove it: folio makes the contents, and `folio.toml` says the rest";
            self.trouble.tell(&BRACE_ORDER, &place, message, hint);
        }
        let end = self.source[..at].trim_end().len();
        *raw = trim_ends(cut_before(std::mem::take(raw), end));
        Some(found)
    }

    /// Gives attributes that stand alone to the block directly above.
    pub(crate) fn give_to_last(&mut self, attributes: Attributes, blocks: &mut Vec<Block<'a>>) {
        let above = self.source[..attributes.place.start].trim_end_matches([' ', '\t', '>']);
        let is_below = !above.strip_suffix('\n').is_some_and(|above| {
            above
                .trim_end_matches([' ', '\t', '\r', '>'])
                .ends_with('\n')
        });
        match blocks.pop() {
            Some(block) if is_below => blocks.push(with(block, attributes)),
            last => {
                blocks.extend(last);
                let message = "no block stands above these attributes".to_owned();
                let hint = "put them directly below the block that they are for";
                self.trouble
                    .tell(&ATTRIBUTES_UNREADABLE, &attributes.place, message, hint);
            }
        }
    }

    /// Takes attributes off the last row of a table, which the parser takes for a row.
    pub(crate) fn brace_row(&mut self, rows: &mut Vec<Vec<Cell<'a>>>) -> Option<Attributes> {
        let row = rows.last()?;
        let (first, rest) = row.split_first()?;
        let text = &self.source[first.place.clone()];
        if !text.starts_with("{:") || rest.iter().any(|cell| !cell.is_blank()) {
            return None;
        }
        let found = Attributes::read(self.source, first.place.start)
            .filter(|found| found.place.end == first.place.start + text.trim_end().len())?;
        rows.pop();
        self.trouble.leave_out(found.place.clone());
        Some(found)
    }

    /// Returns whether a list is kramdown's place for the contents.
    pub(crate) fn is_contents(&self, items: &[ListItem<'a>], place: &BodyRange) -> bool {
        let is_empty = matches!(items, [item] if item.blocks.is_empty());
        is_empty && self.source[place.clone()].trim_end().ends_with("{:toc}")
    }
}
