//! What a session is asked to typeset.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::DateTime;

use crate::diagnostics::{ProjectPath, Store};
use crate::manuscript::Converted;
use crate::typeset::fonts::FontFamily;
use crate::typeset::on_read::OnRead;

/// The chapters that may be left out, each with the heading that its page needs, if it needs one.
pub type MayLeaveOut = BTreeMap<ProjectPath, Option<String>>;

/// As fine as print shows, in pixels an inch.
const PICTURE_PPI: u32 = 300;

/// What is to be typeset.
#[derive(Clone, Debug)]
pub struct Job {
    /// The files of the project.
    pub store: Store,
    /// The virtual path of the main document, such as `/.folio/main.typ`.
    pub main: String,
    /// Virtual files by path; they win over the disk.
    pub files: BTreeMap<String, String>,
    /// The date of the document; what `datetime.today()` answers.
    pub date: Option<DateTime>,
    /// The families that the manifest names; only these may come from the system.
    pub font_families: Vec<FontFamily>,
    /// Chapters that were converted before, so that nobody converts them again.
    pub converted: BTreeMap<ProjectPath, Arc<Converted>>,
    /// Whether a missing or unreadable image must be fixed before anything is made.
    pub strict: bool,
    /// Chapters that are left out where they cannot be typeset.
    pub may_leave_out: MayLeaveOut,
    /// How many pixels an inch a picture has in print at most; `None` leaves them as they are.
    pub picture_ppi: Option<u32>,
    /// Told of each source that the engine asks for.
    pub on_read: OnRead,
}

impl Job {
    /// Returns a job without files, date or named fonts, whose main document is
    /// `/.folio/main.typ`.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            main: "/.folio/main.typ".into(),
            files: BTreeMap::new(),
            date: None,
            font_families: Vec::new(),
            converted: BTreeMap::new(),
            strict: false,
            may_leave_out: MayLeaveOut::new(),
            picture_ppi: Some(PICTURE_PPI),
            on_read: OnRead::default(),
        }
    }
}
