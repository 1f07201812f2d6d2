//! Every code that a finding can have is a rule, with a level, a summary and an explanation; and no
//! rule is left that nothing finds.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use folio::check::{rule, rules};
use regex::Regex;

/// Returns the code of the crate by file, tests and what only tests use aside.
fn sources() -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let for_tests = Regex::new(r"#\[cfg\(test\)\]\s*(?:pub\([a-z]+\) )?mod ([a-z_]+);").unwrap();
    let files = walkdir::WalkDir::new(src).sort_by_file_name().into_iter();
    let files: Vec<(PathBuf, String)> = files
        .filter_map(Result::ok)
        .filter(|file| file.path().extension().is_some_and(|it| it == "rs"))
        .map(|file| {
            let text = fs::read_to_string(file.path()).unwrap();
            (file.path().to_path_buf(), text)
        })
        .collect();
    let aside: BTreeSet<String> = files
        .iter()
        .flat_map(|(_, text)| for_tests.captures_iter(text))
        .map(|found| found[1].to_owned())
        .collect();
    let is_for_tests = |path: &Path| {
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let is_in_tests = path
            .parent()
            .is_some_and(|folder| folder.ends_with("tests"));
        is_in_tests || stem.is_some_and(|stem| stem == "tests" || aside.contains(&stem))
    };
    let own = |text: &str| {
        let own = text.split("#[cfg(test)]\nmod tests {").next();
        own.unwrap_or("").to_owned()
    };
    files
        .iter()
        .filter(|(path, _)| !is_for_tests(path))
        .map(|(path, text)| (path.clone(), own(text)))
        .collect()
}

/// Returns the codes that findings are made with.
fn codes_in_use() -> BTreeSet<String> {
    const CODE: &str = r#""([a-z0-9]+(?:-[a-z0-9]+)+)""#;
    // A call that takes a code first or second; a code that is set; a code that is chosen.
    let calls = r"(?:deny|warn|phrase|unreadable|finding|push)\s*\(\s*(?:&?[\w.]+,\s*)?";
    let set = r"code\s*=\s*(?:if\s[^{}]*\{\s*)?";
    let chosen = r"code\s*=\s*if\s[^{}]*\{[^{}]*\}\s*else\s*\{\s*";
    let listed = r"(?m)^\s*\(\n\s*";
    let patterns = [calls, set, chosen].map(|before| format!("{before}{CODE}"));
    let patterns = patterns.map(|pattern| Regex::new(&pattern).unwrap());
    let listed = Regex::new(&format!("{listed}{CODE},\n")).unwrap();
    let beside_its_message = Regex::new(&format!(r"\),\n\s+{CODE},\n\s+format!")).unwrap();
    let mut found = BTreeSet::new();
    for (path, text) in sources() {
        // The command line has errors of its own, which are no findings.
        if path.components().any(|part| part.as_os_str() == "cli") {
            continue;
        }
        let is_markdown = path.components().any(|part| part.as_os_str() == "markdown");
        let all = patterns.iter().chain(is_markdown.then_some(&listed));
        let all = all.chain([&beside_its_message]);
        for pattern in all {
            let codes = pattern
                .captures_iter(&text)
                .map(|found| found[1].to_owned());
            found.extend(codes);
        }
    }
    found
}

#[test]
fn every_code_that_a_finding_can_have_is_a_rule() {
    let used = codes_in_use();
    assert!(used.len() > 120, "only {} codes were found", used.len());
    for known in [
        "grid-table",
        "unknown-label",
        "duplicate-number",
        "pdf-standard",
        "word-limit-near",
    ] {
        assert!(used.contains(known), "{known}");
    }
    let without: Vec<&String> = used.iter().filter(|code| rule(code).is_none()).collect();
    assert!(without.is_empty(), "no rule has these codes: {without:?}");
}

#[test]
fn every_rule_is_found_somewhere() {
    let texts = sources();
    let rows = |path: &Path| path.ends_with("check/elsewhere.rs");
    let unused: Vec<&str> = rules()
        .iter()
        .map(|rule| rule.code)
        .filter(|code| {
            let written = format!("\"{code}\"");
            let row = format!("code: {written}");
            let explained = format!("explained!({written})");
            let is_used = |text: &str| {
                text.replace(&row, "")
                    .replace(&explained, "")
                    .contains(&written)
            };
            !texts
                .iter()
                .any(|(path, text)| !rows(path) && is_used(text))
        })
        .collect();
    assert!(unused.is_empty(), "nothing finds these: {unused:?}");
}

#[test]
fn an_explanation_belongs_to_a_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/explain");
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let code = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(rule(&code).is_some(), "no rule is explained by {code}.md");
    }
}
