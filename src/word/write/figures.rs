//! Figures, captions and formulas with their numbers, and blocks that are counted.

use typst_html::{HtmlElement, HtmlFrame, HtmlNode};

use crate::flow::{Number, class, first, given, is};
use crate::word::write::blocks::{styled, styled_or};
use crate::word::write::line::{Face, Line, field, run};
use crate::word::write::maths;
use crate::word::write::pictures::Shown;
use crate::word::write::writer::{Around, Writer};

impl<'a> Writer<'a> {
    /// A formula on lines of its own; its number stands at the end of the line.
    pub(super) fn formula(
        &mut self,
        element: &'a HtmlElement,
        number: Option<Number>,
        around: &Around,
    ) {
        let math = match is(element, "math") {
            true => Some(element),
            false => first(&element.children, "math"),
        };
        let Some(math) = math else {
            return self.blocks(&element.children, around);
        };
        let Some(number) = number else {
            return self.put_styled(&styled(around, "Equation"), "", &maths::display(math));
        };
        let mut shown = run(&number.number, Face::default());
        if let Some(target) =
            given(element, "id").and_then(|id| self.survey.targets.get(id).cloned())
        {
            shown = self.enclosed(&target.name, &self.counted_by("Equation", &number.number));
        }
        let tab = "<w:r><w:tab/></w:r>";
        let runs = format!("{tab}{}{tab}{shown}", maths::formula(math));
        self.put_styled(&styled(around, "EquationNumbered"), "", &runs);
        self.follows = false;
    }

    pub(super) fn figure(&mut self, element: &'a HtmlElement, around: &Around) {
        let kind = given(element, "data-kind").unwrap_or("image");
        if !matches!(kind, "image" | "table" | "raw" | "part") {
            return self.numbered_block(element, kind, around);
        }
        for node in &element.children {
            match node {
                HtmlNode::Element(child) if is(child, "figcaption") => {
                    self.caption(child, Some(element), around);
                }
                node => {
                    let around = styled_or(around, (kind == "image").then_some("Figure"));
                    self.blocks(std::slice::from_ref(node), &around);
                }
            }
        }
        // What it says of itself is of no picture below it.
        self.alt = None;
        self.follows = false;
    }

    pub(super) fn caption(
        &mut self,
        caption: &'a HtmlElement,
        figure: Option<&'a HtmlElement>,
        around: &Around,
    ) {
        let mut line = Line::new();
        let number = figure.and_then(Number::of);
        let kind = figure
            .and_then(|it| given(it, "data-kind"))
            .unwrap_or_default();
        if let Some(number) = &number {
            let label = self.label(number, figure.and_then(|it| given(it, "id")));
            line.sign(&label);
            line.is_empty = false;
            line.push("\u{2003}", Face::default());
        }
        let nodes: Vec<&HtmlNode> = caption.children.iter().collect();
        self.inline(&nodes, Face::default(), &mut line);
        if line.is_empty {
            return;
        }
        let mut runs = self.named(line);
        if figure.is_some_and(|it| given(it, "data-listed").is_some())
            && let Some(listed) = self.survey.listed.get(self.next_listed)
        {
            let bookmark = listed.name.clone();
            self.next_listed += 1;
            runs = self.enclosed(&bookmark, &runs);
        }
        let keep = if kind == "table" { "<w:keepNext/>" } else { "" };
        self.put_styled(&styled(around, "Caption"), keep, &runs);
        self.follows = false;
    }

    /// Returns "Figure 2.1" as Word counts it, enclosed by the bookmarks that references ask for.
    pub(super) fn label(&mut self, number: &Number, id: Option<&str>) -> String {
        let bold = Face {
            bold: true,
            ..Face::default()
        };
        let target = id.and_then(|id| self.survey.targets.get(id).cloned());
        let counted = match number.word.as_str() {
            "" => run(&number.number, bold),
            word => self.counted_by(word, &number.number),
        };
        let Some(target) = target else {
            return match number.word.as_str() {
                "" => counted,
                word => format!("{}{counted}", run(&format!("{word} "), bold)),
            };
        };
        let counted = self.enclosed(&format!("{}_n", target.name), &counted);
        let word = match number.word.as_str() {
            "" => String::new(),
            word => run(&format!("{word} "), bold),
        };
        self.enclosed(&target.name, &format!("{word}{counted}"))
    }

    /// Returns a number that Word counts itself: "2.1" as the chapter's and the one within it.
    pub(super) fn counted_by(&self, word: &str, number: &str) -> String {
        let bold = Face {
            bold: word != "Equation",
            ..Face::default()
        };
        let open = number.strip_prefix('(').map_or("", |_| "(");
        let bare = number.trim_start_matches('(').trim_end_matches(')');
        let close = if open.is_empty() { "" } else { ")" };
        let name: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        // LibreOffice counts on over chapters unless the first number of each is given.
        let inner = match bare.rsplit_once('.') {
            Some((chapter, own)) => format!(
                "{}{}{}",
                field("STYLEREF 1 \\s", &run(chapter, bold), false),
                run(".", bold),
                field(
                    &format!(
                        "SEQ {name} \\* ARABIC {}",
                        if own == "1" { "\\r 1" } else { "\\s 1" }
                    ),
                    &run(own, bold),
                    false
                )
            ),
            None => field(&format!("SEQ {name} \\* ARABIC"), &run(bare, bold), false),
        };
        let edge = |sign: &str| {
            if sign.is_empty() {
                String::new()
            } else {
                run(sign, bold)
            }
        };
        format!("{}{inner}{}", edge(open), edge(close))
    }

    /// A finding, a recommendation, a theorem: its name and number, its title, its words.
    pub(super) fn numbered_block(&mut self, element: &'a HtmlElement, kind: &str, around: &Around) {
        let style = match kind {
            "finding" => "Finding",
            "recommendation" => "Recommendation",
            "question" => "Question",
            _ => "Statement",
        };
        let mut line = Line::new();
        if let Some(number) = Number::of(element) {
            let label = self.label(&number, given(element, "id"));
            line.sign(&label);
            line.is_empty = false;
        }
        let mut rest: &'a [HtmlNode] = &element.children;
        let title = rest.iter().position(
            |node| matches!(node, HtmlNode::Element(child) if class(child) == "block-title"),
        );
        if let Some(at) = title
            && let HtmlNode::Element(title) = &rest[at]
        {
            let bold = Face {
                bold: true,
                ..Face::default()
            };
            line.push(". ", bold);
            self.inline(&title.children.iter().collect::<Vec<_>>(), bold, &mut line);
            rest = &rest[at + 1..];
        }
        let runs = self.named(line);
        self.put_styled(&styled(around, style), "<w:keepNext/>", &runs);
        self.blocks(rest, &styled(around, style));
        self.follows = false;
    }

    /// Returns the run of a picture; `alt` says what it shows.
    pub(super) fn picture(&mut self, frame: &HtmlFrame, alt: Option<&str>) -> Option<String> {
        let (wide, high) = self.room();
        let shown = Shown {
            frame: &frame.inner,
            alt,
            most: (wide, high * 0.85),
        };
        let mut pictures = std::mem::take(&mut self.pictures);
        let run = pictures.run(&shown, &mut |name| {
            self.relation("image", &format!("media/{name}"), false)
        });
        self.pictures = pictures;
        run
    }
}
