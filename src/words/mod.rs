//! Counting words on the typeset pages: pages → census → tally → verdict.
//!
//! A **census** lists every word of the laid-out pages with its category and its place; a
//! **tally** sums it up under a [`Policy`]; a verdict holds the sum against a limit; an **appeal**
//! explains what somebody else's number may be made of.
//!
//! # Decisions
//!
//! - 2026-11: words are read from the frames of the laid-out document, not from the sources: only
//!   there are citations, cross-references and generated text what a marker reads.
//! - 2026-11: the census accounts for every visible character or fails; a count is never a guess.

mod appeal;
mod category;
mod census;
mod convention;
mod policy;
mod printed;
mod tally;
#[cfg(test)]
mod tests;

pub use appeal::{
    Appeal, AppealReading, AppealStep, Compared, Counter, Difference, EVERYTHING, WordFamily,
    appeal,
};
pub use category::Category;
pub(crate) use census::census_of_walked;
pub(crate) use census::walk::walk;
pub(crate) use census::walked::WalkedText;
pub use census::word::{Census, CensusError, CensusSection, Word};
pub use census::word_shape::WordShape;
pub use census::{census, census_with_shapes, census_without_places};
pub(crate) use convention::is_invisible;
pub use convention::{Convention, count_text};
pub use policy::{Policy, PolicyError};
pub(crate) use printed::{
    RawMarkup, Unprinted, UnprintedKind, raw_markup, text_of_region, unprinted,
};
pub use tally::scope::{ScopeError, ScopeTally};
pub use tally::verdict::{Limit, LimitOutcome, LimitVerdict, verdict};
pub use tally::{
    CategoryTally, Exemption, PartTally, SectionTally, Tally, tally, words_that_count,
};
