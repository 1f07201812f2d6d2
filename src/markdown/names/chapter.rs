//! What carries a name in a chapter, and what asks for one.

use std::collections::{BTreeMap, BTreeSet};

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Inline, ReferenceKey, plain_text};
use crate::markdown::links;
use crate::markdown::names::identifier::{bare_identifier, identifier, unique};
use crate::markdown::parts::BlockPart;

/// A heading with its id.
#[derive(Clone, Debug)]
pub(crate) struct NamedHeading {
    /// The id that it has of its own accord, without what programs form differently.
    pub(crate) bare: String,
    pub(crate) id: String,
    /// The label that the author gave it.
    pub(crate) label: Option<String>,
    /// Its first byte.
    pub(crate) start: usize,
}

/// The names of a chapter.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChapterNames {
    /// The labels that the author gave.
    pub(crate) labels: BTreeSet<String>,
    /// Other names of what has a label: the parts of a figure by their letters, the further lines of
    /// a formula.
    pub(crate) aliases: BTreeMap<String, String>,
    pub(crate) headings: Vec<NamedHeading>,
    /// What links lead to, and what references ask for.
    pub(crate) asked: BTreeSet<String>,
    /// Those of them that can be no work: what `\ref` asks for.
    pub(crate) referred: BTreeSet<String>,
    /// The names of figures and tables that code would make, and that nobody made.
    pub(crate) unmade: BTreeSet<String>,
    /// The ids that are taken, with the last number behind each.
    used: BTreeMap<String, usize>,
}

impl ChapterNames {
    /// Notes a heading of these words.
    pub(crate) fn heading(&mut self, words: &str, attributes: &Attributes, start: usize) {
        self.label(attributes);
        let label = attributes.label().map(str::to_owned);
        self.used.extend(label.clone().map(|label| (label, 0)));
        let id = match &label {
            Some(_) => identifier(words),
            None => unique(identifier(words), &mut self.used),
        };
        self.headings.push(NamedHeading {
            bare: bare_identifier(&id),
            id,
            label,
            start,
        });
    }

    fn label(&mut self, attributes: &Attributes) {
        let Some(label) = attributes.label() else {
            return;
        };
        self.labels.insert(label.to_owned());
        let others = attributes.also.iter();
        self.aliases
            .extend(others.map(|other| (other.clone(), label.to_owned())));
    }

    /// Notes the names in some blocks.
    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading {
                children,
                attributes,
                place,
                ..
            } => self.heading(&plain_text(children), attributes, place.start),
            // Its label names nothing: no table took it.
            Block::Caption(_) => {}
            other => other
                .attributes()
                .into_iter()
                .for_each(|given| self.label(given)),
        }
        if let Block::Group(figure) = block {
            self.aliases.extend(figure.aliases());
        }
        for part in block.parts() {
            match part {
                BlockPart::Line(items) => self.line(items),
                BlockPart::Blocks(blocks) => self.blocks(blocks),
            }
        }
    }

    fn line(&mut self, items: &[Inline]) {
        for item in items {
            match item {
                Inline::Code { attributes, .. } | Inline::Math { attributes, .. } => {
                    self.label(attributes);
                }
                Inline::Span {
                    attributes,
                    children,
                    ..
                } => {
                    self.label(attributes);
                    self.line(children);
                }
                Inline::Image(image) => {
                    self.label(&image.attributes);
                    self.line(&image.caption);
                }
                Inline::Link {
                    target, children, ..
                } => {
                    self.asked.extend(inside(target));
                    self.line(children);
                }
                Inline::Note { children, .. } => self.line(children),
                Inline::Reference { name, .. } => {
                    self.asked.insert(name.to_string());
                    self.referred.insert(name.to_string());
                }
                Inline::Key(key) => self.key(key),
                Inline::Cite { keys, .. } => keys.iter().for_each(|key| self.key(key)),
                other => self.line(other.children()),
            }
        }
    }

    fn key(&mut self, key: &ReferenceKey) {
        if !key.is_source() {
            self.asked.insert(key.name.to_string());
        }
        self.line(&key.prefix);
        self.line(&key.suffix);
    }
}

/// Returns the name that a link inside the dissertation leads to, which may be that of a file or of
/// something in it: `02-two.md#` and `02-two.md#the-sample`.
pub(crate) fn inside(target: &str) -> Option<String> {
    if let Some((path, part)) = links::file(target) {
        return Some(format!(
            "{}#{}",
            links::file_path(path),
            links::file_path(part)
        ));
    }
    let name = target.trim().strip_prefix('#')?;
    Some(links::file_path(name).into_owned()).filter(|name| !name.is_empty())
}
