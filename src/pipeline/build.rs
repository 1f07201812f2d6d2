//! The build: project → assembly → pages → count → pages with the count → PDF.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::did_you_mean;
use crate::pipeline::failure::{Failure, FailureKind, quoted};
use crate::pipeline::plan::{Pages, Plan};
use crate::pipeline::request::{BuildRequest, Built, Output, Part, Progress, Stage};
use crate::project;
use crate::typeset::{self, Session};
use crate::words::{Census, Region};

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

impl Plan<'_> {
    fn output(&self, session: &Session, pages: Pages) -> Result<Output, Failure> {
        let Pages {
            typeset,
            census,
            by_rule,
        } = pages;
        by_rule.refuse_errors(&self.sources)?;
        let part = self.pages_of_part(&census)?;
        let pdf = self.export(session, &typeset, part.clone())?;

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
        findings.extend(by_rule.findings);
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
        let exported = part.as_ref().map(|ranges| {
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
                counted: by_rule.counted,
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
