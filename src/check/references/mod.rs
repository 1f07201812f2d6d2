//! Citations and the works they cite.

mod citations;
mod exported;
mod links;
mod printed;
pub(crate) mod rules;
mod twice;
mod typed;

#[cfg(test)]
mod tests;

use crate::check::search::Search;

pub(crate) use citations::{citations_of_nothing, works_uncited};

/// What looks for the rules of this family.
pub(crate) const SEARCHES: &[Search] = &[
    Search::Source(citations::unknown),
    Search::Source(typed::by_name),
    Search::Source(typed::by_number),
    Search::Source(citations::uncited),
    Search::Source(twice::works),
    Search::Source(links::dois),
    Search::Source(links::access_dates),
    Search::Source(printed::fields),
    Search::Source(printed::twice),
    Search::Source(printed::undated),
    Search::Source(printed::alike),
    Search::Source(printed::titles),
    Search::Source(exported::capitals),
    Search::Source(exported::retracted),
];
