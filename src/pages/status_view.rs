//! The status page as its template sees it: every word and every place chosen.

use jiff::civil::Date;
use serde::Serialize;

use super::charts::{self, Axis, Line, Tick};
use super::milestone_view::{self, MilestoneView, Stamp};
use super::status::{
    Action, Byline, ChapterWords, Handover, Meeting, Milestone, Rag, StatusPage, Words, WordsOn,
};
use super::trace_view::{self, TraceView};
use super::wording;
use crate::diagnostics::text::{series, thousands};

#[derive(Serialize)]
pub(super) struct StatusView<'a> {
    head: String,
    title: &'a str,
    byline: (&'static str, &'a str),
    programme: Option<&'a str>,
    supervisor: Option<&'a str>,
    today: String,
    next: Option<NextView<'a>>,
    all_settled: bool,
    words: Option<WordsView<'a>>,
    pace: Option<&'a str>,
    handover: Option<HandoverView<'a>>,
    milestones: Vec<MilestoneView<'a>>,
    ticks: Vec<Tick>,
    now: Option<String>,
    chapters: Vec<ChapterView<'a>>,
    is_assumed: bool,
    line: Option<Line>,
    history: Vec<(String, String)>,
    open_actions: Vec<ActionView<'a>>,
    done_actions: Vec<ActionView<'a>>,
    meetings: Vec<MeetingView<'a>>,
    trace: Option<TraceView<'a>>,
}

#[derive(Serialize)]
struct NextView<'a> {
    title: &'a str,
    state: &'static str,
    rag: Option<Stamp>,
    due: String,
    away: Option<String>,
    waiting_on: Option<&'a str>,
    command: Option<&'a str>,
}

#[derive(Serialize)]
struct WordsView<'a> {
    counted: String,
    limit: Option<String>,
    part: String,
    stamp: Stamp,
    sentence: &'a str,
    policy: &'a str,
    confirmed: Option<&'a str>,
}

#[derive(Serialize)]
struct ChapterView<'a> {
    title: &'a str,
    counted: String,
    part: String,
    target: Option<String>,
    /// Where the target's band begins and how wide it is.
    band: Option<(String, String)>,
    standing: Option<&'static str>,
}

#[derive(Serialize)]
struct HandoverView<'a> {
    former: &'a str,
    present: &'a str,
    from: String,
    agreed: Vec<(String, &'a str)>,
}

#[derive(Serialize)]
struct ActionView<'a> {
    id: &'a str,
    what: &'a str,
    who: &'a str,
    due: String,
    done: Option<String>,
    stamp: Option<Stamp>,
}

#[derive(Serialize)]
struct MeetingView<'a> {
    date: String,
    with: String,
    points: &'a [String],
    actions: Vec<ActionView<'a>>,
    next: Option<String>,
}

/// Chooses the words and places of a page.
pub(super) fn view(page: &StatusPage) -> StatusView<'_> {
    let StatusPage {
        title,
        byline,
        programme,
        supervisor,
        today,
        words,
        chapters,
        milestones,
        next,
        pace,
        history,
        actions,
        meetings,
        handover,
        trace,
    } = page;
    let today = *today;
    let axis = Axis::over(
        milestones
            .iter()
            .flat_map(milestone_view::days)
            .chain([today]),
    )
    .filter(|_| milestones.iter().any(|it| it.due.is_some()));
    let scale = chapters.iter().map(most).max().unwrap_or(0);
    let next = next
        .as_ref()
        .and_then(|id| milestones.iter().find(|it| it.id == *id));
    let (open, done): (Vec<&Action>, Vec<&Action>) =
        actions.iter().partition(|it| it.done.is_none());
    let action = |it| action_view(it, today);
    StatusView {
        head: format!("{title}: where it stands on {}", wording::date(today)),
        title,
        byline: match byline {
            Byline::Author(name) => ("Author", name),
            Byline::Candidate(number) => ("Candidate", number),
        },
        programme: programme.as_deref(),
        supervisor: supervisor.as_deref(),
        today: wording::date(today),
        next: next.map(|it| next_view(it, today)),
        all_settled: !milestones.is_empty()
            && milestones.iter().all(|it| wording::is_settled(it.state)),
        words: words.as_ref().map(words_view),
        pace: pace.as_deref(),
        handover: handover.as_ref().map(handover_view),
        milestones: milestones
            .iter()
            .enumerate()
            .map(|(at, it)| milestone_view::view(at + 1, it, today, axis))
            .collect(),
        ticks: axis.map(Axis::ticks).unwrap_or_default(),
        now: axis.map(|axis| axis.x(today)),
        chapters: chapters.iter().map(|it| chapter_view(it, scale)).collect(),
        is_assumed: chapters
            .iter()
            .filter_map(|it| it.target)
            .any(|target| target.assumed),
        line: charts::line(history, words.as_ref().and_then(|it| it.limit)),
        history: charts::thinned(history)
            .into_iter()
            .map(|WordsOn { date, words }| (wording::date(date), thousands(words)))
            .collect(),
        open_actions: open.into_iter().map(action).collect(),
        done_actions: done.into_iter().map(action).collect(),
        meetings: meetings.iter().map(|it| meeting_view(it, today)).collect(),
        trace: trace.as_ref().map(trace_view::view),
    }
}

