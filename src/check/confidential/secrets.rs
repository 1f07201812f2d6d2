//! What no report may carry, and how it is covered.
//!
//! A covered text keeps its length in bytes and its lines, so that every place in it stays where
//! it was. Covering looks again until nothing is found: what stood on both sides of a secret could
//! itself read as one.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::confidential::anonymous::{author, everybody};
use crate::check::confidential::identifiers::{IdentifierKind, Material, identifiers};
use crate::check::confidential::list::Confidential;
use crate::check::confidential::names::ListedNames;
use crate::check::confidential::places;
use crate::check::context::SourceContext;
use crate::diagnostics::text::slug;
use crate::diagnostics::{Diagnostic, ProjectPath, SourceMap};
use crate::project::Project;

/// Each round covers something; more than a few are needed by no text that people write.
const MAX_ROUNDS: usize = 32;

/// What stands for a character of so many bytes.
const COVERS: [char; 4] = ['*', '·', '•', '\u{1f7c4}'];

/// Everything that may not leave: the names, and where names and identifiers stand.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    names: ListedNames,
    /// The author's, in an anonymous copy.
    author: ListedNames,
    /// Addresses that may be printed.
    known: Vec<String>,
    /// Places that only a reader of the marked text sees, by file.
    ranges: BTreeMap<ProjectPath, Vec<Range<usize>>>,
}

impl Secrets {
    /// Returns what a list alone gives: for texts of a project that was not read.
    pub fn listed(confidential: &Confidential) -> Self {
        Self {
            names: confidential.names().clone(),
            ..Self::default()
        }
    }

    /// Returns what may not be typed into a package.
    pub fn of_package(confidential: &Confidential, project: &Project, is_anonymous: bool) -> Self {
        let listed = Self::listed(confidential);
        match is_anonymous {
            true => Self {
                author: everybody(project),
                ..listed
            },
            false => listed,
        }
    }

    /// Returns whether there is any name to cover.
    pub fn has_names(&self) -> bool {
        !self.names.is_empty() || !self.author.is_empty()
    }

    /// Lets addresses pass that may be printed.
    #[must_use]
    pub fn knowing<'a>(mut self, addresses: impl IntoIterator<Item = &'a str>) -> Self {
        self.known = places::plain_addresses(addresses);
        self
    }

    /// Looks for everything in the author's files, whatever the rules are told to report.
    pub fn find(context: &SourceContext<'_>) -> Self {
        let mut secrets = Self {
            names: context.confidential.names().clone(),
            author: author(context),
            known: places::known_addresses(context),
            ranges: BTreeMap::new(),
        };
        for names in [&secrets.names, &secrets.author] {
            for (path, hits) in places::names(context, names) {
                let ranges = secrets.ranges.entry(path).or_default();
                ranges.extend(hits.into_iter().map(|hit| hit.range));
            }
        }
        for (path, found) in places::persons(context) {
            let ranges = secrets.ranges.entry(path).or_default();
            ranges.extend(found.into_iter().map(|one| one.range));
        }
        secrets
    }

    /// Covers the secrets in texts that findings quote.
    pub fn mask_sources(&self, sources: &mut SourceMap) {
        sources.rewrite(|path, text| {
            let mut text = text.to_owned();
            if let Some(ranges) = self.ranges.get(path) {
                text = covered(&text, ranges);
            }
            (path.clone(), self.mask_text(&text))
        });
    }

    /// Returns a text with its secrets covered: a message, a hint, a line of a receipt.
    pub fn mask_text(&self, text: &str) -> String {
        covered_until_clean(text, |text| self.in_text(text))
    }

    /// Returns a text with the names alone covered: numbers of all kinds stand in what a program
    /// says of a text.
    pub fn mask_names(&self, text: &str) -> String {
        covered_until_clean(text, |text| self.names_in(text))
    }

    /// Returns a text without its names, to make the name of a file of: only letters and digits are
    /// left there, and what stood on both sides of a name or of a sign stands together.
    pub fn without_names(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..MAX_ROUNDS {
            let covered = self.mask_names(&text);
            if covered != text {
                text = covered.replace(COVERS, " ");
                continue;
            }
            let words = slug(&text, usize::MAX);
            if self.names_in(&words).is_empty() {
                break;
            }
            text = words;
        }
        text
    }

    /// Covers the secrets in the names of the files that findings point to, for people; a program
    /// needs the true ones.
    pub fn mask_paths(&self, findings: &mut [Diagnostic], sources: &mut SourceMap) {
        for Diagnostic { place, related, .. } in findings {
            let related = related.iter_mut().map(|(place, _)| place);
            for place in place.iter_mut().chain(related) {
                place.path = self.mask_path(&place.path);
            }
        }
        sources.rewrite(|path, text| (self.mask_path(path), text.to_owned()));
    }

    /// Returns a path whose folders and file carry no secret; its extension stays.
    pub fn mask_path(&self, path: &ProjectPath) -> ProjectPath {
        let parts = path.as_str().split('/').map(|part| {
            let masked = self.mask_text(part);
            let is_secret = |names: &ListedNames| names.in_file_name(&masked).is_some();
            if !is_secret(&self.names) && !is_secret(&self.author) {
                return masked;
            }
            let stem = masked.rfind('.').unwrap_or(masked.len());
            covered(&masked, std::slice::from_ref(&(0..stem)))
        });
        let masked = parts.collect::<Vec<_>>().join("/");
        ProjectPath::new(&masked).unwrap_or_else(|| path.clone())
    }

    /// Covers the secrets in everything that a finding says.
    pub fn mask_finding(&self, finding: &mut Diagnostic) {
        let Diagnostic {
            code: _,
            level: _,
            place: _,
            message,
            related,
            hints,
            unresolved,
        } = finding;
        *message = self.mask_text(message);
        for hint in hints {
            *hint = self.mask_text(hint);
        }
        for (_, word) in related {
            *word = self.mask_text(word);
        }
        if let Some((_, name)) = unresolved {
            *name = self.mask_text(name);
        }
    }

    /// Returns where names stand in any text.
    fn names_in(&self, text: &str) -> Vec<Range<usize>> {
        let names = [&self.names, &self.author].map(|names| names.find(text));
        let ranges = names.into_iter().flatten().map(|hit| hit.range);
        ranges.filter(|range| !range.is_empty()).collect()
    }

    /// Returns where secrets stand in any text.
    fn in_text(&self, text: &str) -> Vec<Range<usize>> {
        let mut ranges = self.names_in(text);
        for one in identifiers(text, Material::Participants) {
            let is_open = one.kind == IdentifierKind::Email
                && places::is_known(&self.known, &text[one.range.clone()]);
            if !is_open {
                ranges.push(one.range);
            }
        }
        ranges.retain(|range| !range.is_empty());
        ranges
    }
}

