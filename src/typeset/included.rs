//! The author's files that a document prints: those that it includes, and those that they include.

use std::collections::BTreeSet;

use typst::World;
use typst::syntax::{FileId, RootedPath, Source, SyntaxKind, SyntaxNode, ast};

use crate::typeset::session::Session;

impl Session {
    /// Returns the author's files that are printed, as the engine reads them, by path.
    ///
    /// What is only imported prints nothing by itself, nor does what a draft leaves out.
    pub fn included(&self) -> Vec<Source> {
        let mut seen = BTreeSet::new();
        let mut open = vec![self.world.main()];
        let mut found = Vec::new();
        while let Some(id) = open.pop() {
            if self.world.left_out.contains_key(&id) {
                continue;
            }
            let path = id.get().vpath().get_with_slash().to_owned();
            let Some(parsed) = self.world.parsed(id).filter(|_| seen.insert(path)) else {
                continue;
            };
            includes(parsed.source.root(), id, &mut open);
            if self.author_path(id).is_some() {
                found.push(parsed.source);
            }
        }
        found.sort_by_key(|source| source.id().get().vpath().get_with_slash().to_owned());
        found
    }

    /// Returns whether the engine has a function of that name.
    pub fn is_builtin(&self, name: &str) -> bool {
        self.world.library().global.scope().get(name).is_some()
    }
}

/// Adds the files that a file includes by their paths.
fn includes(root: &SyntaxNode, own: FileId, found: &mut Vec<FileId>) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if node.kind() == SyntaxKind::ModuleInclude
            && let Some(include) = node.cast::<ast::ModuleInclude>()
            && let ast::Expr::Str(path) = include.source()
            && let Some(folder) = own.get().vpath().parent()
            && let Ok(target) = folder.join(&path.get())
        {
            let root = own.get().root().clone();
            found.push(RootedPath::new(root, target).intern());
        }
        open.extend(node.children());
    }
}
