//! From a project to the book that is assembled: what the profile and the manifest say, in order.

use crate::assemble::{
    Body, Book, BookChapter, BookPart, BookTitlePage, Byline, Mode, Prose, Start, TitleLine,
    Wording,
};
use crate::diagnostics::text::capitalised;
use crate::diagnostics::{DocumentDate, Today, british, month_and_year};
use crate::dissertation::settings::{Edition, Purpose};
use crate::manuscript::{Opening, Texts};
use crate::project::{Chapter, OutlineItem, Part, PartKind, Project};

/// What stands beside the project when its book is made.
pub(crate) struct Surroundings<'a> {
    pub(crate) edition: &'a Edition,
    pub(crate) today: Today,
    pub(crate) date: &'a DocumentDate,
    /// What the counting rule leaves out, in words.
    pub(crate) policy_in_words: &'a str,
    /// Whether there are reference files.
    pub(crate) has_references: bool,
    /// What the files of the project open with.
    pub(crate) texts: &'a Texts,
}

/// Makes the book of a project.
pub(crate) fn book(project: &Project, around: &Surroundings<'_>) -> Book {
    let dissertation = &project.manifest.dissertation;
    let edition = around.edition;
    Book {
        title: dissertation.title.clone(),
        subtitle: dissertation.subtitle.clone(),
        byline: match (&dissertation.candidate, edition.anonymous) {
            (Some(candidate), true) => Byline::Candidate(candidate.clone()),
            (None, true) => Byline::Candidate(String::new()),
            (_, false) => Byline::Author(dissertation.author.clone()),
        },
        keywords: Vec::new(),
        date: Some(around.date.at.date()),
        mode: mode(&edition.purpose, around.today),
        format: project.manifest.format.clone(),
        wording: Wording::default(),
        parts: parts(project, around),
    }
}

fn mode(purpose: &Purpose, today: Today) -> Mode {
    match purpose {
        Purpose::Submission => Mode::Final,
        Purpose::Draft { commit } => Mode::Draft {
            watermark: "Draft".into(),
            note: match commit {
                Some(commit) => format!("Draft of {}, commit {commit}", british(today.0)),
                None => format!("Draft of {}", british(today.0)),
            },
        },
        Purpose::Review => Mode::Review {
            note: format!("Review copy of {}", british(today.0)),
        },
    }
}

fn parts(project: &Project, around: &Surroundings<'_>) -> Vec<BookPart> {
    let mut parts = Vec::new();
    let mut before = None;
    for item in project.outline.in_order() {
        match item {
            OutlineItem::Front(part) | OutlineItem::Back(part) => {
                parts.extend(prose_or_generated(project, part, before, around));
                before = Some(part.kind);
            }
            OutlineItem::Chapter(chapter) if around.texts.is_for_references(&chapter.path) => {}
            OutlineItem::Chapter(chapter) => {
                parts.push(BookPart::Chapter(chapter_of(chapter, around)));
                before = None;
            }
            OutlineItem::Appendix(appendix) => {
                parts.push(BookPart::Appendix(chapter_of(appendix, around)));
            }
        }
    }
    parts
}

fn chapter_of(chapter: &Chapter, around: &Surroundings<'_>) -> BookChapter {
    let has_title = around.texts.opening(&chapter.path) == Opening::Title;
    BookChapter {
        chapter: chapter.clone(),
        heading: (!has_title).then(|| as_title(&chapter.id)),
        short_title: around.texts.about(&chapter.path).short_title,
    }
}

/// Makes a title of a file's name: `literature-review` → `Literature review`.
fn as_title(id: &str) -> String {
    capitalised(id.replace(['-', '_'], " ").trim())
}

