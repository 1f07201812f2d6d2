//! A Word file that gives another one its looks: the university's styles, margins, heads and feet.
//!
//! What it has under a name is taken as it is, what it has not is ours.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::word::write::PageShape;

/// The most that is read of a part, and of all of them.
const MOST: u64 = 32 << 20;

/// The most parts of a file.
const MOST_PARTS: usize = 2_000;

/// Why a file cannot give its looks.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// It is no Word file.
    #[error("it is no Word file (.docx)")]
    NoWordFile,
    /// It is larger than any file of looks.
    #[error("it is larger than a file of styles should be")]
    TooLarge,
    /// A part of it leads outside, so that opening the file would fetch something.
    #[error("its part `{0}` leads outside the file")]
    Outside(String),
    /// A part of it is broken, or holds what no Word file has.
    #[error("its part `{0}` cannot be read")]
    Broken(String),
}

/// What another file gives.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    /// Its styles, as they stand in it.
    styles: String,
    /// The ids of its styles by their names, in small letters.
    ids: BTreeMap<String, String>,
    /// Its numberings.
    numbering: String,
    /// What its pages are like.
    pub page: Option<PageShape>,
    /// Its heads and feet.
    pub(super) margins: Vec<Margin>,
    /// Other parts that it needs, by their names.
    pub(super) parts: BTreeMap<String, Vec<u8>>,
}

/// A head or a foot of every page.
#[derive(Clone, Debug)]
pub(super) struct Margin {
    /// `header` or `footer`.
    pub(super) kind: &'static str,
    /// The part.
    pub(super) name: String,
}

impl Reference {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// If it is no Word file, too large, or broken.
    pub fn read(bytes: &[u8]) -> Result<Self, ReferenceError> {
        let mut zip =
            zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReferenceError::NoWordFile)?;
        if zip.len() > MOST_PARTS {
            return Err(ReferenceError::TooLarge);
        }
        let mut parts = BTreeMap::new();
        let mut left = MOST;
        for at in 0..zip.len() {
            let broken = |name: &str| ReferenceError::Broken(name.to_owned());
            let file = zip.by_index(at).map_err(|_| broken("?"))?;
            let name = file.name().map_err(|_| broken("?"))?.into_owned();
            let is_wanted = name.starts_with("word/") && !name.ends_with('/');
            if !is_wanted {
                continue;
            }
            let mut bytes = Vec::new();
            file.take(left + 1)
                .read_to_end(&mut bytes)
                .map_err(|_| broken(&name))?;
            left = left
                .checked_sub(bytes.len() as u64)
                .ok_or(ReferenceError::TooLarge)?;
            parts.insert(name, bytes);
        }
        let text = |name: &str| -> Result<String, ReferenceError> {
            let bytes = parts.get(name).map(Vec::as_slice).unwrap_or_default();
            let text = String::from_utf8(bytes.to_vec()).ok();
            // No Word file has entities of its own.
            text.filter(|text| !text.contains("<!"))
                .ok_or_else(|| ReferenceError::Broken(name.to_owned()))
        };
        let document = text("word/document.xml")?;
        if document.is_empty() {
            return Err(ReferenceError::NoWordFile);
        }
        let broken = |name: &str| ReferenceError::Broken(name.to_owned());
        let all_styles = text("word/styles.xml")?;
        let ids = styles_of(&all_styles).ok_or_else(|| broken("word/styles.xml"))?;
        let relations = relations(&text("word/_rels/document.xml.rels")?)
            .ok_or_else(|| broken("word/_rels/document.xml.rels"))?;
        let (page, margins) =
            section(&document, &relations).ok_or_else(|| broken("word/document.xml"))?;
        let mut kept = BTreeMap::new();
        for margin in &margins {
            let own = format!("word/{}", margin.name);
            let leads = format!("word/_rels/{}.rels", margin.name);
            for name in [own, leads] {
                kept.extend(parts.get(&name).map(|bytes| (name, bytes.clone())));
            }
        }
        // What heads and feet show: pictures of the file, never anything outside.
        kept.extend(
            parts
                .iter()
                .filter(|(name, _)| {
                    name.starts_with("word/media/") || name.starts_with("word/theme/")
                })
                .map(|(name, bytes)| (name.clone(), bytes.clone())),
        );
        for (name, bytes) in &kept {
            if name.ends_with(".rels") && String::from_utf8_lossy(bytes).contains("External") {
                return Err(ReferenceError::Outside(name.clone()));
            }
        }
        Ok(Self {
            styles: all_styles,
            ids,
            numbering: text("word/numbering.xml")?,
            page,
            margins,
            parts: kept,
        })
    }
}

