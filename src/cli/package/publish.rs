//! A finished package: put in its place, read back from the disk, recorded in the ledger.

use folio::diagnostics::text::count;
use folio::milestones::{self, Digest, LedgerError, PackagedRequest, Refusal, SetAside, standings};
use folio::package::{COUNT, Listed, Published, RECEIPT, Receipt, has_text, publish, sha256};
use folio::pipeline::{Made, PackageReport};
use folio::typeset::inspect;
use folio::worker::{Answer, PDF};

use crate::cli::args::{Format, PackageArgs};
use crate::cli::context::Context;
use crate::cli::count::view::CountView;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::append;
use crate::cli::opened::Opened;
use crate::cli::package::view::PackageView;
use crate::cli::package::words::in_words;
use crate::cli::view::to_json;

/// Puts the package in its place, reads it back, and records it.
pub(crate) fn put_in_place(
    args: &PackageArgs,
    opened: &Opened,
    answer: Answer<PackageReport>,
    context: &Context,
) -> Result<Exit, CommandError> {
    let Answer {
        said: report,
        files: made_files,
        ..
    } = answer;
    let made = report.made.as_ref();
    let made = made.expect("who calls has seen that it was made");
    let (receipt, files) = files(made, made_files)?;
    let root = &opened.project.root;
    let published = publish(root, context.today.0, &files, |back| {
        read_back(back, &receipt)
    })?;
    let unrecorded = record(opened, &receipt, &published).err();
    match args.format {
        Format::Human => {
            context.print(&in_words(&receipt, made, &published, opened, context))?;
        }
        Format::Json => {
            let view = PackageView::made(&report, &receipt, &published);
            context.print_json(&view)?;
        }
    }
    // The package is whole without its entry.
    let Some(error) = unrecorded else {
        return Ok(Exit::Success);
    };
    context.say(&format!(
        "the package is whole; only its entry in the record is missing: {}",
        error.message
    ));
    for hint in &error.hints {
        context.say(&format!("  = hint: {hint}"));
    }
    Ok(Exit::Findings)
}

/// Files by name.
type Files = Vec<(String, Vec<u8>)>;

/// Returns the files in the order of the receipt, and the receipt with its list.
fn files(made: &Made, mut files: Files) -> Result<(Receipt, Files), CommandError> {
    let mut receipt = made.receipt.clone();
    let json = to_json(&CountView::new(&made.count))?;
    for (name, _) in &mut files {
        if name == PDF {
            name.clone_from(&receipt.file);
        }
    }
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

/// Reads the PDF that came back from the disk as an upload service would.
fn read_back(files: &[(String, Vec<u8>)], receipt: &Receipt) -> Result<(), CommandError> {
    let refuse = |what: String| {
        CommandError::new(format!(
            "`{}` was written and read back, and {what}",
            receipt.file
        ))
        .hint("nothing was packaged; this is a fault of folio or of its engine")
    };
    let pdf = files.iter().find(|(name, _)| *name == receipt.file);
    let bytes = pdf.map_or(&[][..], |(_, bytes)| bytes);
    let found = inspect(bytes).map_err(|error| refuse(format!("it is not whole: {error}")))?;
    let listed = receipt.listed(&receipt.file);
    if listed.is_none_or(|listed| listed.sha256 != sha256(bytes)) {
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
    if !has_text(bytes) {
        return Err(refuse("no words can be read out of it".into()));
    }
    Ok(())
}

/// Adds the package to the ledger, unless it stands there already.
fn record(opened: &Opened, receipt: &Receipt, published: &Published) -> Result<(), CommandError> {
    let listed = receipt.listed(&receipt.file);
    let digest = listed.and_then(|listed| Digest::parse(&format!("sha256:{}", listed.sha256)));
    let despite: Vec<SetAside> = receipt
        .despite
        .iter()
        .map(|it| SetAside {
            code: it.code.clone(),
            reason: it.reason.as_str().into(),
        })
        .collect();
    let args = PackagedRequest {
        folder: &published.below,
        file: &receipt.file,
        digest: digest.expect("the receipt lists its PDF with a digest"),
        words: u32::try_from(receipt.counted).unwrap_or(u32::MAX),
        despite: &despite,
    };
    let history = opened.history()?;
    let basis = opened.basis(&history, opened.student());
    let is_there = standings(&basis)
        .milestones
        .iter()
        .filter_map(|standing| standing.packaged.as_ref())
        .any(|it| it.folder == args.folder && it.digest == args.digest);
    if is_there {
        return Ok(());
    }
    let make = |basis: &milestones::Basis<'_>| -> Result<milestones::Entry, Refusal> {
        milestones::packaged(basis, &args)
    };
    append(opened, opened.student(), &make).map_err(|error: LedgerError| {
        let error: CommandError = error.into();
        error.hint("mend that and run the same command again: it only adds the entry")
    })?;
    Ok(())
}
