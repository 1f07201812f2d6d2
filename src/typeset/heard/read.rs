//! Reading the pages as they are heard: in the order of their tags, furniture left out.

use std::collections::{BTreeMap, HashMap};

use typst::foundations::{Content, Value};
use typst::introspection::{Location, MetadataElem, Tag};
use typst::layout::{Frame, FrameItem, GroupItem, Point, Transform};
use typst::model::{Destination, HeadingElem, TableCell, TableElem};
use typst::pdf::TableCellKind;
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::typeset::heard::BREAK_MARKS;
use crate::typeset::heard::kind::Kind;
use crate::typeset::heard::names::{Leads, Link, name};
use crate::typeset::heard::numbers::Numbers;
use crate::typeset::heard::tables::{Cell, Table};
use crate::typeset::open::OpenElements;
use crate::typeset::pages::SOFT_HYPHEN;
use crate::typeset::works::{REFERENCE, Works};

/// From this part of the type's size on, a gap between two texts of a line parts two words. A space
/// of the faces in use is 0.22 em and more, and a justified line may shrink it by a third.
const GAP: f64 = 0.13;
/// Texts whose base lines are nearer than this part of the type's size stand on one line: a raised
/// number is 0.4 em above it, the next line at least 1 em below.
const ONE_LINE: f64 = 0.7;
/// A line may end with these in the middle of a word.
const OPEN_ENDS: [char; 6] = [SOFT_HYPHEN, '\u{200b}', '-', '–', '—', '/'];
/// Before a table, this says that no cell of it names its row.
const PLAIN_ROWS: &str = "folio:plain-rows";

/// What was found on the pages that they do not say to whoever cannot see them.
#[derive(Default)]
pub(super) struct Heard {
    /// The name of each link.
    pub(super) links: HashMap<Location, String>,
    /// The words of headings that print other words than their source has.
    pub(super) headings: HashMap<Location, String>,
    /// The cells that name their row, as what.
    pub(super) row_heads: HashMap<Location, TableCellKind>,
    /// The texts, by their number on the pages, that a space follows, and how wide the gap is.
    pub(super) spaces: BTreeMap<usize, f64>,
    /// The numbers of formulas.
    pub(super) numbers: Numbers,
}

/// Reads the pages.
pub(super) fn read(document: &PagedDocument, works: &Works) -> Heard {
    let mut reader = Reader::default();
    for page in document.pages() {
        reader.last = None;
        reader.frame(&page.frame, Transform::identity());
    }
    reader.finish(works)
}

/// The text that was read last.
struct Last {
    number: usize,
    /// Where it ends.
    end: Point,
    size: f64,
    ends_in_space: bool,
    /// Whether a word may go on behind it.
    ends_open: bool,
    is_label: bool,
    is_moved: bool,
    /// The paragraph, and the block, that it stands in.
    paragraph: Option<Location>,
    block: Option<Location>,
}

#[derive(Default)]
struct Reader {
    open: OpenElements<Kind>,
    texts: usize,
    last: Option<Last>,
    links: HashMap<Location, Link>,
    headings: HashMap<Location, (Content, String)>,
    tables: HashMap<Location, Table>,
    cells: HashMap<Location, Cell>,
    /// Whether the next table was said to have no cell that names its row.
    says_plain_rows: bool,
    /// The works in the list of references: their texts.
    works: HashMap<Location, String>,
    heard: Heard,
}

/// What stands between two texts.
#[derive(Clone, Copy)]
enum Between {
    Nothing,
    Gap(f64),
    /// A new line of the same paragraph: its space, if it has one, ends the line before.
    NewLine,
    NewBlock,
}

