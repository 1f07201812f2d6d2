//! One project's work with the engine: set virtual files, compile, ask for places.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use jiff::civil::DateTime;
use typst::World;
use typst::WorldExt;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Datetime;
use typst::syntax::{FileId, Span};
use typst_kit::datetime::Time;
use typst_layout::PagedDocument;

use crate::diagnostics::{Diagnostic, FileError, Place, ProjectPath, SourceMap};
use crate::markdown::{Conversion, Settings, convert};
use crate::typeset::diagnose;
use crate::typeset::files::{Disk, project_file};
use crate::typeset::fonts::{self, FontFamily};
use crate::typeset::missing;
use crate::typeset::on_read::OnRead;
use crate::typeset::world::{Convert, FolioWorld, Parsed, WayBack, is_package};

/// The stack of the thread that compiles: trees built from Markdown may be deep, and the main
/// thread of Windows is small.
const STACK_BYTES: usize = 256 << 20;

/// How many compiles a result of the engine outlives its last use.
const KEPT_COMPILES: usize = 10;

/// What is to be typeset.
#[derive(Clone, Debug)]
pub struct Job {
    /// The folder of the project.
    pub root: PathBuf,
    /// The virtual path of the main document, such as `/.folio/main.typ`.
    pub main: String,
    /// Virtual files by path; they win over the disk.
    pub files: BTreeMap<String, String>,
    /// The date of the document; what `datetime.today()` answers.
    pub date: Option<DateTime>,
    /// The families that the manifest names; only these may come from the system.
    pub font_families: Vec<FontFamily>,
    /// What the manifest says about Markdown.
    pub markdown: Settings,
    /// Chapters that were converted before, so that nobody converts them again.
    pub converted: BTreeMap<ProjectPath, Converted>,
    /// Whether a missing or unreadable image must be fixed before anything is made.
    pub strict: bool,
    /// Told of each source that the engine asks for.
    pub on_read: OnRead,
}

/// A Markdown chapter that was converted already.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The text, exactly as it was read.
    pub text: String,
    /// What became of it, under the name that [`chapter_file`] gives.
    pub conversion: Conversion,
}

impl Job {
    /// Returns a job without files, date or named fonts, whose main document is
    /// `/.folio/main.typ`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            main: "/.folio/main.typ".into(),
            files: BTreeMap::new(),
            date: None,
            font_families: Vec::new(),
            markdown: Settings::default(),
            converted: BTreeMap::new(),
            strict: false,
            on_read: OnRead::default(),
        }
    }
}

/// Why a document could not be typeset or written.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// The author's files hold mistakes; all that the engine found in one go.
    #[error("the document has mistakes that must be fixed first")]
    Findings(Vec<Diagnostic>),
    /// A file or folder could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// What the caller asked for makes no sense.
    #[error("{0}")]
    Request(String),
    /// The engine failed in a way that no author can mend.
    #[error("the typesetting engine failed: {0}")]
    Engine(String),
}

/// Pages, and what is to be said about them.
#[derive(Clone, Debug)]
pub struct Typeset {
    /// The laid-out pages.
    pub document: PagedDocument,
    /// Warnings of the engine, findings of the conversion, images that are missing.
    pub findings: Vec<Diagnostic>,
}

/// The engine's view of one project, kept between compiles so that an edit costs little.
pub struct Session {
    pub(super) world: FolioWorld,
    pub(super) date: Option<DateTime>,
    findings: Vec<Diagnostic>,
    strict: bool,
}

impl Session {
    /// Prepares fonts and files; reads no chapter yet.
    pub fn new(job: Job) -> Result<Self, TypesetError> {
        let Job {
            root,
            main,
            files,
            date,
            font_families,
            markdown,
            converted,
            strict,
            on_read,
        } = job;
        let root = dunce::canonicalize(&root).map_err(|source| FileError::Io {
            verb: "read",
            path: root.clone(),
            source,
        })?;
        let fonts = fonts::gather(&root, &font_families);
        let (refused, findings): (Vec<_>, Vec<_>) = fonts
            .findings
            .into_iter()
            .partition(|finding| finding.code == "unknown-font");
        if !refused.is_empty() {
            return Err(TypesetError::Findings(refused));
        }
        let main_id = virtual_id(&main)?;
        let mut world = FolioWorld::new(
            Disk::new(root),
            fonts.store,
            main_id,
            date.map(clock).transpose()?,
            converter(markdown, converted),
            on_read,
        );
        for (path, text) in files {
            world.set_virtual(virtual_id(&path)?, text);
        }
        Ok(Self {
            world,
            date,
            findings,
            strict,
        })
    }

