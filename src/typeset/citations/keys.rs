//! Which keys the template knows.

use std::collections::BTreeSet;

use typst::syntax::ast;

use crate::typeset::citations::file::CITATIONS;
use crate::typeset::files::project_file;
use crate::typeset::world::FolioWorld;

/// The keys that can be cited, as the template knows them.
pub(in crate::typeset) fn citable_keys(world: &FolioWorld) -> BTreeSet<String> {
    let id = project_file(CITATIONS);
    let Some(parsed) = id.and_then(|id| world.parsed(id)) else {
        return BTreeSet::new();
    };
    let bindings = parsed.source.root().children().filter_map(|node| {
        let binding = node.cast::<ast::LetBinding<'_>>()?;
        let is_keys = binding
            .kind()
            .bindings()
            .iter()
            .any(|name| name.as_str() == "keys");
        binding.init().filter(|_| is_keys)
    });
    let mut keys = BTreeSet::new();
    for keys_known in bindings {
        if let ast::Expr::Dict(known) = keys_known {
            keys.extend(known.items().filter_map(|item| match item {
                ast::DictItem::Keyed(pair) => match pair.key() {
                    ast::Expr::Str(key) => Some(key.get().to_string()),
                    _ => None,
                },
                _ => None,
            }));
        }
    }
    keys
}
