//! Rules that several rooms find, each by what it reads.

use crate::diagnostics::rows;

rows! {
    BIBLIOGRAPHY_KEY_TWICE "bibliography-key-twice" Warn Source "two entries have one key";
    NOT_UTF8 "not-utf8" Deny Source "a file is not written as UTF-8 text";
    FILE_TOO_LARGE "file-too-large" Deny Source "a file is too large";
    ABBREVIATION_WITHOUT_MEANING "abbreviation-without-meaning" Warn Source "an abbreviation is listed without its meaning";
    CHANGES_UNDECIDED "changes-undecided" Warn -> Deny Source "changes and comments of a draft are not decided";
    CHANGE_NOT_CLOSED "change-not-closed" Warn -> Deny Source "a change or a comment is left open";
    TEXT_NOT_PRINTED "text-not-printed" Warn -> Deny Source "words of the text are on no page";
    FILE_PRIVATE "file-private" Deny Output "a chapter reads a file that is never read into a document";
    FILE_OUTSIDE_PROJECT "file-outside-project" Deny Output "a chapter reaches out of the project's folder";
    IMAGE_FROM_WEB "image-from-web" Warn -> Deny Source "a picture would have to be fetched";
}
