//! What is handed in: made whole or not at all, and never without a word.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use folio::package::{Receipt, sha256, unpack};

use crate::sandbox::Sandbox;

pub(crate) const PDF: &str = "A_Student_20270901.pdf";
pub(crate) const DAY: &str = "submission/2026-11-22";

pub(crate) const MANIFEST: &str = "\
[dissertation]
title = \"A title\"
author = \"A. Student\"
candidate = \"DHL-042\"

[milestones]
submission = 2027-09-01T16:00
";

pub(crate) const CHAPTER: &str = "\
# Introduction

Calls were missed on the ward, and nobody knew how many. This chapter says why that matters, what
is known of it, and what this work is going to ask and to answer.
";

pub(crate) fn project() -> Sandbox {
    Sandbox::empty()
        .write("folio.toml", MANIFEST)
        .write("chapters/01-introduction.md", CHAPTER)
}

/// Returns the files of a package by name.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

pub(crate) fn receipt(folder: &Path) -> Receipt {
    Receipt::read(&fs::read_to_string(folder.join("receipt.txt")).unwrap()).unwrap()
}

/// Returns the names in `submission/`, hidden ones too.
pub(crate) fn packages(sandbox: &Sandbox) -> Vec<String> {
    let Ok(entries) = fs::read_dir(sandbox.path("submission")) else {
        return Vec::new();
    };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[track_caller]
pub(crate) fn says(transcript: &str, exit: i32, parts: &[&str]) {
    assert!(
        transcript.starts_with(&format!("exit {exit}\n")),
        "{transcript}"
    );
    for part in parts {
        assert!(transcript.contains(part), "{part}\n{transcript}");
    }
}

#[test]
fn a_package_holds_everything_and_its_last_line_says_what_to_do() {
    let sandbox = project().write("interviews.md", "Private notes.");
    let said = sandbox.run(["package"]);
    says(&said, 0, &["submission/2026-11-22: packaged\n"]);
    let stdout = said.split("--- stderr").next().unwrap();
    assert_eq!(
        stdout.trim_end().lines().last().unwrap(),
        format!(
            "Nothing has been sent. Upload {PDF} before 16:00 on 1 September 2027, then: folio \
             milestone submitted --evidence …"
        )
    );
    let folder = sandbox.path(DAY);
    let files = files(&folder);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            PDF,
            "proof.pdf",
            "receipt.txt",
            "source.zip",
            "word-count.json",
            "word-count.pdf"
        ]
    );
    let receipt = receipt(&folder);
    for listed in &receipt.files {
        assert_eq!(
            listed.sha256,
            sha256(&files[&listed.name]),
            "{}",
            listed.name
        );
    }
    assert_eq!(receipt.files.len(), 5);
    let count: serde_json::Value = serde_json::from_slice(&files["word-count.json"]).unwrap();
    assert_eq!(count["counted"], receipt.counted);
    assert_eq!(count["format"], 1);
    assert!(
        receipt
            .rule
            .iter()
            .any(|it| it.starts_with("Convention folio: a word is"))
    );

    let source = unpack(&files["source.zip"]).unwrap();
    let names: Vec<&str> = source.keys().map(String::as_str).collect();
    let wanted = [
        "dissertation/chapters/01-introduction.md",
        "dissertation/folio.toml",
    ];
    assert_eq!(names, wanted);

    let built = sandbox.run(["build"]);
    says(&built, 0, &[]);
    assert!(
        sandbox.pdf() == files[PDF],
        "the package holds the very PDF of a build"
    );
    let ledger = fs::read_to_string(sandbox.path("milestones/ledger.jsonl")).unwrap();
    assert!(ledger.contains(&format!("sha256:{}", sha256(&files[PDF]))));
    says(&sandbox.run(["status"]), 0, &["packaged     student"]);
}

