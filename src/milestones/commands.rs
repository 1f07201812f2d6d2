//! The student's commands: each takes the state as it is and returns the entry to be added, or
//! refuses with a sentence. Nothing is written here.

use jiff::civil::Date;
use ssh_key::PublicKey;

use crate::diagnostics::british;
use crate::diagnostics::text::{count, did_you_mean, inline};
use crate::milestones::actions::actions;
use crate::milestones::criteria::{Judged, judge};
use crate::milestones::desk::Desk;
use crate::milestones::ledger::{
    Action, ActionDone, Entry, Event, Extension, Meeting, Packaged, Ready, SetAside, Submitted,
    Supervisor,
};
use crate::milestones::plan::{Planned, is_same_person};
use crate::milestones::refusal::Refusal;
use crate::milestones::snapshot::{Source, digest_of};
use crate::milestones::standing::{Standing, has_begun, is_submission, standings};
use crate::milestones::transition::{Happening, Position, State, step};
use crate::project::Due;

/// Returns the milestone that somebody named.
pub fn planned<'d>(desk: &Desk<'d>, id: &str) -> Result<&'d Planned, Refusal> {
    desk.plan.find(id).ok_or_else(|| {
        let written = inline(id, 40);
        let known = desk.plan.ids();
        Refusal::new(
            format!("there is no milestone `{written}`"),
            if known.is_empty() {
                "add one to folio.toml as a table `[[milestone]]`".into()
            } else {
                did_you_mean(&written, &known)
            },
        )
    })
}

/// Returns where a milestone stands.
pub(crate) fn standing(desk: &Desk<'_>, id: &str) -> Result<Standing, Refusal> {
    planned(desk, id)?;
    let mut all = standings(desk).milestones.into_iter();
    let found = all.find(|standing| standing.id == id);
    Ok(found.expect("every planned milestone has a standing"))
}

pub(crate) fn try_step(
    desk: &Desk<'_>,
    standing: &Standing,
    happening: Happening,
) -> Result<State, Refusal> {
    let planned = planned(desk, &standing.id)?;
    step(
        Position {
            id: &standing.id,
            state: standing.state,
            decided: standing.decision.as_ref().map(|it| it.known.strength()),
            is_submission: is_submission(planned, desk),
        },
        happening,
    )
}

pub(crate) fn entry(desk: &Desk<'_>, event: Event) -> Entry {
    Entry::new(desk.at, desk.entered_by, event)
}

/// Returns a text without blanks at its ends, or a refusal that says what is missing.
pub(crate) fn filled(text: &str, what: &str, hint: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::new(format!("{what} is missing"), hint));
    }
    Ok(text.to_owned())
}

fn optional(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// What `folio milestone ready` brings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadyArgs<'a> {
    /// The chapters with their texts, in the order of the plan.
    pub chapters: &'a [Source],
    /// The counting policy.
    pub policy: Option<&'a str>,
    /// What a word is.
    pub convention: Option<&'a str>,
    /// The commit, if there is one.
    pub commit: Option<&'a str>,
    /// A note to the supervisor.
    pub note: Option<&'a str>,
    /// Why it is ready although a criterion is not met.
    pub despite: Option<&'a str>,
}

/// Returns the criteria that stop a milestone from being marked ready, and those that only warn.
pub fn unmet(desk: &Desk<'_>, id: &str) -> Result<(Vec<Judged>, Vec<Judged>), Refusal> {
    let judged = judge(planned(desk, id)?, desk.facts);
    Ok(judged
        .into_iter()
        .filter(|it| !it.met)
        .partition(Judged::stops))
}

/// Checks whether a milestone can be marked ready, before its chapters are kept.
pub fn check_ready(desk: &Desk<'_>, id: &str, despite: Option<&str>) -> Result<(), Refusal> {
    let milestone = planned(desk, id)?;
    let judged = judge(milestone, desk.facts);
    let mut standing = standing(desk, id)?;
    let has_chapters = !milestone.chapters.is_empty() || !milestone.missing.is_empty();
    let is_begun = has_begun(milestone, desk, &judged);
    if has_chapters && !is_begun {
        // Whatever the ledger says: if every file is gone, there is nothing to look at.
        standing.state = State::NotStarted;
    } else if standing.state == State::NotStarted {
        // Without chapters only the criteria can say that something is missing.
        standing.state = State::InProgress;
    }
    try_step(desk, &standing, Happening::Ready)?;
    let (stops, _) = unmet(desk, id)?;
    if stops.is_empty() || optional(despite).is_some() {
        return Ok(());
    }
    let details: Vec<String> = stops
        .iter()
        .map(|it| format!("{} ({})", it.sentence, it.detail))
        .collect();
    Err(Refusal::new(
        format!(
            "{} of `{id}` {} not met: {}",
            match stops.len() {
                1 => "1 criterion".to_owned(),
                number => format!("{number} criteria"),
            },
            if stops.len() == 1 { "is" } else { "are" },
            details.join("; ")
        ),
        "see to it, or mark it ready all the same with `--despite --reason TEXT`",
    ))
}

