//! The commands that make entries: each takes the state as it is and returns the entry to be added,
//! or refuses with a sentence. Nothing is written here.

pub(crate) mod correct;
pub(crate) mod decide;
pub(crate) mod erase;
pub(crate) mod extend;
pub(crate) mod handing_in;
pub(crate) mod meeting;
pub(crate) mod ready;
pub(crate) mod receive;
mod request;
pub(crate) mod supervisor;
#[cfg(test)]
mod tests;
