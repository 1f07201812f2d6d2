//! One opened dissertation in a child process that can be stopped.
//!
//! The engine has no way to be cancelled, and it aborts when memory runs out. A project may come
//! from anyone, so its work runs in a child: this very program, started with [`ARGUMENT`] as its only
//! argument. The child opens the project once and answers any number of questions, one at a time;
//! the parent alone owns the terminal and writes files, ends the child at a deadline, and makes an
//! ordinary message of a crash.
//!
//! # Decisions
//!
//! - 2026-11: the child's memory is bounded by a counting allocator in the child itself, the only
//!   limit that works alike on Linux, macOS and Windows. The allocator returns null, Rust's runtime
//!   says so on standard error and aborts; the parent knows that sentence. The bound of a question
//!   is what is in use when it begins and its allowance, under a ceiling, because what the engine
//!   remembers between questions is no fault of the next one.
//! - 2026-11: between questions the child forgets what its last layouts did not need. A child that
//!   still holds more than the mark is replaced before the next question, as one is that was ended
//!   or died; the answer then says that it was made cold.
//! - 2026-11: messages are lines of JSON on standard input, which stays open: when the parent dies
//!   the child reads the end of its input and goes too. What comes back are frames with the number
//!   of their question; frames of a question that nobody waits for are thrown away.

mod child;
mod frames;
mod message;
mod parent;

pub use child::{Memory, serve};
pub use message::{Limits, Opened, Refreshed};
pub use parent::{Answer, Rewrite, WorkError, Worker};

/// The argument that makes this program the child.
pub const ARGUMENT: &str = "__worker";

/// The name under which the PDF of a build or a package comes back.
pub const PDF: &str = "pdf";
/// The name under which the picture of a page comes back.
pub const PICTURE: &str = "picture";
/// The name under which the drawing of a count comes back.
pub const PROOF: &str = "proof";
