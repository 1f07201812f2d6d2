//! Ways round the engine's own faults in tagged export (typst 0.15.1).
//!
//! The tag tree is built from the pages alone, and two shapes of pages break it:
//!
//! - the rectangle of a link outside the link's own tags: a line hyphenated exactly where a link
//!   ends inside a word leaves the hyphen's rectangle behind. It is left out; the hyphen is then
//!   not clickable, all else of the link is.
//! - a piece of a footnote, float or cell whose parent is on no page: the parent's mark was laid
//!   out again elsewhere and lost. An empty parent is put in front of the piece.
//!
//! A link inside something that is repeated, such as a table's header on its second page, breaks
//! PDF/UA: the copy is no content, so its links are left out too.

use std::collections::{HashMap, HashSet};

use typst::foundations::{Content, NativeElement};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{FrameItem, FrameParent, GridCell, HideElem, Inherit, PlaceElem, RepeatElem};
use typst::model::{FootnoteBody, FootnoteElem, LinkMarker, TableCell};
use typst::pdf::ArtifactElem;
use typst_layout::PagedDocument;

use crate::typeset::pages::{Change, rewrite, walk};

/// Whether a way round is known for what the engine said.
pub(super) fn can_help(message: &str) -> bool {
    is_fault(message) || message.contains("artifacts may not contain links")
}

/// Whether the engine failed by its own fault.
pub(super) fn is_fault(message: &str) -> bool {
    message.starts_with("internal error")
}

/// Returns the pages with what breaks their export put right.
pub(super) fn repair(document: &PagedDocument) -> PagedDocument {
    let parents = parents(document);
    rewrite(
        document,
        &mut Context::default(),
        &mut |context, item| context.enter(item, &parents),
        &mut |context, item| context.leave(item),
    )
}

/// The elements on the pages that pieces laid out elsewhere can belong to.
fn parents(document: &PagedDocument) -> HashSet<Location> {
    let mut found = HashSet::new();
    walk(
        document,
        &mut found,
        &mut |found, item| {
            if let FrameItem::Tag(Tag::Start(content, flags)) = item
                && flags.tagged
                && is_parent(content)
                && let Some(location) = content.location()
            {
                found.insert(location);
            }
        },
        &mut |_, _| {},
    );
    found
}

fn is_parent(content: &Content) -> bool {
    content.is::<FootnoteElem>()
        || content.is::<TableCell>()
        || content.is::<GridCell>()
        || content
            .to_packed::<PlaceElem>()
            .is_some_and(|place| place.float.as_option() == &Some(true))
}

/// What is open at a point of the walk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Link(Location),
    Artifact(Location),
}

impl Open {
    fn location(self) -> Location {
        match self {
            Open::Link(location) | Open::Artifact(location) => location,
        }
    }
}

#[derive(Default)]
struct Context {
    open: Vec<Open>,
    /// What was open where an element started, for its pieces elsewhere.
    at_parent: HashMap<Location, Vec<Open>>,
    /// What a piece left open for the next piece of the same parent.
    unfinished: HashMap<Location, Vec<Open>>,
    /// For each piece being walked: what was open around it, and what it began with.
    pieces: Vec<(Vec<Open>, Vec<Open>)>,
}

impl Context {
    fn enter(&mut self, item: &FrameItem, parents: &HashSet<Location>) -> Change {
        match item {
            FrameItem::Group(group) => match group.parent {
                Some(parent) => {
                    self.enter_piece(parent);
                    if parents.contains(&parent.location) {
                        Change::Keep
                    } else {
                        Change::Replace(with_empty_parent(item, parent.location))
                    }
                }
                None => Change::Keep,
            },
            FrameItem::Tag(Tag::Start(content, flags)) if flags.tagged => {
                self.start(content);
                Change::Keep
            }
            FrameItem::Tag(Tag::End(location, _, flags)) if flags.tagged => {
                self.open.retain(|open| open.location() != *location);
                Change::Keep
            }
            FrameItem::Link(..) if !self.may_link() => Change::Drop,
            FrameItem::Tag(_)
            | FrameItem::Link(..)
            | FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..) => Change::Keep,
        }
    }

    fn leave(&mut self, item: &FrameItem) {
        if let FrameItem::Group(group) = item
            && let Some(parent) = group.parent
        {
            let (around, began_with) = self.pieces.pop().unwrap_or_default();
            let mut left = std::mem::replace(&mut self.open, around);
            left.retain(|open| !began_with.contains(open));
            self.unfinished.insert(parent.location, left);
        }
    }

    fn enter_piece(&mut self, parent: FrameParent) {
        let began_with = match parent.inherit {
            Inherit::Yes => self
                .at_parent
                .get(&parent.location)
                .cloned()
                .unwrap_or_default(),
            Inherit::No => self.open.clone(),
        };
        let mut inside = began_with.clone();
        inside.extend(self.unfinished.remove(&parent.location).unwrap_or_default());
        let around = std::mem::replace(&mut self.open, inside);
        self.pieces.push((around, began_with));
    }

    fn start(&mut self, content: &Content) {
        let Some(location) = content.location() else {
            return;
        };
        if is_parent(content) {
            self.at_parent
                .entry(location)
                .or_insert_with(|| self.open.clone());
        }
        if content.is::<LinkMarker>() {
            self.open.push(Open::Link(location));
        } else if is_artifact(content) {
            self.open.push(Open::Artifact(location));
        }
    }

    fn may_link(&self) -> bool {
        let has_link = self.open.iter().any(|open| matches!(open, Open::Link(_)));
        let has_artifact = self
            .open
            .iter()
            .any(|open| matches!(open, Open::Artifact(_)));
        has_link && !has_artifact
    }
}

