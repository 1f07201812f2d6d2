//! The text of a PDF's pages as it is drawn.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use regex::Regex;

/// Stands in the text of a page where the pen is set down anew.
pub(crate) const LINE: char = '\u{1}';

/// What the codes of a font stand for.
struct Font {
    wide: bool,
    characters: BTreeMap<u32, String>,
}

impl Font {
    fn read(document: &Document, font: &Dictionary) -> Self {
        let stream = font.get(b"ToUnicode").and_then(Object::as_reference);
        let text = match stream {
            Ok(id) => plain_stream(document, id),
            Err(_) => String::new(),
        };
        let wide = font
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"Type0");
        Self {
            wide,
            characters: characters(&text),
        }
    }

    fn text(&self, bytes: &[u8]) -> String {
        let codes: Vec<u32> = match self.wide {
            true => bytes
                .chunks(2)
                .map(|pair| u32::from(pair[0]) << 8 | u32::from(*pair.last().unwrap()))
                .collect(),
            false => bytes.iter().map(|byte| u32::from(*byte)).collect(),
        };
        let text = codes.iter().map(|code| match self.characters.get(code) {
            Some(text) => text.as_str(),
            None => "\u{fffd}",
        });
        text.collect()
    }
}

fn plain_stream(document: &Document, id: ObjectId) -> String {
    let stream = document.get_object(id).and_then(Object::as_stream).unwrap();
    let bytes = stream
        .decompressed_content()
        .unwrap_or_else(|_| stream.content.clone());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads a map from codes to characters.
fn characters(map: &str) -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    let block = Regex::new(r"(?s)begin(bfchar|bfrange)(.*?)end").unwrap();
    let pair = Regex::new(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>").unwrap();
    let range = Regex::new(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>").unwrap();
    let number = |hex: &str| u32::from_str_radix(hex, 16).unwrap();
    let units = |hex: &str| -> Vec<u16> {
        let hex: Vec<char> = hex.chars().collect();
        hex.chunks(4)
            .map(|unit| u16::from_str_radix(&unit.iter().collect::<String>(), 16).unwrap())
            .collect()
    };
    for block in block.captures_iter(map) {
        if &block[1] == "bfchar" {
            for pair in pair.captures_iter(&block[2]) {
                let text = String::from_utf16_lossy(&units(&pair[2]));
                found.insert(number(&pair[1]), text);
            }
        } else {
            for range in range.captures_iter(&block[2]) {
                let (from, to) = (number(&range[1]), number(&range[2]));
                for code in from..=to {
                    let mut text = units(&range[3]);
                    *text.last_mut().unwrap() += (code - from) as u16;
                    found.insert(code, String::from_utf16_lossy(&text));
                }
            }
        }
    }
    found
}

/// Returns the text of each page in the order in which it is drawn; text in pictures is not read.
pub(crate) fn drawn(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).unwrap();
    let pictures = pictures(&document);
    let pages = document.get_pages();
    pages
        .values()
        .map(|page| page_text(&document, *page, &pictures))
        .collect()
}

/// Returns the marked contents that are pictures: the counter does not read what is in them.
fn pictures(document: &Document) -> BTreeSet<(ObjectId, i64)> {
    let elements = document.objects.values().filter_map(|it| it.as_dict().ok());
    let figures = elements.filter(|it| {
        let kind = it.get(b"S").and_then(Object::as_name);
        kind.is_ok_and(|kind| kind == b"Figure")
    });
    let mut found = BTreeSet::new();
    for figure in figures {
        let page = figure.get(b"Pg").and_then(Object::as_reference);
        let inside = match figure.get(b"K") {
            Ok(Object::Array(inside)) => inside.clone(),
            Ok(one) => vec![one.clone()],
            Err(_) => Vec::new(),
        };
        for item in inside {
            let marked = item
                .as_i64()
                .or_else(|_| item.as_dict()?.get(b"MCID")?.as_i64());
            let own = item.as_dict().and_then(|it| it.get(b"Pg")?.as_reference());
            if let (Ok(marked), Ok(page)) = (marked, own.or_else(|_| page.as_ref().copied())) {
                found.insert((page, marked));
            }
        }
    }
    found
}

fn page_text(document: &Document, page: ObjectId, pictures: &BTreeSet<(ObjectId, i64)>) -> String {
    let fonts: BTreeMap<Vec<u8>, Font> = document
        .get_page_fonts(page)
        .unwrap()
        .into_iter()
        .map(|(name, font)| (name, Font::read(document, font)))
        .collect();
    let bytes = document.get_page_content(page);
    let mut text = String::new();
    let mut font: Option<&Font> = None;
    // How many marked contents are open, and from which on they stand for a text of their own.
    let (mut open, mut replaced): (usize, Option<usize>) = (0, None);
    for operation in Content::decode(&bytes).unwrap().operations {
        match operation.operator.as_str() {
            "BMC" => open += 1,
            "BDC" => {
                open += 1;
                let actual = operation
                    .operands
                    .get(1)
                    .and_then(|it| it.as_dict().ok())
                    .and_then(|it| it.get(b"ActualText").ok());
                let marked = operation
                    .operands
                    .get(1)
                    .and_then(|it| it.as_dict().ok())
                    .and_then(|it| it.get(b"MCID").ok())
                    .and_then(|it| it.as_i64().ok());
                if marked.is_some_and(|marked| pictures.contains(&(page, marked))) {
                    replaced = replaced.or(Some(open));
                } else if let (Some(actual), None) = (actual, replaced) {
                    text.push_str(&lopdf::decode_text_string(actual).unwrap());
                    replaced = Some(open);
                }
            }
            "EMC" => {
                if replaced == Some(open) {
                    replaced = None;
                }
                open -= 1;
            }
            // A text is set for each line and style; a space at a line's end is kept.
            "BT" | "Td" | "TD" | "Tm" | "T*" => text.push(LINE),
            "Tf" => font = fonts.get(operation.operands[0].as_name().unwrap()),
            "Tj" | "TJ" if replaced.is_none() => {
                let font = font.unwrap();
                for operand in &operation.operands {
                    shown(operand, font, &mut text);
                }
            }
            _ => {}
        }
    }
    text
}

fn shown(operand: &Object, font: &Font, text: &mut String) {
    match operand {
        Object::String(bytes, _) => text.push_str(&font.text(bytes)),
        Object::Array(items) => {
            for item in items {
                shown(item, font, text);
            }
        }
        _ => {}
    }
}
