//! An entry of a `.bib` as an item of CSL: which field says what.
//!
//! The table follows the BibLaTeX manual and, where it leaves a choice, pandoc. Other than pandoc:
//! the case of titles is never changed, an institution is never torn apart at its "and", DOI and
//! address have no TeX in them, and years in words stay.

use std::borrow::Cow;
use std::ops::Range;

use crate::csl::Value;
use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Place, Rule};
use crate::references::bib::kinds::kind;
use crate::references::bib::names::names;
use crate::references::bib::tex::{Braces, decoded, words};
use crate::references::entry::Entry;
use crate::references::rules::{BIBLIOGRAPHY_COMMAND_UNKNOWN, BIBLIOGRAPHY_NAME_UNCLEAR};

mod addresses;
mod dates;
mod publication;
mod titles;

pub(in crate::references) use addresses::bare_doi;
pub(in crate::references) use titles::edition;

/// A field of an entry: its own, or one that it has from another.
#[derive(Clone, Debug)]
pub(super) struct Said<'s> {
    /// In small letters.
    pub(super) name: Cow<'s, str>,
    /// What is written, with macros resolved.
    pub(super) raw: Cow<'s, str>,
    /// Where it stands; none if it stands in another entry.
    pub(super) range: Option<Range<usize>>,
}

/// Persons by field and variable.
const PEOPLE: [(&str, &str); 7] = [
    ("author", "author"),
    ("translator", "translator"),
    ("bookauthor", "container-author"),
    ("director", "director"),
    ("illustrator", "illustrator"),
    ("recipient", "recipient"),
    ("interviewer", "interviewer"),
];

/// Fields whose value is an address or a number, and no text.
pub(super) fn is_verbatim(name: &str) -> bool {
    matches!(
        name,
        "doi" | "url" | "eprint" | "file" | "urlraw" | "pmid" | "pmcid"
    )
}

/// Fills the item of an entry from its fields.
pub(super) fn fill(said: &[Said<'_>], entry: &mut Entry) {
    let mut maker = Maker {
        said,
        csl: kind(&entry.kind).unwrap_or("document"),
        entry,
        unknown: Vec::new(),
    };
    maker.people();
    maker.titles();
    maker.numbers();
    maker.publishers();
    maker.kind_and_genre();
    maker.addresses();
    maker.dates();
    maker.entry.item.kind = maker.csl.to_owned();
    maker.notes();
    maker.tell_unknown();
}

struct Maker<'m, 's> {
    said: &'m [Said<'s>],
    /// The type of CSL.
    csl: &'static str,
    entry: &'m mut Entry,
    /// Commands that are not known.
    unknown: Vec<String>,
}

impl<'m, 's> Maker<'m, 's> {
    /// Returns the first of some fields that says something.
    fn said(&self, fields: &[&str]) -> Option<&'m Said<'s>> {
        let is_said = |said: &&&Said<'_>| !said.raw.trim_matches([' ', '\n', '{', '}']).is_empty();
        fields.iter().find_map(|field| {
            self.said
                .iter()
                .filter(|said| said.name == *field)
                .find(|said| is_said(&said))
        })
    }

    fn text(&mut self, said: &Said<'_>, braces: Braces) -> String {
        decoded(&said.raw, braces, &mut self.unknown)
    }

    /// Returns what one of some fields says in small letters, without TeX: for words with a meaning.
    fn word(&self, fields: &[&str]) -> Option<String> {
        self.said(fields)
            .map(|said| words(&said.raw).to_lowercase())
    }

    fn place(&self, said: &Said<'_>) -> Place {
        match &said.range {
            Some(range) => Place::range(self.entry.place.path.clone(), range.clone()),
            None => self.entry.key_place.clone(),
        }
    }

    fn put(&mut self, variable: &str, value: Value, said: &Said<'_>) {
        if self.entry.item.values.contains_key(variable) || value == Value::Text(String::new()) {
            return;
        }
        let place = self.place(said);
        self.entry.item.values.insert(variable.to_owned(), value);
        self.entry.places.insert(variable.to_owned(), place);
    }

    /// Puts the first of some fields under a variable, as text.
    fn put_text(&mut self, variable: &str, fields: &[&str], braces: Braces) {
        if let Some(said) = self.said(fields) {
            let text = self.text(said, braces);
            self.put(variable, Value::Text(text), said);
        }
    }

    fn tell(&mut self, rule: &'static Rule, message: String, said: &Said<'_>, hint: &str) {
        let place = self.place(said);
        let finding = Diagnostic::of(rule, message).at(place).hint(hint);
        self.entry.findings.push(finding);
    }

    fn key(&self) -> String {
        inline(&self.entry.key, 60)
    }

    fn people(&mut self) {
        let options = self.word(&["options"]).unwrap_or_default().replace(' ', "");
        let keeps =
            options.contains("useprefix=true") || options.split(',').any(|it| it == "useprefix");
        for (field, variable) in PEOPLE {
            self.persons(field, variable, keeps);
        }
        for (field, role) in [
            ("editor", "editortype"),
            ("editora", "editoratype"),
            ("editorb", "editorbtype"),
            ("editorc", "editorctype"),
        ] {
            let role = self.word(&[role]);
            let variable = match role.as_deref() {
                Some("director") => "director",
                Some("translator") => "translator",
                // Whoever has compiled or founded a work stands where its editor would.
                _ if field == "editor" => "editor",
                Some("collaborator") => "contributor",
                Some("producer") => "producer",
                Some("organizer" | "organiser") => "organizer",
                Some(_) | None => continue,
            };
            self.persons(field, variable, keeps);
        }
    }

    fn persons(&mut self, field: &str, variable: &str, keeps: bool) {
        let Some(said) = self.said(&[field]) else {
            return;
        };
        let read = names(&said.raw, keeps);
        let key = self.key();
        for name in read.organisations {
            let message = format!(
                "`{}` of `{key}` is read as {}",
                inline(&name, 80),
                match name.contains(" and ") {
                    true => "two people",
                    false => "a person, with a family name",
                }
            );
            let hint = format!(
                "if it is an organisation, put it into two pairs of braces: `{{{{{}}}}}`",
                inline(&name, 80)
            );
            self.tell(&BIBLIOGRAPHY_NAME_UNCLEAR, message, said, &hint);
        }
        for name in read.crowded {
            let message = format!(
                "`{}` of `{key}` has more commas than a name",
                inline(&name, 60)
            );
            self.tell(
                &BIBLIOGRAPHY_NAME_UNCLEAR,
                message,
                said,
                "write names as `Family, Given` and put `and` between them",
            );
        }
        if !read.names.is_empty() {
            self.put(variable, Value::Names(read.names), said);
        }
    }

    fn tell_unknown(&mut self) {
        for command in std::mem::take(&mut self.unknown) {
            let written = format!("\\{command}");
            let Some(said) = self.said.iter().find(|said| said.raw.contains(&written)) else {
                continue;
            };
            let message = format!(
                "the command `{}` in `{}` is not known, so its words are printed as they are",
                inline(&written, 40),
                self.key()
            );
            self.tell(
                &BIBLIOGRAPHY_COMMAND_UNKNOWN,
                message,
                said,
                "write what it stands for instead; most letters and signs can be typed as they are",
            );
        }
    }
}
