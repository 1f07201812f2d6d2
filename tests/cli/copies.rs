//! Copies of one project with a student and a supervisor, for the tests of milestones.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use ssh_key::private::Ed25519Keypair;
use ssh_key::{LineEnding, PrivateKey};

use crate::sandbox::Sandbox;

pub(crate) const SUPERVISOR: &str = "b.supervisor@example.org";

const MANIFEST: &str = r#"
[dissertation]
title = "A title"
author = "A. Student"
supervisor = "Dr B. Supervisor"

[people]
student = "a.student@example.org"
supervisor = "b.supervisor@example.org"

[milestones]
tutorial-1 = 2026-12-07
tutorial-2 = 2027-02-15
submission = 2027-09-01T16:00
"#;

/// What came of a command.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) transcript: String,
}

impl Answer {
    /// Asserts the exit status, and returns the answer.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.transcript);
        self
    }

    /// Asserts that something is said, and returns the answer.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.transcript.contains(text), "{}", self.transcript);
        self
    }

    /// Returns the name of the entry that was recorded.
    #[track_caller]
    pub(crate) fn entry(&self) -> String {
        let rest = self.stdout.strip_prefix("recorded as entry ");
        rest.unwrap_or_else(|| panic!("{}", self.transcript))[..8].to_owned()
    }
}

/// Copies of a project, each in a folder of its own below a sandbox.
pub(crate) struct Copies {
    pub(crate) sandbox: Sandbox,
}

impl Copies {
    /// Returns the student's copy, in the folder `a`, with two chapters.
    pub(crate) fn new() -> Self {
        let sandbox = Sandbox::empty()
            .write("a/folio.toml", MANIFEST)
            .write(
                "a/chapters/01-introduction.md",
                "# Introduction\n\nFour words of text.\n",
            )
            .write(
                "a/chapters/02-literature-review.md",
                "# Literature review\n\nFour more words here.\n",
            );
        Self { sandbox }
    }

    /// Runs a command in a copy on a day.
    pub(crate) fn run(&self, copy: &str, day: &str, args: &[&str]) -> Answer {
        let output = program(&self.path(copy))
            .args(args)
            .args(["--today", day])
            .output()
            .unwrap();
        Answer {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            transcript: self.sandbox.transcript(&output),
        }
    }

    /// Sends a copy as a zip would: every file, as it is now.
    pub(crate) fn send(&self, from: &str, to: &str) {
        let (from, to) = (self.path(from), self.path(to));
        for entry in walkdir::WalkDir::new(&from) {
            let entry = entry.unwrap();
            let target = to.join(entry.path().strip_prefix(&from).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(target).unwrap();
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    pub(crate) fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.sandbox.path(below)
    }

    pub(crate) fn write(&self, below: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(below), text).unwrap();
    }

    pub(crate) fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }

    /// Returns the ledger of a copy, line by line.
    pub(crate) fn ledger(&self, copy: &str) -> Vec<String> {
        let text = self.read(&format!("{copy}/milestones/ledger.jsonl"));
        text.lines().map(str::to_owned).collect()
    }

    /// Returns the log of a copy: the digest of every entry with its kind.
    pub(crate) fn log(&self, copy: &str) -> serde_json::Value {
        let answer = self.run(
            copy,
            "2027-09-30",
            &["milestone", "log", "--format", "json"],
        );
        serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{}", answer.transcript))
    }

    /// Returns where a milestone stands: its state, and how its decision is known.
    pub(crate) fn state(&self, copy: &str, day: &str, id: &str) -> (String, Option<String>) {
        let answer = self.run(copy, day, &["status", "--format", "json"]);
        let status: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
        let milestones = status["milestones"].as_array().unwrap();
        let found = milestones.iter().find(|it| it["id"] == id).unwrap();
        let confirmed = found["decision"]["confirmed"].as_str();
        let state = found["state"].as_str().unwrap();
        (state.to_owned(), confirmed.map(str::to_owned))
    }
}

/// Returns the program, about to run in a folder.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("folio"));
    command
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("RUST_BACKTRACE")
        .env("NO_COLOR", "1");
    command
}

/// Returns a private key that is the same on every run, and only for tests: its secret is a
/// number that everybody can read here.
pub(crate) fn test_key(seed: u8) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[seed; 32]))
}

/// Writes a test key and its public half to `NAME` and `NAME.pub`, and returns the public half.
pub(crate) fn write_key(copies: &Copies, name: &str, seed: u8) -> String {
    let key = test_key(seed);
    let private = key.to_openssh(LineEnding::LF).unwrap();
    let public = key.public_key().to_openssh().unwrap();
    copies.write(name, private.as_bytes());
    copies.write(&format!("{name}.pub"), format!("{public} a test key\n"));
    public
}

/// Lists the key of a seed for the supervisor in a copy.
pub(crate) fn allow(copies: &Copies, copy: &str, name: &str, seed: u8) {
    write_key(copies, name, seed);
    let file = format!("../{name}.pub");
    copies
        .run(
            copy,
            "2026-11-20",
            &[
                "milestone",
                "supervisor",
                "Dr B. Supervisor",
                "--email",
                SUPERVISOR,
                "--from",
                "2026-11-20",
                "--key",
                &file,
            ],
        )
        .exits(0);
}

/// Marks the first tutorial ready.
pub(crate) const READY: [&str; 3] = ["milestone", "ready", "tutorial-1"];
/// Approves it with the test key.
pub(crate) const SIGN: [&str; 7] = [
    "milestone",
    "approve",
    "tutorial-1",
    "--by",
    SUPERVISOR,
    "--key",
    "../key",
];

/// Returns copies in which the first tutorial is ready.
pub(crate) fn ready() -> Copies {
    let copies = Copies::new();
    copies.run("a", "2026-12-01", &READY).exits(0);
    copies
}

/// Returns copies in which the first tutorial is approved with the test key, which the list holds.
pub(crate) fn signed() -> Copies {
    let copies = ready();
    allow(&copies, "a", "key", 7);
    copies.run("a", "2026-12-02", &SIGN).exits(0);
    copies
}

/// Approves the first tutorial in words.
pub(crate) fn approval(evidence: &str) -> [&str; 6] {
    [
        "approve",
        "tutorial-1",
        "--by",
        SUPERVISOR,
        "--evidence",
        evidence,
    ]
}

/// Runs a command about milestones on the student's copy.
pub(crate) fn record(copies: &Copies, day: &str, args: &[&str]) -> Answer {
    let mut all = vec!["milestone"];
    all.extend_from_slice(args);
    copies.run("a", day, &all)
}
