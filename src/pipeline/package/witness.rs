//! The ledger of the project that a package stands in, asked about the package.

use std::path::Path;

use crate::milestones::{Digest, Event, LEDGER, Ledger, Packaged, day_of};
use crate::package::{FOLDER, Receipt, Recorded};
use crate::project::Due;

/// Returns what the ledger says, if the package stands where `folio package` put it.
pub(crate) fn recorded(folder: &Path, receipt: &Receipt) -> Recorded {
    let Ok(folder) = folder.canonicalize() else {
        return Recorded::NoLedger;
    };
    let above = folder.parent().filter(|it| it.ends_with(FOLDER));
    let (Some(root), Some(name)) = (above.and_then(Path::parent), folder.file_name()) else {
        return Recorded::NoLedger;
    };
    if root.join(LEDGER).symlink_metadata().is_err() {
        return Recorded::NoLedger;
    }
    let history = match Ledger::of(root).and_then(|ledger| ledger.read()) {
        Ok(history) => history,
        Err(error) => return Recorded::Unreliable(error.to_string()),
    };
    if history.problems.iter().any(|it| !it.is_beside()) {
        return Recorded::Unreliable(
            "it does not hold, as `folio milestone verify` says in full".to_owned(),
        );
    }
    let below = format!("{FOLDER}/{}", name.to_string_lossy());
    let listed = receipt.listed(&receipt.file);
    let digest = listed.and_then(|listed| Digest::parse(&format!("sha256:{}", listed.sha256)));
    let events = history.effective();
    let packaged = events.iter().enumerate().filter_map(|(at, entry)| {
        let Event::Packaged(packaged) = entry.event else {
            return None;
        };
        Some((at, day_of(entry.entry.at), packaged))
    });
    let packaged: Vec<(usize, _, &Packaged)> = packaged.collect();
    let is_this = |it: &Packaged| Some(&it.digest) == digest.as_ref();
    if let Some((at, on, it)) = packaged.iter().rev().find(|(.., it)| is_this(it)) {
        let latest = packaged.last().map(|(.., it)| it.folder.as_str());
        let later = latest.filter(|latest| *latest != it.folder);
        let handed_in = events[*at..].iter().find_map(|entry| {
            let Event::Submitted(submitted) = entry.event else {
                return None;
            };
            Some(
                submitted
                    .on
                    .map_or_else(|| day_of(entry.entry.at), Due::day),
            )
        });
        return Recorded::Same {
            on: *on,
            later: later.map(str::to_owned),
            handed_in,
        };
    }
    match packaged.iter().rev().find(|(.., it)| it.folder == below) {
        Some((_, on, it)) => Recorded::Other {
            file: it.file.clone(),
            on: *on,
        },
        None => Recorded::Unknown,
    }
}
