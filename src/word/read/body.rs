//! Paragraphs and tables of a part, read from its beginning to its end with what is open across them:
//! a field may begin in one paragraph and end in another.

use std::collections::BTreeMap;
use std::io::BufRead;

use crate::word::read::archive::Relations;
use crate::word::read::model::{
    Alignment, Block, Cell, Change, ChangeKind, Paragraph, Row, Scope, ScopeKind, Table,
};
use crate::word::read::styles::{Styles, indents};
use crate::word::read::unreadable::Unreadable;
use crate::word::read::xml::{Element, Part, Step};

/// How many paragraphs a file may have: five thousand pages have fewer.
const MAX_PARAGRAPHS: usize = 100_000;

/// What is read, and what is open while it is.
pub(crate) struct BodyReader<'a> {
    pub(super) styles: &'a Styles,
    pub(super) relations: Relations,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) changes: Vec<Change>,
    /// The scopes around what is read, the innermost last.
    pub(super) open: Vec<usize>,
    /// The fields that are open, each with whether its instruction is over.
    pub(super) fields: Vec<(usize, bool)>,
    /// What programs keep of a bookmark elsewhere in the file, by its name: the instruction of a field.
    pub(super) codes: BTreeMap<String, String>,
    /// The bookmarks of that kind that are open: their ids, and the scope of each.
    coded: Vec<(String, usize)>,
    pub(super) paragraphs: usize,
    /// Boxes in the paragraph at hand; they are read after it.
    pub(super) boxes: Vec<Element>,
    /// What a run stands in that was added or deleted, the innermost last.
    pub(super) inserted: Vec<usize>,
    pub(super) deleted: Vec<usize>,
}

impl<'a> BodyReader<'a> {
    pub(crate) fn new(styles: &'a Styles) -> Self {
        Self {
            styles,
            relations: Relations::default(),
            scopes: Vec::new(),
            changes: Vec::new(),
            open: Vec::new(),
            fields: Vec::new(),
            codes: BTreeMap::new(),
            coded: Vec::new(),
            paragraphs: 0,
            boxes: Vec::new(),
            inserted: Vec::new(),
            deleted: Vec::new(),
        }
    }

    /// Reads the body of the document, a paragraph or a table at a time.
    pub(crate) fn document<R: BufRead>(
        &mut self,
        part: &mut Part<R>,
    ) -> Result<Vec<Block>, Unreadable> {
        let mut blocks = Vec::new();
        // Whether each open element opened a scope.
        let mut around: Vec<Option<usize>> = Vec::new();
        loop {
            match part.step()? {
                Step::Open(element) => match element.name.as_str() {
                    "w:document" | "w:body" | "w:sdtContent" | "w:customXml" | "w:smartTag"
                    | "w:ins" | "w:moveTo" => {
                        around.push(None);
                    }
                    "w:sdt" => {
                        let scope = self.scope(ScopeKind::Other);
                        self.open.push(scope);
                        around.push(Some(scope));
                    }
                    "w:sdtPr" => {
                        let properties = part.whole(element)?;
                        if let Some(scope) = self.open.last() {
                            self.scopes[*scope].kind = control(&properties);
                        }
                    }
                    _ => {
                        let element = part.whole(element)?;
                        self.block(&element, &mut blocks, 0)?;
                    }
                },
                Step::Close => {
                    if let Some(Some(scope)) = around.pop() {
                        self.close(scope);
                    }
                }
                Step::End => return Ok(blocks),
            }
        }
    }

    /// Reads a note, a comment or a cell by itself: what is open around it stays out.
    pub(crate) fn apart(
        &mut self,
        element: &Element,
        depth: usize,
    ) -> Result<Vec<Block>, Unreadable> {
        let open = std::mem::take(&mut self.open);
        let fields = std::mem::take(&mut self.fields);
        let mut blocks = Vec::new();
        for element in element.elements() {
            self.block(element, &mut blocks, depth)?;
        }
        self.open = open;
        self.fields = fields;
        Ok(blocks)
    }

    pub(super) fn scope(&mut self, kind: ScopeKind) -> usize {
        let parent = self.open.last().copied();
        self.scopes.push(Scope { kind, parent });
        self.scopes.len() - 1
    }

    pub(super) fn close(&mut self, scope: usize) {
        self.open.retain(|open| *open != scope);
    }

