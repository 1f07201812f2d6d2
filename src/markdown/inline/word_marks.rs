//! Changes and comments that pandoc kept of a Word file (`--track-changes=all`):
//! `[words]{.insertion author="…" date="…"}` and its like, which mean what CriticMarkup means.

use crate::diagnostics::rules::CHANGE_NOT_CLOSED;
use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Inline, ReviewMark, TextStyle};
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::placed_text::{BodyRange, PlacedText};

/// What a span with one of pandoc's classes kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WordMark {
    Added,
    Deleted,
    /// Where a comment begins, with what it says.
    Comment,
    /// Where one ends.
    CommentEnd,
    ParagraphAdded,
    /// The paragraph goes on with the next one.
    ParagraphDeleted,
}

/// What stands for the end of a paragraph that was taken out.
const PARAGRAPH: &str = "¶";

impl WordMark {
    /// Returns what the classes of a span say that it kept; others than pandoc write no author.
    fn of(attributes: &Attributes) -> Option<Self> {
        let (class, _) = attributes.classes.first()?;
        let is_word = |key: &str| attributes.value(key).is_some();
        let found = match class.as_str() {
            "insertion" => Self::Added,
            "deletion" => Self::Deleted,
            "comment-start" => Self::Comment,
            "comment-end" => return is_word("id").then_some(Self::CommentEnd),
            "paragraph-insertion" => Self::ParagraphAdded,
            "paragraph-deletion" => Self::ParagraphDeleted,
            _ => return None,
        };
        (is_word("author") || is_word("date")).then_some(found)
    }
}

impl<'a> LineScanner<'a, '_, '_> {
    /// Complains about a change in the cell of a table whose settings go on in the next line.
    pub(super) fn broken_word_mark(&mut self, at: usize) {
        const MARKS: [&str; 4] = [
            "{.insertion",
            "{.deletion",
            "{.comment-start",
            "{.paragraph-",
        ];
        let rest = &self.reader.source[at..];
        if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) {
            let message = "the settings of this change cannot be read, so they are printed";
            let hint =
                "write them on one line: `pandoc --wrap=none --columns=400` does so in tables, too";
            let place = at..at + mark.len();
            self.reader
                .trouble
                .tell(&CHANGE_NOT_CLOSED, &place, message.to_owned(), hint);
        }
    }

    /// Adds the change or the comment that a span keeps, and gives the words of any other back;
    /// `inner` is their place.
    pub(super) fn word_mark(
        &mut self,
        attributes: &Attributes,
        items: Vec<Inline<'a>>,
        inner: BodyRange,
    ) -> Option<Vec<Inline<'a>>> {
        let Some(mark) = WordMark::of(attributes) else {
            return Some(items);
        };
        let place = inner.start - 1..attributes.place.end;
        match mark {
            WordMark::CommentEnd => {
                self.append(items);
                self.reader.trouble.leave_out(place);
                return None;
            }
            WordMark::Added => self.push(Inline::Styled {
                style: TextStyle::Added,
                children: items,
                place: place.clone(),
            }),
            WordMark::Deleted => self.review(ReviewMark::Deleted, &items, inner, &place),
            WordMark::Comment => self.review(ReviewMark::Comment, &items, inner, &place),
            WordMark::ParagraphAdded | WordMark::ParagraphDeleted => {
                self.append(items);
                let kind = match mark {
                    WordMark::ParagraphAdded => ReviewMark::Comment,
                    _ => ReviewMark::Deleted,
                };
                self.push(Inline::Review {
                    mark: kind,
                    words: PlacedText::made(PARAGRAPH, place.clone()),
                    place: place.clone(),
                });
            }
        }
        self.reader.trouble.leave_out(attributes.place.clone());
        self.undecided(&place, mark == WordMark::Comment);
        None
    }
}

/// Whether a line ends with the end of a paragraph that was taken out.
fn goes_on(items: &[Inline]) -> bool {
    matches!(items.last(), Some(Inline::Review { mark: ReviewMark::Deleted, words, .. })
        if words.text == PARAGRAPH)
}

/// Adds a line to the paragraph above whose end was taken out; gives it back if there is none.
pub(crate) fn join<'a>(
    blocks: &mut [Block<'a>],
    items: Vec<Inline<'a>>,
) -> Option<Vec<Inline<'a>>> {
    match blocks.last_mut() {
        Some(Block::Paragraph(above) | Block::Plain(above)) if goes_on(above) => {
            above.extend(items);
            None
        }
        _ => Some(items),
    }
}
