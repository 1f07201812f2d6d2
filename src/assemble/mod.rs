//! One Typst document out of a [`Book`].
//!
//! The result is a handful of virtual files below `/.folio/`: the template as it lies in
//! `templates/typst`, what is known of the book as data (`book.typ`), and the order of its parts
//! (`main.typ`). The author's files are not copied: `main.typ` includes them by their own paths, so
//! that whatever is said of them names their own lines.
//!
//! # Decisions
//!
//! - 2026-11: text that a person wrote reaches Typst as a string literal and in no other way. The
//!   writer of the templates' values sees to it for every value, so that no template can forget it.
//! - 2026-11: an anonymous book has no author to print, and lines and parts that are marked as
//!   identifying are left out here, before the template could see them.
//! - 2026-11: the printed count is a file of its own, because it is known only after the pages
//!   have been set once, and a second pass should change as little as possible.

mod book;
mod format;
mod literal;
mod render;

use std::collections::BTreeMap;

pub use book::{
    Body, Book, Byline, Chapter, CitationStyle, Contents, Detail, FigureKind, FigureList, Line,
    Mode, Part, Prose, References, Region, Start, TitlePage,
};
pub use format::{FigureNumbers, FigurePlacement, Format, Look, PageNumbers, Wording};
pub use render::AssembleError;

use crate::diagnostics::text::thousands;

/// The folder of all virtual files.
pub const FOLDER: &str = "/.folio/";

/// The virtual file that Typst starts from.
pub const MAIN: &str = "/.folio/main.typ";

/// The virtual file with the printed count; its text is [`count_file`].
pub const COUNT: &str = "/.folio/count.typ";

/// The template's own files, as they lie in `templates/typst`.
static TEMPLATE: include_dir::Dir<'_> =
    include_dir::include_dir!("$CARGO_MANIFEST_DIR/templates/typst");

/// A book as virtual files.
#[derive(Clone, Debug)]
pub struct Assembly {
    /// The virtual path that Typst starts from.
    pub main: &'static str,
    /// The text of each virtual file by its path.
    pub files: BTreeMap<String, String>,
}

/// The count that the title page prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedCount {
    /// Words counted under the book's counting rule.
    pub words: usize,
}

/// Returns the virtual files of a book, with no count printed yet.
///
/// The same book gives the same bytes. It fails only when the embedded templates are at fault.
pub fn assemble(book: &Book) -> Result<Assembly, AssembleError> {
    let mut files = BTreeMap::new();
    add_template(&TEMPLATE, &mut files);
    for (name, text) in render::render(book)? {
        files.insert(format!("{FOLDER}{name}"), text);
    }
    files.insert(COUNT.to_owned(), count_file(None));
    Ok(Assembly { main: MAIN, files })
}

/// Returns the text of the virtual file with the printed count.
///
/// Without a count the title page keeps the room for it, so that the second pass moves nothing.
pub fn count_file(counted: Option<&PrintedCount>) -> String {
    let count = match counted {
        Some(PrintedCount { words }) => literal::string(&thousands(*words)),
        None => "none".to_owned(),
    };
    format!("// Written when the words have been counted.\n#let printed-count = {count}\n")
}

fn add_template(folder: &include_dir::Dir<'_>, files: &mut BTreeMap<String, String>) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.insert(
                format!("{FOLDER}{}", path.replace('\\', "/")),
                text.to_owned(),
            );
        }
    }
    for below in folder.dirs() {
        add_template(below, files);
    }
}
