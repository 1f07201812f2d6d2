//! How entries are shown: as lines for people, as views for JSON.

use std::collections::BTreeMap;

use folio::diagnostics::british;
use folio::diagnostics::text::inline;
use folio::milestones::{
    Action, Basis, Confirmation, Digest, Entry, Event, Line, OpenAction, Record, State, sentence,
    short, standings,
};
use folio::project::Due;
use serde::Serialize;

/// What the rest of the ledger says about each entry.
pub(crate) struct LedgerLinks {
    actions: Vec<OpenAction>,
    corrected: BTreeMap<Digest, String>,
    ignored: BTreeMap<usize, String>,
}

impl LedgerLinks {
    /// Gathers it from the ledger of a basis.
    pub(crate) fn of(basis: &Basis<'_>) -> Self {
        let standings = standings(basis);
        let corrected = basis.history.entries().filter_map(|(line, entry)| {
            let Event::Correction(correction) = &entry.event else {
                return None;
            };
            Some((correction.entry.clone(), line.short().to_owned()))
        });
        Self {
            actions: standings.actions,
            corrected: corrected.collect(),
            ignored: standings
                .ignored
                .into_iter()
                .map(|it| (it.line, it.why))
                .collect(),
        }
    }

    /// Returns the action `number` of an entry.
    fn action(&self, entry: &Digest, number: u32) -> Option<&OpenAction> {
        let mut actions = self.actions.iter();
        actions.find(|it| it.entry == *entry && it.number == number)
    }

    /// Returns the names of the actions that are open.
    pub(crate) fn open(&self) -> impl Iterator<Item = &OpenAction> {
        self.actions.iter().filter(|it| it.done.is_none())
    }

    /// Returns every action.
    pub(crate) fn actions(&self) -> &[OpenAction] {
        &self.actions
    }
}

/// Says what an action is: what, who, by when.
pub(crate) fn action_in_words(action: &Action) -> String {
    let Action { what, who, due } = action;
    let text = format!("{}; {}", inline(what, 300), inline(who, 100));
    match due {
        Some(due) => format!("{text}; by {}", british(*due)),
        None => text,
    }
}

/// Returns the actions that an event agreed on.
pub(crate) fn actions_of(event: &Event) -> &[Action] {
    match event {
        Event::Meeting(meeting) => &meeting.actions,
        Event::Decision(decision) => &decision.actions,
        Event::Ready(_)
        | Event::Extension(_)
        | Event::ActionDone(_)
        | Event::Correction(_)
        | Event::Supervisor(_)
        | Event::Packaged(_)
        | Event::Submitted(_)
        | Event::Merge(_)
        | Event::Erasure(_) => &[],
    }
}

/// Returns what somebody wrote with an event.
pub(crate) fn note_of(event: &Event) -> Option<&str> {
    match event {
        Event::Ready(ready) => ready.note.as_deref(),
        Event::Decision(decision) => decision.note.as_deref(),
        Event::ActionDone(done) => done.note.as_deref(),
        Event::Extension(_)
        | Event::Meeting(_)
        | Event::Correction(_)
        | Event::Supervisor(_)
        | Event::Packaged(_)
        | Event::Submitted(_)
        | Event::Merge(_)
        | Event::Erasure(_) => None,
    }
}

/// Returns what there is to say of an entry beside its sentence, one line each.
pub(crate) fn details(line: &Line, links: &LedgerLinks) -> Vec<String> {
    let Some(entry) = line.entry() else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    let mut add = |what: &str, text: &str| lines.push(format!("{what}{}", inline(text, 600)));
    match &entry.event {
        Event::Ready(ready) => {
            for criterion in ready.criteria.iter().filter(|it| !it.met) {
                add(
                    "not met: ",
                    &format!("{} ({})", criterion.id, criterion.detail),
                );
            }
        }
        Event::Decision(decision) => {
            if let Some(day) = decision.taken {
                add("decided on ", &british(day).to_string());
            }
        }
        Event::Meeting(meeting) => {
            for point in &meeting.points {
                add("point: ", point);
            }
        }
        Event::Submitted(submitted) => {
            if let Some(on) = submitted.on {
                let time = match on {
                    Due::Day(_) => String::new(),
                    Due::Moment(at) => at.strftime(" at %H:%M").to_string(),
                };
                add("handed in on ", &format!("{}{time}", british(on.day())));
            }
        }
        Event::ActionDone(_)
        | Event::Extension(_)
        | Event::Correction(_)
        | Event::Supervisor(_)
        | Event::Packaged(_)
        | Event::Merge(_)
        | Event::Erasure(_) => {}
    }
    if let Some(note) = note_of(&entry.event) {
        add("note: ", note);
    }
    for (number, action) in (1_u32..).zip(actions_of(&entry.event)) {
        let done = links.action(&line.digest, number);
        let done = match done.and_then(|it| it.done.as_ref()) {
            Some((day, _)) => format!(" (done on {})", british(*day)),
            None => String::new(),
        };
        lines.push(format!(
            "action {}-{number}: {}{done}",
            line.short(),
            action_in_words(action)
        ));
    }
    if let Event::Meeting(meeting) = &entry.event
        && let Some(next) = meeting.next
    {
        lines.push(format!("next meeting: {}", british(next)));
    }
    if let Some(correction) = links.corrected.get(&line.digest) {
        lines.push(format!("no longer counts: see entry {correction}"));
    }
    if let Some(why) = links.ignored.get(&line.line) {
        lines.push(format!("has no effect: {}", inline(why, 300)));
    }
    lines
}

