//! Options that several commands take.

use clap::{Args, ValueEnum};

/// How a result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Sentences
    Human,
    /// JSON with `"format": 1`
    Json,
}

/// What the engine may use: a project can come from anyone.
#[derive(Debug, Args)]
pub(crate) struct LimitArgs {
    /// Stop the engine after this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) time_limit: u64,
    /// Stop the engine when it needs more than this many mebibytes
    #[arg(long, value_name = "MIB", default_value_t = 4096, value_parser = clap::value_parser!(u64).range(64..=1_048_576))]
    pub(crate) memory_limit: u64,
}
