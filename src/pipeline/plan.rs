//! What a build and a count have in common: project → assembly → pages with their own number.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::assemble::{self, Assembly, CitationStyle, PrintedCount};
use crate::diagnostics::text::slug;
use crate::diagnostics::{DocumentDate, Level, SourceMap};
use crate::pipeline::book::{Surroundings, book};
use crate::pipeline::chapters::Chapters;
use crate::pipeline::counting::{CountByRule, CountingRule};
use crate::pipeline::date::document_date;
use crate::pipeline::failure::{Failure, FailureKind};
use crate::pipeline::marks::refuse_foreign;
use crate::pipeline::request::{BuildRequest, Progress, Stage};
use crate::pipeline::schedule::handing_in;
use crate::project::{self, Project};
use crate::typeset::{
    self, Bibliography, FontFamily, Job, OnRead, Pdf, PdfRequest, Session, Standard, Typeset,
    TypesetError,
};
use crate::words::Census;

/// How often the pages are set at most until the printed count stands still. No built-in policy
/// counts the title page, so twice is enough for them; a policy of one's own may count it.
const MAX_PASSES: usize = 5;

/// What is known before the engine starts.
pub(crate) struct Plan<'a> {
    pub(crate) project: &'a Project,
    pub(crate) request: &'a BuildRequest,
    pub(crate) rule: CountingRule<'a>,
    pub(crate) date: DocumentDate,
    pub(crate) standards: Vec<Standard>,
    pub(crate) bibliography: Bibliography,
    assembly: Assembly,
    pub(crate) chapters: Chapters,
    /// The project's texts and those of its references.
    pub(crate) sources: SourceMap,
}

/// The final pages with their count.
pub(crate) struct Pages {
    pub(crate) typeset: Typeset,
    pub(crate) census: Census,
    pub(crate) by_rule: CountByRule,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(project: &'a Project, request: &'a BuildRequest) -> Result<Self, Failure> {
        Self::with(
            project,
            request,
            Chapters::read(project),
            read_bibliography(project),
        )
    }

    /// Makes the plan from chapters and references that were read already.
    pub(crate) fn with(
        project: &'a Project,
        request: &'a BuildRequest,
        chapters: Chapters,
        bibliography: Bibliography,
    ) -> Result<Self, Failure> {
        let manifest = &project.manifest;
        if request.anonymous && manifest.dissertation.candidate.is_none() {
            return Err(Failure::new(
                FailureKind::Project,
                "an anonymous copy needs a candidate number to stand for the author",
            )
            .hint("add `candidate = \"…\"` under `[dissertation]` in folio.toml"));
        }
        let standards = wanted_standards(&request.standards)?;
        let rule = CountingRule::new(project)?;
        let date = match &request.date {
            Some(date) => date.clone(),
            None => document_date(
                handing_in(project, request.today),
                request.source_date_epoch,
                request.today,
            ),
        };
        let mut sources = project.sources.clone();
        sources.extend(bibliography.sources.clone());
        if bibliography
            .findings
            .iter()
            .any(|finding| finding.level == Level::Deny)
        {
            return Err(Failure::new(
                FailureKind::Project,
                "the references have mistakes that must be fixed first",
            )
            .because(bibliography.findings, &sources));
        }
        let style = match bibliography.style.strip_prefix('/') {
            Some(_) => CitationStyle::File(bibliography.style.clone()),
            None => CitationStyle::Named(bibliography.style.clone()),
        };
        let book = book(
            project,
            &Surroundings {
                request,
                date: &date,
                policy_in_words: rule.in_words(),
                bibliography: bibliography.paths.clone(),
                style,
                chapters: &chapters,
            },
        );
        let mut assembly = assemble::assemble(&book)
            .map_err(|error| Failure::new(FailureKind::Typesetting, error.to_string()))?;
        assembly.files.extend(bibliography.files.clone());
        Ok(Self {
            project,
            request,
            rule,
            date,
            standards,
            bibliography,
            assembly,
            chapters,
            sources,
        })
    }

    pub(crate) fn session(
        &self,
        progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
    ) -> Result<Session, Failure> {
        let progress = Arc::clone(progress);
        let text_font = self.project.manifest.format.text_font.as_ref();
        let job = Job {
            main: self.assembly.main.to_owned(),
            files: self.assembly.files.clone(),
            date: Some(self.date.at),
            font_families: text_font
                .map(|font| FontFamily {
                    name: font.name.clone(),
                    place: Some(font.place.clone()),
                })
                .into_iter()
                .collect(),
            converted: self.chapters.converted.clone(),
            strict: self.request.strict,
            on_read: OnRead::new(move |path| progress(&reading(path))),
            ..Job::new(&self.project.root)
        };
        Session::new(job).map_err(|error| self.failure(error, None))
    }

