//! The rules of this family, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    PDF_UNREADABLE "pdf-unreadable" Deny Output "the PDF cannot be read back";
    PDF_ENCRYPTED "pdf-encrypted" Deny Output "the PDF is encrypted";
    TEXT_NOT_EXTRACTABLE "text-not-extractable" Deny Output "the text of the PDF cannot be copied or searched";
    FONT_NOT_EMBEDDED "font-not-embedded" Warn Output "a font is not inside the PDF";
    PDF_TOO_LARGE "pdf-too-large" Warn Output "the PDF is too large to upload";
    PDF_TOO_MANY_PAGES "pdf-too-many-pages" Warn Output "the PDF has more pages than upload forms take";
    PDF_TOO_FEW_WORDS "pdf-too-few-words" Warn Output "the PDF has fewer words than upload forms take";
    PDF_STANDARD_MISSED "pdf-standard-missed" Warn Output "the PDF misses a standard that it should meet";
    BOOKMARK_WRONG_PAGE "bookmark-wrong-page" Deny Output "a bookmark of the PDF leads to a wrong page";
    OUTPUT_NAME "output-name" Warn Output "upload forms may refuse the name of the file";
    AUTHOR_IN_OUTPUT "author-in-output" Deny Output "an anonymous copy tells whose it is";
    CONFIDENTIAL_NAME_IN_PDF "confidential-name-in-pdf" Deny Output "the PDF shows a name that may not appear";
}
