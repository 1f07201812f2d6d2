//! Criteria: what a milestone asks for, and whether it is so.
//!
//! A criterion that is not met stops `ready` only if it is **binding**: a number or a list of
//! sections that nobody has set warns. That a chapter is there, that the ethics record fits and
//! that a recommendation rests on a finding are facts, not numbers, and bind.

use std::collections::BTreeSet;

use crate::diagnostics::text::{count, did_you_mean, list, thousands};
use crate::milestones::ethics::ethics_record;
use crate::milestones::facts::{ChapterFacts, Facts};
use crate::milestones::ledger::CriterionRecord;
use crate::milestones::plan::{Planned, PlannedChapter};
use crate::milestones::trace::trace;
use crate::project::{Criterion, Origin, Status};

/// The ids that a profile and a manifest may ask for.
pub const CRITERIA: &[&str] = &[
    "chapter-words",
    "required-sections",
    "citations",
    "ethics-record",
    "recommendations",
    "no-open-findings",
];

/// A criterion that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What was asked, such as `chapter-words`.
    pub id: String,
    /// The chapter it was asked of, if of one.
    pub chapter: Option<String>,
    /// What was asked, in a sentence without its full stop.
    pub sentence: String,
    /// Whether it is so.
    pub met: bool,
    /// Whether the milestone may not be marked ready without it.
    pub is_binding: bool,
    /// What was found.
    pub detail: String,
}

impl Judged {
    /// Returns whether it stops `ready`.
    pub fn stops(&self) -> bool {
        self.is_binding && !self.met
    }

    /// Returns it as the ledger keeps it.
    pub fn record(&self) -> CriterionRecord {
        CriterionRecord {
            id: self.id.clone(),
            chapter: self.chapter.clone(),
            met: self.met,
            detail: self.detail.clone(),
        }
    }
}

/// Looks at every criterion of a milestone.
pub fn judge(milestone: &Planned, facts: &Facts) -> Vec<Judged> {
    let mut judged = Vec::new();
    for title in &milestone.missing {
        judged.push(Judged {
            id: "chapter-written".into(),
            chapter: None,
            sentence: format!("the chapter `{title}` is there"),
            met: false,
            is_binding: true,
            detail: "not written yet".into(),
        });
    }
    for chapter in &milestone.chapters {
        let words = facts.chapters.get(&chapter.id).map_or(0, |it| it.words);
        judged.push(Judged {
            id: "chapter-written".into(),
            chapter: Some(chapter.id.clone()),
            sentence: format!("the chapter `{}` is there", chapter.id),
            met: words > 0,
            is_binding: true,
            detail: match words {
                0 => "nothing written yet".into(),
                words => count(as_count(words), "word"),
            },
        });
    }
    for criterion in &milestone.criteria {
        judged.extend(judge_one(criterion, milestone, facts));
    }
    judged
}

fn judge_one(criterion: &Criterion, milestone: &Planned, facts: &Facts) -> Vec<Judged> {
    let chapters: Vec<&PlannedChapter> = milestone
        .chapters
        .iter()
        .filter(|chapter| {
            criterion
                .chapter
                .as_ref()
                .is_none_or(|id| *id == chapter.id)
        })
        .collect();
    if let (Some(id), []) = (&criterion.chapter, chapters.as_slice()) {
        return vec![Judged {
            id: criterion.id.clone(),
            chapter: Some(id.clone()),
            sentence: format!("the chapter `{id}` fits"),
            met: false,
            is_binding: is_binding(&criterion.origin),
            detail: "the milestone has no such chapter".into(),
        }];
    }
    let empty = ChapterFacts::default();
    let of = |chapter: &PlannedChapter| facts.chapters.get(&chapter.id).unwrap_or(&empty);
    match criterion.id.as_str() {
        "chapter-words" => chapters
            .into_iter()
            .filter_map(|chapter| chapter_words(criterion, chapter, of(chapter)))
            .collect(),
        "required-sections" => chapters
            .into_iter()
            .filter(|chapter| !chapter.sections.is_empty())
            .map(|chapter| required_sections(criterion, chapter, of(chapter)))
            .collect(),
        "citations" => chapters
            .into_iter()
            .map(|chapter| citations(criterion, chapter, of(chapter)))
            .collect(),
        "ethics-record" => vec![ethics_record(&facts.ethics)],
        "recommendations" => vec![recommendations(facts)],
        "no-open-findings" => open_findings(criterion, facts).into_iter().collect(),
        unknown => vec![Judged {
            id: unknown.to_owned(),
            chapter: None,
            sentence: "the criterion is one that folio knows".into(),
            met: false,
            is_binding: false,
            detail: format!(
                "there is no criterion `{unknown}`: {}",
                did_you_mean(unknown, CRITERIA)
            ),
        }],
    }
}

