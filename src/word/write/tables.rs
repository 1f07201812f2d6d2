//! Tables: their head, what spans, and how wide the columns are.

use typst_html::HtmlElement;

use crate::flow::{self, Grid, Placed, Slot, aligned, words};
use crate::word::write::writer::{Around, Writer};

/// How wide a bold letter of a table is, and what stands beside the words of a cell, in twentieths of
/// a point.
const LETTER: f64 = 122.0;
const SIDES: f64 = 230.0;

impl<'a> Writer<'a> {
    pub(super) fn table(
        &mut self,
        table: &'a HtmlElement,
        (widths, aligns): (&str, &str),
        around: &Around,
    ) {
        let Grid {
            cells,
            rows,
            heads,
            columns: count,
        } = Grid::of(table);
        if count == 0 {
            return;
        }
        let whole = (self.room().0 * 20.0) as usize;
        let whole = whole.saturating_sub(around.list * 425);
        let columns = shares(widths, &cells, &rows, count, whole);
        let mut out = String::from(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"FolioTable\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>\
             <w:tblBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/>\
             <w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/></w:tblBorders>\
             <w:tblLayout w:type=\"fixed\"/>\
             <w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/>\
             </w:tblPr><w:tblGrid>",
        );
        for width in &columns {
            out.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
        }
        out.push_str("</w:tblGrid>");
        for (y, slots) in rows.iter().enumerate() {
            let is_head = y < heads;
            let head = if is_head { "<w:tblHeader/>" } else { "" };
            out.push_str(&format!("<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>"));
            for (x, slot) in slots.iter().enumerate() {
                let (cell, merge) = match slot {
                    Slot::Spanned => continue,
                    Slot::Free => (None, ""),
                    Slot::Begins(at) if cells[*at].rows > 1 => {
                        (Some(&cells[*at]), "<w:vMerge w:val=\"restart\"/>")
                    }
                    Slot::Begins(at) => (Some(&cells[*at]), ""),
                    Slot::GoesOn(at) => (Some(&cells[*at]), "<w:vMerge/>"),
                };
                let span = cell.map_or(1, |cell| cell.columns).min(count - x);
                let width: usize = columns[x..x + span].iter().sum();
                let spans = if span > 1 {
                    format!("<w:gridSpan w:val=\"{span}\"/>")
                } else {
                    String::new()
                };
                let ends = y + cell.map_or(1, |cell| cell.rows);
                let rule = match is_head && (y + 1 == heads || ends == heads) {
                    true => {
                        "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/></w:tcBorders>"
                    }
                    false => "",
                };
                out.push_str(&format!(
                    "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{spans}{merge}{rule}</w:tcPr>"
                ));
                let text = match (slot, cell) {
                    (Slot::Begins(_), Some(cell)) => {
                        self.cell(cell.element, is_head, aligned(aligns, x))
                    }
                    _ => String::new(),
                };
                // A cell ends with a paragraph, whatever is in it.
                match text.ends_with("</w:p>") {
                    true => out.push_str(&text),
                    false => out.push_str(&format!(
                        "{text}<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>"
                    )),
                }
                out.push_str("</w:tc>");
            }
            out.push_str("</w:tr>");
        }
        out.push_str("</w:tbl>");
        self.out.push_str(&out);
        self.last = None;
        self.follows = false;
        if !around.is_inside {
            // Two tables one below the other would be one.
            self.put("<w:pStyle w:val=\"TableEnd\"/>", "");
        }
    }

    fn cell(
        &mut self,
        cell: &'a HtmlElement,
        is_head: bool,
        align: Option<&'static str>,
    ) -> String {
        let around = Around {
            style: Some(if is_head { "TableHead" } else { "TableText" }),
            align,
            is_inside: true,
            ..Around::default()
        };
        self.apart(&cell.children, &around)
    }
}

/// Returns how wide the columns are, in twentieths of a point: as they were given, or as much as their
/// words need.
fn shares(
    given: &str,
    cells: &[Placed<'_>],
    grid: &[Vec<Slot>],
    count: usize,
    whole: usize,
) -> Vec<usize> {
    if let Some(shares) = flow::widths(given, count) {
        return shared(&vec![0.0; count], &shares, whole);
    }
    // What a column needs for its longest word, and what it would like for all of its words.
    let (mut least, mut liked) = (Vec::new(), Vec::new());
    for x in 0..count {
        let own = grid.iter().filter_map(|slots| match slots[x] {
            Slot::Begins(at) if cells[at].columns == 1 => Some(words(&cells[at].element.children)),
            Slot::Begins(_) | Slot::Free | Slot::GoesOn(_) | Slot::Spanned => None,
        });
        let (mut all, mut longest) = (0, 0);
        for text in own {
            let letters = |text: &str| text.chars().count();
            all = all.max(letters(&text));
            longest = longest.max(text.split([' ', '-']).map(letters).max().unwrap_or(0));
        }
        least.push(longest as f64 * LETTER + SIDES);
        liked.push((all as f64).powf(0.75));
    }
    shared(&least, &liked, whole)
}

/// Gives each column its least, and shares what is left.
fn shared(least: &[f64], liked: &[f64], whole: usize) -> Vec<usize> {
    let needed: f64 = least.iter().sum();
    let scale = (whole as f64 / needed.max(1.0)).min(1.0);
    let rest = (whole as f64 - needed).max(0.0);
    let sum = liked.iter().sum::<f64>().max(1e-6);
    let columns = least.iter().zip(liked);
    let widths = columns.map(|(least, liked)| least * scale + liked / sum * rest);
    widths.map(|width| width as usize).collect()
}
