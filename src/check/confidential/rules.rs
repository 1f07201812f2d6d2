//! The rules of this family, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    CONFIDENTIAL_NAME_FOUND "confidential-name-found" Deny Source "a name that may not appear stands in the dissertation";
    CONFIDENTIAL_NAME_IN_NOTE "confidential-name-in-note" Warn Source "a name that may not appear stands in a comment: not printed, but in the files";
    CONFIDENTIAL_LIST_UNREADABLE "confidential-list-unreadable" Deny Source "the list of names that may not appear cannot be read";
    NHS_NUMBER_FOUND "nhs-number-found" Deny Source "an NHS number stands in the dissertation";
    EMAIL_ADDRESS_FOUND "email-address-found" Deny Source "somebody's e-mail address stands in the dissertation";
    TELEPHONE_NUMBER_FOUND "telephone-number-found" Deny Source "somebody's telephone number stands in the dissertation";
    POSTCODE_FOUND "postcode-found" Warn Source "a full postcode stands in an appendix, in the findings or in a quotation";
    DATE_OF_BIRTH_FOUND "date-of-birth-found" Warn Source "a date of birth stands in an appendix, in the findings or in a quotation";
    PICTURE_POSITION "picture-position" Warn Source "a photograph says where it was taken";
    AUTHOR_NAMED "author-named" Deny Source "an anonymous copy says who wrote it";
}
