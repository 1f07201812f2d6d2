//! `folio check`: what stands between the draft and its next milestone.

use std::collections::BTreeSet;

use folio::check::{Rule, rule, rules};
use folio::diagnostics::Level;
use folio::diagnostics::read_text;
use folio::diagnostics::text::{did_you_mean, inline};
use folio::pipeline::{CheckReport, CheckRequest, Request};

use crate::cli::args::{CheckArgs, ReportFormat};
use crate::cli::context::Context;
use crate::cli::deliver::deliver;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::supervise::Delivery;
use crate::cli::view;

/// Checks a project, or explains a rule.
pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<Exit, CommandError> {
    if let Some(code) = &args.explain {
        return explain(code, context);
    }
    let root = context.root(args.path.as_deref())?;
    let confidential = args
        .confidential
        .as_deref()
        .map(|path| read_text(&context.current_dir.join(path)))
        .transpose()?;
    let only: BTreeSet<String> = args.only.iter().cloned().collect();
    let request = CheckRequest {
        root,
        rules: context.rules.clone(),
        today: context.today,
        now: context.now,
        source_date_epoch: context.source_date_epoch,
        milestone: args.milestone.clone(),
        fast: args.fast,
        only: Some(only).filter(|only| !only.is_empty()),
        confidential,
        anonymous: args.anonymous,
    };
    let Delivery {
        said: report,
        pdf: _,
        files: _,
    }: Delivery<CheckReport> = deliver(Request::Check(request), &args.limits, context)?;
    context.show(&report.overruled, &report.sources);
    match args.format {
        ReportFormat::Human => {
            context.print(&folio::report::human(
                &report.findings,
                &report.sources,
                folio::report::Colour::Ansi,
            ))?;
        }
        ReportFormat::Json => {
            context.print(&view::to_json(&report.findings)?)?;
        }
    }
    Ok(match report.fails() {
        true => Exit::Findings,
        false => Exit::Success,
    })
}

/// Prints the explanation of a rule.
fn explain(code: &str, context: &Context) -> Result<Exit, CommandError> {
    let Some(rule) = rule(code) else {
        let known: Vec<&str> = rules().iter().map(|rule| rule.code).collect();
        let written = inline(code, 60);
        return Err(CommandError::new(format!("there is no rule `{written}`"))
            .hint(did_you_mean(&written, &known)));
    };
    context.print(&explanation(rule))?;
    Ok(Exit::Success)
}

fn explanation(rule: &Rule) -> String {
    let level = match rule.default {
        Level::Deny => "must be fixed",
        Level::Warn => "worth fixing",
    };
    format!(
        "{}: {} ({level})\n\n{}",
        rule.code, rule.summary, rule.explanation
    )
}
