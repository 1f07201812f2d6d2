//! A request that is refused: a sentence that says why, and what to do next.

/// Why something was not done, in words for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// What stands against it, in lower case and without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Refusal {
    /// Returns a refusal with its next step.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }
}
