//! What `folio check` says of the pages and of the PDF, on projects that are really typeset.

use crate::sandbox::Sandbox;

/// Runs a check for some codes and returns the findings as `path:line:column level code`.
pub(crate) fn found(sandbox: &Sandbox, codes: &str, more: &[&str]) -> Vec<String> {
    let output = sandbox
        .command(["check", "--format", "json", "--only", codes])
        .args(more)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!("{error}: {text}{}", String::from_utf8_lossy(&output.stderr))
    });
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| {
            let text = |key: &str| finding[key].to_string().replace('"', "");
            let (path, line, column) = (text("path"), text("line"), text("column"));
            format!("{path}:{line}:{column} {} {}", text("level"), text("code"))
        })
        .collect()
}

const PAGES: &str = "runs-off-page,runs-into-margin,character-missing";

#[test]
fn what_runs_off_the_page_or_cannot_be_printed_is_told_at_its_line() {
    // Digits are never hyphenated; in a cell a code breaks without a hyphen.
    let word = "0123456789".repeat(15);
    let text = format!(
        "\u{feff}# Introduction\r\n\r\nCafé and \u{4e2d}.\r\n\r\n| a | b |\r\n|---|---|\r\n| {word} | b |\r\n\r\n: Names\r\n\r\n\tx\r\n\r\nOne {word} two.\r\n"
    );
    let sandbox = Sandbox::small()
        .write("chapters/01-introduction.md", text)
        .write(
            "chapters/02-review.typ",
            "= Review\n#box(width: 30cm, table(columns: 2 * (1fr,), [a], [b]))\n",
        );
    assert_eq!(
        found(&sandbox, PAGES, &[]),
        [
            "chapters/01-introduction.md:3:10 warn character-missing",
            "chapters/01-introduction.md:13:5 warn runs-off-page",
            "chapters/02-review.typ:2:19 warn runs-off-page",
        ]
    );
}

#[test]
fn a_build_tells_what_runs_off_the_page_and_a_strict_one_refuses() {
    let sandbox = Sandbox::small().write(
        "chapters/02-review.typ",
        "= Review\n#box(width: 30cm, table(columns: 2 * (1fr,), [a], [b]))\n",
    );
    insta::assert_snapshot!(sandbox.run(["build"]), @r#"
    exit 0
    --- stdout
    output/a-title.pdf: 5 pages, PDF/A-2a and PDF/UA-1
    8 of 10,000 words: 9,992 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[runs-off-page]: on page 5, this table runs 120 mm off the page at the right
      --> chapters/02-review.typ:2:19
      |
    2 | #box(width: 30cm, table(columns: 2 * (1fr,), [a], [b]))
      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: turn its page with `.landscape`, share the width out by hand, such as `widths="30 70"`, or use fewer columns

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    "#);
    insta::assert_snapshot!(sandbox.run(["build", "--strict"]), @r#"
    exit 1
    --- stderr
    warning[runs-off-page]: on page 5, this table runs 120 mm off the page at the right
      --> chapters/02-review.typ:2:19
      |
    2 | #box(width: 30cm, table(columns: 2 * (1fr,), [a], [b]))
      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: turn its page with `.landscape`, share the width out by hand, such as `widths="30 70"`, or use fewer columns

    error: the PDF was not made: the mistakes above must be fixed first
    "#);
}

#[test]
fn long_prose_wide_tables_web_addresses_and_notes_stay_on_their_pages() {
    let words = "Discharge summaries reached the practice late (see [the policy](https://www.england.nhs.uk/wp-content/uploads/2021/08/a-long-name-that-goes-on-and-on.pdf)). ";
    let table = "| Trust | Summary | Comment |\n|---|---|---|\n".to_owned()
        + &format!("| A | {0} | {0} |\n", words.repeat(2)).repeat(12);
    let text = format!(
        "# Introduction\n\n{}\n\nA note.[^1]\n\n[^1]: https://www.england.nhs.uk/wp-content/uploads/2021/08/another-long-name.pdf\n\n{table}\n: Summaries\n\n> {words}\n\n$$ a^2 + b^2 = c^2 $$\n",
        words.repeat(60)
    );
    let sandbox = Sandbox::small().write("chapters/01-introduction.md", text);
    assert_eq!(found(&sandbox, PAGES, &[]), Vec::<String>::new());
}

#[test]
fn what_was_given_up_of_the_standards_is_told_and_a_sound_file_is_not() {
    let sandbox = Sandbox::small();
    let file = "pdf-unreadable,pdf-encrypted,text-not-extractable,font-not-embedded,pdf-too-large,pdf-too-many-pages,pdf-standard-missed,output-name";
    assert_eq!(found(&sandbox, file, &[]), Vec::<String>::new());
    let sandbox = sandbox
        .write(
            "figures/a.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
        )
        .write(
            "chapters/02-review.typ",
            "= Review\n#image(\"../figures/a.svg\")\n",
        );
    assert_eq!(
        found(&sandbox, file, &[]),
        ["null:null:null warn pdf-standard-missed"]
    );
}

#[test]
fn an_anonymous_copy_whose_text_is_made_to_name_the_author_must_be_fixed() {
    let manifest = "[dissertation]\ntitle = \"A title\"\nauthor = \"Zoë Ann Smith\"\ncandidate = \"DHL-042\"\n";
    let sandbox = Sandbox::small().write("folio.toml", manifest).write(
        "chapters/02-review.typ",
        "= Review\n#let by = (\"Zoë\", \"Ann\", \"Smith\")\n#by.join(\" \")\n",
    );
    let named = found(&sandbox, "author-in-output", &[]);
    assert_eq!(named, Vec::<String>::new());
    let sandbox = sandbox.write(
        "folio.toml",
        manifest.replace("A title", "A title by Zoë Ann Smith"),
    );
    let named = found(&sandbox, "author-in-output", &["--anonymous"]);
    assert!(!named.is_empty());
    assert!(
        named
            .iter()
            .all(|finding| finding.contains("deny author-in-output")),
        "{named:?}"
    );
}

#[test]
fn the_contents_and_the_lists_name_the_pages_of_the_headings_and_captions() {
    let figure = "\n![A picture](a.svg){alt=\"x\" height=9cm}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Names\n\nWords of a paragraph that follows it, one after the other, for a line or two.\n";
    let text = format!("# Introduction\n\nWords.\n{}", figure.repeat(12));
    for look in ["classic", "accessible"] {
        let sandbox = Sandbox::small()
            .write("chapters/01-introduction.md", text.clone())
            .with_picture("chapters/a.svg")
            .with_look(look);
        let untrue = found(&sandbox, "wrong-page-listed,numbers-out-of-order", &[]);
        assert_eq!(untrue, [""; 0], "{look}");
    }
}

#[test]
fn a_sign_that_the_look_lacks_comes_from_another_font_of_the_binary() {
    let text = "# Introduction\n\nGreek αβγΩ, Cyrillic Привет, → ⇒ ⇔ ✓ ☑ ☐ ♥ ★ ● ■ ▲, −5 ≥ 3 ≤ ≠ ≈ ∞, ½ € £ ™ ©.\n";
    for look in ["classic", "accessible"] {
        let sandbox = Sandbox::small()
            .with_look(look)
            .write("chapters/01-introduction.md", text);
        assert_eq!(found(&sandbox, "character-missing", &[]), [""; 0], "{look}");
    }
}
