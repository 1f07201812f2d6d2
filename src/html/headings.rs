//! Headings, each with its number. The title of the dissertation is the one above all of them.

use typst_html::HtmlElement;

use crate::flow::{Number, escaped, given, words};
use crate::html::writer::{PartKind, Writer, attribute, language};

impl<'a> Writer<'a> {
    pub(super) fn heading(&mut self, element: &'a HtmlElement) {
        let level: usize = given(element, "data-level")
            .and_then(|it| it.parse().ok())
            .unwrap_or(1);
        if self.part == PartKind::Contents {
            return self.lists.title(words(&element.children));
        }
        let Some(line) = self.line(&element.children) else {
            return;
        };
        let id = self.listed_name(element);
        let id = id.unwrap_or_else(|| self.survey.unique("heading"));
        let number = Number::of(element).map(|number| match level {
            1 => number.shown(),
            _ => number.number,
        });
        let number = number.map(|it| format!("<span class=\"number\">{}</span> ", escaped(&it)));
        let deeper = level.saturating_add(1);
        let level = (deeper > 6).then(|| deeper.to_string());
        let tag = deeper.min(6);
        self.out.push_str(&format!(
            "<h{tag} id=\"{id}\"{}{}>{}{line}</h{tag}>\n",
            attribute("aria-level", level.as_deref()),
            language(element),
            number.unwrap_or_default(),
        ));
        self.part_heading.get_or_insert(id);
    }
}
