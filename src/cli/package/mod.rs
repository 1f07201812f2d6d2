//! `folio package`: what is handed in is made, or what stands in the way is said.

mod publish;
mod view;
mod words;

use std::path::Path;

use folio::check::{meant, rule};
use folio::diagnostics::text::{count, inline};
use folio::diagnostics::{self, Level};
use folio::milestones::{self, Digest, PackagedRequest};
use folio::package::FOLDER;
use folio::pipeline::{PackageReport, PackageRequest, Request};
use folio::project::Project;
use folio::worker::{Answer, PDF};

use crate::cli::args::{Format, PackageArgs};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::git;
use crate::cli::opened::{Opened, Text};
use crate::cli::output::{check_is_pdf, own_path, shown_path, stem};
use crate::cli::package::publish::put_in_place;
use crate::cli::package::view::PackageView;

/// Makes a package, or says what stands in the way.
pub(crate) fn run(args: &PackageArgs, context: &Context) -> Result<Exit, CommandError> {
    let despite = despite(args)?;
    // The milestones need to know that there is something to hand in.
    let text = Text::Surveyed(&args.limits);
    let mut opened = Opened::open(args.path.as_deref(), None, text, context)?;
    let root = &opened.project.root;
    confine_folder(root)?;
    // What the ledger does not allow is said before the work.
    allowed(&opened)?;
    let request = PackageRequest {
        anonymous: args.anonymous,
        despite,
        commit: git::full_commit(root),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let worker = opened.worker.as_mut();
    let worker = worker.expect("a survey leaves its project open");
    let answer: Answer<PackageReport> = worker.ask(Request::Package(request))?;
    show(&answer.said, context);
    match answer.said.made {
        None => refuse(args, &opened.project, answer, context),
        Some(_) => put_in_place(args, &opened, answer, context),
    }
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
fn allowed(opened: &Opened) -> Result<(), CommandError> {
    let history = opened.history()?;
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
    mut answer: Answer<PackageReport>,
    context: &Context,
) -> Result<Exit, CommandError> {
    let pdf = answer.take(PDF);
    let report = &answer.said;
    let name = format!("{}-not-ready.pdf", stem(project, args.anonymous));
    let path = own_path(project, &name)?;
    check_is_pdf(&path)?;
    diagnostics::write_atomic(&path, &pdf)?;
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
            context.print_json(&view)?;
        }
    }
    Ok(Exit::Findings)
}
