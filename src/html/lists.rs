//! Lists, and terms with their meanings.

use typst_html::HtmlElement;

use crate::flow::{elements, given, is};
use crate::html::writer::{Writer, attribute};

impl<'a> Writer<'a> {
    /// A list; a numbered one counts by a pattern such as `(a)`.
    pub(super) fn list(&mut self, element: &'a HtmlElement, pattern: &str) {
        let number = |element: &HtmlElement, name: &str| {
            let number = given(element, name)?.parse::<i64>().ok()?;
            Some(number.to_string())
        };
        let kept = self.kept(element);
        let (tag, attributes) = match is(element, "ol") {
            true => {
                let (kind, class) = counted(pattern);
                let start = number(element, "start").filter(|it| it != "1");
                let attributes = [
                    attribute("type", (kind != "1").then_some(kind)),
                    attribute("class", class),
                    attribute("start", start.as_deref()),
                ];
                ("ol", attributes.concat())
            }
            false => ("ul", String::new()),
        };
        self.block_of(tag, &format!("{kept}{attributes}"), |this| {
            this.out.push('\n');
            for item in elements(&element.children).filter(|it| is(it, "li")) {
                let value = number(item, "value").filter(|_| tag == "ol");
                let kept = this.kept(item);
                let attributes = format!("{kept}{}", attribute("value", value.as_deref()));
                this.block_of("li", &attributes, |this| {
                    this.blocks_or_line(&item.children);
                });
            }
        });
    }

    /// Terms, each before its meanings.
    pub(super) fn terms(&mut self, element: &'a HtmlElement) {
        let kept = self.kept(element);
        self.block_of("dl", &kept, |this| {
            this.out.push('\n');
            for item in elements(&element.children) {
                let kept = this.kept(item);
                match is(item, "dt") {
                    // A term is a line, whatever stands in it.
                    true => this.block_of("dt", &kept, |this| this.inline_all(&item.children)),
                    false => this.block_of("dd", &kept, |this| this.blocks_or_line(&item.children)),
                }
            }
        });
    }
}

/// Reads a pattern such as `(a)`: the kind of its numbers, and the class that has its brackets.
fn counted(pattern: &str) -> (&'static str, Option<&'static str>) {
    let kinds = ["1", "a", "A", "i", "I"];
    let found = kinds
        .into_iter()
        .filter_map(|it| Some((pattern.find(it)?, it)));
    let (at, kind) = found.min().unwrap_or((0, "1"));
    let (before, after) = (pattern.get(..at), pattern.get(at + 1..));
    let has = |side: Option<&str>, sign| side.is_some_and(|it| it.contains(sign));
    match (has(before, '('), has(after, ')')) {
        (true, _) => (kind, Some("both")),
        (false, true) => (kind, Some("half")),
        (false, false) => (kind, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_says_how_items_count() {
        assert_eq!(counted("1."), ("1", None));
        assert_eq!(counted("(a)"), ("a", Some("both")));
        assert_eq!(counted("I)"), ("I", Some("half")));
        assert_eq!(counted(""), ("1", None));
    }
}
