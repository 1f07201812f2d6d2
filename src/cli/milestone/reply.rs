//! `reply.txt`: a form that a supervisor answers by e-mail, without any program, and that
//! `folio milestone receive` takes as a decision.
//!
//! # Decisions
//!
//! - 2026-11: what comes back is what mail programs make of it: quoted with `>`, broken over lines,
//!   with a signature below. The lines are known by their first word, and the version by its digest.

use folio::diagnostics::text::inline;
use folio::diagnostics::{british, parse_date, sha256};
use folio::milestones::{
    Basis, ConfirmedBy, DecideRequest, Digest, Entry, Outcome, Refusal, Standing, decide, standings,
};
use jiff::civil::Date;

use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::entry::Extra;
use crate::cli::milestone::record::{append, in_words, preview, report};
use crate::cli::opened::Opened;

/// What the line begins with that says which version the reply is about.
const VERSION: &str = "folio-reply";

/// The lines that are filled in.
const DECISION: &str = "Decision";
const BY: &str = "By";
const ON: &str = "On";
const NOTE: &str = "Note";

/// So much of what was typed in the manifest and the profile stands in the form.
const MAX_TYPED: usize = 300;

/// Returns the form for a milestone that was marked ready.
pub(super) fn form(
    standing: &Standing,
    title: &str,
    student: &str,
    supervisor: &str,
    ready: &Digest,
) -> String {
    let [milestone, title, student, supervisor] =
        [&standing.title, title, student, supervisor].map(|typed| inline(typed, MAX_TYPED));
    format!(
        "{milestone} of \"{title}\" by {student}.\n\n\
         Please fill in the four lines below and send them back by e-mail. You need no program for it.\n\n\
         {DECISION} (approved / with changes / returned): \n\
         {BY} (your name or e-mail address): {supervisor}\n\
         {ON} (the date, such as 5 December 2026): \n\
         {NOTE} to the student: \n\n\n\
         Please leave this line as it is. It says which version your answer is about.\n\
         {VERSION} {} {ready}\n",
        standing.id
    )
}

/// A form as it came back.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    milestone: String,
    ready: String,
    outcome: Outcome,
    by: String,
    on: Option<Date>,
    note: Option<String>,
    /// What of the form is evidence: its digest, as it came.
    digest: String,
}

/// Reads a form that came back; `None` where the text is none.
pub(super) fn read(bytes: &[u8]) -> Result<Option<Reply>, CommandError> {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(|line| line.trim_start_matches(['>', ' ', '\t']).trim_end())
        .collect();
    let Some(at) = lines.iter().position(|line| line.starts_with(VERSION)) else {
        return Ok(None);
    };
    // A mail program may have broken the line.
    let version: String = lines[at..]
        .iter()
        .take(4)
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let mut words = version.split_whitespace().skip(1);
    let milestone = words.next().unwrap_or_default().to_owned();
    let ready: String = words.collect();
    let ready = ready.get(..71).unwrap_or(&ready).to_owned();
    let answer = |name: &str| -> Option<(usize, &str)> {
        lines[..at].iter().enumerate().find_map(|(at, line)| {
            let rest = line
                .strip_prefix(name)
                .filter(|rest| rest.starts_with([' ', ':']))?;
            // What stands in the brackets has no colon.
            Some((at, rest.split_once(':')?.1.trim()))
        })
    };
    let decision = answer(DECISION).map(|(_, text)| text).unwrap_or_default();
    let outcome = outcome(decision)?;
    let by = answer(BY)
        .map(|(_, text)| text.to_owned())
        .unwrap_or_default();
    if by.is_empty() {
        return Err(unfilled(BY, "a name or an e-mail address"));
    }
    let on = match answer(ON)
        .map(|(_, text)| text)
        .filter(|text| !text.is_empty())
    {
        None => None,
        Some(text) => Some(date(text).ok_or_else(|| {
            CommandError::new(format!(
                "the line `{ON}` says `{}`, which is no date",
                inline(text, 40)
            ))
            .hint("write it as 5 December 2026 or 2026-12-05, or leave it empty")
        })?),
    };
    let note = answer(NOTE).map(|(first, text)| {
        let more = lines[first + 1..at]
            .iter()
            .take_while(|line| !line.starts_with("Please leave this line"));
        let mut note: Vec<&str> = vec![text];
        note.extend(more.copied());
        note.join("\n").trim().to_owned()
    });
    Ok(Some(Reply {
        milestone,
        ready,
        outcome,
        by,
        on,
        note: note.filter(|note| !note.is_empty()),
        digest: sha256(bytes)[..12].to_owned(),
    }))
}

