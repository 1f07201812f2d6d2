//! Paragraphs that bring in other files: `{{< include _part.md >}}`, and Obsidian's `![[note]]`.

use crate::diagnostics::include_target;
use crate::markdown::document::{Block, Inline};
use crate::markdown::placed_text::PlacedText;
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::INCLUDE_UNREADABLE;

impl<'a> EventReader<'a, '_> {
    /// Reads a paragraph each of whose lines brings in a file of the project.
    pub(crate) fn includes(&mut self, raw: &[Inline<'a>]) -> Option<Vec<Block<'a>>> {
        let mut start = raw.first()?.place().start;
        let text = &self.source[start..raw.last()?.place().end];
        let is_include =
            |line: &str| include_target(line).is_some() || self.trouble.note(line).is_some();
        if !text.starts_with(['{', '!']) || !text.lines().all(is_include) {
            return None;
        }
        let mut blocks = Vec::new();
        for line in text.split_inclusive('\n') {
            let first = start + line.len() - line.trim_start().len();
            let place = first..first + line.trim().len();
            start += line.len();
            if let Some(path) = self.trouble.note(line) {
                blocks.push(Block::Include { path, place });
                continue;
            }
            let target = include_target(line)?;
            let path = self.trouble.beside(target);
            match path.filter(|path| path.is_markdown() || path.extension() == "typ") {
                Some(path) => blocks.push(Block::Include { path, place }),
                None => {
                    let message = format!("`{target}` cannot be included");
                    let hint = "include a file of the project that ends in `.md` or `.typ`, and write its path from the folder of this one";
                    self.trouble
                        .tell(&INCLUDE_UNREADABLE, &place, message, hint);
                    let typed = self.source[place.clone()].to_owned();
                    let typed = PlacedText::literal(typed, place, true);
                    blocks.push(Block::Paragraph(vec![Inline::Text(typed)]));
                }
            }
        }
        Some(blocks)
    }
}
