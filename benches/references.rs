//! References: reading files, and printing what is cited.
//!
//! The goals: 3,000 entries read in under 50 ms, 300 references and 600 citations printed in under
//! 60 ms.

use std::collections::BTreeMap;

use divan::Bencher;
use folio::csl::{Cite, Cluster, Item, Style, format};
use folio::diagnostics::{ProjectPath, Store};
use folio::references::{Bibliography, prepare};

const BIB: &str = include_str!("../tests/data/references/golden.bib");

fn main() {
    divan::main();
}

/// Returns a file of so many works, made of those of the tests.
fn library(count: usize) -> Store {
    let entries: Vec<&str> = BIB.lines().filter(|line| line.starts_with('@')).collect();
    let mut text = String::new();
    for (at, entry) in entries.iter().cycle().take(count).enumerate() {
        let entry = entry.replacen(',', &format!("{at},"), 1);
        let round = at / entries.len();
        text += &entry.replacen(" and ", &format!("{round} and "), 1);
        text.push('\n');
    }
    let path = ProjectPath::new("r.bib").expect("it is a plain name");
    Store::memory([(path, text.into_bytes().into())].into())
}

fn read(store: &Store) -> Bibliography {
    let path = ProjectPath::new("r.bib").expect("it is a plain name");
    prepare(store, &[path], "apa", None)
}

#[divan::bench]
fn three_thousand_entries_are_read(bencher: Bencher) {
    let store = library(3_000);
    bencher.bench(|| read(&store).entries.len());
}

#[divan::bench(args = ["apa", "harvard-cite-them-right", "nlm-citation-sequence", "chicago-notes"])]
fn three_hundred_references_and_six_hundred_citations_are_printed(bencher: Bencher, style: &str) {
    let works = read(&library(300));
    let entries = works.entries.iter();
    let items: BTreeMap<String, Item> = entries
        .map(|entry| (entry.key.clone(), entry.item.clone()))
        .collect();
    let keys: Vec<&String> = items.keys().collect();
    let clusters: Vec<Cluster> = (0..600)
        .map(|at| Cluster {
            cites: vec![Cite {
                key: keys[at * 7 % keys.len()].clone(),
                ..Cite::default()
            }],
            ..Cluster::default()
        })
        .collect();
    let style = Style::built_in(style).expect("folio brings it");
    bencher.bench_local(|| format(&style, Some("en-GB"), &items, &clusters));
}