fn is_artifact(content: &Content) -> bool {
    let repeats = |flag: Option<bool>| flag == Some(true);
    content.is::<HideElem>()
        || content.is::<ArtifactElem>()
        || content.is::<RepeatElem>()
        || content
            .to_packed::<TableCell>()
            .is_some_and(|cell| repeats(*cell.is_repeated.as_option()))
        || content
            .to_packed::<GridCell>()
            .is_some_and(|cell| repeats(*cell.is_repeated.as_option()))
}

fn with_empty_parent(item: &FrameItem, location: Location) -> Vec<FrameItem> {
    let flags = TagFlags {
        introspectable: false,
        tagged: true,
    };
    let empty = FootnoteElem::new(FootnoteBody::Content(Content::empty()))
        .pack()
        .located(location);
    vec![
        FrameItem::Tag(Tag::Start(empty, flags)),
        FrameItem::Tag(Tag::End(location, 0, flags)),
        item.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::pdf::{PdfRequest, export, write};
    use crate::typeset::sandbox::{Sandbox, tags};
    use crate::typeset::standard::Standard;

    /// Documents of narrow lines, each a point wider than the one before, whose citations end
    /// inside a word: some of them are hyphenated exactly there.
    fn hyphenated(width: usize) -> Sandbox {
        let text = "We asked why #cite(<a>, form: \"prose\")ization and @b#[]ational of #cite(<c>, form: \"author\")ally organised. ";
        Sandbox::new(&format!(
            "= T\n#set text(hyphenate: true)\n#set par(justify: true)\n#show link: set text(hyphenate: true)\n#block(width: {width}pt)[{}]\n#link(\"https://a.org\")[rehabili]tation #link(\"https://a.org\")[interorgani]sational\n#bibliography(\"/r.bib\")",
            text.repeat(6)
        ))
        .file(
            "r.bib",
            "@book{a, title={A}, author={Featherstone, B}, year=2001}\n@book{b, title={Administrational}, author={Organ, B}, year=2002}\n@book{c, title={C}, author={Internation, B}, year=2003}",
        )
    }

    #[test]
    fn the_engines_fault_at_a_hyphenated_link_costs_no_tags() {
        let mut faults = 0;
        for width in (60..140).step_by(2) {
            let sandbox = hyphenated(width);
            let (session, typeset) = sandbox.typeset();
            let request = PdfRequest::default();
            let plain = write(
                &typeset.document,
                &session,
                &request,
                &[Standard::V1_7],
                true,
            )
            .unwrap();
            faults +=
                usize::from(plain.is_err_and(|errors| errors.iter().any(|e| is_fault(&e.message))));
            let pdf = export(&typeset.document, &session, &request).unwrap();
            assert_eq!(pdf.gave_up, Vec::<String>::new(), "{width}");
        }
        assert!(faults > 0, "no document triggers the fault any more");
    }

    #[test]
    fn a_footnote_whose_mark_is_on_no_page_costs_no_tags() {
        let sandbox = Sandbox::new("= T\nText#footnote[A note.] and text#footnote[Another.].");
        let (session, typeset) = sandbox.typeset();
        let mut lost = Vec::new();
        let orphaned = rewrite(
            &typeset.document,
            &mut lost,
            &mut |lost, item| match item {
                FrameItem::Tag(Tag::Start(content, _))
                    if content.is::<FootnoteElem>() && lost.is_empty() =>
                {
                    lost.extend(content.location());
                    Change::Drop
                }
                FrameItem::Tag(Tag::End(location, ..)) if lost.contains(location) => Change::Drop,
                _ => Change::Keep,
            },
            &mut |_, _| {},
        );
        let request = PdfRequest::default();
        let plain = write(&orphaned, &session, &request, &[Standard::V1_7], true).unwrap();
        assert!(plain.is_err_and(|errors| is_fault(&errors[0].message)));
        let pdf = export(&orphaned, &session, &request).unwrap();
        assert_eq!(pdf.gave_up, Vec::<String>::new());
        assert_eq!(
            tags(&pdf).iter().filter(|(kind, _)| kind == "Note").count(),
            2
        );
    }

    #[test]
    fn a_reference_in_a_header_that_is_repeated_costs_no_standard() {
        let rows = "#figure(block(breakable: true, table(columns: 2, table.header([h], [see @s]), ..range(60).map(n => [x]))))";
        let pdf = Sandbox::new(&format!(
            "#set heading(numbering: \"1\")\n#show figure: set block(breakable: true)\n= T <s>\n{rows}"
        ))
        .pdf(&PdfRequest::default());
        assert_eq!(pdf.gave_up, Vec::<String>::new());
    }

    #[test]
    fn a_fault_that_nothing_helps_costs_the_tags_and_is_said() {
        let sandbox = Sandbox::new("= T\nText.");
        let (session, typeset) = sandbox.typeset();
        let broken = rewrite(
            &typeset.document,
            &mut (),
            &mut |(), item| match item {
                FrameItem::Tag(Tag::End(..)) => Change::Drop,
                _ => Change::Keep,
            },
            &mut |(), _| {},
        );
        let pdf = export(&broken, &session, &PdfRequest::default()).unwrap();
        assert_eq!(pdf.standards, [Standard::A2u]);
        assert_eq!(pdf.gave_up.len(), 2);
        assert!(
            pdf.gave_up[1].starts_with("the PDF has no tags"),
            "{:?}",
            pdf.gave_up
        );
    }
}
