//! The child's side: do the work in this process, within bounds, and say what comes of it.

use std::io::{self, Read};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use folio::pipeline::{self, CountOutput, Failure, Output, PackageOutput, Progress, Request};

use crate::ALLOCATOR;
use crate::cli::frames::{self, FileHeader, Kind};
use crate::cli::supervise::{WorkOrder, read_order};

/// The name under which the drawing of a count is sent.
const PROOF: &str = "proof";

/// Nested content goes deep before the engine's own limits stop it; Windows' main thread has 1 MiB.
const STACK_BYTES: usize = 256 << 20;

/// Takes one order from standard input and answers on standard output.
pub(crate) fn run() -> ExitCode {
    let Ok(order) = read_order(one_line(io::stdin())) else {
        return ExitCode::from(2);
    };
    thread::spawn(leave_with_parent);
    let worker = thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || work(order));
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        Ok(Ok(Err(_)) | Err(_)) | Err(_) => ExitCode::from(2),
    }
}

fn work(order: WorkOrder) -> io::Result<()> {
    let WorkOrder {
        request,
        memory_limit_bytes,
    } = order;
    // It fails only when more is in use already than the limit allows; then the first allocation
    // beyond it ends the process in the same way.
    let _ = ALLOCATOR.set_limit(memory_limit_bytes);

    let out = Mutex::new((io::stdout(), None));
    let out = Arc::new(out);
    let send = |kind: Kind, bytes: &[u8]| {
        let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
        frames::write(&mut out.0, kind, bytes)
    };
    let to_progress = Arc::clone(&out);
    let progress: Arc<dyn Fn(&Progress) + Send + Sync> = Arc::new(move |now: &Progress| {
        let mut out = to_progress.lock().unwrap_or_else(PoisonError::into_inner);
        let (stdout, last) = &mut *out;
        // The engine asks for the same source again and again.
        if last.as_ref() == Some(now) {
            return;
        }
        *last = Some(now.clone());
        // A parent that has gone is noticed by `leave_with_parent`.
        let _ = serde_json::to_vec(now).map(|bytes| frames::write(stdout, Kind::Progress, &bytes));
    });
    let failed = |error: Failure| send(Kind::Failed, &serde_json::to_vec(&error)?);
    match request {
        Request::Build(request) => match pipeline::build(&request, &progress) {
            Ok(Output { built, pdf, files }) => {
                send(Kind::Pdf, &pdf)?;
                for (path, bytes) in files {
                    send(Kind::File, &serde_json::to_vec(&FileHeader { path })?)?;
                    send(Kind::Bytes, &bytes)?;
                }
                send(Kind::Done, &serde_json::to_vec(&built)?)
            }
            Err(error) => failed(error),
        },
        Request::Count(request) => match pipeline::count(&request, &progress) {
            Ok(CountOutput { counting, proof }) => {
                if let Some(proof) = proof {
                    let path = PROOF.to_owned();
                    send(Kind::File, &serde_json::to_vec(&FileHeader { path })?)?;
                    send(Kind::Bytes, &proof)?;
                }
                send(Kind::Done, &serde_json::to_vec(&counting)?)
            }
            Err(error) => failed(error),
        },
        Request::Check(request) => match pipeline::check(&request, &progress) {
            Ok(report) => send(Kind::Done, &serde_json::to_vec(&report)?),
            Err(error) => failed(error),
        },
        Request::Record(request) => match pipeline::record(&request) {
            Ok(pdf) => {
                send(Kind::Pdf, &pdf)?;
                send(Kind::Done, b"null")
            }
            Err(error) => failed(error),
        },
        Request::Package(request) => match pipeline::package(&request, &progress) {
            Ok(PackageOutput { report, pdf, files }) => {
                send(Kind::Pdf, &pdf)?;
                for (path, bytes) in files {
                    send(Kind::File, &serde_json::to_vec(&FileHeader { path })?)?;
                    send(Kind::Bytes, &bytes)?;
                }
                send(Kind::Done, &serde_json::to_vec(&report)?)
            }
            Err(error) => failed(error),
        },
        Request::Verify(request) => match pipeline::verify(&request, &progress) {
            Ok(verified) => send(Kind::Done, &serde_json::to_vec(&verified)?),
            Err(error) => failed(error),
        },
        Request::Survey(request) => match pipeline::survey(&request, &progress) {
            Ok(surveyed) => send(Kind::Done, &serde_json::to_vec(&surveyed)?),
            Err(error) => failed(error),
        },
    }
}

/// Reads up to the first line feed and no further: the rest of the input is a sign of life.
fn one_line(mut input: impl Read) -> impl Read {
    let mut line = Vec::new();
    let mut byte = [0];
    while let Ok(1) = input.read(&mut byte) {
        line.push(byte[0]);
        if byte[0] == b'\n' {
            break;
        }
    }
    io::Cursor::new(line)
}

/// Ends the process when its input ends: nobody is left to take the result.
#[expect(
    clippy::exit,
    reason = "the engine cannot be cancelled in any other way"
)]
fn leave_with_parent() {
    let mut byte = [0];
    while let Ok(1..) = io::stdin().read(&mut byte) {}
    std::process::exit(2);
}
