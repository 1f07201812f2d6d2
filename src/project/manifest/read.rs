//! Giving the manifest its meaning: what fits its description is judged, completed by the profile,
//! and overruled by `--rules`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostics::rules::ABBREVIATION_WITHOUT_MEANING;
use crate::diagnostics::text::{did_you_mean, inline};
use crate::diagnostics::{Diagnostic, Level, Place, Store};
use crate::project::manifest::holidays::Holiday;
use crate::project::manifest::tables::{
    Abbreviation, Bibliography, CheckRules, Dissertation, Ethics, Manifest, Maths, PageFormat,
    TitlePage, Waiver,
};
use crate::project::origin::Ruled;
use crate::project::outline::order::Outline;
use crate::project::outline::paths::existing_file;
use crate::project::profile::rules::Profile;
use crate::project::rules::{
    CANDIDATE_IDENTIFIES, MISSING_KEY, ODD_IDENTIFIER, OVERRULED, WRONG_VALUE,
};
use crate::project::table::findings::FileFindings;
use crate::project::table::given::Given;
use crate::project::table::reader::TableReader;

/// What the manifest is judged by.
pub(crate) struct ManifestReader<'a> {
    pub(crate) store: &'a Store,
    pub(crate) profile: &'a Profile,
    /// The profile of `--rules`.
    pub(crate) rules: Option<&'a Profile>,
    pub(crate) found: &'a mut FileFindings,
    /// What the manifest tried to set and `--rules` decided otherwise.
    pub(crate) overruled: Vec<Diagnostic>,
}

/// Returns the manifest that everybody works with.
pub(crate) fn manifest(
    file: &TableReader<'_>,
    bibliography: Bibliography,
    outline: &Outline,
    reader: &mut ManifestReader<'_>,
) -> Manifest {
    let policies = reader.policies(file);
    Manifest {
        dissertation: reader.dissertation(file),
        words: reader.words(&file.table("words"), &policies, outline),
        policies,
        milestones: reader.milestones(file, outline),
        holidays: holidays(file, reader.found),
        bibliography,
        people: reader.people(file),
        is_judged_from_outside: reader.rules.is_some(),
        zone: {
            let rules = reader.rules.into_iter().chain([reader.profile]);
            let mut zones = rules.filter_map(|it| it.zone.clone());
            zones.next().unwrap_or_default()
        },
        decisions: reader
            .rules
            .and_then(|rules| rules.decisions)
            .or(reader.profile.decisions)
            .unwrap_or_default(),
        deciders: {
            let rules = reader.rules.into_iter().chain([reader.profile]);
            rules.flat_map(|it| it.deciders.clone()).collect()
        },
        ethics: reader.ethics(&file.table("ethics")),
        check: reader.check(&file.table("check")),
        abbreviations: abbreviations(file, reader.found),
        spelling: file.table("language").get("spelling"),
        maths: maths(&file.table("maths")),
        word_reference: file.table("word").given("reference"),
        format: format(&file.table("format"), reader.profile),
    }
}

fn value<T>(given: Option<Given<T>>) -> Option<T> {
    given.map(|given| given.value)
}

