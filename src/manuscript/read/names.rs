//! Every name in a file: labels, what refers to them, works that are cited, and comments.
//!
//! Names in code are read too (`#let aim = [see @fig:x]`): whoever defines such a thing means to
//! print it. Labels that only running the code would make are not known, and the file says so.

use std::ops::Range;

use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::diagnostics::text::slug;
use crate::diagnostics::{Place, ProjectPath};
use crate::manuscript::facts::Note;
use crate::manuscript::read::call::{Call, bare, children, label, string};
use crate::manuscript::read::way::Way;
use crate::markdown::FUNCTIONS_PATH;

/// Labels that mark something for the count and may stand many times.
const MARKS: [&str; 1] = ["no-count"];

/// What a name is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It names what stands before it.
    Label,
    /// It names what code makes, perhaps, and perhaps several times.
    CodeLabel,
    /// It refers to a label.
    Mention,
    /// It refers to a work.
    Citation,
    /// It refers to a label or to a work.
    Either,
}

/// A name with its place.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) is_used_as: Use,
    pub(super) name: String,
    pub(super) place: Place,
}

/// What a file names.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) found: Vec<Name>,
    pub(super) notes: Vec<Note>,
    /// Whether code may make labels that nobody can see in it.
    pub(super) has_unseen: bool,
}

/// Reads every name of a file.
pub(super) fn names(way: &Way<'_>) -> Names {
    let file = way.file();
    let mut reader = Reader {
        way,
        made: format!("note-{}-", slug(file.path.as_str(), 60)),
        depth: 0,
        names: Names::default(),
    };
    reader.node(file.root, 0, SyntaxKind::End);
    let mut names = reader.names;
    if file.origins.is_some() {
        names.notes.extend(comments(way));
        names
            .notes
            .sort_by_key(|note| note.place.range.as_ref().map(|range| range.start));
    }
    names
}

struct Reader<'w, 'a> {
    way: &'w Way<'a>,
    /// How the labels of footnotes begin that the conversion makes.
    made: String,
    /// How many definitions, branches and loops are open.
    depth: usize,
    names: Names,
}

impl Reader<'_, '_> {
    fn node(&mut self, node: &SyntaxNode, at: usize, parent: SyntaxKind) {
        let range = at..at + node.len();
        match node.kind() {
            SyntaxKind::RefMarker => self.add(Use::Either, bare(node.leaf_text()), range),
            SyntaxKind::Label if parent == SyntaxKind::Markup => {
                self.add(Use::Label, bare(node.leaf_text()), range);
            }
            SyntaxKind::LineComment => {
                let text = node.leaf_text().trim_start_matches('/').trim();
                self.note(text, range);
            }
            SyntaxKind::BlockComment => {
                let text = node.leaf_text().as_str();
                let text = text.strip_prefix("/*").unwrap_or(text);
                let text = text.strip_suffix("*/").unwrap_or(text).trim();
                self.note(text, range);
            }
            // Included Markdown is read with the file that includes it.
            SyntaxKind::ModuleInclude => {
                let is_markdown = node.children().any(|child| {
                    let path = child.leaf_text().trim_matches(['"', '/']);
                    ProjectPath::new(path).is_some_and(|path| path.is_markdown())
                });
                self.names.has_unseen |= !is_markdown;
            }
            SyntaxKind::ModuleImport => {
                let is_ours = node.children().any(|child| {
                    child.kind() == SyntaxKind::Str && child.leaf_text().contains(FUNCTIONS_PATH)
                });
                self.names.has_unseen |= !is_ours;
            }
            SyntaxKind::FuncCall => self.call(node, at, parent),
            SyntaxKind::Text | SyntaxKind::Raw => return,
            _ => {}
        }
        let kind = node.kind();
        let is_code = matches!(
            kind,
            SyntaxKind::LetBinding
                | SyntaxKind::ShowRule
                | SyntaxKind::Closure
                | SyntaxKind::CodeBlock
                | SyntaxKind::Conditional
                | SyntaxKind::ForLoop
                | SyntaxKind::WhileLoop
        );
        self.depth += usize::from(is_code);
        for (child, at) in children(node, at) {
            self.node(child, at, kind);
        }
        self.depth -= usize::from(is_code);
    }

