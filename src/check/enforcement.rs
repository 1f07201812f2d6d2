//! Levels, waivers and order: what becomes of the findings that rules pushed.

use std::collections::BTreeSet;

use crate::check::distinct::Distinct;
use crate::check::length::{
    EXEMPT_TEXT_KEEPS_LIMIT, EXEMPT_TEXT_LARGE, PART_MINIMUM_MISSED, WORD_MINIMUM_MISSED,
};
use crate::check::registry::{meant, rule};
use crate::check::rules::{UNKNOWN_RULE, WAIVER_ENDED};
use crate::check::schedule::LEDGER_BROKEN;
use crate::check::sink::Sink;
use crate::diagnostics::rules::{CHANGE_NOT_CLOSED, CHANGES_UNDECIDED, TEXT_NOT_PRINTED};
use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Level, Rule, Today, british};
use crate::project::rules::OVERRULED;
use crate::project::{CheckRules, Status, Waiver};
use crate::typeset::rules::TEXT_OVERLAPS;

/// What decides which findings stand, and at which level.
#[derive(Clone, Copy, Debug)]
pub struct Enforcement<'a> {
    /// `[check]` of the manifest, completed by profile and `--rules`.
    pub rules: &'a CheckRules,
    /// Whether somebody brought rules from outside.
    pub has_outside_rules: bool,
    /// The day on which waivers may have ended.
    pub today: Today,
    /// The rules that somebody outside the project asks about with a list of their own.
    pub asked: &'a [&'a Rule],
    /// The codes that were asked for; `None` means all.
    pub only: Option<&'a BTreeSet<String>>,
}

/// What a check found, once levels and waivers were applied.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What stands, in the order for people.
    pub findings: Vec<Diagnostic>,
    /// What is waived, each with its reason.
    pub waived: Vec<(Diagnostic, String)>,
    /// What the manifest tried and whoever judges set aside.
    pub overruled: Vec<Diagnostic>,
}

impl Enforcement<'_> {
    /// Decides what stands: levels, then waivers, then order. The same finding stands once.
    pub fn enforce(&self, sink: Sink) -> Checked {
        let mut checked = Checked::default();
        let found = sink.into_findings().into_iter();
        for mut finding in found.chain(self.about_itself()) {
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
                Some(waiver) => checked.waived.push((finding, waiver.reason.clone())),
                None => checked.findings.push(finding),
            }
        }
        checked.overruled = self.overruled();
        let mut distinct = Distinct::default();
        checked.findings.retain(|finding| distinct.takes(finding));
        Diagnostic::sort(&mut checked.findings);
        checked
    }

    /// Returns the level of a finding: the one that somebody has set for its rule, else its own.
    /// `None`: it is switched off.
    fn level(&self, finding: &Diagnostic) -> Option<Level> {
        match self.rules.levels.get(finding.code.as_ref()) {
            None => Some(self.own_level(finding)),
            Some(set) if self.is_set_aside(&finding.code, set.value, set.origin.status) => {
                Some(self.own_level(finding))
            }
            Some(set) => set.value,
        }
    }

    /// Returns the level that a finding has when nobody has set one.
    fn own_level(&self, finding: &Diagnostic) -> Level {
        match rule(&finding.code) {
            Some(rule) => rule.level_in(self.rules.edition, finding.level),
            None => finding.level,
        }
    }

    /// Returns whether a level of the manifest's does not hold: it would let something pass that
    /// whoever judges has not let pass.
    fn is_set_aside(&self, code: &str, wanted: Option<Level>, status: Status) -> bool {
        status != Status::Rules
            && wanted != Some(Level::Deny)
            && ((self.has_outside_rules && is_gate(code)) || self.is_fixed(code))
    }

    /// Returns whether nobody inside the project may lower a rule: whoever brings a list of names or
    /// of keys is answered, and a record that was tampered with cannot excuse itself.
    fn is_fixed(&self, code: &str) -> bool {
        code == LEDGER_BROKEN.code || self.asked.iter().any(|rule| rule.code == code)
    }

    /// Returns the waiver that covers a finding.
    fn waiver(&self, finding: &Diagnostic) -> Option<&Waiver> {
        self.rules.waivers.iter().find(|waiver| {
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
        (self.has_outside_rules && is_gate(&waiver.code)) || self.is_fixed(&waiver.code)
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
                let finding = Diagnostic::of(&OVERRULED, message)
                    .hint("it stays as it is: the rules from outside decide");
                overruled.push(finding.maybe_at(set.place.clone()));
            }
        }
        for waiver in &self.rules.waivers {
            if self.is_refused(waiver) {
                let message = format!("the project waives `{}`", inline(&waiver.code, 60));
                let finding = Diagnostic::of(&OVERRULED, message)
                    .hint("it is not waived: the rules from outside decide");
                overruled.push(finding.at(waiver.place.clone()));
            }
        }
        overruled
    }

    /// Returns what is wrong with the waivers and levels themselves.
    fn about_itself(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (code, set) in &self.rules.levels {
            if let (Some(place), None) = (&set.place, rule(code)) {
                found.push(unknown_rule(code).at(place.clone()));
            }
        }
        for waiver in &self.rules.waivers {
            if rule(&waiver.code).is_none() {
                found.push(unknown_rule(&waiver.code).at(waiver.place.clone()));
            }
            if let (Some(until), true) = (waiver.until, self.has_ended(waiver)) {
                let message = format!(
                    "the waiver of `{}` ended on {}",
                    inline(&waiver.code, 60),
                    british(until)
                );
                found.push(
                    Diagnostic::of(&WAIVER_ENDED, message)
                        .at(waiver.place.clone())
                        .hint("fix what it was for and remove it, or give it a later `expires`"),
                );
            }
        }
        found
    }
}

