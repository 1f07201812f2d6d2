//! The build: project → assembly → pages → count → pages with the count → PDF.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::assemble::{self, Assembly, CitationStyle, PrintedCount};
use crate::diagnostics::text::{did_you_mean, slug};
use crate::diagnostics::{Diagnostic, DocumentDate, Level, SourceMap};
use crate::pipeline::book::{Surroundings, book};
use crate::pipeline::chapters::Chapters;
use crate::pipeline::counting::Rule;
use crate::pipeline::date::document_date;
use crate::pipeline::failure::{Failure, FailureKind, quoted};
use crate::pipeline::request::{BuildRequest, Built, Counted, Output, Part, Progress, Stage};
use crate::project::{self, Project};
use crate::typeset::{
    self, Bibliography, FontFamily, Job, OnRead, PdfRequest, Session, Standard, Typeset,
    TypesetError,
};
use crate::words::{Census, Region};

/// How often the pages are set at most until the printed count stands still. No built-in policy
/// counts the title page, so twice is enough for them; a policy of one's own may count it.
const MAX_PASSES: usize = 5;

/// The milestone whose date is the document's.
const SUBMISSION: &str = "submission";

/// Builds a project.
///
/// `progress` may be called from more than one thread.
pub fn build(
    request: &BuildRequest,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<Output, Failure> {
    let begin = |stage| progress(&Progress::Stage { stage });
    begin(Stage::Reading);
    let project = project::load(&request.root, request.rules.as_deref())?;
    let plan = Plan::new(&project, request)?;
    begin(Stage::Typesetting);
    let mut session = plan.session(progress)?;
    let pages = plan.set_pages(&mut session, &begin)?;
    begin(Stage::WritingPdf);
    plan.output(&session, pages)
}

/// What is known before the engine starts.
struct Plan<'a> {
    project: &'a Project,
    request: &'a BuildRequest,
    rule: Rule,
    date: DocumentDate,
    standards: Vec<Standard>,
    bibliography: Bibliography,
    assembly: Assembly,
    chapters: Chapters,
    /// The project's texts and those of its references.
    sources: SourceMap,
}

/// The final pages with their count.
struct Pages {
    typeset: Typeset,
    census: Census,
    counted: Counted,
}

