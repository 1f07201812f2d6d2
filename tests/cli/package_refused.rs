//! A package that is refused: what stands in the way, what may be set aside, and what never withholds
//! the PDF.

use std::fs;

use crate::package::{DAY, MANIFEST, packages, project, receipt, says};
use crate::sandbox::Sandbox;

#[test]
fn what_stands_in_the_way_is_refused_with_the_command_for_it() {
    let sandbox = project().write("folio.toml", format!("{MANIFEST}\n[words]\nlimit = 10\n"));
    let said = sandbox.run(["package"]);
    says(
        &said,
        1,
        &[
            "Your PDF is written and can be handed in: output/a-title.pdf. It was not packaged, because:",
            "folio check --for submission --only word-limit-exceeded",
            "folio package --despite all --reason \"…\"",
        ],
    );
    assert!(sandbox.path("output/a-title.pdf").is_file());
    assert!(packages(&sandbox).is_empty());
    assert!(!sandbox.path("milestones/ledger.jsonl").exists());

    let said = sandbox.run([
        "package",
        "--despite",
        "word-limit-exceeded",
        "--reason",
        "agreed with the office",
    ]);
    says(
        &said,
        0,
        &[
            "34 words",
            "packaged despite word-limit-exceeded: agreed with the office",
        ],
    );
    let receipt = receipt(&sandbox.path(DAY));
    assert_eq!(receipt.despite[0].reason, "agreed with the office");
    assert_eq!((receipt.counted, receipt.limit), (34, Some(10)));
    let log = sandbox.run(["milestone", "log"]);
    says(
        &log,
        0,
        &["despite word-limit-exceeded: agreed with the office"],
    );
}

/// A project with much to mend, on the evening before it is due.
fn last_night() -> Sandbox {
    project()
        .write(
            "folio.toml",
            MANIFEST.replace("2027-09-01T16:00", "2026-11-22T00:20") + "\n[words]\nlimit = 10\n",
        )
        .write(
            "chapters/02-method.md",
            "# Method\n\nAs [@nobody1999] says in @sec:nowhere: $\\foo$.\n\n![A map](map.png){alt=\"A map.\"}\n",
        )
        .write("chapters/02-other.md", "# Other\n\nText.\n")
}

