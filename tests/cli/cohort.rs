//! `folio cohort`: one honest row a student, and one table of all.

use std::fs;

use serde_json::Value;

use crate::sandbox::Sandbox;

/// A student's folder with everything that a person may be known by.
pub(crate) fn student(sandbox: Sandbox, folder: &str, name: &str, number: usize) -> Sandbox {
    sandbox
        .write(
            &format!("{folder}/folio.toml"),
            format!(
                "[dissertation]\ntitle = \"Closing gap {number} of the wards\"\nauthor = \"{name}\"\n\
                 cid = \"0123456{number}\"\ncandidate = \"DHL-04{number}\"\nsupervisor = \"Dr Berta Quillmere\"\n\
                 [people]\nstudent = \"stud{number}@example.org\"\nsupervisor = \"quillmere@example.org\"\n\
                 [milestones]\ntutorial-1 = 2026-11-10\nsubmission = 2027-09-01T16:00\n"
            ),
        )
        .write(
            &format!("{folder}/chapters/01-introduction.md"),
            "# Introduction\n\nFour words of text.\n",
        )
}

pub(crate) fn cohort() -> Sandbox {
    let sandbox = student(Sandbox::empty(), "all/orbison_zanthe", "Zanthe Orbison", 1);
    let sandbox = student(sandbox, "all/ferrars_edward", "Edward Ferrars", 2);
    sandbox
        .write("all/brk-zz41/folio.toml", "[dissertation\n")
        .write("all/mt-zz42/notes.docx", "x")
        .write("all/inb-zz43.zip", "no zip")
}

pub(crate) fn rows(sandbox: &Sandbox, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(sandbox.path(file)).unwrap();
    assert!(text.ends_with('\n'), "{text}");
    let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let mut rows: Vec<Value> = rows.collect();
    for row in &mut rows {
        row["seconds"] = Value::from(0);
    }
    rows
}

/// Returns the row that has something in a field.
pub(crate) fn row<'a>(rows: &'a [Value], field: &str, value: &str) -> &'a Value {
    let mut found = rows.iter().filter(|row| row[field] == value);
    found.next().unwrap_or_else(|| panic!("{value}: {rows:#?}"))
}

#[test]
fn every_folder_is_a_row_and_the_broken_ones_say_so() {
    let sandbox = cohort();
    let transcript = sandbox.run(["cohort", "all", "--as", "office", "-o", "rows.jsonl"]);
    assert_eq!(
        transcript,
        "exit 1\n--- stderr\n5 rows in rows.jsonl, 3 of them with an error\n  \
         one table of them: folio cohort merge rows.jsonl --xlsx table.xlsx --html table.html\n"
    );
    let rows = rows(&sandbox, "rows.jsonl");
    assert_eq!(rows.len(), 5);
    let zanthe = row(&rows, "folder", "orbison_zanthe");
    assert_eq!(zanthe["format"], 1);
    assert_eq!(zanthe["as"], "office");
    assert_eq!(zanthe["name"], "Zanthe Orbison");
    assert_eq!(zanthe["cid"], "01234561");
    assert_eq!(zanthe["candidate"], Value::Null);
    assert_eq!(zanthe["supervisors"][0], "Dr Berta Quillmere");
    assert_eq!(zanthe["received"], true);
    assert_eq!(zanthe["ledger"], "none");
    assert_eq!(zanthe["words"]["counted"], 5);
    assert_eq!(zanthe["words"]["limit"], 10_000);
    assert_eq!(zanthe["words"]["verdict"], "within");
    assert_eq!(zanthe["submitted"], Value::Null);
    assert_eq!(zanthe["error"], Value::Null);
    let first = &zanthe["milestones"][0];
    assert_eq!(first["id"], "tutorial-1");
    assert_eq!(first["state"], "in-progress");
    assert_eq!(first["due"], "2026-11-10");
    assert_eq!(first["days-late"], 12);
    assert_eq!(first["minutes-late"], 12 * 24 * 60);
    assert_eq!(first["waiting-on"], "student");
    assert!(zanthe["digest"].as_str().unwrap().starts_with("sha256:"));
    let error = |folder: &str| row(&rows, "folder", folder)["error"].clone();
    assert_eq!(
        error("brk-zz41"),
        "its `folio.toml` or its ledger cannot be worked with: `manifest-syntax` and `no-chapters`"
    );
    assert_eq!(error("mt-zz42"), "there is no `folio.toml` in it");
    assert_eq!(error("inb-zz43.zip"), "the zip is damaged, or no zip file");
}

