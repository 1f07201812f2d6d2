//! Blocks by which other programs say what a page of the web shows, and how it arranges it.

use crate::markdown::attributes::Attributes;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{CLASS_UNKNOWN, RAW_BLOCK};

/// The formats of Quarto that are no paper.
const SCREENS: [&str; 8] = [
    "html",
    "html:js",
    "html5",
    "revealjs",
    "slides",
    "epub",
    "dashboard",
    "email",
];

/// The formats that are.
const PAPERS: [&str; 6] = ["pdf", "latex", "typst", "docx", "odt", "beamer"];

/// What arranges text on a screen, and the word for it.
const ARRANGED: [(&str, &str); 5] = [
    ("panel-tabset", "tabs"),
    ("columns", "columns"),
    ("column-margin", "the margin"),
    ("aside", "the margin"),
    ("incremental", "slides"),
];

impl EventReader<'_, '_> {
    /// Says of a block what a screen would make of it, once for each kind; returns whether it is
    /// meant for a screen alone, so that it is left out.
    pub(crate) fn is_for_screens(&mut self, attributes: &Attributes, place: &BodyRange) -> bool {
        if is_only_for_screens(attributes) {
            self.forget(place);
            let message = "this block is meant for pages of the web, so it is not printed";
            let hint = "take its words out of the block if they are to be printed";
            self.trouble
                .tell(&RAW_BLOCK, place, message.to_owned(), hint);
            return true;
        }
        let is_given = |(class, _): &&(&str, &str)| attributes.has(class);
        if let Some((class, what)) = ARRANGED.iter().find(is_given)
            && self.arranged.insert(what)
        {
            let message =
                format!("`.{class}` arranges text in {what}; here it stands one below the other");
            let hint = "take the `:::` lines away, and see that the text reads well in a row";
            self.trouble
                .tell(&CLASS_UNKNOWN, &attributes.place, message, hint);
        }
        false
    }
}

/// Whether conditions of Quarto say that paper shows nothing of a block.
pub(super) fn is_only_for_screens(attributes: &Attributes) -> bool {
    let is_shown = attributes.has("content-visible");
    if !is_shown && !attributes.has("content-hidden") {
        return false;
    }
    let (when, unless) = match is_shown {
        true => ("when-format", "unless-format"),
        false => ("unless-format", "when-format"),
    };
    let is_among = |key: &str, formats: &[&str]| {
        attributes
            .value(key)
            .is_some_and(|format| formats.contains(&format))
    };
    is_among(when, &SCREENS) || is_among(unless, &PAPERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_paper_does_not_show_is_known_by_its_conditions() {
        for (text, left_out) in [
            ("{.content-visible when-format=\"html\"}", true),
            ("{.content-visible when-format=\"pdf\"}", false),
            ("{.content-visible unless-format=\"pdf\"}", true),
            ("{.content-visible unless-format=\"html\"}", false),
            ("{.content-hidden when-format=\"html\"}", false),
            ("{.content-hidden when-format=\"pdf\"}", true),
            ("{.content-hidden unless-format=\"html\"}", true),
            ("{.content-visible when-profile=\"a\"}", false),
            ("{.callout when-format=\"html\"}", false),
        ] {
            let attributes = Attributes::read(text, 0).unwrap();
            assert_eq!(is_only_for_screens(&attributes), left_out, "{text}");
        }
    }
}
