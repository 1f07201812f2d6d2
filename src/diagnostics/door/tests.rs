//! A folder that is held open gives nothing away and lets nothing out, whatever is put in it.

use std::fs;
use std::path::Path;

use crate::diagnostics::{Door, FileError, Target};

/// A project, and a folder elsewhere with a secret.
fn folders() -> (tempfile::TempDir, tempfile::TempDir, Door) {
    let project = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("a.md"), "secret").unwrap();
    let door = Door::open(project.path()).unwrap();
    (project, elsewhere, door)
}

fn names(folder: &Path) -> Vec<String> {
    Door::open(folder).unwrap().names().unwrap()
}

#[test]
fn a_written_file_replaces_the_old_one_and_leaves_nothing_beside_it() {
    let (project, _, door) = folders();
    door.write("output/a.pdf", b"old").unwrap();
    door.check_writable("output/a.pdf").unwrap();
    door.write("output/a.pdf", b"new").unwrap();
    assert_eq!(door.read("output/a.pdf".as_ref(), 3).unwrap(), b"new");
    assert_eq!(names(&project.path().join("output")), ["a.pdf"]);
}

#[test]
fn a_new_file_never_writes_over_an_old_one() {
    let (_project, _, door) = folders();
    door.create_new("folio.toml", b"mine").unwrap();
    let again = door.create_new("folio.toml", b"theirs");
    assert!(matches!(again, Err(FileError::Exists { .. })));
    assert_eq!(door.read("folio.toml".as_ref(), 4).unwrap(), b"mine");
}

#[test]
fn a_folder_is_no_place_to_write_a_file_to() {
    let (project, _, _) = folders();
    fs::create_dir(project.path().join("a.pdf")).unwrap();
    let refused = Target::named(&project.path().join("a.pdf")).unwrap_err();
    assert!(refused.to_string().ends_with("it is a folder"), "{refused}");
}

#[test]
fn what_a_killed_run_left_in_a_folder_of_folios_own_is_removed() {
    let (project, _, door) = folders();
    fs::create_dir(project.path().join("output")).unwrap();
    fs::write(project.path().join("output/.folio-7-0"), "half").unwrap();
    let busy = fs::File::create(project.path().join("output/.folio-8-0")).unwrap();
    busy.lock().unwrap();
    let target = Target::within(&door, "output", "a.pdf").unwrap();
    target.write(b"whole").unwrap();
    let left = names(&project.path().join("output"));
    assert_eq!(left, [".folio-8-0", "a.pdf"]);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn a_file_that_is_named_in_a_project_is_not_written_out_of_it() {
        let (project, elsewhere, _) = folders();
        let at = |name: &str| project.path().join(name);
        fs::write(at("folio.toml"), "").unwrap();
        symlink(elsewhere.path(), at("out")).unwrap();
        for named in ["out/b.pdf", "out/new/b.pdf", "x/../out/b.pdf"] {
            let refused = Target::named(&at(named)).unwrap_err();
            assert!(
                matches!(refused, FileError::Outside { .. }),
                "{named}: {refused}"
            );
        }
        assert_eq!(names(elsewhere.path()), ["a.md"]);
        // Who names another place means it.
        Target::named(&elsewhere.path().join("b.pdf")).unwrap();
        let beside = format!(
            "../{}/b.pdf",
            elsewhere.path().file_name().unwrap().display()
        );
        Target::named(&at(&beside)).unwrap();
    }

    #[test]
    fn links_inside_work_and_links_out_do_not() {
        let (project, elsewhere, door) = folders();
        let at = |name: &str| project.path().join(name);
        fs::create_dir(at("texts")).unwrap();
        fs::write(at("texts/a.md"), "words").unwrap();
        symlink("texts", at("relative")).unwrap();
        symlink(door.root().join("texts"), at("absolute")).unwrap();
        symlink(elsewhere.path(), at("out")).unwrap();
        for inside in ["relative/a.md", "absolute/a.md"] {
            assert_eq!(door.read(inside.as_ref(), 9).unwrap(), b"words");
            door.write(inside, b"words").unwrap();
        }
        let is_outside = |error| matches!(error, FileError::Outside { .. });
        assert!(is_outside(door.read("out/a.md".as_ref(), 9).unwrap_err()));
        assert!(is_outside(door.write("out/b.md", b"x").unwrap_err()));
        assert!(is_outside(door.make_folder("out/b").unwrap_err()));
        assert!(is_outside(door.open_to_add("out/b.md").unwrap_err()));
        assert_eq!(names(elsewhere.path()), ["a.md"]);
    }

    #[test]
    fn a_link_in_the_place_of_a_file_is_replaced_and_never_followed() {
        let (project, elsewhere, door) = folders();
        symlink(elsewhere.path().join("a.md"), project.path().join("a.pdf")).unwrap();
        door.write("a.pdf", b"pdf").unwrap();
        let secret = fs::read(elsewhere.path().join("a.md")).unwrap();
        assert_eq!(secret, b"secret");
        symlink(elsewhere.path().join("b.md"), project.path().join("lock")).unwrap();
        assert!(door.open_to_add("lock").is_err());
        assert_eq!(names(elsewhere.path()), ["a.md"]);
    }

    #[test]
    fn a_pipe_is_refused_at_once_and_a_device_is_never_replaced() {
        let (project, _, door) = folders();
        let pipe = project.path().join("pipe");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &pipe,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
            0,
        )
        .unwrap();
        let refused = "it is not a file";
        for error in [
            door.read("pipe".as_ref(), 9).unwrap_err(),
            crate::diagnostics::read_bytes(&pipe, 9).unwrap_err(),
            door.open_to_add("pipe").unwrap_err(),
            door.write("pipe", b"x").unwrap_err(),
            Target::named(Path::new("/dev/null")).unwrap_err(),
        ] {
            assert!(error.to_string().ends_with(refused), "{error}");
        }
    }

    /// Somebody puts a link where a folder was, and takes it away again, as often as they can.
    #[test]
    fn no_swap_gets_out() {
        let (project, elsewhere, door) = folders();
        let at = |name: &str| project.path().join(name);
        fs::create_dir(at("real")).unwrap();
        fs::write(at("real/a.md"), "words").unwrap();
        let (kept, link) = (at("real"), at("link"));
        symlink(elsewhere.path(), &link).unwrap();
        fs::write(elsewhere.path().join("hidden.md"), "secret").unwrap();
        let shown = at("texts");
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    for one in [&kept, &link] {
                        let _ = fs::rename(one, &shown);
                        let _ = fs::rename(&shown, one);
                    }
                }
            });
            for number in 0..2_000 {
                let read = door.read("texts/a.md".as_ref(), 99);
                assert!(read.is_err() || read.unwrap() == b"words");
                if number % 10 == 0 {
                    let listed = door.list("texts".as_ref(), 2).into_iter().flatten();
                    assert!(!listed.map(|it| it.path).any(|it| it.ends_with("hidden.md")));
                }
                let _ = door.write(format!("texts/{number}.md"), b"x");
                let _ = door.create_new(format!("texts/{number}-new.md"), b"x");
            }
            stop.store(true, Ordering::Relaxed);
        });
        assert_eq!(names(elsewhere.path()), ["a.md", "hidden.md"]);
    }
}
