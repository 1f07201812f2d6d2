//! The status page as its template sees it: every word and every place chosen.

use std::cmp::Reverse;

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostics::text::{series, thousands};
use crate::milestones::{MeetingMark, OpenAction, Rag, Standing, WordsOn};
use crate::web::charts::{self, Axis, Line, Tick};
use crate::web::milestone::{self, MilestoneView, Stamp};
use crate::web::status::{ChapterLength, Handover, StatusPage, Words, whole};
use crate::web::trace::{self, TraceView};
use crate::web::wording;

#[derive(Serialize)]
pub(super) struct StatusView<'a> {
    head: String,
    title: &'a str,
    facts: Vec<(&'static str, &'a str)>,
    today: String,
    next: Option<NextView<'a>>,
    all_settled: bool,
    words: Option<WordsView<'a>>,
    pace: Option<String>,
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
    waiting_on: Option<String>,
    command: Option<&'a str>,
}

#[derive(Serialize)]
struct WordsView<'a> {
    counted: String,
    limit: Option<String>,
    part: String,
    stamp: Stamp,
    sentence: String,
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
    agreed: Vec<(String, String)>,
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
    points: Vec<&'a str>,
    actions: Vec<ActionView<'a>>,
    next: Option<String>,
}

/// Chooses the words and places of a page.
pub(super) fn view(page: &StatusPage) -> StatusView<'_> {
    let StatusPage {
        head,
        student: _,
        today,
        standings,
        drifts: _,
        words,
        chapters,
        pace,
        over_time,
        meetings,
        handover,
        trace,
    } = page;
    let today = *today;
    let milestones = &standings.milestones;
    let axis = Axis::over(milestones.iter().flat_map(milestone::days).chain([today]))
        .filter(|_| milestones.iter().any(|it| it.due.is_some()));
    let scale = chapters.iter().map(most).max().unwrap_or(0);
    let next = standings.next.as_ref();
    let next = next.and_then(|next| milestones.iter().find(|it| it.id == next.id));
    let actions = |done: bool| {
        let actions = standings.actions.iter();
        actions
            .filter(|it| it.done.is_some() == done)
            .map(|it| action_view(it, today))
            .collect()
    };
    let mut meetings: Vec<&MeetingMark> = meetings.iter().collect();
    meetings.sort_by_key(|it| Reverse(it.meeting.date));
    StatusView {
        head: format!(
            "{}: where it stands on {}",
            head.title,
            wording::date(today)
        ),
        title: &head.title,
        facts: head.facts(),
        today: wording::date(today),
        next: next.map(|it| next_view(it, page)),
        all_settled: !milestones.is_empty() && milestones.iter().all(|it| it.state.is_done()),
        words: words.as_ref().map(words_view),
        pace: pace.as_deref().map(wording::sentence),
        handover: handover.as_ref().map(handover_view),
        milestones: milestones
            .iter()
            .map(|it| milestone::view(it, page, axis))
            .collect(),
        ticks: axis.map(Axis::ticks).unwrap_or_default(),
        now: axis.map(|axis| axis.x(today)),
        chapters: chapters.iter().map(|it| chapter_view(it, scale)).collect(),
        is_assumed: chapters
            .iter()
            .filter_map(|it| it.target.as_ref())
            .any(|target| !target.origin.is_binding()),
        line: charts::line(over_time, words.as_ref().and_then(|it| it.limit)),
        history: charts::thinned(over_time)
            .into_iter()
            .map(|WordsOn { date, words }| (wording::date(date), thousands(words)))
            .collect(),
        open_actions: actions(false),
        done_actions: actions(true),
        meetings: meetings
            .into_iter()
            .map(|it| meeting_view(it, &standings.actions, today))
            .collect(),
        trace: trace::view(trace),
    }
}

