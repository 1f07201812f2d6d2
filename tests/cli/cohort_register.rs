//! `folio cohort --register`: the office's own list beside what the folders say.

use std::fs;

use serde_json::Value;

use crate::cohort::{cohort, row, rows, student};
use crate::sandbox::Sandbox;

#[test]
fn the_register_wins_and_tells_who_is_missing_and_who_is_not_expected() {
    let sandbox = cohort().write(
        "office/register.csv",
        "cid,folder,name,supervisors,due tutorial-1,extended tutorial-1,handed in,evidence,status\n\
         ,orbison*,Z. Orbison-Lane,Prof A. Nother,2026-11-09,2026-12-01,,,\n\
         01234562,,,,,,2027-09-01T16:03,e-mail,\n\
         09999999,,Nobody Yet,,,,,,\n\
         08888888,gone*,,,,,,,withdrawn\n",
    );
    let args = [
        "cohort",
        "all",
        "--as",
        "office",
        "-o",
        "rows.jsonl",
        "--register",
    ];
    let output = sandbox
        .command([])
        .args(args)
        .arg("office/register.csv")
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        sandbox.transcript(&output)
    );
    let rows = rows(&sandbox, "rows.jsonl");
    assert_eq!(rows.len(), 7);
    let zanthe = row(&rows, "folder", "orbison_zanthe");
    assert_eq!(zanthe["name"], "Z. Orbison-Lane");
    assert_eq!(zanthe["supervisors"], serde_json::json!(["Prof A. Nother"]));
    let first = &zanthe["milestones"][0];
    assert_eq!(first["due"], "2026-11-09");
    assert_eq!(first["extended-to"], "2026-12-01");
    assert_eq!(first["minutes-late"], 0);
    assert_eq!(zanthe["register"], 2);
    let edward = row(&rows, "folder", "ferrars_edward");
    assert_eq!(edward["submitted"]["minutes-late"], 3);
    assert_eq!(edward["submitted"]["late"], true);
    assert_eq!(edward["submitted"]["by-office"], true);
    assert_eq!(edward["submitted"]["evidence"], "e-mail");
    let missing = row(&rows, "name", "Nobody Yet");
    assert_eq!(missing["received"], false);
    assert_eq!(missing["error"], "nothing received");
    assert_eq!(row(&rows, "cid", "08888888")["enrolment"], "withdrawn");
    let empty = row(&rows, "folder", "mt-zz42");
    assert_eq!(empty["remarks"], serde_json::json!(["not on the register"]));
}

/// Runs the cohort with a register.
fn registered(sandbox: &Sandbox, register: &str) -> String {
    let args = [
        "cohort",
        "all",
        "--as",
        "office",
        "-o",
        "rows.jsonl",
        "--resume",
        "--register",
    ];
    let output = sandbox
        .command([])
        .args(args)
        .arg(register)
        .output()
        .unwrap();
    sandbox.transcript(&output)
}

#[test]
fn what_is_wrong_in_a_register_is_told_with_its_line_and_what_to_write() {
    let sandbox = cohort()
        .write("twice.csv", "cid;folder\r\n01;a\r\n\r\n1;b\r\n")
        .write("day.csv", "cid\tdue tutorial-1\n01\t31/02/2027\n")
        .write("newline.csv", "cid,evidence\n01,\"one\ntwo\"\n");
    let said = registered(&sandbox, "twice.csv");
    let expected =
        "error: the register, line 4: line 2 has the same college number: a student has one line";
    assert!(said.contains(expected), "{said}");
    let said = registered(&sandbox, "day.csv");
    let expected = "line 2: `due tutorial-1`: `31/02/2027` is no date: expected 2027-09-01, \
                    2027-09-01T16:00, 01/09/2027 or 01/09/2027 16:00";
    assert!(said.contains(expected), "{said}");
    let said = registered(&sandbox, "newline.csv");
    assert!(
        said.contains("line 2: a cell goes on in the next line: write it in one line"),
        "{said}"
    );
    assert!(!sandbox.path("rows.jsonl").exists());
}