/// `folio milestone ready`: `round` is the number of the folder in which the chapters were kept.
pub fn ready(
    desk: &Desk<'_>,
    id: &str,
    round: u32,
    args: &ReadyArgs<'_>,
) -> Result<Entry, Refusal> {
    let ReadyArgs {
        chapters,
        policy,
        convention,
        commit,
        note,
        despite,
    } = args;
    check_ready(desk, id, *despite)?;
    let milestone = planned(desk, id)?;
    let judged = judge(milestone, desk.facts);
    let chapters: Vec<_> = chapters.iter().map(Source::record).collect();
    let words = chapters
        .iter()
        .fold(0_u32, |sum, chapter| sum.saturating_add(chapter.words));
    let is_despite = judged.iter().any(Judged::stops);
    Ok(entry(
        desk,
        Event::Ready(Ready {
            milestone: id.to_owned(),
            round,
            digest: digest_of(&chapters),
            chapters,
            words,
            policy: optional(*policy),
            convention: optional(*convention),
            commit: optional(*commit),
            criteria: judged.iter().map(Judged::record).collect(),
            note: optional(*note),
            despite: optional(*despite).filter(|_| is_despite),
        }),
    ))
}

/// `folio milestone extend`: claimed without `granted_by`, granted with it.
pub fn extend(
    desk: &Desk<'_>,
    id: &str,
    to: Due,
    reference: &str,
    granted_by: Option<&str>,
) -> Result<Entry, Refusal> {
    let standing = standing(desk, id)?;
    try_step(desk, &standing, Happening::Extend)?;
    let reference = filled(
        reference,
        "the reference of the extension",
        "give the office's reference, such as `EXT-2027-12`; never the reason for it",
    )?;
    let granted_by = optional(granted_by);
    if granted_by
        .as_deref()
        .is_some_and(|it| desk.people.is_student(it))
    {
        return Err(Refusal::new(
            "an extension is not granted by the student",
            "leave `--granted-by` out until the office has decided",
        ));
    }
    if let Some(due) = standing.binding_due().filter(|due| to.at() <= due.at()) {
        return Err(Refusal::new(
            format!(
                "{} is not later than {}, when `{id}` is due",
                british(to.day()),
                british(due.day())
            ),
            "give the new date with `--to`",
        ));
    }
    Ok(entry(
        desk,
        Event::Extension(Extension {
            milestone: id.to_owned(),
            to,
            reference,
            granted_by,
        }),
    ))
}

/// What `folio milestone meeting` brings.
#[derive(Clone, Debug, PartialEq)]
pub struct MeetingArgs<'a> {
    /// The day.
    pub date: Date,
    /// Who was there besides the student.
    pub with: &'a [String],
    /// What was said.
    pub points: &'a [String],
    /// What was agreed.
    pub actions: &'a [Action],
    /// The next meeting.
    pub next: Option<Date>,
}

/// `folio milestone meeting`.
pub fn meeting(desk: &Desk<'_>, args: &MeetingArgs<'_>) -> Result<Entry, Refusal> {
    let MeetingArgs {
        date,
        with,
        points,
        actions,
        next,
    } = args;
    let texts = |list: &[String]| -> Vec<String> {
        list.iter()
            .filter_map(|text| optional(Some(text)))
            .collect()
    };
    if *date > desk.today {
        return Err(Refusal::new(
            format!("the meeting on {} has not been yet", british(*date)),
            "record it afterwards; a meeting to come is the `--next` of the one before",
        ));
    }
    if next.is_some_and(|next| next <= *date) {
        return Err(Refusal::new(
            "the next meeting is not after this one",
            "see whether one of the two dates is mistyped",
        ));
    }
    let with = texts(with);
    if with.is_empty() {
        return Err(Refusal::new(
            "nobody is named who was there",
            "say who was there with `--with NAME`",
        ));
    }
    Ok(entry(
        desk,
        Event::Meeting(Meeting {
            date: *date,
            with,
            points: texts(points),
            actions: actions.to_vec(),
            next: *next,
        }),
    ))
}

