//! Each rule on what it must find and on what looks like it.

use crate::check::structure::SEARCHES;
use crate::check::testing::{codes, found, found_by};

/// Findings of one code.
fn only(code: &str, files: &[(&str, &str)]) -> Vec<String> {
    let marker = format!(" {code} ");
    let mut all = found(SEARCHES, files);
    all.retain(|line| line.contains(&marker));
    all
}

#[test]
fn a_skipped_level_is_found_in_both_languages_at_its_place() {
    let markdown = "\u{feff}# Été\r\n\r\n#### Deep\r\n\r\nText.\r\n";
    let typst = "\u{feff}= Été\r\n\r\n\t==== Deep\r\n\r\nText.\r\n";
    assert_eq!(
        only("heading-level-skipped", &[("chapters/01-a.md", markdown)]),
        [
            "chapters/01-a.md:3:1 heading-level-skipped the heading `Deep` is of level 4, right after one of level 1"
        ]
    );
    assert_eq!(
        only("heading-level-skipped", &[("chapters/01-a.typ", typst)]),
        [
            "chapters/01-a.typ:3:2 heading-level-skipped the heading `Deep` is of level 4, right after one of level 1"
        ]
    );
    let first = only(
        "heading-level-skipped",
        &[("chapters/01-a.md", "### Up\n\nText.\n")],
    );
    assert!(first[0].starts_with("chapters/01-a.md:1:1 "), "{first:?}");
    for (name, text) in [
        (
            "chapters/01-a.md",
            "# A\n\n## B\n\n### C\n\nText.\n\n# D\n\n## E\n\nText.\n",
        ),
        (
            "chapters/01-a.typ",
            "= A\n== B\n=== C\nText.\n== D\nText.\n",
        ),
        ("chapters/01-a.md", "## A\n\nText.\n\n```\n#### code\n```\n"),
    ] {
        assert_eq!(
            only("heading-level-skipped", &[(name, text)]),
            [""; 0],
            "{text}"
        );
    }
}

#[test]
fn two_headings_are_alike_only_side_by_side() {
    for (name, text) in [
        (
            "chapters/01-a.md",
            "# A\n\n## Results\n\nText.\n\n## *results*\n\nText.\n",
        ),
        (
            "chapters/01-a.typ",
            "= A\n\n== Results\n\nText.\n\n== _results_\n\nText.\n",
        ),
    ] {
        let found = only("heading-twice", &[(name, text)]);
        assert_eq!(
            found,
            [format!(
                "{name}:7:1 heading-twice the heading `results` stands here twice"
            )]
        );
    }
    let apart =
        "# A\n\n## B\n\n### Summary\n\nText.\n\n## C\n\n### Summary\n\nText.\n\n## A\n\nText.\n";
    let files = [("chapters/01-a.md", apart), ("chapters/02-b.md", apart)];
    assert_eq!(only("heading-twice", &files), [""; 0]);
}

#[test]
fn a_heading_needs_something_below_it() {
    for (name, text) in [
        (
            "chapters/01-a.md",
            "# A\n\nText.\n\n## B\n\n<!-- later -->\n\n## C\n\nText.\n",
        ),
        (
            "chapters/01-a.typ",
            "= A\n\nText.\n\n== B\n\n// later\n\n== C\n\nText.\n",
        ),
    ] {
        assert_eq!(
            only("heading-without-text", &[(name, text)]),
            [format!(
                "{name}:5:1 heading-without-text nothing stands below the heading `B`"
            )]
        );
    }
    for (name, text) in [
        (
            "chapters/01-a.md",
            "# A\n\n## B\n\n### C\n\n- item\n\n## D\n\n![x](y.png)\n\n## E\n\n```\ncode\n```\n\n## F\n\n$$x$$\n",
        ),
        (
            "chapters/01-a.typ",
            "= A\n== B\n#include \"b.typ\"\n== C\n#table([a])\n== D\n#own()\n== E\n`x`\n",
        ),
    ] {
        assert_eq!(
            only("heading-without-text", &[(name, text)]),
            [""; 0],
            "{text}"
        );
    }
    // The last heading of a file.
    let last = only(
        "heading-without-text",
        &[("chapters/01-a.md", "# A\n\nText.\n\n## B\n")],
    );
    assert_eq!(last.len(), 1);
}

#[test]
fn a_chapter_with_nothing_but_headings_is_empty_once_it_is_due() {
    let files = [
        ("chapters/01-introduction.md", "# Introduction\n\nText.\n"),
        ("chapters/02-b.md", "# B\n\n<!-- note -->\n\n## C\n"),
        ("chapters/03-c.typ", "= C\n\n// note\n"),
    ];
    let mut all = found(SEARCHES, &files);
    all.retain(|line| line.contains("02-b") || line.contains("03-c"));
    assert_eq!(
        all,
        [
            "chapters/02-b.md:1:1 empty-chapter this chapter has nothing but headings",
            "chapters/03-c.typ:1:1 empty-chapter this chapter has a title and no text",
        ]
    );
    assert_eq!(found_by(SEARCHES, "tutorial-1", &files), [""; 0]);
}