    /// Sets or replaces a virtual file; the next compile does over only what depends on it.
    pub fn set_virtual(&mut self, path: &str, text: String) {
        if let Some(id) = project_file(path) {
            self.world.set_virtual(id, text);
        }
    }

    /// Lays out the document.
    pub fn compile(&mut self) -> Result<Typeset, TypesetError> {
        loop {
            let Warned { output, warnings } = self.run()?;
            match output {
                Ok(document) => {
                    let findings = self.findings_of(&document, &warnings);
                    if self.strict && findings.iter().any(missing::is_image) {
                        return Err(TypesetError::Findings(missing::as_errors(findings)));
                    }
                    return Ok(Typeset { document, findings });
                }
                Err(errors) => {
                    if missing::condemn_images(&mut self.world, &errors) {
                        continue;
                    }
                    return Err(TypesetError::Findings(
                        self.findings_with(&errors, &warnings),
                    ));
                }
            }
        }
    }

    fn run(&self) -> Result<Warned<Result<PagedDocument, Errors>>, TypesetError> {
        let world: &dyn World = &self.world;
        let compile = || typst::compile::<PagedDocument>(world);
        let warned = on_large_stack(compile)?;
        typst::comemo::evict(KEPT_COMPILES);
        Ok(warned)
    }

    fn findings_of(
        &self,
        document: &PagedDocument,
        warnings: &[SourceDiagnostic],
    ) -> Vec<Diagnostic> {
        let mut findings = self.findings.clone();
        findings.extend(self.conversion_findings());
        findings.extend(missing::image_findings(self, document));
        findings.extend(diagnose::diagnose(self, warnings));
        diagnose::dedupe(&mut findings);
        findings
    }

    fn findings_with(
        &self,
        errors: &[SourceDiagnostic],
        warnings: &[SourceDiagnostic],
    ) -> Vec<Diagnostic> {
        let mut findings = diagnose::diagnose(self, errors);
        findings.extend(self.findings.iter().cloned());
        findings.extend(self.conversion_findings());
        findings.extend(diagnose::diagnose(self, warnings));
        diagnose::dedupe(&mut findings);
        findings
    }

    fn conversion_findings(&self) -> impl Iterator<Item = Diagnostic> {
        let parsed = self.world.all_parsed();
        parsed.into_iter().flat_map(|(_, parsed)| parsed.findings)
    }

    /// Returns where something of the pages stands in the author's files.
    ///
    /// `offset` is the byte of a glyph inside its syntax node. What comes from a generated file or
    /// from a package has no place.
    pub fn place(&self, span: Span, offset: u16) -> Option<Place> {
        let range = self.world.range(span)?;
        let start = (range.start + usize::from(offset)).min(range.end.max(range.start));
        self.place_of(span.id()?, start..range.end)
    }

    /// Returns where bytes of a source stand in the author's file of that name.
    pub(super) fn place_of(&self, id: FileId, range: Range<usize>) -> Option<Place> {
        let path = self.author_path(id)?;
        let range = match self.world.parsed(id) {
            Some(parsed) => parsed.way_back.to_author(range),
            None => range,
        };
        Some(Place::range(path, range))
    }

    /// The path of an author's file; `None` for generated files and packages.
    fn author_path(&self, id: FileId) -> Option<ProjectPath> {
        if self.world.is_virtual(id) || is_package(id) {
            return None;
        }
        ProjectPath::new(id.vpath().get_without_slash())
    }