/// Rules that a project cannot let pass when somebody else judges, beside those that are denied by
/// default: bounds, text taken out of the count, and changes that nobody has decided.
static GATES: &[&Rule] = &[
    &CHANGE_NOT_CLOSED,
    &CHANGES_UNDECIDED,
    &TEXT_NOT_PRINTED,
    &TEXT_OVERLAPS,
    &EXEMPT_TEXT_KEEPS_LIMIT,
    &EXEMPT_TEXT_LARGE,
    &PART_MINIMUM_MISSED,
    &WORD_MINIMUM_MISSED,
];

fn is_gate(code: &str) -> bool {
    rule(code).is_some_and(|rule| rule.default == Level::Deny)
        || GATES.iter().any(|rule| rule.code == code)
}

fn unknown_rule(code: &str) -> Diagnostic {
    let written = inline(code, 60);
    Diagnostic::of(&UNKNOWN_RULE, format!("there is no rule `{written}`")).hint(meant(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FIRST_EDITION, Rule};
    use crate::diagnostics::{Place, ProjectPath, parse_date};
    use crate::project::{Origin, Ruled};

    fn today(day: &str) -> Today {
        Today(parse_date(day).unwrap())
    }

    fn path(text: &str) -> ProjectPath {
        ProjectPath::new(text).unwrap()
    }

    fn waiver(code: &str, file: Option<&str>, until: Option<&str>) -> Waiver {
        Waiver {
            code: code.into(),
            path: file.map(path),
            reason: "agreed".into(),
            until: until.map(|day| parse_date(day).unwrap()),
            place: Place::range(path("folio.toml"), 1..2),
        }
    }

    fn enforced(rules: &CheckRules, has_outside_rules: bool, findings: &[Diagnostic]) -> Checked {
        let mut sink = Sink::default();
        sink.extend(findings.iter().cloned());
        let enforcement = Enforcement {
            asked: &[],
            rules,
            has_outside_rules,
            today: today("2027-03-01"),
            only: None,
        };
        enforcement.enforce(sink)
    }

    fn denied(checked: &Checked) -> usize {
        let is_denied = |finding: &&Diagnostic| finding.level == Level::Deny;
        checked.findings.iter().filter(is_denied).count()
    }

    fn shown(findings: &[Diagnostic]) -> Vec<String> {
        let one = |finding: &Diagnostic| format!("{:?} {}", finding.level, finding.code);
        findings.iter().map(one).collect()
    }

    #[test]
    fn a_level_that_somebody_set_wins_over_the_rules_own() {
        let set = |level| Ruled::written(level, Place::range(path("folio.toml"), 1..2));
        let rules = CheckRules {
            levels: [
                ("word-limit-near".to_owned(), set(Some(Level::Deny))),
                ("milestone-overdue".to_owned(), set(None)),
            ]
            .into(),
            ..CheckRules::default()
        };
        let checked = enforced(
            &rules,
            false,
            &[
                Diagnostic::warn("chain-broken", "c"),
                Diagnostic::warn("milestone-overdue", "b"),
                Diagnostic::warn("word-limit-near", "a"),
            ],
        );
        assert_eq!(
            shown(&checked.findings),
            ["Deny word-limit-near", "Warn chain-broken"]
        );
    }

    #[test]
    fn a_waiver_holds_for_its_file_until_its_last_day() {
        let at = |file: &str| Diagnostic::warn("chain-broken", "a").at(Place::file(path(file)));
        let rules = |until| CheckRules {
            waivers: vec![waiver("chain-broken", Some("a.md"), until)],
            ..CheckRules::default()
        };
        let checked = enforced(&rules(Some("2027-03-01")), false, &[at("a.md"), at("b.md")]);
        assert_eq!(checked.waived[0].1, "agreed");
        assert_eq!(shown(&checked.findings), ["Warn chain-broken"]);

        let checked = enforced(&rules(Some("2027-02-28")), false, &[at("a.md")]);
        assert_eq!(checked.waived, []);
        assert_eq!(
            shown(&checked.findings),
            ["Warn chain-broken", "Warn waiver-ended"]
        );
    }

    #[test]
    fn whoever_brings_rules_sets_aside_what_would_open_a_gate() {
        let rules = CheckRules {
            levels: [(
                "word-limit-exceeded".to_owned(),
                Ruled {
                    value: None,
                    origin: Origin::manifest(),
                    place: None,
                },
            )]
            .into(),
            waivers: vec![waiver("exempt-text-keeps-limit", None, None)],
            ..CheckRules::default()
        };
        let findings = [
            Diagnostic::deny("word-limit-exceeded", "a"),
            Diagnostic::deny("exempt-text-keeps-limit", "b"),
        ];
        let checked = enforced(&rules, true, &findings);
        assert_eq!(denied(&checked), 2);
        assert_eq!(checked.overruled.len(), 2);
        let checked = enforced(&rules, false, &findings);
        assert!(denied(&checked) == 0 && checked.overruled.is_empty());
    }

    #[test]
    fn a_rule_of_a_later_edition_warns_until_that_edition_is_taken() {
        let rule = Rule {
            since: 2027,
            ..*rule("word-limit-exceeded").unwrap()
        };
        assert_eq!(rule.level_in(0, Level::Deny), Level::Warn);
        assert_eq!(rule.level_in(2027, Level::Deny), Level::Deny);
        let first = Rule {
            since: FIRST_EDITION,
            ..rule
        };
        assert_eq!(first.level_in(0, Level::Deny), Level::Deny);
    }

    #[test]
    fn a_waiver_of_no_rule_is_found() {
        let rules = CheckRules {
            waivers: vec![waiver("chain-brokn", None, None)],
            ..CheckRules::default()
        };
        let checked = enforced(&rules, false, &[]);
        assert_eq!(shown(&checked.findings), ["Warn unknown-rule"]);
        assert_eq!(checked.findings[0].hints, ["did you mean `chain-broken`?"]);
    }

    #[test]
    fn the_same_finding_stands_once_and_what_must_be_fixed_first() {
        let twice = Diagnostic::warn("chain-broken", "a");
        let checked = enforced(
            &CheckRules::default(),
            false,
            &[
                twice.clone(),
                Diagnostic::deny("word-limit-exceeded", "b"),
                twice,
            ],
        );
        assert_eq!(
            shown(&checked.findings),
            ["Deny word-limit-exceeded", "Warn chain-broken"]
        );
    }
}
