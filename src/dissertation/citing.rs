//! Citations: guessed from the files, printed by the style, and read again from the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use typst_layout::PagedDocument;

use crate::check::rules::STYLE_FAULTY;
use crate::csl::{Cluster, Form, Style};
use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Place};
use crate::dissertation::Dissertation;
use crate::project::{OutlineItem, PartKind};
use crate::references::{Bibliography, Entry};
use crate::typeset::{Asked, CitationsFile, Printed, asked, citations_file};

/// What citations are printed with.
pub(super) struct Citing {
    references: Rc<Bibliography>,
    /// Whether the book prints the list of references.
    has_list: bool,
}

/// Citations and what is printed of them.
#[derive(Clone)]
pub(super) struct Cited {
    asked: Vec<Asked>,
    pub(super) file: CitationsFile,
    /// What the style does wrong, in words.
    troubles: Vec<String>,
}

impl Citing {
    /// Prepares the works of a dissertation.
    pub(super) fn of(dissertation: &Dissertation) -> Self {
        let references = dissertation.shared_references();
        let mut parts = dissertation.project().outline.in_order();
        let has_list = parts.any(|item| match item {
            OutlineItem::Front(part) | OutlineItem::Back(part) => part.kind == PartKind::References,
            OutlineItem::Chapter(_) | OutlineItem::Appendix(_) => false,
        });
        Self {
            has_list: has_list && !references.keys.is_empty(),
            references,
        }
    }

    fn style(&self) -> Option<&Style> {
        self.references.style.as_ref()
    }

    /// Returns whether these are the same works and the same style.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.references, &other.references) && self.has_list == other.has_list
    }

    /// Prints what the files seem to cite: what code makes of them is seen on the pages only.
    pub(super) fn guess(&self, dissertation: &Dissertation) -> Cited {
        self.print(self.seem_asked(dissertation))
    }

    /// Returns what the files seem to cite.
    pub(super) fn seem_asked(&self, dissertation: &Dissertation) -> Vec<Asked> {
        let is_key = |key: &str| self.references.keys.contains_key(key);
        let cited = dissertation.texts().cited(dissertation.project(), &is_key);
        let asked = (1..).zip(cited).map(|(note, (id, cluster, listed))| Asked {
            id,
            cluster: Cluster {
                note: self.is_in_notes().then_some(note),
                ..cluster
            },
            listed,
        });
        asked.collect()
    }

    /// Prints what a document cites.
    pub(super) fn again(&self, document: &PagedDocument, before: &Cited) -> Cited {
        let asked = asked(document, self.is_in_notes());
        match asked == before.asked {
            true => before.clone(),
            false => self.print(asked),
        }
    }

    fn is_in_notes(&self) -> bool {
        self.style().is_some_and(Style::cites_in_notes)
    }

    /// Prints citations.
    pub(super) fn print(&self, asked: Vec<Asked>) -> Cited {
        // Whether the same citation prints something else at another place, such as in a note.
        let by_position = self.style().is_some_and(Style::uses_position);
        let mut met = BTreeSet::new();
        let different = asked
            .iter()
            .filter(|one| by_position || met.insert(&one.id))
            .cloned();
        let different: Vec<Asked> = different.collect();
        let mut clusters: Vec<Cluster> = different.iter().map(|one| one.cluster.clone()).collect();
        // What is only listed comes last, where it is nobody's `ibid.`
        let listed = asked.iter().flat_map(|one| &one.listed);
        clusters.extend(listed.map(|key| Cluster::of(key, Form::Bracket)));
        let formatted = self.references.printed(&clusters);
        let keys: Vec<&str> = self.references.keys.keys().map(String::as_str).collect();
        let file = citations_file(&Printed {
            keys: &keys,
            asked: &different,
            formatted: &formatted,
            by_position,
            has_list: self.has_list,
        });
        Cited {
            asked,
            file,
            troubles: formatted.troubles,
        }
    }

    /// Says what the style does wrong.
    pub(super) fn findings(cited: &Cited, place: &Place) -> Vec<Diagnostic> {
        let troubles = cited.troubles.iter();
        let findings = troubles.map(|trouble| {
            Diagnostic::of(&STYLE_FAULTY, inline(trouble, 200))
                .at(place.clone())
                .hint("download the CSL file again, or choose a style that folio brings")
        });
        findings.collect()
    }

    /// Returns where the words of the list stand in the reference files: at what they say, or at the
    /// entry for what the style adds.
    pub(super) fn places(&self, file: &CitationsFile) -> Vec<(Range<usize>, Place)> {
        let entries = self.references.entries.iter();
        let entries: BTreeMap<&str, &Entry> =
            entries.map(|entry| (entry.key.as_str(), entry)).collect();
        let origins = file.origins.iter();
        let places = origins.filter_map(|(range, key, variable)| {
            let entry = entries.get(key.as_str())?;
            let own = variable.as_ref().and_then(|name| entry.places.get(name));
            Some((range.clone(), own.unwrap_or(&entry.key_place).clone()))
        });
        places.collect()
    }
}
