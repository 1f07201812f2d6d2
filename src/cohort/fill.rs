//! Filling in a row: what the folder says, then what the register says, which wins.

use crate::cohort::register::{RegisterLine, plain_number};
use crate::cohort::row::{
    Confirmed, LedgerState, MAX_TEXT, Row, RowDrift, RowFindings, RowMilestone, RowSubmitted,
    RowWords,
};
use crate::diagnostics::text::inline;
use crate::milestones::{Drift, Known, Standing, Timeliness, Waiting, day_of};
use crate::package::Answer;
use crate::pipeline::Overview;
use crate::project::{Dissertation, Due};
use jiff::civil::Date;

/// So much of a list that a folder makes as long as it likes is in a row, which is one line.
const MOST_MILESTONES: usize = 100;
const MOST_SUPERVISORS: usize = 20;
const MOST_DAYS: usize = 1_000;
const MOST_MISSING: usize = 100;

impl Row {
    /// Takes who it is by the manifest.
    pub(super) fn identify(&mut self, dissertation: &Dissertation) {
        let plain = |text: &String| inline(text, MAX_TEXT);
        self.name = Some(plain(&dissertation.author));
        self.cid = dissertation.cid.as_ref().map(plain);
        self.candidate = dissertation.candidate.as_ref().map(plain);
    }

    /// Takes what was found.
    pub(super) fn fill(&mut self, overview: Overview, before: Option<&Row>) {
        let Overview {
            title,
            author,
            cid,
            candidate,
            address,
            supervisors,
            programme,
            zone,
            standings,
            drifts,
            counted,
            over_time,
            deny,
            warn,
            codes,
            unresolved,
            is_ledger_sound,
            entries,
            pages,
            packed,
        } = overview;
        self.name = Some(author);
        self.title = Some(title);
        (self.cid, self.candidate, self.address) = (cid, candidate, address);
        self.supervisors = supervisors;
        self.supervisors.truncate(MOST_SUPERVISORS);
        self.programme = programme;
        self.zone = Some(zone.name().to_owned());
        self.words = counted.map(|counted| RowWords {
            counted: counted.counted,
            limit: counted.limit,
            policy: inline(&counted.policy, MAX_TEXT),
            verdict: counted.verdict,
            exempt: counted.exempted,
            estimated: !counted.estimated.is_empty(),
        });
        if self.words.is_none() {
            self.error = Some("the pages cannot be set, so no words are counted".into());
        }
        self.findings = Some(RowFindings { deny, warn, codes });
        self.unresolved = Some(unresolved);
        self.pages = pages;
        let skipped = over_time.len().saturating_sub(MOST_DAYS);
        self.over_time = over_time.into_iter().skip(skipped).collect();
        self.submitted = standings.milestones.iter().find_map(submitted);
        self.file = packed.as_ref().map(|it| inline(&it.file, MAX_TEXT));
        let milestones = standings.milestones.len();
        self.milestones = standings
            .milestones
            .into_iter()
            .map(|standing| {
                let drift = drifts.get(&standing.id).copied();
                let packed = packed.as_ref().filter(|_| standing.is_submission);
                let packed = packed.map(|packed| u32::try_from(packed.words).unwrap_or(u32::MAX));
                milestone(standing, drift, packed, self.on)
            })
            .take(MOST_MILESTONES)
            .collect();
        if milestones > MOST_MILESTONES {
            let remark = format!("{milestones} milestones, of which {MOST_MILESTONES} are shown");
            self.remarks.push(remark);
        }
        self.keep_only_the_next_steps();
        let is_shorter = before.is_some_and(|before| {
            let is_known = |head: &String| entries.contains(head);
            entries.len() < before.entries || !before.head.iter().all(is_known)
        });
        self.ledger = Some(match (is_ledger_sound, is_shorter, entries.len()) {
            (_, true, _) => LedgerState::Shorter,
            (false, false, _) => LedgerState::Broken,
            (true, false, 0) => LedgerState::None,
            (true, false, _) => LedgerState::Whole,
        });
        if let (true, Some(before)) = (is_shorter, before) {
            self.remarks
                .push(format!("ledger shorter than on {}", before.on));
            // The fullest ledger that was seen is what the next one is compared with.
            (self.entries, self.head) = (before.entries, before.head.clone());
        } else {
            self.head = entries.last().cloned();
            self.entries = entries.len();
        }
    }

    /// Forgets what is missing for milestones that are not the next one: it is a list each.
    fn keep_only_the_next_steps(&mut self) {
        let next = self.milestones.iter().position(|it| !it.state.is_done());
        for (at, milestone) in self.milestones.iter_mut().enumerate() {
            milestone.missing.truncate(MOST_MISSING);
            if Some(at) != next {
                milestone.missing.clear();
                milestone.command = None;
            }
        }
    }

    /// Takes what came of building a package again.
    pub(super) fn verify(&mut self, answer: Answer) {
        match answer {
            Answer::Yes => {}
            Answer::No => {
                let error = "the package is not what its source makes: see `folio verify`";
                self.error.get_or_insert_with(|| error.into());
            }
            Answer::Unknown => {
                let remark = "nobody can say whether the package is what its source makes: see \
                              `folio verify`";
                self.remarks.push(remark.into());
            }
        }
        self.verified = Some(answer);
    }

