//! One opened dissertation, asked again and again: what it answers is what a fresh process answers.

use std::fs;
use std::path::Path;
use std::time::Duration;

use folio::diagnostics::Today;
use folio::dissertation::{Edition, Moment, OpenRequest};
use folio::pipeline::{BuildRequest, Built, CountReport, CountRequest, Request};
use folio::worker::{Answer, Limits, PDF, WorkError, Worker};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};

use crate::sandbox::Sandbox;

/// So many edits, one after the other, of one project that stays open.
const EDITS: usize = 200;
/// After so many edits the PDFs are compared as well, to the byte.
const COMPARE_PDFS: usize = 20;

fn limits(seconds: u64, mib: usize) -> Limits {
    Limits {
        time: Duration::from_secs(seconds),
        memory_bytes: mib << 20,
    }
}

fn worker(limits: Limits) -> Worker {
    Worker::new(assert_cmd::cargo::cargo_bin!("folio"), limits, |_| {})
}

fn opening(root: &Path) -> OpenRequest {
    OpenRequest {
        root: root.to_path_buf(),
        rules: None,
        moment: Moment::of(Today("2026-11-22".parse().unwrap())),
        despite_mistakes: false,
        as_received: false,
    }
}

fn count_request() -> Request {
    Request::Count(CountRequest {
        words: true,
        ..CountRequest::of(Edition::submission(false))
    })
}

/// What came of a question, in a form that can be compared.
fn said(answer: Result<Answer<CountReport>, WorkError>) -> String {
    match answer {
        Ok(answer) => serde_json::to_string(&answer.said).unwrap(),
        Err(WorkError::Failed(failure)) => serde_json::to_string(&failure).unwrap(),
        Err(other) => panic!("{other:?}"),
    }
}

fn pdf(worker: &mut Worker) -> Option<Vec<u8>> {
    let built: Result<Answer<Built>, _> = worker.ask(Request::Build(BuildRequest::submission()));
    match built {
        Ok(mut built) => Some(built.take(PDF)),
        Err(WorkError::Failed(_)) => None,
        Err(other) => panic!("{other:?}"),
    }
}

/// A small project with everything that can change.
fn project() -> Sandbox {
    Sandbox::without_chapters()
        .write("references.bib", "@book{a2001, author = {Featherstone, Ann}, title = {A title}, publisher = {P}, date = {2001}}\n")
        .write("front/abstract.md", "The EPR in short.\n")
        .write("chapters/01-one.md", "# One\n\nThe EPR of the trust.\n\n*[EPR]: record\n")
        .write("chapters/02-two.md", "# Two\n\nA claim [@a2001].\n\n![A picture](../figures/a.svg)\n")
        .write("chapters/03-three.typ", "= Three\n\nText in _Typst_.\n\n#include \"/parts/part.md\"\n")
        .write("parts/part.md", "A part of a chapter.\n")
        .write("figures/a.svg", picture(1))
}

fn picture(size: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"9\"><rect width=\"{0}\" height=\"9\"/></svg>",
        10 + size
    )
}

/// Changes something; numbers choose what.
fn edit(root: &Path, (kind, at, value): (usize, usize, usize)) {
    let path = |name: &str| root.join(name);
    let texts = [
        "chapters/01-one.md",
        "chapters/02-two.md",
        "chapters/03-three.typ",
        "parts/part.md",
        "front/abstract.md",
    ];
    let file = path(texts[at % texts.len()]);
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    match kind % 12 {
        // A word in the middle of a text.
        0..=2 => {
            let text = read(&file);
            let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
            let at = spaces
                .get(value % spaces.len().max(1))
                .copied()
                .unwrap_or(0);
            let word = [" trust", " *strong*", " EPR", " `code`", " [@a2001]"][value % 5];
            let is_typst = file.extension().is_some_and(|it| it == "typ");
            let word = if is_typst { " trust" } else { word };
            fs::write(&file, format!("{}{word}{}", &text[..at], &text[at..])).unwrap();
        }
        // A paragraph at the end, or the last one gone.
        3 => fs::write(&file, format!("{}\nParagraph {value}.\n", read(&file))).unwrap(),
        4 => {
            let text = read(&file);
            if let Some((text, _)) = text.trim_end().rsplit_once("\n\n") {
                fs::write(&file, format!("{text}\n")).unwrap();
            }
        }
        // The glossary.
        5 => {
            let text = read(&path(texts[0]));
            let meaning = ["record", "electronic patient record"][value % 2];
            let (before, _) = text.rsplit_once("\n*[EPR]").unwrap_or((&text, ""));
            fs::write(path(texts[0]), format!("{before}\n*[EPR]: {meaning}\n")).unwrap();
        }
        // A figure: another one, none, and one again.
        6 => fs::write(path("figures/a.svg"), picture(value)).unwrap(),
        7 => {
            let _ = fs::remove_file(path("figures/a.svg"));
        }
        // The manifest, also one that cannot be read.
        8 => {
            let limit = [
                "limit = 100",
                "limit = 9000",
                "limits = 3",
                "policy = \"all-text\"",
            ];
            let manifest = format!(
                "[dissertation]\ntitle = \"Title {value}\"\nauthor = \"A. Student\"\n[words]\n{}\n",
                limit[value % limit.len()]
            );
            fs::write(path("folio.toml"), manifest).unwrap();
        }
        // A chapter more, a chapter less.
        9 => fs::write(
            path("chapters/04-four.md"),
            format!("# Four\n\nText {value}.\n"),
        )
        .unwrap(),
        10 => {
            let _ = fs::remove_file(path("chapters/04-four.md"));
        }
        // The references, also with a mistake.
        _ => {
            let end = ["}", "", "}\n@book{b2002, title = {B}, date = {2002}}"][value % 3];
            let entry = format!(
                "@book{{a2001, author = {{Featherstone, Ann}}, title = {{Title {value}}}, publisher = {{P}}, date = {{2001}}{end}\n"
            );
            fs::write(path("references.bib"), entry).unwrap();
        }
    }
}

