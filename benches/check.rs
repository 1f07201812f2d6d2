//! What a check costs beside a build of the same project, and how fast it is without pages.
//!
//! `cargo bench --bench check` prints the share first: the two are run by turns, each from nothing,
//! so that a busy computer slows both.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use divan::Bencher;
use folio::diagnostics::Today;
use folio::dissertation::{Dissertation, Moment, OpenRequest};
use folio::pipeline::{self, BuildRequest, CheckRequest};
use tempfile::TempDir;

/// How often each of the two is run.
const ROUNDS: usize = 9;

fn main() {
    let (_folder, root) = sample();
    let (build_time, check_time) = by_turns(&root);
    let over = check_time.as_secs_f64() / build_time.as_secs_f64() * 100.0 - 100.0;
    say(&format!(
        "check takes {check_time:.1?}, build {build_time:.1?} (medians of {ROUNDS}): {over:+.1} %"
    ));
    divan::main();
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn say(line: &str) {
    println!("{line}");
}

/// Returns the medians of building and of checking.
fn by_turns(root: &Path) -> (Duration, Duration) {
    let mut builds = Vec::new();
    let mut checks = Vec::new();
    for _ in 0..ROUNDS {
        builds.push(timed(|| build(root)));
        checks.push(timed(|| check(root, false)));
    }
    (median(builds), median(checks))
}

fn timed(work: impl FnOnce() -> usize) -> Duration {
    comemo::evict(0);
    let began = Instant::now();
    divan::black_box(work());
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn today() -> Today {
    Today("2026-11-22".parse().expect("it is a date"))
}

fn opened(root: &Path) -> Dissertation {
    let request = OpenRequest {
        root: root.into(),
        rules: None,
        moment: Moment::of(today()),
        despite_mistakes: false,
        as_received: false,
    };
    Dissertation::open(&request, Arc::new(|_| {})).expect("there is a project")
}

fn build(root: &Path) -> usize {
    let output = pipeline::build(&mut opened(root), &BuildRequest::submission());
    output.expect("the project builds").file.len()
}

fn check(root: &Path, fast: bool) -> usize {
    let request = CheckRequest {
        for_people: true,
        signers: None,
        milestone: Some("submission".into()),
        fast,
        only: None,
        confidential: Some("Northumbria Ferncliffe\nQuillon Abernathy-Voss\n".into()),
        anonymous: false,
    };
    let report = pipeline::check(&mut opened(root), &request).expect("the project is checked");
    report.findings.len()
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

#[divan::bench(sample_count = 7, sample_size = 1)]
fn sample_built(bencher: Bencher) {
    let (_folder, root) = sample();
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_local_values(|()| build(&root));
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn sample_checked(bencher: Bencher) {
    let (_folder, root) = sample();
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_local_values(|()| check(&root, false));
}

#[divan::bench(sample_count = 25, sample_size = 1)]
fn sample_checked_fast(bencher: Bencher) {
    let (_folder, root) = sample();
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_local_values(|()| check(&root, true));
}