impl Reference {
    /// Returns styles with ours behind its own, and the ids that ours have there.
    pub(super) fn styles(&self, ours: &str) -> (String, BTreeMap<String, String>) {
        let mut ids = BTreeMap::new();
        let mut added = Vec::new();
        let own: Vec<&String> = self.ids.values().collect();
        let ours = ours.trim_end_matches("</w:styles>");
        for style in ours.split("<w:style ").skip(1) {
            let (Some(id), Some(name)) = (value(style, "w:styleId"), value(style, "w:name w:val"))
            else {
                continue;
            };
            match self.ids.get(&name.to_lowercase()) {
                Some(theirs) => {
                    ids.insert(id.to_owned(), theirs.clone());
                }
                None => {
                    let is_taken = own.iter().any(|it| it.as_str() == id);
                    let new = if is_taken {
                        format!("{id}Folio")
                    } else {
                        id.to_owned()
                    };
                    ids.insert(id.to_owned(), new);
                    added.push(format!("<w:style {style}"));
                }
            }
        }
        let added = added.concat().replace(" w:default=\"1\"", "");
        let added = renamed(&added, &ids);
        let merged = match self.styles.rfind("</w:styles>") {
            Some(end) => format!("{}{added}</w:styles>", &self.styles[..end]),
            None => self.styles.clone(),
        };
        (merged, ids)
    }

    /// Returns its heads and feet: kind and part.
    pub(super) fn heads(&self) -> Vec<(&'static str, &str)> {
        let all = self.margins.iter();
        let mut all: Vec<_> = all.map(|it| (it.kind, it.name.as_str())).collect();
        all.sort_by_key(|(kind, _)| *kind != "header");
        all
    }

    /// Returns its numberings with ours behind them; the numbers of ours are those of [`moved`].
    pub(super) fn numbering(&self, ours: &str) -> Option<String> {
        let end = self.numbering.rfind("</w:numbering>")?;
        let first = self.numbering.find("<w:num ").unwrap_or(end);
        let split = ours.find("<w:num ").unwrap_or(ours.len());
        let (definitions, lists) = ours.split_at(split);
        let (before, after) = (&self.numbering[..first], &self.numbering[first..end]);
        Some(format!("{before}{definitions}{after}{lists}</w:numbering>"))
    }
}

/// Returns text of ours with the ids that its styles have in another file.
pub(super) fn renamed(xml: &str, ids: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    let names = [
        "w:pStyle",
        "w:rStyle",
        "w:tblStyle",
        "w:basedOn",
        "w:next",
        "w:link",
    ];
    while let Some(at) = rest.find("<w:") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        let is_style = tag.starts_with("<w:style ");
        let key = if is_style { "w:styleId" } else { "w:val" };
        let is_named = is_style || names.iter().any(|name| tag[1..].starts_with(name));
        let new = value(tag, key)
            .filter(|_| is_named)
            .and_then(|id| Some((id, ids.get(id)?)));
        match new {
            Some((id, new)) => {
                out.push_str(&tag.replacen(
                    &format!("{key}=\"{id}\""),
                    &format!("{key}=\"{new}\""),
                    1,
                ));
            }
            None => out.push_str(tag),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// How far the numbers of our lists are moved, so that they are no others.
const MOVED: usize = 5_000;

/// Returns text of ours with the numbers of its lists moved.
pub(super) fn moved(xml: &str) -> String {
    let mut out = xml.to_owned();
    for before in [
        "<w:numId w:val=\"",
        "<w:abstractNumId w:val=\"",
        "w:abstractNumId=\"",
        "w:numId=\"",
    ] {
        let mut pieces = out.split(before);
        let mut new = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (number, rest) = piece.split_once('"').unwrap_or((piece, ""));
            let number = match number.parse::<usize>() {
                Ok(number) if number > 0 => (number + MOVED).to_string(),
                Ok(_) | Err(_) => number.to_owned(),
            };
            new.push_str(&format!("{before}{number}\"{rest}"));
        }
        out = new;
    }
    out
}

fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let start = text.find(&format!("{key}=\""))? + key.len() + 2;
    let rest = &text[start..];
    Some(&rest[..rest.find('"')?])
}

