//! Reference files and citation styles, checked before the engine sees them.
//!
//! The engine stops at the first mistake of a `.bib` and does not say where an unclosed brace
//! belongs; it knows neither CSL-JSON nor styles that only point to another one. So the files are
//! read here first: every mistake at its own line, and what the engine cannot read turned into
//! what it can.

mod bib;
mod csl_json;
mod csl_said;
mod entry;
mod needed;
mod style;
mod yaml;

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Place, ProjectPath, SourceMap, Store};

pub use entry::{Entry, Field};
pub use style::style_names;

#[cfg(test)]
pub(crate) use style::WITHOUT_AUTHORS;

/// What a document needs to cite: files and a style that the engine can read.
#[derive(Clone, Debug, Default)]
pub struct Bibliography {
    /// The paths for the document's `bibliography`, from the project's folder, with a leading `/`.
    pub paths: Vec<String>,
    /// The style as the engine takes it: a name, or the path of a CSL file with a leading `/`.
    pub style: String,
    /// Virtual files that were made from others, by path.
    pub files: BTreeMap<String, String>,
    /// The keys that can be cited, in order, each with its place.
    pub keys: BTreeMap<String, Place>,
    /// The works that can be cited, in the order of the files; of a repeated key the first.
    pub entries: Vec<Entry>,
    /// What is wrong.
    pub findings: Vec<Diagnostic>,
    /// The texts that were read.
    pub sources: SourceMap,
}

/// One reference file, read.
#[derive(Debug, Default)]
struct Read {
    /// Keys with their places in the text.
    keys: Vec<(String, std::ops::Range<usize>)>,
    /// The same with what they say.
    entries: Vec<Entry>,
    findings: Vec<Diagnostic>,
    /// What to give to the engine in place of the file.
    converted: Option<String>,
}

/// Reads the reference files and resolves the style.
///
/// A file with mistakes is still listed in [`Bibliography::paths`], so
/// that only its findings stop the work.
pub fn prepare(
    store: &Store,
    files: &[ProjectPath],
    style: &str,
    style_place: Option<Place>,
) -> Bibliography {
    let mut made = Bibliography::default();
    for path in files {
        let text = match store.text(path) {
            Ok(text) => text,
            Err(error) => {
                let finding = Diagnostic::deny("bibliography-unreadable", error.to_string());
                made.findings
                    .push(finding.hint("check the names under `[bibliography]` in folio.toml"));
                continue;
            }
        };
        made.read(path, &text);
        made.sources.insert(path.clone(), text);
    }
    let resolved = style::resolve(store, style);
    made.style = resolved.style;
    let finding = resolved.finding;
    made.findings
        .extend(finding.map(|finding| finding.maybe_at(style_place)));
    made
}

impl Bibliography {
    fn read(&mut self, path: &ProjectPath, text: &str) {
        // The place of a byte order mark is counted in the file, but no parser takes it.
        let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
        let bom = text.len() - plain.len();
        let read = match path.extension().as_str() {
            "bib" => bib::read(path, plain),
            "json" => csl_json::read(path, plain),
            "yml" | "yaml" => yaml::read(path, plain),
            other => {
                let message = format!("`.{other}` is no kind of reference file that folio reads");
                let finding = Diagnostic::deny("bibliography-format", message)
                    .at(Place::file(path.clone()))
                    .hint("export your references as BibTeX or BibLaTeX (`.bib`), CSL-JSON (`.json`), or Hayagriva (`.yml`)");
                self.findings.push(finding);
                return;
            }
        };
        let has_mistakes = |finding: &Diagnostic| finding.code == "bibliography-syntax";
        let is_whole = !read.findings.iter().any(has_mistakes);
        self.findings.extend(
            read.findings
                .into_iter()
                .map(|finding| shifted(finding, bom)),
        );
        for (key, range) in read.keys {
            let place = Place::range(path.clone(), range.start + bom..range.end + bom);
            match self.keys.get(&key) {
                Some(first) => self.findings.push(
                    Diagnostic::deny(
                        "bibliography-key-twice",
                        format!("two entries have the key `{key}`"),
                    )
                    .at(place)
                    .also(first.clone(), "the first one")
                    .hint("remove one, or give it another key"),
                ),
                None => {
                    self.keys.insert(key, place);
                }
            }
        }
        for mut entry in read.entries {
            entry.shift(bom);
            if self.keys.get(&entry.key) != Some(&entry.key_place) {
                continue;
            }
            // What an entry has from one that cannot be read would seem to be missing.
            let parents = ["crossref", "xref", "xdata"];
            if is_whole || parents.iter().all(|name| entry.value(name).is_none()) {
                self.findings.extend(needed::missing(&entry));
            }
            self.entries.push(entry);
        }
        match read.converted {
            Some(converted) => {
                let made = format!("/.folio/references-{}.yml", self.files.len() + 1);
                self.paths.push(made.clone());
                self.files.insert(made, converted);
            }
            None => self.paths.push(format!("/{path}")),
        }
    }
}

