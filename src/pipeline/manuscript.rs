//! The author's files as facts, from the trees that are there already.

use crate::diagnostics::{ProjectPath, SourceMap, read_text};
use crate::manuscript::{Manuscript, Parsed, Role, read};
use crate::pipeline::chapters::Chapters;
use crate::project::{PartKind, Project};

/// Reads the facts of every file of the outline, and adds the files' texts to `sources`.
pub(crate) fn manuscript(
    project: &Project,
    chapters: &Chapters,
    sources: &mut SourceMap,
) -> Manuscript {
    let mut texts = Vec::new();
    for (path, role) in files(project) {
        match chapters.converted.get(&path) {
            Some(converted) => {
                sources.insert(path.clone(), converted.text.clone());
                texts.extend(
                    read(&[Parsed {
                        path: &path,
                        role: &role,
                        text: &converted.text,
                        root: converted.conversion.source.root(),
                        origins: Some(&converted.conversion.origins),
                    }])
                    .texts,
                );
            }
            None => {
                let Ok(text) = read_text(&path.below(&project.root)) else {
                    continue;
                };
                let root = typst_syntax::parse(text.trim_start_matches('\u{feff}'));
                texts.extend(
                    read(&[Parsed {
                        path: &path,
                        role: &role,
                        text: &text,
                        root: &root,
                        origins: None,
                    }])
                    .texts,
                );
                sources.insert(path.clone(), text);
            }
        }
    }
    Manuscript { texts }
}

/// Returns the files of the outline in the order of the book.
fn files(project: &Project) -> Vec<(ProjectPath, Role)> {
    let outline = &project.outline;
    let mut files = Vec::new();
    let part = |id: &str, kind: PartKind| Role::Part(id.to_owned(), kind);
    for one in &outline.front {
        files.extend(one.path.clone().map(|path| (path, part(&one.id, one.kind))));
    }
    for chapter in &outline.chapters {
        files.push((chapter.path.clone(), Role::Chapter(chapter.id.clone())));
    }
    for one in &outline.back {
        files.extend(one.path.clone().map(|path| (path, part(&one.id, one.kind))));
        if one.kind == PartKind::Appendices {
            for appendix in &outline.appendices {
                files.push((appendix.path.clone(), Role::Appendix(appendix.id.clone())));
            }
        }
    }
    files
}
