//! A standing as the page that is sent to a supervisor.

use std::collections::BTreeMap;

use folio::milestones::{
    self, CriterionResult, DecisionMark, Digest, Effective, Entry, Event, History, Known,
    MeetingMark, OpenAction, Standing, Waiting, day_of, sentence, trace,
};
use folio::pages::{
    Action, Agreement, Byline, ChapterTarget, ChapterWords, Confirmation, Criterion, Decision,
    Drift, Extension, Handover, KeyOrigin, Meeting, Milestone, Outcome, Rag, Ready, State,
    StatusPage, TracePage, TracedFinding, TracedQuestion, TracedRecommendation, Verdict, Words,
    WordsOn,
};
use folio::pipeline::Counted;
use folio::project::Due;
use folio::words;
use jiff::civil::Date;

use crate::cli::status::Where;

/// Returns the page.
pub(crate) fn page(standing: &Where<'_>) -> StatusPage {
    let Where {
        office,
        basis,
        history,
        standings,
        drifts,
        facts,
    } = standing;
    let dissertation = &office.project.manifest.dissertation;
    let surveyed = office.surveyed.as_ref();
    let counted = surveyed.and_then(|surveyed| surveyed.counted.as_ref());
    StatusPage {
        title: dissertation.title.clone(),
        byline: Byline::Author(dissertation.author.clone()),
        programme: dissertation.programme.clone(),
        supervisor: basis.supervisor().map(|term| term.name),
        today: basis.today,
        words: counted.map(words),
        chapters: chapters(standing),
        milestones: standings
            .milestones
            .iter()
            .map(|it| {
                let drift = drifts.get(&it.id).map(|drift| Drift {
                    added: drift.words_added,
                    removed: drift.words_removed,
                });
                milestone(it, drift, standing)
            })
            .collect(),
        next: standings.next.as_ref().map(|next| next.id.clone()),
        pace: standing.pace().map(|pace| sentence_of_its_own(&pace)),
        history: words_over_time(history, standing, counted),
        actions: standings.actions.iter().map(action).collect(),
        meetings: meetings(history, &standings.actions),
        handover: handover(standing),
        trace: chain(&trace(&facts.trace)),
    }
}

/// Returns words as a sentence: with a capital letter and a full stop.
fn sentence_of_its_own(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first
        .into_iter()
        .flatten()
        .chain(letters)
        .collect::<String>()
        + "."
}

fn words(counted: &Counted) -> Words {
    Words {
        counted: counted.counted,
        limit: counted.limit,
        verdict: match counted.verdict {
            words::Outcome::Within => Verdict::Within,
            words::Outcome::Near => Verdict::Near,
            words::Outcome::Tolerated => Verdict::Tolerated,
            words::Outcome::Over => Verdict::Over,
            words::Outcome::Under => Verdict::Under,
        },
        sentence: format!("{}.", counted.sentence),
        policy: counted.policy_in_words.clone(),
        confirmed: counted.confirmed.clone(),
    }
}

fn chapters(standing: &Where<'_>) -> Vec<ChapterWords> {
    let whole = |words: u32| usize::try_from(words).unwrap_or(usize::MAX);
    let targets = standing.office.surveyed.as_ref().map(|it| &it.targets);
    let mut bounds = BTreeMap::new();
    let planned = standing.basis.plan.milestones.iter();
    for chapter in planned.flat_map(|milestone| &milestone.chapters) {
        if let Some(found) = &chapter.bounds {
            bounds.entry(chapter.id.as_str()).or_insert(found);
        }
    }
    let outline = standing.office.project.outline.chapters.iter();
    outline
        .map(|chapter| {
            let facts = standing.facts.chapters.get(&chapter.id);
            let own = targets.and_then(|targets| targets.get(&chapter.id));
            let target = match (own, bounds.get(chapter.id.as_str())) {
                (Some(words), _) => Some(ChapterTarget {
                    at_least: None,
                    at_most: Some(*words),
                    assumed: false,
                }),
                (None, Some(found)) => Some(ChapterTarget {
                    at_least: found.at_least.map(whole),
                    at_most: found.at_most.map(whole),
                    assumed: !found.origin.is_binding(),
                }),
                (None, None) => None,
            };
            let title = facts.map_or("", |facts| facts.title.as_str());
            ChapterWords {
                title: match title {
                    "" => chapter.id.clone(),
                    title => title.to_owned(),
                },
                id: chapter.id.clone(),
                counted: facts.map_or(0, |facts| whole(facts.words)),
                target,
            }
        })
        .collect()
}

