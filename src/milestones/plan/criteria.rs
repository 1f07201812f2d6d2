//! Criteria: what a milestone asks for, and whether it is so.
//!
//! A criterion that is not met stops `ready` only if it is **binding**: a number or a list of
//! sections that nobody has set warns. That a chapter is there, that the ethics record fits and
//! that a recommendation rests on a finding are facts, not numbers, and bind.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::diagnostics::text::{count, did_you_mean, list, thousands};
use crate::milestones::facts::{ChapterFacts, Facts};
use crate::milestones::ledger::CriterionRecord;
use crate::milestones::plan::ethics::ethics_record;
use crate::milestones::plan::{Planned, PlannedChapter};
use crate::milestones::trace::trace;
use crate::project::{Criterion, Origin};

/// The ids that a profile and a manifest may ask for.
pub(crate) const CRITERIA: &[&str] = &[
    "chapter-words",
    "required-sections",
    "citations",
    "ethics-record",
    "recommendations",
    "no-open-findings",
];

/// A criterion that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CriterionResult {
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

impl CriterionResult {
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

/// What was found about a criterion, before anything says of which milestone or chapter.
struct Answer {
    sentence: String,
    met: bool,
    is_binding: bool,
    detail: String,
}

impl Answer {
    fn result(self, id: &str, chapter: Option<&str>) -> CriterionResult {
        let Self {
            sentence,
            met,
            is_binding,
            detail,
        } = self;
        CriterionResult {
            id: id.to_owned(),
            chapter: chapter.map(str::to_owned),
            sentence,
            met,
            is_binding,
            detail,
        }
    }
}

/// Looks at one chapter; `None`: nothing is asked of it.
type Look = fn(&Criterion, &PlannedChapter, &ChapterFacts) -> Option<Answer>;

/// Looks at every criterion of a milestone.
pub(crate) fn assess(milestone: &Planned, facts: &Facts) -> Vec<CriterionResult> {
    let there = |name: &str, chapter: Option<&str>, words: u32, nothing: &str| {
        let answer = Answer {
            sentence: format!("the chapter `{name}` is there"),
            met: words > 0,
            is_binding: true,
            detail: match words {
                0 => nothing.into(),
                words => count(as_count(words), "word"),
            },
        };
        answer.result("chapter-written", chapter)
    };
    let missing = milestone.missing.iter();
    let mut results: Vec<CriterionResult> = missing
        .map(|title| there(title, None, 0, "not written yet"))
        .collect();
    for PlannedChapter { id, .. } in &milestone.chapters {
        let words = facts.words_of(id);
        let mut result = there(id, Some(id), words, "nothing written yet");
        if words > 0 && facts.is_estimated(id) {
            result.detail = estimated(&result.detail);
        }
        results.push(result);
    }
    for criterion in &milestone.criteria {
        results.extend(assess_one(criterion, milestone, facts));
    }
    results
}

fn assess_one(criterion: &Criterion, milestone: &Planned, facts: &Facts) -> Vec<CriterionResult> {
    let id = criterion.id.as_str();
    let asked_of = criterion.chapter.as_ref();
    let mut chapters = milestone.chapters.iter();
    if let Some(asked_of) = asked_of
        && !chapters.any(|chapter| chapter.id == *asked_of)
    {
        let answer = Answer {
            sentence: format!("the chapter `{asked_of}` fits"),
            met: false,
            is_binding: criterion.origin.is_binding(),
            detail: "the milestone has no such chapter".into(),
        };
        return vec![answer.result(id, Some(asked_of))];
    }
    let empty = ChapterFacts::default();
    let of_each = |look: Look| -> Vec<CriterionResult> {
        let chapters = milestone.chapters.iter();
        chapters
            .filter(|chapter| asked_of.is_none_or(|id| *id == chapter.id))
            .filter_map(|chapter| {
                let facts = facts.chapters.get(&chapter.id).unwrap_or(&empty);
                Some(look(criterion, chapter, facts)?.result(id, Some(&chapter.id)))
            })
            .collect()
    };
    let of_all = |answer: Answer| vec![answer.result(id, None)];
    match id {
        "chapter-words" => of_each(chapter_words),
        "required-sections" => of_each(required_sections),
        "citations" => of_each(citations),
        "ethics-record" => {
            let (met, detail) = ethics_record(&facts.ethics);
            of_all(Answer {
                sentence: "the outcome of the ethics gate is recorded, and no data were \
                           collected before it"
                    .into(),
                met,
                is_binding: true,
                detail,
            })
        }
        "recommendations" => of_all(recommendations(facts)),
        "no-open-findings" => open_findings(criterion, facts).map_or_else(Vec::new, of_all),
        unknown => of_all(Answer {
            sentence: "the criterion is one that folio knows".into(),
            met: false,
            is_binding: false,
            detail: format!(
                "there is no criterion `{unknown}`: {}",
                did_you_mean(unknown, CRITERIA)
            ),
        }),
    }
}

fn as_count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Asks for a number of something in a chapter: what was found stands beside what was asked, as in
/// `1,302 of at least 1,200`.
fn number(
    chapter: &PlannedChapter,
    found: u32,
    noun: &str,
    (at_least, at_most): (Option<u32>, Option<u32>),
    origin: &Origin,
) -> Answer {
    let number = |number: u32| thousands(as_count(number));
    let least = |least| format!("at least {}", number(least));
    let most = |most| format!("at most {}", number(most));
    let range = |least, most| format!("{} to {}", number(least), number(most));
    let asked = match (at_least, at_most) {
        (Some(from), Some(to)) => range(from, to),
        (Some(from), None) => least(from),
        (None, Some(to)) => most(to),
        (None, None) => "any number of".into(),
    };
    let is_below = at_least.is_some_and(|least| found < least);
    let is_above = at_most.is_some_and(|most| found > most);
    // Of two bounds only the one that is missed is named.
    let of = match (at_least, at_most) {
        (Some(from), Some(_)) if is_below => least(from),
        (Some(_), Some(to)) if is_above => most(to),
        (Some(_), _) | (_, Some(_)) => asked.clone(),
        (None, None) => String::new(),
    };
    Answer {
        sentence: format!("`{}` has {asked} {noun}", chapter.id),
        met: !is_below && !is_above,
        is_binding: origin.is_binding(),
        detail: match of.as_str() {
            "" => number(found),
            of => format!("{} of {of}", number(found)),
        },
    }
}

fn chapter_words(
    criterion: &Criterion,
    chapter: &PlannedChapter,
    facts: &ChapterFacts,
) -> Option<Answer> {
    let Criterion {
        at_least, at_most, ..
    } = criterion;
    let (bounds, origin) = match (at_least, at_most, &chapter.bounds) {
        (None, None, None) => return None,
        (None, None, Some(bounds)) => ((bounds.at_least, bounds.at_most), &bounds.origin),
        (Some(_), _, _) | (_, Some(_), _) => ((*at_least, *at_most), &criterion.origin),
    };
    let mut answer = number(chapter, facts.words, "words", bounds, origin);
    if facts.is_estimated {
        answer.detail = estimated(&answer.detail);
    }
    Some(answer)
}

/// Marks a number that was not measured on pages.
fn estimated(detail: &str) -> String {
    format!("about {detail}, estimated")
}

fn citations(
    criterion: &Criterion,
    chapter: &PlannedChapter,
    facts: &ChapterFacts,
) -> Option<Answer> {
    let bounds = (criterion.at_least, criterion.at_most);
    let origin = &criterion.origin;
    Some(number(
        chapter,
        facts.citations,
        "citations",
        bounds,
        origin,
    ))
}

fn required_sections(
    criterion: &Criterion,
    chapter: &PlannedChapter,
    facts: &ChapterFacts,
) -> Option<Answer> {
    let has = |name: &String| facts.headings.iter().any(|heading| means(heading, name));
    let sections = chapter.sections.iter();
    let missing: Vec<&str> = sections
        .filter(|section| !has(&section.title) && !section.synonyms.iter().any(has))
        .map(|section| section.title.as_str())
        .collect();
    let wanted = chapter.sections.len();
    (wanted > 0).then(|| Answer {
        sentence: format!("`{}` has the sections that it needs", chapter.id),
        met: missing.is_empty(),
        is_binding: criterion.origin.is_binding() && chapter.sections_origin.is_binding(),
        detail: match missing.as_slice() {
            [] => format!("{wanted} of {wanted}"),
            missing => format!(
                "{} of {wanted}; missing: {}",
                wanted - missing.len(),
                list(missing)
            ),
        },
    })
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

fn recommendations(facts: &Facts) -> Answer {
    let all = &facts.trace.recommendations;
    let loose: BTreeSet<String> = trace(&facts.trace)
        .recommendations
        .iter()
        .filter(|it| it.research_findings.is_empty())
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
    Answer {
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

fn open_findings(criterion: &Criterion, facts: &Facts) -> Option<Answer> {
    // Without the checks nobody knows, and what nobody knows stops nobody.
    let open = facts.open_findings.as_ref()?;
    let is_any = criterion.codes.is_empty();
    let found: Vec<String> = open
        .iter()
        .filter(|(code, number)| **number > 0 && (is_any || criterion.codes.contains(code)))
        .map(|(code, number)| format!("{} of `{code}`", thousands(as_count(*number))))
        .collect();
    Some(Answer {
        sentence: match is_any {
            true => "no finding is open".into(),
            false => format!("no finding of {} is open", list(&criterion.codes)),
        },
        met: found.is_empty(),
        is_binding: criterion.origin.is_binding(),
        detail: match found.as_slice() {
            [] => "none open".into(),
            found => found.join(", "),
        },
    })
}
