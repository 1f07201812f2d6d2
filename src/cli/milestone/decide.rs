//! `folio milestone approve` and `return`: recorded in words, or signed with an SSH key.

use std::path::Path;

use folio::diagnostics::text::inline;
use folio::diagnostics::{FileError, Target, read_bytes, read_text};
use folio::milestones::{
    Basis, ChapterSeal, ConfirmedBy, DecideRequest, Digest, Entry, EntryDraft, KeyError,
    LedgerError, Outcome, Planned, SigningKey, Standing, decide, read_decision, sentence,
    standings, write_decision,
};

use crate::cli::args::milestone::DecisionArgs;
use crate::cli::args::{Format, LimitArgs};
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::{Asker, Question, anything};
use crate::cli::milestone::entry::Extra;
use crate::cli::milestone::record::{Make, append, history, in_words, preview, report};
use crate::cli::opened::{Opened, Text};
use crate::cli::output::shown_path;

/// How often a passphrase may be mistyped.
const ATTEMPTS: usize = 3;

/// Records a decision, and writes it to a file for the student.
pub(crate) fn run(
    args: &DecisionArgs,
    outcome: Outcome,
    cx: &MilestoneContext<'_>,
) -> Result<Exit, CommandError> {
    let DecisionArgs {
        id,
        by,
        key,
        evidence,
        on,
        note,
        actions,
        out,
        limits,
    } = args;
    let asker = cx.asker;
    let opened = cx.open(Text::Unread)?;
    let command = match outcome {
        Outcome::Approved | Outcome::ApprovedWithChanges => "approve",
        Outcome::Returned => "return",
    };
    let planned = asker.milestone(id.as_deref(), command, &opened)?;
    let supervisor = supervisor(&opened)?;
    let by = asker.text(
        by.as_deref(),
        &Question {
            about: "who decides",
            option: "--by PRINCIPAL",
            prompt: "Who decided?",
            help: "The supervisor's e-mail address or name",
            start: supervisor.as_deref(),
        },
    )?;
    let key = key
        .as_deref()
        .map(|path| read_key(&cx.machine.current_dir.join(path), asker))
        .transpose()?;
    if key.is_none() && evidence.is_none() {
        // What is refused whatever the answers is refused before the questions.
        let probe = |basis: &Basis<'_>| {
            let args = DecideRequest {
                outcome,
                by: &by,
                proof: ConfirmedBy::Evidence("asked below"),
                taken: *on,
                note: None,
                actions: &[],
                now: &[],
            };
            decide(basis, &planned.id, &args)
        };
        preview(&opened, cx.entered_by(&opened), &probe)?;
    }
    let evidence = match key {
        Some(_) => String::new(),
        None => asker.text(evidence.as_deref(), &EVIDENCE)?,
    };
    let note = asker.maybe(note.as_deref(), &NOTE, &anything)?;
    let actions = asker.actions(actions)?;
    let out = out
        .as_deref()
        .map(|path| DecisionFile::at(path, cx))
        .transpose()?;

    let now = match key {
        Some(_) => seals(&opened, planned)?,
        None => Vec::new(),
    };
    let proof = || match &key {
        Some(key) => ConfirmedBy::Key(key),
        None => ConfirmedBy::Evidence(&evidence),
    };
    let make = |basis: &Basis<'_>| {
        decide(
            basis,
            &planned.id,
            &DecideRequest {
                outcome,
                by: &by,
                proof: proof(),
                taken: *on,
                note: note.as_deref(),
                actions: &actions,
                now: &now,
            },
        )
    };
    // Who signs, or writes a file on a copy, is who decides; otherwise the student types it in.
    let entered_by = match cx.named() {
        Some(named) => named,
        None if key.is_some() || out.is_some() => &by,
        None => opened.student(),
    };
    let entry = preview(&opened, entered_by, &make)?;
    say_changes(&planned.id, &opened, limits, cx)?;
    asker.confirm(&in_words(&entry))?;
    match out {
        None => {
            let entry = append(&opened, entered_by, &make)?;
            report(&opened, cx, &[entry], &Extra::default())?;
        }
        Some(out) => write_out(&opened, cx, entered_by, &make, &out)?,
    }
    Ok(Exit::Success)
}

/// Says what was written since a milestone was marked ready; the pages are only set if it matters.
fn say_changes(
    id: &str,
    opened: &Opened,
    limits: &LimitArgs,
    cx: &MilestoneContext<'_>,
) -> Result<(), CommandError> {
    let history = history(opened)?;
    let standings = standings(&opened.basis(&history, ""));
    let found = standings.milestones.iter().find(|it| it.id == id);
    let drift = |opened: &Opened, standing: &Standing| {
        let texts = opened.chapter_texts();
        opened.drift(standing, opened.now(&texts))
    };
    let has_changed = |it: &&Standing| drift(opened, it).is_some_and(|drift| !drift.is_none());
    let Some(standing) = found.filter(has_changed) else {
        return Ok(());
    };
    let surveyed = cx.open(Text::Surveyed(limits));
    if let Some(drift) = drift(surveyed.as_ref().unwrap_or(opened), standing) {
        cx.say(&format!(
            "note: {} since `{id}` was marked ready; the decision is about the version that was \
             marked ready (folio diff {id})",
            drift.in_words()
        ));
    }
    Ok(())
}

