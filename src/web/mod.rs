//! HTML for people: where a dissertation stands, and what changed since a decision.
//!
//! A standing of the milestones comes in, with what only a page says; one self-contained page goes
//! out. What changed is also drawn for a terminal, and a meeting written as Markdown. These are not
//! the typeset pages.
//!
//! # Decisions
//!
//! - 2026-11: a page is one file that asks nobody for anything: no script, no font, no picture from
//!   outside, and a policy in its head that forbids them. It is sent by e-mail, opened from disk and
//!   printed.
//! - 2026-11: what a project wrote stands only between tags, never in an attribute or a style, and
//!   is escaped where it is printed, so that no template can forget it. Marks that turn the
//!   direction of text round are dropped.
//! - 2026-11: the words of a page are chosen in code (`wording`), its shape in `templates/web`.
//! - 2026-11: charts are lists and tables first, with pictures beside them that say nothing new:
//!   whoever cannot see a picture, or its colours, loses nothing.
//! - 2026-11: nothing on a page claims more than is known. A decision that was typed in is
//!   "recorded by", never "signed"; an extension is "claimed" until somebody granted it; a missing
//!   date is "no date yet" and has no colour.

mod brief;
mod charts;
mod comments;
mod difference;
#[cfg(test)]
mod examples;
mod head;
mod meeting;
mod milestone;
mod render;
mod status;
mod status_view;
mod terminal;
mod trace;
mod wording;

pub use comments::{CommentRow, CommentsOf, CommentsPage};
pub use difference::{ChapterDiff, DiffPage};
pub use head::{Byline, Head};
pub use meeting::{MeetingRecord, meeting_markdown};
pub use render::{Cover, PageError};
pub(crate) use render::{fill_in, visible};
pub use status::{ChapterLength, Handover, StatusPage, Words};
pub use terminal::diff_text;

/// Returns the page that says where a dissertation stands.
///
/// # Errors
///
/// Never in practice: the template is part of the program.
pub fn status(page: &StatusPage, cover: &Cover) -> Result<String, PageError> {
    render::render("status.html", &status_view::view(page), cover)
}

/// Returns the page for somebody who is to know what it is about and when it is due, and no more.
///
/// # Errors
///
/// Never in practice: the template is part of the program.
pub fn brief(page: &StatusPage, cover: &Cover) -> Result<String, PageError> {
    render::render("brief.html", &brief::view(page), cover)
}

/// Returns the page that shows what came back from Word.
///
/// # Errors
///
/// Never in practice: the template is part of the program.
pub fn comments(page: &CommentsPage, cover: &Cover) -> Result<String, PageError> {
    render::render("comments.html", &comments::view(page), cover)
}

