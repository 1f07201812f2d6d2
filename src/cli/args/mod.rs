//! The command line, as clap reads it. Completions are made from it too.

pub(crate) mod build;
pub(crate) mod cite;
pub(crate) mod cohort;
pub(crate) mod comments;
pub(crate) mod computer;
pub(crate) mod help;
pub(crate) mod milestone;
mod new;
pub(crate) mod place;
mod shared;
pub(crate) mod watch;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use folio::diagnostics::Today;

use crate::cli::args::build::BuildArgs;
use crate::cli::args::cite::CiteArgs;
use crate::cli::args::cohort::CohortArgs;
use crate::cli::args::comments::CommentsArgs;
use crate::cli::args::computer::{DoctorArgs, SetupArgs};
use crate::cli::args::milestone::MilestoneArgs;
use crate::cli::args::place::WhereArgs;
use crate::cli::args::watch::WatchArgs;

pub(crate) use new::{ChangesChoice, CiChoice, HeadingsChoice, MarkupChoice, NewArgs};
pub(crate) use shared::{EVERYWHERE, FolderArgs, Format, LimitArgs};

/// Assemble, count and typeset a dissertation of practice
#[derive(Debug, Parser)]
#[command(name = "folio", version, about, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct GlobalArgs {
    /// Judge by this day instead of the clock's, such as 2027-02-15
    #[arg(long, global = true, value_name = "DATE", help_heading = EVERYWHERE)]
    pub(crate) today: Option<Today>,
    /// Let this profile win over the project's own in limits, policy and levels
    #[arg(long, global = true, value_name = "FILE", help_heading = EVERYWHERE)]
    pub(crate) rules: Option<PathBuf>,
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = EVERYWHERE
    )]
    pub(crate) color: ColorChoice,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a dissertation: a folder with chapters that say what belongs in them
    New(NewArgs),
    /// Write on the left, read on the right: the pages live in your browser
    Watch(WatchArgs),
    /// Typeset the dissertation to a PDF
    Build(BuildArgs),
    /// Say in which chapter and line stands what is on a page
    Where(WhereArgs),
    /// Count the words on the typeset pages and hold them to the limit
    Count(CountArgs),
    /// Find what stands between the draft and its next milestone, or its submission
    Check(CheckArgs),
    /// Show works as the citation style prints them, and the styles that there are
    Cite(CiteArgs),
    /// Say where the dissertation stands: milestones, decisions, what is missing
    Status(StatusArgs),
    /// Show what changed in a milestone's chapters since they were marked ready
    Diff(DiffArgs),
    /// List comments and changes from a Word file that came back, at their lines
    Comments(CommentsArgs),
    /// Record where the dissertation stands: ready, approved, met, extended, handed in
    Milestone(MilestoneArgs),
    /// Make what is handed in: the PDF, its word count statement, its source, a receipt
    Package(PackageArgs),
    /// Say whether a package is still the file that was made, and what its count is
    Verify(VerifyArgs),
    /// Say where every dissertation of a folder stands: one row each, and one table of all
    Cohort(CohortArgs),
    /// Put folio where it is found by its name, or take it away again
    Setup(SetupArgs),
    /// Say whether this computer and this folder are as folio needs them
    Doctor(DoctorArgs),
    /// Print the completions of a shell, or the page for `man`
    Completions(CompletionsArgs),
    /// Print the JSON schema of `folio.toml`, or of a row of a cohort
    Schema(SchemaArgs),
}

