//! What was written since a milestone was marked ready, in the words that count.

use serde_json::Value;

use crate::copies::{Copies, READY, approval, record};

const CHAPTER: &str = "a/chapters/01-introduction.md";
const TABLE: &str =
    "# Introduction\n\nFour words of text.\n\n| Ward | Beds |\n|---|---|\n| north | twelve |\n";

/// Returns a copy in which a chapter with a table is ready.
fn tabled() -> Copies {
    let copies = Copies::new();
    copies.write(CHAPTER, TABLE);
    copies.run("a", "2026-12-01", &READY).exits(0);
    copies
}

fn drift(copies: &Copies) -> Value {
    let json = copies.run("a", "2026-12-02", &["status", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    json["milestones"][0]["drift"].clone()
}

#[test]
fn the_words_that_count_are_counted_and_nothing_else() {
    let copies = tabled();
    let none = serde_json::json!({
        "words-added": 0, "words-removed": 0, "estimated": false, "since": "ready"
    });
    assert_eq!(drift(&copies), none);
    let more = "| south | ten |\n\n<!-- ten words that nobody sees on any page here -->\n";
    let labelled = TABLE.replace("# Introduction", "# Introduction {#sec:start}");
    copies.write(CHAPTER, labelled + more);
    let two = serde_json::json!({
        "words-added": 2, "words-removed": 0, "estimated": false, "since": "ready"
    });
    assert_eq!(drift(&copies), two);
    copies
        .run("a", "2026-12-02", &["status"])
        .says("Tutorial 1: 2 words added and 0 words removed since it was marked ready");
    copies
        .run("a", "2026-12-02", &["diff", "tutorial-1"])
        .exits(0)
        .says("2 words added and 0 words removed in 1 chapter");
    record(&copies, "2026-12-02", &approval("e-mail"))
        .exits(0)
        .says("note: 2 words added and 0 words removed since `tutorial-1` was marked ready");
    assert_eq!(drift(&copies)["since"], "decision");
}

#[test]
fn growth_is_told_since_a_milestone_and_since_a_day() {
    let copies = tabled();
    copies.write(CHAPTER, format!("{TABLE}| south | ten |\n"));
    let since = |what: &str| copies.run("a", "2026-12-02", &["count", "--since", what]);
    since("tutorial-1")
        .exits(0)
        .says("Since `tutorial-1` was marked ready on 1 December 2026");
    for day in ["2026-12-01", "1 December 2026", "yesterday"] {
        let told = since(day).exits(0).transcript;
        assert!(
            told.contains("Since what was recorded last, on 1 December 2026"),
            "{told}"
        );
        assert!(told.contains("introduction"), "{told}");
    }
    since("2026-11-30")
        .exits(2)
        .says("no words were recorded until 30 November 2026");
    since("tutorial-9")
        .exits(2)
        .says("`tutorial-9` is no milestone and no day");
}

#[test]
fn words_that_code_makes_are_counted_as_they_are_printed() {
    let copies = Copies::new();
    std::fs::remove_file(copies.path(CHAPTER)).unwrap();
    let chapter = "a/chapters/01-introduction.typ";
    copies.write(chapter, "= Introduction\n\nFour words of text.\n");
    copies.run("a", "2026-12-01", &READY).exits(0);
    copies.write(
        chapter,
        "= Introduction\n\nFour words of text.\n\n#lorem(50)\n",
    );
    assert_eq!(drift(&copies)["words-added"], 50);
}

#[test]
fn a_round_that_kept_no_words_is_estimated_and_says_so() {
    let copies = tabled();
    let words = "a/milestones/tutorial-1/1/1-01-introduction.md.words.txt";
    assert!(copies.read(words).contains("north twelve"));
    std::fs::remove_file(copies.path(words)).unwrap();
    copies.write(CHAPTER, format!("{TABLE}\nOne more.\n"));
    assert_eq!(drift(&copies)["estimated"], true);
    copies
        .run("a", "2026-12-02", &["status"])
        .says("about 2 words added and 0 words removed since it was marked ready");
    copies
        .run("a", "2026-12-02", &["milestone", "verify"])
        .exits(0);
}