fn next_view(milestone: &Milestone, today: Date) -> NextView<'_> {
    let effective = milestone_view::effective(milestone);
    NextView {
        title: &milestone.title,
        state: wording::state(milestone.state),
        rag: milestone_view::stamp(milestone),
        due: wording::due(effective, milestone.due_time),
        away: effective.map(|day| wording::away(today, day)),
        waiting_on: milestone.waiting_on.as_deref(),
        command: milestone.next_command.as_deref(),
    }
}

fn words_view(words: &Words) -> WordsView<'_> {
    let Words {
        counted,
        limit,
        verdict,
        sentence,
        policy,
        confirmed,
    } = words;
    let (word, class) = wording::verdict(*verdict);
    WordsView {
        counted: thousands(*counted),
        limit: limit.map(thousands),
        part: charts::part(*counted, limit.unwrap_or(*counted)),
        stamp: Stamp::new(class, word),
        sentence,
        policy,
        confirmed: confirmed.as_deref(),
    }
}

/// Returns the greatest number that a chapter's bar has to show.
fn most(chapter: &ChapterWords) -> usize {
    let target = chapter
        .target
        .and_then(|target| target.at_most.or(target.at_least));
    chapter.counted.max(target.unwrap_or(0))
}

fn chapter_view(chapter: &ChapterWords, scale: usize) -> ChapterView<'_> {
    let ChapterWords {
        id: _,
        title,
        counted,
        target,
    } = chapter;
    let bounds = target.map(|it| (it.at_least, it.at_most));
    let standing = bounds.and_then(|(least, most)| match (least, most) {
        (None, None) => None,
        (Some(least), _) if *counted < least => Some("below"),
        (_, Some(most)) if *counted > most => Some("above"),
        (Some(_) | None, Some(_) | None) => Some("in range"),
    });
    let band = bounds.and_then(|(least, most)| {
        let (least, most) = match (least, most) {
            (None, None) => return None,
            (least, most) => (least.unwrap_or(0), most.unwrap_or(scale)),
        };
        Some((
            charts::part(least, scale),
            charts::part(most.saturating_sub(least), scale),
        ))
    });
    ChapterView {
        title,
        counted: thousands(*counted),
        part: charts::part(*counted, scale),
        target: target.and_then(wording::target),
        band,
        standing,
    }
}

fn handover_view(handover: &Handover) -> HandoverView<'_> {
    HandoverView {
        former: &handover.former,
        present: &handover.present,
        from: wording::date(handover.from),
        agreed: handover
            .agreed
            .iter()
            .map(|it| (wording::date(it.date), it.what.as_str()))
            .collect(),
    }
}

fn action_view(action: &Action, today: Date) -> ActionView<'_> {
    let Action {
        id,
        what,
        who,
        due,
        done,
    } = action;
    let stamp = match (done, due.map(|day| wording::days(today, day))) {
        (Some(_), _) | (None, None) => None,
        (None, Some(..0)) => Some(Rag::Red),
        (None, Some(0..=14)) => Some(Rag::Amber),
        (None, Some(15..)) => None,
    };
    ActionView {
        id,
        what,
        who,
        due: wording::due(*due, None),
        done: done.map(wording::date),
        stamp: stamp.map(|rag| Stamp::rag(rag, false, false)),
    }
}

fn meeting_view(meeting: &Meeting, today: Date) -> MeetingView<'_> {
    let Meeting {
        date,
        with,
        points,
        actions,
        next,
    } = meeting;
    MeetingView {
        date: wording::date(*date),
        with: series(with),
        points,
        actions: actions.iter().map(|it| action_view(it, today)).collect(),
        next: next.map(wording::date),
    }
}
