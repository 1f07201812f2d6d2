//! The pages of an edition: assembled, set, counted, and set again with their own number.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use jiff::civil::DateTime;

use crate::assemble::{self, Assembly, Book, EXPECTED, SETTLED, Settled};
use crate::check::rules::{CITATIONS_NOT_SETTLED, COUNT_NOT_SETTLED};
use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::dissertation::book::{Surroundings, book};
use crate::dissertation::citing::{Cited, Citing};
use crate::dissertation::counting_rule::{CountByRule, CountingRule};
use crate::dissertation::draft::must_be_fixed;
use crate::dissertation::expected::expected;
use crate::dissertation::failure::{Failure, FailureKind};
use crate::dissertation::marks::refuse_foreign;
use crate::dissertation::settings::{Edition, Progress, Stage};
use crate::dissertation::vanished::{raw_text, vanished};
use crate::dissertation::{Dissertation, STYLE};
use crate::manuscript::Opening;
use crate::project::{Region, manifest_path};
use crate::typeset::rules::NOT_SETTLED;
use crate::typeset::{
    self, CITATIONS, FontFamily, Job, MayLeaveOut, OnRead, Pdf, Session, Standard, Typeset,
    TypesetError, Until, flaws, overlaps, unseen, untrue_numbers,
};
use crate::words::{Census, WalkedText, count_text, walk};

/// How often the pages are set at most: until their words can be read, with what was read, once more
/// for a policy of one's own that counts the title page, and twice for citations that nobody could
/// guess.
const MAX_LAYOUTS: usize = 5;

/// What is read off pages: the words, and what the next layout is set with.
pub(super) struct ReadOff {
    pub(super) census: Census,
    pub(super) settled: Settled,
    pub(super) cited: Cited,
}

/// The edition that was laid out last, or why it could not be.
pub(crate) struct Laid {
    edition: Edition,
    pages: Result<Rc<Pages>, Failure>,
}

/// What follows from pages.
enum Step {
    /// Nothing can be read off them yet.
    Unread,
    /// They are set again with what was read off them.
    Again(Settled, Cited),
    /// They stay as they are.
    Last(Box<Pages>),
}

/// When a PDF says that it was made, and the PDF.
pub(super) type Written = (Option<DateTime>, Result<Rc<Pdf>, Failure>);

/// The final pages with their count.
pub(crate) struct Pages {
    pub(crate) edition: Edition,
    pub(crate) typeset: Typeset,
    pub(crate) census: Census,
    pub(crate) by_rule: CountByRule,
    /// What to say where the pages print another number than they have.
    pub(crate) unsettled: Option<Diagnostic>,
    /// The PDF of all pages by the default standards, once somebody wanted it, with when it says
    /// that it was made.
    pub(super) written: RefCell<Option<Written>>,
}

impl Dissertation {
    /// Returns the pages of an edition, set and counted.
    pub(crate) fn pages(&mut self, edition: &Edition) -> Result<Rc<Pages>, Failure> {
        self.laid_out(edition, false)
    }

    /// Returns the pages of an edition of which the PDF is wanted next: it is written while they are
    /// counted and proved.
    pub(crate) fn pages_to_write(&mut self, edition: &Edition) -> Result<Rc<Pages>, Failure> {
        self.laid_out(edition, true)
    }

    fn laid_out(&mut self, edition: &Edition, is_written: bool) -> Result<Rc<Pages>, Failure> {
        if let Some(laid) = self.laid.as_ref().filter(|laid| laid.edition == *edition) {
            return laid.pages.clone();
        }
        let pages = self.lay_out(edition, is_written).map(Rc::new);
        self.laid = Some(Laid {
            edition: edition.clone(),
            pages: pages.clone(),
        });
        pages
    }

