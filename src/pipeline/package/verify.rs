//! A package, looked at again: its digests, and what its source makes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostics::text::inline;
use crate::diagnostics::{DocumentDate, FileError, ProjectPath, Store, Today, read_bytes};
use crate::dissertation::{Failure, FailureKind, Listener, Moment};
use crate::package::{
    COUNT, Difference, EXTENDED, Evidence, Look, MAX_PACKAGED, OtherFile, PROOF, RECEIPT, RULES,
    Rebuilt, Receipt, ReceiptError, Recorded, SOURCE, STATEMENT, look, pack, same_text, sha256,
    unpack,
};
use crate::pipeline::count::CountReport;
use crate::pipeline::package::derived;
use crate::pipeline::package::remake::{Remade, remake};
use crate::pipeline::package::sources::Files;
use crate::pipeline::package::statement::{statement, typeset};
use crate::pipeline::package::witness::recorded;
use crate::project::RulesFile;
use crate::typeset::inspect;

/// The largest receipt that is read.
const MAX_RECEIPT: u64 = 1 << 20;
/// More files than this in a folder are not named one by one.
const MAX_EXTRA: usize = 5;

/// What a verification is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VerifyRequest {
    /// The folder of the package, or a zip of it.
    pub package: PathBuf,
    /// Another file that may be the same.
    pub pdf: Option<PathBuf>,
    /// The version of folio that looks.
    pub version: String,
    /// Whether nothing but the very bytes will do.
    pub is_exact: bool,
    /// The rules of whoever asks.
    pub rules: Option<RulesFile>,
}

/// What the count is under the rules of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// The verdict as a sentence.
    pub sentence: String,
    /// Whether it keeps to them.
    pub is_kept: bool,
}

/// What came of a verification.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verified {
    /// What was found; the reason as a sentence where the receipt cannot be believed.
    pub evidence: Result<Evidence, String>,
    /// The receipt, if it can be believed.
    pub receipt: Option<Receipt>,
    /// The words that were counted now, if it was built again.
    pub recount: Option<CountReport>,
    /// The count as data, as the package has it.
    pub data: String,
    /// What the rules of whoever asks make of it, where they were brought and it could be counted.
    pub ruled: Option<Ruled>,
}

/// Looks at a package again.
///
/// # Errors
///
/// If there is no receipt, or one that this version cannot read.
pub fn verify(request: &VerifyRequest, listener: Listener) -> Result<Verified, Failure> {
    let store = opened(&request.package)?;
    let receipt = match read_receipt(&store, &request.package)? {
        Ok(receipt) => receipt,
        Err(error) => return Ok(changed_receipt(&error)),
    };
    let foreign = foreign_lines(&store, &receipt)?;
    if !foreign.is_empty() && !is_newer(&receipt.folio, &request.version) {
        let said = format!("No: `{RECEIPT}` has lines that folio does not write");
        return Ok(refused(said));
    }
    let mut evidence = Evidence {
        version: request.version.clone(),
        foreign,
        is_exact: request.is_exact,
        ..Evidence::default()
    };
    for listed in &receipt.files {
        match look(&store, listed).map_err(|error| failed(&error))? {
            Look::Same => {}
            Look::Changed => evidence.changed.push(listed.name.clone()),
            Look::Missing => evidence.missing.push(listed.name.clone()),
        }
    }
    evidence.extra = extra(&store, &receipt);
    evidence.recorded = recorded(&request.package, &receipt);
    evidence.other = match &request.pdf {
        Some(path) => Some(other(path, &store, &receipt)?),
        None => None,
    };
    let is_known = !evidence.changed.is_empty()
        || !evidence.missing.is_empty()
        || matches!(evidence.recorded, Recorded::Other { .. })
        || evidence.other.as_ref().is_some_and(|other| !other.is_same);
    let mut recount = None;
    if !is_known {
        let listener = listener.clone();
        (evidence.rebuilt, recount) = rebuild(&store, &receipt, &request.version, listener)?;
    }
    let ruled = match &request.rules {
        Some(rules) if recount.is_some() => ruled(&store, &receipt, rules, listener)?,
        Some(_) | None => None,
    };
    let data = file(&store, COUNT).unwrap_or_default();
    Ok(Verified {
        evidence: Ok(evidence),
        receipt: Some(receipt),
        recount,
        data: String::from_utf8_lossy(&data).into_owned(),
        ruled,
    })
}

