//! `folio new`.

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

#[test]
fn a_new_project_builds_at_once_and_counts_nothing_of_its_guidance() {
    for kind in ["md", "typ"] {
        let sandbox = Sandbox::empty();
        let made = sandbox.run([
            "new",
            "mine",
            "--title",
            "My title",
            "--author",
            "Me",
            "--chapters",
            kind,
        ]);
        assert!(made.starts_with("exit 0\n"), "{made}");
        let transcript = sandbox.run([
            "build", "mine", "--strict", "--output", "a.pdf", "--format", "json",
        ]);
        assert!(transcript.starts_with("exit 0\n"), "{transcript}");
        let text = Pdf::read(std::fs::read(sandbox.path("a.pdf")).unwrap()).text();
        assert!(
            text.contains("My title") && text.contains("Literature review"),
            "{text}"
        );
        assert!(!text.contains("<!--") && !text.contains("-->"), "{text}");
        assert!(
            sandbox
                .files()
                .contains(&format!("mine/chapters/01-introduction.{kind}"))
        );
    }
}

#[test]
fn a_new_project_keeps_secrets_and_outputs_out_of_git_and_the_ledger_byte_for_byte() {
    let sandbox = Sandbox::empty();
    sandbox.run(["new", "mine", "--title", "T", "--author", "A"]);
    let read = |name: &str| std::fs::read_to_string(sandbox.path("mine").join(name)).unwrap();
    assert!(
        read(".gitignore")
            .lines()
            .any(|line| line == "confidential.txt")
    );
    assert!(
        read(".gitignore")
            .lines()
            .any(|line| line.starts_with("output"))
    );
    assert!(read(".gitattributes").contains("milestones/** -text"));
    assert_eq!(read("confidential.txt").trim(), "");
    assert!(read("folio.toml").contains("[ethics]"));
}

#[test]
fn nothing_is_ever_written_over() {
    let sandbox = Sandbox::empty().write("mine/chapters/01-introduction.md", "my words");
    let transcript = sandbox.run(["new", "mine", "--title", "T", "--author", "A"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    assert_eq!(sandbox.files(), ["mine/chapters/01-introduction.md"]);
    let kept = std::fs::read_to_string(sandbox.path("mine/chapters/01-introduction.md")).unwrap();
    assert_eq!(kept, "my words");
}

#[test]
fn what_is_typed_is_text_whatever_it_holds() {
    let sandbox = Sandbox::empty();
    let title = "Quote \" backslash \\ hash # dollar $ [x] {y} <z> @k";
    sandbox.run([
        "new",
        "mine",
        "--title",
        title,
        "--author",
        "O'Brien \\ \"Bo\"",
    ]);
    let transcript = sandbox.run(["build", "mine", "--output", "a.pdf"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let information = Pdf::read(std::fs::read(sandbox.path("a.pdf")).unwrap()).information();
    assert_eq!(information["Title"], title);
}

#[test]
fn a_date_that_is_none_is_refused_before_anything_is_written() {
    let sandbox = Sandbox::empty();
    let transcript = sandbox.run([
        "new",
        "mine",
        "--title",
        "T",
        "--author",
        "A",
        "--tutorial-1",
        "01/31/2027",
    ]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error: invalid value '01/31/2027' for '--tutorial-1 <DATE>': `01/31/2027` is not a date: there is no month 31, since the day comes first; write it as 15 February 2027, 15/02/2027 or 2027-02-15

    For more information, try '--help'.
    ");
    assert_eq!(sandbox.files(), Vec::<String>::new());
}
