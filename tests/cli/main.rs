//! The program as its users meet it: one transcript a claim.
//!
//! Everything end to end is a module of this one binary, because each further binary links the
//! whole engine again.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics has said what it found"
)]

mod abbreviations;
mod bindings;
mod bounds;
mod build;
mod check;
mod ci;
mod citations;
mod cohort;
mod cohort_register;
mod cohort_runs;
mod comments;
mod computer;
mod copies;
mod count;
mod deciders;
mod decisions;
mod dialect;
mod docx;
mod door;
mod drawn;
mod drift;
mod emit;
mod exit_status;
mod forgeries;
mod fuzz;
mod gates;
mod heard;
mod home;
mod hostile;
mod html;
mod import;
mod laws;
mod leaving;
mod ledgers;
mod made_at;
mod manifest;
mod milestone_record;
mod milestones;
mod new;
mod old_work;
mod output;
mod output_law;
mod package;
mod package_disk;
mod package_refused;
mod page_design;
mod pages_text;
mod pdf;
mod pictures;
mod places;
mod policies;
mod programmes;
mod proof;
mod readme;
mod rules;
mod samples;
mod sandbox;
mod schema;
mod status;
mod supervisors;
mod transcript;
mod unresolved;
mod verify;
mod watch;
mod word;
mod word_in;
mod word_order;
mod worker;
mod year;
