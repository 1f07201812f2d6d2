//! The rules of this family, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    FIGURE_NEVER_MENTIONED "figure-never-mentioned" Warn Source "a figure or a table that no sentence refers to";
    FIGURE_WITHOUT_CAPTION "figure-without-caption" Warn Source "a figure or a table without a caption";
    ALT_REPEATS_CAPTION "alt-repeats-caption" Warn Source "the description of a picture says the same as its caption";
    APPENDIX_NEVER_MENTIONED "appendix-never-mentioned" Warn Source "an appendix that no sentence refers to";
}
