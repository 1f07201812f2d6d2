//! `folio milestone ready`: the criteria, the copy of the chapters, the entry.

use folio::diagnostics::text::{inline, thousands};
use folio::milestones::{
    self, ChapterSource, CriterionResult, Digest, Entry, LEDGER, Planned, check_ready, keep, short,
};
use folio::pipeline::Surveyed;
use folio::repository;

use crate::cli::args::milestone::ReadyArgs;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::{Question, anything};
use crate::cli::milestone::entry::Extra;
use crate::cli::milestone::record::{append, history, report};
use crate::cli::milestone::send;
use crate::cli::opened::{Opened, Text};
use crate::cli::status::say_unresolved;

/// Marks a milestone ready.
pub(crate) fn run(args: &ReadyArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let ReadyArgs {
        id,
        note,
        despite,
        reason,
        limits,
    } = args;
    let asker = cx.asker;
    // What can be found out at once is, before the pages are set.
    let before = cx.open(Text::Unread)?;
    let planned = asker.milestone(id.as_deref(), "ready", &before)?;
    let id = planned.id.clone();
    let reason = match despite {
        false => None,
        true => Some(asker.text(reason.as_deref(), &REASON)?),
    };
    let note = asker.maybe(note.as_deref(), &NOTE, &anything)?;
    history(&before)?;
    before.ledger.check_writable()?;
    let texts = before.texts_of(planned)?;

    let mut opened = cx.open(Text::Surveyed(limits))?;
    let mut at_work = opened.worker.take();
    let surveyed = opened.surveyed.as_ref().expect("a survey was asked for");
    let policy = match surveyed {
        Surveyed {
            trouble: Some(trouble),
            ..
        } => {
            cx.machine.show(&trouble.findings, &trouble.sources);
            return Err(not_counted(&id, &trouble.message));
        }
        Surveyed {
            counted: Some(counted),
            ..
        } => counted,
        Surveyed { counted: None, .. } => return Err(not_counted(&id, "there is no count")),
    };
    let planned = opened.milestone(&id)?;
    let mut own = planned.chapters.iter();
    let facts = &surveyed.facts.chapters;
    if let Some(chapter) = own.find(|it| facts.get(&it.id).is_some_and(|it| it.is_estimated)) {
        cx.machine.show(&surveyed.unresolved, &surveyed.sources);
        return Err(not_counted(
            &id,
            &format!("`{}` cannot be typeset", chapter.path),
        ));
    }
    say_unresolved(Some(surveyed), cx.machine);
    let chapters = sources(&opened, planned, &texts)?;

    let entered_by = cx.entered_by(&opened);
    let history = history(&opened)?;
    {
        let basis = opened.basis(&history, entered_by);
        // Whether it can be marked ready at all; the criteria come next, one to a line.
        let standing = check_ready(&basis, &id, Some("asked below"))?;
        let (stops, warns): (Vec<_>, Vec<_>) = standing.unmet().partition(|it| it.stops());
        let say = |kind: &str, unmet: &CriterionResult| {
            let (sentence, detail) = (inline(&unmet.sentence, 300), inline(&unmet.detail, 400));
            cx.say(&format!("{kind}: {sentence} ({detail})"));
        };
        warns.iter().for_each(|it| say("worth fixing, not met", it));
        stops.iter().for_each(|it| say("must fix, not met", it));
        if !stops.is_empty() && reason.is_none() {
            return Err(refused(&id, stops.len()));
        }
    }
    let commit = repository::commit(&opened.project.root);
    let args = milestones::ReadyRequest {
        chapters: &chapters,
        policy: Some(&policy.policy),
        convention: Some(&policy.convention),
        commit: commit.as_deref(),
        note: note.as_deref(),
        despite: reason.as_deref(),
    };
    asker.confirm(&shown(&id, &chapters, note.as_deref(), reason.as_deref()))?;
    let changes = send::changes(&opened, &history, &id, cx);
    let round = keep(&opened.project.root, &id, &chapters)?;
    let entry = append(&opened, entered_by, &|basis| {
        milestones::ready(basis, &id, round, &args)
    })?;
    let kept = milestones::kept_in(&id, round);
    let extra = Extra {
        kept: (!chapters.is_empty()).then_some(kept),
        out: None,
    };
    report(&opened, cx, std::slice::from_ref(&entry), &extra)?;
    match send::folder(&opened, at_work.as_mut(), &id, changes.as_deref(), cx) {
        Ok(folder) => {
            say_next(cx, &opened, &entry);
            cx.say(&format!("To send: {folder}/"));
        }
        // It is marked ready all the same.
        Err(error) => {
            cx.machine.show_error(&error);
            cx.say("the folder to send was not made; `folio build --review --to docx` makes the chapters");
        }
    }
    Ok(Exit::Success)
}

