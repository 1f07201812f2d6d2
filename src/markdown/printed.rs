//! What a converted chapter prints, sign by sign, each with the bytes of the Markdown that it stands
//! for: so that words on paper lead back to the words that were typed.

use std::ops::Range;

use typst::syntax::ast::{AstNode, Str};
use typst::syntax::{SyntaxKind, SyntaxNode, ast};

use crate::markdown::Conversion;
use crate::markdown::origins::Origins;

/// Stands for what prints no text of its own: a citation, a reference, a note, a formula, a picture.
pub const OBJECT: char = '\u{fffc}';

/// How deep a tree is followed.
const MAX_DEPTH: usize = 200;

/// What is set as one block: a paragraph, a heading, a cell, a caption, a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintedBlock {
    /// Its signs, in their order.
    pub atoms: Vec<PrintedAtom>,
}

/// A sign that is printed, or several that were typed as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedAtom {
    /// What is printed; [`OBJECT`] for what has no text of its own.
    pub text: String,
    /// The bytes in the Markdown file.
    pub place: Range<usize>,
}

impl PrintedBlock {
    /// Returns its text.
    pub fn text(&self) -> String {
        self.atoms.iter().map(|atom| atom.text.as_str()).collect()
    }
}

/// Calls whose content goes on in the line.
const IN_LINE: [&str; 14] = [
    "added",
    "box",
    "emph",
    "highlight",
    "link",
    "noted",
    "short",
    "smallcaps",
    "strike",
    "strong",
    "sub",
    "super",
    "text",
    "underline",
];

/// Calls that only a copy for review shows.
const NOT_PRINTED: [&str; 2] = ["comment", "deleted"];

/// Returns what a chapter prints.
pub fn printed(conversion: &Conversion) -> Vec<PrintedBlock> {
    let mut reader = Reader {
        origins: &conversion.origins,
        text: conversion.source.text(),
        blocks: Vec::new(),
        open: PrintedBlock::default(),
    };
    reader.children(conversion.source.root(), 0, 0);
    reader.end();
    reader.blocks
}

struct Reader<'a> {
    origins: &'a Origins,
    text: &'a str,
    blocks: Vec<PrintedBlock>,
    open: PrintedBlock,
}

impl Reader<'_> {
    fn end(&mut self) {
        let block = std::mem::take(&mut self.open);
        if block.atoms.iter().any(|atom| !atom.text.trim().is_empty()) {
            self.blocks.push(block);
        }
    }

    fn children(&mut self, node: &SyntaxNode, at: usize, depth: usize) {
        let mut next = at;
        for child in node.children() {
            self.node(child, next, depth + 1);
            next += child.len();
        }
    }

    /// Reads content that is a block by itself; what is around goes on behind it.
    fn apart(&mut self, node: &SyntaxNode, at: usize, depth: usize) {
        let outer = std::mem::take(&mut self.open);
        self.children(node, at, depth);
        self.end();
        self.open = outer;
    }

    fn node(&mut self, node: &SyntaxNode, at: usize, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let range = at..at + node.len();
        match node.kind() {
            SyntaxKind::Text | SyntaxKind::Link => self.signs(range),
            SyntaxKind::Space | SyntaxKind::Linebreak => self.atom(" ", range),
            SyntaxKind::Parbreak => self.end(),
            SyntaxKind::Escape => {
                let sign = node.cast::<ast::Escape>().map(ast::Escape::get);
                self.atom(&sign.map(String::from).unwrap_or_default(), range);
            }
            SyntaxKind::Shorthand => {
                let sign = node.cast::<ast::Shorthand>().map(ast::Shorthand::get);
                self.atom(&sign.map(String::from).unwrap_or_default(), range);
            }
            SyntaxKind::SmartQuote => {
                let text = self.text[range.clone()].to_owned();
                self.atom(&text, range);
            }
            SyntaxKind::Str => {
                let text = Str::from_untyped(node).map(|text| text.get().to_string());
                self.atom(&text.unwrap_or_default(), range);
            }
            SyntaxKind::Raw => {
                // The first child is a fence, another may name a language.
                let mut next = at;
                for child in node.children() {
                    let here = next..next + child.len();
                    next = here.end;
                    match child.kind() {
                        SyntaxKind::Text => self.signs(here),
                        SyntaxKind::RawTrimmed => self.atom(" ", here),
                        _ => {}
                    }
                }
            }
            SyntaxKind::Equation | SyntaxKind::Ref => self.atom(&OBJECT.to_string(), range),
            SyntaxKind::Heading
            | SyntaxKind::ListItem
            | SyntaxKind::EnumItem
            | SyntaxKind::TermItem => {
                self.end();
                self.children(node, at, depth);
                self.end();
            }
            SyntaxKind::FuncCall => self.call(node, at, depth),
            SyntaxKind::Markup
            | SyntaxKind::Strong
            | SyntaxKind::Emph
            | SyntaxKind::ContentBlock
            | SyntaxKind::Parenthesized
            | SyntaxKind::CodeBlock
            | SyntaxKind::Code => self.children(node, at, depth),
            _ => {}
        }
    }

    fn call(&mut self, node: &SyntaxNode, at: usize, depth: usize) {
        let name = node
            .cast::<ast::FuncCall>()
            .map(|call| match call.callee() {
                ast::Expr::Ident(name) => name.as_str().to_owned(),
                ast::Expr::FieldAccess(access) => access.field().as_str().to_owned(),
                _ => String::new(),
            });
        let name = name.unwrap_or_default();
        if NOT_PRINTED.contains(&name.as_str()) {
            return;
        }
        let is_in_line = IN_LINE.contains(&name.as_str());
        let before = (self.open.atoms.len(), self.blocks.len());
        let mut contents = Vec::new();
        // What an author says around a citation belongs to it.
        if name != "cited" {
            collect(node, at, &mut contents, 0);
        }
        for (content, start) in contents {
            match is_in_line {
                true => self.children(content, start, depth + 1),
                false => self.apart(content, start, depth + 1),
            }
        }
        let prints_nothing = before == (self.open.atoms.len(), self.blocks.len());
        let is_object = matches!(
            name.as_str(),
            "cited" | "footnote" | "image" | "ref" | "equation"
        );
        if is_object || (prints_nothing && !self.open.atoms.is_empty()) {
            self.atom(&OBJECT.to_string(), at..at + node.len());
        }
    }

    /// Adds what stands for a construct as a whole.
    fn atom(&mut self, text: &str, range: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let place = self.origins.to_markdown(range);
        if let Some(last) = self.open.atoms.last_mut()
            && last.place == place
            && !place.is_empty()
        {
            last.text.push_str(text);
            return;
        }
        self.open.atoms.push(PrintedAtom {
            text: text.to_owned(),
            place,
        });
    }

    /// Adds text sign by sign.
    fn signs(&mut self, range: Range<usize>) {
        let text = self.text;
        for (offset, sign) in text[range.clone()].char_indices() {
            let at = range.start + offset;
            self.atom(sign.encode_utf8(&mut [0; 4]), at..at + sign.len_utf8());
        }
    }
}

/// Finds the contents that a call is given, the outermost.
fn collect<'a>(
    node: &'a SyntaxNode,
    at: usize,
    out: &mut Vec<(&'a SyntaxNode, usize)>,
    depth: usize,
) {
    let mut next = at;
    for child in node.children() {
        match child.kind() {
            SyntaxKind::ContentBlock => out.push((child, next)),
            _ if depth < MAX_DEPTH => collect(child, next, out, depth + 1),
            _ => {}
        }
        next += child.len();
    }
}
