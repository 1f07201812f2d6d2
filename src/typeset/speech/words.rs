//! Parts of a formula put together from the lines in them.

use crate::typeset::speech::names;
use crate::typeset::speech::piece::{Piece, Row, Sort};

/// Returns a fraction.
pub(super) fn over(above: &Row, below: &Row) -> Piece {
    let is_single = above.is_plain() && below.is_plain();
    let pause = if is_single { "" } else { "," };
    let words = format!("{}{pause} over {}", above.said(), below.said());
    Piece {
        is_single,
        ..Piece::new(words, Sort::Fraction)
    }
}

/// Returns something with a mark over it.
pub(super) fn marked(base: &Row, mark: &str) -> Piece {
    let words = match base.is_short() {
        true => format!("{} {mark}", base.said()),
        false => format!("{}, all {mark}", base.said()),
    };
    Piece {
        is_single: base.is_short(),
        ..Piece::new(words, Sort::Operand)
    }
}

/// Returns something with words at its side.
pub(super) fn noted(base: &Row, note: Option<Row>, side: &str) -> Piece {
    let note = note.map(|note| format!(", with {} {side},", note.said()));
    Piece {
        is_single: false,
        ..Piece::new(base.said() + &note.unwrap_or_default(), Sort::Operand)
    }
}

/// Returns what some strokes are called.
pub(super) fn primed(count: usize) -> String {
    match count {
        1 => "prime".to_owned(),
        2 => "double prime".to_owned(),
        3 => "triple prime".to_owned(),
        more => format!("{more} primes"),
    }
}

/// Returns a matrix, row by row.
pub(super) fn matrix_words(rows: &[Vec<Row>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut words = format!("the {} by {columns} matrix", rows.len());
    for (number, row) in (1..).zip(rows) {
        let entries: Vec<String> = row.iter().map(Row::said).collect();
        let mark = if number == 1 { ":" } else { ";" };
        words.push_str(&format!("{mark} row {number}: {}", entries.join(", ")));
    }
    words + "; end matrix"
}

/// Returns a sum or its like with its limits.
pub(super) fn limited(name: &str, link: &str, below: Option<Row>, above: Option<Row>) -> String {
    let below = below.map(|below| below.said());
    let above = above.map(|above| above.said());
    match (below, above) {
        (Some(from), Some(to)) => format!("the {name} from {from} to {to} of"),
        (Some(over), None) => format!("the {name} {link} {over} of"),
        (None, Some(to)) => format!("the {name} up to {to} of"),
        (None, None) => format!("the {name} of"),
    }
}

/// Returns a function with its base, its bounds, its power.
pub(super) fn function(name: &str, below: Option<Row>, above: Option<Row>) -> Piece {
    let mut words = name.to_owned();
    let has_bounds = names::has_bounds(name);
    if let Some(below) = below {
        let link = match name {
            "log" => " to base",
            "the limit" => " as",
            _ if has_bounds => " over",
            _ => " sub",
        };
        words.push_str(&format!("{link} {}", below.said_up_to("sub")));
    }
    if let Some(above) = above {
        words.push(' ');
        words.push_str(&power(&above));
    }
    match has_bounds {
        true => Piece::new(words + " of", Sort::Large),
        false => Piece {
            is_scripted: true,
            ..Piece::new(words, Sort::Function)
        },
    }
}

/// Returns an exponent, or another mark at the upper corner.
pub(super) fn power(above: &Row) -> String {
    let count = above
        .0
        .iter()
        .filter(|piece| piece.words == "prime")
        .count();
    if count > 1 && count == above.0.len() {
        return primed(count);
    }
    let words = above.said();
    match words.as_str() {
        "2" => "squared".to_owned(),
        "3" => "cubed".to_owned(),
        "capital T" | "transposed" | "is perpendicular to" => "transposed".to_owned(),
        "prime" | "star" | "degrees" | "dagger" => words,
        "times" => "star".to_owned(),
        "plus" | "minus" => format!("super {words}"),
        _ if words.ends_with(" primes") => words,
        _ if above.0.iter().all(|piece| piece.sort == Sort::Pause) => words,
        _ => format!("to the power {}", above.said_up_to("power")),
    }
}
