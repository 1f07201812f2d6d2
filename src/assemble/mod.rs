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
mod expected;
mod literal;
mod render;
mod settled;
mod writer;

use std::collections::BTreeMap;

pub use book::{
    Body, Book, BookChapter, BookPart, BookTitlePage, Byline, Mode, Prose, Start, TitleLine,
    Wording,
};
pub use expected::{EXPECTED, Expected, contents};
pub use render::AssembleError;
pub use settled::{SETTLED, Settled};

/// The folder of all virtual files.
pub const FOLDER: &str = "/.folio/";

/// The virtual file that Typst starts from.
pub const MAIN: &str = "/.folio/main.typ";

/// The virtual file that the main document includes last: who hears that it is read knows that
/// every chapter has been evaluated.
pub const LAST: &str = "/.folio/last.typ";

/// The virtual file that says whether there are pages.
pub const MEDIUM: &str = "/.folio/medium.typ";

/// Returns the text of [`MEDIUM`].
pub fn medium(is_flowing: bool) -> String {
    format!(
        "// Whether the book is set as one text without pages, for programs that make their own.\n\
         #let is-flowing = {is_flowing}\n"
    )
}

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

/// Returns the virtual files of a book, with nothing settled yet; the texts of citations, which the
/// template reads beside them, are not its business.
///
/// The same book gives the same bytes.
///
/// # Errors
///
/// Only if the embedded templates are at fault.
pub fn assemble(book: &Book) -> Result<Assembly, AssembleError> {
    let mut files = BTreeMap::new();
    add_template(&TEMPLATE, &mut files);
    for (name, text) in render::render(book)? {
        files.insert(format!("{FOLDER}{name}"), text);
    }
    files.insert(SETTLED.to_owned(), Settled::default().file());
    files.insert(EXPECTED.to_owned(), Expected::default().file());
    Ok(Assembly { main: MAIN, files })
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

#[cfg(test)]
mod tests {
    use typst_syntax::{SyntaxKind, SyntaxNode, ast};

    use super::*;
    use crate::diagnostics::{Place, ProjectPath};
    use crate::project::{Chapter, Given, Look, PageFormat, Region};

    const PLAIN: &str = "plain";

    /// A book of every kind of part with `text` in every field that a person may fill.
    fn book(text: &str) -> Book {
        let prose = |region, heading: Option<&str>, body, identifying| {
            BookPart::Prose(Prose {
                region,
                heading: heading.map(str::to_owned),
                body,
                start: Start::SamePage,
                in_contents: true,
                identifying,
            })
        };
        let path = |name: &str| ProjectPath::new(&format!("{name}{text}.md")).unwrap();
        let line = |identifying| TitleLine {
            text: text.to_owned(),
            identifying,
        };
        let chapter = |id: &str, heading: Option<&str>| BookChapter {
            chapter: Chapter {
                id: format!("{id}{text}"),
                path: path(id),
            },
            heading: heading.map(str::to_owned),
            short_title: heading.map(str::to_owned),
        };
        let mut wording = Wording::default();
        for (name, word) in &mut wording.0 {
            if matches!(*name, "chapter" | "candidate") {
                *word = text.to_owned();
            }
        }
        Book {
            title: text.to_owned(),
            subtitle: Some(text.to_owned()),
            byline: Byline::Author(text.to_owned()),
            keywords: vec![text.to_owned(), text.to_owned()],
            date: Some(jiff::civil::date(2027, 9, 1)),
            mode: Mode::Draft {
                watermark: text.to_owned(),
                note: text.to_owned(),
            },
            format: PageFormat {
                text_font: Some(Given {
                    value: text.to_owned(),
                    place: Place::file(path("folio")),
                }),
                ..PageFormat::default()
            },
            wording,
            parts: vec![
                BookPart::TitlePage(BookTitlePage {
                    institution: vec![line(false), line(true)],
                    statement: vec![line(false)],
                    details: vec![(text.to_owned(), text.to_owned())],
                    date: Some(text.to_owned()),
                    word_line: Some(format!("{{count}} words, {text}")),
                }),
                prose(
                    Region::Abstract,
                    Some(text),
                    Body::File(path("front")),
                    false,
                ),
                prose(
                    Region::Front(text.to_owned()),
                    None,
                    Body::Paragraphs(vec![text.to_owned()]),
                    false,
                ),
                prose(
                    Region::Acknowledgements,
                    Some("Thanks"),
                    Body::Paragraphs(vec!["To my mother".to_owned()]),
                    true,
                ),
                prose(
                    Region::Abbreviations,
                    Some(text),
                    Body::Terms(vec![(text.to_owned(), text.to_owned())]),
                    false,
                ),
                BookPart::Contents {
                    heading: text.to_owned(),
                },
                BookPart::ListOfTables {
                    heading: text.to_owned(),
                    start: Start::NewPage,
                },
                BookPart::ListOfFigures {
                    heading: text.to_owned(),
                    start: Start::NewPage,
                },
                BookPart::Chapter(chapter("one", None)),
                BookPart::Chapter(chapter("two", Some(text))),
                BookPart::References {
                    heading: text.to_owned(),
                },
                BookPart::Appendix(chapter("a", None)),
                BookPart::Appendix(chapter("b", None)),
            ],
        }
    }

    /// Returns every leaf but white space; of string literals only that they are there.
    fn shape(text: &str) -> Vec<(SyntaxKind, String)> {
        fn walk(node: &SyntaxNode, out: &mut Vec<(SyntaxKind, String)>) {
            if node.kind() == SyntaxKind::Str {
                out.push((SyntaxKind::Str, String::new()));
            } else if node.children().len() == 0 {
                out.push((node.kind(), node.leaf_text().to_string()));
            }
            node.children().for_each(|child| walk(child, out));
        }
        let mut out = Vec::new();
        walk(&typst_syntax::parse(text), &mut out);
        out
    }

    fn literals(text: &str) -> Vec<String> {
        fn walk(node: &SyntaxNode, out: &mut Vec<String>) {
            out.extend(
                node.cast::<ast::Str<'_>>()
                    .map(|literal| literal.get().to_string()),
            );
            node.children().for_each(|child| walk(child, out));
        }
        let mut out = Vec::new();
        walk(&typst_syntax::parse(text), &mut out);
        out
    }

    #[track_caller]
    fn assert_parses(path: &str, text: &str) {
        let root = typst_syntax::parse(text);
        assert!(root.errors_and_warnings().0.is_empty(), "{path}\n{text}");
    }

    #[test]
    fn what_a_person_wrote_is_nothing_but_string_literals() {
        let plain = assemble(&book(PLAIN)).unwrap();
        for hostile in [
            "\" + panic(\"x\") + \"",
            "\\",
            "ends in a backslash\\",
            "#panic() #{ } $x$ *b* _i_ `r` @key <label> = /* //",
            "a ] b ) c } d",
            "<< title >> <% if x %> <# no #>",
            "two\nlines\r\nand a\ttab",
            "\0\u{1b}[31m\u{7f}\u{85}",
            "\u{202e}txet \u{2066}hidden\u{2069}",
            "Zoë’s “title” — 研究 👩🏽‍⚕️ \u{10ffff}",
            "'single' and \"double\"",
        ] {
            let assembly = assemble(&book(hostile)).unwrap();
            for (path, text) in &assembly.files {
                assert_parses(path, text);
                assert_eq!(
                    shape(text),
                    shape(&plain.files[path]),
                    "{path}: {hostile:?}"
                );
            }
            let printed = literal::line(hostile);
            let written = literals(&assembly.files["/.folio/book.typ"]);
            assert_eq!(
                written.iter().filter(|text| **text == printed).count(),
                10,
                "{hostile:?}"
            );
        }
    }

    #[test]
    fn a_path_reaches_the_engine_exactly_as_it_is() {
        let assembly = assemble(&book("it's #1 \"draft\"")).unwrap();
        let written = literals(&assembly.files[MAIN]);
        let path = "/oneit's #1 \"draft\".md";
        assert!(written.iter().any(|text| text == path), "{written:?}");
    }

    #[test]
    fn every_mode_and_look_parses_and_is_the_same_each_time() {
        let note = || "of today".to_owned();
        for look in Look::ALL {
            for mode in [
                Mode::Final,
                Mode::Draft {
                    watermark: "Draft".to_owned(),
                    note: note(),
                },
                Mode::Review { note: note() },
            ] {
                for byline in [
                    Byline::Author("A".to_owned()),
                    Byline::Candidate("7".to_owned()),
                ] {
                    let mut book = book(PLAIN);
                    (book.mode, book.byline, book.format.look) = (mode.clone(), byline, look);
                    let assembly = assemble(&book).unwrap();
                    for (path, text) in &assembly.files {
                        assert_parses(path, text);
                    }
                    assert_eq!(assembly.files, assemble(&book).unwrap().files);
                    assert_eq!(Look::from_name(look.name()), Some(look));
                    let file = format!("{FOLDER}looks/{}.typ", look.name());
                    assert!(assembly.files.contains_key(&file));
                }
            }
        }
    }

    #[test]
    fn an_anonymous_book_has_nothing_that_identifies() {
        let mut book = book(PLAIN);
        let BookPart::TitlePage(page) = &mut book.parts[0] else {
            panic!("a title page");
        };
        page.details
            .push(("Supervisor".to_owned(), "Dr Lane".to_owned()));
        page.institution[1].text = "Northern Trust".to_owned();
        let named = assemble(&book).unwrap().files.remove(MAIN).unwrap();
        for word in ["Dr Lane", "Northern Trust", "To my mother"] {
            assert!(named.contains(word), "{word}");
        }

        book.byline = Byline::Candidate("DHL-042".to_owned());
        let files = assemble(&book).unwrap().files;
        for text in files.values() {
            for word in ["Dr Lane", "Northern Trust", "To my mother"] {
                assert!(!text.contains(word), "{word}");
            }
        }
        assert!(files["/.folio/book.typ"].contains("author: none"));
        assert!(files["/.folio/book.typ"].contains("candidate: \"DHL-042\""));
    }

    #[test]
    fn the_main_matter_begins_at_the_first_chapter_and_letters_at_the_first_appendix() {
        let main = assemble(&book(PLAIN)).unwrap().files.remove(MAIN).unwrap();
        let lines: Vec<&str> = main.lines().filter(|line| !line.is_empty()).collect();
        let begins = lines
            .iter()
            .position(|line| *line == "#show: main-matter")
            .unwrap();
        assert!(lines[begins + 1].starts_with("#chapter(\"folio:chapter:oneplain\""));
        assert_eq!(main.matches("main-matter").count(), 1);
        let firsts: Vec<bool> = lines
            .iter()
            .filter(|line| line.starts_with("#appendix("))
            .map(|line| line.contains("first: true"))
            .collect();
        assert_eq!(firsts, [true, false]);
    }
}
