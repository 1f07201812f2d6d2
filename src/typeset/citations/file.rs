//! The file of all texts that the citation style prints, as Typst that is nothing but strings.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

use typst::foundations::Repr;

use crate::csl::{self, Display, Face, Formatted, ListLayout, Piece, Reference, Side};
use crate::typeset::citations::asked::Asked;
use crate::typeset::works::number_of;

/// The virtual file that carries the texts to the template.
pub const CITATIONS: &str = "/.folio/citations.typ";

/// How deep pieces may lie in each other; what lies deeper loses its faces and links.
const MAX_DEPTH: usize = 40;

/// The longest address that the engine takes.
const MAX_ADDRESS: usize = 8000;

/// What is printed of which citations.
#[derive(Clone, Copy, Debug)]
pub struct Printed<'a> {
    /// The keys that can be cited.
    pub keys: &'a [&'a str],
    /// The citations, in the order of the text.
    pub asked: &'a [Asked],
    /// Their texts, in the same order and perhaps more, and the list of references.
    pub formatted: &'a Formatted,
    /// Whether the same citation prints something else at another place.
    pub by_position: bool,
    /// Whether the document prints the list, so that words can lead there.
    pub has_list: bool,
}

/// The file, and where the words of its list come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitationsFile {
    /// Its text.
    pub text: String,
    /// Bytes of the text with the key and the variable whose words stand there, in order.
    pub origins: Vec<(Range<usize>, String, Option<String>)>,
}

/// Writes the file. The same texts give the same bytes.
pub fn citations_file(printed: &Printed<'_>) -> CitationsFile {
    let mut writer = FileWriter {
        file: CitationsFile::default(),
        listed: match printed.has_list {
            true => printed
                .formatted
                .list
                .iter()
                .map(|it| it.key.as_str())
                .collect(),
            false => BTreeSet::new(),
        },
        key: None,
    };
    writer.all(printed);
    writer.file
}

struct FileWriter<'a> {
    file: CitationsFile,
    /// The references that words may lead to.
    listed: BTreeSet<&'a str>,
    /// The key of the reference that is being written.
    key: Option<&'a str>,
}

impl<'a> FileWriter<'a> {
    fn all(&mut self, printed: &Printed<'a>) {
        let Printed {
            keys,
            asked,
            formatted,
            by_position,
            has_list: _,
        } = *printed;
        self.put("// What the citation style prints. Written by folio: a change here is lost at the next build.\n");
        self.put("#import \"citation-pieces.typ\": note, to\n\n");
        self.put("#let by-position = ");
        self.put(if by_position { "true\n" } else { "false\n" });
        self.put("#let keys = (");
        for key in keys {
            self.string(key);
            self.put(": none, ");
        }
        self.put(if keys.is_empty() { ":)\n" } else { ")\n" });
        self.put("#let texts = (\n");
        let texts = asked.iter().zip(&formatted.clusters);
        let mut first = BTreeMap::new();
        for (asked, pieces) in texts.clone() {
            first.entry(&asked.id).or_insert(pieces);
        }
        if first.is_empty() {
            self.put(":");
        }
        for (id, pieces) in first {
            self.string(id);
            self.put(": own => ");
            self.cluster(pieces);
            self.put(",\n");
        }
        self.put(")\n#let in-order = (\n");
        for (asked, pieces) in texts.filter(|_| by_position) {
            self.put("(");
            self.string(&asked.id);
            self.put(", own => ");
            self.cluster(pieces);
            self.put("),\n");
        }
        self.put(")\n");
        self.list(formatted);
    }

    fn list(&mut self, formatted: &'a Formatted) {
        let ListLayout {
            hanging_indent,
            second_field_align: _, // The blocks of the references say so.
            line_spacing: _,       // The look has its own.
            entry_spacing,
        } = formatted.layout;
        let split: Vec<_> = formatted.list.iter().map(split).collect();
        let has_marks = split.iter().any(|(_, mark, _)| !mark.is_empty());
        let _ = writeln!(
            self.file.text,
            "#let layout = (hanging-indent: {hanging_indent}, has-marks: {has_marks}, entry-spacing: {entry_spacing})"
        );
        self.put("#let reference-list = (\n");
        for (key, mark, body) in split {
            self.key = Some(key);
            self.put("(");
            self.string(key);
            self.put(", ");
            self.content(mark);
            self.put(", ");
            self.content(body);
            self.put("),\n");
        }
        self.put(")\n");
        self.key = None;
    }

    /// Writes a citation. A raised number stands at the word, without the space that is written
    /// before it.
    fn cluster(&mut self, pieces: &[Piece]) {
        self.put("[");
        self.put(if is_raised(pieces) {
            "#h(0pt, weak: true)"
        } else {
            ""
        });
        pieces.iter().for_each(|piece| self.piece(piece, 0));
        self.put("]");
    }

