//! The record of a supervision meeting, as a file for the programme's office.

use std::path::Path;

use folio::diagnostics;
use folio::milestones::{History, Line, standings};
use folio::pages::{Byline, MeetingRecord, meeting_markdown};
use folio::pipeline::{RecordRequest, Request};

use crate::cli::build::{check_replaceable, shown_path};
use crate::cli::deliver::deliver;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::Errand;
use crate::cli::milestone_args::LogArgs;
use crate::cli::office::Office;
use crate::cli::status_page::meeting_of;
use crate::cli::supervise::Delivery;

/// Writes the record of the meeting in a line of the ledger.
pub(super) fn write(
    path: &Path,
    line: &Line,
    office: &Office,
    history: &History,
    args: &LogArgs,
    errand: &Errand<'_>,
) -> Result<Exit, CommandError> {
    let path = errand.context.current_dir.join(path);
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    let is_pdf = match extension.as_deref() {
        Some("pdf") => true,
        Some("md") => false,
        Some(_) | None => {
            return Err(
                CommandError::new("the record of a meeting is a `.md` or a `.pdf` file")
                    .hint("name it so: `--write meeting.pdf`"),
            );
        }
    };
    let basis = office.basis(history, office.student());
    let actions = standings(&basis).actions;
    let meeting = meeting_of(history, &actions, &line.digest).ok_or_else(|| {
        CommandError::new(format!("the entry `{}` is no meeting", line.short()))
            .hint("`folio milestone log` lists the entries with their names")
    })?;
    let dissertation = &office.project.manifest.dissertation;
    let record = MeetingRecord {
        title: dissertation.title.clone(),
        byline: Byline::Author(dissertation.author.clone()),
        programme: dissertation.programme.clone(),
        supervisor: basis
            .supervisors()
            .into_iter()
            .rfind(|term| term.from.is_none_or(|from| from <= meeting.date))
            .map(|term| term.name),
        meeting,
    };
    let markdown = meeting_markdown(&record);
    let bytes = match is_pdf {
        true => {
            check_replaceable(&path)?;
            diagnostics::check_writable(&path)?;
            let request = RecordRequest {
                root: office.project.root.clone(),
                title: format!(
                    "Supervision record: {}",
                    diagnostics::british(record.meeting.date)
                ),
                markdown,
                date: record.meeting.date.at(0, 0, 0, 0),
            };
            let Delivery::<()> { pdf, .. } =
                deliver(Request::Record(request), &args.limits, errand.context)?;
            pdf
        }
        false => {
            if path.exists() {
                return Err(
                    CommandError::new(format!("{} is there already", path.display()))
                        .hint("nothing was written; name another file"),
                );
            }
            markdown.into_bytes()
        }
    };
    diagnostics::write_atomic(&path, &bytes)?;
    let shown = shown_path(&path, &errand.context.current_dir);
    errand.context.print(&format!("{shown}\n"))?;
    Ok(Exit::Success)
}
