//! Making the rows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use folio::check::{Confidential, Secrets};
use folio::cohort::{
    Finds, Kind, MakePage, News, Register, RegisterError, Row, RowsError, RowsFile, RunRequest,
    Step, find, run as run_all,
};
use folio::diagnostics::text::{count, inline};
use folio::diagnostics::{Door, read_text, sha256};
use folio::milestones::AllowedSigners;
use folio::web::Cover;
use folio::worker::Limits;
use indicatif::ProgressBar;

use crate::cli::args::cohort::CohortRunArgs;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::opened::{Examined, brought};
use crate::cli::output::{quoted, shown_path};
use crate::cli::status::page_of;
use crate::cli::verify::conclusion;

impl From<RegisterError> for CommandError {
    fn from(error: RegisterError) -> Self {
        CommandError::new(error.to_string())
            .hint("a register of three lines to begin with stands in docs/offices-and-ci.md")
    }
}

impl From<RowsError> for CommandError {
    fn from(error: RowsError) -> Self {
        match error {
            RowsError::File(error) => error.into(),
            RowsError::Other(_) => {
                CommandError::new(error.to_string()).hint("nothing was written; name another file")
            }
            RowsError::Busy(_) => CommandError::new(error.to_string())
                .hint("give each run a file of its own, and join them with `folio cohort merge`"),
        }
    }
}

/// Makes a row for every dissertation.
pub(crate) fn run(args: &CohortRunArgs, context: &Context) -> Result<Exit, CommandError> {
    let kind = Kind::from(args.kind);
    let source = context
        .current_dir
        .join(args.source.as_deref().unwrap_or(Path::new(".")));
    if args.pages.is_some() && kind != Kind::Office {
        let message = "`--pages` writes pages with names on them";
        return Err(CommandError::new(message).hint("they go with `--as office` only"));
    }
    let signers = args.signers.as_deref();
    let signers = signers.map(|path| brought(path, context)).transpose()?;
    let signers = signers.map(|(text, _)| text);
    let register = args.register.as_ref();
    let register = register
        .map(|path| Register::read(&context.current_dir.join(path)))
        .transpose()?;
    let mut finds = find(&source, kind)?;
    say_what_was_found(&finds, context);
    let names = finds.all.iter().map(|found| found.name.clone()).collect();
    if let Some(shard) = args.shard {
        finds.all.retain(|found| shard.holds(&found.name));
    }
    let limits = Limits {
        time: Duration::from_secs(args.time_limit),
        memory_bytes: usize::try_from(args.memory_limit << 20).unwrap_or(usize::MAX),
    };
    let request = RunRequest {
        program: std::env::current_exe().map_err(|error| {
            CommandError::new(format!("failed to find this program's file: {error}"))
        })?,
        limits,
        jobs: args.jobs.map_or_else(processors, usize::from),
        moment: context.moment(),
        rules: context.rules.clone(),
        judged_by: judged_by(args, signers.as_deref(), context)?,
        signers: signers.clone(),
        register,
        shard: args.shard,
        names,
        kind,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        conclude: |verified| conclusion(verified).ok().map(|it| it.answer),
        page: page_maker(args, signers, context)?,
    };
    let mut output = Output::open(args, &finds, context)?;
    let before = std::mem::take(&mut output.before);
    let is_stopped = stop_flag()?;
    let bar = context.progress_bar(finds.all.len());
    let ended = run_all(request, finds.all, before, args.resume, &mut |news| {
        if is_stopped.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        output.take(news, &bar, context)
    });
    bar.finish_and_clear();
    output.end(ended.is_break(), context)
}

