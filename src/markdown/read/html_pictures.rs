//! `<img>`: a picture as `![](file)` is one.

use std::borrow::Cow;

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Image, Inline};
use crate::markdown::inline::html::{entities, name, value};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::EventReader;

/// Wider than the text of a page, in pixels of which 96 are an inch.
const PAGE_PIXELS: f64 = 560.0;

impl<'a> EventReader<'a, '_> {
    /// Returns the picture that a tag shows.
    pub(crate) fn html_picture(&self, tag: &str, place: &BodyRange) -> Option<Inline<'a>> {
        if name(tag) != "img" || tag.starts_with("</") {
            return None;
        }
        let target = value(tag, "src")
            .map(str::trim)
            .filter(|it| !it.is_empty())?;
        let mut pairs = Vec::new();
        let mut add = |key: &str, value: String| pairs.push((key.to_owned(), value, place.clone()));
        // bookdown puts the name of a text in here; its words are the caption.
        if let Some(alt) =
            value(tag, "alt").filter(|alt| !alt.trim().is_empty() && !alt.contains("(ref:"))
        {
            add("alt", entities(alt));
        }
        let style = value(tag, "style").unwrap_or_default();
        for side in ["width", "height"] {
            let styled = style.split(';').find_map(|rule| {
                let (key, value) = rule.split_once(':')?;
                (key.trim() == side).then(|| value.trim())
            });
            let size = styled.or(value(tag, side)).and_then(size);
            if let Some(size) = size {
                add(side, size);
            }
        }
        let has_width = pairs.iter().any(|(key, ..)| key == "width");
        // A picture that fills the line keeps its shape.
        pairs.retain(|(key, value, _)| key != "height" || (has_width && !value.ends_with('%')));
        let is_whole =
            |(key, value, _): &(String, String, BodyRange)| key == "width" && value == "100%";
        if pairs.iter().any(is_whole) {
            pairs.retain(|(key, ..)| key != "height");
        }
        let id = value(tag, "id").filter(|id| id.starts_with("fig:") || id.starts_with("fig-"));
        Some(Inline::Image(Box::new(Image {
            target: Cow::Owned(entities(target)),
            caption: Vec::new(),
            attributes: Attributes {
                id: id.map(|id| (id.to_owned(), place.clone())),
                pairs,
                place: place.clone(),
                ..Attributes::default()
            },
            place: place.clone(),
        })))
    }
}

/// Returns a size as Markdown has it; none for what says nothing of paper.
fn size(text: &str) -> Option<String> {
    let text = text.trim();
    let pixels = text.strip_suffix("px").unwrap_or(text).trim();
    if let Ok(pixels) = pixels.parse::<f64>() {
        return Some(match pixels < PAGE_PIXELS {
            true => format!("{pixels}px"),
            false => "100%".to_owned(),
        });
    }
    let is_length = ["%", "cm", "mm", "in", "pt"]
        .iter()
        .any(|unit| text.ends_with(unit));
    is_length.then(|| text.to_owned())
}
