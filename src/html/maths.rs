//! Formulas: the engine's MathML, element by element, with the words that they are read by.

use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{escaped, given};
use crate::html::writer::{Writer, attribute};

/// The elements of a formula; of any other only the signs are kept.
const ELEMENTS: [&str; 26] = [
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "semantics",
];

/// What they may carry.
const ATTRIBUTES: [&str; 20] = [
    "accent",
    "accentunder",
    "columnspan",
    "displaystyle",
    "fence",
    "form",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "width",
];

/// The classes of rows and cells that the style sheet knows.
const CLASSES: [&str; 8] = [
    "aligned",
    "cases",
    "flushed",
    "left-align",
    "left-flush",
    "multiline-equation",
    "right-align",
    "right-flush",
];

impl Writer<'_> {
    /// Writes a formula; `display` says whether it stands on lines of its own.
    pub(super) fn formula(&mut self, math: &HtmlElement, display: &str) {
        let words = self.formula.take().unwrap_or_else(|| "formula".to_owned());
        let words = attribute("alttext", Some(&words));
        let mut inner = String::new();
        rows(&math.children, &mut inner);
        self.is_seen = true;
        self.out
            .push_str(&format!("<math{display}{words}>{inner}</math>"));
    }
}

fn rows(nodes: &[HtmlNode], out: &mut String) {
    for node in nodes {
        match node {
            HtmlNode::Text(text, _) => out.push_str(&escaped(text)),
            HtmlNode::Element(element) => row(element, out),
            HtmlNode::Tag(_) | HtmlNode::Frame(_) => {}
        }
    }
}

fn row(element: &HtmlElement, out: &mut String) {
    let tag = element.tag.resolve();
    let Some(tag) = ELEMENTS.into_iter().find(|it| *it == tag.as_str()) else {
        return rows(&element.children, out);
    };
    out.push_str(&format!("<{tag}"));
    for name in ATTRIBUTES {
        let value = given(element, name).filter(|value| is_plain(value));
        out.push_str(&attribute(name, value));
    }
    let classes = given(element, "class").unwrap_or_default();
    let known = classes.split(' ').filter(|it| CLASSES.contains(it));
    let known: Vec<&str> = known.collect();
    let known = known.join(" ");
    out.push_str(&attribute("class", (!known.is_empty()).then_some(&known)));
    out.push('>');
    rows(&element.children, out);
    out.push_str(&format!("</{tag}>"));
}

/// Whether a value is a number with its unit or a word.
fn is_plain(value: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || ".+-%".contains(c);
    value.len() <= 32 && value.chars().all(is_sign)
}
