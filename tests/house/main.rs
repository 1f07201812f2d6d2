//! What no single room can test: the shape of the house itself.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics has said what it found"
)]

mod code;
mod floors;
mod generated;
mod pages;
mod rules;
mod tidiness;
