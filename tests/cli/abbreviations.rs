//! Abbreviations and what a chapter says of itself, from the files to the page.

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

fn json(sandbox: &Sandbox) -> serde_json::Value {
    let output = sandbox.output(["build", "--format", "json"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        sandbox.transcript(&output)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn manifest(rest: &str) -> String {
    format!("[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n\n{rest}")
}

/// Two chapters in Markdown, one in Typst between them, an abstract, and an appendix.
fn project(rest: &str) -> Sandbox {
    Sandbox::small()
        .write("folio.toml", manifest(rest))
        .write("front/abstract.md", "An EPR was studied.\n")
        .write(
            "chapters/01-introduction.md",
            "# The EPR\n\nOne EPR serves us. The EPR is new.\n\n*[MDT]: multidisciplinary team\n",
        )
        .write(
            "chapters/02-method.typ",
            "= Method\n\nBy length of stay (LoS) and EPR.\n",
        )
        .write(
            "chapters/03-findings.md",
            "# Findings\n\nThe EPR, the LoS, and an MDT.\n",
        )
        .write(
            "appendices/a-guide.md",
            "# Guide\n\nAsk the MDT and the GP.\n",
        )
}

const TABLE: &str = "[abbreviations]\nLoS = \"length of stay\"\nEPR = \"electronic patient record\"\nGP = \"general practitioner\"\n";

#[test]
fn each_is_written_out_once_in_the_order_of_the_chapters_and_those_used_are_listed() {
    let sandbox = project(TABLE);
    let built = json(&sandbox);
    let codes: Vec<&str> = built["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["missing-part"]);

    let text = Pdf::read(sandbox.pdf()).text();
    for words in [
        // The abstract is read by itself.
        "An electronic patient record (EPR) was studied.",
        "The EPR One electronic patient record (EPR) serves us. The EPR is new.",
        "By length of stay (LoS) and EPR.",
        "The EPR, the LoS, and a multidisciplinary team (MDT).",
        "Ask the MDT and the general practitioner (GP).",
        "Abbreviations EPR electronic patient record GP general practitioner LoS length of stay MDT multidisciplinary team",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert_eq!(text.matches("electronic patient record (EPR)").count(), 2);
    assert!(!text.contains("*["), "{text}");
    // Headings of 2, 1 and 1 words, and texts of 11, 7 and 9 as they stand on the page.
    assert_eq!(built["words"]["counted"], 31);
}

#[test]
fn nothing_is_written_out_when_the_manifest_says_never() {
    let rest = format!("[format]\nexpand-abbreviations = \"never\"\n\n{TABLE}");
    let sandbox = project(&rest);
    let built = json(&sandbox);
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(text.contains("One EPR serves us."), "{text}");
    assert!(text.contains("and an MDT."), "{text}");
    assert!(text.contains("Abbreviations EPR electronic"), "{text}");
    // Three words fewer for the record, two fewer for the team.
    assert_eq!(built["words"]["counted"], 26);
}

#[test]
fn the_list_has_a_category_of_its_own() {
    let rest = format!(
        "[words]\npolicy = \"list\"\n\n[policies.list]\ninclude = [\"abbreviations\"]\n\n{TABLE}"
    );
    // The heading, and three to four words for each of the four.
    assert_eq!(json(&project(&rest))["words"]["counted"], 15);
}

#[test]
fn words_that_are_put_in_stand_where_the_author_wrote_the_short_form() {
    let output = project(TABLE).output(["count", "--words", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let places: Vec<String> = json["words"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|word| word["chapter"] == "findings")
        .map(|word| {
            let word_or_place = |key: &str| word[key].to_string().replace('"', "");
            format!(
                "{} {}:{}",
                word_or_place("word"),
                word_or_place("line"),
                word_or_place("column")
            )
        })
        .collect();
    let made = ["multidisciplinary 3:26", "team 3:26", "(MDT). 3:26"];
    // The article is another one now, at its own place.
    assert!(places.contains(&"a 3:23".to_owned()), "{places:?}");
    for word in made {
        assert!(places.contains(&word.to_owned()), "{word}: {places:?}");
    }
    assert!(places.contains(&"LoS, 3:14".to_owned()), "{places:?}");
}

#[test]
fn without_abbreviations_there_is_no_list_and_a_list_of_ones_own_stays_as_it_is() {
    let sandbox = Sandbox::small();
    json(&sandbox);
    assert!(!Pdf::read(sandbox.pdf()).text().contains("Abbreviations"));

    let sandbox = project(TABLE).write("front/abbreviations.md", "EPR: the record\n");
    json(&sandbox);
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(text.contains("Abbreviations EPR: the record"), "{text}");
    assert!(!text.contains("EPR electronic patient record"), "{text}");
}

#[test]
fn two_meanings_no_meaning_and_no_use_are_said_where_they_are_written() {
    let sandbox = Sandbox::small()
        .write(
            "folio.toml",
            manifest("[abbreviations]\n\"\" = \"x\"\nEPR = \"electronic patient record\"\nICB = \"integrated care board\"\n"),
        )
        .write(
            "chapters/01-introduction.md",
            "# Introduction\n\nThe EPR.\n\n*[EPR]: emergency response\n",
        );
    let transcript = sandbox.run(["build"]);
    let start = transcript.find("warning[abbreviation-conflict]").unwrap();
    let end = transcript.find("warning[missing-part]").unwrap();
    insta::assert_snapshot!(&transcript[start..end], @r#"
warning[abbreviation-conflict]: `EPR` stands for `emergency response` here and for `electronic patient record` elsewhere
  --> chapters/01-introduction.md:5:1
  |
5 | *[EPR]: emergency response
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  --> folio.toml:7:1
  |
7 | EPR = "electronic patient record"
  | --- the one that is used
  |
  = hint: keep one of the two, or give one another short form

warning[abbreviation-without-meaning]: this line explains no abbreviation
  --> folio.toml:6:1
  |
6 | "" = "x"
  | ^^
  |
  = hint: write it as `EPR = "electronic patient record"`

warning[abbreviation-unused]: the abbreviation `ICB` is explained and never used
  --> folio.toml:8:1
  |
8 | ICB = "integrated care board"
  | ^^^
  |
  = hint: remove it here, or use it in the text; the list prints only what is used
"#);
}

#[test]
fn a_misspelt_way_of_writing_out_is_an_error_that_shows_the_nearest() {
    let transcript = Sandbox::small()
        .write(
            "folio.toml",
            manifest("[format]\nexpand-abbreviations = \"first\"\n"),
        )
        .run(["build"]);
    insta::assert_snapshot!(transcript, @r#"
    exit 2
    --- stderr
    error[unknown-name]: `format.expand-abbreviations` cannot be `first`
      --> folio.toml:6:24
      |
    6 | expand-abbreviations = "first"
      |                        ^^^^^^^
      |
      = hint: did you mean `first-use`?

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    error: the project has 1 error and 1 warning
    "#);
}

#[test]
fn a_chapter_names_itself_in_its_front_matter_and_its_pages_carry_the_short_title() {
    let long = "Some words to fill the page. ".repeat(400);
    let sandbox = Sandbox::small()
        .write(
            "chapters/01-introduction.md",
            format!("---\ntitle: The whole of the long title\nshort-title: The \"short\" one's\nstatus: draft\nwords: 1,500\n---\n\n{long}\n"),
        )
        .write("chapters/02-next.md", format!("# Another title\n\n{long}\n"));
    let built = json(&sandbox);
    assert_eq!(built["findings"].as_array().unwrap().len(), 1, "{built}");
    let text = Pdf::read(sandbox.pdf()).text();
    // In the contents and at the chapter's head; at the head of the pages behind it the short one.
    assert_eq!(text.matches("The whole of the long title").count(), 2);
    assert!(text.matches("The “short” one’s").count() >= 2, "{text}");
    assert!(text.matches("Another title").count() >= 4, "{text}");
}

#[test]
fn a_title_that_is_not_the_heading_is_said_at_its_line() {
    let transcript = Sandbox::small()
        .write(
            "chapters/01-introduction.md",
            "---\ntitle: One\n---\n\n# Two\n\nText.\n",
        )
        .run(["build"]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    output/a-title.pdf: 4 pages, PDF/A-2a and PDF/UA-1
    2 of 10,000 words: 9,998 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[title-differs]: the front matter calls this file `One`, its heading `Two`
      --> chapters/01-introduction.md:2:8
      |
    2 | title: One
      |        ^^^
      |
      = hint: the heading is printed: remove `title:`, or make the two the same

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
}

#[test]
fn the_plain_typst_project_has_the_words_written_out() {
    let sandbox = project(TABLE);
    sandbox.output(["build", "--emit-typst", "plain"]);
    let chapter =
        std::fs::read_to_string(sandbox.path("plain/chapters/01-introduction.typ")).unwrap();
    assert!(
        chapter.contains("electronic patient record (EPR)"),
        "{chapter}"
    );
}
