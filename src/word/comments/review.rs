//! A reviewed file: its comments and changes, each at the line of the chapter that it is about.

use serde::{Deserialize, Serialize};

use crate::word::comments::align::{Alignment, shown};
use crate::word::comments::mapping::{Place, map};
use crate::word::comments::paragraphs::{CommentSpot, sent};
use crate::word::comments::sent::{Bit, BitKind, Sent};
use crate::word::comments::sources::SourceFile;
use crate::word::read::model::{Change, ChangeKind, Comment, WordFile};
use crate::word::read::read;
use crate::word::read::unreadable::Unreadable;

/// How many words around a change are shown.
const AROUND: usize = 4;

/// What items are sorted by: the file, the byte in it, the paragraph.
type Order = (usize, usize, usize);

/// A change that is read: its number, its kind and place, and what is known of it.
type Begun = (usize, ItemKind, Order, Item);

/// A comment or a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Who made it.
    pub author: String,
    /// When, as Word wrote it; empty if it does not say.
    pub date: Option<String>,
    /// The file that it is about, if one was found.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in signs, from 1.
    pub column: Option<usize>,
    /// The comment, or the words that were added or deleted.
    pub text: String,
    /// The words that it is about.
    pub about: String,
    /// Whether nobody marked it as done.
    pub open: bool,
    /// Whether the place is certain.
    pub sure: bool,
    /// What others answered.
    pub replies: Vec<Reply>,
}

/// An answer to a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Who answered.
    pub author: String,
    /// When.
    pub date: Option<String>,
    /// What.
    pub text: String,
}

/// A kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// A remark.
    Comment,
    /// Words that were added.
    Inserted,
    /// Words that were deleted.
    Deleted,
    /// Words that were moved here.
    Moved,
    /// Words whose look was changed.
    Formatted,
}

/// A reviewed file with the chapters that it was made from.
#[derive(Debug)]
pub struct Review {
    /// Its comments and changes in the order of the chapters.
    pub items: Vec<Item>,
    pub(crate) files: Vec<SourceFile>,
    pub(crate) sent: Vec<Sent>,
    pub(crate) places: Vec<Option<Place>>,
    pub(crate) spots: Vec<CommentSpot>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) changes: Vec<Change>,
}

impl Review {
    /// Reads a reviewed file; `files` are the chapters as they are now.
    ///
    /// # Errors
    ///
    /// If it is no Word file, or one that is not read.
    pub fn of(bytes: &[u8], files: Vec<SourceFile>) -> Result<Self, Unreadable> {
        let word = read(bytes)?;
        let (sent, spots) = sent(&word);
        let places = map(&sent, &files);
        let WordFile {
            comments, changes, ..
        } = word;
        let mut review = Self {
            items: Vec::new(),
            files,
            sent,
            places,
            spots,
            comments,
            changes,
        };
        review.items = review.listed();
        Ok(review)
    }

    /// Returns how many paragraphs have changes or comments and no place in any chapter.
    pub fn lost(&self) -> usize {
        self.items.iter().filter(|item| item.path.is_none()).count()
    }

    fn listed(&self) -> Vec<Item> {
        // The order of the chapters, and within one of their bytes; what has no place comes last.
        let mut items: Vec<(Order, Item)> = Vec::new();
        for (at, paragraph) in self.sent.iter().enumerate() {
            self.changes_of(at, paragraph, &mut items);
        }
        for spot in &self.spots {
            let Some(comment) = self.comments.iter().find(|it| it.id == spot.id) else {
                continue;
            };
            if comment.reply_to.is_some() {
                continue;
            }
            let (order, mut item) = self.item(spot.paragraph, spot.offset, ItemKind::Comment);
            item.author.clone_from(&comment.author);
            item.date = date(&comment.date);
            item.text.clone_from(&comment.text);
            item.about = match spot.about.trim() {
                "" => self.words_around(spot.paragraph, spot.offset),
                about => about.to_owned(),
            };
            item.open = !comment.is_done;
            item.replies = self.replies(&comment.id);
            items.push((order, item));
        }
        items.sort_by(|left, right| left.0.cmp(&right.0).then(left.1.kind.cmp(&right.1.kind)));
        items.into_iter().map(|(_, item)| item).collect()
    }

    /// Returns the answers to a comment, and those to them.
    fn replies(&self, id: &str) -> Vec<Reply> {
        let answers = self
            .comments
            .iter()
            .filter(|it| it.reply_to.as_deref() == Some(id));
        answers
            .map(|it| Reply {
                author: it.author.clone(),
                date: date(&it.date),
                text: it.text.clone(),
            })
            .collect()
    }

