//! Promises about the project's files as a whole.

use std::path::Path;

use walkdir::WalkDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let tables = manifest
        .split("\n[")
        .filter(|table| table.starts_with("dependencies]"));
    let silent: Vec<&str> = tables
        .flat_map(str::lines)
        .filter(|line| line.contains(" = ") && !line.contains(" # "))
        .filter(|line| {
            !["serde = ", "serde_json = ", "thiserror = "]
                .iter()
                .any(|known| line.starts_with(known))
        })
        .collect();
    assert_eq!(silent, Vec::<&str>::new());
}

#[test]
fn nothing_is_left_to_be_done_in_the_code() {
    // In text they are what a rule looks for in a dissertation.
    let in_comments = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let anywhere = [concat!("todo", "!("), concat!("unimplemented", "!(")];
    let mut left = Vec::new();
    for entry in WalkDir::new(root().join("src")) {
        let entry = entry.unwrap();
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            for (number, line) in text.lines().enumerate() {
                let has = |marks: &[&str]| marks.iter().any(|mark| line.contains(mark));
                let is_comment = line.trim_start().starts_with("//");
                if has(&anywhere) || (is_comment && has(&in_comments)) {
                    left.push(format!("{}:{}: {line}", entry.path().display(), number + 1));
                }
            }
        }
    }
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn every_file_of_code_opens_with_what_it_is_for() {
    let mut silent = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for entry in WalkDir::new(root().join(folder))
            .into_iter()
            .filter_map(Result::ok)
        {
            if entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
                && !std::fs::read_to_string(entry.path())
                    .unwrap()
                    .starts_with("//!")
            {
                silent.push(entry.path().to_path_buf());
            }
        }
    }
    assert_eq!(silent, Vec::<std::path::PathBuf>::new());
}
