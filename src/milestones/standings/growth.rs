//! How the words grew: what counted on the days on which a milestone was marked ready.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::milestones::ledger::{Event, History, day_of};

/// The count on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsOn {
    /// The day.
    pub date: Date,
    /// The words that counted.
    pub words: usize,
}

impl WordsOn {
    /// Returns the words of the whole on earlier days, and today's if they were counted: a
    /// milestone's record holds its own chapters only, so each day has the newest number of every
    /// chapter.
    pub fn days(history: &History, today: Option<Self>) -> Vec<Self> {
        let whole = |words: u32| usize::try_from(words).unwrap_or(usize::MAX);
        let mut newest: BTreeMap<&str, usize> = BTreeMap::new();
        let mut days: BTreeMap<Date, usize> = BTreeMap::new();
        for effective in history.effective() {
            if let Event::Ready(ready) = effective.event {
                let chapters = ready.chapters.iter();
                newest.extend(chapters.map(|it| (it.id.as_str(), whole(it.words))));
                days.insert(day_of(effective.entry.at), newest.values().sum());
            }
        }
        days.extend(today.map(|it| (it.date, it.words)));
        days.into_iter()
            .map(|(date, words)| Self { date, words })
            .collect()
    }
}
