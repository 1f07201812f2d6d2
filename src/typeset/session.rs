//! One project's work with the engine: set virtual files, compile, ask for places.
//!
//! In a ring with diagnose, left_out, missing, suggestions and unrest: findings are told of a session, which ends a layout with them.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use jiff::civil::DateTime;
use typst::diag::{SourceDiagnostic, Warned};
use typst::syntax::{FileId, Span};
use typst::{World, WorldExt};
use typst_kit::datetime::Time;
use typst_layout::PagedDocument;

use crate::diagnostics::{Diagnostic, FileError, Place, ProjectPath, SourceMap};
use crate::typeset::citations::own_settings;
use crate::typeset::date::engine_date;
use crate::typeset::files::{Files, project_file};
use crate::typeset::job::{Job, MayLeaveOut};
use crate::typeset::large_stack::on_large_stack;
use crate::typeset::layouts::{Errors, LaidOut, Until, lay_out};
use crate::typeset::rules::UNKNOWN_FONT;
use crate::typeset::setup::Setup;
use crate::typeset::standing::{STANDING, Standing};
use crate::typeset::world::{FolioWorld, is_package};
use crate::typeset::{diagnose, fonts, left_out, missing, unresolved};

/// How many jobs a result of the engine outlives its last use.
const KEPT_JOBS: usize = 5;

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
    /// The chapters that could not be typeset and are left out.
    pub left_out: Vec<ProjectPath>,
    /// Whether the pages are as they stay; where they are not, nothing is said about them yet.
    pub is_settled: bool,
}

/// The engine's view of one project, kept between compiles so that an edit costs little.
pub struct Session {
    pub(super) world: FolioWorld,
    pub(super) date: Option<DateTime>,
    made_for: Setup,
    findings: Vec<Diagnostic>,
    strict: bool,
    pub(super) picture_ppi: Option<u32>,
    pub(super) may_leave_out: MayLeaveOut,
    /// What is said of files and chapters that have something else in their place.
    stood_in: Vec<Diagnostic>,
    /// The names of images that were replaced, as the template knows them.
    pub(super) named_frames: BTreeSet<String>,
    standing: Standing,
    /// Where the author wrote what stands at some bytes of a virtual file, in order.
    written: HashMap<FileId, Vec<(Range<usize>, Place)>>,
    /// The last pages: their answers are the first of the next layout.
    last: Option<PagedDocument>,
}

impl Session {
    /// Prepares fonts and files; reads no chapter yet.
    ///
    /// # Errors
    ///
    /// If what is no draft names a font that is not there.
    pub fn new(job: Job) -> Result<Self, TypesetError> {
        let fonts = fonts::gather(&job.store, &job.font_families);
        // A draft is set in another face.
        let refused = |finding: &Diagnostic| finding.is(&UNKNOWN_FONT);
        if job.may_leave_out.is_empty() && fonts.findings.iter().any(refused) {
            let mut findings = fonts.findings;
            findings.retain(refused);
            return Err(TypesetError::Findings(findings));
        }
        let made_for = Setup::of(&job);
        let files = Files::of(job.store.clone());
        let main = virtual_id(&job.main)?;
        let world = FolioWorld::new(files, fonts.store, main, made_for.may_plug_in);
        let session = Self {
            world,
            date: None,
            made_for,
            findings: fonts.findings,
            strict: false,
            picture_ppi: None,
            may_leave_out: MayLeaveOut::new(),
            stood_in: Vec::new(),
            named_frames: BTreeSet::new(),
            standing: Standing::default(),
            written: HashMap::new(),
            last: None,
        };
        session.take(job)
    }

    /// Does the next compile for another job, and over only what differs from the one before. The
    /// job's files are those of its store as they are now.
    ///
    /// # Errors
    ///
    /// As for [`Session::new`], which is what happens where fonts or packages differ.
    pub fn update(self, job: Job) -> Result<Self, TypesetError> {
        match self.made_for == Setup::of(&job) {
            true => self.take(job),
            false => Self::new(job),
        }
    }

