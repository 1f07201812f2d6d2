//! Options that several commands take.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

/// Over the options in a command's help that most commands take.
pub(crate) const EVERYWHERE: &str = "Everywhere";

/// Which dissertation a command is about.
#[derive(Debug, Args)]
pub(crate) struct FolderArgs {
    /// The project's folder [default: the nearest one upwards with a folio.toml]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// The same as PATH
    #[arg(long, value_name = "DIR", conflicts_with = "path")]
    project: Option<PathBuf>,
}

impl FolderArgs {
    /// Returns the folder that was named.
    pub(crate) fn named(&self) -> Option<&Path> {
        self.path.as_deref().or(self.project.as_deref())
    }
}

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
    #[arg(long, value_name = "SECONDS", default_value_t = 120, help_heading = EVERYWHERE, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) time_limit: u64,
    /// Stop the engine when it needs more than this many mebibytes
    #[arg(long, value_name = "MIB", default_value_t = 4096, help_heading = EVERYWHERE, value_parser = clap::value_parser!(u64).range(64..=1_048_576))]
    pub(crate) memory_limit: u64,
}