impl Reader {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (at, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => self.group(group, here),
                FrameItem::Tag(Tag::Start(element, flags)) if flags.tagged => self.start(element),
                FrameItem::Tag(Tag::End(location, key, flags)) if flags.tagged => {
                    self.heard.numbers.end(*location, *key, *flags);
                    self.open.end(*location);
                }
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Link(to, _) => self.link(to),
                FrameItem::Tag(_) | FrameItem::Shape(..) | FrameItem::Image(..) => {}
            }
        }
    }

    fn group(&mut self, group: &GroupItem, here: Transform) {
        let around = group.parent.map(|parent| (parent, self.open.enter(parent)));
        self.frame(&group.frame, here.pre_concat(group.transform));
        if let Some((parent, around)) = around {
            self.open.leave(parent, around);
        }
    }

    fn start(&mut self, element: &Content) {
        let Some(location) = element.location() else {
            return;
        };
        self.heard.numbers.start(element);
        let kind = Kind::of(element);
        match kind {
            Some(Kind::Link) => {
                let leads = if self.has(Kind::Entry) && !self.has(Kind::Link) {
                    Leads::ToEntry
                } else if self.is_in_mark() {
                    Leads::ToNote
                } else if self.has(Kind::Label) && self.has(Kind::Note) {
                    Leads::BackFromNote
                } else if self.has(Kind::PageNumber) {
                    Leads::ToPage
                } else {
                    Leads::Elsewhere
                };
                self.links.entry(location).or_insert(Link::new(leads));
            }
            Some(Kind::Heading) => {
                let entry = self.headings.entry(location);
                entry.or_insert_with(|| (element.clone(), String::new()));
            }
            Some(Kind::Table) => {
                if let Some(table) = element.to_packed::<TableElem>() {
                    let has_plain_rows = std::mem::take(&mut self.says_plain_rows);
                    let table = Table::of(table, has_plain_rows);
                    self.tables.entry(location).or_insert(table);
                }
            }
            Some(Kind::Cell) => {
                if let Some(table) = self.innermost(Kind::Table)
                    && let Some(cell) = element.to_packed::<TableCell>()
                {
                    let cell = Cell::of(cell, table);
                    self.cells.entry(location).or_insert(cell);
                }
            }
            Some(Kind::Paragraph) => {
                let label = element.label().map(|label| label.resolve());
                if label.is_some_and(|label| label.as_str().starts_with(REFERENCE)) {
                    self.works.entry(location).or_default();
                }
            }
            _ => {}
        }
        self.says_plain_rows |= says_plain_rows(element);
        self.open.start(element, kind);
    }

    fn has(&self, kind: Kind) -> bool {
        self.innermost(kind).is_some()
    }

    /// Whether this is the number of a note in the text, which may be that of another note.
    fn is_in_mark(&self) -> bool {
        let is_either = |kind| matches!(kind, Kind::Mark | Kind::Note);
        let found = self.open.all.iter().rev().find(|open| is_either(open.is));
        found.is_some_and(|open| open.is == Kind::Mark)
    }

    /// Whether a text goes on with the address that the link around it leads to.
    fn continues_address(&self, text: &TextItem) -> bool {
        let link = self.innermost(Kind::Link);
        let link = link.and_then(|at| self.links.get(&at));
        link.is_some_and(|link| match &link.to {
            Some(Destination::Url(url)) if !link.words.is_empty() => {
                let both = link.words.clone() + text.text.trim_end();
                url.as_str().contains(both.trim_start())
            }
            _ => false,
        })
    }

    /// Returns the innermost element that is read in one go, whatever blocks it is set in.
    fn innermost_block(&self) -> Option<Location> {
        let is_block =
            |kind| matches!(kind, Kind::Heading | Kind::Title | Kind::Quote | Kind::Cell);
        let found = self.open.all.iter().rev().find(|open| is_block(open.is));
        found.map(|open| open.location)
    }

    fn innermost(&self, kind: Kind) -> Option<Location> {
        let found = self.open.all.iter().rev().find(|open| open.is == kind);
        found.map(|open| open.location)
    }

    fn link(&mut self, to: &Destination) {
        if let Some(location) = self.innermost(Kind::Link)
            && let Some(link) = self.links.get_mut(&location)
        {
            link.to.get_or_insert_with(|| to.clone());
        }
    }

    fn text(&mut self, text: &TextItem, here: Transform) {
        let number = self.texts;
        self.texts += 1;
        self.heard.numbers.text(number, text);
        if text.text.chars().all(|c| BREAK_MARKS.contains(&c)) || self.has(Kind::Silent) {
            return;
        }
        let is_moved =
            (here.sx.get(), here.sy.get(), here.ky.get(), here.kx.get()) != (1.0, 1.0, 0.0, 0.0);
        let begin = Point::new(here.tx, here.ty);
        let paragraph = self.innermost(Kind::Paragraph);
        let block = self.innermost_block();
        let between = match &self.last {
            Some(last) if !is_moved && !last.is_moved => between(
                last,
                begin,
                text,
                last.paragraph == paragraph && paragraph.is_some(),
            ),
            _ => Between::NewBlock,
        };
        let between = match between {
            Between::NewBlock if self.continues_address(text) => Between::NewLine,
            other => other,
        };
        if let Some(last) = &self.last
            && !self.has(Kind::Formula)
        {
            match between {
                Between::Gap(gap) => {
                    self.heard.spaces.insert(last.number, gap);
                }
                Between::NewBlock if block.is_some() && last.block == block && !last.ends_open => {
                    self.heard.spaces.insert(last.number, 0.0);
                }
                _ => {}
            }
        }
        self.append(text, between);
        self.last = Some(Last {
            number,
            end: Point::new(begin.x + text.width(), begin.y),
            size: text.size.to_raw(),
            ends_in_space: text.text.ends_with(char::is_whitespace),
            ends_open: text
                .text
                .ends_with(|c: char| c.is_whitespace() || OPEN_ENDS.contains(&c)),
            is_label: self.has(Kind::Label),
            is_moved,
            paragraph,
            block,
        });
    }

    /// Adds a text to all that it is part of.
    fn append(&mut self, text: &TextItem, between: Between) {
        let in_mark = self.has(Kind::Mark);
        for open in &self.open.all {
            let all = match open.is {
                Kind::Link => self.links.get_mut(&open.location).map(|it| &mut it.words),
                Kind::Heading if !in_mark => {
                    self.headings.get_mut(&open.location).map(|(_, all)| all)
                }
                Kind::Cell if !in_mark => {
                    self.cells.get_mut(&open.location).map(|it| &mut it.words)
                }
                Kind::Paragraph => self.works.get_mut(&open.location),
                _ => None,
            };
            let Some(all) = all else {
                continue;
            };
            match between {
                Between::Nothing => {}
                Between::Gap(_) => all.push(' '),
                Between::NewLine => {}
                Between::NewBlock if all.is_empty() || all.ends_with(OPEN_ENDS) => {}
                Between::NewBlock => all.push(' '),
            }
            all.push_str(&text.text);
        }
    }

    fn finish(self, works: &Works) -> Heard {
        let name_of = |(location, link): (&Location, &Link)| {
            let work = match works.resolve(link.to.as_ref()?).as_ref() {
                Destination::Location(to) => self.works.get(to),
                Destination::Url(_) | Destination::Position(_) => None,
            };
            Some((*location, name(link, work.map(String::as_str))?))
        };
        let words_of = |(location, (element, printed)): (&Location, &(Content, String))| {
            let heading = element.to_packed::<HeadingElem>()?;
            let numbers = heading.numbers.as_deref();
            Some((
                *location,
                printed_words(&heading.body.plain_text(), printed, numbers)?,
            ))
        };
        let mut by_table: HashMap<Location, Vec<(Location, Cell)>> = HashMap::new();
        self.cells.into_iter().for_each(|(location, cell)| {
            by_table
                .entry(cell.table)
                .or_default()
                .push((location, cell));
        });
        let heads_of = |(at, table): (&Location, &Table)| match by_table.get(at) {
            Some(cells) => table.row_heads(cells),
            None => Vec::new(),
        };
        Heard {
            links: self.links.iter().filter_map(name_of).collect(),
            headings: self.headings.iter().filter_map(words_of).collect(),
            row_heads: self.tables.iter().flat_map(heads_of).collect(),
            ..self.heard
        }
    }
}

