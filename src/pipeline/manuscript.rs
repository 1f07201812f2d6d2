//! The author's files for the room that reads facts off them: nothing is converted twice.

use crate::diagnostics::{ProjectPath, SourceMap, read_text};
use crate::manuscript::{self, Manuscript, Parsed, Role};
use crate::pipeline::chapters::Chapters;
use crate::project::{PartKind, Project};

/// Reads the facts off every file of the outline, and keeps the texts for excerpts.
///
/// Of a file that cannot be read the engine says more.
pub(crate) fn manuscript(
    project: &Project,
    chapters: &Chapters,
    sources: &mut SourceMap,
) -> Manuscript {
    let files: Vec<(ProjectPath, Role)> = files(project);
    let mut typst = Vec::new();
    for (path, _) in &files {
        if !chapters.converted.contains_key(path)
            && let Ok(text) = read_text(&path.below(&project.root))
        {
            let root = typst_syntax::parse(text.strip_prefix('\u{feff}').unwrap_or(&text));
            typst.push((path, text, root));
        }
    }
    let parsed = files.iter().filter_map(|(path, role)| {
        if let Some(made) = chapters.converted.get(path) {
            return Some(Parsed {
                path,
                role,
                text: &made.text,
                root: made.conversion.source.root(),
                origins: Some(&made.conversion.origins),
            });
        }
        let (_, text, root) = typst.iter().find(|(known, _, _)| *known == path)?;
        Some(Parsed {
            path,
            role,
            text,
            root,
            origins: None,
        })
    });
    let parsed: Vec<Parsed<'_>> = parsed.collect();
    for file in &parsed {
        sources.insert(file.path.clone(), file.text);
    }
    manuscript::read(&parsed)
}

/// Returns the files of the outline in the order of the book, with what they are.
fn files(project: &Project) -> Vec<(ProjectPath, Role)> {
    let outline = &project.outline;
    let mut files = Vec::new();
    let part = |part: &crate::project::Part| {
        let role = Role::Part(part.id.clone(), part.kind);
        part.path.clone().map(|path| (path, role))
    };
    files.extend(outline.front.iter().filter_map(part));
    let chapters = outline.chapters.iter();
    files.extend(chapters.map(|chapter| (chapter.path.clone(), Role::Chapter(chapter.id.clone()))));
    for back in &outline.back {
        files.extend(part(back));
        if back.kind == PartKind::Appendices {
            let appendices = outline.appendices.iter();
            files.extend(appendices.map(|one| (one.path.clone(), Role::Appendix(one.id.clone()))));
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::project::load;

    #[test]
    fn the_sample_is_read_with_its_roles_its_text_and_its_typst_chapter() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/digital-readiness");
        let project = load(&root, None).unwrap();
        let chapters = Chapters::read(&project);
        let mut sources = SourceMap::default();
        let read = manuscript(&project, &chapters, &mut sources);
        assert_eq!(read.chapters().count(), 7);
        assert_eq!(read.body().count(), 10);
        assert_eq!(read.texts[0].role.id(), "abstract");
        let method = read.chapters().nth(2).unwrap();
        assert_eq!(method.path.extension(), "typ");
        assert_eq!(method.headings[0].title, "Methodology");
        assert!(method.mentions.iter().any(|one| one.name == "tbl:methods"));
        for text in &read.texts {
            let written = sources.text(&text.path).unwrap();
            for passage in &text.passages {
                assert!(written.get(passage.whole().range.unwrap()).is_some());
            }
        }
        let figures: usize = read.texts.iter().map(|text| text.figures.len()).sum();
        assert!(figures > 4, "{figures}");
    }
}
