//! folio assembles a dissertation of practice from chapter files, counts its words on the typeset
//! pages, and renders the submission PDF with an embedded Typst engine.
//!
//! # The house
//!
//! A room is a folder with one subject. It imports what the table in `tests/house/floors.rs` says:
//! rooms on lower floors or on its own, without rings.
//!
//! ```text
//! bin  cli           args, one file a command, terminal, exit status (the binary crate)
//!  6   pipeline      the order of the stages, and nobody else knows it
//!  5   check         rules: what stands between the draft and its submission
//!  5   milestones    plan + ledger → where each milestone stands, with its evidence
//!  5   package       what is handed in: its files, its receipt, and whether it is still the same
//!  5   proof         a count → its pages with every word shaded, as PDF and HTML
//!  4   words         pages → census → tally → verdict
//!  3   typeset       assembly → pages → PDF; the engine's words on the author's own lines
//!  2   manuscript    the author's files as facts: headings, prose, figures, mentions
//!  2   assemble      outline + template → one Typst document (virtual files, origins)
//!  1   project       manifest + profile + outline
//!  1   markdown      Markdown → a Typst syntax tree with exact places
//!  1   report        findings → people, JSON, SARIF, GitHub, JUnit
//!  1   pages         where it stands, what changed → HTML for a supervisor
//!  0   diagnostics   finding, level, place, sources; dates; text; files
//! ```

pub mod assemble;
pub mod check;
pub mod diagnostics;
pub mod manuscript;
pub mod markdown;
pub mod milestones;
pub mod package;
pub mod pages;
pub mod pipeline;
pub mod project;
pub mod proof;
pub mod report;
pub mod typeset;
pub mod words;