fn milestone(it: &Standing, drift: Option<Drift>, standing: &Where<'_>) -> Milestone {
    let title_of = |id: &String| {
        let facts = standing.facts.chapters.get(id);
        let title = facts.map(|facts| facts.title.clone());
        title
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| id.clone())
    };
    let supervisor = || {
        let term = standing.basis.supervisor();
        term.map_or_else(|| "the supervisor".to_owned(), |term| term.name)
    };
    let later = it.claimed.as_ref().or(it.granted.as_ref());
    Milestone {
        id: it.id.clone(),
        title: it.title.clone(),
        chapters: it.chapters.iter().map(title_of).collect(),
        due: it.due.map(Due::day),
        due_time: match it.due {
            Some(Due::Moment(moment)) => Some(moment.time()),
            Some(Due::Day(_)) | None => None,
        },
        extension: later.map(|extension| Extension {
            to: extension.to.day(),
            reference: extension.reference.clone(),
            granted_by: extension.granted_by.clone(),
        }),
        state: match it.state {
            milestones::State::NotStarted => State::NotStarted,
            milestones::State::InProgress => State::InProgress,
            milestones::State::Ready => State::Ready,
            milestones::State::Approved => State::Approved,
            milestones::State::ApprovedWithChanges => State::ApprovedWithChanges,
            milestones::State::Returned => State::Returned,
            milestones::State::Packaged => State::Packaged,
            milestones::State::Submitted => State::Submitted,
        },
        rag: match (it.rag, it.due.is_some() || it.state.is_done()) {
            (milestones::Rag::Red, _) => Some(Rag::Red),
            (milestones::Rag::Amber, _) => Some(Rag::Amber),
            (milestones::Rag::Green, true) => Some(Rag::Green),
            (milestones::Rag::Green, false) => None,
        },
        rag_override: None,
        waiting_on: match it.waiting_on {
            Waiting::Student => Some(standing.basis.people.student_name.clone()),
            Waiting::Supervisor => Some(supervisor()),
            Waiting::Nobody => None,
        },
        missing: it.missing.iter().map(|what| format!("{what}.")).collect(),
        criteria: it.criteria.iter().map(criterion).collect(),
        ready: it.ready.as_ref().map(|mark| Ready {
            at: day_of(mark.at),
            words: usize::try_from(mark.ready.words).unwrap_or(usize::MAX),
        }),
        decision: it.decision.as_ref().map(decision),
        drift,
        next_command: it.command.clone(),
    }
}

fn criterion(judged: &CriterionResult) -> Criterion {
    Criterion {
        sentence: judged.sentence.clone(),
        met: judged.met,
        assumed: !judged.is_binding,
        detail: Some(judged.detail.clone()).filter(|detail| !detail.is_empty()),
    }
}

fn decision(mark: &DecisionMark) -> Decision {
    let entered = day_of(mark.at);
    let at = mark.taken.unwrap_or(entered);
    Decision {
        outcome: match mark.outcome {
            milestones::Outcome::Approved => Outcome::Approved,
            milestones::Outcome::ApprovedWithChanges => Outcome::ApprovedWithChanges,
            milestones::Outcome::Returned => Outcome::Returned,
        },
        name: mark.name.clone().unwrap_or_else(|| mark.by.clone()),
        confirmation: match &mark.known {
            Known::Recorded { evidence } => Confirmation::Recorded {
                evidence: Some(evidence.clone()).filter(|it| !it.is_empty()),
            },
            Known::Signed(seal) => Confirmation::Ssh {
                key: match seal.is_vouched {
                    true => KeyOrigin::Outside,
                    false => KeyOrigin::Project,
                },
            },
        },
        entered_by: mark.entered_by.clone(),
        at,
        entered_at: (at != entered).then_some(entered),
        note: mark.note.clone(),
    }
}