    /// Returns the texts of the author's files that were read.
    pub fn sources(&self) -> SourceMap {
        let mut map = SourceMap::default();
        for (id, parsed) in self.world.all_parsed() {
            if let Some(path) = self.author_path(id) {
                map.insert(path, &*parsed.text);
            }
        }
        for (id, bytes) in self.world.all_bytes() {
            if let (Some(path), Ok(text)) = (self.author_path(id), bytes.as_str())
                && map.text(&path).is_none()
                && text.len() < 1 << 20
            {
                map.insert(path, text);
            }
        }
        map
    }
}

type Errors = typst::ecow::EcoVec<SourceDiagnostic>;

/// Runs the engine on a thread with a large stack.
pub(super) fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, TypesetError> {
    thread::scope(|scope| {
        let spawned = thread::Builder::new()
            .name("typesetting".into())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work);
        match spawned {
            Ok(handle) => handle
                .join()
                .map_err(|_| TypesetError::Engine("it stopped in the middle of its work".into())),
            Err(error) => Err(TypesetError::Engine(start_failure(&error))),
        }
    })
}

fn start_failure(error: &io::Error) -> String {
    format!("its thread could not be started: {error}")
}

fn virtual_id(path: &str) -> Result<FileId, TypesetError> {
    project_file(path)
        .ok_or_else(|| TypesetError::Request(format!("`{path}` is no path inside the project")))
}

/// Returns the engine's form of a date.
pub(super) fn engine_date(date: DateTime) -> Option<Datetime> {
    Datetime::from_ymd_hms(
        i32::from(date.year()),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
        date.hour().unsigned_abs(),
        date.minute().unsigned_abs(),
        date.second().unsigned_abs(),
    )
}

fn clock(date: DateTime) -> Result<Time, TypesetError> {
    engine_date(date)
        .and_then(|date| Time::fixed(date).ok())
        .ok_or_else(|| TypesetError::Request(format!("the engine cannot take the date {date}")))
}

/// Returns the engine's name for a chapter, for converting it before there is a session.
pub fn chapter_file(path: &ProjectPath) -> Option<FileId> {
    project_file(path.as_str())
}

/// Converts Markdown, or takes what was converted already from the very same text.
fn converter(settings: Settings, converted: BTreeMap<ProjectPath, Converted>) -> Convert {
    Box::new(move |id, path, text| {
        let conversion = match converted.get(path) {
            Some(known) if known.text == text => known.conversion.clone(),
            Some(_) | None => convert(id, path, text, &settings),
        };
        let origins = conversion.origins;
        Parsed {
            source: conversion.source,
            text: text.into(),
            way_back: WayBack::Made(Arc::new(move |range| origins.to_markdown(range))),
            findings: conversion.findings,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn a_chapter_that_was_converted_before_is_taken_as_it_is_unless_it_changed() {
        let path = ProjectPath::new("a.md").unwrap();
        let file = chapter_file(&path).unwrap();
        let mut sandbox = Sandbox::new("#include \"/a.md\"").file("a.md", "Text");
        let marked = convert(file, &path, "Other text", &Settings::default());
        let known = |text: &str| Converted {
            text: text.into(),
            conversion: marked.clone(),
        };
        sandbox.job.converted = [(path.clone(), known("Text"))].into();
        let (session, _) = sandbox.typeset();
        assert!(
            session
                .world
                .parsed(file)
                .unwrap()
                .source
                .text()
                .contains("Other")
        );
        sandbox.job.converted = [(path, known("Stale"))].into();
        let (session, _) = sandbox.typeset();
        assert!(
            !session
                .world
                .parsed(file)
                .unwrap()
                .source
                .text()
                .contains("Other")
        );
    }

    #[test]
    fn a_place_is_counted_in_the_file_as_it_stands_with_its_byte_order_mark() {
        let text = "\u{feff}= One\n#undefined";
        let sandbox = Sandbox::new("#include \"/a.typ\"").file("a.typ", text);
        let (session, findings) = sandbox.refused();
        let place = findings[0].place.clone().unwrap();
        assert_eq!(&text[place.range.clone().unwrap()], "undefined");
        assert_eq!(session.sources().text(&place.path), Some(text));
    }

    #[test]
    fn a_project_that_is_not_there_is_an_error() {
        assert!(matches!(
            Session::new(Job::new("/no/such/folder")),
            Err(TypesetError::File(_))
        ));
    }
}