/// Whether an element says of the next table that no cell names its row.
pub(crate) fn says_plain_rows(element: &Content) -> bool {
    let Some(metadata) = element.to_packed::<MetadataElem>() else {
        return false;
    };
    matches!(&metadata.value, Value::Str(value) if value.as_str() == PLAIN_ROWS)
}

/// Returns what stands between a text and the next one, as the eye sees it.
fn between(last: &Last, begin: Point, text: &TextItem, is_one_paragraph: bool) -> Between {
    let size = last.size.min(text.size.to_raw());
    let larger = last.size.max(text.size.to_raw());
    let down = (begin.y - last.end.y).to_raw();
    if down.abs() > larger * ONE_LINE {
        return match is_one_paragraph {
            true => Between::NewLine,
            false => Between::NewBlock,
        };
    }
    let gap = (begin.x - last.end.x).to_raw();
    let has_space = last.ends_in_space || text.text.starts_with(char::is_whitespace);
    if has_space {
        Between::Nothing
    } else if gap > size * GAP || (last.is_label && gap > -0.01) {
        Between::Gap(gap)
    } else {
        Between::Nothing
    }
}

/// Returns the words of a heading as they are printed behind its number, `None` if its source has the
/// same.
fn printed_words(source: &str, printed: &str, numbers: Option<&str>) -> Option<String> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed = words(&printed.replace(SOFT_HYPHEN, ""));
    let behind = match numbers.and_then(|numbers| printed.split_once(numbers)) {
        // Before the number stands at most what it is the number of: "Chapter 1".
        Some((before, behind)) if !before.contains(|c: char| c.is_ascii_digit()) => behind.trim(),
        Some(_) | None => printed.as_str(),
    };
    (!behind.is_empty() && behind != words(source)).then(|| behind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_has_the_words_of_the_page_without_its_number() {
        let words = |source, printed, numbers| printed_words(source, printed, numbers);
        assert_eq!(
            words(
                "The \"front\" door",
                "Chapter 1 The “front” door",
                Some("1")
            )
            .as_deref(),
            Some("The “front” door")
        );
        assert_eq!(
            words("Wards", "2.1 Patients’ views", Some("2.1")).as_deref(),
            Some("Patients’ views")
        );
        assert_eq!(words("Methods", "3 Methods", Some("3")), None);
        assert_eq!(words("Methods", "Methods", None), None);
        assert_eq!(
            words("WardsThe note. now", "Wards now", None).as_deref(),
            Some("Wards now")
        );
        assert_eq!(words("Methods", "", None), None);
    }
}
