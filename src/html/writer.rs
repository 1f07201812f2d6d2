//! What is written so far: the part at hand, the parts before it, its notes.

use std::collections::BTreeSet;

use typst::introspection::{Location, Tag};
use typst::math::EquationElem;
use typst::model::{FigureElem, TableElem};
use typst::pdf::ArtifactElem;
use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{Survey, escaped, figure_alt, given};
use crate::html::Page;
use crate::html::contents::Lists;
use crate::html::heads::{Heads, told};
use crate::html::notes::Notes;
use crate::typeset::{describe_formula, own_words, says_plain_rows};

/// What a part of the dissertation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    TitlePage,
    Contents,
    /// Any other, with its role for whoever hears the page.
    Other(&'static str),
}

impl PartKind {
    fn of(name: &str) -> Self {
        match name {
            "folio:title-page" => Self::TitlePage,
            "folio:contents" => Self::Contents,
            "folio:abstract" => Self::Other("doc-abstract"),
            "folio:acknowledgements" => Self::Other("doc-acknowledgments"),
            "folio:references" => Self::Other("doc-bibliography"),
            name if name.starts_with("folio:appendix:") => Self::Other("doc-appendix"),
            name if name.starts_with("folio:chapter:") => Self::Other("doc-chapter"),
            _ => Self::Other(""),
        }
    }

    fn role(self) -> &'static str {
        match self {
            Self::TitlePage | Self::Contents => "",
            Self::Other(role) => role,
        }
    }
}

/// The figure that is being written.
#[derive(Clone, Debug, Default)]
pub(super) struct Figure {
    /// What it says of itself for those who do not see it.
    pub(super) alt: Option<String>,
    /// "Figure 2.1".
    pub(super) label: Option<String>,
    /// The name of its caption.
    pub(super) caption: Option<String>,
}

