//! Lists, terms with their meanings, and code.

use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{elements, given, is, is_block};
use crate::word::kinds;
use crate::word::write::blocks::styled;
use crate::word::write::line::{Face, Line};
use crate::word::write::writer::{Around, Writer};

impl<'a> Writer<'a> {
    pub(super) fn list(
        &mut self,
        element: &'a HtmlElement,
        pattern: Option<&str>,
        around: &Around,
    ) {
        let level = around.list;
        let number = |name: &str| given(element, name).and_then(|it| it.parse::<usize>().ok());
        let list = match pattern {
            None => self.lists.bullets(),
            Some(pattern) => {
                self.lists
                    .numbered(pattern, level, number("start").unwrap_or(1).max(1))
            }
        };
        let inner = Around {
            list: level + 1,
            ..around.clone()
        };
        let inner = match around.style {
            Some("TableText" | "TableHead" | "FootnoteText") => inner,
            // What is set apart goes on through its lists.
            Some(style) if kinds::of(style).is_some() => inner,
            _ => Around {
                style: None,
                ..inner
            },
        };
        for item in elements(&element.children).filter(|it| is(it, "li")) {
            self.marker = Some((list, level.min(8)));
            self.blocks(&item.children, &inner);
            if self.marker.is_some() {
                // An item with nothing in it has its sign all the same.
                self.put_styled(&inner, "", "");
            }
        }
        self.follows = false;
    }

    /// A term stands in bold before its meaning.
    pub(super) fn terms(&mut self, element: &'a HtmlElement, around: &Around) {
        let mut term: Option<&'a HtmlElement> = None;
        for item in elements(&element.children) {
            if is(item, "dt") {
                term = Some(item);
                continue;
            }
            let mut line = Line::new();
            if let Some(term) = term.take() {
                let bold = Face {
                    bold: true,
                    ..Face::default()
                };
                self.inline(&term.children.iter().collect::<Vec<_>>(), bold, &mut line);
                line.object("<w:r><w:tab/></w:r>");
            }
            let paragraphs: Vec<&'a HtmlElement> =
                elements(&item.children).filter(|it| is_block(it)).collect();
            let (opening, rest) = match paragraphs.split_first() {
                Some((opening, rest)) if is(opening, "p") => (&opening.children[..], rest),
                Some(_) => (&[][..], &paragraphs[..]),
                None => (&item.children[..], &[][..]),
            };
            self.inline(
                &opening.iter().collect::<Vec<_>>(),
                Face::default(),
                &mut line,
            );
            let runs = self.named(line);
            self.put_styled(
                &styled(
                    around,
                    around
                        .style
                        .filter(|it| *it == "Abbreviation")
                        .unwrap_or("Definition"),
                ),
                "",
                &runs,
            );
            for more in rest {
                self.block(more, &styled(around, "Definition"));
            }
        }
        self.follows = false;
    }

    pub(super) fn code(&mut self, element: &'a HtmlElement, around: &Around) {
        let mut line = Line::new();
        line.keeps_space = true;
        let nodes: Vec<&HtmlNode> = element.children.iter().collect();
        self.inline(&nodes, Face::default(), &mut line);
        let runs = self.named(line);
        self.put_styled(&styled(around, "Code"), "", &runs);
        self.follows = false;
    }
}
