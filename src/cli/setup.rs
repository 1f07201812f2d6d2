//! `folio setup`: the program where it is found by its name, with completions and a page for `man`;
//! and all of it away again. Only the user's own folders are touched, and each is named.
//!
//! On Windows the folder is added to the user's own path, in the registry; where that is forbidden,
//! what to click is said instead.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use folio::diagnostics::{FileError, MAX_TEXT_BYTES, read_bytes};

use crate::cli::args::HelpFor;
use crate::cli::args::computer::SetupArgs;
use crate::cli::at_work::this_program;
use crate::cli::completions::written;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::user_path;

/// The end of the line that setup adds to a shell's start file, by which undo knows it.
const MARK: &str = "# added by `folio setup`";

/// Where everything goes.
struct Places {
    program: PathBuf,
    /// A file for each shell, and one for `man`.
    help: Vec<(HelpFor, PathBuf)>,
    /// The file in which a login shell is told its path; none on Windows.
    profile: Option<PathBuf>,
    is_on_path: bool,
}

/// Sets the program up, or takes it away.
pub(crate) fn run(args: &SetupArgs, context: &Context) -> Result<Exit, CommandError> {
    let places = places()?;
    match args.undo {
        true => undo(&places, context)?,
        false => set_up(&places, context)?,
    }
    Ok(Exit::Success)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the machine is read"
)]
fn places() -> Result<Places, CommandError> {
    let folder = |name: &str| {
        env::var_os(name)
            .filter(|it| !it.is_empty())
            .map(PathBuf::from)
    };
    let missing =
        |name: &str| CommandError::new(format!("the system names no folder `{name}` of yours"));
    let search = env::var_os("PATH").unwrap_or_default();
    let is_on_path = |own: &Path| env::split_paths(&search).any(|it| it == own);
    if cfg!(windows) {
        let local = folder("LOCALAPPDATA").ok_or_else(|| missing("LOCALAPPDATA"))?;
        let own = local.join("Programs").join("folio");
        return Ok(Places {
            is_on_path: is_on_path(&own),
            program: own.join("folio.exe"),
            help: Vec::new(),
            profile: None,
        });
    }
    let home = folder("HOME").ok_or_else(|| missing("HOME"))?;
    let own = home.join(".local/bin");
    let profile = if cfg!(target_os = "macos") {
        ".zprofile"
    } else {
        ".profile"
    };
    Ok(Places {
        is_on_path: is_on_path(&own),
        program: own.join("folio"),
        help: vec![
            (
                HelpFor::Bash,
                home.join(".local/share/bash-completion/completions/folio"),
            ),
            (
                HelpFor::Zsh,
                home.join(".local/share/zsh/site-functions/_folio"),
            ),
            (
                HelpFor::Fish,
                home.join(".config/fish/completions/folio.fish"),
            ),
            (HelpFor::Man, home.join(".local/share/man/man1/folio.1")),
        ],
        profile: Some(home.join(profile)),
    })
}

