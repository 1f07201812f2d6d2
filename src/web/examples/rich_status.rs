//! A year with everything that a status page can show.

use jiff::civil::date;

use crate::milestones::{
    DecisionMark, Drift, Known, Loose, MeetingMark, Next, OpenAction, Outcome, Rag,
    ResearchFinding, Seal, Standing, Standings, State, Trace, TracedQuestion, TracedRecommendation,
    Waiting, WordsOn,
};
use crate::project::Due;
use crate::web::examples::marks::{
    action, chapter, decision, extension, judged, meeting, ready, standing,
};
use crate::web::examples::{Put, TITLE};
use crate::web::head::{Byline, Head};
use crate::web::status::{ChapterLength, Handover, StatusPage, Words};
use crate::words;

const AUTHOR: &str = "Rowan Ashdown";
const LANE: &str = "Dr Miriam Lane";
const MEHTA: &str = "Professor Anil Mehta";
fn all(put: Put<'_>, texts: &[&str]) -> Vec<String> {
    texts.iter().map(|it| put(it)).collect()
}

pub(crate) fn status(put: Put<'_>) -> StatusPage {
    StatusPage {
        head: Head {
            title: put(TITLE),
            byline: Byline::Author(put(AUTHOR)),
            programme: Some(put("MSc Digital Health Leadership")),
            supervisor: Some(put(LANE)),
        },
        student: put(AUTHOR),
        today: date(2027, 4, 5),
        words: Some(Words {
            is_estimated: false,
            counted: 6_214,
            limit: Some(10_000),
            verdict: words::LimitOutcome::Within,
            sentence: put("6,214 of at most 10,000 words: 3,786 are left"),
            policy: put(
                "The main text with its notes, tables and captions; not the title page, abstract, contents, references or appendices.",
            ),
            confirmed: None,
        }),
        chapters: chapters(put),
        standings: Standings {
            milestones: milestones(put),
            ignored: Vec::new(),
            doubts: Vec::new(),
            actions: actions(put),
            next: Some(Next {
                id: "tutorial-3".into(),
                due: None,
                days_left: None,
            }),
        },
        drifts: [("tutorial-1", 120, 20), ("tutorial-2", 188, 65)]
            .map(|(id, words_added, words_removed)| {
                let drift = Drift {
                    words_added,
                    words_removed,
                    words_moved: 0,
                    is_estimated: false,
                };
                (id.to_owned(), drift)
            })
            .into(),
        pace: Some(put("4 chapters, 3,804 words to write in 149 days: 26 a day")),
        over_time: [
            (date(2026, 11, 9), 310),
            (date(2026, 11, 23), 940),
            (date(2026, 12, 1), 1_302),
            (date(2026, 12, 9), 1_402),
            (date(2027, 1, 11), 2_105),
            (date(2027, 2, 1), 3_160),
            (date(2027, 2, 24), 3_840),
            (date(2027, 3, 1), 3_963),
            (date(2027, 3, 15), 4_710),
            (date(2027, 4, 2), 5_618),
            (date(2027, 4, 5), 6_214),
        ]
        .map(|(date, words)| WordsOn { date, words })
        .into(),
        meetings: meetings(put),
        handover: Some(Handover {
            former: put(MEHTA),
            present: put(LANE),
            from: date(2027, 1, 4),
            agreed: all(
                put,
                &[
                    "Tutorial 1 approved by Professor Anil Mehta; recorded by Rowan Ashdown from: e-mail of 8 December 2026",
                    "The study stays in one trust; both of its sites take part",
                ],
            )
            .into_iter()
            .map(|what| (date(2026, 12, 8), what))
            .collect(),
        }),
        trace: trace(put),
    }
}

fn chapters(put: Put<'_>) -> Vec<ChapterLength> {
    [
        (
            "introduction",
            "Introduction: the problem of practice",
            1_402,
            (1_200, 1_500),
        ),
        (
            "literature-review",
            "Literature review",
            2_561,
            (2_200, 2_500),
        ),
        ("methodology", "Methodology", 1_655, (1_500, 1_800)),
        ("findings", "Findings", 596, (1_800, 2_200)),
        ("discussion", "Discussion", 0, (1_200, 1_500)),
        (
            "recommendations",
            "Recommendations and implementation",
            0,
            (1_000, 1_300),
        ),
        ("conclusion", "Conclusion", 0, (400, 600)),
    ]
    .map(|(id, title, counted, bounds)| chapter(id, put(title), counted, bounds))
    .into()
}

