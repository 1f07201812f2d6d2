//! What is written so far: the text of the file, its notes, pictures and links, and the names by
//! which it finds its way back.

use std::collections::{BTreeMap, HashMap};

use typst::introspection::Location;
use typst_html::HtmlNode;

use crate::diagnostics::Place;
use crate::flow::Survey;
use crate::word::marks;
use crate::word::write::line::Line;
use crate::word::write::lists::Lists;
use crate::word::write::pictures::Pictures;
use crate::word::write::{Export, Reference};

/// What the paragraphs of a block have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// Their style, where it is not that of the text.
    pub(super) style: Option<&'static str>,
    /// How deep in lists they stand, from 1.
    pub(super) list: usize,
    /// How the columns of a table are ranged.
    pub(super) align: Option<&'static str>,
    /// Whether they stand in a cell or a note.
    pub(super) is_inside: bool,
}

/// What a section of the file is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Title,
    Front,
    Main,
}

/// A file while it is written.
pub(super) struct Writer<'a> {
    pub(super) export: &'a Export<'a>,
    pub(super) survey: Survey<'a>,
    pub(super) out: String,
    /// Where the properties of the last paragraph end, if nothing came after it.
    pub(super) last: Option<usize>,
    pub(super) lists: Lists,
    pub(super) pictures: Pictures,
    /// Where the file leads: kind, target, and whether it is outside.
    pub(super) relations: Vec<(&'static str, String, bool)>,
    /// The notes that were written, and which number each has.
    pub(super) notes: String,
    pub(super) note_numbers: BTreeMap<String, usize>,
    /// Whether a note is being written.
    pub(super) is_note: bool,
    /// The comments.
    pub(super) comments: Vec<String>,
    /// Citations as they were typed, by their ids.
    pub(super) citations: BTreeMap<String, String>,
    /// The part whose words are being written; none is written of the others.
    pub(super) is_written: bool,
    pub(super) is_appendix: bool,
    pub(super) is_contents: bool,
    pub(super) section: Section,
    pub(super) is_landscape: bool,
    pub(super) main_begins: bool,
    /// Whether the next paragraph begins a page.
    pub(super) breaks: bool,
    /// Whether the last block was a paragraph, so that the next one is told apart from it.
    pub(super) follows: bool,
    /// The list and level whose sign the next paragraph has.
    pub(super) marker: Option<(usize, usize)>,
    /// How often the headings of each level were counted.
    pub(super) counted: [usize; 3],
    pub(super) heading_list: usize,
    pub(super) counted_in: usize,
    pub(super) next_listed: usize,
    /// What the figure at hand says of itself for those who do not see it.
    pub(super) alt: Option<String>,
    bookmarks: usize,
    /// The author's places of the elements that are open and can be cited.
    pub(super) open: Vec<(Location, Place)>,
    known: HashMap<u64, Option<Place>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(export: &'a Export<'a>, survey: Survey<'a>) -> Self {
        Self {
            export,
            survey,
            out: String::new(),
            last: None,
            lists: Lists::new("Chapter", "Appendix"),
            pictures: Pictures::default(),
            relations: Vec::new(),
            notes: String::new(),
            note_numbers: BTreeMap::new(),
            is_note: false,
            comments: Vec::new(),
            citations: BTreeMap::new(),
            is_written: true,
            is_appendix: false,
            is_contents: false,
            section: Section::Front,
            is_landscape: false,
            main_begins: false,
            breaks: false,
            follows: false,
            marker: None,
            counted: [0; 3],
            heading_list: 0,
            counted_in: 0,
            next_listed: 0,
            alt: None,
            bookmarks: 0,
            open: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Returns what something in the file leads to by.
    pub(super) fn relation(
        &mut self,
        kind: &'static str,
        target: &str,
        is_outside: bool,
    ) -> String {
        let known = self.relations.iter();
        let mut known = known.map(|(kind, target, outside)| (*kind, target.as_str(), *outside));
        let at = known.position(|it| it == (kind, target, is_outside));
        let at = at.unwrap_or_else(|| {
            self.relations.push((kind, target.to_owned(), is_outside));
            self.relations.len() - 1
        });
        format!("rId{}", at + 1)
    }

    /// Returns where an author wrote a piece of the document.
    pub(super) fn place(&mut self, span: typst::syntax::Span) -> Option<Place> {
        if span.is_detached() {
            return None;
        }
        let place = &self.export.place;
        let known = self.known.entry(span.into_raw().get());
        known.or_insert_with(|| place(span)).clone()
    }

    /// Encloses a part of a file's text by a bookmark.
    pub(super) fn enclosed(&mut self, name: &str, inner: &str) -> String {
        let (begin, end) = self.bookmark(name);
        format!("{begin}{inner}{end}")
    }

    /// Returns the beginning and the end of a bookmark.
    pub(super) fn bookmark(&mut self, name: &str) -> (String, String) {
        self.bookmarks += 1;
        let id = self.bookmarks;
        (
            format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>"),
            format!("<w:bookmarkEnd w:id=\"{id}\"/>"),
        )
    }

    /// Returns the runs of a paragraph, enclosed by the name of the block that they are of.
    pub(super) fn named(&mut self, line: Line) -> String {
        let place = line.place.clone();
        let runs = line.finish();
        let name = place.and_then(|place| self.block_name(&place));
        match name {
            Some(name) => self.enclosed(&name, &runs),
            None => runs,
        }
    }

    fn block_name(&mut self, place: &Place) -> Option<String> {
        let text = self.export.texts.text(&place.path)?;
        let start = place.range.as_ref()?.start;
        let line = text.get(..start)?.matches('\n').count() + 1;
        let wanted = marks::block(&place.path, line, text);
        Some(self.survey.unique(&wanted))
    }

    /// Adds a paragraph.
    pub(super) fn put(&mut self, properties: &str, runs: &str) {
        self.out.push_str("<w:p><w:pPr>");
        self.out.push_str(properties);
        self.last = Some(self.out.len());
        self.out.push_str("</w:pPr>");
        self.out.push_str(runs);
        self.out.push_str("</w:p>");
    }

    /// Writes blocks apart from the text, and returns them.
    pub(super) fn apart(&mut self, nodes: &'a [HtmlNode], around: &Around) -> String {
        let outer = std::mem::take(&mut self.out);
        let (last, marker) = (self.last.take(), self.marker.take());
        let (breaks, follows) = (
            std::mem::take(&mut self.breaks),
            std::mem::take(&mut self.follows),
        );
        self.blocks(nodes, around);
        (self.last, self.marker, self.breaks, self.follows) = (last, marker, breaks, follows);
        std::mem::replace(&mut self.out, outer)
    }

    /// Ends the section: what comes next is in one of its own.
    pub(super) fn end_section(&mut self) {
        let properties = self.section_properties();
        match self.last.take() {
            Some(at) => self.out.insert_str(at, &properties),
            None => self.put(&format!("<w:pStyle w:val=\"Normal\"/>{properties}"), ""),
        }
        self.last = None;
        self.breaks = false;
        self.follows = false;
    }

    /// Returns what the section is like that ends here.
    pub(super) fn section_properties(&mut self) -> String {
        let page = self.export.page;
        let (wide, high) = self.size();
        let turned = if self.is_landscape {
            " w:orient=\"landscape\""
        } else {
            ""
        };
        let heads = match self.section {
            // Only the word that marks a draft.
            Section::Title if self.export.is_draft() => {
                let id = self.relation("header", "folio-title-head.xml", false);
                format!("<w:headerReference w:type=\"default\" r:id=\"{id}\"/>")
            }
            Section::Title => String::new(),
            Section::Front | Section::Main => {
                let own = [("header", "folio-head.xml"), ("footer", "folio-foot.xml")];
                let given = self
                    .export
                    .reference
                    .map(Reference::heads)
                    .unwrap_or_default();
                let heads = if given.is_empty() {
                    own.to_vec()
                } else {
                    given
                };
                let heads = heads.into_iter().map(|(kind, part)| {
                    let id = self.relation(kind, part, false);
                    format!("<w:{kind}Reference w:type=\"default\" r:id=\"{id}\"/>")
                });
                heads.collect()
            }
        };
        let (format, start) = match (self.section, self.main_begins) {
            (Section::Title | Section::Front, _) if self.export.has_roman_front => {
                ("lowerRoman", "")
            }
            (Section::Main, true) if self.export.has_roman_front => ("decimal", " w:start=\"1\""),
            _ => ("decimal", ""),
        };
        self.main_begins = false;
        let numbered = match self.export.is_review && self.section == Section::Main {
            true => "<w:lnNumType w:countBy=\"1\" w:restart=\"newPage\"/>",
            false => "",
        };
        format!(
            "<w:sectPr>{heads}<w:type w:val=\"nextPage\"/>\
             <w:pgSz w:w=\"{wide}\" w:h=\"{high}\"{turned}/>\
             <w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" \
             w:header=\"{}\" w:footer=\"{}\" w:gutter=\"0\"/>{numbered}\
             <w:pgNumType w:fmt=\"{format}\"{start}/><w:cols w:space=\"708\"/></w:sectPr>",
            page.header,
            page.footer,
            top = page.top,
            right = page.right,
            bottom = page.bottom,
            left = page.left,
        )
    }

    fn size(&self) -> (u32, u32) {
        let page = self.export.page;
        match self.is_landscape {
            true => (page.high, page.wide),
            false => (page.wide, page.high),
        }
    }

    /// Returns how wide and high the text is, in points.
    pub(super) fn room(&self) -> (f64, f64) {
        let page = self.export.page;
        let (wide, high) = self.size();
        let points = |whole: u32, one: u32, other: u32| f64::from(whole - one - other) / 20.0;
        (
            points(wide, page.left, page.right),
            points(high, page.top, page.bottom),
        )
    }
}
