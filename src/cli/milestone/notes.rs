//! What the student records: extensions, meetings, actions done, corrections, and the day on
//! which the work was handed in.

use folio::diagnostics::parse_date;
use folio::diagnostics::text::{inline, list};
use folio::milestones::{self, Line};
use jiff::civil::Date;

use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::Errand;
use crate::cli::milestone::ask::{Question, anything};
use crate::cli::milestone::decide::actions_of;
use crate::cli::milestone::record::{history, record};
use crate::cli::milestone::view::{Shown, action_in_words};
use crate::cli::milestone_args::{
    CorrectArgs, DoneArgs, ExtendArgs, MeetingArgs, SubmittedArgs, due,
};
use crate::cli::office::{Office, Text};

fn day(text: &str) -> Result<Date, String> {
    parse_date(text).map_err(|error| error.to_string())
}

fn is_day(text: &str) -> Result<(), String> {
    day(text).map(|_| ())
}

/// `folio milestone extend`.
pub(crate) fn extend(args: &ExtendArgs, errand: &Errand<'_>) -> Result<Exit, CommandError> {
    let ExtendArgs {
        id,
        to,
        reference,
        granted_by,
    } = args;
    let asker = errand.asker;
    let office = errand.office(Text::Unread)?;
    let id = &asker.milestone(id.as_deref(), "extend", &office)?.id;
    let new_date = Question::new(
        "the new date",
        "--to DATE",
        "Until when?",
        "Such as 2027-03-01, or 2027-09-14T16:00",
    );
    let to = asker.value(*to, &new_date, due)?;
    let office_reference = Question::new(
        "the reference of the extension",
        "--reference TEXT",
        "The office's reference:",
        "Such as EXT-2027-12. Never the reason for it, and nothing about health",
    );
    let reference = asker.text(reference.as_deref(), &office_reference)?;
    let who = Question::new(
        "who granted it",
        "--granted-by NAME",
        "Who granted it?",
        "Enter if the office has not decided yet",
    );
    let granted_by = asker.maybe(granted_by.as_deref(), &who, &anything)?;
    record(&office, errand, errand.entered_by(&office), &|basis| {
        milestones::extend(basis, id, to, &reference, granted_by.as_deref())
    })?;
    if granted_by.is_none() {
        errand.context.say(&format!(
            "until the office's decision is recorded the date stays as it was: `folio milestone \
             extend {id} … --granted-by NAME`"
        ));
    }
    Ok(Exit::Success)
}

/// `folio milestone meeting`.
pub(crate) fn meeting(args: &MeetingArgs, errand: &Errand<'_>) -> Result<Exit, CommandError> {
    let MeetingArgs {
        date,
        with,
        points,
        actions,
        next,
    } = args;
    let asker = errand.asker;
    let office = errand.office(Text::Unread)?;
    let when = Question::new(
        "the day of the meeting",
        "--date DATE",
        "When was it?",
        "The day as year-month-day, such as 2027-01-14",
    );
    let date = asker.value(*date, &when, day)?;
    let who = Question::new(
        "who was there",
        "--with NAME",
        "Who was there besides you?",
        "Such as: Dr B. Supervisor",
    );
    let with = match with.is_empty() {
        false => with.clone(),
        true => vec![asker.text(None, &who)?],
    };
    let point = Question::new(
        "the point",
        "--point TEXT",
        "What was said?",
        "One point; Enter for no more",
    );
    let points = asker.several(points, &point, &anything)?;
    let actions = actions_of(asker, actions)?;
    let again = Question::new(
        "the next meeting",
        "--next DATE",
        "When is the next meeting?",
        "Such as 2027-02-11; Enter if it is not known",
    );
    let given = next.map(|day| day.to_string());
    let next = asker.maybe(given.as_deref(), &again, &is_day)?;
    let next = next.as_deref().map(parse_date).transpose()?;
    let held = milestones::Meeting {
        date,
        with,
        points,
        actions,
        next,
    };
    let line = record(&office, errand, errand.entered_by(&office), &|basis| {
        milestones::meeting(basis, &held)
    })?;
    say_how_to_print(&line, errand);
    Ok(Exit::Success)
}

/// Says how a meeting is shown again.
fn say_how_to_print(line: &Line, errand: &Errand<'_>) {
    errand.context.say(&format!(
        "to print or send this record: `folio milestone log {} --write meeting.pdf` (or .md)",
        line.short()
    ));
}

