//! The files of the outline in the order in which a reader meets them, and what they define.

use crate::diagnostics::{Place, Store};
use crate::manuscript::facts::Role;
use crate::manuscript::parts::with_parts;
use crate::manuscript::wanted::{Reading, Wanted};
use crate::markdown;
use crate::project::{Abbreviation, OutlineItem, PartKind, Project};

/// Returns the files of the outline that can be read, in the order of the book, each with those
/// that it includes behind it.
pub(super) fn wanted(project: &Project, store: &Store) -> Vec<Wanted> {
    let reading = |item: OutlineItem<'_>| match item {
        OutlineItem::Front(part) | OutlineItem::Back(part)
            if part.kind == PartKind::Abbreviations =>
        {
            Reading::List
        }
        OutlineItem::Front(_) => Reading::Alone,
        OutlineItem::Chapter(_) | OutlineItem::Back(_) | OutlineItem::Appendix(_) => {
            Reading::InOrder
        }
    };
    let files = project.outline.in_order().filter_map(|item| {
        let path = item.path()?;
        Some(Wanted {
            text: store.text(path).ok()?,
            path: path.clone(),
            role: Role::of(item),
            reading: reading(item),
            included: None,
        })
    });
    with_parts(files.collect(), store)
}

/// Returns every definition, those of the manifest first.
pub(super) fn definitions(project: &Project, files: &[Wanted]) -> Vec<Abbreviation> {
    let mut all = project.manifest.abbreviations.clone();
    for file in files.iter().filter(|file| file.path.is_markdown()) {
        let found = markdown::definitions(&file.text).into_iter();
        all.extend(found.map(|one| Abbreviation {
            short: one.short,
            long: one.long,
            place: Place::range(file.path.clone(), one.place),
        }));
    }
    all
}
