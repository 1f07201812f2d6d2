//! The child's side: an opened dissertation, and an answer to each message.

use std::io::{self, BufRead, BufReader, Write};
use std::iter;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde::Serialize;

use crate::dissertation::{Dissertation, Failure, FailureKind, Listener, Progress};
use crate::pipeline::{self, Request};
use crate::worker::frames::{self, FileHeader, FrameKind};
use crate::worker::message::{MemoryBound, Message, Opened, Refreshed, Rest, What};
use crate::worker::{PDF, PICTURE, PROOF};

/// Nested content goes deep before the engine's own limits stop it; Windows' main thread has 1 MiB.
const STACK_BYTES: usize = 256 << 20;

/// How many layouts a result of the engine outlives its last use, between questions.
const KEPT_LAYOUTS: usize = 5;

/// The memory of this process, which the program's allocator counts.
pub trait Memory: Sync {
    /// Returns how many bytes are in use.
    fn in_use(&self) -> usize;
    /// Ends the process at the first allocation beyond so many bytes.
    fn limit(&self, bytes: usize);
}

/// Answers messages from standard input on standard output until the input ends.
pub fn serve(memory: &'static dyn Memory) -> ExitCode {
    let (sender, messages) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(io::stdin()).lines() {
            let message = line.and_then(|line| Ok(serde_json::from_str::<Message>(&line)?));
            let Ok(message) = message else { break };
            if sender.send(message).is_err() {
                break;
            }
        }
        leave();
    });
    let worker = thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || {
            let mut child = Child {
                memory,
                voice: Voice::default(),
                dissertation: None,
                has_laid_out: false,
            };
            child.answer_all(&messages)
        });
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        Ok(Ok(Err(_)) | Err(_)) | Err(_) => ExitCode::from(2),
    }
}

/// Ends the process with its input, also in the middle of its work: nobody is left to take the
/// result.
#[expect(
    clippy::exit,
    reason = "the engine cannot be cancelled in any other way"
)]
fn leave() {
    std::process::exit(2);
}

struct Child {
    memory: &'static dyn Memory,
    voice: Voice,
    /// What was opened, or why the project cannot be worked with.
    dissertation: Option<(Option<Dissertation>, Result<(), Failure>)>,
    /// Whether pages were laid out before.
    has_laid_out: bool,
}

impl Child {
    fn answer_all(&mut self, messages: &Receiver<Message>) -> io::Result<()> {
        for Message { id, memory, what } in messages {
            self.voice.begin(id);
            let in_use = self.memory.in_use();
            let bound = in_use.saturating_add(memory.allowance).min(memory.ceiling);
            self.memory.limit(bound);
            let lays_out = what.lays_out();
            match self.answer(what)? {
                Ok(()) => {}
                Err(failure) => self.voice.json(FrameKind::Failed, &failure)?,
            }
            let rest = self.rest(memory, lays_out);
            self.voice.json(FrameKind::Rest, &rest)?;
        }
        Ok(())
    }

    /// Forgets what the last layouts did not need, and everything where that is too little.
    fn rest(&mut self, bound: MemoryBound, lays_out: bool) -> Rest {
        // Of the first there is nothing to forget, and looking it all through takes its time.
        if lays_out && std::mem::replace(&mut self.has_laid_out, true) {
            typst::comemo::evict(KEPT_LAYOUTS);
        }
        if self.memory.in_use() > bound.mark {
            typst::comemo::evict(0);
        }
        Rest {
            is_full: self.memory.in_use() > bound.mark,
        }
    }

    fn answer(&mut self, what: What) -> io::Result<Result<(), Failure>> {
        match what {
            What::Open(request) => {
                let (dissertation, opened) = match Dissertation::open(&request, self.listener()) {
                    Ok(dissertation) => (Some(dissertation), Ok(())),
                    Err(failure) => (None, Err(failure)),
                };
                self.dissertation = Some((dissertation, opened.clone()));
                opened.map_or_else(|failure| Ok(Err(failure)), |()| self.say_project())
            }
            What::Refresh(changed) => {
                let Some((Some(dissertation), state)) = &mut self.dissertation else {
                    return Ok(Err(nothing_opened()));
                };
                let refreshed = dissertation.refresh(changed.as_deref());
                *state = refreshed.as_ref().map(|_| ()).map_err(Failure::clone);
                self.voice
                    .done(refreshed.map(|changed| Refreshed { changed }))
            }
            What::Ask(request) => self.ask(*request),
        }
    }

    fn say_project(&mut self) -> io::Result<Result<(), Failure>> {
        let opened = self.opened().map(|dissertation| Opened {
            project: dissertation.project().clone(),
        });
        self.voice.done(opened)
    }

