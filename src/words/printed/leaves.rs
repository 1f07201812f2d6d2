//! The leaves of a syntax tree that are written to be read, and what may become of them.

use std::ops::Range;

use typst::syntax::{Span, SyntaxKind, SyntaxNode, ast};

/// Functions of the engine that print nothing of what they are given, or not as it stands.
const SILENT: [&str; 16] = [
    "assert",
    "bibliography",
    "cite",
    "counter",
    "document",
    "eval",
    "label",
    "measure",
    "metadata",
    "outline",
    "panic",
    "pdf",
    "query",
    "ref",
    "repr",
    "state",
];

/// Functions that converted Markdown calls and that print nothing, or what a style makes of it.
const SILENT_IN_MARKDOWN: [&str; 3] = ["cited", "comment", "deleted"];

/// Methods that print nothing of what they are given.
const SILENT_METHODS: [&str; 9] = [
    "at", "display", "final", "get", "insert", "push", "step", "update", "with",
];

/// Arguments with a name whose content is printed.
const PRINTED_ARGUMENTS: [&str; 4] = ["attribution", "body", "caption", "title"];

/// How deep code is followed.
const MAX_DEPTH: usize = 200;

/// A node that prints something.
pub(super) struct Leaf<'a> {
    pub(super) node: &'a SyntaxNode,
    /// Its bytes in the source.
    pub(super) range: Range<usize>,
    pub(super) is: LeafKind,
    pub(super) fate: Fate,
    /// Which of the contents it stands in that a function of an author's own is given.
    pub(super) given: Option<Given<'a>>,
}

/// Which of the contents that a function is given.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Given<'a> {
    Nth(usize),
    Named(&'a str),
}

/// What a leaf is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LeafKind {
    Text,
    /// Text of the code of this node.
    Code(Span),
    Formula,
    Reference,
}

/// Whether a leaf must be on the pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Printed,
    /// It may be there or not; with the group whose leaves are judged together.
    Optional(usize),
    /// Nobody asks.
    Silent,
}

/// A piece of code whose leaves are judged together.
pub(super) struct Group {
    /// The function or the definition.
    pub(super) name: Option<String>,
}

/// The leaves of a tree, in their order.
pub(super) struct Leaves<'a> {
    pub(super) all: Vec<Leaf<'a>>,
    pub(super) groups: Vec<Group>,
}

impl<'a> Leaves<'a> {
    /// Reads a tree; `is_builtin` says which names are functions of the engine.
    pub(super) fn of(root: &'a SyntaxNode, is_builtin: &dyn Fn(&str) -> bool) -> Self {
        let mut reader = Reader {
            code: None,
            is_builtin,
            is_hidden: false,
            given: None,
            leaves: Leaves {
                all: Vec::new(),
                groups: Vec::new(),
            },
        };
        reader.node(root, 0, Fate::Printed, 0);
        reader.leaves
    }
}

struct Reader<'a, 'b> {
    /// The code around.
    code: Option<Span>,
    is_builtin: &'b dyn Fn(&str) -> bool,
    /// Whether the text at hand is hidden by hand.
    is_hidden: bool,
    /// Which of the contents that a function is given is read.
    given: Option<Given<'a>>,
    leaves: Leaves<'a>,
}

