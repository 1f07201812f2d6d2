//! What a screen reader says of a tagged PDF: a small reader of its structure, written for these
//! tests. One line an element, indented by its depth: its role, its names and states, its text.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

/// Returns the transcript of a PDF.
pub(crate) fn transcript(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let marked = document
        .get_pages()
        .into_values()
        .map(|page| (page, marked_text(&document, page)))
        .collect();
    let catalog = document.catalog().unwrap();
    let root = dictionary(&document, catalog.get(b"StructTreeRoot").unwrap()).unwrap();
    let mut reader = Reader {
        document: &document,
        marked,
        out: String::new(),
    };
    for child in children(&document, root) {
        reader.element(child, None, 0);
    }
    reader.out
}

struct Reader<'a> {
    document: &'a Document,
    /// The text of the pages, by its mark.
    marked: BTreeMap<ObjectId, BTreeMap<i64, String>>,
    out: String,
}

impl Reader<'_> {
    /// Reads an element that is no piece of text.
    fn element(&mut self, object: &Object, page: Option<ObjectId>, depth: usize) {
        let Some(element) = dictionary(self.document, object) else {
            return;
        };
        let page = page_of(element).or(page);
        let role = element.get(b"S").and_then(Object::as_name).unwrap();
        let mut line = format!("{:1$}", "", 2 * depth) + &String::from_utf8_lossy(role);
        for (key, name) in [
            (&b"Alt"[..], "alt"),
            (b"ActualText", "said"),
            (b"Lang", "lang"),
        ] {
            if let Some(text) = element
                .get(key)
                .ok()
                .and_then(|text| decode_text_string(text).ok())
            {
                write!(line, " {name}={text:?}").unwrap();
            }
        }
        for state in self.states(element) {
            write!(line, " {state}").unwrap();
        }
        let kids = children(self.document, element);
        let mut open = String::new();
        self.say(&line);
        for kid in kids {
            match self.leaf(kid, page) {
                Some(Leaf::Text(text)) => open.push_str(&text),
                Some(Leaf::Link(name)) => {
                    self.text(&mut open, depth + 1);
                    self.say(&format!("{:1$}* named {name:?}", "", 2 * (depth + 1)));
                }
                None => {
                    self.text(&mut open, depth + 1);
                    self.element(kid, page, depth + 1);
                }
            }
        }
        self.text(&mut open, depth + 1);
    }

    fn say(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn text(&mut self, text: &mut String, depth: usize) {
        let whole = std::mem::take(text);
        if whole.is_empty() {
            return;
        }
        self.say(&format!("{:1$}“{whole}”", "", 2 * depth));
    }

    /// Reads what stands at the end of a branch.
    fn leaf(&self, object: &Object, page: Option<ObjectId>) -> Option<Leaf> {
        if let Ok(mark) = object.as_i64() {
            return Some(Leaf::Text(self.marked_on(page?, mark)));
        }
        let found = dictionary(self.document, object)?;
        if let Ok(mark) = found.get(b"MCID").and_then(Object::as_i64) {
            return Some(Leaf::Text(self.marked_on(page_of(found).or(page)?, mark)));
        }
        let annotation = dictionary(self.document, found.get(b"Obj").ok()?)?;
        let name = annotation.get(b"Contents").ok();
        let name = name.and_then(|name| decode_text_string(name).ok());
        Some(Leaf::Link(name.unwrap_or_default()))
    }

    fn marked_on(&self, page: ObjectId, mark: i64) -> String {
        let text = self.marked.get(&page).and_then(|marks| marks.get(&mark));
        text.cloned().unwrap_or_default()
    }

    /// What the attributes of an element say that can be heard.
    fn states(&self, element: &Dictionary) -> Vec<String> {
        let mut states = Vec::new();
        let Ok(attributes) = element.get(b"A") else {
            return states;
        };
        let list = match self.document.dereference(attributes) {
            Ok((_, Object::Array(list))) => list.clone(),
            _ => vec![attributes.clone()],
        };
        for attributes in &list {
            let Some(attributes) = dictionary(self.document, attributes) else {
                continue;
            };
            for key in [&b"Scope"[..], b"ListNumbering"] {
                if let Ok(value) = attributes.get(key).and_then(Object::as_name) {
                    states.push(String::from_utf8_lossy(value).into_owned());
                }
            }
            for key in [&b"ColSpan"[..], b"RowSpan"] {
                if let Ok(value) = attributes.get(key).and_then(Object::as_i64) {
                    states.push(format!("{}={value}", String::from_utf8_lossy(key)));
                }
            }
        }
        states
    }
}

enum Leaf {
    Text(String),
    Link(String),
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    match document.dereference(object).ok()?.1 {
        Object::Dictionary(found) => Some(found),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

fn children<'a>(document: &'a Document, element: &'a Dictionary) -> Vec<&'a Object> {
    let Ok(kids) = element.get(b"K") else {
        return Vec::new();
    };
    match document.dereference(kids) {
        Ok((_, Object::Array(kids))) => kids.iter().collect(),
        _ => vec![kids],
    }
}

fn page_of(element: &Dictionary) -> Option<ObjectId> {
    element.get(b"Pg").and_then(Object::as_reference).ok()
}

/// Where letters stand: the matrix of the page and that of the text.
#[derive(Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const ONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn of(operands: &[Object]) -> Self {
        let mut all = [0.0; 6];
        for (slot, operand) in all.iter_mut().zip(operands) {
            *slot = f64::from(operand.as_float().unwrap());
        }
        Self(all)
    }

