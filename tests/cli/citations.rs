//! Citations and the list of references, from the files to the pages and to the count.

use std::fmt::Write;

use crate::sandbox::Sandbox;

const WORKS: &str = "@book{lee, author={Lee, Bo}, title={Care}, publisher={Press}, year=2019}\n\
    @book{smith, author={Smith, Ann}, title={Waiting}, publisher={Press}, year=2020}\n\
    @book{jones, author={Jones, Eve}, title={Records}, publisher={Press}, year=2021}\n";

/// A project in both languages that cites first in a heading and a caption, which two lists copy.
fn project(style: &str) -> Sandbox {
    let manifest = format!(
        "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[bibliography]\nfiles = [\"r.bib\"]\nstyle = \"{style}\"\n"
    );
    Sandbox::empty()
        .write("folio.toml", manifest)
        .write("r.bib", WORKS)
        .write("f/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
        .write(
            "chapters/01-one.md",
            "# One\n\nFirst [@smith].\n\n## Part as [@lee, p. 4]\n\n![What @jones drew](../f/x.svg){alt=\"A box\"}\n",
        )
        .write(
            "chapters/02-two.typ",
            "= Two\n\nBoth @lee @smith[p. 3] and #cite(<jones>, form: \"prose\").\n",
        )
}

/// The words of the count of some kinds with their places, one text a kind.
fn words(sandbox: &Sandbox, kinds: &[&str]) -> Vec<String> {
    let output = sandbox.output(["count", "--words"]);
    let listed = String::from_utf8(output.stdout).unwrap();
    let mut all = vec![String::new(); kinds.len()];
    for line in listed.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        if let Some(at) = kinds.iter().position(|kind| columns.get(2) == Some(kind)) {
            write!(all[at], "{} ", columns[4]).unwrap();
        }
    }
    all
}

#[test]
fn the_first_citation_of_the_text_is_the_first_and_copies_say_the_same() {
    let sandbox = project("ieee");
    let words = words(
        &sandbox,
        &["citation", "heading", "contents", "figure-caption"],
    );
    assert_eq!(words[0].trim(), "[1]. [1, p. 3], [2] Jones [3].");
    assert!(words[1].contains("Part as [2, p. 4]"), "{words:?}");
    assert!(words[2].contains("Part as [2, p. 4]"), "{words:?}");
    assert!(words[2].contains("What Jones [3] drew"), "{words:?}");
    assert!(words[3].contains("What Jones [3] drew"), "{words:?}");
}

#[test]
fn words_of_a_citation_stand_at_its_key_and_words_of_the_list_in_the_reference_file() {
    let sandbox = project("harvard-cite-them-right");
    let output = sandbox.output(["count", "--words"]);
    let listed = String::from_utf8(output.stdout).unwrap();
    let place = |text: &str, kind: &str| {
        let is_it = |line: &&str| {
            let columns: Vec<&str> = line.split('\t').collect();
            columns.get(2) == Some(&kind) && columns.get(4) == Some(&text)
        };
        let line = listed.lines().find(is_it).unwrap_or_default();
        line.split('\t').next().unwrap_or_default().to_owned()
    };
    assert_eq!(place("(Smith,", "citation"), "chapters/01-one.md:3:8");
    assert_eq!(place("(Lee,", "citation"), "chapters/02-two.typ:3:6");
    assert_eq!(place("Waiting.", "references"), "r.bib:2:42");
}

#[test]
fn a_style_of_notes_prints_notes_and_the_book_settles() {
    let sandbox = project("chicago-notes");
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    output/t.pdf: 6 pages, PDF/A-2a and PDF/UA-1
    34 of 10,000 words: 9,966 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
    let words = words(&sandbox, &["footnote", "citation"]);
    assert!(words[0].contains("Ann Smith, Waiting"), "{words:?}");
    assert!(words[0].contains("Lee, Care"), "{words:?}");
}

#[test]
fn code_that_nobody_can_guess_is_set_once_more() {
    let sandbox = project("ieee").write(
        "chapters/02-two.typ",
        "= Two\n\n#for key in (\"jones\", \"smith\") [As #cite(label(key)), ]\n",
    );
    let words = words(&sandbox, &["citation", "references"]);
    assert_eq!(words[0].trim(), "[1]. [3], [1],");
    assert!(words[1].contains("[3] E. Jones"), "{words:?}");
}

#[test]
fn a_label_that_is_cited_like_a_work_is_a_reference() {
    let sandbox = project("harvard-cite-them-right").write(
        "chapters/03-three.md",
        "# Three {#own}\n\nSee [@own] and @own, said @smith.\n",
    );
    let words = words(&sandbox, &["citation", "cross-reference"]);
    assert!(words[0].ends_with("Smith (2020). "), "{words:?}");
    assert_eq!(words[1], "Chapter 3 Chapter 3, ", "{words:?}");
}

#[test]
fn two_keys_in_one_bracket_are_two_works_and_an_apostrophe_follows_a_citation() {
    let sandbox = project("harvard-cite-them-right").write(
        "chapters/03-three.md",
        "# Three\n\nBoth [@smith @lee], and @jones's view.\n",
    );
    let words = words(&sandbox, &["citation", "body"]);
    assert!(
        words[0].ends_with("(Lee, 2019; Smith, 2020), Jones (2021)’s "),
        "{words:?}"
    );
}
