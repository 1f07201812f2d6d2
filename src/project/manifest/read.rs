//! Giving the manifest its meaning: what fits its description is judged, completed by the profile,
//! and overruled by `--rules`.

use std::path::Path;

use crate::diagnostics::text::{choice, inline};
use crate::diagnostics::{Diagnostic, Place};
use crate::project::manifest::tables::{
    Abbreviation, Bibliography, CheckRules, Classification, Dissertation, Ethics, Expansion, Look,
    Manifest, Named, PageFormat, PageNumbering, TitlePage, Waiver,
};
use crate::project::origin::Ruled;
use crate::project::outline::order::Outline;
use crate::project::outline::paths::existing_file;
use crate::project::profile::read::{level, required};
use crate::project::profile::rules::Profile;
use crate::project::table::findings::FileFindings;
use crate::project::table::reader::{Given, TableReader};

/// What the manifest is judged by.
pub(crate) struct ManifestReader<'a> {
    pub(crate) root: &'a Path,
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
        bibliography,
        people: reader.people(file),
        ethics: reader.ethics(&file.table("ethics")),
        check: reader.check(&file.table("check")),
        abbreviations: abbreviations(file, reader.found),
        format: format(&file.table("format"), reader.profile),
    }
}

fn value<T>(given: Option<Given<T>>) -> Option<T> {
    given.map(|given| given.value)
}

impl ManifestReader<'_> {
    fn dissertation(&mut self, file: &TableReader<'_>) -> Dissertation {
        let table = file.table("dissertation");
        let place = file
            .place_of("dissertation")
            .unwrap_or_else(|| Place::file(self.found.path.clone()));
        let mut filled = |name: &str| {
            required(&table, name, "`[dissertation]`", &place, self.found)
                .map(|given| given.value)
                .unwrap_or_default()
        };
        let (title, author) = (filled("title"), filled("author"));
        let cid = table.text("cid");
        let candidate = table.text("candidate");
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
                    Diagnostic::warn("candidate-identifies", format!("`candidate` is {what}"))
                        .at(candidate.place.clone())
                        .hint("an anonymous copy prints it: use the number of your examination"),
                );
            }
        }
        let ruled = |rule: &Option<Ruled<String>>| rule.as_ref().map(|rule| rule.value.clone());
        Dissertation {
            title,
            author,
            subtitle: value(table.text("subtitle")),
            cid: value(cid),
            candidate: value(candidate),
            programme: value(table.text("programme")).or_else(|| ruled(&self.profile.programme)),
            department: value(table.text("department")).or_else(|| ruled(&self.profile.department)),
            college: value(table.text("college")).or_else(|| ruled(&self.profile.college)),
            supervisor: value(table.text("supervisor")),
            executive_sponsor: value(table.text("executive-sponsor")),
            organisation: value(table.text("organisation")),
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
            Diagnostic::warn("odd-identifier", format!("`{key}` {word}"))
                .at(given.place.clone())
                .hint(format!("write {what}, or leave the line out")),
        );
    }

    fn people(&mut self, file: &TableReader<'_>) -> std::collections::BTreeMap<String, String> {
        let mut people = std::collections::BTreeMap::new();
        for (role, entry) in file.entries("people") {
            let Some(person) = entry.text() else {
                continue;
            };
            let is_address = person.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.contains('.') && !person.contains(' ')
            });
            if !is_address {
                let message = format!("`people.{}` is no e-mail address", inline(&role.value, 40));
                self.found.push(
                    Diagnostic::warn("odd-identifier", message)
                        .at(entry.place())
                        .hint("write an address such as \"a.student@example.org\""),
                );
            }
            people.insert(role.value, person);
        }
        people
    }

    fn ethics(&mut self, table: &TableReader<'_>) -> Ethics {
        let classification = table
            .choice("classification")
            .map(|given| match given.value {
                "research" => Classification::Research,
                "audit" => Classification::Audit,
                _ => Classification::ServiceEvaluation,
            });
        Ethics {
            classification,
            body: value(table.text("body")),
            reference: value(table.text("reference")),
            approval_needed: table.flag("approval-needed"),
            approved: value(table.day("approved")),
            amendments: table
                .texts("amendments")
                .unwrap_or_default()
                .into_iter()
                .map(|given| given.value)
                .collect(),
            data_collection_began: value(table.day("data-collection-began")),
            dpia: value(table.text("dpia")),
            research_sponsor: value(table.text("research-sponsor")),
            evidence: value(table.text("evidence")),
        }
    }

    fn check(&mut self, table: &TableReader<'_>) -> CheckRules {
        let mut levels = self.profile.levels.clone();
        let ruled = self
            .rules
            .map(|rules| rules.levels.clone())
            .unwrap_or_default();
        for (code, entry) in table.entries("levels") {
            let Some(wanted) = entry.text().as_deref().and_then(level) else {
                continue;
            };
            let written = inline(&code.value, 60);
            if ruled
                .get(&code.value)
                .is_some_and(|rule| rule.value != wanted)
            {
                let message =
                    format!("the level of `{written}` is set by the rules, not by the manifest");
                self.overruled
                    .push(Diagnostic::warn("overruled", message).at(entry.place()));
            }
            levels.insert(code.value, Ruled::written(wanted, entry.place()));
        }
        levels.extend(ruled.clone());
        let mut waivers = Vec::new();
        for Given { value: row, place } in table.tables("waive") {
            let code = required(&row, "code", "a waiver", &place, self.found);
            let reason = required(&row, "reason", "a waiver", &place, self.found);
            let path = row.text("path").and_then(|given| {
                existing_file(self.root, &given, "the file")
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
                self.overruled
                    .push(Diagnostic::warn("overruled", message).at(place));
                continue;
            }
            waivers.push(Waiver {
                code: code.value,
                path,
                reason: reason.value,
                until: row.day("expires").map(|given| given.value),
                place,
            });
        }
        CheckRules { levels, waivers }
    }
}