/// What every question has whose words come first: of which project, in which form, within what.
#[derive(Debug, Args)]
pub(crate) struct AskArgs {
    /// The project's folder [default: the nearest one upwards with a folio.toml]
    #[arg(long, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CountArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Count by this policy: which text counts
    #[arg(long, value_name = "NAME")]
    pub(crate) policy: Option<String>,
    /// Count by this convention: what a word is
    #[arg(long, value_name = "NAME")]
    pub(crate) convention: Option<String>,
    /// Also show the number under every policy
    #[arg(long)]
    pub(crate) all_policies: bool,
    /// Also show the sections of each chapter
    #[arg(long)]
    pub(crate) sections: bool,
    /// List every word with its category and its place instead
    #[arg(long)]
    pub(crate) words: bool,
    /// Write the pages with every word shaded by its category, as .pdf or .html
    #[arg(long, value_name = "FILE")]
    pub(crate) proof: Option<PathBuf>,
    /// Also show what has been added since a milestone, a day or `yesterday`
    #[arg(long, value_name = "MILESTONE|DATE")]
    pub(crate) since: Option<String>,
    /// Explain somebody else's number of words
    #[arg(long, value_name = "N", value_parser = number)]
    pub(crate) against: Option<usize>,
    /// What made that number
    #[arg(long, value_name = "PROGRAM", requires = "against")]
    pub(crate) from: Option<CounterChoice>,
    /// Count plain text from standard input instead; needs no project
    #[arg(long, conflicts_with_all = ["path", "policy", "all_policies", "sections", "words", "proof", "since", "against"])]
    pub(crate) stdin: bool,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Ask only for what is due by this milestone [default: the next one that is not approved]
    #[arg(long = "for", value_name = "MILESTONE")]
    pub(crate) milestone: Option<String>,
    /// Do without the pages: no count, no PDF, an answer at once
    #[arg(long)]
    pub(crate) fast: bool,
    /// Report only these rules
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Leave out what an earlier report, made with `--format json`, has already
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Explain a rule instead: what it finds, why it matters, what to do
    #[arg(long, value_name = "CODE")]
    pub(crate) explain: Option<String>,
    /// A list of names that may not appear, one a line, beside the project's confidential.txt
    #[arg(long, value_name = "FILE")]
    pub(crate) confidential: Option<PathBuf>,
    /// A list of keys from outside the project: a signed decision must stand with a key of it
    #[arg(long, value_name = "FILE")]
    pub(crate) signers: Option<PathBuf>,
    /// Check it as it is handed in without the author's name
    #[arg(long)]
    pub(crate) anonymous: bool,
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Sentences with excerpts
    Human,
    /// One line each
    Short,
    /// JSON with `"format": 1`
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow, and the summary of its job
    Github,
    /// JUnit, for GitLab and other CI
    Junit,
}

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Write one page of HTML to open, to send or to print
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Make that page for a sponsor: title, questions, chapters and dates, and nothing that was agreed
    #[arg(long, requires = "html")]
    pub(crate) brief: bool,
    /// Write the dates that are still to be kept as a calendar
    #[arg(long, value_name = "FILE")]
    pub(crate) ics: Option<PathBuf>,
    /// Show the chain from question to recommendation instead
    #[arg(long)]
    pub(crate) trace: bool,
    /// A list of keys from outside the project, in OpenSSH's format
    #[arg(long, value_name = "FILE")]
    pub(crate) signers: Option<PathBuf>,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The milestone
    #[arg(value_name = "MILESTONE")]
    pub(crate) milestone: String,
    /// The project's folder [default: the nearest one upwards with a folio.toml]
    #[arg(long, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
    /// Write one page of HTML to open, to send or to print
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct PackageArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Package although this rule stands in the way; `all` for every one
    #[arg(long, value_name = "CODE", requires = "reason")]
    pub(crate) despite: Vec<String>,
    /// Why: one reason for all rules, or one for each in their order
    #[arg(long, value_name = "TEXT", requires = "despite")]
    pub(crate) reason: Vec<String>,
    /// Print the candidate number instead of every name
    #[arg(long)]
    pub(crate) anonymous: bool,
    /// A list of keys from outside the project: a signed decision must stand with a key of it
    #[arg(long, value_name = "FILE")]
    pub(crate) signers: Option<PathBuf>,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Folders of packages, zips of them, or the folder of a dissertation for its own record
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// The same as a PATH, as other commands take it
    #[arg(long, value_name = "DIR", conflicts_with = "paths")]
    pub(crate) project: Option<PathBuf>,
    /// Accept nothing but the very bytes, also where another version made them
    #[arg(long)]
    pub(crate) exact: bool,
    /// For the record of a dissertation: count a signature only if this list vouches for it
    #[arg(long, value_name = "FILE")]
    pub(crate) signers: Option<PathBuf>,
    /// Also say whether this file, downloaded or renamed, is the same PDF
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf: Option<PathBuf>,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// A program that counts words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CounterChoice {
    /// Turnitin's report
    Turnitin,
    /// Microsoft Word
    Word,
    /// LibreOffice Writer
    #[value(name = "libreoffice")]
    LibreOffice,
    /// TeXcount
    #[value(name = "texcount")]
    TexCount,
    /// The text of the PDF
    Pdf,
}

/// Reads a whole number as people write it: 10412, 10,412, 10_412.
fn number(text: &str) -> Result<usize, String> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | '_' | ' '))
        .collect();
    digits
        .parse()
        .map_err(|_| "expected a whole number of words, such as 10412".to_owned())
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaChoice {
    /// The manifest, `folio.toml`
    Manifest,
    /// A row of `folio cohort`
    Cohort,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// What it describes
    #[arg(value_name = "WHAT", default_value = "manifest")]
    pub(crate) what: SchemaChoice,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell, or `man` for a page of all commands
    pub(crate) shell: HelpFor,
}

/// What reads the completions, or the page of all commands.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum HelpFor {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
    Man,
}
