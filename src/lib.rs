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
//!  9   preview       one project live in the browser of this computer, while it is written
//!  9   cohort        loops over workers: many projects, a row each, and one table of all
//!  8   worker        one opened dissertation in a child process: open, ask, refresh, with deadlines
//!  7   pipeline      the verbs: build, count, check, survey, record, package, verify
//!  6   dissertation  one opened project: texts, references, schedule, pages, count, PDF, kept
//!  5   check         rules: what stands between the draft and its submission
//!  5   html          the dissertation as one page of HTML that asks nobody for anything
//!  5   package       what is handed in: its files, its receipt, and whether it is still the same
//!  5   proof         a count → its pages with every word shaded, as PDF and HTML
//!  5   web           where it stands, what changed → HTML for people
//!  5   word          the dissertation as a Word file, and what comes back in one
//!  4   flow          the engine's document as one text: its elements, what it has, its pictures
//!  4   milestones    plan + ledger → where each milestone stands, with its evidence
//!  4   words         pages → census → tally → verdict
//!  3   typeset       assembly → pages → PDF; the engine's words on the author's own lines
//!  2   manuscript    the author's files as facts, and the only reader of them
//!  2   assemble      outline + template → one Typst document (virtual files, origins)
//!  1   project       manifest + profile + outline
//!  1   markdown      Markdown → a Typst syntax tree with exact places
//!  1   references    reference files → items, each value with its place
//!  0   csl           items + citation style + citations → what is printed, word by word
//!  1   report        findings → people, JSON, SARIF, GitHub, JUnit
//!  1   repository    what git keeps: the commit, and the files as they were on a day
//!  0   diagnostics   finding, level, place, sources; dates; text; the one door to files
//! ```

pub mod assemble;
pub mod check;
pub mod cohort;
pub mod csl;
pub mod diagnostics;
pub mod dissertation;
pub mod flow;
pub mod html;
pub mod manuscript;
pub mod markdown;
pub mod milestones;
pub mod package;
pub mod pipeline;
pub mod preview;
pub mod project;
pub mod proof;
pub mod references;
pub mod report;
pub mod repository;
pub mod typeset;
pub mod web;
pub mod word;
pub mod words;
pub mod worker;
