//! What the whole document has, before a word of it is written: where links lead, its notes, and
//! what its contents list.

use std::collections::{BTreeMap, BTreeSet};

use typst::introspection::Tag;
use typst_html::{HtmlElement, HtmlNode};

use crate::flow::tree::{class, elements, given, is, words};

/// Something that gets a name in the file that is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Named<'a> {
    /// A work in the list of references, by its key.
    Work(&'a str),
    /// What links lead to, by its label, or by the engine's name where it has none.
    Place(&'a str),
    /// What the contents or a list has, by its number among them and its title.
    Listed(usize, &'a str),
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// Its name in the file.
    pub(crate) name: String,
    pub(crate) kind: TargetKind,
    /// Its label, as an author typed it.
    pub(crate) label: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TargetKind {
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
pub(crate) struct Number {
    pub(crate) word: String,
    pub(crate) number: String,
}

impl Number {
    /// Reads what the template gives an element.
    pub(crate) fn of(element: &HtmlElement) -> Option<Self> {
        Some(Self {
            number: given(element, "data-number")?.to_owned(),
            word: given(element, "data-word").unwrap_or_default().to_owned(),
        })
    }

    /// Returns it with the word before it, as contents and captions have it.
    pub(crate) fn shown(&self) -> String {
        match self.word.as_str() {
            "" => self.number.clone(),
            word => format!("{word} {}", self.number),
        }
    }
}

/// A heading or caption that the contents or a list has.
pub(crate) struct Listed<'a> {
    pub(crate) element: &'a HtmlElement,
    /// The level of a heading.
    pub(crate) level: usize,
    /// The kind of a figure; none for a heading.
    pub(crate) kind: Option<String>,
    pub(crate) number: Option<Number>,
    pub(crate) title: String,
    /// Its name in the file, as something that is listed.
    pub(crate) name: String,
}

/// What is known of the document.
pub(crate) struct Survey<'a> {
    /// By the names that the engine gives them.
    pub(crate) targets: BTreeMap<String, Target>,
    /// The notes by their names: what each says.
    pub(crate) notes: BTreeMap<String, &'a HtmlElement>,
    pub(crate) listed: Vec<Listed<'a>>,
    /// The keys of the works in the list of references.
    pub(crate) works: Vec<String>,
    taken: BTreeSet<String>,
    labels: Vec<String>,
    is_written: bool,
    is_appendix: bool,
    name_of: fn(Named<'_>) -> String,
}

impl<'a> Survey<'a> {
    /// Reads a document, and of it what is written: the parts whose marks are wanted, or all.
    /// `name_of` says what things are called in the file; names that are taken get a number.
    pub(crate) fn of(
        body: &'a [HtmlNode],
        is_wanted: &dyn Fn(&str) -> bool,
        name_of: fn(Named<'_>) -> String,
    ) -> Self {
        let mut survey = Self {
            targets: BTreeMap::new(),
            notes: BTreeMap::new(),
            listed: Vec::new(),
            works: Vec::new(),
            taken: BTreeSet::new(),
            labels: Vec::new(),
            is_written: true,
            is_appendix: false,
            name_of,
        };
        survey.all(body, is_wanted);
        survey
    }

    /// Returns a name that nothing else in the file has.
    pub(crate) fn unique(&mut self, wanted: &str) -> String {
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
            let wanted = (self.name_of)(match given(element, "data-key") {
                Some(key) => Named::Work(key),
                None => Named::Place(label.as_deref().unwrap_or(&id)),
            });
            let name = self.unique(&wanted);
            self.targets.insert(id, Target { name, kind, label });
        }
        self.works
            .extend(given(element, "data-key").map(str::to_owned));
        self.list(element, level, number);
        self.all(&element.children, is_wanted);
    }

    fn list(&mut self, element: &'a HtmlElement, level: Option<usize>, number: Option<Number>) {
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
            let wanted = (self.name_of)(Named::Listed(self.listed.len() + 1, &title));
            let name = self.unique(&wanted);
            self.listed.push(Listed {
                element,
                level: level.unwrap_or_default(),
                kind,
                number,
                title,
                name,
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