fn shifted(mut finding: Diagnostic, by: usize) -> Diagnostic {
    if let Some(range) = finding
        .place
        .as_mut()
        .and_then(|place| place.range.as_mut())
    {
        *range = range.start + by..range.end + by;
    }
    finding
}

fn syntax(path: &ProjectPath, range: std::ops::Range<usize>, message: String) -> Diagnostic {
    Diagnostic::deny("bibliography-syntax", message).at(Place::range(path.clone(), range))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Bibliography) {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
            paths.push(ProjectPath::new(name).unwrap());
        }
        let root = Store::folder(folder.path()).unwrap();
        let made = prepare(&root, &paths, "apa", None);
        (folder, made)
    }

    fn lines(made: &Bibliography) -> Vec<String> {
        made.findings
            .iter()
            .map(|finding| {
                let place = finding.place.as_ref().unwrap();
                let (line, column) = made.sources.position(place).unwrap();
                format!(
                    "{} {}:{line}:{column} {}",
                    finding.code, place.path, finding.message
                )
            })
            .collect()
    }

    #[test]
    fn every_mistake_of_a_bib_stands_on_its_own_line() {
        let (_folder, made) = project(&[(
            "r.bib",
            "@book{a, title = {A}, author = {A, B}, year = 2001, publisher = {P}}\n\n@book{b,\n  title = {Open,\n  year = 2002\n}\n\n@article{c title = {C}}\n\n@book{d, title = {D}, author = {X, Y}, year = 2003, publisher = {P}}\n",
        )]);
        assert_eq!(
            lines(&made),
            [
                "bibliography-syntax r.bib:3:1 the entry `b` is not closed: a `}` is missing in it",
                "bibliography-syntax r.bib:8:12 expected a comma",
            ]
        );
        assert_eq!(made.keys.keys().collect::<Vec<_>>(), ["a", "d"]);
    }

    #[test]
    fn an_entry_that_parses_is_still_looked_at() {
        let (_folder, made) = project(&[(
            "r.bib",
            "\u{feff}@book{a, title = {A}, author = {A, B}, year = 2001, publisher = {P}}\n@boook{b, title = {B}, author = {A, B}, year = 2001}\n@book{a, title = {A}, author = {A, B}, year = 2001, publisher = {P}}\n@article{c, title = {C}, journaltitle = {J}}\n@book{d, title = {D}, author = {E}, date = {2001-15}, publisher = {P}}\n@misc{e, title = {E}, author = foo, year = 2001}",
        )]);
        insta::assert_snapshot!(lines(&made).join("\n"), @r"
        bibliography-type-unknown r.bib:2:2 `@boook` is no kind of reference, so it is set as `@misc`
        bibliography-syntax r.bib:6:32 `foo` stands for nothing: put the text into braces
        bibliography-date-unclear r.bib:5:7 the date of the entry `d` cannot be read
        bibliography-key-twice r.bib:3:7 two entries have the key `a`
        bibliography-field-missing r.bib:4:10 the entry `c` has no `author` or `year`
        ");
    }

    #[test]
    fn keys_are_unique_over_all_files() {
        let (_folder, made) = project(&[
            (
                "a.bib",
                "@misc{k, title = {A}, author = {A, B}, year = 2001}",
            ),
            ("b.yml", "k:\n  type: Book\n  title: B\n"),
        ]);
        assert_eq!(
            lines(&made),
            ["bibliography-key-twice b.yml:1:1 two entries have the key `k`"]
        );
    }

    #[test]
    fn a_yaml_mistake_has_its_line() {
        let (_folder, made) = project(&[("a.yml", "k:\n  type: Book\n  title: [\n")]);
        assert!(
            lines(&made)[0].starts_with("bibliography-syntax a.yml:"),
            "{:?}",
            lines(&made)
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let root = Store::folder(folder.path()).unwrap();
        let made = prepare(&root, &[ProjectPath::new("r.bib").unwrap()], "apa", None);
        assert_eq!(made.findings[0].code, "bibliography-unreadable");
    }
}