    /// Takes what the register says of the student.
    pub(super) fn overrule(&mut self, line: &RegisterLine) {
        let differs = |own: &Option<String>, office: &Option<String>| matches!((own, office), (Some(own), Some(office)) if plain_number(own) != plain_number(office));
        if differs(&self.cid, &line.cid) {
            let remark = "the folder and the register disagree on the college number";
            self.remarks.push(remark.into());
        }
        if differs(&self.candidate, &line.candidate) {
            let remark = "the folder and the register disagree on the candidate number";
            self.remarks.push(remark.into());
        }
        if let (Some(own), Some(office)) = (&self.name, &line.name)
            && !share_a_name(own, office)
        {
            let remark = "the folder and the register disagree on the name";
            self.remarks.push(remark.into());
        }
        let facts = [
            (&mut self.cid, &line.cid),
            (&mut self.candidate, &line.candidate),
            (&mut self.name, &line.name),
            (&mut self.address, &line.address),
        ];
        for (own, office) in facts {
            // A spreadsheet may have lost the zeros in front of the same number.
            let is_fuller = |own: &String| {
                let same = office
                    .as_ref()
                    .filter(|it| plain_number(it) == plain_number(own));
                same.is_some_and(|office| own.len() > office.len())
            };
            if office.is_some() && !own.as_ref().is_some_and(is_fuller) {
                own.clone_from(office);
            }
        }
        if !line.supervisors.is_empty() {
            self.supervisors.clone_from(&line.supervisors);
        }
        self.enrolment = line.enrolment;
        self.register = Some(line.line);
        if let Some(submitted) = &mut self.submitted {
            submitted.by_office = line.dates.iter().any(|it| it.handed_in.is_some());
        }
    }
}

/// Returns whether two ways to write who it is have a name in common, initials left out.
fn share_a_name(one: &str, other: &str) -> bool {
    let names = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.map(str::to_lowercase);
        words.filter(|word| word.chars().count() > 1).collect()
    };
    let others = names(other);
    names(one).iter().any(|name| others.contains(name))
}

fn milestone(
    standing: Standing,
    drift: Option<Drift>,
    packed: Option<u32>,
    today: Date,
) -> RowMilestone {
    let (days_late, minutes_late) = lateness(&standing, today);
    let decision = standing.decision.as_ref();
    let packaged = standing.packaged.as_ref().map(|it| it.words);
    let ready = standing.ready.as_ref();
    RowMilestone {
        state: standing.state,
        due: standing.due,
        extended_to: standing.extended_to(),
        days_late,
        minutes_late,
        decided_by: decision.map(|it| it.name.as_ref().unwrap_or(&it.by).as_str().into()),
        confirmed: decision.map(|it| match it.known {
            Known::Recorded { .. } => Confirmed::Recorded,
            Known::Signed(_) => Confirmed::Ssh,
        }),
        vouched: decision.is_some_and(|it| match &it.known {
            Known::Recorded { .. } => false,
            Known::Signed(seal) => seal.is_vouched,
        }),
        waiting_on: Some(standing.waiting_on).filter(|who| *who != Waiting::Nobody),
        drift: drift.map(|drift| {
            Box::new(RowDrift {
                words_added: drift.words_added,
                words_removed: drift.words_removed,
                estimated: drift.is_estimated,
            })
        }),
        claimed_to: undecided(&standing),
        words: packaged.or(packed).or(ready.map(|it| it.ready.words)),
        ready_on: ready.map(|it| day_of(it.at)),
        title: Some(standing.title.into()),
        missing: standing.missing,
        command: standing.command.map(Into::into),
        id: inline(&standing.id, MAX_TEXT).into(),
    }
}

/// Returns a later date that the student asks for, or has recorded, and nobody has granted.
fn undecided(standing: &Standing) -> Option<Due> {
    if standing.state.is_done() || standing.extended_to().is_some() {
        return None;
    }
    let claimed = standing.claimed.as_ref().map(|it| it.to);
    claimed.or(standing.recorded_to())
}

/// Returns how late a milestone is, in days and in minutes.
fn lateness(standing: &Standing, today: Date) -> (Option<u64>, Option<u64>) {
    const MINUTES: u64 = 24 * 60;
    let Some(due) = standing.binding_due() else {
        return (None, None);
    };
    let days_to = |day: Date| u64::try_from((day - due.day()).get_days()).unwrap_or(0);
    match standing.timeliness() {
        Some(Timeliness::InTime) => (Some(0), Some(0)),
        Some(Timeliness::Late { minutes }) => (Some(minutes / MINUTES), Some(minutes)),
        Some(Timeliness::LateByDay) => {
            let on = standing.handed_in_on().map_or(today, Due::day);
            (Some(days_to(on)), None)
        }
        Some(Timeliness::TimeNotRecorded | Timeliness::NoDate) => (None, None),
        None if undecided(standing).is_some() => (None, None),
        None if standing.is_overdue() => {
            let days = days_to(today);
            (Some(days), Some(days * MINUTES))
        }
        None => (Some(0), Some(0)),
    }
}

fn submitted(standing: &Standing) -> Option<RowSubmitted> {
    let timeliness = standing.timeliness()?;
    Some(RowSubmitted {
        on: standing.handed_in_on(),
        late: match timeliness {
            Timeliness::InTime => Some(false),
            Timeliness::Late { .. } | Timeliness::LateByDay => Some(true),
            Timeliness::TimeNotRecorded | Timeliness::NoDate => None,
        },
        minutes_late: timeliness.minutes_late(),
        by_office: false,
        evidence: standing
            .submitted
            .as_ref()
            .map(|(_, submitted)| inline(&submitted.evidence, MAX_TEXT))
            .filter(|evidence| !evidence.is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use super::share_a_name;

    #[test]
    fn who_writes_a_name_in_another_way_is_the_same_and_another_student_is_not() {
        for (folder, office) in [
            ("A. Student", "STUDENT, Ada"),
            ("Ada Student", "Ada Student-Lee"),
        ] {
            assert!(share_a_name(folder, office), "{folder}: {office}");
        }
        assert!(!share_a_name("Ada Student", "Olu Other"));
        assert!(!share_a_name("A. Student", "A. Other"));
    }
}
