//! A programme's rules: what they are, the keys of their file, and where they come from.

pub(crate) mod built_in;
pub(crate) mod keys;
pub(crate) mod read;
pub(crate) mod rules;
#[cfg(test)]
mod tests;
