//! The rules of checking itself, and of the rooms above that count, print and write.

use crate::diagnostics::rows;

rows! {
    COUNT_NOT_SETTLED "count-not-settled" Deny Output "the number that is printed is not the number that is counted";
    CITATIONS_NOT_SETTLED "citations-not-settled" Deny Output "printing the citations changes what is cited each time";
    LIMIT_WITHOUT_SECTION "limit-without-section" Warn Source "a limit names a section that is not there";
    POLICY_NOT_UNDERSTOOD "policy-not-understood" Deny Source "a counting rule of your own cannot be read";
    STYLE_FAULTY "style-faulty" Warn Output "the citation style has a mistake";
    CODE_PRINTS_NOTHING "code-prints-nothing" Warn Output "code in a Typst chapter prints nothing of what it holds";
    TITLE_PAGE_UNTRUE "title-page-untrue" Deny Output "the title page does not say what is true";
    RAW_MARKUP_PRINTED "raw-markup-printed" Warn Output "markup is printed as it was typed";
    WORD_FILE_DIFFERS "word-file-differs" Warn Output "a Word file has other words than the PDF";
    HTML_PAGE_DIFFERS "html-page-differs" Warn Output "a page of HTML has other words than the PDF";
    NOT_CHECKED "not-checked" Deny Source "the dissertation could not be opened, so nothing was checked";
    WAIVER_ENDED "waiver-ended" Warn Source "a waiver has passed its last day";
    UNKNOWN_RULE "unknown-rule" Warn Source "`[check]` names a rule that does not exist";
}
