//! Pages as drawings inside an HTML page.
//!
//! The engine draws each page for itself. In one file the outlines of letters can be shared, and
//! their names, digests of 32 digits each, can be short: the file is a third as large.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::{Captures, Regex};
use typst::layout::{Frame, FrameItem};
use typst_layout::Page;
use typst_svg::SvgOptions;

/// The names that a drawing gives to what it uses more than once, and where it uses them.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r##"( id="|href="#|url\(#)([a-z])([0-9A-F]+)"##).expect("the pattern is sound")
});

/// The outlines of letters; none lies inside another.
static SYMBOLS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)<symbol id="([a-z0-9]+)".*?</symbol>"#).expect("the pattern is sound")
});

/// What only a file of its own needs.
static OPENING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"^<svg (viewBox="[^"]*")[^>]*>"#).expect("the pattern is sound"));

/// Where a letter stands, to more digits than anybody sees.
static PLACES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"( x="-?[0-9]+\.[0-9]{2})[0-9]+"#).expect("the pattern is sound")
});

/// The drawings of a document's pages, which share the outlines of their letters.
#[derive(Default)]
pub(super) struct Drawings {
    names: BTreeMap<(usize, String), String>,
    outlined: BTreeSet<String>,
    pages: usize,
}

impl Drawings {
    /// Draws a page as an `svg` element; links lead nowhere in a proof and are left out.
    pub(super) fn page(&mut self, page: &Page) -> String {
        self.pages += 1;
        let mut page = page.clone();
        strip(&mut page.frame);
        let drawn = typst_svg::svg(&page, &SvgOptions::default());
        let named = NAMES.replace_all(&drawn, |found: &Captures<'_>| self.renamed(found));
        let shared = SYMBOLS.replace_all(&named, |found: &Captures<'_>| {
            match self.outlined.insert(found[1].to_owned()) {
                true => found[0].to_owned(),
                false => String::new(),
            }
        });
        let short = PLACES.replace_all(&shared, "$1");
        let short = short
            .replace(" fill-rule=\"nonzero\"", "")
            .replace("<use xlink:href", "<use href");
        OPENING
            .replace(&short, r#"<svg $1 aria-hidden="true">"#)
            .into_owned()
    }

    fn renamed(&mut self, found: &Captures<'_>) -> String {
        // The outline of a letter is the same on every page; anything else is the page's own.
        let owner = match &found[2] {
            "g" => 0,
            _ => self.pages,
        };
        let next = self.names.len();
        let name = self
            .names
            .entry((owner, found[0][found[1].len()..].to_owned()))
            .or_insert_with(|| format!("{}{next}", &found[2]));
        format!("{}{name}", &found[1])
    }
}

/// Removes what is not drawn: links, tags, and names that authors gave.
fn strip(frame: &mut Frame) {
    frame.retain(|item| match item {
        FrameItem::Group(group) => {
            group.label = None;
            strip(&mut group.frame);
            true
        }
        FrameItem::Link(..) | FrameItem::Tag(_) => false,
        FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) => true,
    });
}
