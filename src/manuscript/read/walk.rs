//! Prose, headings, figures and links, in the order in which they stand.
//!
//! Only what the file itself writes down is read. Text that code makes (a variable, a loop, a
//! function of the author's own) is one object in the sentence, and nobody guesses what it says.
//!
//! In a ring with figure: a figure is read by the walk, which reads the text in figures.

use std::ops::Range;

use typst_syntax::{SyntaxKind, SyntaxNode, ast};

use crate::manuscript::facts::{Figure, Heading, Link};
use crate::manuscript::passage::{OBJECT, Passage, PassageKind};
use crate::manuscript::read::call::{Argument, Call, bare, children, label, string};
use crate::manuscript::read::figure::Open;
use crate::manuscript::read::way::Way;

/// Functions that print their content in the sentence.
const INLINE: [&str; 15] = [
    "emph",
    "strong",
    "strike",
    "super",
    "sub",
    "underline",
    "overline",
    "highlight",
    "smallcaps",
    "text",
    "box",
    "upper",
    "lower",
    "folio.added",
    "folio.noted",
];

/// Functions that print their content in blocks of its own.
const BLOCKS: [&str; 26] = [
    "align",
    "block",
    "pad",
    "rect",
    "page",
    "columns",
    "stack",
    "place",
    "move",
    "scale",
    "rotate",
    "par",
    "list",
    "list.item",
    "enum",
    "enum.item",
    "terms",
    "terms.item",
    "grid",
    "grid.cell",
    "grid.header",
    "folio.landscape",
    "folio.finding",
    "folio.question",
    "folio.recommendation",
    "pdf.artifact",
];

/// Functions that print nothing that is prose.
const SILENT: [&str; 10] = [
    "v",
    "pagebreak",
    "colbreak",
    "parbreak",
    "line",
    "metadata",
    "label",
    "hide",
    "folio.section-break",
    "folio.page-break",
];

/// What was read.
pub(super) struct Walk<'w, 'a> {
    pub(super) way: &'w Way<'a>,
    pub(super) headings: Vec<Heading>,
    pub(super) passages: Vec<Passage>,
    pub(super) figures: Vec<Figure>,
    pub(super) links: Vec<Link>,
    /// What a block is that begins now.
    kind: PassageKind,
    /// The passage that goes on.
    open: Option<usize>,
    /// The figure that is being read, as far as it is known.
    pub(super) figure: Option<Open>,
    /// Whether it is an ornament.
    pub(super) is_decorative: bool,
}

impl<'w, 'a> Walk<'w, 'a> {
    pub(super) fn new(way: &'w Way<'a>) -> Self {
        Self {
            way,
            headings: Vec::new(),
            passages: Vec::new(),
            figures: Vec::new(),
            links: Vec::new(),
            kind: PassageKind::Paragraph,
            open: None,
            figure: None,
            is_decorative: false,
        }
    }

    /// Reads a whole file.
    pub(super) fn read(&mut self) {
        self.markup(self.way.file().root, 0);
        self.passages.iter_mut().for_each(Passage::trim_end);
        self.passages.retain(|passage| !passage.text.is_empty());
    }

    /// Reads markup, or anything that holds it.
    fn markup(&mut self, node: &SyntaxNode, at: usize) {
        let all: Vec<(&SyntaxNode, usize)> = children(node, at).collect();
        for (index, (child, at)) in all.iter().copied().enumerate() {
            let range = at..at + child.len();
            match child.kind() {
                SyntaxKind::Text | SyntaxKind::SmartQuote => self.text(child.leaf_text(), range),
                SyntaxKind::Space | SyntaxKind::Linebreak => self.space(range),
                SyntaxKind::Parbreak => self.end(),
                SyntaxKind::Escape => {
                    let c = child.cast::<ast::Escape<'_>>().map(ast::Escape::get);
                    self.character(c, range);
                }
                SyntaxKind::Shorthand => {
                    let c = child.cast::<ast::Shorthand<'_>>().map(ast::Shorthand::get);
                    self.character(c, range);
                }
                SyntaxKind::Strong | SyntaxKind::Emph | SyntaxKind::Markup => {
                    self.markup(child, at);
                }
                SyntaxKind::Link => {
                    self.links.push(Link {
                        address: child.leaf_text().to_string(),
                        place: self.way.place(range.clone()),
                    });
                    self.object(range);
                }
                SyntaxKind::Heading => self.heading(child, at),
                SyntaxKind::ListItem | SyntaxKind::EnumItem | SyntaxKind::TermItem => {
                    for (part, at) in children(child, at) {
                        if part.kind() == SyntaxKind::Markup {
                            self.end();
                            self.markup(part, at);
                        }
                    }
                    self.end();
                }
                SyntaxKind::FuncCall => {
                    let label = label_behind(&all[index + 1..]);
                    self.call(child, at, label);
                }
                SyntaxKind::ContentBlock => self.content(child, at),
                SyntaxKind::Str => {
                    let says = string(child).unwrap_or_default();
                    self.text(&says, range);
                }
                SyntaxKind::ModuleInclude => {
                    self.end();
                    self.object(range);
                    self.end();
                }
                SyntaxKind::Raw
                | SyntaxKind::Equation
                | SyntaxKind::Ref
                | SyntaxKind::Ident
                | SyntaxKind::FieldAccess
                | SyntaxKind::CodeBlock
                | SyntaxKind::Conditional
                | SyntaxKind::WhileLoop
                | SyntaxKind::ForLoop
                | SyntaxKind::Contextual
                | SyntaxKind::Parenthesized
                | SyntaxKind::Array
                | SyntaxKind::Dict
                | SyntaxKind::Int
                | SyntaxKind::Float
                | SyntaxKind::Numeric => self.object(range),
                // Marks, rules, definitions, labels, comments: they print nothing themselves.
                _ => {}
            }
        }
    }

