//! The parent's side: a child that is started when it is needed, asked, and ended in time.

use std::borrow::Cow;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use crate::diagnostics::ProjectPath;
use crate::dissertation::{Failure, OpenRequest, Progress};
use crate::pipeline::Request;
use crate::worker::ARGUMENT;
use crate::worker::frames::{self, FileHeader, Frame, FrameKind};
use crate::worker::message::{Limits, Message, Opened, Refreshed, Rest, What};

/// An answer: what there is to say, and the files that were made.
#[derive(Debug)]
pub struct Answer<T> {
    /// What there is to say.
    pub said: T,
    /// The files by name, in the order in which they were made.
    pub files: Vec<(String, Vec<u8>)>,
    /// Whether a new child made it, because there was none, or the one before was ended.
    pub is_cold: bool,
}

impl<T> Answer<T> {
    /// Takes a file out of the answer; one that was not made is empty.
    pub fn take(&mut self, name: &str) -> Vec<u8> {
        let at = self.files.iter().position(|(known, _)| known == name);
        at.map_or_else(Vec::new, |at| self.files.remove(at).1)
    }
}

/// Why nothing came back.
#[derive(Debug)]
pub enum WorkError {
    /// The child says why it could not do the work.
    Failed(Box<Failure>),
    /// The deadline passed.
    TimedOut {
        /// How long it was waited for.
        after: Duration,
        /// What was going on.
        last: Option<Progress>,
    },
    /// The memory limit was met.
    OutOfMemory {
        /// The allowance, in bytes.
        limit_bytes: usize,
        /// What was going on.
        last: Option<Progress>,
    },
    /// The child ended without a word of its own.
    Died {
        /// How it ended.
        status: String,
        /// What was going on.
        last: Option<Progress>,
    },
    /// The child could not be started or spoken to.
    Io(io::Error),
}

impl From<io::Error> for WorkError {
    fn from(error: io::Error) -> Self {
        WorkError::Io(error)
    }
}

/// What rewrites the JSON of an answer.
pub type Rewrite<'a> = &'a dyn for<'j> Fn(&'j str) -> Cow<'j, str>;

/// Told how far the work is.
type OnProgress = Box<dyn FnMut(&Progress)>;

/// Says after some time whether nobody wants the answer any more.
type IsUnwanted = Box<dyn Fn(Duration) -> bool>;

/// So often it is asked whether the answer is still wanted.
const ASKED_EVERY: Duration = Duration::from_millis(50);

/// A dissertation that is open in a child process.
pub struct Worker {
    program: PathBuf,
    limits: Limits,
    /// Whether the engine lays out on one processor.
    is_one_of_many: bool,
    on_progress: OnProgress,
    is_unwanted: IsUnwanted,
    /// The project; a new child opens it again.
    project: Option<OpenRequest>,
    child: Option<Running>,
    last_id: u64,
}

impl Worker {
    /// Returns a worker of `program`, which must answer [`ARGUMENT`] with [`crate::worker::serve`].
    /// No child is started yet.
    pub fn new(
        program: impl Into<PathBuf>,
        limits: Limits,
        on_progress: impl FnMut(&Progress) + 'static,
    ) -> Self {
        Self {
            program: program.into(),
            limits,
            is_one_of_many: false,
            on_progress: Box::new(on_progress),
            is_unwanted: Box::new(|_| false),
            project: None,
            child: None,
            last_id: 0,
        }
    }

    /// Has the engine lay out on one processor: of many workers each takes one, as its scheduler was
    /// told, and none waits for the others.
    #[must_use]
    pub fn one_of_many(mut self) -> Self {
        self.is_one_of_many = true;
        self
    }

