//! The chapters' trees, and the chain that they tie.

use typst_syntax::SyntaxNode;

use crate::diagnostics::read_text;
use crate::milestones::TraceFacts;
use crate::pipeline::chain::{self, read as read_chain};
use crate::pipeline::chapters::Chapters;
use crate::project::{Chapter, Project};

/// Returns the chapters that can be read, each with its tree.
pub(crate) fn trees<'p>(
    project: &'p Project,
    chapters: &Chapters,
) -> Vec<(&'p Chapter, SyntaxNode)> {
    let outline = project.outline.chapters.iter();
    outline
        .filter_map(|chapter| {
            let converted = chapters.converted.get(&chapter.path);
            let tree = match converted {
                Some(converted) => converted.conversion.source.root().clone(),
                None => {
                    let text = read_text(&chapter.path.below(&project.root)).ok()?;
                    typst_syntax::parse(text.trim_start_matches('\u{feff}'))
                }
            };
            Some((chapter, tree))
        })
        .collect()
}

/// Returns the chain; the chapter on methods is the one that stands where the programme has it.
pub(crate) fn trace(project: &Project, trees: &[(&Chapter, SyntaxNode)]) -> TraceFacts {
    let method = project
        .profile
        .chapters
        .iter()
        .position(|rule| rule.id.starts_with("method"));
    let method = method.and_then(|at| project.outline.chapters.get(at));
    let chapters: Vec<chain::Chapter<'_>> = trees
        .iter()
        .map(|(chapter, root)| chain::Chapter {
            id: &chapter.id,
            root,
            is_method: method.is_some_and(|method| method.id == chapter.id),
        })
        .collect();
    read_chain(&chapters)
}
