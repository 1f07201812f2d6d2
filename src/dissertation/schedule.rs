//! What the milestones say, in the shape in which the rules ask for it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::check::DriftFact;
use crate::check::{DueWork, LedgerTrouble, LooseEnd, Overdue, ScheduleFacts};
use crate::diagnostics::text::did_you_mean;
use crate::diagnostics::{FileError, ProjectPath, SourceMap, Store, Today};
use crate::dissertation::Dissertation;
use crate::dissertation::date::HandingIn;
use crate::dissertation::failure::{Failure, FailureKind};
use crate::dissertation::settings::Moment;
use crate::manuscript::{Manuscript, TraceFacts};
use crate::milestones::{
    AllowedSigners, Basis, ChaptersNow, Facts, History, People, Plan, Standings, kept, standings,
    trace, verify,
};
use crate::project::{Project, SUBMISSION};

/// The ledger of a project, read, with whatever it is judged by.
pub(crate) struct Schedule {
    plan: Plan,
    people: People,
    pub(crate) history: History,
    signers: AllowedSigners,
}

impl Schedule {
    /// Reads the ledger. What the text says is not asked for: it moves no milestone.
    pub(super) fn read(project: &Project, store: &Store) -> Result<Self, Failure> {
        let failed = |error: FileError| Failure::new(FailureKind::Project, error.to_string());
        Ok(Self {
            plan: Plan::of(project),
            people: People::of(project),
            history: History::of(store).map_err(failed)?,
            signers: AllowedSigners::of(store).map_err(failed)?,
        })
    }

    /// Returns where everything stands at a moment.
    pub(crate) fn standings(
        &self,
        today: Today,
        at: Timestamp,
        outside: Option<&AllowedSigners>,
    ) -> Standings {
        self.judged(today, at, outside, standings)
    }

    /// Returns where everything stands, and what each milestone still asks of the text.
    pub(crate) fn standings_of(&self, facts: &Facts, moment: &Moment) -> Standings {
        let Moment { today, now, .. } = moment;
        self.judged(*today, *now, None, |basis| {
            standings(&Basis { facts, ..*basis })
        })
    }

    /// Returns what is wrong with the ledger; `outside` is a list of keys from outside the project.
    pub(crate) fn troubles(
        &self,
        moment: &Moment,
        outside: Option<&AllowedSigners>,
    ) -> Vec<LedgerTrouble> {
        let found = self.judged(moment.today, moment.now, outside, verify);
        let trouble = |line, is_unvouched, message: &str, hint: &str| LedgerTrouble {
            line,
            is_unvouched,
            message: message.to_owned(),
            hint: hint.to_owned(),
        };
        let problems = found.problems.iter();
        let problems = problems.map(|it| trouble(it.line, false, &it.message, &it.hint));
        let refused = found.refused.iter();
        let refused = refused.map(|it| trouble(it.line, false, &it.why, &it.hint));
        let unvouched = found.not_accepted.iter().map(|(line, which, why)| {
            let message = format!("the {which} is {why}");
            let hint = "ask for it with a key that the list vouches for";
            trouble(*line, true, &message, hint)
        });
        let mut all: Vec<LedgerTrouble> = problems.chain(refused).chain(unvouched).collect();
        all.sort_by_key(|trouble| trouble.line);
        all
    }

