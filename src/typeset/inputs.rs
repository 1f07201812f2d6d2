//! What pages are made of: the files that the engine read, and the fonts.

use std::collections::BTreeMap;

use typst_layout::PagedDocument;
use walkdir::WalkDir;

use crate::diagnostics::{FileError, ProjectPath, confine, read_bytes};
use crate::typeset::emit::{place_of, used_fonts};
use crate::typeset::files::MAX_BYTES;
use crate::typeset::fonts::{FONTS, has_font_extension, is_in_binary};
use crate::typeset::session::Session;

impl Session {
    /// Returns the files that the pages were made of, by their paths in the project, exactly as
    /// they were read.
    ///
    /// All fonts of the project are among them, and those of the system that the pages use, as
    /// files of the project's `fonts/` folder: a copy with these files typesets alike on a system
    /// without them. An image that could not be read is left out.
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
            } else if let Ok(path) = self.world.disk().resolve(id)
                && let Ok(bytes) = read_bytes(&path, MAX_BYTES)
            {
                files.insert(place_of(id), bytes);
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
        let root = self.world.disk().root();
        let folder = root.join(FONTS);
        if !folder.is_dir() {
            return Ok(());
        }
        let entries = WalkDir::new(&folder).max_depth(8).sort_by_file_name();
        for entry in entries.into_iter().filter_map(Result::ok) {
            if entry.file_type().is_dir() || !has_font_extension(entry.path()) {
                continue;
            }
            // A font that leads out of the project was not used either.
            let Ok(real) = confine(root, entry.path()) else {
                continue;
            };
            if let Some(path) = ProjectPath::relative(root, entry.path()) {
                let bytes = read_bytes(&real, MAX_BYTES)?;
                files.insert(path.as_str().to_owned(), bytes);
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
