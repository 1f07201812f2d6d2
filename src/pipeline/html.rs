//! The page of HTML: the document as one text, written, read back, and held to the pages.

use crate::check::rules::HTML_PAGE_DIFFERS;
use crate::dissertation::{Dissertation, Edition, Failure, FailureKind, Pages, Purpose};
use crate::html::{self, Letters, Page};
use crate::pipeline::beside::{Written, byline, differences, is_marked, note};
use crate::project::Look;
use crate::typeset::{Pdf, Saved};
use crate::words::Category;

/// Writes the page of pages that are set: of all, or of some chapters.
pub(super) fn html_page(
    dissertation: &mut Dissertation,
    pages: &Pages,
    wanted: Option<&[String]>,
) -> Result<Pdf, Failure> {
    let document = dissertation.flow(&pages.edition)?;
    let manifest = &dissertation.project().manifest;
    let Edition {
        purpose, anonymous, ..
    } = &pages.edition;
    let (author, note) = (
        byline(manifest, *anonymous),
        note(purpose, dissertation.moment().today),
    );
    let page = html::write(
        &document,
        &Page {
            title: &manifest.dissertation.title,
            author: &author,
            letters: match manifest.format.look {
                Look::Classic => Letters::Serif,
                Look::Accessible => Letters::SansSerif,
            },
            note: note.as_deref(),
            is_review: matches!(purpose, Purpose::Review),
            is_wanted: &|mark| is_marked(mark, wanted),
        },
    );
    let heard = html::heard(&page).ok_or_else(|| {
        let message = "the HTML page cannot be read back as it was written";
        Failure::new(FailureKind::Typesetting, message.to_owned())
    })?;
    Ok(Pdf {
        findings: differences(
            &pages.census,
            &Written {
                name: "HTML page",
                rule: &HTML_PAGE_DIFFERS,
                own: &[Category::ListMarker],
                heard: &heard,
                wanted,
            },
        ),
        bytes: page.into_bytes(),
        standards: Vec::new(),
        gave_up: Vec::new(),
        saved: Saved::default(),
    })
}
