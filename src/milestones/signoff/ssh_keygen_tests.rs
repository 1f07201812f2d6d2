//! Signatures against the real `ssh-keygen`, and the keys that people have.
//!
//! Where there is no `ssh-keygen`, the tests say so and pass.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use ssh_key::private::Ed25519Keypair;
use ssh_key::{Cipher, Kdf, LineEnding, PrivateKey};

use crate::milestones::ledger::{Confirmation, Decision, Entry, Event, Outcome};
use crate::milestones::signoff::message::{Signed, message};
use crate::milestones::signoff::seal::{SealError, check_seal};
use crate::milestones::signoff::{AllowedSigners, Extract, KeyError, Seal, SigningKey, extract};
use crate::milestones::testing::{SUPERVISOR, TestProject, key, key_text};
use crate::milestones::{ConfirmedBy, extend, verify};
use crate::project::Due;

fn with(entry: &Entry, decision: Decision) -> Entry {
    Entry::new(entry.at, &entry.entered_by, Event::Decision(decision))
}

/// Checks a signature under a decision.
fn check(
    entry: &Entry,
    decision: &Decision,
    signature: &str,
    signers: &AllowedSigners,
) -> Result<Seal, SealError> {
    let signature = signature.to_owned();
    let entry = with(
        entry,
        Decision {
            confirmation: Confirmation::Ssh { signature },
            ..decision.clone()
        },
    );
    check_seal(&entry, &Signed::of(&entry).unwrap(), signers, None)
}

/// Runs `ssh-keygen`, or says on standard error that there is none.
fn ssh_keygen(args: &[&str], folder: &Path, input: &[u8]) -> Option<Output> {
    let child = Command::new("ssh-keygen")
        .args(args)
        .env("TZ", "UTC")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        let mut out = std::io::stderr().lock();
        writeln!(out, "skipped: there is no ssh-keygen on this machine").unwrap();
        return None;
    };
    // It may say no before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input);
    Some(child.wait_with_output().unwrap())
}

fn is_accepted(extract: &Extract, signers: &str, folder: &Path) -> Option<bool> {
    std::fs::write(folder.join("allowed_signers"), signers).unwrap();
    std::fs::write(folder.join("sig"), &extract.signature).unwrap();
    let time = format!("verify-time={}", extract.time);
    let args = [
        "-Y",
        "verify",
        "-n",
        "folio-decision",
        "-f",
        "allowed_signers",
        "-I",
        &extract.principal,
        "-s",
        "sig",
        "-O",
        &time,
    ];
    Some(
        ssh_keygen(&args, folder, &extract.message)?
            .status
            .success(),
    )
}

fn signed(key: &SigningKey) -> (TestProject, String) {
    let mut project = TestProject::new();
    let signers = format!(
        "{SUPERVISOR} namespaces=\"folio-decision\" {}\n",
        key.public()
    );
    project.signers = AllowedSigners::parse(&signers);
    project.ready("tutorial-1").unwrap();
    project
        .decide(
            "tutorial-1",
            Outcome::Approved,
            SUPERVISOR,
            ConfirmedBy::Key(key),
        )
        .unwrap();
    (project, signers)
}

#[test]
fn ssh_keygen_accepts_what_folio_signs_in_both_forms_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (mut project, signers) = signed(&key(2));
    let to = Due::Day("2027-09-10".parse().unwrap());
    let (by, own) = (Some(SUPERVISOR), key(2));
    project
        .run(|basis| extend(basis, "submission", to, "EXT-7", by, Some(&own)))
        .unwrap();
    let mut extracts = extract(&project.history());
    let granted = extracts.remove(1);
    assert!(String::from_utf8_lossy(&granted.words).contains("EXT-7"));
    if let Some(accepted) = is_accepted(&granted, &signers, folder.path()) {
        assert!(accepted);
    }
    let extract = extracts.remove(0);
    let Some(accepted) = is_accepted(&extract, &signers, folder.path()) else {
        return;
    };
    assert!(accepted);
    let history = project.history();
    let (_, entry) = history.entries().nth(1).unwrap();
    let Event::Decision(decision) = &entry.event else {
        panic!("it is a decision");
    };
    let old = Decision {
        dissertation: None,
        ..decision.clone()
    };
    let message = message(&with(entry, old)).unwrap();
    assert!(message.starts_with(b"{\"actions\":[],") && message != extract.message);
    let old = Extract {
        signature: key(2).sign(&message).unwrap(),
        message,
        ..extract.clone()
    };
    assert_eq!(is_accepted(&old, &signers, folder.path()), Some(true));
    let mut changed = extract.clone();
    changed.message[10] ^= 1;
    assert_eq!(is_accepted(&changed, &signers, folder.path()), Some(false));
    let mut other = extract;
    other.principal = "c@example.org".into();
    assert_eq!(is_accepted(&other, &signers, folder.path()), Some(false));
}

