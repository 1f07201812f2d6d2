//! The word count statement: one page in plain English that goes with the PDF.

use serde::Serialize;

/// Everything that the statement says; the template sets it on one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Statement {
    /// The dissertation's title.
    pub title: String,
    /// The author, or "Candidate" and the number.
    pub by: String,
    /// The programme.
    pub programme: Option<String>,
    /// The name of the PDF that it belongs to.
    pub file: String,
    /// The digest of that PDF.
    pub sha256: String,
    /// The pages of that PDF, in words.
    pub pages: String,
    /// The number, with separators.
    pub counted: String,
    /// The verdict as a sentence with a full stop.
    pub verdict: String,
    /// What counts, what a word is and who says so: a heading and a sentence each.
    pub rule: Vec<(String, String)>,
    /// The parts with their words, in order.
    pub parts: Vec<StatementPart>,
    /// What was set aside, a sentence each.
    pub remarks: Vec<String>,
    /// The day it was made.
    pub made_on: String,
    /// The versions it was made with.
    pub made_with: String,
}

/// A part of the document with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct StatementPart {
    /// Its heading.
    pub title: String,
    /// The words that count, with separators.
    pub counted: String,
    /// All its words; `None` where only those that count are known.
    pub total: Option<String>,
}

/// No more rows fit on the page; the rest is summed up.
const MAX_PARTS: usize = 16;
/// A longer text would push the rest off the page.
const MAX_TEXT: usize = 420;
/// So many remarks fit.
const MAX_REMARKS: usize = 6;

impl Statement {
    /// Returns the statement cut down to what one page holds. What is left out is said; all of it
    /// stands in the receipt and in the data file.
    #[must_use]
    pub fn on_one_page(mut self) -> Self {
        if self.parts.len() > MAX_PARTS {
            let more = self.parts.len() - (MAX_PARTS - 1);
            self.parts.truncate(MAX_PARTS - 1);
            self.parts.push(StatementPart {
                title: format!("and {more} more, see {}", crate::package::COUNT),
                counted: "…".into(),
                total: None,
            });
        }
        if self.remarks.len() > MAX_REMARKS {
            let more = self.remarks.len() - (MAX_REMARKS - 1);
            self.remarks.truncate(MAX_REMARKS - 1);
            let rest = format!("And {more} more, see {}.", crate::package::RECEIPT);
            self.remarks.push(rest);
        }
        let texts = self.rule.iter_mut().map(|(_, text)| text);
        let titles = self.parts.iter_mut().map(|part| &mut part.title);
        for (text, most) in texts
            .chain(&mut self.remarks)
            .map(|text| (text, MAX_TEXT))
            .chain(titles.map(|title| (title, 90)))
            .chain([(&mut self.title, 200), (&mut self.by, 100)])
        {
            cut(text, most);
        }
        self
    }
}

fn cut(text: &mut String, most: usize) {
    if let Some((at, _)) = text.char_indices().nth(most) {
        text.truncate(at);
        text.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_on_the_page_is_left_out_and_said() {
        let part = |number: usize| StatementPart {
            title: format!("Chapter {number}"),
            counted: "1".into(),
            total: Some("2".into()),
        };
        let long = Statement {
            title: "T".repeat(900),
            by: "A. Student".into(),
            programme: None,
            file: "a.pdf".into(),
            sha256: String::new(),
            pages: "1 page".into(),
            counted: "1".into(),
            verdict: "1 word.".into(),
            rule: vec![("What counts".into(), "é".repeat(2_000))],
            parts: (1..=40).map(part).collect(),
            remarks: vec!["Waived.".into(); 30],
            made_on: String::new(),
            made_with: String::new(),
        }
        .on_one_page();
        assert_eq!(long.parts.len(), 16);
        assert_eq!(long.parts[15].title, "and 25 more, see word-count.json");
        assert_eq!(long.remarks[5], "And 25 more, see receipt.txt.");
        assert_eq!(long.rule[0].1.chars().count(), 421);
        assert_eq!(long.title.chars().count(), 201);
    }
}
