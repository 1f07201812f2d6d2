//! Paths between the files of an emitted project: some have another name there.

use std::collections::BTreeMap;

use typst::syntax::{SyntaxKind, SyntaxNode, VirtualPath, ast, parse};

/// Rewrites the paths in a Typst file that name renamed files, or that its own new place breaks.
pub(super) fn repoint(text: &str, own: &VirtualPath, renames: &BTreeMap<String, String>) -> String {
    let root = parse(text);
    let moves = renames.contains_key(own.get_with_slash())
        && !is_beside(own.get_with_slash(), &renames[own.get_with_slash()]);
    let mut edits = Vec::new();
    find_paths(
        &root,
        0,
        false,
        &mut |at, string: &str, length, is_source| {
            let Some(folder) = own.parent() else { return };
            let Ok(target) = folder.join(string) else {
                return;
            };
            let target = target.get_with_slash();
            let renamed = renames.get(target);
            let is_path = is_source || string.starts_with('/');
            match renamed {
                Some(new) if is_path || string.contains('.') => {
                    edits.push((at, length, new.clone()));
                }
                Some(_) => {}
                None if is_source && moves && !string.starts_with(['/', '@']) => {
                    edits.push((at, length, target.to_owned()));
                }
                None => {}
            }
        },
    );
    let mut out = text.to_owned();
    for (at, length, new) in edits.into_iter().rev() {
        let quoted = new.replace('\\', "\\\\").replace('"', "\\\"");
        out.replace_range(at..at + length, &format!("\"{quoted}\""));
    }
    out
}

fn is_beside(old: &str, new: &str) -> bool {
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    folder(old) == folder(new)
}

/// Calls `found` with the offset, value and length of every string, and whether it is the source
/// of an `import` or `include`.
fn find_paths(
    node: &SyntaxNode,
    at: usize,
    is_source: bool,
    found: &mut dyn FnMut(usize, &str, usize, bool),
) {
    if let Some(string) = node.cast::<ast::Str>() {
        found(at, &string.get(), node.len(), is_source);
        return;
    }
    let holds_source = matches!(
        node.kind(),
        SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude
    );
    let mut offset = at;
    for child in node.children() {
        find_paths(child, offset, holds_source, found);
        offset += child.len();
    }
}
