//! The pace: how many words a day are left to write.

use jiff::civil::Date;

use crate::diagnostics::text::{count, thousands};
use crate::milestones::facts::Facts;
use crate::milestones::plan::Plan;
use crate::project::{Due, Holiday};

/// What is left to write, and by when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Chapters that are below what they should have.
    pub chapters: usize,
    /// The words that they lack.
    pub words: usize,
    /// Days that are left to write on, today not counted; `None`: no date, or it has passed.
    pub days: Option<usize>,
    /// Holidays among the days that are left, which are not among those.
    pub days_off: usize,
}

impl Pace {
    /// Returns the words a day, to the nearest word and never none.
    pub fn a_day(self) -> Option<usize> {
        let nearest = |days: usize| self.words.saturating_add(days / 2) / days;
        self.days
            .filter(|days| *days > 0)
            .map(|days| nearest(days).max(1))
    }

    /// Says it in a sentence without its full stop.
    pub fn in_words(self) -> String {
        if self.words == 0 {
            return "nothing is left to write".into();
        }
        let left = format!(
            "{}, {} to write",
            count(self.chapters, "chapter"),
            count(self.words, "word")
        );
        match (self.days, self.a_day()) {
            (Some(days), Some(a_day)) => {
                let off = match self.days_off {
                    0 => String::new(),
                    off => format!(", with {} off", count(off, "day")),
                };
                let days = count(days, "day");
                format!("{left} in {days}{off}: {} a day", thousands(a_day))
            }
            (Some(_), None) if self.days_off > 0 => format!("{left}, and only holidays are left"),
            (Some(_), None) => format!("{left} today"),
            (None, _) => left,
        }
    }
}

/// Works out what is left until the work is handed in.
///
/// A chapter lacks words up to its least number, or up to its most if it has no least. Chapters
/// that are not there yet lack all of it; `expected` gives theirs, as the profile has them.
pub fn pace(
    plan: &Plan,
    facts: &Facts,
    expected: &[u32],
    holidays: &[Holiday],
    due: Option<Due>,
    today: Date,
) -> Pace {
    let mut chapters = 0;
    let mut words: usize = 0;
    let mut lack = |wanted: u32, written: u32| {
        if written < wanted {
            chapters += 1;
            let lacking = usize::try_from(wanted - written).unwrap_or(usize::MAX);
            words = words.saturating_add(lacking);
        }
    };
    if let Some(submission) = plan.submission() {
        for chapter in &submission.chapters {
            let written = facts.words_of(&chapter.id);
            let bounds = chapter.bounds.as_ref();
            let wanted = bounds.and_then(|it| it.at_least.or(it.at_most));
            lack(wanted.unwrap_or(0), written);
        }
    }
    for wanted in expected {
        lack(*wanted, 0);
    }
    let days = due.and_then(|due| usize::try_from((due.day() - today).get_days()).ok());
    let days_off = due.map_or(0, |due| Holiday::days_off(holidays, today, due.day()));
    Pace {
        chapters,
        words,
        days: days.map(|days| days.saturating_sub(days_off)),
        days_off,
    }
}

/// Returns how long the chapters that are not there yet should be, for [`pace`].
pub fn expected(project: &crate::project::Project) -> Vec<u32> {
    let there = project.outline.chapters.len();
    project
        .profile
        .chapters
        .iter()
        .skip(there)
        .filter_map(|rule| rule.words.minimum.or(rule.words.limit))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_reads_as_a_sentence() {
        #[track_caller]
        fn case(chapters: usize, words: usize, days: Option<usize>, expected: &str) {
            let pace = Pace {
                chapters,
                words,
                days,
                days_off: 0,
            };
            assert_eq!(pace.in_words(), expected);
        }

        case(
            3,
            4_100,
            Some(85),
            "3 chapters, 4,100 words to write in 85 days: 48 a day",
        );
        case(
            1,
            1,
            Some(1),
            "1 chapter, 1 word to write in 1 day: 1 a day",
        );
        case(1, 90, Some(0), "1 chapter, 90 words to write today");
        case(1, 90, None, "1 chapter, 90 words to write");
        case(0, 0, Some(3), "nothing is left to write");
    }

    #[test]
    fn chapters_that_are_not_there_lack_all_of_their_words() {
        let plan = Plan::default();
        let due = Some(Due::Day("2027-09-01".parse().unwrap()));
        let today = "2027-08-22".parse().unwrap();
        let lacking = &[1_200, 400];
        let without = pace(&plan, &Facts::default(), lacking, &[], due, today);
        assert_eq!((without.chapters, without.words), (2, 1_600));
        assert_eq!((without.days, without.a_day()), (Some(10), Some(160)));
        let holiday = Holiday {
            from: "2027-08-28".parse().unwrap(),
            until: "2027-08-29".parse().unwrap(),
        };
        let with = pace(&plan, &Facts::default(), lacking, &[holiday], due, today);
        assert_eq!(
            with.in_words(),
            "2 chapters, 1,600 words to write in 8 days, with 2 days off: 200 a day"
        );
    }
}
