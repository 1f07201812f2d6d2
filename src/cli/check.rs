//! `folio check`: what stands between the draft and its next milestone.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use folio::check::{Baseline, Confidential, NOT_CHECKED, meant, rule, rules};
use folio::diagnostics::text::{count, inline};
use folio::diagnostics::{Diagnostic, Level, read_text};
use folio::diagnostics::{FIRST_EDITION, Rule};
use folio::pipeline::{CheckReport, CheckRequest, Request};
use folio::project::Project;
use folio::report::{self, ChapterWords, Report, RuleText, WordsByChapter};
use folio::repository;
use folio::worker::Answer;

use crate::cli::args::{CheckArgs, ReportFormat};
use crate::cli::at_work::AtWork;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::gate::{escaped, harmless};
use crate::cli::opened::brought;
use crate::cli::terminal;

/// Checks a project, or explains a rule.
pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<Exit, CommandError> {
    if let Some(code) = &args.explain {
        return explain(code, context);
    }
    // Once: the names of a list that is brought are kept for the root that was found.
    let root = context.root(args.folder.named());
    let root = match root {
        Ok(root) => root,
        Err(error) => return unreadable(args, None, error, context),
    };
    checked(args, &root, context).or_else(|error| unreadable(args, Some(&root), error, context))
}

fn checked(args: &CheckArgs, root: &Path, context: &Context) -> Result<Exit, CommandError> {
    let given = |path: &Option<PathBuf>| {
        let path = path.as_deref().map(|path| context.current_dir.join(path));
        path.map(|path| read_text(&path)).transpose()
    };
    let confidential = given(&args.confidential).map_err(|error| {
        CommandError::from(error).hint("`--confidential` names a file with one name a line")
    })?;
    if let Some(why) = confidential.as_deref().and_then(Confidential::why_useless) {
        return Err(CommandError::new(format!(
            "the list of `--confidential` cannot be looked for: {why}"
        ))
        .hint("write one name a line into it, each of two letters or more"));
    }
    if let Some(list) = &confidential {
        context.gate.keep_names(root, Some(list));
    }
    let signers = args.signers.as_deref();
    let signers = signers.map(|path| brought(path, context)).transpose()?;
    let (mut at_work, project) = AtWork::open(root, &args.limits, context)?;
    let baseline = baseline(args, context)?;
    let only: BTreeSet<String> = args.only.iter().cloned().collect();
    let request = CheckRequest {
        milestone: args.milestone.clone(),
        fast: args.fast,
        only: Some(only).filter(|only| !only.is_empty()),
        confidential,
        signers: signers.map(|(text, _)| text),
        anonymous: args.anonymous,
        for_people: matches!(args.format, ReportFormat::Human | ReportFormat::Short),
    };
    let answer: Answer<CheckReport> = at_work.ask(Request::Check(request))?;
    let mut checked = answer.said;
    let findings = std::mem::take(&mut checked.findings);
    let (findings, known) = baseline.split(findings);
    checked.findings = findings;
    context.show(&checked.overruled, &checked.sources);
    context.say(&format!("checked for `{}`", inline(&checked.milestone, 60)));
    if known > 0 {
        context.say(&format!(
            "{} left out: the earlier report has them",
            count(known, "finding")
        ));
    }
    print(args, &project, &checked, context)?;
    Ok(match checked.fails() {
        true => Exit::Findings,
        false => Exit::Success,
    })
}

/// Writes the report of a dissertation that could not be opened: whoever reads a machine's report
/// learns of it there, and an empty file would look like success.
fn unreadable(
    args: &CheckArgs,
    root: Option<&Path>,
    mut error: CommandError,
    context: &Context,
) -> Result<Exit, CommandError> {
    if matches!(args.format, ReportFormat::Human | ReportFormat::Short) {
        return Err(error);
    }
    if !error.findings.iter().any(|it| it.level == Level::Deny) {
        // Who reads a report elsewhere knows the project's folder by no path of this machine.
        let mut message = error.message.clone();
        let real = root.and_then(|root| dunce::canonicalize(root).ok());
        for folder in root.into_iter().chain(real.as_deref()) {
            let folder = folder.display().to_string();
            message = message.replace(&format!("{folder}/"), "");
            message = message.replace(&folder, "the folder");
        }
        let message = inline(&message, 500);
        let mut finding = Diagnostic::of(NOT_CHECKED, message);
        finding.hints.clone_from(&error.hints);
        error.findings.push(finding);
    }
    context.gate.cover(&mut error.findings, &mut error.sources);
    let folder = root.and_then(repository::folder).unwrap_or_default();
    let why = [error.message.clone()];
    let report = Report {
        not_checked: &why,
        folder: &folder,
        ..Report::new(&error.findings, &error.sources)
    };
    write(args.format, &report, context)?;
    error.findings.clear();
    Err(error)
}

