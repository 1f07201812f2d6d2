//! What pages are made of: the files that the engine read, and the fonts.

use std::collections::BTreeMap;

use typst_layout::PagedDocument;

use crate::diagnostics::FileError;
use crate::typeset::emit::{place_of, used_fonts};
use crate::typeset::files::{MAX_BYTES, path_of};
use crate::typeset::fonts::{font_files, is_in_binary};
use crate::typeset::session::Session;

impl Session {
    /// Returns the files that the pages were made of, by their paths in the project, exactly as
    /// they were read; pictures without what they say of their makers.
    ///
    /// All fonts of the project are among them, and those of the system that the pages use, as
    /// files of the project's `fonts/` folder: a copy with these files typesets alike on a system
    /// without them. An image that could not be read is left out.
    ///
    /// # Errors
    ///
    /// If one of them cannot be read any more.
    pub fn inputs(&self, document: &PagedDocument) -> Result<BTreeMap<String, Vec<u8>>, FileError> {
        let mut files = BTreeMap::new();
        for (id, parsed) in self.world.all_parsed() {
            if !self.world.is_virtual(id) {
                files.insert(place_of(id), parsed.text.as_bytes().to_vec());
            }
        }
        let replaced: Vec<_> = self.world.replaced().into_iter().map(|it| it.id).collect();
        for (id, bytes) in self.world.all_bytes() {
            if self.world.is_virtual(id) {
                continue;
            }
            if !replaced.contains(&id) {
                files.insert(place_of(id), bytes.to_vec());
            } else if let Some(path) = path_of(id)
                && let Ok(bytes) = self.world.store().bytes(&path, MAX_BYTES)
            {
                files.insert(place_of(id), bytes.to_vec());
            }
        }
        self.add_project_fonts(&mut files)?;
        for (path, bytes) in used_fonts(document) {
            let is_known = is_in_binary(&bytes) || files.values().any(|known| *known == bytes);
            if !is_known {
                files.insert(path, bytes);
            }
        }
        Ok(files)
    }

    fn add_project_fonts(&self, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), FileError> {
        let store = self.world.store();
        for path in font_files(store) {
            match store.bytes(&path, MAX_BYTES) {
                Ok(bytes) => {
                    files.insert(path.as_str().to_owned(), bytes.to_vec());
                }
                // A font that leads out of the project, or nowhere, was not used either.
                Err(_) if store.resolve(&path).is_err() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn what_was_read_is_listed_with_its_bytes_and_nothing_else() {
        let sandbox = Sandbox::new("#include \"/a.typ\"\n#include \"/b.md\"")
            .file("a.typ", "\u{feff}= One\r\n#read(\"/data/x.csv\")")
            .file("b.md", "Text")
            .file("data/x.csv", "1,2")
            .file("interviews.md", "Private");
        let (session, typeset) = sandbox.typeset();
        let inputs = session.inputs(&typeset.document).unwrap();
        let names: Vec<&str> = inputs.keys().map(String::as_str).collect();
        assert_eq!(names, ["a.typ", "b.md", "data/x.csv"]);
        assert!(inputs["a.typ"].starts_with("\u{feff}= One\r\n".as_bytes()));
    }
}
