//! The contents, and the lists of tables and figures: fields that Word fills, filled already with
//! what they will list. Their page numbers are Word's.

use crate::flow::{Number, escaped};
use crate::word::write::line::{Face, field, run};
use crate::word::write::writer::Writer;

impl Writer<'_> {
    /// The contents down to a level.
    pub(super) fn contents(&mut self, depth: &str) {
        let most: usize = depth.parse().unwrap_or(3);
        let lines = self.survey.listed.iter();
        let lines = lines.filter(|it| it.kind.is_none() && it.level <= most);
        let lines: Vec<_> = lines
            .map(|it| {
                let number = it.number.as_ref().map(|number| match it.level {
                    1 => number.shown(),
                    _ => number.number.clone(),
                });
                (
                    format!("TOC{}", it.level.clamp(1, 3)),
                    number,
                    it.title.clone(),
                    it.name.clone(),
                )
            })
            .collect();
        self.filled(&format!("TOC \\o \"1-{most}\" \\h \\z"), &lines);
    }

    /// The list of the figures of a kind.
    pub(super) fn listed(&mut self, of: &str) {
        let lines = self
            .survey
            .listed
            .iter()
            .filter(|it| it.kind.as_deref() == Some(of));
        let lines: Vec<_> = lines
            .map(|it| {
                let number = it.number.as_ref().map(Number::shown);
                (
                    "TableofFigures".to_owned(),
                    number,
                    it.title.clone(),
                    it.name.clone(),
                )
            })
            .collect();
        let mut words = self
            .survey
            .listed
            .iter()
            .filter(|it| it.kind.as_deref() == Some(of));
        let word = words.find_map(|it| Some(it.number.as_ref()?.word.clone()));
        let word = word.unwrap_or_else(|| "Figure".to_owned());
        self.filled(&format!("TOC \\h \\z \\c \"{word}\""), &lines);
    }

    fn filled(&mut self, asks: &str, lines: &[(String, Option<String>, String, String)]) {
        let whole = field(asks, "\u{0}", true);
        let (begin, end) = whole.split_once('\u{0}').unwrap_or_default();
        let last = lines.len().saturating_sub(1);
        for (at, (style, number, title, bookmark)) in lines.iter().enumerate() {
            let begin = if at == 0 { begin } else { "" };
            let end = if at == last { end } else { "" };
            let number = match number {
                Some(number) => format!("{}<w:r><w:tab/></w:r>", run(number, Face::default())),
                None => String::new(),
            };
            let runs = format!(
                "{begin}<w:hyperlink w:anchor=\"{}\" w:history=\"1\">{number}{}</w:hyperlink>{end}",
                escaped(bookmark),
                run(title, Face::default())
            );
            self.put(&format!("<w:pStyle w:val=\"{style}\"/>"), &runs);
        }
        self.follows = false;
    }
}
