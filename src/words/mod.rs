//! Counting words on the typeset pages: pages → census → tally → verdict.
//!
//! A **census** lists every word of the laid-out pages with its category and its place; a
//! **tally** sums it up under a [`Policy`]; a verdict holds the sum against a limit.
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
mod counter;
mod family;
mod gather;
mod label;
mod policy;
mod role;
mod run;
mod scope;
mod shape;
mod tally;
mod verdict;
mod walk;

pub use appeal::{Appeal, Compared, Difference, EVERYTHING, Reading, Step, appeal};
pub use category::Category;
pub use census::{
    Census, CensusError, Section, Word, census, census_with_shapes, census_without_places,
};
pub use convention::{Convention, count_text};
pub use counter::Counter;
pub use family::Family;
pub use policy::{Policy, PolicyDefinition, PolicyError};
pub use scope::{ScopeError, ScopeTally};
pub use shape::Shape;
pub use tally::{CategoryTally, Exemption, PartTally, SectionTally, Tally, counted, tally};
pub use verdict::{Limit, Outcome, Verdict, verdict};

#[cfg(test)]
mod captions;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod honesty;
#[cfg(test)]
mod invariance;
#[cfg(test)]
mod one_word;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod torture;
