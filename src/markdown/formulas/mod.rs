//! LaTeX formulas as Typst maths, from the events of pulldown-latex.
//!
//! Every token stands by itself between spaces and every character that could be syntax is
//! escaped, so that an argument ends where it should whatever it holds. What comes out is read by
//! the engine's parser before it is believed.

mod cursor;
pub(crate) mod error;
mod group;
pub(crate) mod macros;
mod names;
pub(crate) mod prepare;
pub(crate) mod references;
mod token;
mod translate;
mod units;

pub(crate) use translate::translate;
