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
use std::thread;

use serde::{Deserialize, Serialize};

use crate::check::confidential::rules::{
    AUTHOR_NAMED, CONFIDENTIAL_LIST_UNREADABLE, CONFIDENTIAL_NAME_FOUND, CONFIDENTIAL_NAME_IN_NOTE,
};
use crate::check::output::rules::CONFIDENTIAL_NAME_IN_PDF;
use crate::check::schedule::SIGNATURE_NOT_VOUCHED;
use crate::check::{
    BoundBasis, Checked, Confidential, DueWork, Enforcement, Lengths, OutputContext, OutputFacts,
    PartLength, Secrets, Sink, SourceContext, meant, rule, rules, searches, unknown_words_of_code,
    with_one_line_of_spelling,
};
use crate::diagnostics::Rule;
use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Level, Phase, Place, ProjectPath, SourceMap};
use crate::dissertation::{
    CountByRule, CountSummary, Dissertation, Draft, Edition, Failure, FailureKind, Pages, Stage,
    as_due, naming, quoted, take_census,
};
use crate::milestones::AllowedSigners;
use crate::package::asked_name;
use crate::pipeline::count::{ChapterCount, chapters};
use crate::project::Project;
use crate::typeset::rules::LABEL_TWICE;
use crate::typeset::{inspect, page_texts};
use crate::words::{Census, tally};

