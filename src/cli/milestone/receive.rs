//! `folio milestone receive`: a decision made on another copy, or another copy's ledger.

use folio::diagnostics::text::{count, inline};
use folio::diagnostics::{MAX_TEXT_BYTES, read_bytes};
use folio::milestones::{
    Basis, Entry, History, LEDGER, Received, Refusal, added_in_words, read_decision, sentence,
};

use crate::cli::args::Format;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::Errand;
use crate::cli::milestone::ask::Question;
use crate::cli::milestone::record::{Extra, history, in_words, report};
use crate::cli::milestone_args::ReceiveArgs;
use crate::cli::office::{Office, Text};

const FILE: Question<'static> = Question {
    about: "the file",
    option: "folio milestone receive FILE",
    prompt: "Which file?",
    help: "The decision that your supervisor sent, or the ledger.jsonl of another copy",
    start: None,
};

/// Takes over what another copy has.
pub(crate) fn run(args: &ReceiveArgs, errand: &Errand<'_>) -> Result<Exit, CommandError> {
    let office = errand.office(Text::Unread)?;
    let given = args.file.as_ref().map(|path| path.display().to_string());
    let asked = match &args.file {
        Some(_) => None,
        None => Some(errand.asker.text(given.as_deref(), &FILE)?),
    };
    let named = match (&args.file, &asked) {
        (Some(path), _) => path.clone(),
        (None, Some(text)) => text.trim_matches(['"', '\'']).into(),
        (None, None) => return Err(CommandError::new("the file is missing")),
    };
    let path = errand.context.current_dir.join(&named);
    let bytes = read_bytes(&path, MAX_TEXT_BYTES)?;
    let source = path.file_name().unwrap_or_default().to_string_lossy();
    check_readable(&bytes, &source)?;

    let entered_by = errand.entered_by(&office);
    let before = history(&office)?;
    let take = |basis: &Basis<'_>| folio::milestones::receive(basis, &bytes, &source);
    let received = take(&office.basis(&before, entered_by))?;
    if let Received::Nothing = received {
        return nothing(errand, &source);
    }
    errand
        .asker
        .confirm(&in_short(&received, &bytes, &source))?;
    let mut received = None;
    office.ledger.append_with(|history| {
        let taken = take(&office.basis(history, entered_by))?;
        let drafts = taken.drafts();
        received = Some((taken, history.lines.len(), drafts.len()));
        Ok(drafts)
    })?;
    let (received, before, added) = received.expect("what was added was received");
    say(&office, errand, &received, (before, added))
}

/// A file that is nothing we know is a slip; a decision that does not fit is refused.
fn check_readable(bytes: &[u8], source: &str) -> Result<(), CommandError> {
    let slip = |refusal: Refusal| CommandError::new(refusal.message).hint(refusal.hint);
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if read_decision(text).map_err(slip)?.is_none() && History::parse(bytes).lines.is_empty() {
        return Err(CommandError::new(format!(
            "`{}` is neither a decision nor a ledger",
            inline(source, 60)
        ))
        .hint("give the file that `--out` wrote, or the ledger.jsonl of the other copy"));
    }
    Ok(())
}

fn nothing(errand: &Errand<'_>, source: &str) -> Result<Exit, CommandError> {
    match errand.shared.format {
        Format::Human => errand.context.print(&format!(
            "nothing was added: {LEDGER} has all of {} already\n",
            inline(source, 60)
        ))?,
        Format::Json => errand.context.print(
            "{\n  \"format\": 1,\n  \"entries\": [],\n  \"kept\": null,\n  \"out\": null\n}\n",
        )?,
    }
    Ok(Exit::Success)
}

fn in_short(received: &Received, bytes: &[u8], source: &str) -> String {
    match received {
        Received::Nothing => String::new(),
        Received::Decision { entry, note } => {
            let note = note.as_ref().map(|note| format!("  {note}\n"));
            in_words(entry) + &note.unwrap_or_default()
        }
        Received::Joined(joined) => {
            let theirs = History::parse(bytes);
            let mut out = format!("  {} from {source}:\n", added_in_words(joined.added));
            let known: Vec<&Entry> = theirs.entries().map(|(_, entry)| entry).collect();
            for entry in known.iter().rev().take(joined.added).rev() {
                out.push_str(&format!("  {}\n", sentence(entry)));
            }
            out
        }
    }
}

/// Prints what stands in the ledger now that did not before.
fn say(
    office: &Office,
    errand: &Errand<'_>,
    received: &Received,
    (before, added): (usize, usize),
) -> Result<Exit, CommandError> {
    let history = office.ledger.read()?;
    let new = history.lines.iter().skip(before).take(added);
    let entries: Vec<Entry> = new.filter_map(|line| line.entry().cloned()).collect();
    report(office, errand, &entries, &Extra::default())?;
    match received {
        Received::Nothing => Ok(Exit::Success),
        Received::Decision { entry: _, note } => {
            if let Some(note) = note {
                errand.context.say(&format!("note: {note}"));
            }
            Ok(Exit::Success)
        }
        Received::Joined(joined) => {
            if joined.shared == 0 && before > 0 {
                errand.context.say(
                    "note: the two ledgers had no entry in common; if this was another \
                     dissertation's, take its entries back with `folio milestone correct`",
                );
            }
            if joined.left_out.is_empty() {
                return Ok(Exit::Success);
            }
            errand.context.say(&format!(
                "must fix: {} of that file left out, because changed after being written: {}",
                count(joined.left_out.len(), "line"),
                joined
                    .left_out
                    .iter()
                    .map(usize::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ));
            Ok(Exit::Findings)
        }
    }
}
