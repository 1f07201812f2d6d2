//! What a cold build asks of the engine: how often the pages are laid out until nothing changes any
//! more, and how long each of the kinds of its work takes, by the engine's own record of time.
//!
//! `cargo bench --bench passes` prints it for the sample; `cargo bench --bench passes -- FOLDER` for
//! another project. The number of layouts is the same on every machine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use folio::diagnostics::Today;
use folio::dissertation::{Dissertation, Moment, OpenRequest};
use folio::pipeline::{self, BuildRequest};
use serde_json::Value;

/// The engine's name for laying out all pages once.
const LAYOUT: &str = "layout document";

fn main() {
    let given = std::env::args().skip(1).find(|it| !it.starts_with("--"));
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/digital-readiness");
    let root = given.map_or(sample, PathBuf::from);
    typst_timing::enable();
    let request = OpenRequest {
        root,
        rules: None,
        moment: Moment::of(Today("2026-11-22".parse().expect("it is a date"))),
        despite_mistakes: false,
        as_received: false,
    };
    let mut dissertation =
        Dissertation::open(&request, Arc::new(|_| {})).expect("there is a project");
    pipeline::build(&mut dissertation, &BuildRequest::submission()).expect("the project builds");
    let mut record = Vec::new();
    typst_timing::export_json(&mut record, |_| (String::new(), 0)).expect("a record of time");
    let events: Vec<Value> = serde_json::from_slice(&record).expect("the record is JSON");
    print(&events);
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn print(events: &[Value]) {
    let mut open: Vec<(u64, &str, f64)> = Vec::new();
    let mut layouts = Vec::new();
    let mut kinds: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
    for event in events {
        let name = event["name"].as_str().expect("an event has a name");
        let thread = event["tid"].as_u64().expect("an event has a thread");
        let at = event["ts"].as_f64().expect("an event has a time") / 1000.0;
        if event["ph"] == "B" {
            open.push((thread, name, at));
            continue;
        }
        let began = open
            .iter()
            .rposition(|it| (it.0, it.1) == (thread, name))
            .map(|at| open.remove(at).2)
            .expect("what ends has begun");
        if name == LAYOUT {
            layouts.push(at - began);
        }
        // The work of a layout ends before it does; what comes between two is the next one's.
        let kind = kinds.entry(name).or_default();
        kind.resize(layouts.len() + 1, (0, 0.0));
        let of_layout = kind.last_mut().expect("it has just been given");
        of_layout.0 += 1;
        of_layout.1 += at - began;
    }
    let each: Vec<String> = layouts.iter().map(|ms| format!("{ms:.0}")).collect();
    println!("{} layouts, ms: {}", layouts.len(), each.join(" "));
    let all = |kind: &[(usize, f64)]| kind.iter().map(|it| it.1).sum::<f64>();
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by(|a, b| all(&b.1).total_cmp(&all(&a.1)));
    for (name, kind) in kinds.iter().take(25) {
        let each: Vec<String> = kind
            .iter()
            .map(|(times, ms)| format!("{times:>6} ×{ms:>8.1} ms"))
            .collect();
        println!("{name:<30} {}", each.join(" "));
    }
}
