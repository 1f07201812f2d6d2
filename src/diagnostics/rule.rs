//! A rule: the row that a finding is made from.

use crate::diagnostics::Level;

/// What can be wrong with a dissertation, and what that is worth.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The stable name, in kebab-case; never renamed, never used again.
    pub code: &'static str,
    /// How much it matters when nobody has set anything.
    pub default: Level,
    /// How much it matters in any case once everything is due: in a check for the submission and in
    /// a package; `None`: no more than before.
    pub handed_in: Option<Level>,
    /// The edition of the rules that it came with: before a project or its programme takes that
    /// edition it warns at most, so that a new version of the program turns nothing red.
    pub since: u32,
    /// What it is found in.
    pub phase: Phase,
    /// What it finds, in a few words.
    pub summary: &'static str,
    /// What it finds, why it matters and what to do, in Markdown.
    pub explanation: &'static str,
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

    /// Returns whether it is the rule of a code.
    pub fn is(&self, other: &Rule) -> bool {
        self.code == other.code
    }
}

/// Makes rules of rows `NAME "code" Level Phase "summary";`, and `RULES` of them all. `Warn -> Deny`
/// stands for what warns in a draft and must be fixed in what is handed in, and `since 2027` before
/// the summary for a rule that came with a later edition. Each code has an explanation in a file of
/// its own.
macro_rules! rows {
    (@handed_in) => {
        None
    };
    (@handed_in $handed_in:ident) => {
        Some($crate::diagnostics::Level::$handed_in)
    };
    (@since) => {
        $crate::diagnostics::FIRST_EDITION
    };
    (@since $since:literal) => {
        $since
    };
    ($($name:ident $code:literal $level:ident $(-> $handed_in:ident)? $phase:ident $(since $since:literal)? $summary:literal;)*) => {
        $(
            #[doc = $summary]
            pub(crate) static $name: $crate::diagnostics::Rule = $crate::diagnostics::Rule {
                code: $code,
                default: $crate::diagnostics::Level::$level,
                handed_in: $crate::diagnostics::rows!(@handed_in $($handed_in)?),
                since: $crate::diagnostics::rows!(@since $($since)?),
                phase: $crate::diagnostics::Phase::$phase,
                summary: $summary,
                explanation: include_str!(concat!(
                    env!("CARGO_MANIFEST_DIR"),
                    "/templates/rules/",
                    $code,
                    ".md"
                )),
            };
        )*

        /// All rules of this file.
        pub(crate) static RULES: &[&$crate::diagnostics::Rule] = &[$(&$name),*];
    };
}
pub(crate) use rows;