    fn before(self, outer: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, outer.0);
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }
}

/// Reads the text of a page by its marks. A new line parts words as a space does, unless it broke a
/// word; nothing else does.
fn marked_text(document: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u32, String>> = document
        .get_page_fonts(page)
        .unwrap()
        .into_iter()
        .map(|(name, font)| (name, to_unicode(document, font)))
        .collect();
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let mut found: BTreeMap<i64, String> = BTreeMap::new();
    let mut lines: BTreeMap<i64, f64> = BTreeMap::new();
    // For each open mark its number, and the text that stands for what is in it.
    let mut marks: Vec<(Option<i64>, Option<String>)> = Vec::new();
    let (mut outer, mut saved) = (Matrix::ONE, Vec::new());
    let mut text_at = Matrix::ONE;
    let own = document.catalog().unwrap().get(b"Lang");
    let own = own.and_then(decode_text_string).unwrap_or_default();
    let mut languages: BTreeMap<i64, String> = BTreeMap::new();
    let mut font = None;
    for operation in &content.operations {
        match operation.operator.as_str() {
            "q" => saved.push(outer),
            "Q" => outer = saved.pop().unwrap_or(Matrix::ONE),
            "cm" => outer = Matrix::of(&operation.operands).before(outer),
            "Tm" => text_at = Matrix::of(&operation.operands),
            "Tf" => font = operation.operands[0].as_name().ok().map(<[u8]>::to_vec),
            "BMC" => marks.push((None, None)),
            "BDC" => {
                let properties = dictionary(document, &operation.operands[1]);
                let number = properties.and_then(|found| found.get(b"MCID").ok()?.as_i64().ok());
                let text = properties
                    .and_then(|found| decode_text_string(found.get(b"ActualText").ok()?).ok());
                marks.push((number, text));
                let language =
                    properties.and_then(|found| decode_text_string(found.get(b"Lang").ok()?).ok());
                if let (Some(language), Some(mark)) = (language, number)
                    && language != own
                {
                    languages.insert(mark, language);
                }
            }
            "EMC" => {
                if let Some((_, Some(text))) = marks.pop()
                    && let Some(mark) = marks.iter().rev().find_map(|(number, _)| *number)
                {
                    let height = text_at.before(outer).0[5];
                    put(&mut found, &mut lines, mark, height, &text);
                }
            }
            "Tj" | "TJ" => {
                let Some(mark) = marks.iter().rev().find_map(|(number, _)| *number) else {
                    continue;
                };
                if marks.iter().any(|(_, said)| said.is_some()) {
                    continue;
                }
                let codes = font.as_ref().and_then(|font| fonts.get(font));
                let text: String = strings(&operation.operands)
                    .flat_map(|string| string.chunks(2).collect::<Vec<_>>())
                    .map(|code| {
                        let code = code.iter().fold(0, |all, byte| all << 8 | u32::from(*byte));
                        codes
                            .and_then(|codes| codes.get(&code).cloned())
                            .unwrap_or_else(|| "\u{fffd}".into())
                    })
                    .collect();
                put(
                    &mut found,
                    &mut lines,
                    mark,
                    text_at.before(outer).0[5],
                    &text,
                );
            }
            _ => {}
        }
    }
    for (mark, language) in languages {
        if let Some(text) = found.get_mut(&mark) {
            *text = format!("‹{language}: {text}›");
        }
    }
    found
}

fn put(
    found: &mut BTreeMap<i64, String>,
    lines: &mut BTreeMap<i64, f64>,
    mark: i64,
    height: f64,
    text: &str,
) {
    let all = found.entry(mark).or_default();
    let is_new_line = lines
        .insert(mark, height)
        .is_some_and(|before| (before - height).abs() > 7.0);
    if is_new_line && !all.ends_with(' ') {
        match all.strip_suffix('\u{ad}') {
            Some(word) => *all = word.to_owned(),
            None => all.push(' '),
        }
    }
    all.push_str(text);
}

fn strings(operands: &[Object]) -> impl Iterator<Item = &[u8]> {
    operands
        .iter()
        .flat_map(|operand| match operand {
            Object::Array(all) => all.iter().collect(),
            other => vec![other],
        })
        .filter_map(|object| object.as_str().ok())
}

/// Reads what the codes of a font stand for.
fn to_unicode(document: &Document, font: &Dictionary) -> BTreeMap<u32, String> {
    let mut codes = BTreeMap::new();
    let Some(Object::Stream(stream)) = font.get_deref(b"ToUnicode", document).ok() else {
        return codes;
    };
    let map = stream.get_plain_content().unwrap();
    let map = String::from_utf8_lossy(&map);
    let hex = |text: &str| u32::from_str_radix(text, 16).ok();
    let letters = |text: &str| {
        let units: Vec<u16> = text
            .as_bytes()
            .chunks(4)
            .filter_map(|unit| u16::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok())
            .collect();
        String::from_utf16_lossy(&units)
    };
    for block in map.split("beginbfchar").skip(1) {
        let block = block.split("endbfchar").next().unwrap_or_default();
        let parts: Vec<&str> = block.split(['<', '>']).map(str::trim).collect();
        for pair in parts
            .iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .chunks(2)
        {
            if let [code, text] = pair
                && let Some(code) = hex(code)
            {
                codes.insert(code, letters(text));
            }
        }
    }
    codes
}
