//! Why a command stopped, in words for its user.

use folio::diagnostics::{DateError, Diagnostic, FileError, SourceMap};
use folio::dissertation::{Failure, FailureKind, Progress};
use folio::milestones::{LedgerError, Refusal};
use folio::package::PublishError;
use folio::project::ProjectError;
use folio::web::PageError;
use folio::worker::WorkError;

use crate::cli::exit::Exit;

/// An error with everything that its user needs to go on.
#[derive(Debug)]
pub(crate) struct CommandError {
    /// The exit status.
    pub(crate) exit: Exit,
    /// What could not be done, as one sentence without a full stop.
    pub(crate) message: String,
    /// What to do next.
    pub(crate) hints: Vec<String>,
    /// What is wrong in the author's files, shown before the message.
    pub(crate) findings: Vec<Diagnostic>,
    /// The texts that the findings quote.
    pub(crate) sources: SourceMap,
}

impl CommandError {
    /// Returns an error that only its message explains.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Failure,
            message: message.into(),
            hints: Vec::new(),
            findings: Vec::new(),
            sources: SourceMap::default(),
        }
    }

    /// Adds what to do next.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl From<FileError> for CommandError {
    fn from(error: FileError) -> Self {
        let hint = match &error {
            FileError::Io { source, verb, path }
                if source.kind() == std::io::ErrorKind::PermissionDenied && *verb != "read" =>
            {
                Some(match path.extension().is_some_and(|kind| kind == "pdf") {
                    true => {
                        "if a PDF viewer shows the file, close it there and try again; if not, the \
                         folder may be read only"
                    }
                    false => "the folder may be read only: copy it to one of your own",
                })
            }
            FileError::Exists { .. } => Some("nothing was written over; choose another place"),
            FileError::NotUtf8 { .. } => Some(
                "if it is a text, save it again as UTF-8: in Notepad with “Save as”, under Encoding",
            ),
            FileError::Io { .. }
            | FileError::TooLarge { .. }
            | FileError::Private { .. }
            | FileError::Outside { .. } => None,
        };
        let error = CommandError::new(error.to_string());
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

impl From<DateError> for CommandError {
    fn from(error: DateError) -> Self {
        CommandError::new(error.to_string())
    }
}

impl From<ProjectError> for CommandError {
    fn from(error: ProjectError) -> Self {
        Failure::from(error).into()
    }
}

impl From<Failure> for CommandError {
    fn from(failure: Failure) -> Self {
        let Failure {
            kind,
            message,
            hints,
            findings,
            sources,
        } = failure;
        let exit = match kind {
            FailureKind::Refused => Exit::Findings,
            FailureKind::Project
            | FailureKind::Typesetting
            | FailureKind::Counting
            | FailureKind::Received => Exit::Failure,
        };
        Self {
            exit,
            message,
            hints,
            findings,
            sources,
        }
    }
}

impl From<Refusal> for CommandError {
    fn from(refusal: Refusal) -> Self {
        let Refusal { message, hint } = refusal;
        let mut error = CommandError::new(message).hint(hint);
        error.exit = Exit::Findings;
        error
    }
}

impl From<LedgerError> for CommandError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::File(error) => error.into(),
            LedgerError::Broken { ref hint, .. } => {
                let hint = hint.clone();
                CommandError::new(error.to_string()).hint(hint)
            }
            LedgerError::Refused(refusal) => refusal.into(),
        }
    }
}

impl From<PageError> for CommandError {
    fn from(error: PageError) -> Self {
        CommandError::new(error.to_string())
    }
}

impl From<PublishError> for CommandError {
    fn from(error: PublishError) -> Self {
        let hint = match &error {
            PublishError::File(_) => "nothing was packaged, and what was there is as it was",
            PublishError::Busy { .. } => "wait until it has finished",
            PublishError::ReadBack { .. } => "nothing was packaged; the disk may be failing",
            PublishError::TooMany { .. } => "move the ones that you do not need to another folder",
        };
        CommandError::new(error.to_string()).hint(hint)
    }
}

/// What can be had when the pages cannot.
const WITHOUT_PAGES: &str = "what can be said without the pages: `folio check --fast`";

impl From<WorkError> for CommandError {
    fn from(error: WorkError) -> Self {
        match error {
            WorkError::Failed(failure) => (*failure).into(),
            WorkError::TimedOut { after, last } => CommandError::new(format!(
                "typesetting took longer than {} seconds and was stopped{}",
                after.as_secs(),
                whereabouts(last.as_ref()),
            ))
            .hint("look there for a loop that never ends or a very large number")
            .hint("if your project is only large, allow more: `--time-limit SECONDS`")
            .hint(WITHOUT_PAGES),
            WorkError::OutOfMemory { limit_bytes, last } => CommandError::new(format!(
                "typesetting needed more than {} MiB of memory and was stopped{}",
                limit_bytes >> 20,
                whereabouts(last.as_ref()),
            ))
            .hint("look there for a very large number, list or picture")
            .hint("if your project is only large, allow more: `--memory-limit MIB`")
            .hint(WITHOUT_PAGES),
            // What it said last is of use to nobody who writes a dissertation.
            WorkError::Died { status, last } => CommandError::new(format!(
                "typesetting ended unexpectedly ({status}){}",
                whereabouts(last.as_ref()),
            ))
            .hint("this is a fault of folio: please report it, and never attach the dissertation")
            .hint("take what was written last out of that place for now, and build again"),
            WorkError::Io(error) => {
                CommandError::new(format!("failed to run the typesetting process: {error}"))
            }
        }
    }
}

/// Names the chapter that was being read, if that is known.
fn whereabouts(last: Option<&Progress>) -> String {
    match last {
        Some(Progress::Chapter { path }) => format!(" while it was reading {path}"),
        Some(Progress::Stage { stage }) => format!(" while it was {}", stage.doing()),
        None => String::new(),
    }
}
