//! Giving the manifest its meaning: what fits its description is judged, completed by the profile,
//! and overruled by `--rules`.

mod milestones;
mod words;

pub(in crate::project) use words::scopes;

use std::path::Path;

use hayagriva::archive::ArchivedStyle;

use crate::diagnostics::text::{choice, inline, nearest};
use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::project::abbreviations::{Expansion, abbreviations};
use crate::project::manifest::{
    Bibliography, CheckRules, Classification, Dissertation, Ethics, Format, Look, Manifest, Named,
    PageNumbering, Style, TitlePage, Waiver,
};
use crate::project::origin::Ruled;
use crate::project::outline::Outline;
use crate::project::paths::existing_file;
use crate::project::profile::Profile;
use crate::project::profile_read::{level, required};
use crate::project::reader::{Given, Reader};
use crate::project::shape::Notes;

/// The files of references that are taken when the manifest names none.
const DEFAULT_REFERENCES: &str = "references.bib";

/// What the manifest is judged by.
pub(crate) struct Cx<'a> {
    pub(crate) root: &'a Path,
    pub(crate) profile: &'a Profile,
    /// The profile of `--rules`.
    pub(crate) rules: Option<&'a Profile>,
    pub(crate) notes: &'a mut Notes,
    /// What the manifest tried to set and `--rules` decided otherwise.
    pub(crate) overruled: Vec<Diagnostic>,
}

/// Returns the manifest that everybody works with.
pub(crate) fn manifest(
    file: &Reader<'_>,
    bibliography: Bibliography,
    outline: &Outline,
    cx: &mut Cx<'_>,
) -> Manifest {
    let policies = cx.policies(file);
    Manifest {
        dissertation: cx.dissertation(file),
        words: cx.words(&file.table("words"), &policies, outline),
        policies,
        milestones: cx.milestones(file, outline),
        bibliography,
        people: cx.people(file),
        ethics: cx.ethics(&file.table("ethics")),
        check: cx.check(&file.table("check")),
        abbreviations: abbreviations(file, cx.notes),
        format: format(&file.table("format"), cx.profile),
    }
}

fn value<T>(given: Option<Given<T>>) -> Option<T> {
    given.map(|given| given.value)
}

impl Cx<'_> {
    fn dissertation(&mut self, file: &Reader<'_>) -> Dissertation {
        let table = file.table("dissertation");
        let place = file
            .place_of("dissertation")
            .unwrap_or_else(|| Place::file(self.notes.path.clone()));
        let mut filled = |name: &str| {
            required(&table, name, "`[dissertation]`", &place, self.notes)
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
                self.notes.push(
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
        self.notes.push(
            Diagnostic::warn("odd-identifier", format!("`{key}` {word}"))
                .at(given.place.clone())
                .hint(format!("write {what}, or leave the line out")),
        );
    }

    fn people(&mut self, file: &Reader<'_>) -> std::collections::BTreeMap<String, String> {
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
                self.notes.push(
                    Diagnostic::warn("odd-identifier", message)
                        .at(entry.place())
                        .hint("write an address such as \"a.student@example.org\""),
                );
            }
            people.insert(role.value, person);
        }
        people
    }

    /// Reads `[bibliography]`; it comes first, because the outline asks whether there is one.
    pub(crate) fn bibliography(&mut self, table: &Reader<'_>) -> Bibliography {
        let mut files: Vec<ProjectPath> = Vec::new();
        match table.texts("files") {
            Some(given) => {
                for given in given {
                    match existing_file(self.root, &given, "the bibliography file") {
                        Ok(path) if files.contains(&path) => {}
                        Ok(path) => {
                            self.reference_format(&path, &given);
                            files.push(path);
                        }
                        Err(finding) => self.notes.push(*finding),
                    }
                }
            }
            None => {
                let default = ProjectPath::new(DEFAULT_REFERENCES)
                    .filter(|path| path.below(self.root).is_file());
                files.extend(default);
            }
        }
        Bibliography {
            files,
            style: self.style(table.text("style")),
        }
    }

    fn reference_format(&mut self, path: &ProjectPath, given: &Given<String>) {
        let known = ["bib", "yml", "yaml", "json"];
        if !known.contains(&path.extension().as_str()) {
            self.notes.push(
                Diagnostic::deny("wrong-file-type", format!("`{path}` holds no references folio can read"))
                    .at(given.place.clone())
                    .hint("in Zotero choose File, Export library, format BibTeX, and save it as `references.bib`"),
            );
        }
    }

    fn style(&mut self, given: Option<Given<String>>) -> Style {
        let rule = self.profile.bibliography.style.as_ref();
        let Some(given) = given else {
            return rule.map_or_else(Style::default, |rule| self.alias(&rule.value));
        };
        if given.value.to_lowercase().ends_with(".csl") {
            return match existing_file(self.root, &given, "the citation style") {
                Ok(path) => Style::File(path),
                Err(finding) => {
                    self.notes.push(*finding);
                    Style::default()
                }
            };
        }
        let style = self.alias(&given.value);
        if let Style::Named(name) = &style {
            if ArchivedStyle::by_name(name).is_none() {
                let written = inline(&given.value, 60);
                let hint = match nearest(&written, style_names(self.profile)) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => "for example `harvard-cite-them-right`, `vancouver`, or `apa`".into(),
                };
                self.notes.push(
                    Diagnostic::deny(
                        "unknown-name",
                        format!("there is no citation style `{written}`"),
                    )
                    .at(given.place)
                    .hint(hint)
                    .hint("a style of your own is a CSL file in the project, such as `style.csl`"),
                );
            } else if self.profile.bibliography.without_authors.contains(name) {
                self.notes.push(
                    Diagnostic::warn(
                        "style-without-authors",
                        format!("the style `{name}` prints no authors in the list of references"),
                    )
                    .at(given.place)
                    .hint("`elsevier-vancouver` numbers its references too, and prints them"),
                );
            }
        }
        style
    }

    fn alias(&self, name: &str) -> Style {
        let aliases = &self.profile.bibliography.aliases;
        Style::Named(aliases.get(name).map_or(name, String::as_str).to_owned())
    }

    fn ethics(&mut self, table: &Reader<'_>) -> Ethics {
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

    fn check(&mut self, table: &Reader<'_>) -> CheckRules {
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
            let code = required(&row, "code", "a waiver", &place, self.notes);
            let reason = required(&row, "reason", "a waiver", &place, self.notes);
            let path = row.text("path").and_then(|given| {
                existing_file(self.root, &given, "the file")
                    .map_err(|finding| self.notes.push(*finding))
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

fn style_names(profile: &Profile) -> impl Iterator<Item = &str> {
    let built_in = ArchivedStyle::all().iter().flat_map(|style| style.names());
    let aliases = profile.bibliography.aliases.keys().map(String::as_str);
    built_in.copied().chain(aliases)
}

fn format(table: &Reader<'_>, profile: &Profile) -> Format {
    let title_page = table.table("title-page");
    let default = TitlePage::default();
    Format {
        look: table
            .choice("look")
            .and_then(|given| Look::from_name(given.value))
            .unwrap_or_default(),
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

/// Says which names are known, for a hint.
pub(crate) fn known(names: &[String]) -> String {
    if names.is_empty() {
        "there are none yet".into()
    } else {
        format!("expected {}", choice(names))
    }
}
