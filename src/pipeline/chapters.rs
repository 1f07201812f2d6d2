//! The author's files, read once before the book is made: what they open with, and what became of
//! their Markdown.

use std::collections::BTreeMap;
use std::ops::Range;

use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::diagnostics::{Diagnostic, Place, ProjectPath, read_text};
use crate::markdown;
use crate::project::Project;
use crate::typeset::{self, Converted};

/// What a file opens with, comments and generated imports aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// A heading of level 1.
    Title,
    /// Anything else.
    Text,
    /// It holds nothing that is printed.
    Nothing,
}

/// Returns what a file's tree opens with.
pub(crate) fn opening(root: &SyntaxNode) -> Opening {
    for node in root.children() {
        match node.kind() {
            SyntaxKind::Space
            | SyntaxKind::Parbreak
            | SyntaxKind::LineComment
            | SyntaxKind::BlockComment
            | SyntaxKind::Hash
            | SyntaxKind::Semicolon
            | SyntaxKind::ModuleImport
            | SyntaxKind::LetBinding
            | SyntaxKind::SetRule
            | SyntaxKind::ShowRule => {}
            SyntaxKind::Heading | SyntaxKind::FuncCall if is_title(node) => return Opening::Title,
            _ => return Opening::Text,
        }
    }
    Opening::Nothing
}

/// Returns where the second heading of level 1 stands, in bytes of the tree's text.
fn second_title(root: &SyntaxNode) -> Option<Range<usize>> {
    let mut at = 0;
    let mut titles = Vec::new();
    for node in root.children() {
        let range = at..at + node.len();
        at = range.end;
        if is_title(node) {
            titles.push(range);
        }
    }
    titles.into_iter().nth(1)
}

/// Returns whether a node is a heading of level 1, as a mark or as a call.
fn is_title(node: &SyntaxNode) -> bool {
    match node.kind() {
        SyntaxKind::Heading => node
            .children()
            .find(|child| child.kind() == SyntaxKind::HeadingMarker)
            .is_some_and(|marker| marker.leaf_text().len() == 1),
        SyntaxKind::FuncCall => {
            let call = node.full_text();
            let head = call.split('[').next().unwrap_or_default().replace(' ', "");
            head.starts_with("heading") && (!head.contains("level:") || head.contains("level:1"))
        }
        _ => false,
    }
}

/// What is known of the author's files.
#[derive(Debug, Default)]
pub(crate) struct Chapters {
    openings: BTreeMap<ProjectPath, Opening>,
    /// The Markdown files, converted, so that the engine need not do it again.
    pub(crate) converted: BTreeMap<ProjectPath, Converted>,
    /// Chapters without a title or without text.
    pub(crate) findings: Vec<Diagnostic>,
}

impl Chapters {
    /// Reads every file of the outline. Of one that cannot be read the engine says more.
    pub(crate) fn read(project: &Project) -> Self {
        let outline = &project.outline;
        let mut chapters = Self::default();
        let parts = outline
            .front
            .iter()
            .chain(&outline.back)
            .filter_map(|part| part.path.as_ref());
        for path in parts {
            chapters.add(project, path);
        }
        for chapter in outline.chapters.iter().chain(&outline.appendices) {
            chapters.add(project, &chapter.path);
            chapters.judge(&chapter.path);
        }
        chapters
    }

    /// Returns what a file opens with.
    pub(crate) fn opening(&self, path: &ProjectPath) -> Opening {
        self.openings.get(path).copied().unwrap_or(Opening::Text)
    }

    fn add(&mut self, project: &Project, path: &ProjectPath) {
        let Ok(text) = read_text(&path.below(&project.root)) else {
            return;
        };
        let file = typeset::chapter_file(path).filter(|_| path.extension() == "md");
        let (found, second) = match file {
            None => {
                let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
                let bom = text.len() - plain.len();
                let root = typst_syntax::parse(plain);
                let shifted = |range: Range<usize>| range.start + bom..range.end + bom;
                (opening(&root), second_title(&root).map(shifted))
            }
            Some(file) => {
                let settings = markdown::Settings::default();
                let conversion = markdown::convert(file, path, &text, &settings);
                let root = conversion.source.root();
                let second = second_title(root).map(|range| conversion.origins.to_markdown(range));
                let found = opening(root);
                self.converted
                    .insert(path.clone(), Converted { text, conversion });
                (found, second)
            }
        };
        if let Some(range) = second {
            let finding = Diagnostic::warn("second-title", "this chapter has a second title")
                .at(Place::range(path.clone(), range))
                .hint("a file is one chapter: make it a section, or move it to a file of its own");
            self.findings.push(finding);
        }
        self.openings.insert(path.clone(), found);
    }

    fn judge(&mut self, path: &ProjectPath) {
        let sign = if path.extension() == "md" { "#" } else { "=" };
        let finding = match self.opening(path) {
            Opening::Title => return,
            Opening::Text => Diagnostic::warn(
                "chapter-without-title",
                "this chapter does not begin with its title",
            )
            .hint(format!(
                "begin it with `{sign} Title`; until then its file's name stands there"
            )),
            Opening::Nothing => Diagnostic::warn("empty-chapter", "this chapter has no text")
                .hint(format!("begin it with `{sign} Title`, or remove the file")),
        };
        self.findings.push(finding.at(Place::file(path.clone())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_title_is_found_where_it_stands() {
        let text = "= One\n\n== Section\n\n= Two\ntext";
        let range = second_title(&typst_syntax::parse(text)).unwrap();
        assert_eq!(&text[range], "= Two");
        assert_eq!(
            second_title(&typst_syntax::parse("= One\n== Section")),
            None
        );
    }

    #[test]
    fn a_file_opens_with_its_title_when_nothing_printed_stands_before_it() {
        #[track_caller]
        fn case(text: &str, expected: Opening) {
            assert_eq!(opening(&typst_syntax::parse(text)), expected, "{text}");
        }

        case("= Title\ntext", Opening::Title);
        case(
            "// note\n#import \"a.typ\": b\n#set text(red)\n\n= Title",
            Opening::Title,
        );
        case(
            "#heading(level: 1, numbering: none)[Preface]",
            Opening::Title,
        );
        case("#heading[Preface]", Opening::Title);
        case("#heading(level: 2)[Section]", Opening::Text);
        case("== Section", Opening::Text);
        case("text\n= Title", Opening::Text);
        case("// only a note\n", Opening::Nothing);
    }
}