/// Returns the ids of styles by their names.
fn styles_of(xml: &str) -> Option<BTreeMap<String, String>> {
    let mut reader = Reader::from_str(xml);
    let mut ids = BTreeMap::new();
    let mut id = None;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(ids),
            Event::Start(tag) | Event::Empty(tag) => {
                let own = |key: &str| -> Option<String> {
                    let found = tag.try_get_attribute(key).ok()??;
                    Some(found.unescape_value().ok()?.into_owned())
                };
                match tag.name().as_ref() {
                    b"w:style" => id = own("w:styleId"),
                    b"w:name" => {
                        if let (Some(id), Some(name)) = (id.take(), own("w:val")) {
                            ids.insert(name.to_lowercase(), id);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// Returns what a part leads to, by ids.
fn relations(xml: &str) -> Option<BTreeMap<String, String>> {
    let mut reader = Reader::from_str(xml);
    let mut all = BTreeMap::new();
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(all),
            Event::Start(tag) | Event::Empty(tag) => {
                let own = |key: &str| -> Option<String> {
                    let found = tag.try_get_attribute(key).ok()??;
                    Some(found.unescape_value().ok()?.into_owned())
                };
                if let (Some(id), Some(target)) = (own("Id"), own("Target")) {
                    all.insert(id, target);
                }
            }
            _ => {}
        }
    }
}

/// Reads the size and margins of the last section, and the heads and feet that it has.
fn section(
    xml: &str,
    relations: &BTreeMap<String, String>,
) -> Option<(Option<PageShape>, Vec<Margin>)> {
    let mut reader = Reader::from_str(xml);
    let (mut size, mut edges) = (None, None);
    let mut margins: BTreeMap<&'static str, Margin> = BTreeMap::new();
    loop {
        match reader.read_event().ok()? {
            Event::Eof => {
                let page = size.zip(edges);
                let page = page.map(|((wide, high), edges)| PageShape::of(wide, high, edges));
                return Some((page, margins.into_values().collect()));
            }
            Event::Start(tag) | Event::Empty(tag) => {
                let own = |key: &str| -> Option<String> {
                    let found = tag.try_get_attribute(key).ok()??;
                    Some(found.unescape_value().ok()?.into_owned())
                };
                let length = |key: &str| own(key)?.parse::<u32>().ok().filter(|it| *it < 31_680);
                let kind = match tag.name().as_ref() {
                    b"w:pgSz" => {
                        size = length("w:w").zip(length("w:h"));
                        continue;
                    }
                    b"w:pgMar" => {
                        let sides = [
                            "w:top", "w:right", "w:bottom", "w:left", "w:header", "w:footer",
                        ];
                        edges = Some(sides.map(|side| length(side).unwrap_or(709)));
                        continue;
                    }
                    b"w:headerReference" => "header",
                    b"w:footerReference" => "footer",
                    _ => continue,
                };
                let target = own("r:id").and_then(|id| relations.get(&id).cloned());
                if let (Some(name), Some("default")) = (target, own("w:type").as_deref()) {
                    margins.insert(kind, Margin { kind, name });
                }
            }
            _ => {}
        }
    }
}