    /// Says whether the edition can be made at all, before the engine starts.
    pub(super) fn refuse_impossible(&self, edition: &Edition) -> Result<(), Failure> {
        let candidate = &self.project().manifest.dissertation.candidate;
        if edition.anonymous && candidate.is_none() {
            return Err(Failure::new(
                FailureKind::Project,
                "an anonymous copy needs a candidate number to stand for the author",
            )
            .hint("add `candidate = \"…\"` under `[dissertation]` in folio.toml"));
        }
        let findings = &self.references().findings;
        if edition.strict && findings.iter().any(must_be_fixed) {
            return Err(Failure::new(
                FailureKind::Project,
                "the references have mistakes that must be fixed first",
            )
            .because(findings.clone(), &self.sources()));
        }
        Ok(())
    }

    /// Returns the book of an edition.
    pub(super) fn book(&self, edition: &Edition, rule: &CountingRule<'_>) -> Book {
        book(
            self.project(),
            &Surroundings {
                edition,
                today: self.moment().today,
                date: &self.document_date(),
                policy_in_words: rule.in_words(),
                has_references: !self.project().manifest.bibliography.files.is_empty(),
                texts: self.texts(),
            },
        )
    }

    pub(super) fn assemble(
        &self,
        edition: &Edition,
        rule: &CountingRule<'_>,
    ) -> Result<Assembly, Failure> {
        let book = self.book(edition, rule);
        let mut assembly = assemble::assemble(&book)
            .map_err(|error| Failure::new(FailureKind::Typesetting, error.to_string()))?;
        let expected = expected(&book, self.manuscript());
        assembly.files.insert(EXPECTED.to_owned(), expected.file());
        Ok(assembly)
    }

    /// Makes the session see the files as they are now.
    pub(super) fn prepare(&mut self, edition: &Edition, assembly: Assembly) -> Result<(), Failure> {
        let listener = Arc::clone(&self.listener);
        let text_font = self.project().manifest.format.text_font.as_ref();
        let job = Job {
            main: assembly.main.to_owned(),
            files: assembly.files,
            date: Some(self.document_date().at),
            font_families: text_font
                .map(|font| FontFamily {
                    name: font.value.clone(),
                    place: Some(font.place.clone()),
                })
                .into_iter()
                .collect(),
            converted: self.texts().converted(),
            strict: edition.strict,
            picture_ppi: self.project().manifest.format.picture_ppi.bound(),
            may_leave_out: self.may_leave_out(edition),
            on_read: OnRead::new(move |path| listener(&reading(path))),
            ..Job::new(self.store().clone())
        };
        let prepared = match self.session.take() {
            Some(session) => session.update(job),
            None => Session::new(job),
        };
        self.session = Some(prepared.map_err(|error| self.failure(edition, error))?);
        Ok(())
    }

    /// Sets the pages, reads from them what they were to be set with, and sets them again until the
    /// two are the same: the number that is printed is the number that is counted, and the texts of
    /// citations are those of the citations that are there.
    fn lay_out(&mut self, edition: &Edition, is_written: bool) -> Result<Pages, Failure> {
        self.refuse_impossible(edition)?;
        let project = self.shared_project();
        let rule = CountingRule::of(&project)?;
        let mut assembly = self.assemble(edition, &rule)?;
        let citing = Citing::of(self);
        let mut settled = Settled::default();
        let mut cited = citing.guess(self);
        assembly
            .files
            .insert(CITATIONS.to_owned(), cited.file.text.clone());
        self.begin(Stage::Typesetting);
        self.prepare(edition, assembly)?;
        self.open_session().begin_anew();
        let mut layouts = 0;
        let mut until = Until::Words;
        loop {
            let places = citing.places(&cited.file);
            self.open_session().set_written(CITATIONS, places);
            let mut typeset = self.compile(edition, until)?;
            until = Until::Settled;
            layouts += 1;
            self.own_metadata(edition, &mut typeset);
            self.begin(Stage::Counting);
            let request = self.pdf_request(edition, Standard::DEFAULT.to_vec(), None);
            let (document, session) = (typeset.document.clone(), self.session());
            // Pages at rest are most often the last ones.
            let is_written = is_written && typeset.is_settled;
            let (step, pdf) = thread::scope(|threads| {
                let export = || typeset::export(&document, session, &request);
                let pdf = is_written.then(|| threads.spawn(export));
                let is_last = layouts == MAX_LAYOUTS;
                let before = (&settled, &cited);
                let step = self.judge(edition, &rule, typeset, &citing, before, is_last);
                (step, pdf.and_then(|pdf| pdf.join().ok()))
            });
            match step? {
                Step::Unread => {}
                Step::Last(mut pages) => {
                    let findings = &mut pages.typeset.findings;
                    if edition.strict && findings.iter().any(must_be_fixed) {
                        let refused = TypesetError::Findings(mem::take(findings));
                        return Err(self.failure(edition, refused));
                    }
                    let pdf = pdf.map(|pdf| pdf.map(Rc::new));
                    let pdf = pdf.map(|pdf| pdf.map_err(|error| self.failure(edition, error)));
                    pages.written = RefCell::new(pdf.map(|pdf| (request.made_at, pdf)));
                    return Ok(*pages);
                }
                Step::Again(read, asked) => {
                    (settled, cited) = (read, asked);
                    let session = self.open_session();
                    session.set_virtual(SETTLED, settled.file());
                    session.set_virtual(CITATIONS, cited.file.text.clone());
                    self.begin(Stage::Typesetting);
                }
            }
        }
    }

