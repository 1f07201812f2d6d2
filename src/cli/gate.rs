//! The last gate: nothing that leaves the program carries a name that may not appear, or steers the
//! terminal that shows it.
//!
//! # Decisions
//!
//! - 2026-11: it stands where the program prints, not where each message is made: a message that
//!   nobody thought of passes it too.
//! - 2026-11: in JSON the places stay true (`path`, `id` and the like), for a program that cannot
//!   find the file cannot mend it; that the name of a file holds a name is a finding of its own.
//! - 2026-12: what folio calls a file itself, after a title say, never holds a name; a name in that
//!   of a file of the author's stays true. Nor does the key that folio gives to a work.
//! - 2026-11: what a program reads keeps every sign, written so that a terminal does not obey it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use folio::check::{Confidential, Secrets};
use folio::diagnostics::text::{slug, steers};
use folio::diagnostics::{Diagnostic, SourceMap, Store};
use folio::project::Project;
use folio::web::Cover;
use regex::Regex;

/// What people may not read, for as long as the program runs.
#[derive(Default)]
pub(crate) struct Gate(RefCell<Arc<Secrets>>);

/// The keys of JSON under which places and names of folio's own stand.
const TRUE_KEYS: [&str; 8] = [
    "path", "id", "uri", "file", "folder", "output", "digest", "commit",
];

/// A colour or a weight, as folio writes them.
static STYLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\x1b\[[0-9;]{0,16}m").expect("the pattern is a constant that tests compile")
});

impl Gate {
    /// Takes the names that may not appear from a project's folder, and from a list beside it. A
    /// folder that cannot be read has none.
    pub(crate) fn keep_names(&self, root: &Path, outside: Option<&str>) {
        let Ok(store) = Store::folder(root) else {
            return;
        };
        let listed = Secrets::listed(&Confidential::read(&store, outside));
        *self.0.borrow_mut() = Arc::new(listed);
    }

    /// Lets the addresses of the people who write and supervise pass: they are there to be written
    /// to.
    pub(crate) fn let_pass(&self, project: &Project) {
        let known = project.manifest.people.values();
        let secrets = Secrets::clone(&self.0.borrow()).knowing(known.map(String::as_str));
        *self.0.borrow_mut() = Arc::new(secrets);
    }

    /// Returns a text for people.
    pub(crate) fn text(&self, text: &str) -> String {
        // A name may stand in words of several colours; what is covered keeps its length.
        let plain = STYLE.replace_all(text, "");
        let covered = self.0.borrow().mask_names(&plain);
        let mut out = String::with_capacity(text.len());
        let (mut from, mut before) = (0, 0);
        for style in STYLE.find_iter(text) {
            let end = from + style.start() - before;
            out.push_str(&harmless(&covered[from..end]));
            out.push_str(style.as_str());
            (from, before) = (end, style.end());
        }
        out.push_str(&harmless(&covered[from..]));
        out
    }

    /// Returns JSON with its names covered, but for the places.
    pub(crate) fn json(&self, json: &str) -> String {
        escaped(&self.covered(json))
    }

    /// Returns JSON that stays inside the program with its names covered, but for the places.
    pub(crate) fn covered<'j>(&self, json: &'j str) -> Cow<'j, str> {
        covered_by(&self.0.borrow(), json)
    }

    /// Returns what covers JSON as it does, for another thread.
    pub(crate) fn json_cover(&self) -> Arc<dyn Fn(&str) -> String + Send + Sync> {
        let secrets = self.0.borrow().clone();
        Arc::new(move |json: &str| escaped(&covered_by(&secrets, json)))
    }

    /// Covers names and identifiers in findings, and in the texts that they quote.
    pub(crate) fn cover(&self, findings: &mut [Diagnostic], sources: &mut SourceMap) {
        let secrets = self.0.borrow();
        for finding in findings {
            secrets.mask_finding(finding);
        }
        secrets.mask_sources(sources);
    }

    /// Returns what a file is called after some words: nobody is named there.
    pub(crate) fn file_stem(&self, words: &str, max_chars: usize) -> String {
        slug(&self.without_names(words), max_chars)
    }

    /// Returns words to call something by: nobody is named in them.
    pub(crate) fn without_names(&self, words: &str) -> String {
        self.0.borrow().without_names(words)
    }

    /// Returns words of the text with names and identifiers covered.
    pub(crate) fn excerpt(&self, text: &str) -> String {
        self.0.borrow().mask_text(text)
    }

    /// Covers names in words that follow one another, each of which is printed by itself.
    pub(crate) fn cover_words<'w>(&self, words: impl Iterator<Item = &'w mut String>) {
        let words: Vec<&mut String> = words.collect();
        let joined: Vec<&str> = words.iter().map(|word| word.as_str()).collect();
        let covered = self.0.borrow().mask_names(&joined.join(" "));
        let mut start = 0;
        for word in words {
            let end = start + word.len();
            word.replace_range(.., &covered[start..end]);
            start = end + 1;
        }
    }

    /// Returns findings and texts as people may read them.
    pub(crate) fn for_people(
        &self,
        findings: &[Diagnostic],
        sources: &SourceMap,
    ) -> (Vec<Diagnostic>, SourceMap) {
        let (mut findings, mut sources) = (findings.to_vec(), sources.clone());
        self.cover(&mut findings, &mut sources);
        self.0.borrow().mask_paths(&mut findings, &mut sources);
        (findings, sources)
    }

    /// Returns what covers the names in a text that is made elsewhere: a line of progress, a page.
    pub(crate) fn names(&self) -> Cover {
        let secrets = self.0.borrow().clone();
        Arc::new(move |text: &str| secrets.mask_names(text))
    }
}

