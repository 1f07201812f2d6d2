//! `[bibliography]`: the files of references and the citation style.

use crate::csl::built_in_styles;
use crate::diagnostics::text::{inline, nearest};
use crate::diagnostics::{Diagnostic, ProjectPath};
use crate::project::manifest::read::ManifestReader;
use crate::project::manifest::tables::{Bibliography, StyleChoice};
use crate::project::outline::paths::existing_file;
use crate::project::profile::rules::Profile;
use crate::project::rules::{MISSING_FILE, REFERENCES_MISSING, UNKNOWN_NAME, WRONG_FILE_TYPE};
use crate::project::table::given::Given;
use crate::project::table::reader::TableReader;

/// The files of references that are taken when the manifest names none.
const DEFAULT_REFERENCES: &str = "references.bib";

impl ManifestReader<'_> {
    /// Reads `[bibliography]`; it comes first, because the outline asks whether there is one.
    pub(crate) fn bibliography(&mut self, table: &TableReader<'_>) -> Bibliography {
        let mut files: Vec<ProjectPath> = Vec::new();
        match table.list("files") {
            Some(given) => {
                for given in given {
                    match existing_file(self.store, &given, "the bibliography file") {
                        Ok(path) if files.contains(&path) => {}
                        Ok(path) => {
                            self.reference_format(&path, &given);
                            files.push(path);
                        }
                        Err(mut finding) => {
                            // The works in it are unresolved, and the rest is printed.
                            if finding.is(&MISSING_FILE) {
                                finding.set_rule(&REFERENCES_MISSING);
                                finding.level = REFERENCES_MISSING.default;
                            }
                            self.found.push(*finding);
                        }
                    }
                }
            }
            None => {
                let default =
                    ProjectPath::new(DEFAULT_REFERENCES).filter(|path| self.store.is_file(path));
                files.extend(default);
            }
        }
        Bibliography {
            files,
            style: self.style(table.given("style")),
        }
    }

    fn reference_format(&mut self, path: &ProjectPath, given: &Given<String>) {
        let known = ["bib", "yml", "yaml", "json"];
        if !known.contains(&path.extension().as_str()) {
            self.found.push(
                Diagnostic::of(&WRONG_FILE_TYPE, format!("`{path}` holds no references folio can read"))
                    .at(given.place.clone())
                    .hint("in Zotero choose File, Export library, format BibTeX, and save it as `references.bib`"),
            );
        }
    }

    fn style(&mut self, given: Option<Given<String>>) -> StyleChoice {
        let rule = self.profile.bibliography.style.as_ref();
        let Some(given) = given else {
            return rule.map_or_else(StyleChoice::default, |rule| self.alias(&rule.value));
        };
        if given.value.to_lowercase().ends_with(".csl") {
            return match existing_file(self.store, &given, "the citation style") {
                Ok(path) => StyleChoice::File(path),
                Err(finding) => {
                    self.found.push(*finding);
                    StyleChoice::default()
                }
            };
        }
        let style = self.alias(&given.value);
        if let StyleChoice::Named(name) = &style
            && !built_in_styles().iter().any(|(own, _)| own == name)
        {
            let written = inline(&given.value, 60);
            let hint = match nearest(&written, style_names(self.profile)) {
                Some(name) => format!("did you mean `{name}`?"),
                None => "for example `harvard-cite-them-right`, `vancouver`, or `apa`".into(),
            };
            self.found.push(
                Diagnostic::of(
                    &UNKNOWN_NAME,
                    format!("there is no citation style `{written}`"),
                )
                .at(given.place)
                .hint(hint)
                .hint("a style of your own is a CSL file in the project, such as `style.csl`"),
            );
        }
        style
    }

    fn alias(&self, name: &str) -> StyleChoice {
        let aliases = &self.profile.bibliography.aliases;
        StyleChoice::Named(aliases.get(name).map_or(name, String::as_str).to_owned())
    }
}

fn style_names(profile: &Profile) -> impl Iterator<Item = &str> {
    let built_in = built_in_styles().into_iter().map(|(name, _)| name);
    built_in.chain(profile.bibliography.aliases.keys().map(String::as_str))
}