    /// Sets how long and how large the next question may become.
    pub fn limit(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Ends a question early, as at its deadline, once it is said of the time that it has taken that
    /// nobody wants its answer any more.
    pub fn stop_when(&mut self, is_unwanted: impl Fn(Duration) -> bool + 'static) {
        self.is_unwanted = Box::new(is_unwanted);
    }

    /// Opens a project; an earlier one is closed.
    ///
    /// # Errors
    ///
    /// If the child cannot be started, is over its limits, ends, or says that the work cannot be
    /// done.
    pub fn open(&mut self, request: OpenRequest) -> Result<Answer<Opened>, WorkError> {
        self.project = None;
        let deadline = self.deadline();
        let is_cold = self.start()?;
        let answer = self.exchange(What::Open(request.clone()), deadline, is_cold, None)?;
        self.project = Some(request);
        Ok(answer)
    }

    /// Looks at the files again, all that were read or only those under `changed`. A child that has
    /// to be started sees them as they are.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn refresh(
        &mut self,
        changed: Option<Vec<ProjectPath>>,
    ) -> Result<Answer<Refreshed>, WorkError> {
        self.turn(What::Refresh(changed), None)
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn ask<T: DeserializeOwned>(&mut self, request: Request) -> Result<Answer<T>, WorkError> {
        self.turn(What::Ask(Box::new(request)), None)
    }

    /// Asks, and waits for the answer, whose JSON is rewritten before it is read.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn ask_through<T: DeserializeOwned>(
        &mut self,
        request: Request,
        rewrite: Rewrite<'_>,
    ) -> Result<Answer<T>, WorkError> {
        self.turn(What::Ask(Box::new(request)), Some(rewrite))
    }

    fn turn<T: DeserializeOwned>(
        &mut self,
        what: What,
        rewrite: Option<Rewrite<'_>>,
    ) -> Result<Answer<T>, WorkError> {
        let deadline = self.deadline();
        let is_cold = self.start()?;
        if is_cold && let Some(project) = self.project.clone() {
            let opened = self.exchange::<Opened>(What::Open(project), deadline, true, None);
            if let Err(error) = opened {
                // Another child opens it once it can be worked with again.
                self.child = None;
                return Err(error);
            }
        }
        self.exchange(what, deadline, is_cold, rewrite)
    }

    fn deadline(&self) -> Instant {
        let now = Instant::now();
        now.checked_add(self.limits.time).unwrap_or(now)
    }

    /// Starts a child if there is none that can go on; returns whether it did.
    fn start(&mut self) -> Result<bool, WorkError> {
        if self.child.as_ref().is_some_and(|child| !child.is_full) {
            return Ok(false);
        }
        self.child = None;
        self.child = Some(Running::start(&self.program, self.is_one_of_many)?);
        Ok(true)
    }

    /// Sends a message and reads what comes of it. A child that did not answer in time or in sound
    /// frames is ended.
    fn exchange<T: DeserializeOwned>(
        &mut self,
        what: What,
        deadline: Instant,
        is_cold: bool,
        rewrite: Option<Rewrite<'_>>,
    ) -> Result<Answer<T>, WorkError> {
        self.last_id += 1;
        let message = Message {
            id: self.last_id,
            memory: self.limits.memory(),
            what,
        };
        let mut child = self.child.take().expect("it was started before");
        let begun = Instant::now();
        let is_unwanted = || (self.is_unwanted)(begun.elapsed());
        let result = child.exchange(&message, deadline, &is_unwanted, &mut self.on_progress);
        match result {
            Ok(said) => {
                self.child = Some(child);
                let Said { done, files, .. } = said;
                let done = done.ok_or_else(|| io::Error::other("it said nothing"))?;
                let said = done.map_err(|failure| WorkError::Failed(Box::new(failure)))?;
                let said = String::from_utf8_lossy(&said);
                let said = rewrite.map_or(Cow::Borrowed(&*said), |rewrite| rewrite(&said));
                Ok(Answer {
                    said: serde_json::from_str(&said).map_err(io::Error::from)?,
                    files,
                    is_cold,
                })
            }
            Err(Ended::TimedOut(last)) => Err(WorkError::TimedOut {
                after: self.limits.time.min(begun.elapsed()),
                last,
            }),
            Err(Ended::Gone(last)) => Err(child.last_words(self.limits, last)),
            Err(Ended::Io(error)) => Err(error.into()),
        }
    }
}