#[test]
fn on_the_last_night_the_first_line_is_that_there_is_a_pdf() {
    let sandbox = last_night();
    insta::assert_snapshot!(sandbox.run(["package"]), @r#"
    exit 1
    --- stdout
    Your PDF is written and can be handed in: output/a-title.pdf. It was not packaged, because:
      1. `nobody1999` is in none of the reference files (chapters/02-method.md:3)
         folio check --for submission --only unknown-citation
      2. there is no section `sec:nowhere` (chapters/02-method.md:3)
         folio check --for submission --only unknown-label
      3. this formula cannot be read: it has a command that is not known, near `\foo` (chapters/02-method.md:3)
         folio check --for submission --only formula-unreadable
      4. there is no image `chapters/map.png` (chapters/02-method.md:5)
         folio check --for submission --only image-missing
      5. two files have the number 2: `chapters/02-method.md` and `chapters/02-other.md` (chapters/02-other.md)
         folio check --for submission --only duplicate-number
      and 1 reason more: folio check --for submission
    To package it despite all of that: folio package --despite all --reason "…"
    It is due before 00:20 on 22 November 2026: 20 minutes are left. Nothing has been sent.
    --- stderr
    not checked: confidential names: `confidential.txt` lists none
    "#);
    assert!(sandbox.path("output/a-title.pdf").is_file());
    let all = ["package", "--despite", "all", "--reason", "it is late"];
    says(
        &sandbox.run(all),
        0,
        &[
            "packaged despite word-limit-exceeded: it is late",
            "packaged despite unknown-citation: it is late",
        ],
    );
}

#[test]
fn a_chapter_that_is_left_out_is_never_packaged() {
    let sandbox = last_night().write("chapters/03-broken.typ", "= Broken\n\n#let x = (\n");
    let all = ["package", "--despite", "all", "--reason", "it is late"];
    insta::assert_snapshot!(sandbox.run(all), @r"
    exit 1
    --- stdout
    Your PDF is written, but without chapters/03-broken.typ: output/a-title-not-ready.pdf. It was not packaged, because:
      1. something is opened here and never closed (chapters/03-broken.typ:3)
         folio check --for submission --only typst-syntax
    It is due before 00:20 on 22 November 2026: 20 minutes are left. Nothing has been sent.
    --- stderr
    not checked: confidential names: `confidential.txt` lists none
    ");
    assert!(packages(&sandbox).is_empty());
}

#[test]
fn a_record_that_is_torn_withholds_neither_the_pdf_nor_the_package() {
    let sandbox = project();
    says(&sandbox.run(["package"]), 0, &[]);
    let ledger = sandbox.path("milestones/ledger.jsonl");
    let whole = fs::read(&ledger).unwrap();
    fs::write(&ledger, &whole[..whole.len() - 20]).unwrap();
    fs::remove_dir_all(sandbox.path(DAY)).unwrap();
    let said = sandbox.run(["package"]);
    says(
        &said,
        1,
        &[
            "submission/2026-11-22: packaged",
            "the package is whole; only its entry in the record is missing: ",
            "folio milestone verify --repair",
        ],
    );
    assert!(!said.contains("error"), "{said}");
    assert_eq!(packages(&sandbox), ["2026-11-22"]);

    fs::remove_file(&ledger).unwrap();
    fs::create_dir(&ledger).unwrap();
    let said = sandbox.run(["package"]);
    let first = said.lines().nth(2).unwrap();
    assert!(
        first.starts_with("Your PDF is written and can be handed in: output/a-title.pdf."),
        "{said}"
    );
}

#[test]
fn a_rule_is_set_aside_only_by_its_name_and_with_a_reason() {
    let sandbox = project();
    let despite = |code, reason| sandbox.run(["package", "--despite", code, "--reason", reason]);
    says(
        &despite("word-limit-exceded", "x"),
        2,
        &["did you mean `word-limit-exceeded`?"],
    );
    says(
        &despite("word-limit-exceeded", " "),
        2,
        &["the reason for `word-limit-exceeded` is empty"],
    );
    says(
        &sandbox.run(["package", "--despite", "word-limit-exceeded"]),
        2,
        &["--reason"],
    );
    assert!(packages(&sandbox).is_empty());
    let said = despite("word-limit-exceeded", "in case");
    says(
        &said,
        0,
        &["`--despite word-limit-exceeded` was not needed"],
    );
    assert!(receipt(&sandbox.path(DAY)).despite.is_empty());
}

#[test]
fn a_reason_names_nobody_whom_the_package_may_not_name() {
    let manifest = format!("{MANIFEST}\n[words]\nlimit = 10\n")
        .replace("author = ", "supervisor = \"Dr Miriam Lane\"\nauthor = ");
    let sandbox = project()
        .write("folio.toml", manifest)
        .write("confidential.txt", "Zanthe Orbison\n");
    let package = |reason| sandbox.run(["package", "--despite", "all", "--reason", reason]);
    let anonymous = |reason| {
        sandbox.run([
            "package",
            "--anonymous",
            "--despite",
            "all",
            "--reason",
            reason,
        ])
    };
    says(
        &anonymous("Miriam Lane agreed"),
        2,
        &[
            "the reason for `--despite all` has a name that an anonymous copy may not hold",
            "give the reason again without the name",
        ],
    );
    says(
        &package("Zanthe Orbison agreed"),
        2,
        &["the package may not hold: \"****** ******* agreed\""],
    );
    assert!(packages(&sandbox).is_empty());
    says(&anonymous("agreed with the office"), 0, &[]);
    says(&package("Miriam Lane agreed"), 0, &[]);
}
