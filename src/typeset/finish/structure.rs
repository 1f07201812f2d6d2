//! The structure of the written file as a reader needs it, where the engine's writer cannot make it.
//!
//! - Elements that hold nothing are left out: the number of an item that has none, an entry of the
//!   contents that is not printed.
//! - A caption stands inside its table, as the first thing, and inside its figure, as the last.
//! - The number of a note in the text is a reference (ISO 32000-1, 14.8.4.4.1).
//! - A list whose items have no numbers says so.
//! - Tables have a head and a body, and their cells all their heads.

use std::collections::BTreeMap;

use crate::typeset::finish::element::{Element, Kid};
use crate::typeset::finish::objects::Objects;
use crate::typeset::finish::tables;

/// Elements that say something only by what they hold.
const HOLDERS: [&str; 8] = ["TOC", "TOCI", "L", "LI", "Lbl", "Reference", "Div", "Span"];

/// Puts the structure right.
pub(super) fn put_right(objects: &mut Objects<'_>) {
    let elements = elements(objects);
    let mut structure = Structure {
        before: elements.clone(),
        elements,
        objects,
    };
    structure.leave_out_empty();
    structure.put_captions_inside();
    structure.refer_to_notes();
    structure.name_lists();
    tables::complete(&mut structure.elements, structure.objects);
    structure.write();
}

fn elements(objects: &Objects<'_>) -> BTreeMap<usize, Element> {
    let all = objects.ids().into_iter();
    all.filter_map(|id| Some((id, Element::read(objects.content(id)?)?)))
        .collect()
}

struct Structure<'o, 'a> {
    objects: &'o mut Objects<'a>,
    before: BTreeMap<usize, Element>,
    elements: BTreeMap<usize, Element>,
}

impl Structure<'_, '_> {
    fn kind(&self, number: usize) -> &str {
        self.elements.get(&number).map_or("", |it| it.kind.as_str())
    }

    /// Returns the elements of a kind, in the order of their numbers.
    fn all(&self, kind: &str) -> Vec<usize> {
        let found = self.elements.iter().filter(|(_, it)| it.kind == kind);
        found.map(|(number, _)| *number).collect()
    }

    /// Takes an element out of the structure.
    fn detach(&mut self, number: usize) -> Option<Element> {
        let element = self.elements.remove(&number)?;
        if let Some(parent) = self.elements.get_mut(&element.parent) {
            parent.kids.retain(|kid| *kid != Kid::Element(number));
        }
        Some(element)
    }

    fn leave_out_empty(&mut self) {
        let is_empty =
            |element: &Element| element.kids.is_empty() && HOLDERS.contains(&element.kind.as_str());
        let empty = self.elements.iter().filter(|(_, it)| is_empty(it));
        let mut open: Vec<usize> = empty.map(|(number, _)| *number).collect();
        while let Some(number) = open.pop() {
            if let Some(element) = self.detach(number)
                && self.elements.get(&element.parent).is_some_and(is_empty)
            {
                open.push(element.parent);
            }
        }
    }

    /// The engine puts a caption before what it is a caption of, in a division of their own.
    fn put_captions_inside(&mut self) {
        for caption in self.all("Caption") {
            let Some(division) = self.elements.get(&caption).map(|it| it.parent) else {
                continue;
            };
            if self.kind(division) != "Div" {
                continue;
            }
            let holder = self.holder(division, caption);
            let Some(mut moved) = self.detach(caption) else {
                continue;
            };
            let to = holder.unwrap_or(division);
            moved.parent = to;
            self.elements.insert(caption, moved);
            if let Some(holder) = self.elements.get_mut(&to) {
                let at = match holder.kind.as_str() {
                    "Table" => 0,
                    _ => holder.kids.len(),
                };
                holder.kids.insert(at, Kid::Element(caption));
            }
            if let Some(holder) = holder {
                self.unwrap(holder, division);
            }
        }
    }

