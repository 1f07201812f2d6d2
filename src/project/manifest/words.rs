//! `[words]` and `[policies.NAME]`: the author's rules, the profile's, and those of `--rules`.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::diagnostics::text::{inline, nearest, thousands};
use crate::diagnostics::{Diagnostic, Place};
use crate::project::built_in_policies;
use crate::project::manifest::read::{ManifestReader, known};
use crate::project::manifest::tables::{OwnPolicy, PartLimit, Tolerance, WordRules};
use crate::project::origin::Ruled;
use crate::project::outline::order::Outline;
use crate::project::profile::read::{bounds, policies};
use crate::project::profile::rules::{Bounds, Profile, WordDefaults};
use crate::project::rules::{DUPLICATE_NAME, MINIMUM_OVER_LIMIT, UNKNOWN_NAME};
use crate::project::table::given::Given;
use crate::project::table::reader::TableReader;
use crate::project::table::values::FromValue;

impl ManifestReader<'_> {
    /// Returns the policies of the profile, the manifest and the rules; the last of a name wins.
    pub(crate) fn policies(&mut self, file: &TableReader<'_>) -> BTreeMap<String, OwnPolicy> {
        let built_in = built_in_policies();
        let mut all = self.profile.policies.clone();
        let own = policies(file);
        let ruled = self
            .rules
            .map(|rules| rules.policies.clone())
            .unwrap_or_default();
        for (name, policy) in own {
            let place = policy.place.clone().unwrap_or_else(|| self.file());
            let written = inline(&name, 40);
            if built_in.contains(&name.as_str()) {
                self.found.push(
                    Diagnostic::of(
                        &DUPLICATE_NAME,
                        format!("the policy `{written}` is built in and cannot be changed"),
                    )
                    .at(place)
                    .hint(format!(
                        "give it a name of its own, with `base = \"{written}\"`"
                    )),
                );
                continue;
            }
            if ruled.contains_key(&name) {
                self.overrule(
                    format!("the policy `{written}` is defined by the rules, not by the manifest"),
                    place,
                );
            }
            all.insert(name, policy);
        }
        all.extend(ruled);
        let names: Vec<String> = policy_names(&all);
        for (name, entry) in file.entries("policies") {
            let base = entry
                .table()
                .and_then(|table| table.given::<String>("base"));
            if let Some(base) = base
                && (base.value == name.value || !names.contains(&base.value))
            {
                self.unknown_policy(&base.value, base.place, &names);
            }
        }
        all
    }

    /// Returns the rules about words: the manifest over the profile, the rules over both.
    pub(crate) fn words(
        &mut self,
        table: &TableReader<'_>,
        policies: &BTreeMap<String, OwnPolicy>,
        outline: &Outline,
    ) -> WordRules {
        let none = WordDefaults::default();
        let profile = self.profile;
        let rules = self.rules.map_or(&none, |rules| &rules.words);
        let default = WordRules::default();
        let number = |value: &u32| thousands(*value as usize);
        let quoted = |value: &String| format!("`{}`", inline(value, 40));
        let share = |value: &Tolerance| match value {
            Tolerance::Words(words) => thousands(*words as usize),
            Tolerance::Percent(percent) => format!("{percent} %"),
        };

        let names = policy_names(policies);
        let written = table.given("policy").map(written);
        for rule in [&written, &profile.words.policy, &rules.policy]
            .into_iter()
            .flatten()
        {
            if !names.contains(&rule.value) {
                let place = rule.place.clone().unwrap_or_else(|| self.file());
                self.unknown_policy(&rule.value, place, &names);
            }
        }
        let limit = self.settle(table, "limit", |words| &words.limit, number);
        let minimum = self.settle(table, "minimum", |words| &words.minimum, number);
        let policy = self.settle(table, "policy", |words| &words.policy, quoted);
        let convention = self.settle(table, "convention", |words| &words.convention, quoted);
        let tolerance = self.settle(table, "tolerance", |words| &words.tolerance, share);
        if let (Some(least), Some(most)) = (&minimum, &limit)
            && least.value > most.value
        {
            let place = least.place.clone().or_else(|| most.place.clone());
            self.found.push(
                Diagnostic::of(
                    &MINIMUM_OVER_LIMIT,
                    format!(
                        "the minimum of {} words is over the limit of {}",
                        number(&least.value),
                        number(&most.value)
                    ),
                )
                .at(place.unwrap_or_else(|| self.file()))
                .hint("set `minimum` below `limit`, or leave it out"),
            );
        }
        WordRules {
            limit,
            minimum,
            policy: policy.unwrap_or(default.policy),
            convention: convention.unwrap_or(default.convention),
            tolerance: tolerance.unwrap_or(default.tolerance),
            bands: [&rules.bands, &profile.words.bands]
                .into_iter()
                .find_map(|it| it.as_ref().map(|rule| rule.value.clone()))
                .unwrap_or_default(),
            valid_until: match self.rules {
                Some(rules) => rules.valid_until,
                None => profile.valid_until,
            },
            confirmed: rules
                .confirmed
                .clone()
                .or_else(|| table.get("confirmed"))
                .or_else(|| profile.words.confirmed.clone()),
            limits: self.part_limits(table, rules, outline),
        }
    }

    /// Takes the value that counts, and notes what the manifest tried to change.
    fn settle<T: Clone + FromValue + PartialEq, S: Display>(
        &mut self,
        table: &TableReader<'_>,
        key: &str,
        of: impl Fn(&WordDefaults) -> &Option<Ruled<T>>,
        show: impl Fn(&T) -> S,
    ) -> Option<Ruled<T>> {
        let wanted = table.given::<T>(key);
        let Some(rule) = self.rules.and_then(|rules| of(&rules.words).as_ref()) else {
            let profile = of(&self.profile.words).clone();
            return wanted.map(written).or(profile);
        };
        if let Some(wanted) = wanted
            && wanted.value != rule.value
        {
            let (ruled, wanted_value) = (show(&rule.value), show(&wanted.value));
            self.overrule(
                format!("`words.{key}` is {ruled} by the rules, not {wanted_value}"),
                wanted.place,
            );
        }
        Some(rule.clone())
    }

    fn part_limits(
        &mut self,
        table: &TableReader<'_>,
        rules: &WordDefaults,
        outline: &Outline,
    ) -> Vec<PartLimit> {
        let scopes = scopes(outline, self.profile);
        let mut limits = placeless(&self.profile.words.limits);
        for (id, entry) in table.entries("limits") {
            let bounds = match (entry.table(), entry.get()) {
                (Some(row), _) => bounds(&row),
                (None, Some(limit)) if limit > 0 => Bounds {
                    minimum: None,
                    limit: Some(limit),
                },
                (None, _) => continue,
            };
            let written = inline(&id.value, 40);
            // A section is known only on the pages; a near miss of a part is known already.
            if !scopes.contains(&id.value)
                && let Some(name) = nearest(&written, scopes.iter().map(String::as_str))
            {
                self.found.push(
                    Diagnostic::of(
                        &UNKNOWN_NAME,
                        format!("there is no chapter or part `{written}` to limit"),
                    )
                    .at(id.place.clone())
                    .hint(format!("did you mean `{name}`?")),
                );
                continue;
            }
            if let (Some(least), Some(most)) = (bounds.minimum, bounds.limit)
                && least > most
            {
                self.found.push(
                    Diagnostic::of(
                        &MINIMUM_OVER_LIMIT,
                        format!("the minimum of `{written}` is over its limit"),
                    )
                    .at(entry.place.clone())
                    .hint("set `minimum` below `limit`"),
                );
            }
            if rules
                .limits
                .get(&id.value)
                .is_some_and(|rule| rule.value != bounds)
            {
                self.overrule(
                    format!("`words.limits.{written}` is set by the rules, not by the manifest"),
                    entry.place.clone(),
                );
            }
            limits.insert(id.value, Ruled::written(bounds, entry.place));
        }
        limits.extend(placeless(&rules.limits));
        limits
            .into_iter()
            .map(|(scope, rule)| PartLimit {
                scope,
                minimum: rule.value.minimum,
                limit: rule.value.limit,
                origin: rule.origin,
                place: rule.place,
            })
            .collect()
    }

    fn unknown_policy(&mut self, name: &str, place: Place, names: &[String]) {
        let written = inline(name, 40);
        self.found.push(
            Diagnostic::of(
                &UNKNOWN_NAME,
                format!("there is no counting policy `{written}`"),
            )
            .at(place)
            .hint(known(&written, names)),
        );
    }

    fn file(&self) -> Place {
        Place::file(self.found.path.clone())
    }
}

fn written<T>(given: Given<T>) -> Ruled<T> {
    Ruled::written(given.value, given.place)
}

/// Returns limits that the manifest did not set: there is no line of it to point at.
fn placeless(limits: &BTreeMap<String, Ruled<Bounds>>) -> BTreeMap<String, Ruled<Bounds>> {
    let mut limits = limits.clone();
    limits.values_mut().for_each(|rule| rule.place = None);
    limits
}

fn policy_names(own: &BTreeMap<String, OwnPolicy>) -> Vec<String> {
    let mut names: Vec<String> = built_in_policies().into_iter().map(str::to_owned).collect();
    names.extend(own.keys().cloned());
    names
}

/// Returns what can have a limit of its own: chapters, appendices, and parts that people write.
pub(crate) fn scopes(outline: &Outline, profile: &Profile) -> Vec<String> {
    let mut scopes: Vec<String> = outline.texts().map(|text| text.id.clone()).collect();
    let present = outline.parts().map(|part| (part.kind, &part.id));
    let rules = profile.parts().map(|rule| (rule.kind, &rule.id));
    for (kind, id) in present.chain(rules) {
        if kind.is_written() && !scopes.contains(id) {
            scopes.push(id.clone());
        }
    }
    scopes
}
