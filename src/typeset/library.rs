//! What Typst code can name: the engine's library, with what is folio's own and without what is
//! refused.

use typst::foundations::{Binding, Func, Module, NativeElement, Scope};
use typst::model::CiteGroup;
use typst::{Feature, Library, LibraryExt};

/// The name of the group of adjacent citations.
const GROUP: &str = "folio-cite-group";

/// Returns the engine's library. Without vendored packages nobody needs `plugin`, so it is left out;
/// the group of adjacent citations, which the engine keeps to itself, has a name for the template.
pub(super) fn library(may_plug_in: bool) -> Library {
    // Tables may say which of their cells name a row; and the book may be one text without pages.
    let features = [Feature::A11yExtras, Feature::Html].into_iter().collect();
    let mut library = Library::builder().with_features(features).build();
    let group = Func::from(CiteGroup::ELEM);
    library.global.scope_mut().define(GROUP, group);
    if !may_plug_in {
        let mut scope = Scope::new();
        for (name, binding) in library.global.scope().iter() {
            if name != "plugin" {
                scope.bind(name.clone(), binding.clone());
            }
        }
        let global: Module = library.global.clone().with_scope(scope);
        library.global = global.clone();
        library.std = Binding::detached(global);
    }
    library
}

#[cfg(test)]
mod tests {
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn adjacent_citations_arrive_as_one_group_and_others_alone() {
        let sandbox = Sandbox::new("#include \"/a.typ\"")
            .file(
                "a.typ",
                "#show folio-cite-group: it => str(it.children.filter(it => it.func() == cite).len())\n\
                 #show ref: it => cite(it.target, supplement: if it.supplement != auto { it.supplement })\n\
                 @a @b[p. 4]\n@c, #cite(<d>, form: \"prose\") and #footnote[@e @f].",
            );
        let pdf = sandbox.pdf(&crate::typeset::pdf::PdfRequest::default());
        let text = pdf_extract::extract_text_from_mem(&pdf.bytes).unwrap();
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words, ["3", ",", "1", "and", "1", ".", "1", "2"]);
    }
}
