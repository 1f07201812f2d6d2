//! The folder that is sent to a supervisor when a milestone is marked ready: all that one needs to
//! read, to comment and to answer, and no program.

use folio::diagnostics::Door;
use folio::dissertation::{Edition, Purpose};
use folio::milestones::{History, standings};
use folio::pipeline::{BuildRequest, Built, Medium, Part, Request};
use folio::worker::{Answer, PDF};

use crate::cli::at_work::AtWork;
use crate::cli::diff;
use crate::cli::error::CommandError;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::reply;
use crate::cli::opened::Opened;
use crate::cli::output::{OUTPUT, short, stem};
use crate::cli::status;

/// Makes the folder, and returns its path in the project. `changes` is the page of what changed since
/// the last time.
pub(super) fn folder(
    opened: &Opened,
    at_work: Option<&mut AtWork>,
    id: &str,
    changes: Option<&str>,
    cx: &MilestoneContext<'_>,
) -> Result<String, CommandError> {
    let (project, gate) = (&opened.project, &cx.machine.gate);
    let path = format!("{OUTPUT}/{}", short(id, gate));
    let door = Door::open(&project.root)?.folder(&path)?;
    let has_chapters = opened
        .plan
        .find(id)
        .is_some_and(|it| !it.chapters.is_empty());
    if let Some(at_work) = at_work.filter(|_| has_chapters) {
        let name = format!("{}-{}-review", stem(project, false, gate), short(id, gate));
        for (to, ending) in [(Medium::Word, "docx"), (Medium::Pdf, "pdf")] {
            let request = BuildRequest {
                edition: Edition {
                    purpose: Purpose::Review,
                    ..Edition::submission(false)
                },
                part: Part::Until(id.to_owned()),
                to,
                ..BuildRequest::submission()
            };
            let mut answer: Answer<Built> =
                at_work.ask_to_show(Request::Build(request), cx.machine)?;
            door.write(format!("{name}.{ending}"), &answer.take(PDF))?;
        }
    }
    let history: History = opened.ledger.read()?;
    let cover = gate.names();
    door.write(
        "status.html",
        status::page_with(opened, &history, &cover)?.as_bytes(),
    )?;
    if let Some(changes) = changes {
        door.write("changes.html", changes.as_bytes())?;
    }
    let basis = opened.basis(&history, opened.student());
    let all = standings(&basis).milestones;
    if let Some(standing) = all.iter().find(|it| it.id == id)
        && let Some(mark) = &standing.ready
    {
        let supervisor = basis
            .supervisor()
            .map(|term| term.email.unwrap_or(term.name));
        let form = reply::form(
            standing,
            &project.manifest.dissertation.title,
            &basis.people.student_name,
            supervisor.as_deref().unwrap_or_default(),
            &mark.entry,
        );
        door.write("reply.txt", gate.text(&form).as_bytes())?;
    }
    Ok(path)
}

/// Returns the page of what changed in the chapters of a milestone since they were marked ready the
/// last time; `None` where that never was, or nothing can be compared.
pub(super) fn changes(
    opened: &Opened,
    history: &History,
    id: &str,
    cx: &MilestoneContext<'_>,
) -> Option<String> {
    let basis = opened.basis(history, opened.student());
    let all = standings(&basis).milestones;
    let standing = all.iter().find(|it| it.id == id)?;
    diff::html(opened, standing, cx.machine)
}
