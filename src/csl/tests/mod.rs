//! Tests of the processor as a whole.

mod cases;
mod json;
mod laws;
#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "the public suite lies outside the project: the environment says where, and its figures are read by people"
)]
mod suite;
