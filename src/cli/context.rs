//! What a command knows of the machine: terminal, environment, clock, current directory.
//!
//! Nothing else in the program asks for these.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::AutoStream;
use folio::diagnostics::{Diagnostic, SourceMap, Today};
use folio::dissertation::Moment;
use folio::project;
use folio::report;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::cli::args::{ColorChoice, GlobalArgs};
use crate::cli::error::CommandError;
use crate::cli::gate::Gate;
use crate::cli::terminal;
use crate::cli::view::to_json;

/// The machine as a command sees it.
pub(crate) struct Context {
    pub(crate) today: Today,
    /// The moment, for what is recorded; with `--today` the start of that day.
    pub(crate) now: Timestamp,
    pub(crate) rules: Option<PathBuf>,
    /// Where GitHub takes the summary of a job.
    pub(crate) step_summary: Option<PathBuf>,
    /// The day by the clock, whatever day was named; `None` under `SOURCE_DATE_EPOCH`.
    pub(crate) clock: Option<Date>,
    /// What nobody can guess; where a run is to be repeated, the same each time.
    pub(crate) seed: [u8; 32],
    /// Whether the day was named by `--today`.
    pub(crate) is_today_named: bool,
    /// `SOURCE_DATE_EPOCH`: seconds since 1970-01-01T00:00:00Z.
    pub(crate) source_date_epoch: Option<i64>,
    pub(crate) current_dir: PathBuf,
    /// What to type for this program from here.
    pub(crate) program: String,
    /// What covers the names that may not appear, in all that is printed.
    pub(crate) gate: Gate,
    color: anstream::ColorChoice,
}

impl Context {
    /// Asks the machine, once.
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where the machine is read"
    )]
    pub(crate) fn new(global: &GlobalArgs) -> Result<Self, CommandError> {
        let color = match global.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        let current_dir = env::current_dir().map_err(|error| {
            CommandError::new(format!("failed to find the current folder: {error}"))
        })?;
        let source_date_epoch = match env::var("SOURCE_DATE_EPOCH") {
            Err(_) => None,
            Ok(text) => Some(text.trim().parse().map_err(|_| {
                CommandError::new(format!(
                    "SOURCE_DATE_EPOCH is `{}`: expected a whole number of seconds",
                    folio::diagnostics::text::inline(&text, 40)
                ))
            })?),
        };
        let (real_day, real_time) = clock();
        let (today, now) = match global.today {
            Some(today) => (today, today.start()),
            None => (real_day, real_time),
        };
        let mut seed = [0; 32];
        if global.today.is_none() && source_date_epoch.is_none() {
            getrandom::fill(&mut seed).map_err(|error| {
                CommandError::new(format!("the system has no random numbers: {error}"))
            })?;
        }
        Ok(Self {
            today,
            is_today_named: global.today.is_some(),
            now,
            clock: source_date_epoch.is_none().then_some(real_day.0),
            seed,
            rules: global.rules.as_deref().map(|path| current_dir.join(path)),
            step_summary: env::var_os("GITHUB_STEP_SUMMARY")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from),
            source_date_epoch,
            program: program(&current_dir),
            current_dir,
            gate: Gate::default(),
            color,
        })
    }

    /// Returns the dates that a run is judged by.
    pub(crate) fn moment(&self) -> Moment {
        Moment {
            today: self.today,
            now: self.now,
            source_date_epoch: self.source_date_epoch,
            document_date: None,
            made_at: (self.is_today_named).then(|| self.today.0.at(0, 0, 0, 0)),
        }
    }

    /// Returns the project's folder: `path`, or the nearest one upwards with a manifest. From then
    /// on the names that it lists are covered.
    pub(crate) fn root(&self, path: Option<&Path>) -> Result<PathBuf, CommandError> {
        let root = self.found_root(path)?;
        self.gate.keep_names(&root, None);
        Ok(root)
    }

    fn found_root(&self, path: Option<&Path>) -> Result<PathBuf, CommandError> {
        match path {
            Some(path) => {
                let path = self.current_dir.join(path);
                if path.is_file() {
                    return Err(CommandError::new(format!("{} is a file", path.display()))
                        .hint("name the folder that holds your `folio.toml`")
                        .hint("for one chapter alone: `folio build --chapter ID`"));
                }
                Ok(path)
            }
            None => project::find_root(&self.current_dir).ok_or_else(|| {
                CommandError::new(format!(
                    "there is no `folio.toml` in {} or above it",
                    self.current_dir.display()
                ))
                .hint("go to your dissertation's folder first: `cd FOLDER`")
                .hint("or start a new one: `folio new my-dissertation`")
            }),
        }
    }

    /// Prints the result of a command. A reader that has gone is no error.
    pub(crate) fn print(&self, text: &str) -> Result<(), CommandError> {
        let text = self.gate.text(text);
        let is_terminal = io::stdout().is_terminal();
        self.print_as_is(&terminal::fitted(&text, is_terminal, &self.program))
    }

    /// Prints what a program reads and what is true only as it is; no name is covered in it.
    pub(crate) fn print_as_is(&self, text: &str) -> Result<(), CommandError> {
        let mut out = AutoStream::new(io::stdout().lock(), self.color);
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CommandError::new(
                format!("failed to print the result: {error}"),
            )),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Passes a file on to the program that reads what this one prints.
    pub(crate) fn pass_on(&self, bytes: &[u8]) -> Result<(), CommandError> {
        let mut out = io::stdout().lock();
        let passed = out.write_all(bytes).and_then(|()| out.flush());
        passed.map_err(|error| CommandError::new(format!("failed to pass the file on: {error}")))
    }

    /// Prints the result of a command as JSON.
    pub(crate) fn print_json(&self, view: &impl Serialize) -> Result<(), CommandError> {
        self.print_as_is(&self.gate.json(&to_json(view)?))
    }

    /// Says something about the run.
    pub(crate) fn say(&self, text: &str) {
        let mut err = AutoStream::new(io::stderr().lock(), self.color);
        let text = self.gate.text(text);
        let is_terminal = io::stderr().is_terminal();
        // Nobody is left to be told that nobody listens.
        let _ = writeln!(
            err,
            "{}",
            terminal::fitted(&text, is_terminal, &self.program)
        );
    }

    /// Shows findings with their excerpts, as part of what is said about the run.
    pub(crate) fn show(&self, findings: &[Diagnostic], sources: &SourceMap) {
        if !findings.is_empty() {
            let (findings, sources) = &self.gate.for_people(findings, sources);
            let colour = terminal::colour(io::stderr().is_terminal());
            self.say(report::human(findings, sources, colour).trim_end_matches('\n'));
            self.say("");
        }
    }

    /// Shows why a command stopped.
    pub(crate) fn show_error(&self, error: &CommandError) {
        self.show(&error.findings, &error.sources);
        let red = anstyle::AnsiColor::Red.on_default().bold();
        self.say(&format!("{red}error{red:#}: {}", error.message));
        for hint in &error.hints {
            self.say(&format!("  = hint: {hint}"));
        }
    }

    /// Returns a line that says what is going on, if somebody is there to read it.
    pub(crate) fn progress_line(&self) -> ProgressBar {
        if !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})")
            .expect("the template names only placeholders that exist");
        bar.set_style(style);
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        bar
    }

    /// Returns a bar that fills while so many things are done, if somebody is there to see it.
    pub(crate) fn progress_bar(&self, length: usize) -> ProgressBar {
        if !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(length as u64);
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len}, {eta} left")
            .expect("the template names only placeholders that exist");
        bar.set_style(style);
        bar
    }

    /// Returns how many characters fit in a line of the result: the terminal's, if it is one.
    pub(crate) fn width(&self) -> u16 {
        terminal::width()
    }

    /// Returns whether the current folder is one that the system empties: Windows starts a program
    /// in an archive from there.
    pub(crate) fn is_in_temp(&self) -> bool {
        self.current_dir.starts_with(env::temp_dir())
    }

    /// Returns whether questions can be asked.
    pub(crate) fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }
}