/// What a check is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CheckRequest {
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
    /// The text of a list of keys from outside the project.
    pub signers: Option<String>,
    /// Whether people read the report: then names are covered in paths too.
    pub for_people: bool,
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
    /// The rules that were not looked for.
    pub not_run: BTreeSet<String>,
    /// The count; `None` where the pages were not set.
    pub counted: Option<CountSummary>,
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
    fn mask(&mut self, secrets: &Secrets, for_people: bool) {
        let waived = self.waived.iter_mut().map(|(finding, _)| finding);
        let all = self.findings.iter_mut().chain(waived);
        for finding in all.chain(&mut self.overruled) {
            secrets.mask_finding(finding);
            if for_people {
                secrets.mask_paths(std::slice::from_mut(finding), &mut SourceMap::default());
            }
        }
        for (_, reason) in &mut self.waived {
            *reason = secrets.mask_text(reason);
        }
        secrets.mask_sources(&mut self.sources);
        if for_people {
            secrets.mask_paths(&mut [], &mut self.sources);
        }
        for chapter in &mut self.chapters {
            chapter.title = secrets.mask_text(&chapter.title);
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

/// Checks a dissertation.
///
/// # Errors
///
/// If the engine itself gives up, or the ledger cannot be read.
pub fn check(
    dissertation: &mut Dissertation,
    request: &CheckRequest,
) -> Result<CheckReport, Failure> {
    refuse_unknown_codes(request)?;
    let project = dissertation.project();
    let moment = dissertation.moment();
    let schedule = dissertation.schedule()?;
    let outside = request.signers.as_deref().map(AllowedSigners::parse);
    let standings = schedule.standings(moment.today, moment.now, outside.as_ref());
    let due = schedule.due(project, &standings, request.milestone.as_deref())?;
    let levels = project.manifest.check.clone();
    let names: &[&Rule] = match request.confidential {
        Some(_) => &NAMES,
        None => &[],
    };
    let keys: &[&Rule] = match request.signers {
        Some(_) => &[&SIGNATURE_NOT_VOUCHED],
        None => &[],
    };
    let asked = [names, keys].concat();
    let enforcement = Enforcement {
        rules: &levels,
        has_outside_rules: dissertation.rules().is_some(),
        today: moment.today,
        asked: &asked,
        only: request.only.as_ref(),
    };
    let mut sink = Sink::default();
    let draft = Draft::of(dissertation, request.confidential.as_deref());
    draft.search(
        &due,
        &standings,
        request.anonymous,
        outside.as_ref(),
        &mut sink,
    );
    let mut report = CheckReport {
        milestone: due.milestone.clone(),
        findings: Vec::new(),
        waived: Vec::new(),
        overruled: project.overruled.clone(),
        not_checked: draft.confidential.not_checked().into_iter().collect(),
        not_run: BTreeSet::new(),
        counted: None,
        chapters: Vec::new(),
        pages: None,
        sources: SourceMap::default(),
    };
    let secrets = draft.secrets(&due, request.anonymous);
    let Draft {
        confidential,
        mut sources,
        ..
    } = draft;
    if request.fast {
        let what = "the pages, the words and the PDF: `--fast` does without them";
        report.not_checked.push(what.to_owned());
    } else {
        let mut output = Output {
            due: &due,
            confidential: &confidential,
            is_anonymous: request.anonymous,
            sink: &mut sink,
            report: &mut report,
        };
        sources.extend(output.look(dissertation)?);
    }
    let found = sink.into_findings().into_iter();
    let mut sink = Sink::default();
    let project = dissertation.project();
    sink.extend(found.map(|finding| as_due(finding, &due, project)));
    let Checked {
        findings,
        waived,
        overruled,
    } = enforcement.enforce(sink);
    report.findings = match request.for_people {
        true => findings,
        false => with_one_line_of_spelling(findings),
    };
    report.waived = waived;
    report.overruled.extend(overruled);
    report.sources = quoted(&report.all(), &sources);
    report.not_run = not_run(request, &report, confidential.not_checked().is_some());
    report.mask(&secrets, request.for_people);
    Ok(report)
}

/// The rules that a list of names from outside asks about.
static NAMES: [&Rule; 4] = [
    &CONFIDENTIAL_NAME_FOUND,
    &CONFIDENTIAL_NAME_IN_NOTE,
    &CONFIDENTIAL_NAME_IN_PDF,
    &CONFIDENTIAL_LIST_UNREADABLE,
];

/// Returns the rules that nothing was looked for by: those of the pages where there were none, those
/// of names where none is listed, and all that nobody asked for.
fn not_run(request: &CheckRequest, report: &CheckReport, no_names: bool) -> BTreeSet<String> {
    let is_left_out = |rule: &&&Rule| {
        let is_asked = |only: &BTreeSet<String>| only.contains(rule.code);
        !request.only.as_ref().is_none_or(is_asked)
            || (report.pages.is_none() && rule.phase == Phase::Output)
            || (no_names && rule.code.starts_with("confidential-name-"))
            || (request.signers.is_none() && rule.is(&SIGNATURE_NOT_VOUCHED))
            || (!request.anonymous && rule.is(&AUTHOR_NAMED))
    };
    let left_out = rules().iter().filter(is_left_out);
    left_out.map(|rule| rule.code.to_owned()).collect()
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

/// Looking at the pages and the PDF.
struct Output<'a> {
    due: &'a DueWork,
    confidential: &'a Confidential,
    is_anonymous: bool,
    sink: &'a mut Sink,
    report: &'a mut CheckReport,
}

impl Output<'_> {
    /// Sets the pages, writes the PDF and runs the rules that read them. What the engine says of
    /// the author's files goes to the sink; returns the texts that it may quote.
    fn look(&mut self, dissertation: &mut Dissertation) -> Result<SourceMap, Failure> {
        let edition = Edition::submission(self.is_anonymous);
        let made = dissertation
            .pages_to_write(&edition)
            .and_then(|pages| self.search(dissertation, &pages));
        match made {
            Ok(sources) => Ok(sources),
            Err(failure) if failure.is_about_the_files() => {
                let what = "the pages, the words and the PDF: the text cannot be typeset yet";
                self.report.not_checked.push(what.to_owned());
                // The engine says it once more at each reference to the label.
                let is_said = self.sink.has(&LABEL_TWICE);
                let findings = failure.findings.into_iter();
                self.sink
                    .extend(findings.filter(|it| !it.is(&LABEL_TWICE) || !is_said));
                Ok(failure.sources)
            }
            Err(failure) => Err(failure),
        }
    }

    fn search(&mut self, dissertation: &Dissertation, pages: &Pages) -> Result<SourceMap, Failure> {
        dissertation.begin(Stage::WritingPdf);
        let (project, session) = (dissertation.project(), dissertation.session());
        let lengths = lengths(dissertation, pages)?;
        let written = dissertation.pdf(pages)?;
        let Pages {
            typeset, by_rule, ..
        } = pages;
        self.sink.extend(by_rule.findings.iter().cloned());
        self.sink.extend(pages.unsettled.clone());
        self.sink.extend(typeset.findings.iter().cloned());
        let date = dissertation.document_date().at.date();
        let (pattern, naming) = naming(project, self.is_anonymous, date);
        // The file is read back while the pages are looked over.
        let bytes = &written.bytes;
        let (pdf, texts) = thread::scope(|scope| {
            let pdf = scope.spawn(|| inspect(bytes));
            let texts = page_texts(&typeset.document, session);
            let pdf = pdf.join().unwrap_or_else(|panic| resume_unwind(panic));
            (pdf, texts)
        });
        let output = OutputFacts {
            pdf,
            headings: headings(&pages.census),
            texts,
            gave_up: written.gave_up.clone(),
            file_name: asked_name(pattern, &naming),
        };
        let mut sources = dissertation.sources();
        sources.extend(session.sources());
        let source = SourceContext {
            project,
            store: dissertation.store(),
            manuscript: dissertation.manuscript(),
            sources: &sources,
            references: dissertation.references(),
            confidential: self.confidential,
            due: self.due,
            is_anonymous: self.is_anonymous,
        };
        let document = &typeset.document;
        let locate = |span, offset| session.place(span, offset);
        let placed = || take_census(document, pages.census.convention, &locate);
        self.sink
            .extend(unknown_words_of_code(&source, &pages.census, placed)?);
        let context = OutputContext {
            project,
            due: self.due,
            has_outside_rules: dissertation.rules().is_some(),
            lengths: &lengths,
            output: &output,
            sources: &sources,
            confidential: self.confidential,
            is_anonymous: self.is_anonymous,
        };
        context.search(&searches(), self.sink);
        // The rules know the places better than the writer of the PDF: what they tell stands.
        self.sink.extend(written.findings.iter().cloned());
        self.report.pages = Some(typeset.document.pages().len());
        self.report.chapters = chapters(dissertation, &by_rule.tally);
        self.report.counted = Some(by_rule.summary.clone());
        Ok(sources)
    }
}

/// Returns the headings on the pages, each with its page.
fn headings(census: &Census) -> Vec<(String, usize)> {
    let sections = census.sections.iter();
    let page = |page: u32| usize::try_from(page).unwrap_or(usize::MAX);
    sections
        .map(|section| (section.title.clone(), page(section.page)))
        .collect()
}

/// Returns the count as the rules read it.
fn lengths(dissertation: &Dissertation, pages: &Pages) -> Result<Lengths, Failure> {
    let project = dissertation.project();
    let words = &project.manifest.words;
    let basis = |is_binding: bool| match is_binding {
        true => BoundBasis::Set,
        false => BoundBasis::Assumed,
    };
    let CountByRule {
        tally,
        summary: counted,
        ..
    } = &pages.by_rule;
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
            _ => exempt_places(dissertation, pages)?,
        },
    })
}

/// Returns where the exempt text stands. Places are looked up only where there is some: that costs
/// more than the count.
fn exempt_places(
    dissertation: &Dissertation,
    pages: &Pages,
) -> Result<Vec<(Place, usize)>, Failure> {
    let session = dissertation.session();
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
    let part = || {
        let mut parts = outline.parts().filter(|part| part.id == id);
        parts.find_map(|part| part.path.clone())
    };
    let text = outline.text(id).map(|text| text.path.clone());
    text.or_else(part)
}
