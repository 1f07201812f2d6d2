//! A project that is open in the child, and a line that says meanwhile what is going on.

use std::path::{Path, PathBuf};
use std::time::Duration;

use folio::diagnostics::text::inline;
use folio::dissertation::{OpenRequest, Progress, Stage};
use folio::pipeline::Request;
use folio::project::Project;
use folio::worker::{Answer, Limits, WorkError, Worker};
use indicatif::ProgressBar;
use serde::de::DeserializeOwned;

use crate::cli::args::LimitArgs;
use crate::cli::context::{Context, moments};
use crate::cli::error::CommandError;

/// The supervised child, with a line of progress on a terminal.
pub(crate) struct AtWork {
    worker: Worker,
    line: ProgressBar,
}

impl AtWork {
    /// Returns a child that has no project yet.
    pub(crate) fn new(limits: &LimitArgs, context: &Context) -> Result<Self, CommandError> {
        let program = this_program()?;
        let limits = bounds(limits);
        let line = context.progress_line();
        let shown = line.clone();
        let covered = context.gate.names();
        let worker = Worker::new(program, limits, move |progress| match progress {
            Progress::Stage { stage } => shown.set_message(stage.doing()),
            Progress::Chapter { path } => {
                shown.set_message(inline(&covered(&format!("typesetting {path}")), 200));
            }
        });
        Ok(Self { worker, line })
    }

    /// Opens the project in `root`.
    pub(crate) fn open(
        root: &Path,
        limits: &LimitArgs,
        context: &Context,
    ) -> Result<(Self, Project), CommandError> {
        Self::open_request(root, limits, context, false)
    }

    /// Opens the project in `root` as far as it can be read.
    pub(crate) fn open_despite_mistakes(
        root: &Path,
        limits: &LimitArgs,
        context: &Context,
    ) -> Result<(Self, Project), CommandError> {
        Self::open_request(root, limits, context, true)
    }

    fn open_request(
        root: &Path,
        limits: &LimitArgs,
        context: &Context,
        despite_mistakes: bool,
    ) -> Result<(Self, Project), CommandError> {
        let mut at_work = Self::new(limits, context)?;
        let request = OpenRequest {
            root: root.into(),
            rules: context.rules.clone(),
            moment: moments(context)(),
            despite_mistakes,
            as_received: false,
        };
        let opened = at_work.while_shown(|worker| worker.open(request))?;
        let project = opened.said.project;
        context.gate.let_pass(&project);
        Ok((at_work, project))
    }

    /// Sees the files as they are now.
    pub(crate) fn refresh(&mut self) -> Result<(), CommandError> {
        self.while_shown(|worker| worker.refresh(None)).map(drop)
    }

    /// Has a question answered.
    pub(crate) fn ask<T: DeserializeOwned>(
        &mut self,
        request: Request,
    ) -> Result<Answer<T>, CommandError> {
        self.while_shown(|worker| worker.ask(request))
    }

    /// Has a question answered whose answer is only shown: names are covered in it before anything
    /// is laid out or shortened.
    pub(crate) fn ask_to_show<T: DeserializeOwned>(
        &mut self,
        request: Request,
        context: &Context,
    ) -> Result<Answer<T>, CommandError> {
        self.while_shown(|worker| worker.ask_through(request, &|json| context.gate.covered(json)))
    }

    fn while_shown<T>(
        &mut self,
        work: impl FnOnce(&mut Worker) -> Result<T, WorkError>,
    ) -> Result<T, CommandError> {
        self.line.reset();
        self.line.set_message(Stage::Reading.doing());
        let done = work(&mut self.worker);
        self.line.finish_and_clear();
        Ok(done?)
    }
}

/// Returns the file of this program, which its children run.
pub(crate) fn this_program() -> Result<PathBuf, CommandError> {
    std::env::current_exe()
        .map_err(|error| CommandError::new(format!("failed to find this program's file: {error}")))
}

/// Returns what a question may use.
pub(crate) fn bounds(limits: &LimitArgs) -> Limits {
    Limits {
        time: Duration::from_secs(limits.time_limit),
        memory_bytes: usize::try_from(limits.memory_limit << 20).unwrap_or(usize::MAX),
    }
}
