//! The files of the dissertation: where they are looked for, what they are called, and their order.

pub(crate) mod copies;
pub(crate) mod folder;
pub(crate) mod names;
pub(crate) mod order;
pub(crate) mod paths;
pub(crate) mod search;
#[cfg(test)]
mod tests;
