//! Findings about a Markdown file, collected while it is converted.

use std::collections::BTreeSet;

use crate::diagnostics::text::inline;
use crate::diagnostics::{
    Diagnostic, Level, Place, ProjectPath, Rule, Unresolved, embedded_note, notes,
};
use crate::markdown::placed_text::BodyRange;

/// The findings of one file.
pub(crate) struct Trouble {
    path: ProjectPath,
    pub(crate) findings: Vec<Diagnostic>,
    /// The notes of the project that the file may put in.
    pub(crate) notes: BTreeSet<ProjectPath>,
    /// What is passed over by design and in silence, such as the name of a command.
    pub(crate) left_out: Vec<BodyRange>,
}

impl Trouble {
    pub(crate) fn new(path: &ProjectPath) -> Self {
        Self {
            path: path.clone(),
            findings: Vec::new(),
            notes: BTreeSet::new(),
            left_out: Vec::new(),
        }
    }

    /// Returns the file that is named from the folder of this one; `None` if that leads out of the
    /// project.
    pub(crate) fn beside(&self, target: &str) -> Option<ProjectPath> {
        self.path.parent().join(target)
    }

    /// Returns the note of the project that a line puts in: `![[note]]`.
    pub(crate) fn note(&self, line: &str) -> Option<ProjectPath> {
        let name = embedded_note(line)?;
        let mut all = notes(&self.path, &name).into_iter();
        all.find(|note| self.notes.contains(note))
    }

    /// Whether the file has this name, its ending left out.
    pub(crate) fn is_of_file(&self, name: &str) -> bool {
        let stem = self.path.file_name().split('.').next();
        stem.is_some_and(|stem| stem.eq_ignore_ascii_case(name))
    }

    /// Adds what a rule finds.
    pub(crate) fn tell(
        &mut self,
        rule: &'static Rule,
        at: &BodyRange,
        message: String,
        hint: &str,
    ) {
        self.push(Diagnostic::of(rule, message), at, hint);
    }

    /// Adds what a rule finds, at a level of its own.
    pub(crate) fn judged(
        &mut self,
        level: Level,
        rule: &'static Rule,
        at: &BodyRange,
        message: String,
        hint: &str,
    ) {
        self.push(Diagnostic::judged(level, rule, message), at, hint);
    }

    /// Says what the last finding leaves unresolved on the page.
    pub(crate) fn unresolved(&mut self, what: Unresolved, name: &str) {
        if let Some(finding) = self.findings.last_mut() {
            finding.unresolved = Some((what, inline(name, 80)));
        }
    }

    /// Says that a place is not printed by design.
    pub(crate) fn leave_out(&mut self, at: BodyRange) {
        self.left_out.push(at);
    }

    /// Returns a place of the text as a place of its file.
    pub(crate) fn place(&self, at: &BodyRange) -> Place {
        Place::range(self.path.clone(), at.clone())
    }

    /// Takes back what was said of a text that turns out not to be printed.
    pub(crate) fn forget(&mut self, at: &BodyRange) {
        self.findings.retain(|finding| {
            let range = finding
                .place
                .as_ref()
                .and_then(|place| place.range.as_ref());
            !range.is_some_and(|range| at.start <= range.start && range.end <= at.end)
        });
    }

    fn push(&mut self, finding: Diagnostic, at: &BodyRange, hint: &str) {
        let finding = finding.at(self.place(at));
        self.findings.push(if hint.is_empty() {
            finding
        } else {
            finding.hint(hint)
        });
    }
}
