//! Criteria at their bounds, and what they say.

use crate::manuscript::{Recommendation, TraceItem};
use crate::milestones::facts::{ChapterFacts, Facts};
use crate::milestones::plan::criteria::assess;
use crate::milestones::plan::ethics::ethics_record;
use crate::milestones::plan::{Planned, PlannedChapter, WordBounds};
use crate::project::{Classification, Criterion, Ethics, Origin, SectionRule};

fn criterion(id: &str, at_least: Option<u32>, at_most: Option<u32>) -> Criterion {
    Criterion {
        id: id.into(),
        chapter: None,
        at_least,
        at_most,
        codes: vec!["word-limit-exceeded".into()],
        origin: Origin::manifest(),
    }
}

fn planned(criterion: Criterion) -> Planned {
    let section = |title: &str, synonyms: &[&str]| SectionRule {
        title: title.into(),
        synonyms: synonyms.iter().map(|it| (*it).to_owned()).collect(),
        guidance: None,
    };
    Planned {
        id: "tutorial-1".into(),
        title: "Tutorial 1".into(),
        chapters: vec![PlannedChapter {
            id: "method".into(),
            path: "chapters/03-method.md".into(),
            sections: vec![
                section("Design", &["Research design"]),
                section("Ethics and governance", &["Ethics"]),
            ],
            sections_origin: Origin::assumed(),
            bounds: Some(WordBounds {
                at_least: Some(1_200),
                at_most: None,
                origin: Origin::assumed(),
            }),
        }],
        missing: Vec::new(),
        due: None,
        criteria: vec![criterion],
    }
}

fn facts(words: u32, headings: &[&str]) -> Facts {
    let chapter = ChapterFacts {
        title: "Method".into(),
        words,
        is_estimated: false,
        headings: headings.iter().map(|it| (*it).to_owned()).collect(),
        citations: 3,
    };
    Facts {
        chapters: [("method".to_owned(), chapter)].into(),
        ..Facts::default()
    }
}

fn last(criterion: Criterion, facts: &Facts) -> (bool, bool, String) {
    let judged = assess(&planned(criterion), facts).pop().unwrap();
    (judged.met, judged.is_binding, judged.detail)
}

#[test]
fn a_number_is_met_at_its_bound() {
    #[track_caller]
    fn case(words: u32, at_least: Option<u32>, at_most: Option<u32>, met: bool, detail: &str) {
        let found = last(
            criterion("chapter-words", at_least, at_most),
            &facts(words, &[]),
        );
        assert_eq!(found, (met, true, detail.to_owned()));
    }

    case(1_302, Some(1_200), None, true, "1,302 of at least 1,200");
    case(1_199, Some(1_200), None, false, "1,199 of at least 1,200");
    case(
        1_200,
        Some(1_200),
        Some(1_500),
        true,
        "1,200 of 1,200 to 1,500",
    );
    case(
        1_501,
        Some(1_200),
        Some(1_500),
        false,
        "1,501 of at most 1,500",
    );
    case(
        900,
        Some(1_200),
        Some(1_500),
        false,
        "900 of at least 1,200",
    );
    case(1_500, None, Some(1_500), true, "1,500 of at most 1,500");
    let citations = last(criterion("citations", Some(4), None), &facts(1, &[]));
    assert_eq!(citations, (false, true, "3 of at least 4".into()));
}

#[test]
fn a_number_that_nobody_set_warns_and_stops_nobody() {
    let found = last(criterion("chapter-words", None, None), &facts(100, &[]));
    assert_eq!(found, (false, false, "100 of at least 1,200".into()));
}

#[test]
fn a_chapter_that_is_not_there_is_an_unmet_criterion() {
    let mut milestone = planned(criterion("chapter-words", None, None));
    milestone.missing = vec!["Findings".into()];
    let judged = assess(&milestone, &Facts::default());
    assert_eq!(judged[0].sentence, "the chapter `Findings` is there");
    assert!(judged[0].stops());
    assert_eq!(judged[1].detail, "nothing written yet");
    assert!(judged[1].stops());
}

