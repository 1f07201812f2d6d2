//! Every code that a finding can have is a rule, with a level, a summary and an explanation; and no
//! rule is left that nothing finds.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use folio::check::{rule, rules};
use regex::Regex;

use crate::code::code;

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
    for file in code() {
        // The command line has errors of its own, which are no findings.
        if file.room() == Some("cli") {
            continue;
        }
        let is_markdown = file.room() == Some("markdown");
        let all = patterns.iter().chain(is_markdown.then_some(&listed));
        let all = all.chain([&beside_its_message]);
        for pattern in all {
            let codes = pattern
                .captures_iter(&file.code)
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
        "table-unreadable",
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
    let files = code();
    let unused: Vec<&str> = rules()
        .iter()
        .map(|rule| rule.code)
        .filter(|code| {
            let written = format!("\"{code}\"");
            let row = |level: &str| format!("{written} {level} ");
            let is_used = |text: &str| {
                let beside = text.replace(&row("Deny"), "").replace(&row("Warn"), "");
                beside.contains(&written)
            };
            !files.iter().any(|file| is_used(&file.code))
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