fn milestones(put: Put<'_>) -> Vec<Standing> {
    let one = |id: &str| vec![id.to_owned()];
    let due = |month: i8, day: i8| Some(Due::Day(date(2027, month, day)));
    vec![
        Standing {
            chapters: one("introduction"),
            due: Some(Due::Day(date(2026, 12, 7))),
            waiting_on: Waiting::Nobody,
            criteria: vec![
                judged(
                    put("The chapter has at least 1,200 words"),
                    true,
                    false,
                    Some(put("1,402 of at least 1,200")),
                ),
                judged(
                    put("It has the sections that the programme expects"),
                    true,
                    true,
                    Some(put("6 of 6")),
                ),
            ],
            ready: Some(ready(date(2026, 12, 1), 1_302)),
            decision: Some(DecisionMark {
                name: Some(put(MEHTA)),
                taken: Some(date(2026, 12, 8)),
                note: Some(put(
                    "The problem is clear and well evidenced. Keep the numbers on late summaries in one place.",
                )),
                entered_by: put(AUTHOR),
                ..decision(
                    Outcome::Approved,
                    "a.mehta@example.org",
                    Known::Recorded {
                        evidence: put("e-mail of 8 December 2026"),
                    },
                    date(2026, 12, 9),
                )
            }),
            ..standing("tutorial-1", put("Tutorial 1"), State::Approved, Rag::Green)
        },
        Standing {
            chapters: one("literature-review"),
            due: due(2, 15),
            recorded: Some(extension(
                date(2027, 3, 1),
                put("EXT-2027-118"),
                Some(put("Programme office")),
            )),
            waiting_on: Waiting::Nobody,
            criteria: vec![judged(
                put("The search can be repeated: databases, terms and dates are named"),
                true,
                true,
                None,
            )],
            ready: Some(ready(date(2027, 2, 24), 2_438)),
            decision: Some(DecisionMark {
                name: Some(put(LANE)),
                note: Some(put("Say why two of the frameworks were left out.")),
                entered_by: put(LANE),
                ..decision(
                    Outcome::ApprovedWithChanges,
                    "m.lane@example.org",
                    Known::Signed(Seal {
                        fingerprint: "SHA256:x".into(),
                        is_vouched: true,
                        not_vouched: None,
                        is_bound: true,
                    }),
                    date(2027, 3, 1),
                )
            }),
            ..standing(
                "tutorial-2",
                put("Tutorial 2"),
                State::ApprovedWithChanges,
                Rag::Green,
            )
        },
        Standing {
            chapters: one("methodology"),
            due: due(4, 12),
            waiting_on: Waiting::Supervisor,
            criteria: vec![
                judged(
                    put("The ethics record fits the study"),
                    true,
                    true,
                    Some(put("service evaluation, registered as SE-2027-031")),
                ),
                judged(
                    put("It has the sections that the programme expects"),
                    false,
                    false,
                    Some(put("“Reflexivity” is not there")),
                ),
            ],
            ready: Some(ready(date(2027, 4, 2), 1_655)),
            command: Some(put(
                "folio milestone approve tutorial-3 --by \"Dr Miriam Lane\" --evidence \"…\"",
            )),
            ..standing("tutorial-3", put("Tutorial 3"), State::Ready, Rag::Amber)
        },
        standing("study", put("Study"), State::NotStarted, Rag::Green),
        Standing {
            chapters: one("findings"),
            due: due(6, 28),
            claimed: Some(extension(
                date(2027, 7, 12),
                put("request of 30 March 2027"),
                None,
            )),
            missing: all(
                put,
                &[
                    "The chapter lacks 1,204 words",
                    "The second question has no finding yet",
                ],
            ),
            criteria: vec![judged(
                put("Each question has a finding"),
                false,
                true,
                Some(put("1 of 2")),
            )],
            ..standing("findings", put("Findings"), State::InProgress, Rag::Green)
        },
        Standing {
            chapters: one("recommendations"),
            due: due(3, 30),
            missing: all(put, &["The chapter is not there yet"]),
            command: Some(put("folio check --for recommendations")),
            ..standing(
                "recommendations",
                put("Recommendations"),
                State::NotStarted,
                Rag::Red,
            )
        },
        Standing {
            chapters: ["introduction", "literature-review", "methodology"]
                .map(str::to_owned)
                .into(),
            due: Some(Due::Moment(date(2027, 9, 1).at(16, 0, 0, 0))),
            missing: all(put, &["4 chapters are short or not there yet"]),
            ..standing(
                "submission",
                put("Submission"),
                State::InProgress,
                Rag::Green,
            )
        },
    ]
}

