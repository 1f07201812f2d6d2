//! The menu behind a double click: the window that opens then has no prompt to type at, and closes
//! with the program. What is chosen runs the command that is typed elsewhere.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use folio::diagnostics::text;
use folio::project::{self, MANIFEST};

use crate::cli;
use crate::cli::args::Cli;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::home::{Next, WHAT_IT_IS, standing};
use crate::cli::milestone::ask::{Prompt, Question, Terminal};

/// So many dissertations beside the program are offered by their names.
const MAX_BESIDE: usize = 20;

/// Something that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Watch,
    Build,
    Check,
    Next,
    Open,
    New,
    Close,
}

impl Choice {
    fn words(self) -> &'static str {
        match self {
            Self::Watch => "Write: show the pages in my browser whenever I save",
            Self::Build => "Make the PDF and show it",
            Self::Check => "See what stands in the way",
            Self::Next => "Where do I stand, and what comes next?",
            Self::Open => "Open another dissertation",
            Self::New => "Start a new dissertation",
            Self::Close => "Close this window",
        }
    }
}

/// What the menu has done by the commands.
#[derive(Debug, PartialEq, Eq)]
enum Act<'a> {
    /// Says where a dissertation stands, or that there is none yet.
    Say(Option<&'a Path>),
    Watch(&'a Path),
    Build(&'a Path),
    Check(&'a Path),
    /// Makes a folder beside the program.
    New(&'a str),
}

const FOLDER: Question<'static> = Question {
    about: "the folder",
    option: "PATH",
    prompt: "Which folder?",
    help: "drag the folder of your dissertation into this window, then press Enter",
    start: None,
};

const NAME: Question<'static> = Question {
    about: "the folder",
    option: "DIR",
    prompt: "A name for its folder:",
    help: "letters, figures and hyphens; the folder is made beside this program",
    start: Some("my-dissertation"),
};

/// Asks until the window is to close.
pub(crate) fn run(context: &Context) -> Exit {
    let here = context.current_dir.clone();
    if context.is_in_temp() {
        context.say(
            "This program was started from inside its archive. Unpack the archive first (right-click \
             it, Extract All), and start the program from the unpacked folder: what is made in here \
             is lost.\n",
        );
    }
    let mut act = |act: Act<'_>| {
        if let Err(error) = perform(&act, context) {
            context.show_error(&error);
        }
        context.say("");
    };
    serve(&Terminal { context }, &here, &mut act);
    Exit::Success
}

/// Runs what was chosen.
fn perform(act: &Act<'_>, context: &Context) -> Result<(), CommandError> {
    match act {
        Act::Say(None) => context.print(&format!("{WHAT_IT_IS}\n")),
        Act::Say(Some(root)) => {
            let (standing, next) = standing(root, context)?;
            let next = match next {
                Next::Build => "make the PDF",
                Next::Check => "see what stands in the way",
            };
            context.print(&format!("{standing}\nNext: {next}\n"))
        }
        Act::Watch(root) => {
            context.say("Close this window when you are done.");
            typed(["watch".as_ref(), root.as_os_str()], context)
        }
        Act::Build(root) => typed(
            ["build".as_ref(), root.as_os_str(), "--open".as_ref()],
            context,
        ),
        Act::Check(root) => typed(["check".as_ref(), root.as_os_str()], context),
        Act::New(name) => typed(["new".as_ref(), "--".as_ref(), name.as_ref()], context),
    }
}

/// Runs a command as if it had been typed.
fn typed<const N: usize>(words: [&OsStr; N], context: &Context) -> Result<(), CommandError> {
    let line = std::iter::once(OsStr::new("folio")).chain(words);
    let read = Cli::try_parse_from(line).map_err(|error| CommandError::new(error.to_string()))?;
    cli::run(read.command, context).map(|_| ())
}

/// Asks what to do, again and again, until the answer is to close or there is none.
fn serve(prompt: &dyn Prompt, here: &Path, act: &mut dyn FnMut(Act<'_>)) {
    let mut root = project::find_root(here).or_else(|| match beside(here).as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    });
    act(Act::Say(root.as_deref()));
    loop {
        let choices: &[Choice] = match root {
            Some(_) => &[
                Choice::Watch,
                Choice::Build,
                Choice::Check,
                Choice::Next,
                Choice::Open,
                Choice::New,
                Choice::Close,
            ],
            None => &[Choice::New, Choice::Open, Choice::Close],
        };
        let words: Vec<String> = choices.iter().map(|it| it.words().to_owned()).collect();
        let chosen = prompt.choose("What would you like to do?", &words);
        let Some(chosen) = chosen.ok().and_then(|at| choices.get(at)) else {
            return;
        };
        match (chosen, &root) {
            (Choice::Close, _) => return,
            (Choice::New, _) => {
                // No name: back to the menu.
                if let Ok(name) = prompt.text(&NAME, &is_name) {
                    let name = name.trim();
                    act(Act::New(name));
                    let made = here.join(name);
                    if made.join(MANIFEST).is_file() {
                        root = Some(made);
                    }
                }
            }
            (Choice::Open, _) => {
                if let Ok(found) = opened(prompt, here) {
                    act(Act::Say(Some(&found)));
                    root = Some(found);
                }
            }
            (Choice::Watch, Some(root)) => act(Act::Watch(root)),
            (Choice::Build, Some(root)) => act(Act::Build(root)),
            (Choice::Check, Some(root)) => act(Act::Check(root)),
            (Choice::Next | Choice::Watch | Choice::Build | Choice::Check, root) => {
                act(Act::Say(root.as_deref()));
            }
        }
    }
}

/// Lets somebody choose a dissertation: one beside the program, or any folder.
fn opened(prompt: &dyn Prompt, here: &Path) -> Result<PathBuf, CommandError> {
    let mut beside = beside(here);
    if !beside.is_empty() {
        let name = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            text::inline(&name, 60)
        };
        let mut words: Vec<String> = beside.iter().map(name).collect();
        words.push("Another folder".to_owned());
        let at = prompt.choose("Which one?", &words)?;
        if at < beside.len() {
            return Ok(beside.swap_remove(at));
        }
    }
    let folder = |answer: &str| here.join(answer.trim().trim_matches('"'));
    let has_one = |answer: &str| match project::find_root(&folder(answer)) {
        Some(_) if !answer.trim().is_empty() => Ok(()),
        Some(_) | None => Err(format!("there is no {MANIFEST} in it")),
    };
    let answer = prompt.text(&FOLDER, &has_one)?;
    let folder = folder(&answer);
    Ok(project::find_root(&folder).unwrap_or(folder))
}

