//! Running the engine in a child process that can be stopped.
//!
//! The engine has no way to be cancelled, and it aborts when memory runs out. A project may come
//! from anyone, so its work runs in a child: this very program, started with [`WORKER`] as its only
//! argument. The parent alone owns the terminal and writes files; it ends the child at the
//! deadline, and a crash becomes an ordinary message.
//!
//! # Decisions
//!
//! - 2026-11: the child's memory is bounded by a counting allocator in the child itself, the only
//!   limit that works alike on Linux, macOS and Windows. The allocator returns null, Rust's runtime
//!   says so on standard error and aborts; the parent knows that sentence.
//! - 2026-11: the request is one line of JSON on standard input, which then stays open: when the
//!   parent dies the child reads the end of its input and goes too. More lines could follow, so a
//!   later `watch` may keep one warm child.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use folio::pipeline::{Failure, Progress, Request};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::cli::frames::{self, FileHeader, Frame, Kind};

/// The argument that makes this program the child.
pub(crate) const WORKER: &str = "__worker";

/// What the child is asked to do, and how much it may use.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WorkOrder {
    pub(crate) request: Request,
    pub(crate) memory_limit_bytes: usize,
}

/// How long and how large the work may become.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    pub(crate) memory_bytes: usize,
}

/// What came back: what there is to say about it, and the files that were made.
#[derive(Debug)]
pub(crate) struct Delivery<T> {
    pub(crate) said: T,
    pub(crate) pdf: Vec<u8>,
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

/// Why nothing came back.
#[derive(Debug)]
pub(crate) enum WorkError {
    /// The child says why it could not do the work.
    Failed(Box<Failure>),
    /// The deadline passed.
    TimedOut {
        after: Duration,
        last: Option<Progress>,
    },
    /// The memory limit was met.
    OutOfMemory {
        limit_bytes: usize,
        last: Option<Progress>,
    },
    /// The child ended without a word of its own.
    Died {
        status: String,
        said: String,
        last: Option<Progress>,
    },
    /// The child could not be started or spoken to.
    Io(std::io::Error),
}

impl From<std::io::Error> for WorkError {
    fn from(error: std::io::Error) -> Self {
        WorkError::Io(error)
    }
}

/// Does the work in a child process of `program`, and reports progress while it runs.
pub(crate) fn run<T: DeserializeOwned>(
    program: &Path,
    request: Request,
    limits: Limits,
    mut progress: impl FnMut(&Progress),
) -> Result<Delivery<T>, WorkError> {
    let started = Instant::now();
    let child = Command::new(program)
        .arg(WORKER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut child = Reaped(child);

    let order = WorkOrder {
        request,
        memory_limit_bytes: limits.memory_bytes,
    };
    let mut line = serde_json::to_vec(&order).map_err(std::io::Error::from)?;
    line.push(b'\n');
    let mut input = child.0.stdin.take().expect("standard input was piped");
    // A child that died at once cannot take its order; its end is reported below.
    let _ = input.write_all(&line).and_then(|()| input.flush());

    let mut stdout = child.0.stdout.take().expect("standard output was piped");
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
    let stderr = child.0.stderr.take().expect("standard error was piped");
    let said = thread::spawn(move || last_words(stderr));

    let mut conversation = Conversation::default();
    loop {
        let left = limits.time.saturating_sub(started.elapsed());
        match frames.recv_timeout(left) {
            Ok(Ok(Some(frame))) => match conversation.take(frame, &mut progress)? {
                None => {}
                Some(result) => {
                    drop(input);
                    return result;
                }
            },
            Ok(Ok(None) | Err(_)) | Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                let last = conversation.last.take();
                return Err(WorkError::TimedOut {
                    after: limits.time,
                    last,
                });
            }
        }
    }
    drop(input);
    let status = child.0.wait()?;
    let said = said.join().unwrap_or_default();
    let last = conversation.last.take();
    if said.contains("memory allocation of") {
        return Err(WorkError::OutOfMemory {
            limit_bytes: limits.memory_bytes,
            last,
        });
    }
    Err(WorkError::Died {
        status: status.to_string(),
        said,
        last,
    })
}

/// A child that does not outlive its parent's interest in it.
struct Reaped(Child);

impl Drop for Reaped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the child has said so far.
#[derive(Default)]
struct Conversation {
    pdf: Vec<u8>,
    files: Vec<(String, Vec<u8>)>,
    last: Option<Progress>,
}

impl Conversation {
    fn take<T: DeserializeOwned>(
        &mut self,
        frame: Frame,
        progress: &mut impl FnMut(&Progress),
    ) -> Result<Option<Result<Delivery<T>, WorkError>>, WorkError> {
        match frame.kind {
            Kind::Progress => {
                let now = frame.json()?;
                progress(&now);
                self.last = Some(now);
            }
            Kind::Pdf => self.pdf = frame.bytes,
            Kind::File => self
                .files
                .push((frame.json::<FileHeader>()?.path, Vec::new())),
            Kind::Bytes => {
                if let Some((_, bytes)) = self.files.last_mut() {
                    *bytes = frame.bytes;
                }
            }
            Kind::Done => {
                let said = frame.json()?;
                let pdf = std::mem::take(&mut self.pdf);
                let files = std::mem::take(&mut self.files);
                return Ok(Some(Ok(Delivery { said, pdf, files })));
            }
            Kind::Failed => return Ok(Some(Err(WorkError::Failed(frame.json()?)))),
        }
        Ok(None)
    }
}

/// Reads everything, keeps the first 8 KiB.
fn last_words(mut stderr: impl Read) -> String {
    let mut said = Vec::new();
    let _ = stderr.by_ref().take(8 << 10).read_to_end(&mut said);
    let _ = std::io::copy(&mut stderr, &mut std::io::sink());
    String::from_utf8_lossy(&said).into_owned()
}

/// Reads the order that a parent wrote.
pub(crate) fn read_order(input: impl Read) -> std::io::Result<WorkOrder> {
    let mut line = String::new();
    BufReader::new(input).read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}
