//! What is wrong with lines that were meant to be a grid table.

use crate::markdown::placed_text::BodyRange;
use crate::markdown::tables::grid::{Drawing, border};

/// A line that does not fit a drawing that starts as a grid table does.
pub(crate) struct Misfit {
    pub(crate) line: BodyRange,
    pub(crate) message: &'static str,
}

/// Returns the first line that does not fit, of a text that starts as a grid table does; a drawing
/// that is no table starts otherwise.
pub(crate) fn misfit(source: &str, place: &BodyRange) -> Option<Misfit> {
    if !source[place.clone()].trim_start().starts_with("+-") {
        return None;
    }
    let lines = lines(source, place);
    let text = |line: &BodyRange| &source[line.clone()];
    let found = |line: &BodyRange, message| {
        let line = line.clone();
        Some(Misfit { line, message })
    };
    let is_line = |line: &&BodyRange| text(line).starts_with(['+', '|']);
    let count = lines.iter().take_while(is_line).count();
    let first = lines.first()?;
    let is_drawn = text(first).bytes().all(|byte| b"+-=: ".contains(&byte));
    if count < 2 || !is_drawn || text(first).matches('+').count() < 2 {
        return None;
    }
    if border(text(first), '-').is_none() {
        return found(first, "its first line must be drawn as `+---+---+`");
    }
    let last = &lines[count - 1];
    if !text(last).starts_with('+') {
        return found(last, "no line `+---+` closes it below this one");
    }
    let drawing = &Drawing::new(source, &lines[..count])?;
    let is_open = |line: &usize| !matches!(drawing.at(*line, drawing.right), Some('+' | '|'));
    if let Some(line) = (1..count).find(is_open) {
        return found(
            &lines[line],
            "this line does not end where its first line ends",
        );
    }
    let mut corners: Vec<usize> = Vec::new();
    for (line, place) in lines[..count].iter().enumerate() {
        let has = |sign: char| {
            let columns = 1..drawing.right;
            columns.filter(move |column| drawing.at(line, *column) == Some(sign))
        };
        if text(place).starts_with('+') {
            corners.extend(has('+'));
            corners.sort_unstable();
            corners.dedup();
        } else if !corners.is_empty() && !has('|').any(|at| corners.binary_search(&at).is_ok()) {
            return found(place, "no bar of this line stands below a `+`");
        }
    }
    found(first, "the borders of its cells do not meet")
}

/// Returns the lines of a text, each without what stands before and behind its words.
fn lines(source: &str, place: &BodyRange) -> Vec<BodyRange> {
    let mut start = place.start;
    let lines = source[place.clone()].split_inclusive('\n').map(|line| {
        let words = line.trim_start_matches([' ', '\t', '>']);
        let first = start + line.len() - words.len();
        start += line.len();
        first..first + words.trim_end().len()
    });
    lines.collect()
}
