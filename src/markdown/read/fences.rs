//! The lines `:::` that open and close blocks, with what stands behind their colons.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::Block;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{ATTRIBUTES_UNREADABLE, WORDS_BEHIND_FENCE};

impl<'a> EventReader<'a, '_> {
    /// Reads a line `:::`. Words that are no attributes are a paragraph of the block.
    pub(crate) fn fence(&mut self, line: BodyRange, blocks: &mut Vec<Block<'a>>) {
        let text = &self.source[line.clone()];
        let colons = text.len() - text.trim_start_matches(':').len();
        let behind = text[colons..].trim();
        let info = behind.trim_end_matches(':').trim_end();
        if info.is_empty() {
            blocks.push(Block::DivClose(line));
            return;
        }
        let at = line.start + colons + text[colons..].len() - text[colons..].trim_start().len();
        let (attributes, words) = self.fence_attributes(&line, at..at + info.len());
        self.trouble.leave_out(at..words.start);
        blocks.push(Block::DivOpen {
            attributes: Box::new(attributes),
            place: line.clone(),
        });
        if words.is_empty() {
            return;
        }
        let message = "words stand behind the `:::` that opens this block".to_owned();
        let hint = "write them on a line of their own below it, or as `::: {.callout title=\"…\"}` if they are its title";
        self.trouble
            .tell(&WORDS_BEHIND_FENCE, &words, message, hint);
        let closes = behind.ends_with(":::");
        blocks.extend(self.part(&[words], true));
        if closes {
            blocks.push(Block::DivClose(line.end - 3..line.end));
        }
    }

    /// Reads `{.class}`, `word` or `word {.class}`; returns the place of what is neither.
    fn fence_attributes(&mut self, line: &BodyRange, info: BodyRange) -> (Attributes, BodyRange) {
        let text = &self.source[info.clone()];
        let word = text.split([' ', '\t', '{']).next().unwrap_or("");
        let rest = text[word.len()..].trim_start();
        if !rest.is_empty() && !rest.starts_with('{') {
            return (Attributes::default(), info);
        }
        let mut attributes = Attributes {
            place: info.start..info.start + word.len(),
            ..Attributes::default()
        };
        let mut end = info.start + word.len();
        if !rest.is_empty() {
            let brace = info.end - rest.len();
            let found = Attributes::read(self.source, brace);
            let Some(found) = found.filter(|found| found.place.end <= line.end) else {
                let message = "the attributes of this block cannot be read".to_owned();
                let hint = "write them as `::: {.callout title=\"…\"}`";
                self.trouble
                    .tell(&ATTRIBUTES_UNREADABLE, line, message, hint);
                return (Attributes::default(), info.end..info.end);
            };
            end = found.place.end;
            attributes = found;
        }
        let class = word.trim_start_matches('.');
        if !class.is_empty() {
            let place = info.start..info.start + word.len();
            attributes.classes.insert(0, (class.to_owned(), place));
        }
        let blanks =
            self.source[end..info.end].len() - self.source[end..info.end].trim_start().len();
        (attributes, (end + blanks).min(info.end)..info.end)
    }
}
