//! `folio watch`: the pages live in the browser, while they are written.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use folio::diagnostics::text::{count, inline};
use folio::diagnostics::{Diagnostic, SourceMap, sha256};
use folio::dissertation::{Edition, OpenRequest, Purpose};
use folio::pipeline::{BuildRequest, Built, Request};
use folio::preview::{Button, Editor, Preview, Settings, Status, Trouble, on_each_change};
use folio::project::{MANIFEST, Project};
use folio::repository;
use folio::worker::{Answer, PDF, WorkError};
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::args::watch::WatchArgs;
use crate::cli::at_work::{AtWork, bounds, this_program};
use crate::cli::context::{Context, moments};
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::gate::{Gate, harmless};
use crate::cli::output::{Destination, from_here, own_pdf, quoted, shown_path, stem};

/// The first of the ports of which each project has one that it prefers, so that the browser knows
/// it again.
const FIRST_PORT: u16 = 49_152;
const PORTS: u16 = 16_000;

/// Editors that are looked for by name, each with how it opens a place.
const EDITORS: [(&str, &str, &str); 9] = [
    ("code", "Visual Studio Code", "-g {file}:{line}:{column}"),
    ("codium", "VSCodium", "-g {file}:{line}:{column}"),
    ("cursor", "Cursor", "-g {file}:{line}:{column}"),
    ("zed", "Zed", "{file}:{line}:{column}"),
    ("subl", "Sublime Text", "{file}:{line}:{column}"),
    ("notepad++", "Notepad++", "{file} -n{line} -c{column}"),
    ("kate", "Kate", "--line {line} --column {column} {file}"),
    ("gedit", "gedit", "+{line}:{column} {file}"),
    ("bbedit", "BBEdit", "{file}:{line}"),
];

/// Shows the pages until it is stopped.
pub(crate) fn run(args: &WatchArgs, context: &Context) -> Result<Exit, CommandError> {
    let root = context.root(args.folder.named())?;
    let root = dunce::canonicalize(&root).map_err(|error| {
        CommandError::new(format!("failed to open {}: {error}", root.display()))
            .hint("name the folder that holds your dissertation's `folio.toml`")
    })?;
    // What is broken may be mended while it is watched; what is no project is a slip.
    if !root.join(MANIFEST).exists() {
        let message = format!("there is no `{MANIFEST}` in {}", root.display());
        return Err(CommandError::new(message)
            .hint("name the folder that holds your dissertation's `folio.toml`")
            .hint("or start a new one: `folio new my-dissertation`"));
    }
    if args.file {
        return keep_file(args, &root, context);
    }
    let editor = args.editor.as_deref().map(named_editor).transpose()?;
    let id: String = sha256(root.as_os_str().as_encoded_bytes())[..12].to_owned();
    let offset = u16::from_str_radix(&id[..4], 16).unwrap_or_default() % PORTS;
    let preview = Preview::bind(args.port, FIRST_PORT + offset, token()?)
        .map_err(|error| no_address(args, &error))?;
    let address = preview.address();
    context.print(&format!("{address}\n"))?;
    let is_terminal = io::stderr().is_terminal();
    context.say("the pages stand at this address, for this computer alone; Ctrl-C ends it");
    if is_terminal && !args.no_browser && open::that_detached(&address).is_err() {
        context.say("no browser could be opened: copy the address into one");
    }
    let moment = moments(context);
    let (rules, folder, listed) = (context.rules.clone(), root.clone(), root.clone());
    preview.run(Settings {
        program: this_program()?,
        project_id: id,
        open: Box::new(move || OpenRequest {
            root: folder.clone(),
            rules: rules.clone(),
            moment: moment(),
            despite_mistakes: false,
            as_received: false,
        }),
        limits: bounds(&args.limits),
        cover: Box::new(move || {
            let gate = Gate::default();
            gate.keep_names(&listed, None);
            gate.json_cover()
        }),
        in_words,
        on_status: on_status(context),
        editor: editor.or_else(known_editor),
        buttons: buttons(&root, context),
        beside: context.rules.iter().cloned().collect(),
        root,
    });
    Ok(Exit::Success)
}