#[test]
fn a_chapter_is_missing_only_when_it_is_due_and_under_no_other_name() {
    let some = [
        ("chapters/01-introduction.md", "# Introduction\n\nText.\n"),
        ("chapters/02-literature.md", "# What is known\n\nText.\n"),
    ];
    assert_eq!(found_by(SEARCHES, "tutorial-2", &some), [""; 0]);
    assert_eq!(
        found_by(SEARCHES, "tutorial-3", &some),
        ["folio.toml chapter-missing there is no chapter `Methodology` yet"]
    );
    let whole = only("chapter-missing", &some);
    assert_eq!(
        whole,
        [
            "folio.toml chapter-missing 5 chapters are not there yet: `Methodology`, `Findings`, `Discussion`, `Recommendations and implementation`, and `Conclusion`"
        ]
    );
    let joined = [
        ("chapters/01-a.md", "# Introduction\n\nText.\n"),
        ("chapters/02-b.md", "# Literature\n\nText.\n"),
        ("chapters/03-c.md", "# Methods\n\nText.\n"),
        ("chapters/04-d.md", "# Findings and discussion\n\nText.\n"),
        ("chapters/05-e.typ", "= Recommendations\n\nText.\n"),
        ("chapters/06-f.typ", "= Conclusion\n\nText.\n"),
    ];
    assert_eq!(only("chapter-missing", &joined), [""; 0]);
}

#[test]
fn sections_are_looked_for_in_a_divided_chapter_of_that_name() {
    let text = |title: &str| {
        format!(
            "# {title}\n\n## Context\n\nT.\n\n## The problem\n\nT.\n\n## 1.3 Aims and objectives\n\nT.\n\n## Significance of the study\n\nT.\n\n## Scope\n\nT.\n"
        )
    };
    let lacking = text("Introduction");
    let files = [("chapters/01-introduction.md", lacking.as_str())];
    assert_eq!(
        only("section-missing", &files),
        [
            "chapters/01-introduction.md:1:1 section-missing there is no section `My role and position` here yet"
        ]
    );
    let typst = lacking.replace('#', "=");
    assert_eq!(
        only(
            "section-missing",
            &[("chapters/01-introduction.typ", &typst)]
        )
        .len(),
        1
    );
    let whole = format!("{lacking}\n## My role and position in it\n\nT.\n");
    assert_eq!(
        only(
            "section-missing",
            &[("chapters/01-introduction.md", &whole)]
        ),
        [""; 0]
    );
    let own = format!("{lacking}\n## Where I stand in all this\n\nT.\n");
    let own = [("chapters/01-introduction.md", own.as_str())];
    assert_eq!(only("section-missing", &own), [""; 0]);
    let other = text("Where I work");
    assert_eq!(
        only("section-missing", &[("chapters/01-work.md", &other)]),
        [""; 0]
    );
    let undivided = [("chapters/01-introduction.md", "# Introduction\n\nText.\n")];
    assert_eq!(only("section-missing", &undivided), [""; 0]);
}

#[test]
fn a_required_part_with_only_a_note_is_empty_when_everything_is_due() {
    let files = [
        ("front/abstract.md", "<!-- write it last -->\n"),
        ("front/acknowledgements.md", "<!-- thanks -->\n"),
        ("front/ai-use.typ", "None was used.\n"),
        ("chapters/01-a.md", "# A\n\nText.\n"),
    ];
    assert_eq!(
        only("part-empty", &files),
        ["front/abstract.md part-empty the part `abstract` has no text"]
    );
    assert_eq!(found_by(SEARCHES, "tutorial-1", &files), [""; 0]);
}

#[test]
fn guidance_is_found_where_it_prints_and_nowhere_else() {
    let manifest = "# \"Your Name\"\n[dissertation]\nauthor = \"Your Name\"\ntitle = \"Title of your dissertation\"\n";
    let placeholders = found_by(
        SEARCHES,
        "tutorial-1",
        &[
            ("folio.toml", manifest),
            ("chapters/01-a.md", "# A\n\nText.\n"),
        ],
    );
    assert_eq!(
        placeholders,
        [
            "folio.toml:3:11 guidance-left the author is still `Your Name`",
            "folio.toml:4:10 guidance-left the title is still `Title of your dissertation`",
        ]
    );
    let printed = "# A\n\nMine. Who is better off if the problem is solved,\nand what it costs while it is not: patients. Mine.\n";
    for (name, text) in [
        ("chapters/01-a.md", printed.to_owned()),
        ("chapters/01-a.typ", printed.replace('#', "=")),
    ] {
        let found = only("guidance-left", &[(name, &text)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(&format!("{name}:3:7 ")), "{found:?}");
    }
    let fine = "# A\n\n<!-- Who is better off if the problem is solved, and what it costs while it is not. -->\n\nThe Trust is an acute NHS trust in the north of England, with rounded figures.\n";
    assert_eq!(
        codes(SEARCHES, &[("chapters/01-a.md", fine)])
            .iter()
            .filter(|code| *code == "guidance-left")
            .count(),
        0
    );
}
