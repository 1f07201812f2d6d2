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
    assert!(built.starts_with("exit 1"), "{built}");
    assert!(built.contains("[count-not-settled]"), "{built}");
    assert!(sandbox.path("output/a-title.pdf").is_file());
    assert!(sandbox.run(["build", "--draft"]).starts_with("exit 0"));
    let checked = sandbox.run(["check", "--only", "count-not-settled"]);
    assert!(checked.starts_with("exit 1"), "{checked}");
    let packaged = sandbox.run(["package"]);
    assert!(packaged.starts_with("exit 1"), "{packaged}");
    assert!(packaged.contains("count-not-settled"), "{packaged}");
}
