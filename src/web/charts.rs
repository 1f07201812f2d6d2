//! The geometry of the charts: places along an axis, as percentages with two digits.

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostics::text::thousands;
use crate::milestones::WordsOn;
use crate::web::wording;

/// The most marks that an axis gets.
const MAX_TICKS: i64 = 7;

/// The most points of a line; of more, some are left out of the picture.
const MAX_POINTS: usize = 120;

/// A stretch of days, from the first of a month to the first of another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    first: Date,
    days: i64,
}

/// A mark on an axis.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Tick {
    /// Where it stands, in percent.
    pub(super) x: String,
    /// The month, with the year where it is a new one.
    pub(super) label: String,
}

impl Axis {
    /// Returns the axis that shows all the days; `None` if there are fewer than two.
    pub(super) fn over(days: impl IntoIterator<Item = Date>) -> Option<Self> {
        let (first, last) = days.into_iter().fold(None, |range, day| match range {
            None => Some((day, day)),
            Some((first, last)) => Some((day.min(first), day.max(last))),
        })?;
        if first == last {
            return None;
        }
        let first = first.first_of_month();
        let last = last.last_of_month();
        Some(Self {
            first,
            days: wording::days(first, last).max(1),
        })
    }

    /// Returns where a day stands.
    pub(super) fn x(self, day: Date) -> String {
        let days = wording::days(self.first, day).clamp(0, self.days);
        percent(days * 10_000 / self.days)
    }

    /// Returns where a stretch of days begins and how wide it is.
    pub(super) fn stretch(self, from: Date, to: Date) -> (String, String) {
        let at = |day| wording::days(self.first, day).clamp(0, self.days) * 10_000 / self.days;
        let (from, to) = (at(from.min(to)), at(from.max(to)));
        (percent(from), percent(to - from))
    }

