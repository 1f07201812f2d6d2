//! From a project to the book that is assembled: what the profile and the manifest say, in order.

use crate::assemble::{
    Body, Book, Byline, Chapter, CitationStyle, Contents, Detail, FigureKind, FigureList, Format,
    Line, Look, Mode, PageNumbers, Part, Prose, References, Region, Start, TitlePage, Wording,
};
use crate::diagnostics::{DocumentDate, Today, british, month_and_year};
use crate::pipeline::chapters::Chapters;
use crate::pipeline::request::{BuildRequest, Purpose};
use crate::pipeline::tree::Opening;
use crate::project::{self, OutlineItem, PartKind, Project};

/// How many levels of headings the contents list.
const CONTENTS_DEPTH: u8 = 3;

/// What stands beside the project when its book is made.
pub(crate) struct Surroundings<'a> {
    pub(crate) request: &'a BuildRequest,
    pub(crate) date: &'a DocumentDate,
    /// What the counting rule leaves out, in words.
    pub(crate) policy_in_words: &'a str,
    /// The bibliography as the engine takes it; empty if there is none.
    pub(crate) bibliography: Vec<String>,
    pub(crate) style: CitationStyle,
    /// What the files of the project open with.
    pub(crate) chapters: &'a Chapters,
}

/// Makes the book of a project.
pub(crate) fn book(project: &Project, around: &Surroundings<'_>) -> Book {
    let dissertation = &project.manifest.dissertation;
    let request = around.request;
    Book {
        title: dissertation.title.clone(),
        subtitle: dissertation.subtitle.clone(),
        byline: match (&dissertation.candidate, request.anonymous) {
            (Some(candidate), true) => Byline::Candidate(candidate.clone()),
            (None, true) => Byline::Candidate(String::new()),
            (_, false) => Byline::Author(dissertation.author.clone()),
        },
        keywords: Vec::new(),
        date: Some(around.date.at.date()),
        mode: mode(&request.purpose, request.today),
        format: format(&project.manifest.format),
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

fn format(wanted: &project::PageFormat) -> Format {
    Format {
        look: match wanted.look {
            project::Look::Classic => Look::Classic,
            project::Look::Accessible => Look::Accessible,
        },
        font: wanted.text_font.as_ref().map(|font| font.value.clone()),
        line_spacing: wanted.spacing,
        page_numbers: match wanted.page_numbering {
            project::PageNumbering::Arabic => PageNumbers::Arabic,
            project::PageNumbering::RomanFront => PageNumbers::RomanFront,
        },
        ..Format::default()
    }
}

fn parts(project: &Project, around: &Surroundings<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut before = None;
    for item in project.outline.in_order() {
        match item {
            OutlineItem::Front(part) | OutlineItem::Back(part) => {
                parts.extend(prose_or_generated(project, part, before, around));
                before = Some(part.kind);
            }
            OutlineItem::Chapter(chapter) => {
                parts.push(Part::Chapter(chapter_of(chapter, around)));
                before = None;
            }
            OutlineItem::Appendix(appendix) => {
                parts.push(Part::Appendix(chapter_of(appendix, around)));
            }
        }
    }
    parts
}

fn chapter_of(chapter: &project::Chapter, around: &Surroundings<'_>) -> Chapter {
    let has_title = around.chapters.opening(&chapter.path) == Opening::Title;
    Chapter {
        id: chapter.id.clone(),
        path: chapter.path.clone(),
        heading: (!has_title).then(|| as_title(&chapter.id)),
        short_title: around.chapters.about(&chapter.path).short_title,
    }
}

/// Makes a title of a file's name: `literature-review` → `Literature review`.
fn as_title(id: &str) -> String {
    let mut letters = id.replace(['-', '_'], " ").trim().to_owned();
    if let Some(first) = letters.chars().next() {
        let upper: String = first.to_uppercase().collect();
        letters.replace_range(..first.len_utf8(), &upper);
    }
    letters
}

fn prose_or_generated(
    project: &Project,
    part: &project::Part,
    before: Option<PartKind>,
    around: &Surroundings<'_>,
) -> Option<Part> {
    let heading = || part.heading.clone().unwrap_or_else(|| as_title(&part.id));
    let below = |kinds: &[PartKind]| match before {
        Some(kind) if kinds.contains(&kind) => Start::SamePage,
        Some(_) | None => Start::NewPage,
    };
    let lists = [PartKind::ListOfTables, PartKind::ListOfFigures];
    match part.kind {
        PartKind::TitlePage => Some(Part::TitlePage(title_page(project, around))),
        PartKind::Contents => Some(Part::Contents(Contents {
            heading: heading(),
            depth: CONTENTS_DEPTH,
            appendix_depth: 1,
            start: Start::NewPage,
        })),
        PartKind::ListOfTables => Some(Part::List(FigureList {
            heading: heading(),
            of: FigureKind::Tables,
            start: below(&lists),
        })),
        PartKind::ListOfFigures => Some(Part::List(FigureList {
            heading: heading(),
            of: FigureKind::Figures,
            start: below(&lists),
        })),
        PartKind::References => (!around.bibliography.is_empty()).then(|| {
            Part::References(References {
                heading: heading(),
                files: around.bibliography.clone(),
                style: around.style.clone(),
            })
        }),
        PartKind::Appendices => None,
        PartKind::Abstract
        | PartKind::Declaration
        | PartKind::Acknowledgements
        | PartKind::Abbreviations
        | PartKind::Other => {
            // The guidance in a new project's optional parts is a comment: until somebody writes
            // there, nothing is printed, not even a heading.
            if let Some(path) = &part.path
                && is_optional(project, part)
                && around.chapters.opening(path) == Opening::Nothing
            {
                return None;
            }
            let statements = [PartKind::Declaration, PartKind::Acknowledgements];
            let start = if statements.contains(&part.kind) {
                below(&statements)
            } else {
                Start::NewPage
            };
            Some(Part::Prose(Prose {
                region: region(part),
                heading: match &part.path {
                    Some(path) if around.chapters.opening(path) == Opening::Title => None,
                    Some(_) | None => Some(heading()),
                },
                body: body(part, around.chapters)?,
                start,
                in_contents: part.kind != PartKind::Abbreviations,
                identifying: part.is_dropped_when_anonymous,
            }))
        }
    }
}

fn is_optional(project: &Project, part: &project::Part) -> bool {
    let mut rules = project.profile.parts();
    rules.any(|rule| rule.id == part.id && rule.is_optional)
}

fn region(part: &project::Part) -> Region {
    match part.kind {
        PartKind::TitlePage => Region::TitlePage,
        PartKind::Abstract => Region::Abstract,
        PartKind::Declaration => Region::Declaration,
        PartKind::Acknowledgements => Region::Acknowledgements,
        PartKind::Contents | PartKind::ListOfTables | PartKind::ListOfFigures => Region::Contents,
        PartKind::Abbreviations => Region::Abbreviations,
        PartKind::References => Region::References,
        PartKind::Appendices | PartKind::Other => Region::Front(part.id.clone()),
    }
}

/// Returns what a part holds, or `None` if there is nothing to print.
fn body(part: &project::Part, chapters: &Chapters) -> Option<Body> {
    if let Some(path) = &part.path {
        return Some(Body::File(path.clone()));
    }
    if part.kind == PartKind::Abbreviations && !chapters.abbreviations.is_empty() {
        return Some(Body::Terms(chapters.abbreviations.clone()));
    }
    let text = part.text.as_deref()?;
    Some(Body::Paragraphs(
        text.split("\n\n")
            .map(|paragraph| paragraph.trim().to_owned())
            .collect(),
    ))
}

fn title_page(project: &Project, around: &Surroundings<'_>) -> TitlePage {
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
        Some(Detail {
            label: label.into(),
            text,
            identifying: true,
        })
    };
    TitlePage {
        institution: institution.into_iter().flatten().map(Line::open).collect(),
        statement: Some(statement)
            .filter(|text| !text.trim().is_empty())
            .map(Line::open)
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
