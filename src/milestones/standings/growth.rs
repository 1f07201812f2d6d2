//! How the words grew: what counted on the days on which a milestone was marked ready.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::milestones::facts::Facts;
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
    /// Returns the words on earlier days, and today's if they were counted.
    ///
    /// A milestone's record holds its own chapters only, so each day has the newest number of
    /// every chapter that was marked ready until then; and today's number is of these chapters,
    /// so that like is compared with like. Where none was, it is of all.
    pub fn days(history: &History, today: Option<(Date, &Facts)>) -> Vec<Self> {
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
        if let Some((date, facts)) = today {
            let chapters = facts.chapters.iter();
            let known =
                chapters.filter(|(id, _)| newest.is_empty() || newest.contains_key(id.as_str()));
            days.insert(date, known.map(|(_, chapter)| whole(chapter.words)).sum());
        }
        days.into_iter()
            .map(|(date, words)| Self { date, words })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::testing::TestProject;

    #[test]
    fn today_is_of_the_chapters_of_the_days_before() {
        let mut project = TestProject::new();
        project.write("findings", "Two words.\n");
        let days = |project: &TestProject| -> Vec<usize> {
            let history = project.history();
            let today = Some(("2027-01-09".parse().unwrap(), &project.facts));
            WordsOn::days(&history, today)
                .iter()
                .map(|it| it.words)
                .collect()
        };
        assert_eq!(days(&project), [5]);
        project.ready("tutorial-1").unwrap();
        project.write("introduction", "The first words, and more.\n");
        assert_eq!(days(&project), [3, 5]);
        project.on("2027-01-08").ready("submission").unwrap();
        assert_eq!(days(&project), [3, 7, 7]);
    }
}
