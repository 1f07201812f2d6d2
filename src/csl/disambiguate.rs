//! Telling works apart whose cites look alike: more names, given names, letters behind the year.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::csl::cluster::{Part, cite};
use crate::csl::eval::{NameHint, Positions, Run, Works, initials_alike};
use crate::csl::item::Name;
use crate::csl::out::{Out, Tag};
use crate::csl::output::{Cite, Form};
use crate::csl::position::positions;
use crate::csl::style::GivenNameRule;

/// A work as its cite shows it.
#[derive(Clone, Debug)]
struct Shown {
    key: String,
    names: Vec<Name>,
    text: String,
}

/// Finds out what tells works apart that look alike, and keeps it with them.
///
/// The steps and their order are those of CSL 1.0.2, "Disambiguation".
pub(crate) fn tell_apart(
    run: &Run<'_>,
    works: &mut Works<'_>,
    clusters: &[Vec<Part>],
    notes: &[Option<u32>],
    order: &[&str],
) {
    let options = &run.style.citation.cites;
    let mut telling = Telling {
        run,
        works,
        clusters: bare(clusters, order),
        notes: notes.iter().copied().chain([None]).collect(),
    };
    let mut all = telling.shown();
    if let Some(rule) = options
        .add_given_names
        .filter(|rule| *rule != GivenNameRule::ByCite)
    {
        telling.tell_persons_apart(&all, rule);
        all = telling.shown();
    }
    let mut alike = telling.alike(&all);
    if !alike.is_empty() && options.add_names {
        for group in &alike {
            telling.add_names(group, options.add_given_names);
        }
        alike = telling.still_alike();
    }
    if !alike.is_empty() && options.add_given_names == Some(GivenNameRule::ByCite) {
        for group in &alike {
            telling.add_given_names(group);
        }
        alike = telling.still_alike();
    }
    if !alike.is_empty() && options.add_year_suffix {
        telling.add_letters(&alike, order);
        alike = telling.still_alike();
    }
    for shown in alike.iter().flatten() {
        telling.told(&shown.key, |told| told.by_condition = true);
    }
}

/// Returns the citations with nothing but their works, and one more with every work, so that each
/// stands once as if it were cited first.
fn bare(clusters: &[Vec<Part>], order: &[&str]) -> Vec<Vec<Part>> {
    let part = |key: &str| Part {
        given: 0,
        cite: Cite {
            key: key.to_owned(),
            ..Cite::default()
        },
    };
    let is_cite = |form: Form| !matches!(form, Form::Author | Form::Full | Form::Year);
    let cited = clusters.iter().map(|parts| {
        let cites = parts.iter().filter(|own| is_cite(own.cite.form));
        cites.map(|own| part(&own.cite.key)).collect()
    });
    let once = order.iter().map(|key| part(key)).collect();
    cited.chain([once]).collect()
}

struct Telling<'t, 'r, 'a> {
    run: &'t Run<'r>,
    works: &'t mut Works<'a>,
    clusters: Vec<Vec<Part>>,
    notes: Vec<Option<u32>>,
}

