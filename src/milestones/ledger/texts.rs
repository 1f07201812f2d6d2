//! A ledger and the texts beside it: which belong to it, which are missing, which were taken out.

use std::collections::BTreeMap;

use crate::diagnostics::british;
use crate::milestones::digest::Digest;
use crate::milestones::ledger::chain::{Problem, ProblemKind};
use crate::milestones::ledger::draft::EntryDraft;
use crate::milestones::ledger::entry::{Event, day_of};
use crate::milestones::ledger::history::History;
use crate::milestones::ledger::line::Record;
use crate::milestones::ledger::words::Words;

impl Words {
    /// Returns the texts that new entries bring, without those that were taken out.
    pub(crate) fn of_drafts(drafts: &[EntryDraft], after: &History) -> Self {
        let erased = after.erased();
        let texts = drafts.iter().flat_map(|it| it.words.clone());
        texts
            .filter(|it| !erased.contains_key(&it.digest))
            .collect()
    }

    /// Returns those that a ledger misses.
    pub(crate) fn missing_from(&self, history: &History) -> Self {
        let erased = history.erased();
        let typed = history.entries().flat_map(|(_, it)| it.event.typed());
        let wanted = typed.filter_map(|(_, it)| {
            let is_missing = it.apart().is_none();
            let digest = it.salted().filter(|_| is_missing)?;
            let text = self.0.get(digest).filter(|it| it.is_true())?;
            (!erased.contains_key(digest)).then(|| text.clone())
        });
        wanted.collect()
    }
}

impl History {
    /// Puts in the texts that stand beside the ledger, and says which of them do not.
    #[must_use]
    pub fn with_words(mut self, words: &Words) -> Self {
        let erased = self.erased();
        for line in &mut self.lines {
            let at = line.line;
            let Record::Known(entry) = &mut line.record else {
                continue;
            };
            for (field, typed) in entry.event.typed_mut() {
                let Some(digest) = typed.salted().cloned() else {
                    continue;
                };
                match (erased.get(&digest), words.0.get(&digest)) {
                    (Some(how), _) => typed.gone(how.clone()),
                    (None, Some(text)) if text.is_true() => typed.found(&text.salt, &text.text),
                    (None, Some(_)) => {
                        typed.gone("text changed after it was written".into());
                        let kind = ProblemKind::TextChanged { field };
                        self.problems.push(Problem::new(at, kind));
                    }
                    (None, None) => {
                        let kind = ProblemKind::TextMissing { field };
                        self.missing.push(Problem::new(at, kind));
                    }
                }
            }
        }
        self.problems.sort_by_key(|problem| problem.line);
        self
    }

    /// Returns the texts that were taken out, each with the words that stand for it.
    pub(crate) fn erased(&self) -> BTreeMap<Digest, String> {
        let mut erased = BTreeMap::new();
        for (_, entry) in self.entries().filter(|(line, _)| line.may_stand) {
            if let Event::Erasure(erasure) = &entry.event {
                let (day, by) = (british(day_of(entry.at)), &entry.entered_by);
                let how = format!("text removed on {day} by {by}");
                erased.extend(erasure.words.iter().map(|it| (it.clone(), how.clone())));
            }
        }
        erased
    }
}