/// `folio milestone done`.
pub(crate) fn done(args: &DoneArgs, errand: &Errand<'_>) -> Result<Exit, CommandError> {
    let DoneArgs { action, note } = args;
    let asker = errand.asker;
    let office = errand.office(Text::Unread)?;
    let history = history(&office)?;
    let shown = Shown::of(&office.basis(&history, ""));
    let open: Vec<(String, String)> = shown
        .open()
        .map(|it| {
            let shown = format!("{}: {}", it.id, action_in_words(&it.action));
            (it.id.clone(), shown)
        })
        .collect();
    let which = Question::new(
        "the action",
        "folio milestone done ACTION",
        "Which action is done?",
        "The name of the action, such as 3f9a1c2e-1",
    );
    let names: Vec<&str> = open.iter().map(|(id, _)| id.as_str()).collect();
    let hint = match names.as_slice() {
        [] => "no action is open".to_owned(),
        names => format!("open are {}", list(names)),
    };
    if action.is_none() && open.is_empty() {
        return Err(CommandError::new("the action is missing").hint(hint));
    }
    let action = asker
        .choice(action.as_deref(), &which, &open)
        .map_err(|error| error.hint(hint.clone()))?;
    let wanted = action.trim_start_matches('#').to_ascii_lowercase();
    let stem = wanted.split('-').next().unwrap_or_default();
    let is_known = |name: &str| stem.len() >= 4 && name.starts_with(stem);
    if !shown.actions().iter().any(|it| is_known(it.entry.hex())) {
        return Err(
            CommandError::new(format!("there is no action `{}`", inline(&action, 40))).hint(hint),
        );
    }
    let how = Question::new(
        "the note",
        "--note TEXT",
        "How was it done?",
        "Enter for no note",
    );
    let note = asker.maybe(note.as_deref(), &how, &anything)?;
    record(&office, errand, errand.entered_by(&office), &|basis| {
        milestones::done(basis, &action, note.as_deref())
    })?;
    Ok(Exit::Success)
}

/// `folio milestone correct`.
pub(crate) fn correct(args: &CorrectArgs, errand: &Errand<'_>) -> Result<Exit, CommandError> {
    let CorrectArgs { entry, reason } = args;
    let asker = errand.asker;
    let office = errand.office(Text::Unread)?;
    let history = history(&office)?;
    let choices: Vec<(String, String)> = history
        .entries()
        .map(|(line, entry)| {
            let shown = format!("{}: {}", line.short(), milestones::sentence(entry));
            (line.short().to_owned(), shown)
        })
        .collect();
    let which = Question::new(
        "the entry",
        "folio milestone correct ENTRY",
        "Which entry is wrong?",
        "The name of the entry, such as 3f9a1c2e",
    );
    let hint = "`folio milestone log` lists the entries with their names";
    let name = asker
        .choice(entry.as_deref(), &which, &choices)
        .map_err(|error| error.hint(hint))?;
    if history.named(&name).is_none() {
        let name = inline(&name, 40);
        return Err(CommandError::new(format!("there is no entry `{name}`")).hint(hint));
    }
    let why = Question::new(
        "the reason",
        "--reason TEXT",
        "What was wrong?",
        "A few words; the entry stays to be read, with your reason",
    );
    let reason = asker.text(reason.as_deref(), &why)?;
    record(&office, errand, errand.entered_by(&office), &|basis| {
        milestones::correct(basis, &name, &reason, None)
    })?;
    errand
        .context
        .say("next: if something else is right, record it with its own command");
    Ok(Exit::Success)
}

/// `folio milestone submitted`.
pub(crate) fn submitted(args: &SubmittedArgs, errand: &Errand<'_>) -> Result<Exit, CommandError> {
    let SubmittedArgs {
        evidence,
        on,
        limits,
    } = args;
    let asker = errand.asker;
    let how = Question::new(
        "the evidence",
        "--evidence TEXT",
        "How can one see that it was handed in?",
        "Such as: Turnitin receipt 1234",
    );
    let evidence = asker.text(evidence.as_deref(), &how)?;
    let when = Question::new(
        "the day",
        "--on DATE",
        "When was it handed in?",
        "The day as year-month-day; Enter for today",
    );
    let given = on.map(|day| day.to_string());
    let on = asker.maybe(given.as_deref(), &when, &is_day)?;
    let on = on.as_deref().map(parse_date).transpose()?;
    let office: Office = errand.office(Text::Surveyed(limits))?;
    record(&office, errand, errand.entered_by(&office), &|basis| {
        milestones::submitted(basis, &evidence, on)
    })?;
    Ok(Exit::Success)
}