fn outcome(answer: &str) -> Result<Outcome, CommandError> {
    let said = answer.to_lowercase();
    let has = |word: &str| said.contains(word);
    // "not approved" and what is said both ways is no answer that could be recorded.
    match (has("approve"), has("change"), has("return"), has("not ")) {
        (true, false, false, false) => Ok(Outcome::Approved),
        (_, true, false, false) => Ok(Outcome::ApprovedWithChanges),
        (false, false, true, false) => Ok(Outcome::Returned),
        _ if said.is_empty() => Err(unfilled(
            DECISION,
            "`approved`, `with changes` or `returned`",
        )),
        _ => Err(CommandError::new(format!(
            "the line `{DECISION}` says `{}`, which can be read in more than one way",
            inline(answer, 60)
        ))
        .hint("ask your supervisor for one of `approved`, `with changes` and `returned`")),
    }
}

fn unfilled(line: &str, wanted: &str) -> CommandError {
    CommandError::new(format!("the line `{line}` of the reply is not filled in")).hint(format!(
        "it should have {wanted}; ask your supervisor, and give the file again"
    ))
}

fn date(text: &str) -> Option<Date> {
    let text = text.trim_end_matches('.');
    let forms = ["%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%B %d, %Y"];
    let read = |form: &&str| Date::strptime(form, text).ok();
    parse_date(text)
        .ok()
        .or_else(|| forms.iter().find_map(read))
}

impl Reply {
    /// Records the reply.
    pub(super) fn record(
        &self,
        opened: &Opened,
        cx: &MilestoneContext<'_>,
    ) -> Result<Exit, CommandError> {
        opened.milestone(&self.milestone)?;
        let entered_by = cx.entered_by(opened);
        let evidence = format!(
            "the form reply.txt as it came back (sha256:{}…), read on {}",
            self.digest,
            british(cx.machine.today.0)
        );
        let make = |basis: &Basis<'_>| -> Result<Entry, Refusal> {
            let all = standings(basis).milestones;
            let standing = all.iter().find(|it| it.id == self.milestone);
            let mark = standing.and_then(|it| it.ready.as_ref());
            if mark.is_none_or(|mark| mark.entry.to_string() != self.ready) {
                return Err(Refusal::new(
                    format!(
                        "the reply is about a version of `{}` that is not the one that was marked ready last",
                        self.milestone
                    ),
                    "send the new folder, or record what was decided with `folio milestone approve`",
                ));
            }
            decide(
                basis,
                &self.milestone,
                &DecideRequest {
                    outcome: self.outcome,
                    by: &self.by,
                    proof: ConfirmedBy::Evidence(&evidence),
                    taken: self.on,
                    note: self.note.as_deref(),
                    actions: &[],
                    now: &[],
                },
            )
        };
        let entry = preview(opened, entered_by, &make)?;
        cx.asker.confirm(&in_words(&entry))?;
        let entry = append(opened, entered_by, &make)?;
        report(opened, cx, &[entry], &Extra::default())?;
        Ok(Exit::Success)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[test]
    fn a_form_is_read_as_mail_programs_send_it_back() {
        let text = format!(
            "Dear Rowan,\r\n> Decision (approved / with changes / returned): Approved, with changes\r\n\
             > By (your name or e-mail address): Dr Lane\r\n> On (the date, such as 5 December 2026): 6 December 2026\r\n\
             > Note to the student: see the aims\r\n> again\r\n>\r\n> Please leave this line as it is.\r\n\
             > folio-reply tutorial-1\r\n> {DIGEST}\r\n-- \r\nDr Lane\r\n"
        );
        let reply = read(text.as_bytes()).unwrap().unwrap();
        assert_eq!(reply.milestone, "tutorial-1");
        assert_eq!(reply.ready, DIGEST);
        assert_eq!(reply.outcome, Outcome::ApprovedWithChanges);
        assert_eq!(reply.by, "Dr Lane");
        assert_eq!(reply.on, Some(jiff::civil::date(2026, 12, 6)));
        assert_eq!(reply.note.as_deref(), Some("see the aims\nagain"));
    }

    #[test]
    fn what_is_not_said_clearly_is_not_recorded() {
        for answer in [
            "",
            "not approved",
            "approved / with changes / returned",
            "maybe",
        ] {
            assert!(outcome(answer).is_err(), "{answer}");
        }
        assert_eq!(outcome("Returned").unwrap(), Outcome::Returned);
        assert_eq!(outcome("approved").unwrap(), Outcome::Approved);
        assert_eq!(read(b"{\"event\":1}").unwrap(), None);
    }
}