fn next_view<'a>(standing: &'a Standing, page: &StatusPage) -> NextView<'a> {
    let effective = milestone::effective(standing);
    NextView {
        title: &standing.title,
        state: wording::state(standing.state),
        rag: milestone::stamp(standing),
        due: milestone::due(effective, standing),
        away: effective.map(|day| wording::away(page.today, day)),
        waiting_on: milestone::waiting_on(standing, page),
        command: standing.command.as_deref(),
    }
}

fn words_view(words: &Words) -> WordsView<'_> {
    let Words {
        counted,
        limit,
        is_estimated,
        verdict,
        sentence,
        policy,
        confirmed,
    } = words;
    let (rag, word) = wording::verdict(*verdict);
    WordsView {
        counted: number(*counted, *is_estimated),
        limit: limit.map(thousands),
        part: charts::part(*counted, limit.unwrap_or(*counted)),
        stamp: Stamp::new(rag, word),
        sentence: format!("{sentence}."),
        policy,
        confirmed: confirmed.as_deref(),
    }
}

/// Returns a number of words, marked where it is only estimated.
fn number(words: usize, is_estimated: bool) -> String {
    let about = if is_estimated { "about " } else { "" };
    format!("{about}{}", thousands(words))
}

/// Returns the greatest number that a chapter's bar has to show.
fn most(chapter: &ChapterLength) -> usize {
    let target = chapter
        .target
        .as_ref()
        .and_then(|target| target.at_most.or(target.at_least));
    chapter.counted.max(target.map_or(0, whole))
}

fn chapter_view(chapter: &ChapterLength, scale: usize) -> ChapterView<'_> {
    let ChapterLength {
        id: _,
        title,
        counted,
        is_estimated,
        target,
    } = chapter;
    let bounds = target.as_ref().and_then(|it| {
        let (least, most) = (it.at_least.map(whole), it.at_most.map(whole));
        (least.is_some() || most.is_some()).then_some((least, most))
    });
    ChapterView {
        title,
        counted: number(*counted, *is_estimated),
        part: charts::part(*counted, scale),
        target: target.as_ref().and_then(wording::target),
        band: bounds.map(|(least, most)| {
            let (least, most) = (least.unwrap_or(0), most.unwrap_or(scale));
            (
                charts::part(least, scale),
                charts::part(most.saturating_sub(least), scale),
            )
        }),
        standing: bounds.map(|(least, most)| match (least, most) {
            (Some(least), _) if *counted < least => "below",
            (_, Some(most)) if *counted > most => "above",
            (_, _) => "in range",
        }),
    }
}

fn handover_view(handover: &Handover) -> HandoverView<'_> {
    let agreed = handover.agreed.iter();
    HandoverView {
        former: &handover.former,
        present: &handover.present,
        from: wording::date(handover.from),
        agreed: agreed
            .map(|(day, what)| (wording::date(*day), format!("{what}.")))
            .collect(),
    }
}

fn action_view(action: &OpenAction, today: Date) -> ActionView<'_> {
    let due = action.action.due;
    let rag = match (&action.done, due.map(|day| wording::days(today, day))) {
        (Some(_), _) | (None, None | Some(15..)) => None,
        (None, Some(..0)) => Some(Rag::Red),
        (None, Some(0..=14)) => Some(Rag::Amber),
    };
    ActionView {
        id: &action.id,
        what: &action.action.what,
        who: &action.action.who,
        due: wording::due(due, None),
        done: action.done.as_ref().map(|(day, _)| wording::date(*day)),
        stamp: rag.map(|rag| Stamp::new(rag, wording::rag(rag))),
    }
}

fn meeting_view<'a>(
    mark: &'a MeetingMark,
    actions: &'a [OpenAction],
    today: Date,
) -> MeetingView<'a> {
    let own = actions.iter().filter(|action| action.entry == mark.entry);
    MeetingView {
        date: wording::date(mark.meeting.date),
        with: series(&mark.meeting.with),
        points: mark.meeting.points.iter().map(|it| &**it).collect(),
        actions: own.map(|it| action_view(it, today)).collect(),
        next: mark.meeting.next.map(wording::date),
    }
}