    fn call(&mut self, node: &SyntaxNode, at: usize, parent: SyntaxKind) {
        let call = Call::read(node, at);
        if call.name == "label" {
            match label(node) {
                Some(name) if parent == SyntaxKind::Markup => {
                    self.add(Use::Label, &name, at..at + node.len());
                }
                Some(_) => {}
                None => self.names.has_unseen = true,
            }
            return;
        }
        if matches!(call.name.as_str(), "folio.deleted" | "folio.comment") {
            let said = call.positional().find_map(|given| string(given.value));
            if let Some(said) = said {
                self.note(&said, at..at + node.len());
            }
            return;
        }
        if call.name == "folio.cited" {
            for cite in call.positional().filter_map(Call::dictionary) {
                let key = cite.named("key");
                if let Some((key, name)) = key.and_then(|key| Some((key, string(key.value)?))) {
                    let range = key.at..key.at + key.value.len();
                    self.add(Use::Either, &name, range);
                }
            }
            return;
        }
        for given in &call.arguments {
            let Some(name) = label(given.value) else {
                continue;
            };
            let range = given.at..given.at + given.value.len();
            let is_used_as = match call.name.as_str() {
                "cite" => Use::Citation,
                "ref" => Use::Either,
                "link" | "footnote" => Use::Mention,
                "query"
                | "counter"
                | "locate"
                | "numbering"
                | "figure.where"
                | "heading.where"
                | "selector"
                | "state"
                | "document"
                | "folio.number-bracket" => continue,
                ours if ours.starts_with("folio.") && given.name == Some("name") => Use::Label,
                _ => {
                    // It may ask for the label, or give it to something.
                    self.names.has_unseen = true;
                    Use::Mention
                }
            };
            self.add(is_used_as, &name, range);
        }
    }

    fn add(&mut self, is_used_as: Use, name: &str, range: Range<usize>) {
        let is_made = self.way.file().origins.is_some() && name.starts_with(&self.made);
        if name.is_empty() || is_made || MARKS.contains(&name) {
            return;
        }
        let is_used_as = match is_used_as {
            Use::Label if self.depth > 0 => Use::CodeLabel,
            other => other,
        };
        self.names.found.push(Name {
            is_used_as,
            name: name.to_owned(),
            place: self.way.place(range),
        });
    }

    fn note(&mut self, text: &str, range: Range<usize>) {
        self.names.notes.push(Note {
            text: text.to_owned(),
            place: self.way.place(range),
        });
    }
}

/// Returns the comments of a Markdown file: its conversion drops them.
///
/// What looks like a comment and is printed, in code or behind a backslash, is none.
fn comments(way: &Way<'_>) -> Vec<Note> {
    let file = way.file();
    let mut found = Vec::new();
    if !file.text.contains("<!--") {
        return found;
    }
    let mut printed = Vec::new();
    collect_printed(way, file.root, 0, &mut printed);
    printed.sort_by_key(|range| (range.start, range.end));
    let first = way.range(0..0).start;
    let mut at = first;
    let mut next = 0;
    while let Some(open) = file.text[at..].find("<!--").map(|found| at + found) {
        at = open + 4;
        while next < printed.len() && printed[next].end <= open {
            next += 1;
        }
        if printed.get(next).is_some_and(|range| range.start <= open) {
            continue;
        }
        let Some(length) = file.text[at..].find("-->") else {
            break;
        };
        found.push(Note {
            text: file.text[at..at + length].trim().to_owned(),
            place: Place::range(file.path.clone(), open..at + length + 3),
        });
        at += length + 3;
    }
    found
}

fn collect_printed(way: &Way<'_>, node: &SyntaxNode, at: usize, printed: &mut Vec<Range<usize>>) {
    match node.kind() {
        SyntaxKind::Text | SyntaxKind::Escape | SyntaxKind::Raw => {
            printed.push(way.range(at..at + node.len()));
        }
        _ => {
            for (child, at) in children(node, at) {
                collect_printed(way, child, at, printed);
            }
        }
    }
}
