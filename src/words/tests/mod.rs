//! What holds for the count of whole documents, shown on small ones.

mod captions;
mod claims;
mod honesty;
mod invariance;
mod one_word;
mod shapes;
pub(crate) mod testing;
mod torture;