impl ManifestReader<'_> {
    /// Notes what the manifest tried to set and `--rules` decided otherwise.
    pub(crate) fn overrule(&mut self, message: String, place: Place) {
        self.overruled
            .push(Diagnostic::of(&OVERRULED, message).at(place));
    }

    fn dissertation(&mut self, file: &TableReader<'_>) -> Dissertation {
        let table = file.table("dissertation");
        let mut filled = |name: &str| {
            let given = table.required(name, "`[dissertation]`", self.found);
            value(given).unwrap_or_else(|| format!("[?{name}]"))
        };
        let (title, author) = (filled("title"), filled("author"));
        let cid = table.given::<String>("cid");
        let candidate = table.given::<String>("candidate");
        if let Some(cid) = &cid {
            self.identifier("cid", "your college number", cid);
        }
        if let Some(candidate) = &candidate {
            self.identifier("candidate", "your examination number", candidate);
            let gives_away = if cid.as_ref().is_some_and(|cid| cid.value == candidate.value) {
                Some("your college number, which identifies you")
            } else if !author.is_empty() && candidate.value.eq_ignore_ascii_case(&author) {
                Some("your name")
            } else {
                None
            };
            if let Some(what) = gives_away {
                self.found.push(
                    Diagnostic::of(&CANDIDATE_IDENTIFIES, format!("`candidate` is {what}"))
                        .at(candidate.place.clone())
                        .hint("an anonymous copy prints it: use the number of your examination"),
                );
            }
        }
        let ruled = |rule: &Option<Ruled<String>>| rule.as_ref().map(|rule| rule.value.clone());
        Dissertation {
            title,
            author,
            subtitle: table.get("subtitle"),
            cid: value(cid),
            candidate: value(candidate),
            programme: table
                .get("programme")
                .or_else(|| ruled(&self.profile.programme)),
            department: table
                .get("department")
                .or_else(|| ruled(&self.profile.department)),
            college: table
                .get("college")
                .or_else(|| ruled(&self.profile.college)),
            supervisor: table.get("supervisor"),
            executive_sponsor: table.get("executive-sponsor"),
            organisation: table.get("organisation"),
        }
    }

    fn identifier(&mut self, key: &str, what: &str, given: &Given<String>) {
        let word = if given.value.contains('@') {
            "is an e-mail address"
        } else if given.value.chars().count() > 40
            || !given.value.contains(|c: char| c.is_ascii_digit())
        {
            "does not look like a number"
        } else {
            return;
        };
        self.found.push(
            Diagnostic::of(&ODD_IDENTIFIER, format!("`{key}` {word}"))
                .at(given.place.clone())
                .hint(format!("write {what}, or leave the line out")),
        );
    }

    fn people(&mut self, file: &TableReader<'_>) -> BTreeMap<String, String> {
        let mut people = BTreeMap::new();
        for (role, entry) in file.entries("people") {
            let Some(person) = entry.get::<String>() else {
                continue;
            };
            let is_address = person.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.contains('.') && !person.contains(' ')
            });
            if !is_address {
                let message = format!("`people.{}` is no e-mail address", inline(&role.value, 40));
                self.found.push(
                    Diagnostic::of(&ODD_IDENTIFIER, message)
                        .at(entry.place.clone())
                        .hint("write an address such as \"a.student@example.org\""),
                );
            }
            people.insert(role.value, person);
        }
        people
    }

    fn ethics(&mut self, table: &TableReader<'_>) -> Ethics {
        Ethics {
            classification: table.get("classification"),
            body: table.get("body"),
            reference: table.get("reference"),
            approval_needed: table.get("approval-needed"),
            approved: table.get("approved"),
            amendments: table.all("amendments"),
            data_collection_began: table.get("data-collection-began"),
            dpia: table.get("dpia"),
            research_sponsor: table.get("research-sponsor"),
            evidence: table.get("evidence"),
        }
    }

    fn check(&mut self, table: &TableReader<'_>) -> CheckRules {
        let mut levels = self.profile.levels.clone();
        let ruled = self
            .rules
            .map(|rules| rules.levels.clone())
            .unwrap_or_default();
        for (code, entry) in table.entries("levels") {
            let Some(wanted) = entry.get::<Option<Level>>() else {
                continue;
            };
            let written = inline(&code.value, 60);
            if ruled
                .get(&code.value)
                .is_some_and(|rule| rule.value != wanted)
            {
                let message =
                    format!("the level of `{written}` is set by the rules, not by the manifest");
                self.overrule(message, entry.place.clone());
            }
            levels.insert(code.value, Ruled::written(wanted, entry.place.clone()));
        }
        levels.extend(ruled.clone());
        let mut waivers = Vec::new();
        for row in table.tables("waive") {
            let code = row.required("code", "a waiver", self.found);
            let reason = row.required("reason", "a waiver", self.found);
            let path = row.given("path").and_then(|given| {
                existing_file(self.store, &given, "the file")
                    .map_err(|finding| self.found.push(*finding))
                    .ok()
            });
            let (Some(code), Some(reason)) = (code, reason) else {
                continue;
            };
            if ruled.contains_key(&code.value) {
                let message = format!(
                    "`{}` cannot be waived: the rules set its level",
                    inline(&code.value, 60)
                );
                self.overrule(message, row.place);
                continue;
            }
            waivers.push(Waiver {
                code: code.value,
                path,
                reason: reason.value,
                until: row.get("expires"),
                place: row.place,
            });
        }
        let own = table
            .get::<String>("edition")
            .and_then(|it| it.parse().ok());
        let taken = [Some(self.profile), self.rules].into_iter().flatten();
        let edition = taken.filter_map(|it| it.edition).chain(own).max();
        CheckRules {
            levels,
            waivers,
            edition: edition.unwrap_or_default(),
        }
    }
}

