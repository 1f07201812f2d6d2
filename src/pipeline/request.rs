//! What can be asked.

use serde::{Deserialize, Serialize};

use crate::pipeline::build::BuildRequest;
use crate::pipeline::check::CheckRequest;
use crate::pipeline::cite::CiteRequest;
use crate::pipeline::count::CountRequest;
use crate::pipeline::find::FindRequest;
use crate::pipeline::look::{LookRequest, PictureRequest};
use crate::pipeline::overview::OverviewRequest;
use crate::pipeline::package::{PackageRequest, VerifyRequest};
use crate::pipeline::record::RecordRequest;

/// What is asked of an opened dissertation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// The PDF.
    Build(BuildRequest),
    /// The count.
    Count(CountRequest),
    /// What stands between the draft and a milestone.
    Check(CheckRequest),
    /// Works as the style prints them.
    Cite(CiteRequest),
    /// Works by words of theirs.
    Find(FindRequest),
    /// Works that no text cites, and citations without works.
    Unmatched,
    /// The pages, for whoever looks on.
    Look(LookRequest),
    /// A page of those, as a picture.
    Picture(PictureRequest),
    /// The texts of those.
    Texts,
    /// All that is to be known besides the pages.
    Judge,
    /// What the milestones are judged by.
    Survey,
    /// What an office wants to know.
    Overview(OverviewRequest),
    /// A supervision record.
    Record(RecordRequest),
    /// What is handed in.
    Package(PackageRequest),
    /// Whether it is still the same; needs no dissertation.
    Verify(VerifyRequest),
}
