//! Citations and the works they cite.

mod citations;
mod exported;
mod links;
mod printed;
mod twice;
mod typed;

#[cfg(test)]
mod tests;

use crate::check::rule::{Rule, rows};

pub(crate) use citations::{citations_of_nothing, works_uncited};

/// The rules of this family.
pub(crate) const RULES: &[Rule] = rows! {
    "unknown-citation" Deny Source(citations::unknown) "a citation of a work that is in no reference file";
    "citation-typed" Warn Source(typed::by_name) "a citation of a known work that is typed by hand";
    "citation-number-typed" Warn Source(typed::by_number) "a number in brackets that looks like a citation";
    "reference-uncited" Warn Source(citations::uncited) "a reference that no text cites";
    "reference-twice" Warn Source(twice::works) "one work under two keys";
    "doi-malformed" Warn Source(links::dois) "a DOI that leads nowhere, or stands as an address";
    "url-without-access-date" Warn Source(links::access_dates) "a web address without the date on which it was read";
    "reference-field-not-printed" Warn Source(printed::fields) "something of a work that a marker looks for and the style does not print";
    "reference-field-twice" Warn Source(printed::twice) "something that stands twice in one reference";
    "reference-undated" Warn Source(printed::undated) "a work that is cited without a date";
    "citations-alike" Warn Source(printed::alike) "two works that are cited by the same words";
    "title-case-unclear" Warn Source(printed::titles) "a title with capitals that the style does not use";
    "title-in-capitals" Warn Source(exported::capitals) "a title in capitals from end to end";
    "reference-retracted" Warn Source(exported::retracted) "a work of which its record says that it was retracted";
    "bibliography-syntax" Warn Source "a reference file cannot be read at one place";
    "bibliography-key-twice" Warn Source "two entries have one key";
    "bibliography-unreadable" Deny Source "a reference file is not there or cannot be read";
    "bibliography-format" Warn Source "a reference file of a kind that is not read";
    "bibliography-field-missing" Warn Source "a reference lacks its author, title, date or publisher";
    "bibliography-type-unknown" Warn Source "a reference of a kind that does not exist";
    "bibliography-date-unclear" Warn Source "a date that cannot be read";
    "bibliography-name-unclear" Warn Source "a name that is read otherwise than it may be meant";
    "bibliography-command-unknown" Warn Source "a command of TeX that is not known";
    "unknown-style" Deny Source "there is no citation style of this name";
    "style-unreadable" Deny Source "the citation style's file cannot be read";
    "style-dependent" Warn Source "the citation style only points to another one";
};
