//! A package, looked at again: its digests, and what its source makes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostics::text::inline;
use crate::diagnostics::{DocumentDate, FileError, Today, read_bytes};
use crate::package::{
    Answer, COUNT, Conclusion, Evidence, Listed, OtherFile, RECEIPT, Rebuilt, Receipt,
    ReceiptError, Recorded, SOURCE, conclude, same_text, sha256, sha256_of_text, unpack,
};
use crate::pipeline::failure::{Failure, FailureKind};
use crate::pipeline::remake::{Remade, Settings, remake};
use crate::pipeline::request::Progress;
use crate::pipeline::witness::recorded;

/// The largest file of a package that is read.
const MAX_BYTES: u64 = 512 << 20;
/// The largest receipt that is read.
const MAX_RECEIPT: u64 = 1 << 20;
/// More files than this in a folder are not named one by one.
const MAX_EXTRA: usize = 5;

/// What a verification is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VerifyRequest {
    /// The folder of the package.
    pub folder: PathBuf,
    /// Another file that may be the same.
    pub pdf: Option<PathBuf>,
    /// The version of folio that looks.
    pub version: String,
    /// A folder for temporary files.
    pub scratch: PathBuf,
}

/// What came of a verification.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verified {
    /// Whether it is the file, and what else a reader should know.
    pub conclusion: Conclusion,
    /// The receipt, if it can be believed.
    pub receipt: Option<Receipt>,
    /// The words that were counted now, if it was built again.
    pub recounted: Option<usize>,
}

/// Looks at a package again.
///
/// `progress` may be called from more than one thread. Fails where there is no receipt, or one
/// that this version cannot read.
pub fn verify(
    request: &VerifyRequest,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<Verified, Failure> {
    let receipt = match read_receipt(&request.folder)? {
        Ok(receipt) => receipt,
        Err(error) => return Ok(changed_receipt(&error)),
    };
    let mut evidence = Evidence {
        version: request.version.clone(),
        ..Evidence::default()
    };
    for listed in &receipt.files {
        match look(&request.folder, listed)? {
            Look::Same => {}
            Look::Changed => evidence.changed.push(listed.name.clone()),
            Look::Missing => evidence.missing.push(listed.name.clone()),
        }
    }
    evidence.extra = extra(&request.folder, &receipt)?;
    evidence.recorded = recorded(&request.folder, &receipt);
    evidence.other = match &request.pdf {
        Some(path) => Some(other(path, &request.folder, &receipt)?),
        None => None,
    };
    let is_known = !evidence.changed.is_empty()
        || !evidence.missing.is_empty()
        || matches!(evidence.recorded, Recorded::Other { .. })
        || evidence.other.as_ref().is_some_and(|other| !other.is_same);
    if !is_known {
        evidence.rebuilt = rebuild(request, &receipt, progress)?;
    }
    let recounted = match evidence.rebuilt {
        Rebuilt::Made { counted, .. } => Some(counted),
        Rebuilt::NotTried | Rebuilt::Failed(_) | Rebuilt::Unsound(_) => None,
    };
    Ok(Verified {
        conclusion: conclude(&receipt, &evidence),
        receipt: Some(receipt),
        recounted,
    })
}

fn failed(error: &FileError) -> Failure {
    Failure::new(FailureKind::Project, error.to_string())
}

fn read_receipt(folder: &Path) -> Result<Result<Receipt, ReceiptError>, Failure> {
    let path = folder.join(RECEIPT);
    let bytes = match read_bytes(&path, MAX_RECEIPT) {
        Ok(bytes) => bytes,
        Err(FileError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            return Err(Failure::new(
                FailureKind::Project,
                format!("there is no `{RECEIPT}` in {}", folder.display()),
            )
            .hint("name the folder that `folio package` made, such as `submission/2027-09-01`"));
        }
        Err(error) => return Err(failed(&error)),
    };
    let text = String::from_utf8_lossy(&bytes);
    match Receipt::read(&text) {
        Ok(receipt) => Ok(Ok(receipt)),
        Err(error @ ReceiptError::Changed) => Ok(Err(error)),
        Err(error @ ReceiptError::Newer(_)) => Err(Failure::new(
            FailureKind::Project,
            format!("failed to read `{RECEIPT}`: {error}"),
        )
        .hint("the receipt names the version of folio that made it; use that one or a newer one")),
        Err(error @ ReceiptError::NoReceipt(_)) => Err(Failure::new(
            FailureKind::Project,
            format!("failed to read `{RECEIPT}`: {error}"),
        )
        .hint("name the folder that `folio package` made, such as `submission/2027-09-01`")),
    }
}

fn changed_receipt(error: &ReceiptError) -> Verified {
    Verified {
        conclusion: Conclusion {
            answer: Answer::No,
            sentence: format!(
                "No: `{RECEIPT}` cannot be believed: {error}, so nothing can be said of the other files"
            ),
            remarks: Vec::new(),
        },
        receipt: None,
        recounted: None,
    }
}

/// What became of a file.
enum Look {
    Same,
    Changed,
    Missing,
}

fn look(folder: &Path, listed: &Listed) -> Result<Look, Failure> {
    let path = folder.join(&listed.name);
    if path.symlink_metadata().is_err() {
        return Ok(Look::Missing);
    }
    let bytes = match read_bytes(&path, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(FileError::TooLarge { .. }) => return Ok(Look::Changed),
        Err(error) => return Err(failed(&error)),
    };
    let is_same = sha256(&bytes) == listed.sha256
        // A system may have given the one text among them its own line ends.
        || (listed.name == COUNT && sha256_of_text(&bytes) == listed.sha256);
    Ok(match is_same {
        true => Look::Same,
        false => Look::Changed,
    })
}

/// Returns what the receipt does not list.
fn extra(folder: &Path, receipt: &Receipt) -> Result<Vec<String>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| {
        let message = format!("failed to read {}: {error}", folder.display());
        Failure::new(FailureKind::Project, message)
    })?;
    let listed: BTreeSet<&str> = receipt.files.iter().map(|it| it.name.as_str()).collect();
    let names: BTreeSet<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != RECEIPT && !listed.contains(name.as_str()))
        .collect();
    let more = names.len().saturating_sub(MAX_EXTRA);
    let mut names: Vec<String> = names
        .into_iter()
        .take(MAX_EXTRA)
        .map(|name| inline(&name, 60))
        .collect();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    Ok(names)
}

