//! `folio new`: a folder with everything that a dissertation starts from.

mod questions;

use std::fs;
use std::path::{Path, PathBuf};

use folio::diagnostics::{self, Door, FileError, ProjectPath, text};
use folio::project::{self, Answers, Ci, Markup, PLACEHOLDER_AUTHOR, PLACEHOLDER_TITLE, Profile};

use crate::cli::args::{CiChoice, MarkupChoice, NewArgs};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::output::quoted;

/// Files by their paths below the new folder.
type Files = [(ProjectPath, String)];

/// Makes the folder, or changes nothing at all.
pub(crate) fn run(args: &NewArgs, context: &Context) -> Result<Exit, CommandError> {
    let folder = context.current_dir.join(&args.folder);
    let shown = text::inline(&args.folder.display().to_string(), 200);
    let markup = match args.chapters {
        MarkupChoice::Md => Markup::Markdown,
        MarkupChoice::Typ => Markup::Typst,
    };
    let (profile, own) = match &args.profile {
        Some(named) => self::profile(named, context)?,
        None => (project::default_profile(), None),
    };
    let write = |answers: &Answers| -> Result<Vec<(ProjectPath, String)>, CommandError> {
        let mut files = project::scaffold(&profile, answers, markup)
            .map_err(|error| CommandError::new(error.to_string()))?;
        files.extend(own.clone());
        Ok(files)
    };

    let mut answers = given(args);
    let mut files = write(&answers)?;
    refuse_if_taken(&folder, &shown, &files)?;
    if context.can_ask() {
        context.say(questions::WELCOME);
        context.say("");
        let programme = profile.programme.as_ref().map(|rule| rule.value.as_str());
        let milestones: Vec<(&str, &str)> = profile
            .milestones
            .iter()
            .map(|it| (it.id.as_str(), it.title.as_str()))
            .collect();
        questions::complete(
            &mut answers,
            programme,
            &milestones,
            &mut questions::on_terminal,
        )?;
        files = write(&answers)?;
        context.say(&format!(
            "\nThis will be made in {shown}:\n{}",
            overview(&files)
        ));
        questions::confirm("Go ahead?")?;
    } else {
        for sentence in placeholders(&answers) {
            context.say(&sentence);
        }
    }

    write_all(&folder, &files)?;
    context.print(&closing_words(&args.folder, &shown, &files))?;
    if let Some(ci) = answers.ci {
        context.print(&words_about_ci(ci))?;
    }
    Ok(Exit::Success)
}

/// Returns the profile that was named, and its file if it is one: the new folder holds a copy.
fn profile(
    named: &str,
    context: &Context,
) -> Result<(Profile, Option<(ProjectPath, String)>), CommandError> {
    if let Some(profile) = project::built_in_profile(named) {
        return Ok((profile, None));
    }
    let path = context.current_dir.join(named);
    let name = path.file_name().and_then(|name| name.to_str());
    let copy = name
        .filter(|name| name.ends_with(".toml") && *name != project::MANIFEST)
        .and_then(ProjectPath::new);
    let Some(copy) = copy else {
        let written = text::inline(named, 60);
        let known = text::did_you_mean(&written, &project::built_in_profiles());
        return Err(
            CommandError::new(format!("there is no profile `{written}`"))
                .hint(known)
                .hint("a profile of your own is named by its file, such as `rules.toml`"),
        );
    };
    let text = diagnostics::read_text(&path)?;
    let profile = project::read_profile(copy.as_str(), text.clone())?;
    Ok((profile, Some((copy, text))))
}

/// Reads the options.
fn given(args: &NewArgs) -> Answers {
    let NewArgs {
        folder: _,
        chapters: _,
        profile: _,
        due,
        ci,
        title,
        author,
        candidate,
        programme,
        supervisor,
        executive_sponsor,
        organisation,
        tutorial_1,
        tutorial_2,
        tutorial_3,
    } = args;
    let tutorials = (1..).zip([tutorial_1, tutorial_2, tutorial_3]);
    let tutorials =
        tutorials.filter_map(|(number, due)| Some((format!("tutorial-{number}"), (*due)?)));
    Answers {
        title: one_line(title),
        author: one_line(author),
        candidate: one_line(candidate),
        programme: one_line(programme),
        supervisor: one_line(supervisor),
        executive_sponsor: one_line(executive_sponsor),
        organisation: one_line(organisation),
        due: tutorials.chain(due.iter().cloned()).collect(),
        ci: ci.map(|choice| match choice {
            CiChoice::GitHub => Ci::GitHub,
            CiChoice::GitLab => Ci::GitLab,
        }),
    }
}