    /// Reads off pages what they were set with, or were to be set with; proves them if they are the
    /// last.
    fn judge(
        &self,
        edition: &Edition,
        rule: &CountingRule<'_>,
        mut typeset: Typeset,
        citing: &Citing,
        (settled, cited): (&Settled, &Cited),
        is_last: bool,
    ) -> Result<Step, Failure> {
        let document = typeset.document.clone();
        let walked = walk(&document);
        let read_off = self.read_off(rule, &typeset, &walked, citing, cited);
        let ReadOff {
            census,
            settled: read,
            cited: asked,
        } = match read_off {
            Err(_) if !typeset.is_settled => return Ok(Step::Unread),
            read_off => read_off?,
        };
        let is_settled =
            typeset.is_settled && read == *settled && asked.file.text == cited.file.text;
        if !is_settled && !is_last {
            return Ok(Step::Again(read, asked));
        }
        let place = self.project().written_at(STYLE);
        typeset.findings.extend(Citing::findings(&asked, &place));
        self.begin(Stage::Proving);
        let session = self.session();
        let findings = &mut typeset.findings;
        findings.extend(self.untrue_title_page(edition, rule, &walked, &census));
        findings.extend(vanished(&walked, session));
        let is_unrest = |finding: &Diagnostic| finding.is(&NOT_SETTLED);
        let are_at_rest = !findings.iter().any(is_unrest);
        findings.extend(untrue_numbers(&document, session, are_at_rest));
        let raw = raw_text(&walked, session, findings);
        findings.extend(raw);
        findings.extend(overlaps(&document, session));
        findings.extend(flaws(&document, session));
        findings.extend(unseen(&document, session));
        let unsettled = match (is_settled, read == *settled) {
            (true, _) => None,
            (false, true) => Some(citations_unsettled()),
            (false, false) => Some(unsettled()),
        };
        self.begin(Stage::Counting);
        Ok(Step::Last(Box::new(Pages {
            edition: edition.clone(),
            by_rule: rule.apply(&census),
            typeset,
            census,
            unsettled,
            written: RefCell::default(),
        })))
    }

    /// Reads off pages what they were to be set with.
    pub(super) fn read_off(
        &self,
        rule: &CountingRule<'_>,
        typeset: &Typeset,
        walked: &WalkedText<'_>,
        citing: &Citing,
        cited: &Cited,
    ) -> Result<ReadOff, Failure> {
        let mut census = rule.census(&typeset.document, walked)?;
        census.estimates = self.estimates(&typeset.left_out, rule);
        refuse_foreign(self.project(), &census)?;
        Ok(ReadOff {
            settled: Settled {
                words: Some(rule.counted(&census)),
                is_estimated: !census.estimates.is_empty(),
            },
            cited: citing.again(&typeset.document, cited),
            census,
        })
    }

