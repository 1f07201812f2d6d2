//! What the templates of a new project are filled with: the answers and the profile's rules.

use std::collections::BTreeMap;

use minijinja::value::Value;

use crate::diagnostics::text::{self, did_you_mean};
use crate::project::SUBMISSION;
use crate::project::manifest::due::Due;
use crate::project::origin::{Origin, Status};
use crate::project::profile::rules::{
    Bounds, ChapterRule, MilestoneRule, PartKind, PartRule, Profile,
};
use crate::project::scaffold::answers::{
    Answers, Markup, PLACEHOLDER_AUTHOR, PLACEHOLDER_TITLE, ScaffoldError,
};

/// Returns what `folio.toml` is filled with.
pub(crate) fn manifest_values(
    profile: &Profile,
    answers: &Answers,
) -> Result<Value, ScaffoldError> {
    let Answers {
        title,
        author,
        candidate,
        programme,
        supervisor,
        executive_sponsor,
        organisation,
        due,
        ci: _,
    } = answers;
    let limit = profile.words.limit.as_ref();
    let limit_example = text::thousands(limit.map_or(10_000, |limit| limit.value as usize));
    let style = match &profile.bibliography.style {
        Some(style) => style.value.clone(),
        None => HARVARD.to_owned(),
    };
    let other_style = if style == VANCOUVER {
        HARVARD
    } else {
        VANCOUVER
    };
    Ok(minijinja::context! {
        profile => profile.name.as_str(),
        profile_title => profile.title.as_str(),
        title => given(title).unwrap_or(PLACEHOLDER_TITLE),
        author => given(author).unwrap_or(PLACEHOLDER_AUTHOR),
        candidate => given(candidate),
        programme => given(programme),
        programme_rule => profile.programme.as_ref().map(|rule| rule.value.as_str()),
        supervisor => given(supervisor),
        executive_sponsor => given(executive_sponsor),
        organisation => given(organisation),
        limit => limit.map(|limit| text::thousands(limit.value as usize)),
        limit_source => limit.map(|limit| limit.origin.source.as_str()),
        limit_example => limit_example.replace(',', "_"),
        policy => profile.words.policy.as_ref().map(|policy| policy.value.as_str()),
        milestones => milestone_values(&profile.milestones, due)?,
        style => style,
        other_style => other_style,
    })
}

const HARVARD: &str = "harvard-cite-them-right";
const VANCOUVER: &str = "vancouver";

/// Shown where a date is still missing.
const EXAMPLE_DAYS: [&str; 6] = [
    "2026-12-07",
    "2027-02-15",
    "2027-04-12",
    "2027-06-14",
    "2027-07-12",
    "2027-08-09",
];
const EXAMPLE_SUBMISSION: &str = "2027-09-01T16:00";

fn given(answer: &Option<String>) -> Option<&str> {
    answer.as_deref().filter(|answer| !answer.trim().is_empty())
}

fn milestone_values(
    rules: &[MilestoneRule],
    due: &BTreeMap<String, Due>,
) -> Result<Vec<Value>, ScaffoldError> {
    let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    if let Some(id) = due.keys().find(|id| !ids.contains(&id.as_str())) {
        return Err(ScaffoldError::NoMilestone {
            id: id.clone(),
            known: did_you_mean(id, &ids),
        });
    }
    let mut examples = EXAMPLE_DAYS.iter().cycle();
    let value = |rule: &MilestoneRule| {
        let example = match rule.id.as_str() {
            SUBMISSION => EXAMPLE_SUBMISSION,
            _ => examples.next().expect("a cycle has no end"),
        };
        let id = rule.id.as_str();
        minijinja::context! { id, due => due.get(id).map(Due::to_string), example }
    };
    Ok(rules.iter().map(value).collect())
}

/// Returns what a file of the front matter is filled with.
pub(crate) fn part_values(part: &PartRule) -> Value {
    let guidance = part.guidance.as_deref().unwrap_or(match part.kind {
        PartKind::Abstract => {
            "The whole dissertation in brief, for somebody who reads nothing else: the problem, \
             the aim, what you did, what you found, what you recommend. Write it last."
        }
        PartKind::Acknowledgements => {
            "Thank the people and bodies who helped you. Name nobody who took part, and nobody \
             who would give your organisation away."
        }
        PartKind::TitlePage
        | PartKind::Declaration
        | PartKind::Contents
        | PartKind::ListOfTables
        | PartKind::ListOfFigures
        | PartKind::Abbreviations
        | PartKind::References
        | PartKind::Appendices
        | PartKind::Other => "Your handbook says what belongs here.",
    });
    minijinja::context! {
        guidance => guidance,
        heading => part.heading.as_deref(),
        is_optional => part.is_optional,
        is_dropped_when_anonymous => part.is_dropped_when_anonymous,
    }
}

/// Returns what a chapter is filled with; the first has the number 1.
pub(crate) fn chapter_values(
    profile: &Profile,
    chapter: &ChapterRule,
    number: usize,
    is_last: bool,
    markup: Markup,
) -> Value {
    let sections: Vec<Value> = chapter
        .sections
        .iter()
        .map(|section| {
            minijinja::context! { title => section.title.as_str(), guidance => section.guidance.as_deref() }
        })
        .collect();
    minijinja::context! {
        title => chapter.title.as_str(),
        sections => sections,
        advice => advice(profile, chapter, number),
        is_first => number == 1,
        is_last => is_last,
        appendix => format!("a-information-sheet.{}", markup.extension()),
    }
}

/// Returns how long a chapter is and when it is due, and how far that can be relied on.
fn advice(profile: &Profile, chapter: &ChapterRule, number: usize) -> String {
    let milestone = profile.milestones.iter().find(|milestone| {
        milestone
            .chapters
            .iter()
            .any(|chapter| u32::try_from(number) == Ok(*chapter))
    });
    let mut advice = Vec::new();
    if let Some(length) = length(chapter.words) {
        advice.push(match rule_of(&chapter.origin) {
            Some(source) => format!("Length: {length} ({source})."),
            None => format!(
                "Usual length: {length}. That is what such chapters tend to have and not a rule \
                 of your programme; if your handbook says otherwise, it is right."
            ),
        });
    }
    if let Some(milestone) = milestone {
        let title = &milestone.title;
        let covers_all = milestone.chapters.len() >= profile.chapters.len();
        advice.push(match (covers_all, rule_of(&milestone.origin)) {
            (true, _) => {
                format!(
                    "No tutorial is tied to this chapter: it is due with the milestone {title}."
                )
            }
            (false, Some(_)) => format!("It belongs to {title}."),
            (false, None) => {
                format!("It usually belongs to {title}; your handbook or your tutor decides.")
            }
        });
    }
    if !chapter.sections.is_empty() {
        advice.push("The headings below are the sections that such a chapter usually has.".into());
    }
    advice.join(" ")
}

/// Returns who says so, if it is more than a custom.
fn rule_of(origin: &Origin) -> Option<&str> {
    match origin.status {
        Status::Published | Status::Manifest | Status::Rules => Some(&origin.source),
        Status::Analogue | Status::Assumed => None,
    }
}

fn length(words: Bounds) -> Option<String> {
    let number = |number: u32| text::thousands(number as usize);
    match (words.minimum, words.limit) {
        (Some(minimum), Some(limit)) => {
            Some(format!("{} to {} words", number(minimum), number(limit)))
        }
        (Some(minimum), None) => Some(format!("at least {} words", number(minimum))),
        (None, Some(limit)) => Some(format!("at most {} words", number(limit))),
        (None, None) => None,
    }
}