fn failed(error: &FileError) -> Failure {
    Failure::new(FailureKind::Project, error.to_string())
}

/// Opens a folder, or a zip of a package that may be from anyone.
fn opened(package: &Path) -> Result<Store, Failure> {
    if package.is_dir() {
        return Store::folder(package).map_err(|error| failed(&error));
    }
    let bytes = read_bytes(package, MAX_PACKAGED).map_err(|error| failed(&error))?;
    let files = unpack(&bytes).map_err(|error| {
        let message = format!("failed to read {}: {error}", package.display());
        Failure::new(FailureKind::Project, message).hint(NAME_IT)
    })?;
    // Many programs put the folder itself into the zip, and one system folders of its own.
    let is_own = |name: &&String| !name.split('/').any(|part| part == "__MACOSX");
    let folders = files.keys().filter(is_own).filter_map(|name| {
        let folder = name.strip_suffix(RECEIPT)?;
        (folder.is_empty() || folder.ends_with('/')).then(|| folder.to_owned())
    });
    let folders: Vec<String> = folders.collect();
    if folders.len() > 1 {
        let message = format!("{} holds {} packages", package.display(), folders.len());
        return Err(Failure::new(FailureKind::Project, message).hint("unpack it, and name them"));
    }
    let folder = folders.into_iter().next().unwrap_or_default();
    let inside = files.into_iter().filter_map(|(name, bytes)| {
        let path = ProjectPath::new(name.strip_prefix(&folder)?)?;
        Some((path, Arc::from(bytes)))
    });
    Ok(Store::memory(inside.collect()))
}

/// What to do where there is no package.
const NAME_IT: &str = "name the folder that `folio package` made, such as `submission/2027-09-01`";

fn read_receipt(store: &Store, package: &Path) -> Result<Result<Receipt, ReceiptError>, Failure> {
    let path = ProjectPath::new(RECEIPT).filter(|path| store.stands(path));
    let Some(path) = path else {
        let message = format!("there is no `{RECEIPT}` in {}", package.display());
        return Err(Failure::new(FailureKind::Project, message).hint(NAME_IT));
    };
    let bytes = store.bytes(&path, MAX_RECEIPT);
    let bytes = bytes.map_err(|error| failed(&error))?;
    let cannot = |error: &ReceiptError, hint: &str| {
        let message = format!("failed to read `{RECEIPT}`: {error}");
        Failure::new(FailureKind::Project, message).hint(hint)
    };
    match Receipt::read(&String::from_utf8_lossy(&bytes)) {
        Ok(receipt) => Ok(Ok(receipt)),
        Err(error @ ReceiptError::Changed) => Ok(Err(error)),
        Err(error @ ReceiptError::Newer(_)) => Err(cannot(
            &error,
            "the receipt names the version of folio that made it; use that one or a newer one",
        )),
        Err(error @ ReceiptError::NoReceipt(_)) => Err(cannot(&error, NAME_IT)),
    }
}

/// Returns the lines of a receipt that this version does not write: no reader of it knows which of
/// them somebody else put in. A newer version may have written them.
fn foreign_lines(store: &Store, receipt: &Receipt) -> Result<Vec<String>, Failure> {
    let text = file(store, RECEIPT)?;
    let text = String::from_utf8_lossy(&text).replace("\r\n", "\n");
    let own = receipt.write();
    if text == own {
        return Ok(Vec::new());
    }
    // The last line is the digest of the others.
    let mut known: Vec<&str> = own.lines().collect();
    let lines = text.lines().take(text.lines().count().saturating_sub(1));
    let mut foreign: Vec<String> = Vec::new();
    for line in lines {
        match known.iter().position(|it| *it == line) {
            Some(at) => drop(known.swap_remove(at)),
            None => foreign.push(format!("“{}”", inline(line, 60))),
        }
    }
    if foreign.is_empty() {
        foreign.push("lines in another order".to_owned());
    }
    foreign.truncate(MAX_EXTRA);
    Ok(foreign)
}

