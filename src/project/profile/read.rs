//! Reading a profile, wherever it comes from.

use std::collections::BTreeMap;

use crate::diagnostics::text::{did_you_mean, inline};
use crate::diagnostics::{Diagnostic, Level, Place};
use crate::project::manifest::tables::{Criterion, Expansion, OwnPolicy};
use crate::project::origin::{Origin, Ruled, Status};
use crate::project::profile::keys::PROFILE;
use crate::project::profile::rules::{
    BibliographyRule, Bounds, ChapterRule, MilestoneRule, PartKind, PartRule, Profile, SectionRule,
    TitlePageRule, WordDefaults,
};
use crate::project::table::findings::FileFindings;
use crate::project::table::fit::check;
use crate::project::table::reader::{Given, TableReader};
use crate::project::table::syntax::parse;

/// Who brings a profile: its rules carry their own status, or that of `--rules`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bringer {
    Profile,
    Rules,
}

/// Reads a profile as far as it goes, and reports everything that is wrong with it.
pub(crate) fn read(text: &str, name: &str, bringer: Bringer, found: &mut FileFindings) -> Profile {
    let table = parse(text, found);
    check(table.get_ref(), &PROFILE, "", found);
    let path = found.path.clone();
    let file = TableReader::new(table.get_ref(), &PROFILE, &path);
    let title = file.text("title").map(|given| given.value);
    let fallback = Origin {
        status: match bringer {
            Bringer::Profile => Status::Assumed,
            Bringer::Rules => Status::Rules,
        },
        source: title.clone().unwrap_or_else(|| name.to_owned()),
        checked: None,
    };
    let mut reader = ProfileReader {
        sources: sources(&file, bringer),
        fallback,
        found,
    };
    let mut profile = Profile {
        name: name.to_owned(),
        title: title.unwrap_or_else(|| name.to_owned()),
        ..Profile::default()
    };
    let programme = file.table("programme");
    profile.programme = reader.ruled_text(&programme, "name");
    profile.department = reader.ruled_text(&programme, "department");
    profile.college = reader.ruled_text(&programme, "college");
    profile.words = reader.words(&file.table("words"));
    profile.front = reader.parts(&file, "front");
    profile.back = reader.parts(&file, "back");
    profile.chapters = reader.chapters(&file);
    profile.milestones = reader.milestones(&file);
    let title_page = file.table("title-page");
    profile.title_page = TitlePageRule {
        submission: reader.ruled_text(&title_page, "submission"),
        word_count: reader.ruled_text(&title_page, "word-count"),
    };
    profile.file_name = reader.ruled_text(&file.table("submission"), "file-name");
    let bibliography = file.table("bibliography");
    profile.bibliography = BibliographyRule {
        style: reader.ruled_text(&bibliography, "style"),
        aliases: bibliography
            .entries("aliases")
            .into_iter()
            .filter_map(|(name, entry)| Some((name.value, entry.text()?)))
            .collect(),
        without_authors: values(bibliography.texts("without-authors")),
    };
    profile.expand_abbreviations = reader.expansion(&file.table("abbreviations"));
    profile.levels = reader.levels(&file);
    profile.policies = policies(&file);
    profile
}

/// Reads `[policies.NAME]`, which a profile and a manifest write alike.
pub(crate) fn policies(file: &TableReader<'_>) -> BTreeMap<String, OwnPolicy> {
    let numbers = |table: &TableReader<'_>, name: &str| {
        table
            .entries(name)
            .into_iter()
            .filter_map(|(category, entry)| Some((category.value, entry.whole()?)))
            .collect()
    };
    file.entries("policies")
        .into_iter()
        .filter_map(|(name, entry)| {
            let table = entry.reader()?;
            let policy = OwnPolicy {
                base: table.text("base").map(|given| given.value),
                include: values(table.texts("include")),
                exclude: values(table.texts("exclude")),
                caps: numbers(&table, "caps"),
                rates: numbers(&table, "rates"),
                place: Some(name.place),
            };
            Some((name.value, policy))
        })
        .collect()
}

/// Reads a criterion of a milestone, which a profile and a manifest write alike.
pub(crate) fn criterion(
    row: &TableReader<'_>,
    place: &Place,
    origin: Origin,
    found: &mut FileFindings,
) -> Option<Criterion> {
    let id = required(row, "id", "a criterion", place, found)?;
    Some(Criterion {
        id: id.value,
        chapter: row.text("chapter").map(|given| given.value),
        at_least: row.whole("at-least").map(|given| given.value),
        at_most: row.whole("at-most").map(|given| given.value),
        codes: values(row.texts("codes")),
        origin,
    })
}

