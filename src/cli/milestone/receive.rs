//! `folio milestone receive`: a reply by e-mail, a decision made on another copy, or another copy's
//! ledger.

use folio::diagnostics::text::{count, inline};
use folio::diagnostics::{MAX_TEXT_BYTES, read_bytes};
use folio::milestones::{
    Basis, Entry, History, LEDGER, Problem, Received, Refusal, WORDS, Words, added_in_words,
    read_decision, sentence,
};

use crate::cli::args::milestone::ReceiveArgs;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::Question;
use crate::cli::milestone::entry::Extra;
use crate::cli::milestone::record::{history, in_words, report, report_nothing};
use crate::cli::milestone::reply;
use crate::cli::opened::{Opened, Text};

const FILE: Question<'static> = Question {
    about: "the file",
    option: "folio milestone receive FILE",
    prompt: "Which file?",
    help: "The reply or decision that your supervisor sent, or the ledger.jsonl of another copy",
    start: None,
};

/// Takes over what another copy has.
pub(crate) fn run(args: &ReceiveArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let opened = cx.open(Text::Unread)?;
    let named = match &args.file {
        Some(path) => path.clone(),
        None => {
            let answer = cx.asker.text(None, &FILE)?;
            answer.trim_matches(['"', '\'']).into()
        }
    };
    let path = cx.machine.current_dir.join(&named);
    let bytes = read_bytes(&path, MAX_TEXT_BYTES)?;
    if let Some(reply) = reply::read(&bytes)? {
        return reply.record(&opened, cx);
    }
    let source = path.file_name().unwrap_or_default().to_string_lossy();
    check_readable(&bytes, &source)?;
    let beside = path.with_file_name("words.jsonl");
    let words = match beside.symlink_metadata() {
        Ok(_) => Words::parse(&read_bytes(&beside, MAX_TEXT_BYTES)?),
        Err(_) => Words::default(),
    };

    let entered_by = cx.entered_by(&opened);
    let before = history(&opened)?;
    let take = |basis: &Basis<'_>| folio::milestones::receive(basis, (&bytes, &words), &source);
    let received = take(&opened.basis(&before, entered_by))?;
    let is_whole = before.missing.is_empty() && !before.problems.iter().any(Problem::is_beside);
    if !is_whole && let restored @ 1.. = opened.ledger.restore(&words)? {
        cx.say(&format!(
            "{} that this copy missed taken over from {WORDS} of the other copy",
            count(restored, "text")
        ));
    }
    if let Received::Nothing = received {
        let source = inline(&source, 60);
        report_nothing(
            cx,
            &format!("nothing was added: {LEDGER} has all of {source} already\n"),
        )?;
        return Ok(Exit::Success);
    }
    cx.asker.confirm(&in_short(&received, &bytes, &source))?;
    let mut received = None;
    opened.ledger.append_with(|history| {
        let taken = take(&opened.basis(history, entered_by))?;
        let drafts = taken.drafts();
        received = Some((taken, history.lines.len(), drafts.len()));
        Ok(drafts)
    })?;
    let (received, before, added) = received.expect("what was added was received");
    say(&opened, cx, &received, (before, added))
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
    opened: &Opened,
    cx: &MilestoneContext<'_>,
    received: &Received,
    (before, added): (usize, usize),
) -> Result<Exit, CommandError> {
    let history = opened.ledger.read()?;
    let new = history.lines.iter().skip(before).take(added);
    let entries: Vec<Entry> = new.filter_map(|line| line.entry().cloned()).collect();
    report(opened, cx, &entries, &Extra::default())?;
    match received {
        Received::Nothing => Ok(Exit::Success),
        Received::Decision { entry: _, note } => {
            if let Some(note) = note {
                cx.say(&format!("note: {note}"));
            }
            Ok(Exit::Success)
        }
        Received::Joined(joined) => {
            if joined.shared == 0 && before > 0 {
                cx.say(
                    "note: the two ledgers had no entry in common; if this was another \
                     dissertation's, take its entries back with `folio milestone correct`",
                );
            }
            if joined.left_out.is_empty() {
                return Ok(Exit::Success);
            }
            cx.say(&format!(
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