    /// A bookmark begins or ends that stands for a field.
    pub(super) fn bookmark(&mut self, element: &Element) {
        let id = element.get("w:id").unwrap_or_default();
        if element.name == "w:bookmarkEnd" {
            if let Some(at) = self.coded.iter().position(|(open, _)| open == id) {
                let (_, scope) = self.coded.remove(at);
                self.close(scope);
            }
        } else if let Some(code) = element.get("w:name").and_then(|name| self.codes.get(name)) {
            let scope = self.scope(ScopeKind::Field {
                instruction: code.clone(),
                data: String::new(),
            });
            self.open.push(scope);
            self.coded.push((id.to_owned(), scope));
        }
    }

    pub(super) fn change(&mut self, element: &Element, kind: ChangeKind) -> usize {
        let text = |name| element.get(name).unwrap_or_default().to_owned();
        let change = Change {
            kind,
            author: text("w:author"),
            date: text("w:date"),
        };
        // One act of typing is cut into many runs.
        if self.changes.last() != Some(&change) {
            self.changes.push(change);
        }
        self.changes.len() - 1
    }

    fn block(
        &mut self,
        element: &Element,
        blocks: &mut Vec<Block>,
        depth: usize,
    ) -> Result<(), Unreadable> {
        match element.name.as_str() {
            "w:p" => {
                let paragraph = self.paragraph(element)?;
                blocks.push(Block::Paragraph(Box::new(paragraph)));
                for inner in std::mem::take(&mut self.boxes) {
                    if depth > 3 {
                        continue;
                    }
                    let mut inner = self.apart(&inner, depth + 1)?;
                    for block in &mut inner {
                        if let Block::Paragraph(paragraph) = block {
                            paragraph.is_boxed = true;
                        }
                    }
                    blocks.extend(inner);
                }
            }
            "w:tbl" => {
                let table = self.table(element, depth)?;
                blocks.push(Block::Table(table));
            }
            "w:sdt" => {
                let kind = element.child("w:sdtPr").map(control).unwrap_or_default();
                let scope = self.scope(kind);
                self.open.push(scope);
                for inner in element
                    .child("w:sdtContent")
                    .into_iter()
                    .flat_map(Element::elements)
                {
                    self.block(inner, blocks, depth)?;
                }
                self.close(scope);
            }
            "w:customXml" | "w:smartTag" | "w:ins" | "w:moveTo" => {
                for inner in element.elements() {
                    self.block(inner, blocks, depth)?;
                }
            }
            // The end of the last section: how its pages lie.
            "w:sectPr" => {
                let last = blocks.iter_mut().rev().find_map(|block| match block {
                    Block::Paragraph(paragraph) => Some(paragraph),
                    Block::Table(_) => None,
                });
                if let Some(last) = last.filter(|it| it.section_end.is_none()) {
                    last.section_end = Some(is_landscape(element));
                }
            }
            // Bookmarks between paragraphs belong to the next one; only those of fields are needed.
            "w:bookmarkStart" | "w:bookmarkEnd" => self.bookmark(element),
            _ => {}
        }
        Ok(())
    }

    fn paragraph(&mut self, element: &Element) -> Result<Paragraph, Unreadable> {
        self.paragraphs += 1;
        if self.paragraphs > MAX_PARAGRAPHS {
            return Err(Unreadable::TooMuch {
                what: "paragraphs",
                most: MAX_PARAGRAPHS,
            });
        }
        let none = Element::default();
        let properties = element.child("w:pPr").unwrap_or(&none);
        let style = properties.value("w:pStyle");
        let outline = properties
            .value("w:outlineLvl")
            .and_then(|level| level.parse().ok());
        let (left, right) = indents(properties);
        let by_style = self.styles.indents(style);
        let end = properties.child("w:rPr");
        let mut paragraph = Paragraph {
            role: self.styles.role(style, outline),
            style: self.styles.name(style),
            list: self.styles.list(style, properties.child("w:numPr")),
            is_unnumbered: properties
                .child("w:numPr")
                .is_some_and(|own| own.value("w:numId") == Some("0"))
                && self.styles.list(style, None).is_some(),
            breaks_before: properties
                .switch("w:pageBreakBefore")
                .unwrap_or(self.styles.breaks_before(style)),
            section_end: properties.child("w:sectPr").map(is_landscape),
            indents: (left.unwrap_or(by_style.0), right.unwrap_or(by_style.1)),
            alignment: match properties.value("w:jc") {
                Some("center") => Alignment::Centre,
                Some("right" | "end") => Alignment::Right,
                Some("left" | "start") => Alignment::Left,
                Some(_) | None => Alignment::Default,
            },
            ..Paragraph::default()
        };
        if let Some(list) = &mut paragraph.list {
            let by_style = self.styles.indents(style).0;
            let by_list = if list.indent > 0 {
                list.indent
            } else {
                by_style
            };
            list.indent = left.unwrap_or(by_list);
        }
        if let Some(change) =
            end.and_then(|end| end.child("w:ins").or_else(|| end.child("w:moveTo")))
        {
            paragraph.end_inserted = Some(self.change(change, ChangeKind::Inserted));
        }
        if let Some(change) =
            end.and_then(|end| end.child("w:del").or_else(|| end.child("w:moveFrom")))
        {
            paragraph.end_deleted = Some(self.change(change, ChangeKind::Deleted));
        }
        if let Some(change) = properties.child("w:pPrChange") {
            paragraph.formatted = Some(self.change(change, ChangeKind::Formatted));
        }
        let is_bold = self.styles.is_bold(style);
        for inner in element.elements() {
            self.inline(inner, &mut paragraph, 0);
        }
        // What a style already says is no emphasis; in the text it is the whole paragraph's.
        if is_bold && paragraph.role != crate::word::read::model::Role::Text {
            for piece in &mut paragraph.pieces {
                piece.look.bold = false;
            }
        }
        Ok(paragraph)
    }

