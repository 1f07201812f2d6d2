//! Many findings of one kind in a file as one, so that a page of text stays a page.

use std::collections::BTreeMap;

use crate::diagnostics::text::thousands;
use crate::diagnostics::{Diagnostic, SourceMap};
use crate::report::window::{Quote, WIDTH};

/// So many findings of one kind in a file are shown as one.
const MANY: usize = 3;

/// Of those that are shown with another, so many are told by their lines.
pub(super) const TOLD: usize = 5;

/// A finding, with those of its kind and its file that are not shown.
pub(super) struct Gathered<'a> {
    pub(super) first: &'a Diagnostic,
    pub(super) alike: Vec<&'a Diagnostic>,
}

/// Gathers findings; those of no file stay as they are.
pub(super) fn gathered<'a>(findings: &[&'a Diagnostic]) -> Vec<Gathered<'a>> {
    let key = |finding: &Diagnostic| {
        let path = finding.place.as_ref().map(|place| place.path.clone());
        // A manifest is short, and each of its lines is another matter.
        let path = path.filter(|path| path.extension() != "toml");
        path.map(|path| (finding.level, finding.code.to_string(), path))
    };
    let mut kinds: BTreeMap<_, Vec<&'a Diagnostic>> = BTreeMap::new();
    for finding in findings {
        if let Some(key) = key(finding) {
            kinds.entry(key).or_default().push(finding);
        }
    }
    kinds.retain(|_, alike| alike.len() >= MANY);
    let mut shown = Vec::with_capacity(findings.len());
    for finding in findings {
        let alike = key(finding).and_then(|key| kinds.get(&key));
        let alike = match alike.map(Vec::as_slice) {
            Some([first, rest @ ..]) if std::ptr::eq(*first, *finding) => rest.to_vec(),
            Some(_) => continue,
            None => Vec::new(),
        };
        shown.push(Gathered {
            first: finding,
            alike,
        });
    }
    shown
}

impl Gathered<'_> {
    /// Says how many findings are not shown, and where the first of them stand.
    pub(super) fn others(&self, sources: &SourceMap) -> Option<String> {
        let places = self.alike.iter().filter_map(|one| one.place.as_ref());
        let quotes = places.filter_map(|place| Quote::of(place, sources, WIDTH));
        let mut lines: Vec<String> = quotes.map(|quote| quote.line.to_string()).collect();
        lines.dedup();
        let more = lines.len().saturating_sub(TOLD);
        lines.truncate(TOLD);
        let list = match (lines.as_slice(), more) {
            ([], _) => String::new(),
            ([line], 0) => format!(": line {line}"),
            ([lines @ .., last], 0) => format!(": lines {} and {last}", lines.join(", ")),
            (lines, more) => format!(": lines {} and {} more", lines.join(", "), thousands(more)),
        };
        let count = self.alike.len();
        (count > 0).then(|| format!("{} more like it in this file{list}", thousands(count)))
    }
}
