//! What the tests of this room share.

use crate::diagnostics::{Place, ProjectPath, SourceMap};
use crate::manuscript::{Manuscript, Parsed, Role, read};
use crate::markdown::{Conversion, Settings, convert};

/// Reads files as chapters: those that end in `.md` are converted.
pub(super) fn manuscript(files: &[(&str, &str)]) -> (Manuscript, SourceMap) {
    struct File<'t> {
        path: ProjectPath,
        role: Role,
        text: &'t str,
        typst: typst_syntax::SyntaxNode,
        made: Option<Conversion>,
    }
    let mut sources = SourceMap::default();
    let files: Vec<File<'_>> = files
        .iter()
        .map(|(name, text)| {
            let path = ProjectPath::new(name).unwrap();
            sources.insert(path.clone(), *text);
            let id = typst_syntax::Source::detached("").id();
            let made = name
                .ends_with(".md")
                .then(|| convert(id, &path, text, &Settings::default()));
            let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
            File {
                role: Role::Chapter(path.file_name().to_owned()),
                path,
                text,
                typst: typst_syntax::parse(plain),
                made,
            }
        })
        .collect();
    let parsed: Vec<Parsed<'_>> = files
        .iter()
        .map(|file| Parsed {
            path: &file.path,
            role: &file.role,
            text: file.text,
            root: match &file.made {
                Some(made) => made.source.root(),
                None => &file.typst,
            },
            origins: file.made.as_ref().map(|made| &made.origins),
        })
        .collect();
    (read(&parsed), sources)
}

/// Returns the text that stands at a place.
pub(super) fn at<'s>(sources: &'s SourceMap, place: &Place) -> &'s str {
    let range = place.range.clone().unwrap();
    &sources.text(&place.path).unwrap()[range]
}
