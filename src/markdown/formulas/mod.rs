//! LaTeX formulas as Typst maths.

mod group;
mod names;
mod token;
pub(crate) mod translate;
