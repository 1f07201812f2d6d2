//! A part of a Word file as small trees of elements: names with the prefixes that everybody knows,
//! whatever prefixes the file has, and no entity, declaration or link that leads anywhere.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::word::read::unreadable::Unreadable;

/// How deep elements may stand in each other.
const MAX_DEPTH: usize = 120;
/// How many elements one tree may have: a table of a thousand pages has fewer.
const MAX_ELEMENTS: usize = 1_500_000;

/// The prefixes that this room knows, each with the ends of the addresses that mean it: Word
/// writes two families of them ("transitional" and "strict"), which end alike.
const PREFIXES: &[(&str, &[&str])] = &[
    (
        "w",
        &["/wordprocessingml/2006/main", "/wordprocessingml/main"],
    ),
    ("m", &["/officeDocument/2006/math", "/officeDocument/math"]),
    (
        "r",
        &[
            "/officeDocument/2006/relationships",
            "/officeDocument/relationships",
        ],
    ),
    ("a", &["/drawingml/2006/main", "/drawingml/main"]),
    (
        "wp",
        &[
            "/drawingml/2006/wordprocessingDrawing",
            "/drawingml/wordprocessingDrawing",
        ],
    ),
    ("pic", &["/drawingml/2006/picture", "/drawingml/picture"]),
    ("mc", &["/markup-compatibility/2006"]),
    ("v", &["schemas-microsoft-com:vml"]),
    ("o", &["schemas-microsoft-com:office:office"]),
    ("w14", &["/office/word/2010/wordml"]),
    ("w15", &["/office/word/2012/wordml"]),
    ("asvg", &["/drawing/2016/SVG/main"]),
    ("adec", &["/drawing/2017/decorative"]),
    (
        "b",
        &[
            "/officeDocument/2006/bibliography",
            "/officeDocument/bibliography",
        ],
    ),
    ("dc", &["purl.org/dc/elements/1.1/"]),
];

/// An element with everything in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    /// `w:p`, with the prefix of [`PREFIXES`].
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Returns an attribute, `w:val`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the elements in it, in their order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first element of a name in it.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// Returns the `w:val` of the first element of a name in it.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.get("w:val")
    }

    /// Returns whether a switch such as `w:b` is on; `None` if it is not there.
    pub(crate) fn switch(&self, name: &str) -> Option<bool> {
        let found = self.child(name)?;
        let value = found.get("w:val").or_else(|| found.get("m:val"));
        Some(!matches!(value, Some("0" | "false" | "off" | "none")))
    }

    /// Returns the first element of a name, however deep.
    pub(crate) fn find(&self, name: &str) -> Option<&Self> {
        self.elements()
            .find_map(|element| match element.name == name {
                true => Some(element),
                false => element.find(name),
            })
    }

    /// Returns all text in it.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.add_text(&mut out);
        out
    }

    fn add_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.add_text(out),
                Node::Text(text) => out.push_str(text),
            }
        }
    }
}

/// What a part is read as, step by step.
pub(crate) enum Step {
    /// An element begins, with its attributes and nothing in it yet.
    Open(Element),
    /// The innermost open element ends.
    Close,
    /// The part ends.
    End,
}

/// A part that is read from its beginning to its end.
pub(crate) struct Part<R> {
    reader: Reader<R>,
    name: String,
    /// The prefixes of the part with those of this room.
    prefixes: BTreeMap<Vec<u8>, String>,
    buffer: Vec<u8>,
    depth: usize,
    /// The element just begun was empty: its end comes next.
    closes: bool,
}

impl<R: BufRead> Part<R> {
    /// Begins to read a part; `name` is what messages call it.
    pub(crate) fn new(source: R, name: &str) -> Self {
        let mut reader = Reader::from_reader(source);
        reader.config_mut().check_end_names = true;
        Self {
            reader,
            name: name.to_owned(),
            prefixes: BTreeMap::from([(b"xml".to_vec(), "xml".to_owned())]),
            buffer: Vec::new(),
            depth: 0,
            closes: false,
        }
    }

