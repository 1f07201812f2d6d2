//! The check: the author's files, then pages, count and PDF, then milestones, held to the rules.
//!
//! # Decisions
//!
//! - 2026-11: what the engine says of the author's text is a finding like any other: a draft that
//!   cannot be typeset still gets everything that can be said without pages, and is told what was
//!   not looked at. A manifest that cannot be read is an error, as everywhere.
//! - 2026-11: secrets are masked here, after the last rule and before anything leaves: in every
//!   message, path and quoted text, whichever rule spoke and whatever was asked for.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::check::{
    BoundBasis, Checked, Confidential, DueWork, Enforcement, Lengths, OutputContext, OutputFacts,
    PartLength, Secrets, Sink, meant, rule, rules,
};
use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Level, Place, ProjectPath, SourceMap, Today};
use crate::package::asked_name;
use crate::pipeline::count::chapters;
use crate::pipeline::counted::{ChapterCount, Counted};
use crate::pipeline::counting::{CountByRule, take_census};
use crate::pipeline::draft::Draft;
use crate::pipeline::failure::{Failure, FailureKind, quoted};
use crate::pipeline::naming::naming;
use crate::pipeline::plan::{Pages, Plan};
use crate::pipeline::request::{BuildRequest, Progress, Stage};
use crate::pipeline::schedule::Schedule;
use crate::project::{self, Project};
use crate::typeset::{Session, flaws, inspect, page_texts};
use crate::words::tally;

/// A label that stands twice.
const LABEL_TWICE: &str = "label-twice";

/// What a check is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckRequest {
    /// The project's folder.
    pub root: PathBuf,
    /// A profile from outside that wins over the manifest.
    pub rules: Option<PathBuf>,
    /// The date the run is judged by.
    pub today: Today,
    /// The moment the milestones are judged at.
    pub now: Timestamp,
    /// `SOURCE_DATE_EPOCH`, in seconds since 1970-01-01T00:00:00Z.
    pub source_date_epoch: Option<i64>,
    /// The milestone to check for; `None`: the next one that is not done.
    pub milestone: Option<String>,
    /// Only what needs no typesetting.
    pub fast: bool,
    /// The codes to report; `None`: all.
    pub only: Option<BTreeSet<String>>,
    /// The text of a list of names that may not appear, from outside the project.
    pub confidential: Option<String>,
    /// Whether it is to be handed in without the author's name.
    pub anonymous: bool,
}

/// What a check found.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckReport {
    /// The milestone that was checked for.
    pub milestone: String,
    /// What stands, in the order for people.
    pub findings: Vec<Diagnostic>,
    /// What is waived, each with its reason.
    pub waived: Vec<(Diagnostic, String)>,
    /// What the manifest tried and whoever judges set aside.
    pub overruled: Vec<Diagnostic>,
    /// What was not looked at, a sentence each without full stop.
    pub not_checked: Vec<String>,
    /// The count; `None` where the pages were not set.
    pub counted: Option<Counted>,
    /// The chapters with their words.
    pub chapters: Vec<ChapterCount>,
    /// How many pages the PDF has; `None` where it was not made.
    pub pages: Option<usize>,
    /// The texts that findings quote, secrets masked.
    pub sources: SourceMap,
}

impl CheckReport {
    /// Returns whether anything must be fixed.
    pub fn fails(&self) -> bool {
        self.count(Level::Deny) > 0
    }

    /// Covers what no report may carry, whichever rule spoke and whatever was asked for.
    fn mask(&mut self, secrets: &Secrets) {
        let waived = self.waived.iter_mut().map(|(finding, _)| finding);
        let all = self.findings.iter_mut().chain(waived);
        for finding in all.chain(&mut self.overruled) {
            secrets.mask_finding(finding);
        }
        for (_, reason) in &mut self.waived {
            *reason = secrets.mask_text(reason);
        }
        secrets.mask_sources(&mut self.sources);
        for chapter in &mut self.chapters {
            chapter.title = secrets.mask_text(&chapter.title);
            chapter.path = secrets.mask_text(&chapter.path);
        }
    }

    /// Returns everything that points into the author's files.
    fn all(&self) -> Vec<Diagnostic> {
        let waived = self.waived.iter().map(|(finding, _)| finding);
        let all = self.findings.iter().chain(waived).chain(&self.overruled);
        all.cloned().collect()
    }

