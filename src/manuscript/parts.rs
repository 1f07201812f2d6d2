//! Chapters in several files: what an included file says belongs where its chapter includes it.

use crate::diagnostics::{Place, ProjectPath, Store, included};
use crate::manuscript::facts::{Manuscript, Text};
use crate::manuscript::wanted::Wanted;

/// So deep may files include each other.
const MAX_DEPTH: usize = 8;

/// So many files are read in all; that includes make more is a mistake.
const MAX_FILES: usize = 1000;

/// Adds the files that each file includes behind it, each file once.
pub(super) fn with_parts(files: Vec<Wanted>, store: &Store) -> Vec<Wanted> {
    let mut known: Vec<ProjectPath> = files.iter().map(|file| file.path.clone()).collect();
    let mut out = Vec::with_capacity(files.len());
    for file in files {
        add(file, 0, store, &mut known, &mut out);
    }
    out
}

fn add(
    file: Wanted,
    depth: usize,
    store: &Store,
    known: &mut Vec<ProjectPath>,
    out: &mut Vec<Wanted>,
) {
    let parts = match file.path.is_markdown() && depth < MAX_DEPTH {
        true => included(&file.path, &file.text),
        false => Vec::new(),
    };
    let (path, role, reading) = (file.path.clone(), file.role.clone(), file.reading);
    out.push(file);
    for (part, at) in parts {
        if known.contains(&part) || known.len() > MAX_FILES {
            continue;
        }
        let Ok(text) = store.text(&part) else {
            continue;
        };
        known.push(part.clone());
        let part = Wanted {
            path: part,
            role: role.clone(),
            text,
            reading,
            included: Some((path.clone(), at)),
        };
        add(part, depth + 1, store, known, out);
    }
}

/// Puts the facts of included files into those of the files that include them; `included` says of
/// each text, in order, which file that is and where.
pub(super) fn joined(
    mut read: Manuscript,
    included: &[Option<(ProjectPath, usize)>],
) -> Manuscript {
    for (at, included) in included.iter().enumerate().rev() {
        let Some((path, byte)) = included else {
            continue;
        };
        let Some(into) = read.texts[..at].iter().rposition(|text| text.path == *path) else {
            continue;
        };
        let part = read.texts.remove(at);
        join(&mut read.texts[into], part, path, *byte);
    }
    read
}

fn join(into: &mut Text, part: Text, path: &ProjectPath, byte: usize) {
    let Text {
        path: _,
        role: _,
        headings,
        passages,
        figures,
        labels,
        mentions,
        citations,
        links,
        notes,
        has_unseen_labels,
    } = part;
    let splice = Splice { path, byte };
    splice.at(&mut into.headings, headings, |it| it.place.clone());
    splice.at(&mut into.passages, passages, |it| it.whole());
    splice.at(&mut into.figures, figures, |it| it.place.clone());
    splice.at(&mut into.labels, labels, |it| it.place.clone());
    splice.at(&mut into.mentions, mentions, |it| it.place.clone());
    splice.at(&mut into.citations, citations, |it| it.place.clone());
    splice.at(&mut into.links, links, |it| it.place.clone());
    splice.at(&mut into.notes, notes, |it| it.place.clone());
    into.has_unseen_labels |= has_unseen_labels;
}

/// Where facts are put in.
struct Splice<'a> {
    path: &'a ProjectPath,
    byte: usize,
}

impl Splice<'_> {
    /// Puts `new` before what stands behind the place.
    fn at<T>(&self, into: &mut Vec<T>, new: Vec<T>, place: impl Fn(&T) -> Place) {
        let is_behind = |it: &T| {
            let place = place(it);
            let start = place.range.map_or(0, |range| range.start);
            place.path == *self.path && start > self.byte
        };
        let at = into.iter().position(is_behind).unwrap_or(into.len());
        into.splice(at..at, new);
    }
}
