//! The table as one page of HTML that asks nobody for anything.
//!
//! # Decisions
//!
//! - 2026-11: the page is a plain table that reads and prints without its script; the script only
//!   hides and reorders lines. The page's own policy lets that very script run and no other.
//! - 2026-11: what a project wrote stands only between tags. Filters know supervisors, milestones
//!   and states by their numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::cohort::attention::Attention;
use crate::cohort::cells::milestone_ids;
use crate::cohort::growth::{Growth, MilestoneStates, growth, states_by_milestone};
use crate::cohort::kind::Kind;
use crate::cohort::line::{Line, colour};
use crate::cohort::merge::Cohort;
use crate::cohort::row::Row;
use crate::diagnostics::british;
use crate::diagnostics::text::{count, thousands};
use crate::milestones::State;
use crate::web::{PageError, fill_in};

const SCRIPT: &str = include_str!("../../templates/cohort/cohort.js");

const TEMPLATES: [(&str, &str); 3] = [
    (
        "cohort.html",
        include_str!("../../templates/cohort/cohort.html"),
    ),
    (
        "cohort.css",
        include_str!("../../templates/cohort/cohort.css"),
    ),
    ("cohort.js", SCRIPT),
];

/// Where the lines of the table go.
const ROWS: &str = "<!--rows-->\n";

/// The page as its template sees it.
#[derive(Serialize)]
struct PageView {
    head: String,
    on: String,
    title: String,
    programmes: Option<String>,
    script_digest: String,
    tiles: Vec<Tile>,
    has_supervisors: bool,
    supervisors: Vec<String>,
    milestones: Vec<String>,
    states: Vec<&'static str>,
    columns: Vec<ColumnView>,
    sorted: usize,
    count: String,
    growth: Option<Growth>,
    by_milestone: Vec<MilestoneStates>,
    shown_states: Vec<&'static str>,
    notes: Vec<String>,
    footer: &'static str,
}

#[derive(Serialize)]
struct Tile {
    at: usize,
    count: String,
    name: &'static str,
    meaning: &'static str,
    class: &'static str,
}

#[derive(Serialize)]
struct ColumnView {
    heading: &'static str,
    width: &'static str,
    is_number: bool,
}

/// Writes the page. `link` says how the page about a student is reached from it.
///
/// # Errors
///
/// If it becomes too large for its template.
pub fn html(cohort: &Cohort, link: &dyn Fn(&Row) -> Option<String>) -> Result<String, PageError> {
    let ids = milestone_ids(cohort);
    let names = names_of(cohort, &ids);
    let supervisors = supervisors(cohort);
    let columns = columns(cohort.kind);
    let by_milestone = states_by_milestone(cohort, &ids, &names);
    let sorted = columns.iter().position(|it| it.heading == NEEDS);
    let view = PageView {
        head: format!("Cohort, {}", british(cohort.on)),
        on: british(cohort.on).to_string(),
        title: count(cohort.rows.len(), "dissertation"),
        programmes: programmes(cohort),
        script_digest: STANDARD.encode(Sha256::digest(SCRIPT)),
        tiles: tiles(cohort),
        has_supervisors: !supervisors.is_empty(),
        supervisors: supervisors.keys().map(|name| (*name).to_owned()).collect(),
        milestones: names,
        states: State::ALL.map(State::in_words).to_vec(),
        sorted: sorted.unwrap_or(columns.len()),
        columns,
        count: thousands(cohort.rows.len()),
        growth: growth(cohort),
        shown_states: by_milestone.1,
        by_milestone: by_milestone.0,
        notes: cohort.notes.iter().take(MOST_NOTES).cloned().collect(),
        footer: footer(cohort.kind),
    };
    let as_it_is = Arc::new(|text: &str| text.to_owned());
    let frame = fill_in("cohort.html", &TEMPLATES, &view, &(as_it_is as _))?;
    let (before, after) = frame.split_once(ROWS).unwrap_or((&frame, ""));
    let mut out = String::with_capacity(frame.len() + cohort.rows.len() * 900);
    out.push_str(before);
    for row in &cohort.rows {
        Line {
            row,
            ids: &ids,
            supervisors: &supervisors,
            out: &mut out,
        }
        .write(link(row));
    }
    out.push_str(after);
    Ok(out)
}

/// So many remarks on the joining stand on the page.
const MOST_NOTES: usize = 50;
const NEEDS: &str = "Needs attention";
const TO_KNOW: &str = "To know";

fn columns(kind: Kind) -> Vec<ColumnView> {
    let column = |heading, width, is_number| ColumnView {
        heading,
        width,
        is_number,
    };
    let who = match kind {
        Kind::Triage => column("Number", "6", false),
        Kind::Office => column("Student", "10", false),
        Kind::Marking => column("Candidate", "9", false),
    };
    let mut all = vec![who];
    if kind == Kind::Marking {
        all.extend([
            column("File", "16", false),
            column("Pages", "5", true),
            column("Words", "9", true),
            column("Verdict", "7", false),
            column(TO_KNOW, "17", false),
        ]);
    } else {
        all.extend([column(NEEDS, "8", false), column(TO_KNOW, "10", false)]);
        if kind == Kind::Office {
            all.push(column("Supervisors", "8", false));
        }
        all.extend([
            column("Next", "7", false),
            column("State", "8", false),
            column("Due", "6.5", false),
            column("Late", "4.5", true),
            column("Words", "5.5", true),
            column("Must fix", "4.5", true),
            column("Ledger", "5.5", false),
        ]);
    }
    all
}