    fn changes_of(&self, at: usize, paragraph: &Sent, items: &mut Vec<(Order, Item)>) {
        let mut offset = 0;
        let mut open: Option<Begun> = None;
        for bit in &paragraph.bits {
            let change = match (bit.inserted, bit.deleted) {
                // What somebody added and took back was never there.
                (Some(_), Some(_)) => None,
                (added, deleted) => added.or(deleted).or(bit.formatted),
            };
            let found =
                change.and_then(|change| Some((change, kind(self.changes.get(change)?, bit))));
            let goes_on = open
                .as_ref()
                .is_some_and(|(change, kind, ..)| found == Some((*change, *kind)));
            if !goes_on {
                items.extend(open.take().map(|(_, _, order, item)| (order, item)));
            }
            if let Some((change, kind)) = found {
                let (_, _, _, item) = open.get_or_insert_with(|| {
                    let (order, mut item) = self.item(at, offset, kind);
                    self.sign(&mut item, change);
                    item.about = self.words_around(at, offset);
                    (change, kind, order, item)
                });
                let text = if bit.is == BitKind::Break {
                    "¶"
                } else {
                    bit.text.as_str()
                };
                item.text.push_str(if text.is_empty() { "…" } else { text });
            }
            for (change, is_added, text) in bit.inside() {
                let kind = match is_added {
                    true => ItemKind::Inserted,
                    false => ItemKind::Deleted,
                };
                let (order, mut item) = self.item(at, offset, kind);
                self.sign(&mut item, change);
                item.about = self.words_around(at, offset);
                item.text = text.to_owned();
                items.push((order, item));
            }
            offset += bit.length();
        }
        items.extend(open.take().map(|(_, _, order, item)| (order, item)));
        let whole = paragraph
            .formatted
            .map(|change| (change, ItemKind::Formatted));
        if let Some((change, kind)) = whole {
            let (order, mut item) = self.item(at, 0, kind);
            self.sign(&mut item, change);
            item.about = self.words_around(at, 0);
            items.push((order, item));
        }
        if let Some(change) = paragraph
            .end_deleted
            .filter(|_| paragraph.bits.iter().any(|bit| bit.deleted.is_none()))
        {
            let (order, mut item) = self.item(at, offset, ItemKind::Deleted);
            self.sign(&mut item, change);
            item.text = "¶".into();
            item.about = self.words_around(at, offset);
            items.push((order, item));
        }
    }

    fn sign(&self, item: &mut Item, change: usize) {
        if let Some(change) = self.changes.get(change) {
            item.author.clone_from(&change.author);
            item.date = date(&change.date);
        }
    }

    /// Returns an item at its place, and what it is sorted by.
    fn item(&self, paragraph: usize, offset: usize, kind: ItemKind) -> (Order, Item) {
        let mut item = Item {
            kind,
            author: String::new(),
            date: None,
            path: None,
            line: None,
            column: None,
            text: String::new(),
            about: String::new(),
            open: true,
            sure: false,
            replies: Vec::new(),
        };
        // What is new has the place of what stands before it.
        let place = self.places.get(paragraph).copied().flatten();
        let near = place.or_else(|| {
            self.places[..paragraph.min(self.places.len())]
                .iter()
                .rev()
                .flatten()
                .next()
                .copied()
        });
        let Some(found) = near else {
            return ((usize::MAX, paragraph, offset), item);
        };
        let file = &self.files[found.file];
        let block = &file.blocks[found.block];
        let byte = match (place, self.sent.get(paragraph)) {
            (Some(_), Some(sent)) => Alignment::of(&sent.text(), block).byte(offset, block),
            _ => block.start(),
        };
        item.path = Some(file.path.clone());
        item.line = Some(file.line_of(byte));
        item.column = Some(file.column_of(byte));
        item.sure = place.is_some_and(|place| place.is_sure);
        ((found.file, byte, paragraph), item)
    }

    /// Returns some words before and behind a place of the sent text.
    fn words_around(&self, paragraph: usize, offset: usize) -> String {
        let Some(sent) = self.sent.get(paragraph) else {
            return String::new();
        };
        let text: Vec<char> = sent.text().chars().collect();
        let offset = offset.min(text.len());
        let before: String = text[..offset].iter().collect();
        let after: String = text[offset..].iter().collect();
        let mut last: Vec<&str> = before.split_whitespace().rev().take(AROUND).collect();
        last.reverse();
        let first: Vec<&str> = after.split_whitespace().take(AROUND * 2).collect();
        let space =
            if before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace) {
                " "
            } else {
                ""
            };
        shown(&format!("{}{space}{}", last.join(" "), first.join(" ")))
            .trim()
            .to_owned()
    }
}

fn kind(change: &Change, bit: &Bit) -> ItemKind {
    match change.kind {
        ChangeKind::Inserted if bit.inserted.is_some() => ItemKind::Inserted,
        ChangeKind::Deleted | ChangeKind::Inserted => ItemKind::Deleted,
        ChangeKind::MovedFrom | ChangeKind::MovedTo => ItemKind::Moved,
        ChangeKind::Formatted => ItemKind::Formatted,
    }
}

/// Returns when something was done; programs that do not know write the first second of 1970, or of no
/// year at all.
fn date(text: &str) -> Option<String> {
    let year: Option<u32> = text.get(..4).and_then(|year| year.parse().ok());
    year.filter(|year| *year > 1970).map(|_| text.to_owned())
}
