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
    /// The edition of the rules that it came with: before a project or its programme takes that
    /// edition it warns at most, so that a new version of the program turns nothing red.
    pub since: u32,
    /// What it finds, in a few words.
    pub summary: &'static str,
    /// What it finds, why it matters and what to do, in Markdown.
    pub explanation: &'static str,
    /// What looks for it.
    pub found_by: FoundBy,
}

/// What looks for a rule's findings, and what it reads.
#[derive(Clone, Copy, Debug)]
pub enum FoundBy {
    /// A search of the author's files.
    Source(fn(&SourceContext<'_>, &mut Sink)),
    /// A search of the typeset pages and the PDF.
    Output(fn(&OutputContext<'_>, &mut Sink)),
    /// A search of the milestones.
    Schedule(fn(&ScheduleContext<'_>, &mut Sink)),
    /// Another rule, or the room that reads the files.
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

/// The edition that every project has taken.
pub const FIRST_EDITION: u32 = 2026;

impl Rule {
    /// Returns what a finding is worth where only the rules up to an edition are taken.
    pub fn level_in(&self, edition: u32, level: Level) -> Level {
        match self.since > edition.max(FIRST_EDITION) {
            true => Level::Warn,
            false => level,
        }
    }

    /// Returns what the rule reads.
    pub fn phase(&self) -> Phase {
        match self.found_by {
            FoundBy::Source(_) => Phase::Source,
            FoundBy::Output(_) => Phase::Output,
            FoundBy::Schedule(_) => Phase::Schedule,
            FoundBy::Beside(phase) => phase,
        }
    }
}

impl SourceContext<'_> {
    /// Runs those of the rules that read the author's files.
    pub fn search(&self, rules: &[Rule], sink: &mut Sink) {
        for rule in rules {
            if let FoundBy::Source(search) = rule.found_by {
                search(self, sink);
            }
        }
    }
}

impl OutputContext<'_> {
    /// Runs those of the rules that read the pages.
    pub fn search(&self, rules: &[Rule], sink: &mut Sink) {
        for rule in rules {
            if let FoundBy::Output(search) = rule.found_by {
                search(self, sink);
            }
        }
    }
}

impl ScheduleContext<'_> {
    /// Runs those of the rules that read the milestones.
    pub fn search(&self, rules: &[Rule], sink: &mut Sink) {
        for rule in rules {
            if let FoundBy::Schedule(search) = rule.found_by {
                search(self, sink);
            }
        }
    }
}

/// Makes rows of `"code" Level Phase "summary";`, with what looks for it in brackets behind the
/// phase, and `since 2027` before the summary for a rule that came with a later edition. Without brackets it is found beside: by another rule, or by the room that reads the
/// files. Each code has an explanation in a file of its own.
macro_rules! rows {
    (@found $phase:ident) => {
        $crate::check::rule::FoundBy::Beside($crate::check::rule::Phase::$phase)
    };
    (@found $phase:ident $search:expr) => {
        $crate::check::rule::FoundBy::$phase($search)
    };
    (@since) => {
        $crate::check::rule::FIRST_EDITION
    };
    (@since $since:literal) => {
        $since
    };
    ($($code:literal $level:ident $phase:ident $(($search:expr))? $(since $since:literal)? $summary:literal;)*) => {
        &[$(Rule {
            code: $code,
            default: $crate::diagnostics::Level::$level,
            since: $crate::check::rule::rows!(@since $($since)?),
            summary: $summary,
            explanation: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/src/check/explain/",
                $code,
                ".md"
            )),
            found_by: $crate::check::rule::rows!(@found $phase $($search)?),
        }),*]
    };
}
pub(crate) use rows;
