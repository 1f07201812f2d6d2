//! The arguments of `folio cohort`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use folio::cohort::{Kind, Shard};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct CohortArgs {
    #[command(subcommand)]
    pub(crate) command: Option<CohortCommand>,
    #[command(flatten)]
    pub(crate) run: CohortRunArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CohortCommand {
    /// Join the rows of one or more runs to one table
    Merge(CohortMergeArgs),
}

/// What a row may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindChoice {
    /// A number for each, and nobody's name
    Triage,
    /// Names, college numbers and supervisors; never the candidate number
    Office,
    /// The candidate number with file, pages and words; never a name
    Marking,
}

impl From<KindChoice> for Kind {
    fn from(choice: KindChoice) -> Self {
        match choice {
            KindChoice::Triage => Self::Triage,
            KindChoice::Office => Self::Office,
            KindChoice::Marking => Self::Marking,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct CohortRunArgs {
    /// The folder with the dissertations (folders, zips, packages), or a list of them, one a line
    #[arg(value_name = "DIR|LIST", required = true)]
    pub(crate) source: Option<PathBuf>,
    /// Write the rows here, one a line [default: standard output]
    #[arg(long, short, value_name = "ROWS.jsonl")]
    pub(crate) output: Option<PathBuf>,
    /// What the rows may show of a student
    #[arg(long = "as", value_name = "KIND", default_value = "triage")]
    pub(crate) kind: KindChoice,
    /// The office's own list, as CSV or as Excel saves it; it wins over what the folders say
    #[arg(long, value_name = "FILE")]
    pub(crate) register: Option<PathBuf>,
    /// A list of keys from outside the projects, in OpenSSH's format
    #[arg(long, value_name = "FILE")]
    pub(crate) signers: Option<PathBuf>,
    /// Open so many at once [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Do one part of the work: the first of three is 1/3
    #[arg(long, value_name = "i/n", value_parser = shard)]
    pub(crate) shard: Option<Shard>,
    /// Keep the rows whose folder, rules, day and version have not changed
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
    /// Also write a page about each student here; only with `--as office`
    #[arg(long, value_name = "DIR")]
    pub(crate) pages: Option<PathBuf>,
    /// Give each student so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) time_limit: u64,
    /// Give each student so many mebibytes of memory
    #[arg(long, value_name = "MIB", default_value_t = 2048, value_parser = clap::value_parser!(u64).range(64..=1_048_576))]
    pub(crate) memory_limit: u64,
}

#[derive(Debug, Args)]
pub(crate) struct CohortMergeArgs {
    /// The rows of one or more runs, all of one kind
    #[arg(value_name = "ROWS", required = true)]
    pub(crate) rows: Vec<PathBuf>,
    /// Write the table as text with commas
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
    /// Write the table as a workbook of Excel
    #[arg(long, value_name = "FILE")]
    pub(crate) xlsx: Option<PathBuf>,
    /// Write the table as one page of HTML
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Write the dates that are still to be kept as a calendar
    #[arg(long, value_name = "FILE")]
    pub(crate) ics: Option<PathBuf>,
    /// Write address, subject and text of reminders for a mail merge; only of rows of `--as office`
    #[arg(long, value_name = "FILE")]
    pub(crate) reminders: Option<PathBuf>,
}

/// Reads `--shard`.
fn shard(text: &str) -> Result<Shard, String> {
    Shard::parse(text).ok_or_else(|| {
        "expected a part and the number of parts, from 1/3 to 3/3; a job array with gaps \
         would leave students out"
            .to_owned()
    })
}
