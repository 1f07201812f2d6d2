//! Every rule is in the list of all, is found by something, and is explained. That a finding has a
//! rule is held by the compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use folio::check::{rule, rules};
use regex::Regex;

use crate::code::code;

/// Returns the rows of a file: the name and the code of each rule.
fn rows(code: &str) -> Vec<(String, String)> {
    let row = Regex::new(r#"(?m)^    ([A-Z0-9_]+) "([a-z0-9-]+)" (?:Deny|Warn) "#).unwrap();
    let rows = row.captures_iter(code);
    rows.map(|row| (row[1].to_owned(), row[2].to_owned()))
        .collect()
}

#[test]
fn every_row_is_in_the_list_of_all_rules_and_no_name_lies() {
    let files = code();
    let all: Vec<_> = files.iter().flat_map(|file| rows(&file.code)).collect();
    let listed: BTreeSet<&str> = rules().iter().map(|rule| rule.code).collect();
    let written: BTreeSet<&str> = all.iter().map(|(_, code)| code.as_str()).collect();
    assert_eq!(written, listed);
    for (name, code) in &all {
        assert_eq!(*name, code.to_uppercase().replace('-', "_"));
    }
}

#[test]
fn every_rule_is_found_somewhere() {
    let files = code();
    let row_or_import = Regex::new(r#"(?m)^    [A-Z0-9_]+ ".*$|^use [^;]*;"#).unwrap();
    let texts: Vec<_> = files
        .iter()
        .map(|file| row_or_import.replace_all(&file.code, ""))
        .collect();
    let no_name = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let used: BTreeSet<&str> = texts.iter().flat_map(|text| text.split(no_name)).collect();
    let unused: Vec<String> = files
        .iter()
        .flat_map(|file| rows(&file.code))
        .filter_map(|(name, _)| (!used.contains(&*name)).then_some(name))
        .collect();
    assert!(unused.is_empty(), "nothing finds these: {unused:?}");
}

#[test]
fn an_explanation_belongs_to_a_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/rules");
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let code = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(rule(&code).is_some(), "no rule is explained by {code}.md");
    }
}
