//! Rectangles on a page: where something is seen, and how far it runs over an edge.

use typst::layout::{Abs, Point, Rect, Size, Transform};
use typst::text::TextItem;

/// From this share of the worst side on, the right side is named.
const NEARLY: f64 = 0.9;

/// A side of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// The left side.
    Left,
    /// The right side.
    Right,
    /// The top.
    Top,
    /// The bottom.
    Bottom,
}

/// Returns the rectangle that holds another one after a transformation.
pub(super) fn moved(rect: Rect, by: Transform) -> Rect {
    let Rect { min, max } = rect;
    let corners = [min, max, Point::new(min.x, max.y), Point::new(max.x, min.y)];
    let corners = corners.map(|corner| corner.transform(by));
    let first = corners[0];
    corners
        .iter()
        .fold(Rect::new(first, first), |Rect { min, max }, corner| {
            Rect::new(min.min(*corner), max.max(*corner))
        })
}

/// Returns the rectangle of so much that begins at the origin.
pub(super) fn rect_of(size: Size) -> Rect {
    Rect::new(Point::zero(), size.to_point())
}

/// Returns what two rectangles have in common, `None` if that is nothing.
pub(super) fn common(a: Rect, b: Rect) -> Option<Rect> {
    let (min, max) = (a.min.max(b.min), a.max.min(b.max));
    (min.x < max.x && min.y < max.y).then(|| Rect::new(min, max))
}

/// Returns the side over which a rectangle runs the most, and how far; `None` if it stays inside.
///
/// What is centred runs over both sides, and text is read towards the right one: so it is the right
/// one unless another is clearly worse.
pub(super) fn overrun(rect: Rect, bounds: Rect) -> Option<(Edge, Abs)> {
    let right = rect.max.x - bounds.max.x;
    let (edge, most) = [
        (Edge::Top, bounds.min.y - rect.min.y),
        (Edge::Left, bounds.min.x - rect.min.x),
        (Edge::Bottom, rect.max.y - bounds.max.y),
        (Edge::Right, right),
    ]
    .into_iter()
    .filter(|(_, over)| *over > Abs::zero() && over.to_raw().is_finite())
    .max_by_key(|(_, over)| *over)?;
    match right >= most * NEARLY {
        true => Some((Edge::Right, right)),
        false => Some((edge, most)),
    }
}

/// Returns the rectangle of what can be seen of a line of text that begins at the origin: white
/// space at its ends may hang over an edge.
pub(super) fn of_text(text: &TextItem) -> Option<Rect> {
    let is_seen = |glyph: &typst::text::Glyph| {
        let written = text.text.get(glyph.range()).unwrap_or_default();
        written.chars().any(|c| !c.is_whitespace())
    };
    let first = text.glyphs.iter().position(is_seen)?;
    let last = text.glyphs.iter().rposition(is_seen)?;
    let width = |glyphs: &[typst::text::Glyph]| -> Abs {
        glyphs
            .iter()
            .map(|glyph| glyph.x_advance.at(text.size))
            .sum()
    };
    let metrics = text.font.metrics();
    Some(Rect::new(
        Point::new(
            width(&text.glyphs[..first]),
            -metrics.cap_height.at(text.size),
        ),
        Point::new(width(&text.glyphs[..=last]), Abs::zero()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use typst::layout::Angle;

    fn rect(x: f64, y: f64, to_x: f64, to_y: f64) -> Rect {
        let point = |x, y| Point::new(Abs::pt(x), Abs::pt(y));
        Rect::new(point(x, y), point(to_x, to_y))
    }

    #[test]
    fn the_side_with_the_most_is_told_and_touching_an_edge_is_inside() {
        let page = rect(0.0, 0.0, 100.0, 200.0);
        assert_eq!(overrun(rect(0.0, 0.0, 100.0, 200.0), page), None);
        assert_eq!(
            overrun(rect(-5.0, 10.0, 130.0, 20.0), page),
            Some((Edge::Right, Abs::pt(30.0)))
        );
        assert_eq!(
            overrun(rect(-5.0, 10.0, 30.0, 20.0), page),
            Some((Edge::Left, Abs::pt(5.0)))
        );
    }

    #[test]
    fn a_turned_rectangle_stands_where_it_is_seen() {
        let turned = moved(
            rect(0.0, 0.0, 50.0, 10.0),
            Transform::rotate(Angle::deg(90.0)),
        );
        assert!(turned.max.y.approx_eq(Abs::pt(50.0)));
        assert!(turned.min.x.approx_eq(Abs::pt(-10.0)));
    }

    #[test]
    fn what_is_cut_off_is_not_seen() {
        let clip = rect(0.0, 0.0, 10.0, 10.0);
        assert_eq!(common(rect(20.0, 0.0, 30.0, 5.0), clip), None);
        assert_eq!(
            common(rect(5.0, 5.0, 30.0, 30.0), clip),
            Some(rect(5.0, 5.0, 10.0, 10.0))
        );
    }
}
