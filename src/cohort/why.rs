//! Why there is no row, in words that name no file and no path.

use crate::diagnostics::Level;
use crate::diagnostics::text::{list, thousands};
use crate::dissertation::{Failure, FailureKind};
use crate::worker::{Limits, WorkError};

/// How the sentence begins about a child that ended without a word.
pub(super) const DEATH: &str = "folio ended unexpectedly";

/// Says why there is no row in words that name no file and no path: tables in which nobody may be
/// recognised have them.
pub(super) fn in_words(error: &WorkError, limits: Limits) -> String {
    match error {
        WorkError::Failed(failure) => failed(failure),
        WorkError::TimedOut { .. } => {
            format!(
                "it took longer than {} seconds and was stopped",
                limits.time.as_secs()
            )
        }
        WorkError::OutOfMemory { limit_bytes, .. } => format!(
            "it needed more than {} MiB of memory and was stopped",
            thousands(limit_bytes >> 20)
        ),
        WorkError::Died { .. } => format!("{DEATH} at it"),
        WorkError::Io(_) => "folio could not be started for it".to_owned(),
    }
}

fn failed(failure: &Failure) -> String {
    let denied = failure.findings.iter().filter(|it| it.level == Level::Deny);
    let mut codes: Vec<&str> = denied.map(|it| &*it.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let what = match failure.kind {
        FailureKind::Received => return failure.message.clone(),
        FailureKind::Project => "its `folio.toml` or its ledger cannot be worked with",
        FailureKind::Typesetting => "its pages cannot be set",
        FailureKind::Counting => "its words cannot be counted",
        FailureKind::Refused => "it was refused",
    };
    match codes.as_slice() {
        [] => what.to_owned(),
        codes => format!("{what}: {}", list(codes)),
    }
}
