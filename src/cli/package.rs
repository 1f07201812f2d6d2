//! `folio package`: what is handed in, made, looked at again, and put in its place.

use std::path::Path;

use folio::check::{meant, rule};
use folio::diagnostics::text::{count, inline};
use folio::diagnostics::{self, Level, british};
use folio::milestones::{self, Digest, LedgerError, PackagedArgs, Refusal, SetAside, standings};
use folio::package::{
    COUNT, FOLDER, Listed, PublishError, Published, RECEIPT, Receipt, inspect, publish, sha256,
};
use folio::pipeline::{Made, PackageReport, PackageRequest, Request};
use folio::project::{Due, Project};

use crate::cli::args::{Format, LimitArgs, PackageArgs};
use crate::cli::build::{check_replaceable, not_ready_path, shown_path};
use crate::cli::context::Context;
use crate::cli::count_view::CountView;
use crate::cli::counted;
use crate::cli::deliver::deliver;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::git;
use crate::cli::milestone::append;
use crate::cli::office::{Office, Text};
use crate::cli::package_view::PackageView;
use crate::cli::supervise::Delivery;
use crate::cli::view;

/// Makes a package, or says what stands in the way.
pub(crate) fn run(args: &PackageArgs, context: &Context) -> Result<Exit, CommandError> {
    let despite = despite(args)?;
    let office = office(args.path.as_deref(), &args.limits, context)?;
    let root = &office.project.root;
    confine_folder(root)?;
    // What the ledger does not allow is said before the work.
    allowed(&office)?;
    let request = PackageRequest {
        root: root.clone(),
        rules: context.rules.clone(),
        today: context.today,
        now: context.now,
        source_date_epoch: context.source_date_epoch,
        anonymous: args.anonymous,
        despite,
        commit: git::full_commit(root),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scratch: context.scratch.clone(),
    };
    let delivery: Delivery<PackageReport> =
        deliver(Request::Package(request), &args.limits, context)?;
    let report = &delivery.said;
    show(report, context);
    match &report.made {
        None => refuse(args, &office.project, &delivery, context),
        Some(made) => hand_over(args, &office, &delivery, made, context),
    }
}

/// Opens the project; the milestones need to know that there is something to hand in.
fn office(
    path: Option<&Path>,
    limits: &LimitArgs,
    context: &Context,
) -> Result<Office, CommandError> {
    Office::open(path, None, Text::Surveyed(limits), context)
}

/// Reads which rules are set aside, each with its reason.
fn despite(args: &PackageArgs) -> Result<Vec<(String, String)>, CommandError> {
    let PackageArgs {
        despite, reason, ..
    } = args;
    if reason.len() > 1 && reason.len() != despite.len() {
        return Err(CommandError::new(format!(
            "{} for {}",
            count(reason.len(), "reason"),
            count(despite.len(), "rule")
        ))
        .hint("give one `--reason` for all rules, or one after each `--despite`"));
    }
    let mut all = Vec::new();
    for (at, code) in despite.iter().enumerate() {
        if rule(code).is_none() {
            let written = inline(code, 60);
            return Err(
                CommandError::new(format!("there is no rule `{written}`")).hint(meant(code))
            );
        }
        let reason = reason.get(at).or(reason.first()).map_or("", |it| it.trim());
        if reason.is_empty() {
            return Err(
                CommandError::new(format!("the reason for `{code}` is empty"))
                    .hint("say in a sentence why it is packaged all the same"),
            );
        }
        all.push((code.clone(), reason.to_owned()));
    }
    Ok(all)
}

/// Refuses a folder that leads out of the project: it may have come from somebody else.
fn confine_folder(root: &Path) -> Result<(), CommandError> {
    let folder = root.join(FOLDER);
    if folder.symlink_metadata().is_ok() {
        diagnostics::confine(root, &folder)?;
    }
    Ok(())
}

/// Refuses what the ledger does not allow, such as a package of what was handed in.
fn allowed(office: &Office) -> Result<(), CommandError> {
    let history = office.ledger.read()?;
    let desk = office.desk(&history, office.student());
    let args = PackagedArgs {
        folder: "",
        file: "",
        digest: Digest::of_bytes(b""),
        words: 0,
        despite: &[],
    };
    milestones::packaged(&desk, &args)?;
    Ok(())
}

/// Shows what was found, what it means, and the command for each rule that stands in the way.
fn show(report: &PackageReport, context: &Context) {
    let preflight = &report.preflight;
    context.show(&preflight.overruled, &preflight.sources);
    context.show(&preflight.findings, &preflight.sources);
    for (finding, reason) in &preflight.waived {
        context.say(&format!(
            "waived: {}: {} ({reason})",
            finding.code, finding.message
        ));
    }
    for what in &preflight.not_checked {
        context.say(&format!("not checked: {what}"));
    }
    for code in &report.unused {
        context.say(&format!(
            "`--despite {code}` was not needed: the rule found nothing"
        ));
    }
}

