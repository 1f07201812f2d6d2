//! The proof as a PDF: shapes painted over the words, on copies of the pages.

use std::collections::BTreeMap;

use typst::ecow::EcoVec;
use typst::layout::{Abs, FrameItem, Point};
use typst::model::Document;
use typst::syntax::Span;
use typst::visualize::{Color, Curve, DashPattern, FixedStroke, Geometry, Paint};
use typst_layout::{Page, PagedDocument};

use crate::proof::hue::Hue;
use crate::proof::{Proof, ProofError, ShadedWord, legend};
use crate::typeset::{PdfRequest, export};
use crate::words::{Category, WordShape};

/// How opaque the tint of a word is, of 255: enough to see its colour, little enough to read it.
const TINT: u8 = 62;
const GREY_TINT: u8 = 44;

/// The line under a word that counts, in points.
const LINE: f64 = 0.75;

/// Draws the proof as a PDF: the legend, then every page with its words shaded.
///
/// The same proof gives the same bytes.
///
/// # Errors
///
/// If the legend cannot be typeset, or the writer of PDFs refuses a page.
pub fn pdf(proof: &Proof<'_>) -> Result<Vec<u8>, ProofError> {
    let (session, legend) = legend::set(proof)?;
    let mut pages: EcoVec<Page> = legend.pages().iter().cloned().collect();
    pages.extend(shaded(proof));
    let mut info = legend.info().clone();
    info.title = Some(format!("Proof of the word count: {}", proof.title).into());
    let document = PagedDocument::new(pages, info);
    let request = PdfRequest {
        ident: format!("{}-proof", proof.ident),
        ..PdfRequest::default()
    };
    Ok(export(&document, &session, &request)?.bytes)
}

/// Returns the document's pages with their words shaded.
fn shaded(proof: &Proof<'_>) -> Vec<Page> {
    let mut pages = proof.document.pages().to_vec();
    let mut by_page: BTreeMap<u32, Vec<(&ShadedWord, &WordShape)>> = BTreeMap::new();
    for word in &proof.words {
        for shape in &word.shapes {
            by_page.entry(shape.page).or_default().push((word, shape));
        }
    }
    for (page, number) in pages.iter_mut().zip(1..) {
        for (word, shape) in by_page.remove(&number).unwrap_or_default() {
            paint(page, word, shape);
        }
    }
    pages
}

fn paint(page: &mut Page, word: &ShadedWord, shape: &WordShape) {
    let Hue(red, green, blue) = Hue::shown(word.category, word.counted);
    let corners = shape
        .corners
        .map(|(x, y)| Point::new(Abs::pt(x), Abs::pt(y)));
    let tint = Color::from_u8(
        red,
        green,
        blue,
        if word.counted { TINT } else { GREY_TINT },
    );
    let mut area = Geometry::Curve(closed(corners)).filled(Paint::Solid(tint));
    if word.category == Category::Exempt {
        area.stroke = Some(FixedStroke {
            paint: Paint::Solid(Color::from_u8(60, 60, 60, 255)),
            thickness: Abs::pt(0.5),
            dash: Some(DashPattern {
                array: vec![Abs::pt(1.6), Abs::pt(1.2)],
                phase: Abs::zero(),
            }),
            ..FixedStroke::default()
        });
    }
    let mut push = |shape| {
        page.frame
            .push(Point::zero(), FrameItem::Shape(shape, Span::detached()));
    };
    push(area);
    if word.counted {
        let line = Color::from_u8(red, green, blue, 255);
        push(Geometry::Curve(closed(underline(corners))).filled(Paint::Solid(line)));
    }
}

/// Returns the strip along the lower side of a word.
fn underline([start, end, below_end, below_start]: [Point; 4]) -> [Point; 4] {
    let towards = |from: Point, to: Point| {
        let length = (to - from).hypot().to_pt();
        let share = if length > 0.0 {
            (LINE / length).min(1.0)
        } else {
            0.0
        };
        from + (to - from) * share
    };
    [
        towards(below_start, start),
        towards(below_end, end),
        below_end,
        below_start,
    ]
}

fn closed([first, second, third, fourth]: [Point; 4]) -> Curve {
    let mut curve = Curve::new();
    curve.move_(first);
    curve.line(second);
    curve.line(third);
    curve.line(fourth);
    curve.close();
    curve
}