    fn content<'p>(&mut self, pieces: impl IntoIterator<Item = &'p Piece>) {
        self.put("[");
        pieces.into_iter().for_each(|piece| self.piece(piece, 0));
        self.put("]");
    }

    fn piece(&mut self, piece: &Piece, depth: usize) {
        if depth > MAX_DEPTH {
            self.text(&csl::plain(std::slice::from_ref(piece)), None);
            return;
        }
        match piece {
            Piece::Text { text, variable } => self.text(text, variable.as_deref()),
            Piece::Styled(face, inner) => self.inside(wrapper(*face), inner, depth),
            Piece::Link(address, inner) => {
                let is_fine = !address.is_empty() && address.len() <= MAX_ADDRESS;
                let opening = is_fine.then(|| format!("#link({})", address.repr()));
                self.inside(opening.as_deref(), inner, depth);
            }
            Piece::Work(key, inner) => {
                let is_listed = self.listed.contains(key.as_str());
                let opening = (is_listed && !inner.iter().any(has_link))
                    .then(|| format!("#to({}, {})", key.repr(), number_of(key)));
                self.inside(opening.as_deref(), inner, depth);
            }
            Piece::Own(at, side) => {
                let side = match side {
                    Side::Before => "before",
                    Side::After => "after",
                };
                let _ = write!(self.file.text, "#own({at}, \"{side}\")");
            }
            Piece::Block(display, inner) => {
                let opening = match display {
                    Display::Block => Some("#block"),
                    Display::Indent => Some("#pad(left: 2em)"),
                    Display::LeftMargin | Display::RightInline => None,
                };
                self.inside(opening, inner, depth);
            }
            Piece::Note(inner) => self.inside(Some("#note"), inner, depth),
        }
    }

    fn inside(&mut self, opening: Option<&str>, inner: &[Piece], depth: usize) {
        if let Some(opening) = opening {
            self.put(opening);
            self.put("[");
        }
        inner.iter().for_each(|piece| self.piece(piece, depth + 1));
        if opening.is_some() {
            self.put("]");
        }
    }

    fn text(&mut self, text: &str, variable: Option<&str>) {
        if text.is_empty() {
            return;
        }
        self.put("#");
        let start = self.file.text.len();
        // A sign of control has no glyph, and a line break would end the line.
        self.string(&text.replace(char::is_control, " "));
        if let Some(key) = self.key {
            let range = start..self.file.text.len();
            let variable = variable.map(str::to_owned);
            self.file.origins.push((range, key.to_owned(), variable));
        }
    }

    fn string(&mut self, text: &str) {
        self.put(&text.repr());
    }

    fn put(&mut self, text: &str) {
        self.file.text.push_str(text);
    }
}

/// Returns the key of a reference, what stands in its margin, and the rest.
fn split(reference: &Reference) -> (&str, Vec<&Piece>, Vec<&Piece>) {
    let is_mark = |piece: &&Piece| matches!(piece, Piece::Block(Display::LeftMargin, _));
    let (mark, body) = reference.pieces.iter().partition(is_mark);
    (&reference.key, mark, body)
}

/// Returns what sets a face; none for those that only undo what is not around them.
fn wrapper(face: Face) -> Option<&'static str> {
    match face {
        Face::Italic => Some("#text(style: \"italic\")"),
        Face::Upright => Some("#text(style: \"normal\")"),
        Face::Bold => Some("#text(weight: \"bold\")"),
        Face::Light => Some("#text(weight: \"light\")"),
        Face::Regular => Some("#text(weight: \"regular\")"),
        Face::SmallCaps => Some("#smallcaps"),
        Face::Underline => Some("#underline"),
        Face::Superscript => Some("#super"),
        Face::Subscript => Some("#sub"),
        // Small capitals and heights end with their own block.
        Face::NormalCaps | Face::Baseline => None,
    }
}

fn has_link(piece: &Piece) -> bool {
    match piece {
        Piece::Link(..) => true,
        Piece::Styled(_, inner)
        | Piece::Work(_, inner)
        | Piece::Block(_, inner)
        | Piece::Note(inner) => inner.iter().any(has_link),
        Piece::Text { .. } | Piece::Own(..) => false,
    }
}

/// Returns whether a text begins with something raised.
fn is_raised(pieces: &[Piece]) -> bool {
    match pieces.first() {
        Some(Piece::Styled(Face::Superscript, _)) => true,
        Some(Piece::Work(_, inner)) => is_raised(inner),
        _ => false,
    }
}
