//! Paragraphs that bring in other files: `{{< include _part.md >}}`.

use crate::diagnostics::include_target;
use crate::markdown::document::{Block, Inline};
use crate::markdown::read::reader::EventReader;

impl<'a> EventReader<'a, '_> {
    /// Reads a paragraph each of whose lines brings in a file of the project.
    pub(crate) fn includes(&mut self, raw: &[Inline<'a>]) -> Option<Vec<Block<'a>>> {
        let mut start = raw.first()?.place().start;
        let text = &self.source[start..raw.last()?.place().end];
        if !text.starts_with("{{<") || !text.lines().all(|line| include_target(line).is_some()) {
            return None;
        }
        let mut blocks = Vec::new();
        for line in text.split_inclusive('\n') {
            let first = start + line.len() - line.trim_start().len();
            let place = first..first + line.trim().len();
            start += line.len();
            let target = include_target(line)?;
            let path = self.trouble.beside(target);
            match path.filter(|path| path.is_markdown() || path.extension() == "typ") {
                Some(path) => blocks.push(Block::Include { path, place }),
                None => {
                    let message = format!("`{target}` cannot be included");
                    let hint = "include a file of the project that ends in `.md` or `.typ`, and write its path from the folder of this one";
                    self.trouble
                        .deny("include-unreadable", &place, message, hint);
                }
            }
        }
        Some(blocks)
    }
}