impl<'a> Reader<'a, '_> {
    fn node(&mut self, node: &'a SyntaxNode, at: usize, fate: Fate, depth: usize) {
        if depth > MAX_DEPTH || fate == Fate::Silent {
            return;
        }
        match node.kind() {
            SyntaxKind::Text | SyntaxKind::Link => self.leaf(node, at, LeafKind::Text, fate),
            SyntaxKind::Equation => self.leaf(node, at, LeafKind::Formula, fate),
            SyntaxKind::Ref => self.leaf(node, at, LeafKind::Reference, fate),
            SyntaxKind::LetBinding => {
                let name = bound(node);
                let fate = self.optional(fate, name.map(str::to_owned));
                self.children(node, at, fate, depth);
            }
            SyntaxKind::Conditional
            | SyntaxKind::ForLoop
            | SyntaxKind::WhileLoop
            | SyntaxKind::Closure => {
                let fate = self.optional(fate, None);
                self.children(node, at, fate, depth);
            }
            SyntaxKind::FuncCall => {
                let own = self.called(node, fate);
                let outer = self.is_hidden;
                self.is_hidden |= node.children().next().is_some_and(is_hide);
                for (child, at) in children(node, at) {
                    match child.kind() {
                        SyntaxKind::Args if own != fate => self.arguments(child, at, own, depth),
                        SyntaxKind::Args => self.node(child, at, own, depth + 1),
                        _ => {}
                    }
                }
                self.is_hidden = outer;
            }
            SyntaxKind::Named => {
                let name = node.children().next().map(SyntaxNode::leaf_text);
                if name.is_some_and(|name| PRINTED_ARGUMENTS.contains(&name.as_str())) {
                    self.children(node, at, fate, depth);
                }
            }
            SyntaxKind::Raw => {
                let outer = self.code.replace(node.span());
                self.children(node, at, fate, depth);
                self.code = outer;
            }
            SyntaxKind::Markup
            | SyntaxKind::Strong
            | SyntaxKind::Emph
            | SyntaxKind::Heading
            | SyntaxKind::ListItem
            | SyntaxKind::EnumItem
            | SyntaxKind::TermItem
            | SyntaxKind::Code
            | SyntaxKind::CodeBlock
            | SyntaxKind::ContentBlock
            | SyntaxKind::Parenthesized
            | SyntaxKind::Array
            | SyntaxKind::Args
            | SyntaxKind::Binary
            | SyntaxKind::Contextual => self.children(node, at, fate, depth),
            _ => {}
        }
    }

    fn children(&mut self, node: &'a SyntaxNode, at: usize, fate: Fate, depth: usize) {
        for (child, at) in children(node, at) {
            self.node(child, at, fate, depth + 1);
        }
    }

    /// Reads what a function of an author's own is given.
    fn arguments(&mut self, node: &'a SyntaxNode, at: usize, fate: Fate, depth: usize) {
        let mut number = 0;
        for (child, at) in children(node, at) {
            self.given = match child.kind() {
                SyntaxKind::ContentBlock => {
                    number += 1;
                    Some(Given::Nth(number))
                }
                SyntaxKind::Named => {
                    let name = child.children().next();
                    name.map(|name| Given::Named(name.leaf_text()))
                }
                _ => None,
            };
            self.node(child, at, fate, depth + 2);
            self.given = None;
        }
    }

    fn leaf(&mut self, node: &'a SyntaxNode, at: usize, is: LeafKind, fate: Fate) {
        // A hidden figure keeps a number in its column.
        if self.is_hidden && !node.full_text().contains(char::is_alphabetic) {
            return;
        }
        let is = match self.code {
            Some(code) if is == LeafKind::Text => LeafKind::Code(code),
            _ => is,
        };
        self.leaves.all.push(Leaf {
            node,
            range: at..at + node.len(),
            is,
            fate,
            given: self.given,
        });
    }

    /// Returns what becomes of what a call is given.
    fn called(&mut self, call: &SyntaxNode, fate: Fate) -> Fate {
        let callee = call.cast::<ast::FuncCall>().map(ast::FuncCall::callee);
        let (root, field) = match callee {
            Some(ast::Expr::Ident(name)) => (Some(name.as_str()), None),
            Some(ast::Expr::FieldAccess(access)) => {
                let mut target = access.target();
                let mut first = access.field().as_str();
                while let ast::Expr::FieldAccess(inner) = target {
                    first = inner.field().as_str();
                    target = inner.target();
                }
                match target {
                    ast::Expr::Ident(root) if root.as_str() == "std" => (Some(first), None),
                    ast::Expr::Ident(root) => (Some(root.as_str()), Some(access.field().as_str())),
                    _ => (None, Some(access.field().as_str())),
                }
            }
            _ => (None, None),
        };
        let is_silent_method = field.is_some_and(|field| SILENT_METHODS.contains(&field));
        match root {
            Some("folio") => match field.is_some_and(|it| SILENT_IN_MARKDOWN.contains(&it)) {
                true => Fate::Silent,
                false => fate,
            },
            Some(name) if (self.is_builtin)(name) => match SILENT.contains(&name) {
                true => Fate::Silent,
                false => fate,
            },
            _ if is_silent_method => Fate::Silent,
            Some(name) => self.optional(fate, Some(name.to_owned())),
            None => self.optional(fate, None),
        }
    }

    /// Opens a group, unless there is one around.
    fn optional(&mut self, fate: Fate, name: Option<String>) -> Fate {
        if fate != Fate::Printed {
            return fate;
        }
        self.leaves.groups.push(Group { name });
        Fate::Optional(self.leaves.groups.len() - 1)
    }
}

fn is_hide(callee: &SyntaxNode) -> bool {
    callee.kind() == SyntaxKind::Ident && callee.leaf_text() == "hide"
}

/// Returns the names that a file gives to something, or takes from another file.
pub(super) fn names_bound(root: &SyntaxNode) -> Vec<&str> {
    let mut names = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match node.kind() {
            SyntaxKind::LetBinding => names.extend(bound(node)),
            SyntaxKind::ImportItems => {
                let items = node.cast::<ast::ImportItems>();
                let items = items.into_iter().flat_map(ast::ImportItems::iter);
                names.extend(items.map(|item| item.bound_name().as_str()));
            }
            _ => {}
        }
        open.extend(node.children());
    }
    names
}

/// Returns the name that a definition gives.
fn bound(node: &SyntaxNode) -> Option<&str> {
    let binding = node.cast::<ast::LetBinding>()?;
    match binding.kind() {
        ast::LetBindingKind::Closure(name) => Some(name.as_str()),
        ast::LetBindingKind::Normal(pattern) => {
            pattern.bindings().first().map(|name| name.as_str())
        }
    }
}

/// Returns the children of a node, each with its first byte.
fn children(node: &SyntaxNode, at: usize) -> impl Iterator<Item = (&SyntaxNode, usize)> {
    node.children().scan(at, |next, child| {
        let at = *next;
        *next += child.len();
        Some((child, at))
    })
}
