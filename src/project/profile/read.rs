//! Reading a profile, wherever it comes from.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::{did_you_mean, inline};
use crate::project::manifest::tables::{Criterion, OwnPolicy};
use crate::project::origin::{Origin, Ruled, Status};
use crate::project::profile::keys::PROFILE;
use crate::project::profile::rules::{
    BibliographyRule, Bounds, ChapterRule, MilestoneRule, PartKind, PartRule, Profile, SectionRule,
    TitlePageRule, WordDefaults,
};
use crate::project::rules::{DUPLICATE_NAME, UNKNOWN_NAME};
use crate::project::table::findings::FileFindings;
use crate::project::table::fit::check;
use crate::project::table::reader::TableReader;
use crate::project::table::syntax::parse;
use crate::project::table::values::FromValue;

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
    let file = TableReader::new(table.get_ref(), &PROFILE, &found.path);
    let title = file.get("title").unwrap_or_else(|| name.to_owned());
    let mut reader = ProfileReader {
        sources: sources(&file, bringer),
        fallback: Origin {
            status: match bringer {
                Bringer::Profile => Status::Assumed,
                Bringer::Rules => Status::Rules,
            },
            source: title.clone(),
            checked: None,
        },
        found,
    };
    let programme = file.table("programme");
    let title_page = file.table("title-page");
    let bibliography = file.table("bibliography");
    Profile {
        name: name.to_owned(),
        title,
        valid_until: file.get("valid-until"),
        edition: file.get::<String>("edition").and_then(|it| it.parse().ok()),
        programme: reader.ruled(&programme, "name"),
        department: reader.ruled(&programme, "department"),
        college: reader.ruled(&programme, "college"),
        words: reader.words(&file.table("words")),
        front: reader.parts(&file, "front"),
        back: reader.parts(&file, "back"),
        chapters: reader.chapters(&file),
        milestones: reader.milestones(&file),
        zone: file.get("zone"),
        decisions: file.get("decisions"),
        deciders: file.all("deciders"),
        title_page: TitlePageRule {
            submission: reader.ruled(&title_page, "submission"),
            word_count: reader.ruled(&title_page, "word-count"),
        },
        file_name: reader.ruled(&file.table("submission"), "file-name"),
        bibliography: BibliographyRule {
            style: reader.ruled(&bibliography, "style"),
            aliases: bibliography.map("aliases"),
        },
        page_numbering: reader.ruled(&file.table("pages"), "numbering"),
        expand_abbreviations: reader.ruled(&file.table("abbreviations"), "expand"),
        levels: reader.ruled_map(&file, "levels", |table| table.get("value")),
        policies: policies(&file),
    }
}

/// Reads `[policies.NAME]`, which a profile and a manifest write alike.
pub(crate) fn policies(file: &TableReader<'_>) -> BTreeMap<String, OwnPolicy> {
    file.entries("policies")
        .into_iter()
        .filter_map(|(name, entry)| {
            let table = entry.table()?;
            let policy = OwnPolicy {
                base: table.get("base"),
                include: table.all("include"),
                exclude: table.all("exclude"),
                caps: table.map("caps"),
                rates: table.map("rates"),
                valid_until: table.get("valid-until"),
                place: Some(name.place),
            };
            Some((name.value, policy))
        })
        .collect()
}

/// Reads a criterion of a milestone, which a profile and a manifest write alike.
pub(crate) fn criterion(
    row: &TableReader<'_>,
    origin: Origin,
    found: &mut FileFindings,
) -> Option<Criterion> {
    Some(Criterion {
        id: row.required("id", "a criterion", found)?.value,
        chapter: row.get("chapter"),
        at_least: row.get("at-least"),
        at_most: row.get("at-most"),
        codes: row.all("codes"),
        origin,
    })
}

/// Reads the least and the most number of words, which a profile and a manifest write alike.
pub(crate) fn bounds(table: &TableReader<'_>) -> Bounds {
    Bounds {
        minimum: table.get("minimum"),
        limit: table.get("limit"),
    }
}

