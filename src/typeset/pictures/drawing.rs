//! A drawing in SVG: what it shows stays byte for byte, what programs wrote beside it goes.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Attribute, Document, Node, ParsingOptions};

use crate::typeset::pictures::jpeg::upright;
use crate::typeset::pictures::{Cleaned, Linked, Notes, PictureNote, cleaned as cleaned_picture};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// More elements than a drawing has; the engine has a bound of its own.
const MAX_NODES: u32 = 1_000_000;

/// Takes out of a drawing what is not drawn: comments, descriptions, what an editor keeps for
/// itself, and what the pictures inside it say. A photograph that says how it was held is turned, and
/// one that it links is put into it first: who draws a drawing reads no notes.
pub(super) fn cleaned(text: &str, linked: Linked<'_>) -> Option<Cleaned> {
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
        linked,
        edits: Vec::new(),
        notes: Vec::new(),
    };
    let mut open: Vec<Node<'_, '_>> = document.root().children().collect();
    while let Some(node) = open.pop() {
        if node.is_comment() || is_aside(node) {
            cut.remove("what the drawing program noted", node.range());
            continue;
        }
        let is_picture = node.has_tag_name((SVG, "image"));
        for attribute in node.attributes() {
            cut.attribute(&attribute, is_picture);
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
    linked: Linked<'a>,
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

    fn attribute(&mut self, attribute: &Attribute<'_, '_>, is_of_picture: bool) {
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
        } else if attribute.name() == "href"
            && is_of_picture
            && let Some(bytes) = (self.linked)(attribute.value())
            && let Some(picture) = without_notes(&bytes)
        {
            let value = format!("data:image/jpeg;base64,{}", STANDARD.encode(picture.bytes));
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
    without_notes(&STANDARD.decode(plain).ok()?)
}

/// Returns a picture that lies as it was held and says nothing, if it did not.
fn without_notes(bytes: &[u8]) -> Option<Cleaned> {
    let mut picture = cleaned_picture(bytes, Notes::None)?;
    if let Some(turned) = upright(bytes) {
        picture.bytes = turned;
    }
    (picture.bytes != bytes).then_some(picture)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::pdf::PdfRequest;
    use crate::typeset::pictures::examples::{exif, exif_segment, jpeg};
    use crate::typeset::sandbox::Sandbox;
    use image::{DynamicImage, ImageBuffer, Luma};

    #[test]
    fn a_photograph_that_a_drawing_links_or_holds_is_turned_and_says_nothing() {
        let dark_left = |x: u32, _: u32| Luma([if x < 8 { 0 } else { 240 }]);
        let photo = DynamicImage::ImageLuma8(ImageBuffer::from_fn(16, 8, dark_left));
        let name = exif(&[(0x013b, "Rowan Ashdown")], Some(6), true);
        let bytes = jpeg(&photo, &[exif_segment(&name)]);
        let held = format!("data:image/jpeg;base64,{}", STANDARD.encode(&bytes));
        for href in ["a.jpg", "b/../a.jpg", &held] {
            let drawing = format!(
                "<svg xmlns='{SVG}' width='8' height='16'><image width='8' height='16' href='{href}'/></svg>"
            );
            let pdf = Sandbox::new("= One\n#image(\"/f/d.svg\", alt: \"A\", width: 2cm)")
                .file("f/d.svg", drawing)
                .file("f/a.jpg", &bytes)
                .pdf(&PdfRequest::default());
            let document = lopdf::Document::load_mem(&pdf.bytes).unwrap();
            let streams = document.objects.values();
            let mut streams = streams.filter_map(|it| it.as_stream().ok());
            let drawn = streams.find(|it| it.content.starts_with(b"\xff\xd8"));
            let drawn = &drawn.unwrap().content;
            let says = |text: &[u8]| drawn.windows(text.len()).any(|part| part == text);
            assert!(!says(b"Exif") && !says(b"Rowan"), "{href}");
            let drawn = image::load_from_memory(drawn).unwrap().to_luma8();
            assert_eq!(drawn.dimensions(), (8, 16), "{href}");
            assert!(drawn.get_pixel(4, 2).0[0] < 60 && drawn.get_pixel(4, 13).0[0] > 180);
        }
    }
}