/// Returns what to type for this program: its name, if it lies where the system looks for programs
/// or nobody can say; as it was called, if that was by a path from here; from its own folder as in
/// that folder.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the machine is read"
)]
fn program(current_dir: &Path) -> String {
    let own = "folio".to_owned();
    let file = format!("folio{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH").unwrap_or_default();
    if env::split_paths(&folders).any(|folder| folder.join(&file).is_file()) {
        return own;
    }
    let called = env::args_os().next().map(PathBuf::from).unwrap_or_default();
    let is_here = called.parent().is_some_and(|folder| folder == current_dir);
    match called.is_relative() && called.components().count() > 1 {
        true => called.display().to_string(),
        false if is_here => format!(".{}folio", std::path::MAIN_SEPARATOR),
        false => own,
    }
}

/// Returns the dates that a run is judged by, for as long as it may run.
pub(crate) fn moments(context: &Context) -> impl Fn() -> Moment + Send + Sync + 'static {
    let named = context
        .is_today_named
        .then_some((context.today, context.now));
    let source_date_epoch = context.source_date_epoch;
    move || {
        let (today, now) = named.unwrap_or_else(clock);
        Moment {
            today,
            now,
            source_date_epoch,
            document_date: None,
            made_at: named.map(|_| today.0.at(0, 0, 0, 0)),
        }
    }
}

/// Returns the day and the moment by the clock, in UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the clock is read"
)]
fn clock() -> (Today, Timestamp) {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        });
    let today = day_of(seconds).unwrap_or(Date::constant(1970, 1, 1));
    let now = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    (Today(today), now)
}

/// Returns the day of a moment in seconds since 1970-01-01T00:00:00Z.
fn day_of(seconds: i64) -> Option<Date> {
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(moment.to_zoned(jiff::tz::TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_moment_is_the_day_in_utc() {
        assert_eq!(day_of(0).unwrap().to_string(), "1970-01-01");
        assert_eq!(day_of(1_798_761_599).unwrap().to_string(), "2026-12-31");
    }
}
