//! What stands on lines of its own: headings, paragraphs, lists, quotations, figures.

use typst::introspection::Tag;
use typst::model::QuoteElem;
use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{Number, TargetKind, class, first, given, holds_block, is, is_block};
use crate::word::write::line::{Face, Line};
use crate::word::write::lists::indent;
use crate::word::write::writer::{Around, Section, Writer};

impl<'a> Writer<'a> {
    /// Writes blocks; what stands between them in lines is a paragraph.
    pub(super) fn blocks(&mut self, nodes: &'a [HtmlNode], around: &Around) {
        let mut loose: Vec<&'a HtmlNode> = Vec::new();
        let mut quotes = Vec::new();
        for node in nodes {
            match node {
                HtmlNode::Tag(Tag::Start(content, _)) if content.is::<QuoteElem>() => {
                    quotes.extend(content.location());
                }
                HtmlNode::Tag(Tag::End(location, ..)) if quotes.contains(location) => {
                    quotes.retain(|it| it != location);
                }
                HtmlNode::Element(element) if is_block(element) || holds_block(element) => {
                    self.paragraph(&std::mem::take(&mut loose), around);
                    let is_source = !quotes.is_empty() && is(element, "p");
                    match is_source {
                        true => self.block(element, &styled(around, "Attribution")),
                        false => self.block(element, around),
                    }
                }
                HtmlNode::Frame(_) if !loose.iter().any(|it| matches!(it, HtmlNode::Text(..))) => {
                    let tags = std::mem::take(&mut loose);
                    let with_tags: Vec<&HtmlNode> = tags.into_iter().chain([node]).collect();
                    self.paragraph(&with_tags, &styled(around, "Figure"));
                }
                HtmlNode::Tag(_)
                | HtmlNode::Text(..)
                | HtmlNode::Element(_)
                | HtmlNode::Frame(_) => {
                    loose.push(node);
                }
            }
        }
        self.paragraph(&loose, around);
    }

    pub(super) fn block(&mut self, element: &'a HtmlElement, around: &Around) {
        let name = element.tag.resolve();
        if class(element) == "part" {
            return self.part(element);
        }
        if class(element) == "main-matter" {
            return self.sign("main-matter");
        }
        if !self.is_written || given(element, "role") == Some("doc-endnotes") {
            return;
        }
        let children: &'a [HtmlNode] = &element.children;
        match name.as_str() {
            _ if given(element, "data-level").is_some() => self.heading(element),
            "p" => {
                let style = match class(element) {
                    "" => around.style,
                    class => style_of(class).or(around.style),
                };
                let around = Around {
                    style,
                    ..around.clone()
                };
                let nodes: Vec<&HtmlNode> = children.iter().collect();
                match holds_block(element) {
                    true => self.blocks(children, &around),
                    false => self.paragraph_of(element, &nodes, &around),
                }
            }
            "ul" => self.list(element, None, around),
            "ol" => self.list(element, Some("1."), around),
            "dl" => self.terms(element, around),
            "table" => self.table(element, ("", ""), around),
            "figure" => self.figure(element, around),
            "figcaption" => self.caption(element, None, around),
            "blockquote" => {
                let style = around
                    .style
                    .filter(|it| matches!(*it, "Participant" | "Epigraph"));
                self.blocks(children, &styled(around, style.unwrap_or("Quote")));
            }
            "pre" => self.code(element, around),
            "math" => self.formula(element, None, around),
            "hr" => self.sign(class(element)),
            _ => match class(element) {
                "enum" => match first(children, "ol") {
                    Some(list) => self.list(list, given(element, "data-pattern"), around),
                    None => self.blocks(children, around),
                },
                "columns" => match first(children, "table") {
                    Some(table) => {
                        let of = |name: &str| given(element, name).unwrap_or_default();
                        self.table(table, (of("data-widths"), of("data-aligns")), around);
                    }
                    None => self.blocks(children, around),
                },
                "contents" => self.contents(given(element, "data-depth").unwrap_or("3")),
                "listed" => self.listed(given(element, "data-of").unwrap_or("image")),
                "equation" => self.formula(element, Number::of(element), around),
                "" => self.blocks(children, around),
                class => self.blocks(children, &styled_or(around, style_of(class))),
            },
        }
    }

