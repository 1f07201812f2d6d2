//! `folio milestone verify`: the chain, the signatures, and up to where they vouch.

use std::path::Path;

use folio::diagnostics::Target;
use folio::diagnostics::text::{count, inline};
use folio::milestones::{
    Event, Extract, History, Ignored, KeptChapter, LEDGER, NAMESPACE, Problem, SIGNERS,
    Verification, extract, kept, kept_in, verify,
};
use serde::Serialize;

use crate::cli::args::Format;
use crate::cli::args::milestone::VerifyLedgerArgs;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::opened::{Opened, Text};
use crate::cli::output::shown_path;

/// Checks the ledger.
pub(crate) fn run(
    args: &VerifyLedgerArgs,
    cx: &MilestoneContext<'_>,
) -> Result<Exit, CommandError> {
    let VerifyLedgerArgs {
        signers,
        extract: folder,
        repair,
    } = args;
    let opened = Opened::open(
        cx.shared.project.as_deref(),
        signers.as_deref(),
        Text::Unread,
        cx.machine,
    )?;
    let repaired = match repair {
        true => mend(&opened, cx)?,
        false => None,
    };
    let history = opened.ledger.read()?;
    let verification = verify(&opened.basis(&history, ""));
    let lists = [
        (SIGNERS.to_owned(), Some(&opened.signers)),
        (
            "the list of `--signers`".to_owned(),
            opened.outside.as_ref(),
        ),
    ];
    for (name, list) in lists {
        for (line, why) in list.into_iter().flat_map(|list| &list.problems) {
            cx.say(&format!(
                "worth fixing: line {line} of {name} is passed over: {}",
                inline(why, 200)
            ));
        }
    }
    for missing in lost_copies(&opened, &history) {
        cx.say(&missing);
    }
    match cx.shared.format {
        Format::Human => cx.print(&in_words(&verification, &history, &opened))?,
        Format::Json => {
            let view = VerificationView::new(&verification, &history, repaired);
            cx.print_json(&view)?;
        }
    }
    if let Some(folder) = folder {
        write_extracts(&cx.machine.current_dir.join(folder), &history, cx)?;
    }
    Ok(match verification.is_sound() {
        true => Exit::Success,
        false => Exit::Findings,
    })
}

/// A record that was looked at among other things.
pub(crate) struct Looked {
    pub(crate) is_sound: bool,
    /// What is to be said of it, in a sentence without full stop.
    pub(crate) sentence: String,
    /// As JSON.
    pub(crate) view: serde_json::Value,
}

/// Looks at the record of the dissertation in a folder.
pub(crate) fn look(
    path: &Path,
    signers: Option<&Path>,
    context: &Context,
) -> Result<Looked, CommandError> {
    let opened = Opened::open(Some(path), signers, Text::Unread, context)?;
    let history = opened.ledger.read()?;
    let verification = verify(&opened.basis(&history, ""));
    let is_sound = verification.is_sound();
    let said = in_words(&verification, &history, &opened);
    let mut lines = said.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    let wrong = said
        .lines()
        .find_map(|line| line.strip_prefix("must fix: "));
    let sentence = match wrong {
        None if verification.is_by_own_list && !verification.signed.is_empty() => format!(
            "Yes, by the word of the folder: {first}; {}; {}",
            verification.vouched_in_words(),
            OWN_LIST.trim_end()
        ),
        None => format!("Yes: {first}; {}", verification.vouched_in_words()),
        Some(wrong) => format!("No: {wrong}"),
    };
    let view = VerificationView::new(&verification, &history, None);
    // The next folder has names of its own.
    let view = serde_json::to_string(&view)
        .and_then(|view| serde_json::from_str(&context.gate.covered(&view)))
        .map_err(|error| CommandError::new(format!("failed to write the result: {error}")))?;
    Ok(Looked {
        is_sound,
        sentence: context.gate.text(&sentence),
        view,
    })
}

/// Says which chapters cannot be compared any more, because what was kept of them is not there.
///
/// Nothing recorded is false for that, so it is no finding against the ledger.
fn lost_copies(opened: &Opened, history: &History) -> Vec<String> {
    let mut lost = Vec::new();
    for (_, entry) in history.entries() {
        let Event::Ready(ready) = &entry.event else {
            continue;
        };
        for KeptChapter { id, text, .. } in kept(&opened.store, ready) {
            if text.is_none() {
                lost.push(format!(
                    "worth fixing: the copy of `{}` in {} is gone or was changed, so nothing can \
                     be compared with it",
                    inline(&id, 60),
                    kept_in(&ready.milestone, ready.round)
                ));
            }
        }
    }
    lost
}