/// What there is to report beside the entries.
#[derive(Debug, Default)]
pub(crate) struct Extra {
    /// The folder in which the chapters were kept, relative to the project.
    pub(crate) kept: Option<String>,
    /// The file for the student.
    pub(crate) out: Option<String>,
}

/// The answer of a command that added to the ledger.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct WrittenView<'a> {
    format: u32,
    entries: Vec<EntryView<'a>>,
    kept: Option<&'a str>,
    out: Option<&'a str>,
}

impl<'a> WrittenView<'a> {
    /// Returns the view of what was added.
    pub(crate) fn new(entries: Vec<EntryView<'a>>, extra: &'a Extra) -> Self {
        let Extra { kept, out } = extra;
        Self {
            format: 1,
            entries,
            kept: kept.as_deref(),
            out: out.as_deref(),
        }
    }
}

/// An entry of the ledger; what its kind has not is null.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct EntryView<'a> {
    entry: &'a str,
    digest: &'a str,
    line: usize,
    kind: &'a str,
    at: String,
    entered_at: Option<String>,
    entered_by: &'a str,
    milestone: Option<&'a str>,
    sentence: String,
    words: Option<u32>,
    round: Option<u32>,
    outcome: Option<&'static str>,
    by: Option<&'a str>,
    name: Option<&'a str>,
    confirmed: Option<&'static str>,
    evidence: Option<&'a str>,
    note: Option<&'a str>,
    reason: Option<&'a str>,
    reference: Option<&'a str>,
    granted_by: Option<&'a str>,
    date: Option<String>,
    with: Option<&'a [String]>,
    points: Option<Vec<&'a str>>,
    next: Option<String>,
    actions: Vec<ActionView<'a>>,
    corrects: Option<String>,
    erases: Option<String>,
    corrected_by: Option<&'a str>,
    no_effect: Option<&'a str>,
}

/// An action as JSON shows it.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ActionView<'a> {
    action: String,
    what: &'a str,
    who: &'a str,
    due: Option<String>,
    done: Option<String>,
}

impl<'a> EntryView<'a> {
    /// Returns the view of a line; `None` for an entry of a newer version.
    pub(crate) fn new(line: &'a Line, links: &'a LedgerLinks) -> Option<Self> {
        let entry = match &line.record {
            Record::Known(entry) => entry.as_ref(),
            Record::Newer { .. } => return None,
        };
        let Entry {
            at,
            entered_at,
            entered_by,
            event,
        } = entry;
        let mut view = Self {
            entry: line.short(),
            digest: line.digest.as_str(),
            line: line.line,
            kind: event.kind(),
            at: at.to_string(),
            entered_at: entered_at.map(|day| day.to_string()),
            entered_by,
            milestone: event.milestone(),
            sentence: sentence(entry),
            note: note_of(event),
            actions: (1_u32..)
                .zip(actions_of(event))
                .map(|(number, action)| ActionView {
                    action: format!("{}-{number}", line.short()),
                    what: &action.what,
                    who: &action.who,
                    due: action.due.map(|due| due.to_string()),
                    done: links
                        .action(&line.digest, number)
                        .and_then(|it| it.done.as_ref())
                        .map(|(day, _)| day.to_string()),
                })
                .collect(),
            corrected_by: links.corrected.get(&line.digest).map(String::as_str),
            no_effect: links.ignored.get(&line.line).map(String::as_str),
            ..Self::default()
        };
        view.fill(event);
        Some(view)
    }

    fn fill(&mut self, event: &'a Event) {
        match event {
            Event::Ready(ready) => {
                self.words = Some(ready.words);
                self.round = Some(ready.round);
                self.reason = ready.despite.as_deref();
            }
            Event::Decision(decision) => {
                self.outcome = Some(State::from(decision.outcome).name());
                self.by = Some(&decision.by);
                self.name = decision.name.as_deref();
                self.date = decision.taken.map(|day| day.to_string());
                match &decision.confirmation {
                    Confirmation::Recorded { evidence } => {
                        self.confirmed = Some("recorded");
                        self.evidence = Some(evidence);
                    }
                    Confirmation::Ssh { signature: _ } => self.confirmed = Some("ssh"),
                }
            }
            Event::Extension(extension) => {
                self.reference = Some(&extension.reference);
                self.granted_by = extension.granted_by.as_deref();
                self.date = Some(extension.to.to_string());
            }
            Event::Meeting(meeting) => {
                self.date = Some(meeting.date.to_string());
                self.with = Some(&meeting.with);
                self.points = Some(meeting.points.iter().map(|it| &**it).collect());
                self.next = meeting.next.map(|day| day.to_string());
            }
            Event::Correction(correction) => {
                self.corrects = Some(short(&correction.entry).to_owned());
                self.reason = Some(&correction.reason);
            }
            Event::Supervisor(supervisor) => {
                self.by = Some(&supervisor.email);
                self.name = Some(&supervisor.name);
                self.date = Some(supervisor.from.to_string());
            }
            Event::Packaged(packaged) => self.words = Some(packaged.words),
            Event::Submitted(submitted) => {
                self.evidence = Some(&submitted.evidence);
                self.date = submitted.on.map(|day| day.to_string());
            }
            Event::Erasure(erasure) => self.erases = Some(short(&erasure.entry).to_owned()),
            Event::ActionDone(_) | Event::Merge(_) => {}
        }
    }
}
