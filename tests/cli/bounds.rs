//! A project may come from anyone: it ends in time, in memory, and inside its folder.

use crate::sandbox::Sandbox;

fn with_typst(body: &str) -> Sandbox {
    Sandbox::small().write("chapters/02-trap.typ", format!("= Trap\n\n{body}\n"))
}

#[test]
fn a_loop_without_end_is_stopped_and_its_chapter_named() {
    let sandbox = with_typst(
        "#let x = 0\n#for a in range(9000) { for b in range(9000) { for c in range(9000) { x = calc.rem(x + 1, 7) } } }",
    );
    let transcript = sandbox.run(["build", "--time-limit", "4"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    assert!(
        transcript.contains("took longer than 4 seconds"),
        "{transcript}"
    );
    assert!(transcript.contains("chapters/02-trap.typ"), "{transcript}");
}

#[test]
fn memory_without_end_is_stopped_and_its_chapter_named() {
    let sandbox = with_typst("#let big = range(1000000000)\n#big.len()");
    let transcript = sandbox.run(["build", "--memory-limit", "512"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    assert!(
        transcript.contains("more than 512 MiB of memory"),
        "{transcript}"
    );
    assert!(transcript.contains("chapters/02-trap.typ"), "{transcript}");
}

#[test]
fn a_chapter_cannot_read_above_its_project() {
    let transcript = with_typst("#read(\"../../secret.txt\")").run(["build"]);
    insta::assert_snapshot!(transcript, @r#"
    exit 2
    --- stderr
    error[file-outside-project]: this leads out of the project's folder, which is not allowed
      --> chapters/02-trap.typ:3:7
      |
    3 | #read("../../secret.txt")
      |       ^^^^^^^^^^^^^^^^^^
      |
      = hint: copy the file into the project, and name it from there

    error: the PDF was not made: the mistakes above must be fixed first
      = hint: `folio build --draft` prints everything else meanwhile, with a page in the place of the chapter
    "#);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("secret.txt"), "the secret").unwrap();
    let sandbox = with_typst("#read(\"../figures/secret.txt\")");
    std::os::unix::fs::symlink(elsewhere.path(), sandbox.path("figures")).unwrap();
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r#"
    exit 2
    --- stderr
    error[file-outside-project]: this leads out of the project's folder, which is not allowed
      --> chapters/02-trap.typ:3:7
      |
    3 | #read("../figures/secret.txt")
      |       ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: copy the file into the project, and name it from there

    error: the PDF was not made: the mistakes above must be fixed first
      = hint: `folio build --draft` prints everything else meanwhile, with a page in the place of the chapter
    "#);
}

#[cfg(unix)]
#[test]
fn the_pdf_is_not_written_through_a_link_out_of_the_project() {
    let elsewhere = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::small();
    std::os::unix::fs::symlink(elsewhere.path(), sandbox.path("output")).unwrap();
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error: [sandbox]/output leads out of the project
    ");
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_package_that_is_not_in_the_project_is_refused_with_the_way_to_get_it() {
    let transcript = with_typst("#import \"@preview/cetz:0.3.0\": *").run(["build"]);
    insta::assert_snapshot!(transcript, @r#"
    exit 2
    --- stderr
    error[package-missing]: the package `@preview/cetz:0.3.0` is not in the project
      --> chapters/02-trap.typ:3:9
      |
    3 | #import "@preview/cetz:0.3.0": *
      |         ^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: folio never goes to the network: unpack the package into `packages/preview/cetz/0.3.0/` of your project
      = hint: its archive is at https://packages.typst.org/preview/cetz-0.3.0.tar.gz

    error: the PDF was not made: the mistakes above must be fixed first
      = hint: `folio build --draft` prints everything else meanwhile, with a page in the place of the chapter
    "#);
}

#[test]
fn a_destination_that_cannot_be_written_is_found_out_before_the_work() {
    let sandbox = Sandbox::small().write("taken/a.pdf/file", "");
    let transcript = sandbox.run(["build", "--output", "taken/a.pdf"]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error: failed to write [sandbox]/taken/a.pdf: it is a folder
    ");
}

#[cfg(unix)]
#[test]
fn a_parent_that_is_killed_leaves_no_child_behind() {
    use std::process::{Command, Stdio};

    let sandbox =
        with_typst("#for a in range(9000) { for b in range(9000) { for c in range(9000) { } } }");
    let mut parent = Command::new(assert_cmd::cargo::cargo_bin!("folio"))
        .arg("build")
        .current_dir(sandbox.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let children = |parent: u32| {
        let listed = Command::new("ps").args(["-A", "-o", "pid=,ppid="]).output();
        let Ok(listed) = listed else {
            return Vec::new();
        };
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let rows = listed.lines().filter_map(|row| {
            let mut numbers = row
                .split_whitespace()
                .map(|number| number.parse::<u32>().unwrap());
            Some((numbers.next()?, numbers.next()?))
        });
        rows.filter(|(_, above)| *above == parent)
            .map(|(id, _)| id)
            .collect::<Vec<u32>>()
    };
    let patience = std::time::Duration::from_millis(50);
    let child = (0..200).find_map(|_| {
        std::thread::sleep(patience);
        children(parent.id()).first().copied()
    });
    parent.kill().unwrap();
    parent.wait().unwrap();
    let Some(child) = child else {
        panic!("the engine was not started in a process of its own");
    };
    let is_gone = (0..200).any(|_| {
        std::thread::sleep(patience);
        let state = Command::new("ps")
            .args(["-o", "stat=", "-p", &child.to_string()])
            .output();
        state.is_ok_and(|state| state.stdout.is_empty() || state.stdout.starts_with(b"Z"))
    });
    assert!(is_gone, "the engine went on alone");
}