impl Telling<'_, '_, '_> {
    fn told(&mut self, key: &str, change: impl FnOnce(&mut crate::csl::eval::Told)) {
        if let Some(work) = self.works.get_mut(key) {
            change(&mut work.told);
        }
    }

    /// Returns every cite as it is shown now; "ibid." looks like nothing else.
    fn shown(&self) -> Vec<Shown> {
        let places = positions(self.run.style, &self.clusters, &self.notes);
        let is_ibid = |tag: &Tag| matches!(tag, Tag::Term(term) if term == "ibid");
        // What a bare cite shows depends on its work and where it stands, on nothing else.
        let mut seen: BTreeSet<(&str, &Positions)> = BTreeSet::new();
        let mut all = Vec::new();
        for (parts, places) in self.clusters.iter().zip(&places) {
            for (part, place) in parts.iter().zip(places) {
                if !seen.insert((&part.cite.key, place)) {
                    continue;
                }
                let Some(out) = cite(self.run, self.works, part, place) else {
                    continue;
                };
                if out.has_tag(&is_ibid) {
                    continue;
                }
                all.push(Shown {
                    key: part.cite.key.clone(),
                    names: names_of(&out),
                    text: out.letters(),
                });
            }
        }
        all
    }

    /// Returns the groups of works that look alike.
    fn alike(&self, all: &[Shown]) -> Vec<Vec<Shown>> {
        let mut by_text: BTreeMap<&str, Vec<Shown>> = BTreeMap::new();
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        for shown in all.iter().filter(|shown| !shown.text.is_empty()) {
            if seen.insert((&shown.text, &shown.key)) {
                by_text.entry(&shown.text).or_default().push(shown.clone());
            }
        }
        by_text
            .into_values()
            .filter(|group| group.len() > 1)
            .collect()
    }

    fn still_alike(&self) -> Vec<Vec<Shown>> {
        self.alike(&self.shown())
    }

    /// Gives persons of one family name their given names wherever they stand.
    fn tell_persons_apart(&mut self, all: &[Shown], rule: GivenNameRule) {
        let is_primary = matches!(
            rule,
            GivenNameRule::PrimaryName | GivenNameRule::PrimaryNameWithInitials
        );
        let most = if is_primary { 1 } else { usize::MAX };
        let persons: BTreeSet<&Name> = all
            .iter()
            .flat_map(|shown| shown.names.iter().take(most))
            .filter(|name| !name.given.is_empty())
            .collect();
        let mut families: BTreeMap<(&str, &str, &str), Vec<&Name>> = BTreeMap::new();
        for name in persons {
            families.entry(family_of(name)).or_default().push(name);
        }
        let mut hints: BTreeMap<Name, NameHint> = BTreeMap::new();
        for family in families.values().filter(|family| family.len() > 1) {
            for name in family {
                let is_alike = family
                    .iter()
                    .any(|other| other != name && initials_alike(name, other));
                let hint = match (rule, is_alike) {
                    (
                        GivenNameRule::AllNamesWithInitials
                        | GivenNameRule::PrimaryNameWithInitials,
                        true,
                    ) => continue,
                    (GivenNameRule::PrimaryName, true) => NameHint::GivenIfFirst,
                    (GivenNameRule::AllNames | GivenNameRule::ByCite, true) => NameHint::Given,
                    (
                        GivenNameRule::PrimaryName | GivenNameRule::PrimaryNameWithInitials,
                        false,
                    ) => NameHint::InitialsIfFirst,
                    (_, false) => NameHint::Initials,
                };
                hints.insert((*name).clone(), hint);
            }
        }
        for work in self.works.values_mut() {
            work.told.names = hints.clone();
        }
    }

    /// Shows more names of each work until it differs from the others.
    fn add_names(&mut self, group: &[Shown], rule: Option<GivenNameRule>) {
        if rule == Some(GivenNameRule::ByCite) {
            self.add_given_names(group);
        }
        let most = group
            .iter()
            .map(|shown| shown.names.len())
            .max()
            .unwrap_or(0);
        // With so many names, which class of works that look the same is each in?
        let mut class = vec![0_usize; group.len()];
        let mut sizes = vec![vec![group.len(); group.len()]];
        for position in 0..most {
            let mut classes: BTreeMap<(usize, Option<Name>), usize> = BTreeMap::new();
            for (at, shown) in group.iter().enumerate() {
                let key = (class[at], seen_name(shown, position, rule));
                let next = classes.len();
                class[at] = *classes.entry(key).or_insert(next);
            }
            let mut count = vec![0_usize; classes.len()];
            class.iter().for_each(|own| count[*own] += 1);
            sizes.push(class.iter().map(|own| count[*own]).collect());
        }
        for (at, shown) in group.iter().enumerate() {
            let last = sizes[most][at];
            if last == group.len() {
                continue;
            }
            // Classes only get smaller: as soon as one has its last size it is its last self.
            let enough = sizes.iter().position(|sizes| sizes[at] == last);
            self.told(&shown.key, |told| told.et_al = enough);
        }
    }

    /// Adds given names where they tell the works of a group apart, from the first name on.
    fn add_given_names(&mut self, group: &[Shown]) {
        let most = group
            .iter()
            .map(|shown| shown.names.len())
            .max()
            .unwrap_or(0);
        let mut left: Vec<&Shown> = group.iter().collect();
        for at in 0..most {
            let column: Vec<&Name> = left
                .iter()
                .filter_map(|shown| shown.names.get(at))
                .collect();
            let mut told = BTreeSet::new();
            for shown in &left {
                let Some(name) = shown.names.get(at) else {
                    continue;
                };
                let mut family = column
                    .iter()
                    .filter(|other| **other != name && family_of(other) == family_of(name))
                    .peekable();
                if family.peek().is_none() {
                    continue;
                }
                let hint = match family.any(|other| initials_alike(name, other)) {
                    true => NameHint::Given,
                    false => NameHint::Initials,
                };
                self.told(&shown.key, |own| {
                    own.names.insert(name.clone(), hint);
                });
                told.insert(shown.key.as_str());
            }
            left.retain(|shown| !told.contains(shown.key.as_str()));
        }
    }

    /// Adds letters behind the year, in the order of the list.
    fn add_letters(&mut self, alike: &[Vec<Shown>], order: &[&str]) {
        let places: BTreeMap<&str, usize> = order
            .iter()
            .enumerate()
            .map(|(at, key)| (*key, at))
            .collect();
        // A work that looks like two others at different places brings all together.
        let mut groups: Vec<BTreeSet<&str>> = Vec::new();
        for group in alike {
            let mut keys: BTreeSet<&str> = group.iter().map(|shown| shown.key.as_str()).collect();
            groups.retain(|own| {
                let is_same = !own.is_disjoint(&keys);
                if is_same {
                    keys.extend(own);
                }
                !is_same
            });
            groups.push(keys);
        }
        for group in groups {
            let mut keys: Vec<&str> = group.into_iter().collect();
            keys.sort_by_key(|key| places.get(key));
            for (at, key) in keys.into_iter().enumerate() {
                self.told(key, |told| told.year_suffix = Some(at + 1));
            }
        }
    }
}

