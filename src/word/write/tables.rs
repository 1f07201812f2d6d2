//! Tables: their head, what spans, and how wide the columns are.

use typst_html::HtmlElement;

use crate::word::write::tree::{elements, given, is, words};
use crate::word::write::writer::{Around, Writer};

/// How wide a bold letter of a table is, and what stands beside the words of a cell, in twentieths of
/// a point.
const LETTER: f64 = 122.0;
const SIDES: f64 = 230.0;

/// A cell at its place.
struct Placed<'a> {
    element: &'a HtmlElement,
    columns: usize,
    rows: usize,
}

/// What stands where a row crosses a column.
#[derive(Clone, Copy)]
enum Slot {
    Free,
    /// The cell of that number begins here.
    Begins(usize),
    /// The cell of that number goes on from the row above.
    GoesOn(usize),
    /// The cell of that number goes on from the column before.
    Spanned,
}

impl<'a> Writer<'a> {
    pub(super) fn table(
        &mut self,
        table: &'a HtmlElement,
        (widths, aligns): (&str, &str),
        around: &Around,
    ) {
        let mut rows: Vec<(&'a HtmlElement, bool)> = Vec::new();
        collect(table, false, &mut rows);
        let (cells, grid) = placed(&rows);
        let count = grid.iter().map(Vec::len).max().unwrap_or(0);
        if count == 0 {
            return;
        }
        let whole = (self.room().0 * 20.0) as usize;
        let whole = whole.saturating_sub(around.list * 425);
        let columns = shares(widths, &cells, &grid, count, whole);
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
        let heads = rows.iter().take_while(|(_, is_head)| *is_head).count();
        for (y, slots) in grid.iter().enumerate() {
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

/// Reads the rows, and which of them are the head.
fn collect<'a>(element: &'a HtmlElement, is_head: bool, rows: &mut Vec<(&'a HtmlElement, bool)>) {
    for child in elements(&element.children) {
        match is(child, "tr") {
            true => rows.push((child, is_head)),
            false if is(child, "table") => {}
            false => collect(child, is_head || is(child, "thead"), rows),
        }
    }
}

fn placed<'a>(rows: &[(&'a HtmlElement, bool)]) -> (Vec<Placed<'a>>, Vec<Vec<Slot>>) {
    let mut cells = Vec::new();
    let mut grid: Vec<Vec<Slot>> = vec![Vec::new(); rows.len()];
    for (y, (row, _)) in rows.iter().enumerate() {
        let mut x = 0;
        for element in elements(&row.children).filter(|it| is(it, "td") || is(it, "th")) {
            while matches!(
                grid[y].get(x),
                Some(Slot::Begins(_) | Slot::GoesOn(_) | Slot::Spanned)
            ) {
                x += 1;
            }
            let span = |name: &str| {
                given(element, name)
                    .and_then(|it| it.parse().ok())
                    .unwrap_or(1_usize)
                    .clamp(1, 63)
            };
            let (columns, high) = (span("colspan"), span("rowspan").min(rows.len() - y));
            for (below, slots) in grid[y..y + high].iter_mut().enumerate() {
                slots.resize(slots.len().max(x + columns), Slot::Free);
                for slot in &mut slots[x..x + columns] {
                    *slot = Slot::Spanned;
                }
                slots[x] = if below == 0 {
                    Slot::Begins(cells.len())
                } else {
                    Slot::GoesOn(cells.len())
                };
            }
            cells.push(Placed {
                element,
                columns,
                rows: high,
            });
            x += columns;
        }
    }
    let count = grid.iter().map(Vec::len).max().unwrap_or(0);
    for slots in &mut grid {
        slots.resize(count, Slot::Free);
    }
    (cells, grid)
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
    let number = |width: &str, unit: &str| {
        width
            .strip_suffix(unit)
            .and_then(|it| it.parse::<f64>().ok())
    };
    let parsed: Option<Vec<f64>> = given
        .split(' ')
        .map(|width| number(width, "fr").or_else(|| number(width, "%")))
        .collect();
    if let Some(shares) = parsed.filter(|it| it.len() == count) {
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

/// Returns how the cells of a column are ranged, as the template gives it for all or for each.
fn aligned(given: &str, column: usize) -> Option<&'static str> {
    let sides: Vec<&str> = given.split(' ').collect();
    match *sides.get(column % sides.len().max(1))? {
        "right" | "end" => Some("right"),
        "center" => Some("center"),
        _ => None,
    }
}