    /// Returns the one table or figure that a division holds beside its caption.
    fn holder(&self, division: usize, caption: usize) -> Option<usize> {
        let mut at = division;
        loop {
            let kids = &self.elements.get(&at)?.kids;
            let mut others = kids.iter().filter(|kid| **kid != Kid::Element(caption));
            let (Some(Kid::Element(only)), None) = (others.next(), others.next()) else {
                return None;
            };
            match self.kind(*only) {
                "Table" | "Figure" => return Some(*only),
                "Div" => at = *only,
                _ => return None,
            }
        }
    }

    /// Hangs an element where a division hung that holds nothing else.
    fn unwrap(&mut self, inner: usize, division: usize) {
        let Some(parent) = self.elements.get(&division).map(|it| it.parent) else {
            return;
        };
        let mut at = inner;
        while at != division {
            let Some(element) = self.elements.get(&at) else {
                return;
            };
            let above = element.parent;
            if at != inner {
                self.elements.remove(&at);
            }
            at = above;
        }
        self.elements.remove(&division);
        if let Some(element) = self.elements.get_mut(&inner) {
            element.parent = parent;
        }
        self.replace_kid(parent, division, inner);
    }

    fn replace_kid(&mut self, parent: usize, old: usize, new: usize) {
        if let Some(parent) = self.elements.get_mut(&parent) {
            for kid in &mut parent.kids {
                if *kid == Kid::Element(old) {
                    *kid = Kid::Element(new);
                }
            }
        }
    }

    fn refer_to_notes(&mut self) {
        for label in self.all("Lbl") {
            let Some(element) = self.elements.get(&label) else {
                continue;
            };
            let parent = element.parent;
            let leads = match element.kids.as_slice() {
                [Kid::Element(only)] => self.kind(*only) == "Link",
                _ => false,
            };
            // The number that a note begins with, or an item, is that of the note or the item itself.
            let is_first = self
                .elements
                .get(&parent)
                .is_some_and(|it| it.kids.first() == Some(&Kid::Element(label)));
            let is_own = is_first && ["Note", "LI"].contains(&self.kind(parent));
            if !leads || is_own || self.kind(parent) == "Reference" {
                continue;
            }
            let others = element.others.clone();
            let reference = self.objects.add();
            self.replace_kid(parent, label, reference);
            if let Some(element) = self.elements.get_mut(&label) {
                element.parent = reference;
            }
            self.elements.insert(
                reference,
                Element {
                    kind: "Reference".into(),
                    parent,
                    kids: vec![Kid::Element(label)],
                    others,
                },
            );
        }
    }

    fn name_lists(&mut self) {
        for list in self.all("L") {
            let has_number = |item: &Kid| match item {
                Kid::Element(item) => self.elements.get(item).is_some_and(|item| {
                    item.kind != "LI"
                        || item.kids.iter().any(|kid| match kid {
                            Kid::Element(kid) => self.kind(*kid) == "Lbl",
                            Kid::Piece(_) => false,
                        })
                }),
                Kid::Piece(_) => true,
            };
            let kids = self.elements.get(&list).map(|list| list.kids.as_slice());
            if kids.is_some_and(|kids| !kids.iter().any(has_number))
                && let Some(list) = self.elements.get_mut(&list)
            {
                let bullets = "/ListNumbering/Circle";
                list.others = list.others.replace(bullets, "/ListNumbering/None");
            }
        }
    }

