//! What the status page is made from: where the milestones stand, and what only a page says.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::milestones::{
    Basis, Drift, Effective, Entry, Event, MeetingMark, Standings, Trace, WordBounds, WordsOn,
    day_of, sentence,
};
use crate::project::{Origin, Project};
use crate::web::head::Head;
use crate::words::LimitOutcome;

/// Where a dissertation stands on a day.
#[derive(Clone, Debug)]
pub struct StatusPage {
    /// Whose dissertation it is, with who supervises it now.
    pub head: Head,
    /// The student's name.
    pub student: String,
    /// The day that the page speaks of.
    pub today: Date,
    /// The milestones, the actions, and what comes next.
    pub standings: Standings,
    /// What changed since each decision, by milestone.
    pub drifts: BTreeMap<String, Drift>,
    /// The count; `None`: the words could not be counted, and the page says so.
    pub words: Option<Words>,
    /// The chapters in their order.
    pub chapters: Vec<ChapterLength>,
    /// How much there is to write a day, without full stop.
    pub pace: Option<String>,
    /// The count on earlier days, oldest first.
    pub over_time: Vec<WordsOn>,
    /// The meetings by day.
    pub meetings: Vec<MeetingMark>,
    /// What a new supervisor has to know; `None` if the supervisor never changed.
    pub handover: Option<Handover>,
    /// The chain from question to recommendation.
    pub trace: Trace,
}

/// The count and what it is measured against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The words that count.
    pub counted: usize,
    /// The most that may count, if there is a limit.
    pub limit: Option<usize>,
    /// Whether they are only estimated.
    pub is_estimated: bool,
    /// How the two compare.
    pub verdict: LimitOutcome,
    /// The verdict in a sentence, without full stop.
    pub sentence: String,
    /// Which words count, in words.
    pub policy: String,
    /// Where the rule was read; `None`: nobody has confirmed it.
    pub confirmed: Option<String>,
}

/// A chapter's words, and how many it should have.
#[derive(Clone, Debug, PartialEq)]
pub struct ChapterLength {
    /// The chapter's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The words of it that count.
    pub counted: usize,
    /// Whether they are only estimated.
    pub is_estimated: bool,
    /// How long it should be, if anybody says so.
    pub target: Option<WordBounds>,
}

impl ChapterLength {
    /// Returns the chapters of a project. How long one should be is what the chapter itself says
    /// (`targets`), else what the first milestone that has it asks for.
    pub fn of(
        project: &Project,
        basis: &Basis<'_>,
        targets: Option<&BTreeMap<String, usize>>,
    ) -> Vec<Self> {
        let target = |id: &String| match targets.and_then(|it| it.get(id)) {
            Some(words) => Some(WordBounds {
                at_least: None,
                at_most: Some(u32::try_from(*words).unwrap_or(u32::MAX)),
                origin: Origin::manifest(),
            }),
            None => {
                let mut planned = basis.plan.milestones.iter().flat_map(|it| &it.chapters);
                planned
                    .find_map(|it| it.bounds.as_ref().filter(|_| it.id == *id))
                    .cloned()
            }
        };
        let chapters = project.outline.chapters.iter();
        chapters
            .map(|chapter| {
                let facts = basis.facts.chapters.get(&chapter.id);
                let title = facts.map(|facts| &facts.title);
                Self {
                    id: chapter.id.clone(),
                    title: title
                        .filter(|title| !title.is_empty())
                        .unwrap_or(&chapter.id)
                        .clone(),
                    counted: facts.map_or(0, |facts| whole(facts.words)),
                    is_estimated: facts.is_some_and(|facts| facts.is_estimated),
                    target: target(&chapter.id),
                }
            })
            .collect()
    }
}

/// Returns a number of words as texts and charts take it.
pub(super) fn whole(words: u32) -> usize {
    usize::try_from(words).unwrap_or(usize::MAX)
}

/// What a new supervisor has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Who supervised before.
    pub former: String,
    /// Who supervises now.
    pub present: String,
    /// The first day of the present supervisor.
    pub from: Date,
    /// What was decided and agreed before that day, each with its day, oldest first.
    pub agreed: Vec<(Date, String)>,
}

impl Handover {
    /// Returns what the supervisor of today must know; `None` if it was always the same.
    pub fn of(basis: &Basis<'_>) -> Option<Self> {
        let terms = basis.supervisors();
        let at = terms
            .iter()
            .rposition(|term| term.from.is_some_and(|from| from <= basis.today))?;
        let present = &terms[at];
        let former = terms.get(at.checked_sub(1)?)?;
        let from = present.from?;
        let entries = basis.history.effective();
        let before = entries
            .iter()
            .filter(|effective| day_of(effective.entry.at) < from && is_agreement(effective));
        Some(Self {
            former: former.name.clone(),
            present: present.name.clone(),
            from,
            agreed: before
                .map(|effective| {
                    // As later corrections have it.
                    let entry = Entry {
                        event: effective.event.clone(),
                        ..effective.entry.clone()
                    };
                    (day_of(entry.at), sentence(&entry))
                })
                .collect(),
        })
    }
}

fn is_agreement(effective: &Effective<'_>) -> bool {
    match effective.event {
        Event::Decision(_) | Event::Extension(_) | Event::Meeting(_) => true,
        Event::Ready(_)
        | Event::ActionDone(_)
        | Event::Correction(_)
        | Event::Supervisor(_)
        | Event::Packaged(_)
        | Event::Submitted(_)
        | Event::Merge(_)
        | Event::Erasure(_) => false,
    }
}