/// Returns whether a version comes after another.
fn is_newer(version: &str, than: &str) -> bool {
    let numbers = |text: &str| -> Option<Vec<u32>> {
        text.split('.').map(|part| part.parse().ok()).collect()
    };
    numbers(version).is_some_and(|version| Some(version) > numbers(than))
}

fn changed_receipt(error: &ReceiptError) -> Verified {
    refused(format!(
        "No: `{RECEIPT}` cannot be believed: {error}, so nothing can be said of the other files"
    ))
}

fn refused(said: String) -> Verified {
    Verified {
        evidence: Err(said),
        receipt: None,
        recount: None,
        data: String::new(),
        ruled: None,
    }
}

/// Returns a file of the package, read once however often it is asked for.
fn file(store: &Store, name: &str) -> Result<Arc<[u8]>, Failure> {
    let path = ProjectPath::new(name).ok_or_else(|| {
        let message = format!("`{}` lies outside the package", inline(name, 80));
        Failure::new(FailureKind::Project, message)
    })?;
    store
        .bytes(&path, MAX_PACKAGED)
        .map_err(|error| failed(&error))
}

/// Returns what the receipt does not list.
fn extra(store: &Store, receipt: &Receipt) -> Vec<String> {
    let listed: BTreeSet<&str> = receipt.files.iter().map(|it| it.name.as_str()).collect();
    let folder = ProjectPath::new(RECEIPT).map(|path| path.parent());
    let mut names = folder.map_or_else(Vec::new, |folder| store.names(&folder));
    names.retain(|name| name != RECEIPT && !listed.contains(name.as_str()));
    let more = names.len().saturating_sub(MAX_EXTRA);
    let mut names: Vec<String> = names
        .into_iter()
        .take(MAX_EXTRA)
        .map(|name| inline(&name, 60))
        .collect();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names
}

