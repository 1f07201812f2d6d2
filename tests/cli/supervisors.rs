//! The page for supervisors, followed word by word by somebody who has never seen the
//! program: the folder came as a zip, the commands are typed as they stand.

use std::fs;

use crate::copies::{Copies, program, write_key};
use crate::readme::page;

/// Returns the commands of the page, in their order.
fn commands() -> Vec<String> {
    let page = page("docs/supervisors.md");
    let lines = page.lines().map(str::trim);
    lines
        .filter(|line| line.starts_with(".\\folio ") || line.starts_with("folio "))
        .map(str::to_owned)
        .collect()
}

/// Splits a command as PowerShell does, as far as the page needs it.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut in_quotes = false;
    for c in command.chars() {
        match c {
            '"' => in_quotes = !in_quotes,
            ' ' if !in_quotes => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn the_page_for_supervisors_works_as_it_stands() {
    let copies = Copies::new();
    fs::create_dir(copies.path("home")).unwrap();
    write_key(&copies, "home/id_ed25519", 7);
    fs::copy(
        copies.path("home/id_ed25519.pub"),
        copies.path("a/id_ed25519.pub"),
    )
    .unwrap();
    let at = |folder: &str, day: &str, words: &[String]| {
        let output = program(&copies.path(folder))
            .args(words)
            .args(["--today", day])
            .output()
            .unwrap();
        let transcript = copies.sandbox.transcript(&output);
        assert_eq!(output.status.code(), Some(0), "{words:?}\n{transcript}");
        transcript
    };
    // The key is listed before the chapter is sent; the page tells it in the same order.
    let commands = commands();
    let (of_student, of_supervisor): (Vec<&String>, Vec<&String>) =
        commands.iter().partition(|it| it.starts_with("folio "));
    assert_eq!(
        (of_student.len(), of_supervisor.len()),
        (1, 5),
        "{commands:?}"
    );
    at("a", "2026-11-20", &words(of_student[0])[1..]);
    copies
        .run("a", "2026-12-01", &["milestone", "ready", "tutorial-1"])
        .exits(0);
    copies.send("a", "downloads/dissertation");
    fs::create_dir(copies.path("downloads/folio")).unwrap();
    let home = copies.path("home").display().to_string();
    for command in of_supervisor {
        // What Windows makes of these, this system does not.
        let typed = command
            .replace("..\\dissertation", "../dissertation")
            .replace("$HOME\\.ssh\\", &format!("{home}/"));
        at("downloads/folio", "2026-12-03", &words(&typed)[1..]);
        if typed.contains(" approve ") {
            copies
                .run(
                    "a",
                    "2026-12-04",
                    &["milestone", "receive", "../downloads/folio/decision.json"],
                )
                .exits(0)
                .says("tutorial-1 approved by Dr B. Supervisor");
        }
    }
    let made = |name: &str| copies.path("downloads/folio").join(name).is_file();
    assert!(made("review.pdf") && made("changes.html") && made("decision.json"));
    assert_eq!(
        copies.state("a", "2026-12-05", "tutorial-1"),
        ("approved".into(), Some("ssh".into()))
    );
}
