//! The table of exit statuses in `docs/offices-and-ci.md` is true: each of its cells is run.

use std::fs;

use crate::copies::{Copies, SUPERVISOR, signed, test_key};
use crate::readme::table;

const DAY: &str = "2026-12-06";
const MANIFEST: &str = "a/folio.toml";
const SECOND_CHAPTER: &str = "a/chapters/02-literature-review.md";
const LEDGER: &str = "a/milestones/ledger.jsonl";

/// The column of a list from outside, which is named with an option.
const NOT_VOUCHED: &str = "not vouched";

/// The commands that look at no dissertation, at many, at a file beside it, or until somebody ends them.
const ALONE: [&str; 7] = [
    "new",
    "comments",
    "completions",
    "schema",
    "cohort",
    "watch",
    "setup",
];

/// The columns of the table with what each changes in a dissertation that has nothing wrong; a test
/// each, so that they run side by side.
macro_rules! columns {
    ($($name:ident: $head:expr => $change:expr;)*) => {
        const COLUMNS: &[&str] = &[$($head),*];

        $(#[test]
        fn $name() {
            holds($head, $change);
        })*
    };
}

columns! {
    nothing_is_wrong: "nothing" => |_| {};
    there_are_too_many_words: "over the limit" => |it| add(it, MANIFEST, "\n[words]\nlimit = 5\n");
    a_work_is_not_known: "unresolved" => |it| add(it, SECOND_CHAPTER, "\nAs @nobody2020 says.\n");
    a_chapter_has_a_mistake: "estimated" => |it| it.write(
        "a/chapters/03-methodology.typ",
        "= Methodology\n\nThree words here.\n\n#(1 / \"two\")\n",
    );
    the_manifest_cannot_be_read: "manifest unreadable" => |it| add(it, MANIFEST, "\ntitle = \"A\n");
    a_line_of_the_ledger_was_changed: "ledger changed" => |it| {
        let ledger = it.read(LEDGER);
        let changed = ledger.replacen("\"note\":null", "\"note\":\"mine\"", 1);
        assert_ne!(changed, ledger);
        it.write(LEDGER, changed);
    };
    the_last_line_of_the_ledger_is_torn: "ledger torn" => |it| {
        let ledger = it.read(LEDGER);
        it.write(LEDGER, &ledger[..ledger.len() - 60]);
    };
    no_list_vouches_for_the_signature: NOT_VOUCHED => |it| {
        let other = test_key(8).public_key().to_openssh().unwrap();
        it.write("office", format!("{SUPERVISOR} {other}\n"));
    };
}

fn rows() -> Vec<Vec<String>> {
    table("docs/offices-and-ci.md", "exit statuses")
}

fn add(copies: &Copies, path: &str, text: &str) {
    copies.write(path, copies.read(path) + text);
}

/// Returns a dissertation with a work that is cited and a decision that is signed.
fn sound() -> Copies {
    let copies = signed();
    let entry = "@book{smith2020,\n author = {Smith, Ann},\n title = {Readiness},\n \
                 publisher = {P},\n year = {2020}\n}\n";
    copies.write("a/references.bib", entry);
    let works = "\n[bibliography]\nfiles = [\"references.bib\"]\n";
    add(&copies, MANIFEST, works);
    add(&copies, SECOND_CHAPTER, "\nAs @smith2020 says.\n");
    copies
}

/// Runs every command of a column, each on a copy of its own.
fn holds(head: &str, change: impl FnOnce(&Copies)) {
    let rows = rows();
    let at = rows[0].iter().position(|it| it == head).unwrap();
    let copies = sound();
    change(&copies);
    let mut wrong = Vec::new();
    for (number, row) in rows[1..].iter().enumerate() {
        let copy = format!("copy-{number}");
        copies.send("a", &copy);
        let command = row[0].trim_matches('`');
        let mut args: Vec<&str> = command.split_whitespace().skip(1).collect();
        if head == NOT_VOUCHED {
            args.extend_from_slice(&["--signers", "../office"]);
        }
        let answer = copies.run(&copy, DAY, &args);
        let is_right = match row[at].as_str() {
            "–" => answer.code == 2 && answer.transcript.contains("unexpected argument"),
            cell => cell == answer.code.to_string(),
        };
        if !is_right {
            let said = &answer.transcript;
            wrong.push(format!("{command}: the page says {}\n{said}", row[at]));
        }
        fs::remove_dir_all(copies.path(&copy)).unwrap();
    }
    assert!(wrong.is_empty(), "{head}\n{}", wrong.join("\n"));
}

#[test]
fn the_table_has_every_command_and_every_column_is_run() {
    let rows = rows();
    assert_eq!(rows[0][1..], *COLUMNS);
    let help = Copies::new().run("a", DAY, &["--help"]).exits(0).stdout;
    let (_, commands) = help.split_once("\nWrite:\n").unwrap();
    let (commands, _) = commands.split_once("\nAlone ").unwrap();
    // What is said of a command in a second line is indented further.
    let commands = commands
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty());
    let missing = commands
        .filter(|name| !ALONE.contains(name))
        .filter(|name| !rows.iter().any(|row| is_of(row, name)));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&str>::new());
}

/// Returns whether a row is about a command.
fn is_of(row: &[String], name: &str) -> bool {
    row[0].trim_matches('`').split(' ').nth(1) == Some(name)
}