/// A page while it is written.
pub(super) struct Writer<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) survey: Survey<'a>,
    /// What is written of the part at hand.
    pub(super) out: String,
    pub(super) title_page: String,
    /// The parts that are written, but for the title page.
    pub(super) main: String,
    pub(super) part: PartKind,
    /// The name of the heading of the part at hand.
    pub(super) part_heading: Option<String>,
    /// Whether the words of the part at hand are written.
    pub(super) is_written: bool,
    pub(super) has_title: bool,
    pub(super) lists: Lists,
    pub(super) notes: Notes<'a>,
    pub(super) figure: Figure,
    /// The shares of columns that tables ask for, in hundredths.
    pub(super) widths: BTreeSet<u32>,
    /// What is known of the table that comes next.
    pub(super) heads: Heads,
    /// The ornaments that are open: pictures that say nothing.
    pub(super) ornaments: Vec<Location>,
    /// Whether something that is seen was written since it was last asked.
    pub(super) is_seen: bool,
    pub(super) is_in_link: bool,
    /// The formula that comes next, in words.
    pub(super) formula: Option<String>,
    next_alt: Option<String>,
    /// How many elements are open.
    depth: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(page: &'a Page<'a>, survey: Survey<'a>) -> Self {
        Self {
            page,
            survey,
            out: String::new(),
            title_page: String::new(),
            main: String::new(),
            part: PartKind::Other(""),
            part_heading: None,
            is_written: true,
            has_title: false,
            lists: Lists::default(),
            notes: Notes::default(),
            figure: Figure::default(),
            widths: BTreeSet::new(),
            heads: Heads::default(),
            ornaments: Vec::new(),
            is_seen: false,
            is_in_link: false,
            formula: None,
            next_alt: None,
            depth: 0,
        }
    }

    /// A part of the book begins. Inside of something else none does, whatever a chapter says.
    pub(super) fn begin_part(&mut self, element: &HtmlElement) {
        if self.depth > 0 {
            return;
        }
        self.end_part();
        let name = given(element, "data-name").unwrap_or_default();
        self.part = PartKind::of(name);
        self.is_written = (self.page.is_wanted)(name);
    }

    /// Puts what is written of the part at hand to the parts before it.
    pub(super) fn end_part(&mut self) {
        let inner = std::mem::take(&mut self.out);
        let heading = self.part_heading.take();
        if inner.trim().is_empty() {
            return;
        }
        if self.part == PartKind::TitlePage {
            self.title_page.push_str(&inner);
            return;
        }
        let begin = match (self.part.role(), heading) {
            ("", _) | (_, None) => "<section>".to_owned(),
            (role, Some(heading)) => {
                format!("<section role=\"{role}\" aria-labelledby=\"{heading}\">")
            }
        };
        self.main.push_str(&format!("{begin}\n{inner}</section>\n"));
    }

    /// Writes an element on lines of its own. `attributes` begins with a space or is empty.
    pub(super) fn block_of(&mut self, tag: &str, attributes: &str, write: impl FnOnce(&mut Self)) {
        self.inline_of(tag, attributes, write);
        self.out.push('\n');
    }

    /// Writes an element in a line.
    pub(super) fn inline_of(&mut self, tag: &str, attributes: &str, write: impl FnOnce(&mut Self)) {
        self.out.push_str(&format!("<{tag}{attributes}>"));
        self.depth += 1;
        write(self);
        self.depth -= 1;
        self.out.push_str(&format!("</{tag}>"));
    }

    /// Writes something apart from the text and returns it, with whether anything of it is seen.
    pub(super) fn apart(&mut self, write: impl FnOnce(&mut Self)) -> (String, bool) {
        let outer = std::mem::take(&mut self.out);
        let was_seen = std::mem::replace(&mut self.is_seen, false);
        self.depth += 1;
        write(self);
        self.depth -= 1;
        let is_seen = std::mem::replace(&mut self.is_seen, was_seen);
        (std::mem::replace(&mut self.out, outer), is_seen)
    }

    /// Writes nodes of a line apart, and returns them where anything of them is seen.
    pub(super) fn line(&mut self, nodes: &'a [HtmlNode]) -> Option<String> {
        let (line, is_seen) = self.apart(|this| this.inline_all(nodes));
        is_seen.then(|| line.trim().to_owned())
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) {
        self.is_seen |= !text.trim().is_empty();
        self.out.push_str(&escaped(text));
    }

    /// Reads what is known of what comes next.
    pub(super) fn tag(&mut self, tag: &Tag) {
        let content = match tag {
            Tag::Start(content, _) => content,
            Tag::End(location, ..) => return self.ornaments.retain(|it| it != location),
        };
        if let Some(figure) = content.to_packed::<FigureElem>() {
            self.next_alt = figure_alt(figure);
        } else if let Some(equation) = content.to_packed::<EquationElem>() {
            let own = own_words(equation).cloned();
            let words = own.unwrap_or_else(|| describe_formula(equation));
            self.formula = Some(words.to_string());
        } else if content.is::<ArtifactElem>() {
            self.ornaments.extend(content.location());
        } else if let Some(table) = content.to_packed::<TableElem>() {
            self.heads.told = told(table);
        } else {
            self.heads.are_plain |= says_plain_rows(content);
        }
    }

    /// Returns what the figure that begins says of itself, or the one around it.
    pub(super) fn alt(&mut self) -> Option<String> {
        self.next_alt.take().or_else(|| self.figure.alt.clone())
    }

    /// Returns the name of an element that links lead to.
    pub(super) fn name(&self, element: &HtmlElement) -> Option<String> {
        let target = self.survey.targets.get(given(element, "id")?)?;
        Some(target.name.clone())
    }

    /// Returns the name of an element that links or lists lead to.
    pub(super) fn listed_name(&self, element: &HtmlElement) -> Option<String> {
        let listed = || {
            let mut all = self.survey.listed.iter();
            all.find(|it| std::ptr::eq(it.element, element))
                .map(|it| it.name.clone())
        };
        self.name(element).or_else(listed)
    }

    /// Returns the attributes that every element may keep: its name and its language.
    pub(super) fn kept(&self, element: &HtmlElement) -> String {
        let id = attribute("id", self.name(element).as_deref());
        format!("{id}{}", language(element))
    }
}

/// Returns the attribute with the language of an element, if it is in one.
pub(super) fn language(element: &HtmlElement) -> String {
    let is_tag = |tag: &&str| {
        (2..=35).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    attribute("lang", given(element, "lang").filter(is_tag))
}

/// Returns an attribute with a space before it; nothing without a value.
pub(super) fn attribute(name: &str, value: Option<&str>) -> String {
    value
        .map(|value| format!(" {name}=\"{}\"", escaped(value)))
        .unwrap_or_default()
}
