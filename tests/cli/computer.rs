//! What folio says of a computer, and what it puts there.

use std::fs;

use crate::sandbox::Sandbox;

#[test]
fn the_doctor_names_no_path_and_no_word_of_the_dissertation() {
    let sandbox = Sandbox::small();
    let transcript = sandbox.run(["doctor"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert!(
        transcript.contains("right  project   folio.toml can be read; 1 chapter\n"),
        "{transcript}"
    );
    for secret in ["[sandbox]", "A title", "A. Student", "introduction"] {
        assert!(!transcript.contains(secret), "{transcript}");
    }
    assert!(!sandbox.path("output").exists());
}

#[test]
fn the_doctor_says_what_to_do() {
    let sandbox = Sandbox::empty().write(
        "OneDrive - NHS/mine/folio.toml",
        "[dissertation]\ntitle = 3\n",
    );
    let transcript = sandbox.run(["doctor", "OneDrive - NHS/mine"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    for said in [
        "LOOK   project",
        "`folio check` shows",
        "LOOK   cloud",
        "Always keep on this device",
    ] {
        assert!(transcript.contains(said), "{said}: {transcript}");
    }
    let json = sandbox.run(["doctor", "--format", "json"]);
    assert!(
        json.contains("\"name\": \"project\"") && json.contains("\"right\": false"),
        "{json}"
    );
}

#[test]
fn the_doctor_looks_for_the_fonts_and_names_none() {
    let manifest = |font: &str| {
        format!(
            "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n[format]\ntext-font = \"{font}\"\n"
        )
    };
    #[track_caller]
    fn case(sandbox: &Sandbox, expected: &str) {
        let transcript = sandbox.run(["doctor"]);
        assert!(transcript.contains(expected), "{transcript}");
        assert!(!transcript.contains("Trebuche"), "{transcript}");
    }

    let sandbox = Sandbox::small();
    case(&sandbox, "right  fonts     those that folio brings\n");
    let sandbox = sandbox.write("folio.toml", manifest("Noto Sans"));
    case(&sandbox, "right  fonts     folio brings the one");
    let sandbox = sandbox.write("folio.toml", manifest("Trebuchett"));
    case(
        &sandbox,
        "LOOK   fonts     the one that is asked for is nowhere\n",
    );
    let sandbox = sandbox.write("fonts/a.ttf", "no font");
    case(
        &sandbox,
        "LOOK   fonts     1 file in `fonts/` cannot be read",
    );
}

#[cfg(unix)]
#[test]
fn setup_is_undone_and_may_be_run_twice() {
    let sandbox = Sandbox::empty().write(".profile", "umask 022");
    let run = |args: &[&str]| {
        let mut command = sandbox.command([]);
        command
            .args(args)
            .env("HOME", sandbox.path(""))
            .env("PATH", "/usr/bin");
        sandbox.transcript(&command.output().unwrap())
    };
    let before = sandbox.files();
    insta::assert_snapshot!(run(&["setup"]), @r"
    exit 0
    --- stdout
    copied the program to [sandbox]/.local/bin/folio
    wrote completions for bash to [sandbox]/.local/share/bash-completion/completions/folio
    wrote completions for zsh to [sandbox]/.local/share/zsh/site-functions/_folio
    wrote completions for fish to [sandbox]/.config/fish/completions/folio.fish
    wrote the page for `man` to [sandbox]/.local/share/man/man1/folio.1
    added its folder to your path in [sandbox]/.profile
    open a new terminal, and type `folio`
    `folio setup --undo` takes all of it away again
    ");
    let profile = fs::read_to_string(sandbox.path(".profile")).unwrap();
    insta::assert_snapshot!(profile, @r#"
    umask 022
    export PATH="$HOME/.local/bin:$PATH" # added by `folio setup`
    "#);
    run(&["setup"]);
    let again = fs::read_to_string(sandbox.path(".profile")).unwrap();
    assert_eq!(again, profile);
    insta::assert_snapshot!(run(&["setup", "--undo"]), @r"
    exit 0
    --- stdout
    removed [sandbox]/.local/bin/folio
    removed [sandbox]/.local/share/bash-completion/completions/folio
    removed [sandbox]/.local/share/zsh/site-functions/_folio
    removed [sandbox]/.config/fish/completions/folio.fish
    removed [sandbox]/.local/share/man/man1/folio.1
    took its line out of [sandbox]/.profile
    ");
    assert_eq!(sandbox.files(), before);
    let profile = fs::read_to_string(sandbox.path(".profile")).unwrap();
    assert_eq!(profile, "umask 022\n");
    insta::assert_snapshot!(run(&["setup", "--undo"]), @r"
    exit 0
    --- stdout
    nothing of `folio setup` is here
    ");
}

#[cfg(unix)]
#[test]
fn setup_leaves_nothing_that_it_made() {
    let sandbox = Sandbox::empty();
    for args in [&["setup"][..], &["setup", "--undo"]] {
        let mut command = sandbox.command([]);
        command.args(args).env("HOME", sandbox.path(""));
        command.env("PATH", "/usr/bin").output().unwrap();
    }
    let left = fs::read_dir(sandbox.path("")).unwrap().count();
    assert_eq!(left, 0);
}
