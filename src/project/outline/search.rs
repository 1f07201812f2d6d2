//! Finding the files of the dissertation.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::text::{self, did_you_mean, inline};
use crate::diagnostics::{Diagnostic, Level, Place, ProjectPath, Store, included};
use crate::project::outline::folder::{Folders, is_text, stem};
use crate::project::outline::names::{self, FileName, Numbering};
use crate::project::outline::order::{Chapter, Outline, Part};
use crate::project::outline::paths::{existing_file, unreadable_text};
use crate::project::profile::rules::{PartKind, PartRule, Profile};
use crate::project::rules::{
    DUPLICATE_NAME, DUPLICATE_NUMBER, FILE_NOT_IN_OUTLINE, MISSING_PART, NO_CHAPTERS, UNKNOWN_NAME,
    WRONG_FILE_TYPE,
};
use crate::project::table::given::Given;
use crate::project::table::reader::TableReader;

/// The folder of the chapters.
const CHAPTERS: &str = "chapters";
/// The folder of the appendices.
const APPENDICES: &str = "appendices";
/// The folder of the parts before and after the chapters.
const FRONT: &str = "front";

/// Finds all files, and reports everything that is wrong with them.
pub(crate) fn outline(
    store: &Store,
    wishes: &TableReader<'_>,
    profile: &Profile,
    has_references: bool,
    findings: &mut Vec<Diagnostic>,
) -> Outline {
    let mut folders = Folders { store, findings };
    let chapters = folders.chapters(wishes);
    let appendices = folders.sequence(
        APPENDICES,
        wishes.list("appendices"),
        Numbering::LettersOrNumbers,
        "appendix",
    );
    let mut files = folders.part_files();
    let rules: Vec<&PartRule> = profile.parts().collect();
    let hidden = folders.hidden(wishes, &rules, &files);
    let mut missing = Vec::new();
    let mut parts = |list: &str, default: &[PartRule], folders: &mut Folders<'_>| {
        let wanted = folders.part_rules(wishes.list(list), default, &rules, &files);
        let mut parts = Vec::new();
        for rule in wanted {
            let path = files.remove(&rule.id);
            let is_there = path.is_some() || rule.text.is_some();
            let is_wanted = rule.kind.is_written() && !rule.is_optional;
            if is_wanted && !is_there && !hidden.contains(&rule.id) {
                missing.push(rule.id.clone());
            }
            let is_shown = match rule.kind {
                PartKind::References => has_references,
                PartKind::Appendices => !appendices.is_empty(),
                kind => is_there || !kind.is_written(),
            };
            if is_shown && !hidden.contains(&rule.id) {
                parts.push(Part {
                    text: rule.text.clone().filter(|_| path.is_none()),
                    path,
                    id: rule.id,
                    kind: rule.kind,
                    heading: rule.heading,
                    is_dropped_when_anonymous: rule.is_dropped_when_anonymous,
                });
            }
        }
        parts
    };
    let front = parts("front", &profile.front, &mut folders);
    let back = parts("back", &profile.back, &mut folders);
    folders.left_over(&files);
    folders.missing(&missing);
    Outline {
        front,
        chapters,
        back,
        appendices,
    }
}