/// Returns whether somebody asked the program to stop.
fn stop_flag() -> Result<Arc<AtomicBool>, CommandError> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, flag.clone()).map_err(|error| {
            CommandError::new(format!("failed to listen for an interruption: {error}"))
        })?;
    }
    Ok(flag)
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn say_what_was_found(finds: &Finds, context: &Context) {
    if finds.others > 0 {
        let others = count(finds.others, "document");
        context.say(&format!(
            "{others} beside the folders and zips: not looked at"
        ));
    }
    if finds.twice > 0 {
        let twice = count(finds.twice, "line");
        context.say(&format!(
            "{twice} of the list stand there already: left out"
        ));
    }
    for id in &finds.longer {
        context.say(&format!(
            "{id} would stand for two folders: both have longer numbers"
        ));
    }
}

/// Returns the digest of whatever all rows are judged by.
fn judged_by(
    args: &CohortRunArgs,
    signers: Option<&str>,
    context: &Context,
) -> Result<String, CommandError> {
    let rules = context.rules.as_deref().map(read_text).transpose()?;
    let day = context.today.0;
    let kind = Kind::from(args.kind).name();
    let bounds = (args.time_limit, args.memory_limit, &args.pages);
    let version = env!("CARGO_PKG_VERSION");
    let all = format!("{version}\n{day}\n{kind}\n{bounds:?}\n{signers:?}\n{rules:?}");
    Ok(sha256(all.as_bytes()))
}

/// Returns what makes the pages, if they were asked for.
fn page_maker(
    args: &CohortRunArgs,
    signers: Option<String>,
    context: &Context,
) -> Result<Option<Arc<MakePage>>, CommandError> {
    let Some(pages) = &args.pages else {
        return Ok(None);
    };
    let folder = context.current_dir.join(pages);
    std::fs::create_dir_all(&folder).map_err(folio::diagnostics::FileError::io(
        "make the folder",
        &folder,
    ))?;
    let door = Door::open(&folder)?;
    let moment = context.moment();
    let rows = args
        .output
        .as_ref()
        .map(|path| context.current_dir.join(path));
    let from_rows = relative(rows.as_deref(), door.root());
    Ok(Some(Arc::new(move |row, project, surveyed| {
        let outside = signers.as_deref().map(AllowedSigners::parse);
        let project = project.clone();
        let examined = Examined::surveyed(project, surveyed, outside, &moment).ok()?;
        let secrets = Secrets::listed(&Confidential::read(&examined.store, None));
        let candidate = row.candidate.clone().filter(|it| !it.is_empty());
        let cover: Cover = Arc::new(move |text| {
            let text = secrets.mask_names(text);
            match &candidate {
                Some(candidate) => text.replace(candidate.as_str(), "…"),
                None => text,
            }
        });
        let name = format!("{}.html", row.id);
        let html = page_of(&examined, &cover).ok()?;
        door.write(&name, html.as_bytes()).ok()?;
        Some(format!("{from_rows}{name}"))
    })))
}

/// Returns the way from the folder of a file to another folder, with `/` at its end.
fn relative(file: Option<&Path>, folder: &Path) -> String {
    let from = file.and_then(Path::parent);
    let from = from.and_then(|from| dunce::canonicalize(from).ok());
    let below = from.and_then(|from| folder.strip_prefix(&from).ok().map(Path::to_path_buf));
    let way = below.unwrap_or_else(|| folder.to_path_buf());
    let way = way.to_string_lossy().replace('\\', "/");
    match way.is_empty() {
        true => way,
        false => format!("{way}/"),
    }
}

/// Where the rows go.
struct Output {
    file: Option<RowsFile>,
    shown: String,
    /// The rows that there were, by number.
    before: BTreeMap<String, Row>,
    rows: usize,
    kept: usize,
    kept_errors: usize,
    errors: usize,
    /// Why a row could not be written.
    failed: Option<CommandError>,
}

