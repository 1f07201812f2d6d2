//! A thread with room for deep trees.

use std::thread;

/// The stack of the thread that compiles: trees built from Markdown may be deep, and the main
/// thread of Windows is small.
const STACK_BYTES: usize = 256 << 20;

/// Runs the engine on a thread with a large stack, or says why it did not end.
pub(super) fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    thread::scope(|scope| {
        let spawned = thread::Builder::new()
            .name("typesetting".into())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work);
        match spawned {
            Ok(handle) => handle
                .join()
                .map_err(|_| "it stopped in the middle of its work".into()),
            Err(error) => Err(format!("its thread could not be started: {error}")),
        }
    })
}
