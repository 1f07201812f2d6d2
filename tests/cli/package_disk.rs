//! A package on a disk that fails, fills up or changes, and in a process that is killed: whole or
//! not at all.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use folio::package::sha256;

use crate::package::{CHAPTER, DAY, files, packages, project, receipt, says};
use crate::sandbox::Sandbox;

#[test]
fn a_folder_that_cannot_be_written_is_an_error_and_nothing_is_lost() {
    let sandbox = project().write("submission", "a file in the way");
    let said = sandbox.run(["package"]);
    says(
        &said,
        2,
        &["failed to make the folder", "nothing was packaged"],
    );
    assert_eq!(
        fs::read(sandbox.path("submission")).unwrap(),
        b"a file in the way"
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_project_is_not_written_through() {
    let elsewhere = Sandbox::empty();
    let sandbox = project();
    std::os::unix::fs::symlink(elsewhere.path(""), sandbox.path("submission")).unwrap();
    says(&sandbox.run(["package"]), 2, &["leads out of the project"]);
    assert!(elsewhere.files().is_empty());
}

#[cfg(unix)]
#[test]
fn a_file_that_becomes_too_large_leaves_the_earlier_package_and_no_half_one() {
    let sandbox = project();
    says(&sandbox.run(["package"]), 0, &[]);
    let first = files(&sandbox.path(DAY));
    let sandbox = sandbox.write("chapters/01-introduction.md", format!("{CHAPTER}\nMore.\n"));
    let output = Command::new("sh")
        .current_dir(sandbox.path(""))
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 16; exec \"$0\" package --today 2026-11-22",
        ])
        .arg(assert_cmd::cargo::cargo_bin!("folio"))
        .output()
        .unwrap();
    says(
        &sandbox.transcript(&output),
        2,
        &["failed to write", "nothing was packaged"],
    );
    assert_eq!(packages(&sandbox), ["2026-11-22"]);
    assert!(files(&sandbox.path(DAY)) == first);
}

/// A small disk, for as long as this lives.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: PathBuf) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=96k", "none"])
            .arg(&at);
        let is_there = mount
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|it| it.success());
        is_there.then_some(Self(at))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_is_an_error_that_says_so() {
    let sandbox = project();
    let Some(_disk) = SmallDisk::mount(sandbox.path("submission")) else {
        let mut said = std::io::stderr();
        writeln!(said, "skipped: a small disk cannot be mounted here").unwrap();
        return;
    };
    let said = sandbox.run(["package"]);
    says(&said, 2, &["the disk is full", "nothing was packaged"]);
    assert!(packages(&sandbox).is_empty());
    assert!(!sandbox.path("milestones/ledger.jsonl").exists());
}

/// Ends the other thread also when a claim fails.
struct Stop<'a>(&'a std::sync::atomic::AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, std::sync::atomic::Ordering::Relaxed);
    }
}

#[test]
fn a_chapter_that_changes_while_it_is_packaged_is_packaged_whole() {
    let sandbox = project();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let chapter = sandbox.path("chapters/01-introduction.md");
    thread::scope(|scope| {
        let _stop = Stop(&stop);
        scope.spawn(|| {
            let mut number = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                number += 1;
                // As editors save: the whole text at once.
                let beside = sandbox.path("chapters/.saving");
                fs::write(&beside, format!("{CHAPTER}\nVersion {number}.\n")).unwrap();
                fs::rename(&beside, &chapter).unwrap();
                thread::sleep(Duration::from_millis(15));
            }
        });
        // Each file is read once, so that no change is seen in the middle of the work.
        for _ in 0..3 {
            let said = sandbox.run(["package"]);
            assert!(said.starts_with("exit 0"), "{said}");
        }
    });
    for package in packages(&sandbox) {
        let folder = format!("submission/{package}");
        says(&sandbox.run(["verify", &folder]), 0, &["Yes: "]);
    }
}

fn start(sandbox: &Sandbox) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin!("folio"))
        .current_dir(sandbox.path(""))
        .args(["package", "--today", "2026-11-22"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until the hidden folder stands, or the run is over.
fn wait_for_writing(sandbox: &Sandbox, child: &mut Child) {
    let until = Instant::now() + Duration::from_secs(60);
    let is_hidden = |name: &String| name.starts_with(".folio-") && name.ends_with(".tmp");
    while Instant::now() < until
        && child.try_wait().unwrap().is_none()
        && !packages(sandbox).iter().any(is_hidden)
    {
        thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn a_kill_at_any_moment_leaves_whole_packages_and_no_half_one() {
    let sandbox = project();
    says(&sandbox.run(["package"]), 0, &[]);
    let first = files(&sandbox.path(DAY));
    let mut ended_early = 0;
    for round in 0..16_u32 {
        let chapter = sandbox.path("chapters/01-introduction.md");
        fs::write(chapter, format!("{CHAPTER}\nRound {round}.\n")).unwrap();
        let mut child = start(&sandbox);
        if round % 4 == 0 {
            thread::sleep(Duration::from_millis(u64::from(round) * 40));
        } else {
            wait_for_writing(&sandbox, &mut child);
            thread::sleep(Duration::from_micros(u64::from(round) * 700));
        }
        child.kill().unwrap();
        ended_early += u32::from(!child.wait().unwrap().success());
        for name in packages(&sandbox)
            .iter()
            .filter(|name| !name.starts_with('.'))
        {
            let folder = sandbox.path("submission").join(name);
            let (receipt, files) = (receipt(&folder), files(&folder));
            assert_eq!(files.len(), receipt.files.len() + 1, "{name}");
            for listed in &receipt.files {
                assert_eq!(sha256(&files[&listed.name]), listed.sha256, "{name}");
            }
        }
    }
    assert!(ended_early > 3, "only {ended_early} of 16 were ended early");
    assert!(
        files(&sandbox.path(DAY)) == first,
        "the first package is as it was"
    );
    says(&sandbox.run(["package"]), 0, &[]);
    assert!(packages(&sandbox).iter().all(|name| !name.starts_with('.')));
    says(&sandbox.run(["milestone", "verify"]), 0, &[]);
}