#[test]
fn no_kind_of_output_shows_what_it_may_not() {
    let sandbox = cohort();
    let schema = serde_json::from_str(folio::cohort::SCHEMA).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let person = ["zanthe", "orbison", "edward", "ferrars"];
    let places = ["zz41", "zz42", "zz43", "chapters/", "[sandbox]"];
    let numbers = ["01234561", "01234562"];
    let candidates = ["DHL-041", "DHL-042"];
    let addresses = ["stud1@", "stud2@"];
    let supervisors = ["quillmere", "berta"];
    let titles = ["closing gap"];
    let triage = [
        &person[..],
        &places,
        &numbers,
        &candidates,
        &addresses,
        &supervisors,
        &titles,
    ]
    .concat();
    let office = candidates.to_vec();
    let marking = [
        &person[..],
        &places,
        &numbers,
        &addresses,
        &supervisors,
        &titles,
    ]
    .concat();
    for (kind, hidden) in [("triage", triage), ("office", office), ("marking", marking)] {
        let run = sandbox.run(["cohort", "all", "--as", kind, "-o", "rows.jsonl"]);
        let mut merged = vec!["cohort", "merge", "rows.jsonl", "--csv", "t.csv", "--xlsx"];
        merged.extend(["t.xlsx", "--html", "t.html", "--ics", "t.ics"]);
        if kind == "office" {
            merged.extend(["--reminders", "r.csv"]);
        }
        let output = sandbox.command([]).args(merged).output().unwrap();
        let transcript = sandbox.transcript(&output);
        assert!(transcript.starts_with("exit 0"), "{transcript}");
        let mut all = vec![run, transcript];
        for file in ["rows.jsonl", "t.csv", "t.html", "t.ics"] {
            all.push(fs::read_to_string(sandbox.path(file)).unwrap());
        }
        if kind == "office" {
            let reminders = fs::read_to_string(sandbox.path("r.csv")).unwrap();
            assert!(reminders.contains("stud1@example.org"), "{reminders}");
            all.push(reminders);
        }
        all.push(unzipped(&fs::read(sandbox.path("t.xlsx")).unwrap()));
        for row in rows(&sandbox, "rows.jsonl") {
            let wrong = schema
                .iter_errors(&row)
                .map(|it| format!("{it} {}", it.instance_path()));
            assert_eq!(
                wrong.collect::<Vec<String>>(),
                Vec::<String>::new(),
                "{row}"
            );
        }
        for text in &all {
            let plain = text.to_lowercase();
            for word in &hidden {
                let at = plain.find(&word.to_lowercase());
                let around = at.map(|at| plain[..at].chars().rev().take(80).collect::<String>());
                assert!(at.is_none(), "{kind}: `{word}` behind {around:?}");
            }
        }
        let shown = match kind {
            "office" => "Zanthe Orbison",
            "marking" => "DHL-041",
            _ => "main-text",
        };
        assert!(all[2].contains(shown), "{}", all[2]);
        for file in ["rows.jsonl", "t.csv", "t.xlsx", "t.html", "t.ics"] {
            fs::remove_file(sandbox.path(file)).unwrap();
        }
    }
}

/// Returns the texts of the files of a workbook.
fn unzipped(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        std::io::Read::read_to_string(&mut file, &mut out).unwrap();
    }
    out
}