    /// Returns the marks of its months: each, every third, every year, as many as there is room for.
    pub(super) fn ticks(self) -> Vec<Tick> {
        let month = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
        let start = month(self.first);
        let months = self.days / 30 + 1;
        let step = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1_200, 12_000, 120_000]
            .into_iter()
            .find(|step| months / step <= MAX_TICKS)
            .unwrap_or(120_000);
        let mut ticks: Vec<Tick> = Vec::new();
        let mut shown_year = None;
        let mut at = start;
        while let Some(day) = first_of(at) {
            let days = wording::days(self.first, day);
            // The last eighth has no room for a label.
            if days > self.days * 7 / 8 + 1 {
                break;
            }
            let mut label = MONTHS[usize::try_from(at.rem_euclid(12)).unwrap_or(0)].to_owned();
            if shown_year != Some(day.year()) {
                label = format!("{label} {}", day.year());
                shown_year = Some(day.year());
            }
            ticks.push(Tick {
                x: self.x(day),
                label,
            });
            at += step;
        }
        ticks
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn first_of(month: i64) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    let month = i8::try_from(month.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok()
}

/// Writes hundredths of a percent: `12.50`.
fn percent(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Returns which part a number is of another, in percent, at most 100.
pub(super) fn part(number: usize, of: usize) -> String {
    let part = number.min(of) as u128 * 10_000 / of.max(1) as u128;
    percent(i64::try_from(part).unwrap_or(10_000))
}

/// Words over time.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    /// The line, in a square of 100 by 100.
    pub(super) path: String,
    /// The surface below it.
    pub(super) area: String,
    /// Its points, in percent.
    pub(super) points: Vec<(String, String)>,
    /// Where the limit stands from above, in percent, and what it is called.
    pub(super) limit: Option<(String, String)>,
    /// Where the last point stands from above.
    pub(super) last_y: String,
    /// The words of the last point.
    pub(super) last_words: String,
    /// The marks of its axis.
    pub(super) ticks: Vec<Tick>,
    /// What it shows, in a sentence.
    pub(super) sentence: String,
}

/// Returns the picture of words over time; `None` if there is nothing to join with a line.
pub(super) fn line(history: &[WordsOn], limit: Option<usize>) -> Option<Line> {
    let history = thinned(history);
    let (first, last) = (history.first()?, history.last()?);
    let axis = Axis::over(history.iter().map(|it| it.date))?;
    let most = history.iter().map(|it| it.words).max()?;
    let top = most.max(limit.unwrap_or(0)).max(1);
    // A ninth of the height is left free above.
    let top = top.saturating_add(top / 8);
    let y = |words: usize| {
        let part = (top - words.min(top)) as u128 * 10_000 / top as u128;
        percent(i64::try_from(part).unwrap_or(0))
    };
    let points: Vec<(String, String)> = history
        .iter()
        .map(|it| (axis.x(it.date), y(it.words)))
        .collect();
    let joined: Vec<String> = points.iter().map(|(x, y)| format!("{x} {y}")).collect();
    let path = format!("M{}", joined.join(" L"));
    let area = format!(
        "{path} L{} 100 L{} 100 Z",
        axis.x(last.date),
        axis.x(first.date)
    );
    Some(Line {
        path,
        area,
        points,
        limit: limit.map(|limit| (y(limit), thousands(limit))),
        last_y: y(last.words),
        last_words: thousands(last.words),
        ticks: axis.ticks(),
        sentence: format!(
            "From {} words on {} to {} words on {}.",
            thousands(first.words),
            wording::date(first.date),
            thousands(last.words),
            wording::date(last.date)
        ),
    })
}

/// Returns the last count of each day, in the order of days; of very many, evenly some.
pub(super) fn thinned(history: &[WordsOn]) -> Vec<WordsOn> {
    let mut days: Vec<WordsOn> = Vec::new();
    let mut sorted = history.to_vec();
    sorted.sort_by_key(|it| it.date);
    for it in sorted {
        match days.last_mut() {
            Some(last) if last.date == it.date => *last = it,
            Some(_) | None => days.push(it),
        }
    }
    let step = days.len().div_ceil(MAX_POINTS).max(1);
    let last = days.len().saturating_sub(1);
    days.iter()
        .enumerate()
        .filter(|(at, _)| (last - at).is_multiple_of(step))
        .map(|(_, it)| *it)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_axis_begins_and_ends_with_a_month() {
        let axis = Axis::over([date(2026, 11, 22), date(2027, 9, 1)]).unwrap();
        assert_eq!(axis.x(date(2026, 11, 1)), "0.00");
        assert_eq!(axis.x(date(2027, 9, 30)), "100.00");
        let labels: Vec<String> = axis.ticks().into_iter().map(|it| it.label).collect();
        assert_eq!(labels, ["Nov 2026", "Jan 2027", "Mar", "May", "Jul"]);
    }

    #[test]
    fn one_day_is_no_axis() {
        assert!(Axis::over([]).is_none());
        assert!(Axis::over([date(2027, 1, 1), date(2027, 1, 1)]).is_none());
    }

    #[test]
    fn the_longest_time_there_is_has_few_marks() {
        let axis = Axis::over([Date::MIN, Date::MAX]).unwrap();
        assert!(axis.ticks().len() <= 10, "{}", axis.ticks().len());
        assert_eq!(axis.x(Date::MAX), "100.00");
        assert_eq!(
            axis.stretch(Date::MIN, Date::MAX),
            ("0.00".into(), "100.00".into())
        );
    }

    #[test]
    fn a_line_takes_the_last_count_of_a_day_and_not_too_many() {
        let on = |day: i8, words| WordsOn {
            date: date(2027, 1, day),
            words,
        };
        let history = [on(1, 10), on(1, 20), on(3, 30)];
        assert_eq!(thinned(&history), [on(1, 20), on(3, 30)]);
        let long: Vec<WordsOn> = (0..1_000)
            .map(|n| WordsOn {
                date: Date::constant(2020, 1, 1).saturating_add(jiff::Span::new().days(n)),
                words: 1,
            })
            .collect();
        let kept = thinned(&long);
        assert!(kept.len() <= MAX_POINTS);
        assert_eq!(kept.last(), long.last());
    }

    #[test]
    fn the_greatest_numbers_do_not_overflow() {
        let on = |day: i8, words| WordsOn {
            date: date(2027, 1, day),
            words,
        };
        assert!(line(&[on(1, usize::MAX), on(2, 0)], Some(usize::MAX)).is_some());
        assert_eq!(part(usize::MAX, usize::MAX), "100.00");
        assert_eq!(part(5, 0), "0.00");
    }
}