fn actions(put: Put<'_>) -> Vec<OpenAction> {
    let on = |month: i8, day: i8| Some(date(2027, month, day));
    [
        (
            "m2-1",
            "Say in chapter 2 why two of the frameworks were left out",
            AUTHOR,
            on(3, 22),
            None,
        ),
        (
            "d3-1",
            "Agree the interview dates with the discharge team",
            AUTHOR,
            on(4, 16),
            None,
        ),
        ("d3-2", "Read the draft of chapter 3", LANE, None, None),
        (
            "m1-1",
            "Move the figures on late summaries to one table",
            AUTHOR,
            on(1, 18),
            on(1, 15),
        ),
        (
            "m2-2",
            "Send the register entry of the service evaluation",
            AUTHOR,
            on(3, 19),
            on(3, 18),
        ),
    ]
    .map(|(id, what, who, due, done)| action(id, &put(what), &put(who), due, done))
    .into()
}

fn meetings(put: Put<'_>) -> Vec<MeetingMark> {
    let mut first = meeting(
        "m1",
        date(2026, 12, 8),
        all(put, &[MEHTA, AUTHOR]),
        all(put, &["The problem and its evidence are clear."]),
    );
    first.meeting.next = Some(date(2027, 1, 14));
    let second = meeting(
        "m2",
        date(2027, 3, 3),
        all(put, &[LANE, AUTHOR]),
        all(
            put,
            &[
                "Chapter 2 is approved with one change.",
                "Eight interviews are enough if the survey reaches both sites.",
            ],
        ),
    );
    vec![first, second]
}

fn trace(put: Put<'_>) -> Trace {
    let labels = |labels: &[&str]| labels.iter().map(|&it| it.to_owned()).collect();
    let question = |label: &str, title: String, methods: Vec<String>| TracedQuestion {
        label: label.into(),
        title,
        methods,
        research_findings: labels(&["find:templates"]),
    };
    let finding = |label: &str, title: String, recommendations: &[&str]| ResearchFinding {
        label: label.into(),
        title,
        questions: Vec::new(),
        recommendations: labels(recommendations),
    };
    let recommendation = |label: &str, title: String| TracedRecommendation {
        label: label.into(),
        title,
        research_findings: Vec::new(),
    };
    Trace {
        problem: Some(put("Summaries are sent and not received")),
        questions: vec![
            question(
                "q:ready",
                put("How ready is the trust to send structured discharge summaries?"),
                all(put, &["Survey of both sites", "Document review"]),
            ),
            question(
                "q:help",
                put("What would help the teams that write them?"),
                all(put, &["Interviews"]),
            ),
        ],
        research_findings: vec![
            finding(
                "find:templates",
                put("Each site keeps templates of its own, and neither sends coded medicines."),
                &["rec:owner"],
            ),
            finding(
                "find:training",
                put("New doctors learn the summary from each other."),
                &[],
            ),
        ],
        recommendations: vec![
            recommendation(
                "rec:owner",
                put("Give one clinical owner the template of both sites, within three months."),
            ),
            recommendation(
                "rec:audit",
                put("Audit arrival in general practice every quarter."),
            ),
        ],
        loose: all(
            put,
            &[
                "The recommendation `rec:audit` rests on no finding",
                "No question asks for the finding `find:training`",
            ],
        )
        .into_iter()
        .map(|message| Loose {
            label: None,
            message,
        })
        .collect(),
    }
}
