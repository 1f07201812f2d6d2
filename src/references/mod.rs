//! Reference files, read into items of CSL, and citation styles.
//!
//! `.bib`, CSL-JSON, CSL's YAML and Hayagriva's YAML become the same [`Entry`], each variable with
//! its place. Nothing in a file stops anybody: what cannot be read is a finding at its own line,
//! and the rest is read. Only a file that is not there is more than that.

mod bib;
mod csl_data;
mod date;
mod encoding;
mod entry;
mod extra;
mod hayagriva;
mod incoming;
mod inlines;
mod json;
mod markup;
mod needed;
mod node;
mod printed;
mod style;
mod unnamed;
mod yaml;

#[cfg(test)]
mod golden;
pub(crate) mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::csl::Style;
use crate::diagnostics::rules::BIBLIOGRAPHY_KEY_TWICE;
use crate::diagnostics::{Diagnostic, Place, ProjectPath, SourceMap, Store};
use crate::references::node::{Mistake, Node, Value};
use crate::references::rules::{BIBLIOGRAPHY_FORMAT, BIBLIOGRAPHY_SYNTAX, BIBLIOGRAPHY_UNREADABLE};

pub use encoding::decoded_as;
pub use entry::{Entry, Field};
pub use incoming::{
    Added, Brought, Incoming, Known, Merged, is_retracted, merge, read as incoming,
};
pub(crate) use unnamed::unnamed;

/// What a document needs to cite: works and a style.
#[derive(Clone, Debug, Default)]
pub struct Bibliography {
    /// The citation style; none if it cannot be read, which is a finding.
    pub style: Option<Style>,
    /// The name of the style, or the path of a CSL file with a leading `/`.
    pub style_name: String,
    /// The keys that can be cited, in order, each with its place.
    pub keys: BTreeMap<String, Place>,
    /// The works that can be cited, in the order of the files; of a repeated key the first.
    pub entries: Vec<Entry>,
    /// What is wrong with files and style; what is wrong with a work stands in its entry.
    pub findings: Vec<Diagnostic>,
    /// The texts that were read.
    pub sources: SourceMap,
}

/// One reference file, read.
#[derive(Debug, Default)]
struct Read {
    entries: Vec<Entry>,
    /// What belongs to no entry.
    findings: Vec<Diagnostic>,
}