    fn opened(&mut self) -> Result<&mut Dissertation, Failure> {
        match &mut self.dissertation {
            Some((Some(dissertation), Ok(()))) => Ok(dissertation),
            Some((_, Err(failure))) => Err(failure.clone()),
            Some((None, Ok(()))) | None => Err(nothing_opened()),
        }
    }

    fn ask(&mut self, request: Request) -> io::Result<Result<(), Failure>> {
        let voice = self.voice.clone();
        if let Request::Verify(request) = request {
            return voice.done(pipeline::verify(&request, self.listener()));
        }
        let dissertation = match self.opened() {
            Ok(dissertation) => dissertation,
            Err(failure) => return Ok(Err(failure)),
        };
        match request {
            Request::Build(request) => {
                let built = pipeline::build(dissertation, &request);
                voice.made(
                    built.map(|it| (it.built, iter::once(file(PDF, it.file)).chain(it.files))),
                )
            }
            Request::Count(request) => {
                let counted = pipeline::count(dissertation, &request);
                voice.made(counted.map(|it| (it.report, it.proof.map(|proof| file(PROOF, proof)))))
            }
            Request::Check(request) => voice.done(pipeline::check(dissertation, &request)),
            Request::Cite(request) => voice.done(pipeline::cite(dissertation, &request)),
            Request::Find(request) => voice.done(Ok(pipeline::find(dissertation, &request))),
            Request::Unmatched => voice.done(Ok(pipeline::unmatched(dissertation))),
            Request::Look(request) => voice.made(pipeline::look(dissertation, &request)),
            Request::Picture(request) => {
                let drawn = pipeline::draw(dissertation, &request);
                voice.made(drawn.map(|png| ((), Some(file(PICTURE, png)))))
            }
            Request::Texts => voice.made(pipeline::texts(dissertation).map(|texts| ((), texts))),
            Request::Judge => voice.done(pipeline::judge(dissertation)),
            Request::Survey => {
                let surveyed = pipeline::survey(dissertation);
                voice.made(surveyed.map(|it| (it, pipeline::records(dissertation))))
            }
            Request::Overview(request) => voice.done(pipeline::overview(dissertation, &request)),
            Request::Record(request) => {
                let recorded = pipeline::record(dissertation, &request);
                voice.made(recorded.map(|pdf| ((), Some(file(PDF, pdf)))))
            }
            Request::Package(request) => {
                let packaged = pipeline::package(dissertation, &request);
                voice.made(
                    packaged.map(|it| (it.report, iter::once(file(PDF, it.pdf)).chain(it.files))),
                )
            }
            Request::Verify(_) => Ok(Err(nothing_opened())),
        }
    }

    fn listener(&self) -> Listener {
        let voice = self.voice.clone();
        Arc::new(move |now: &Progress| voice.progress(now))
    }
}

fn nothing_opened() -> Failure {
    Failure::new(FailureKind::Project, "no project was opened")
}

/// A file by its name.
type File = (String, Vec<u8>);

fn file(name: &str, bytes: Vec<u8>) -> File {
    (name.to_owned(), bytes)
}

/// What the child says, from whichever thread.
#[derive(Clone, Default)]
struct Voice {
    id: Arc<AtomicU64>,
    /// What was said of the progress last: the engine asks for the same source again and again.
    last: Arc<Mutex<Option<Progress>>>,
}

impl Voice {
    fn begin(&self, id: u64) {
        self.id.store(id, Ordering::Relaxed);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn send(&self, kind: FrameKind, bytes: &[u8]) -> io::Result<()> {
        let id = self.id.load(Ordering::Relaxed);
        let mut out = io::stdout().lock();
        frames::write(&mut out, kind, id, bytes)?;
        out.flush()
    }

    fn json(&self, kind: FrameKind, value: &impl Serialize) -> io::Result<()> {
        self.send(kind, &serde_json::to_vec(value)?)
    }

    fn done(&self, said: Result<impl Serialize, Failure>) -> io::Result<Result<(), Failure>> {
        Ok(match said {
            Ok(said) => Ok(self.json(FrameKind::Done, &said)?),
            Err(failure) => Err(failure),
        })
    }

    /// Says what was made: the files first, then what there is to say about them.
    fn made<T: Serialize>(
        &self,
        made: Result<(T, impl IntoIterator<Item = File>), Failure>,
    ) -> io::Result<Result<(), Failure>> {
        let (said, files) = match made {
            Ok(made) => made,
            Err(failure) => return Ok(Err(failure)),
        };
        for (path, bytes) in files {
            self.json(FrameKind::File, &FileHeader { path })?;
            self.send(FrameKind::Bytes, &bytes)?;
        }
        self.done(Ok(said))
    }

    fn progress(&self, now: &Progress) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref() != Some(now) {
            *last = Some(now.clone());
            // A parent that has gone is noticed at the end of the input.
            let _ = self.json(FrameKind::Progress, now);
        }
    }
}
