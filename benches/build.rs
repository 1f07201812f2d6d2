//! How long a build takes: the sample, and a project of 100,000 words, cold and after an edit; how
//! long a count takes, and which shares of a build are the counting and the proving: what is printed
//! held to the laws of the pages.
//!
//! `cargo bench` runs it. Whole processes are compared with the stock engine by
//! `benches/against-typst.sh`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use divan::Bencher;
use folio::diagnostics::Today;
use folio::dissertation::{Dissertation, Edition, Listener, Moment, OpenRequest, Progress, Stage};
use folio::pipeline::{self, BuildRequest, CountRequest};
use tempfile::TempDir;

fn main() {
    for (name, (_folder, root)) in [("the sample", sample()), ("100,000 words", large())] {
        for (what, stage) in [("counting", Stage::Counting), ("proving", Stage::Proving)] {
            comemo::evict(0);
            let (part, whole) = stage_in_a_build(&root, stage);
            let share = part.as_secs_f64() / whole.as_secs_f64() * 100.0;
            say(&format!(
                "{what} takes {part:.1?} of {whole:.1?} of a build of {name}: {share:.1} %"
            ));
        }
    }
    divan::main();
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn say(line: &str) {
    println!("{line}");
}

/// Returns how long a stage of a build takes, and how long the build does.
fn stage_in_a_build(root: &Path, stage: Stage) -> (Duration, Duration) {
    let times = Arc::new(Mutex::new((Duration::ZERO, None::<Instant>)));
    let shared = Arc::clone(&times);
    let listener: Listener = Arc::new(move |now: &Progress| {
        let mut times = shared.lock().expect("nobody panics with it");
        if let Some(began) = times.1.take() {
            times.0 += began.elapsed();
        }
        if *now == (Progress::Stage { stage }) {
            times.1 = Some(Instant::now());
        }
    });
    let began = Instant::now();
    build(&mut opened(root, listener));
    let whole = began.elapsed();
    let part = times.lock().expect("nobody panics with it").0;
    (part, whole)
}

fn opened(root: &Path, listener: Listener) -> Dissertation {
    let request = OpenRequest {
        root: root.into(),
        rules: None,
        moment: Moment::of(Today("2026-11-22".parse().expect("it is a date"))),
        despite_mistakes: false,
        as_received: false,
    };
    Dissertation::open(&request, listener).expect("there is a project")
}

fn silent(root: &Path) -> Dissertation {
    opened(root, Arc::new(|_| {}))
}

fn build(dissertation: &mut Dissertation) -> usize {
    let output = pipeline::build(dissertation, &BuildRequest::submission());
    output.expect("the project builds").file.len()
}

fn count(dissertation: &mut Dissertation) -> usize {
    let request = CountRequest::of(Edition::submission(false));
    let output = pipeline::count(dissertation, &request);
    output.expect("the project counts").report.short.counted
}

fn sample() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/digital-readiness");
    for entry in walkdir::WalkDir::new(&source)
        .into_iter()
        .filter_map(Result::ok)
    {
        let below = entry
            .path()
            .strip_prefix(&source)
            .expect("it was found there");
        if entry.file_type().is_file() && !below.starts_with("output") {
            let target = folder.path().join(below);
            fs::create_dir_all(target.parent().expect("it has a folder")).expect("a folder");
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
    let root = folder.path().to_path_buf();
    (folder, root)
}

/// Writes a project of about 100,000 words: forty chapters of prose with citations, notes, lists
/// and tables, and 150 references.
fn large() -> (TempDir, PathBuf) {
    const WORDS: [&str; 24] = [
        "the",
        "readiness",
        "of",
        "an",
        "organisation",
        "depends",
        "on",
        "work",
        "that",
        "nobody",
        "planned",
        "for",
        "and",
        "clinicians",
        "describe",
        "it",
        "as",
        "time",
        "taken",
        "from",
        "patients",
        "without",
        "being",
        "recorded",
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().to_path_buf();
    fs::create_dir_all(root.join("chapters")).expect("a folder");
    let mut seed = 7_u32;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    let mut sentence = |words: usize| {
        let words: Vec<&str> = (0..words).map(|_| WORDS[next(WORDS.len())]).collect();
        words.join(" ")
    };
    for chapter in 1..=40 {
        let mut text = format!("# Chapter of number {chapter}\n\n");
        for section in 0..10 {
            let _ = write!(text, "## Section {section}\n\n");
            for paragraph in 0..3 {
                let key = (chapter * 30 + section * 3 + paragraph) % 150;
                let _ = write!(
                    text,
                    "{} [@key{key}]. {} *{}* {}.\n\n",
                    sentence(30),
                    sentence(20),
                    sentence(3),
                    sentence(20)
                );
            }
            let _ = write!(text, "- {}\n- {}\n\n", sentence(8), sentence(8));
        }
        let _ = write!(
            text,
            "A note.[^n]\n\n[^n]: {}\n\n| a | b |\n|---|---|\n| {} | {} |\n\n: A caption {{#tbl:t{chapter}}}\n",
            sentence(12),
            sentence(3),
            sentence(3)
        );
        fs::write(root.join(format!("chapters/{chapter:02}-part.md")), text).expect("a chapter");
    }
    let mut references = String::new();
    for key in 0..150 {
        let _ = write!(
            references,
            "@article{{key{key},\n  author = {{Author{key}, Anna and Other, Ben}},\n  title = {{Title of number {key}}},\n  journal = {{Journal of Numbers}},\n  volume = {{{key}}},\n  year = {{{}}}\n}}\n",
            1990 + key % 30
        );
    }
    fs::write(root.join("references.bib"), references).expect("references");
    fs::write(
        root.join("folio.toml"),
        "[dissertation]\ntitle = \"A large one\"\nauthor = \"A. Student\"\n[words]\nlimit = 200_000\n[bibliography]\nfiles = [\"references.bib\"]\n",
    )
    .expect("a manifest");
    (folder, root)
}

/// Changes one word of a chapter.
fn edit(chapter: &Path, round: usize) {
    let text = fs::read_to_string(chapter).expect("a chapter");
    let at = text
        .rfind("work")
        .or_else(|| text.rfind("the"))
        .expect("a word to change");
    let end = text[at..]
        .find(' ')
        .map_or(text.len(), |length| at + length);
    let text = format!("{}work{round}{}", &text[..at], &text[end..]);
    fs::write(chapter, text).expect("a chapter");
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn sample_cold(bencher: Bencher) {
    let (_folder, root) = sample();
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_local_values(|()| build(&mut silent(&root)));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn sample_after_a_one_word_edit(bencher: Bencher) {
    let (_folder, root) = sample();
    let mut warm = silent(&root);
    build(&mut warm);
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            edit(&root.join("chapters/01-introduction.md"), round);
        })
        .bench_local_values(|()| {
            warm.refresh(None).expect("there is a project");
            build(&mut warm)
        });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn hundred_thousand_words_cold(bencher: Bencher) {
    let (_folder, root) = large();
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_local_values(|()| build(&mut silent(&root)));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn hundred_thousand_words_after_a_one_word_edit(bencher: Bencher) {
    let (_folder, root) = large();
    let mut warm = silent(&root);
    build(&mut warm);
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            edit(&root.join("chapters/20-part.md"), round);
        })
        .bench_local_values(|()| {
            warm.refresh(None).expect("there is a project");
            build(&mut warm)
        });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn sample_count_cold(bencher: Bencher) {
    let (_folder, root) = sample();
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_local_values(|()| count(&mut silent(&root)));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn hundred_thousand_words_count_cold(bencher: Bencher) {
    let (_folder, root) = large();
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_local_values(|()| count(&mut silent(&root)));
}
