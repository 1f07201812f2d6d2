//! `folio package`: what is handed in is made, or what stands in the way is said.

mod publish;
mod refusal;
mod view;
mod words;

use std::path::{Path, PathBuf};

use folio::check::{meant, rule};
use folio::diagnostics::Door;
use folio::diagnostics::text::{count, inline};
use folio::dissertation::Edition;
use folio::milestones::{self, Digest, PackagedRequest, Plan};
use folio::package::FOLDER;
use folio::pipeline::{BuildRequest, Built, EVERYTHING, PackageReport, PackageRequest, Request};
use folio::project::Project;
use folio::repository;
use folio::worker::{Answer, PDF};

use crate::cli::args::{Format, PackageArgs};
use crate::cli::at_work::AtWork;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::opened::{Opened, Text, brought};
use crate::cli::output::{own_pdf, shown_path, stem};
use crate::cli::package::publish::put_in_place;
use crate::cli::package::view::PackageView;

/// Makes a package, or says what stands in the way.
pub(crate) fn run(args: &PackageArgs, context: &Context) -> Result<Exit, CommandError> {
    let despite = despite(args)?;
    let signers = args.signers.as_deref();
    let signers = signers.map(|path| brought(path, context)).transpose()?;
    // The milestones need to know that there is something to hand in.
    let text = Text::Surveyed(&args.limits);
    let mut opened = match Opened::open(args.folder.named(), None, text, context) {
        Ok(opened) => opened,
        Err(error) => return rescue(args, error, None, context),
    };
    let root = &opened.project.root;
    confine_folder(root)?;
    // What the ledger does not allow is said before the work.
    allowed(&opened)?;
    let request = PackageRequest {
        anonymous: args.anonymous,
        despite,
        signers: signers.map(|(text, _)| text),
        commit: repository::full_commit(root),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let worker = opened.worker.as_mut();
    let worker = worker.expect("a survey leaves its project open");
    let answer: Answer<PackageReport> = match worker.ask(Request::Package(request)) {
        Ok(answer) => answer,
        Err(error) => return rescue(args, error, None, context),
    };
    if answer.said.made.is_none() {
        return refuse(args, &opened, answer, context);
    }
    let preflight = &answer.said.preflight;
    context.show(&preflight.overruled, &preflight.sources);
    context.show(&preflight.findings, &preflight.sources);
    say_beside(&answer.said, context);
    let mut files = answer.files.iter();
    let pdf = files.find(|(name, _)| name == PDF);
    let pdf = pdf.map(|(_, bytes)| bytes.clone());
    put_in_place(args, &opened, answer, context).or_else(|error| rescue(args, error, pdf, context))
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
        if rule(code).is_none() && code != EVERYTHING {
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
    let project = Door::open(root)?;
    if project.stands(FOLDER) {
        project.real(FOLDER)?;
    }
    Ok(())
}

/// Refuses what the ledger does not allow, such as a package of what was handed in. A ledger that
/// cannot be read forbids nothing.
fn allowed(opened: &Opened) -> Result<(), CommandError> {
    let Ok(history) = opened.history() else {
        return Ok(());
    };
    let basis = opened.basis(&history, opened.student());
    let args = PackagedRequest {
        folder: "",
        file: "",
        digest: Digest::of_bytes(b""),
        words: 0,
        despite: &[],
    };
    milestones::packaged(&basis, &args)?;
    Ok(())
}

/// Says what was waived, what was not looked at, and what was set aside in vain.
fn say_beside(report: &PackageReport, context: &Context) {
    let preflight = &report.preflight;
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

/// Leaves the PDF in `output/`, and says why it was not packaged. A PDF that lacks a chapter has a
/// name that nobody hands in by mistake.
fn refuse(
    args: &PackageArgs,
    opened: &Opened,
    mut answer: Answer<PackageReport>,
    context: &Context,
) -> Result<Exit, CommandError> {
    let pdf = answer.take(PDF);
    let report = &answer.said;
    let project = &opened.project;
    let not_ready = if report.left_out.is_empty() {
        ""
    } else {
        "-not-ready"
    };
    let name = format!(
        "{}{not_ready}.pdf",
        stem(project, args.anonymous, &context.gate)
    );
    let target = own_pdf(project, &name)?;
    target.write(&pdf)?;
    let shown = shown_path(target.path(), &context.current_dir);
    match args.format {
        Format::Human => {
            context.print(&refusal::in_words(report, &shown, opened, context))?;
        }
        Format::Json => {
            let view = PackageView::refused(report, &shown);
            context.print_json(&view)?;
        }
    }
    say_beside(report, context);
    Ok(Exit::Findings)
}

/// Writes the PDF all the same where folio itself, its record or the disk stands in the way of the
/// package; where there is no PDF either, the error stays what it is.
fn rescue(
    args: &PackageArgs,
    error: CommandError,
    pdf: Option<Vec<u8>>,
    context: &Context,
) -> Result<Exit, CommandError> {
    match rescued(args, pdf, context) {
        Some((project, path)) => {
            let shown = shown_path(&path, &context.current_dir);
            let due = Plan::of(&project).submission().and_then(|it| it.due);
            context.print(&refusal::of_error(&error, &shown, due, context))?;
            Ok(error.exit)
        }
        None => Err(error),
    }
}

fn rescued(
    args: &PackageArgs,
    pdf: Option<Vec<u8>>,
    context: &Context,
) -> Option<(Project, PathBuf)> {
    let root = context.root(args.folder.named()).ok()?;
    let (mut at_work, project) = AtWork::open(&root, &args.limits, context).ok()?;
    let pdf = pdf.or_else(|| {
        let mut request = BuildRequest::submission();
        request.edition = Edition::submission(args.anonymous);
        request.edition.leaves_out = false;
        let answer = at_work.ask::<Built>(Request::Build(request));
        answer.ok().map(|mut built| built.take(PDF))
    })?;
    let stem = stem(&project, args.anonymous, &context.gate);
    let target = own_pdf(&project, &format!("{stem}.pdf")).ok()?;
    target.write(&pdf).ok()?;
    Some((project, target.path().to_path_buf()))
}