/// Returns a text on one line, or `None` if nothing is left of it.
fn one_line(given: &Option<String>) -> Option<String> {
    let given = given.as_deref()?.replace(char::is_control, " ");
    let line = given.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

fn placeholders(answers: &Answers) -> Vec<String> {
    let sentence = |option: &str, placeholder: &str| {
        format!(
            "no `{option}` was given: {} says \"{placeholder}\" until you change it",
            project::MANIFEST
        )
    };
    let mut sentences = Vec::new();
    if answers.title.is_none() {
        sentences.push(sentence("--title", PLACEHOLDER_TITLE));
    }
    if answers.author.is_none() {
        sentences.push(sentence("--author", PLACEHOLDER_AUTHOR));
    }
    sentences
}

/// Refuses as a whole where anything stands in the way; what is there stays as it is.
fn refuse_if_taken(folder: &Path, shown: &str, files: &Files) -> Result<(), CommandError> {
    let refuse = |message: String| {
        Err(CommandError::new(message)
            .hint("nothing was written; name a folder that does not exist yet"))
    };
    if folder.exists() && !folder.is_dir() {
        return refuse(format!("{shown} is not a folder"));
    }
    // A link that leads nowhere is in the way too.
    let is_taken = |name: &str| folder.join(name).symlink_metadata().is_ok();
    let mut taken: Vec<&str> = files
        .iter()
        .filter(|(path, _)| path.below(folder).symlink_metadata().is_ok())
        .map(|(path, _)| path.as_str())
        .collect();
    if is_taken("chapters") && !taken.iter().any(|name| name.starts_with("chapters/")) {
        taken.push("chapters");
    }
    if is_taken(project::MANIFEST) {
        return refuse(format!("there is a dissertation in {shown} already"));
    }
    match taken.as_slice() {
        [] => Ok(()),
        [names @ .., last] if names.len() < 3 => {
            let names: Vec<&str> = names.iter().copied().chain([*last]).collect();
            refuse(format!("{shown} has {} already", text::list(&names)))
        }
        names => refuse(format!(
            "{shown} has {} of these files already, among them `{}`",
            names.len(),
            names[0]
        )),
    }
}

/// Writes every file, or takes back what was written.
fn write_all(folder: &Path, files: &Files) -> Result<(), CommandError> {
    let mut made = Written::default();
    for (path, text) in files {
        if let Err(error) = made.write(folder, path, text) {
            let left = made.take_back();
            let error = CommandError::from(error);
            return Err(match left.as_slice() {
                [] => error.hint("what had been written before that was removed again"),
                [first, ..] => error.hint(format!(
                    "{} could not be removed again, among them {}",
                    text::count(left.len(), "item"),
                    first.display()
                )),
            });
        }
    }
    Ok(())
}

/// What this run has made, so that it can be taken back.
#[derive(Default)]
struct Written {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Written {
    fn write(&mut self, folder: &Path, below: &ProjectPath, text: &str) -> Result<(), FileError> {
        let path = &below.below(folder);
        let missing: Vec<&Path> = path
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.exists())
            .collect();
        self.folders
            .extend(missing.into_iter().rev().map(Path::to_path_buf));
        let made = fs::create_dir_all(folder).map_err(FileError::io("make the folder", folder));
        let result = made
            .and_then(|()| Door::open(folder))
            .and_then(|folder| folder.create_new(below.as_str(), text.as_bytes()));
        match &result {
            // A file that could not be filled is there all the same.
            Ok(()) | Err(FileError::Io { .. }) => self.files.push(path.to_path_buf()),
            // Somebody else's.
            Err(
                FileError::Exists { .. }
                | FileError::NotUtf8 { .. }
                | FileError::TooLarge { .. }
                | FileError::Private { .. }
                | FileError::Outside { .. },
            ) => {}
        }
        result
    }

    /// Removes the files, and the folders that are empty then. Returns what is still there.
    fn take_back(self) -> Vec<PathBuf> {
        let Self { folders, files } = self;
        let files = files.into_iter().filter(|path| {
            let _ = fs::remove_file(path);
            path.symlink_metadata().is_ok()
        });
        let mut left: Vec<PathBuf> = files.collect();
        left.extend(folders.into_iter().rev().filter(|path| {
            let _ = fs::remove_dir(path);
            path.symlink_metadata().is_ok()
        }));
        left
    }
}

/// Lists the files, those of a folder on one line.
fn overview(files: &Files) -> String {
    let mut folders: Vec<(&str, Vec<&str>)> = Vec::new();
    for (path, _) in files {
        let (folder, name) = match path.as_str().split_once('/') {
            Some((folder, name)) => (folder, name),
            None => ("", path.as_str()),
        };
        match folders.iter_mut().find(|(known, _)| *known == folder) {
            Some((_, names)) => names.push(name),
            None => folders.push((folder, vec![name])),
        }
    }
    folders.sort_by_key(|(folder, _)| *folder);
    folders
        .iter()
        .map(|(folder, names)| match *folder {
            "" => format!("  {}\n", names.join("  ")),
            folder => format!("  {folder}/  {}\n", names.join("  ")),
        })
        .collect()
}

fn closing_words(folder: &Path, shown: &str, files: &Files) -> String {
    let chapters = files
        .iter()
        .filter(|(path, _)| path.as_str().starts_with("chapters/"))
        .count();
    let go = match folder.components().next() {
        None | Some(std::path::Component::CurDir) if folder.components().count() <= 1 => {
            String::new()
        }
        _ => format!("  cd {}\n", quoted(shown)),
    };
    format!(
        "Your dissertation is in {shown}: {}, each with notes on what belongs in it.\n\
         The settings are in {}; every line of it is explained there.\n\n\
         Next:\n{go}  folio build\n",
        text::count(chapters, "chapter"),
        project::MANIFEST,
    )
}

fn words_about_ci(ci: Ci) -> String {
    format!(
        "\nEvery push will be checked by {}: its first lines say what to set.\n\
         Keep the repository private: a dissertation must not be public before it is marked.\n",
        ci.path()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<(ProjectPath, String)> {
        [
            "a.txt",
            "chapters/01-x.md",
            "folio.toml",
            "front/abstract.md",
        ]
        .into_iter()
        .map(|path| (ProjectPath::new(path).unwrap(), path.to_owned()))
        .collect()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn every_file_is_written_below_a_folder_that_need_not_exist() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("deep/er");
        refuse_if_taken(&folder, "deep/er", &files()).unwrap();
        write_all(&folder, &files()).unwrap();
        assert_eq!(names(&folder), ["a.txt", "chapters", "folio.toml", "front"]);
        let text = fs::read_to_string(folder.join("front/abstract.md")).unwrap();
        assert_eq!(text, "front/abstract.md");
    }

    #[test]
    fn a_folder_with_files_of_ones_own_is_welcome() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("notes.docx"), "mine").unwrap();
        assert!(refuse_if_taken(root.path(), "x", &files()).is_ok());
    }

    #[test]
    fn anything_in_the_way_is_refused_and_named() {
        #[track_caller]
        fn case(there: &str, expected: &str) {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join(there);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "mine").unwrap();
            let error = refuse_if_taken(root.path(), "x", &files()).unwrap_err();
            assert_eq!(error.message, expected);
            assert_eq!(error.exit, Exit::Failure);
        }

        case("folio.toml", "there is a dissertation in x already");
        case("a.txt", "x has `a.txt` already");
        case("front/abstract.md", "x has `front/abstract.md` already");
        case("chapters/old.md", "x has `chapters` already");
    }

    #[test]
    fn a_file_is_no_folder_to_write_to() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("thesis");
        fs::write(&file, "mine").unwrap();
        let error = refuse_if_taken(&file, "thesis", &files()).unwrap_err();
        assert_eq!(error.message, "thesis is not a folder");
    }

    #[test]
    fn a_failure_in_the_middle_leaves_the_folder_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("front"), "mine").unwrap();
        assert!(write_all(root.path(), &files()).is_err());
        assert_eq!(names(root.path()), ["front"]);
        assert_eq!(
            fs::read_to_string(root.path().join("front")).unwrap(),
            "mine"
        );
    }

    #[test]
    fn a_file_that_appeared_meanwhile_is_kept() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("front")).unwrap();
        fs::write(root.path().join("front/abstract.md"), "mine").unwrap();
        assert!(write_all(root.path(), &files()).is_err());
        assert_eq!(names(root.path()), ["front"]);
        assert_eq!(
            fs::read_to_string(root.path().join("front/abstract.md")).unwrap(),
            "mine"
        );
    }

    #[test]
    fn the_overview_names_every_file() {
        let expected = "  a.txt  folio.toml\n  chapters/  01-x.md\n  front/  abstract.md\n";
        assert_eq!(overview(&files()), expected);
    }

    #[test]
    fn the_next_commands_can_be_typed_as_they_stand() {
        let said = |folder: &str| closing_words(Path::new(folder), folder, &files());
        assert!(said("thesis").ends_with("Next:\n  cd thesis\n  folio build\n"));
        assert!(said(".").ends_with("Next:\n  folio build\n"));
        let quote = if cfg!(windows) { '"' } else { '\'' };
        assert!(said("my thesis").contains(&format!("cd {quote}my thesis{quote}\n")));
    }

    #[test]
    fn an_option_becomes_one_line_and_an_empty_one_no_answer() {
        assert_eq!(
            one_line(&Some(" a\n\tb\u{1b} ".into())).as_deref(),
            Some("a b")
        );
        assert_eq!(one_line(&Some(" \n".into())), None);
        assert_eq!(placeholders(&Answers::default()).len(), 2);
    }
}