fn other(path: &Path, store: &Store, receipt: &Receipt) -> Result<OtherFile, Failure> {
    let bytes = read_bytes(path, MAX_PACKAGED).map_err(|error| failed(&error))?;
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

/// The moment at which a package says that it was made.
fn moment(receipt: &Receipt) -> Moment {
    Moment {
        source_date_epoch: receipt.source_date_epoch,
        document_date: Some(DocumentDate {
            at: receipt.document_date,
            source: receipt.document_date_source.clone(),
        }),
        made_at: Some(receipt.packaged_on.at(0, 0, 0, 0)),
        ..Moment::of(Today(receipt.packaged_on))
    }
}

/// Counts the source by the rules of whoever asks.
fn ruled(
    store: &Store,
    receipt: &Receipt,
    rules: &RulesFile,
    listener: Listener,
) -> Result<Option<Ruled>, Failure> {
    let Ok(mut files) = unpack(&file(store, SOURCE)?) else {
        return Ok(None);
    };
    files.insert(RULES.to_owned(), rules.text.clone().into_bytes());
    let remade = remake(
        &files,
        moment(receipt),
        receipt.is_anonymous,
        false,
        listener,
    )?;
    let short = &remade.count.short;
    Ok(Some(Ruled {
        sentence: short.sentence.clone(),
        is_kept: !short.fails(),
    }))
}

/// Returns the version that a PDF names as its producer.
fn producer(pdf: &[u8]) -> Option<String> {
    let facts = inspect(pdf).ok()?;
    let (_, producer) = facts
        .properties
        .into_iter()
        .find(|(key, _)| key == "Producer")?;
    Some(producer.strip_prefix("folio ")?.to_owned())
}

/// Builds and counts the package again, from its source alone.
fn rebuild(
    store: &Store,
    receipt: &Receipt,
    version: &str,
    listener: Listener,
) -> Result<(Rebuilt, Option<CountReport>), Failure> {
    if receipt.listed(SOURCE).is_none() || receipt.listed(&receipt.file).is_none() {
        let reason = format!("`{RECEIPT}` does not list it together with the PDF");
        return Ok((Rebuilt::Unsound(reason), None));
    }
    let files = match unpack(&file(store, SOURCE)?) {
        Ok(files) => files,
        Err(error) => return Ok((Rebuilt::Unsound(error.to_string()), None)),
    };
    let moment = moment(receipt);
    let remade = match remake(&files, moment, receipt.is_anonymous, true, listener) {
        Ok(remade) => remade,
        Err(failure) => return Ok((Rebuilt::Failed(failure.message), None)),
    };
    let again = again(receipt, &remade, &files);
    let is_same_version = receipt.folio == version;
    let mut differs = receipt.differs(&again, is_same_version);
    differs.extend(receipt.odd_files());
    if is_same_version {
        let statement = typeset(
            &statement(&again, &remade),
            receipt.packaged_on.at(0, 0, 0, 0),
        )?;
        let sources = pack(&remade.sources).unwrap_or_default();
        let made = [
            (SOURCE, sources.as_slice()),
            (STATEMENT, statement.as_slice()),
            (PROOF, remade.proof.as_deref().unwrap_or_default()),
        ];
        for (name, bytes) in made {
            if receipt.listed(name).is_some() && *file(store, name)? != *bytes {
                differs.push(Difference::of_file(name));
            }
        }
    }
    if !is_same_version && !says_the_count(&file(store, COUNT)?, &remade.count) {
        differs.push(Difference::of_file(COUNT));
    }
    let own = file(store, &receipt.file)?;
    let is_same = *own == *remade.pdf;
    if let Some(made_by) = producer(&own).filter(|version| *version != receipt.folio) {
        differs.push(Difference {
            what: "folio".to_owned(),
            values: Some((receipt.folio.clone(), made_by)),
        });
    }
    let has_same_text = match is_same {
        true => Some(true),
        false => same_text(&own, &remade.pdf),
    };
    let short = &remade.count.short;
    let rebuilt = Rebuilt::Made {
        is_same,
        has_same_text,
        counted: short.counted,
        rule: (short.policy.clone(), short.convention.clone(), short.limit),
        differs,
    };
    Ok((rebuilt, Some(remade.count)))
}

/// Returns whether the count as data, whoever wrote it, says the words that the source has.
fn says_the_count(data: &[u8], count: &CountReport) -> bool {
    #[derive(Deserialize)]
    struct Said {
        counted: usize,
        limit: Option<usize>,
        policy: Policy,
    }
    #[derive(Deserialize)]
    struct Policy {
        name: String,
        convention: String,
    }
    // A name that stands twice is an error here.
    let said = serde_json::from_slice::<Said>(data);
    let short = &count.short;
    said.is_ok_and(|said| {
        (said.counted, said.limit) == (short.counted, short.limit)
            && (said.policy.name, said.policy.convention)
                == (short.policy.clone(), short.convention.clone())
    })
}

/// Returns the receipt with all that follows from the source put anew.
fn again(receipt: &Receipt, remade: &Remade, files: &Files) -> Receipt {
    let mut again = Receipt {
        packaged_on: receipt.packaged_on,
        source_date_epoch: receipt.source_date_epoch,
        folio: receipt.folio.clone(),
        commit: receipt.commit.clone(),
        despite: receipt.despite.clone(),
        waived: receipt.waived.clone(),
        overruled: receipt.overruled.clone(),
        not_checked: receipt.not_checked.clone(),
        files: receipt.files.clone(),
        ..derived(remade, files, receipt.is_anonymous)
    };
    // An extension stands in the ledger, which is not packed.
    if receipt.document_date_source != EXTENDED {
        again.document_date = remade.own_date.at;
        again
            .document_date_source
            .clone_from(&remade.own_date.source);
    }
    // What was written is what is compared: a receipt has each value on one line.
    Receipt::read(&again.write()).unwrap_or(again)
}
