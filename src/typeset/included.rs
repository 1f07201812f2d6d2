//! The author's files that a document prints: those that it includes, and those that they include.

use std::collections::BTreeSet;

use typst::World;
use typst::syntax::{Source, SyntaxKind};

use crate::typeset::brought_in::brought_in;
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
            let includes = [SyntaxKind::ModuleInclude];
            open.extend(brought_in(parsed.source.root(), id, &includes));
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