fn covered_until_clean(text: &str, find: impl Fn(&str) -> Vec<Range<usize>>) -> String {
    let mut text = text.to_owned();
    for _ in 0..MAX_ROUNDS {
        let ranges = find(&text);
        if ranges.is_empty() {
            break;
        }
        text = covered(&text, &ranges);
    }
    text
}

/// Puts a sign of the same length for every character of the ranges but white space.
fn covered(text: &str, ranges: &[Range<usize>]) -> String {
    let mut ranges = ranges.to_vec();
    ranges.sort_by_key(|range| range.start);
    let mut ranges = ranges.into_iter().peekable();
    let mut end = 0;
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        while let Some(range) = ranges.next_if(|range| range.start < at + c.len_utf8()) {
            end = end.max(range.end);
        }
        out.push(match c {
            c if at >= end || c.is_whitespace() => c,
            c => COVERS[c.len_utf8() - 1],
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostics::Place;

    fn secrets(names: &[&str]) -> Secrets {
        let (names, _) = ListedNames::new(names.iter().copied());
        Secrets {
            names,
            ..Secrets::default()
        }
    }

    #[test]
    fn what_is_covered_keeps_its_bytes_and_its_lines() {
        let secrets = secrets(&["Zoë 𝒜x’s"]);
        let text = "a Zoë\r\n𝒜x’s b";
        let masked = secrets.mask_text(text);
        assert_eq!(masked, "a **·\r\n\u{1f7c4}*•* b");
        assert_eq!(masked.len(), text.len());
    }

    #[test]
    fn names_and_identifiers_are_covered_in_any_text() {
        let secrets = secrets(&["Northern Trust"]);
        assert_eq!(
            secrets.mask_text("`northern-trust` 943 476 5919, jo@nhs.net, SW7 2AZ"),
            "`********.*****` *** *** ****, **********, *** ***".replace('.', "*")
        );
        let path = ProjectPath::new("figures/NorthernTrustMap.png").unwrap();
        assert_eq!(
            secrets.mask_path(&path).as_str(),
            "figures/*************Map.png"
        );
    }

    #[test]
    fn what_stands_on_both_sides_of_a_secret_is_no_secret_of_its_own() {
        let secrets = secrets(&["Lee", "Ann Smith"]);
        assert_eq!(secrets.mask_text("Ann Lee Smith"), "*** *** *****");
    }

    #[test]
    fn what_a_file_is_called_after_has_no_name_left() {
        let secrets = secrets(&["Zanthe Orbison", "Ann Smith", "Lee"]);
        let left = |text| slug(&secrets.without_names(text), 40);
        assert_eq!(left("At Orbison, Zanthe’s ward"), "at-s-ward");
        assert_eq!(left("Zoë’s Zanthe Orbison"), "zoes");
        assert_eq!(left("Z. Orbison"), "");
        assert_eq!(left("With Ann Lee Smith"), "with");
        assert_eq!(left("With Ann; Lee; Smith"), "with");
        assert_eq!(left("A zanthe; “Orbison”"), "a");
        assert_eq!(
            secrets.without_names("The doctor’s * view"),
            "The doctor’s * view"
        );
    }

    #[test]
    fn a_finding_says_nothing_anywhere() {
        let place = Place::file(ProjectPath::new("ann-lee.md").unwrap());
        let mut finding = Diagnostic::warn("x", "Ann Lee")
            .at(place.clone())
            .also(place, "ann  lee")
            .hint("ANN LEE");
        let secrets = secrets(&["Ann Lee"]);
        secrets.mask_finding(&mut finding);
        let path = finding.place.as_ref().map(|place| place.path.to_string());
        assert_eq!(path.as_deref(), Some("ann-lee.md"), "a program needs it");
        let mut findings = [finding];
        secrets.mask_paths(&mut findings, &mut SourceMap::default());
        let [finding] = findings;
        let said = format!("{finding:?}").to_lowercase();
        assert!(!said.contains("ann") && !said.contains("lee"), "{said}");
    }

    proptest! {
        #[test]
        fn after_covering_no_name_is_found(
            names in proptest::collection::vec("[a-cA-C’ -]{2,8}", 1..6),
            text in "[a-cA-C’' *\\n-]{0,80}",
        ) {
            let secrets = secrets(&names.iter().map(String::as_str).collect::<Vec<_>>());
            let masked = secrets.mask_text(&text);
            prop_assert_eq!(masked.len(), text.len());
            prop_assert!(secrets.in_text(&masked).is_empty(), "{:?}", masked);
        }
    }
}
