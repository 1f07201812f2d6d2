//! A Word file, read: its paragraphs with styles and numbering resolved, tables, notes, comments,
//! changes, fields, pictures and formulas.
//!
//! A file that somebody sends is not to be trusted: what is unpacked is bounded, no entity is
//! resolved, nothing outside is opened, and no macro is run, since a file with one is refused.

pub(crate) mod archive;
mod body;
mod inline;
mod maths;
pub(crate) mod model;
mod styles;
mod symbols;
pub(crate) mod unreadable;
pub(crate) mod xml;

use std::collections::BTreeMap;

use crate::word::read::archive::Archive;
use crate::word::read::body::BodyReader;
use crate::word::read::model::{Block, Comment, Piece, Reading, What, WordFile};
use crate::word::read::styles::Styles;
use crate::word::read::unreadable::Unreadable;
use crate::word::read::xml::{Element, Part};

/// How large one picture may be.
const MAX_PICTURE_BYTES: usize = 64 << 20;
/// How many comments are read.
const MAX_COMMENTS: usize = 50_000;

/// Reads a Word file.
///
/// # Errors
///
/// If it is none, is locked, damaged, carries macros, or is larger than a dissertation can be.
pub(crate) fn read(bytes: &[u8]) -> Result<WordFile, Unreadable> {
    let mut archive = Archive::open(bytes)?;
    let top = archive.relations("")?;
    let main = top
        .of_kind("officeDocument")
        .unwrap_or("word/document.xml")
        .to_owned();
    let relations = archive.relations(&main)?;
    let tree = |archive: &mut Archive<'_>, kind: &str| match relations.of_kind(kind) {
        Some(part) => archive.tree(part),
        None => Ok(None),
    };
    let styles = tree(&mut archive, "styles")?;
    let numbering = tree(&mut archive, "numbering")?;
    let styles = Styles::of(styles.as_ref(), numbering.as_ref());
    let mut file = WordFile::default();
    let mut reader = BodyReader::new(&styles);

    if let Some(part) = top.of_kind("custom-properties")
        && let Ok(Some(properties)) = archive.tree(part)
    {
        reader.codes = codes(&properties);
    }
    let document = archive
        .part(&main)?
        .ok_or_else(|| Unreadable::damaged(&main))?;
    reader.relations = relations.clone();
    file.blocks = reader.document(&mut Part::new(document.as_slice(), &main))?;
    drop(document);
    let mut pictures = wanted_pictures(&file.blocks);

    for (kind, of) in [("footnotes", "w:footnote"), ("endnotes", "w:endnote")] {
        let Some(part) = relations.of_kind(kind) else {
            continue;
        };
        let Some(notes) = archive.tree(part)? else {
            continue;
        };
        reader.relations = archive.relations(part)?;
        let mut read = BTreeMap::new();
        for note in notes
            .elements()
            .filter(|it| it.name == of && it.get("w:type").is_none_or(|kind| kind == "normal"))
        {
            let blocks = reader.apart(note, 1)?;
            pictures.extend(wanted_pictures(&blocks));
            read.insert(note.get("w:id").unwrap_or_default().to_owned(), blocks);
        }
        match kind {
            "footnotes" => file.footnotes = read,
            _ => file.endnotes = read,
        }
    }
    if let Some(comments) = tree(&mut archive, "comments")? {
        let more = tree(&mut archive, "commentsExtended")?;
        file.comments = read_comments(&mut reader, &comments, more.as_ref())?;
    }
    for kind in ["header", "footer"] {
        for relation in relations
            .all
            .iter()
            .filter(|it| it.kind == kind && !it.is_outside)
        {
            let Some(part) = archive.tree(&relation.target)? else {
                continue;
            };
            let blocks = reader.apart(&part, 1)?;
            let texts = blocks.iter().map(|block| match block {
                Block::Paragraph(paragraph) => paragraph.text(Reading::Accepted),
                Block::Table(_) => String::new(),
            });
            file.furniture += texts
                .map(|text| text.split_whitespace().count())
                .sum::<usize>();
        }
    }
    file.scopes = std::mem::take(&mut reader.scopes);
    file.changes = std::mem::take(&mut reader.changes);
    pictures.sort();
    pictures.dedup();
    for part in pictures {
        if let Some(bytes) = archive
            .part(&part)?
            .filter(|bytes| bytes.len() <= MAX_PICTURE_BYTES)
        {
            file.pictures.insert(part, bytes);
        }
    }
    for part in archive.below("customxml/item") {
        let is_data = part.ends_with(".xml") && !part.contains("props") && !part.contains("rels");
        // Other programs leave what they like there; what is no tree is none of ours.
        if is_data && let Ok(Some(tree)) = archive.tree(&part) {
            file.data.push(tree);
        }
    }
    if let Some(part) = top.of_kind("core-properties")
        && let Ok(Some(properties)) = archive.tree(part)
    {
        let text = |name| {
            properties
                .child(name)
                .map(Element::text)
                .filter(|text| !text.trim().is_empty())
        };
        file.title = text("dc:title");
        file.author = text("dc:creator");
    }
    Ok(file)
}

