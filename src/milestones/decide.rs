//! The supervisor's commands: deciding, here or on another copy, and receiving what was decided
//! there.

use jiff::civil::Date;

use crate::diagnostics::british;
use crate::diagnostics::text::{inline, list};
use crate::milestones::commands::{entry, filled, planned, standing, try_step};
use crate::milestones::desk::Desk;
use crate::milestones::ledger::{
    Action, ChapterSeal, Confirmation, Decision, Draft, Entry, Event, History, Joined, Outcome,
    Ready, digest, join,
};
use crate::milestones::refusal::Refusal;
use crate::milestones::replay::fits;
use crate::milestones::signoff::{
    AllowedSigners, DecisionFile, NAMESPACE, SealState, SignerError, SigningKey, check_seal,
    judge_decision, message, read_decision,
};
use crate::milestones::standing::Standing;
use crate::milestones::transition::{Happening, Strength};

/// What `folio milestone approve` and `return` bring.
pub struct DecideArgs<'a> {
    /// How it goes.
    pub outcome: Outcome,
    /// Who decides: an address or a name.
    pub by: &'a str,
    /// How it is known.
    pub proof: Proof<'a>,
    /// The day, if it was taken earlier.
    pub taken: Option<Date>,
    /// What the student is to know.
    pub note: Option<&'a str>,
    /// What was agreed.
    pub actions: &'a [Action],
    /// The chapters as they are now in this copy.
    pub now: &'a [ChapterSeal],
}

/// How a decision is made known.
pub enum Proof<'a> {
    /// In words.
    Evidence(&'a str),
    /// By a signature.
    Key(&'a SigningKey),
}

/// `folio milestone approve` and `return`.
///
/// A decision in words is about what was marked ready, whatever the student wrote since. Who signs
/// has the files in front of them: they must be those that were marked ready.
pub fn decide(desk: &Desk<'_>, id: &str, args: &DecideArgs<'_>) -> Result<Entry, Refusal> {
    let DecideArgs {
        outcome,
        by,
        proof,
        taken,
        note,
        actions,
        now,
    } = args;
    let standing = standing(desk, id)?;
    let by = filled(
        by,
        "who decides",
        "give the address or the name with `--by`",
    )?;
    may_decide(desk, &by)?;
    let strength = match proof {
        Proof::Evidence(_) => Strength::Recorded,
        Proof::Key(_) => Strength::Signed,
    };
    try_step(desk, &standing, Happening::Decide(*outcome, strength))?;
    let Some(mark) = &standing.ready else {
        return Err(Refusal::new(
            format!("`{id}` is not marked ready, so there is nothing to decide on"),
            format!("the student runs `folio milestone ready {id}` first"),
        ));
    };
    if let Some(day) = taken.filter(|day| *day > desk.today) {
        return Err(Refusal::new(
            format!("{} has not come yet", british(day)),
            "record the decision once it was taken",
        ));
    }
    let mut decision = Decision {
        milestone: id.to_owned(),
        outcome: *outcome,
        name: desk.name_of(&by),
        by,
        taken: *taken,
        note: note
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned),
        actions: actions.to_vec(),
        ready: mark.entry.clone(),
        chapters: seals(&mark.ready),
        confirmation: Confirmation::Recorded {
            evidence: String::new(),
        },
    };
    decision.confirmation = match proof {
        Proof::Evidence(evidence) => Confirmation::Recorded {
            evidence: filled(
                evidence,
                "the evidence",
                "say how the decision is known with `--evidence`, such as `e-mail of 3 March`, \
                 or sign it with `--key FILE`",
            )?,
        },
        Proof::Key(key) => {
            unchanged(id, &mark.ready, now)?;
            sign(desk, &decision, key)?
        }
    };
    Ok(entry(desk, Event::Decision(decision)))
}

fn seals(ready: &Ready) -> Vec<ChapterSeal> {
    let seals = ready.chapters.iter().map(|chapter| ChapterSeal {
        id: chapter.id.clone(),
        digest: chapter.digest.clone(),
    });
    seals.collect()
}

fn may_decide(desk: &Desk<'_>, by: &str) -> Result<(), Refusal> {
    if desk.people.is_student(by) {
        return Err(Refusal::new(
            format!(
                "`{}` is the student, who cannot decide on the own work",
                inline(by, 60)
            ),
            "give the supervisor with `--by`; who is who stands in `[people]` of folio.toml",
        ));
    }
    Ok(())
}

fn unchanged(id: &str, ready: &Ready, now: &[ChapterSeal]) -> Result<(), Refusal> {
    let changed: Vec<&str> = ready
        .chapters
        .iter()
        .filter(|chapter| {
            !now.iter()
                .any(|it| it.id == chapter.id && it.digest == chapter.digest)
        })
        .map(|chapter| chapter.id.as_str())
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        format!("{} changed since `{id}` was marked ready", list(&changed)),
        format!(
            "see what changed with `folio diff {id}`; the student marks it ready again, or sends \
             the folder as it was"
        ),
    ))
}