    /// Reads `[…]`.
    fn content(&mut self, node: &SyntaxNode, at: usize) {
        for (part, at) in children(node, at) {
            if part.kind() == SyntaxKind::Markup {
                self.markup(part, at);
            }
        }
    }

    fn heading(&mut self, node: &SyntaxNode, at: usize) {
        let marker = node
            .children()
            .find(|part| part.kind() == SyntaxKind::HeadingMarker);
        let level = marker.map_or(1, SyntaxNode::len);
        self.titled(level, at..at + node.len(), |walk| walk.markup(node, at));
    }

    /// Reads a heading.
    fn titled(&mut self, level: usize, range: Range<usize>, read: impl FnOnce(&mut Self)) {
        self.end();
        let title = self.nest(PassageKind::Heading, read);
        self.headings.push(Heading {
            level,
            title,
            place: self.way.place(range),
        });
    }

    fn call(&mut self, node: &SyntaxNode, at: usize, label: Option<String>) {
        let call = Call::read(node, at);
        let range = at..at + node.len();
        match call.name.as_str() {
            "figure" => self.whole_figure(&call, range, label),
            "image" => self.picture(&call, range, label),
            "table" => self.table(&call, range, label),
            "folio.parts" => self.parts(&call),
            "footnote" => {
                self.nest(PassageKind::Footnote, |walk| walk.contents(&call));
            }
            "quote" => {
                let is_block = call
                    .named("block")
                    .is_some_and(|given| given.value.full_text() == "true");
                match is_block {
                    true => self.end(),
                    false => self.object(range),
                }
                self.nest(PassageKind::Quotation, |walk| walk.contents(&call));
            }
            "folio.participant" | "folio.epigraph" => {
                self.end();
                self.nest(PassageKind::Quotation, |walk| walk.contents(&call));
            }
            "folio.callout" => {
                self.end();
                let title = call.named("title");
                for given in title.into_iter().chain(call.positional()) {
                    self.value(given);
                    self.end();
                }
            }
            "heading" => {
                let level = call.named("level").or(call.named("depth"));
                let level = level.and_then(|given| given.value.full_text().parse().ok());
                self.titled(level.unwrap_or(1), range, |walk| walk.contents(&call));
            }
            // Words that only a copy for review shows.
            "folio.deleted" | "folio.comment" => {}
            "link" => self.link(&call, range),
            "lorem" => self.made("Lorem ipsum", range),
            "h" => self.space(range),
            "linebreak" => self.space(range),
            "folio.cited" => {
                let cites = call.positional().filter_map(Call::dictionary);
                for (at, cite) in cites.enumerate() {
                    if at > 0 {
                        self.space(range.clone());
                    }
                    if let Some(words) = cite.named("before") {
                        self.value(words);
                        self.space(range.clone());
                    }
                    self.object(range.clone());
                    if let Some(words) = cite.named("after") {
                        let text = words.value.full_text();
                        if !text.starts_with("[,") && !text.starts_with("[;") {
                            self.space(range.clone());
                        }
                        self.value(words);
                    }
                }
            }
            "cite" | "ref" | "raw" | "outline" | "bibliography" => self.object(range),
            name if INLINE.contains(&name) => self.contents(&call),
            _ if self.decoration(&call) => {}
            name if BLOCKS.contains(&name) => {
                let outer = self.is_decorative;
                self.is_decorative |= name == "pdf.artifact";
                for given in call.positional() {
                    self.end();
                    self.value(given);
                }
                self.end();
                self.is_decorative = outer;
            }
            name if SILENT.contains(&name) => self.end(),
            _ => {
                // What becomes of it is not known; the author wrote it all the same.
                self.object(range);
                for given in call.positional() {
                    if given.value.kind() == SyntaxKind::ContentBlock {
                        self.nest(PassageKind::Paragraph, |walk| walk.value(given));
                    }
                }
            }
        }
    }