impl Folders<'_> {
    fn chapters(&mut self, wishes: &TableReader<'_>) -> Vec<Chapter> {
        let before = self.findings.len();
        let chapters = self.sequence(
            CHAPTERS,
            wishes.list("chapters"),
            Numbering::Numbers,
            "chapter",
        );
        if chapters.is_empty() && self.findings.len() == before {
            let is_there =
                ProjectPath::new(CHAPTERS).is_some_and(|folder| self.store.is_folder(&folder));
            let what = if is_there {
                "the folder `chapters` holds no chapter"
            } else {
                "there is no folder `chapters`"
            };
            self.findings.push(
                Diagnostic::of(&NO_CHAPTERS, what)
                    .hint("add a file such as `chapters/01-introduction.md`"),
            );
        }
        chapters
    }

    /// Returns chapters or appendices: those listed, else those found.
    fn sequence(
        &mut self,
        folder: &str,
        listed: Option<Vec<Given<String>>>,
        numbering: Numbering,
        noun: &'static str,
    ) -> Vec<Chapter> {
        let named = listed.iter().flatten().map(|given| given.value.clone());
        let named: Vec<String> = named.collect();
        let found = self.texts_in(folder, &named);
        let found = self.without_copies(found, &named);
        let found = self.without_parts(found, &named);
        let (paths, is_listed) = match listed {
            None => (found, false),
            Some(listed) => {
                let paths = self.listed(listed, noun);
                for path in found.iter().filter(|path| !paths.contains(path)) {
                    self.findings.push(
                        Diagnostic::of(
                            &FILE_NOT_IN_OUTLINE,
                            format!("`{path}` is not listed in `[outline]` and is left out"),
                        )
                        .hint(format!(
                            "add it to `{folder}`, or move it out of the folder"
                        )),
                    );
                }
                (paths, true)
            }
        };
        let names: Vec<FileName> = paths
            .iter()
            .map(|path| names::read(stem(path.file_name()), numbering))
            .collect();
        self.clashes(&paths, &names, is_listed, noun);
        let mut chapters: Vec<Chapter> = Vec::with_capacity(paths.len());
        for (mut id, path) in names::ids(&names).into_iter().zip(paths) {
            while chapters.iter().any(|chapter| chapter.id == id) {
                id.push_str(&format!("-{}", path.extension()));
            }
            chapters.push(Chapter { id, path });
        }
        for chapter in &chapters {
            self.findings
                .extend(unreadable_text(self.store, &chapter.path));
        }
        chapters
    }

    /// Leaves out files that others include, and those whose name says that they are to be included.
    fn without_parts(&mut self, found: Vec<ProjectPath>, named: &[String]) -> Vec<ProjectPath> {
        let is_named = |path: &ProjectPath| named.iter().any(|named| *named == path.as_str());
        let is_part = |path: &ProjectPath| path.file_name().starts_with('_') && !is_named(path);
        let named_paths = named.iter().filter_map(|path| ProjectPath::new(path));
        let roots = found.iter().filter(|path| !is_part(path)).cloned();
        let reached: Vec<(ProjectPath, BTreeSet<ProjectPath>)> = roots
            .chain(named_paths)
            .map(|root| (root.clone(), self.reached(root)))
            .collect();
        let mut kept = Vec::with_capacity(found.len());
        for path in found {
            let mut from = reached
                .iter()
                .filter(|(_, reached)| reached.contains(&path));
            if is_part(&path) {
                if from.next().is_none() {
                    self.findings.push(included_nowhere(&path));
                }
                continue;
            }
            // Of files that include each other in a circle none is left out: that is said later.
            let own = self.reached(path.clone());
            let is_included = from.any(|(root, _)| *root != path && !own.contains(root));
            if !is_included || is_named(&path) {
                kept.push(path);
            }
        }
        kept
    }

    /// Returns the files that a file includes, and those that they include.
    fn reached(&self, from: ProjectPath) -> BTreeSet<ProjectPath> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(path) = open.pop() {
            let text = self.store.text(&path).ok().filter(|_| path.is_markdown());
            for (part, _) in text.iter().flat_map(|text| included(&path, text)) {
                if reached.insert(part.clone()) {
                    open.push(part);
                }
            }
        }
        reached
    }

    /// Returns the files of a list, each once.
    fn listed(&mut self, listed: Vec<Given<String>>, noun: &str) -> Vec<ProjectPath> {
        let mut paths: Vec<ProjectPath> = Vec::new();
        for given in listed {
            match existing_file(self.store, &given, &format!("the {noun}")) {
                Ok(path) if paths.contains(&path) => self.findings.push(
                    Diagnostic::of(&DUPLICATE_NAME, format!("`{path}` is listed twice"))
                        .at(given.place),
                ),
                Ok(path) if !path.is_markdown() && !is_text(path.file_name()) => {
                    self.findings.push(
                        Diagnostic::of(
                            &WRONG_FILE_TYPE,
                            format!("`{path}` is neither Markdown nor Typst"),
                        )
                        .at(given.place)
                        .hint("save it as `.md` or `.typ`"),
                    );
                }
                Ok(path) => paths.push(path),
                Err(finding) => self.findings.push(*finding),
            }
        }
        paths
    }

    /// Reports files with one number, and files with one id: all of them are printed, in the order
    /// of their names.
    fn clashes(&mut self, paths: &[ProjectPath], names: &[FileName], is_listed: bool, noun: &str) {
        let mut seen: BTreeMap<String, &ProjectPath> = BTreeMap::new();
        for (path, name) in paths.iter().zip(names) {
            // The order of a list is given; the numbers of its files say nothing.
            let (key, rule, what) = match &name.number {
                Some(number) if !is_listed => (
                    format!("number {number}"),
                    &DUPLICATE_NUMBER,
                    format!("two files have the number {number}"),
                ),
                // Those of a list stand in several folders on purpose.
                _ if is_listed => (
                    format!("name {}/{}", path.parent(), name.stem),
                    &DUPLICATE_NAME,
                    format!("two files make the {noun} `{}`", name.stem),
                ),
                _ => (
                    format!("name {}", name.stem),
                    &DUPLICATE_NAME,
                    format!("two files make the {noun} `{}`", name.stem),
                ),
            };
            match seen.get(&key) {
                Some(first) => {
                    let message = format!("{what}: `{first}` and `{path}`");
                    let finding = Diagnostic::judged(Level::Warn, rule, message)
                        .at(Place::file(path.clone()))
                        .also(Place::file((*first).clone()), "the other one")
                        .hint("both are printed, one after the other: rename one, or remove it");
                    self.findings.push(finding);
                }
                None => {
                    seen.insert(key, path);
                }
            }
        }
    }

    /// Returns the files of the front matter by id.
    fn part_files(&mut self) -> BTreeMap<String, ProjectPath> {
        let mut files: BTreeMap<String, ProjectPath> = BTreeMap::new();
        let found = self.texts_in(FRONT, &[]);
        let found = self.without_copies(found, &[]);
        for path in self.without_parts(found, &[]) {
            let id = names::read(stem(path.file_name()), Numbering::Numbers).rest;
            self.findings.extend(unreadable_text(self.store, &path));
            match files.get(&id) {
                Some(first) => self.findings.push(
                    Diagnostic::judged(
                        Level::Warn,
                        &DUPLICATE_NAME,
                        format!("two files make the part `{id}`: `{first}` and `{path}`"),
                    )
                    .at(Place::file(path.clone()))
                    .also(Place::file(first.clone()), "this one is printed")
                    .hint("remove one of them"),
                ),
                None => {
                    files.insert(id, path);
                }
            }
        }
        files
    }

    /// Returns the parts of a list, or the profile's.
    fn part_rules(
        &mut self,
        wanted: Option<Vec<Given<String>>>,
        default: &[PartRule],
        rules: &[&PartRule],
        files: &BTreeMap<String, ProjectPath>,
    ) -> Vec<PartRule> {
        let Some(wanted) = wanted else {
            return default.to_vec();
        };
        let mut parts: Vec<PartRule> = Vec::new();
        for given in wanted {
            let id = given.value;
            if parts.iter().any(|part| part.id == id) {
                let message = format!("the part `{}` is listed twice", inline(&id, 40));
                self.findings
                    .push(Diagnostic::of(&DUPLICATE_NAME, message).at(given.place));
            } else if let Some(rule) = rules.iter().find(|rule| rule.id == id) {
                parts.push((*rule).clone());
            } else if files.contains_key(&id) {
                parts.push(own_part(id));
            } else {
                self.unknown_part(&id, given.place, rules, files);
            }
        }
        parts
    }

    fn hidden(
        &mut self,
        wishes: &TableReader<'_>,
        rules: &[&PartRule],
        files: &BTreeMap<String, ProjectPath>,
    ) -> Vec<String> {
        let mut hidden = Vec::new();
        for given in wishes.list::<String>("hide").unwrap_or_default() {
            let is_known = rules.iter().any(|rule| rule.id == given.value);
            if !is_known && !files.contains_key(&given.value) {
                self.unknown_part(&given.value, given.place, rules, files);
            }
            hidden.push(given.value);
        }
        hidden
    }

    fn unknown_part(
        &mut self,
        id: &str,
        place: Place,
        rules: &[&PartRule],
        files: &BTreeMap<String, ProjectPath>,
    ) {
        let mut known: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        known.extend(files.keys().map(String::as_str));
        known.sort_unstable();
        known.dedup();
        let written = inline(id, 40);
        self.findings.push(
            Diagnostic::of(&UNKNOWN_NAME, format!("there is no part `{written}`"))
                .at(place)
                .hint(did_you_mean(&written, &known)),
        );
    }

    /// Says which files of `front/` nothing prints.
    fn left_over(&mut self, files: &BTreeMap<String, ProjectPath>) {
        for (id, path) in files {
            self.findings.push(
                Diagnostic::of(
                    &FILE_NOT_IN_OUTLINE,
                    format!(
                        "`{path}` is not printed: the programme has no part `{}`",
                        inline(id, 40)
                    ),
                )
                .hint("list the parts you want in `front` or `back` of `[outline]`"),
            );
        }
    }

    fn missing(&mut self, missing: &[String]) {
        if missing.is_empty() {
            return;
        }
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let files: Vec<String> = missing
            .iter()
            .map(|id| format!("{FRONT}/{id}.md"))
            .collect();
        self.findings.push(
            Diagnostic::of(
                &MISSING_PART,
                format!("{} {verb} not there yet", text::list(&files)),
            )
            .hint("most programmes ask for them; `[outline] hide` leaves a part out for good"),
        );
    }
}

fn included_nowhere(path: &ProjectPath) -> Diagnostic {
    let message = format!("`{path}` is included nowhere and is left out");
    let name = path.file_name();
    let hint = format!(
        "write `{{{{< include {name} >}}}}` where it belongs, or take the `_` off its name"
    );
    Diagnostic::of(&FILE_NOT_IN_OUTLINE, message).hint(hint)
}

/// Returns a part that only the author knows.
fn own_part(id: String) -> PartRule {
    PartRule {
        heading: None,
        kind: PartKind::Other,
        is_optional: true,
        text: None,
        guidance: None,
        is_dropped_when_anonymous: false,
        origin: crate::project::origin::Origin::manifest(),
        id,
    }
}
