//! Text with faces and quotation marks, as items bring it and as it is put together.

mod case;
mod join;
mod markup;
mod quotes;

use std::rc::Rc;

use crate::csl::output::{Display, Face, Side};

pub(crate) use case::change_case;
pub(crate) use join::{delimited, first_char, joined, last_char, trim_end, trim_start};
pub(crate) use markup::parse;
pub(crate) use quotes::settle;

/// A text that may have faces.
pub(crate) type Rich = Vec<Node>;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Text(String, Origin),
    Face(Face, Rich),
    /// Between quotation marks, which are chosen when everything is put together.
    Quoted(Rich),
    /// Whose case is not changed.
    NoCase(Rich),
    Link(String, Rich),
    Block(Display, Rich),
    Work(String, Rich),
    Note(Rich),
    /// Words of the author's own, which nothing changes.
    Own {
        cite: usize,
        side: Side,
        text: String,
    },
}

/// The variable that a text comes from.
pub(crate) type Origin = Option<Rc<str>>;

impl Node {
    /// Returns what is inside.
    pub(crate) fn inner(&self) -> &[Node] {
        match self {
            Self::Text(..) | Self::Own { .. } => &[],
            Self::Face(_, inner)
            | Self::Quoted(inner)
            | Self::NoCase(inner)
            | Self::Link(_, inner)
            | Self::Block(_, inner)
            | Self::Work(_, inner)
            | Self::Note(inner) => inner,
        }
    }

    /// Returns what is inside, to change it.
    pub(crate) fn inner_mut(&mut self) -> Option<&mut Rich> {
        match self {
            Self::Text(..) | Self::Own { .. } => None,
            Self::Face(_, inner)
            | Self::Quoted(inner)
            | Self::NoCase(inner)
            | Self::Link(_, inner)
            | Self::Block(_, inner)
            | Self::Work(_, inner)
            | Self::Note(inner) => Some(inner),
        }
    }
}

/// Returns a text without faces.
pub(crate) fn plain(text: impl Into<String>) -> Rich {
    let text = text.into();
    match text.is_empty() {
        true => Vec::new(),
        false => vec![Node::Text(text, None)],
    }
}

/// Returns the letters of a text.
pub(crate) fn letters(nodes: &[Node]) -> String {
    fn collect(nodes: &[Node], into: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text, _) | Node::Own { text, .. } => into.push_str(text),
                other => collect(other.inner(), into),
            }
        }
    }
    let mut text = String::new();
    collect(nodes, &mut text);
    text
}

/// Returns how many bytes a text has without faces.
pub(crate) fn length(nodes: &[Node]) -> usize {
    let lengths = nodes.iter().map(|node| match node {
        Node::Text(text, _) | Node::Own { text, .. } => text.len(),
        other => length(other.inner()),
    });
    lengths.sum()
}

/// Returns whether a text has no letters.
pub(crate) fn is_empty(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(text, _) | Node::Own { text, .. } => text.is_empty(),
        other => is_empty(other.inner()),
    })
}

/// Changes every text but the author's own.
pub(crate) fn change(nodes: &mut Rich, with: &mut dyn FnMut(&mut String)) {
    for node in nodes {
        match node {
            Node::Text(text, _) => with(text),
            other => {
                if let Some(inner) = other.inner_mut() {
                    change(inner, with);
                }
            }
        }
    }
}

/// Says of every text which variable it comes from.
pub(crate) fn from_variable(mut nodes: Rich, variable: &Rc<str>) -> Rich {
    for node in &mut nodes {
        match node {
            Node::Text(_, origin) => *origin = Some(Rc::clone(variable)),
            other => {
                if let Some(inner) = other.inner_mut() {
                    *inner = from_variable(std::mem::take(inner), variable);
                }
            }
        }
    }
    nodes
}
