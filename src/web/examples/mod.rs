//! Pages for the tests: a rich one, a small one, and any of them with hostile text in every place.

mod diffs;
mod marks;
mod rich_status;

use jiff::civil::date;

use crate::milestones::{Next, Rag, Standing, Standings, State, Trace};
use crate::web::difference::DiffPage;
use crate::web::head::{Byline, Head};
use crate::web::render::Cover;
use crate::web::status::{ChapterLength, StatusPage};

use diffs::diff;
pub(super) use diffs::small_diff;
use marks::standing;
pub(super) use marks::{action, decision};
use rich_status::status;

/// Covers nothing.
pub(super) fn uncovered() -> Cover {
    std::sync::Arc::new(str::to_owned)
}

/// The texts that people try pages with, and some that only break a layout.
pub(super) const HOSTILE: [&str; 9] = [
    "<script>document.title='broken into'</script>",
    "\"><img src=x onerror=\"document.title='broken into'\">",
    "javascript:document.title='broken into'",
    "</title></style></svg><svg onload=document.title='broken-into'>",
    "' autofocus onfocus='document.title=1' x='",
    "{{ 7 * 7 }} {% raw %} {# hidden #} &lt;b&gt; &#60;i&#62; <!-- -->",
    "\u{202e}desrever\u{202c} \u{2066}isolated \u{0}\u{1b}[31m \u{feff}",
    "Averyverylongwordwithoutanyplacetobreakitsothatitgoesonandonandonacrossthewholewidthofeveryscreenandpage",
    "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{30a}\u{30b} مرحبا بالعالم 研究開発研究開発",
];

/// Puts a text in the place of each that a project wrote.
type Put<'p> = &'p mut dyn FnMut(&str) -> String;

const TITLE: &str =
    "Sent is not received: readiness for structured discharge summaries in an acute NHS trust";

pub(super) fn rich_status() -> StatusPage {
    status(&mut |it| it.to_owned())
}

pub(super) fn rich_diff() -> DiffPage {
    diff(&mut |it| it.to_owned())
}

/// The rich page with one text in all places where a project's text can stand.
pub(super) fn hostile_status(text: &str) -> StatusPage {
    status(&mut |_| text.to_owned())
}

/// The rich page of changes with one text in all places.
pub(super) fn hostile_diff(text: &str) -> DiffPage {
    diff(&mut |_| text.to_owned())
}

/// A page with hardly anything on it.
pub(super) fn small_status() -> StatusPage {
    let title = || "Introduction".to_owned();
    StatusPage {
        head: Head {
            title: "Closing the discharge-summary gap".into(),
            byline: Byline::Candidate("DHL-042".into()),
            programme: None,
            supervisor: None,
        },
        student: "the student".into(),
        today: date(2026, 11, 22),
        words: None,
        chapters: vec![ChapterLength {
            id: "introduction".into(),
            title: title(),
            counted: 0,
            is_estimated: false,
            target: None,
        }],
        standings: Standings {
            milestones: vec![Standing {
                chapters: vec!["introduction".into()],
                command: Some("folio milestone ready tutorial-1".into()),
                ..standing(
                    "tutorial-1",
                    "Tutorial 1".into(),
                    State::NotStarted,
                    Rag::Green,
                )
            }],
            next: Some(Next {
                id: "tutorial-1".into(),
                due: None,
                days_left: None,
            }),
            ..Standings::default()
        },
        drifts: [].into(),
        pace: None,
        over_time: Vec::new(),
        meetings: Vec::new(),
        handover: None,
        trace: Trace::default(),
    }
}

/// Writes the pages for a look at them in a browser; `.ci/pages.py` runs it.
#[test]
#[ignore = "writes files for the check in a browser"]
fn the_example_pages_are_written() {
    let program = std::env::current_exe().unwrap();
    let folder = program.ancestors().nth(3).unwrap().join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, html: String| std::fs::write(folder.join(name), html).unwrap();
    let mut round = 0;
    let mut hostile = |_: &str| {
        round += 1;
        HOSTILE[round % HOSTILE.len()].to_owned()
    };
    let (hostile_status, hostile_diff) = (status(&mut hostile), diff(&mut hostile));
    for (name, status, diff) in [
        ("rich", rich_status(), rich_diff()),
        ("small", small_status(), small_diff()),
        ("hostile", hostile_status, hostile_diff),
    ] {
        write(
            &format!("{name}-status.html"),
            super::status(&status, &uncovered()).unwrap(),
        );
        write(
            &format!("{name}-diff.html"),
            super::diff(&diff, &uncovered()).unwrap(),
        );
    }
}
