//! Whether the title page says what is true: title, author or candidate, date, number of words.

use crate::assemble::{BookPart, Byline};
use crate::check::rules::TITLE_PAGE_UNTRUE;
use crate::diagnostics::text::{inline, letters, thousands};
use crate::diagnostics::{Diagnostic, Place};
use crate::dissertation::Dissertation;
use crate::dissertation::counting_rule::CountingRule;
use crate::dissertation::settings::Edition;
use crate::project::{Region, manifest_path};
use crate::words::{Census, WalkedText, text_of_region};

impl Dissertation {
    /// Tells what the title page of an edition should say and does not, and whose name it should
    /// not say and does.
    pub(super) fn untrue_title_page(
        &self,
        edition: &Edition,
        rule: &CountingRule<'_>,
        walked: &WalkedText<'_>,
        census: &Census,
    ) -> Vec<Diagnostic> {
        let book = self.book(edition, rule);
        let page = book.parts.iter().find_map(|part| match part {
            BookPart::TitlePage(page) => Some(page),
            _ => None,
        });
        let Some(page) = page else {
            return Vec::new();
        };
        let words = page.word_line.as_deref().map(|line| {
            let count = thousands(rule.counted(census));
            line.replace("{count}", &count)
        });
        let (author, candidate) = match &book.byline {
            Byline::Author(name) => (Some(name.clone()), None),
            Byline::Candidate(number) => (None, Some(number.clone())),
        };
        let expected = [
            ("the title", Some(book.title.clone())),
            ("the subtitle", book.subtitle.clone()),
            ("the author", author),
            ("the candidate", candidate),
            ("the date", page.date.clone()),
            ("the number of words", words),
        ];
        let printed = letters(&text_of_region(walked, &Region::TitlePage));
        let missing = expected.into_iter().filter_map(|(what, text)| {
            let text = text?;
            (!printed.contains(&letters(&text))).then(|| {
                let shown = inline(&text, 60);
                untrue(format!("the title page does not say {what}, `{shown}`"))
            })
        });
        let mut findings: Vec<Diagnostic> = missing.collect();
        let name = letters(&self.project().manifest.dissertation.author);
        if edition.anonymous && !name.is_empty() && printed.contains(&name) {
            findings.push(untrue(
                "the title page of an anonymous copy names the author".into(),
            ));
        }
        findings
    }
}

fn untrue(message: String) -> Diagnostic {
    Diagnostic::of(&TITLE_PAGE_UNTRUE, message)
        .at(Place::file(manifest_path()))
        .hint("look for code in a chapter that changes the title page")
}
