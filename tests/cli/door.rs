//! Files that are not what they seem: nothing outside is read or written, nothing waits.

use crate::sandbox::Sandbox;

#[track_caller]
fn says(said: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(said.contains(wanted), "{wanted}:\n{said}");
    }
}

#[test]
fn a_chapter_cannot_print_what_is_private() {
    let sandbox = Sandbox::small()
        .write(".git/config", "token = hidden-token\n")
        .write("confidential.txt", "Quillmere\n")
        .write(
            "chapters/09-x.typ",
            "= X\n#read(\"/.git/config\")\n#read(\"/confidential.txt\")\n#read(\"/folio.toml\")\n",
        );
    let said = sandbox.run(["build"]);
    says(&said, &["error[file-private]", "chapters/09-x.typ:2:7"]);
    insta::assert_snapshot!(said, @r#"
    exit 2
    --- stderr
    error[file-private]: this file is never read into a document
      --> chapters/09-x.typ:2:7
      |
    2 | #read("/.git/config")
      |       ^^^^^^^^^^^^^^
      |
      = hint: the manifest, the list of names, `milestones/` and hidden files stay out: put what you need into a file of its own

    error: the PDF was not made: the mistakes above must be fixed first
      = hint: `folio build --draft` prints everything else meanwhile, with a page in the place of the chapter
    "#);
}

#[test]
fn a_manifest_without_measure_is_refused_at_once() {
    let mut manifest = String::from("[dissertation]\ntitle = \"a\"\nauthor = \"b\"\n");
    for number in 0..60_000 {
        manifest.push_str(&format!("k{number} = = [\n"));
    }
    let sandbox = Sandbox::small().write("folio.toml", &manifest);
    says(
        &sandbox.run(["milestone", "log"]),
        &["there is more wrong in this file"],
    );
    let sandbox = sandbox.write("folio.toml", manifest.repeat(4));
    says(
        &sandbox.run(["status"]),
        &["folio.toml is too large: at most 1 MB"],
    );
}

#[test]
fn a_pdf_can_go_to_the_next_program() {
    let sandbox = Sandbox::small();
    let output = sandbox.output(["build", "--output", "-"]);
    assert!(output.stdout.starts_with(b"%PDF-"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output: "));
    says(
        &sandbox.run(["build", "--output", "-", "--format", "json"]),
        &["exit 2", "`--format json` prints there too"],
    );
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn what_is_no_file_is_refused_and_never_waited_for() {
        for (path, args) in [
            ("folio.toml", &["status"][..]),
            ("milestones/ledger.jsonl", &["milestone", "log"]),
            ("milestones/allowed_signers", &["milestone", "verify"]),
            ("chapters/01-introduction.md", &["build"]),
            ("references.bib", &["build"]),
            ("confidential.txt", &["check", "--fast"]),
            ("output/a-title.pdf", &["build"]),
        ] {
            let sandbox = Sandbox::small().write(path, "");
            let file = sandbox.path(path);
            std::fs::remove_file(&file).unwrap();
            assert!(
                Command::new("mkfifo")
                    .arg(&file)
                    .status()
                    .unwrap()
                    .success()
            );
            let output = sandbox.command([]).args(args).output().unwrap();
            assert!(output.status.code().is_some(), "{path}");
            assert!(file.symlink_metadata().is_ok(), "{path}");
        }
    }

    #[test]
    fn a_link_is_never_written_through() {
        let elsewhere = tempfile::tempdir().unwrap();
        let outside = elsewhere.path().join("mine.pdf");
        std::fs::write(&outside, "%PDF mine").unwrap();
        let sandbox = Sandbox::small().write("output/x", "");
        let own = sandbox.path("output/a-title.pdf");
        symlink(&outside, &own).unwrap();
        sandbox.run(["build"]);
        assert_eq!(std::fs::read(&outside).unwrap(), b"%PDF mine");

        std::fs::remove_dir_all(sandbox.path("output")).unwrap();
        symlink(elsewhere.path(), sandbox.path("output")).unwrap();
        says(
            &sandbox.run(["build"]),
            &["exit 2", "leads out of the project"],
        );
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_device_is_never_replaced() {
        let said = Sandbox::small().run(["build", "--output", "/dev/full"]);
        says(&said, &["exit 2", "/dev/full: it is not a file"]);
        let device = std::fs::metadata("/dev/full").unwrap();
        assert!(!device.is_file());
    }
}