    fn judged<T>(
        &self,
        today: Today,
        at: Timestamp,
        outside: Option<&AllowedSigners>,
        judge: impl FnOnce(&Basis<'_>) -> T,
    ) -> T {
        judge(&Basis {
            plan: &self.plan,
            people: &self.people,
            history: &self.history,
            facts: &Facts::default(),
            signers: &self.signers,
            outside,
            at,
            today: today.0,
            entered_by: "",
            clock: None,
            seed: &[],
        })
    }

    /// Returns when the dissertation is handed in: the date of the manifest, or the one that was
    /// granted in its place.
    fn handing_in(&self, today: Today) -> Option<HandingIn> {
        let id = &self.plan.submission()?.id;
        let standings = self.standings(today, today.start(), None);
        let standing = standings.milestones.iter().find(|it| it.id == *id)?;
        let due = standing.binding_due()?;
        Some(HandingIn {
            at: due.at(),
            is_extended: standing.due != Some(due),
        })
    }

    /// Returns what is due: by the milestone that was asked for, or by the next one.
    pub(crate) fn due(
        &self,
        project: &Project,
        standings: &Standings,
        asked: Option<&str>,
    ) -> Result<DueWork, Failure> {
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
        let next = standings.next.as_ref().map(|next| next.id.as_str());
        let due = DueWork::by(project, next.unwrap_or(SUBMISSION));
        Ok(due.unwrap_or_else(|| DueWork::everything(project)))
    }
}

/// Returns what the rules read.
pub(super) fn schedule_facts(
    dissertation: &Dissertation,
    standings: &Standings,
    sources: &SourceMap,
    outside: Option<&AllowedSigners>,
) -> ScheduleFacts {
    let moment = dissertation.moment();
    let today = moment.today;
    let schedule = dissertation.schedule().ok();
    let overdue = standings.milestones.iter().filter_map(|standing| {
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
        drift: drift(dissertation, standings, sources),
        loose: loose(&dissertation.trace_facts(), dissertation.manuscript()),
        ledger: schedule.map_or_else(Vec::new, |it| it.troubles(moment, outside)),
    }
}

/// Returns what changed in each chapter since its milestone was approved.
fn drift(
    dissertation: &Dissertation,
    standings: &Standings,
    sources: &SourceMap,
) -> Vec<DriftFact> {
    let mut found = Vec::new();
    let paths: BTreeMap<&str, &ProjectPath> = dissertation
        .project()
        .outline
        .chapters
        .iter()
        .map(|chapter| (chapter.id.as_str(), &chapter.path))
        .collect();
    let texts: BTreeMap<String, String> = paths
        .iter()
        .filter_map(|(id, path)| Some(((*id).to_owned(), sources.text(path)?.to_owned())))
        .collect();
    // Nothing is typeset for this rule.
    let now = ChaptersNow {
        texts: &texts,
        counted: None,
    };
    for standing in &standings.milestones {
        let is_approved = standing
            .decision
            .as_ref()
            .is_some_and(|_| standing.state.is_done());
        let Some(ready) = standing.ready.as_ref().filter(|_| is_approved) else {
            continue;
        };
        for chapter in kept(dissertation.store(), &ready.ready) {
            let Some(drift) = now.drift(&chapter) else {
                continue;
            };
            found.push(DriftFact {
                milestone: standing.id.clone(),
                words: usize::try_from(chapter.words).unwrap_or(usize::MAX),
                added: drift.words_added,
                removed: drift.words_removed,
                path: paths.get(chapter.id.as_str()).map(|path| (*path).clone()),
            });
        }
    }
    found
}

/// Returns when the dissertation is handed in. Where the ledger cannot be read, the manifest's date
/// stands: a PDF can be made all the same, and who needs the ledger is told of it.
pub(super) fn handing_in(dissertation: &Dissertation) -> Option<HandingIn> {
    if let Ok(schedule) = dissertation.schedule() {
        return schedule.handing_in(dissertation.moment().today);
    }
    let milestones = &dissertation.project().manifest.milestones;
    let submission = milestones.iter().find(|it| it.id == SUBMISSION)?;
    Some(HandingIn {
        at: submission.due?.at(),
        is_extended: false,
    })
}

/// Returns what hangs loose, each at its label. A dissertation without any label of the chain is
/// not blamed for it.
fn loose(chain: &TraceFacts, manuscript: &Manuscript) -> Vec<LooseEnd> {
    if chain.recommendations.is_empty()
        && chain.research_findings.is_empty()
        && chain.questions.is_empty()
    {
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