/// Returns the page that shows what changed, word by word.
///
/// # Errors
///
/// Never in practice: the template is part of the program.
pub fn diff(page: &DiffPage, cover: &Cover) -> Result<String, PageError> {
    render::render("diff.html", &difference::view(page), cover)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::{Changes, Paragraph, Rag, Stretch};
    use proptest::prelude::*;

    fn status(page: &StatusPage) -> Result<String, PageError> {
        super::status(page, &examples::uncovered())
    }

    fn diff(page: &DiffPage) -> Result<String, PageError> {
        super::diff(page, &examples::uncovered())
    }

    /// Returns the tags of a page as they are written, with all their attributes, and the texts
    /// between them. Whatever is no tag must be free of angle brackets.
    fn taken_apart(html: &str) -> (Vec<&str>, Vec<&str>) {
        let (mut tags, mut texts) = (Vec::new(), Vec::new());
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            texts.push(&rest[..at]);
            let end = at
                + rest[at..]
                    .find('>')
                    .expect("a tag that is opened is closed");
            tags.push(&rest[at..=end]);
            rest = &rest[end + 1..];
        }
        texts.push(rest);
        (tags, texts)
    }

    /// Asserts that two pages differ in nothing but their texts, and that these are escaped.
    #[track_caller]
    fn assert_only_texts_differ(page: &str, plain: &str) {
        let (tags, texts) = taken_apart(page);
        assert_eq!(tags, taken_apart(plain).0);
        for (tag, text) in [""].iter().chain(&tags).zip(texts) {
            if *tag == "<style>" {
                continue;
            }
            assert!(!text.contains(['<', '>', '"', '\'']), "{text}");
            for entity in text.split('&').skip(1) {
                let known = ["lt;", "gt;", "amp;", "quot;", "#x27;", "#x2f;"];
                assert!(known.iter().any(|it| entity.starts_with(it)), "{entity}");
            }
        }
    }

    #[test]
    fn a_small_page_reads_as_it_should() {
        let html = status(&examples::small_status()).unwrap();
        let main = html.split_once("<body>").unwrap().1;
        insta::assert_snapshot!(main);
    }

    #[test]
    fn names_that_may_not_appear_are_covered() {
        let cover: Cover = std::sync::Arc::new(|text| text.replace("Introduction", "*"));
        let html = super::status(&examples::rich_status(), &cover).unwrap();
        assert!(
            status(&examples::rich_status())
                .unwrap()
                .contains("Introduction")
        );
        assert!(!html.contains("Introduction"));
    }

    #[test]
    fn the_brief_page_says_nothing_of_what_was_decided_or_agreed() {
        let page = examples::rich_status();
        let html = super::brief(&page, &examples::uncovered()).unwrap();
        assert!(html.contains(&page.chapters[0].title) && html.contains("Tutorial 1"));
        let full = status(&page).unwrap();
        for word in [
            "approved", "xtension", "Agreed", "meeting", "signed", "recorded",
        ] {
            assert!(full.contains(word), "{word}");
            let text = html.split_once("<body>").unwrap().1;
            let text = text.split_once("<footer>").unwrap().0;
            assert!(!text.contains(word), "{word}");
        }
    }

    #[test]
    fn a_page_asks_nobody_for_anything() {
        for html in [
            super::brief(&examples::rich_status(), &examples::uncovered()).unwrap(),
            status(&examples::rich_status()).unwrap(),
            diff(&examples::rich_diff()).unwrap(),
        ] {
            assert!(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'"));
            let (tags, _) = taken_apart(&html);
            for tag in tags {
                for part in [
                    "src=", "<script", "<link", "<iframe", "<object", "<form", "style=",
                ] {
                    assert!(!tag.contains(part), "{tag}");
                }
                assert!(!tag.contains("href=") || tag.contains("href=\"#"), "{tag}");
            }
        }
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        assert_eq!(
            status(&examples::rich_status()).unwrap(),
            status(&examples::rich_status()).unwrap()
        );
    }

    #[test]
    fn hostile_texts_are_nothing_but_text() {
        let plain_status = status(&examples::hostile_status("x")).unwrap();
        let plain_diff = diff(&examples::hostile_diff("x")).unwrap();
        for text in examples::HOSTILE {
            let page = status(&examples::hostile_status(text)).unwrap();
            assert_only_texts_differ(&page, &plain_status);
            assert!(!page.contains(['\u{202e}', '\u{2066}', '\u{0}', '\u{1b}']));
            let page = diff(&examples::hostile_diff(text)).unwrap();
            assert_only_texts_differ(&page, &plain_diff);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn no_text_becomes_an_element_or_an_attribute(
            text in r#"(\PC|[<>&"'/{}%#;=\x00-\x20]|<!--|-->|&#|\{\{|</style>){0,40}"#,
        ) {
            let plain = status(&examples::hostile_status("x")).unwrap();
            assert_only_texts_differ(&status(&examples::hostile_status(&text)).unwrap(), &plain);
            let plain = diff(&examples::hostile_diff("x")).unwrap();
            assert_only_texts_differ(&diff(&examples::hostile_diff(&text)).unwrap(), &plain);
        }
    }

    #[test]
    fn what_has_no_date_has_no_colour() {
        let mut page = examples::small_status();
        page.standings.milestones[0].rag = Rag::Red;
        let html = status(&page).unwrap();
        let (main, _key) = html.split_once("<footer>").unwrap();
        assert!(!main.contains("stamp red") && main.contains("no date yet"));
    }

    #[test]
    fn a_later_day_counts_only_when_it_was_granted() {
        let html = status(&examples::rich_status()).unwrap();
        let timeline = html.split_once("<ol class=\"timeline\">").unwrap().1;
        let timeline = timeline.split_once("</ol>").unwrap().0;
        assert!(timeline.contains("1 March 2027") && !timeline.contains("15 February 2027"));
        assert!(timeline.contains("28 June 2027") && !timeline.contains("12 July 2027"));
    }

    #[test]
    fn a_decision_that_was_typed_in_is_not_called_signed() {
        let html = status(&examples::rich_status()).unwrap();
        let recorded = "Recorded by Rowan Ashdown on 9 December 2026 from: e-mail of 8 December 2026. Not signed.";
        assert!(html.contains(recorded));
        let signed = "the signature is valid, key vouched for from outside the project";
        assert!(html.contains(signed));
    }

    #[test]
    fn a_page_with_every_word_of_a_dissertation_changed_is_written() {
        let word = || "word ".to_owned();
        let stretches = (0..40_000).map(|at| match at % 3 {
            0 => Stretch::Same(word()),
            1 => Stretch::Added(word()),
            _ => Stretch::Removed(word()),
        });
        let mut page = examples::small_diff();
        page.chapters[0].changes = Changes {
            paragraphs: vec![Paragraph::Changed(stretches.collect())],
        };
        assert!(diff(&page).unwrap().len() > 1_000_000);
    }
}
