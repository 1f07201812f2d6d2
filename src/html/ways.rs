//! The contents, and the lists of tables and figures, as ways into the page.

use crate::flow::{Listed, escaped};
use crate::html::contents::DEPTH;
use crate::html::writer::Writer;

impl Writer<'_> {
    /// Writes the ways into the page; nothing where there is one part alone.
    pub(super) fn ways(&self) -> String {
        let own = || ("Contents".to_owned(), DEPTH);
        let (title, depth) = self.lists.contents.clone().unwrap_or_else(own);
        let all = self.survey.listed.iter();
        let headings = all
            .clone()
            .filter(|it| it.kind.is_none() && it.level <= depth);
        let headings: Vec<&Listed<'_>> = headings.collect();
        if headings.len() < 2 {
            return String::new();
        }
        let title = escaped(&title);
        let mut out = format!(
            "<nav aria-label=\"{title}\" data-own=\"\">\n<details open=\"\">\n<summary>{title}</summary>\n{}</details>\n",
            self.nested(&headings)
        );
        for (title, of) in &self.lists.listed {
            let figures = all.clone().filter(|it| it.kind.as_ref() == Some(of));
            let figures: String = figures.map(|it| self.entry(it) + "</li>\n").collect();
            if !figures.is_empty() {
                out.push_str(&format!(
                    "<details>\n<summary>{}</summary>\n<ol>\n{figures}</ol>\n</details>\n",
                    escaped(title)
                ));
            }
        }
        out + "</nav>\n"
    }

    /// Writes headings as lists in lists, by their levels.
    fn nested(&self, headings: &[&Listed<'_>]) -> String {
        let mut out = String::new();
        let mut open: Vec<usize> = Vec::new();
        for heading in headings {
            while open.last().is_some_and(|level| *level > heading.level) {
                open.pop();
                out.push_str("</li>\n</ol>\n");
            }
            match open.last() == Some(&heading.level) {
                true => out.push_str("</li>\n"),
                false => {
                    open.push(heading.level);
                    out.push_str("<ol>\n");
                }
            }
            out.push_str(&self.entry(heading));
        }
        for _ in open {
            out.push_str("</li>\n</ol>\n");
        }
        out
    }

    /// Writes the line of something that is listed, without its end.
    fn entry(&self, listed: &Listed<'_>) -> String {
        let number = listed.number.as_ref().map(|number| match listed.kind {
            // A chapter is its number; appendices and figures say what they are.
            None if number.number.starts_with(|c: char| c.is_ascii_digit()) => {
                number.number.clone()
            }
            None if listed.level > 1 => number.number.clone(),
            None | Some(_) => number.shown(),
        });
        let number = number.map(|it| format!("<span class=\"number\">{}</span> ", escaped(&it)));
        let name = self.listed_name(listed.element).unwrap_or_default();
        let title = escaped(&listed.title);
        format!(
            "<li><a href=\"#{name}\">{}{title}</a>",
            number.unwrap_or_default()
        )
    }
}