    /// A part of the book begins.
    fn part(&mut self, element: &HtmlElement) {
        let name = given(element, "data-name").unwrap_or_default();
        if self.section == Section::Title {
            if self.is_written {
                self.end_section();
            }
            self.section = Section::Front;
        }
        self.is_written = (self.export.is_wanted)(name);
        if !self.is_written {
            return;
        }
        if name == "folio:title-page" {
            self.section = Section::Title;
        }
        self.is_appendix = name.starts_with("folio:appendix:");
        self.is_contents = name == "folio:contents";
        self.breaks |=
            given(element, "data-page").is_some() && !self.out.is_empty() && self.last_is_text();
        self.follows = false;
    }

    /// Whether something stands above in this section.
    fn last_is_text(&self) -> bool {
        self.last.is_some() || !self.out.ends_with("</w:sectPr></w:pPr></w:p>")
    }

    /// Something begins or ends here that is no text.
    fn sign(&mut self, class: &str) {
        match class {
            "page" => self.breaks = !self.out.is_empty(),
            "main-matter" => {
                if self.is_written && !self.out.is_empty() {
                    self.end_section();
                }
                self.section = Section::Main;
                self.main_begins = true;
            }
            "landscape" | "portrait" => {
                self.end_section();
                self.is_landscape = class == "landscape";
            }
            "break" => self.put("<w:pStyle w:val=\"SectionBreak\"/>", ""),
            _ => {}
        }
        self.follows = false;
    }

    /// Writes a paragraph, if there is anything in it.
    pub(super) fn paragraph(&mut self, nodes: &[&'a HtmlNode], around: &Around) {
        if !self.is_written {
            return;
        }
        let mut line = Line::new();
        self.inline(nodes, Face::default(), &mut line);
        if line.is_empty {
            return;
        }
        let runs = self.named(line);
        self.put_styled(around, "", &runs);
    }

    fn paragraph_of(&mut self, element: &'a HtmlElement, nodes: &[&'a HtmlNode], around: &Around) {
        let target = given(element, "id").and_then(|id| self.survey.targets.get(id).cloned());
        let Some(target) =
            target.filter(|it| matches!(it.kind, TargetKind::Work | TargetKind::Place))
        else {
            return self.paragraph(nodes, around);
        };
        let mut line = Line::new();
        self.inline(nodes, Face::default(), &mut line);
        if line.is_empty {
            return;
        }
        let runs = self.named(line);
        let runs = self.enclosed(&target.name, &runs);
        self.put_styled(around, "", &runs);
    }

    /// Adds a paragraph with the style of its surroundings.
    pub(super) fn put_styled(&mut self, around: &Around, keep: &str, runs: &str) {
        let marker = self.marker.take();
        let style = match around.style {
            Some(style) => style,
            None if around.list > 0 => "ListParagraph",
            None if self.follows => "BodyText",
            None => "FirstParagraph",
        };
        let number = match marker {
            Some((list, level)) => {
                format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>")
            }
            None => String::new(),
        };
        let indent = match (marker, around.list) {
            (None, 1..) => format!(
                "<w:ind w:left=\"{}\" w:firstLine=\"0\"/>",
                indent(around.list - 1)
            ),
            _ => String::new(),
        };
        let breaks = match !around.is_inside && std::mem::take(&mut self.breaks) {
            true => "<w:pageBreakBefore/>",
            false => "",
        };
        let align = around
            .align
            .map(|it| format!("<w:jc w:val=\"{it}\"/>"))
            .unwrap_or_default();
        let properties =
            format!("<w:pStyle w:val=\"{style}\"/>{keep}{breaks}{number}{indent}{align}");
        self.put(&properties, runs);
        self.follows = matches!(style, "BodyText" | "FirstParagraph");
    }
}

pub(super) fn styled(around: &Around, style: &'static str) -> Around {
    Around {
        style: Some(style),
        ..around.clone()
    }
}

pub(super) fn styled_or(around: &Around, style: Option<&'static str>) -> Around {
    match style {
        Some(style) => styled(around, style),
        None => around.clone(),
    }
}

/// Returns the style of what the template calls by a name.
fn style_of(class: &str) -> Option<&'static str> {
    Some(match class {
        "institution" => "Institution",
        "title" => "Title",
        "subtitle" => "Subtitle",
        "byline" => "Author",
        "statement" => "TitleStatement",
        "detail" => "TitleDetail",
        "abbreviations" => "Abbreviation",
        "reference" => "Bibliography",
        "callout" => "Callout",
        "block-title" => "BlockTitle",
        "attribution" => "Attribution",
        "participant" => "Participant",
        "epigraph" => "Epigraph",
        _ => return None,
    })
}