/// Mends what can be mended; returns where the file as it was is kept.
fn mend(opened: &Opened, cx: &MilestoneContext<'_>) -> Result<Option<String>, CommandError> {
    let history = opened.ledger.read()?;
    let shown: String = history
        .problems
        .iter()
        .filter(|it| it.is_repairable())
        .map(|it| format!("  mended: {}\n", it.message))
        .collect();
    if shown.is_empty() {
        cx.say("nothing is there to be mended");
        return Ok(None);
    }
    cx.asker.confirm(&shown)?;
    let basis = opened.basis(&history, "");
    let entered_by = cx.entered_by(opened);
    let Some((repaired, kept)) = opened.ledger.repair(basis.at, entered_by)? else {
        return Ok(None);
    };
    let kept = shown_path(&kept, &opened.project.root).replace('\\', "/");
    let mut done = Vec::new();
    match repaired.left_out.len() {
        0 => {}
        1 => done.push("1 line that is no entry was left out".to_owned()),
        lines => done.push(format!("{lines} lines that are no entries were left out")),
    }
    match repaired.joined {
        0 => {}
        1 => done.push("1 entry taken over from the other side of a conflict".to_owned()),
        joined => done.push(format!(
            "{joined} entries taken over from the other side of a conflict"
        )),
    }
    if done.is_empty() {
        done.push("the marks of a conflict were left out".to_owned());
    }
    cx.say(&format!(
        "{LEDGER} was mended: {}; the file as it was is kept as {kept}",
        done.join(", ")
    ));
    Ok(Some(kept))
}

fn in_words(verification: &Verification, history: &History, opened: &Opened) -> String {
    let Verification {
        entries,
        problems,
        newer,
        signed,
        refused,
        not_accepted,
        idle,
        doubts,
        vouched: _,
        vouched_to: _,
        last_line: _,
        is_by_own_list,
    } = verification;
    if *entries == 0 && problems.is_empty() {
        return format!("{LEDGER}: nothing is recorded yet\n");
    }
    let entries = match entries {
        1 => "1 entry".to_owned(),
        entries => format!("{entries} entries"),
    };
    let mut out = match problems.iter().all(Problem::is_beside) {
        true => format!("{LEDGER}: {entries}, each follows the one before it\n"),
        false
            if problems
                .iter()
                .all(|it| it.is_judgement() || it.is_beside()) =>
        {
            format!("{LEDGER}: {entries}, and not all of them may stand there\n")
        }
        false => format!("{LEDGER}: {entries}, and the chain is broken\n"),
    };
    for problem in problems {
        out.push_str(&format!(
            "must fix: {}\n  = hint: {}\n",
            problem.message, problem.hint
        ));
    }
    let ignored = refused.iter().map(|it| ("must fix", it));
    for (level, it) in ignored.chain(idle.iter().map(|it| ("worth fixing", it))) {
        out.push_str(&format!(
            "{level}: line {} has no effect: {}\n  = hint: {}\n",
            it.line,
            inline(&it.why, 300),
            inline(&it.hint, 300)
        ));
    }
    for (line, which, why) in not_accepted {
        out.push_str(&format!(
            "must fix: the {which} in line {line} is {}\n  = hint: {NOT_ACCEPTED}\n",
            inline(why, 300)
        ));
    }
    for doubt in doubts {
        let (message, hint) = (&doubt.message, &doubt.hint);
        out.push_str(&format!("worth fixing: {message}\n  = hint: {hint}\n"));
    }
    for (line, kind, format) in newer {
        out.push_str(&format!(
            "line {line} may be of a newer version of folio (`{}`, format {format}), and is kept as \
             it is\n",
            inline(kind, 40)
        ));
    }
    let name = |line: usize| {
        let found = history.lines.iter().find(|it| it.line == line);
        found.map_or_else(String::new, |it| format!(" (entry {})", it.short()))
    };
    for (line, who, seal) in signed {
        let list = match (seal.is_vouched, &opened.outside) {
            (true, _) => "key as listed in the file of `--signers`",
            (false, Some(_)) => "the file of `--signers` does not vouch for the key",
            (false, None) => "key as listed by the project",
        };
        let bound = match seal.is_bound {
            true => "",
            false => "; signed before folio bound the dissertation",
        };
        out.push_str(&format!(
            "line {line}{}: signed by {}, signature valid; {list} ({}){bound}\n",
            name(*line),
            inline(who, 100),
            seal.fingerprint
        ));
    }
    out.push_str(&format!("{}\n", verification.vouched_in_words()));
    if *is_by_own_list && !signed.is_empty() {
        out.push_str(OWN_LIST);
    }
    out
}

/// The folder is the student's, and so is what it says of keys.
const OWN_LIST: &str = "whose a key is, the folder itself cannot prove: bring a list of your own with \
                        `--signers FILE`\n";

