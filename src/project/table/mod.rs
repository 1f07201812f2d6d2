//! Tables of TOML that are read to the end, whatever is wrong with them.
//!
//! A text is parsed as far as it goes ([`syntax`]), checked against a description ([`shape`],
//! [`fit`]) and read by it ([`reader`]); everything that is wrong is collected ([`findings`]).

pub(crate) mod findings;
pub(crate) mod fit;
pub(crate) mod given;
pub(crate) mod reader;
pub(crate) mod shape;
pub(crate) mod syntax;
pub(crate) mod values;
