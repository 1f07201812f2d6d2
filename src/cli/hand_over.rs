//! A finished package: put in its place, read back from the disk, recorded in the ledger.

use std::path::Path;

use folio::diagnostics;
use folio::diagnostics::text::count;
use folio::milestones::{self, Digest, LedgerError, PackagedArgs, Refusal, SetAside, standings};
use folio::package::{
    COUNT, Listed, PublishError, Published, RECEIPT, Receipt, has_text, publish, sha256,
};
use folio::pipeline::{Made, PackageReport};
use folio::typeset::inspect;

use crate::cli::args::{Format, PackageArgs};
use crate::cli::context::Context;
use crate::cli::count_view::CountView;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::append;
use crate::cli::office::Office;
use crate::cli::package_view::PackageView;
use crate::cli::package_words::in_words;
use crate::cli::supervise::Delivery;
use crate::cli::view;

/// Puts the package in its place, reads it back, and records it.
pub(crate) fn hand_over(
    args: &PackageArgs,
    office: &Office,
    delivery: &Delivery<PackageReport>,
    made: &Made,
    context: &Context,
) -> Result<Exit, CommandError> {
    let (receipt, files) = files(made, delivery)?;
    let root = &office.project.root;
    let published = publish(root, context.today.0, &files, |folder| {
        read_back(folder, &receipt)
    })?;
    record(office, &receipt, &published)?;
    match args.format {
        Format::Human => {
            context.print(&in_words(&receipt, made, &published, office, context))?;
        }
        Format::Json => {
            let view = PackageView::made(&delivery.said, &receipt, &published);
            context.print(&view::to_json(&view)?)?;
        }
    }
    Ok(Exit::Success)
}

/// Files by name.
type Files = Vec<(String, Vec<u8>)>;

/// Returns the files in the order of the receipt, and the receipt with its list.
fn files(
    made: &Made,
    delivery: &Delivery<PackageReport>,
) -> Result<(Receipt, Files), CommandError> {
    let mut receipt = made.receipt.clone();
    let json = view::to_json(&CountView::new(&made.counting))?;
    let mut files = vec![(receipt.file.clone(), delivery.pdf.clone())];
    files.extend(delivery.files.iter().cloned());
    files.push((COUNT.to_owned(), json.into_bytes()));
    receipt.files = files
        .iter()
        .map(|(name, bytes)| Listed {
            name: name.clone(),
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        })
        .collect();
    files.push((RECEIPT.to_owned(), receipt.write().into_bytes()));
    Ok((receipt, files))
}

/// Reads the PDF back from the disk as an upload service would.
fn read_back(folder: &Path, receipt: &Receipt) -> Result<(), CommandError> {
    let refuse = |what: String| {
        CommandError::new(format!(
            "`{}` was written and read back, and {what}",
            receipt.file
        ))
        .hint("nothing was packaged; this is a fault of folio or of its engine")
    };
    let path = folder.join(&receipt.file);
    let bytes = diagnostics::read_bytes(&path, u64::MAX - 1)?;
    let found = inspect(&bytes).map_err(|error| refuse(format!("it is not whole: {error}")))?;
    let listed = receipt.listed(&receipt.file);
    if listed.is_none_or(|listed| listed.sha256 != sha256(&bytes)) {
        return Err(refuse("its digest is another".into()));
    }
    if found.is_encrypted {
        return Err(refuse("it is locked".into()));
    }
    if found.pages != receipt.pages {
        let pages = count(found.pages, "page");
        return Err(refuse(format!(
            "it has {pages} instead of {}",
            receipt.pages
        )));
    }
    if found.title.as_deref() != Some(receipt.title.as_str()) {
        return Err(refuse("it does not carry its title".into()));
    }
    if !has_text(&bytes) {
        return Err(refuse("no words can be read out of it".into()));
    }
    Ok(())
}

/// Adds the package to the ledger, unless it stands there already.
fn record(office: &Office, receipt: &Receipt, published: &Published) -> Result<(), CommandError> {
    let listed = receipt.listed(&receipt.file);
    let digest = listed.and_then(|listed| Digest::parse(&format!("sha256:{}", listed.sha256)));
    let despite: Vec<SetAside> = receipt
        .despite
        .iter()
        .map(|it| SetAside {
            code: it.code.clone(),
            reason: it.reason.clone(),
        })
        .collect();
    let args = PackagedArgs {
        folder: &published.below,
        file: &receipt.file,
        digest: digest.expect("the receipt lists its PDF with a digest"),
        words: u32::try_from(receipt.counted).unwrap_or(u32::MAX),
        despite: &despite,
    };
    let history = office.ledger.read()?;
    let desk = office.desk(&history, office.student());
    let is_there = standings(&desk)
        .milestones
        .iter()
        .filter_map(|standing| standing.packaged.as_ref())
        .any(|it| it.folder == args.folder && it.digest == args.digest);
    if is_there {
        return Ok(());
    }
    let make = |desk: &milestones::Desk<'_>| -> Result<milestones::Entry, Refusal> {
        milestones::packaged(desk, &args)
    };
    append(office, office.student(), &make).map_err(|error: LedgerError| {
        let error: CommandError = error.into();
        error.hint(format!(
            "the package is in {}, only the record of it is missing: mend that and run the same command again",
            published.below
        ))
    })?;
    Ok(())
}

impl From<PublishError> for CommandError {
    fn from(error: PublishError) -> Self {
        let hint = match &error {
            PublishError::Io { .. } => "nothing was packaged, and what was there is as it was",
            PublishError::Busy { .. } => "wait until it has finished",
            PublishError::ReadBack { .. } => "nothing was packaged; the disk may be failing",
            PublishError::TooMany { .. } => "move the ones that you do not need to another folder",
        };
        CommandError::new(error.to_string()).hint(hint)
    }
}