    /// Reads what a call is given by position.
    pub(super) fn contents(&mut self, call: &Call<'_>) {
        call.positional().for_each(|given| self.value(given));
    }

    /// Reads one thing that a call prints.
    pub(super) fn value(&mut self, given: Argument<'_>) {
        let Argument { value, at, .. } = given;
        match value.kind() {
            SyntaxKind::ContentBlock => self.content(value, at),
            SyntaxKind::FuncCall => self.call(value, at, None),
            SyntaxKind::Str => {
                let says = string(value).unwrap_or_default();
                self.text(&says, at..at + value.len());
            }
            SyntaxKind::CodeBlock | SyntaxKind::Equation | SyntaxKind::Raw => {
                self.object(at..at + value.len());
            }
            // A colour, a length, a direction, a label.
            _ => {}
        }
    }

    fn link(&mut self, call: &Call<'_>, range: Range<usize>) {
        let mut given = call.positional();
        if let Some(target) = given.next()
            && let Some(address) = string(target.value)
        {
            let range = target.at..target.at + target.value.len();
            self.links.push(Link {
                address,
                place: self.way.place(range),
            });
        }
        let shown: Vec<Argument<'_>> = given.collect();
        if shown.is_empty() {
            self.object(range);
        }
        shown.into_iter().for_each(|given| self.value(given));
    }

    /// Ends the block that goes on.
    pub(super) fn end(&mut self) {
        self.open = None;
    }

    /// Reads something that stands in a block of its own, wherever it is written; returns what it
    /// says.
    pub(super) fn nest(&mut self, kind: PassageKind, read: impl FnOnce(&mut Self)) -> String {
        let first = self.passages.len();
        let open = self.open.take();
        let outer = std::mem::replace(&mut self.kind, kind);
        read(self);
        self.kind = outer;
        self.open = open;
        let said: Vec<&str> = self.passages[first..]
            .iter()
            .filter(|passage| passage.kind == kind)
            .map(|passage| passage.text.trim())
            .collect();
        said.join(" ")
    }

    fn passage(&mut self) -> &mut Passage {
        let index = match self.open {
            Some(index) => index,
            None => {
                let path = self.way.file().path.clone();
                self.passages.push(Passage::new(self.kind, path));
                self.passages.len() - 1
            }
        };
        self.open = Some(index);
        &mut self.passages[index]
    }

    /// Adds words that were written at a range of the tree, or made for it.
    pub(super) fn text(&mut self, words: &str, made: Range<usize>) {
        if words.is_empty() {
            return;
        }
        for (words, range, is_copy) in self.way.pieces(words, made) {
            match is_copy {
                true => self.passage().push_copy(words, range),
                false => self.passage().push_made(words, range),
            }
        }
    }

    fn made(&mut self, words: &str, made: Range<usize>) {
        let range = self.way.range(made);
        self.passage().push_made(words, range);
    }

    fn character(&mut self, c: Option<char>, made: Range<usize>) {
        match c {
            // A place where a word may be broken is no part of it.
            None | Some('\u{ad}') => {}
            Some(c) if c.is_whitespace() => self.space(made),
            Some(c) => {
                let mut buffer = [0; 4];
                let words: &str = c.encode_utf8(&mut buffer);
                self.text(words, made);
            }
        }
    }

    fn space(&mut self, made: Range<usize>) {
        let Some(index) = self.open else {
            return;
        };
        if !self.passages[index].text.ends_with(' ') {
            let range = self.way.range(made);
            self.passages[index].push_made(" ", range);
        }
    }

    /// Adds what is no prose.
    pub(super) fn object(&mut self, made: Range<usize>) {
        self.made(OBJECT, made);
    }
}

/// Returns the label that stands right behind something.
fn label_behind(nodes: &[(&SyntaxNode, usize)]) -> Option<String> {
    let mut nodes = nodes.iter().map(|(node, _)| *node).filter(|node| {
        !matches!(
            node.kind(),
            SyntaxKind::Space | SyntaxKind::Hash | SyntaxKind::Semicolon
        )
    });
    let next = nodes.next()?;
    match next.kind() {
        SyntaxKind::Label => Some(bare(next.leaf_text()).to_owned()),
        SyntaxKind::FuncCall => label(next),
        _ => None,
    }
}
