//! All that is to be known of a dissertation besides its pages, in one answer: what must be fixed,
//! how the words stand, what each milestone still asks for.

use serde::{Deserialize, Serialize};

use crate::dissertation::{Dissertation, Failure};
use crate::milestones::Standing;
use crate::pipeline::check::{CheckReport, CheckRequest, check};
use crate::pipeline::survey::survey;

/// What is to be known.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Judged {
    /// What a check for the next milestone finds, names covered for people.
    pub check: CheckReport,
    /// The milestones, in order.
    pub milestones: Vec<JudgedMilestone>,
}

/// How a milestone stands, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedMilestone {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// When it is due.
    pub due: Option<String>,
    /// How many days are left.
    pub days_left: Option<i32>,
    /// Its state.
    pub state: String,
    /// Its colour.
    pub rag: String,
    /// Whether it is behind you.
    pub is_done: bool,
    /// What it still asks for, a sentence each.
    pub missing: Vec<String>,
}

/// Judges a dissertation.
///
/// # Errors
///
/// As for `check` and `survey`.
pub fn judge(dissertation: &mut Dissertation) -> Result<Judged, Failure> {
    let check = check(
        dissertation,
        &CheckRequest {
            for_people: true,
            ..CheckRequest::default()
        },
    )?;
    let surveyed = survey(dissertation)?;
    let moment = dissertation.moment();
    let standings = dissertation
        .schedule()?
        .standings_of(&surveyed.facts, moment);
    let milestone = |standing: &Standing| {
        let due = standing.binding_due();
        JudgedMilestone {
            id: standing.id.clone(),
            title: standing.title.clone(),
            due: due.map(|due| due.in_words()),
            days_left: due.map(|due| (due.day() - moment.today.0).get_days()),
            state: standing.state.in_words().to_owned(),
            rag: standing.rag.name().to_owned(),
            is_done: standing.state.is_done(),
            missing: match standing.state.is_done() {
                true => Vec::new(),
                false => standing.missing.clone(),
            },
        }
    };
    Ok(Judged {
        check,
        milestones: standings.milestones.iter().map(milestone).collect(),
    })
}
