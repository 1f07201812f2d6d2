//! What a citation says, taken apart: its key, the place in the work, and the author's own words.

use std::ops::Range;

use crate::csl::{Cite, Cluster, Locator, escaped};
use crate::markdown::document::{Inline, ReferenceKey};
use crate::markdown::inline::citation::trim;
use crate::markdown::placed_text::PlacedText;

/// Stands for what prints no text, or none that is known.
const OBJECT: char = '\u{fffc}';

/// A citation of a chapter in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedCluster {
    /// What is cited, and how; which note it stands in is not known.
    pub cluster: Cluster,
    /// The bytes of each key in the Markdown file, as many as there are cites.
    pub keys: Vec<Range<usize>>,
}

/// A citation of a work with the words around it as they are printed.
pub(crate) struct WrittenCite<'a, 'k> {
    pub(crate) key: &'k ReferenceKey<'a>,
    pub(crate) cite: Cite,
    pub(crate) before: Vec<Inline<'a>>,
    pub(crate) after: Vec<Inline<'a>>,
}

impl<'a, 'k> WrittenCite<'a, 'k> {
    /// Reads the keys of a bracket; a reference to a part of the document goes with the words of
    /// the work before it, or of the first.
    pub(crate) fn all(keys: &'k [ReferenceKey<'a>]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let mut first = Vec::new();
        for key in keys {
            if key.is_citation() {
                all.push(Self::new(key, std::mem::take(&mut first)));
            } else if let Some(last) = all.last_mut() {
                last.after.push(made("; ", key));
                last.after.extend(reference(key));
            } else {
                first.extend(reference(key));
                first.push(made("; ", key));
            }
        }
        for written in &mut all {
            written.cite.prefix = escaped(&flat(&written.before));
            written.cite.suffix = escaped(&flat(&written.after));
        }
        all
    }

    fn new(key: &'k ReferenceKey<'a>, mut before: Vec<Inline<'a>>) -> Self {
        before.extend_from_slice(&key.prefix);
        let (locator, after) = read_place(&key.suffix);
        let cite = Cite {
            key: key.name.to_string(),
            form: key.form,
            locator,
            ..Cite::default()
        };
        WrittenCite {
            key,
            cite,
            before: trim(before),
            after,
        }
    }
}

/// Writes a reference to a part of the document with its own words.
fn reference<'a>(key: &ReferenceKey<'a>) -> Vec<Inline<'a>> {
    let mut bare = key.clone();
    let mut words = std::mem::take(&mut bare.prefix);
    let suffix = std::mem::take(&mut bare.suffix);
    if !words.is_empty() {
        words.push(made(" ", key));
    }
    words.push(Inline::Key(Box::new(bare)));
    words.extend(suffix);
    words
}

fn made<'a>(text: &'static str, key: &ReferenceKey<'a>) -> Inline<'a> {
    Inline::Text(PlacedText::made(text, key.place.clone()))
}

/// Reads the place in the work that the words behind a key start with; the other words are left.
fn read_place<'a>(suffix: &[Inline<'a>]) -> (Option<Locator>, Vec<Inline<'a>>) {
    let text = flat(suffix);
    let (locator, rest) = match text.trim() {
        "," => (None, ""),
        _ => Locator::read(&text),
    };
    let mut used = text.len() - rest.len();
    if text[..used].contains(OBJECT) {
        // A formula in braces: the engine has to print it.
        return (None, suffix.to_vec());
    }
    (locator, trim(behind(suffix, &mut used)))
}

/// Returns the text of a line; each byte of it is found again by [`behind`].
fn flat(items: &[Inline]) -> String {
    let texts = items.iter().map(|item| match item {
        Inline::Text(piece) => piece.text.to_string(),
        Inline::Soft(_) | Inline::Hard(_) => " ".to_owned(),
        Inline::Review { .. } | Inline::Html { .. } => String::new(),
        other => match other.children() {
            [] => OBJECT.to_string(),
            children => flat(children),
        },
    });
    texts.collect()
}

/// Returns what stands behind the first `used` bytes of a line's text.
fn behind<'a>(items: &[Inline<'a>], used: &mut usize) -> Vec<Inline<'a>> {
    let mut left = Vec::new();
    for item in items {
        let length = flat(std::slice::from_ref(item)).len();
        if *used == 0 {
            left.push(item.clone());
        } else if length <= *used {
            *used -= length;
        } else {
            let mut item = item.clone();
            match &mut item {
                Inline::Text(piece) => *piece = piece.part(*used..piece.text.len()),
                other => {
                    if let Some(children) = other.children_mut() {
                        *children = behind(children, used);
                    }
                }
            }
            *used = 0;
            left.push(item);
        }
    }
    left
}