fn tiles(cohort: &Cohort) -> Vec<Tile> {
    let mut counts: BTreeMap<Attention, usize> = BTreeMap::new();
    for row in &cohort.rows {
        *counts.entry(Attention::of(row)).or_default() += 1;
    }
    let shown = Attention::ALL.iter().enumerate();
    // What the summary promises stands there also when nobody needs it.
    let always = [
        Attention::OnTime,
        Attention::Soon,
        Attention::Overdue,
        Attention::Length,
        Attention::Broken,
    ];
    shown
        .filter(|(_, it)| match cohort.kind {
            Kind::Marking => counts.contains_key(it),
            Kind::Triage | Kind::Office => counts.contains_key(it) || always.contains(it),
        })
        .map(|(at, it)| Tile {
            at,
            count: thousands(counts.get(it).copied().unwrap_or_default()),
            name: it.in_words(),
            meaning: it.meaning(),
            class: colour(*it),
        })
        .collect()
}

/// Returns the supervisors in order, each with its number.
fn supervisors(cohort: &Cohort) -> BTreeMap<&str, usize> {
    let all = cohort.rows.iter().flat_map(|row| &row.supervisors);
    let mut all: BTreeMap<&str, usize> = all.map(|name| (name.as_str(), 0)).collect();
    for (at, number) in all.values_mut().enumerate() {
        *number = at;
    }
    all
}

fn names_of(cohort: &Cohort, ids: &[String]) -> Vec<String> {
    let name = |id: &String| {
        let all = cohort.rows.iter().flat_map(|row| &row.milestones);
        let mut titles = all
            .filter(|it| it.id == *id)
            .filter_map(|it| it.title.clone());
        titles.next().map_or_else(|| id.clone(), Into::into)
    };
    ids.iter().map(name).collect()
}

fn programmes(cohort: &Cohort) -> Option<String> {
    let all = cohort
        .rows
        .iter()
        .filter_map(|row| row.programme.as_deref());
    let mut all: Vec<&str> = all.collect();
    all.sort_unstable();
    all.dedup();
    (1..=4).contains(&all.len()).then(|| all.join(" · "))
}

fn footer(kind: Kind) -> &'static str {
    match kind {
        Kind::Triage => {
            "Each number stands for a folder; nobody’s name is on this page. Late is counted to the \
             date that counts, granted extensions included; a claim that is not decided makes nobody \
             late. Made by folio. This page loads nothing and sends nothing."
        }
        Kind::Office => {
            "This page names students: keep it where the office keeps such lists, and not longer. It \
             has no candidate numbers. Late is counted to the date that counts, granted extensions \
             included; a claim that is not decided makes nobody late. Made by folio. This page loads \
             nothing and sends nothing."
        }
        Kind::Marking => {
            "This page has candidate numbers and no names. Made by folio. This page loads nothing \
             and sends nothing."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::testing::{large, row};

    fn page(cohort: &Cohort) -> String {
        html(cohort, &|_| None).unwrap()
    }

    #[test]
    fn a_page_says_who_needs_what_and_lets_no_other_script_run() {
        let html = page(&large(40, Kind::Office));
        assert!(html.contains("<h1>40 dissertations</h1>"), "{html}");
        assert_eq!(html.matches("<tr data-a=").count(), 40);
        assert_eq!(html.matches("<script").count(), 1);
        let script = html.split_once("<script>").unwrap().1;
        let script = script.split_once("</script>").unwrap().0;
        let digest = STANDARD
            .encode(Sha256::digest(script))
            .replace('/', "&#x2f;");
        assert!(
            html.contains(&format!("script-src 'sha256-{digest}'")),
            "{digest}"
        );
        for outside in ["http:", "https:", "src=", "url(", "@import"] {
            assert!(!html.contains(outside), "{outside}");
        }
        assert_eq!(html, page(&large(40, Kind::Office)));
    }

    #[test]
    fn what_a_project_wrote_is_nothing_but_text() {
        let mut cohort = large(1, Kind::Office);
        let hostile = "</td><script>alert(1)</script>\" onload=\"x\u{202e}\u{1b}[31m";
        let row = &mut cohort.rows[0];
        for text in [&mut row.name, &mut row.folder, &mut row.cid, &mut row.error] {
            *text = Some(hostile.into());
        }
        row.supervisors = vec![hostile.into()];
        row.remarks = vec![hostile.into()];
        for milestone in &mut row.milestones {
            milestone.id = hostile.into();
            milestone.title = Some(hostile.into());
        }
        let html = page(&cohort);
        assert_eq!(html.matches("<script").count(), 1);
        assert!(!html.contains(" onload=\"x") && !html.contains(['\u{202e}', '\u{1b}']));
    }

    #[test]
    fn a_page_of_one_row_without_anything_is_a_page() {
        let mut cohort = large(1, Kind::Triage);
        cohort.rows[0] = Row {
            milestones: Vec::new(),
            words: None,
            findings: None,
            ledger: None,
            error: Some("nothing received".into()),
            ..row("a")
        };
        assert!(page(&cohort).contains("nothing received"));
    }

    /// Writes the pages for a look at them in a browser; `.ci/pages.py` runs it.
    #[test]
    #[ignore = "writes files for the check in a browser"]
    fn the_example_pages_are_written() {
        let program = std::env::current_exe().unwrap();
        let folder = program.ancestors().nth(3).unwrap().join("pages");
        std::fs::create_dir_all(&folder).unwrap();
        for (name, cohort) in [
            ("cohort-office", large(60, Kind::Office)),
            ("cohort-triage", large(24, Kind::Triage)),
            ("cohort-marking", large(12, Kind::Marking)),
            ("cohort-large", large(3_000, Kind::Office)),
        ] {
            std::fs::write(folder.join(format!("{name}.html")), page(&cohort)).unwrap();
        }
    }
}
