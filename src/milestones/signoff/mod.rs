//! Sign-off: what a supervisor signs, with which key, and whether it holds.
//!
//! # Decisions
//!
//! - 2026-11: what is signed is the decision, the digest of the `ready` entry and the digests of
//!   the chapters, and not a place in the chain: the decision must fit although both copies of the
//!   ledger have moved on.
//! - 2026-11: the signature is the one of `ssh-keygen -Y sign`, with a namespace of our own, so
//!   that nobody has to trust folio to check it.

mod binding;
mod file;
mod key;
mod message;
pub(crate) mod seal;
mod signer_line;
mod signers;
#[cfg(test)]
mod ssh_keygen_tests;
mod verify;

pub use file::{DecisionFile, read_decision, write_decision};
pub use key::{KeyError, SigningKey};
pub use message::NAMESPACE;
pub use seal::{Extract, Known, Seal, extract};
pub use signer_line::SignerLine;
pub use signers::{AllowedSigners, SIGNERS};
pub use verify::{Verification, verify};

pub(crate) use binding::{binding, changed_names, title_then};
pub(crate) use message::Signed;
pub(crate) use seal::sign;
