//! What is heard of the pages: what a screen reader, a search or a copy gets of them is what is seen.
//!
//! The engine names links by where they lead and not by their words, knows no cells that name a row,
//! and parts words by a gap where nothing but the eye sees it. All of it is put right on the laid-out
//! pages just before they are written, so that nothing of the layout changes. The pages are read
//! first ([`read`]), then written anew with what was found.
//!
//! # Decisions
//!
//! - 2026-11: a gap between two words of a line that holds no space gets one, whoever made it: the
//!   template (numbers, captions, contents), a grid, a function of the author's. Formulas are left.
//! - 2026-11: a link is named by its words; readers that show the name *instead of* the words then
//!   lose nothing. Contents add the page, notes say what they are.

mod kind;
mod names;
mod numbers;
mod read;
mod tables;

use std::borrow::Cow;

use typst::diag::{EcoString, eco_format};
use typst::foundations::{Content, NativeElement, Smart};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{Abs, Em, FrameItem};
use typst::math::EquationElem;
use typst::model::{HeadingElem, LinkMarker, TableCell, TableElem, TitleElem};
use typst::text::{Glyph, Lang, Region, TextElem, TextItem};
use typst_layout::PagedDocument;

use crate::typeset::accessibility::describe_formula;
use crate::typeset::heard::read::{Heard, read};
use crate::typeset::heard::tables::foot;
use crate::typeset::pages::{Change, FOOT, SOFT_HYPHEN, has_text, rewrite};
use crate::typeset::works::Works;

pub(crate) use read::says_plain_rows;
pub(crate) use tables::{PlainCell, names_rows};

/// The region that the template sets.
const REGION: &str = "GB";

/// The bookmark of the first page.
const TITLE_PAGE: &str = "Title page";

/// What says where a line may or may not break, and is no text.
const BREAK_MARKS: [char; 2] = ['\u{200b}', '\u{2060}'];

/// Returns the document with everything in it that is heard and not seen: names of links, cells that
/// name their row, formulas in words, spaces.
pub(super) fn described(document: &PagedDocument) -> PagedDocument {
    let works = Works::of(document);
    let mut writer = Writer {
        heard: read(document, &works),
        works,
        texts: 0,
        region: REGION.parse().ok(),
    };
    rewrite(
        document,
        &mut writer,
        &mut |writer, item| writer.item(item),
        &mut |_, _| {},
    )
}

struct Writer {
    heard: Heard,
    works: Works,
    /// How many texts came so far.
    texts: usize,
    /// The region of the page's language, which is none of any other language.
    region: Option<Region>,
}

impl Writer {
    fn item(&mut self, item: &FrameItem) -> Change {
        match item {
            FrameItem::Text(text) => {
                let number = self.texts;
                let gap = self.heard.spaces.get(&number);
                self.texts += 1;
                let mut changed = without_marks(text);
                if changed.as_ref().is_some_and(|it| it.text.is_empty()) {
                    return Change::Drop;
                }
                changed = with_soft_hyphen(changed.as_ref().unwrap_or(text)).or(changed);
                if let Some(gap) = gap {
                    changed = with_space(changed.as_ref().unwrap_or(text), *gap).or(changed);
                }
                if text.lang != Lang::ENGLISH && text.region == self.region {
                    changed.get_or_insert_with(|| text.clone()).region = None;
                }
                let numbers = &self.heard.numbers;
                let apart = numbers.apart(number, changed.as_ref().unwrap_or(text));
                match apart.or(changed.map(|text| vec![FrameItem::Text(text)])) {
                    Some(items) => Change::Replace(items),
                    None => Change::Keep,
                }
            }
            FrameItem::Link(_, size) if size.x.to_raw() <= 0.0 || size.y.to_raw() <= 0.0 => {
                Change::Drop
            }
            FrameItem::Link(to, size) => match self.works.resolve(to) {
                Cow::Owned(to) => Change::Replace(vec![FrameItem::Link(to, *size)]),
                Cow::Borrowed(_) => Change::Keep,
            },
            FrameItem::Tag(Tag::Start(element, flags)) if flags.tagged => {
                self.element(element, *flags)
            }
            FrameItem::Tag(Tag::End(location, ..)) if self.heard.numbers.is_closed(*location) => {
                Change::Drop
            }
            FrameItem::Tag(_)
            | FrameItem::Group(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..) => Change::Keep,
        }
    }