    fn write(self) {
        for number in self.before.keys() {
            if !self.elements.contains_key(number) {
                self.objects.remove(*number);
            }
        }
        for (number, element) in &self.elements {
            if self.before.get(number) != Some(element) {
                self.objects.replace(*number, &element.write());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::pdf::PdfRequest;
    use crate::typeset::sandbox::Sandbox;

    const PAGES: &str = "= T\nText#footnote[A note.].\n#figure(table(columns: 2, table.header([a], [b]), [c], [1]), caption: [C])\n#list(marker: [], [one], [two])\n#figure(image(\"/a.svg\", alt: \"A box\"), caption: [Box])\n#outline(target: figure)";

    fn written() -> Vec<u8> {
        let sandbox = Sandbox::new(PAGES).file("a.svg", include_bytes!("../placeholder/empty.svg"));
        sandbox.pdf(&PdfRequest::default()).bytes
    }

    fn all(bytes: &[u8]) -> BTreeMap<usize, Element> {
        elements(&Objects::read(bytes).unwrap())
    }

    /// The kinds of what hangs on the elements of a kind.
    fn kids(bytes: &[u8], kind: &str) -> Vec<Vec<String>> {
        let elements = all(bytes);
        let of_kind = elements.values().filter(|it| it.kind == kind);
        let name = |kid: &Kid| match kid {
            Kid::Element(number) => elements[number].kind.clone(),
            Kid::Piece(_) => "piece".to_owned(),
        };
        of_kind
            .map(|it| it.kids.iter().map(name).collect())
            .collect()
    }

    #[test]
    fn captions_stand_inside_marks_are_references_and_nothing_is_empty() {
        let bytes = written();
        assert_eq!(kids(&bytes, "Table"), [["Caption", "THead", "TBody"]]);
        assert_eq!(kids(&bytes, "Figure"), [["piece", "Caption"]]);
        assert_eq!(kids(&bytes, "Reference").last().unwrap(), &["Lbl"]);
        assert_eq!(kids(&bytes, "LI"), [["LBody"], ["LBody"]]);
        assert!(all(&bytes).values().all(|it| !it.kids.is_empty()));
    }

    #[test]
    fn a_table_with_heads_of_rows_has_a_head_a_body_and_a_foot_and_its_cells_refer_to_all_heads() {
        let row = |cells| format!("pdf.header-cell(scope: \"row\", {cells})");
        let rows = [
            row("table.cell(rowspan: 2)[North]") + "," + &row("[Ward 1]") + ", [1]",
            row("[Ward 2]") + ", [2]",
        ];
        let source = format!(
            "= T\n#table(columns: 3, table.header([Region], [Ward], [n]), {}, table.footer([All], [], [3]))",
            rows.join(",")
        );
        let bytes = Sandbox::new(&source).pdf(&PdfRequest::default()).bytes;
        assert_eq!(kids(&bytes, "Table"), [["THead", "TBody", "TFoot"]]);
        assert_eq!(kids(&bytes, "THead"), [["TR"]]);
        assert_eq!(kids(&bytes, "TBody"), [["TR", "TR"]]);
        assert_eq!(kids(&bytes, "TFoot"), [["TR"]]);
        assert!(!String::from_utf8_lossy(&bytes).contains("folio:foot"));
        let elements = all(&bytes);
        let has_heads = |it: &&Element| it.kind == "TD" && it.others.matches("(U").count() > 1;
        let cells: Vec<&Element> = elements.values().filter(has_heads).collect();
        let heads = cells.iter().map(|it| it.others.matches("(U").count());
        assert_eq!(heads.collect::<Vec<_>>(), [3, 3]);
        assert!(cells[0].others.contains("x2y0)(U1x1y1)(U1x0y1)]"));
        assert!(cells[1].others.contains("x2y0)(U1x1y2)(U1x0y1)]"));
    }

    #[test]
    fn every_element_hangs_where_it_says_and_a_second_time_changes_nothing() {
        let bytes = written();
        let elements = all(&bytes);
        for (number, element) in &elements {
            if let Some(parent) = elements.get(&element.parent) {
                assert!(parent.kids.contains(&Kid::Element(*number)), "{element:?}");
            }
            for kid in &element.kids {
                if let Kid::Element(kid) = kid {
                    assert_eq!(elements[kid].parent, *number);
                }
            }
        }
        let mut objects = Objects::read(&bytes).unwrap();
        put_right(&mut objects);
        assert!(objects.write() == bytes);
        let read = lopdf::Document::load_mem(&bytes).unwrap();
        assert_eq!(read.get_pages().len(), 2);
    }
}
