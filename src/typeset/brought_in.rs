//! What a file in Typst imports and includes.

use typst::syntax::{FileId, RootedPath, SyntaxKind, SyntaxNode, ast};

/// Returns the files that the nodes of some kinds, imports or includes, bring into a file by their
/// paths.
pub(super) fn brought_in(root: &SyntaxNode, own: FileId, kinds: &[SyntaxKind]) -> Vec<FileId> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        open.extend(node.children());
        if !kinds.contains(&node.kind()) {
            continue;
        }
        let path = node.children().find_map(|child| child.cast::<ast::Str>());
        let folder = own.get().vpath().parent();
        let target = folder.zip(path).map(|(it, path)| it.join(&path.get()));
        if let Some(Ok(target)) = target {
            let root = own.get().root().clone();
            found.push(RootedPath::new(root, target).intern());
        }
    }
    found
}
