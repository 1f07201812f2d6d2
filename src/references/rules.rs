//! What this room may find, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    BIBLIOGRAPHY_SYNTAX "bibliography-syntax" Warn Source "a reference file cannot be read at one place";
    BIBLIOGRAPHY_UNREADABLE "bibliography-unreadable" Deny Source "a reference file is not there or cannot be read";
    BIBLIOGRAPHY_FORMAT "bibliography-format" Warn Source "a reference file of a kind that is not read";
    BIBLIOGRAPHY_FIELD_MISSING "bibliography-field-missing" Warn Source "a reference lacks its author, title, date or publisher";
    BIBLIOGRAPHY_TYPE_UNKNOWN "bibliography-type-unknown" Warn Source "a reference of a kind that does not exist";
    BIBLIOGRAPHY_DATE_UNCLEAR "bibliography-date-unclear" Warn Source "a date that cannot be read";
    BIBLIOGRAPHY_NAME_UNCLEAR "bibliography-name-unclear" Warn Source "a name that is read otherwise than it may be meant";
    BIBLIOGRAPHY_COMMAND_UNKNOWN "bibliography-command-unknown" Warn Source "a command of TeX that is not known";
    UNKNOWN_STYLE "unknown-style" Deny Source "there is no citation style of this name";
    STYLE_UNREADABLE "style-unreadable" Deny Source "the citation style's file cannot be read";
    STYLE_DEPENDENT "style-dependent" Warn Source "the citation style only points to another one";
}