fn is_binding(origin: &Origin) -> bool {
    match origin.status {
        Status::Published | Status::Manifest | Status::Rules => true,
        Status::Analogue | Status::Assumed => false,
    }
}

fn as_count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Says what was found beside what was asked: `1,302 of at least 1,200`.
fn against(found: u32, at_least: Option<u32>, at_most: Option<u32>) -> (bool, String) {
    let number = |number: u32| thousands(as_count(number));
    let met =
        at_least.is_none_or(|least| found >= least) && at_most.is_none_or(|most| found <= most);
    let asked = match (at_least, at_most) {
        (Some(least), Some(most)) if found < least => {
            let _ = most;
            format!(" of at least {}", number(least))
        }
        (Some(least), None) => format!(" of at least {}", number(least)),
        (Some(least), Some(most)) if found <= most => {
            format!(" of {} to {}", number(least), number(most))
        }
        (_, Some(most)) => format!(" of at most {}", number(most)),
        (None, None) => String::new(),
    };
    (met, format!("{}{asked}", number(found)))
}

/// Says what is asked: `at least 1,200 words`.
fn asked(at_least: Option<u32>, at_most: Option<u32>, noun: &str) -> String {
    let number = |number: u32| thousands(as_count(number));
    match (at_least, at_most) {
        (Some(least), Some(most)) => format!("{} to {} {noun}", number(least), number(most)),
        (Some(least), None) => format!("at least {} {noun}", number(least)),
        (None, Some(most)) => format!("at most {} {noun}", number(most)),
        (None, None) => format!("any number of {noun}"),
    }
}

fn chapter_words(
    criterion: &Criterion,
    chapter: &PlannedChapter,
    facts: &ChapterFacts,
) -> Option<Judged> {
    let is_own = criterion.at_least.is_some() || criterion.at_most.is_some();
    let (at_least, at_most, origin) = match (&chapter.bounds, is_own) {
        (_, true) => (criterion.at_least, criterion.at_most, &criterion.origin),
        (Some(bounds), false) => (bounds.at_least, bounds.at_most, &bounds.origin),
        (None, false) => return None,
    };
    let (met, detail) = against(facts.words, at_least, at_most);
    Some(Judged {
        id: criterion.id.clone(),
        chapter: Some(chapter.id.clone()),
        sentence: format!("`{}` has {}", chapter.id, asked(at_least, at_most, "words")),
        met,
        is_binding: is_binding(origin),
        detail,
    })
}

fn citations(criterion: &Criterion, chapter: &PlannedChapter, facts: &ChapterFacts) -> Judged {
    let (at_least, at_most) = (criterion.at_least, criterion.at_most);
    let (met, detail) = against(facts.citations, at_least, at_most);
    Judged {
        id: criterion.id.clone(),
        chapter: Some(chapter.id.clone()),
        sentence: format!(
            "`{}` has {}",
            chapter.id,
            asked(at_least, at_most, "citations")
        ),
        met,
        is_binding: is_binding(&criterion.origin),
        detail,
    }
}

