//! Fenced divs as Typst, and what their classes mean.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::Block;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::write::composer::Composer;
use crate::markdown::write::spelling::quoted;

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

const KEYS: [&str; 8] = [
    "attribution",
    "by",
    "title",
    "id",
    "owner",
    "timescale",
    "measure",
    "participant",
];

impl<'a> Composer<'a, '_> {
    pub(crate) fn div(&mut self, attributes: &Attributes, blocks: &[Block<'a>], place: &BodyRange) {
        self.check(attributes, &CLASSES, &KEYS);
        if !attributes.has("no-count") {
            self.named_div(attributes, blocks, place);
            return;
        }
        self.writer.open("#[", place);
        self.indented(|this| this.named_div(attributes, blocks, place));
        self.writer.syntax("] ", &(place.end..place.end));
        self.writer.syntax("<no-count>", place);
    }

    /// Writes a div with the meaning of its first class that has one.
    fn named_div(&mut self, attributes: &Attributes, blocks: &[Block<'a>], place: &BodyRange) {
        let value = |key: &str| attributes.value(key);
        let attribution = value("attribution").or(value("by"));
        match CLASSES[1..].iter().find(|class| attributes.has(class)) {
            Some(&"quote") => {
                let by = attribution.map(|by| format!(", attribution: {}", quoted(by)));
                let call = format!("#quote(block: true{})", by.unwrap_or_default());
                self.writer.syntax(&call, place);
                self.body(blocks, place);
                self.label(attributes);
            }
            Some(class) => {
                let id = value("id").or(value("participant"));
                let named = [
                    ("attribution", attribution),
                    ("id", id),
                    ("title", value("title")),
                    ("owner", value("owner")),
                    ("timescale", value("timescale")),
                    ("measure", value("measure")),
                ];
                let mut arguments: Vec<String> = named
                    .into_iter()
                    .filter_map(|(name, value)| Some(format!("{name}: {}", quoted(value?))))
                    .collect();
                if let Some(label) = attributes.label() {
                    arguments.push(format!("name: label({})", quoted(label)));
                }
                self.writer.function(class, place);
                if !arguments.is_empty() {
                    self.writer
                        .syntax(&format!("({})", arguments.join(", ")), &attributes.place);
                }
                self.body(blocks, place);
            }
            None if attributes.id.is_some() => {
                self.writer.syntax("#", place);
                self.body(blocks, place);
                self.label(attributes);
            }
            None => self.blocks(blocks, false),
        }
    }
}