const NOT_ACCEPTED: &str = "ask for it with a key that the list vouches for";

/// `folio milestone verify --format json`.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct VerificationView<'a> {
    format: u32,
    entries: usize,
    sound: bool,
    problems: Vec<ProblemView<'a>>,
    warnings: Vec<ProblemView<'a>>,
    not_accepted: Vec<ProblemView<'a>>,
    signed: Vec<SignedView<'a>>,
    newer: Vec<NewerView<'a>>,
    vouched_to: Option<usize>,
    covered: Vec<usize>,
    by_own_list: bool,
    last_line: Option<usize>,
    repaired: Option<String>,
}

#[derive(Serialize)]
struct ProblemView<'a> {
    line: usize,
    message: &'a str,
    hint: &'a str,
}

#[derive(Serialize)]
struct SignedView<'a> {
    line: usize,
    entry: Option<&'a str>,
    by: &'a str,
    fingerprint: &'a str,
    vouched: bool,
    bound: bool,
}

#[derive(Serialize)]
struct NewerView<'a> {
    line: usize,
    kind: &'a str,
    format: u32,
}

impl<'a> VerificationView<'a> {
    fn new(verification: &'a Verification, history: &'a History, repaired: Option<String>) -> Self {
        let problems = verification.problems.iter().map(|it| ProblemView {
            line: it.line,
            message: &it.message,
            hint: &it.hint,
        });
        let ignored = |it: &'a Ignored| ProblemView {
            line: it.line,
            message: &it.why,
            hint: &it.hint,
        };
        let refused = verification.refused.iter().map(ignored);
        let doubts = verification.doubts.iter().map(|it| ProblemView {
            line: it.line,
            message: &it.message,
            hint: &it.hint,
        });
        let idle = verification.idle.iter().map(ignored);
        let name = |line: usize| history.lines.iter().find(|it| it.line == line);
        Self {
            format: 1,
            entries: verification.entries,
            sound: verification.is_sound(),
            problems: problems.chain(refused).collect(),
            warnings: idle.chain(doubts).collect(),
            not_accepted: verification
                .not_accepted
                .iter()
                .map(|(line, _, why)| ProblemView {
                    line: *line,
                    message: why,
                    hint: NOT_ACCEPTED,
                })
                .collect(),
            signed: verification
                .signed
                .iter()
                .map(|(line, by, seal)| SignedView {
                    line: *line,
                    entry: name(*line).map(|it| it.short()),
                    by,
                    fingerprint: &seal.fingerprint,
                    vouched: seal.is_vouched,
                    bound: seal.is_bound,
                })
                .collect(),
            newer: verification
                .newer
                .iter()
                .map(|(line, kind, format)| NewerView {
                    line: *line,
                    kind,
                    format: *format,
                })
                .collect(),
            vouched_to: verification.vouched_to.map(|(line, _)| line),
            covered: verification.vouched.iter().copied().collect(),
            by_own_list: verification.is_by_own_list,
            last_line: verification.last_line,
            repaired,
        }
    }
}

/// Writes each signature with what it signs, and says how to check it without folio.
fn write_extracts(
    folder: &Path,
    history: &History,
    cx: &MilestoneContext<'_>,
) -> Result<(), CommandError> {
    let extracts = extract(history);
    if extracts.is_empty() {
        cx.say("nothing is signed, so there is nothing to extract");
        return Ok(());
    }
    for extract in &extracts {
        let file = |ending| Target::named(&folder.join(format!("{}.{ending}", extract.stem)));
        file("message")?.write(&extract.message)?;
        file("sig")?.write(extract.signature.as_bytes())?;
        if !extract.words.is_empty() {
            file("words.jsonl")?.write(&extract.words)?;
        }
    }
    cx.say(&format!(
        "{} written to {}; in that folder, with ALLOWED the path of the list of keys:",
        count(extracts.len(), "signed message"),
        shown_path(folder, &cx.machine.current_dir)
    ));
    for extract in &extracts {
        cx.say(&format!("  {}", command(extract)));
    }
    if extracts.iter().any(|it| !it.words.is_empty()) {
        cx.say(
            "what somebody typed is signed by its digest, of {\"salt\":…,\"text\":…} as it stands in \
             the files `.words.jsonl`",
        );
    }
    Ok(())
}

/// Returns the command that checks a signature.
fn command(extract: &Extract) -> String {
    let Extract {
        line: _,
        stem,
        digest: _,
        principal,
        time,
        message: _,
        signature: _,
        words: _,
    } = extract;
    let principal = inline(principal, 200).replace('\'', "");
    format!(
        "ssh-keygen -Y verify -f ALLOWED -I '{principal}' -n {NAMESPACE} -O verify-time={time} \
         -s {stem}.sig < {stem}.message"
    )
}