#[test]
fn folio_accepts_what_ssh_keygen_signs_with_every_kind_of_key() {
    for (kind, bits) in [
        ("ed25519", "256"),
        ("ecdsa", "256"),
        ("ecdsa", "384"),
        ("ecdsa", "521"),
        ("rsa", "3072"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let make = [
            "-q", "-t", kind, "-b", bits, "-N", "", "-C", "", "-f", "key",
        ];
        let Some(made) = ssh_keygen(&make, folder, b"") else {
            return;
        };
        assert!(made.status.success());
        let public = std::fs::read_to_string(folder.join("key.pub")).unwrap();
        let mut project = TestProject::new();
        project.signers = AllowedSigners::parse(&format!("{SUPERVISOR} {public}"));
        project.ready("tutorial-1").unwrap();
        let entry = project
            .draft_decision(
                "tutorial-1",
                Outcome::Approved,
                SUPERVISOR,
                ConfirmedBy::Evidence("x"),
            )
            .unwrap();
        let Event::Decision(decision) = &entry.event else {
            panic!("it is a decision");
        };
        let sign = ["-Y", "sign", "-q", "-n", "folio-decision", "-f", "key"];
        let signed = ssh_keygen(&sign, folder, &message(&entry).unwrap()).unwrap();
        let signature = String::from_utf8(signed.stdout).unwrap();
        let seal = check(&entry, decision, &signature, &project.signers);
        assert!(
            seal.unwrap().fingerprint.starts_with("SHA256:"),
            "{kind} {bits}"
        );
    }
}

#[test]
fn both_read_a_list_of_signers_alike() {
    let folder = tempfile::tempdir().unwrap();
    let (project, _) = signed(&key(2));
    let extract = extract(&project.history()).remove(0);
    let (key, at) = (key(2).public(), project.at);
    let public = ssh_key::PublicKey::from_openssh(&key).unwrap();
    let mut differences = Vec::new();
    let mut accepted = 0;
    let lists = [
        "ME KEY",
        "ME KEY a comment",
        "# a comment\n\nME KEY",
        "other@example.org KEY",
        "other@example.org,ME KEY",
        "\"other@example.org,ME\" KEY",
        "*@example.org KEY",
        "*@example.org,!ME KEY",
        "!ME,*@example.org KEY",
        "b.supervis?r@example.org KEY",
        "ME namespaces=\"folio-decision\" KEY",
        "ME NAMESPACES=\"folio-decision\" KEY",
        "ME namespaces=\"git,folio-*\" KEY",
        "ME namespaces=\"git\" KEY",
        "ME namespaces=\"\" KEY",
        "ME namespaces=\"!folio-decision,*\" KEY",
        "ME namespaces=folio-decision KEY",
        "ME namespaces=\"folio-decision\",namespaces=\"folio-decision\" KEY",
        "ME valid-after=\"20261101\",valid-after=\"20261101\" KEY",
        "ME valid-before=\"20281101\",valid-before=\"20281101\" KEY",
        "ME valid-after=\"20261101\" KEY",
        "ME valid-after=\"20261201\" KEY",
        "ME valid-after=\"20261201090000Z\" KEY",
        "ME valid-after=\"20261201090001Z\" KEY",
        "ME valid-before=\"20261201090000Z\" KEY",
        "ME valid-before=\"20261201085959Z\" KEY",
        "ME valid-before=\"202612010900\" KEY",
        "ME valid-after=\"20281101\",valid-before=\"20261101\" KEY",
        "ME valid-after=\"20261101\",valid-before=\"20261101\" KEY",
        "ME valid-after=\"2026\" KEY",
        "ME valid-after=20261101 KEY",
        "ME no-such=\"1\" KEY",
        "ME namespaces=\"folio-decision\", KEY",
        "ME ,namespaces=\"folio-decision\" KEY",
        "ME namespaces KEY",
        "ME cert-authority KEY",
        "ME namespaces=\"folio-decision KEY",
        "ME no-such=\"1\" KEY\nME KEY",
        "ME valid-before=\"20261101\" KEY\nME KEY",
        "ME",
        "ME ssh-ed25519 AAAA",
        "",
    ];
    for list in lists {
        let text = list.replace("ME", SUPERVISOR).replace("KEY", &key) + "\n";
        let Some(theirs) = is_accepted(&extract, &text, folder.path()) else {
            return;
        };
        let ours = AllowedSigners::parse(&text);
        let ours = ours.check(SUPERVISOR, &public, at);
        accepted += u32::from(theirs);
        if theirs != ours.is_ok() {
            differences.push(format!("{list}: ssh-keygen {theirs}, folio {ours:?}"));
        }
    }
    assert_eq!(differences, Vec::<String>::new());
    assert!(accepted > 10, "{accepted}");
}

/// Makes a key with a passphrase; `None`: there is no `ssh-keygen`.
fn make(kind: &str, bits: &str, folder: &Path) -> Option<String> {
    let _ = std::fs::remove_file(folder.join("key"));
    let args = [
        "-q",
        "-t",
        kind,
        "-b",
        bits,
        "-a",
        "1",
        "-N",
        "open sesame",
        "-C",
        "b",
        "-f",
        "key",
    ];
    ssh_keygen(&args, folder, b"")?;
    Some(std::fs::read_to_string(folder.join("key")).unwrap())
}

#[test]
fn folio_signs_with_the_keys_that_ssh_keygen_makes() {
    for (kind, bits) in [
        ("ed25519", "256"),
        ("ecdsa", "256"),
        ("ecdsa", "384"),
        ("ecdsa", "521"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        // A short number in an ECDSA key cannot be read (see `SigningKey::read`); it says so.
        let key = (0..30).find_map(|_| {
            let text = make(kind, bits, folder)?;
            let without = SigningKey::read(&text, None).err();
            assert_eq!(without, Some(KeyError::PassphraseNeeded));
            let wrong = SigningKey::read(&text, Some("open sesam")).err();
            assert_eq!(wrong, Some(KeyError::WrongPassphrase));
            let key = SigningKey::read(&text, Some("open sesame"));
            let error = key.as_ref().err().copied();
            assert!(error.is_none() || (kind == "ecdsa" && error == Some(KeyError::Kind)));
            key.ok()
        });
        let Some(key) = key else {
            assert_eq!(make(kind, bits, folder), None, "{kind} {bits}");
            return;
        };
        let (project, signers) = signed(&key);
        let extract = extract(&project.history()).remove(0);
        let accepted = is_accepted(&extract, &signers, folder);
        assert_eq!(accepted, Some(true), "{kind} {bits}");
    }
}

#[test]
fn an_rsa_key_says_that_folio_cannot_sign_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let Some(text) = make("rsa", "3072", folder.path()) else {
        return;
    };
    let error = SigningKey::read(&text, Some("open sesame")).err().unwrap();
    assert_eq!(error, KeyError::Kind);
    assert!(error.hint().contains("ssh-keygen -t ed25519"));
}

#[test]
fn a_key_with_a_passphrase_opens_with_it_alone() {
    let plain = PrivateKey::from(Ed25519Keypair::from_seed(&[2; 32]));
    let kdf = Kdf::Bcrypt {
        salt: vec![7; 16],
        rounds: 2,
    };
    let locked = plain
        .encrypt_with(Cipher::Aes256Ctr, kdf, 9, "open sesame")
        .unwrap();
    let text = locked.to_openssh(LineEnding::CRLF).unwrap();
    assert_eq!(
        SigningKey::read(&text, None).err(),
        Some(KeyError::PassphraseNeeded)
    );
    assert_eq!(
        SigningKey::read(&text, Some("x")).err(),
        Some(KeyError::WrongPassphrase)
    );
    let opened = SigningKey::read(&text, Some("open sesame")).unwrap();
    assert_eq!(opened.public(), key(2).public());
}

#[test]
fn what_is_no_private_key_says_what_it_is() {
    let read = |text: &str| SigningKey::read(text, None).err().unwrap();
    assert_eq!(read(&key(2).public()), KeyError::Public);
    assert_eq!(
        read("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n"),
        KeyError::OldForm
    );
    assert_eq!(read("hello"), KeyError::NotAKey);
    assert_eq!(read(""), KeyError::NotAKey);
    assert_eq!(read(&key_text(2)[..80]), KeyError::NotAKey);
}

#[test]
fn a_signature_for_another_purpose_or_decision_is_refused() {
    let (project, _) = signed(&key(2));
    let history = project.history();
    let (_, entry) = history.entries().last().unwrap();
    let Event::Decision(decision) = &entry.event else {
        panic!("it is a decision");
    };
    let Confirmation::Ssh { signature } = &decision.confirmation else {
        panic!("it is signed");
    };
    let check = |decision: &_, signature: &str| check(entry, decision, signature, &project.signers);
    assert!(check(decision, &signature.replace('\n', "\r\n")).is_ok());
    assert_eq!(check(decision, "hello"), Err(SealError::Unreadable));
    let mut other = decision.clone();
    other.note = None;
    assert_eq!(check(&other, signature), Err(SealError::Changed));
    let git = PrivateKey::from_openssh(key_text(2))
        .unwrap()
        .sign("git", ssh_key::HashAlg::Sha512, &message(entry).unwrap())
        .unwrap()
        .to_pem(LineEnding::LF)
        .unwrap();
    assert_eq!(check(decision, &git), Err(SealError::OtherPurpose));
}

#[test]
fn verify_says_up_to_which_entry_a_signature_vouches() {
    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    let words = |project: &TestProject| project.with(verify).vouched_in_words();
    assert!(words(&project).starts_with("no signature vouches for any entry"));
    project
        .decide(
            "tutorial-1",
            Outcome::Approved,
            SUPERVISOR,
            ConfirmedBy::Key(&key(2)),
        )
        .unwrap();
    assert_eq!(
        words(&project),
        "by the list of keys in this folder a signature vouches for line 2 (and for line 1, which \
         it is about); that entries behind line 2 were cut off would not show"
    );
    project.on("2027-01-01").ready("tutorial-1").unwrap();
    assert_eq!(
        words(&project),
        "by the list of keys in this folder a signature vouches for line 2 (and for line 1, which \
         it is about); no signature covers line 3, which who has the file may have changed or \
         added; that entries behind line 3 were cut off would not show"
    );
    project.outside = Some(project.signers.clone());
    assert!(words(&project).starts_with("a signature vouches for line 2 (and"));
}