/// Returns the words of the whole on earlier days: a milestone's record holds its own chapters
/// only, so each day has the newest number of every chapter.
fn words_over_time(
    history: &History,
    standing: &Where<'_>,
    counted: Option<&Counted>,
) -> Vec<WordsOn> {
    let mut newest: BTreeMap<&str, usize> = BTreeMap::new();
    let mut days: BTreeMap<Date, usize> = BTreeMap::new();
    for effective in history.effective() {
        if let Event::Ready(ready) = effective.event {
            for chapter in &ready.chapters {
                let words = usize::try_from(chapter.words).unwrap_or(usize::MAX);
                newest.insert(&chapter.id, words);
            }
            days.insert(day_of(effective.entry.at), newest.values().sum());
        }
    }
    if let Some(counted) = counted {
        days.insert(standing.basis.today, counted.counted);
    }
    days.into_iter()
        .map(|(date, words)| WordsOn { date, words })
        .collect()
}

fn action(action: &OpenAction) -> Action {
    Action {
        id: action.id.clone(),
        what: action.action.what.clone(),
        who: action.action.who.clone(),
        due: action.action.due,
        done: action.done.as_ref().map(|(day, _)| *day),
    }
}

/// Returns the meetings, the latest first.
fn meetings(history: &History, actions: &[OpenAction]) -> Vec<Meeting> {
    let mut meetings: Vec<Meeting> = milestones::meetings(history)
        .iter()
        .map(|mark| meeting(mark, actions))
        .collect();
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.date));
    meetings
}

/// Returns the meeting that an entry records.
pub(crate) fn meeting_of(
    history: &History,
    actions: &[OpenAction],
    entry: &Digest,
) -> Option<Meeting> {
    let marks = milestones::meetings(history);
    let mark = marks.iter().find(|mark| mark.entry == *entry)?;
    Some(meeting(mark, actions))
}

fn meeting(mark: &MeetingMark, actions: &[OpenAction]) -> Meeting {
    let own = actions.iter().filter(|action| action.entry == mark.entry);
    Meeting {
        date: mark.meeting.date,
        with: mark.meeting.with.clone(),
        points: mark.meeting.points.clone(),
        actions: own.map(action).collect(),
        next: mark.meeting.next,
    }
}

/// Returns what a new supervisor must know: what was decided and agreed before the first day.
fn handover(standing: &Where<'_>) -> Option<Handover> {
    let terms = standing.basis.supervisors();
    let at = terms
        .iter()
        .rposition(|term| term.from.is_some_and(|from| from <= standing.basis.today))?;
    let present = &terms[at];
    let former = terms.get(at.checked_sub(1)?)?;
    let from = present.from?;
    let entries = standing.history.effective();
    let before = entries
        .iter()
        .filter(|effective| day_of(effective.entry.at) < from && is_agreement(effective));
    Some(Handover {
        former: former.name.clone(),
        present: present.name.clone(),
        from,
        agreed: before
            .map(|effective| Agreement {
                date: day_of(effective.entry.at),
                what: format!("{}.", sentence_of(effective)),
            })
            .collect(),
    })
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
        | Event::Merge(_) => false,
    }
}

/// Says what an entry records, as later corrections have it.
fn sentence_of(effective: &Effective<'_>) -> String {
    sentence(&Entry {
        event: effective.event.clone(),
        ..effective.entry.clone()
    })
}

/// Returns the chain, if anything of it is there.
fn chain(trace: &milestones::Trace) -> Option<TracePage> {
    let is_empty = trace.questions.is_empty()
        && trace.research_findings.is_empty()
        && trace.recommendations.is_empty();
    (!is_empty).then(|| TracePage {
        problem: trace.problem.clone(),
        questions: trace
            .questions
            .iter()
            .map(|it| TracedQuestion {
                label: it.label.clone(),
                title: it.title.clone(),
                methods: it.methods.clone(),
                findings: it.research_findings.clone(),
            })
            .collect(),
        findings: trace
            .research_findings
            .iter()
            .map(|it| TracedFinding {
                label: it.label.clone(),
                title: it.title.clone(),
                recommendations: it.recommendations.clone(),
            })
            .collect(),
        recommendations: trace
            .recommendations
            .iter()
            .map(|it| TracedRecommendation {
                label: it.label.clone(),
                title: it.title.clone(),
            })
            .collect(),
        loose: trace
            .loose
            .iter()
            .map(|loose| format!("{}.", loose.message))
            .collect(),
    })
}