    fn element(&self, element: &Content, flags: TagFlags) -> Change {
        let Some(location) = element.location() else {
            return Change::Keep;
        };
        let mut changed = element.clone();
        if let Some(link) = changed.to_packed_mut::<LinkMarker>() {
            match self.heard.links.get(&location) {
                Some(name) => link.alt = Some(name.into()),
                None => return Change::Keep,
            }
        } else if let Some(equation) = changed.to_packed_mut::<EquationElem>() {
            if own_words(equation).is_some() {
                return Change::Keep;
            }
            let alt = describe_formula(equation);
            equation.alt.set(Some(alt));
        } else if let Some(cell) = changed.to_packed_mut::<TableCell>() {
            match self.heard.row_heads.get(&location) {
                Some(kind) => cell.kind.set(Smart::Custom(*kind)),
                None => return Change::Keep,
            }
        } else if let Some(table) = changed.to_packed_mut::<TableElem>() {
            let has_summary = table
                .summary
                .as_option()
                .as_ref()
                .is_some_and(Option::is_some);
            match foot(table).filter(|_| !has_summary) {
                Some(rows) => table.summary.set(Some(eco_format!("{FOOT}{rows}"))),
                None => return Change::Keep,
            }
        } else if let Some(heading) = changed.to_packed_mut::<HeadingElem>() {
            match self.heard.headings.get(&location) {
                Some(words) => heading.body = TextElem::packed(words.as_str()),
                None => return Change::Keep,
            }
        } else if element.is::<TitleElem>() {
            return Change::Replace(title_page(location, element, flags));
        } else {
            return Change::Keep;
        }
        Change::Replace(vec![FrameItem::Tag(Tag::Start(changed, flags))])
    }
}

/// A bookmark that leads to the title, before the title itself. It is a heading that no tag holds.
fn title_page(at: Location, title: &Content, flags: TagFlags) -> Vec<FrameItem> {
    let only_found = TagFlags {
        introspectable: true,
        tagged: false,
    };
    let location = Location::new(at.hash().wrapping_add(1));
    let mut heading =
        HeadingElem::new(TextElem::packed(TITLE_PAGE)).with_bookmarked(Smart::Custom(true));
    heading.outlined.set(false);
    vec![
        FrameItem::Tag(Tag::Start(heading.pack().located(location), only_found)),
        FrameItem::Tag(Tag::End(location, 0, only_found)),
        FrameItem::Tag(Tag::Start(title.clone(), flags)),
    ]
}

/// Returns the text without the marks in it that say where its line may break, `None` if it has none.
fn without_marks(text: &TextItem) -> Option<TextItem> {
    if !text.text.contains(BREAK_MARKS) {
        return None;
    }
    let kept = |part: &str| {
        part.chars()
            .filter(|c| !BREAK_MARKS.contains(c))
            .collect::<String>()
    };
    let place = |at: usize| {
        let before = text.text.get(..at).unwrap_or_default();
        u16::try_from(kept(before).len()).unwrap_or(u16::MAX)
    };
    let mut found = text.clone();
    found.text = kept(&text.text).into();
    for glyph in &mut found.glyphs {
        let range = glyph.range();
        glyph.range = place(range.start)..place(range.end);
    }
    // A mark has a glyph of its own only where no word is around it.
    let is_nothing = |glyph: &Glyph| glyph.range.is_empty() && glyph.x_advance == Em::zero();
    found.glyphs.retain(|glyph| !is_nothing(glyph));
    Some(found)
}

/// Returns the text with the face's own soft hyphen at its end, `None` if it ends in none. The engine
/// draws the hyphen of compounds there, whose meaning most readers of the file then take.
fn with_soft_hyphen(text: &TextItem) -> Option<TextItem> {
    if !text.text.ends_with(SOFT_HYPHEN) {
        return None;
    }
    let own = text.font.ttf().glyph_index(SOFT_HYPHEN)?;
    text.font.ttf().glyph_bounding_box(own)?;
    let mut text = text.clone();
    text.glyphs.last_mut()?.id = own.0;
    Some(text)
}

/// Returns the text with a space behind it that fills the gap.
fn with_space(text: &TextItem, gap: f64) -> Option<TextItem> {
    let space = text.font.ttf().glyph_index(' ')?;
    let (begin, last) = (u16::try_from(text.text.len()).ok()?, text.glyphs.last()?);
    let mut text = text.clone();
    text.text.push(' ');
    let glyph = Glyph {
        id: space.0,
        x_advance: Em::from_abs(Abs::raw(gap), text.size),
        x_offset: Em::zero(),
        y_advance: Em::zero(),
        y_offset: Em::zero(),
        range: begin..begin + 1,
        span: last.span,
    };
    text.glyphs.push(glyph);
    Some(text)
}

/// Returns what the author says of a formula for those who do not see it. What stands between dollars
/// is its source, by which a formula of Markdown is known.
pub(crate) fn own_words(equation: &EquationElem) -> Option<&EcoString> {
    let given = equation.alt.as_option().as_ref().and_then(Option::as_ref)?;
    let is_source = given.starts_with('$') && given.ends_with('$');
    (has_text(Some(given)) && !is_source).then_some(given)
}
