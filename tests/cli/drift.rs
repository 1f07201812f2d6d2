//! What was written since a milestone was marked ready, in the words that count.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
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
        .says("no words are known until 30 November 2026");
    since("tutorial-9")
        .exits(2)
        .says("`tutorial-9` is no milestone and no day");
}

/// Commits the small dissertation as git does, with its chapter; names are not digests here.
fn commit(copies: &Copies, name: char, parent: Option<char>, at: &str, chapter: &str) {
    let id = |object: &str, name: char| format!("{object}{}", name.to_string().repeat(38));
    let put = |id: &str, kind: &str, body: &[u8]| {
        let whole = [format!("{kind} {}\0", body.len()).as_bytes(), body].concat();
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&whole).unwrap();
        let folder = copies.path(format!("a/.git/objects/{}", &id[..2]));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(&id[2..]), packed.finish().unwrap()).unwrap();
    };
    let entry = |mode: &str, file: &str, id: &str| {
        let pairs = (0..40).step_by(2);
        let bytes = pairs.map(|at| u8::from_str_radix(&id[at..at + 2], 16).unwrap());
        let head = format!("{mode} {file}\0").into_bytes();
        head.into_iter().chain(bytes).collect::<Vec<u8>>()
    };
    let manifest = std::fs::read(copies.path("a/folio.toml")).unwrap();
    let (text, rules) = (id("b0", name), id("b1", name));
    put(&text, "blob", chapter.as_bytes());
    put(&rules, "blob", &manifest);
    let (folder, root) = (id("d0", name), id("d1", name));
    put(
        &folder,
        "tree",
        &entry("100644", "01-introduction.md", &text),
    );
    let inside = [
        entry("40000", "chapters", &folder),
        entry("100644", "folio.toml", &rules),
    ];
    put(&root, "tree", &inside.concat());
    let parent = parent.map_or(String::new(), |name| format!("parent {}\n", id("c0", name)));
    let seconds = at.parse::<jiff::Timestamp>().unwrap().as_second();
    let body = format!("tree {root}\n{parent}committer A <a@example.org> {seconds} +0000\n\nx\n");
    put(&id("c0", name), "commit", body.as_bytes());
    copies.write("a/.git/HEAD", id("c0", name));
}

#[test]
fn growth_is_told_since_what_git_keeps_of_a_day() {
    let copies = Copies::new();
    commit(
        &copies,
        '1',
        None,
        "2026-11-28T20:00:00Z",
        "# Introduction\n\nOne.\n",
    );
    commit(
        &copies,
        '2',
        Some('1'),
        "2026-11-30T20:00:00Z",
        "# Introduction\n\nOne, two.\n",
    );
    copies.write(CHAPTER, "# Introduction\n\nOne, two, three.\n");
    copies.write("a/chapters/03-more.md", "# More\n\nFour.\n");
    let since = |what: &str| {
        let args = ["count", "--since", what, "--format", "json"];
        let told = copies.run("a", "2026-12-01", &args);
        serde_json::from_str::<Value>(&told.stdout).unwrap()["since"].clone()
    };
    let grown = |commit: &str, at: &str, then: usize| {
        serde_json::json!({
            "milestone": null, "at": at, "commit": commit,
            "chapters": [
                { "id": "introduction", "then": then, "now": 4 },
                { "id": "literature-review", "then": 0, "now": 6 },
                { "id": "more", "then": 0, "now": 2 },
            ],
        })
    };
    assert_eq!(
        since("yesterday"),
        grown("c022222", "2026-11-30T20:00:00Z", 3)
    );
    assert_eq!(
        since("29 November 2026"),
        grown("c011111", "2026-11-28T20:00:00Z", 2)
    );
    copies
        .run("a", "2026-12-01", &["count", "--since", "yesterday"])
        .says("Since commit c022222 of 30 November 2026");
    copies
        .run("a", "2026-12-01", &["count", "--since", "2026-11-27"])
        .exits(2)
        .says("no words are known until 27 November 2026");
    let manifest = std::fs::read(copies.path("a/folio.toml")).unwrap();
    copies.write("a/folio.toml", "title = 3\n");
    commit(
        &copies,
        '3',
        Some('2'),
        "2026-11-30T21:00:00Z",
        "# Introduction\n",
    );
    copies.write("a/folio.toml", manifest);
    copies
        .run("a", "2026-12-01", &["count", "--since", "yesterday"])
        .exits(2)
        .says("git has the files of then (commit c033333), and they cannot be counted");
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