/// Keeps a draft as the files are.
fn keep_file(args: &WatchArgs, root: &Path, context: &Context) -> Result<Exit, CommandError> {
    let mut opened: Option<(AtWork, Project)> = None;
    context.say("a draft is kept in output/ as the files are; Ctrl-C ends it");
    let beside: Vec<PathBuf> = context.rules.iter().cloned().collect();
    on_each_change(root, &beside, |is_new| {
        if is_new {
            opened = None;
        }
        let done = draft(&mut opened, args, root, context);
        if let Err(error) = done {
            context.show_error(&error);
            context.say("the draft is as it was before");
            opened = None;
        }
    });
    Ok(Exit::Success)
}

fn draft(
    opened: &mut Option<(AtWork, Project)>,
    args: &WatchArgs,
    root: &Path,
    context: &Context,
) -> Result<(), CommandError> {
    let (at_work, project) = match opened {
        Some(opened) => {
            opened.0.refresh()?;
            opened
        }
        None => opened.insert(AtWork::open_despite_mistakes(root, &args.limits, context)?),
    };
    let request = BuildRequest {
        edition: Edition {
            purpose: Purpose::Draft {
                commit: repository::commit(root),
            },
            ..Edition::submission(false)
        },
        ..BuildRequest::submission()
    };
    let mut answer: Answer<Built> = at_work.ask_to_show(Request::Build(request), context)?;
    let name = format!("{}-draft.pdf", stem(project, false, &context.gate));
    let target = Destination::File(own_pdf(project, &name)?);
    target.write(&answer.take(PDF), context)?;
    let built = &answer.said;
    context.say(&format!(
        "{}: {}, {}{}",
        target.shown(context),
        count(built.pages.unwrap_or_default(), "page"),
        built.counted.sentence,
        first(&built.findings, &built.sources)
    ));
    Ok(())
}

/// Returns a word that nobody can guess.
fn token() -> Result<String, CommandError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| CommandError::new(format!("the system has no random numbers: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn no_address(args: &WatchArgs, error: &io::Error) -> CommandError {
    let is_taken = error.kind() == io::ErrorKind::AddrInUse;
    match (args.port, is_taken) {
        (Some(port), true) => {
            CommandError::new(format!("another program of this computer uses port {port}"))
                .hint("leave `--port` out: a free one is found")
        }
        (_, _) => CommandError::new(format!(
            "this computer does not let folio show a page at its own address, 127.0.0.1: {error}"
        ))
        .hint("keep a PDF as the files are instead: `folio watch --file`"),
    }
}

fn in_words(error: WorkError) -> Trouble {
    let CommandError {
        exit: _,
        message,
        hints,
        findings,
        sources,
    } = error.into();
    Trouble {
        message,
        hints,
        findings,
        sources,
    }
}

/// Returns what the buttons of the page run.
fn buttons(root: &Path, context: &Context) -> Vec<Button> {
    let proof = root.join("output").join("proof.html");
    let button = |id: &str, label: &str, words: &str, more: Vec<OsString>| {
        let mut arguments: Vec<OsString> = words.split(' ').map(OsString::from).collect();
        arguments.push(root.into());
        arguments.extend(more);
        if context.is_today_named {
            arguments.extend(["--today".into(), context.today.0.to_string().into()]);
        }
        if let Some(rules) = &context.rules {
            arguments.extend(["--rules".into(), rules.into()]);
        }
        Button {
            id: id.to_owned(),
            label: label.to_owned(),
            command: from_here(&format!("folio {words}"), root, context),
            arguments,
        }
    };
    let shown = quoted(&shown_path(&proof, &context.current_dir));
    let mut proof_button = button(
        "proof",
        "Proof of the count",
        "count",
        vec!["--proof".into(), proof.into()],
    );
    proof_button.command += &format!(" --proof {shown}");
    vec![
        button("pdf", "PDF", "build", Vec::new()),
        button("draft", "Draft PDF", "build --draft", Vec::new()),
        proof_button,
    ]
}

/// Reads the command of an editor: a program and what it is given, with quotation marks around what
/// has spaces.
fn named_editor(command: &str) -> Result<Editor, CommandError> {
    let mut words: Vec<String> = Vec::new();
    let mut quote = None;
    let mut is_open = false;
    for c in command.chars() {
        match (c, quote) {
            ('"' | '\'', None) => (quote, is_open) = (Some(c), push_if(!is_open, &mut words)),
            (c, Some(mark)) if c == mark => quote = None,
            (c, None) if c.is_whitespace() => is_open = false,
            (c, _) => {
                is_open = push_if(!is_open, &mut words);
                words.last_mut().expect("one was just begun").push(c);
            }
        }
    }
    let wrong = |what: &str| {
        CommandError::new(format!("`--editor` {what}"))
            .hint("for example `--editor \"code -g {file}:{line}:{column}\"`")
    };
    if quote.is_some() {
        return Err(wrong("has a quotation mark that nothing closes"));
    }
    if !words.iter().skip(1).any(|word| word.contains("{file}")) {
        return Err(wrong("does not say where the file goes: `{file}`"));
    }
    let program = words.remove(0);
    Ok(Editor {
        name: inline(&program, 60),
        program: program.into(),
        arguments: words,
    })
}

/// Begins another word, if one is to be begun.
fn push_if(begins: bool, words: &mut Vec<String>) -> bool {
    if begins {
        words.push(String::new());
    }
    true
}

/// Returns an editor that is on this computer.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the machine is read"
)]
fn known_editor() -> Option<Editor> {
    let paths = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&paths).collect();
    let ends: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd"]
    } else {
        &[""]
    };
    EDITORS.iter().find_map(|(program, name, arguments)| {
        let files = folders
            .iter()
            .filter(|folder| folder.is_absolute())
            .flat_map(|folder| {
                ends.iter()
                    .map(move |end| folder.join(format!("{program}{end}")))
            });
        let found = files.into_iter().find(|file| file.is_file())?;
        Some(Editor {
            name: (*name).to_owned(),
            program: found.into(),
            arguments: arguments.split(' ').map(str::to_owned).collect(),
        })
    })
}

