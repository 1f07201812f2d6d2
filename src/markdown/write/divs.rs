//! Fenced divs as Typst, and what their classes mean.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Inline};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::write::composer::{Composer, Language};
use crate::markdown::write::spelling::quoted;

/// The classes that have a meaning, the first one before the others.
const CLASSES: [&str; 9] = [
    "no-count",
    "landscape",
    "epigraph",
    "quote",
    "participant",
    "question",
    "finding",
    "recommendation",
    "callout",
];

/// Classes by which other programs arrange things on a screen or mark what they made: what stands
/// in such a block is printed as it is.
const ARRANGEMENTS: [&str; 26] = [
    "column-margin",
    "column-page",
    "column-page-inset",
    "column-page-right",
    "column-page-left",
    "column-body",
    "column-body-outset",
    "column-screen",
    "column-screen-inset",
    "columns",
    "column",
    "panel-tabset",
    "content-visible",
    "content-hidden",
    "incremental",
    "nonincremental",
    "aside",
    "refs",
    "references",
    "hanging-indent",
    "fragment",
    "cell",
    "cell-output",
    "cell-output-display",
    "cell-output-stdout",
    "center",
];

/// What a block may be given by other programs, without a meaning on paper.
const SETTINGS: [&str; 19] = [
    "lang",
    "width",
    "when-format",
    "unless-format",
    "when-profile",
    "unless-profile",
    "when-meta",
    "unless-meta",
    "collapse",
    "appearance",
    "icon",
    "group",
    "role",
    "entry-spacing",
    "layout",
    "layout-ncol",
    "layout-nrow",
    "layout-align",
    "layout-valign",
];

/// Returns what a block of a class may be given.
fn keys(class: Option<&str>) -> &'static [&'static str] {
    match class {
        Some("quote" | "epigraph") => &["attribution", "by"],
        Some("participant") => &["attribution", "by", "id", "participant"],
        Some("question" | "finding") => &["title", "id"],
        Some("recommendation") => &["title", "id", "owner", "timescale", "measure"],
        Some("callout") => &["title", "attribution", "by"],
        Some(_) | None => &[],
    }
}

impl<'a> Composer<'a, '_> {
    pub(crate) fn div(
        &mut self,
        attributes: &Attributes,
        words: &[(&str, Vec<Inline<'a>>)],
        blocks: &[Block<'a>],
        place: &BodyRange,
    ) {
        let class = CLASSES[1..]
            .iter()
            .copied()
            .find(|class| attributes.has(class));
        let own = attributes.without(&ARRANGEMENTS, &SETTINGS);
        self.check(&own, &CLASSES, keys(class));
        if !attributes.has("no-count") {
            self.div_in_language(class, attributes, words, blocks, place);
            return;
        }
        // The engine makes one list of two that only a label divides.
        let is_list = |block: Option<&Block>| {
            matches!(block, Some(Block::List { .. } | Block::Definitions(_)))
        };
        let open = match is_list(blocks.first()) || is_list(blocks.last()) {
            true => "#block[",
            false => "#[",
        };
        self.writer.open(open, place);
        self.indented(|this| this.div_in_language(class, attributes, words, blocks, place));
        self.writer.syntax("] ", &(place.end..place.end));
        self.writer.syntax("<no-count>", place);
    }

    fn div_in_language(
        &mut self,
        class: Option<&str>,
        attributes: &Attributes,
        words: &[(&str, Vec<Inline<'a>>)],
        blocks: &[Block<'a>],
        place: &BodyRange,
    ) {
        match Language::of(attributes, place) {
            None => self.named_div(class, attributes, words, blocks, place),
            Some(language) => self.in_language(language, |this| {
                this.writer.open("[", place);
                this.indented(|this| this.named_div(class, attributes, words, blocks, place));
                this.writer.end_code("]", place);
            }),
        }
    }

    /// Writes a div with the meaning of its first class that has one.
    fn named_div(
        &mut self,
        class: Option<&str>,
        attributes: &Attributes,
        words: &[(&str, Vec<Inline<'a>>)],
        blocks: &[Block<'a>],
        place: &BodyRange,
    ) {
        let is_list_of_references = attributes.label() == Some("refs");
        match class {
            Some("quote") => {
                self.writer.syntax("#quote(block: true", place);
                let by = ["attribution", "by"]
                    .into_iter()
                    .find_map(|key| Some((key, attributes.pair(key)?)));
                if let Some((key, (value, at))) = by {
                    self.writer.syntax(", attribution: ", at);
                    self.given_words(words, key, value, at);
                }
                self.writer.syntax(")", place);
                self.body(blocks, place);
                self.label(attributes);
            }
            Some(class) => {
                let is_numbered = matches!(class, "question" | "finding" | "recommendation");
                let given = keys(Some(class)).iter().filter_map(|key| {
                    let (name, key) = match *key {
                        "by" => return None,
                        "attribution" if attributes.value("attribution").is_none() => {
                            ("attribution", "by")
                        }
                        "participant" if attributes.value("id").is_some() => return None,
                        "participant" => ("id", "participant"),
                        other => (other, other),
                    };
                    let (value, at) = attributes.pair(key)?;
                    Some((name, key, value, at))
                });
                let given: Vec<_> = given.collect();
                self.writer.function(class, place);
                let label = attributes.label().filter(|_| is_numbered);
                if !given.is_empty() || label.is_some() {
                    self.writer.syntax("(", &attributes.place);
                    for (number, (name, key, value, at)) in given.iter().enumerate() {
                        let between = if number > 0 { ", " } else { "" };
                        self.writer.syntax(&format!("{between}{name}: "), at);
                        if *name == "id" {
                            let value = quoted(&self.writer.set(value));
                            self.writer.syntax(&value, at);
                        } else {
                            self.given_words(words, key, value, at);
                        }
                    }
                    let between = if given.is_empty() { "" } else { ", " };
                    let label =
                        label.map(|label| format!("{between}name: label({})", quoted(label)));
                    let end = label.unwrap_or_default() + ")";
                    self.writer.syntax(&end, &attributes.place);
                }
                self.body(blocks, place);
                if !is_numbered {
                    self.label(attributes);
                }
            }
            None if attributes.id.is_some() && !is_list_of_references => {
                self.writer.syntax("#", place);
                self.body(blocks, place);
                self.label(attributes);
            }
            None => self.blocks(blocks, false),
        }
    }
    /// Writes the words that a block was given in braces.
    fn given_words(
        &mut self,
        words: &[(&str, Vec<Inline<'a>>)],
        key: &str,
        value: &str,
        at: &BodyRange,
    ) {
        match words.iter().find(|(name, _)| *name == key) {
            Some((_, words)) => self.content(words, at),
            None => {
                let words = PlacedText::made(value.to_owned(), at.clone());
                self.content(&[Inline::Text(words)], at);
            }
        }
    }
}
