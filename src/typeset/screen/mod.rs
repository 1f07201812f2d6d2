//! The pages as a screen shows them: as pictures, and for those who do not see them as a tree of
//! headings, lists and tables.
//!
//! # Decisions
//!
//! - 2026-11: pictures are PNG with the lightest compression: a browser shows one in a third of the
//!   time that a drawing of the same page takes, and the way to it is short.
//! - 2026-11: whether a page looks as before is judged by what is drawn on it alone; the engine
//!   numbers its texts anew with every edit.

mod looks;
mod picture;
mod roles;

pub use looks::looks;
pub use picture::picture;
pub use roles::{Element, PageRoles, Role, Run, page_roles};