    fn table(&mut self, element: &Element, depth: usize) -> Result<Table, Unreadable> {
        if depth > 8 {
            return Err(Unreadable::TooMuch {
                what: "tables in each other",
                most: 8,
            });
        }
        let properties = element.child("w:tblPr");
        let mut table = Table {
            rows: Vec::new(),
            has_head: properties
                .and_then(|it| it.child("w:tblLook"))
                .and_then(|look| match look.get("w:firstRow") {
                    Some(first) => Some(matches!(first, "1" | "true")),
                    None => u32::from_str_radix(look.get("w:val")?, 16)
                        .ok()
                        .map(|bits| bits & 0x20 != 0),
                }),
        };
        self.rows(element, &mut table, depth)?;
        Ok(table)
    }

    fn rows(
        &mut self,
        parent: &Element,
        table: &mut Table,
        depth: usize,
    ) -> Result<(), Unreadable> {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:tr" => {
                    let properties = element.child("w:trPr");
                    let mut row = Row {
                        cells: Vec::new(),
                        is_head: properties.and_then(|it| it.switch("w:tblHeader")) == Some(true),
                        is_deleted: properties.is_some_and(|it| it.child("w:del").is_some()),
                    };
                    // Columns that a row leaves out at its beginning.
                    let before = properties
                        .and_then(|it| it.value("w:gridBefore")?.parse().ok())
                        .unwrap_or(0);
                    for _ in 0..usize::min(before, 60) {
                        row.cells.push(Cell {
                            columns: 1,
                            ..Cell::default()
                        });
                    }
                    self.cells(element, &mut row, depth)?;
                    table.rows.push(row);
                }
                "w:sdt" | "w:sdtContent" | "w:customXml" | "w:ins" => {
                    self.rows(element, table, depth)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn cells(&mut self, parent: &Element, row: &mut Row, depth: usize) -> Result<(), Unreadable> {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:tc" => {
                    let properties = element.child("w:tcPr");
                    let columns = properties.and_then(|it| it.value("w:gridSpan")?.parse().ok());
                    let merged = properties.and_then(|it| it.child("w:vMerge"));
                    let goes_on = merged.is_some_and(|it| it.get("w:val") != Some("restart"));
                    let mut blocks = Vec::new();
                    for inner in element.elements() {
                        self.block(inner, &mut blocks, depth + 1)?;
                    }
                    row.cells.push(Cell {
                        blocks,
                        columns: columns.unwrap_or(1).clamp(1, 60),
                        goes_on,
                    });
                }
                "w:sdt" | "w:sdtContent" | "w:customXml" => self.cells(element, row, depth)?,
                _ => {}
            }
        }
        Ok(())
    }
}

fn is_landscape(section: &Element) -> bool {
    section
        .child("w:pgSz")
        .is_some_and(|size| size.get("w:orient") == Some("landscape"))
}

/// Returns what a content control is.
pub(super) fn control(properties: &Element) -> ScopeKind {
    ScopeKind::Control {
        tag: properties.value("w:tag").unwrap_or_default().to_owned(),
        gallery: properties
            .child("w:docPartObj")
            .or_else(|| properties.child("w:docPartList"))
            .and_then(|part| part.value("w:docPartGallery"))
            .unwrap_or_default()
            .to_owned(),
        is_bibliography: properties.child("w:bibliography").is_some(),
    }
}
