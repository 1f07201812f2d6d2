//! What stands in a line: text, links, references, citations, formulas, pictures.

use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{TargetKind, class, given};
use crate::html::writer::{Writer, attribute};

/// What a link may lead to outside of the page.
const OUTSIDE: [&str; 3] = ["http://", "https://", "mailto:"];

impl<'a> Writer<'a> {
    /// Writes what stands in a line.
    pub(super) fn inline(&mut self, nodes: &[&'a HtmlNode]) {
        for node in nodes {
            match node {
                HtmlNode::Tag(tag) => self.tag(tag),
                HtmlNode::Text(text, _) => self.text(text),
                HtmlNode::Element(element) => self.within(element),
                HtmlNode::Frame(frame) => self.picture(frame),
            }
        }
    }

    pub(super) fn inline_all(&mut self, nodes: &'a [HtmlNode]) {
        self.inline(&nodes.iter().collect::<Vec<_>>());
    }

    fn within(&mut self, element: &'a HtmlElement) {
        let name = element.tag.resolve();
        let children: &'a [HtmlNode] = &element.children;
        let (tag, attributes) = match name.as_str() {
            "script" | "style" => return,
            "strong" => ("strong", ""),
            "b" => ("b", ""),
            "em" => ("em", ""),
            "i" => ("i", ""),
            "s" | "del" => ("s", ""),
            "u" => ("u", ""),
            "mark" => ("mark", ""),
            "code" => ("code", ""),
            "sub" => ("sub", ""),
            "sup" if given(element, "role").is_some() => return self.note_mark(element),
            "sup" => ("sup", ""),
            "br" => return self.out.push_str("<br/>"),
            "a" => return self.link(element),
            "math" => return self.formula(element, ""),
            "span" => match (class(element), given(element, "style").unwrap_or_default()) {
                ("added", _) => ("ins", ""),
                ("deleted", _) => ("del", " data-own=\"\""),
                ("remark", _) => ("span", " class=\"remark\" data-own=\"\""),
                (_, style) if style.contains("text-decoration: underline") => ("u", ""),
                (_, style) if style.contains("small-caps") => ("span", " class=\"small-capitals\""),
                _ => ("span", ""),
            },
            // Blocks within a line are parted by a space.
            "p" | "div" | "li" | "hr" | "tr" | "td" | "th" | "dt" | "dd" | "figcaption" => {
                self.out.push(' ');
                self.inline_all(children);
                return self.out.push(' ');
            }
            _ => ("span", ""),
        };
        let attributes = format!("{attributes}{}", self.kept(element));
        match (tag, attributes.is_empty()) {
            ("span", true) => self.inline_all(children),
            _ => self.inline_of(tag, &attributes, |this| this.inline_all(children)),
        }
    }

    fn link(&mut self, element: &'a HtmlElement) {
        let children: &'a [HtmlNode] = &element.children;
        let to = given(element, "href").unwrap_or_default();
        let (to, role) = match to.strip_prefix('#') {
            Some(id) => match self.survey.targets.get(id) {
                Some(target) => {
                    let role = (target.kind == TargetKind::Work).then_some("doc-biblioref");
                    (Some(format!("#{}", target.name)), role)
                }
                None => (None, None),
            },
            None if OUTSIDE.iter().any(|it| to.starts_with(it)) => (Some(to.to_owned()), None),
            None => (None, None),
        };
        let Some(to) = to.filter(|_| !self.is_in_link) else {
            return self.inline_all(children);
        };
        let kept = self.kept(element);
        let attributes = format!(
            "{}{}{kept}",
            attribute("href", Some(&to)),
            attribute("role", role)
        );
        self.is_in_link = true;
        self.inline_of("a", &attributes, |this| this.inline_all(children));
        self.is_in_link = false;
    }
}
