//! What the milestones say, in the shape in which the rules ask for it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::check::{DriftFact, SUBMISSION};
use crate::check::{DueWork, LooseEnd, Overdue, ScheduleFacts};
use crate::diagnostics::text::did_you_mean;
use crate::diagnostics::{ProjectPath, SourceMap, Today};
use crate::manuscript::Manuscript;
use crate::milestones::{
    Desk, Facts, History, Ledger, People, Plan, Standings, TraceFacts, changes_since, drift_of,
    kept, signers_of, standings, trace, whitespace,
};
use crate::pipeline::date::HandingIn;
use crate::pipeline::failure::{Failure, FailureKind};
use crate::project::Project;

/// The ledger of a project, read, and where everything stands by it.
pub(crate) struct Schedule {
    standings: Standings,
}

impl Schedule {
    /// Reads the ledger. What the text says is not asked for: it moves no milestone.
    pub(crate) fn read(project: &Project, today: Today, at: Timestamp) -> Result<Self, Failure> {
        let failed = |error: String| Failure::new(FailureKind::Project, error);
        let ledger = Ledger::of(&project.root).map_err(|error| failed(error.to_string()))?;
        let history: History = ledger.read().map_err(|error| failed(error.to_string()))?;
        let signers = signers_of(&project.root).map_err(|error| failed(error.to_string()))?;
        let people = People::of(project);
        let plan = Plan::of(project);
        let facts = Facts::default();
        let desk = Desk {
            plan: &plan,
            people: &people,
            history: &history,
            facts: &facts,
            signers: &signers,
            outside: None,
            at,
            today: today.0,
            entered_by: "",
        };
        Ok(Self {
            standings: standings(&desk),
        })
    }

    /// Returns when the dissertation is handed in: the date of the manifest, or the one that was
    /// granted in its place.
    fn handing_in(&self, project: &Project) -> Option<HandingIn> {
        let id = Plan::of(project).submission()?.id.clone();
        let standing = self.standings.milestones.iter().find(|it| it.id == id)?;
        let due = standing.binding_due()?;
        Some(HandingIn {
            at: due.at(),
            is_extended: standing.due != Some(due),
        })
    }

    /// Returns what is due: by the milestone that was asked for, or by the next one.
    pub(crate) fn due(&self, project: &Project, asked: Option<&str>) -> Result<DueWork, Failure> {
        if let Some(asked) = asked {
            let known: Vec<&str> = project
                .manifest
                .milestones
                .iter()
                .map(|milestone| milestone.id.as_str())
                .collect();
            return DueWork::by(project, asked).ok_or_else(|| {
                let message = format!("this project has no milestone `{asked}`");
                Failure::new(FailureKind::Project, message).hint(did_you_mean(asked, &known))
            });
        }
        let next = self.standings.next.as_ref().map(|next| next.id.as_str());
        let due = DueWork::by(project, next.unwrap_or(SUBMISSION));
        Ok(due.unwrap_or_else(|| DueWork::everything(project)))
    }

    /// Returns what the rules read.
    pub(crate) fn facts(
        &self,
        project: &Project,
        today: Today,
        chain: &TraceFacts,
        manuscript: &Manuscript,
        sources: &SourceMap,
    ) -> ScheduleFacts {
        let overdue = self.standings.milestones.iter().filter_map(|standing| {
            let due = standing.binding_due().filter(|_| standing.is_overdue())?;
            let days = (today.0 - due.day()).get_days();
            Some(Overdue {
                id: standing.id.clone(),
                title: standing.title.clone(),
                due,
                days: usize::try_from(days).unwrap_or_default(),
            })
        });
        ScheduleFacts {
            overdue: overdue.collect(),
            drift: self.drift(project, sources),
            loose: loose(chain, manuscript),
        }
    }

    /// Returns what changed in each chapter since its milestone was approved.
    fn drift(&self, project: &Project, sources: &SourceMap) -> Vec<DriftFact> {
        let mut found = Vec::new();
        let paths: BTreeMap<&str, &ProjectPath> = project
            .outline
            .chapters
            .iter()
            .map(|chapter| (chapter.id.as_str(), &chapter.path))
            .collect();
        let now: BTreeMap<String, String> = paths
            .iter()
            .filter_map(|(id, path)| Some(((*id).to_owned(), sources.text(path)?.to_owned())))
            .collect();
        for standing in &self.standings.milestones {
            let is_approved = standing
                .decision
                .as_ref()
                .is_some_and(|_| standing.state.is_done());
            let Some(ready) = standing.ready.as_ref().filter(|_| is_approved) else {
                continue;
            };
            for chapter in kept(&project.root, &ready.ready) {
                let words = chapter
                    .1
                    .as_deref()
                    .map_or(0, |text| whitespace(text).len());
                let changes = changes_since(std::slice::from_ref(&chapter), &now, whitespace);
                let Some(drift) = drift_of(&changes, whitespace) else {
                    continue;
                };
                found.push(DriftFact {
                    milestone: standing.id.clone(),
                    words,
                    added: drift.words_added,
                    removed: drift.words_removed,
                    path: paths.get(chapter.0.as_str()).map(|path| (*path).clone()),
                });
            }
        }
        found
    }
}

/// Returns when the dissertation is handed in. Where the ledger cannot be read, the manifest's date
/// stands: a PDF can be made all the same, and who needs the ledger is told of it.
pub(crate) fn handing_in(project: &Project, today: Today) -> Option<HandingIn> {
    if let Ok(schedule) = Schedule::read(project, today, today.start()) {
        return schedule.handing_in(project);
    }
    let milestones = &project.manifest.milestones;
    let submission = milestones.iter().find(|it| it.id == SUBMISSION)?;
    Some(HandingIn {
        at: submission.due?.at(),
        is_extended: false,
    })
}

/// Returns what hangs loose, each at its label. A dissertation without any label of the chain is
/// not blamed for it.
fn loose(chain: &TraceFacts, manuscript: &Manuscript) -> Vec<LooseEnd> {
    if chain.recommendations.is_empty() && chain.findings.is_empty() && chain.questions.is_empty() {
        return Vec::new();
    }
    let traced = trace(chain);
    let loose = traced.loose.into_iter().map(|loose| LooseEnd {
        place: loose.label.and_then(|label| {
            let found = manuscript.labels().find(|known| known.name == label)?;
            Some(found.place.clone())
        }),
        message: loose.message,
    });
    loose.collect()
}
