//! Projects that are out of all measure, and folders that do not do what they should: clear errors,
//! nothing lost, never a panic.

use std::fs;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::sandbox::Sandbox;

/// Runs a command and expects an end without a panic; returns the exit status and what was said.
fn ends<const N: usize>(sandbox: &Sandbox, args: [&str; N]) -> (i32, String, String) {
    let output = sandbox.output(args);
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert!(!stderr.contains("stopped in the middle"), "{stderr}");
    let status = output.status.code().expect("it ended by itself");
    assert!((0..=2).contains(&status), "{status}: {stderr}");
    (status, stdout, stderr)
}

#[test]
fn a_chapter_just_below_eight_megabytes_is_checked_and_one_above_is_refused_by_name() {
    let line = "Words of a sentence that stands for many others in this chapter.\n";
    let mut text = String::from("# Introduction\n\n");
    while text.len() + line.len() < 8_000_000 {
        text.push_str(line);
    }
    let sandbox = Sandbox::small().write("chapters/01-introduction.md", &text);
    let (_, stdout, _) = ends(&sandbox, ["check", "--fast", "--format", "json"]);
    assert!(stdout.contains("\"findings\""));
    let sandbox = sandbox.write("chapters/01-introduction.md", text + &line.repeat(16_000));
    let (status, stdout, stderr) = ends(&sandbox, ["check", "--fast"]);
    assert_ne!(status, 0);
    let said = stdout + &stderr;
    assert!(
        said.contains("too large") && said.contains("01-introduction.md"),
        "{said}"
    );
}

#[test]
fn ten_thousand_findings_are_all_told() {
    let mut text = String::from("# Introduction\n\n");
    for number in 0..10_000 {
        text.push_str(&format!("A footnote[^n{number}] here.\n\n"));
    }
    let sandbox = Sandbox::small().write("chapters/01-introduction.md", text);
    for format in ["human", "json"] {
        let (status, stdout, _) = ends(&sandbox, ["check", "--fast", "--format", format]);
        assert_ne!(status, 2);
        assert!(
            stdout.matches("footnote-unknown").count() >= 10_000,
            "{format}"
        );
    }
}

#[test]
fn a_path_with_spaces_and_letters_of_other_alphabets_is_no_trouble() {
    let folder = "My Café – 研究 'drafts'";
    let sandbox = Sandbox::empty()
        .write(
            &format!("{folder}/folio.toml"),
            "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n",
        )
        .write(
            &format!("{folder}/chapters/01-introduction.md"),
            "# Introduction\n\nText with a note[^none].\n",
        );
    let (status, stdout, _) = ends(&sandbox, ["check", folder]);
    assert_ne!(status, 2);
    assert!(stdout.contains("chapters/01-introduction.md"), "{stdout}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_checked_and_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::small();
    let set = |mode| {
        for folder in ["", "chapters"] {
            fs::set_permissions(sandbox.path(folder), fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    let before = sandbox.files();
    set(0o555);
    let (status, ..) = ends(&sandbox, ["check", "--format", "json"]);
    set(0o755);
    assert_ne!(status, 2);
    assert_eq!(sandbox.files(), before);
}

#[cfg(unix)]
#[test]
fn a_chapter_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::small().write("chapters/02-review.md", "# Review\n\nText.\n");
    let path = sandbox.path("chapters/02-review.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        let mut said = std::io::stderr();
        writeln!(said, "skipped: whoever runs this may read every file").unwrap();
        return;
    }
    let (_, stdout, stderr) = ends(&sandbox, ["check", "--fast"]);
    let said = stdout + &stderr;
    assert!(said.contains("02-review.md"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_report_is_an_error_and_no_success() {
    use std::process::Stdio;

    let sandbox = Sandbox::small().write(
        "chapters/01-introduction.md",
        "# Introduction\n\nText with a note[^none].\n",
    );
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("folio"));
    let output = command
        .args([
            "check",
            "--fast",
            "--format",
            "json",
            "--today",
            "2026-11-22",
        ])
        .current_dir(sandbox.path(""))
        .env_remove("RUST_BACKTRACE")
        .stdout(Stdio::from(full))
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert_eq!(output.status.code(), Some(2), "{stderr}");
}

#[test]
fn a_file_that_changes_while_it_is_read_is_read_before_or_after() {
    let sandbox = Sandbox::small();
    let path = sandbox.path("chapters/01-introduction.md");
    let texts = [
        "# Introduction\n\nShort.\n".to_owned(),
        format!(
            "# Introduction\n\n{}\n\nA note[^none].\n",
            "Long text. ".repeat(20_000)
        ),
        "\u{feff}# Introduction\r\n\r\nCafé.\r\n".to_owned(),
    ];
    let is_done = Arc::new(AtomicBool::new(false));
    let writer = {
        let is_done = Arc::clone(&is_done);
        std::thread::spawn(move || {
            for text in texts.iter().cycle() {
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
                fs::write(&path, text).unwrap();
            }
        })
    };
    for _ in 0..8 {
        ends(&sandbox, ["check", "--fast", "--format", "json"]);
    }
    is_done.store(true, Ordering::Relaxed);
    writer.join().unwrap();
}
