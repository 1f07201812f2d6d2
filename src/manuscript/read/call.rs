//! A call in Typst, as far as its own text tells what it is given.

use typst_syntax::{SyntaxKind, SyntaxNode, ast};

/// A call with its arguments.
#[derive(Debug)]
pub(super) struct Call<'t> {
    /// What is called: `figure`, `table.header`; empty if only running it would tell.
    pub(super) name: String,
    /// What it is given, in order.
    pub(super) arguments: Vec<Argument<'t>>,
    /// Whether more is given than stands there: `..more`.
    pub(super) is_open: bool,
}

/// An argument of a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Argument<'t> {
    /// Its name; `None` for one that is known by its position.
    pub(super) name: Option<&'t str>,
    /// What is given.
    pub(super) value: &'t SyntaxNode,
    /// Its first byte in the tree's text.
    pub(super) at: usize,
}

impl<'t> Call<'t> {
    /// Reads a call that starts at byte `at`.
    pub(super) fn read(node: &'t SyntaxNode, at: usize) -> Self {
        let mut call = Call {
            name: String::new(),
            arguments: Vec::new(),
            is_open: false,
        };
        for (child, at) in children(node, at) {
            if child.kind() == SyntaxKind::Args {
                call.read_arguments(child, at);
            } else if call.name.is_empty() && is_name(child) {
                let name = child.full_text();
                let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
                call.name = name.strip_prefix("std.").unwrap_or(&name).to_owned();
            }
        }
        call
    }

    /// Reads a dictionary that a call is given, as if it were the arguments of a call.
    pub(super) fn dictionary(given: Argument<'t>) -> Option<Self> {
        let mut call = Call {
            name: String::new(),
            arguments: Vec::new(),
            is_open: false,
        };
        call.read_arguments(given.value, given.at);
        (given.value.kind() == SyntaxKind::Dict).then_some(call)
    }

    fn read_arguments(&mut self, node: &'t SyntaxNode, at: usize) {
        for (child, at) in children(node, at) {
            match child.kind() {
                SyntaxKind::LeftParen
                | SyntaxKind::RightParen
                | SyntaxKind::Comma
                | SyntaxKind::Space
                | SyntaxKind::Parbreak
                | SyntaxKind::LineComment
                | SyntaxKind::BlockComment => {}
                SyntaxKind::Spread => self.is_open = true,
                SyntaxKind::Named => {
                    let mut parts = children(child, at).filter(|(part, _)| is_code(part.kind()));
                    let name = parts.next().map(|(name, _)| name.leaf_text().as_str());
                    if let (Some(name), Some((value, at))) = (name, parts.last()) {
                        self.arguments.push(Argument {
                            name: Some(name),
                            value,
                            at,
                        });
                    }
                }
                _ => self.arguments.push(Argument {
                    name: None,
                    value: child,
                    at,
                }),
            }
        }
    }

    /// Returns an argument by its name.
    pub(super) fn named(&self, name: &str) -> Option<Argument<'t>> {
        let mut all = self.arguments.iter();
        all.find(|given| given.name == Some(name)).copied()
    }

    /// Returns the arguments that are known by their position.
    pub(super) fn positional(&self) -> impl Iterator<Item = Argument<'t>> {
        let all = self.arguments.iter().copied();
        all.filter(|given| given.name.is_none())
    }
}

/// Returns the children of a node, each with its first byte.
pub(super) fn children(node: &SyntaxNode, at: usize) -> impl Iterator<Item = (&SyntaxNode, usize)> {
    let mut next = at;
    node.children().map(move |child| {
        let at = next;
        next += child.len();
        (child, at)
    })
}

/// Returns what a string says.
pub(super) fn string(node: &SyntaxNode) -> Option<String> {
    Some(node.cast::<ast::Str>()?.get().into())
}

/// Returns the label that a value is: `<name>` or `label("name")`.
pub(super) fn label(node: &SyntaxNode) -> Option<String> {
    match node.kind() {
        SyntaxKind::Label => Some(bare(node.leaf_text()).to_owned()),
        SyntaxKind::FuncCall => {
            let call = Call::read(node, 0);
            let value = call.positional().next().filter(|_| call.name == "label")?;
            string(value.value)
        }
        _ => None,
    }
}

/// Returns the name in `<name>` or `@name`.
pub(super) fn bare(text: &str) -> &str {
    text.trim_start_matches(['<', '@']).trim_end_matches('>')
}

fn is_name(node: &SyntaxNode) -> bool {
    match node.kind() {
        SyntaxKind::Ident => true,
        SyntaxKind::FieldAccess => node
            .children()
            .all(|part| matches!(part.kind(), SyntaxKind::Dot) || is_name(part)),
        _ => false,
    }
}

fn is_code(kind: SyntaxKind) -> bool {
    !kind.is_trivia() && kind != SyntaxKind::Colon
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_read_with_its_names_and_its_blocks() {
        let text = "#std.figure(image(\"a\"), caption : [b], ..more)[c]";
        let root = typst_syntax::parse(text);
        let node = root.children().nth(1).unwrap();
        let call = Call::read(node, 1);
        assert_eq!(call.name, "figure");
        assert!(call.is_open);
        let shown: Vec<(Option<&str>, &str)> = call
            .arguments
            .iter()
            .map(|given| {
                let end = given.at + given.value.len();
                (given.name, &text[given.at..end])
            })
            .collect();
        assert_eq!(
            shown,
            [
                (None, "image(\"a\")"),
                (Some("caption"), "[b]"),
                (None, "[c]")
            ]
        );
    }

    #[test]
    fn a_label_is_read_in_both_forms() {
        let root = typst_syntax::parse("#f(<a:b>, label(\"c d\"), 1)");
        let call = Call::read(root.children().nth(1).unwrap(), 1);
        let labels: Vec<Option<String>> =
            call.positional().map(|given| label(given.value)).collect();
        assert_eq!(labels, [Some("a:b".into()), Some("c d".into()), None]);
    }
}
