//! What can be asked of an opened dissertation: a verb each, and nobody else knows the order of the
//! stages.
//!
//! # Decisions
//!
//! - 2026-11: requests and results are plain serialisable values, because the command line asks
//!   in a child process that it can stop.

mod beside;
mod build;
mod check;
mod cite;
mod count;
mod find;
mod html;
mod judge;
mod look;
mod overview;
mod package;
mod printed;
mod record;
mod request;
mod survey;
mod word;

pub use build::{BuildRequest, Built, Medium, Output, Part, build};
pub use check::{CheckReport, CheckRequest, check};
pub use cite::{CiteReport, CiteRequest, CitedField, CitedWork, cite};
pub use count::{
    At, CategoryCount, ChapterCount, CountOutput, CountReport, CountRequest, ElsewhereCount,
    ExemptPassage, Growth, Paragraph, ProofKind, SectionCount, Share, Since, TooLong, WordRow,
    count,
};
pub use find::{FindRequest, FoundWork, MissingWork, Unmatched, find, unmatched};
pub use judge::{Judged, JudgedMilestone, judge};
pub use look::{
    ChangedWords, ContentsEntry, Draw, LookRequest, Looked, PageLook, PictureRequest, Pictures,
    draw, look, texts,
};
pub use overview::{Overview, OverviewRequest, overview};
pub use package::{
    EVERYTHING, Made, PackageOutput, PackageReport, PackageRequest, Preflight, Ruled, Verified,
    VerifyRequest, package, verify,
};
pub use record::{RecordRequest, record};
pub use request::Request;
pub use survey::{Surveyed, records, survey};