#[test]
fn a_register_of_utf_16_with_tabs_is_read_and_a_zero_that_got_lost_is_no_disagreement() {
    let text = "\u{feff}College number\tStudent\tHanded in\r\n1234561\tZanthé Orbison\t01/09/2027 16:03\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let sandbox = cohort();
    fs::write(sandbox.path("register.txt"), bytes).unwrap();
    registered(&sandbox, "register.txt");
    let all = rows(&sandbox, "rows.jsonl");
    let zanthe = row(&all, "name", "Zanthé Orbison");
    assert_eq!(zanthe["cid"], "01234561");
    assert_eq!(zanthe["remarks"], Value::Array(Vec::new()));
    assert_eq!(zanthe["submitted"]["minutes-late"], 3);
}

#[test]
fn a_line_that_is_found_by_its_number_counts_when_it_changes() {
    let line = |due: &str| format!("cid,folder,due tutorial-1\n01234561,misspelt,{due}\n");
    let sandbox = cohort().write("register.csv", line("2026-12-07"));
    registered(&sandbox, "register.csv");
    let due = |sandbox: &Sandbox| {
        let all = rows(sandbox, "rows.jsonl");
        row(&all, "folder", "orbison_zanthe")["milestones"][0]["due"].clone()
    };
    assert_eq!(due(&sandbox), "2026-12-07");
    let sandbox = sandbox.write("register.csv", line("2026-12-14"));
    registered(&sandbox, "register.csv");
    assert_eq!(due(&sandbox), "2026-12-14");
}

#[test]
fn rules_that_a_line_names_count_when_they_change() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/templates/profiles/imperial-digital-health.toml"
    );
    let text = fs::read_to_string(file).unwrap();
    let rules = |limit: &str| text.replace("value = 10_000", &format!("value = {limit}"));
    let sandbox = cohort()
        .write("register.csv", "cid,rules\n01234561,r.toml\n")
        .write("r.toml", rules("3_000"));
    registered(&sandbox, "register.csv");
    let limit = |sandbox: &Sandbox| {
        let all = rows(sandbox, "rows.jsonl");
        row(&all, "folder", "orbison_zanthe")["words"]["limit"].clone()
    };
    assert_eq!(
        limit(&sandbox),
        3_000,
        "{:#?}",
        rows(&sandbox, "rows.jsonl")
    );
    let sandbox = sandbox.write("r.toml", rules("2_000"));
    registered(&sandbox, "register.csv");
    assert_eq!(limit(&sandbox), 2_000);
}

#[test]
fn nobody_is_missing_because_a_row_for_markers_is_kept() {
    let sandbox = cohort().write("register.csv", "cid\n01234561\n01234562\n");
    let args = [
        "cohort", "all", "--as", "marking", "-o", "m.jsonl", "--resume",
    ];
    for _ in 0..2 {
        let output = sandbox
            .command([])
            .args(args)
            .args(["--register", "register.csv"])
            .output();
        let said = sandbox.transcript(&output.unwrap());
        assert!(said.starts_with("exit 1"), "{said}");
        let all = rows(&sandbox, "m.jsonl");
        assert!(all.iter().all(|row| row["received"] == true), "{all:#?}");
        assert_eq!(all.len(), 5);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_is_about_the_folder_of_that_very_name() {
    let sandbox = student(Sandbox::empty(), "all/smith", "Ada Smith", 1);
    let sandbox = student(sandbox, "all/Smith", "Bruno Smith", 2).write(
        "register.csv",
        "folder,name\nsmith,A. Smith\nSmith,B. Smith\n",
    );
    registered(&sandbox, "register.csv");
    let all = rows(&sandbox, "rows.jsonl");
    let name = |folder: &str| row(&all, "folder", folder)["name"].clone();
    assert_eq!(
        (name("smith"), name("Smith")),
        ("A. Smith".into(), "B. Smith".into())
    );
}