/// Reads the reference files and resolves the style.
pub fn prepare(
    store: &Store,
    files: &[ProjectPath],
    style: &str,
    style_place: Option<Place>,
) -> Bibliography {
    let mut made = Bibliography::default();
    for path in files {
        let text = match (store.text(path), encoding::read(store, path)) {
            (_, Some((text, finding))) => {
                made.findings.push(finding);
                text
            }
            (Ok(text), None) => text,
            (Err(error), None) => {
                let finding = Diagnostic::of(&BIBLIOGRAPHY_UNREADABLE, error.to_string());
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
    made.style_name = resolved.name;
    let finding = resolved.finding;
    made.findings
        .extend(finding.map(|finding| finding.maybe_at(style_place)));
    made
}

impl Bibliography {
    /// Returns what is wrong with files, the style, and those works of which a test of their key
    /// says that they matter: the cited ones, or all.
    pub fn findings_of(
        &self,
        is_meant: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = &Diagnostic> {
        let meant = self
            .entries
            .iter()
            .filter(move |entry| is_meant(&entry.key));
        self.findings
            .iter()
            .chain(meant.flat_map(|entry| &entry.findings))
    }

    fn read(&mut self, path: &ProjectPath, text: &str) {
        // The place of a byte order mark is counted in the file, but no reader takes it.
        let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
        let bom = text.len() - plain.len();
        let mut read = match path.extension().as_str() {
            "bib" | "bibtex" => bib::read(path, plain),
            "json" => from_json(path, plain),
            "yml" | "yaml" => from_yaml(path, plain),
            other => {
                let message = format!("`.{other}` is no kind of reference file that folio reads");
                let finding = Diagnostic::of(&BIBLIOGRAPHY_FORMAT, message)
                    .at(Place::file(path.clone()))
                    .hint("export your references as BibTeX or BibLaTeX (`.bib`), CSL-JSON (`.json`), or Hayagriva (`.yml`)");
                self.findings.push(finding);
                return;
            }
        };
        for place in read.findings.iter_mut().filter_map(|it| it.place.as_mut()) {
            if let Some(range) = &mut place.range {
                *range = range.start + bom..range.end + bom;
            }
        }
        self.findings.append(&mut read.findings);
        let mut at: BTreeMap<String, usize> = self
            .entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (entry.key.clone(), at))
            .collect();
        for mut entry in read.entries {
            if bom > 0 {
                entry.shift(bom);
            }
            if let Some(&first) = at.get(&entry.key) {
                let first = &mut self.entries[first];
                let key = crate::diagnostics::text::inline(&entry.key, 60);
                let finding = Diagnostic::of(
                    &BIBLIOGRAPHY_KEY_TWICE,
                    format!("two entries have the key `{key}`, and the first one is cited"),
                )
                .at(entry.key_place)
                .also(first.key_place.clone(), "the first one")
                .hint("remove one, or give it another key");
                first.findings.push(finding);
                continue;
            }
            entry.findings.extend(needed::missing(&entry));
            at.insert(entry.key.clone(), self.entries.len());
            self.keys.insert(entry.key.clone(), entry.key_place.clone());
            self.entries.push(entry);
        }
    }
}

/// Reads CSL-JSON: a list of items, an object that holds one, or one item.
fn from_json(path: &ProjectPath, text: &str) -> Read {
    let mut read = Read::default();
    let (node, mistakes) = json::parse(text);
    let told = |Mistake { at, message }| syntax_mistake(path, at..at, message);
    read.findings.extend(mistakes.into_iter().map(told));
    from_tree(path, &node, &mut read);
    read
}

/// Reads CSL's YAML or Hayagriva's.
fn from_yaml(path: &ProjectPath, text: &str) -> Read {
    let mut read = Read::default();
    let (mut node, mistake) = yaml::parse(text);
    let told = |Mistake { at, message }| syntax_mistake(path, at..at, message);
    read.findings.extend(mistake.map(told));
    for item in items_mut(&mut node) {
        inlines::turn(item);
    }
    from_tree(path, &node, &mut read);
    read
}

/// Returns the items of CSL's YAML; none of Hayagriva's.
fn items_mut(node: &mut Node) -> &mut [Node] {
    match &mut node.value {
        Value::List(items) => items,
        Value::Map(members) => members
            .iter_mut()
            .find(|(name, _)| name.scalar() == Some("references"))
            .map_or(&mut [], |(_, list)| match &mut list.value {
                Value::List(items) => items,
                Value::Null | Value::Scalar(_) | Value::Map(_) => &mut [],
            }),
        Value::Null | Value::Scalar(_) => &mut [],
    }
}

fn from_tree(path: &ProjectPath, node: &Node, read: &mut Read) {
    let list = ["references", "items"]
        .iter()
        .find_map(|name| node.get(name));
    match (&node.value, list.map(|list| &list.value)) {
        (Value::List(items), _) | (Value::Map(_), Some(Value::List(items))) => {
            csl_data::read(path, items, read);
        }
        (Value::Map(_), _) if csl_data::is_item(node) => {
            csl_data::read(path, std::slice::from_ref(node), read);
        }
        (Value::Map(_), _) => hayagriva::read(path, node, read),
        (Value::Null, _) => {}
        (Value::Scalar(_), _) => {
            let message = "expected a list of references".to_owned();
            read.findings
                .push(syntax_mistake(path, node.range.clone(), message));
        }
    }
}

fn syntax_mistake(path: &ProjectPath, range: Range<usize>, message: String) -> Diagnostic {
    Diagnostic::of(&BIBLIOGRAPHY_SYNTAX, message).at(Place::range(path.clone(), range))
}
