//! What git keeps of a folder: which commit is checked out, and the files as they were on a day.
//!
//! # Decisions
//!
//! - 2026-11: git's files are read here, and git is not run: a folder may come from a stranger, whose
//!   settings git would follow, and many who keep their drafts with git have it in a program with
//!   windows and not on the path.
//! - 2026-11: a reader of one page does for it. Objects by themselves and in packs of the second form
//!   are read, with their differences; what lies elsewhere (alternates, a shallow copy, files that are
//!   kept apart such as Git LFS) is not there, and nobody is held up by it.
//! - 2026-11: no digest is checked. Whoever can write the objects can write the commits as well.

mod delta;
mod head;
mod history;
mod objects;
mod pack;

pub use head::{commit, folder, full_commit};
pub use history::{AsOf, as_of};
