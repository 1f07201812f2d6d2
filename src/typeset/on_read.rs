//! Hearing which file the engine is at.

use std::fmt;
use std::sync::Arc;

/// Told of each source that the engine asks for, by its path with a leading `/`, when it asks.
///
/// The engine evaluates one file after the other, so the last one named is the one at work; with
/// this a supervisor can say where a document hangs.
#[derive(Clone)]
pub struct OnRead(Arc<dyn Fn(&str) + Send + Sync>);

impl OnRead {
    /// Returns a listener.
    pub fn new(listener: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(listener))
    }

    pub(super) fn tell(&self, path: &str) {
        (self.0)(path);
    }
}

impl Default for OnRead {
    fn default() -> Self {
        Self::new(|_| {})
    }
}

impl fmt::Debug for OnRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnRead")
    }
}
