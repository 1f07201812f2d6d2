//! An entry of a reference file, whatever the format of the file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::csl::Item;
use crate::diagnostics::{Diagnostic, Place, ProjectPath};

/// A work that can be cited.
///
/// Names of fields are those of BibLaTeX, in small letters: a paper of a CSL-JSON file is an
/// `article` with a `journaltitle` too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key that it is cited by.
    pub key: String,
    /// What it is, such as `article`.
    pub kind: String,
    /// Where the whole entry stands.
    pub place: Place,
    /// Where its key stands.
    pub key_place: Place,
    /// What is said of it, in the order written; those that it has from another entry come last.
    pub fields: Vec<Field>,
    /// What a citation style prints of it.
    pub item: Item,
    /// Where each of the item's variables stands; the key of the entry if it is written elsewhere.
    pub places: BTreeMap<String, Place>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
}

/// Something that an entry says of its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What a reader would read, without braces and commands.
    pub value: String,
    /// Where the value stands; the key of the entry if it is written elsewhere.
    pub place: Place,
}

impl Entry {
    /// Returns an entry that says nothing yet.
    pub(super) fn new(
        path: &ProjectPath,
        key: &str,
        kind: &str,
        whole: Range<usize>,
        key_range: Range<usize>,
    ) -> Self {
        Self {
            key: key.to_owned(),
            kind: kind.to_owned(),
            place: Place::range(path.clone(), whole),
            key_place: Place::range(path.clone(), key_range),
            fields: Vec::new(),
            item: Item {
                key: key.to_owned(),
                ..Item::default()
            },
            places: BTreeMap::new(),
            findings: Vec::new(),
        }
    }

    /// Returns a field that is there and not empty.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| field.name == name && !field.value.trim().is_empty())
    }

    /// Returns what a field says, if it is there and not empty.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.field(name).map(|field| field.value.trim())
    }

    /// Adds what is said at some bytes of the file.
    pub(super) fn say(&mut self, name: &str, value: impl Into<String>, range: Range<usize>) {
        let name = canonical(name).to_owned();
        let place = Place::range(self.place.path.clone(), range);
        let value = value.into();
        self.fields.push(Field { name, value, place });
    }

    /// Moves every place: a byte order mark is counted in the file, but no reader takes it.
    pub(super) fn shift(&mut self, by: usize) {
        let fields = self.fields.iter_mut().map(|field| &mut field.place);
        let found = self.findings.iter_mut().filter_map(|it| it.place.as_mut());
        let own = [&mut self.place, &mut self.key_place];
        for place in fields
            .chain(self.places.values_mut())
            .chain(found)
            .chain(own)
        {
            if let Some(range) = &mut place.range {
                *range = range.start + by..range.end + by;
            }
        }
    }
}

/// Returns the name of a field that BibTeX and others name otherwise.
fn canonical(name: &str) -> &str {
    match name {
        "journal" => "journaltitle",
        "year" => "date",
        "school" => "institution",
        "address" => "location",
        "annote" => "annotation",
        other => other,
    }
}
