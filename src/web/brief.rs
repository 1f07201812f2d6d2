//! The page for an executive sponsor, who is often the student's employer: what the dissertation is
//! about and when it is due, and nothing of what student and supervisor agreed.

use serde::Serialize;

use crate::web::milestone;
use crate::web::status::StatusPage;
use crate::web::wording;

#[derive(Serialize)]
pub(super) struct BriefView<'a> {
    head: String,
    title: &'a str,
    facts: Vec<(&'static str, &'a str)>,
    today: String,
    /// The questions that it asks, in its own words.
    aim: Vec<&'a str>,
    chapters: Vec<&'a str>,
    /// Milestones, each with its day.
    dates: Vec<(&'a str, String)>,
}

/// Chooses the words of the page.
pub(super) fn view(page: &StatusPage) -> BriefView<'_> {
    let today = wording::date(page.today);
    let milestones = page.standings.milestones.iter();
    BriefView {
        head: format!("{}: in brief, on {today}", page.head.title),
        title: &page.head.title,
        facts: page.head.facts(),
        today,
        aim: page.trace.questions.iter().map(|it| &*it.title).collect(),
        chapters: page.chapters.iter().map(|it| &*it.title).collect(),
        dates: milestones
            .map(|it| (&*it.title, wording::due(milestone::effective(it), None)))
            .collect(),
    }
}