impl<'a> Plan<'a> {
    fn new(project: &'a Project, request: &'a BuildRequest) -> Result<Self, Failure> {
        let manifest = &project.manifest;
        if request.anonymous && manifest.dissertation.candidate.is_none() {
            return Err(Failure::new(
                FailureKind::Project,
                "an anonymous copy needs a candidate number to stand for the author",
            )
            .hint("add `candidate = \"…\"` under `[dissertation]` in folio.toml"));
        }
        let standards = wanted_standards(&request.standards)?;
        let rule = Rule::new(project)?;
        let submission = manifest
            .milestones
            .iter()
            .find(|milestone| milestone.id == SUBMISSION);
        let date = document_date(
            submission
                .and_then(|milestone| milestone.due)
                .map(project::Due::at),
            request.source_date_epoch,
            request.today,
        );
        let bibliography = read_bibliography(project);
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
        let chapters = Chapters::read(project);
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

    fn session(&self, progress: &Arc<dyn Fn(&Progress) + Send + Sync>) -> Result<Session, Failure> {
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
    fn set_pages(&self, session: &mut Session, begin: &dyn Fn(Stage)) -> Result<Pages, Failure> {
        let mut printed = None;
        for _ in 0..MAX_PASSES {
            let mut typeset = session
                .compile()
                .map_err(|error| self.failure(error, Some(session)))?;
            self.refuse_errors(&typeset, session)?;
            self.own_metadata(&mut typeset);
            begin(Stage::Counting);
            let census = self.rule.census(&typeset.document)?;
            let counted = self.rule.count(&census);
            if printed == Some(counted.counted) {
                return Ok(Pages {
                    typeset,
                    census,
                    counted,
                });
            }
            printed = Some(counted.counted);
            let count = PrintedCount {
                words: counted.counted,
            };
            session.set_virtual(assemble::COUNT, assemble::count_file(Some(&count)));
            begin(Stage::Typesetting);
        }
        Err(Failure::new(
            FailureKind::Counting,
            "printing the word count changes the word count each time",
        )
        .hint("use a policy that does not count the title page"))
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

    fn output(&self, session: &Session, pages: Pages) -> Result<Output, Failure> {
        let Pages {
            typeset,
            census,
            counted,
        } = pages;
        let part = self.pages_of_part(&census)?;
        let request = PdfRequest {
            standards: self.standards.clone(),
            ident: slug(&self.project.manifest.dissertation.title, 80),
            pages: part,
            strict: self.request.strict,
        };
        let pdf = typeset::export(&typeset.document, session, &request)
            .map_err(|error| self.failure(error, Some(session)))?;

        let mut gave_up = pdf.gave_up;
        let files = if self.request.emit {
            let emitted = typeset::emit(session, &typeset.document)
                .map_err(|error| self.failure(error, Some(session)))?;
            gave_up.extend(emitted.notes);
            emitted.files
        } else {
            Vec::new()
        };
        let mut findings = self.project.findings.clone();
        findings.extend(self.bibliography.findings.iter().cloned());
        findings.extend(self.chapters.findings.iter().cloned());
        findings.extend(typeset.findings);
        findings.extend(pdf.findings);
        Diagnostic::sort(&mut findings);
        findings.dedup();
        let mut sources = self.sources.clone();
        sources.extend(session.sources());
        let quoted_by: Vec<Diagnostic> = findings
            .iter()
            .chain(&self.project.overruled)
            .cloned()
            .collect();
        let exported = request.pages.as_ref().map(|ranges| {
            ranges
                .iter()
                .map(|range| range.end() + 1 - range.start())
                .sum()
        });
        Ok(Output {
            built: Built {
                pages: exported.unwrap_or_else(|| typeset.document.pages().len()),
                standards: pdf.standards.iter().map(ToString::to_string).collect(),
                gave_up,
                counted,
                date: self.date.clone(),
                sources: quoted(&quoted_by, &sources),
                findings,
                overruled: self.project.overruled.clone(),
            },
            pdf: pdf.bytes,
            files,
        })
    }

    /// Returns the pages of the part that was asked for, or `None` for all.
    fn pages_of_part(
        &self,
        census: &Census,
    ) -> Result<Option<Vec<RangeInclusive<usize>>>, Failure> {
        let wanted: Vec<String> = match &self.request.part {
            Part::Whole => return Ok(None),
            Part::Chapter(id) => {
                let outline = &self.project.outline;
                let known: Vec<&str> = outline
                    .chapters
                    .iter()
                    .chain(&outline.appendices)
                    .map(|chapter| chapter.id.as_str())
                    .collect();
                let files = outline.chapters.iter().chain(&outline.appendices);
                let by_file = files.filter(|chapter| chapter.path.as_str() == id);
                let number = id
                    .parse::<usize>()
                    .ok()
                    .and_then(|number| number.checked_sub(1));
                let by_number = number.and_then(|number| outline.chapters.get(number));
                let named = known
                    .iter()
                    .find(|name| *name == id)
                    .map(|name| (*name).to_owned());
                let found = by_file
                    .chain(by_number)
                    .map(|chapter| chapter.id.clone())
                    .next();
                match named.or(found) {
                    Some(id) => vec![id],
                    None => return Err(unknown("chapter", id, &known)),
                }
            }
            Part::Until(id) => {
                let milestones = &self.project.manifest.milestones;
                let known: Vec<&str> = milestones
                    .iter()
                    .map(|milestone| milestone.id.as_str())
                    .collect();
                let Some(last) = known.iter().position(|name| name == id) else {
                    return Err(unknown("milestone", id, &known));
                };
                let due: Vec<String> = milestones[..=last]
                    .iter()
                    .flat_map(|milestone| milestone.chapters.iter().cloned())
                    .collect();
                if due.is_empty() {
                    return Err(Failure::new(
                        FailureKind::Project,
                        format!("no chapter of this project is due by `{id}`"),
                    ));
                }
                due
            }
        };
        Ok(Some(chapter_pages(census, &wanted)))
    }

    fn failure(&self, error: TypesetError, session: Option<&Session>) -> Failure {
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

/// Returns the pages on which the words of some chapters stand, as runs. Chapters start on new
/// pages, so a page belongs to one.
fn chapter_pages(census: &Census, wanted: &[String]) -> Vec<RangeInclusive<usize>> {
    let is_wanted = |region: &Region| match region {
        Region::Chapter(id) | Region::Appendix(id) => wanted.contains(id),
        _ => false,
    };
    let mut pages: Vec<usize> = census
        .words
        .iter()
        .filter(|word| is_wanted(&census.regions[word.region]))
        .map(|word| word.page as usize)
        .collect();
    pages.sort_unstable();
    pages.dedup();
    let mut runs: Vec<RangeInclusive<usize>> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some(run) if run.end() + 1 == page => *run = *run.start()..=page,
            Some(_) | None => runs.push(page..=page),
        }
    }
    runs
}

fn unknown(kind: &str, id: &str, known: &[&str]) -> Failure {
    Failure::new(
        FailureKind::Project,
        format!("this project has no {kind} `{id}`"),
    )
    .hint(did_you_mean(id, known))
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

fn read_bibliography(project: &Project) -> Bibliography {
    let wanted = &project.manifest.bibliography;
    if wanted.files.is_empty() {
        return Bibliography::default();
    }
    let style = match &wanted.style {
        project::Style::Named(name) => name.clone(),
        project::Style::File(path) => path.to_string(),
    };
    typeset::prepare_bibliography(&project.root, &wanted.files, &style, None)
}
