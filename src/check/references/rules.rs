//! The rules of this family, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    CITATION_TYPED "citation-typed" Warn Source "a citation of a known work that is typed by hand";
    CITATION_NUMBER_TYPED "citation-number-typed" Warn Source "a number in brackets that looks like a citation";
    REFERENCE_UNCITED "reference-uncited" Warn Source "a reference that no text cites";
    REFERENCE_TWICE "reference-twice" Warn Source "one work under two keys";
    DOI_MALFORMED "doi-malformed" Warn Source "a DOI that leads nowhere, or stands as an address";
    URL_WITHOUT_ACCESS_DATE "url-without-access-date" Warn Source "a web address without the date on which it was read";
    REFERENCE_FIELD_NOT_PRINTED "reference-field-not-printed" Warn Source "something of a work that a marker looks for and the style does not print";
    REFERENCE_FIELD_TWICE "reference-field-twice" Warn Source "something that stands twice in one reference";
    REFERENCE_UNDATED "reference-undated" Warn Source "a work that is cited without a date";
    CITATIONS_ALIKE "citations-alike" Warn Source "two works that are cited by the same words";
    TITLE_CASE_UNCLEAR "title-case-unclear" Warn Source "a title with capitals that the style does not use";
    TITLE_IN_CAPITALS "title-in-capitals" Warn Source "a title in capitals from end to end";
    REFERENCE_RETRACTED "reference-retracted" Warn Source "a work of which its record says that it was retracted";
}
