//! What is known of a dissertation without typesetting it, and the rules that read it.

use crate::check::{
    Confidential, DueWork, ScheduleContext, Secrets, Sink, SourceContext, rule, searches,
};
use crate::diagnostics::{Diagnostic, Level, SourceMap};
use crate::dissertation::Dissertation;
use crate::dissertation::schedule::schedule_facts;
use crate::milestones::{AllowedSigners, Standings};
use crate::project::Project;
use crate::project::rules::MISSING_PART;

/// Returns a finding with the level that it has for what is due.
pub(crate) fn as_due(mut finding: Diagnostic, due: &DueWork, project: &Project) -> Diagnostic {
    let handed_in = rule(&finding.code).and_then(|rule| rule.handed_in);
    if let Some(level) = handed_in.filter(|_| due.is_whole()) {
        finding.level = level;
    }
    if due.may_come(&finding, project) {
        finding.level = Level::Warn;
        finding = finding.hint(
            "a chapter that is not written yet may have it: for this milestone it may stay as it is",
        );
    }
    finding
}

/// Whether something must be fixed in what is handed in.
pub(crate) fn must_be_fixed(finding: &Diagnostic) -> bool {
    let handed_in = rule(&finding.code).and_then(|rule| rule.handed_in);
    handed_in.unwrap_or(finding.level) == Level::Deny
}

/// The author's files as the rules read them.
pub(crate) struct Draft<'a> {
    dissertation: &'a Dissertation,
    pub(crate) confidential: Confidential,
    /// The texts of all of them.
    pub(crate) sources: SourceMap,
}

impl<'a> Draft<'a> {
    /// Takes the files; `confidential` is a list of names from outside the project.
    pub(crate) fn of(dissertation: &'a Dissertation, confidential: Option<&str>) -> Self {
        let mut sources = dissertation.sources();
        sources.extend(dissertation.texts().sources());
        Self {
            dissertation,
            confidential: Confidential::read(dissertation.store(), confidential),
            sources,
        }
    }

    /// Runs the rules that need no pages, and takes what was found on the way.
    pub(crate) fn search(
        &self,
        due: &DueWork,
        standings: &Standings,
        is_anonymous: bool,
        outside: Option<&AllowedSigners>,
        sink: &mut Sink,
    ) {
        // A part may come until everything is due.
        let is_due = |finding: &&Diagnostic| due.is_whole() || !finding.is(&MISSING_PART);
        let project = self.dissertation.project();
        sink.extend(project.findings.iter().filter(is_due).cloned());
        sink.extend(
            self.dissertation
                .references()
                .findings_of(|_| true)
                .cloned(),
        );
        sink.extend(self.dissertation.texts().findings.iter().cloned());
        for converted in self.dissertation.texts().converted().values() {
            sink.extend(converted.conversion.findings.iter().cloned());
        }
        let searches = searches();
        self.context(due, is_anonymous).search(&searches, sink);
        let facts = schedule_facts(self.dissertation, standings, &self.sources, outside);
        let context = ScheduleContext {
            project,
            schedule: &facts,
        };
        context.search(&searches, sink);
    }

    /// Looks for everything that no report may carry.
    pub(crate) fn secrets(&self, due: &DueWork, is_anonymous: bool) -> Secrets {
        Secrets::find(&self.context(due, is_anonymous))
    }

    fn context<'c>(&'c self, due: &'c DueWork, is_anonymous: bool) -> SourceContext<'c> {
        SourceContext {
            project: self.dissertation.project(),
            store: self.dissertation.store(),
            manuscript: self.dissertation.manuscript(),
            sources: &self.sources,
            references: self.dissertation.references(),
            confidential: &self.confidential,
            due,
            is_anonymous,
        }
    }
}
