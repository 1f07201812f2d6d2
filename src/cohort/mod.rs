//! A whole cohort: one honest row a student, and one table of all.
//!
//! [`find`] finds the dissertations, [`run`] opens each in a child of its own and makes its [`Row`],
//! a [`RowsFile`] keeps the rows, and [`merge`] joins the rows of many runs to a [`Cohort`], which is
//! written as CSV, workbook, page, calendar and reminders.
//!
//! # Decisions
//!
//! - 2026-11: no server and no engine of its own. A run takes a shard, and whatever starts
//!   programs on many machines starts it: the rows of all shards joined are those of one run.
//! - 2026-11: whatever happens to one student is that student's row: broken, hostile, endless and
//!   vanished folders are told apart by their sentence, and stop nobody else's.
//! - 2026-11: what a row may not show is taken out before it is written. A sentence about what went
//!   wrong is chosen here and quotes nothing from the folder.
//! - 2026-11: a package is built again as `folio verify` does, which takes as long once more: a row
//!   that believes a receipt would say of a forged one that all is well.
//! - 2026-11: a folder is digested before and after it is read; one that changed meanwhile is read
//!   once more, and then is a row that says so. Half of a folder would be a false row.
//! - 2026-11: the register is asked before the folder. Where it has a date, the ledger's
//!   extensions do not count.

mod attention;
mod cells;
mod csv_table;
mod dates;
mod fill;
mod find;
mod growth;
mod inputs;
mod kind;
mod line;
mod merge;
mod page;
mod register;
mod reminders;
mod row;
mod rows_file;
mod run;
mod shown;
#[cfg(test)]
mod testing;
mod why;
mod workbook;

pub use attention::Attention;
pub use csv_table::csv;
pub use dates::ics;
pub use find::{Finds, Found, Shard, find};
pub use kind::Kind;
pub use merge::{Cohort, MergeError, merge};
pub use page::html;
pub use register::{Register, RegisterError, RegisterLine};
pub use reminders::reminders;
pub use row::{
    Confirmed, Enrolment, FORMAT, LedgerState, Row, RowDrift, RowFindings, RowMilestone,
    RowSubmitted, RowWords, SCHEMA,
};
pub use rows_file::{ReadRows, RowsError, RowsFile, read_rows};
pub use run::{Conclude, MakePage, News, RunRequest, Step, run};
pub use workbook::{MOST_ROWS, xlsx};