fn format(table: &TableReader<'_>, profile: &Profile) -> PageFormat {
    let title_page = table.table("title-page");
    let default = TitlePage::default();
    PageFormat {
        look: match table.choice("look").map(|given| given.value) {
            Some("accessible") => Look::Accessible,
            _ => Look::Classic,
        },
        text_font: table.text("text-font").map(|given| Named {
            name: given.value,
            place: given.place,
        }),
        spacing: table.number("spacing"),
        page_numbering: match table.choice("page-numbering").map(|given| given.value) {
            Some("roman-front") => PageNumbering::RomanFront,
            _ => PageNumbering::Arabic,
        },
        expand_abbreviations: table
            .choice("expand-abbreviations")
            .and_then(|given| Expansion::from_name(given.value))
            .or_else(|| profile.expand_abbreviations.as_ref().map(|rule| rule.value))
            .unwrap_or_default(),
        accent: table.colour("accent"),
        title_page: TitlePage {
            supervisor: title_page.flag("supervisor").unwrap_or(default.supervisor),
            cid: title_page.flag("cid").unwrap_or(default.cid),
            organisation: title_page
                .flag("organisation")
                .unwrap_or(default.organisation),
            word_count: title_page.flag("word-count").unwrap_or(default.word_count),
        },
    }
}

/// Reads `[abbreviations]`.
fn abbreviations(file: &TableReader<'_>, found: &mut FileFindings) -> Vec<Abbreviation> {
    let mut all = Vec::new();
    for (short, entry) in file.entries("abbreviations") {
        let words: Vec<&str> = short.value.split_whitespace().collect();
        if words.is_empty() {
            found.push(
                Diagnostic::warn(
                    "abbreviation-without-meaning",
                    "this line explains no abbreviation",
                )
                .at(short.place)
                .hint("write it as `EPR = \"electronic patient record\"`"),
            );
        } else if let Some(long) = entry.text() {
            all.push(Abbreviation {
                short: words.join(" "),
                long,
                place: short.place,
            });
        }
    }
    all
}

/// Says which names are known, for a hint.
pub(crate) fn known(names: &[String]) -> String {
    if names.is_empty() {
        "there are none yet".into()
    } else {
        format!("expected {}", choice(names))
    }
}
