//! Signatures against the real `ssh-keygen`.
