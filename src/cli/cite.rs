//! `folio cite`: works as the citation style prints them, works and citations that do not fit
//! together, and the styles that there are.

use folio::csl::built_in_styles;
use folio::diagnostics::text::{count, inline};
use folio::pipeline::{
    CiteReport, CiteRequest, CitedWork, FindRequest, FoundWork, MissingWork, Request, Unmatched,
};
use serde::Serialize;

use crate::cli::args::Format;
use crate::cli::args::cite::{CiteArgs, CiteCommand, FindArgs, ListArgs, ShowArgs, StylesArgs};
use crate::cli::at_work::AtWork;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::import::{self, line_of};

/// `folio cite show --format json`.
#[derive(Serialize)]
struct ShowView<'a> {
    format: u32,
    style: &'a str,
    works: &'a [CitedWork],
}

/// `folio cite styles --format json`.
#[derive(Serialize)]
struct StylesView<'a> {
    format: u32,
    styles: Vec<StyleView<'a>>,
}

#[derive(Serialize)]
struct StyleView<'a> {
    name: &'a str,
    title: &'a str,
}

/// Shows works or styles.
pub(crate) fn run(args: &CiteArgs, context: &Context) -> Result<Exit, CommandError> {
    match &args.command {
        CiteCommand::Find(args) => find(args, context),
        CiteCommand::Import(args) => import::run(args, context),
        CiteCommand::List(args) => list(args, context),
        CiteCommand::Show(args) => show(args, context),
        CiteCommand::Styles(args) => styles(args, context),
    }
}

/// So many works are listed at most.
const MOST_FOUND: usize = 200;

/// `folio cite find --format json`.
#[derive(Serialize)]
struct FoundView {
    format: u32,
    works: Vec<FoundWork>,
}

fn find(args: &FindArgs, context: &Context) -> Result<Exit, CommandError> {
    let root = context.root(args.asked.project.as_deref())?;
    let (mut at_work, _) = AtWork::open(&root, &args.asked.limits, context)?;
    let request = FindRequest {
        words: args.words.join(" "),
        most: MOST_FOUND,
    };
    let works: Vec<FoundWork> = at_work.ask(Request::Find(request))?.said;
    match args.asked.format {
        Format::Json => context.print_json(&FoundView { format: 1, works })?,
        Format::Human if works.is_empty() => {
            context.say(
                "no work of your reference files has all of these words; fewer letters find more",
            );
        }
        Format::Human => {
            let lines = works.iter().map(|work| {
                let used = if work.cited { "cited" } else { "not cited yet" };
                format!("{} – {used}\n", in_short(work))
            });
            context.print(&lines.collect::<String>())?;
        }
    }
    Ok(Exit::Success)
}

/// Returns a work on a line, with the key to copy.
fn in_short(work: &FoundWork) -> String {
    let key = inline(&work.key, 60);
    line_of(&key, &work.authors, &work.year, &work.title)
}

/// `folio cite list --format json`.
#[derive(Serialize)]
struct ListView {
    format: u32,
    unused: Option<Vec<FoundWork>>,
    missing: Option<Vec<MissingWork>>,
}