/// Reads the earlier report whose findings are left out.
fn baseline(args: &CheckArgs, context: &Context) -> Result<Baseline, CommandError> {
    let Some(path) = &args.baseline else {
        return Ok(Baseline::default());
    };
    let text = read_text(&context.current_dir.join(path))?;
    Baseline::read(&text).map_err(|error| {
        CommandError::new(format!("{}: {error}", path.display()))
            .hint("make one with `folio check --format json > report.json`")
    })
}

/// Prints the report in the format that was asked for.
fn print(
    args: &CheckArgs,
    project: &Project,
    checked: &CheckReport,
    context: &Context,
) -> Result<(), CommandError> {
    let levels = &project.manifest.check.levels;
    let texts: Vec<RuleText<'_>> = rules()
        .iter()
        .map(|rule| RuleText {
            code: rule.code,
            level: levels
                .get(rule.code)
                .map_or(Some(rule.default), |set| set.value),
            was_run: !checked.not_run.contains(rule.code),
            summary: rule.summary,
            explanation: rule.explanation,
        })
        .collect();
    let words = words(checked);
    let folder = repository::folder(&project.root).unwrap_or_default();
    let report = Report {
        waived: &checked.waived,
        overruled: &checked.overruled,
        not_checked: &checked.not_checked,
        rules: &texts,
        words: words.as_ref(),
        folder: &folder,
        ..Report::new(&checked.findings, &checked.sources)
    };
    write(args.format, &report, context)
}

/// Writes a report, and on GitHub the summary of the job.
fn write(format: ReportFormat, report: &Report<'_>, context: &Context) -> Result<(), CommandError> {
    let text = match format {
        ReportFormat::Human => {
            report::human_report(report, terminal::colour(io::stdout().is_terminal()))
        }
        ReportFormat::Short => report::short(report),
        ReportFormat::Json => report::json(report),
        ReportFormat::Sarif => report::sarif(report),
        ReportFormat::Github => report::github(report),
        ReportFormat::Junit => report::junit(report),
    };
    match format {
        ReportFormat::Human | ReportFormat::Short => context.print(&text)?,
        ReportFormat::Json | ReportFormat::Sarif => context.print_as_is(&escaped(&text))?,
        // Places in them stay true, as in JSON; their texts were covered when they were found.
        ReportFormat::Github | ReportFormat::Junit => context.print_as_is(&harmless(&text))?,
    }
    if let (ReportFormat::Github, Some(path)) = (format, &context.step_summary) {
        let failed = |error: std::io::Error| {
            CommandError::new(format!("failed to write the summary of the job: {error}"))
        };
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(failed)?;
        let summary = context.gate.text(&report::github_summary(report));
        file.write_all(summary.as_bytes()).map_err(failed)?;
    }
    Ok(())
}

/// Returns the count by chapter, where the pages were set.
fn words(checked: &CheckReport) -> Option<WordsByChapter<'_>> {
    let counted = checked.counted.as_ref()?;
    Some(WordsByChapter {
        verdict: &counted.sentence,
        policy: &counted.policy,
        convention: &counted.convention,
        counted: counted.counted,
        limit: counted.limit,
        chapters: checked
            .chapters
            .iter()
            .map(|chapter| ChapterWords {
                id: &chapter.id,
                title: &chapter.title,
                counted: chapter.counted,
                is_estimated: chapter.is_estimated,
            })
            .collect(),
    })
}

/// Prints the explanation of a rule.
fn explain(code: &str, context: &Context) -> Result<Exit, CommandError> {
    let Some(rule) = rule(code) else {
        let written = inline(code, 60);
        return Err(CommandError::new(format!("there is no rule `{written}`")).hint(meant(code)));
    };
    context.print(&explanation(rule))?;
    Ok(Exit::Success)
}

fn explanation(rule: &Rule) -> String {
    let level = match (rule.default, rule.handed_in) {
        (Level::Deny, _) => "must be fixed",
        (Level::Warn, Some(Level::Deny)) => "worth fixing; must be fixed in what is handed in",
        (Level::Warn, _) => "worth fixing",
    };
    let since = match rule.since {
        FIRST_EDITION => String::new(),
        year => format!(", where edition {year} of the rules is taken; it warns elsewhere"),
    };
    format!(
        "{}: {} ({level}{since})\n\n{}",
        rule.code, rule.summary, rule.explanation
    )
}
