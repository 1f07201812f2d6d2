//! Figures with their captions, pictures, formulas on lines of their own, and blocks that are counted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use typst_html::{HtmlElement, HtmlFrame, HtmlNode};

use crate::flow::{
    Number, Picture, Shown, class, elements, escaped, first, given, is, painted, words,
};
use crate::html::writer::{Figure, Writer, attribute, language};

/// Pixels of a page on a screen to a point on paper.
const PIXELS_PER_POINT: f64 = 96.0 / 72.0;

/// A formula of more signs may be wider than a small window, and can be moved by keys.
const SHORT_FORMULA: usize = 24;

impl<'a> Writer<'a> {
    pub(super) fn figure(&mut self, element: &'a HtmlElement) {
        let kind = given(element, "data-kind").unwrap_or("image");
        if !matches!(kind, "image" | "table" | "raw" | "part") {
            return self.numbered_block(element, kind);
        }
        let number = Number::of(element);
        let name = self.listed_name(element);
        let has_caption = elements(&element.children).any(|it| is(it, "figcaption"));
        let own = Figure {
            alt: self.alt(),
            label: number.as_ref().map(Number::shown),
            caption: has_caption.then(|| {
                let base = name.as_deref().unwrap_or(kind);
                self.survey.unique(&format!("{base}-caption"))
            }),
        };
        let caption_name = own.caption.clone();
        let outer = std::mem::replace(&mut self.figure, own);
        let attributes = format!(
            "{} class=\"{kind}\"{}",
            attribute("id", name.as_deref()),
            language(element)
        );
        self.block_of("figure", &attributes, |this| {
            this.out.push('\n');
            for node in &element.children {
                match node {
                    HtmlNode::Element(child) if is(child, "figcaption") => {
                        this.caption(child, number.as_ref(), caption_name.as_deref());
                    }
                    HtmlNode::Frame(frame) => {
                        this.picture(frame);
                        this.out.push('\n');
                    }
                    node => this.blocks(std::slice::from_ref(node)),
                }
            }
        });
        self.figure = outer;
    }

    /// A caption; one that belongs to no figure is a paragraph.
    pub(super) fn caption(
        &mut self,
        caption: &'a HtmlElement,
        number: Option<&Number>,
        name: Option<&str>,
    ) {
        let line = self.line(&caption.children);
        let label = number.map(|it| {
            let number = escaped(&it.shown());
            format!("<span class=\"label\">{number}</span> ")
        });
        if line.is_none() && label.is_none() {
            return;
        }
        let words = format!("{}{}", label.unwrap_or_default(), line.unwrap_or_default());
        let words = words.trim();
        self.out.push_str(&match name {
            Some(name) => format!("<figcaption id=\"{name}\">{words}</figcaption>\n"),
            None => format!("<p class=\"caption\">{words}</p>\n"),
        });
    }

    /// A picture, in the page itself.
    pub(super) fn picture(&mut self, frame: &HtmlFrame) {
        let Some(picture) = Picture::of(&frame.inner) else {
            return;
        };
        let (kind, bytes) = match picture.shown {
            Shown::File(ending, bytes) => (ending, STANDARD.encode(bytes)),
            Shown::Drawing(drawing) => ("svg+xml", STANDARD.encode(drawing)),
            Shown::Painted => match painted(&frame.inner) {
                Some(bytes) => ("png", STANDARD.encode(bytes)),
                None => return,
            },
        };
        let Figure { alt, label, .. } = &self.figure;
        let undescribed = || {
            let name = label.as_deref().unwrap_or("Picture");
            format!("{name}, without a description")
        };
        let alt = alt.clone().or_else(|| picture.alt.map(str::to_owned));
        let alt = match self.ornaments.is_empty() {
            true => alt.unwrap_or_else(undescribed),
            false => String::new(),
        };
        let pixels = |points: f64| (points * PIXELS_PER_POINT).round().max(1.0) as u32;
        let (width, height) = picture.size;
        self.out.push_str(&format!(
            "<img src=\"data:image/{kind};base64,{bytes}\" alt=\"{}\" width=\"{}\" height=\"{}\"/>",
            escaped(&alt),
            pixels(width),
            pixels(height),
        ));
        self.is_seen = true;
    }

    /// A formula on lines of its own; its number stands at the end of the line.
    pub(super) fn equation(&mut self, element: &'a HtmlElement, number: Option<Number>) {
        // What the engine knows of it comes before it.
        let before = element
            .children
            .iter()
            .take_while(|it| !matches!(it, HtmlNode::Element(_)));
        for node in before {
            if let HtmlNode::Tag(tag) = node {
                self.tag(tag);
            }
        }
        let math = match is(element, "math") {
            true => Some(element),
            false => first(&element.children, "math"),
        };
        let Some(math) = math else {
            return self.blocks(&element.children);
        };
        let kept = self.kept(element);
        let is_long = words(&math.children).chars().count() > SHORT_FORMULA;
        self.block_of("div", &format!("{kept} class=\"equation\""), |this| {
            let label = match &number {
                Some(number) => format!("Formula {}", number.number),
                None => "Formula".to_owned(),
            };
            let attributes = match is_long {
                true => format!(" class=\"formula\" {}", moved_by_keys("aria-label", &label)),
                false => " class=\"formula\"".to_owned(),
            };
            this.inline_of("div", &attributes, |this| {
                this.formula(math, " display=\"block\"");
            });
            if let Some(number) = number {
                let number = escaped(&number.number);
                let number = format!("<span class=\"number\" data-own=\"\">{number}</span>");
                this.out.push_str(&number);
            }
        });
    }

    /// A finding, a recommendation, a theorem: its name and number, its title, its words.
    fn numbered_block(&mut self, element: &'a HtmlElement, kind: &str) {
        let kind = match kind {
            "finding" | "recommendation" | "question" => kind,
            _ => "statement",
        };
        let name = self.listed_name(element);
        let attributes = format!(
            "{} class=\"counted {kind}\"{}",
            attribute("id", name.as_deref()),
            language(element)
        );
        self.block_of("div", &attributes, |this| {
            let mut rest: &'a [HtmlNode] = &element.children;
            let title = rest.iter().position(
                |node| matches!(node, HtmlNode::Element(child) if class(child) == "block-title"),
            );
            let title = title.and_then(|at| {
                let HtmlNode::Element(title) = &rest[at] else {
                    return None;
                };
                rest = &rest[at + 1..];
                this.line(&title.children)
            });
            let number = Number::of(element).map(|it| escaped(&it.shown()));
            let parts: Vec<String> = number.into_iter().chain(title).collect();
            if !parts.is_empty() {
                let title = parts.join(". ");
                this.out
                    .push_str(&format!("<p class=\"block-title\">{title}</p>\n"));
            }
            this.blocks(rest);
        });
    }
}

/// Returns what lets a part of the page that may be wider than its window be moved by keys, with its
/// name.
pub(super) fn moved_by_keys(named_by: &str, name: &str) -> String {
    format!(
        "tabindex=\"0\" role=\"group\" {named_by}=\"{}\"",
        escaped(name)
    )
}