fn format(table: &TableReader<'_>, profile: &Profile) -> PageFormat {
    let title_page = table.table("title-page");
    let default = TitlePage::default();
    let shown = |name: &str, default: bool| title_page.get(name).unwrap_or(default);
    PageFormat {
        look: table.get("look").unwrap_or_default(),
        text_font: table.given("text-font"),
        spacing: table.get("spacing"),
        page_numbering: table
            .get("page-numbering")
            .or_else(|| profile.page_numbering.as_ref().map(|rule| rule.value))
            .unwrap_or_default(),
        expand_abbreviations: table
            .get("expand-abbreviations")
            .or_else(|| profile.expand_abbreviations.as_ref().map(|rule| rule.value))
            .unwrap_or_default(),
        accent: table.get("accent"),
        picture_ppi: table.get("picture-ppi").unwrap_or_default(),
        title_page: TitlePage {
            supervisor: shown("supervisor", default.supervisor),
            cid: shown("cid", default.cid),
            organisation: shown("organisation", default.organisation),
            word_count: shown("word-count", default.word_count),
        },
    }
}

/// Reads `holidays`.
fn holidays(file: &TableReader<'_>, found: &mut FileFindings) -> Vec<Holiday> {
    let mut all = Vec::new();
    for table in file.tables("holidays") {
        let Some(from) = table.given::<Date>("from") else {
            // What is there and does not fit has been reported.
            if !table.has("from") && !found.has_lost_keys() {
                found.push(
                    Diagnostic::of(&MISSING_KEY, "this holiday has no `from`")
                        .at(table.place.clone())
                        .hint("write its first day, such as `from = 2026-12-24`"),
                );
            }
            continue;
        };
        let until = table.get("until").unwrap_or(from.value);
        if until < from.value {
            let message = format!("this holiday ends on {until}, before it begins");
            found.push(
                Diagnostic::of(&WRONG_VALUE, message)
                    .at(from.place)
                    .hint("write the first day as `from` and the last as `until`"),
            );
            continue;
        }
        all.push(Holiday {
            from: from.value,
            until,
        });
    }
    all
}

/// Reads `[maths]`.
fn maths(table: &TableReader<'_>) -> Maths {
    let entries = table.entries("macros").into_iter();
    let macros = entries.filter_map(|(name, entry)| Some((name.value, entry.get()?)));
    Maths {
        macros: macros.collect(),
    }
}

/// Reads `[abbreviations]`.
fn abbreviations(file: &TableReader<'_>, found: &mut FileFindings) -> Vec<Abbreviation> {
    let mut all = Vec::new();
    for (short, entry) in file.entries("abbreviations") {
        let words: Vec<&str> = short.value.split_whitespace().collect();
        if words.is_empty() {
            found.push(
                Diagnostic::of(
                    &ABBREVIATION_WITHOUT_MEANING,
                    "this line explains no abbreviation",
                )
                .at(short.place)
                .hint("write it as `EPR = \"electronic patient record\"`"),
            );
        } else if let Some(long) = entry.get() {
            all.push(Abbreviation {
                short: words.join(" "),
                long,
                place: short.place,
            });
        }
    }
    all
}

/// Returns the hint for a name that is not known: the near miss, else all that are known.
pub(crate) fn known(written: &str, names: &[String]) -> String {
    if names.is_empty() {
        "there are none yet".into()
    } else {
        did_you_mean(written, names)
    }
}
