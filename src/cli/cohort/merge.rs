//! Joining rows to one table.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use folio::cohort::{
    Attention, Cohort, Kind, MOST_ROWS, MergeError, Row, csv, html, ics, merge, reminders, xlsx,
};
use folio::diagnostics::read_start;
use folio::diagnostics::text::{count, thousands};

use crate::cli::args::cohort::CohortMergeArgs;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::output::{Destination, check_is_calendar, check_is_html, is_there};
use crate::cli::table::{number, print, table};

/// So many remarks on the joining are said at a terminal.
const MOST_NOTES: usize = 20;

impl From<MergeError> for CommandError {
    fn from(error: MergeError) -> Self {
        match error {
            MergeError::File(error) => error.into(),
            MergeError::Kinds(..) => CommandError::new(error.to_string())
                .hint("one table of both could say what neither may: merge each kind by itself"),
            MergeError::NoRow { .. } => CommandError::new(error.to_string())
                .hint("make the rows again with this version of folio, or merge with the version that made them"),
            MergeError::Empty => CommandError::new(error.to_string())
                .hint("make rows first: `folio cohort DIR -o rows.jsonl`"),
        }
    }
}

/// Joins the rows.
pub(crate) fn run(args: &CohortMergeArgs, context: &Context) -> Result<Exit, CommandError> {
    // Where each goes is found out before the work.
    let named = |path: &Option<PathBuf>, check: fn(&Path) -> Result<(), CommandError>| {
        let path = path.as_deref();
        path.map(|path| Destination::named(path, check, context))
            .transpose()
    };
    let to_csv = named(&args.csv, check_is_table)?;
    let to_xlsx = named(&args.xlsx, check_is_workbook)?;
    let to_html = named(&args.html, check_is_html)?;
    let to_ics = named(&args.ics, check_is_calendar)?;
    let to_reminders = named(&args.reminders, check_is_table)?;
    let outputs = [&to_csv, &to_xlsx, &to_html, &to_ics, &to_reminders];
    each_has_its_own(&outputs, context)?;
    let files: Vec<PathBuf> = args
        .rows
        .iter()
        .map(|path| context.current_dir.join(path))
        .collect();
    let cohort = merge(&files)?;
    if to_reminders.is_some() && cohort.kind != Kind::Office {
        let message = "reminders need addresses, and these rows have none";
        return Err(CommandError::new(message).hint("make the rows with `--as office`"));
    }
    let failed = |what: &str, error: &dyn std::fmt::Display| {
        CommandError::new(format!("failed to make the {what}: {error}"))
    };
    let write = |to: &Option<Destination>, bytes: &[u8]| -> Result<(), CommandError> {
        let Some(to) = to else { return Ok(()) };
        to.write(bytes, context)?;
        context.say(&format!("written: {}", to.shown(context)));
        Ok(())
    };
    if to_xlsx.is_some() && cohort.rows.len() > MOST_ROWS {
        let message = format!("a sheet of a workbook holds {} rows", thousands(MOST_ROWS));
        return Err(CommandError::new(message).hint("use `--csv` for more"));
    }
    thread::scope(|scope| -> Result<(), CommandError> {
        // The workbook takes as long as all the others together.
        let book = to_xlsx.as_ref().map(|_| scope.spawn(|| xlsx(&cohort)));
        if to_csv.is_some() {
            let table = csv(&cohort).map_err(|error| failed("table", &error))?;
            write(&to_csv, &table)?;
        }
        if to_html.is_some() {
            let link = |row: &Row| link(row, args, context);
            write(&to_html, html(&cohort, &link)?.as_bytes())?;
        }
        if to_ics.is_some() {
            write(&to_ics, ics(&cohort).as_bytes())?;
        }
        if to_reminders.is_some() {
            let letters = reminders(&cohort).map_err(|error| failed("reminders", &error))?;
            write(&to_reminders, &letters)?;
            context.say("  folio sends nothing: the office's own mail merge does");
        }
        if let Some(book) = book {
            let book = book.join().unwrap_or_else(|panic| resume_unwind(panic));
            let book = book.map_err(|error| failed("workbook", &error))?;
            write(&to_xlsx, &book)?;
        }
        Ok(())
    })?;
    for note in cohort.notes.iter().take(MOST_NOTES) {
        context.say(&format!("note: {note}"));
    }
    if cohort.notes.len() > MOST_NOTES {
        context.say(&format!(
            "note: and {} more",
            cohort.notes.len() - MOST_NOTES
        ));
    }
    let is_piped = outputs
        .iter()
        .any(|it| matches!(it, Some(Destination::Stdout)));
    if !is_piped {
        context.print(&summary(&cohort, context))?;
    }
    Ok(match cohort.unreadable {
        0 => Exit::Success,
        _ => Exit::Findings,
    })
}

/// Refuses two results for one file: the second would be all that is left.
fn each_has_its_own(
    outputs: &[&Option<Destination>],
    context: &Context,
) -> Result<(), CommandError> {
    let mut names: Vec<String> = outputs
        .iter()
        .filter_map(|it| Some(it.as_ref()?.shown(context)))
        .collect();
    names.sort();
    match names.windows(2).find(|two| two[0] == two[1]) {
        Some(two) => Err(
            CommandError::new(format!("two results would go to {}", two[0]))
                .hint("nothing was written; give each a file of its own"),
        ),
        None => Ok(()),
    }
}

/// Returns how many need what.
fn summary(cohort: &Cohort, context: &Context) -> String {
    let mut table = table(context.width(), &[]);
    for attention in Attention::ALL {
        let rows = cohort.rows.iter();
        let rows = rows.filter(|row| Attention::of(row) == attention).count();
        if rows > 0 {
            let cells = [number(thousands(rows))];
            let words = [attention.in_words(), attention.meaning()];
            table.add_row(cells.into_iter().chain(words.map(Into::into)));
        }
    }
    let all = count(cohort.rows.len(), "dissertation");
    format!("{all} as of {}\n{}", cohort.on, print(&table))
}

/// Returns the way from the page to the page about a student, which the row has from its own file.
fn link(row: &Row, args: &CohortMergeArgs, context: &Context) -> Option<String> {
    let page = Path::new(row.page.as_deref()?);
    if page.is_absolute() {
        return Some(page.to_string_lossy().into_owned());
    }
    let folder = |file: &Path| {
        let path = context.current_dir.join(file);
        dunce::canonicalize(path.parent()?).ok()
    };
    let rows = folder(args.rows.first()?)?;
    let html = folder(args.html.as_deref()?)?;
    let target = rows.join(page);
    let common = html.ancestors().find(|it| target.starts_with(it))?;
    let up = html.strip_prefix(common).ok()?.components().count();
    let below = target
        .strip_prefix(common)
        .ok()?
        .to_string_lossy()
        .replace('\\', "/");
    Some(format!("{}{below}", "../".repeat(up)))
}

/// Refuses to write over anything but a table that folio wrote.
fn check_is_table(path: &Path) -> Result<(), CommandError> {
    let start = read_start(path, 3).unwrap_or_default();
    match start.is_empty() || start == "\u{feff}".as_bytes() {
        true => Ok(()),
        false => Err(is_there(path, " and is no table that folio wrote")),
    }
}

/// Refuses to write over anything but a workbook.
fn check_is_workbook(path: &Path) -> Result<(), CommandError> {
    let start = read_start(path, 2).unwrap_or_default();
    let is_workbook = path.extension().is_some_and(|it| it == "xlsx") && start == b"PK";
    match start.is_empty() || is_workbook {
        true => Ok(()),
        false => Err(is_there(path, " and is no workbook")),
    }
}
