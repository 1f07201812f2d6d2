//! Names that LaTeX and Typst share, and marks above and below a letter.

/// The functions that Typst sets upright by their names.
pub(crate) const OPERATORS: [&str; 41] = [
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "csch", "ctg", "deg",
    "det", "dim", "exp", "gcd", "lcm", "hom", "id", "im", "inf", "ker", "lg", "lim", "liminf",
    "limsup", "ln", "log", "max", "min", "mod", "Pr", "sec", "sech", "sin", "sinc", "sinh", "sup",
    "tan", "tanh", "tr",
];

/// Returns the function that puts a mark above or below its argument.
pub(crate) fn accent(mark: &str, is_above: bool) -> Option<&'static str> {
    Some(match (mark.trim_start_matches('\\'), is_above) {
        ("^" | "ˆ" | "\u{302}", true) => "hat",
        ("~" | "˜" | "\u{303}" | "∼", true) => "tilde",
        ("‾" | "¯" | "\u{304}" | "\u{305}" | "_" | "―", true) => "overline",
        ("→" | "\u{20d7}", true) => "arrow",
        ("←", true) => "arrow.l",
        ("˙" | "\u{307}", true) => "dot",
        ("¨" | "\u{308}", true) => "dot.double",
        ("\u{20db}", true) => "dot.triple",
        ("´" | "\u{301}", true) => "acute",
        ("`" | "\u{300}", true) => "grave",
        ("ˇ" | "\u{30c}", true) => "caron",
        ("˘" | "\u{306}", true) => "breve",
        ("˚" | "\u{30a}", true) => "circle",
        ("⏞", true) => "overbrace",
        ("⏜", true) => "overparen",
        ("⎴", true) => "overbracket",
        ("⏟", false) => "underbrace",
        ("⏝", false) => "underparen",
        ("⎵", false) => "underbracket",
        ("_" | "‾" | "¯" | "\u{332}" | "―", false) => "underline",
        _ => return None,
    })
}
