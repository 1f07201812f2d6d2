//! Headings, and the numbers that Word gives them.

use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{Number, given};
use crate::word::write::line::{Face, Line};
use crate::word::write::lists::{APPENDICES, CHAPTERS};
use crate::word::write::writer::Writer;

impl<'a> Writer<'a> {
    pub(super) fn heading(&mut self, element: &'a HtmlElement) {
        let level: usize = given(element, "data-level")
            .and_then(|it| it.parse().ok())
            .unwrap_or(1);
        let is_listed = given(element, "data-unlisted").is_none();
        let number = Number::of(element);
        let style = match (level, is_listed) {
            (1, false) if self.is_contents => "TOCHeading".to_owned(),
            (1, false) => "UnlistedHeading".to_owned(),
            (2.., _) if self.is_appendix => format!("AppendixHeading{}", level.min(6)),
            _ => format!("Heading{}", level.min(6)),
        };
        let numbered = self.heading_number(level, number.as_ref());
        let breaks = if std::mem::take(&mut self.breaks) {
            "<w:pageBreakBefore/>"
        } else {
            ""
        };
        let properties = format!("<w:pStyle w:val=\"{style}\"/>{breaks}{numbered}");
        let mut line = Line::new();
        let nodes: Vec<&HtmlNode> = element.children.iter().collect();
        self.inline(&nodes, Face::default(), &mut line);
        let mut runs = self.named(line);
        if let Some(id) = given(element, "id")
            && let Some(target) = self.survey.targets.get(id).cloned()
        {
            runs = self.enclosed(&target.name, &runs);
        }
        let is_deep = self.is_appendix && level > 1;
        if is_listed
            && !is_deep
            && let Some(listed) = self.survey.listed.get(self.next_listed)
        {
            let bookmark = listed.name.clone();
            self.next_listed += 1;
            runs = self.enclosed(&bookmark, &runs);
        }
        self.put(&properties, &runs);
        self.follows = false;
    }

    /// Returns what gives a heading its number, and counts as Word will.
    pub(super) fn heading_number(&mut self, level: usize, number: Option<&Number>) -> String {
        let Some(number) = number.filter(|_| level <= 3) else {
            return match level {
                1..=3 => {
                    "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"0\"/></w:numPr>".to_owned()
                }
                _ => String::new(),
            };
        };
        let definition = if self.is_appendix {
            APPENDICES
        } else {
            CHAPTERS
        };
        if level == 1 {
            self.lists.word(definition, &number.word);
        }
        let last = number.number.rsplit('.').next().unwrap_or_default();
        let own = match last.chars().next() {
            Some(letter) if letter.is_ascii_uppercase() && level == 1 => {
                letter as usize - 'A' as usize + 1
            }
            _ => last.parse().unwrap_or(1),
        };
        let is_first = self.heading_list == 0
            || (level == 1 && self.is_appendix && self.counted_in != definition);
        if is_first {
            self.heading_list = definition;
            self.counted = [0; 3];
            self.counted_in = definition;
        }
        self.counted[level - 1] += 1;
        for below in &mut self.counted[level..] {
            *below = 0;
        }
        if self.counted[level - 1] != own {
            self.heading_list = self.lists.again(definition, level - 1, own);
            self.counted[level - 1] = own;
        }
        format!(
            "<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{}\"/></w:numPr>",
            level - 1,
            self.heading_list
        )
    }
}
