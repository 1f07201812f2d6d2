//! Names that may not appear, and what identifies a participant.
//!
//! [`Confidential`] holds the names, [`Secrets`] everything that no report may carry.
//!
//! # Decisions
//!
//! - 2026-11: every text is searched twice, as the bytes of the file and as the passages that a
//!   reader reads: the first sees comments, labels and strings, the second a name that is broken
//!   by marks.
//! - 2026-11: what belongs to nobody is no finding: numbers kept for drama, addresses under
//!   `example.org`. The test range of NHS numbers is worth a look only.
//! - 2026-11: masking looks for everything again by itself. It knows neither levels nor what was
//!   asked for, so a rule that is switched off gives nothing away.

mod anonymous;
mod escapes;
mod fold;
mod identifiers;
mod letters;
mod list;
mod names;
mod pictures;
mod places;
pub(crate) mod rules;
mod searches;
mod secrets;
#[cfg(test)]
mod speed;
#[cfg(test)]
mod tests;
mod ways;

pub(crate) use searches::SEARCHES;

pub use list::{CONFIDENTIAL, Confidential};
pub use secrets::Secrets;
