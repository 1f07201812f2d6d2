//! What the chain reads off the nodes of a chapter's tree.

use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::manuscript::chain::facts::TraceLink;
use crate::manuscript::opening::prose;

/// Returns the label that stands right behind a heading.
pub(super) fn label_behind(nodes: &[&SyntaxNode]) -> Option<String> {
    let next = nodes.iter().find(|node| node.kind() != SyntaxKind::Space)?;
    (next.kind() == SyntaxKind::Label).then(|| bare(next))
}

/// Returns a label's name without its signs.
pub(super) fn bare(node: &SyntaxNode) -> String {
    node.full_text()
        .trim_matches(|c| matches!(c, '<' | '>' | '@'))
        .to_owned()
}

pub(super) fn level(heading: &SyntaxNode) -> usize {
    let marker = heading
        .children()
        .find(|child| child.kind() == SyntaxKind::HeadingMarker);
    marker.map_or(1, |marker| marker.leaf_text().len())
}

/// Returns the first words of a node, on one line.
pub(super) fn words(node: &SyntaxNode) -> String {
    const SHOWN: usize = 14;
    let text = prose(node);
    let mut words = text.split_whitespace();
    let mut shown: Vec<&str> = words.by_ref().take(SHOWN).collect();
    if words.next().is_some() {
        shown.push("…");
    }
    shown.join(" ")
}

/// Returns the labels of the chain that a node refers to, each once.
pub(super) fn names(node: &SyntaxNode) -> Vec<String> {
    fn add(node: &SyntaxNode, found: &mut Vec<String>) {
        if matches!(node.kind(), SyntaxKind::RefMarker | SyntaxKind::Label) {
            let label = bare(node);
            if TraceLink::of_label(&label).is_some() && !found.contains(&label) {
                found.push(label);
            }
        }
        node.children().for_each(|child| add(child, found));
    }
    let mut found = Vec::new();
    add(node, &mut found);
    found
}

/// Returns what stands in a node as "name: value": a list's item, a line of a paragraph.
pub(super) fn said(node: &SyntaxNode) -> Vec<(String, String)> {
    fn add(node: &SyntaxNode, found: &mut Vec<(String, String)>) {
        let is_item = matches!(
            node.kind(),
            SyntaxKind::ListItem | SyntaxKind::EnumItem | SyntaxKind::TermItem
        );
        if is_item {
            let text = prose(node);
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if let Some((name, value)) = line.split_once(':') {
                found.push((name.to_owned(), value.trim().to_owned()));
            }
        }
        node.children().for_each(|child| add(child, found));
    }
    let mut found = Vec::new();
    add(node, &mut found);
    found
}

/// Returns the named arguments of a call whose values are text or a label.
pub(super) fn arguments(call: &SyntaxNode) -> Vec<(String, String)> {
    let list = call
        .children()
        .find(|child| child.kind() == SyntaxKind::Args);
    let named = list.into_iter().flat_map(|list| {
        list.children()
            .filter(|child| child.kind() == SyntaxKind::Named)
    });
    named
        .filter_map(|named| {
            let name = named
                .children()
                .find(|child| child.kind() == SyntaxKind::Ident)?;
            let value = first_text(named)?;
            Some((name.leaf_text().to_string(), value))
        })
        .collect()
}

/// Returns the first string, label or prose in a node.
fn first_text(node: &SyntaxNode) -> Option<String> {
    for child in node.children() {
        match child.kind() {
            SyntaxKind::Str => {
                let quoted = child.leaf_text();
                let inner = quoted.strip_prefix('"').unwrap_or(quoted);
                let inner = inner.strip_suffix('"').unwrap_or(inner);
                return Some(inner.replace("\\\"", "\"").replace("\\\\", "\\"));
            }
            SyntaxKind::Label => return Some(bare(child)),
            SyntaxKind::ContentBlock => return Some(words(child)),
            _ => {
                if let Some(text) = first_text(child) {
                    return Some(text);
                }
            }
        }
    }
    None
}