fn sources(file: &TableReader<'_>, bringer: Bringer) -> BTreeMap<String, Origin> {
    file.entries("sources")
        .into_iter()
        .filter_map(|(name, entry)| {
            let table = entry.table()?;
            let origin = Origin {
                status: match bringer {
                    Bringer::Rules => Status::Rules,
                    Bringer::Profile => table.get("status").unwrap_or(Status::Assumed),
                },
                source: table.get("title").unwrap_or_else(|| name.value.clone()),
                checked: table.get("checked"),
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
        let Some(source) = table.given::<String>("source") else {
            return self.fallback.clone();
        };
        if let Some(origin) = self.sources.get(&source.value) {
            return origin.clone();
        }
        let known: Vec<&String> = self.sources.keys().collect();
        let written = inline(&source.value, 40);
        let hint = if known.is_empty() {
            format!("add a table `[sources.{written}]`")
        } else {
            did_you_mean(&written, &known)
        };
        self.found.push(
            Diagnostic::of(&UNKNOWN_NAME, format!("there is no source `{written}`"))
                .at(source.place)
                .hint(hint),
        );
        self.fallback.clone()
    }

    /// Reads a value with its source.
    fn ruled<T: FromValue>(&mut self, parent: &TableReader<'_>, name: &str) -> Option<Ruled<T>> {
        let table = parent.table(name);
        let given = table.given("value")?;
        Some(Ruled {
            value: given.value,
            origin: self.origin(&table),
            place: Some(given.place),
        })
    }

    /// Reads tables under names of the author's own, each with its source.
    fn ruled_map<T>(
        &mut self,
        parent: &TableReader<'_>,
        name: &str,
        read: impl Fn(&TableReader<'_>) -> Option<T>,
    ) -> BTreeMap<String, Ruled<T>> {
        let entries = parent.entries(name).into_iter();
        entries
            .filter_map(|(name, entry)| {
                let table = entry.table()?;
                let rule = Ruled {
                    value: read(&table)?,
                    origin: self.origin(&table),
                    place: Some(name.place),
                };
                Some((name.value, rule))
            })
            .collect()
    }

    fn words(&mut self, words: &TableReader<'_>) -> WordDefaults {
        WordDefaults {
            limit: self.ruled(words, "limit"),
            minimum: self.ruled(words, "minimum"),
            policy: self.ruled(words, "policy"),
            convention: self.ruled(words, "convention"),
            tolerance: self.ruled(words, "tolerance"),
            bands: self.ruled(words, "bands"),
            limits: self.ruled_map(words, "limits", |table| Some(bounds(table))),
            confirmed: words.get("confirmed"),
        }
    }

    fn parts(&mut self, file: &TableReader<'_>, list: &str) -> Vec<PartRule> {
        let mut parts: Vec<PartRule> = Vec::new();
        for row in file.tables(list) {
            let Some(id) = row.required("id", "a part", self.found) else {
                continue;
            };
            if parts.iter().any(|part| part.id == id.value) {
                let message = format!("two parts are called `{}`", inline(&id.value, 40));
                self.found
                    .push(Diagnostic::of(&DUPLICATE_NAME, message).at(id.place));
            }
            parts.push(PartRule {
                id: id.value,
                kind: row.get("kind").unwrap_or(PartKind::Other),
                heading: row.get("heading"),
                is_optional: row.get("optional").unwrap_or(false),
                text: row.get("text"),
                guidance: row.get("guidance"),
                is_dropped_when_anonymous: row
                    .get::<String>("anonymous")
                    .is_some_and(|word| word == "drop"),
                origin: self.origin(&row),
            });
        }
        parts
    }

    fn chapters(&mut self, file: &TableReader<'_>) -> Vec<ChapterRule> {
        let mut chapters = Vec::new();
        for row in file.tables("chapter") {
            let id = row.required("id", "a chapter", self.found);
            let title = row.required("title", "a chapter", self.found);
            let (Some(id), Some(title)) = (id, title) else {
                continue;
            };
            let sections = row.tables("section").into_iter().filter_map(|section| {
                Some(SectionRule {
                    title: section.required("title", "a section", self.found)?.value,
                    synonyms: section.all("synonyms"),
                    guidance: section.get("guidance"),
                })
            });
            chapters.push(ChapterRule {
                id: id.value,
                title: title.value,
                sections: sections.collect(),
                words: bounds(&row.table("words")),
                origin: self.origin(&row),
            });
        }
        chapters
    }

    fn milestones(&mut self, file: &TableReader<'_>) -> Vec<MilestoneRule> {
        let mut milestones = Vec::new();
        for row in file.tables("milestone") {
            let Some(id) = row.required("id", "a milestone", self.found) else {
                continue;
            };
            let origin = self.origin(&row);
            let mut criteria = Vec::new();
            for row in row.tables("criteria") {
                let origin = match row.has("source") {
                    true => self.origin(&row),
                    false => origin.clone(),
                };
                criteria.extend(criterion(&row, origin, self.found));
            }
            milestones.push(MilestoneRule {
                title: row.get("title").unwrap_or_else(|| id.value.clone()),
                id: id.value,
                chapters: row.all("chapters"),
                due: row.get("due"),
                criteria,
                origin,
            });
        }
        milestones
    }
}