impl Output {
    fn open(args: &CohortRunArgs, finds: &Finds, context: &Context) -> Result<Self, CommandError> {
        let mut before = BTreeMap::new();
        let path = args.output.as_ref().filter(|path| *path != Path::new("-"));
        let file = match path {
            None => None,
            Some(path) => {
                let path: PathBuf = context.current_dir.join(path);
                let kind = Kind::from(args.kind);
                let (file, read) = RowsFile::open(&path, |read| {
                    let mut rows = kept(&read.rows, finds, kind);
                    if !args.resume {
                        // What they know of the ledgers must outlast a run that is ended early.
                        rows.iter_mut().for_each(|row| row.digest = None);
                    }
                    rows
                })?;
                let others = read.rows.iter().filter(|row| row.kind != kind).count();
                if args.resume && others > 0 {
                    context.say(&format!(
                        "{} of another kind: made anew",
                        count(others, "row")
                    ));
                }
                if !args.resume && !read.rows.is_empty() {
                    let shown = shown_path(&path, &context.current_dir);
                    context.say(&format!(
                        "{shown} held {}: they are made anew (`--resume` keeps what did not change)",
                        count(read.rows.len(), "row")
                    ));
                }
                before = read
                    .rows
                    .into_iter()
                    .map(|row| (row.id.clone(), row))
                    .collect();
                Some(file)
            }
        };
        Ok(Self {
            file,
            shown: path.map_or_else(String::new, |path| inline(&path.display().to_string(), 200)),
            before,
            rows: 0,
            kept: 0,
            kept_errors: 0,
            errors: 0,
            failed: None,
        })
    }

    fn take(&mut self, news: News, bar: &ProgressBar, context: &Context) -> ControlFlow<()> {
        let News::Step(step) = news else {
            return ControlFlow::Continue(());
        };
        bar.inc(1);
        let row = match step {
            Step::Kept { has_error } => {
                self.kept += 1;
                self.kept_errors += usize::from(has_error);
                return ControlFlow::Continue(());
            }
            Step::Made(row) => row,
        };
        let written = match &mut self.file {
            Some(file) => file.add(&row).map_err(CommandError::from),
            None => context.print_as_is(&row.line()),
        };
        match written {
            Ok(()) => {
                self.rows += 1;
                self.errors += usize::from(row.error.is_some());
                ControlFlow::Continue(())
            }
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    /// Says what came of it.
    fn end(mut self, is_stopped: bool, context: &Context) -> Result<Exit, CommandError> {
        let made = count(self.rows, "row");
        let of_them = |errors: usize| match errors {
            0 => String::new(),
            errors => format!(", {errors} of them with an error"),
        };
        let kept = match self.kept {
            0 => String::new(),
            kept => format!(", {} kept{}", count(kept, "row"), of_them(self.kept_errors)),
        };
        let go_on = format!(
            "to go on, run the same command with `--resume`: {made} in {} are complete",
            quoted(&self.shown)
        );
        let is_file = self.file.is_some();
        if let Some(error) = self.failed {
            return Err(match is_file {
                true => error.hint(go_on),
                false => error,
            });
        }
        if is_stopped {
            let error = CommandError::new("stopped before the end");
            return Err(match is_file {
                true => error.hint(go_on),
                false => error.hint("write the rows to a file with `-o ROWS.jsonl` to go on later"),
            });
        }
        if let Some(file) = &mut self.file {
            let settled = file.settle().map_err(CommandError::from);
            settled.map_err(|error| error.hint(go_on))?;
            let errors = of_them(self.errors);
            context.say(&format!("{made} in {}{errors}{kept}", self.shown));
            context.say(&format!(
                "  one table of them: folio cohort merge {} --xlsx table.xlsx --html table.html",
                quoted(&self.shown)
            ));
        }
        Ok(match self.errors + self.kept_errors {
            0 => Exit::Success,
            _ => Exit::Findings,
        })
    }
}

/// Returns the rows that may still hold: of folders that are still there, the last of each.
fn kept(rows: &[Row], finds: &Finds, kind: Kind) -> Vec<Row> {
    let newest: BTreeMap<&String, &Row> = rows.iter().map(|row| (&row.id, row)).collect();
    let found: BTreeSet<&String> = finds.all.iter().map(|it| &it.id).collect();
    let is_there = |row: &Row| row.kind == kind && found.contains(&row.id);
    let newest = newest.into_values().filter(|row| is_there(row));
    newest.cloned().collect()
}
