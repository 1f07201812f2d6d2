//! Which dissertation a signed decision is about, and whether it is the one in this folder.
//!
//! Without this a signed approval could be carried into another student's folder with the ledger
//! that it stands in: the chapters that were kept would come with it.

use crate::diagnostics::text::{inline, series};
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Binding, Decision, Entry, Event, Line, StudentName, Timed};
use crate::milestones::plan::people::{People, is_same_person};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::message::Signed;

/// Returns what a decision is bound to in this folder; `None`: the ledger is empty.
pub(crate) fn binding(basis: &Basis<'_>) -> Option<Binding> {
    let ledger = basis.history.lines.first()?.digest.clone();
    let people = basis.people;
    let named = [
        StudentName::Candidate,
        StudentName::Cid,
        StudentName::Author,
    ]
    .into_iter()
    .find_map(|kind| Some((kind, value(people, kind)?)));
    let (student_is, student) = named?;
    let other = |kind: StudentName| {
        let value = value(people, kind).filter(|_| kind != student_is);
        value.map(str::to_owned)
    };
    Some(Binding {
        ledger,
        student_is,
        student: student.to_owned(),
        title: people.title.clone(),
        cid: other(StudentName::Cid),
        author: other(StudentName::Author),
    })
}

fn value(people: &People, kind: StudentName) -> Option<&str> {
    let value = match kind {
        StudentName::Candidate => people.candidate.as_deref(),
        StudentName::Cid => people.cid.as_deref(),
        StudentName::Author => Some(people.student_name.as_str()),
    };
    value.map(str::trim).filter(|value| !value.is_empty())
}

/// Says why a signature is not for this dissertation, if it is not.
pub(crate) fn belongs(
    basis: &Basis<'_>,
    entry: &Entry,
    dissertation: Option<&Binding>,
) -> Result<(), Refusal> {
    let Some(bound) = dissertation else {
        return may_be_old(basis, &basis.history.timed(), entry);
    };
    let kind = bound.student_is;
    let here = value(basis.people, kind);
    if !here.is_some_and(|here| is_same_person(here, &bound.student)) {
        let here = here.map_or_else(|| "none".to_owned(), |it| format!("`{}`", inline(it, 60)));
        return Err(Refusal::new(
            format!(
                "it was signed for another dissertation: {} was `{}`, and here it is {here}",
                kind.in_words(),
                inline(&bound.student, 60)
            ),
            "it counts in the folder of the student whom it is about; see \
             `[dissertation]` of folio.toml",
        ));
    }
    // One of them may change in a year, by marriage or a mistype; that all others did, no.
    if let changed @ [_, _, ..] = changed_names(basis.people, bound).as_slice() {
        return Err(Refusal::new(
            format!(
                "it was signed for another dissertation: {} here is the same, but {} here",
                kind.in_words(),
                series(changed)
            ),
            "it counts in the folder of the student whom it is about; see \
             `[dissertation]` of folio.toml",
        ));
    }
    // Entries of another copy may begin with another entry than ours.
    let lines = basis.history.lines.iter().filter(|line| line.may_stand);
    let mut lines = lines.filter(|line| line.entry().is_some());
    let is_first = |line: &Line| line.digest == bound.ledger;
    let is_ours =
        lines.next().is_some_and(is_first) || lines.any(|line| line.is_joined && is_first(line));
    if !is_ours {
        return Err(Refusal::new(
            "it was signed for a ledger that begins with another entry",
            "compare the file with the copy on which it was signed",
        ));
    }
    Ok(())
}

/// Says what else named the student when it was signed and is another now, each as
/// ``the author `A` is not``.
pub(crate) fn changed_names(people: &People, bound: &Binding) -> Vec<String> {
    let others = [
        (StudentName::Cid, &bound.cid),
        (StudentName::Author, &bound.author),
    ];
    let mut changed = Vec::new();
    for (kind, then) in others {
        let Some(then) = then else {
            continue;
        };
        if !value(people, kind).is_some_and(|here| is_same_person(here, then)) {
            changed.push(format!("{} `{}` is not", kind.in_words(), inline(then, 60)));
        }
    }
    changed
}

/// Refuses a signature of the old form where one of today's could stand, and one under an entry
/// of somebody else.
fn may_be_old(basis: &Basis<'_>, timed: &[Timed<'_>], entry: &Entry) -> Result<(), Refusal> {
    let Event::Decision(decision) = &entry.event else {
        return Ok(());
    };
    let own = timed
        .iter()
        .position(|it| it.entry == entry && !it.line.is_joined);
    let newer = timed.iter().enumerate().find(|(at, it)| {
        let other = Signed::of(it.entry);
        other.is_some_and(|other| other.dissertation.is_some())
            && (it.entry.at <= entry.at || own.is_some_and(|own| *at < own))
    });
    if let Some((_, newer)) = newer {
        return Err(Refusal::new(
            format!(
                "its signature names no dissertation, although the one in line {} does",
                newer.line.line
            ),
            "ask the supervisor to sign once more, with the newest version of folio",
        ));
    }
    let ready = basis.history.find(&decision.ready);
    let Some(ready) = ready.and_then(|line| line.entry()) else {
        return Ok(());
    };
    let who = &ready.entered_by;
    let knows = |known: Option<&str>| known.is_some_and(|known| is_same_person(known, who));
    let is_known = basis.people.is_student(who)
        || basis
            .supervisors()
            .iter()
            .any(|term| knows(Some(&term.name)) || knows(term.email.as_deref()));
    if is_known {
        return Ok(());
    }
    Err(Refusal::new(
        format!(
            "it is about another dissertation: `{}` marked that version ready, who is not the \
             student of this folder",
            inline(who, 60)
        ),
        "a decision counts in the folder of the student whom it is about; who is who stands in \
         `[people]` of folio.toml",
    ))
}

/// Returns the title under which a decision was signed, if it is another one today.
pub(crate) fn title_then<'d>(people: &People, decision: &'d Decision) -> Option<&'d str> {
    let bound = decision.dissertation.as_ref()?;
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    (plain(&bound.title) != plain(&people.title)).then_some(bound.title.as_str())
}
