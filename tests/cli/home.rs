//! `folio` alone: where you stand, and the next command.

use crate::sandbox::Sandbox;

#[test]
fn outside_a_project_the_next_command_is_new() {
    let transcript = Sandbox::empty().run([]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    folio makes the PDF of a dissertation from a folder of chapters.
    There is no dissertation in this folder.

    Start one:      folio new my-dissertation
    Or go to yours: cd FOLDER
    All commands:   folio --help
    ");
}

#[test]
fn inside_a_project_the_next_command_is_build() {
    let sandbox = Sandbox::small();
    let transcript = sandbox.run([]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    A title
    1 chapter; no PDF yet
    Tutorial 1: no date yet

    Next:            folio build
    While you write: folio watch
    Milestones:      folio status
    All commands:    folio --help
    ");
}

#[test]
fn what_matters_today_is_named_first() {
    let sandbox = Sandbox::sample("digital-readiness");
    #[track_caller]
    fn case(sandbox: &Sandbox, day: &str, expected: &str) {
        let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("folio"));
        command.current_dir(sandbox.path("")).env("NO_COLOR", "1");
        command
            .args(["--today", day])
            .env_remove("SOURCE_DATE_EPOCH");
        let transcript = sandbox.transcript(&command.output().unwrap());
        assert!(
            transcript.contains(&format!("no PDF yet\n{expected}\n\n")),
            "{transcript}"
        );
    }

    case(
        &sandbox,
        "2026-11-22",
        "Tutorial 3: 12 April 2027 (in 141 days)",
    );
    case(
        &sandbox,
        "2026-12-20",
        "Tutorial 1: approved on 8 December 2026\nTutorial 3: 12 April 2027 (in 113 days)",
    );
    case(
        &sandbox,
        "2027-08-31",
        "Submission: 1 September 2027 (in 1 day)\nnot recorded as done: Tutorial 3",
    );
}
