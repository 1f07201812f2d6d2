//! What the commands ask of a request: that its milestone is there, and that its texts say something.

use jiff::civil::Date;

use crate::diagnostics::british;
use crate::diagnostics::text::{did_you_mean, inline, is_unseen};
use crate::milestones::basis::Basis;
use crate::milestones::plan::Planned;
use crate::milestones::refusal::Refusal;
use crate::milestones::standings::standing::Standing;
use crate::milestones::standings::standings;

/// Returns the milestone that somebody named.
pub(crate) fn planned<'b>(basis: &Basis<'b>, id: &str) -> Result<&'b Planned, Refusal> {
    basis.plan.find(id).ok_or_else(|| {
        let written = inline(id, 40);
        let known = basis.plan.ids();
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
pub(crate) fn standing(basis: &Basis<'_>, id: &str) -> Result<Standing, Refusal> {
    planned(basis, id)?;
    let mut all = standings(basis).milestones.into_iter();
    let found = all.find(|standing| standing.id == id);
    Ok(found.expect("every planned milestone has a standing"))
}

/// Returns a text without blanks at its ends, or a refusal that says what is missing.
pub(crate) fn filled(text: &str, what: &str, hint: &str) -> Result<String, Refusal> {
    optional(Some(text)).ok_or_else(|| Refusal::new(format!("{what} is missing"), hint))
}

/// Returns a text without blanks at its ends, if anything is left of it.
pub(crate) fn optional(text: Option<&str>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !is_unseen(text));
    text.map(str::to_owned)
}

/// Refuses a day on which nothing can have happened yet.
pub(crate) fn not_to_come(day: Option<Date>, basis: &Basis<'_>, hint: &str) -> Result<(), Refusal> {
    match day.filter(|day| *day > basis.today) {
        Some(day) => {
            let message = format!("{} has not come yet", british(day));
            Err(Refusal::new(message, hint))
        }
        None => Ok(()),
    }
}
