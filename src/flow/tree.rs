//! What the elements of the document are called and what they carry.

use typst_html::{HtmlDocument, HtmlElement, HtmlNode};

/// What stands on lines of its own.
const BLOCKS: [&str; 22] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "figure",
    "figcaption",
    "blockquote",
    "pre",
    "hr",
    "section",
    "nav",
];

/// Returns what stands in the document.
pub(crate) fn body(document: &HtmlDocument) -> &[HtmlNode] {
    let mut bodies = elements(&document.root().children).filter(|it| is(it, "body"));
    bodies.next().map_or(&[], |body| &body.children)
}

/// Returns whether an element is of a kind.
pub(crate) fn is(element: &HtmlElement, name: &str) -> bool {
    element.tag.resolve().as_str() == name
}

/// Returns what an element carries under a name.
pub(crate) fn given<'a>(element: &'a HtmlElement, name: &str) -> Option<&'a str> {
    let mut all = element.attrs.0.iter();
    let found = all.find(|(attr, _)| attr.resolve().as_str() == name)?;
    Some(found.1.as_str())
}

/// Returns the class of an element, as the template gives it; nothing is in two.
pub(crate) fn class(element: &HtmlElement) -> &str {
    given(element, "class").unwrap_or_default()
}

/// Returns whether an element stands on lines of its own.
pub(crate) fn is_block(element: &HtmlElement) -> bool {
    let name = element.tag.resolve();
    BLOCKS.contains(&name.as_str())
        || (name.as_str() == "math" && given(element, "display") == Some("block"))
}

/// Returns whether something below an element stands on lines of its own.
pub(crate) fn holds_block(element: &HtmlElement) -> bool {
    elements(&element.children).any(|child| is_block(child) || holds_block(child))
}

/// Returns the elements among nodes.
pub(crate) fn elements(nodes: &[HtmlNode]) -> impl Iterator<Item = &HtmlElement> {
    nodes.iter().filter_map(|node| match node {
        HtmlNode::Element(element) => Some(element),
        HtmlNode::Tag(_) | HtmlNode::Text(..) | HtmlNode::Frame(_) => None,
    })
}

/// Returns the first element of a kind below some nodes.
pub(crate) fn first<'a>(nodes: &'a [HtmlNode], name: &str) -> Option<&'a HtmlElement> {
    elements(nodes).find_map(|child| match is(child, name) {
        true => Some(child),
        false => first(&child.children, name),
    })
}

/// Returns the words below some nodes, with one space where there is white space.
pub(crate) fn words(nodes: &[HtmlNode]) -> String {
    let mut text = String::new();
    gather(nodes, &mut text);
    let words: Vec<&str> = text
        .split([' ', '\n', '\t'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn gather(nodes: &[HtmlNode], text: &mut String) {
    for node in nodes {
        match node {
            HtmlNode::Text(own, _) => text.push_str(own),
            HtmlNode::Element(element) if is(element, "br") => text.push(' '),
            HtmlNode::Element(element) if given(element, "role") == Some("doc-noteref") => {}
            HtmlNode::Element(element) => gather(&element.children, text),
            HtmlNode::Tag(_) | HtmlNode::Frame(_) => {}
        }
    }
}