#[test]
fn zips_and_packages_open_as_what_they_hold() {
    let sandbox = student(Sandbox::empty(), "one", "Ada Student", 7);
    let args = ["package", "one", "--despite", "all", "--reason", "a trial"];
    let output = sandbox.command([]).args(args).output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        sandbox.transcript(&output)
    );
    let package = fs::read_dir(sandbox.path("one/submission")).unwrap();
    let package = package.flatten().next().unwrap().path();
    let sandbox = sandbox.with_folder(&package, "all/package");
    let zip = |from: &str, to: &str| {
        let files: std::collections::BTreeMap<String, Vec<u8>> =
            walkdir::WalkDir::new(sandbox.path(from))
                .into_iter()
                .map(Result::unwrap)
                .filter(|it| it.file_type().is_file())
                .map(|it| {
                    let below = it.path().strip_prefix(sandbox.path("")).unwrap();
                    let name = below.to_str().unwrap().replace('\\', "/");
                    (name, fs::read(it.path()).unwrap())
                })
                .collect();
        fs::write(sandbox.path(to), folio::package::pack(&files).unwrap()).unwrap();
    };
    zip("one", "all/mail.zip");
    zip("all/package", "all/handed-in.zip");
    sandbox.run(["cohort", "all", "--as", "office", "-o", "rows.jsonl"]);
    let all = rows(&sandbox, "rows.jsonl");
    assert_eq!(all.len(), 3);
    for row in &all {
        assert_eq!(row["error"], Value::Null, "{row}");
        assert_eq!(row["words"]["counted"], 5, "{row}");
        assert_eq!(row["cid"], "01234567");
    }
    let state = |folder: &str| {
        let milestones = row(&all, "folder", folder)["milestones"]
            .as_array()
            .unwrap();
        milestones.last().unwrap()["state"].clone()
    };
    assert_eq!(state("package"), "packaged");
    assert_eq!(state("handed-in.zip"), "packaged");
    assert_eq!(state("mail.zip"), "packaged");
    let verified = |folder: &str| row(&all, "folder", folder)["verified"].clone();
    assert_eq!(
        (verified("package"), verified("handed-in.zip")),
        ("yes".into(), "yes".into())
    );
    assert_eq!(verified("mail.zip"), Value::Null);
    // A receipt that fits its files, and says of the words what their source does not.
    let receipt = sandbox.path("all/package/receipt.txt");
    let text = fs::read_to_string(&receipt).unwrap();
    let mut forged = folio::package::Receipt::read(&text).unwrap();
    forged.counted -= 2;
    fs::write(&receipt, forged.write()).unwrap();
    let run = sandbox.run(["cohort", "all", "-o", "forged.jsonl"]);
    assert!(run.starts_with("exit 1"), "{run}");
    let all = rows(&sandbox, "forged.jsonl");
    let forged = row(&all, "verified", "no");
    assert_eq!(
        forged["error"],
        "the package is not what its source makes: see `folio verify`"
    );
    assert_eq!(forged["words"]["counted"], 5);
    fs::write(&receipt, text).unwrap();
    // One byte of the PDF.
    let pdf = fs::read_dir(sandbox.path("all/package")).unwrap();
    let mut pdf = pdf.flatten().map(|it| it.path());
    let is_own = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.ends_with(".pdf") && !["word-count.pdf", "proof.pdf"].contains(&name)
    };
    let pdf = pdf.find(is_own).unwrap();
    let mut bytes = fs::read(&pdf).unwrap();
    let last = bytes.len() - 20;
    bytes[last] ^= 1;
    fs::write(&pdf, bytes).unwrap();
    sandbox.run(["cohort", "all", "--as", "office", "-o", "rows.jsonl"]);
    let changed = rows(&sandbox, "rows.jsonl");
    let error = &row(&changed, "folder", "package")["error"];
    assert!(
        error
            .as_str()
            .unwrap()
            .starts_with("the package was changed"),
        "{error}"
    );
}

#[test]
fn a_hostile_set_loses_no_row_and_makes_no_cell_that_runs() {
    let sandbox = student(Sandbox::empty(), "all/good", "Ada Student", 3)
        .write("all/loop/folio.toml", "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n")
        .write(
            "all/loop/chapters/01-a.typ",
            "= A\n#let x = range(9999)\n#{ for a in x { for b in x { for c in x { let s = a + b + c } } } }\n",
        )
        .write("all/large/folio.toml", "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n")
        .write(
            "all/large/chapters/01-a.typ",
            "= A\n#let x = { let s = \"x\" * 1000; for i in range(30) { s = s + s }; s.len() }\n#x\n",
        )
        .write(
            "all/Formula/folio.toml",
            "[dissertation]\ntitle = \"=cmd|' /C calc'!A0\"\nauthor = \"@SUM(1)\\u001B]0;x\\u0007\"\n",
        )
        .write("all/Formula/chapters/01-a.md", "# A\n\nText.\n")
        .write(
            "all/formula/folio.toml",
            "[dissertation]\ntitle = \"-1+1\"\nauthor = \"+1\"\n",
        )
        .write("all/formula/chapters/01-a.md", "# A\n\nText.\n");
    let bomb = [("bomb/folio.toml".to_owned(), vec![b' '; 64 << 20])];
    let bomb = folio::package::pack(&bomb.into()).unwrap();
    let sandbox = sandbox.write("all/bomb.zip", bomb);
    #[cfg(unix)]
    std::os::unix::fs::symlink("/", sandbox.path("all/root")).unwrap();
    let args = ["cohort", "all", "--as", "office", "-o", "rows.jsonl"];
    let bounds = ["--time-limit", "8", "--memory-limit", "700"];
    let output = sandbox
        .command([])
        .args(args)
        .args(bounds)
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        sandbox.transcript(&output)
    );
    let all = rows(&sandbox, "rows.jsonl");
    assert_eq!(all.len(), if cfg!(unix) { 7 } else { 6 });
    let error = |folder: &str| row(&all, "folder", folder)["error"].to_string();
    assert_eq!(error("good"), "null");
    assert!(
        error("loop").contains("longer than 8 seconds"),
        "{}",
        error("loop")
    );
    // Which of its bounds it meets first is the machine's to say.
    assert!(error("large").contains("was stopped"), "{}", error("large"));
    assert!(
        error("bomb.zip").contains("unpacks to more"),
        "{}",
        error("bomb.zip")
    );
    if cfg!(unix) {
        assert!(
            error("root").contains("a link or a device"),
            "{}",
            error("root")
        );
    }
    let merged = sandbox.run([
        "cohort",
        "merge",
        "rows.jsonl",
        "--csv",
        "t.csv",
        "--xlsx",
        "t.xlsx",
    ]);
    assert!(merged.starts_with("exit 0"), "{merged}");
    let table = fs::read_to_string(sandbox.path("t.csv")).unwrap();
    assert!(
        table.contains("'=cmd|") && table.contains("'-1+1"),
        "{table}"
    );
    assert!(!table.contains(['\u{1b}', '\u{7}']), "{table:?}");
    let book = unzipped(&fs::read(sandbox.path("t.xlsx")).unwrap());
    assert!(!book.contains("<f>"), "{book}");
}

