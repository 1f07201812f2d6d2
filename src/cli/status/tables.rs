//! Where a dissertation stands, for people at a terminal.

use std::collections::BTreeMap;

use comfy_table::Cell;
use folio::diagnostics::british;
use folio::diagnostics::text::{count, inline, thousands};
use folio::dissertation::CountSummary;
use folio::milestones::{Drift, Known, OpenAction, Rag, Standing, Standings, Trace, Waiting};
use folio::project::Due;
use jiff::civil::Date;

use crate::cli::table::{print, table};

/// What is shown besides the milestones.
pub(crate) struct StatusExtras<'a> {
    pub(crate) today: Date,
    /// Characters in a line.
    pub(crate) width: u16,
    /// How much there is to write a day.
    pub(crate) pace: Option<String>,
    pub(crate) counted: Option<&'a CountSummary>,
    /// Returns a command as it works from where it was asked for.
    pub(crate) from_here: &'a dyn Fn(&str) -> String,
}

/// Returns the table of the milestones, and what follows from it.
pub(crate) fn status(
    standings: &Standings,
    drifts: &BTreeMap<String, Drift>,
    shown: &StatusExtras<'_>,
) -> String {
    let mut table = table(shown.width, &[]);
    table.set_header(vec!["", "Milestone", "Due", "State", "Waiting on"]);
    for standing in &standings.milestones {
        table.add_row(vec![
            Cell::new(letter(standing)),
            Cell::new(inline(&standing.title, 40)),
            Cell::new(due(standing)),
            Cell::new(state(standing)),
            Cell::new(match standing.waiting_on {
                Waiting::Student => "student",
                Waiting::Supervisor => "supervisor",
                Waiting::Nobody => "–",
            }),
        ]);
    }
    let mut out = colour(&print(&table));
    out.push_str("R overdue · A due within 14 days · G on time or done\n");
    for standing in &standings.milestones {
        if let Some(said) = standing.handed_in_in_words() {
            out.push_str(&format!("\n{}: {said}\n", inline(&standing.title, 40)));
        }
        let decision = standing.decision.as_ref();
        let note = decision.and_then(|decision| decision.note.as_ref());
        if let Some(note) = note.filter(|_| !standing.state.is_done()) {
            out.push_str(&format!(
                "\n{}: {}\n",
                inline(&standing.title, 40),
                inline(note, 400)
            ));
        }
        if let Some(drift) = drifts.get(&standing.id).filter(|drift| !drift.is_none()) {
            out.push_str(&format!(
                "\n{}: {} since {} (folio diff {})\n",
                inline(&standing.title, 40),
                drift.in_words(),
                match standing.decision {
                    Some(_) => "the version that was decided on",
                    None => "it was marked ready",
                },
                standing.id
            ));
        }
    }
    out.push_str(&next(standings, shown));
    out.push_str(&actions(&standings.actions));
    if let Some(pace) = &shown.pace {
        out.push_str(&format!("\nPace: {pace}\n"));
    }
    if let Some(counted) = shown.counted {
        out.push_str(&format!("Words: {}\n", counted.sentence));
    }
    out
}

/// Returns the colour's letter; a milestone without a date that is not done has none.
fn letter(standing: &Standing) -> String {
    match standing.due.is_none() && !standing.state.is_done() && standing.rag == Rag::Green {
        true => "–".to_owned(),
        false => standing.rag.letter().to_string(),
    }
}

