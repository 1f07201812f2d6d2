//! What a style makes of a cite, before it becomes text: a tree that still knows its parts.
//!
//! Telling works apart, grouping and collapsing need to know where the names, the date and the
//! year's letter stand; only afterwards is it put together.

use std::rc::Rc;

use crate::csl::item::{Date, Name};
use crate::csl::output::Form;
use crate::csl::rich::{
    Node, Rich, change, change_case, delimited, is_empty, joined, length, letters, plain,
};
use crate::csl::style::Format;

/// A part of what is printed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Out {
    Text(Rich),
    Group(Rc<Format>, Vec<Out>),
    Tagged(Tag, Box<Out>),
    Link(String, Vec<Out>),
    Note(Box<Out>),
}

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tag {
    /// One work in a citation.
    Work(Form, String),
    /// The names of a variable, or what stands in their place (without names).
    Names(Rc<str>, Rc<[Name]>),
    Name(Rc<Name>),
    Date(Rc<Date>),
    YearSuffix(usize),
    CitationNumber(usize),
    CitationLabel,
    Term(String),
    Locator,
    Before,
    After,
}

impl Tag {
    /// Returns whether it is that of names, or of what stands in their place.
    pub(crate) fn is_names(&self) -> bool {
        matches!(self, Self::Names(..))
    }
}

/// Puts parts together; nothing if there are none.
pub(crate) fn group(format: &Rc<Format>, mut parts: Vec<Out>) -> Option<Out> {
    match parts.len() {
        0 => None,
        1 if format.is_plain() => parts.pop(),
        _ => Some(Out::Group(Rc::clone(format), parts)),
    }
}

/// Puts parts beside each other.
pub(crate) fn beside(parts: Vec<Out>) -> Option<Out> {
    group(&Rc::default(), parts)
}

/// Dresses one part.
pub(crate) fn dressed(format: &Rc<Format>, part: Option<Out>) -> Option<Out> {
    group(format, part.into_iter().collect())
}

/// Returns a part of plain words.
pub(crate) fn words(text: impl Into<String>) -> Out {
    Out::Text(plain(text))
}

impl Out {
    pub(crate) fn tagged(self, tag: Tag) -> Self {
        Self::Tagged(tag, Box::new(self))
    }

    fn children(&self) -> &[Self] {
        match self {
            Self::Text(_) => &[],
            Self::Group(_, parts) | Self::Link(_, parts) => parts,
            Self::Tagged(_, part) | Self::Note(part) => std::slice::from_ref(&**part),
        }
    }

    /// Returns how many bytes its texts have.
    pub(crate) fn bytes(&self) -> usize {
        let own = match self {
            Self::Text(text) => length(text),
            Self::Group(format, _) => format.prefix.len() + format.suffix.len(),
            Self::Tagged(..) | Self::Link(..) | Self::Note(_) => 0,
        };
        own + self.children().iter().map(Self::bytes).sum::<usize>()
    }

    /// Calls something with every part and what it stands in, from the outside in.
    pub(crate) fn visit<'o>(&'o self, with: &mut dyn FnMut(&'o Self)) {
        with(self);
        for part in self.children() {
            part.visit(with);
        }
    }

    /// Returns the first part that something is true of.
    pub(crate) fn find(&self, is_it: &dyn Fn(&Self) -> bool) -> Option<&Self> {
        if is_it(self) {
            return Some(self);
        }
        self.children().iter().find_map(|part| part.find(is_it))
    }

    /// Returns the first part with such a tag.
    pub(crate) fn find_tag(&self, is_it: &dyn Fn(&Tag) -> bool) -> Option<&Self> {
        self.find(&|part| matches!(part, Self::Tagged(tag, _) if is_it(tag)))
    }

    /// Returns whether there is a part with such a tag.
    pub(crate) fn has_tag(&self, is_it: &dyn Fn(&Tag) -> bool) -> bool {
        self.find_tag(is_it).is_some()
    }

