//! The folio program: arguments in, exit status out. The work is in the library.

use std::alloc::System;
use std::process::ExitCode;

use cap::Cap;

mod cli;

/// Counts what is allocated, so that the child that runs the engine can be given a limit.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> ExitCode {
    cli::main()
}