fn set_up(places: &Places, context: &Context) -> Result<(), CommandError> {
    let from = this_program()?;
    let is_there = fs::canonicalize(&from).ok() == fs::canonicalize(&places.program).ok();
    let mut said = String::new();
    if is_there {
        said += &format!("{} is this very program\n", places.program.display());
    } else {
        copy(&from, &places.program)?;
        said += &format!("copied the program to {}\n", places.program.display());
    }
    for (reader, path) in &places.help {
        write(path, &written(*reader)?)?;
        let what = match reader {
            HelpFor::Man => "the page for `man`".to_owned(),
            shell => {
                let name = shell.to_possible_value();
                let name = name.as_ref().map_or("a shell", |it| it.get_name());
                format!("completions for {name}")
            }
        };
        said += &format!("wrote {what} to {}\n", path.display());
    }
    let own = places.program.parent().unwrap_or(Path::new("."));
    match (&places.profile, places.is_on_path) {
        (_, true) => said += "its folder is among those that are searched: type `folio`\n",
        (Some(profile), false) => {
            let text = text_of(profile)?;
            if !text.contains(MARK) {
                let gap = if text.is_empty() || text.ends_with('\n') {
                    ""
                } else {
                    "\n"
                };
                let line = format!("{gap}export PATH=\"$HOME/.local/bin:$PATH\" {MARK}\n");
                write(profile, &(text + &line))?;
            }
            said += &format!("added its folder to your path in {}\n", profile.display());
            said += "open a new terminal, and type `folio`\n";
        }
        (None, false) => {
            said += &match user_path::add(own) {
                Ok(_) => {
                    let next = match user_path::announce() {
                        true => "open a new terminal",
                        false => "sign out of Windows and in again",
                    };
                    format!("added its folder to your path\n{next}, and type `folio`\n")
                }
                Err(_) => format!(
                    "your path cannot be changed by a program here. To type `folio` anywhere: press \
                     the Windows key, type “environment variables for your account”, choose Path, \
                     Edit, New, and enter {}\nthen open a new terminal\n",
                    own.display()
                ),
            };
        }
    }
    said += "`folio setup --undo` takes all of it away again\n";
    context.print(&said)
}

fn undo(places: &Places, context: &Context) -> Result<(), CommandError> {
    let mut said = String::new();
    let mut paths = vec![&places.program];
    paths.extend(places.help.iter().map(|(_, path)| path));
    for path in paths {
        if path.symlink_metadata().is_err() {
            continue;
        }
        match fs::remove_file(path) {
            Ok(()) => {
                said += &format!("removed {}\n", path.display());
                let home = places.profile.as_deref().and_then(Path::parent);
                let folders = path.ancestors().skip(1);
                // A folder that holds something else is not removed, and neither is one above it.
                let _ = folders
                    .take_while(|folder| Some(*folder) != home)
                    .try_for_each(fs::remove_dir);
            }
            // Windows keeps a program for as long as it runs.
            Err(_) if cfg!(windows) && *path == places.program => {
                said += &format!("delete {} when this window is closed\n", path.display());
            }
            Err(error) => return Err(FileError::io("remove", path)(error).into()),
        }
    }
    if let Some(profile) = &places.profile {
        let text = text_of(profile)?;
        let rest: String = text
            .split_inclusive('\n')
            .filter(|line| !line.contains(MARK))
            .collect();
        if rest.len() < text.len() {
            match rest.is_empty() {
                true => fs::remove_file(profile).map_err(FileError::io("remove", profile))?,
                false => write(profile, &rest)?,
            }
            said += &format!("took its line out of {}\n", profile.display());
        }
    }
    let own = places.program.parent().unwrap_or(Path::new("."));
    if places.profile.is_none() && user_path::remove(own).is_ok_and(|was_there| was_there) {
        said += "took its folder out of your path\n";
        user_path::announce();
    }
    if said.is_empty() {
        said += "nothing of `folio setup` is here\n";
    }
    context.print(&said)
}

/// Copies a program beside its place first, so that one that runs is never half written.
fn copy(from: &Path, to: &Path) -> Result<(), FileError> {
    make_folder(to)?;
    let new = to.with_extension("new");
    fs::copy(from, &new).map_err(FileError::io("write", &new))?;
    fs::rename(&new, to).map_err(FileError::io("write", to))
}

fn write(path: &Path, text: &str) -> Result<(), FileError> {
    make_folder(path)?;
    fs::write(path, text).map_err(FileError::io("write", path))
}

fn make_folder(path: &Path) -> Result<(), FileError> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(FileError::io("make the folder", folder))
}

fn text_of(path: &Path) -> Result<String, CommandError> {
    if !path.exists() {
        return Ok(String::new());
    }
    let bytes = read_bytes(path, MAX_TEXT_BYTES)?;
    String::from_utf8(bytes).map_err(|_| {
        CommandError::new(format!(
            "{} is not UTF-8, and stays as it is",
            path.display()
        ))
        .hint("add ~/.local/bin to your path yourself")
    })
}
