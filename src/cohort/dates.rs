//! The dates of a cohort as a calendar.

use std::collections::BTreeMap;

use crate::cohort::kind::Kind;
use crate::cohort::merge::Cohort;
use crate::diagnostics::text::count;
use crate::diagnostics::{Today, sha256};
use crate::milestones::{Deadline, calendar};
use crate::project::{Due, Zone};

/// So many names stand beside a date.
const MOST_NAMES: usize = 60;

/// Writes the dates that are still to be kept: one for each milestone and day, with how many are to
/// keep it, and who, where names may be shown.
pub fn ics(cohort: &Cohort) -> String {
    let mut dates: BTreeMap<(String, String, String), Vec<String>> = BTreeMap::new();
    let mut titles = BTreeMap::new();
    for row in cohort.rows.iter().filter(|row| row.enrolment.is_none()) {
        let zone = row.zone.clone().unwrap_or_default();
        for milestone in row.milestones.iter().filter(|it| !it.state.is_done()) {
            if let Some(due) = milestone.binding_due() {
                let who = row.name.clone().unwrap_or_else(|| row.id.clone());
                let key = (due.to_string(), milestone.id.to_string(), zone.clone());
                titles
                    .entry(key.clone())
                    .or_insert((milestone.name().to_owned(), due));
                dates.entry(key).or_default().push(who);
            }
        }
    }
    let deadlines = dates.into_iter().filter_map(|(key, mut who)| {
        let (title, due): &(String, Due) = titles.get(&key)?;
        who.sort();
        let students = count(who.len(), "student");
        let (on, id, zone) = key;
        let digest = sha256(format!("{on}\n{id}\n{zone}").as_bytes());
        Some(Deadline {
            uid: format!("{}@folio", &digest[..16]),
            title: format!("{title}: {students}"),
            due: *due,
            zone: Zone::named(&zone).unwrap_or_default(),
            note: match cohort.kind {
                Kind::Office if who.len() <= MOST_NAMES => who.join("\n"),
                Kind::Office | Kind::Triage | Kind::Marking => String::new(),
            },
        })
    });
    calendar(&deadlines.collect::<Vec<_>>(), Today(cohort.on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::testing::row;

    #[test]
    fn a_date_stands_once_with_all_who_keep_it() {
        let mut cohort = Cohort {
            kind: Kind::Office,
            on: row("a").on,
            rows: vec![row("a"), row("b")],
            notes: Vec::new(),
            unreadable: 0,
        };
        let text = ics(&cohort);
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
        assert!(
            text.contains("SUMMARY:submission: 2 students\r\n"),
            "{text}"
        );
        assert!(text.contains("DESCRIPTION:Ada a\\nAda b\r\n"), "{text}");
        cohort.kind = Kind::Triage;
        assert!(!ics(&cohort).contains("Ada"));
    }
}