fn covered_by<'j>(secrets: &Secrets, json: &'j str) -> Cow<'j, str> {
    if !secrets.has_names() {
        return json.into();
    }
    let covered = strings_rewritten(json, |key, text| {
        let is_true = key.is_some_and(|key| TRUE_KEYS.contains(&key));
        (!is_true).then(|| secrets.mask_names(text))
    });
    covered.into()
}

/// Puts a space where a sign would steer a terminal.
pub(crate) fn harmless(text: &str) -> String {
    let signs = text.chars().map(|c| match c {
        '\n' | '\t' => c,
        c if steers(c) => ' ',
        c => c,
    });
    signs.collect()
}

/// Writes what would steer a terminal as JSON's escapes, which mean the same.
pub(crate) fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            c if steers(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Returns JSON with its strings, but not its keys, rewritten; `rewrite` is given the key that a
/// string or the list around it stands under, and returns nothing for one that stays.
fn strings_rewritten(json: &str, rewrite: impl Fn(Option<&str>, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(json.len());
    let mut key: Option<String> = None;
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let length = string_length(&rest[start..]);
        let (before, token) = (&rest[..start], &rest[start..start + length]);
        rest = &rest[start + length..];
        out.push_str(before);
        let text: Option<String> = serde_json::from_str(token).ok();
        let is_key = rest.trim_start().starts_with(':');
        let new = match (&text, is_key) {
            (Some(text), false) => rewrite(key.as_deref(), text).filter(|new| new != text),
            (Some(_), true) | (None, _) => None,
        };
        match new.and_then(|new| serde_json::to_string(&new).ok()) {
            Some(new) => out.push_str(&new),
            None => out.push_str(token),
        }
        if is_key {
            key = text;
        }
    }
    out.push_str(rest);
    out
}

/// Returns how many bytes a string takes, from one quotation mark to the other.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(names: &str) -> Gate {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("confidential.txt"), names).unwrap();
        let gate = Gate::default();
        gate.keep_names(folder.path(), Some("Ann Lee"));
        gate
    }

    #[test]
    fn names_are_covered_and_nothing_steers_the_terminal() {
        let gate = gate("Northern Trust\n");
        assert_eq!(
            gate.text("\u{1b}[1mNorthern Trust\u{1b}[0m, ann lee\u{1b}]0;x\u{7}\u{202e}\u{9b}2J\n"),
            "\u{1b}[1m******** *****\u{1b}[0m, *** *** ]0;x   2J\n"
        );
        assert_eq!(
            gate.text("\u{1b}[32mNorthern\u{1b}[0m \u{1b}[32mTrust\u{1b}[0m"),
            "\u{1b}[32m********\u{1b}[0m \u{1b}[32m*****\u{1b}[0m"
        );
    }

    #[test]
    fn a_name_is_covered_where_its_words_stand_one_by_one() {
        let mut words = ["of", "Northern", "Trust,", "Trust"].map(str::to_owned);
        gate("Northern Trust\n").cover_words(words.iter_mut());
        assert_eq!(words, ["of", "********", "*****,", "Trust"]);
    }

    #[test]
    fn in_json_places_stay_true_and_every_sign_can_be_read_again() {
        let gate = gate("Northern Trust\n");
        let json = "{\n  \"path\": \"northern-trust.md\",\n  \"titles\": [\"Northern Trust \\\"x\\\"\", \"\u{202e}\"],\n  \"n\": 1\n}";
        let said = gate.json(json);
        assert_eq!(
            said,
            "{\n  \"path\": \"northern-trust.md\",\n  \"titles\": [\"******** ***** \\\"x\\\"\", \"\\u202e\"],\n  \"n\": 1\n}"
        );
        let read: serde_json::Value = serde_json::from_str(&said).unwrap();
        assert_eq!(read["titles"][1], "\u{202e}");
    }
}
