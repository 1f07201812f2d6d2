//! The pieces of a formula's line, and how they are said one after the other.

/// What a piece is for its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A letter, a number, a bracket with all in it.
    Operand,
    /// A word that is applied to what follows, such as `log`.
    Function,
    /// A sum, a root: it stands for a number, and begins with "the".
    Large,
    /// One over another.
    Fraction,
    /// What joins two operands, such as a plus.
    Operator,
    /// What parts the sides, such as an equals sign.
    Relation,
    /// A comma, the end of a line.
    Pause,
}

/// A piece in words.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) words: String,
    pub(super) sort: Sort,
    /// Whether it is heard as one thing.
    pub(super) is_single: bool,
    /// Whether it ends in an index or an exponent.
    pub(super) is_scripted: bool,
}

impl Piece {
    pub(super) fn new(words: impl Into<String>, sort: Sort) -> Self {
        Self {
            words: words.into(),
            sort,
            is_single: true,
            is_scripted: false,
        }
    }
}

/// A line of a formula.
#[derive(Clone, Debug, Default)]
pub(super) struct Row(pub(super) Vec<Piece>);

impl Row {
    /// Returns whether the line is heard as one thing where it is an index or under a root: a sign
    /// with its minus, or a few letters.
    pub(super) fn is_short(&self) -> bool {
        let is_sign = |piece: &&Piece| piece.sort == Sort::Operator;
        let rest = match self.0.first().filter(is_sign) {
            Some(_) => &self.0[1..],
            None => &self.0[..],
        };
        let is_letter = |piece: &Piece| piece.sort == Sort::Operand && piece.is_single;
        (rest.len() == 1 || rest.len() == self.0.len() && rest.len() <= 3)
            && rest.iter().all(is_letter)
    }

    /// Returns whether the line is heard as one thing above or below the line of a fraction.
    pub(super) fn is_plain(&self) -> bool {
        let has_script = self.0.iter().any(|piece| piece.is_scripted);
        self.is_short() && !has_script
    }

    /// Returns the words, and "end" with what ends where the line is no short one.
    pub(super) fn said_up_to(&self, end: &str) -> String {
        match self.is_short() {
            true => self.said(),
            false => format!("{} end {end}", self.said()),
        }
    }

    /// Returns the words.
    pub(super) fn said(&self) -> String {
        let mut out = String::new();
        for (at, piece) in self.0.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| &self.0[before]);
            let joint = before.map_or("", |before| joint(before, piece));
            let is_alone = self.is_alone(at);
            let words = match piece.sort {
                Sort::Fraction if !piece.is_single && !is_alone => {
                    format!("the fraction {}, end fraction", piece.words)
                }
                Sort::Operand
                | Sort::Function
                | Sort::Large
                | Sort::Fraction
                | Sort::Operator
                | Sort::Relation
                | Sort::Pause => piece.words.clone(),
            };
            out.push_str(joint);
            if piece.sort == Sort::Pause {
                out = out.trim_end().trim_end_matches(',').to_owned();
            } else if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            out.push_str(&words);
            let is_last = at + 1 == self.0.len();
            if piece.sort == Sort::Fraction && !piece.is_single && !is_last {
                out.push(',');
            }
        }
        out
    }

    /// Returns whether a piece fills its side of a relation.
    fn is_alone(&self, at: usize) -> bool {
        let parts = |at: Option<usize>| {
            let piece = at.and_then(|at| self.0.get(at));
            piece.is_none_or(|piece| matches!(piece.sort, Sort::Relation | Sort::Pause))
        };
        let before = at.checked_sub(1);
        (before.is_none() || parts(before)) && parts(Some(at + 1))
    }
}

/// Returns what is said between two pieces and stands nowhere.
fn joint(before: &Piece, after: &Piece) -> &'static str {
    use Sort::{Fraction, Function, Large, Operand};
    match (before.sort, after.sort) {
        (Function, Large | Fraction) => " of",
        (Operand | Fraction, Large) | (Fraction, Operand | Fraction | Function) => " times",
        (Operand, Fraction) => " times",
        (Large, Fraction) if !before.words.ends_with(" of") => " times",
        (Large, Operand) if !before.words.ends_with(" of") => " times",
        _ => "",
    }
}
