//! What is heard of the finished PDF: transcripts that a person can read aloud.

use std::path::Path;

use crate::sandbox::Sandbox;
use crate::transcript::transcript;

const LOOKS: [&str; 2] = ["classic", "accessible"];

fn stress() -> Sandbox {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/heard");
    Sandbox::empty().with_folder(&folder, "")
}

#[track_caller]
fn heard(sandbox: &Sandbox) -> String {
    let said = sandbox.run(["build"]);
    assert!(said.starts_with("exit 0\n"), "{said}");
    assert!(said.contains("PDF/A-2a and PDF/UA-1"), "{said}");
    transcript(&sandbox.pdf())
}

/// Compares what is heard with the transcript that is kept under a name.
#[track_caller]
fn is_kept(name: &str, heard: &str) {
    insta::with_settings!({snapshot_path => "../data/heard", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(name, heard);
    });
}

#[test]
fn a_document_of_everything_is_heard_as_it_is_seen() {
    for look in LOOKS {
        is_kept(look, &heard(&stress().with_look(look)));
    }
}

#[test]
fn the_small_sample_is_heard_as_it_is_seen() {
    for look in LOOKS {
        let sample = Sandbox::sample("minimal").with_look(look);
        is_kept(&format!("minimal-{look}"), &heard(&sample));
    }
}

/// What only says how a part of a line looks, or where it leads.
const INLINE: [&str; 8] = [
    "Link",
    "Span",
    "Strong",
    "Em",
    "Lbl",
    "Reference",
    "Code",
    "*",
];

/// The words that are heard, without numbers of pages.
fn words(transcript: &str) -> Vec<String> {
    let mut all = String::new();
    for line in transcript.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix('“') {
            all.push_str(text.strip_suffix('”').unwrap_or(text));
        } else if !INLINE.contains(&line.split(' ').next().unwrap_or_default()) {
            all.push('\n');
        }
    }
    let all = all.replace('\u{ad}', "");
    let words = all.split_whitespace().map(str::to_owned);
    words
        .filter(|word| !word.chars().all(|c| c.is_ascii_digit()))
        .collect()
}

#[test]
fn both_looks_of_a_sample_say_the_same_words_and_no_link_is_named_by_a_page_alone() {
    let [classic, accessible] = LOOKS.map(|look| {
        let sample = Sandbox::sample("digital-readiness").with_look(look);
        heard(&sample)
    });
    let names = |heard: &str| {
        let names = heard
            .lines()
            .filter_map(|line| line.trim().strip_prefix("* named "));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    is_kept("digital-readiness-classic", &classic);
    is_kept("digital-readiness-accessible", &accessible);
    assert!(names(&classic).len() > 200);
    for name in names(&classic).iter().chain(&names(&accessible)) {
        let title = name.split(", page").next().unwrap_or_default();
        assert!(
            title.len() > 3 && !title.starts_with("\"Chapter,"),
            "{name}"
        );
    }
    let said = [classic, accessible].map(|heard| words(&heard));
    for (here, there) in [(0, 1), (1, 0)] {
        // Floats stand elsewhere in the two looks, and are heard where they stand.
        let mut others = said[there].clone();
        let missing: Vec<&String> = said[here]
            .iter()
            .filter(
                |word| match others.iter().position(|other| other == *word) {
                    Some(at) => {
                        others.swap_remove(at);
                        false
                    }
                    None => true,
                },
            )
            .collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", LOOKS[there]);
    }
}