    fn take(mut self, job: Job) -> Result<Self, TypesetError> {
        let Job {
            store,
            main: _,
            files,
            date,
            font_families: _,
            converted,
            strict,
            may_leave_out,
            picture_ppi,
            on_read,
        } = job;
        // Before the work and not in it: all that is kept is looked through.
        typst::comemo::evict(KEPT_JOBS);
        let mut all = Vec::new();
        for (path, text) in files {
            all.push((virtual_id(&path)?, text));
        }
        self.world.set_all_virtual(all);
        self.world.refresh(store, converted);
        self.world.set_date(date.map(clock).transpose()?);
        self.world.set_on_read(on_read);
        self.date = date;
        self.strict = strict;
        self.picture_ppi = picture_ppi;
        self.may_leave_out = may_leave_out;
        self.stood_in.clear();
        self.named_frames.clear();
        self.standing = Standing::default();
        Ok(self)
    }

    /// Forgets the last pages: what is laid out next depends on the files alone.
    pub fn begin_anew(&mut self) {
        self.last = None;
    }

    /// Sets or replaces a virtual file; the next compile does over only what depends on it.
    pub fn set_virtual(&mut self, path: &str, text: String) {
        if let Some(id) = project_file(path) {
            self.world.set_virtual(id, text);
        }
    }

    /// Says where the author wrote what stands at some bytes of a virtual file, in their order.
    pub fn set_written(&mut self, path: &str, places: Vec<(Range<usize>, Place)>) {
        self.written
            .extend(project_file(path).map(|id| (id, places)));
    }

    /// Lays out the document.
    ///
    /// # Errors
    ///
    /// What the engine cannot get over, or that it failed itself.
    pub fn compile(&mut self) -> Result<Typeset, TypesetError> {
        self.compile_until(Until::Settled)
    }

    /// Lays out the document as far as is wanted, beginning with the answers of its last pages.
    ///
    /// # Errors
    ///
    /// As for [`Session::compile`].
    pub fn compile_until(&mut self, until: Until) -> Result<Typeset, TypesetError> {
        loop {
            let Warned { output, warnings } = self.run(until)?;
            if let Ok(laid_out) = &output {
                self.last = Some(laid_out.document.clone());
                if let Some(file) = self.standing.after(laid_out) {
                    self.set_virtual(STANDING, file);
                    continue;
                }
            }
            match output {
                Ok(laid_out) => {
                    let (document, is_settled) = (laid_out.document, laid_out.is_settled);
                    let mut findings = Vec::new();
                    if is_settled {
                        findings = self.findings_of(&document, &warnings);
                        if self.strict && findings.iter().any(missing::is_image) {
                            return Err(TypesetError::Findings(missing::as_errors(findings)));
                        }
                        if missing::name_frames(self, &document) {
                            continue;
                        }
                    }
                    return Ok(Typeset {
                        document,
                        findings,
                        left_out: left_out::left_out(self),
                        is_settled,
                    });
                }
                Err(errors) => {
                    if missing::condemn_images(&mut self.world, &errors) {
                        continue;
                    }
                    let told = missing::stand_in(self, &errors);
                    let told = match told.is_empty() {
                        true => left_out::leave_out(self, &errors),
                        false => told,
                    };
                    if !told.is_empty() {
                        self.stood_in.extend(told);
                        continue;
                    }
                    let findings = self.findings_with(&errors, &warnings);
                    return Err(TypesetError::Findings(findings));
                }
            }
        }
    }

    fn run(&self, until: Until) -> Result<Warned<Result<LaidOut, Errors>>, TypesetError> {
        let world: &dyn World = &self.world;
        let before = self.last.clone();
        let compile = || lay_out(world, before, until, self.standing.may_rest());
        on_large_stack(compile).map_err(TypesetError::Engine)
    }

    fn findings_of(
        &self,
        document: &PagedDocument,
        warnings: &[SourceDiagnostic],
    ) -> Vec<Diagnostic> {
        let mut findings = unresolved::findings(self, document);
        findings.extend(self.findings.iter().cloned());
        findings.extend(self.stood_in.iter().cloned());
        findings.extend(self.conversion_findings());
        findings.extend(missing::image_findings(self, document));
        findings.extend(own_settings(self, document));
        findings.extend(diagnose::diagnose(self, warnings));
        diagnose::dedupe(&mut findings);
        findings
    }

