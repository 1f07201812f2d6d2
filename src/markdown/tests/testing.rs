//! A small world for tests that typeset: one chapter, the embedded fonts, no disk.

use std::path::Path;
use std::sync::OnceLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::{Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, Source, Span, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::{FontStore, embedded};
use typst_layout::PagedDocument;

use crate::diagnostics::{Diagnostic, ProjectPath};
use crate::markdown::{Conversion, FUNCTIONS_PATH, Settings, convert};

/// What is said of a text apart from what it looks like.
const SIGNS: &str = include_str!("../../../templates/typst/signs.typ");

/// Whether there are pages.
const MEDIUM: &str = include_str!("../../../templates/typst/medium.typ");

const FUNCTIONS: &str = include_str!("../../../templates/typst/markdown.typ");

const BOOK: &str = "#let book = (mode: \"final\")";

const PICTURE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>"#;

/// Prints what a citation says; which words a style makes of it is no business of this room.
const CITED: &str = r#"
#let cited(id, ..cites) = {
  let marks = (bracket: "", narrative: "@", without-author: "-")
  let cites = for it in cites.pos() {
    let place = if "locator" in it [ #it.label #it.locator ]
    let words = it.at("before", default: none)
    (words + marks.at(it.form) + it.key + place + it.at("after", default: none),)
  }
  [(#cites.join([; ]))]
}
"#;

/// What the page is set with unless a test says otherwise: nothing that the author did not write.
pub(crate) const PLAIN: &str = "#set page(width: 900pt, height: auto)
#set text(hyphenate: false)
#set list(marker: [])
#set enum(numbering: (..) => [])
#set smartquote(enabled: false)
#set figure(numbering: none)
#set math.equation(numbering: \"(1)\")
#set figure.caption(separator: [])
#show figure: set figure(supplement: none)
#show enum: set enum(numbering: (..) => [])
";

/// A chapter in its world.
pub(crate) struct TestChapter {
    pub(crate) conversion: Conversion,
    main: Source,
}

pub(crate) fn id(path: &str) -> FileId {
    RootedPath::new(
        VirtualRoot::Project,
        VirtualPath::new(path).expect("a plain path"),
    )
    .intern()
}

fn fonts() -> &'static FontStore {
    static FONTS: OnceLock<FontStore> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut store = FontStore::new();
        store.extend(embedded());
        store
    })
}

fn library() -> &'static LazyHash<Library> {
    static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
}

/// Converts a chapter `chapters/a.md`.
pub(crate) fn converted(markdown: &str) -> Conversion {
    converted_with(markdown, &Settings::default())
}

/// Converts a chapter `chapters/a.md` with settings.
pub(crate) fn converted_with(markdown: &str, settings: &Settings) -> Conversion {
    let path = ProjectPath::new("chapters/a.md").expect("a plain path");
    convert(id("/chapters/a.md"), &path, markdown, settings)
}

/// Returns a chapter that is set behind `head`.
pub(crate) fn chapter_with(head: &str, markdown: &str) -> TestChapter {
    let main = format!("{head}\n#include \"/chapters/a.md\"\n");
    TestChapter {
        conversion: converted(markdown),
        main: Source::new(id("/main.typ"), main),
    }
}

/// Returns a chapter that is set plainly.
pub(crate) fn chapter(markdown: &str) -> TestChapter {
    chapter_with(PLAIN, markdown)
}

impl TestChapter {
    /// Typesets it on a thread with a stack as large as the product's.
    pub(crate) fn document(&self) -> Result<PagedDocument, Vec<SourceDiagnostic>> {
        std::thread::scope(|scope| {
            std::thread::Builder::new()
                .stack_size(256 << 20)
                .spawn_scoped(scope, || {
                    let result = typst::compile::<PagedDocument>(self).output;
                    result.map_err(|errors| errors.into_iter().collect())
                })
                .expect("a thread starts")
                .join()
                .expect("the engine does not panic")
        })
    }

    /// Returns the text of its pages without white space, or the engine's complaint.
    pub(crate) fn text(&self) -> Result<String, String> {
        let document = self.document().map_err(|errors| {
            let all: Vec<String> = errors
                .iter()
                .map(|error| error.message.to_string())
                .collect();
            format!("{}\n{}", all.join("; "), self.conversion.source.text())
        })?;
        let mut out = String::new();
        for page in document.pages() {
            collect(&page.frame, &mut out);
        }
        Ok(out.chars().filter(|c| !c.is_whitespace()).collect())
    }

    /// Returns the Markdown that a place of the engine leads back to.
    pub(crate) fn origin(&self, span: Span, offset: usize) -> Option<std::ops::Range<usize>> {
        let range = typst::WorldExt::range(self, span)?;
        let start = range.start + offset;
        Some(
            self.conversion
                .origins
                .to_markdown(start..range.end.max(start)),
        )
    }
}

fn collect(frame: &Frame, out: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, out),
            FrameItem::Text(text) => out.push_str(&text.text),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}

/// Returns the codes of findings, each with what stands at its place.
pub(crate) fn complaints<'a>(
    markdown: &'a str,
    findings: &'a [Diagnostic],
) -> Vec<(&'a str, &'a str)> {
    let found = findings.iter().map(|finding| {
        let range = finding.place.as_ref().and_then(|place| place.range.clone());
        let shown = range
            .and_then(|range| markdown.get(range))
            .unwrap_or("(nothing)");
        (finding.code.as_ref(), shown)
    });
    found.collect()
}

/// Asserts that the page shows this, white space aside, and that these findings are made.
#[track_caller]
pub(crate) fn shows(markdown: &str, page: &str, wanted: &[(&str, &str)]) {
    let chapter = chapter(markdown);
    let made = chapter.conversion.source.text();
    let page: String = page.split_whitespace().collect();
    assert_eq!(chapter.text(), Ok(page), "{markdown:?}\n{made}");
    let found = complaints(markdown, &chapter.conversion.findings);
    assert_eq!(found, wanted, "{markdown:?}");
}

/// Asserts that the Typst holds this, and that these findings are made.
#[track_caller]
pub(crate) fn writes(markdown: &str, wanted: &str, findings: &[(&str, &str)]) {
    let conversion = converted(markdown);
    let made = conversion.source.text();
    assert!(made.contains(wanted), "{markdown:?}\n{made}");
    let found = complaints(markdown, &conversion.findings);
    assert_eq!(found, findings, "{markdown:?}");
}

impl World for TestChapter {
    fn library(&self) -> &LazyHash<Library> {
        library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        fonts().book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, file: FileId) -> FileResult<Source> {
        match file.vpath().get_with_slash() {
            "/main.typ" => Ok(self.main.clone()),
            "/chapters/a.md" => Ok(self.conversion.source.clone()),
            FUNCTIONS_PATH => Ok(Source::new(file, FUNCTIONS.to_owned())),
            "/.folio/book.typ" => Ok(Source::new(file, BOOK.to_owned())),
            "/.folio/medium.typ" => Ok(Source::new(file, MEDIUM.to_owned())),
            "/.folio/signs.typ" => Ok(Source::new(file, SIGNS.to_owned())),
            "/.folio/citing.typ" => Ok(Source::new(file, CITED.to_owned())),
            other => Err(FileError::NotFound(Path::new(other).into())),
        }
    }

    fn file(&self, file: FileId) -> FileResult<Bytes> {
        match file.vpath().get_with_slash().contains("missing") {
            true => Err(FileError::NotFound(Path::new("missing").into())),
            false => Ok(Bytes::from_string(PICTURE)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