/// Returns a text that must be there, or reports that it is not.
pub(crate) fn required(
    table: &TableReader<'_>,
    name: &str,
    whole: &str,
    place: &Place,
    found: &mut FileFindings,
) -> Option<Given<String>> {
    let text = table.text(name);
    // What is there and does not fit has been reported; after broken text nobody knows.
    if text.is_none() && !table.has(name) && !found.has_lost_keys() {
        found.push(
            Diagnostic::deny("missing-key", format!("{whole} has no `{name}`"))
                .at(place.clone())
                .hint(format!("add `{name} = \"…\"`")),
        );
    }
    text
}

/// Returns a level by its name in the manifest; the inner `None` is `off`.
pub(crate) fn level(name: &str) -> Option<Option<Level>> {
    match name {
        "deny" => Some(Some(Level::Deny)),
        "warn" => Some(Some(Level::Warn)),
        "off" => Some(None),
        _ => None,
    }
}

fn values(given: Option<Vec<Given<String>>>) -> Vec<String> {
    given
        .unwrap_or_default()
        .into_iter()
        .map(|given| given.value)
        .collect()
}

fn sources(file: &TableReader<'_>, bringer: Bringer) -> BTreeMap<String, Origin> {
    file.entries("sources")
        .into_iter()
        .filter_map(|(name, entry)| {
            let table = entry.reader()?;
            let status = match (bringer, table.choice("status").map(|given| given.value)) {
                (Bringer::Rules, _) => Status::Rules,
                (Bringer::Profile, Some("published")) => Status::Published,
                (Bringer::Profile, Some("analogue")) => Status::Analogue,
                (Bringer::Profile, _) => Status::Assumed,
            };
            let origin = Origin {
                status,
                source: table
                    .text("title")
                    .map_or(name.value.clone(), |given| given.value),
                checked: table.day("checked").map(|given| given.value),
            };
            Some((name.value, origin))
        })
        .collect()
}

struct ProfileReader<'n> {
    sources: BTreeMap<String, Origin>,
    fallback: Origin,
    found: &'n mut FileFindings,
}