/// What the line on the terminal says.
#[derive(Default)]
struct Line {
    shown: String,
    /// The first thing to fix.
    first: String,
    trouble: Option<String>,
}

/// Returns what says how it stands: one line that changes on a terminal, else a line for each
/// change.
fn on_status(context: &Context) -> Box<dyn Fn(&Status<'_>) + Send + Sync> {
    let bar = status_line();
    let covered = context.gate.names();
    let line = Mutex::new((Line::default(), String::new()));
    Box::new(move |status| {
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        let (line, said) = &mut *line;
        match status {
            Status::Shown {
                counted,
                pages,
                seconds,
                findings,
                sources,
            } => {
                line.shown = format!(
                    "{} · {} · {seconds:.2} s",
                    counted.sentence,
                    count(*pages, "page")
                );
                line.trouble = None;
                let first = first(findings, sources);
                if !first.is_empty() {
                    line.first = first;
                }
            }
            Status::Failed(trouble) => {
                let first = first(&trouble.findings, &trouble.sources);
                let what = if first.is_empty() {
                    &trouble.message
                } else {
                    ""
                };
                line.trouble = Some(format!("the last good pages stay: {what}{first}"));
            }
            Status::Judged(judged) => {
                line.first = first(&judged.check.findings, &judged.check.sources);
            }
        }
        let text = match &line.trouble {
            Some(trouble) => trouble.clone(),
            None => format!("{}{}", line.shown, line.first),
        };
        let text = harmless(&covered(&inline(&text, 300)));
        if text == *said {
            return;
        }
        said.clone_from(&text);
        match &bar {
            Some(bar) => bar.set_message(text),
            // Nobody is left to be told that nobody listens.
            None => drop(writeln!(io::stderr(), "{text}")),
        }
    })
}

fn status_line() -> Option<Arc<ProgressBar>> {
    io::stderr().is_terminal().then(|| {
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{wide_msg}");
        bar.set_style(style.expect("the template names only placeholders that exist"));
        Arc::new(bar)
    })
}

/// Returns the first finding with its place, to stand behind something.
fn first(findings: &[Diagnostic], sources: &SourceMap) -> String {
    let Some(first) = findings.first() else {
        return String::new();
    };
    let message = inline(&first.message, 160);
    match &first.place {
        Some(place) => format!(" · {}: {message}", sources.line_of(place)),
        None => format!(" · {message}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_cut_where_a_shell_would_cut_it() {
        let editor = named_editor("\"/my apps/ed\" -g '{file}:{line}' --wait").unwrap();
        assert_eq!(editor.program, "/my apps/ed");
        assert_eq!(editor.arguments, ["-g", "{file}:{line}", "--wait"]);
        let refused = |command: &str| named_editor(command).unwrap_err().message;
        assert_eq!(
            refused("code -g"),
            "`--editor` does not say where the file goes: `{file}`"
        );
        assert_eq!(
            refused("\"code {file}"),
            "`--editor` has a quotation mark that nothing closes"
        );
    }
}
