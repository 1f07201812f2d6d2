//! A finding: something about the author's files, with its place.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::diagnostics::place::Place;
use crate::diagnostics::rule::Rule;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Must be fixed.
    Deny,
    /// Worth fixing.
    Warn,
}

/// What stands on the page as a mark because nothing can be printed for it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Unresolved {
    /// A citation of a work that is not there.
    Citation,
    /// A reference to something that is not there or has no number.
    Reference,
    /// A link to something in the document that is not there.
    Link,
    /// A picture that is not there or cannot be read.
    Picture,
    /// A formula that cannot be read.
    Formula,
    /// A chapter that cannot be typeset.
    Chapter,
}

impl Unresolved {
    /// Returns its name in JSON and for people.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// One finding: a code, a level, a sentence, and where known its place and the next step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The stable name of the rule, in kebab-case.
    pub code: Cow<'static, str>,
    /// How much it matters.
    pub level: Level,
    /// What is, in lower case and without a full stop.
    pub message: String,
    /// Where it is.
    pub place: Option<Place>,
    /// Other places that belong to it, each with a word of its own.
    pub related: Vec<(Place, String)>,
    /// What to do about it.
    pub hints: Vec<String>,
    /// What it leaves unresolved on the page, and how the author names that.
    pub unresolved: Option<(Unresolved, String)>,
}

impl Diagnostic {
    /// Returns what a rule finds, at the level of its row.
    pub fn of(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self::judged(rule.default, rule, message)
    }

    /// Returns what a rule finds, at a level of its own.
    pub fn judged(level: Level, rule: &'static Rule, message: impl Into<String>) -> Self {
        Self::new(rule.code, level, message)
    }

    /// Returns a finding of no rule that must be fixed, for tests of what becomes of findings.
    #[cfg(test)]
    pub(crate) fn deny(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Level::Deny, message)
    }

    /// The same, worth fixing.
    #[cfg(test)]
    pub(crate) fn warn(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Level::Warn, message)
    }

    fn new(code: &'static str, level: Level, message: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            level,
            message: message.into(),
            place: None,
            related: Vec::new(),
            hints: Vec::new(),
            unresolved: None,
        }
    }

    /// Returns whether it is a finding of a rule.
    pub fn is(&self, rule: &Rule) -> bool {
        self.code == rule.code
    }

    /// Returns whether it is a finding of one of some rules.
    pub fn is_any(&self, rules: &[&Rule]) -> bool {
        rules.iter().any(|rule| self.is(rule))
    }

    /// Makes it a finding of another rule, at its level and with its place.
    pub(crate) fn set_rule(&mut self, rule: &'static Rule) {
        self.code = Cow::Borrowed(rule.code);
    }

    /// Sets its place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Sets its place where one is known.
    #[must_use]
    pub fn maybe_at(mut self, place: Option<Place>) -> Self {
        self.place = place.or(self.place);
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn also(mut self, place: Place, word: impl Into<String>) -> Self {
        self.related.push((place, word.into()));
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says what it leaves unresolved on the page.
    #[must_use]
    pub fn unresolved(mut self, what: Unresolved, name: impl Into<String>) -> Self {
        self.unresolved = Some((what, name.into()));
        self
    }

    /// Orders findings for people: what must be fixed first, then by place, then by code.
    pub fn sort(findings: &mut [Diagnostic]) {
        findings.sort_by(|a, b| {
            let key = |d: &Diagnostic| {
                let place = d
                    .place
                    .as_ref()
                    .map(|p| (p.path.clone(), p.range.as_ref().map(|r| r.start)));
                (d.level, place.is_none(), place, d.code.clone())
            };
            key(a).cmp(&key(b))
        });
    }
}
