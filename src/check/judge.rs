//! Levels, waivers and order: what becomes of the findings that rules pushed.

use std::collections::BTreeSet;

use crate::check::context::{OutputContext, ScheduleContext, SourceContext};
use crate::check::registry::{rule, rules};
use crate::check::rule::Run;
use crate::check::sink::Sink;
use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Level, Place, Today};
use crate::project::{CheckRules, Status, Waiver};

/// Who decides what a finding means.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// `[check]` of the manifest, completed by profile and `--rules`.
    pub rules: &'a CheckRules,
    /// Whether somebody brought rules from outside.
    pub has_outside_rules: bool,
    /// The day on which waivers may have ended.
    pub today: Today,
    /// The codes that were asked for; `None` means all.
    pub only: Option<&'a BTreeSet<String>>,
}

/// What a check found, judged.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What stands, in the order for people.
    pub findings: Vec<Diagnostic>,
    /// What is waived.
    pub waived: Vec<Waived>,
    /// What the manifest tried and whoever judges set aside.
    pub overruled: Vec<Diagnostic>,
}

/// A finding that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it is accepted.
    pub reason: String,
}

impl Judge<'_> {
    /// Runs the rules that read the author's files.
    pub fn source(&self, context: &SourceContext<'_>, sink: &mut Sink) {
        for rule in rules() {
            if let Run::Source(run) = rule.run {
                run(context, sink);
            }
        }
    }

    /// Runs the rules that read the pages.
    pub fn output(&self, context: &OutputContext<'_>, sink: &mut Sink) {
        for rule in rules() {
            if let Run::Output(run) = rule.run {
                run(context, sink);
            }
        }
    }

    /// Runs the rules that read the milestones.
    pub fn schedule(&self, context: &ScheduleContext<'_>, sink: &mut Sink) {
        for rule in rules() {
            if let Run::Schedule(run) = rule.run {
                run(context, sink);
            }
        }
    }

    /// Decides what stands: levels, then waivers, then order. The same finding stands once.
    pub fn judge(&self, sink: Sink) -> Checked {
        let mut checked = Checked::default();
        let mut used = BTreeSet::new();
        for mut finding in sink.into_findings() {
            let is_wanted = self
                .only
                .is_none_or(|only| only.contains(finding.code.as_ref()));
            if !is_wanted {
                continue;
            }
            match self.level(&finding) {
                Some(level) => finding.level = level,
                None => continue,
            }
            match self.waiver(&finding) {
                Some((index, waiver)) => {
                    used.insert(index);
                    checked.waived.push(Waived {
                        finding,
                        reason: waiver.reason.clone(),
                    });
                }
                None => checked.findings.push(finding),
            }
        }
        checked.overruled = self.overruled();
        if self.only.is_none() {
            checked.findings.extend(self.about_waivers());
        }
        Diagnostic::sort(&mut checked.findings);
        checked.findings.dedup();
        checked
    }

    /// Returns the level of a finding: the one that somebody has set for its rule, else its own.
    /// `None`: it is switched off.
    fn level(&self, finding: &Diagnostic) -> Option<Level> {
        match self.rules.levels.get(finding.code.as_ref()) {
            None => Some(finding.level),
            Some(set) if self.is_set_aside(&finding.code, set.value, set.origin.status) => {
                Some(finding.level)
            }
            Some(set) => set.value,
        }
    }

    /// Returns whether a level of the manifest's does not hold: it would let something pass that
    /// whoever judges has not let pass.
    fn is_set_aside(&self, code: &str, wanted: Option<Level>, status: Status) -> bool {
        self.has_outside_rules
            && status != Status::Rules
            && wanted != Some(Level::Deny)
            && is_gate(code)
    }

    /// Returns the waiver that covers a finding.
    fn waiver(&self, finding: &Diagnostic) -> Option<(usize, &Waiver)> {
        self.rules.waivers.iter().enumerate().find(|(_, waiver)| {
            let is_same_file = waiver
                .path
                .as_ref()
                .is_none_or(|path| finding.place.as_ref().map(|place| &place.path) == Some(path));
            waiver.code == finding.code
                && is_same_file
                && !self.has_ended(waiver)
                && !self.is_refused(waiver)
        })
    }

    fn has_ended(&self, waiver: &Waiver) -> bool {
        waiver.until.is_some_and(|until| self.today.0 > until)
    }

    /// Returns whether whoever judges does not take a waiver: a gate cannot be waived by
    /// the person that it holds.
    fn is_refused(&self, waiver: &Waiver) -> bool {
        self.has_outside_rules && is_gate(&waiver.code)
    }

    /// Returns what the manifest tried and whoever judges set aside.
    fn overruled(&self) -> Vec<Diagnostic> {
        let mut overruled = Vec::new();
        for (code, set) in &self.rules.levels {
            if self.is_set_aside(code, set.value, set.origin.status) {
                let wanted = match set.value {
                    Some(Level::Warn) => "be only worth fixing",
                    Some(Level::Deny) => "have to be fixed",
                    None => "be switched off",
                };
                let message = format!("the project wants `{}` to {wanted}", inline(code, 60));
                let finding = Diagnostic::warn("overruled", message)
                    .hint("it stays as it is: the rules from outside decide");
                overruled.push(placed(finding, set.place.as_ref()));
            }
        }
        for waiver in &self.rules.waivers {
            if self.is_refused(waiver) {
                let message = format!("the project waives `{}`", inline(&waiver.code, 60));
                let finding = Diagnostic::warn("overruled", message)
                    .hint("it is not waived: the rules from outside decide");
                overruled.push(finding.at(waiver.place.clone()));
            }
        }
        overruled
    }

    /// Returns what is wrong with the waivers and levels themselves.
    fn about_waivers(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for waiver in &self.rules.waivers {
            let code = inline(&waiver.code, 60);
            if let (Some(until), true) = (waiver.until, self.has_ended(waiver)) {
                let day = crate::diagnostics::british(until);
                let finding = Diagnostic::warn(
                    "waiver-ended",
                    format!("the waiver of `{code}` ended on {day}"),
                );
                found.push(
                    finding
                        .at(waiver.place.clone())
                        .hint("fix what it was for and remove it, or give it a later `expires`"),
                );
            }
        }
        found.retain(|finding| {
            let set = self.rules.levels.get(finding.code.as_ref());
            set.is_none_or(|set| set.value.is_some())
        });
        found
    }
}

/// Rules that a project cannot let pass when somebody else judges, beside those that are denied by
/// default: bounds, and text taken out of the count.
const GATES: &[&str] = &[
    "exempt-text-keeps-limit",
    "exempt-text-large",
    "part-minimum-missed",
    "word-minimum-missed",
];

fn is_gate(code: &str) -> bool {
    rule(code).is_some_and(|rule| rule.default == Level::Deny) || GATES.contains(&code)
}

fn placed(finding: Diagnostic, place: Option<&Place>) -> Diagnostic {
    match place {
        Some(place) => finding.at(place.clone()),
        None => finding,
    }
}

impl Checked {
    /// Returns whether anything must be fixed.
    pub fn fails(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.level == Level::Deny)
    }

    /// Returns how many findings have a level.
    pub fn count(&self, level: Level) -> usize {
        let of_level = |finding: &&Diagnostic| finding.level == level;
        self.findings.iter().filter(of_level).count()
    }
}
