//! The README's table of categories and policies is what the program does.

use std::fs;
use std::path::Path;

use folio::words::{Category, Policy};

/// Returns the rows of the table, each with its cells; the head is the first.
fn table() -> Vec<Vec<String>> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(readme).unwrap();
    let (_, rest) = text.split_once("<!-- policies -->").unwrap();
    let (table, _) = rest.split_once("<!-- /policies -->").unwrap();
    let rows = table.trim().lines().filter(|line| !line.starts_with("|--"));
    rows.map(|row| {
        let cells = row.trim().trim_matches('|').split('|');
        cells.map(|cell| cell.trim().to_owned()).collect()
    })
    .collect()
}

#[test]
fn the_readme_says_what_every_policy_counts() {
    let table = table();
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