    /// Replaces parts, from the outside in: what is given back in place of a part is left as it
    /// is, an empty answer takes the part away.
    pub(crate) fn replaced(
        self,
        with: &mut dyn FnMut(&Self) -> Option<Option<Self>>,
    ) -> Option<Self> {
        if let Some(answer) = with(&self) {
            return answer;
        }
        let mut all = |parts: Vec<Self>| -> Vec<Self> {
            parts
                .into_iter()
                .filter_map(|part| part.replaced(with))
                .collect()
        };
        match self {
            Self::Text(_) => Some(self),
            Self::Group(format, parts) => {
                let parts = all(parts);
                (!parts.is_empty()).then_some(Self::Group(format, parts))
            }
            Self::Link(url, parts) => {
                let parts = all(parts);
                (!parts.is_empty()).then_some(Self::Link(url, parts))
            }
            Self::Tagged(tag, part) => part.replaced(with).map(|part| part.tagged(tag)),
            Self::Note(part) => part.replaced(with).map(|part| Self::Note(Box::new(part))),
        }
    }

    /// Takes parts with such a tag away.
    pub(crate) fn without(self, is_it: &dyn Fn(&Tag) -> bool) -> Option<Self> {
        self.replaced(&mut |part| match part {
            Self::Tagged(tag, _) if is_it(tag) => Some(None),
            _ => None,
        })
    }

    /// Puts everything together as text.
    pub(crate) fn render(&self) -> Rich {
        match self {
            Self::Text(text) => text.clone(),
            Self::Group(format, parts) => {
                if let [Self::Link(url, inner)] = &parts[..]
                    && let linked = joined(inner.iter().map(Self::render))
                    && *url == format!("{}{}", format.prefix, letters(&linked))
                {
                    // "https://doi.org/" before a DOI belongs to the link.
                    return vec![Node::Link(url.clone(), dress(format, linked))];
                }
                let parts = parts.iter().map(Self::render);
                dress(format, delimited(parts, format.delimiter.as_deref()))
            }
            Self::Tagged(Tag::Work(_, key), part) => {
                let inner = part.render();
                match is_empty(&inner) {
                    true => Rich::new(),
                    false => vec![Node::Work(key.clone(), inner)],
                }
            }
            Self::Tagged(_, part) => part.render(),
            Self::Link(url, parts) => {
                let inner = joined(parts.iter().map(Self::render));
                match is_empty(&inner) {
                    true => Rich::new(),
                    false => vec![Node::Link(url.clone(), inner)],
                }
            }
            Self::Note(part) => {
                let mut inner = part.render();
                crate::csl::rich::trim_start(&mut inner, &|c| {
                    c.is_whitespace() || ",;.:".contains(c)
                });
                match is_empty(&inner) {
                    true => Rich::new(),
                    false => vec![Node::Note(inner)],
                }
            }
        }
    }

    /// Returns the words that it comes to.
    pub(crate) fn letters(&self) -> String {
        letters(&self.render())
    }
}

/// Gives a text its looks, and puts the text around it.
fn dress(format: &Format, mut text: Rich) -> Rich {
    if is_empty(&text) {
        return Rich::new();
    }
    if format.is_plain() || (format.delimiter.is_some() && format.looks_plain_but_delimiter()) {
        return text;
    }
    if format.strip_periods {
        change(&mut text, &mut |text| text.retain(|c| c != '.'));
    }
    let with_affixes = |text: Rich| -> Rich {
        joined(
            [plain(&*format.prefix), text, plain(&*format.suffix)]
                .into_iter()
                .filter(|part| !part.is_empty()),
        )
    };
    if format.affixes_inside {
        text = with_affixes(text);
    }
    let faced = |text: Rich, face| match face {
        Some(face) => vec![Node::Face(face, text)],
        None => text,
    };
    text = faced(text, format.style);
    if let Some(case) = format.case {
        change_case(&mut text, case);
    }
    text = faced(text, format.variant);
    text = faced(text, format.weight);
    text = faced(text, format.decoration);
    text = faced(text, format.vertical);
    if format.quotes {
        text = vec![Node::Quoted(text)];
    }
    if !format.affixes_inside {
        text = with_affixes(text);
    }
    match format.display {
        Some(display) => vec![Node::Block(display, text)],
        None => text,
    }
}

impl Format {
    fn looks_plain_but_delimiter(&self) -> bool {
        Self {
            delimiter: None,
            ..self.clone()
        }
        .is_plain()
    }
}