    /// Returns the next beginning or end of an element; text between elements is passed over.
    pub(crate) fn step(&mut self) -> Result<Step, Unreadable> {
        if std::mem::take(&mut self.closes) {
            self.depth -= 1;
            return Ok(Step::Close);
        }
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer);
            match event.map_err(|_| Unreadable::damaged(&self.name))? {
                Event::Start(start) => {
                    let element = element(&start, &mut self.prefixes, &self.name)?;
                    self.deeper()?;
                    return Ok(Step::Open(element));
                }
                Event::Empty(start) => {
                    let element = element(&start, &mut self.prefixes, &self.name)?;
                    self.deeper()?;
                    self.closes = true;
                    return Ok(Step::Open(element));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Step::Close);
                }
                Event::DocType(_) => return Err(Unreadable::Entities),
                Event::Eof if self.depth > 0 => return Err(Unreadable::damaged(&self.name)),
                Event::Eof => return Ok(Step::End),
                _ => {}
            }
        }
    }

    fn deeper(&mut self) -> Result<(), Unreadable> {
        self.depth += 1;
        match self.depth > MAX_DEPTH {
            true => Err(Unreadable::TooMuch {
                what: "levels of elements in each other",
                most: MAX_DEPTH,
            }),
            false => Ok(()),
        }
    }

    /// Reads the rest of the element that just began.
    pub(crate) fn whole(&mut self, begun: Element) -> Result<Element, Unreadable> {
        let mut open = vec![begun];
        let mut count = 0;
        if std::mem::take(&mut self.closes) {
            self.depth -= 1;
            return Ok(open.pop().unwrap_or_default());
        }
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer);
            match event.map_err(|_| Unreadable::damaged(&self.name))? {
                Event::Start(start) => {
                    let element = element(&start, &mut self.prefixes, &self.name)?;
                    open.push(element);
                    count += 1;
                    self.deeper()?;
                }
                Event::Empty(start) => {
                    let element = element(&start, &mut self.prefixes, &self.name)?;
                    count += 1;
                    add(&mut open, Node::Element(element));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    let Some(done) = open.pop() else {
                        return Err(Unreadable::damaged(&self.name));
                    };
                    if open.is_empty() {
                        return Ok(done);
                    }
                    add(&mut open, Node::Element(done));
                }
                Event::Text(text) => {
                    let text = text.decode().map_err(|_| Unreadable::damaged(&self.name))?;
                    add_text(&mut open, &text);
                }
                Event::CData(text) => {
                    let text = text.decode().map_err(|_| Unreadable::damaged(&self.name))?;
                    add_text(&mut open, &text);
                }
                Event::GeneralRef(name) => {
                    let sign = name.resolve_char_ref().ok().flatten();
                    let known = std::str::from_utf8(&name).ok();
                    let known = known.and_then(quick_xml::escape::resolve_predefined_entity);
                    match (sign, known) {
                        (Some(sign), _) => add_text(&mut open, sign.encode_utf8(&mut [0; 4])),
                        (None, Some(known)) => add_text(&mut open, known),
                        (None, None) => return Err(Unreadable::Entities),
                    }
                }
                Event::DocType(_) => return Err(Unreadable::Entities),
                Event::Eof => return Err(Unreadable::damaged(&self.name)),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
            if count > MAX_ELEMENTS {
                return Err(Unreadable::TooMuch {
                    what: "elements in one table or paragraph",
                    most: MAX_ELEMENTS,
                });
            }
        }
    }
}

/// Reads a small part as one tree.
pub(crate) fn tree(bytes: &[u8], name: &str) -> Result<Element, Unreadable> {
    let mut part = Part::new(bytes, name);
    match part.step()? {
        Step::Open(element) => part.whole(element),
        Step::Close | Step::End => Err(Unreadable::damaged(name)),
    }
}

fn add(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn add_text(open: &mut [Element], text: &str) {
    let Some(last) = open.last_mut() else { return };
    match last.children.last_mut() {
        Some(Node::Text(known)) => known.push_str(text),
        Some(Node::Element(_)) | None => last.children.push(Node::Text(text.to_owned())),
    }
}

fn element(
    start: &BytesStart<'_>,
    prefixes: &mut BTreeMap<Vec<u8>, String>,
    part: &str,
) -> Result<Element, Unreadable> {
    let damaged = || Unreadable::damaged(part);
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| damaged())?;
        let value = attribute.unescape_value().map_err(|_| damaged())?;
        let key = attribute.key.into_inner();
        match key.strip_prefix(b"xmlns") {
            Some(prefix) if prefix.is_empty() || prefix[0] == b':' => {
                let prefix = prefix.strip_prefix(b":").unwrap_or(prefix).to_vec();
                let known = PREFIXES
                    .iter()
                    .find(|(_, ends)| ends.iter().any(|end| value.ends_with(end)));
                let own = || String::from_utf8_lossy(&prefix).into_owned();
                let known = known.map_or_else(own, |(known, _)| (*known).to_owned());
                prefixes.insert(prefix, known);
            }
            _ => attributes.push((key.to_vec(), value.into_owned())),
        }
    }
    let attributes = attributes.into_iter();
    Ok(Element {
        name: known_name(start.name().into_inner(), prefixes, true),
        attributes: attributes
            .map(|(key, value)| (known_name(&key, prefixes, false), value))
            .collect(),
        children: Vec::new(),
    })
}

fn known_name(name: &[u8], prefixes: &BTreeMap<Vec<u8>, String>, is_element: bool) -> String {
    let (prefix, local) = match name.iter().position(|byte| *byte == b':') {
        Some(at) => (&name[..at], &name[at + 1..]),
        None => (&name[..0], name),
    };
    let local = String::from_utf8_lossy(local);
    // An attribute without a prefix belongs to no vocabulary.
    let prefix = match prefix.is_empty() && !is_element {
        true => None,
        false => prefixes.get(prefix),
    };
    match prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{local}"),
        _ => local.into_owned(),
    }
}
