//! A package, looked at again: its digests, and what its source makes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostics::text::inline;
use crate::diagnostics::{DocumentDate, FileError, ProjectPath, Store, Today, read_bytes};
use crate::dissertation::{Failure, FailureKind, Listener, Moment};
use crate::package::{
    Answer, COUNT, Conclusion, Evidence, Listed, OtherFile, RECEIPT, Rebuilt, Receipt,
    ReceiptError, Recorded, SOURCE, conclude, same_text, sha256, sha256_of_text, unpack,
};
use crate::pipeline::package::remake::{Remade, remake};
use crate::pipeline::package::witness::recorded;

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
/// Fails where there is no receipt, or one that this version cannot read.
pub fn verify(request: &VerifyRequest, listener: Listener) -> Result<Verified, Failure> {
    let receipt = match read_receipt(&request.folder)? {
        Ok(receipt) => receipt,
        Err(error) => return Ok(changed_receipt(&error)),
    };
    let store = Store::folder(&request.folder).map_err(|error| failed(&error))?;
    let mut evidence = Evidence {
        version: request.version.clone(),
        ..Evidence::default()
    };
    for listed in &receipt.files {
        match look(&store, listed)? {
            Look::Same => {}
            Look::Changed => evidence.changed.push(listed.name.clone()),
            Look::Missing => evidence.missing.push(listed.name.clone()),
        }
    }
    evidence.extra = extra(&request.folder, &receipt)?;
    evidence.recorded = recorded(&request.folder, &receipt);
    evidence.other = match &request.pdf {
        Some(path) => Some(other(path, &store, &receipt)?),
        None => None,
    };
    let is_known = !evidence.changed.is_empty()
        || !evidence.missing.is_empty()
        || matches!(evidence.recorded, Recorded::Other { .. })
        || evidence.other.as_ref().is_some_and(|other| !other.is_same);
    if !is_known {
        evidence.rebuilt = rebuild(&store, &receipt, listener)?;
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

/// Returns a file of the package, read once however often it is asked for.
fn file(store: &Store, name: &str) -> Result<Arc<[u8]>, Failure> {
    let path = ProjectPath::new(name).ok_or_else(|| {
        let message = format!("`{}` lies outside the package", inline(name, 80));
        Failure::new(FailureKind::Project, message)
    })?;
    store
        .bytes(&path, MAX_BYTES)
        .map_err(|error| failed(&error))
}

fn look(store: &Store, listed: &Listed) -> Result<Look, Failure> {
    let Some(path) = ProjectPath::new(&listed.name).filter(|path| store.stands(path)) else {
        return Ok(Look::Missing);
    };
    let bytes = match store.bytes(&path, MAX_BYTES) {
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

fn other(path: &Path, store: &Store, receipt: &Receipt) -> Result<OtherFile, Failure> {
    let bytes = read_bytes(path, MAX_BYTES).map_err(|error| failed(&error))?;
    let is_same = receipt
        .listed(&receipt.file)
        .is_some_and(|listed| listed.sha256 == sha256(&bytes));
    let own = || file(store, &receipt.file).ok();
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
fn rebuild(store: &Store, receipt: &Receipt, listener: Listener) -> Result<Rebuilt, Failure> {
    if receipt.listed(SOURCE).is_none() || receipt.listed(&receipt.file).is_none() {
        let reason = format!("`{RECEIPT}` does not list it together with the PDF");
        return Ok(Rebuilt::Unsound(reason));
    }
    let files = match unpack(&file(store, SOURCE)?) {
        Ok(files) => files,
        Err(error) => return Ok(Rebuilt::Unsound(error.to_string())),
    };
    let moment = Moment {
        source_date_epoch: receipt.source_date_epoch,
        document_date: Some(DocumentDate {
            at: receipt.document_date,
            source: receipt.document_date_source.clone(),
        }),
        made_at: Some(receipt.packaged_on.at(0, 0, 0, 0)),
        ..Moment::of(Today(receipt.packaged_on))
    };
    let remade = remake(&files, moment, receipt.is_anonymous, false, listener);
    let Remade { pdf, count, .. } = match remade {
        Ok(remade) => remade,
        Err(failure) => return Ok(Rebuilt::Failed(failure.message)),
    };
    let own = file(store, &receipt.file)?;
    let is_same = *own == *pdf;
    let has_same_text = match is_same {
        true => Some(true),
        false => same_text(&own, &pdf),
    };
    let short = count.short;
    Ok(Rebuilt::Made {
        is_same,
        has_same_text,
        counted: short.counted,
        rule: (short.policy, short.convention, short.limit),
    })
}
