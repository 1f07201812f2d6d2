//! What is known of a dissertation without typesetting it, and the rules that read it.

use typst_syntax::SyntaxNode;

use crate::check::{
    Confidential, DueWork, ScheduleContext, ScheduleFacts, Secrets, Sink, SourceContext, rules,
};
use crate::diagnostics::{Diagnostic, SourceMap, Today};
use crate::manuscript::Manuscript;
use crate::pipeline::chapters::Chapters;
use crate::pipeline::manuscript::manuscript;
use crate::pipeline::plan::read_bibliography;
use crate::pipeline::schedule::Schedule;
use crate::pipeline::trees::{trace, trees};
use crate::project::{Chapter, Project};
use crate::typeset::Bibliography;

/// Findings of the outline that are about completeness: they wait until everything is due.
const COMPLETENESS: &[&str] = &["missing-part"];

/// The author's files, read once.
pub(crate) struct Draft<'a> {
    pub(crate) project: &'a Project,
    pub(crate) chapters: Chapters,
    pub(crate) bibliography: Bibliography,
    pub(crate) manuscript: Manuscript,
    pub(crate) confidential: Confidential,
    /// The texts of all of them.
    pub(crate) sources: SourceMap,
}

impl<'a> Draft<'a> {
    /// Reads the files; `confidential` is a list of names from outside the project.
    pub(crate) fn read(project: &'a Project, confidential: Option<&str>) -> Self {
        let chapters = Chapters::read(project);
        let bibliography = read_bibliography(project);
        let mut sources = project.sources.clone();
        sources.extend(bibliography.sources.clone());
        let manuscript = manuscript(project, &chapters, &mut sources);
        Self {
            project,
            chapters,
            bibliography,
            manuscript,
            confidential: Confidential::read(project, confidential),
            sources,
        }
    }

    /// Returns the chapters that can be read, each with its tree.
    pub(crate) fn trees(&self) -> Vec<(&'a Chapter, SyntaxNode)> {
        trees(self.project, &self.chapters)
    }

    /// Runs the rules that need no pages, and takes what was found on the way.
    pub(crate) fn search(
        &self,
        today: Today,
        due: &DueWork,
        schedule: &Schedule,
        is_anonymous: bool,
        sink: &mut Sink,
    ) {
        let is_due =
            |finding: &&Diagnostic| due.is_whole() || !COMPLETENESS.contains(&&*finding.code);
        sink.extend(self.project.findings.iter().filter(is_due).cloned());
        sink.extend(self.bibliography.findings.iter().cloned());
        sink.extend(self.chapters.findings.iter().cloned());
        for converted in self.chapters.converted.values() {
            sink.extend(converted.conversion.findings.iter().cloned());
        }
        self.context(due, is_anonymous).search(rules(), sink);
        let facts = self.schedule(schedule, today);
        let context = ScheduleContext {
            project: self.project,
            schedule: &facts,
        };
        context.search(rules(), sink);
    }

    /// Looks for everything that no report may carry.
    pub(crate) fn secrets(&self, due: &DueWork, is_anonymous: bool) -> Secrets {
        Secrets::find(&self.context(due, is_anonymous))
    }

    fn context<'c>(&'c self, due: &'c DueWork, is_anonymous: bool) -> SourceContext<'c> {
        SourceContext {
            project: self.project,
            manuscript: &self.manuscript,
            sources: &self.sources,
            references: &self.bibliography,
            confidential: &self.confidential,
            due,
            is_anonymous,
        }
    }

    fn schedule(&self, schedule: &Schedule, today: Today) -> ScheduleFacts {
        let chain = trace(self.project, &self.trees());
        schedule.facts(self.project, today, &chain, &self.manuscript, &self.sources)
    }
}