#[test]
fn kinds_are_not_joined_and_nothing_else_is_written_over() {
    let sandbox = cohort();
    sandbox.run(["cohort", "all", "-o", "a.jsonl"]);
    sandbox.run(["cohort", "all", "--as", "marking", "-o", "b.jsonl"]);
    let refused = sandbox.run(["cohort", "merge", "a.jsonl", "b.jsonl"]);
    assert!(
        refused.contains("of two kinds, `triage` and `marking`"),
        "{refused}"
    );
    let refused = sandbox.run(["cohort", "all", "-o", "all/mt-zz42/notes.docx"]);
    assert!(
        refused.contains("is there already and holds no rows"),
        "{refused}"
    );
    let refused = sandbox.run(["cohort", "all", "--pages", "pages"]);
    assert!(refused.contains("`--as office` only"), "{refused}");
    let refused = sandbox.run(["cohort", "merge", "a.jsonl", "--reminders", "r.csv"]);
    assert!(refused.contains("these rows have none"), "{refused}");
    let summary = sandbox.run(["cohort", "merge", "a.jsonl"]);
    assert!(
        summary.contains("5 dissertations as of 2026-11-22"),
        "{summary}"
    );
    assert!(summary.contains("2  overdue"), "{summary}");
}

#[test]
fn a_page_about_each_is_linked_from_the_table() {
    let sandbox = cohort();
    let args = [
        "cohort",
        "all",
        "--as",
        "office",
        "-o",
        "out/rows.jsonl",
        "--pages",
    ];
    let output = sandbox
        .command([])
        .args(args)
        .arg("out/pages")
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        sandbox.transcript(&output)
    );
    let rows = rows(&sandbox, "out/rows.jsonl");
    let page = row(&rows, "folder", "orbison_zanthe")["page"]
        .as_str()
        .unwrap();
    let html = fs::read_to_string(sandbox.path("out").join(page)).unwrap();
    assert!(
        html.contains("Zanthe Orbison") && !html.contains("DHL-041"),
        "{html}"
    );
    sandbox.run(["cohort", "merge", "out/rows.jsonl", "--html", "table.html"]);
    let table = fs::read_to_string(sandbox.path("table.html")).unwrap();
    let link = format!("<a href=\"out/{page}\">").replace('/', "&#x2f;");
    let plain = table.replace('/', "&#x2f;");
    assert!(plain.contains(&link), "{link}\n{table}");
}

#[test]
fn one_student_has_a_calendar_too() {
    let sandbox = student(Sandbox::empty(), "one", "Ada Student", 7);
    let transcript = sandbox.run(["status", "one", "--ics", "dates.ics"]);
    assert!(
        transcript.contains("a calendar to import: dates.ics"),
        "{transcript}"
    );
    let calendar = fs::read_to_string(sandbox.path("dates.ics")).unwrap();
    assert!(
        calendar.contains("DTSTART;VALUE=DATE:20261110\r\n"),
        "{calendar}"
    );
    assert!(
        calendar.contains("DTSTART:20270901T150000Z\r\n"),
        "{calendar}"
    );
    let refused = sandbox.run(["status", "one", "--ics", "one/folio.toml"]);
    assert!(refused.contains("is no calendar"), "{refused}");
}
