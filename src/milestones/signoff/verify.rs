//! What can be said of a ledger as evidence.

use std::collections::BTreeSet;

use crate::diagnostics::text::{inline, series};
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Event, Problem};
use crate::milestones::signoff::message::Signed;
use crate::milestones::signoff::seal::{Known, Seal, seal_of};
use crate::milestones::standings::doubts::Doubt;
use crate::milestones::standings::standing::{DecisionMark, Ignored, IgnoredKind};
use crate::milestones::standings::standings;

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// How many entries there are.
    pub entries: usize,
    /// What is wrong with the chain, in the order of the file.
    pub problems: Vec<Problem>,
    /// Entries of a newer version of folio: line, kind and format.
    pub newer: Vec<(usize, String, u32)>,
    /// Signed decisions and extensions whose signature holds: line, and whose it is.
    pub signed: Vec<(usize, String, Seal)>,
    /// Entries that could not be written where they stand, or whose signature does not hold.
    pub refused: Vec<Ignored>,
    /// Decisions and extensions that whoever judges does not accept: line, which one, and why.
    pub not_accepted: Vec<(usize, String, String)>,
    /// Entries that have no effect although nothing is wrong with them.
    pub idle: Vec<Ignored>,
    /// What is to be known of other entries.
    pub doubts: Vec<Doubt>,
    /// The lines for which a signature vouches: decisions, and the `ready` entries under them.
    pub vouched: BTreeSet<usize>,
    /// The last signed decision, with the line of the `ready` entry that it is about.
    pub vouched_to: Option<(usize, Option<usize>)>,
    /// The last line.
    pub last_line: Option<usize>,
    /// Whether nobody but the folder itself says whose the keys are.
    pub is_by_own_list: bool,
}

impl Verification {
    /// Returns whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.refused.is_empty() && self.not_accepted.is_empty()
    }

    /// Says for which entries signatures vouch, in a sentence without its full stop.
    pub fn vouched_in_words(&self) -> String {
        let Some(last) = self.last_line else {
            return match self.problems.is_empty() {
                true => "the ledger is empty".into(),
                false => "no entry of the ledger can be read".into(),
            };
        };
        let cut = format!("that entries behind line {last} were cut off would not show");
        let Some((line, ready)) = self.vouched_to else {
            return format!(
                "no signature vouches for any entry: who has the file may have changed, added or \
                 left out any of them, and {cut}"
            );
        };
        let about = match ready {
            Some(ready) => format!(" (and for line {ready}, which it is about)"),
            None => String::new(),
        };
        let by = match self.is_by_own_list {
            true => "by the list of keys in this folder ",
            false => "",
        };
        let others = ranges((1..=last).filter(|line| !self.vouched.contains(line)));
        let others = match others.as_str() {
            "" => String::new(),
            others => format!(
                "; no signature covers {others}, which who has the file may have changed or added"
            ),
        };
        format!("{by}a signature vouches for line {line}{about}{others}; {cut}")
    }
}

/// Says which lines: `line 4`, `lines 1, 3–5 and 9`.
fn ranges(lines: impl Iterator<Item = usize>) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == line => *end = line,
            _ => ranges.push((line, line)),
        }
    }
    let is_one = matches!(ranges.as_slice(), [(start, end)] if start == end);
    let texts: Vec<String> = ranges
        .into_iter()
        .map(|(start, end)| match end - start {
            0 => start.to_string(),
            _ => format!("{start}–{end}"),
        })
        .collect();
    match (texts.len(), is_one) {
        (0, _) => String::new(),
        (_, true) => format!("line {}", texts[0]),
        (_, false) => format!("lines {}", series(&texts)),
    }
}

/// Checks a ledger: its chain, what may stand after what, and the signatures under its decisions.
///
/// What has an effect is asked of [`standings`], so that both tell the same story.
pub fn verify(basis: &Basis<'_>) -> Verification {
    let history = basis.history;
    let standings = standings(basis);
    let (refused, idle): (Vec<Ignored>, Vec<Ignored>) = standings
        .ignored
        .into_iter()
        .partition(|it| it.kind == IgnoredKind::Refused);
    let counts = |line: usize| {
        let is_idle = |it: &Ignored| it.line == line && it.kind != IgnoredKind::NotPlanned;
        !refused.iter().chain(&idle).any(is_idle)
    };
    let decisions = standings.milestones.iter().flat_map(|standing| {
        let earlier = standing.earlier.iter();
        let is_signed = |it: &&DecisionMark| matches!(it.known, Known::Signed(_));
        standing.decision.iter().chain(earlier.filter(is_signed))
    });
    let mut not_accepted: Vec<(usize, String, String)> = decisions
        .filter_map(|it| {
            let which = format!("decision of {}", inline(&it.by, 100));
            Some((it.line, which, it.not_accepted.clone()?))
        })
        .collect();
    let granted = standings.milestones.iter().filter_map(|it| {
        let granted = it.granted.as_ref()?;
        granted.seal.not_vouched.as_ref()?;
        let which = format!("extension that {} granted", inline(granted.by(), 100));
        Some((granted.line, which, granted.in_words()))
    });
    not_accepted.extend(granted);
    not_accepted.sort();
    let mut signed = Vec::new();
    let mut vouched = BTreeSet::new();
    let mut vouched_to = None;
    for it in history.timed() {
        if counts(it.line.line)
            && let Ok(Some(seal)) = seal_of(basis, it.entry)
            && let Some(Signed { by, .. }) = Signed::of(it.entry)
        {
            let ready = match &it.entry.event {
                Event::Decision(decision) => history.find(&decision.ready),
                _ => None,
            };
            let ready = ready.map(|ready| ready.line);
            if seal.not_vouched.is_none() {
                vouched.insert(it.line.line);
                vouched.extend(ready);
                vouched_to = Some((it.line.line, ready));
            }
            signed.push((it.line.line, by.to_owned(), seal));
        }
    }
    Verification {
        entries: history.lines.len(),
        problems: history.problems.clone(),
        newer: history.newer(),
        signed,
        refused,
        not_accepted,
        idle,
        doubts: standings.doubts,
        vouched,
        vouched_to,
        last_line: history.lines.last().map(|line| line.line),
        is_by_own_list: basis.outside.is_none(),
    }
}
