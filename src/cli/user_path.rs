//! The user's own path on Windows, which the registry keeps (`HKEY_CURRENT_USER\Environment`, `Path`):
//! a folder is added to it and taken out, and every other letter of it stays. No administrator is
//! asked for, and the computer's own path is not touched.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Adds a folder at the end, if it is not there yet; returns whether it was added.
pub(crate) fn add(folder: &Path) -> io::Result<bool> {
    let folder = folder.to_string_lossy();
    change(|path| with(path, &folder))
}

/// Takes a folder out; returns whether it was there.
pub(crate) fn remove(folder: &Path) -> io::Result<bool> {
    let folder = folder.to_string_lossy();
    change(|path| without(path, &folder))
}

/// Has the desktop told that the environment has changed, so that the next terminal knows; returns
/// whether that was done. A program in safe code cannot, but Windows' own `setx` does so for whatever
/// it sets.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the machine is read"
)]
pub(crate) fn announce() -> bool {
    const MARKER: &str = "FOLIO_SETUP";
    let Some(system) = env::var_os("SystemRoot") else {
        return false;
    };
    let mut setx = Command::new(PathBuf::from(system).join("System32").join("setx.exe"));
    setx.args([MARKER, "1"]).stdin(Stdio::null());
    setx.stdout(Stdio::null()).stderr(Stdio::null());
    let is_done = setx.status().is_ok_and(|status| status.success());
    forget(MARKER);
    is_done
}

/// Rewrites the path, if there is anything to change.
#[cfg(windows)]
fn change(new: impl FnOnce(&str) -> Option<String>) -> io::Result<bool> {
    use windows_registry::{CURRENT_USER, Type};

    /// What Windows says where there is no such value (`ERROR_FILE_NOT_FOUND`, as a result).
    const MISSING: i32 = 0x8007_0002_u32.cast_signed();

    let key = CURRENT_USER.create("Environment")?;
    let (old, is_plain) = match key.get_type("Path") {
        Ok(kind) => (key.get_string("Path")?, matches!(kind, Type::String)),
        Err(error) if error.code().0 == MISSING => (String::new(), false),
        // A path that cannot be read is not written over.
        Err(error) => return Err(error.into()),
    };
    let Some(new) = new(&old) else {
        return Ok(false);
    };
    // `%USERPROFILE%` and its like are only read in a text of the second kind.
    match is_plain {
        true => key.set_string("Path", &new)?,
        false => key.set_expand_string("Path", &new)?,
    }
    Ok(true)
}

/// Takes a variable of the user's away.
#[cfg(windows)]
fn forget(name: &str) {
    if let Ok(key) = windows_registry::CURRENT_USER.create("Environment") {
        // It is in nobody's way, should it stay.
        let _ = key.remove_value(name);
    }
}

#[cfg(not(windows))]
fn forget(_: &str) {}

#[cfg(not(windows))]
fn change(_: impl FnOnce(&str) -> Option<String>) -> io::Result<bool> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether an entry of a path is a folder; Windows knows no difference of capitals.
fn is_it(entry: &str, folder: &str) -> bool {
    let bare = |text: &str| text.trim_matches('"').trim_end_matches('\\').to_lowercase();
    bare(entry) == bare(folder)
}

fn with(path: &str, folder: &str) -> Option<String> {
    if path.split(';').any(|entry| is_it(entry, folder)) {
        return None;
    }
    let gap = if path.is_empty() || path.ends_with(';') {
        ""
    } else {
        ";"
    };
    Some(format!("{path}{gap}{folder}"))
}

fn without(path: &str, folder: &str) -> Option<String> {
    let entries = path.split(';');
    let rest: Vec<&str> = entries.filter(|entry| !is_it(entry, folder)).collect();
    let rest = rest.join(";");
    (rest.len() < path.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = r"C:\Users\A. Student\AppData\Local\Programs\folio";

    #[test]
    fn a_folder_is_added_once_and_taken_out_and_the_rest_stays() {
        #[track_caller]
        fn case(before: &str, after: &str, again: &str) {
            let with = with(before, OWN).unwrap();
            assert_eq!(with, after.replace("OWN", OWN));
            assert_eq!(super::with(&with, OWN), None);
            assert_eq!(without(&with, OWN).as_deref(), Some(again));
        }

        case("", "OWN", "");
        case(
            r"%USERPROFILE%\bin",
            r"%USERPROFILE%\bin;OWN",
            r"%USERPROFILE%\bin",
        );
        case(r"C:\a;;C:\b;", r"C:\a;;C:\b;OWN", r"C:\a;;C:\b");
    }

    #[test]
    fn a_folder_is_known_in_any_case_in_quotes_and_with_its_last_stroke() {
        for entry in [OWN.to_uppercase(), format!("{OWN}\\"), format!("\"{OWN}\"")] {
            assert_eq!(with(&format!(r"C:\a;{entry}"), OWN), None, "{entry}");
            let path = format!(r"C:\a;{entry};C:\b");
            assert_eq!(without(&path, OWN).as_deref(), Some(r"C:\a;C:\b"));
        }
        assert_eq!(without(&format!(r"{OWN}\more"), OWN), None);
    }
}