/// A child at work. It does not outlive its parent's interest in it.
struct Running {
    process: Child,
    input: ChildStdin,
    frames: Receiver<io::Result<Option<Frame>>>,
    stderr: Option<JoinHandle<String>>,
    is_full: bool,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What the child said to one message.
#[derive(Default)]
struct Said {
    done: Option<Result<Vec<u8>, Failure>>,
    files: Vec<(String, Vec<u8>)>,
    /// The file whose bytes come next.
    open: Option<String>,
    last: Option<Progress>,
}

/// Why a child cannot go on.
enum Ended {
    TimedOut(Option<Progress>),
    Gone(Option<Progress>),
    Io(io::Error),
}

impl Running {
    fn start(program: &Path, is_one_of_many: bool) -> io::Result<Self> {
        let mut command = Command::new(program);
        if is_one_of_many {
            command.env("RAYON_NUM_THREADS", "1");
        }
        let mut process = command
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let input = process.stdin.take().expect("standard input was piped");
        let stdout = process.stdout.take().expect("standard output was piped");
        let mut stdout = BufReader::new(stdout);
        let stderr = process.stderr.take().expect("standard error was piped");
        let (sender, frames) = mpsc::channel();
        thread::spawn(move || {
            loop {
                let frame = frames::read(&mut stdout);
                let is_last = !matches!(frame, Ok(Some(_)));
                if sender.send(frame).is_err() || is_last {
                    return;
                }
            }
        });
        Ok(Self {
            process,
            input,
            frames,
            stderr: Some(thread::spawn(move || first_words(stderr))),
            is_full: false,
        })
    }

    fn exchange(
        &mut self,
        message: &Message,
        deadline: Instant,
        is_unwanted: &dyn Fn() -> bool,
        on_progress: &mut OnProgress,
    ) -> Result<Said, Ended> {
        let mut line = serde_json::to_vec(message).map_err(|error| Ended::Io(error.into()))?;
        line.push(b'\n');
        // A child that died at once cannot take its message; its end is reported below.
        let _ = self
            .input
            .write_all(&line)
            .and_then(|()| self.input.flush());
        let mut said = Said::default();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.frames.recv_timeout(left.min(ASKED_EVERY)) {
                // An answer that nobody waits for any more.
                Ok(Ok(Some(frame))) if frame.id != message.id => {}
                Ok(Ok(Some(frame))) if frame.kind == FrameKind::Rest => {
                    let rest: Rest = frame.json().map_err(Ended::Io)?;
                    self.is_full = rest.is_full;
                    return Ok(said);
                }
                Ok(Ok(Some(frame))) => said.take(frame, on_progress).map_err(Ended::Io)?,
                Ok(Ok(None) | Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(Ended::Gone(said.last));
                }
                Err(RecvTimeoutError::Timeout) if left > ASKED_EVERY && !is_unwanted() => {}
                Err(RecvTimeoutError::Timeout) => return Err(Ended::TimedOut(said.last)),
            }
        }
    }

    /// Says why the child is gone.
    fn last_words(mut self, limits: Limits, last: Option<Progress>) -> WorkError {
        let status = match self.process.wait() {
            Ok(status) => status.to_string(),
            Err(error) => return error.into(),
        };
        let stderr = self.stderr.take().map(JoinHandle::join);
        let said = stderr.and_then(Result::ok).unwrap_or_default();
        match said.contains("memory allocation of") {
            true => WorkError::OutOfMemory {
                limit_bytes: limits.memory_bytes,
                last,
            },
            false => WorkError::Died { status, last },
        }
    }
}

impl Said {
    fn take(&mut self, frame: Frame, on_progress: &mut OnProgress) -> io::Result<()> {
        match frame.kind {
            FrameKind::Progress => {
                let now = frame.json()?;
                on_progress(&now);
                self.last = Some(now);
            }
            FrameKind::File => self.open = Some(frame.json::<FileHeader>()?.path),
            FrameKind::Bytes => {
                if let Some(name) = self.open.take() {
                    self.files.push((name, frame.bytes));
                }
            }
            FrameKind::Done => self.done = Some(Ok(frame.bytes)),
            FrameKind::Failed => self.done = Some(Err(frame.json()?)),
            FrameKind::Rest => {}
        }
        Ok(())
    }
}

/// Reads everything, keeps the first 8 KiB.
fn first_words(mut stderr: impl Read) -> String {
    let mut said = Vec::new();
    let _ = stderr.by_ref().take(8 << 10).read_to_end(&mut said);
    let _ = io::copy(&mut stderr, &mut io::sink());
    String::from_utf8_lossy(&said).into_owned()
}