/// Returns the names of a cite, all of them, shown or not.
fn names_of(out: &Out) -> Vec<Name> {
    let mut names = Vec::new();
    out.visit(&mut |part| {
        if let Out::Tagged(tag @ Tag::Names(_, own), _) = part
            && tag.is_names()
        {
            names.extend(Rc::clone(own).iter().map(Name::for_comparison));
        }
    });
    names
}

/// Returns what two persons of one family have alike.
fn family_of(name: &Name) -> (&str, &str, &str) {
    (
        &name.dropping_particle,
        &name.non_dropping_particle,
        &name.family,
    )
}

/// Returns what one would see of the name at a position.
fn seen_name(shown: &Shown, at: usize, rule: Option<GivenNameRule>) -> Option<Name> {
    let name = shown.names.get(at)?;
    let given = match rule {
        Some(GivenNameRule::AllNames | GivenNameRule::ByCite) => name.given.clone(),
        Some(GivenNameRule::AllNamesWithInitials) => crate::csl::eval::initials_of(name),
        Some(GivenNameRule::PrimaryName) if at == 0 => name.given.clone(),
        Some(GivenNameRule::PrimaryNameWithInitials) if at == 0 => {
            crate::csl::eval::initials_of(name)
        }
        Some(GivenNameRule::PrimaryName | GivenNameRule::PrimaryNameWithInitials) | None => {
            String::new()
        }
    };
    Some(Name {
        given,
        ..name.clone()
    })
}
