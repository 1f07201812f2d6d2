//! How the parts of a figure are arranged: `layout-ncol=2`, `layout="[[1,1],[1]]"`.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::Block;

/// More columns and rows than fit on a page.
const MOST: usize = 12;

/// Returns whether a block asks for an arrangement.
pub(crate) fn is_asked_for(attributes: &Attributes) -> bool {
    let keys = ["layout", "layout-ncol", "layout-nrow"];
    keys.iter().any(|key| attributes.value(key).is_some())
}

/// Returns the shares of the columns of each row, so that every part has its column; parts that
/// stand in one paragraph stand side by side if nothing else is asked for.
pub(crate) fn rows(attributes: &Attributes, written: &[Vec<Block>]) -> Vec<Vec<f64>> {
    let count = written.iter().map(Vec::len).sum();
    let number = |key: &str| -> Option<usize> {
        let number = attributes.value(key)?.trim().parse().ok()?;
        (1..=MOST).contains(&number).then_some(number)
    };
    let pattern = if let Some(rows) = attributes.value("layout").and_then(read) {
        rows
    } else if let Some(columns) = number("layout-ncol") {
        vec![vec![1.0; columns]]
    } else if let Some(rows) = number("layout-nrow") {
        vec![vec![1.0; usize::div_ceil(count, rows).clamp(1, MOST)]]
    } else {
        let shares = |row: &Vec<Block>| {
            let shares = row.chunks(MOST).map(|row| row.iter().map(share).collect());
            shares.collect::<Vec<Vec<f64>>>()
        };
        written.iter().flat_map(shares).collect()
    };
    let mut rows = Vec::new();
    let mut placed = 0;
    while placed < count {
        let row = pattern.get(rows.len()).or(pattern.last());
        let row = row.cloned().unwrap_or_else(|| vec![1.0]);
        placed += row.iter().filter(|share| **share > 0.0).count();
        rows.push(row);
    }
    rows
}

/// Returns what a picture wants of its row, by its width in percent.
fn share(part: &Block) -> f64 {
    let width = match part {
        Block::Figure(image) => image.attributes.value("width"),
        _ => None,
    };
    let share = width.and_then(|width| width.strip_suffix('%')?.trim().parse().ok());
    share
        .filter(|share| (1.0..=100.0).contains(share))
        .unwrap_or(1.0)
}

/// Takes a share of the line from a picture: what it has of its row it has already.
pub(crate) fn fill_column(part: &mut Block) {
    if let Block::Figure(image) = part {
        let is_share = |key: &str, value: &str| key.contains("width") && value.ends_with('%');
        let pairs = &mut image.attributes.pairs;
        pairs.retain(|(key, value, _)| !is_share(key, value));
    }
}

/// Reads `[[1,1],[1]]` or `[1,1]`, with percent signs and negative numbers for gaps.
fn read(text: &str) -> Option<Vec<Vec<f64>>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let rows: Vec<&str> = match inner.trim().strip_prefix('[') {
        Some(rows) => rows.trim_end().strip_suffix(']')?.split(']').collect(),
        None => vec![inner],
    };
    let rows = rows.into_iter().map(|row| {
        let row = row.trim_start_matches([' ', ',', '[']);
        let shares = row.split(',').map(|share| {
            let share: f64 = share.trim().trim_end_matches('%').parse().ok()?;
            (share.is_finite() && share != 0.0 && share.abs() < 1e4).then_some(share)
        });
        let shares: Vec<f64> = shares.collect::<Option<_>>()?;
        let has_column = shares.iter().any(|share| *share > 0.0);
        (has_column && shares.len() <= MOST).then_some(shares)
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_is_read_row_by_row() {
        #[track_caller]
        fn case(text: &str, rows: Option<&[&[f64]]>) {
            let rows = rows.map(|rows| rows.iter().map(|row| row.to_vec()).collect());
            assert_eq!(read(text), rows, "{text}");
        }

        case("[[1,1],[1]]", Some(&[&[1.0, 1.0], &[1.0]]));
        case(
            "[[40, -20, 40], [100]]",
            Some(&[&[40.0, -20.0, 40.0], &[100.0]]),
        );
        case("[ 70%, 30% ]", Some(&[&[70.0, 30.0]]));
        for wrong in ["", "2", "[]", "[[1],[-1]]", "[[1,x]]", "[0]", "[[1]"] {
            case(wrong, None);
        }
    }
}
