//! The pieces of a line: runs with their looks, fields, links, notes, pictures, formulas.

use crate::word::read::body::{BodyReader, control};
use crate::word::read::maths;
use crate::word::read::model::{ChangeKind, Look, Paragraph, Picture, Piece, ScopeKind, What};
use crate::word::read::styles::look;
use crate::word::read::symbols::symbol;
use crate::word::read::xml::Element;

/// How deep elements of a line are followed.
const MAX_DEPTH: usize = 60;
/// English Metric Units in a millimetre.
const EMU: u64 = 36_000;

impl BodyReader<'_> {
    pub(super) fn inline(&mut self, element: &Element, paragraph: &mut Paragraph, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let text = |name: &str| element.get(name).unwrap_or_default().to_owned();
        match element.name.as_str() {
            "w:r" => self.run(element, paragraph, depth),
            "w:ins" | "w:moveTo" | "w:del" | "w:moveFrom" => {
                let kind = match element.name.as_str() {
                    "w:ins" => ChangeKind::Inserted,
                    "w:moveTo" => ChangeKind::MovedTo,
                    "w:del" => ChangeKind::Deleted,
                    _ => ChangeKind::MovedFrom,
                };
                let change = self.change(element, kind);
                let is_added = matches!(kind, ChangeKind::Inserted | ChangeKind::MovedTo);
                let stack = if is_added {
                    &mut self.inserted
                } else {
                    &mut self.deleted
                };
                stack.push(change);
                self.inlines(element, paragraph, depth);
                let stack = if is_added {
                    &mut self.inserted
                } else {
                    &mut self.deleted
                };
                stack.pop();
            }
            "w:hyperlink" => {
                let target = element.get("r:id").and_then(|id| self.relations.get(id));
                let address = target
                    .filter(|it| it.is_outside)
                    .map(|it| it.target.clone());
                let anchor = element.get("w:anchor").map(str::to_owned);
                let code = address.as_deref().and_then(|it| transferred(it, element));
                let kind = code.unwrap_or(ScopeKind::Link { address, anchor });
                self.within(kind, element, paragraph, depth);
            }
            "w:fldSimple" => {
                let data = element
                    .child("w:fldData")
                    .map(Element::text)
                    .unwrap_or_default();
                let field = ScopeKind::Field {
                    instruction: text("w:instr"),
                    data,
                };
                self.within(field, element, paragraph, depth);
            }
            "w:sdt" => {
                let kind = element.child("w:sdtPr").map(control).unwrap_or_default();
                if let Some(content) = element.child("w:sdtContent") {
                    self.within(kind, content, paragraph, depth);
                }
            }
            "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo" => {
                self.inlines(element, paragraph, depth);
            }
            "w:bookmarkStart" => {
                self.bookmark(element);
                let start = What::BookmarkStart {
                    id: text("w:id"),
                    name: text("w:name"),
                };
                self.push(paragraph, start, Look::default(), None);
            }
            "w:bookmarkEnd" => {
                self.bookmark(element);
                let end = What::BookmarkEnd { id: text("w:id") };
                self.push(paragraph, end, Look::default(), None);
            }
            "w:commentRangeStart" => self.push(
                paragraph,
                What::CommentStart(text("w:id")),
                Look::default(),
                None,
            ),
            "w:commentRangeEnd" => self.push(
                paragraph,
                What::CommentEnd(text("w:id")),
                Look::default(),
                None,
            ),
            "m:oMath" => self.formula(element, false, paragraph),
            "m:oMathPara" => {
                for formula in element.elements().filter(|it| it.name == "m:oMath") {
                    self.formula(formula, true, paragraph);
                }
            }
            "w:subDoc" => self.push(
                paragraph,
                What::Lost("a part that stands in another file"),
                Look::default(),
                None,
            ),
            _ => {}
        }
    }

    fn inlines(&mut self, parent: &Element, paragraph: &mut Paragraph, depth: usize) {
        for element in parent.elements() {
            self.inline(element, paragraph, depth + 1);
        }
    }

    fn within(
        &mut self,
        kind: ScopeKind,
        parent: &Element,
        paragraph: &mut Paragraph,
        depth: usize,
    ) {
        let scope = self.scope(kind);
        self.open.push(scope);
        self.inlines(parent, paragraph, depth);
        self.close(scope);
    }

    fn formula(&mut self, element: &Element, is_display: bool, paragraph: &mut Paragraph) {
        let tex = maths::tex(element);
        if !tex.is_empty() {
            self.push(
                paragraph,
                What::Formula { tex, is_display },
                Look::default(),
                None,
            );
        }
    }

    fn push(&self, paragraph: &mut Paragraph, what: What, look: Look, formatted: Option<usize>) {
        // A field within an instruction is a part of it, and no text.
        if self.fields.iter().any(|(_, is_result)| !is_result) {
            return;
        }
        let piece = Piece {
            what,
            look,
            scope: self.open.last().copied(),
            inserted: self.inserted.last().copied(),
            deleted: self.deleted.last().copied(),
            formatted,
        };
        if let (What::Text(text), Some(last)) = (&piece.what, paragraph.pieces.last_mut()) {
            let is_same = last.look == piece.look
                && last.scope == piece.scope
                && last.inserted == piece.inserted
                && last.deleted == piece.deleted
                && last.formatted == piece.formatted;
            if let (true, What::Text(known)) = (is_same, &mut last.what) {
                known.push_str(text);
                return;
            }
        }
        paragraph.pieces.push(piece);
    }

    fn run(&mut self, run: &Element, paragraph: &mut Paragraph, depth: usize) {
        let properties = run.child("w:rPr");
        let style = properties.and_then(|it| it.value("w:rStyle"));
        let base = self.styles.look(style);
        let mut looks = properties.map_or(base, |it| look(it, base));
        // Underlining that a link or a style brings is no emphasis.
        looks.underlined &= style.is_none();
        let changed = properties.and_then(|it| it.child("w:rPrChange"));
        let formatted = changed.map(|it| self.change(it, ChangeKind::Formatted));
        self.run_parts(run, paragraph, looks, formatted, depth);
    }

    fn run_parts(
        &mut self,
        run: &Element,
        paragraph: &mut Paragraph,
        looks: Look,
        formatted: Option<usize>,
        depth: usize,
    ) {
        if depth > MAX_DEPTH {
            return;
        }
        for element in run.elements() {
            let what = match element.name.as_str() {
                "w:t" | "w:delText" => text_of(element),
                "w:instrText" | "w:delInstrText" => {
                    self.instruction(&element.text());
                    continue;
                }
                "w:fldChar" => {
                    self.field(element);
                    continue;
                }
                "w:tab" | "w:ptab" => What::Tab,
                "w:cr" => What::LineBreak,
                "w:br" => match element.get("w:type") {
                    Some("page") => What::PageBreak,
                    Some("column") | Some(_) | None => What::LineBreak,
                },
                "w:noBreakHyphen" => What::Text("\u{2011}".into()),
                "w:softHyphen" => What::Text("\u{ad}".into()),
                "w:sym" => match symbol(element) {
                    Some(sign) => What::Text(sign.to_string()),
                    None => What::Lost("a sign of a symbol font"),
                },
                "w:footnoteReference" => {
                    What::Footnote(element.get("w:id").unwrap_or_default().into())
                }
                "w:endnoteReference" => {
                    What::Endnote(element.get("w:id").unwrap_or_default().into())
                }
                "w:commentReference" => {
                    What::CommentMark(element.get("w:id").unwrap_or_default().into())
                }
                "w:drawing" => {
                    self.drawing(element, paragraph, looks);
                    continue;
                }
                "w:pict" | "w:object" => {
                    self.old_picture(element, paragraph, looks);
                    continue;
                }
                "mc:AlternateContent" => {
                    let chosen = element
                        .child("mc:Choice")
                        .filter(|it| it.elements().next().is_some());
                    if let Some(chosen) = chosen.or_else(|| element.child("mc:Fallback")) {
                        self.run_parts(chosen, paragraph, looks, formatted, depth + 1);
                    }
                    continue;
                }
                "w:ruby" => match element.child("w:rubyBase") {
                    Some(base) => What::Text(base.text()),
                    None => continue,
                },
                _ => continue,
            };
            self.push(paragraph, what, looks, formatted);
        }
    }

    fn field(&mut self, element: &Element) {
        match element.get("w:fldCharType") {
            Some("begin") => {
                let data = element
                    .child("w:fldData")
                    .map(Element::text)
                    .unwrap_or_default();
                let scope = self.scope(ScopeKind::Field {
                    instruction: String::new(),
                    data,
                });
                self.open.push(scope);
                self.fields.push((scope, false));
            }
            Some("separate") => {
                if let Some(last) = self.fields.last_mut() {
                    last.1 = true;
                }
            }
            Some("end") => {
                let Some((scope, _)) = self.fields.pop() else {
                    return;
                };
                self.close(scope);
                // EndNote keeps the works of a citation beside a field within its field.
                let ScopeKind::Field { instruction, data } = &self.scopes[scope].kind else {
                    return;
                };
                if instruction.trim() == "ADDIN EN.CITE.DATA" {
                    let works = data.clone();
                    if let Some((outer, false)) = self.fields.last()
                        && let ScopeKind::Field { data, .. } = &mut self.scopes[*outer].kind
                        && data.is_empty()
                    {
                        *data = works;
                    }
                }
            }
            Some(_) | None => {}
        }
    }

    fn instruction(&mut self, text: &str) {
        if let Some((scope, false)) = self.fields.last()
            && let ScopeKind::Field { instruction, .. } = &mut self.scopes[*scope].kind
        {
            instruction.push_str(text);
        }
    }

    fn drawing(&mut self, drawing: &Element, paragraph: &mut Paragraph, looks: Look) {
        let described = drawing.find("wp:docPr");
        let alt = described.and_then(|it| it.get("descr").filter(|text| !text.trim().is_empty()));
        let is_decorative = drawing
            .find("adec:decorative")
            .is_some_and(|it| it.get("val") != Some("0"));
        let width = drawing
            .find("wp:extent")
            .and_then(|it| it.get("cx")?.parse::<u64>().ok());
        let vector = drawing
            .find("asvg:svgBlip")
            .and_then(|it| it.get("r:embed"));
        let pixels = drawing.find("a:blip");
        let inside = vector.or_else(|| pixels.and_then(|it| it.get("r:embed")));
        let target = inside.or_else(|| pixels.and_then(|it| it.get("r:link")));
        let target = target.and_then(|id| self.relations.get(id)).cloned();
        let boxes = boxes(drawing);
        if let Some(target) = target {
            let picture = Picture {
                target: target.target,
                is_outside: target.is_outside,
                alt: alt.unwrap_or_default().to_owned(),
                is_decorative,
                width: width.and_then(|width| u32::try_from(width / EMU).ok()),
            };
            self.push(paragraph, What::Picture(picture), looks, None);
        } else if boxes.is_empty() {
            let kind = drawing
                .find("a:graphicData")
                .and_then(|it| it.get("uri"))
                .unwrap_or_default();
            let what = match kind {
                _ if kind.contains("chart") => "a chart",
                _ if kind.contains("diagram") => "a SmartArt drawing",
                _ => "a drawing",
            };
            self.push(paragraph, What::Lost(what), looks, None);
        }
        self.boxes.extend(boxes);
    }

    fn old_picture(&mut self, element: &Element, paragraph: &mut Paragraph, looks: Look) {
        let boxes = boxes(element);
        let data = element.find("v:imagedata");
        let id = data.and_then(|it| it.get("r:id"));
        let target = id.and_then(|id| self.relations.get(id)).cloned();
        let alt = element.find("v:shape").and_then(|it| it.get("alt"));
        match target {
            Some(target) => {
                let picture = Picture {
                    target: target.target,
                    is_outside: target.is_outside,
                    alt: alt.unwrap_or_default().to_owned(),
                    is_decorative: false,
                    width: None,
                };
                self.push(paragraph, What::Picture(picture), looks, None);
            }
            None if boxes.is_empty() && element.name == "w:object" => {
                self.push(
                    paragraph,
                    What::Lost("an object of another program"),
                    looks,
                    None,
                );
            }
            None => {}
        }
        self.boxes.extend(boxes);
    }
}

/// Returns the field that a link stands for in a file with which Zotero goes from one program to another.
fn transferred(address: &str, link: &Element) -> Option<ScopeKind> {
    let code = link.text();
    let starts = ["ITEM CSL_CITATION", "BIBL ", "DOCUMENT_PREFERENCES"];
    let is_code = address.starts_with("https://www.zotero.org/")
        && starts.iter().any(|start| code.starts_with(start));
    is_code.then(|| ScopeKind::Field {
        instruction: format!("ADDIN ZOTERO_{code}"),
        data: String::new(),
    })
}

/// Returns the boxes of text in a drawing, the outermost.
fn boxes(element: &Element) -> Vec<Element> {
    let mut found = Vec::new();
    for inner in element.elements() {
        match inner.name.as_str() {
            "w:txbxContent" => found.push(inner.clone()),
            // The same again for old programs.
            "mc:Fallback" => {}
            _ => found.extend(boxes(inner)),
        }
    }
    found
}

fn text_of(element: &Element) -> What {
    let text = element.text();
    let is_kept = element.get("xml:space") == Some("preserve");
    What::Text(match is_kept {
        true => text,
        false => text.trim_matches(['\n', '\r', '\t', ' ']).to_owned(),
    })
}
