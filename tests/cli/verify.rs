//! A package looked at later: one sentence for each thing that may have become of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::OnceLock;

use folio::package::{Receipt, pack, sha256, unpack};
use tempfile::TempDir;

use crate::package::{PDF, project, receipt};
use crate::sandbox::Sandbox;

/// Returns a package that was made once, in a sandbox of its own without the project.
fn package() -> Sandbox {
    static MADE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, made) = MADE.get_or_init(|| {
        let sandbox = project();
        let said = sandbox.run(["package"]);
        assert!(said.starts_with("exit 0"), "{said}");
        let kept = tempfile::tempdir().unwrap();
        let folder = kept.path().join("package");
        fs::rename(sandbox.path("submission/2026-11-22"), &folder).unwrap();
        (kept, folder)
    });
    let mut sandbox = Sandbox::empty();
    for entry in fs::read_dir(made).unwrap() {
        let entry = entry.unwrap();
        let name = format!("old/{}", entry.file_name().to_str().unwrap());
        sandbox = sandbox.write(&name, fs::read(entry.path()).unwrap());
    }
    sandbox
}

/// Changes a file, and the receipt so that its digests fit again.
fn forge(sandbox: &Sandbox, name: &str, bytes: &[u8], change: impl FnOnce(&mut Receipt)) {
    let mut forged = receipt(&sandbox.path("old"));
    for listed in &mut forged.files {
        if listed.name == name {
            listed.sha256 = sha256(bytes);
            listed.bytes = bytes.len() as u64;
        }
    }
    change(&mut forged);
    fs::write(sandbox.path("old").join(name), bytes).unwrap();
    fs::write(sandbox.path("old/receipt.txt"), forged.write()).unwrap();
}

fn read(sandbox: &Sandbox, name: &str) -> Vec<u8> {
    fs::read(sandbox.path("old").join(name)).unwrap()
}

#[track_caller]
fn answers(sandbox: &Sandbox, exit: i32, sentence: &str) {
    let said = sandbox.run(["verify", "old"]);
    assert!(said.starts_with(&format!("exit {exit}\n")), "{said}");
    assert!(said.contains(sentence), "{said}");
}

#[test]
fn a_package_is_known_again_on_another_day_in_another_place_without_its_project() {
    let sandbox = package();
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin!("folio"))
        .current_dir(sandbox.path("old"))
        .env("SOURCE_DATE_EPOCH", "86400")
        .args(["verify", ".", "--today", "2031-01-01"])
        .output()
        .unwrap();
    let said = sandbox.transcript(&output);
    assert!(
        said.starts_with(&format!(
            "exit 0\n--- stdout\nYes: `{PDF}` is the file that was packaged on 22 November 2026. It \
             has 34 words (limit 10,000) by the counting rule `main-text`, convention `folio`. Built \
             again from its source it is the same, byte for byte.\n"
        )),
        "{said}"
    );
}