fn prose_or_generated(
    project: &Project,
    part: &Part,
    before: Option<PartKind>,
    around: &Surroundings<'_>,
) -> Option<BookPart> {
    let heading = || part.heading.clone().unwrap_or_else(|| as_title(&part.id));
    let below = |kinds: &[PartKind]| match before {
        Some(kind) if kinds.contains(&kind) => Start::SamePage,
        Some(_) | None => Start::NewPage,
    };
    let lists = [PartKind::ListOfTables, PartKind::ListOfFigures];
    match part.kind {
        PartKind::TitlePage => Some(BookPart::TitlePage(title_page(project, around))),
        PartKind::Contents => Some(BookPart::Contents { heading: heading() }),
        PartKind::ListOfTables => Some(BookPart::ListOfTables {
            heading: heading(),
            start: below(&lists),
        }),
        PartKind::ListOfFigures => Some(BookPart::ListOfFigures {
            heading: heading(),
            start: below(&lists),
        }),
        PartKind::References => around
            .has_references
            .then(|| BookPart::References { heading: heading() }),
        PartKind::Appendices => None,
        PartKind::Abstract
        | PartKind::Declaration
        | PartKind::Acknowledgements
        | PartKind::Abbreviations
        | PartKind::Other => {
            // The guidance in a new project's parts is a comment: until somebody writes there,
            // nothing is printed, not even a heading.
            if let Some(path) = &part.path
                && around.texts.opening(path) == Opening::Nothing
            {
                return None;
            }
            let statements = [PartKind::Declaration, PartKind::Acknowledgements];
            let start = if statements.contains(&part.kind) {
                below(&statements)
            } else {
                Start::NewPage
            };
            Some(BookPart::Prose(Prose {
                region: part.region(),
                heading: match &part.path {
                    Some(path) if around.texts.opening(path) == Opening::Title => None,
                    Some(_) | None => Some(heading()),
                },
                body: body(part, around.texts)?,
                start,
                in_contents: part.kind != PartKind::Abbreviations,
                identifying: part.is_dropped_when_anonymous,
            }))
        }
    }
}

/// Returns what a part holds, or `None` if there is nothing to print.
fn body(part: &Part, texts: &Texts) -> Option<Body> {
    if let Some(path) = &part.path {
        return Some(Body::File(path.clone()));
    }
    if part.kind == PartKind::Abbreviations && !texts.abbreviations.is_empty() {
        return Some(Body::Terms(texts.abbreviations.clone()));
    }
    let text = part.text.as_deref()?;
    Some(Body::Paragraphs(
        text.split("\n\n")
            .map(|paragraph| paragraph.trim().to_owned())
            .collect(),
    ))
}

fn title_page(project: &Project, around: &Surroundings<'_>) -> BookTitlePage {
    let dissertation = &project.manifest.dissertation;
    let shown = &project.manifest.format.title_page;
    let rule = &project.profile.title_page;
    let programme = dissertation.programme.clone().unwrap_or_default();

    let institution = [&dissertation.college, &dissertation.department];
    let submission = rule
        .submission
        .as_ref()
        .map_or("{programme}", |rule| rule.value.as_str());
    let statement = submission.replace("{programme}", &programme);
    let identifying = |label: &str, text: &Option<String>, is_shown: bool| {
        let text = text.clone().filter(|_| is_shown)?;
        Some((label.to_owned(), text))
    };
    BookTitlePage {
        institution: institution
            .into_iter()
            .flatten()
            .map(TitleLine::open)
            .collect(),
        statement: Some(statement)
            .filter(|text| !text.trim().is_empty())
            .map(TitleLine::open)
            .into_iter()
            .collect(),
        details: [
            identifying("College number", &dissertation.cid, shown.cid),
            identifying("Supervisor", &dissertation.supervisor, shown.supervisor),
            identifying(
                "Executive sponsor",
                &dissertation.executive_sponsor,
                shown.supervisor,
            ),
            identifying(
                "Organisation",
                &dissertation.organisation,
                shown.organisation,
            ),
        ]
        .into_iter()
        .flatten()
        .collect(),
        date: Some(month_and_year(around.date.at.date())),
        word_line: shown.word_count.then(|| {
            let line = rule
                .word_count
                .as_ref()
                .map_or("{count} words", |rule| rule.value.as_str());
            match around.policy_in_words {
                "" => line.to_owned(),
                policy => format!("{line}, {policy}"),
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_as_a_title() {
        assert_eq!(as_title("literature-review"), "Literature review");
        assert_eq!(as_title("été"), "Été");
        assert_eq!(as_title(""), "");
    }
}