    /// Returns how many findings have a level.
    pub fn count(&self, level: Level) -> usize {
        let of_level = |finding: &&Diagnostic| finding.level == level;
        self.findings.iter().filter(of_level).count()
    }
}

/// Checks a project.
///
/// `progress` may be called from more than one thread. Fails where there is no project, or where
/// the engine itself gives up.
pub fn check(
    request: &CheckRequest,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<CheckReport, Failure> {
    progress(&Progress::Stage {
        stage: Stage::Reading,
    });
    refuse_unknown_codes(request)?;
    let project = project::load(&request.root, request.rules.as_deref())?;
    let schedule = Schedule::read(&project, request.today, request.now)?;
    let due = schedule.due(&project, request.milestone.as_deref())?;
    let draft = Draft::read(&project, request.confidential.as_deref());
    run(draft, request, &due, &schedule, progress)
}

/// A code that no rule has would be reported by nobody, and silence would look like success.
fn refuse_unknown_codes(request: &CheckRequest) -> Result<(), Failure> {
    let Some(only) = &request.only else {
        return Ok(());
    };
    match only.iter().find(|code| rule(code).is_none()) {
        None => Ok(()),
        Some(code) => {
            let message = format!("there is no rule `{}`", inline(code, 60));
            Err(Failure::new(FailureKind::Project, message).hint(meant(code)))
        }
    }
}

/// Runs every rule that was asked for.
fn run(
    draft: Draft<'_>,
    request: &CheckRequest,
    due: &DueWork,
    schedule: &Schedule,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<CheckReport, Failure> {
    let project = draft.project;
    let enforcement = Enforcement {
        rules: &project.manifest.check,
        has_outside_rules: request.rules.is_some(),
        today: request.today,
        only: request.only.as_ref(),
    };
    let mut sink = Sink::default();
    draft.search(request.today, due, schedule, request.anonymous, &mut sink);
    let mut report = CheckReport {
        milestone: due.milestone.clone(),
        findings: Vec::new(),
        waived: Vec::new(),
        overruled: project.overruled.clone(),
        not_checked: draft.confidential.not_checked().into_iter().collect(),
        counted: None,
        chapters: Vec::new(),
        pages: None,
        sources: SourceMap::default(),
    };
    let secrets = draft.secrets(due, request.anonymous);
    let mut sources = draft.sources.clone();
    if request.fast {
        let what = "the pages, the words and the PDF: `--fast` does without them";
        report.not_checked.push(what.to_owned());
    } else {
        let quoted = set_pages(draft, request, due, &mut sink, &mut report, progress)?;
        sources.extend(quoted);
    }
    let Checked {
        findings,
        waived,
        overruled,
    } = enforcement.enforce(sink);
    report.findings = findings;
    report.waived = waived;
    report.overruled.extend(overruled);
    report.sources = quoted(&report.all(), &sources);
    report.mask(&secrets);
    Ok(report)
}

/// Sets the pages, writes the PDF and runs the rules that read them. What the engine says of the
/// author's files goes to the sink; returns the texts that it may quote.
fn set_pages(
    draft: Draft<'_>,
    request: &CheckRequest,
    due: &DueWork,
    sink: &mut Sink,
    report: &mut CheckReport,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<SourceMap, Failure> {
    let build = BuildRequest {
        anonymous: request.anonymous,
        ..BuildRequest::submission(
            request.root.clone(),
            request.rules.clone(),
            request.today,
            request.source_date_epoch,
        )
    };
    let confidential = draft.confidential;
    let made = Plan::with(draft.project, &build, draft.chapters, draft.bibliography)
        .and_then(|plan| typeset(&plan, due, &confidential, sink, report, progress));
    match made {
        Ok(sources) => Ok(sources),
        Err(failure) if failure.is_about_the_files() => {
            let what = "the pages, the words and the PDF: the text cannot be typeset yet";
            report.not_checked.push(what.to_owned());
            // The engine says it once more at each reference to the label.
            let is_said = sink.has(LABEL_TWICE);
            let findings = failure.findings.into_iter();
            sink.extend(findings.filter(|it| it.code != LABEL_TWICE || !is_said));
            Ok(failure.sources)
        }
        Err(failure) => Err(failure),
    }
}

/// Sets the pages of a plan and runs the rules that read them.
fn typeset(
    plan: &Plan<'_>,
    due: &DueWork,
    confidential: &Confidential,
    sink: &mut Sink,
    report: &mut CheckReport,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<SourceMap, Failure> {
    let begin = |stage| progress(&Progress::Stage { stage });
    begin(Stage::Typesetting);
    let mut session = plan.session(progress)?;
    let pages = plan.set_pages(&mut session, &begin)?;
    begin(Stage::WritingPdf);
    let lengths = lengths(plan.project, &pages, &session)?;
    let written = plan.export(&session, &pages.typeset, None)?;
    let Pages {
        typeset,
        census: _,
        by_rule,
    } = pages;
    sink.extend(by_rule.findings.iter().cloned());
    sink.extend(typeset.findings.iter().cloned());
    let date = plan.date.at.date();
    let (pattern, naming) = naming(plan.project, plan.request.anonymous, date);
    // The file is read back while the pages are looked over.
    let bytes = written.bytes;
    let (pdf, flaws, texts) = thread::scope(|scope| {
        let pdf = scope.spawn(|| inspect(&bytes));
        let flaws = flaws(&typeset.document, &session);
        let texts = page_texts(&typeset.document, &session);
        let pdf = pdf.join().unwrap_or_else(|panic| resume_unwind(panic));
        (pdf, flaws, texts)
    });
    let output = OutputFacts {
        pdf,
        flaws,
        texts,
        gave_up: written.gave_up,
        file_name: asked_name(pattern, &naming),
    };
    let mut sources = plan.sources.clone();
    sources.extend(session.sources());
    let context = OutputContext {
        project: plan.project,
        due,
        has_outside_rules: plan.request.rules.is_some(),
        lengths: &lengths,
        output: &output,
        sources: &sources,
        confidential,
        is_anonymous: plan.request.anonymous,
    };
    context.search(rules(), sink);
    // The rules know the places better than the writer of the PDF: what they tell stands.
    sink.extend(written.findings);
    report.pages = Some(typeset.document.pages().len());
    report.chapters = chapters(&by_rule.tally, plan);
    report.counted = Some(by_rule.counted);
    Ok(sources)
}

/// Returns the count as the rules read it.
fn lengths(project: &Project, pages: &Pages, session: &Session) -> Result<Lengths, Failure> {
    let words = &project.manifest.words;
    let basis = |is_binding: bool| match is_binding {
        true => BoundBasis::Set,
        false => BoundBasis::Assumed,
    };
    let CountByRule { tally, counted, .. } = &pages.by_rule;
    let parts = counted.limits.iter().map(|limit| PartLength {
        path: path_of(project, &limit.scope),
        scope: limit.scope.clone(),
        counted: limit.counted,
        minimum: limit.minimum,
        limit: limit.limit,
        basis: basis(limit.is_binding),
    });
    let number = |words: u32| usize::try_from(words).unwrap_or(usize::MAX);
    Ok(Lengths {
        counted: counted.counted,
        limit: counted.limit,
        tolerance: counted.tolerance,
        verdict: Some(counted.verdict),
        is_binding: words
            .limit
            .as_ref()
            .is_some_and(crate::project::Ruled::is_binding),
        minimum: words
            .minimum
            .as_ref()
            .map(|minimum| (number(minimum.value), basis(minimum.is_binding()))),
        parts: parts.collect(),
        exempted: counted.exempted,
        exempt: match tally.exempted() {
            0 => Vec::new(),
            _ => exempt_places(pages, session)?,
        },
    })
}

/// Returns where the exempt text stands. Places are looked up only where there is some: that costs
/// more than the count.
fn exempt_places(pages: &Pages, session: &Session) -> Result<Vec<(Place, usize)>, Failure> {
    let locate = |span, offset| session.place(span, offset);
    let document = &pages.typeset.document;
    let census = take_census(document, pages.census.convention, &locate)?;
    let placed = tally(&census, &pages.by_rule.tally.policy);
    let passages = placed.exempt.into_iter();
    Ok(passages
        .filter_map(|passage| Some((passage.place?, passage.words)))
        .collect())
}

/// Returns the file of a part, a chapter or a section that has a limit of its own.
fn path_of(project: &Project, scope: &str) -> Option<ProjectPath> {
    let id = scope.split('/').next().unwrap_or(scope);
    let outline = &project.outline;
    let chapters = outline.chapters.iter().chain(&outline.appendices);
    let chapter = chapters
        .filter(|chapter| chapter.id == id)
        .map(|chapter| chapter.path.clone())
        .next();
    let parts = outline.front.iter().chain(&outline.back);
    let part = || {
        parts
            .filter(|part| part.id == id)
            .find_map(|part| part.path.clone())
    };
    chapter.or_else(part)
}
