//! The chapters as they were kept when a milestone was marked ready, and what changed since.

pub(crate) mod compare;
pub(crate) mod drift;
pub(crate) mod kept;