#[test]
fn a_section_is_found_by_its_heading_or_a_synonym() {
    let sections = || criterion("required-sections", None, None);
    let found = last(
        sections(),
        &facts(
            1,
            &[
                "3.1 The research design",
                "Ethics and governance of the study",
            ],
        ),
    );
    assert_eq!(found, (true, false, "2 of 2".into()));
    let found = last(sections(), &facts(1, &["Designing ethics"]));
    let detail = "0 of 2; missing: `Design` and `Ethics and governance`";
    assert_eq!(found, (false, false, detail.into()));
}

#[test]
fn an_ethics_record_fits_or_says_what_is_missing() {
    #[track_caller]
    fn case(ethics: Ethics, met: bool, detail: &str) {
        assert_eq!(ethics_record(&ethics), (met, detail.to_owned()));
    }

    let day = |text: &str| Some(text.parse().unwrap());
    let of = |classification| Ethics {
        classification: Some(classification),
        ..Ethics::default()
    };
    let evaluation = || Ethics {
        reference: Some("SE-31".into()),
        approval_needed: Some(false),
        ..of(Classification::ServiceEvaluation)
    };
    case(
        evaluation(),
        true,
        "service evaluation, registered as SE-31",
    );
    case(
        Ethics::default(),
        false,
        "`classification` in `[ethics]` is not recorded: research, service-evaluation or audit",
    );
    case(
        of(Classification::Audit),
        false,
        "audit: `reference` of the registration (or `evidence`) is missing",
    );
    case(
        of(Classification::Research),
        false,
        "research: `reference` of the approval is missing",
    );
    let early = Ethics {
        approved: day("2027-04-02"),
        data_collection_began: day("2027-04-01"),
        ..evaluation()
    };
    case(
        early.clone(),
        false,
        "data collection began on 1 April 2027, before the approval of 2 April 2027: an \
         approval never works backwards",
    );
    let same_day = Ethics {
        data_collection_began: day("2027-04-02"),
        ..early
    };
    case(same_day, true, "service evaluation, registered as SE-31");
}

#[test]
fn a_recommendation_needs_a_finding_an_owner_a_timescale_and_a_measure() {
    let mut facts = facts(1, &[]);
    let asked = || criterion("recommendations", None, None);
    assert!(!last(asked(), &facts).0);
    facts.trace.research_findings = vec![TraceItem {
        label: "find:late".into(),
        ..TraceItem::default()
    }];
    facts.trace.recommendations = vec![Recommendation {
        item: TraceItem {
            label: "rec:one".into(),
            names: vec!["find:late".into()],
            ..TraceItem::default()
        },
        owner: Some("Chief nurse".into()),
        timescale: Some("by June".into()),
        measure: Some("letters within 24 hours".into()),
    }];
    assert_eq!(
        last(asked(), &facts),
        (true, true, "1 recommendation".into())
    );
    facts.trace.recommendations[0].item.names = vec!["find:gone".into()];
    facts.trace.recommendations[0].measure = Some("  ".into());
    let detail = "`rec:one` has no finding, no measure";
    assert_eq!(last(asked(), &facts), (false, true, detail.into()));
}

#[test]
fn open_findings_are_asked_for_only_when_somebody_looked() {
    let mut facts = facts(1, &[]);
    let asked = || criterion("no-open-findings", None, None);
    let judged = assess(&planned(asked()), &facts);
    assert!(judged.iter().all(|it| it.id == "chapter-written"));
    facts.open_findings = Some([("word-limit-exceeded".to_owned(), 2)].into());
    let detail = "2 of `word-limit-exceeded`".to_owned();
    assert_eq!(last(asked(), &facts), (false, true, detail));
}

#[test]
fn a_criterion_that_is_not_known_warns() {
    let found = last(criterion("chapter-word", None, None), &facts(1, &[]));
    assert_eq!((found.0, found.1), (false, false));
    assert!(found.2.contains("did you mean `chapter-words`?"));
}