const NOTE: Question<'static> = Question {
    about: "the note",
    option: "--note TEXT",
    prompt: "A note to your supervisor:",
    help: "What to look at; Enter for none",
    start: None,
};

const REASON: Question<'static> = Question {
    about: "the reason",
    option: "--despite --reason TEXT",
    prompt: "Why is it ready all the same?",
    help: "Your supervisor reads it beside what is not met",
    start: None,
};

fn refused(id: &str, unmet: usize) -> CommandError {
    let what = match unmet {
        1 => "1 criterion is".to_owned(),
        unmet => format!("{unmet} criteria are"),
    };
    let mut error = CommandError::new(format!("{what} not met, so `{id}` is not marked ready"))
        .hint(
            "see to it, or mark it ready all the same with `--despite --reason TEXT`; the reason \
             is recorded",
        );
    error.exit = Exit::Findings;
    error
}

fn not_counted(id: &str, why: &str) -> CommandError {
    CommandError::new(format!("`{id}` was not marked ready: {why}")).hint(
        "the record holds the words of the typeset pages, never an estimate: mend this first, \
         `folio build` shows it too",
    )
}

/// Returns the chapters as they were counted: a file that was saved meanwhile has other words.
fn sources(
    opened: &Opened,
    planned: &Planned,
    before: &[Vec<u8>],
) -> Result<Vec<ChapterSource>, CommandError> {
    let after = opened.texts_of(planned)?;
    if after != before {
        return Err(CommandError::new(
            "a chapter was saved while its words were counted: nothing was recorded",
        )
        .hint("run the command again"));
    }
    let facts = opened.surveyed.as_ref().map(|it| &it.facts.chapters);
    let counted = opened.surveyed.as_ref().and_then(|it| it.words.as_ref());
    let chapters = planned.chapters.iter().zip(after);
    Ok(chapters
        .map(|(chapter, bytes)| ChapterSource {
            id: chapter.id.clone(),
            path: chapter.path.clone(),
            bytes,
            words: facts
                .and_then(|facts| facts.get(&chapter.id))
                .map_or(0, |it| it.words),
            counted: counted.map(|words| words.get(&chapter.id).cloned().unwrap_or_default()),
        })
        .collect())
}

fn shown(
    id: &str,
    chapters: &[ChapterSource],
    note: Option<&str>,
    despite: Option<&str>,
) -> String {
    let mut out = format!("  {id} marked ready, in {LEDGER}\n");
    for chapter in chapters {
        out.push_str(&format!(
            "  {}, {} words, {}\n",
            chapter.path,
            thousands(usize::try_from(chapter.words).unwrap_or(usize::MAX)),
            short(&Digest::of_text(&chapter.bytes)),
        ));
    }
    for (what, text) in [("note", note), ("despite unmet criteria", despite)] {
        if let Some(text) = text {
            out.push_str(&format!("  {what}: {text}\n"));
        }
    }
    out
}

fn say_next(cx: &MilestoneContext<'_>, opened: &Opened, entry: &Entry) {
    let id = entry.event.milestone().unwrap_or_default();
    let history = opened.ledger.read().unwrap_or_default();
    let basis = opened.basis(&history, "");
    let supervisor = basis.supervisor().map(|term| inline(&term.name, 100));
    let supervisor = supervisor.as_deref().unwrap_or("your supervisor");
    cx.say(&format!(
        "next: send the folder below to {supervisor}; the `reply.txt` that comes back by e-mail is recorded \
         with `folio milestone receive reply.txt`, any other answer with `folio milestone approve {id} --by \
         ADDRESS --evidence TEXT`"
    ));
}
