//! What the charts of a cohort show: words over the year, and states by milestone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::cohort::merge::Cohort;
use crate::diagnostics::text::{capitalised, thousands};
use crate::milestones::State;

/// The most months that are drawn.
const MOST_MONTHS: usize = 36;
/// The left and the right edge of the picture.
const LEFT: usize = 60;
const RIGHT: usize = 790;
/// Its lower edge, and its height.
const FLOOR: usize = 230;
const HEIGHT: usize = 215;

/// Words over the year: in each month the quarters of all students who have any.
#[derive(Serialize)]
pub(super) struct Growth {
    sentence: String,
    label: String,
    lines: Vec<GridLine>,
    band: String,
    middle: String,
    months: Vec<Month>,
}

#[derive(Serialize)]
struct GridLine {
    y: String,
    text_y: String,
    words: String,
}

#[derive(Serialize)]
struct Month {
    name: String,
    label: Option<String>,
    x: String,
    students: String,
    low: String,
    median: String,
    high: String,
}

/// Returns the picture of words over the year; `None`: nobody has words of two months.
pub(super) fn growth(cohort: &Cohort) -> Option<Growth> {
    let days = cohort.rows.iter().flat_map(|row| &row.over_time);
    let first = days.clone().map(|it| it.date).min()?.first_of_month();
    let last = days.map(|it| it.date).max()?.first_of_month();
    let mut months = vec![first];
    while let Some(next) = months.last().and_then(|month| next_month(*month)) {
        if next > last {
            break;
        }
        months.push(next);
    }
    let skipped = months.len().saturating_sub(MOST_MONTHS);
    let months = months.split_off(skipped);
    let quarters: Vec<(Date, usize, [usize; 3])> = months
        .into_iter()
        .filter_map(|month| {
            let mut words: Vec<usize> = cohort
                .rows
                .iter()
                .filter_map(|row| {
                    let until = row.over_time.iter().rev();
                    let mut until = until.filter(|it| it.date.first_of_month() <= month);
                    until.next().map(|it| it.words)
                })
                .collect();
            words.sort_unstable();
            let at = |part: usize| words.get((words.len().max(1) - 1) * part / 4).copied();
            Some((month, words.len(), [at(1)?, at(2)?, at(3)?]))
        })
        .collect();
    if quarters.len() < 2 {
        return None;
    }
    Some(draw(&quarters))
}

fn next_month(month: Date) -> Option<Date> {
    month.last_of_month().tomorrow().ok()
}

fn draw(quarters: &[(Date, usize, [usize; 3])]) -> Growth {
    let most = quarters.iter().map(|(_, _, all)| all[2]).max().unwrap_or(1);
    let step = [
        250, 500, 1_000, 2_000, 2_500, 5_000, 10_000, 25_000, 100_000,
    ]
    .into_iter()
    .find(|step| most / step < 5)
    .unwrap_or(1_000_000);
    let top = (most / step + 1) * step;
    let x = |at: usize| LEFT + (RIGHT - LEFT) * (2 * at + 1) / (2 * quarters.len());
    let y = |words: usize| FLOOR - words * HEIGHT / top;
    let line = |which: usize| {
        let points = quarters.iter().enumerate();
        points.map(move |(at, (_, _, all))| format!("{},{}", x(at), y(all[which])))
    };
    let high: Vec<String> = line(2).collect();
    let low: Vec<String> = line(0).collect();
    let band = high.iter().chain(low.iter().rev());
    let every = quarters.len().div_ceil(8);
    let newest = quarters.last().map(|(_, students, all)| {
        format!(
            "The line is the middle of all students, the band the half around it; at the end half of \
             {} students have at most {} words",
            thousands(*students),
            thousands(all[1])
        )
    });
    Growth {
        sentence: newest.unwrap_or_default(),
        label: "Words by month: the middle of all students, and the half around it".into(),
        lines: (0..=top / step)
            .map(|at| GridLine {
                y: y(at * step).to_string(),
                text_y: (y(at * step) + 4).to_string(),
                words: thousands(at * step),
            })
            .collect(),
        band: band.cloned().collect::<Vec<_>>().join(" "),
        middle: line(1).collect::<Vec<_>>().join(" "),
        months: quarters
            .iter()
            .enumerate()
            .map(|(at, (month, students, [low, median, high]))| Month {
                name: month.strftime("%B %Y").to_string(),
                label: (at % every == 0).then(|| month.strftime("%b %Y").to_string()),
                x: x(at).to_string(),
                students: thousands(*students),
                low: thousands(*low),
                median: thousands(*median),
                high: thousands(*high),
            })
            .collect(),
    }
}

/// How many students are in which state of a milestone.
#[derive(Serialize)]
pub(super) struct MilestoneStates {
    name: String,
    numbers: Vec<String>,
    parts: Vec<Part>,
}

/// A part of a bar.
#[derive(Serialize)]
struct Part {
    class: String,
    x: String,
    width: String,
}

/// Returns the states of each milestone, and the words of the states that anybody is in.
pub(super) fn states_by_milestone(
    cohort: &Cohort,
    ids: &[String],
    names: &[String],
) -> (Vec<MilestoneStates>, Vec<&'static str>) {
    let mut counts: BTreeMap<&str, [usize; State::ALL.len()]> = BTreeMap::new();
    for milestone in cohort.rows.iter().flat_map(|row| &row.milestones) {
        let counts = counts.entry(&milestone.id).or_default();
        if let Some(at) = State::ALL.iter().position(|it| *it == milestone.state) {
            counts[at] += 1;
        }
    }
    let is_used = |at: &usize| counts.values().any(|counts| counts[*at] > 0);
    let used: Vec<usize> = (0..State::ALL.len()).filter(is_used).collect();
    let milestones = ids.iter().zip(names).filter_map(|(id, name)| {
        let counts = counts.get(id.as_str())?;
        let all = counts.iter().sum::<usize>().max(1);
        let mut before = 0;
        let parts = used.iter().map(|at| {
            let part = Part {
                class: format!("s{at}"),
                x: percent(before, all),
                width: percent(counts[*at], all),
            };
            before += counts[*at];
            part
        });
        Some(MilestoneStates {
            name: capitalised(name),
            parts: parts.collect(),
            numbers: used.iter().map(|at| thousands(counts[*at])).collect(),
        })
    });
    let milestones = milestones.collect();
    let words = used.iter().map(|at| State::ALL[*at]).map(State::in_words);
    (milestones, words.collect())
}

fn percent(part: usize, of: usize) -> String {
    let hundredths = part * 10_000 / of;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