/// Returns the dissertations in the folder of the program, by name.
fn beside(here: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(here).into_iter().flatten().flatten();
    let folders = entries.map(|entry| entry.path());
    let mut found: Vec<PathBuf> = folders
        .filter(|path| path.join(MANIFEST).is_file())
        .collect();
    found.sort();
    found.truncate(MAX_BESIDE);
    found
}

/// A name of one folder, which every system takes.
fn is_name(answer: &str) -> Result<(), String> {
    let answer = answer.trim();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.');
    match answer.chars().all(is_plain) && answer.starts_with(char::is_alphanumeric) {
        true => Ok(()),
        false => Err("expected a name such as `my-dissertation`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::milestone::ask::Script;

    /// Answers by heart in a folder, and returns what was done, with paths from that folder.
    fn done(here: &Path, answers: &[&'static str]) -> Vec<String> {
        let script = Script::new(answers);
        let mut done = Vec::new();
        serve(&script, here, &mut |act| {
            if let Act::New(name) = act {
                fs::create_dir(here.join(name)).unwrap();
                fs::write(here.join(name).join(MANIFEST), "").unwrap();
            }
            let here = format!("{}{}", here.display(), std::path::MAIN_SEPARATOR);
            let here = here.escape_debug().to_string();
            done.push(format!("{act:?}").replace(&here, ""));
        });
        assert!(script.is_done(), "{done:?}");
        done
    }

    fn words(choice: Choice) -> &'static str {
        choice.words()
    }

    #[test]
    fn a_first_double_click_starts_a_dissertation_and_goes_on_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let done = done(
            folder.path(),
            &[
                words(Choice::New),
                "../elsewhere",
                "thesis",
                words(Choice::Watch),
                words(Choice::Next),
                words(Choice::Close),
            ],
        );
        assert_eq!(
            done,
            [
                "Say(None)",
                "New(\"thesis\")",
                "Watch(\"thesis\")",
                "Say(Some(\"thesis\"))"
            ]
        );
    }

    #[test]
    fn the_only_dissertation_beside_the_program_is_opened_at_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("mine")).unwrap();
        fs::write(folder.path().join("mine").join(MANIFEST), "").unwrap();
        let done = done(
            folder.path(),
            &[
                words(Choice::Build),
                words(Choice::Check),
                words(Choice::Close),
            ],
        );
        let expected = ["Say(Some(\"mine\"))", "Build(\"mine\")", "Check(\"mine\")"];
        assert_eq!(done, expected);
    }

    #[test]
    fn of_several_one_is_chosen_and_any_folder_can_be_dragged_in() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b", "else where/c"] {
            let path = folder.path().join("here").join(name);
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join(MANIFEST), "").unwrap();
        }
        let done = done(
            &folder.path().join("here"),
            &[
                words(Choice::Open),
                "b",
                words(Choice::Open),
                "Another folder",
                "nowhere",
                "\"else where/c\"",
                words(Choice::Close),
            ],
        );
        assert_eq!(done[..2], ["Say(None)", "Say(Some(\"b\"))"]);
        assert!(done[2].contains("else where/c"), "{done:?}");
        assert_eq!(done.len(), 3);
    }

    #[test]
    fn a_question_left_without_an_answer_closes_the_menu_and_a_name_leads_back() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(done(folder.path(), &[Script::STOP]), ["Say(None)"]);
        let answers = [words(Choice::New), Script::STOP, words(Choice::Close)];
        assert_eq!(done(folder.path(), &answers), ["Say(None)"]);
    }
}
