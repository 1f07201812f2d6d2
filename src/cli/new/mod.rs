//! `folio new`: a folder with everything that a dissertation starts from.

pub(crate) mod draft;
mod folder;
mod questions;

use std::collections::BTreeMap;
use std::path::Path;

use folio::diagnostics::{self, ProjectPath, text};
use folio::project::{self, Answers, Ci, Markup, PLACEHOLDER_AUTHOR, PLACEHOLDER_TITLE, Profile};

use crate::cli::args::{CiChoice, MarkupChoice, NewArgs};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::new::folder::{refuse_if_taken, write_all};
use crate::cli::output::quoted;

/// Files by their paths below the new folder.
type Files = [(ProjectPath, Vec<u8>)];

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
    let arrived = draft::arrived(args, &profile, context)?;
    let write = |answers: &Answers| {
        let files = project::scaffold(&profile, answers, markup)
            .map_err(|error| CommandError::new(error.to_string()))?;
        let files = files.into_iter().chain(own.clone());
        let files = files.map(|(path, text)| (path, text.into_bytes()));
        let mut files: BTreeMap<ProjectPath, Vec<u8>> = files.collect();
        if let Some(arrived) = &arrived {
            arrived.put_into(&mut files);
        }
        Ok::<_, CommandError>(files.into_iter().collect::<Vec<_>>())
    };

    let mut answers = given(args);
    if let Some(arrived) = &arrived {
        arrived.answer(&mut answers);
    }
    let mut files = write(&answers)?;
    refuse_if_taken(&folder, &shown, &files)?;
    if context.can_ask() {
        context.say(questions::WELCOME);
        context.say("");
        let programme = profile.programme.as_ref().map(|rule| rule.value.as_str());
        let milestones = profile.milestones.iter().filter(|rule| rule.due.is_none());
        let milestones: Vec<(&str, &str)> = milestones
            .map(|rule| (rule.id.as_str(), rule.title.as_str()))
            .collect();
        let fields = questions::missing(&answers, programme, &milestones, context.today.0);
        loop {
            questions::complete(&mut answers, &fields, &mut |field, before| {
                questions::on_terminal(field, before, context)
            })?;
            files = write(&answers)?;
            context.say(&format!(
                "\nThis will be made in {shown}:\n{}",
                text::wrapped(&overview(&files), usize::from(context.width()))
            ));
            if questions::is_right("Go ahead? (no asks again)")? {
                break;
            }
        }
    } else {
        for sentence in placeholders(&answers) {
            context.say(&sentence);
        }
    }

    write_all(&folder, &files)?;
    if let Some(arrived) = &arrived {
        context.print(&arrived.report())?;
    }
    context.print(&closing_words(
        &args.folder,
        &shown,
        &files,
        &context.program,
        arrived.is_some(),
    ))?;
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
        from: _,
        references: _,
        headings: _,
        changes: _,
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
        submission,
    } = args;
    let tutorials = (1..).zip([tutorial_1, tutorial_2, tutorial_3]);
    let tutorials =
        tutorials.filter_map(|(number, due)| Some((format!("tutorial-{number}"), (*due)?)));
    let submission = submission.map(|due| (project::SUBMISSION.to_owned(), due));
    Answers {
        title: one_line(title),
        author: one_line(author),
        candidate: one_line(candidate),
        programme: one_line(programme),
        supervisor: one_line(supervisor),
        executive_sponsor: one_line(executive_sponsor),
        organisation: one_line(organisation),
        due: tutorials
            .chain(submission)
            .chain(due.iter().cloned())
            .collect(),
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

fn closing_words(
    folder: &Path,
    shown: &str,
    files: &Files,
    program: &str,
    is_draft: bool,
) -> String {
    let chapters = files
        .iter()
        .filter(|(path, _)| path.as_str().starts_with("chapters/"))
        .count();
    // Called by a path, the program is found from here alone.
    let is_named = program == "folio";
    let go = match folder.components().next() {
        None | Some(std::path::Component::CurDir) if folder.components().count() <= 1 => {
            String::new()
        }
        _ if is_named => format!("  cd {}\n", quoted(shown)),
        _ => String::new(),
    };
    let build = match go.is_empty() && !is_named {
        true => format!("{program} build {}", quoted(shown)),
        false => format!("{program} build"),
    };
    let place = if shown == "." { "this folder" } else { shown };
    let notes = match is_draft {
        true => "",
        false => ", each with notes on what belongs in it",
    };
    format!(
        "Your dissertation is in {place}: {}{notes}.\n\
         The settings are in {}; every line of it is explained there.\n\n\
         Next:\n{go}  {build}\n",
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

    pub(super) fn files() -> Vec<(ProjectPath, Vec<u8>)> {
        [
            "a.txt",
            "chapters/01-x.md",
            "folio.toml",
            "front/abstract.md",
        ]
        .into_iter()
        .map(|path| (ProjectPath::new(path).unwrap(), path.as_bytes().to_vec()))
        .collect()
    }

    #[test]
    fn the_overview_names_every_file() {
        let expected = "  a.txt  folio.toml\n  chapters/  01-x.md\n  front/  abstract.md\n";
        assert_eq!(overview(&files()), expected);
    }

    #[test]
    fn the_next_commands_can_be_typed_as_they_stand() {
        let said =
            |folder: &str| closing_words(Path::new(folder), folder, &files(), "folio", false);
        assert!(said("thesis").ends_with("Next:\n  cd thesis\n  folio build\n"));
        assert!(said(".").ends_with("Next:\n  folio build\n"));
        let called = closing_words(Path::new("thesis"), "thesis", &files(), "./folio", false);
        assert!(
            called.ends_with("Next:\n  ./folio build thesis\n"),
            "{called}"
        );
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