/// Writes the file and adds the decision to this copy's own ledger, if it can be written to.
///
/// The file comes first: a decision that is recorded but was never sent could not be made again.
fn write_out(
    opened: &Opened,
    cx: &MilestoneContext<'_>,
    entered_by: &str,
    make: Make<'_>,
    out: &DecisionFile,
) -> Result<(), CommandError> {
    let write = |entry: &Entry| out.target.write(write_decision(entry).as_bytes());
    let mut made = None;
    let mut failed = None;
    let added = opened.ledger.append_with(|history| {
        let entry = make(&opened.basis(history, entered_by))?;
        let drafts = vec![EntryDraft::from(&entry)];
        failed = write(&entry).err();
        made = Some(entry);
        match failed {
            None => Ok(drafts),
            Some(_) => Ok(Vec::new()),
        }
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    match (added, made) {
        (Ok(()), Some(entry)) => {
            let extra = Extra {
                kept: None,
                out: Some(out.shown.clone()),
            };
            report(opened, cx, &[entry], &extra)?;
        }
        (Err(LedgerError::File(FileError::Io { source, .. })), made) => {
            let entry = match made {
                Some(entry) => entry,
                None => preview(opened, entered_by, make)?,
            };
            write(&entry)?;
            cx.say(&format!(
                "this copy of the folder cannot be written to ({source}), so its own ledger does \
                 not have the decision; the file does"
            ));
            match cx.shared.format {
                Format::Human => {
                    let text = format!("{}\n  {}\n", out.shown, sentence(&entry));
                    cx.print(&text)?;
                }
                // A signature holds for these very bytes.
                Format::Json => cx.machine.print_as_is(&write_decision(&entry))?,
            }
        }
        (Ok(()), None) => return Err(CommandError::new("the decision was not made")),
        (Err(error), _) => return Err(error.into()),
    }
    cx.say("next: send this file to the student, who runs `folio milestone receive FILE`");
    Ok(())
}

/// A file that can be written, and is nobody's but ours.
struct DecisionFile {
    target: Target,
    shown: String,
}

impl DecisionFile {
    fn at(path: &Path, cx: &MilestoneContext<'_>) -> Result<Self, CommandError> {
        let path = cx.machine.current_dir.join(path);
        if path.is_file() {
            let is_ours = read_text(&path)
                .is_ok_and(|text| text.is_empty() || matches!(read_decision(&text), Ok(Some(_))));
            if !is_ours {
                return Err(CommandError::new(format!(
                    "{} is there already and is no decision",
                    path.display()
                ))
                .hint("nothing was written; name another file"));
            }
        }
        let shown = shown_path(&path, &cx.machine.current_dir);
        let target = Target::named(&path)?;
        Ok(Self { target, shown })
    }
}

const EVIDENCE: Question<'static> = Question {
    about: "the evidence",
    option: "--evidence TEXT` or `--key FILE",
    prompt: "How is the decision known?",
    help: "In words that others can follow up, such as: e-mail of 3 March 2027",
    start: None,
};

const NOTE: Question<'static> = Question {
    about: "the note",
    option: "--note TEXT",
    prompt: "What is the student to know?",
    help: "Enter for nothing",
    start: None,
};

/// Returns the address of who supervises today, else the name.
fn supervisor(opened: &Opened) -> Result<Option<String>, CommandError> {
    let history = opened.ledger.read()?;
    let term = opened.basis(&history, "").supervisor();
    Ok(term.map(|term| term.email.unwrap_or(term.name)))
}

/// Reads a private key; one with a passphrase can be opened on a terminal only.
pub(super) fn read_key(path: &Path, asker: &Asker<'_>) -> Result<SigningKey, CommandError> {
    let name = inline(&path.display().to_string(), 200);
    let wrong = |error: KeyError| CommandError::new(format!("{name}: {error}")).hint(error.hint());
    let text =
        String::from_utf8(read_bytes(path, 1 << 20)?).map_err(|_| wrong(KeyError::NotAKey))?;
    let mut error = match SigningKey::read(&text, None) {
        Ok(key) => return Ok(key),
        Err(error) => error,
    };
    for _ in 0..ATTEMPTS {
        let prompt = match error {
            KeyError::PassphraseNeeded => "Passphrase of the key:",
            KeyError::WrongPassphrase => "That does not open it. Passphrase of the key:",
            KeyError::Public | KeyError::OldForm | KeyError::NotAKey | KeyError::Kind => break,
        };
        let Some(passphrase) = asker.secret(prompt)? else {
            return Err(CommandError::new(format!("{name}: {error}")).hint(
                "folio asks for it on a terminal, and takes it from nowhere else: run the command \
                 in a terminal window",
            ));
        };
        error = match SigningKey::read(&text, Some(&passphrase)) {
            Ok(key) => return Ok(key),
            Err(error) => error,
        };
    }
    Err(wrong(error))
}

/// Returns the chapters of a milestone as they are in this copy; one that cannot be read is not
/// what was marked ready.
fn seals(opened: &Opened, planned: &Planned) -> Result<Vec<ChapterSeal>, CommandError> {
    let texts = opened.texts_of(planned)?;
    let chapters = planned.chapters.iter().zip(texts);
    Ok(chapters
        .map(|(chapter, bytes)| ChapterSeal {
            id: chapter.id.clone(),
            digest: Digest::of_text(&bytes),
        })
        .collect())
}
