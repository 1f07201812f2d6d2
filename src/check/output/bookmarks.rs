//! The bookmarks of the PDF: whether they lead to the headings that they name.

use crate::check::context::OutputContext;
use crate::check::output::rules::BOOKMARK_WRONG_PAGE;
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::{inline, letters};

/// Tells bookmarks that lead to a page without the heading that they name.
///
/// A bookmark has the number of its heading before the words; one whose heading is not known, such
/// as a heading of formulas, is left alone.
pub(super) fn wrong(context: &OutputContext<'_>, sink: &mut Sink) {
    let Ok(pdf) = &context.output.pdf else {
        return;
    };
    let headings = context.output.headings.iter();
    let headings: Vec<(String, usize)> = headings
        .map(|(title, page)| (small_letters(title), *page))
        .filter(|(title, _)| !title.is_empty())
        .collect();
    for bookmark in &pdf.bookmarks {
        let title = small_letters(&bookmark.title);
        let named = headings
            .iter()
            .filter(|(heading, _)| title.ends_with(heading));
        let pages: Vec<usize> = named.map(|(_, page)| *page).collect();
        let Some(first) = pages.first() else {
            continue;
        };
        if bookmark.page.is_some_and(|page| pages.contains(&page)) {
            continue;
        }
        let leads = match bookmark.page {
            Some(page) => format!("leads to page {page} of the file"),
            None => "leads nowhere".to_owned(),
        };
        let message = format!(
            "the bookmark `{}` {leads}, and its heading stands on page {first}",
            inline(&bookmark.title, 60)
        );
        sink.push(
            Diagnostic::of(&BOOKMARK_WRONG_PAGE, message)
                .hint("look for code of your own that makes or moves headings in the chapter"),
        );
    }
}

/// Returns the small letters and figures of a title.
fn small_letters(title: &str) -> String {
    let letters = letters(title);
    letters.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::output::testing::Case;
    use crate::typeset::Bookmark;

    #[test]
    fn a_bookmark_must_lead_to_its_heading() {
        let case = |title: &str, page: Option<usize>| {
            let bookmark = Bookmark {
                title: title.into(),
                page,
            };
            let case = Case::sound().with(|output| {
                output.headings = vec![
                    ("Summary".into(), 3),
                    ("The method’s *use*".into(), 7),
                    ("Summary".into(), 9),
                ];
            });
            case.pdf(|pdf| pdf.bookmarks.push(bookmark))
        };
        case("2 The method's use", Some(7)).finds(&[]);
        case("3.1 Summary", Some(9)).finds(&[]);
        case("Not on the pages", Some(1)).finds(&[]);
        case("3.1 Summary", Some(4)).finds(&[
            "deny bookmark-wrong-page: the bookmark `3.1 Summary` leads to page 4 of the file, and its heading stands on page 3",
        ]);
        case("2 The method’s use", None).finds(&[
            "deny bookmark-wrong-page: the bookmark `2 The method’s use` leads nowhere, and its heading stands on page 7",
        ]);
    }
}