fn required_sections(
    criterion: &Criterion,
    chapter: &PlannedChapter,
    facts: &ChapterFacts,
) -> Judged {
    let missing: Vec<&str> = chapter
        .sections
        .iter()
        .filter(|section| {
            let names = std::iter::once(&section.title).chain(&section.synonyms);
            !names
                .into_iter()
                .any(|name| facts.headings.iter().any(|heading| means(heading, name)))
        })
        .map(|section| section.title.as_str())
        .collect();
    let wanted = chapter.sections.len();
    Judged {
        id: criterion.id.clone(),
        chapter: Some(chapter.id.clone()),
        sentence: format!("`{}` has the sections that it needs", chapter.id),
        met: missing.is_empty(),
        is_binding: is_binding(&criterion.origin) && is_binding(&chapter.sections_origin),
        detail: match missing.as_slice() {
            [] => format!("{wanted} of {wanted}"),
            missing => format!(
                "{} of {wanted}; missing: {}",
                wanted - missing.len(),
                list(missing)
            ),
        },
    }
}

/// Returns whether a heading is the one that a name stands for: the same words, or, if the name
/// has several, those words among others.
fn means(heading: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .replace(['\'', '’'], "")
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !matches!(*word, "the" | "a" | "an"))
            .filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
            .map(str::to_owned)
            .collect()
    };
    let (heading, name) = (words(heading), words(name));
    heading == name
        || (name.len() > 1
            && heading
                .windows(name.len())
                .any(|part| part == name.as_slice()))
}

fn recommendations(facts: &Facts) -> Judged {
    let all = &facts.trace.recommendations;
    let loose: BTreeSet<String> = trace(&facts.trace)
        .recommendations
        .iter()
        .filter(|it| it.findings.is_empty())
        .map(|it| it.label.clone())
        .collect();
    let mut wrong = Vec::new();
    for recommendation in all {
        let is_blank =
            |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        let label = &recommendation.item.label;
        let mut missing = Vec::new();
        if loose.contains(label) {
            missing.push("finding");
        }
        for (name, value) in [
            ("owner", &recommendation.owner),
            ("timescale", &recommendation.timescale),
            ("measure", &recommendation.measure),
        ] {
            if is_blank(value) {
                missing.push(name);
            }
        }
        if !missing.is_empty() {
            wrong.push(format!("`{label}` has no {}", missing.join(", no ")));
        }
    }
    Judged {
        id: "recommendations".into(),
        chapter: None,
        sentence: "every recommendation rests on a finding and has an owner, a timescale and a \
                   measure"
            .into(),
        met: !all.is_empty() && wrong.is_empty(),
        is_binding: true,
        detail: match (all.len(), wrong.as_slice()) {
            (0, _) => "there is no recommendation yet".into(),
            (number, []) => count(number, "recommendation"),
            (_, wrong) => wrong.join("; "),
        },
    }
}

fn open_findings(criterion: &Criterion, facts: &Facts) -> Option<Judged> {
    // Without the checks nobody knows, and what nobody knows stops nobody.
    let open = facts.open_findings.as_ref()?;
    let is_any = criterion.codes.is_empty();
    let found: Vec<String> = open
        .iter()
        .filter(|(code, number)| **number > 0 && (is_any || criterion.codes.contains(code)))
        .map(|(code, number)| format!("{} of `{code}`", thousands(as_count(*number))))
        .collect();
    Some(Judged {
        id: criterion.id.clone(),
        chapter: None,
        sentence: match is_any {
            true => "no finding is open".into(),
            false => format!("no finding of {} is open", list(&criterion.codes)),
        },
        met: found.is_empty(),
        is_binding: is_binding(&criterion.origin),
        detail: match found.as_slice() {
            [] => "none open".into(),
            found => found.join(", "),
        },
    })
}
