//! What of a job a session is made for.

use crate::diagnostics::ProjectPath;
use crate::typeset::files::{MAX_BYTES, PACKAGES};
use crate::typeset::fonts::{self, FontFamily};
use crate::typeset::job::Job;

/// What a session cannot change: another one is made where it differs.
#[derive(PartialEq, Eq)]
pub(super) struct Setup {
    main: String,
    font_families: Vec<FontFamily>,
    /// The project's font files, by path and place in memory: a file that changed has another.
    fonts: Vec<(ProjectPath, Option<usize>)>,
    pub(super) may_plug_in: bool,
}

impl Setup {
    pub(super) fn of(job: &Job) -> Self {
        let fonts = fonts::font_files(&job.store).into_iter().map(|path| {
            let bytes = job.store.bytes(&path, MAX_BYTES).ok();
            (path, bytes.map(|bytes| bytes.as_ptr().addr()))
        });
        let packages = ProjectPath::new(PACKAGES);
        Self {
            main: job.main.clone(),
            font_families: job.font_families.clone(),
            fonts: fonts.collect(),
            may_plug_in: packages.is_some_and(|folder| job.store.is_folder(&folder)),
        }
    }
}
