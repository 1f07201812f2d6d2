//! What the file to hand in is called.

use jiff::civil::Date;

use crate::package::Naming;
use crate::project::Project;

/// What it is called where no profile says it.
const PATTERN: &str = "{name}_{date}.pdf";

/// Returns the pattern of the profile, and what it is filled in with.
pub(crate) fn naming(project: &Project, is_anonymous: bool, date: Date) -> (&str, Naming<'_>) {
    let dissertation = &project.manifest.dissertation;
    let candidate = dissertation.candidate.as_ref().filter(|_| is_anonymous);
    let pattern = project.profile.file_name.as_ref();
    let naming = Naming {
        name: candidate.unwrap_or(&dissertation.author),
        title: &dissertation.title,
        date,
    };
    (pattern.map_or(PATTERN, |pattern| &pattern.value), naming)
}