/// Leaves the best PDF under a name that nobody hands in by mistake, and says what to do.
fn refuse(
    args: &PackageArgs,
    project: &Project,
    delivery: &Delivery<PackageReport>,
    context: &Context,
) -> Result<Exit, CommandError> {
    let report = &delivery.said;
    let path = not_ready_path(project, args.anonymous)?;
    check_replaceable(&path)?;
    diagnostics::write_atomic(&path, &delivery.pdf)?;
    let shown = shown_path(&path, &context.current_dir);
    context.say(&format!("the PDF as it is now: {shown}"));
    match args.format {
        Format::Human => {
            let mut out = String::from("Not packaged. This stands in the way:\n");
            for code in &report.stops {
                let findings = report.preflight.findings.iter();
                let number = findings
                    .filter(|it| it.code == *code && it.level == Level::Deny)
                    .count();
                out.push_str(&format!(
                    "  {code}: {}\n    to look at it:        folio check --for submission --only {code}\n    \
                     to package despite it: folio package --despite {code} --reason \"…\"\n",
                    count(number, "finding")
                ));
            }
            if report.stops.len() > 1 {
                let all: Vec<String> = report
                    .stops
                    .iter()
                    .map(|code| format!("--despite {code}"))
                    .collect();
                out.push_str(&format!(
                    "  all of it: folio package {} --reason \"…\"\n",
                    all.join(" ")
                ));
            }
            context.print(&out)?;
        }
        Format::Json => {
            let view = PackageView::refused(report, &shown);
            context.print(&view::to_json(&view)?)?;
        }
    }
    Ok(Exit::Findings)
}

/// Puts the package in its place, reads it back, and records it.
fn hand_over(
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
    let found = inspect(&bytes).map_err(refuse)?;
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
    if !found.has_text {
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

fn in_words(
    receipt: &Receipt,
    made: &Made,
    published: &Published,
    office: &Office,
    context: &Context,
) -> String {
    let folder = shown_path(&published.folder, &context.current_dir);
    let mut out = match published.was_there {
        true => format!("{folder}: nothing has changed since it was packaged\n"),
        false => format!("{folder}: packaged\n"),
    };
    let standards = match receipt.standards.as_slice() {
        [] => String::new(),
        names => format!(", {}", names.join(" and ")),
    };
    let about = |name: &str| match name {
        folio::package::STATEMENT => "the word count statement, one page",
        COUNT => "the count as data",
        folio::package::PROOF => "every word with its kind",
        folio::package::SOURCE => "what the PDF is made of; it names the author",
        _ => "",
    };
    for file in &receipt.files {
        let what = match file.name == receipt.file {
            true => format!("{}{standards}", count(receipt.pages, "page")),
            false => about(&file.name).to_owned(),
        };
        out.push_str(&format!("  {:24} {what}\n", file.name));
    }
    out.push_str(&format!(
        "  {RECEIPT:24} digests, the counting rule, versions\n"
    ));
    for sentence in &receipt.gave_up {
        out.push_str(&format!("  {sentence}\n"));
    }
    out.push_str(&counted::verdict(&made.counting.short));
    for despite in &receipt.despite {
        out.push_str(&format!(
            "  packaged despite {}: {}\n",
            despite.code, despite.reason
        ));
    }
    if !published.earlier.is_empty() {
        out.push_str(&format!(
            "  earlier packages of the day stay: {}\n",
            published.earlier.join(", ")
        ));
    }
    out.push_str(&last_line(receipt, office, context));
    out
}

/// Says that nothing was sent, and what to do with the file, and by when.
fn last_line(receipt: &Receipt, office: &Office, context: &Context) -> String {
    let then = "then: folio milestone submitted --evidence …";
    let file = &receipt.file;
    let due = office.ledger.read().ok().and_then(|history| {
        let desk = office.desk(&history, office.student());
        let id = office.plan.submission()?.id.clone();
        let all = standings(&desk).milestones.into_iter();
        all.filter(|it| it.id == id).find_map(|it| it.binding_due())
    });
    match due {
        None => format!(
            "Nothing has been sent. No date is known (`[milestones] submission` in folio.toml): \
             upload {file} in time, {then}\n"
        ),
        Some(due) if due.day() < context.today.0 => format!(
            "Nothing has been sent, and the date has passed: it was due {}. Upload {file} at once, \
             {then}\n",
            before(due)
        ),
        Some(due) => format!(
            "Nothing has been sent. Upload {file} {}, {then}\n",
            before(due)
        ),
    }
}

fn before(due: Due) -> String {
    let day = british(due.day());
    match due {
        Due::Day(_) => format!("by {day}"),
        Due::Moment(at) => format!("before {:02}:{:02} on {day}", at.hour(), at.minute()),
    }
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
