//! The author's files for the room that reads facts off them: nothing is converted twice.

use crate::diagnostics::{ProjectPath, SourceMap, read_text};
use crate::manuscript::{self, Manuscript, Parsed, Role};
use crate::pipeline::chapters::Chapters;
use crate::project::Project;

/// Reads the facts off every file of the outline, and keeps the texts for excerpts.
///
/// Of a file that cannot be read the engine says more.
pub(crate) fn manuscript(
    project: &Project,
    chapters: &Chapters,
    sources: &mut SourceMap,
) -> Manuscript {
    let outline = project.outline.in_order();
    let files: Vec<(&ProjectPath, Role)> = outline
        .filter_map(|item| Some((item.path()?, Role::of(item))))
        .collect();
    let mut typst = Vec::new();
    for (path, _) in &files {
        if !chapters.converted.contains_key(path)
            && let Ok(text) = read_text(&path.below(&project.root))
        {
            let root = typst_syntax::parse(text.strip_prefix('\u{feff}').unwrap_or(&text));
            typst.push((*path, text, root));
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
        let (_, text, root) = typst.iter().find(|(known, _, _)| known == path)?;
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
