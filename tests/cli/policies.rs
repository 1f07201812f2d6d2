//! The table of policies in `docs/counting.md` holds, and a count that does not settle is said.

use folio::words::{Category, Policy};

use crate::readme::table;
use crate::sandbox::Sandbox;

#[test]
fn the_table_says_what_every_policy_counts() {
    let table = table("docs/counting.md", "policies");
    let policies: Vec<&Policy> = table[0][2..]
        .iter()
        .map(|name| {
            let name = name.replace("…-without-tables", "main-text-without-tables");
            Policy::named(&name).unwrap_or_else(|| panic!("{name}"))
        })
        .collect();
    assert_eq!(policies.len(), Policy::built_in().len());
    let mut seen = Vec::new();
    for row in &table[1..] {
        assert_eq!(row.len(), table[0].len(), "{row:?}");
        for name in row[0].split(", ") {
            let category = Category::from_name(name).unwrap_or_else(|| panic!("{name}"));
            seen.push(category);
            for (cell, policy) in row[2..].iter().zip(&policies) {
                assert!(["yes", "–"].contains(&cell.as_str()), "{cell}");
                let says = cell == "yes";
                assert_eq!(
                    policy.counts(category),
                    says,
                    "{name} under {}",
                    policy.name
                );
            }
        }
    }
    assert_eq!(seen, Category::ALL);
}

#[test]
fn a_number_that_changes_itself_when_it_is_printed_is_a_finding_and_not_handed_in() {
    // The chapter has an even number of words when an odd number is printed, and the other way round.
    let chapter = "#let printed = json(\"/.folio/settled.json\").printed-count\n= One\n\n\
                   word #if printed != none and calc.odd(int(printed)) [word word] else [word]\n";
    let sandbox = Sandbox::empty()
        .write(
            "folio.toml",
            "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n",
        )
        .write("chapters/01-introduction.typ", chapter);
    let built = sandbox.run(["build"]);
    insta::assert_snapshot!(built, @r"
    exit 1
    --- stdout
    output/a-title.pdf: 4 pages, PDF/A-2a and PDF/UA-1
    3 of 10,000 words: 9,997 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    error[count-not-settled]: printing the word count changes the word count each time
     = in folio.toml
     = hint: use a policy that does not count the title page

    error[title-page-untrue]: the title page does not say the number of words, `3 words, excluding references and appendices`
     = in folio.toml
     = hint: look for code in a chapter that changes the title page

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
    assert!(sandbox.path("output/a-title.pdf").is_file());
    assert!(sandbox.run(["build", "--draft"]).starts_with("exit 0"));
    let checked = sandbox.run(["check", "--only", "count-not-settled"]);
    assert!(checked.starts_with("exit 1"), "{checked}");
    let packaged = sandbox.run(["package"]);
    insta::assert_snapshot!(packaged, @r#"
    exit 1
    --- stdout
    Your PDF is written and can be handed in: output/a-title.pdf. It was not packaged, because:
      1. printing the word count changes the word count each time (folio.toml)
         folio check --for submission --only count-not-settled
      2. the title page does not say the number of words, `3 words, excluding references and appendices` (folio.toml)
         folio check --for submission --only title-page-untrue
    To package it despite all of that: folio package --despite all --reason "…"
    --- stderr
    not checked: confidential names: `confidential.txt` lists none
    "#);
}
