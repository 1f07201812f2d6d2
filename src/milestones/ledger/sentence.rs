//! An entry of the ledger in a sentence, for the log and the pages that people read.

use crate::diagnostics::british;
use crate::diagnostics::text::{count, inline, thousands};
use crate::milestones::ledger::{Confirmation, Entry, Event, short};
use crate::project::Due;

/// Says what an entry records, without its full stop. What people typed is kept to one line.
pub fn sentence(entry: &Entry) -> String {
    event_sentence(&entry.event, &entry.entered_by)
}

fn event_sentence(event: &Event, entered_by: &str) -> String {
    let plain = |text: &str| inline(text, 120);
    let day = |due: Due| match due {
        Due::Day(day) => british(day).to_string(),
        Due::Moment(moment) => format!("{} {}", british(moment.date()), moment.time()),
    };
    match event {
        Event::Ready(ready) => {
            let words = usize::try_from(ready.words).unwrap_or(usize::MAX);
            let mut text = format!(
                "{} marked ready, round {}, {}",
                plain(&ready.milestone),
                ready.round,
                count(words, "word")
            );
            if let Some(reason) = &ready.despite {
                text.push_str(&format!(", despite unmet criteria: {}", plain(reason)));
            }
            text
        }
        Event::Decision(decision) => {
            let who = decision.name.as_ref().unwrap_or(&decision.by);
            let how = match &decision.confirmation {
                Confirmation::Recorded { evidence } if decision.received => format!(
                    "recorded from a file, unsigned, evidence: {}",
                    plain(evidence)
                ),
                Confirmation::Recorded { evidence } => format!(
                    "recorded by {}, evidence: {}",
                    plain(entered_by),
                    plain(evidence)
                ),
                Confirmation::Ssh { .. } => "signed".into(),
            };
            format!(
                "{} {} by {} ({how})",
                plain(&decision.milestone),
                decision.outcome.in_words(),
                plain(who)
            )
        }
        Event::Extension(extension) => {
            let how = match (&extension.granted_by, &extension.grant) {
                (Some(name), Some(_)) => format!("granted and signed by {}", plain(name)),
                (Some(name), None) => format!("granted by {}", plain(name)),
                (None, _) => "claimed, not granted yet".into(),
            };
            format!(
                "{} extended to {} ({how}, reference {})",
                plain(&extension.milestone),
                day(extension.to),
                plain(&extension.reference)
            )
        }
        Event::Meeting(meeting) => format!(
            "meeting on {} with {}, {}",
            british(meeting.date),
            plain(&meeting.with.join(", ")),
            count(meeting.actions.len(), "action")
        ),
        Event::ActionDone(done) => {
            format!("action {}-{} done", short(&done.entry), done.action)
        }
        Event::Correction(correction) => {
            let entry = short(&correction.entry);
            let reason = plain(&correction.reason);
            match &correction.instead {
                Some(instead) => format!(
                    "entry {entry} corrected ({reason}), now: {}",
                    event_sentence(instead, entered_by)
                ),
                None => format!("entry {entry} taken back ({reason})"),
            }
        }
        Event::Supervisor(supervisor) => {
            let name = plain(&supervisor.name);
            let mut said = format!("{name} supervises from {}", british(supervisor.from));
            if let Some(until) = supervisor.until {
                said.push_str(&format!(" until {}", british(until)));
            }
            said
        }
        Event::Packaged(packaged) => {
            let mut said = format!(
                "packaged as {} with {} words",
                plain(&packaged.file),
                thousands(usize::try_from(packaged.words).unwrap_or(usize::MAX))
            );
            for aside in &packaged.despite {
                let (code, reason) = (plain(&aside.code), plain(&aside.reason));
                said.push_str(&format!(", despite {code}: {reason}"));
            }
            said
        }
        Event::Submitted(submitted) => {
            format!("handed in, evidence: {}", plain(&submitted.evidence))
        }
        Event::Erasure(erasure) => format!(
            "{} of entry {} removed",
            count(erasure.words.len(), &plain(&erasure.field)),
            short(&erasure.entry)
        ),
        Event::Merge(merge) => {
            let entries = merge.joined.len();
            let noun = if entries == 1 { "entry" } else { "entries" };
            format!("{entries} {noun} added from {}", plain(&merge.source))
        }
    }
}

/// Says how many entries: `1 entry`, `12 entries`.
pub(crate) fn entries_in_words(entries: usize) -> String {
    match entries {
        1 => "1 entry".into(),
        several => format!("{} entries", thousands(several)),
    }
}

/// Says how many entries were added, for the answer to the person who asked.
pub fn added_in_words(entries: usize) -> String {
    let verb = if entries == 1 { "was" } else { "were" };
    format!("{} {verb} added", entries_in_words(entries))
}
