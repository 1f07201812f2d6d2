//! A drawing in SVG: what it shows stays byte for byte, what programs wrote beside it goes.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Attribute, Document, Node, ParsingOptions};

use crate::typeset::pictures::{Cleaned, Notes, PictureNote, cleaned as cleaned_picture};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// More elements than a drawing has; the engine has a bound of its own.
const MAX_NODES: u32 = 1_000_000;

/// Takes out of a drawing what is not drawn: comments, descriptions, what an editor keeps for
/// itself, and what the pictures inside it say.
pub(super) fn cleaned(text: &str) -> Option<Cleaned> {
    if !text.contains(SVG) {
        return None;
    }
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).ok()?;
    let mut cut = Cut {
        text,
        edits: Vec::new(),
        notes: Vec::new(),
    };
    let mut open: Vec<Node<'_, '_>> = document.root().children().collect();
    while let Some(node) = open.pop() {
        if node.is_comment() || is_aside(node) {
            cut.remove("what the drawing program noted", node.range());
            continue;
        }
        for attribute in node.attributes() {
            cut.attribute(&attribute);
        }
        open.extend(node.children());
    }
    Some(cut.finish())
}

/// Returns whether nothing of an element is drawn.
fn is_aside(node: Node<'_, '_>) -> bool {
    let name = node.tag_name();
    let is_described = matches!(name.name(), "metadata" | "title" | "desc");
    node.is_element() && (name.namespace() != Some(SVG) || is_described)
}

struct Cut<'a> {
    text: &'a str,
    /// What stands in the place of some bytes.
    edits: Vec<(Range<usize>, String)>,
    notes: Vec<PictureNote>,
}

impl Cut<'_> {
    fn remove(&mut self, field: &str, range: Range<usize>) {
        let said = self.text.get(range.clone()).unwrap_or_default();
        self.notes.push(PictureNote::new(field, said));
        self.edits.push((range, String::new()));
    }

    fn attribute(&mut self, attribute: &Attribute<'_, '_>) {
        let is_drawn = matches!(attribute.namespace(), None | Some(SVG | XLINK | XML));
        if !is_drawn || attribute.name().starts_with("data-") {
            self.remove("what the drawing program noted", attribute.range());
        } else if attribute.name() == "href"
            && let Some(picture) = embedded(attribute.value())
        {
            self.notes.extend(picture.notes);
            let kind = attribute
                .value()
                .split_once(',')
                .map_or("", |(kind, _)| kind);
            let value = format!("{kind},{}", STANDARD.encode(picture.bytes));
            self.edits.push((attribute.range_value(), value));
        }
    }

    fn finish(mut self) -> Cleaned {
        // What stands in a declared entity has its place there, and may be met twice.
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, with) in &self.edits {
            if range.start < at {
                continue;
            }
            out.push_str(self.text.get(at..range.start).unwrap_or_default());
            out.push_str(with);
            at = range.end;
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        Cleaned {
            bytes: out.into_bytes(),
            notes: self.notes,
        }
    }
}

/// Returns a picture inside the drawing, if it says something of its own.
fn embedded(value: &str) -> Option<Cleaned> {
    let (kind, data) = value.trim_start().split_once(',')?;
    if !kind.starts_with("data:image/") || !kind.ends_with(";base64") {
        return None;
    }
    let plain: String = data.split_whitespace().collect();
    let bytes = STANDARD.decode(plain).ok()?;
    let picture = cleaned_picture(&bytes, Notes::None)?;
    (picture.bytes != bytes).then_some(picture)
}
