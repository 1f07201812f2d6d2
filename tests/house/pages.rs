//! What the pages for those who carry folio on name is there: files, and tests.

use std::fs;
use std::path::Path;

use regex::Regex;
use walkdir::WalkDir;

/// The pages, at the top of the project.
const PAGES: [&str; 4] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "ENGINE.md",
    "SECURITY.md",
];

/// The folders whose files they name by their whole path.
const FOLDERS: [&str; 7] = [
    ".ci/",
    "benches/",
    "docs/",
    "samples/",
    "src/",
    "templates/",
    "tests/",
];

/// What stands for the name of a file that is still to be written.
const TO_COME: [&str; 2] = ["NAME", "CODE"];

/// Data of others, which is fetched by whoever wants to compare with it.
const ELSEWHERE: &str = "tests/data/markdown/commonmark_examples.json";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns what the pages set as code, each with its page.
fn named() -> Vec<(&'static str, String)> {
    let code = Regex::new(r"`([^`\n]+)`").unwrap();
    let mut named = Vec::new();
    for page in PAGES {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let found = code.captures_iter(&text);
        named.extend(found.map(|found| (page, found[1].to_owned())));
    }
    named
}

#[test]
fn a_file_that_a_page_names_is_there() {
    let is_path = |name: &str| {
        FOLDERS.iter().any(|folder| name.starts_with(folder))
            && !name.contains(['*', '{', ' '])
            && !TO_COME.iter().any(|part| name.contains(part))
            && name != ELSEWHERE
    };
    let paths = named().into_iter().filter(|(_, name)| is_path(name));
    let paths: Vec<(&str, String)> = paths.collect();
    assert!(paths.len() > 150, "only {} paths were found", paths.len());
    let missing = paths
        .iter()
        .filter(|(_, path)| !root().join(path).exists())
        .collect::<Vec<_>>();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_test_that_a_page_names_is_there() {
    let sentence = Regex::new(r"^[a-z0-9]+(?:_[a-z0-9]+){3,}$").unwrap();
    let mut code = String::new();
    for folder in ["src", "tests"] {
        for entry in WalkDir::new(root().join(folder)) {
            let path = entry.unwrap().into_path();
            if path.extension().is_some_and(|it| it == "rs") {
                code += &fs::read_to_string(path).unwrap();
            }
        }
    }
    let tests = named()
        .into_iter()
        .filter(|(_, name)| sentence.is_match(name));
    let tests: Vec<(&str, String)> = tests.collect();
    assert!(tests.len() > 50, "only {} tests were found", tests.len());
    let missing = tests
        .iter()
        .filter(|(_, name)| !code.contains(&format!("fn {name}(")))
        .collect::<Vec<_>>();
    assert!(missing.is_empty(), "{missing:#?}");
}
