//! Lists of a draft: points inside each other.

use crate::word::intake::marks::guarded;
use crate::word::intake::numbering::numbered;
use crate::word::intake::writer::Writer;
use crate::word::read::model::{ListItem, Paragraph};

impl<'a> Writer<'a> {
    /// Returns points of lists that follow each other.
    pub(super) fn list(&mut self, paragraphs: &[&'a Paragraph]) -> String {
        let mut out = String::new();
        // The points around, each with how far its text is set in.
        let mut around: Vec<(&ListItem, usize)> = Vec::new();
        let mut last: Option<&ListItem> = None;
        for paragraph in paragraphs {
            let Some(item) = &paragraph.list else {
                continue;
            };
            while around
                .last()
                .is_some_and(|(outer, _)| !is_within(item, outer))
            {
                around.pop();
            }
            let indent = around.last().map_or(0, |(_, indent)| *indent);
            let mark = match &item.number {
                None => "- ".to_owned(),
                Some(format) => {
                    let number = self.lists.number(item);
                    format!("{} ", numbered(number, format, &item.around))
                }
            };
            let begins_anew = last.is_some_and(|last| {
                around.is_empty()
                    && item.number.is_some()
                    && last.number.is_some()
                    && last.list != item.list
            });
            if begins_anew {
                out.push_str("\n<!-- -->\n\n");
            }
            let text = guarded(&self.line(paragraph, 0, false));
            let inner = indent + mark.len();
            let text = text.replace('\n', &format!("\n{}", " ".repeat(inner)));
            out.push_str(&format!("{}{mark}{text}\n", " ".repeat(indent)));
            around.push((item, inner));
            last = Some(item);
            self.count("points of lists");
        }
        out
    }
}

/// Returns whether a point belongs to the one above it: of one list the level says so, of two how far
/// they are set in.
fn is_within(item: &ListItem, outer: &ListItem) -> bool {
    const A_LITTLE: i64 = 100;
    match item.list == outer.list || item.indent == 0 || outer.indent == 0 {
        true => item.level > outer.level,
        false => item.indent > outer.indent + A_LITTLE,
    }
}
