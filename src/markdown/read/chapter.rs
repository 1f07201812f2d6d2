//! A chapter as it was read: what it says of itself, and its text as a document.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::markdown::abbreviations::Abbreviation;
use crate::markdown::dialects::word::Traces;
use crate::markdown::document::{Block, NoteDefinition, plain_text};
use crate::markdown::formulas::macros::Macros;
use crate::markdown::mask::Masked;
use crate::markdown::read::front_matter::FrontMatter;
use crate::markdown::read::reader::EventReader;
use crate::markdown::trouble::Trouble;

/// A chapter that is read and not yet written.
pub(crate) struct ReadChapter<'a> {
    pub(crate) front_matter: FrontMatter,
    /// Bytes of the file before its body.
    pub(crate) base: usize,
    pub(crate) body: &'a str,
    pub(crate) blocks: Vec<Block<'a>>,
    pub(crate) notes: BTreeMap<String, NoteDefinition<'a>>,
    /// Footnotes that several marks ask for.
    pub(crate) repeated: BTreeSet<String>,
    /// Texts that stand elsewhere by their names.
    pub(crate) texts: BTreeMap<String, NoteDefinition<'a>>,
    /// The names of figures and tables that code would make.
    pub(crate) unmade: BTreeSet<String>,
    /// The commands of the author's own, for formulas.
    pub(crate) macros: Macros,
    /// In the order of the text; their places are bytes of the file.
    pub(crate) abbreviations: Vec<Abbreviation>,
}

impl<'a> ReadChapter<'a> {
    /// Reads a body behind its front matter of `base` bytes; from here on trouble is told by
    /// places of the body.
    pub(crate) fn read(
        front_matter: FrontMatter,
        base: usize,
        body: &'a str,
        masked: &'a Masked<'a>,
        macros: Macros,
        trouble: &mut Trouble,
    ) -> Self {
        trouble.base = base;
        let mut reader = EventReader::new(body, masked, macros, trouble);
        let mut blocks = reader.document();
        title_first(&mut blocks);
        let mut traces = Traces {
            source: body,
            trouble: &mut *reader.trouble,
            has_tabs: body.contains('\t'),
        };
        traces.blocks(&blocks);
        traces.indented(&masked.indented);
        traces.unseen_signs();
        for mark in &masked.unread {
            let message =
                "these lines look like a list, and are printed as one paragraph".to_owned();
            let hint = "put two spaces behind the mark of each, or write `A)`, with an empty line before the first";
            reader.trouble.warn("list-not-read", mark, message, hint);
        }
        let EventReader {
            notes,
            marks,
            texts,
            unmade,
            macros,
            mut abbreviations,
            ..
        } = reader;
        for one in &mut abbreviations {
            one.place = one.place.start + base..one.place.end + base;
        }
        let repeated = marks.into_iter().filter(|(_, count)| *count > 1);
        Self {
            front_matter,
            base,
            body,
            blocks,
            notes,
            repeated: repeated.map(|(name, _)| name).collect(),
            texts,
            unmade,
            macros,
            abbreviations,
        }
    }

    /// Returns the title of the front matter if the text has no heading of its own, and complains
    /// where the two are not the same. Where several headings are as high as a title, they are
    /// sections below it.
    pub(crate) fn title(&mut self, path: &ProjectPath, trouble: &mut Trouble) -> Option<String> {
        let title = self.front_matter.title.as_ref()?;
        let heading = self.blocks.iter().find_map(|block| match block {
            Block::Heading {
                level: 1, children, ..
            } => Some(plain_text(children)),
            _ => None,
        });
        let Some(heading) = heading else {
            let title = title.clone();
            self.title_is_plain(&title, path, trouble);
            return Some(title);
        };
        let is_same = title.split_whitespace().eq(heading.split_whitespace());
        if !is_same && count_titles(&self.blocks) > 1 {
            let title = title.clone();
            lower_headings(&mut self.blocks);
            self.title_is_plain(&title, path, trouble);
            return Some(title);
        }
        if let Some(place) = self.front_matter.title_place.clone()
            && !is_same
        {
            let message = format!(
                "the front matter calls this file `{}`, its heading `{}`",
                inline(title, 60),
                inline(heading.trim(), 60)
            );
            let finding = Diagnostic::warn("title-differs", message)
                .at(Place::range(path.clone(), place))
                .hint("the heading is printed: remove `title:`, or make the two the same");
            trouble.findings.push(finding);
        }
        None
    }

    /// Complains about a title that is printed letter by letter, with its marks.
    fn title_is_plain(&self, title: &str, path: &ProjectPath, trouble: &mut Trouble) {
        let Some(place) = self.front_matter.title_place.clone() else {
            return;
        };
        if has_marks(title) {
            let message = "the marks of Markdown in this title are printed as they stand";
            let hint = format!("write it as the heading `# {}` instead", inline(title, 80));
            let finding = Diagnostic::warn("title-with-marks", message)
                .at(Place::range(path.clone(), place))
                .hint(hint);
            trouble.findings.push(finding);
        }
    }
}

/// Puts the title before a motto that stands above it, and takes the end of a page off its top: a
/// chapter begins on a page of its own.
fn title_first(blocks: &mut Vec<Block>) {
    let is_title = |block: &Block| matches!(block, Block::Heading { level: 1, .. });
    let is_motto = |block: &Block| match block {
        Block::Div { attributes, .. } => attributes.has("epigraph"),
        _ => false,
    };
    let Some(at) = blocks.iter().position(is_title) else {
        return;
    };
    let is_moved = |block: &Block| matches!(block, Block::PageBreak(_)) || is_motto(block);
    if at > 0 && blocks[..at].iter().all(is_moved) {
        blocks[..=at].rotate_right(1);
        let mut number = 0;
        blocks.retain(|block| {
            number += 1;
            number > at + 1 || !matches!(block, Block::PageBreak(_))
        });
    }
}

/// Counts the headings that are as high as a title, those in divs among them.
fn count_titles(blocks: &[Block]) -> usize {
    let count = |block: &Block| match block {
        Block::Heading { level: 1, .. } => 1,
        Block::Div { blocks, .. } => count_titles(blocks),
        _ => 0,
    };
    blocks.iter().map(count).sum()
}

/// Makes every heading one level lower.
fn lower_headings(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => *level += 1,
            Block::Div { blocks, .. } => lower_headings(blocks),
            _ => {}
        }
    }
}

/// Whether a title has a formula, emphasis, code or a citation as Markdown has them.
fn has_marks(title: &str) -> bool {
    let encloses = |mark: char| {
        title.match_indices(mark).any(|(at, _)| {
            let before = title[..at].chars().next_back();
            let behind = &title[at + 1..];
            before.is_none_or(|c| c.is_whitespace() || "(*_".contains(c))
                && behind
                    .trim_start_matches('*')
                    .starts_with(|c: char| c.is_alphabetic() || c == '\\')
                && behind.contains(mark)
        })
    };
    ['*', '_', '$', '`'].into_iter().any(encloses) || title.contains("[@")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_a_title_are_told_from_signs() {
        for title in [
            "It's $x$",
            "The *first* study",
            "`lme4`",
            "As [@smith2020] says",
        ] {
            assert!(has_marks(title), "{title}");
        }
        for title in [
            "From $5 to $10",
            "2 * 3 * 4",
            "snake_case_here",
            "p* and q*",
            "**",
        ] {
            assert!(!has_marks(title), "{title}");
        }
    }
}