#[test]
fn the_statement_is_one_page_with_the_count_and_its_rule() {
    let sandbox = project();
    says(&sandbox.run(["package"]), 0, &[]);
    let pdf = files(&sandbox.path(DAY)).remove("word-count.pdf").unwrap();
    assert_eq!(
        lopdf::Document::load_mem(&pdf).unwrap().get_pages().len(),
        1
    );
    let text = pdf_extract::extract_text_from_mem(&pdf).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Word count statement",
        "A. Student",
        "34 words",
        "What counts.",
        "What a word is.",
        "What is left out.",
        "There is no tolerance",
        "Introduction",
        PDF,
        "Not yet confirmed",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn the_same_project_gives_the_same_bytes_wherever_it_lies() {
    let (one, other) = (project(), project());
    says(&one.run(["package"]), 0, &[]);
    says(&other.run(["package"]), 0, &[]);
    let (one, other) = (files(&one.path(DAY)), files(&other.path(DAY)));
    for (name, bytes) in &one {
        assert!(other[name] == *bytes, "{name}");
    }
}

#[test]
fn an_anonymous_package_names_the_candidate_and_nobody_else() {
    let sandbox = project();
    says(
        &sandbox.run(["package", "--anonymous"]),
        0,
        &["Upload DHL_042_20270901.pdf"],
    );
    let mut files = files(&sandbox.path(DAY));
    assert!(files.remove("source.zip").is_some());
    for (name, bytes) in &files {
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        if name.ends_with(".pdf") {
            let mut pdf = lopdf::Document::load_mem(bytes).unwrap();
            pdf.decompress();
            let mut plain = Vec::new();
            pdf.save_to(&mut plain).unwrap();
            text.push_str(&String::from_utf8_lossy(&plain));
            text.push_str(&pdf_extract::extract_text_from_mem(bytes).unwrap());
        }
        assert!(!text.contains("Student"), "{name}");
    }
    let receipt = String::from_utf8_lossy(&files["receipt.txt"]).into_owned();
    assert!(receipt.contains("\ncandidate: DHL-042\nnote: source.zip makes this PDF again"));
}

#[test]
fn the_source_of_an_anonymous_package_names_nobody_and_makes_the_same() {
    let more = "\n[words]\nconfirmed = \"E-mail of Dr Moss\"\n\n[[milestone]]\nid = \"tutorial-1\"\n\
                title = \"A day at Quillmere\"\n\n[ethics]\nclassification = \"audit\"\nbody = \
                \"Quillmere R&I\"\nreference = \"QM-1\"\n\n[people]\nsupervisor = \
                \"moss@quillmere.org\"\n";
    let manifest = MANIFEST.replace("candidate", "organisation = \"Quillmere\"\ncandidate");
    let sandbox = project().write("folio.toml", format!("{manifest}{more}"));
    says(&sandbox.run(["package", "--anonymous"]), 0, &[]);
    let source = unpack(&files(&sandbox.path(DAY))["source.zip"]).unwrap();
    for (name, bytes) in &source {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        for secret in ["quillmere", "moss", "qm-1", "student"] {
            assert!(!text.contains(secret), "{name}: {secret}: {text}");
        }
    }
    let answer = sandbox.run(["verify", DAY]);
    says(
        &answer,
        0,
        &["Yes: `DHL_042_20270901.pdf`", "the same, byte for byte"],
    );
}

#[test]
fn a_second_package_of_the_day_leaves_the_first_alone() {
    let sandbox = project();
    says(&sandbox.run(["package"]), 0, &[]);
    let first = files(&sandbox.path(DAY));
    says(
        &sandbox.run(["package"]),
        0,
        &["nothing has changed since it was packaged"],
    );
    assert_eq!(packages(&sandbox), ["2026-11-22"]);
    let ledger = fs::read_to_string(sandbox.path("milestones/ledger.jsonl")).unwrap();
    assert_eq!(ledger.lines().count(), 1);

    let sandbox = sandbox.write("chapters/01-introduction.md", format!("{CHAPTER}\nMore.\n"));
    let said = sandbox.run(["package"]);
    says(
        &said,
        0,
        &[
            "submission/2026-11-22-2: packaged",
            "earlier packages of the day stay: 2026-11-22",
        ],
    );
    assert!(files(&sandbox.path(DAY)) == first);
}

#[test]
fn what_was_handed_in_is_not_packaged_again() {
    let sandbox = project();
    says(&sandbox.run(["package"]), 0, &[]);
    says(
        &sandbox.run(["milestone", "submitted", "--evidence", "receipt 42"]),
        0,
        &[],
    );
    says(&sandbox.run(["package"]), 1, &["handed in"]);
    assert_eq!(packages(&sandbox), ["2026-11-22"]);
}

#[test]
fn the_date_that_counts_is_the_one_with_its_extension() {
    let sandbox = project().write(
        "folio.toml",
        MANIFEST.replace("2027-09-01T16:00", "2026-11-20"),
    );
    says(
        &sandbox.run(["package"]),
        0,
        &["the date has passed: it was due by 20 November 2026"],
    );
    let extend = [
        "milestone",
        "extend",
        "submission",
        "--to",
        "2026-12-04",
        "--reference",
        "EXT-1",
        "--granted-by",
        "Office",
    ];
    says(&sandbox.run(extend), 0, &[]);
    says(
        &sandbox.run(["package"]),
        0,
        &["by 4 December 2026, then: folio milestone submitted"],
    );
    // The document carries it as well, and so does what is made again from the source.
    let extended = sandbox.path("submission/2026-11-22-2");
    let receipt = receipt(&extended);
    assert_eq!(receipt.document_date.to_string(), "2026-12-04T00:00:00");
    assert_eq!(receipt.file, "A_Student_20261204.pdf");
    says(
        &sandbox.run(["verify", "submission/2026-11-22-2"]),
        0,
        &["Yes: "],
    );
    says(
        &sandbox.run(["build"]),
        0,
        &["the submission date, as it was extended"],
    );
    let without = Sandbox::small().write("chapters/01-introduction.md", CHAPTER);
    says(
        &without.run(["package"]),
        0,
        &["Nothing has been sent. No date is known"],
    );
}

#[test]
fn rules_from_outside_travel_with_the_package() {
    let rules = "format = 1\n[sources.office]\ntitle = \"The office\"\nstatus = \"published\"\n\
                 checked = 2026-11-01\n[words.limit]\nvalue = 20\nsource = \"office\"\n";
    let sandbox = project()
        .write("folio.toml", format!("{MANIFEST}\n[words]\nlimit = 9000\n"))
        .write("office.toml", rules);
    says(
        &sandbox.run(["package", "--rules", "office.toml"]),
        1,
        &["word-limit-exceeded"],
    );
    let said = sandbox.run([
        "package",
        "--rules",
        "office.toml",
        "--despite",
        "word-limit-exceeded",
        "--reason",
        "test",
    ]);
    says(&said, 0, &[]);
    let folder = sandbox.path(DAY);
    let receipt = receipt(&folder);
    assert_eq!(receipt.rules, Some(sha256(rules.as_bytes())));
    assert_eq!(receipt.limit, Some(20));
    assert!(!receipt.overruled.is_empty());
    let zip = unpack(&fs::read(folder.join("source.zip")).unwrap()).unwrap();
    assert_eq!(zip["rules.toml"], rules.as_bytes());
    fs::remove_file(sandbox.path("office.toml")).unwrap();
    says(
        &sandbox.run(["verify", DAY]),
        0,
        &["34 words (limit 20: 14 above it)", "overruled:"],
    );
}

#[test]
fn what_may_not_be_handed_on_is_not_packed() {
    for private in ["confidential.txt", ".secret"] {
        let sandbox = project().write(private, "Northern General\n").write(
            "chapters/02-b.typ",
            format!("= Two\n#let x = read(\"/{private}\")\nText."),
        );
        let said = sandbox.run(["package"]);
        says(&said, 1, &["never read into a document"]);
        assert!(packages(&sandbox).is_empty());
    }
}

#[test]
fn the_json_of_a_package_and_of_a_refusal_have_one_form() {
    let sandbox = project();
    let json = |sandbox: &Sandbox| -> serde_json::Value {
        let output = sandbox.output(["package", "--format", "json"]);
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let made = json(&sandbox);
    assert_eq!(made["format"], 1);
    assert_eq!(made["packaged"], true);
    assert_eq!(made["folder"], DAY);
    assert_eq!(made["file"], PDF);
    assert_eq!(made["files"].as_array().unwrap().len(), 5);
    let sandbox = sandbox.write("folio.toml", format!("{MANIFEST}\n[words]\nlimit = 10\n"));
    let refused = json(&sandbox);
    assert_eq!(refused["packaged"], false);
    assert_eq!(refused["folder"], serde_json::Value::Null);
    assert_eq!(refused["stops"][0], "word-limit-exceeded");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(keys(&made), keys(&refused));
}