    /// Sets the pages, counts them, and sets them again with the number on the title page, until
    /// the number that is printed is the number that is counted.
    pub(crate) fn set_pages(
        &self,
        session: &mut Session,
        begin: &dyn Fn(Stage),
    ) -> Result<Pages, Failure> {
        let mut printed = None;
        for _ in 0..MAX_PASSES {
            let mut typeset = session
                .compile()
                .map_err(|error| self.failure(error, Some(session)))?;
            self.refuse_errors(&typeset, session)?;
            self.own_metadata(&mut typeset);
            begin(Stage::Counting);
            let census = self.rule.census(&typeset.document)?;
            refuse_foreign(self.project, &census)?;
            let counted = self.rule.counted(&census);
            if printed == Some(counted) {
                let by_rule = self.rule.apply(&census);
                return Ok(Pages {
                    typeset,
                    census,
                    by_rule,
                });
            }
            printed = Some(counted);
            let count = PrintedCount { words: counted };
            session.set_virtual(assemble::COUNT, assemble::count_file(Some(&count)));
            begin(Stage::Typesetting);
        }
        Err(Failure::new(
            FailureKind::Counting,
            "printing the word count changes the word count each time",
        )
        .hint("use a policy that does not count the title page"))
    }

    /// Writes the PDF; `pages` are those of a part, `None` for all.
    pub(crate) fn export(
        &self,
        session: &Session,
        typeset: &Typeset,
        pages: Option<Vec<RangeInclusive<usize>>>,
    ) -> Result<Pdf, Failure> {
        let request = PdfRequest {
            standards: self.standards.clone(),
            ident: slug(&self.project.manifest.dissertation.title, 80),
            pages,
            strict: self.request.strict,
        };
        typeset::export(&typeset.document, session, &request)
            .map_err(|error| self.failure(error, Some(session)))
    }

    /// Refuses what cannot be printed as it was meant, such as a formula that nobody can read: it
    /// would stand on the page as its source.
    fn refuse_errors(&self, typeset: &Typeset, session: &Session) -> Result<(), Failure> {
        if typeset
            .findings
            .iter()
            .any(|finding| finding.level == Level::Deny)
        {
            let findings = TypesetError::Findings(typeset.findings.clone());
            return Err(self.failure(findings, Some(session)));
        }
        Ok(())
    }

    /// Keeps what the PDF says of itself in the manifest's hands: a chapter's own
    /// `#set document(author: …)` could name the author of an anonymous copy.
    fn own_metadata(&self, typeset: &mut Typeset) {
        let dissertation = &self.project.manifest.dissertation;
        let info = typeset.document.info_mut();
        info.title = Some(dissertation.title.as_str().into());
        info.author = match (&dissertation.candidate, self.request.anonymous) {
            (Some(candidate), true) => vec![format!("Candidate {candidate}").into()],
            (None, true) => Vec::new(),
            (_, false) => vec![dissertation.author.as_str().into()],
        };
        info.description = None;
        info.keywords = Vec::new();
    }

    pub(crate) fn failure(&self, error: TypesetError, session: Option<&Session>) -> Failure {
        let kind = if self.request.strict {
            FailureKind::Refused
        } else {
            FailureKind::Typesetting
        };
        match error {
            TypesetError::Findings(findings) => {
                let mut sources = self.sources.clone();
                sources.extend(session.map(Session::sources).unwrap_or_default());
                Failure::new(
                    kind,
                    "the PDF was not made: the mistakes above must be fixed first",
                )
                .because(findings, &sources)
            }
            TypesetError::File(_) | TypesetError::Request(_) | TypesetError::Engine(_) => {
                Failure::new(FailureKind::Typesetting, error.to_string())
            }
        }
    }
}

/// Returns what it means that the engine asks for a source: it is at work on that chapter, or,
/// once it asks for the last file of the assembly, on the pages.
fn reading(path: &str) -> Progress {
    match path.strip_prefix(assemble::FOLDER) {
        Some(_) if path == assemble::LAST => Progress::Stage {
            stage: Stage::LayingOut,
        },
        Some(_) => Progress::Stage {
            stage: Stage::Typesetting,
        },
        None => Progress::Chapter {
            path: path.trim_start_matches('/').to_owned(),
        },
    }
}

fn wanted_standards(names: &[String]) -> Result<Vec<Standard>, Failure> {
    if names.is_empty() {
        return Ok(Standard::DEFAULT.to_vec());
    }
    names
        .iter()
        .map(|name| {
            name.parse().map_err(|error: typeset::StandardError| {
                Failure::new(FailureKind::Project, error.to_string())
            })
        })
        .collect()
}

pub(crate) fn read_bibliography(project: &Project) -> Bibliography {
    let wanted = &project.manifest.bibliography;
    if wanted.files.is_empty() {
        return Bibliography::default();
    }
    let style = match &wanted.style {
        project::Style::Named(name) => name.clone(),
        project::Style::File(path) => path.to_string(),
    };
    let place = project.written_at(&["bibliography", "style"]);
    typeset::prepare_bibliography(&project.root, &wanted.files, &style, place)
}
