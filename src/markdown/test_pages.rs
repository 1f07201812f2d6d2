//! What stands on the page when Markdown was written, construct by construct.

use std::collections::BTreeMap;

use typst::syntax::{Source, parse};

use crate::markdown::print;
use crate::markdown::testing::{chapter, converted};

/// Reads what HTML shows, without white space.
fn shown(html: &str, with_alt: bool) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        if with_alt
            && tag.starts_with("<img")
            && let Some(alt) = tag.split("alt=\"").nth(1)
        {
            out.push_str(alt.split('"').next().unwrap_or(""));
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    let plain = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    let plain = plain
        .replace("---", "—")
        .replace("--", "–")
        .replace("...", "…");
    plain.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn the_examples_of_commonmark_come_out_word_for_word() {
    // Development data; the project's own cases follow below.
    let Ok(text) = std::fs::read_to_string("/work/shared/data/commonmark_examples.json") else {
        return;
    };
    let examples: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut sections: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut report = String::new();
    for example in &examples {
        let markdown = &example["markdown"]
            .as_str()
            .unwrap()
            .replace(".jpg", ".svg");
        let html = example["html"].as_str().unwrap();
        let page = chapter(markdown).text();
        let counts = sections
            .entry(example["section"].as_str().unwrap().to_owned())
            .or_default();
        counts.1 += 1;
        let is_right = page
            .as_ref()
            .is_ok_and(|page| *page == shown(html, true) || *page == shown(html, false));
        if is_right {
            counts.0 += 1;
        } else {
            report.push_str(&format!(
                "--- {} {}\n{markdown}\n=== want {}\n=== have {}\n=== typst\n{}\n",
                example["section"],
                example["example"],
                shown(html, true),
                page.unwrap_or_else(|e| e),
                converted(markdown).source.text()
            ));
        }
    }
    let right: usize = sections.values().map(|(right, _)| right).sum();
    report.push_str(&format!("{right} of {}\n{sections:#?}\n", examples.len()));
    std::fs::write("/tmp/commonmark.txt", &report).unwrap();
}

fn same_tree(markdown: &str) {
    let conversion = converted(markdown);
    let root = conversion.source.root();
    let printed = print(root);
    assert!(parse(&printed).spanless_eq(root), "{markdown:?}\n{printed}");
    assert!(!root.diagnosis().errors, "{markdown:?}\n{printed}");
    let _: &Source = &conversion.source;
}

#[test]
fn printing_and_parsing_gives_the_same_tree() {
    same_tree("# A *b*\n\n- x `y`\n\n> z\n");
}