fn other(path: &Path, folder: &Path, receipt: &Receipt) -> Result<OtherFile, Failure> {
    let bytes = read_bytes(path, MAX_BYTES).map_err(|error| failed(&error))?;
    let is_same = receipt
        .listed(&receipt.file)
        .is_some_and(|listed| listed.sha256 == sha256(&bytes));
    let own = || read_bytes(&folder.join(&receipt.file), MAX_BYTES).ok();
    let has_same_text = match is_same {
        true => Some(true),
        false => own().and_then(|own| same_text(&own, &bytes)),
    };
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok(OtherFile {
        name: inline(&name.to_string_lossy(), 80),
        is_same,
        has_same_text,
    })
}

/// Builds and counts the package again, from its source alone.
fn rebuild(
    request: &VerifyRequest,
    receipt: &Receipt,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<Rebuilt, Failure> {
    if receipt.listed(SOURCE).is_none() || receipt.listed(&receipt.file).is_none() {
        let reason = format!("`{RECEIPT}` does not list it together with the PDF");
        return Ok(Rebuilt::Unsound(reason));
    }
    let zip =
        read_bytes(&request.folder.join(SOURCE), MAX_BYTES).map_err(|error| failed(&error))?;
    let files = match unpack(&zip) {
        Ok(files) => files,
        Err(error) => return Ok(Rebuilt::Unsound(error.to_string())),
    };
    let settings = Settings {
        today: Today(receipt.packaged_on),
        source_date_epoch: receipt.source_date_epoch,
        date: DocumentDate {
            at: receipt.document_date,
            source: receipt.document_date_source.clone(),
        },
        is_anonymous: receipt.is_anonymous,
        wants_proof: false,
    };
    let Remade { pdf, counting, .. } = match remake(&files, &settings, &request.scratch, progress) {
        Ok(remade) => remade,
        Err(failure) => return Ok(Rebuilt::Failed(failure.message)),
    };
    let own = read_bytes(&request.folder.join(&receipt.file), MAX_BYTES)
        .map_err(|error| failed(&error))?;
    let is_same = own == pdf;
    let has_same_text = match is_same {
        true => Some(true),
        false => same_text(&own, &pdf),
    };
    let short = counting.short;
    Ok(Rebuilt::Made {
        is_same,
        has_same_text,
        counted: short.counted,
        rule: (short.policy, short.convention, short.limit),
    })
}
