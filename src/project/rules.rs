//! What this room may find, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    MISSING_PART "missing-part" Warn Source "a part of the front matter is not there yet";
    MANIFEST_SYNTAX "manifest-syntax" Deny Source "folio.toml is not written as TOML asks";
    DUPLICATE_KEY "duplicate-key" Deny Source "something is set twice";
    UNKNOWN_KEY "unknown-key" Deny Source "folio.toml has a key that folio does not know";
    WRONG_TYPE "wrong-type" Deny Source "a value of folio.toml is of the wrong kind";
    WRONG_VALUE "wrong-value" Deny Source "a value of folio.toml is out of range";
    LIMIT_NOT_POSITIVE "limit-not-positive" Deny Source "a word limit is not a whole number above nothing";
    EMPTY_VALUE "empty-value" Deny Source "a value of folio.toml is empty";
    IMPOSSIBLE_DATE "impossible-date" Deny Source "a date is none of the calendar";
    UNKNOWN_NAME "unknown-name" Deny Source "something is named that does not exist";
    DUPLICATE_NUMBER "duplicate-number" Warn -> Deny Source "two files have the same number";
    CONFLICT_COPY "conflict-copy" Warn -> Deny Source "a file is a copy that a program made beside another";
    DUPLICATE_NAME "duplicate-name" Deny -> Deny Source "two things have the same name";
    MISSING_KEY "missing-key" Deny Source "something is missing that is needed";
    PATH_OUTSIDE_PROJECT "path-outside-project" Deny Source "a path leads out of the project's folder";
    LINK_OUTSIDE_PROJECT "link-outside-project" Deny Source "a link leads out of the project's folder";
    MISSING_FILE "missing-file" Deny Source "a file is named that is not there";
    REFERENCES_MISSING "references-missing" Warn -> Deny Source "a reference file is named that is not there";
    TEXT_IN_UTF_16 "text-in-utf-16" Warn Source "a text file is written as UTF-16";
    UNREADABLE_FILE "unreadable-file" Deny Source "a file or folder cannot be read";
    WRONG_FILE_TYPE "wrong-file-type" Deny Source "a file is of a kind that cannot be used there";
    FILE_NAME_NOT_UTF8 "file-name-not-utf8" Deny Source "the name of a file is not written as UTF-8";
    FILE_NAME_NOT_PORTABLE "file-name-not-portable" Warn Source "the name of a file does not work on every computer";
    FILE_NOT_IN_OUTLINE "file-not-in-outline" Warn Source "a file is in no part of the dissertation";
    NO_CHAPTERS "no-chapters" Deny Source "there is no chapter";
    MILESTONES_OUT_OF_ORDER "milestones-out-of-order" Warn Source "the dates of the milestones are not in their order";
    MINIMUM_OVER_LIMIT "minimum-over-limit" Deny Source "a minimum is above its limit";
    CANDIDATE_IDENTIFIES "candidate-identifies" Warn Source "the candidate number tells who you are";
    ODD_IDENTIFIER "odd-identifier" Warn Source "a number or an address looks wrong";
    OVERRULED "overruled" Warn Source "folio.toml wants what the rules from outside forbid";
}