impl ProfileReader<'_> {
    fn origin(&mut self, table: &TableReader<'_>) -> Origin {
        let Some(source) = table.text("source") else {
            return self.fallback.clone();
        };
        match self.sources.get(&source.value) {
            Some(origin) => origin.clone(),
            None => {
                let known: Vec<&String> = self.sources.keys().collect();
                let written = inline(&source.value, 40);
                let finding =
                    Diagnostic::deny("unknown-name", format!("there is no source `{written}`"))
                        .at(source.place);
                self.found.push(if known.is_empty() {
                    finding.hint(format!("add a table `[sources.{written}]`"))
                } else {
                    finding.hint(did_you_mean(&written, &known))
                });
                self.fallback.clone()
            }
        }
    }

    fn ruled<T>(&mut self, table: &TableReader<'_>, value: Option<Given<T>>) -> Option<Ruled<T>> {
        let value = value?;
        Some(Ruled {
            value: value.value,
            origin: self.origin(table),
            place: Some(value.place),
        })
    }

    fn ruled_text(&mut self, parent: &TableReader<'_>, name: &str) -> Option<Ruled<String>> {
        let table = parent.table(name);
        self.ruled(&table, table.text("value"))
    }

    fn expansion(&mut self, table: &TableReader<'_>) -> Option<Ruled<Expansion>> {
        let expand = table.table("expand");
        let given = expand.choice("value").and_then(|given| {
            Some(Given {
                value: Expansion::from_name(given.value)?,
                place: given.place,
            })
        });
        self.ruled(&expand, given)
    }

    fn words(&mut self, words: &TableReader<'_>) -> WordDefaults {
        let limit = words.table("limit");
        let minimum = words.table("minimum");
        let convention = words.table("convention");
        let tolerance = words.table("tolerance");
        let mut limits = BTreeMap::new();
        for (id, entry) in words.entries("limits") {
            let Some(table) = entry.reader() else {
                continue;
            };
            let bounds = Bounds {
                minimum: table.whole("minimum").map(|given| given.value),
                limit: table.whole("limit").map(|given| given.value),
            };
            let rule = Ruled {
                value: bounds,
                origin: self.origin(&table),
                place: Some(id.place),
            };
            limits.insert(id.value, rule);
        }
        WordDefaults {
            limit: self.ruled(&limit, limit.whole("value")),
            minimum: self.ruled(&minimum, minimum.whole("value")),
            policy: self.ruled_text(words, "policy"),
            convention: self.ruled(
                &convention,
                convention.choice("value").map(|given| Given {
                    value: given.value.to_owned(),
                    place: given.place,
                }),
            ),
            tolerance: self.ruled(&tolerance, tolerance.share("value")),
            limits,
            confirmed: words.text("confirmed").map(|given| given.value),
        }
    }

    fn parts(&mut self, file: &TableReader<'_>, list: &str) -> Vec<PartRule> {
        let mut parts: Vec<PartRule> = Vec::new();
        for Given { value: row, place } in file.tables(list) {
            let Some(id) = required(&row, "id", "a part", &place, self.found) else {
                continue;
            };
            if parts.iter().any(|part| part.id == id.value) {
                let message = format!("two parts are called `{}`", inline(&id.value, 40));
                self.found
                    .push(Diagnostic::deny("duplicate-name", message).at(id.place.clone()));
            }
            parts.push(PartRule {
                kind: row
                    .choice("kind")
                    .map_or(PartKind::Other, |given| kind(given.value)),
                heading: row.text("heading").map(|given| given.value),
                is_optional: row.flag("optional").unwrap_or(false),
                text: row.text("text").map(|given| given.value),
                guidance: row.text("guidance").map(|given| given.value),
                is_dropped_when_anonymous: row
                    .choice("anonymous")
                    .is_some_and(|given| given.value == "drop"),
                origin: self.origin(&row),
                id: id.value,
            });
        }
        parts
    }

    fn chapters(&mut self, file: &TableReader<'_>) -> Vec<ChapterRule> {
        let mut chapters = Vec::new();
        for Given { value: row, place } in file.tables("chapter") {
            let id = required(&row, "id", "a chapter", &place, self.found);
            let title = required(&row, "title", "a chapter", &place, self.found);
            let (Some(id), Some(title)) = (id, title) else {
                continue;
            };
            let words = row.table("words");
            let mut sections = Vec::new();
            for Given {
                value: section,
                place,
            } in row.tables("section")
            {
                let title = required(&section, "title", "a section", &place, self.found);
                sections.extend(title.map(|title| SectionRule {
                    title: title.value,
                    synonyms: values(section.texts("synonyms")),
                    guidance: section.text("guidance").map(|given| given.value),
                }));
            }
            chapters.push(ChapterRule {
                id: id.value,
                title: title.value,
                sections,
                words: Bounds {
                    minimum: words.whole("minimum").map(|given| given.value),
                    limit: words.whole("limit").map(|given| given.value),
                },
                origin: self.origin(&row),
            });
        }
        chapters
    }

    fn milestones(&mut self, file: &TableReader<'_>) -> Vec<MilestoneRule> {
        let mut milestones = Vec::new();
        for Given { value: row, place } in file.tables("milestone") {
            let Some(id) = required(&row, "id", "a milestone", &place, self.found) else {
                continue;
            };
            let origin = self.origin(&row);
            let mut criteria = Vec::new();
            for Given { value: row, place } in row.tables("criteria") {
                let origin = match row.has("source") {
                    true => self.origin(&row),
                    false => origin.clone(),
                };
                criteria.extend(criterion(&row, &place, origin, self.found));
            }
            milestones.push(MilestoneRule {
                title: row
                    .text("title")
                    .map_or(id.value.clone(), |given| given.value),
                chapters: row.wholes("chapters"),
                criteria,
                origin,
                id: id.value,
            });
        }
        milestones
    }

    fn levels(&mut self, file: &TableReader<'_>) -> BTreeMap<String, Ruled<Option<Level>>> {
        let mut levels = BTreeMap::new();
        for (code, entry) in file.entries("levels") {
            let Some(table) = entry.reader() else {
                continue;
            };
            let Some(value) = table.choice("value").and_then(|given| level(given.value)) else {
                continue;
            };
            let rule = Ruled {
                value,
                origin: self.origin(&table),
                place: Some(code.place),
            };
            levels.insert(code.value, rule);
        }
        levels
    }
}

fn kind(name: &str) -> PartKind {
    match name {
        "title-page" => PartKind::TitlePage,
        "abstract" => PartKind::Abstract,
        "declaration" => PartKind::Declaration,
        "acknowledgements" => PartKind::Acknowledgements,
        "contents" => PartKind::Contents,
        "list-of-tables" => PartKind::ListOfTables,
        "list-of-figures" => PartKind::ListOfFigures,
        "abbreviations" => PartKind::Abbreviations,
        "references" => PartKind::References,
        "appendices" => PartKind::Appendices,
        _ => PartKind::Other,
    }
}
