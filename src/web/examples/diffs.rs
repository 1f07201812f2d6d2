//! What changed, in the examples.

use jiff::civil::date;

use crate::milestones::{Changes, Drift, Paragraph, Stretch};
use crate::web::difference::{ChapterDiff, DiffPage};
use crate::web::examples::{Put, TITLE};

pub(crate) fn diff(put: Put<'_>) -> DiffPage {
    DiffPage {
        title: put(TITLE),
        milestone: put("Tutorial 2"),
        since: date(2027, 3, 1),
        event: put("Dr Miriam Lane approved Tutorial 2 with changes"),
        today: date(2027, 4, 5),
        chapters: vec![
            ChapterDiff {
                title: put("Literature review"),
                path: put("chapters/02-literature-review.md"),
                drift: Drift {
                    words_added: 84,
                    words_removed: 27,
                    words_moved: 11,
                    is_estimated: false,
                },
                changes: Changes {
                    paragraphs: vec![
                        Paragraph::Same(put("Literature review")),
                        Paragraph::Same(put(
                            "This chapter sets out how the literature was searched, and what it says about readiness for structured communication between hospitals and general practice.",
                        )),
                        Paragraph::Changed(vec![
                            Stretch::Same(put("The search was run in ")),
                            Stretch::Removed(put("two")),
                            Stretch::Added(put("three")),
                            Stretch::Same(put(
                                " databases: MEDLINE, CINAHL. Terms for discharge, summary and structured record were combined; ",
                            )),
                            Stretch::Removed(put("results before 2010 were left out.")),
                            Stretch::Added(put(
                                "results before 2012, when the headings were first published, were left out. The full strategy is in Appendix A.",
                            )),
                        ]),
                        Paragraph::Same(put("Thirty-four works were read in full.")),
                        Paragraph::Added(put(
                            "Two frameworks were considered and left out. The first describes the maturity of whole systems, and says little about a single message.",
                        )),
                        Paragraph::MovedHere {
                            number: 1,
                            text: put(
                                "Readiness is more than equipment: it includes the routines of the people who write and read the summary.",
                            ),
                        },
                        Paragraph::Same(put("Four themes run through the works.")),
                        Paragraph::Removed(put(
                            "It could be argued that most of the literature on this subject is descriptive in its nature.",
                        )),
                        Paragraph::MovedAway {
                            number: 1,
                            text: put("Readiness is more than equipment."),
                        },
                    ],
                },
            },
            ChapterDiff {
                title: put("Introduction: the problem of practice"),
                path: put("chapters/01-introduction.md"),
                drift: Drift::default(),
                changes: Changes {
                    paragraphs: vec![Paragraph::Same(put("Every discharge is a handover."))],
                },
            },
        ],
    }
}

/// One paragraph of every kind.
pub(crate) fn small_diff() -> DiffPage {
    DiffPage {
        title: "Closing the discharge-summary gap".into(),
        milestone: "Tutorial 1".into(),
        since: date(2026, 12, 8),
        event: "Dr B approved Tutorial 1".into(),
        today: date(2026, 12, 20),
        chapters: vec![ChapterDiff {
            title: "Introduction".into(),
            path: "chapters/01-introduction.md".into(),
            drift: Drift {
                words_added: 8,
                words_removed: 2,
                words_moved: 4,
                    is_estimated: false,
            },
            changes: Changes {
                paragraphs: vec![
                    Paragraph::Same("Introduction".into()),
                    Paragraph::MovedAway {
                        number: 1,
                        text: "Moved as it was.".into(),
                    },
                    Paragraph::Changed(vec![
                        Stretch::Same("Summaries are ".into()),
                        Stretch::Removed("sometimes".into()),
                        Stretch::Added("often".into()),
                        Stretch::Same(
                            " sent and not received, which is known from the survey of both sites and from what general practices say.".into(),
                        ),
                    ]),
                    Paragraph::Added("A new paragraph of seven words.".into()),
                    Paragraph::Removed("Gone.".into()),
                    Paragraph::Same("One.".into()),
                    Paragraph::Same("Two.".into()),
                    Paragraph::MovedHere {
                        number: 1,
                        text: "Moved as it was.".into(),
                    },
                ],
            },
        }],
    }
}
