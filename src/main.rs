//! The folio program.

fn main() {}