    pub(super) fn open_session(&mut self) -> &mut Session {
        let session = self.session.as_mut();
        session.expect("the session was prepared before")
    }

    /// Returns the files that are left out where they cannot be typeset, each with the title that
    /// it would have printed itself.
    fn may_leave_out(&self, edition: &Edition) -> MayLeaveOut {
        let texts = self.texts();
        let paths = self
            .project()
            .outline
            .paths()
            .filter(|_| edition.leaves_out);
        let titled = paths.map(|path| {
            let title = texts.about(path).title;
            let is_own = texts.opening(path) == Opening::Title;
            (path.clone(), title.filter(|_| is_own))
        });
        titled.collect()
    }

    /// Returns how many words the files seem to have that stand on no page.
    fn estimates(&self, left_out: &[ProjectPath], rule: &CountingRule<'_>) -> Vec<(Region, usize)> {
        let count = |text: &str| count_text(text, rule.convention());
        let parts = self.project().outline.in_order().filter_map(|item| {
            let path = item.path().filter(|path| left_out.contains(path))?;
            Some((item.region(), self.texts().written(path, &count)))
        });
        parts.collect()
    }

    /// Lays the document out. What cannot be printed as it was meant stands on the page as it was
    /// typed, such as a formula that nobody can read, and is a finding.
    pub(super) fn compile(&mut self, edition: &Edition, until: Until) -> Result<Typeset, Failure> {
        let typeset = self
            .open_session()
            .compile_until(until)
            .and_then(|typeset| {
                match edition.strict && typeset.findings.iter().any(must_be_fixed) {
                    true => Err(TypesetError::Findings(typeset.findings)),
                    false => Ok(typeset),
                }
            });
        typeset.map_err(|error| self.failure(edition, error))
    }

    /// Keeps what the PDF says of itself in the manifest's hands: a chapter's own
    /// `#set document(author: …)` could name the author of an anonymous copy.
    fn own_metadata(&self, edition: &Edition, typeset: &mut Typeset) {
        let dissertation = &self.project().manifest.dissertation;
        let info = typeset.document.info_mut();
        info.title = Some(dissertation.title.as_str().into());
        info.author = match (&dissertation.candidate, edition.anonymous) {
            (Some(candidate), true) => vec![format!("Candidate {candidate}").into()],
            (None, true) => Vec::new(),
            (_, false) => vec![dissertation.author.as_str().into()],
        };
        info.description = None;
        info.keywords = Vec::new();
    }

    /// Says why an edition was not made.
    pub(crate) fn failure(&self, edition: &Edition, error: TypesetError) -> Failure {
        let kind = match edition.strict {
            true => FailureKind::Refused,
            false => FailureKind::Typesetting,
        };
        match error {
            TypesetError::Findings(findings) => {
                let mut sources = self.sources();
                sources.extend(
                    self.session
                        .as_ref()
                        .map(Session::sources)
                        .unwrap_or_default(),
                );
                let failure = Failure::new(
                    kind,
                    "the PDF was not made: the mistakes above must be fixed first",
                )
                .because(findings, &sources);
                match edition.strict || edition.leaves_out {
                    true => failure,
                    false => failure.hint(
                        "`folio build --draft` prints everything else meanwhile, with a page in \
                         the place of the chapter",
                    ),
                }
            }
            TypesetError::File(_) | TypesetError::Request(_) | TypesetError::Engine(_) => {
                Failure::new(FailureKind::Typesetting, error.to_string())
            }
        }
    }
}

fn unsettled() -> Diagnostic {
    let message = "printing the word count changes the word count each time";
    Diagnostic::of(&COUNT_NOT_SETTLED, message)
        .at(Place::file(manifest_path()))
        .hint("use a policy that does not count the title page")
}

fn citations_unsettled() -> Diagnostic {
    let message = "printing the citations changes the citations each time";
    Diagnostic::of(&CITATIONS_NOT_SETTLED, message)
        .at(Place::file(manifest_path()))
        .hint("cite without code that depends on the pages, or choose a style without notes")
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