fn sign(desk: &Desk<'_>, decision: &Decision, key: &SigningKey) -> Result<Confirmation, Refusal> {
    let unsigned = entry(desk, Event::Decision(decision.clone()));
    let signature = key
        .sign(&message(&unsigned, decision))
        .map_err(|error| Refusal::new(error.to_string(), error.hint()))?;
    check_seal(&unsigned, decision, &signature, desk.signers, desk.outside).map_err(|error| {
        use crate::milestones::signoff::SealError;
        let hint = match &error {
            SealError::Signer(SignerError::UnknownKey) => format!(
                "add this line to milestones/allowed_signers: {} namespaces=\"{NAMESPACE}\" {}",
                inline(&decision.by, 80),
                key.public()
            ),
            SealError::Unreadable
            | SealError::OtherPurpose
            | SealError::Changed
            | SealError::Signer(_)
            | SealError::Student(_) => error.hint(),
        };
        Refusal::new(error.to_string(), hint)
    })?;
    Ok(Confirmation::Ssh { signature })
}

/// What `folio milestone receive` comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Received {
    /// The ledger has all of it already.
    Nothing,
    /// A decision to be added.
    Decision {
        /// The entry.
        entry: Box<Entry>,
        /// That it is about an earlier round, if so.
        note: Option<String>,
    },
    /// Entries of another copy to be added.
    Joined(Joined),
}

impl Received {
    /// Returns what is to be added to the ledger.
    pub fn drafts(&self) -> Vec<Draft> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Decision { entry, note: _ } => vec![Draft::from(entry.as_ref())],
            Self::Joined(joined) => joined.drafts.clone(),
        }
    }
}

/// `folio milestone receive`: a decision made on another copy, or another copy's ledger. `source`
/// is the name of the file.
pub fn receive(desk: &Desk<'_>, bytes: &[u8], source: &str) -> Result<Received, Refusal> {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Some(file) = read_decision(text)?
    {
        return receive_decision(desk, file);
    }
    let theirs = History::read(bytes);
    if theirs.lines.is_empty() {
        return Err(Refusal::new(
            format!(
                "`{}` is neither a decision nor a ledger",
                inline(source, 60)
            ),
            "give the file that `--out` wrote, or the ledger.jsonl of the other copy",
        ));
    }
    let joined = join(desk.history, &theirs, source, desk.at, desk.entered_by);
    if joined.drafts.is_empty() && joined.left_out.is_empty() {
        return Ok(Received::Nothing);
    }
    Ok(Received::Joined(joined))
}

fn receive_decision(desk: &Desk<'_>, file: DecisionFile) -> Result<Received, Refusal> {
    let DecisionFile { entry, decision } = file;
    let id = &decision.milestone;
    planned(desk, id)?;
    if desk.history.find(&digest(&entry)).is_some() {
        return Ok(Received::Nothing);
    }
    may_decide(desk, &decision.by)?;
    let state = judge_decision(&entry, &decision, desk.people, desk.signers, desk.outside);
    let strength = match state {
        SealState::Recorded => Strength::Recorded,
        SealState::Signed(_) => Strength::Signed,
        SealState::Refused { why, hint } => return Err(Refusal::new(why, hint)),
    };
    let ready = ready_of(desk, &decision)?;
    fits(&decision, ready).map_err(|refusal| {
        Refusal::new(
            refusal.message.replacen("it is", "the decision is", 1),
            refusal.hint,
        )
    })?;
    let standing = standing(desk, id)?;
    let is_current = standing
        .ready
        .as_ref()
        .is_some_and(|it| it.entry == decision.ready);
    let note = if is_current {
        try_step(
            desk,
            &standing,
            Happening::Decide(decision.outcome, strength),
        )?;
        None
    } else {
        Some(about_earlier(&standing, ready))
    };
    let entry = Box::new(entry);
    Ok(Received::Decision { entry, note })
}

fn about_earlier(standing: &Standing, ready: &Ready) -> String {
    let now = standing.ready.as_ref().map(|it| it.ready.round);
    let since = match now {
        Some(now) => format!("round {now} was marked ready since"),
        None => "that entry was taken back since".into(),
    };
    format!(
        "the decision is about round {} of `{}`: {since}",
        ready.round, standing.id
    )
}

fn ready_of<'d>(desk: &Desk<'d>, decision: &Decision) -> Result<&'d Ready, Refusal> {
    let entry = desk.history.find(&decision.ready).and_then(|it| it.entry());
    match entry.map(|entry| &entry.event) {
        Some(Event::Ready(ready)) => Ok(ready),
        _ => Err(Refusal::new(
            format!(
                "the decision is about a version of `{}` that this ledger does not have",
                inline(&decision.milestone, 40)
            ),
            "receive the ledger.jsonl of the other copy first",
        )),
    }
}

/// Reads the project's list of keys; one that is not there is empty.
pub fn signers_of(root: &std::path::Path) -> Result<AllowedSigners, crate::diagnostics::FileError> {
    use crate::diagnostics::{confine, read_text};
    use crate::milestones::signoff::SIGNERS;

    let path = root.join(SIGNERS);
    if path.symlink_metadata().is_err() {
        return Ok(AllowedSigners::default());
    }
    let text = read_text(&confine(root, &path)?)?;
    Ok(AllowedSigners::read(&text))
}
