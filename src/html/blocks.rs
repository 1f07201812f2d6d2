//! What stands on lines of its own: paragraphs, quotations, blocks with a name.

use typst::introspection::Tag;
use typst::model::QuoteElem;
use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{Number, class, first, given, holds_block, is, is_block};
use crate::html::writer::{PartKind, Writer, attribute};

/// The list of works; a list without signs is none to some programs unless it says so.
const WORKS: &str = "<ul class=\"references\" role=\"list\">\n";

impl<'a> Writer<'a> {
    /// Writes blocks; what stands between them in lines is a paragraph.
    pub(super) fn blocks(&mut self, nodes: &'a [HtmlNode]) {
        let mut loose: Vec<&'a HtmlNode> = Vec::new();
        let mut quotes = Vec::new();
        // Works that follow each other are a list.
        let mut is_list = false;
        for node in nodes {
            if let HtmlNode::Element(element) = node
                && self.is_written
                && (class(element) == "reference") != is_list
            {
                is_list = !is_list;
                self.out.push_str(if is_list { WORKS } else { "</ul>\n" });
            }
            match node {
                HtmlNode::Tag(Tag::Start(content, _)) if content.is::<QuoteElem>() => {
                    quotes.extend(content.location());
                }
                HtmlNode::Tag(Tag::End(location, ..)) if quotes.contains(location) => {
                    quotes.retain(|it| it != location);
                }
                HtmlNode::Element(element) if is_block(element) || holds_block(element) => {
                    self.paragraph(&std::mem::take(&mut loose), "");
                    match !quotes.is_empty() && is(element, "p") {
                        // Whose words they are.
                        true => self.paragraph(
                            &element.children.iter().collect::<Vec<_>>(),
                            " class=\"attribution\"",
                        ),
                        false => self.block(element),
                    }
                }
                HtmlNode::Tag(_)
                | HtmlNode::Text(..)
                | HtmlNode::Element(_)
                | HtmlNode::Frame(_) => loose.push(node),
            }
        }
        self.paragraph(&loose, "");
        if is_list {
            self.out.push_str("</ul>\n");
        }
    }

    /// Writes blocks, or a line where there are none.
    pub(super) fn blocks_or_line(&mut self, nodes: &'a [HtmlNode]) {
        let has_block = nodes.iter().any(|node| match node {
            HtmlNode::Element(element) => is_block(element) || holds_block(element),
            HtmlNode::Tag(_) | HtmlNode::Text(..) | HtmlNode::Frame(_) => false,
        });
        match has_block {
            true => self.blocks(nodes),
            false => self.inline_all(nodes),
        }
    }

    pub(super) fn block(&mut self, element: &'a HtmlElement) {
        if class(element) == "part" {
            return self.begin_part(element);
        }
        if !self.is_written || given(element, "role") == Some("doc-endnotes") {
            return;
        }
        let name = element.tag.resolve();
        let children: &'a [HtmlNode] = &element.children;
        let of = |name: &str| given(element, name).unwrap_or_default();
        match name.as_str() {
            _ if given(element, "data-level").is_some() => self.heading(element),
            "script" | "style" => {}
            "p" if class(element) != "reference" => match holds_block(element) {
                true => self.blocks(children),
                false => self.paragraph_of(element),
            },
            "ul" | "ol" => self.list(element, "1."),
            "dl" => self.terms(element),
            "table" => self.table(element, ("", "")),
            "figure" => self.figure(element),
            "figcaption" => self.caption(element, None, None),
            "blockquote" => {
                let kept = self.kept(element);
                self.block_of("blockquote", &kept, |this| this.blocks(children));
            }
            "pre" => {
                let kept = self.kept(element);
                self.block_of("pre", &kept, |this| this.inline_all(children));
            }
            "math" => self.equation(element, None),
            "hr" if class(element) == "break" => self.out.push_str("<hr/>\n"),
            "hr" => {}
            _ => match class(element) {
                "enum" => match first(children, "ol") {
                    Some(list) => self.list(list, of("data-pattern")),
                    None => self.blocks(children),
                },
                "columns" => match first(children, "table") {
                    Some(table) => self.table(table, (of("data-widths"), of("data-aligns"))),
                    None => self.blocks(children),
                },
                "contents" => self.lists.ask_contents(of("data-depth")),
                "listed" => self.lists.ask_listed(of("data-of")),
                "equation" => self.equation(element, Number::of(element)),
                "reference" => {
                    let kept = self.kept(element);
                    self.block_of("li", &kept, |this| this.blocks_or_line(children));
                }
                class => {
                    let kept = self.kept(element);
                    let known = ["abbreviations", "callout", "participant", "epigraph"];
                    let class = known.contains(&class).then_some(class);
                    let attributes = format!("{kept}{}", attribute("class", class));
                    match attributes.is_empty() {
                        true => self.blocks(children),
                        false => self.block_of("div", &attributes, |this| this.blocks(children)),
                    }
                }
            },
        }
    }

    /// Writes an element that is a paragraph.
    fn paragraph_of(&mut self, element: &'a HtmlElement) {
        let nodes: Vec<&HtmlNode> = element.children.iter().collect();
        let kept = self.kept(element);
        let class = match class(element) {
            "title" if self.part == PartKind::TitlePage && !self.has_title => {
                self.has_title = true;
                let title = self.line(&element.children).unwrap_or_default();
                return self.out.push_str(&format!("<h1{kept}>{title}</h1>\n"));
            }
            class @ ("institution" | "title" | "subtitle" | "byline" | "statement" | "detail"
            | "block-title" | "attribution") => Some(class),
            _ => None,
        };
        self.paragraph(&nodes, &format!("{kept}{}", attribute("class", class)));
    }

    /// Writes a paragraph, if there is anything in it; a place that links lead to is kept.
    pub(super) fn paragraph(&mut self, nodes: &[&'a HtmlNode], attributes: &str) {
        if nodes.is_empty() || !self.is_written {
            return;
        }
        let (line, is_seen) = self.apart(|this| this.inline(nodes));
        let line = line.trim();
        match (is_seen, line.is_empty()) {
            (true, _) => self.out.push_str(&format!("<p{attributes}>{line}</p>\n")),
            (false, false) => self
                .out
                .push_str(&format!("<div{attributes}>{line}</div>\n")),
            (false, true) => {}
        }
    }
}
