//! What this room may find, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    HEADING_LEVEL_SKIPPED "heading-level-skipped" Warn Source "a heading is more than one level below the one before";
    IMAGE_WITHOUT_ALT "image-without-alt" Warn Source "a picture without a description for readers who cannot see it";
    LABEL_TWICE "label-twice" Warn Source "two things have the same label";
    UNKNOWN_CITATION "unknown-citation" Deny Source "a citation of a work that is in no reference file";
    TYPST_ERROR "typst-error" Deny Output "the typesetting engine cannot go on";
    TYPST_WARNING "typst-warning" Warn Output "the typesetting engine finds something odd";
    UNKNOWN_VARIABLE "unknown-variable" Deny Output "Typst code names something that is not there";
    CANNOT_REFERENCE "cannot-reference" Deny Output "a reference points to something without a number";
    NO_BIBLIOGRAPHY "no-bibliography" Deny Output "a work is cited, and there are no references";
    OWN_BIBLIOGRAPHY "own-bibliography" Warn Output "a chapter brings a list of references of its own";
    OWN_CITATION_STYLE "own-citation-style" Warn Output "a citation asks for a style of its own";
    FILE_NOT_FOUND "file-not-found" Deny Output "a chapter asks for a file that is not there";
    FILE_NAME_CASE "file-name-case" Deny Output "the name of a file differs in capitals";
    CHAPTER_STOPS "chapter-stops" Deny Output "a chapter in Typst stops itself with a message of its own";
    PATH_BACKSLASH "path-backslash" Deny Output "a path is written with backslashes";
    PACKAGE_MISSING "package-missing" Deny Output "a Typst package is not in the project";
    PLUGIN_REFUSED "plugin-refused" Deny Output "a program inside a chapter is refused";
    UNKNOWN_FONT "unknown-font" Deny Output "a font is named that is not there";
    FONT_UNREADABLE "font-unreadable" Warn Output "a file in `fonts/` is no font";
    ENDLESS_LOOP "endless-loop" Deny Output "code goes on for ever";
    CYCLIC_INCLUDE "cyclic-include" Deny Output "files include each other in a circle";
    NESTED_TOO_DEEPLY "nested-too-deeply" Deny Output "something is nested too deeply";
    NOT_SETTLED "not-settled" Warn Output "page numbers did not settle";
    WRONG_PAGE_LISTED "wrong-page-listed" Deny Output "the contents, a list or a reference names a wrong page";
    TEXT_OVERLAPS "text-overlaps" Warn -> Deny Output "text is printed on other text";
    RUNS_OFF_PAGE "runs-off-page" Warn -> Deny Output "a table, a picture or text runs off the page";
    RUNS_INTO_MARGIN "runs-into-margin" Warn Output "a table, a picture or text runs into the margin";
    NUMBERS_OUT_OF_ORDER "numbers-out-of-order" Warn Output "a figure or table is printed before the one it follows";
    IMAGE_MISSING "image-missing" Deny -> Deny Output "a picture is not there";
    IMAGE_UNREADABLE "image-unreadable" Deny -> Deny Output "a picture cannot be read";
    IMAGE_FORMAT "image-format" Deny -> Deny Output "a picture is of a kind that cannot be printed";
    HEADING_FIRST_LEVEL "heading-first-level" Warn Output "the first heading is not of the highest level";
    NO_TITLE "no-title" Warn Output "the PDF has no title";
    NO_DATE "no-date" Warn Output "the PDF has no date";
    PDF_STANDARD "pdf-standard" Warn Output "something does not fit the standard of the PDF";
    COLOUR_CMYK "colour-cmyk" Warn Output "a colour is one of printing presses";
    PICTURE_PDF "picture-pdf" Warn Output "a picture is a PDF";
    PDF_STRUCTURE "pdf-structure" Warn Output "a screen reader cannot follow something";
    CHARACTER_MISSING "character-missing" Warn Output "no font has a character of the text";
}
