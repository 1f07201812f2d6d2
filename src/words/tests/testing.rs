//! Tiny documents for tests: a world in memory with the engine's own fonts.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Func, NativeElement};
use typst::model::CiteGroup;
use typst::syntax::{FileId, RootedPath, Source, Span, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;

use crate::diagnostics::{Place, ProjectPath};
use crate::words::{Category, Census, Convention, census};

/// What the template sets before everything else.
pub(crate) const PRELUDE: &str = "#show linebreak: it => it + metadata(\"folio:linebreak\")\n";

/// The template's rules of citations.
pub(crate) const CITING: &str = "#import \"citing.typ\": citing-rules\n\
    #import \"cite-groups.typ\": group-rules\n#show: citing-rules\n#show: group-rules\n";

/// Returns the name of the citation of a key, with words behind it.
pub(crate) fn cited(key: &str, words: Option<&str>) -> String {
    let words = words.map_or("null".to_owned(), |words| format!("\"{words}\""));
    format!("{{\"key\":\"{key}\",\"form\":\"normal\",\"words\":{words}}}")
}

/// A project in memory.
pub(crate) struct TestProject {
    library: LazyHash<Library>,
    main: FileId,
    files: BTreeMap<String, (FileId, String)>,
}

fn fonts() -> &'static FontStore {
    static FONTS: OnceLock<FontStore> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut fonts = FontStore::new();
        fonts.extend(typst_kit::fonts::embedded());
        fonts
    })
}

fn file(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern()
}

impl TestProject {
    /// Lays out one chapter, `/chapters/one.typ`, behind the template's prelude.
    pub(crate) fn chapter(text: &str) -> Self {
        let main =
            format!("{PRELUDE}#metadata(\"folio:chapter:one\")\n#include \"/chapters/one.typ\"\n");
        Self::with_main(&main).write("/chapters/one.typ", text)
    }

    /// Lays out a main document of the template's.
    pub(crate) fn with_main(main: &str) -> Self {
        let mut library = Library::default();
        let group = Func::from(CiteGroup::ELEM);
        library.global.scope_mut().define("folio-cite-group", group);
        let project = Self {
            library: LazyHash::new(library),
            main: file("/.folio/main.typ"),
            files: BTreeMap::new(),
        };
        project.write("/.folio/main.typ", main)
    }

    /// Adds the template's rules of citations, which a main document begins with as [`CITING`].
    /// What is printed is written as Typst, by the name of the citation.
    pub(crate) fn citing(self, keys: &[&str], texts: &[(&str, &str)]) -> Self {
        let keys: String = keys
            .iter()
            .map(|key| format!("\"{key}\": none, "))
            .collect();
        let texts: String = texts
            .iter()
            .map(|(id, text)| format!("{id:?}: own => [{text}],\n"))
            .collect();
        let citations = format!(
            "#import \"citation-pieces.typ\": note, to\n#let by-position = false\n\
             #let keys = ({keys})\n#let texts = (\n{texts})\n#let in-order = ()\n"
        );
        let templates = [
            ("citations", &*citations),
            (
                "citing",
                include_str!("../../../templates/typst/citing.typ"),
            ),
            ("first", include_str!("../../../templates/typst/first.typ")),
            (
                "medium",
                include_str!("../../../templates/typst/medium.typ"),
            ),
            (
                "cite-groups",
                include_str!("../../../templates/typst/cite-groups.typ"),
            ),
            (
                "work-links",
                include_str!("../../../templates/typst/work-links.typ"),
            ),
            (
                "citation-pieces",
                include_str!("../../../templates/typst/citation-pieces.typ"),
            ),
        ];
        let project = self.write("/.folio/expected.json", "{\"references\":{}}");
        templates
            .into_iter()
            .fold(project, |project, (name, text)| {
                project.write(&format!("/.folio/{name}.typ"), text)
            })
    }

    /// Adds a file.
    pub(crate) fn write(mut self, path: &str, text: &str) -> Self {
        self.files
            .insert(path.to_owned(), (file(path), text.to_owned()));
        self
    }

    pub(crate) fn typeset(&self) -> PagedDocument {
        match typst::compile::<PagedDocument>(self).output {
            Ok(document) => document,
            Err(errors) => panic!(
                "{:?}",
                errors.iter().map(|e| &e.message).collect::<Vec<_>>()
            ),
        }
    }

    /// Says where a byte of a syntax node stands.
    pub(crate) fn locate(&self, span: Span, offset: u16) -> Option<Place> {
        let path = span.id()?.vpath().get_without_slash().to_owned();
        if path.starts_with(".folio/") {
            return None;
        }
        let range = self.range(span)?;
        let start = (range.start + usize::from(offset)).min(range.end);
        Some(Place::range(ProjectPath::new(&path)?, start..range.end))
    }

    /// Takes the census; the census of a test never fails.
    #[track_caller]
    pub(crate) fn census(&self) -> Census {
        self.census_by(Convention::Folio)
    }

    #[track_caller]
    pub(crate) fn census_by(&self, convention: Convention) -> Census {
        let document = self.typeset();
        census(&document, convention, &|span, offset| {
            self.locate(span, offset)
        })
        .unwrap()
    }
}

/// Returns the words of one category, joined by spaces.
pub(crate) fn words(census: &Census, category: Category) -> String {
    let words = census.words.iter().filter(|word| word.category == category);
    words
        .map(|word| word.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

impl World for TestProject {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        fonts().book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.files.values().find(|(file, _)| *file == id);
        let (_, text) = found.ok_or(FileError::AccessDenied)?;
        Ok(Source::new(id, text.clone()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.values().find(|(file, _)| *file == id);
        let (_, text) = found.ok_or(FileError::AccessDenied)?;
        Ok(Bytes::from_string(text.clone()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
