//! What of a receipt follows from the source, compared with what the source gives now.

use serde::{Deserialize, Serialize};

use crate::diagnostics::text::thousands;
use crate::package::receipt::{EXTENDED, Receipt};
use crate::package::{COUNT, PROOF, SOURCE, STATEMENT};

/// Something of a package that is not what its source gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What it is: a line of the receipt, or a file.
    pub what: String,
    /// What the package says, and what its source gives; none for a file.
    pub values: Option<(String, String)>,
}

impl Difference {
    /// A file that has other bytes.
    pub fn of_file(name: &str) -> Self {
        Self {
            what: name.to_owned(),
            values: None,
        }
    }
}

impl Receipt {
    /// Returns the lines that are not as the source gives them. `again` is the receipt with all that
    /// follows from the source put anew; another version may set other pages and say the rule in
    /// other words.
    pub fn differs(&self, again: &Self, is_same_version: bool) -> Vec<Difference> {
        let mine = self.lines(is_same_version);
        let theirs = again.lines(is_same_version);
        let mut pairs: Vec<_> = mine.into_iter().zip(theirs).collect();
        // Another version says it in other words, of the same number.
        if !is_same_version && !self.verdict.contains(&thousands(self.counted)) {
            let verdict = |it: &Self| ("verdict", it.verdict.clone());
            pairs.push((verdict(self), verdict(again)));
        }
        pairs
            .into_iter()
            .filter(|((_, mine), (_, theirs))| mine != theirs)
            .map(|((what, mine), (_, theirs))| Difference {
                what: what.to_owned(),
                values: Some((mine, theirs)),
            })
            .collect()
    }

    fn lines(&self, is_same_version: bool) -> Vec<(&'static str, String)> {
        let limit = |limit: Option<usize>| limit.map_or("none".to_owned(), |it| it.to_string());
        let mut lines = vec![
            ("title", self.title.clone()),
            ("author or candidate", self.by.clone()),
            ("file", self.file.clone()),
            ("words counted", self.counted.to_string()),
            ("limit", limit(self.limit)),
            ("policy", self.policy.clone()),
            ("convention", self.convention.clone()),
            ("rules.toml", self.rules.clone().unwrap_or_default()),
        ];
        if is_same_version {
            lines.extend([
                ("pages", self.pages.to_string()),
                ("pdf standard", self.standards.join(", ")),
                ("given up", self.gave_up.join("; ")),
                ("all words", self.total.to_string()),
                ("verdict", self.verdict.clone()),
                ("rule", self.rule.join(" ")),
                ("document date", self.document_date.to_string()),
                ("document date from", self.document_date_source.clone()),
                ("typst", self.typst.clone()),
            ]);
        }
        lines
    }

    /// Returns the files that are listed and no part of a package, or part of one and not listed.
    pub fn odd_files(&self) -> Vec<Difference> {
        let parts = [self.file.as_str(), STATEMENT, COUNT, PROOF, SOURCE];
        let missing = parts.into_iter().filter(|name| self.listed(name).is_none());
        let mut left = parts.to_vec();
        let listed = self.files.iter().map(|it| it.name.as_str());
        // One that is listed twice is foreign the second time.
        let foreign = listed.filter(move |name| {
            let at = left.iter().position(|part| part == name);
            at.map(|at| left.swap_remove(at)).is_none()
        });
        missing.chain(foreign).map(Difference::of_file).collect()
    }

    /// Says what no source can tell, a sentence each. What another version made cannot be made here.
    pub fn claims(&self, is_same_version: bool) -> Vec<String> {
        let mut said = vec![format!("the day of packaging, {}", self.packaged_on)];
        if self.document_date_source == EXTENDED {
            said.push(format!("the extended date, {}", self.document_date.date()));
        }
        said.push("what was waived, overruled and not checked".to_owned());
        if !is_same_version {
            said.push(format!(
                "the pages as folio {} set them, the verdict in words, {STATEMENT}, {PROOF} and {COUNT}",
                self.folio
            ));
        }
        if let Some(epoch) = self.source_date_epoch {
            said.push(format!("SOURCE_DATE_EPOCH {epoch}"));
        }
        said.extend(
            self.commit
                .iter()
                .map(|commit| format!("the commit {commit}")),
        );
        let reasons = self.despite.iter();
        said.extend(reasons.map(|it| format!("why it was packaged despite `{}`", it.code)));
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::receipt_text::tests::usual;

    #[test]
    fn each_line_that_follows_from_the_source_is_compared() {
        let receipt = usual();
        assert_eq!(receipt.differs(&receipt, true), []);
        let others: [fn(&mut Receipt); 8] = [
            |it| it.title = "Another".into(),
            |it| it.by = "B. Student".into(),
            |it| it.counted = 1,
            |it| it.verdict = "fine".into(),
            |it| it.pages = 41,
            |it| it.rule[0] = "All counts.".into(),
            |it| it.limit = None,
            |it| it.document_date_source = "today".into(),
        ];
        for change in others {
            let mut again = receipt.clone();
            change(&mut again);
            assert_eq!(receipt.differs(&again, true).len(), 1);
        }
        let mut pages = receipt.clone();
        pages.pages = 41;
        assert_eq!(receipt.differs(&pages, false), []);
    }
}
