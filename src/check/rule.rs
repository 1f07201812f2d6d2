//! A rule: a row with a code, a level, an explanation, and what looks for it.

use crate::check::context::{OutputContext, ScheduleContext, SourceContext};
use crate::check::sink::Sink;
use crate::diagnostics::Level;

/// What can be wrong with a dissertation, and how it is found.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The stable name, in kebab-case; never renamed, never used again.
    pub code: &'static str,
    /// How much it matters when nobody has set anything.
    pub default: Level,
    /// What it finds, in a few words.
    pub summary: &'static str,
    /// What it finds, why it matters and what to do, in Markdown.
    pub explanation: &'static str,
    /// What looks for it.
    pub run: Run,
}

/// What a rule reads.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// The author's files.
    Source(fn(&SourceContext<'_>, &mut Sink)),
    /// The typeset pages and the PDF.
    Output(fn(&OutputContext<'_>, &mut Sink)),
    /// The milestones.
    Schedule(fn(&ScheduleContext<'_>, &mut Sink)),
    /// Nothing of its own: it is found by another rule, or by the room that reads the files.
    Beside(Phase),
}

/// The three kinds of rules, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Needs the author's files alone: no typesetting.
    Source,
    /// Needs the typeset pages.
    Output,
    /// Needs the milestones.
    Schedule,
}

impl Rule {
    /// Returns what the rule reads.
    pub fn phase(&self) -> Phase {
        match self.run {
            Run::Source(_) => Phase::Source,
            Run::Output(_) => Phase::Output,
            Run::Schedule(_) => Phase::Schedule,
            Run::Beside(phase) => phase,
        }
    }
}

/// Returns the explanation of a code, which is a file of its own.
macro_rules! explained {
    ($code:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/check/explain/",
            $code,
            ".md"
        ))
    };
}
pub(crate) use explained;
