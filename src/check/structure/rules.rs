//! The rules of this family, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    PART_EMPTY "part-empty" Warn -> Deny Source "a part of the front matter has a file and no text";
    CHAPTER_MISSING "chapter-missing" Warn Source "a chapter that the programme expects is not there";
    SECTION_MISSING "section-missing" Warn Source "a chapter lacks sections that the programme expects";
    HEADING_TWICE "heading-twice" Warn Source "two headings side by side are alike";
    HEADING_WITHOUT_TEXT "heading-without-text" Warn Source "nothing stands below a heading";
    GUIDANCE_LEFT "guidance-left" Warn -> Deny Source "guidance or a placeholder of a new project is printed";
}
