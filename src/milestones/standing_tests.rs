//! Where milestones stand, told as short stories.