fn list(args: &ListArgs, context: &Context) -> Result<Exit, CommandError> {
    let root = context.root(args.asked.project.as_deref())?;
    let (mut at_work, _) = AtWork::open(&root, &args.asked.limits, context)?;
    let Unmatched { unused, missing } = at_work.ask(Request::Unmatched)?.said;
    let is_both = args.unused == args.missing;
    let unused = (args.unused || is_both).then_some(unused);
    let missing = (args.missing || is_both).then_some(missing);
    let exit = match missing.as_ref().is_some_and(|keys| !keys.is_empty()) {
        true => Exit::Findings,
        false => Exit::Success,
    };
    if matches!(args.asked.format, Format::Json) {
        context.print_json(&ListView {
            format: 1,
            unused,
            missing,
        })?;
        return Ok(exit);
    }
    let mut text = String::new();
    if let Some(works) = unused {
        text += match works.is_empty() {
            true => "every work of your reference files is cited\n",
            false => "Not cited yet\n",
        };
        let lines = works.iter().map(|work| format!("  {}\n", in_short(work)));
        text.extend(lines);
    }
    if let Some(keys) = missing {
        text += match keys.is_empty() {
            true => "every work that is cited is in your reference files\n",
            false => "Cited, and in none of your reference files\n",
        };
        for key in keys {
            let place = inline(&key.path, 200);
            let line = key.line.map(|line| format!(":{line}")).unwrap_or_default();
            let near = key
                .near
                .map(|near| format!(" – did you mean {}?", inline(&near, 60)));
            text += &format!(
                "  @{}  {place}{line}, {}{}\n",
                inline(&key.key, 60),
                count(key.times, "time"),
                near.unwrap_or_default()
            );
        }
    }
    context.print(&text)?;
    Ok(exit)
}

fn show(args: &ShowArgs, context: &Context) -> Result<Exit, CommandError> {
    let root = context.root(args.asked.project.as_deref())?;
    let (mut at_work, _) = AtWork::open(&root, &args.asked.limits, context)?;
    let request = CiteRequest {
        keys: args.keys.clone(),
    };
    let report: CiteReport = at_work.ask(Request::Cite(request))?.said;
    for trouble in &report.troubles {
        context.say(&format!(
            "worth fixing: the style `{}` has a mistake: {}\n  = hint: download the CSL file \
             again, or choose a style that folio brings",
            inline(&report.style, 60),
            inline(trouble, 200)
        ));
    }
    match args.asked.format {
        Format::Human => context.print(&in_words(&report))?,
        Format::Json => context.print_json(&ShowView {
            format: 1,
            style: &report.style,
            works: &report.works,
        })?,
    }
    Ok(Exit::Success)
}

fn in_words(report: &CiteReport) -> String {
    let mut text = String::new();
    for work in &report.works {
        let line = |name: &str, value: &str| match value.is_empty() {
            true => format!("  {name:<14}(nothing)\n"),
            false => format!("  {name:<14}{}\n", inline(value, 2_000)),
        };
        if !text.is_empty() {
            text.push('\n');
        }
        text += &format!("{}\n", inline(&work.key, 200));
        text += &line("in a bracket", &work.bracket);
        text += &line("in a sentence", &work.narrative);
        text += &line("in the list", &work.reference);
        let fields = |printed: bool| -> String {
            let fields = work.fields.iter().filter(|field| field.printed == printed);
            fields
                .map(|field| inline(&field.variable, 60))
                .collect::<Vec<_>>()
                .join(", ")
        };
        text += &line("printed", &fields(true));
        let unprinted = fields(false);
        if !unprinted.is_empty() {
            text += &line("not printed", &unprinted);
        }
    }
    text
}

fn styles(args: &StylesArgs, context: &Context) -> Result<Exit, CommandError> {
    let words: Vec<String> = args.words.iter().map(|word| word.to_lowercase()).collect();
    let mut found = built_in_styles();
    found.retain(|(name, title)| {
        let title = title.to_lowercase();
        words
            .iter()
            .all(|word| name.contains(word.as_str()) || title.contains(word.as_str()))
    });
    match args.format {
        Format::Json => context.print_json(&StylesView {
            format: 1,
            styles: found
                .iter()
                .map(|(name, title)| StyleView { name, title })
                .collect(),
        })?,
        Format::Human => {
            if found.is_empty() {
                context.say("no style that folio brings has these words in its name; a CSL file of the project can be named in folio.toml: `style = \"name.csl\"`");
            }
            let width = found.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
            let lines = found
                .iter()
                .map(|(name, title)| format!("{name:<width$}  {title}\n"));
            context.print(&lines.collect::<String>())?;
        }
    }
    Ok(Exit::Success)
}
