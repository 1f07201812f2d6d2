//! Notes: their marks in the text, and what they say at the end of the page, with a way back.

use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{escaped, first, given, words};
use crate::html::writer::Writer;

impl<'a> Writer<'a> {
    /// The mark of a note. The way back from a note, which the engine writes alike, is another one here.
    pub(super) fn note_mark(&mut self, element: &'a HtmlElement) {
        if given(element, "role") != Some("doc-noteref") {
            return;
        }
        let link = first(&element.children, "a");
        let to = link.and_then(|it| given(it, "href")).unwrap_or_default();
        let id = to.trim_start_matches('#');
        let Some(note) = self.survey.notes.get(id).copied() else {
            return self.inline_of("sup", " data-own=\"\"", |this| {
                this.inline_all(&element.children);
            });
        };
        let number = words(&element.children);
        let known = self.notes.known.get(id).copied();
        let at = known.unwrap_or_else(|| {
            self.notes.all.push((number.clone(), note));
            self.notes.known.insert(id.to_owned(), self.notes.all.len());
            self.notes.all.len()
        });
        let number = escaped(&number);
        let back = if known.is_none() {
            format!(" id=\"_r{at}\"")
        } else {
            String::new()
        };
        let mark = match self.is_in_link {
            true => format!("<span{back} data-own=\"\">{number}</span>"),
            false => format!(
                "<a{back} href=\"#_n{at}\" role=\"doc-noteref\" aria-label=\"Note {number}\">{number}</a>"
            ),
        };
        self.is_seen = true;
        self.out.push_str(&format!("<sup>{mark}</sup>"));
    }

    /// Writes what the notes say; a note may bring another one.
    pub(super) fn all_notes(&mut self) -> String {
        let mut items = String::new();
        let mut at = 0;
        self.is_written = true;
        while let Some((number, note)) = self.notes.all.get(at).cloned() {
            at += 1;
            let children: &'a [HtmlNode] = &note.children;
            let (text, _) = self.apart(|this| this.blocks(children));
            let number = escaped(&number);
            let back = format!(
                " <a href=\"#_r{at}\" role=\"doc-backlink\" aria-label=\"Back to note {number} in the text\">\u{21a9}\u{fe0e}</a>"
            );
            let text = text.trim_end();
            let text = match text.strip_suffix("</p>") {
                Some(text) => format!("{text}{back}</p>"),
                None => format!("{text}<p>{back}</p>"),
            };
            // A note that has no number of the usual kind is counted by its place.
            let value = number.parse::<u32>().ok().filter(|it| *it as usize != at);
            let value = value
                .map(|it| format!(" value=\"{it}\""))
                .unwrap_or_default();
            items.push_str(&format!("<li id=\"_n{at}\"{value}>{text}</li>\n"));
        }
        if items.is_empty() {
            return items;
        }
        format!(
            "<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"_notes\">\n\
             <h2 id=\"_notes\" data-own=\"\">Notes</h2>\n<ol>\n{items}</ol>\n</section>\n"
        )
    }
}
