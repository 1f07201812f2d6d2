//! What the whole document has, before a word of it is written: where links lead, its notes, and
//! what its contents list.

use std::collections::{BTreeMap, BTreeSet};

use typst::introspection::Tag;
use typst_html::{HtmlElement, HtmlNode};

use crate::word::write::tree::{class, elements, given, is, words};

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The name of its bookmark.
    pub(super) bookmark: String,
    pub(super) kind: TargetKind,
    /// Its label, as an author typed it.
    pub(super) label: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TargetKind {
    /// A heading of a level with its number, as the format numbers it.
    Heading {
        level: usize,
        number: Option<Number>,
    },
    /// A figure, a table, a formula or a numbered block.
    Numbered(Number),
    /// A work in the list of references.
    Work,
    /// Any other place.
    Place,
}

/// "Figure 2.1".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) word: String,
    pub(super) number: String,
}

impl Number {
    /// Reads what the template gives an element.
    pub(super) fn of(element: &HtmlElement) -> Option<Self> {
        Some(Self {
            number: given(element, "data-number")?.to_owned(),
            word: given(element, "data-word").unwrap_or_default().to_owned(),
        })
    }
}

/// A heading or caption that the contents or a list has.
pub(super) struct Listed {
    /// The level of a heading.
    pub(super) level: usize,
    /// The kind of a figure; none for a heading.
    pub(super) kind: Option<String>,
    pub(super) number: Option<Number>,
    pub(super) title: String,
    pub(super) bookmark: String,
}

/// What is known of the document.
#[derive(Default)]
pub(super) struct Survey<'a> {
    /// By the names that the engine gives them.
    pub(super) targets: BTreeMap<String, Target>,
    /// The notes by their names: what each says.
    pub(super) notes: BTreeMap<String, &'a HtmlElement>,
    pub(super) listed: Vec<Listed>,
    /// The keys of the works in the list of references.
    pub(super) works: Vec<String>,
    taken: BTreeSet<String>,
    labels: Vec<String>,
    is_written: bool,
    is_appendix: bool,
}

impl<'a> Survey<'a> {
    /// Reads a document, and of it what is written: the parts whose marks are wanted, or all.
    pub(super) fn of(body: &'a [HtmlNode], is_wanted: &dyn Fn(&str) -> bool) -> Self {
        let mut survey = Self {
            is_written: true,
            ..Self::default()
        };
        survey.all(body, is_wanted);
        survey
    }

    /// Returns a name that no other bookmark has.
    pub(super) fn bookmark(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut count = 1;
        while !self.taken.insert(name.to_lowercase()) {
            count += 1;
            name = format!("{wanted}_{count}");
        }
        name
    }

    fn all(&mut self, nodes: &'a [HtmlNode], is_wanted: &dyn Fn(&str) -> bool) {
        for node in nodes {
            match node {
                HtmlNode::Tag(Tag::Start(content, _)) => {
                    let label = content.label();
                    self.labels
                        .extend(label.map(|it| it.resolve().as_str().to_owned()));
                }
                HtmlNode::Tag(Tag::End(..)) | HtmlNode::Frame(_) => {}
                HtmlNode::Text(..) => self.labels.clear(),
                HtmlNode::Element(element) => self.element(element, is_wanted),
            }
        }
    }

    fn element(&mut self, element: &'a HtmlElement, is_wanted: &dyn Fn(&str) -> bool) {
        if class(element) == "part" {
            let name = given(element, "data-name").unwrap_or_default();
            self.is_written = is_wanted(name);
            self.is_appendix = name.starts_with("folio:appendix:");
        }
        if given(element, "role") == Some("doc-endnotes") {
            self.notes(&element.children);
            return;
        }
        let labels = std::mem::take(&mut self.labels);
        let target = given(element, "id").map(str::to_owned);
        let number = Number::of(element);
        let level = given(element, "data-level").and_then(|level| level.parse().ok());
        if let (Some(id), true) = (target, self.is_written) {
            let kind = match (level, &number) {
                (Some(level), _) => TargetKind::Heading {
                    level,
                    number: number.clone(),
                },
                (None, Some(number)) => TargetKind::Numbered(number.clone()),
                (None, None) if given(element, "data-key").is_some() => TargetKind::Work,
                (None, None) => TargetKind::Place,
            };
            let label = labels
                .last()
                .filter(|label| !label.starts_with("folio"))
                .cloned();
            let wanted = match given(element, "data-key") {
                Some(key) => format!("_folio_w_{}", crate::word::marks::work(key)),
                None => format!("_Ref_{}", safe(label.as_deref().unwrap_or(&id))),
            };
            let bookmark = self.bookmark(&wanted);
            self.targets.insert(
                id,
                Target {
                    bookmark,
                    kind,
                    label,
                },
            );
        }
        self.works
            .extend(given(element, "data-key").map(str::to_owned));
        self.list(element, level, number);
        self.all(&element.children, is_wanted);
    }

    fn list(&mut self, element: &HtmlElement, level: Option<usize>, number: Option<Number>) {
        let (title, kind) = if is(element, "figure") && given(element, "data-listed").is_some() {
            let mut captions = elements(&element.children).filter(|it| is(it, "figcaption"));
            let title = captions.next().map(|it| words(&it.children));
            (
                title.unwrap_or_default(),
                given(element, "data-kind").map(str::to_owned),
            )
        } else if level.is_some() && given(element, "data-unlisted").is_none() {
            (words(&element.children), None)
        } else {
            return;
        };
        let is_deep = self.is_appendix && level.is_some_and(|level| level > 1);
        if self.is_written && !is_deep {
            let bookmark = format!("_Toc{:08}", self.listed.len() + 1);
            self.listed.push(Listed {
                level: level.unwrap_or_default(),
                kind,
                number,
                title,
                bookmark,
            });
        }
    }

    fn notes(&mut self, nodes: &'a [HtmlNode]) {
        for element in elements(nodes) {
            if is(element, "li") {
                self.name_note(element, element);
            } else {
                self.notes(&element.children);
            }
        }
    }

    fn name_note(&mut self, element: &'a HtmlElement, note: &'a HtmlElement) {
        self.notes
            .extend(given(element, "id").map(|id| (id.to_owned(), note)));
        for child in elements(&element.children) {
            self.name_note(child, note);
        }
    }
}

/// Returns a label with the signs that a bookmark may have, and no more of them than it keeps.
fn safe(label: &str) -> String {
    let signs = label
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    signs.take(28).collect()
}