/// `folio milestone done`: `action` is its name as `folio status` shows it.
pub fn done(desk: &Desk<'_>, action: &str, note: Option<&str>) -> Result<Entry, Refusal> {
    let all = actions(&desk.history.effective(), desk.today);
    let wanted = action.trim().trim_start_matches('#').to_ascii_lowercase();
    let mut found: Vec<_> = all
        .iter()
        .filter(|it| {
            let (name, number) = wanted.rsplit_once('-').unwrap_or((&wanted, "1"));
            name.len() >= 4 && it.entry.hex().starts_with(name) && it.number.to_string() == number
        })
        .collect();
    // The same meeting may have been entered twice.
    found.dedup_by(|a, b| a.id == b.id);
    let [found] = found.as_slice() else {
        let open: Vec<&str> = all
            .iter()
            .filter(|it| it.done.is_none())
            .map(|it| it.id.as_str())
            .collect();
        return Err(Refusal::new(
            format!("there is no action `{}`", inline(action, 40)),
            match open.as_slice() {
                [] => "no action is open".into(),
                open => format!("open are {}", crate::diagnostics::text::list(open)),
            },
        ));
    };
    if let Some((day, _)) = &found.done {
        return Err(Refusal::new(
            format!("action `{}` was done on {}", found.id, british(*day)),
            "nothing is to be recorded",
        ));
    }
    Ok(entry(
        desk,
        Event::ActionDone(ActionDone {
            entry: found.entry.clone(),
            action: found.number,
            note: optional(note),
        }),
    ))
}

/// `folio milestone supervisor`.
pub fn supervisor(
    desk: &Desk<'_>,
    name: &str,
    email: &str,
    from: Date,
    key: Option<&str>,
) -> Result<Entry, Refusal> {
    let name = filled(
        name,
        "the name of the supervisor",
        "give the name as it is printed",
    )?;
    let email = filled(
        email,
        "the address of the supervisor",
        "give it with `--email`",
    )?;
    let is_address = email
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        && !email.contains(char::is_whitespace);
    if !is_address {
        return Err(Refusal::new(
            format!("`{}` is no e-mail address", inline(&email, 60)),
            "write an address such as b.supervisor@example.org",
        ));
    }
    if desk.people.is_student(&email) || desk.people.is_student(&name) {
        return Err(Refusal::new(
            "the student cannot be the supervisor",
            "give the name and the address of the supervisor",
        ));
    }
    if let Some(term) = desk.supervisor()
        && is_same_person(&term.name, &name)
        && term
            .email
            .as_deref()
            .is_none_or(|it| is_same_person(it, &email))
    {
        return Err(Refusal::new(
            format!("{} supervises already", inline(&name, 60)),
            "nothing is to be recorded",
        ));
    }
    let key = optional(key);
    if let Some(key) = &key
        && PublicKey::from_openssh(key).is_err()
    {
        return Err(Refusal::new(
            "the key is no public key of SSH",
            "give the file that ends in `.pub`",
        ));
    }
    Ok(entry(
        desk,
        Event::Supervisor(Supervisor {
            name,
            email,
            from,
            key,
        }),
    ))
}

/// What a package was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PackagedArgs<'a> {
    /// The folder, relative to the project.
    pub folder: &'a str,
    /// The name of the PDF.
    pub file: &'a str,
    /// The digest of the PDF.
    pub digest: crate::milestones::Digest,
    /// The words that count.
    pub words: u32,
    /// What was packaged although it stood in the way.
    pub despite: &'a [SetAside],
}

fn submission(desk: &Desk<'_>) -> Result<Standing, Refusal> {
    let id = desk.plan.submission().map(|it| it.id.clone());
    let id = id.ok_or_else(|| {
        Refusal::new(
            "the plan has no milestone on which the work is handed in",
            "add a table `[[milestone]]` with `id = \"submission\"` to folio.toml",
        )
    })?;
    standing(desk, &id)
}

/// `folio package`, once its files are there.
pub fn packaged(desk: &Desk<'_>, args: &PackagedArgs<'_>) -> Result<Entry, Refusal> {
    let standing = submission(desk)?;
    try_step(desk, &standing, Happening::Package)?;
    Ok(entry(
        desk,
        Event::Packaged(Packaged {
            milestone: standing.id,
            folder: args.folder.to_owned(),
            file: args.file.to_owned(),
            digest: args.digest.clone(),
            words: args.words,
            despite: args.despite.to_vec(),
        }),
    ))
}

/// `folio milestone submitted`.
pub fn submitted(desk: &Desk<'_>, evidence: &str, on: Option<Date>) -> Result<Entry, Refusal> {
    let standing = submission(desk)?;
    try_step(desk, &standing, Happening::Submit)?;
    let evidence = filled(
        evidence,
        "the evidence",
        "say how one can see that it was handed in, such as `receipt 1234 of Turnitin`",
    )?;
    if let Some(day) = on.filter(|day| *day > desk.today) {
        return Err(Refusal::new(
            format!("{} has not come yet", british(day)),
            "record it once it was handed in",
        ));
    }
    Ok(entry(
        desk,
        Event::Submitted(Submitted {
            milestone: standing.id,
            evidence,
            on,
        }),
    ))
}

/// Says how many entries were added, for the answer to the person who asked.
pub fn added_in_words(entries: usize) -> String {
    match entries {
        1 => "1 entry was added".into(),
        number => format!(
            "{} were added",
            count(number, "entry").replace("entrys", "entries")
        ),
    }
}