#[test]
fn a_project_that_is_refreshed_answers_as_a_fresh_process_does() {
    let sandbox = project();
    let root = sandbox.path("");
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let edits = (0..12_usize, 0..5_usize, 0..1000_usize);
    let mut warm = worker(limits(60, 2048));
    warm.open(opening(&root)).unwrap();
    assert!(!warm.ask::<CountReport>(count_request()).unwrap().is_cold);
    for round in 0..EDITS {
        let change = edits.new_tree(&mut runner).unwrap().current();
        edit(&root, change);
        let refreshed = warm.refresh(None).map(|answer| answer.said.changed.len());
        let warm_said = said(warm.ask(count_request()));
        let mut fresh = worker(limits(60, 2048));
        let opened = fresh.open(opening(&root));
        assert_eq!(opened.is_ok(), refreshed.is_ok(), "{round}: {change:?}");
        if opened.is_ok() {
            let fresh_said = said(fresh.ask(count_request()));
            assert_eq!(warm_said, fresh_said, "{round}: {change:?}");
            if round % COMPARE_PDFS == 0 {
                assert!(pdf(&mut warm) == pdf(&mut fresh), "{round}: {change:?}");
            }
        }
    }
}

#[test]
fn a_question_that_takes_too_much_does_not_harm_the_next() {
    let sandbox = project();
    let root = sandbox.path("");
    let chapter = sandbox.path("chapters/03-three.typ");
    let sound = fs::read_to_string(&chapter).unwrap();
    let mut worker = worker(limits(60, 2048));
    worker.open(opening(&root)).unwrap();
    let before = said(worker.ask(count_request()));

    fs::write(
        &chapter,
        "= Three\n\n#for a in range(9000) { for b in range(9000) { for c in range(9000) { } } }\n",
    )
    .unwrap();
    worker.refresh(None).unwrap();
    worker.limit(limits(2, 2048));
    let late = worker.ask::<CountReport>(count_request());
    assert!(matches!(late, Err(WorkError::TimedOut { .. })), "{late:?}");

    fs::write(
        &chapter,
        "= Three\n\n#let big = range(1000000000)\n#big.len()\n",
    )
    .unwrap();
    worker.limit(limits(60, 300));
    let large = worker.ask::<CountReport>(count_request());
    assert!(
        matches!(large, Err(WorkError::OutOfMemory { .. })),
        "{large:?}"
    );

    fs::write(&chapter, sound).unwrap();
    worker.limit(limits(60, 2048));
    let answer = worker.ask::<CountReport>(count_request());
    assert!(answer.as_ref().is_ok_and(|answer| answer.is_cold));
    assert_eq!(said(answer), before);
    let again = worker.ask::<CountReport>(count_request());
    assert!(again.is_ok_and(|answer| !answer.is_cold));
}

#[test]
fn a_child_that_holds_too_much_is_replaced_and_answers_the_same() {
    let sandbox = project();
    let open = limits(120, 2048);
    let mut worker = worker(open);
    worker.open(opening(&sandbox.path(""))).unwrap();
    let before = said(worker.ask(count_request()));
    let mut replaced = None;
    // Half of the allowance is what may stay: it shrinks until that is too little, which is long
    // before a look at files that did not change is ended.
    for mib in (0..=10).rev().map(|power| 1 << power) {
        worker.limit(limits(120, mib));
        let looked = worker.refresh(None).unwrap();
        assert!(!looked.is_cold, "{mib}");
        worker.limit(open);
        let answer: Answer<CountReport> = worker.ask(count_request()).unwrap();
        let is_cold = answer.is_cold;
        assert_eq!(said(Ok(answer)), before, "{mib}");
        if is_cold {
            replaced = Some(mib);
            break;
        }
    }
    assert!(replaced.is_some_and(|mib| mib < 1024), "{replaced:?}");
    let next: Answer<CountReport> = worker.ask(count_request()).unwrap();
    assert!(!next.is_cold);
}
