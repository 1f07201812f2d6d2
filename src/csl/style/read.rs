//! XML → [`Style`].

use roxmltree::{Document, ParsingOptions};

use crate::csl::locale::Locale;
use crate::csl::style::elements::all;
use crate::csl::style::layout::layout;
use crate::csl::style::xml::{element, elements, name_options, text};
use crate::csl::style::{Demote, Options, PageRanges, Style};

/// How deep elements may stand in each other: no published style goes beyond 40.
const MAX_DEPTH: usize = 120;

/// The most elements: the largest published style has some 4,000.
const MAX_NODES: u32 = 200_000;

/// Why a style cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// It is not XML, in the parser's words.
    #[error("it is not well-formed: {0}")]
    Syntax(String),
    /// It is XML of another kind.
    #[error("it is no CSL style: it begins with `{0}`")]
    Foreign(String),
    /// It has no rules of its own and names the style that has.
    #[error("it has no rules of its own: it points to `{0}`")]
    Dependent(String),
    /// It does not say how to cite.
    #[error("it does not say how to cite")]
    NoCitation,
    /// Its elements stand too deep in each other.
    #[error("its elements stand too deep in each other")]
    TooDeep,
}

impl Style {
    /// Reads a CSL file.
    ///
    /// Elements and attributes that CSL 1.0.2 does not know are passed over, as all processors do.
    ///
    /// # Errors
    ///
    /// Not XML, no style, a style that only points to another one, or one nested beyond reason.
    pub fn from_xml(xml: &str) -> Result<Self, StyleError> {
        let document = parse(xml)?;
        let root = document.root_element();
        if root.tag_name().name() != "style" {
            return Err(StyleError::Foreign(root.tag_name().name().to_owned()));
        }
        let info = element(root, "info");
        let Some(citation) = element(root, "citation") else {
            let parent = info.into_iter().flat_map(elements).find(|link| {
                link.tag_name().name() == "link"
                    && link.attribute("rel") == Some("independent-parent")
            });
            return Err(match parent.and_then(|link| link.attribute("href")) {
                Some(href) => StyleError::Dependent(href.to_owned()),
                None => StyleError::NoCitation,
            });
        };
        let title = info.and_then(|info| element(info, "title"));
        let macros = elements(root)
            .filter(|node| node.tag_name().name() == "macro")
            .filter_map(|node| Some((text(node, "name")?, all(node))))
            .collect();
        let places_year_suffix = root.descendants().any(|node| {
            node.tag_name().name() == "text" && node.attribute("variable") == Some("year-suffix")
        });
        Ok(Self {
            title: title
                .and_then(|node| node.text())
                .unwrap_or_default()
                .trim()
                .to_owned(),
            in_notes: root.attribute("class") == Some("note"),
            changes_titles: root
                .descendants()
                .any(|node| node.attribute("text-case") == Some("title")),
            asks_for_uncertain: root
                .descendants()
                .any(|node| node.has_attribute("is-uncertain-date")),
            default_locale: text(root, "default-locale"),
            options: Options {
                names: name_options(root),
                initialize_with_hyphen: root.attribute("initialize-with-hyphen") != Some("false"),
                demote_particle: match root.attribute("demote-non-dropping-particle") {
                    Some("never") => Demote::Never,
                    Some("sort-only") => Demote::SortOnly,
                    _ => Demote::DisplayAndSort,
                },
                page_ranges: match root.attribute("page-range-format") {
                    Some("chicago" | "chicago-15") => Some(PageRanges::Chicago15),
                    Some("chicago-16") => Some(PageRanges::Chicago16),
                    Some("expanded") => Some(PageRanges::Expanded),
                    Some("minimal") => Some(PageRanges::Minimal),
                    Some("minimal-two") => Some(PageRanges::MinimalTwo),
                    _ => None,
                },
                places_year_suffix,
            },
            macros,
            citation: layout(citation),
            bibliography: element(root, "bibliography").map(layout),
            locales: elements(root)
                .filter(|node| node.tag_name().name() == "locale")
                .map(Locale::read)
                .collect(),
        })
    }
}

fn parse(xml: &str) -> Result<Document<'_>, StyleError> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(xml, options)
        .map_err(|error| StyleError::Syntax(error.to_string()))?;
    // Counted along the way, not by asking each node for its ancestors.
    let mut depth = 0_usize;
    let mut node = document.root();
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            if depth > MAX_DEPTH {
                return Err(StyleError::TooDeep);
            }
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => {
                    node = parent;
                    depth = depth.saturating_sub(1);
                }
                None => return Ok(document),
            }
        }
    }
}

/// Reads the terms of a language from a locale file.
pub(crate) fn locale_of(xml: &str) -> Option<Locale> {
    Some(Locale::read(parse(xml).ok()?.root_element()))
}