/// Colours the letters at the start of the lines; without a terminal the colours are left out.
fn colour(table: &str) -> String {
    let mut out = String::new();
    for (at, line) in table.lines().enumerate() {
        let colour = match line.get(..2) {
            Some("R ") => Some(anstyle::AnsiColor::Red),
            Some("A ") => Some(anstyle::AnsiColor::Yellow),
            Some("G ") => Some(anstyle::AnsiColor::Green),
            Some(_) | None => None,
        };
        match colour.filter(|_| at > 0) {
            Some(colour) => {
                let style = colour.on_default().bold();
                out.push_str(&format!("{style}{}{style:#}{}\n", &line[..1], &line[1..]));
            }
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

fn due(standing: &Standing) -> String {
    let day = |due: Due| due.in_words();
    let mut said = standing
        .binding_due()
        .map_or_else(|| "no date yet".to_owned(), day);
    if let Some(granted) = &standing.granted {
        let (by, known) = (inline(granted.by(), 40), granted.in_words());
        let to = match standing.extension() == Some(&granted.extension) {
            true => "extended".to_owned(),
            false => day(granted.extension.to),
        };
        said.push_str(&format!(" ({to} by {by}, {})", inline(&known, 200)));
    }
    match (&standing.recorded, standing.counts_recorded) {
        (Some(_), true) => said.push_str(", extended (recorded by the student)"),
        (Some(recorded), false) => {
            said.push_str(&format!(" ({} recorded by the student)", day(recorded.to)));
        }
        (None, _) => {}
    }
    if let Some(claimed) = &standing.claimed {
        said.push_str(&format!(" ({} claimed)", day(claimed.to)));
    }
    said
}

/// Returns the state and, once there is a decision, whose it is and how it is known.
fn state(standing: &Standing) -> String {
    let state = standing.state.in_words();
    let Some(decision) = &standing.decision else {
        return state.to_owned();
    };
    let mut who = inline(decision.name.as_ref().unwrap_or(&decision.by), 40);
    if let Some(why) = decision.decider.in_words() {
        who.push_str(&format!(" ({why})"));
    }
    let how = match &decision.known {
        _ if decision.not_accepted.is_some() => {
            inline(decision.not_accepted.as_deref().unwrap_or_default(), 200)
        }
        Known::Recorded { .. } if decision.is_from_file => {
            "recorded from a file, unsigned".to_owned()
        }
        Known::Recorded { evidence } => format!(
            "recorded by {}, not signed; evidence: “{}”",
            inline(&decision.entered_by, 40),
            inline(evidence, 80)
        ),
        Known::Signed(seal) if seal.is_vouched => "signature valid".to_owned(),
        Known::Signed(_) => "signature valid; key as listed by the project".to_owned(),
    };
    format!("{state} by {who}, {how}")
}

/// Returns what is missing for the next milestone, and the command to type.
fn next(standings: &Standings, shown: &StatusExtras<'_>) -> String {
    let today = shown.today;
    let Some(next) = &standings.next else {
        return "\nNothing is left to do.\n".to_owned();
    };
    let Some(standing) = standings.milestones.iter().find(|it| it.id == next.id) else {
        return String::new();
    };
    let when = match (next.due, next.days_left) {
        (Some(due), Some(left)) => {
            format!(", due {} ({})", due.in_words(), until(left))
        }
        (_, _) => String::new(),
    };
    let mut out = format!("\nNext: {}{when}\n", inline(&standing.title, 40));
    for criterion in standing.criteria.iter().filter(|it| !it.met) {
        let guess = match criterion.is_binding {
            true => "",
            false => " (the programme has not confirmed this; it stops nothing)",
        };
        out.push_str(&format!(
            "  missing: {}: {}{guess}\n",
            criterion.sentence, criterion.detail
        ));
    }
    if let Some(command) = &standing.command {
        out.push_str(&format!("  {}\n", (shown.from_here)(command)));
    }
    let overdue = standings
        .milestones
        .iter()
        .filter(|it| it.is_overdue() && it.id != next.id);
    for standing in overdue {
        let days = standing
            .binding_due()
            .map_or(0, |due| (today - due.day()).get_days());
        out.push_str(&format!(
            "  overdue: {} by {}\n",
            inline(&standing.title, 40),
            count(usize::try_from(days).unwrap_or_default(), "day")
        ));
    }
    out
}

/// Returns how far away a day is.
pub(crate) fn until(days_left: i32) -> String {
    let days = |days: i32| count(usize::try_from(days).unwrap_or_default(), "day");
    match days_left {
        ..0 => format!("{} ago", days(-days_left)),
        0 => "today".to_owned(),
        1.. => format!("in {}", days(days_left)),
    }
}

fn actions(actions: &[OpenAction]) -> String {
    let open: Vec<&OpenAction> = actions.iter().filter(|it| it.done.is_none()).collect();
    if open.is_empty() {
        return String::new();
    }
    let mut out = "\nAgreed and not done yet\n".to_owned();
    for action in open {
        let due = match (action.action.due, action.is_overdue) {
            (Some(due), true) => format!(", overdue: was due {}", british(due)),
            (Some(due), false) => format!(", by {}", british(due)),
            (None, _) => String::new(),
        };
        out.push_str(&format!(
            "  {} {} ({}{due})\n",
            action.id,
            inline(&action.action.what, 70),
            inline(&action.action.who, 30)
        ));
    }
    out
}

/// Returns the chain from the problem to the recommendations, and what hangs loose.
pub(crate) fn chain(trace: &Trace) -> String {
    let mut out = String::new();
    let title = |text: &str| inline(text, 90);
    if let Some(problem) = &trace.problem {
        out.push_str(&format!("Problem: {}\n", title(problem)));
    }
    let finding = |label: &String| trace.research_findings.iter().find(|it| it.label == *label);
    for question in &trace.questions {
        out.push_str(&format!(
            "\n{}: {}\n",
            question.label,
            title(&question.title)
        ));
        for section in &question.methods {
            out.push_str(&format!("  method: {}\n", title(section)));
        }
        for found in question.research_findings.iter().filter_map(finding) {
            out.push_str(&branch(trace, found, "  "));
        }
    }
    let without_question = trace
        .research_findings
        .iter()
        .filter(|it| it.questions.is_empty());
    for found in without_question {
        out.push('\n');
        out.push_str(&branch(trace, found, ""));
    }
    let without_finding = trace
        .recommendations
        .iter()
        .filter(|it| it.research_findings.is_empty());
    for recommendation in without_finding {
        out.push_str(&format!(
            "\n{}: {}\n",
            recommendation.label,
            title(&recommendation.title)
        ));
    }
    if out.is_empty() {
        out.push_str(
            "No question, finding or recommendation has a label yet.\n\
             Write `{#q:…}`, `{#find:…}` and `{#rec:…}` behind their headings.\n",
        );
    }
    if !trace.loose.is_empty() {
        out.push_str(&format!("\nLoose ends: {}\n", thousands(trace.loose.len())));
        for loose in &trace.loose {
            out.push_str(&format!("  {}\n", inline(&loose.message, 160)));
        }
    }
    out.trim_start_matches('\n').to_owned()
}

fn branch(trace: &Trace, finding: &folio::milestones::ResearchFinding, indent: &str) -> String {
    let title = |text: &str| inline(text, 90);
    let mut out = format!("{indent}{}: {}\n", finding.label, title(&finding.title));
    for label in &finding.recommendations {
        if let Some(found) = trace.recommendations.iter().find(|it| it.label == *label) {
            out.push_str(&format!(
                "{indent}  {}: {}\n",
                found.label,
                title(&found.title)
            ));
        }
    }
    out
}