/// Returns what reference managers keep of their bookmarks in the properties of a file, cut into
/// pieces that are numbered: `ZOTERO_BREF_x_1`.
fn codes(properties: &Element) -> BTreeMap<String, String> {
    let mut pieces: BTreeMap<(&str, usize), String> = BTreeMap::new();
    for property in properties.elements() {
        let name = property.get("name").and_then(|it| it.rsplit_once('_'));
        if let Some((name, Ok(number))) = name.map(|(name, number)| (name, number.parse())) {
            pieces.insert((name, number), property.text());
        }
    }
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    for ((name, _), piece) in pieces {
        codes.entry(name.to_owned()).or_default().push_str(&piece);
    }
    codes.retain(|_, code| code.contains("CSL_"));
    for code in codes.values_mut().filter(|it| !it.starts_with("ADDIN ")) {
        code.insert_str(0, "ADDIN ");
    }
    codes
}

fn read_comments(
    reader: &mut BodyReader<'_>,
    comments: &Element,
    more: Option<&Element>,
) -> Result<Vec<Comment>, Unreadable> {
    // How a comment is known in the part with replies: by its last paragraph.
    let mut paragraphs: BTreeMap<String, String> = BTreeMap::new();
    let mut read = Vec::new();
    for comment in comments.elements().filter(|it| it.name == "w:comment") {
        if read.len() >= MAX_COMMENTS {
            return Err(Unreadable::TooMuch {
                what: "comments",
                most: MAX_COMMENTS,
            });
        }
        let text = |name| comment.get(name).unwrap_or_default().to_owned();
        for paragraph in comment.elements() {
            if let Some(id) = paragraph.get("w14:paraId") {
                paragraphs.insert(id.to_owned(), text("w:id"));
            }
        }
        let blocks = reader.apart(comment, 1)?;
        let lines = blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => {
                Some(paragraph.text(Reading::Accepted).trim().to_owned())
            }
            Block::Table(_) => None,
        });
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        read.push(Comment {
            id: text("w:id"),
            author: text("w:author"),
            date: text("w:date"),
            text: lines.join("\n"),
            is_done: false,
            reply_to: None,
        });
    }
    for row in more.into_iter().flat_map(Element::elements) {
        let of = |name| {
            row.get(name)
                .and_then(|paragraph| paragraphs.get(paragraph))
        };
        let Some(comment) = of("w15:paraId") else {
            continue;
        };
        let above = of("w15:paraIdParent").cloned();
        if let Some(comment) = read.iter_mut().find(|it| it.id == *comment) {
            comment.is_done = matches!(row.get("w15:done"), Some("1" | "true"));
            comment.reply_to = above.filter(|above| *above != comment.id);
        }
    }
    Ok(read)
}

/// Returns every paragraph in blocks, those of tables too, in the order of reading.
pub(crate) fn paragraphs<'a>(blocks: &'a [Block], out: &mut Vec<&'a model::Paragraph>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => out.push(paragraph),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    paragraphs(&cell.blocks, out);
                }
            }
        }
    }
}

fn wanted_pictures(blocks: &[Block]) -> Vec<String> {
    let mut all = Vec::new();
    paragraphs(blocks, &mut all);
    let pieces = all.iter().flat_map(|paragraph| &paragraph.pieces);
    let pictures = pieces.filter_map(|Piece { what, .. }| match what {
        What::Picture(picture) if !picture.is_outside => Some(picture.target.clone()),
        _ => None,
    });
    pictures.collect()
}
