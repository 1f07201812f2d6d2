//! Works of forty kinds and shapes in six styles, line by line.
//!
//! `tests/data/references/golden/STYLE.txt` holds what is printed. Each line was compared with
//! pandoc 3.9 (`--citeproc` with the same `.bib` and style) and differs from it only where the head
//! of the file says why. The two styles of Imperial College are not part of folio: their files are
//! read from the folder that `FOLIO_CSL_STYLES` names, and skipped without it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::csl::{Cite, Cluster, Form, Locator, Style, plain};
use crate::diagnostics::{ProjectPath, Store};
use crate::references::{Bibliography, prepare};

const STYLES: [&str; 4] = [
    "harvard-cite-them-right",
    "apa",
    "nlm-citation-sequence",
    "chicago-notes",
];

const OUTSIDE: [&str; 2] = [
    "imperial-college-london-author-date",
    "imperial-college-london-numerical",
];

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/references")
}

fn works(style: &str) -> Bibliography {
    let store = Store::folder(&data()).unwrap();
    prepare(
        &store,
        &[ProjectPath::new("golden.bib").unwrap()],
        style,
        None,
    )
}

/// Returns the lines of each work: cited in a bracket, in a sentence, with a page, and listed.
fn printed(works: &Bibliography) -> String {
    let mut text = String::new();
    for entry in &works.entries {
        let cluster = |form, page: Option<&str>| Cluster {
            cites: vec![Cite {
                key: entry.key.clone(),
                form,
                locator: page.map(|page| Locator {
                    label: "page".to_owned(),
                    text: page.to_owned(),
                }),
                ..Cite::default()
            }],
            ..Cluster::default()
        };
        let clusters = [
            cluster(Form::Bracket, None),
            cluster(Form::Narrative, None),
            cluster(Form::Bracket, Some("33-5")),
        ];
        let done = works.printed(&clusters);
        writeln!(text, "{}", entry.key).unwrap();
        for pieces in &done.clusters {
            writeln!(text, "  {}", plain(pieces)).unwrap();
        }
        for reference in &done.list {
            writeln!(text, "  {}", plain(&reference.pieces)).unwrap();
        }
    }
    text
}

#[track_caller]
fn compare(name: &str, works: &Bibliography) {
    let path = data().join("golden").join(format!("{name}.txt"));
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let expected: String = kept
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    let shown = printed(works);
    let differs = |(a, b): &(&str, &str)| a != b;
    let first = shown.lines().zip(expected.lines()).find(differs);
    assert_eq!(
        first, None,
        "{name}: first what is printed, then what is kept"
    );
    assert_eq!(shown.lines().count(), expected.lines().count(), "{name}");
}

#[test]
fn every_line_is_printed_as_the_style_has_it() {
    for style in STYLES {
        compare(style, &works(style));
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the styles lie outside the project: the environment says where"
)]
fn every_line_is_printed_as_the_styles_of_imperial_college_have_it() {
    let Some(folder) = std::env::var_os("FOLIO_CSL_STYLES") else {
        println!("skipped: FOLIO_CSL_STYLES names no folder");
        return;
    };
    for name in OUTSIDE {
        let text = std::fs::read_to_string(Path::new(&folder).join(format!("{name}.csl"))).unwrap();
        let mut works = works("apa");
        works.style = Some(Style::from_xml(&text).unwrap());
        compare(name, &works);
    }
}
