//! Where lines of text lie, and where they may end.

use typst::layout::Point;

use crate::words::census::frames::TextSpot;

/// Returns the gap between two texts on one line, in the larger one's size; `None` if the second
/// stands on another line.
pub(crate) fn on_one_line(last: &TextSpot, next: &TextSpot) -> Option<f64> {
    if last.page != next.page {
        return None;
    }
    let (start, end) = last.ends;
    let (dx, dy) = ((end.x - start.x).to_pt(), (end.y - start.y).to_pt());
    let length = dx.hypot(dy);
    let (dx, dy) = if length > 0.01 {
        (dx / length, dy / length)
    } else {
        (1.0, 0.0)
    };
    let along = |point: Point| (point.x - start.x).to_pt() * dx + (point.y - start.y).to_pt() * dy;
    let across = (next.ends.0.x - end.x).to_pt() * dy - (next.ends.0.y - end.y).to_pt() * dx;
    let em = last.size.max(next.size).max(0.01);
    if across.abs() >= 0.62 * em {
        return None;
    }
    let span = |ends: (Point, Point)| {
        let (a, b) = (along(ends.0), along(ends.1));
        (a.min(b), a.max(b))
    };
    let (last_from, last_to) = span(last.ends);
    let (next_from, next_to) = span(next.ends);
    let behind = (next_from - last_to) / em;
    let before = (last_from - next_to) / em;
    match (behind >= -0.5, before >= -0.02) {
        (true, _) => Some(behind),
        (false, true) if before < 0.17 => Some(before),
        (false, _) => None,
    }
}

/// Returns whether a line may end between two characters with no space and no hyphen added.
pub(crate) fn a_line_may_end_between(before: char, after: char) -> bool {
    is_hyphen(before)
        || matches!(
            before,
            '?' | '!' | '…' | '|' | '}' | '%' | '&' | '=' | '#' | '_'
        )
        || after == '—'
        || stands_alone(before)
        || stands_alone(after)
}

pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '–' | '—' | '/')
}

/// Returns whether lines may end before and after a character anywhere: ideographs, kana, hangul,
/// the scripts of South-East Asia, pictures.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        || matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2600}'..='\u{27bf}' | '\u{2e80}'..='\u{a4cf}')
        || matches!(c, '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}')
        || matches!(c, '\u{ff00}'..='\u{ffef}' | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}')
}