#[test]
fn another_file_is_compared_whatever_its_name() {
    let sandbox = package();
    let (own, proof) = (read(&sandbox, PDF), read(&sandbox, "proof.pdf"));
    let sandbox = sandbox
        .write("turnitin-1234.pdf", &own)
        .write("other.pdf", proof);
    let said = sandbox.run(["verify", "old", "--pdf", "turnitin-1234.pdf"]);
    insta::assert_snapshot!(said, @r"
    exit 0
    --- stdout
    Yes: `A_Student_20270901.pdf` is the file that was packaged on 22 November 2026, and `turnitin-1234.pdf` is the same file. It has 34 words (limit 10,000) by the counting rule `main-text`, convention `folio`. Built again from its source it is the same, byte for byte.
      as the folder says: the day of packaging, 2026-11-22, what was waived, overruled and not checked
    ");
    let said = sandbox.run(["verify", "old", "--pdf", "other.pdf"]);
    insta::assert_snapshot!(said, @r"
    exit 1
    --- stdout
    No: `other.pdf` is not the file that was packaged as `A_Student_20270901.pdf` on 22 November 2026: its bytes differ.
    ");
    let mut stamped = own;
    stamped.extend_from_slice(b"\n% stamped\n");
    let sandbox = sandbox.write("stamped.pdf", stamped);
    let said = sandbox.run(["verify", "old", "--pdf", "stamped.pdf"]);
    insta::assert_snapshot!(said, @r"
    exit 1
    --- stdout
    No: `stamped.pdf` is not the file that was packaged as `A_Student_20270901.pdf` on 22 November 2026: its bytes differ, although it shows the same words.
    ");
    let said = sandbox.run(["verify", "old", "--pdf", "nowhere.pdf"]);
    assert!(said.starts_with("exit 2\n"), "{said}");
}

#[test]
fn a_changed_pdf_is_a_no() {
    let sandbox = package();
    let mut pdf = read(&sandbox, PDF);
    pdf.push(b'\n');
    fs::write(sandbox.path("old").join(PDF), pdf).unwrap();
    answers(
        &sandbox,
        1,
        "is not the file that was packaged on 22 November 2026",
    );
}

#[test]
fn a_changed_receipt_is_a_no() {
    let sandbox = package();
    let text = String::from_utf8(read(&sandbox, "receipt.txt")).unwrap();
    let text = text.replace("counted: 34", "counted: 33");
    fs::write(sandbox.path("old/receipt.txt"), text).unwrap();
    answers(
        &sandbox,
        1,
        "No: `receipt.txt` cannot be believed: it was changed after it was written",
    );
}

#[test]
fn a_receipt_that_was_forged_with_care_is_found_out_by_counting_again() {
    let sandbox = package();
    let count = read(&sandbox, "word-count.json");
    forge(&sandbox, "word-count.json", &count, |receipt| {
        receipt.counted = 30;
    });
    answers(
        &sandbox,
        1,
        "No: the receipt says 30 words by `main-text`, but the source of this package has 34",
    );
    let sandbox = package();
    forge(&sandbox, "word-count.json", &count, |receipt| {
        receipt.limit = Some(12_000);
    });
    answers(&sandbox, 1, "No: the receipt says");
}

#[test]
fn a_pdf_that_its_source_does_not_make_is_a_no_whatever_the_receipt_says() {
    let sandbox = package();
    let other = read(&sandbox, "proof.pdf");
    forge(&sandbox, PDF, &other, |_| {});
    answers(&sandbox, 1, "is not what its source makes");
}

#[test]
fn a_chapter_that_was_changed_in_the_source_is_found_out() {
    let sandbox = package();
    let mut files = unpack(&read(&sandbox, "source.zip")).unwrap();
    let chapter = files
        .get_mut("dissertation/chapters/01-introduction.md")
        .unwrap();
    chapter.extend_from_slice(b"\nThree words more.\n");
    forge(&sandbox, "source.zip", &pack(&files).unwrap(), |_| {});
    answers(&sandbox, 1, "has 37 by `main-text`");
}

#[test]
fn a_missing_file_is_named_and_one_too_many_is_only_mentioned() {
    let sandbox = package();
    fs::remove_file(sandbox.path("old/proof.pdf")).unwrap();
    answers(&sandbox, 1, "is not whole: `proof.pdf` is missing");
    let sandbox = package().write("old/turnitin-receipt.png", "x");
    answers(
        &sandbox,
        0,
        "`turnitin-receipt.png` is not part of the package; nothing is said about it",
    );
}

#[test]
fn what_is_no_package_could_not_be_looked_at() {
    let sandbox = Sandbox::empty().write("old/a.pdf", "x");
    answers(&sandbox, 2, "there is no `receipt.txt`");
    let sandbox = Sandbox::empty().write("old/receipt.txt", "Dear all,\n");
    answers(&sandbox, 2, "it is no receipt of folio");
    answers(&Sandbox::empty(), 2, "there is no file or folder");
    let sandbox = package();
    let text = String::from_utf8(read(&sandbox, "receipt.txt")).unwrap();
    let newer = text.replace("format: 1", "format: 2");
    fs::write(sandbox.path("old/receipt.txt"), newer).unwrap();
    answers(&sandbox, 2, "written by a newer version of folio");
}

/// Returns a zip that folio would not write.
fn hostile(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file(name, options).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_source_that_folio_did_not_write_is_refused_before_it_is_used() {
    let sandbox = package();
    let whole = read(&sandbox, "source.zip");
    forge(&sandbox, "source.zip", &whole[..whole.len() / 2], |_| {});
    answers(
        &sandbox,
        1,
        "folio did not write `source.zip`: it is damaged or no zip file",
    );

    let out = hostile("../escaped.md", b"outside");
    forge(&sandbox, "source.zip", &out, |_| {});
    answers(
        &sandbox,
        1,
        "it holds a file named `../escaped.md`, which does not stay inside one folder",
    );
    assert!(!sandbox.files().iter().any(|name| name.contains("escaped")));

    let bomb = hostile("dissertation/folio.toml", &vec![b' '; 200 << 20]);
    assert!(bomb.len() < 1 << 20);
    forge(&sandbox, "source.zip", &bomb, |_| {});
    answers(&sandbox, 1, "unpacks to more than a dissertation can hold");
}

#[test]
fn a_source_that_cannot_be_built_is_no_answer() {
    let sandbox = package();
    let empty = pack(&BTreeMap::from([("a.txt".to_owned(), b"x".to_vec())])).unwrap();
    forge(&sandbox, "source.zip", &empty, |_| {});
    answers(&sandbox, 2, "but it could not be built again");
}

/// The PDF as another version would have written it: it names its producer.
fn as_if_made_by(version: &[u8], pdf: &[u8]) -> Vec<u8> {
    let own = format!("folio {}", env!("CARGO_PKG_VERSION"));
    let other = [b"folio ", version].concat();
    assert_eq!(own.len(), other.len());
    let mut pdf = pdf.to_vec();
    let at = |pdf: &[u8]| pdf.windows(own.len()).position(|it| it == own.as_bytes());
    while let Some(at) = at(&pdf) {
        pdf[at..at + other.len()].copy_from_slice(&other);
    }
    pdf
}

#[test]
fn no_line_of_a_sealed_receipt_says_another_thing_than_its_source() {
    type Forgery = fn(&mut Receipt);
    let forgeries: [(&str, Forgery); 11] = [
        ("title", |it| it.title = "Another title".into()),
        ("author or candidate", |it| it.by = "B. Student".into()),
        ("pages", |it| it.pages += 1),
        ("all words", |it| it.total += 1),
        ("verdict", |it| {
            it.verdict = "34 of 10,000 words: agreed".into();
        }),
        ("rule", |it| it.rule[0] = "What counts: everything.".into()),
        ("limit", |it| it.limit = Some(12_000)),
        ("policy", |it| it.policy = "prose-only".into()),
        ("document date", |it| {
            it.document_date = "2026-01-01T00:00:00".parse().unwrap();
        }),
        ("typst", |it| it.typst = "0.14.0".into()),
        ("folio", |it| it.folio = "0.0.7".into()),
    ];
    let sandbox = package();
    answers(
        &sandbox,
        0,
        "as the folder says: the day of packaging, 2026-11-22",
    );
    let honest = receipt(&sandbox.path("old"));
    for (line, forgery) in forgeries {
        let mut forged = honest.clone();
        forgery(&mut forged);
        fs::write(sandbox.path("old/receipt.txt"), forged.write()).unwrap();
        let said = sandbox.run(["verify", "old"]);
        assert!(said.starts_with("exit 1\n"), "{line}: {said}");
        assert!(said.contains("No: "), "{line}: {said}");
    }
}

#[test]
fn no_file_of_a_sealed_package_is_another_than_its_source_makes() {
    let sandbox = package();
    let statement = read(&sandbox, "word-count.pdf");
    let data = String::from_utf8(read(&sandbox, "word-count.json")).unwrap();
    let data = data.replacen("\"tolerance\": 0", "\"tolerance\": 900", 1);
    for (name, bytes) in [
        ("word-count.json", data.into_bytes()),
        ("word-count.pdf", [&statement[..], b"\n"].concat()),
        ("proof.pdf", statement),
    ] {
        let sandbox = package();
        forge(&sandbox, name, &bytes, |_| {});
        answers(
            &sandbox,
            1,
            &format!("`{name}` is not what a package of this source has"),
        );
    }
}

#[test]
fn many_packages_and_zips_of_them_have_a_line_each() {
    let sandbox = package();
    let names = [
        "receipt.txt",
        PDF,
        "word-count.pdf",
        "word-count.json",
        "proof.pdf",
        "source.zip",
    ];
    let inside = names.map(|name| (format!("anna/{name}"), read(&sandbox, name)));
    let zip = pack(&BTreeMap::from(inside)).unwrap();
    fs::write(sandbox.path("anna.zip"), zip).unwrap();
    fs::create_dir(sandbox.path("bad")).unwrap();
    for name in names {
        fs::write(sandbox.path("bad").join(name), read(&sandbox, name)).unwrap();
    }
    fs::write(sandbox.path("bad").join(PDF), b"%PDF-").unwrap();
    let said = sandbox.run(["verify", "old", "anna.zip", "bad"]);
    assert!(said.starts_with("exit 1\n"), "{said}");
    for line in ["\nold: Yes: ", "\nanna.zip: Yes: ", "\nbad: No: "] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn the_rules_of_whoever_asks_give_the_verdict() {
    let sandbox = package().write("office.toml", "[words.limit]\nvalue = 20\n");
    let said = sandbox.run(["verify", "old", "--rules", "office.toml"]);
    insta::assert_snapshot!(said, @r"
    exit 1
    --- stdout
    Yes: `A_Student_20270901.pdf` is the file that was packaged on 22 November 2026. It has 34 words (limit 10,000) by the counting rule `main-text`, convention `folio`. Built again from its source it is the same, byte for byte.
      under the rules given: 34 of 20 words: 14 over
      as the folder says: the day of packaging, 2026-11-22, what was waived, overruled and not checked
    ");
    let sandbox = sandbox.write("office.toml", "[words.limit]\nvalue = 40\n");
    let said = sandbox.run(["verify", "old", "--rules", "office.toml"]);
    assert!(said.starts_with("exit 0\n"), "{said}");
}

#[test]
fn the_folder_of_a_dissertation_is_its_own_record() {
    let sandbox = Sandbox::small();
    let said = sandbox.run(["verify"]);
    assert_eq!(said, sandbox.run(["milestone", "verify"]));
}

#[test]
fn another_version_is_named_and_says_what_it_could_confirm() {
    let sandbox = package();
    let pdf = as_if_made_by(b"0.0.7", &read(&sandbox, PDF));
    forge(&sandbox, PDF, &pdf, |receipt| {
        receipt.folio = "0.0.7".into();
    });
    answers(
        &sandbox,
        0,
        "the count and the text agree; the pages were made by folio 0.0.7, and only it can compare them",
    );
    let said = sandbox.run(["verify", "old", "--exact"]);
    insta::assert_snapshot!(said, @r"
    exit 2
    --- stdout
    Could not say: every file has the digest that the receipt of 22 November 2026 lists, and the receipt says 34 words by `main-text`, but this version of folio makes other pages from its source, with 34 words by `main-text`; to build the very same file, use folio 0.0.7.
      it was made with folio 0.0.7, and this is folio [version]
    ");
    let other = as_if_made_by(b"0.0.7", &read(&sandbox, "proof.pdf"));
    forge(&sandbox, PDF, &other, |_| {});
    answers(
        &sandbox,
        2,
        "Could not say: every file has the digest that the receipt",
    );
}

#[test]
fn line_ends_that_a_system_changed_do_not_matter() {
    let sandbox = package();
    for name in ["receipt.txt", "word-count.json"] {
        let text = String::from_utf8(read(&sandbox, name)).unwrap();
        fs::write(sandbox.path("old").join(name), text.replace('\n', "\r\n")).unwrap();
    }
    answers(&sandbox, 0, "Yes: ");
}

#[test]
fn the_json_of_a_verification_says_the_same() {
    let sandbox = package();
    let output = sandbox.output(["verify", "old", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["format"], 1);
    assert_eq!(json["answer"], "yes");
    assert_eq!(json["file"], PDF);
    assert_eq!(
        (&json["counted"], &json["recounted"]),
        (&34.into(), &34.into())
    );
    assert_eq!(json["policy"], "main-text");
}

#[test]
fn the_ledger_beside_a_package_is_a_second_witness() {
    let sandbox = project();
    let packaged = sandbox.run(["package"]);
    assert!(packaged.starts_with("exit 0"), "{packaged}");
    let day = "submission/2026-11-22";
    let said = sandbox.run(["verify", day]);
    insta::assert_snapshot!(said, @r"
    exit 0
    --- stdout
    Yes: `A_Student_20270901.pdf` is the file that was packaged on 22 November 2026. It has 34 words (limit 10,000) by the counting rule `main-text`, convention `folio`. Built again from its source it is the same, byte for byte.
      the project's ledger records the same PDF, packaged on 22 November 2026
      as the folder says: the day of packaging, 2026-11-22, what was waived, overruled and not checked
    ");

    // A whole package of another text in its place has digests that fit, and is not what was made.
    let other = project().write("chapters/02-method.md", "# Method\n\nWe asked the wards.\n");
    let made = other.run(["package"]);
    assert!(made.starts_with("exit 0"), "{made}");
    fs::remove_dir_all(sandbox.path(day)).unwrap();
    fs::rename(other.path(day), sandbox.path(day)).unwrap();
    let said = sandbox.run(["verify", day]);
    insta::assert_snapshot!(said, @r"
    exit 1
    --- stdout
    No: `A_Student_20270901.pdf` is not the file that was packaged into this folder: the project's ledger records another one, `A_Student_20270901.pdf` of 22 November 2026.
    ");

    // Under a name that the ledger does not know it is only unknown.
    fs::rename(sandbox.path(day), sandbox.path("submission/mine")).unwrap();
    let said = sandbox.run(["verify", "submission/mine"]);
    insta::assert_snapshot!(said, @r"
    exit 0
    --- stdout
    Yes: `A_Student_20270901.pdf` is the file that was packaged on 22 November 2026. It has 39 words (limit 10,000) by the counting rule `main-text`, convention `folio`. Built again from its source it is the same, byte for byte.
      the project's ledger has no record of this package: it was not made here, or the record was lost
      as the folder says: the day of packaging, 2026-11-22, what was waived, overruled and not checked
    ");
}

#[test]
fn what_another_version_wrote_is_compared_where_it_can_be() {
    type Forgery = fn(&Sandbox);
    let rewrite = |sandbox: &Sandbox, from: &str, to: &str| {
        let text = String::from_utf8(read(sandbox, "receipt.txt")).unwrap();
        let (above, _) = text.rsplit_once("sha256 of everything above: ").unwrap();
        let above = above.replacen(from, to, 1);
        let digest = sha256(above.as_bytes());
        let sealed = format!("{above}sha256 of everything above: {digest}\n");
        fs::write(sandbox.path("old/receipt.txt"), sealed).unwrap();
    };
    let by_another = |version: &str| {
        let sandbox = package();
        let pdf = as_if_made_by(version.as_bytes(), &read(&sandbox, PDF));
        forge(&sandbox, PDF, &pdf, |receipt| {
            receipt.folio = version.into();
        });
        sandbox
    };
    let data: Forgery = |sandbox| {
        let data = String::from_utf8(read(sandbox, "word-count.json")).unwrap();
        let data = data.replacen("\"counted\": 34", "\"counted\": 30", 1);
        forge(sandbox, "word-count.json", data.as_bytes(), |_| {});
    };
    let sandbox = by_another("0.0.7");
    data(&sandbox);
    answers(&sandbox, 1, "`word-count.json` is not what a package");
    let sandbox = by_another("0.0.7");
    rewrite(&sandbox, "verdict: 34 of", "verdict: 30 of");
    answers(&sandbox, 1, "the receipt says verdict “30 of 10,000 words");
    for twice in ["counted: 34\ncounted: 30\n", "counted: 34\nagreed: yes\n"] {
        let sandbox = by_another("0.0.7");
        rewrite(&sandbox, "counted: 34\n", twice);
        answers(
            &sandbox,
            1,
            "`receipt.txt` has lines that folio does not write",
        );
    }
    // What a newer one wrote nobody here can know.
    let sandbox = by_another("9.0.7");
    rewrite(&sandbox, "counted: 34\n", "counted: 34\nagreed: yes\n");
    answers(
        &sandbox,
        0,
        "does not write these lines of its receipt: “agreed: yes”",
    );
}

#[test]
fn a_file_that_is_listed_twice_is_a_no() {
    let sandbox = package();
    let mut forged = receipt(&sandbox.path("old"));
    let proof = forged
        .files
        .iter()
        .find(|it| it.name == "proof.pdf")
        .cloned();
    forged.files.extend(proof);
    fs::write(sandbox.path("old/receipt.txt"), forged.write()).unwrap();
    answers(&sandbox, 1, "`proof.pdf` is not what a package");
}

#[test]
fn rules_that_were_put_into_the_source_are_told_by_their_limit() {
    let sandbox = package();
    let mut files = unpack(&read(&sandbox, "source.zip")).unwrap();
    files.insert(
        "rules.toml".into(),
        b"[words.limit]\nvalue = 99999\n".to_vec(),
    );
    forge(&sandbox, "source.zip", &pack(&files).unwrap(), |_| {});
    answers(
        &sandbox,
        1,
        "the receipt says 34 words (limit 10,000) by `main-text`, but the source of this package has \
         34 (limit 99,999) by `main-text`",
    );
}