    pub(super) fn findings_with(
        &self,
        errors: &[SourceDiagnostic],
        warnings: &[SourceDiagnostic],
    ) -> Vec<Diagnostic> {
        let mut findings = diagnose::diagnose(self, errors);
        findings.extend(self.stood_in.iter().cloned());
        findings.extend(self.findings.iter().cloned());
        findings.extend(self.conversion_findings());
        findings.extend(diagnose::diagnose(self, warnings));
        diagnose::dedupe(&mut findings);
        findings
    }

    fn conversion_findings(&self) -> impl Iterator<Item = Diagnostic> {
        let parsed = self.world.all_parsed();
        let findings = parsed.into_iter().map(|(_, parsed)| parsed.findings);
        findings.flat_map(|findings| findings.to_vec())
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
    pub fn place_of(&self, id: FileId, range: Range<usize>) -> Option<Place> {
        if let Some(written) = self.written.get(&id) {
            let after = written.partition_point(|(bytes, _)| bytes.start <= range.start);
            let (bytes, place) = written.get(after.checked_sub(1)?)?;
            return (range.start < bytes.end).then(|| place.clone());
        }
        if self.world.left_out.contains_key(&id) {
            return None;
        }
        let path = self.author_path(id)?;
        let range = match self.world.parsed(id) {
            Some(parsed) => parsed.way_back.to_author(range),
            None => range,
        };
        Some(Place::range(path, range))
    }

    /// The path of an author's file; `None` for generated files and packages.
    pub(super) fn author_path(&self, id: FileId) -> Option<ProjectPath> {
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

fn virtual_id(path: &str) -> Result<FileId, TypesetError> {
    project_file(path)
        .ok_or_else(|| TypesetError::Request(format!("`{path}` is no path inside the project")))
}

fn clock(date: DateTime) -> Result<Time, TypesetError> {
    engine_date(date)
        .and_then(|date| Time::fixed(date).ok())
        .ok_or_else(|| TypesetError::Request(format!("the engine cannot take the date {date}")))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use typst::syntax::SyntaxKind;

    use crate::manuscript::{Converted, chapter_file};
    use crate::markdown::Settings;
    use crate::typeset::pdf::{PdfRequest, export};
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn a_chapter_that_was_converted_before_is_taken_as_it_is_unless_it_changed() {
        let path = ProjectPath::new("a.md").unwrap();
        let file = chapter_file(&path).unwrap();
        let mut sandbox = Sandbox::new("#include \"/a.md\"").file("a.md", "Text");
        let known = |text: &str| {
            let mut known =
                (*Converted::of(file, &path, "Other text".into(), Settings::default(), None))
                    .clone();
            known.text = text.into();
            Arc::new(known)
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
        sandbox.job.converted = [(path.clone(), known("Stale"))].into();
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
    fn an_edit_is_seen_and_what_it_does_not_touch_keeps_its_places() {
        let sandbox = Sandbox::new("#include \"/a.typ\"\n#read(\"/b.txt\")\n#image(\"/c.svg\")")
            .file("a.typ", "= One\n\nFirst.\n\n_Second._\n")
            .file("b.txt", "read");
        let (session, typeset) = sandbox.typeset();
        assert_eq!(typeset.findings[0].code, "image-missing");
        let file = project_file("/a.typ").unwrap();
        let last_span = |session: &Session| {
            let source = session.world.parsed(file).unwrap().source;
            let mut nodes = source.root().children();
            let second = nodes.find(|node| node.kind() == SyntaxKind::Emph);
            let second = second.unwrap().span();
            (second, session.world.range(second))
        };
        let before = last_span(&session);
        let job = sandbox.job();
        let sandbox = sandbox
            .file("a.typ", "= One\n\nFirst *and* more.\n\n_Second._\n")
            .file(
                "c.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
            );
        job.store.refresh(None);
        let mut session = session.update(job).unwrap();
        let edited = session.compile().unwrap();
        assert_eq!(edited.findings, []);
        let after = last_span(&session);
        assert_eq!(before.0, after.0);
        assert_ne!(before.1, after.1);
        // The engine names things on the pages by their places, which a PDF does not carry.
        let request = PdfRequest::default();
        let edited = export(&edited.document, &session, &request).unwrap();
        assert!(edited.bytes == sandbox.pdf(&request).bytes);
    }
}
