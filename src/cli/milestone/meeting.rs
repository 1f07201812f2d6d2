//! `folio milestone meeting`: a supervision meeting, and its record as a file for the programme's
//! office.

use std::path::Path;

use folio::diagnostics::{self, Target};
use folio::milestones::{self, History, Line, meetings, standings};
use folio::pipeline::{RecordRequest, Request};
use folio::web::{Head, MeetingRecord, meeting_markdown};
use folio::worker::{Answer, PDF};

use crate::cli::args::milestone::{LogArgs, MeetingArgs};
use crate::cli::at_work::AtWork;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::{Question, anything, day};
use crate::cli::milestone::record::{LOG_LISTS, record};
use crate::cli::opened::{Opened, Text};
use crate::cli::output::{check_is_pdf, is_there, shown_path};

/// Records a supervision meeting.
pub(crate) fn run(args: &MeetingArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let MeetingArgs {
        date,
        with,
        points,
        actions,
        next,
    } = args;
    let asker = cx.asker;
    let opened = cx.open(Text::Unread)?;
    let when = Question::new(
        "the day of the meeting",
        "--date DATE",
        "When was it?",
        "The day as year-month-day, such as 2027-01-14",
    );
    let date = asker.value(*date, &when, day)?;
    let who = Question::new(
        "who was there",
        "--with NAME",
        "Who was there besides you?",
        "Such as: Dr B. Supervisor",
    );
    let with = match with.is_empty() {
        false => with.clone(),
        true => vec![asker.text(None, &who)?],
    };
    let point = Question::new(
        "the point",
        "--point TEXT",
        "What was said?",
        "One point; Enter for no more",
    );
    let points = asker.several(points, &point, &anything)?;
    let actions = asker.actions(actions)?;
    let again = Question::new(
        "the next meeting",
        "--next DATE",
        "When is the next meeting?",
        "Such as 2027-02-11; Enter if it is not known",
    );
    let next = asker.maybe_day(*next, &again)?;
    let args = milestones::Meeting {
        date,
        with,
        points: points.into_iter().map(Into::into).collect(),
        actions,
        next,
    };
    let line = record(&opened, cx, &|basis| milestones::meeting(basis, &args))?;
    cx.say(&format!(
        "to print or send this record: `folio milestone log {} --write meeting.pdf` (or .md)",
        line.short()
    ));
    Ok(Exit::Success)
}

/// Writes the record of the meeting in a line of the ledger.
pub(super) fn write(
    path: &Path,
    line: &Line,
    opened: &Opened,
    history: &History,
    args: &LogArgs,
    cx: &MilestoneContext<'_>,
) -> Result<Exit, CommandError> {
    let path = cx.machine.current_dir.join(path);
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
    let found = meetings(history)
        .into_iter()
        .find(|mark| mark.entry == line.digest);
    let meeting = found.map(|mark| mark.meeting).ok_or_else(|| {
        CommandError::new(format!("the entry `{}` is no meeting", line.short())).hint(LOG_LISTS)
    })?;
    let basis = opened.basis(history, opened.student());
    let mut terms = basis.supervisors().into_iter();
    let supervisor = terms.rfind(|term| term.from.is_none_or(|from| from <= meeting.date));
    let mut actions = standings(&basis).actions;
    actions.retain(|action| action.entry == line.digest);
    let record = MeetingRecord {
        head: Head::of(&opened.project.manifest.dissertation, supervisor),
        meeting,
        actions,
    };
    let markdown = meeting_markdown(&record);
    match is_pdf {
        true => check_is_pdf(&path)?,
        false if path.exists() => return Err(is_there(&path, "")),
        false => {}
    }
    let target = Target::named(&path)?;
    let bytes = match is_pdf {
        true => {
            let request = RecordRequest {
                title: format!(
                    "Supervision record: {}",
                    diagnostics::british(record.meeting.date)
                ),
                markdown,
                date: record.meeting.date.at(0, 0, 0, 0),
            };
            let root = &opened.project.root;
            let (mut at_work, _) = AtWork::open(root, &args.limits, cx.machine)?;
            let mut answer: Answer<()> = at_work.ask(Request::Record(request))?;
            answer.take(PDF)
        }
        false => markdown.into_bytes(),
    };
    target.write(&bytes)?;
    let shown = shown_path(&path, &cx.machine.current_dir);
    cx.print(&format!("{shown}\n"))?;
    Ok(Exit::Success)
}
