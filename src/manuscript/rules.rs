//! What this room may find, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    EMPTY_CHAPTER "empty-chapter" Warn Source "a chapter has no text, or nothing but headings";
    CHAPTER_WITHOUT_TITLE "chapter-without-title" Warn Source "a chapter begins without a title";
    SECOND_TITLE "second-title" Warn Source "a chapter has a second title";
    ABBREVIATION_CONFLICT "abbreviation-conflict" Warn Source "an abbreviation has two meanings";
    ABBREVIATION_UNUSED "abbreviation-unused" Warn Source "an abbreviation is listed and never used";
}
