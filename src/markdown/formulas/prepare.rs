//! What is done to a formula before it is read: commands that the reader does not know are written
//! in those that it knows.

use std::borrow::Cow;

use crate::markdown::formulas::cursor::{Cursor, closing_brace};
use crate::markdown::formulas::token::{LIMITS, escaped_space};
use crate::markdown::formulas::units;

/// Greek letters that stand upright behind `up`: `\upbeta`.
const GREEK: [&str; 30] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi",
    "omega", "Gamma", "Delta", "Theta", "Lambda", "Sigma", "Phi", "Omega",
];

/// Returns the formula in commands that its reader knows.
pub(crate) fn prepared(tex: &str) -> Cow<'_, str> {
    if !tex.contains('\\') {
        return Cow::Borrowed(tex);
    }
    match between(tex) {
        Some(found) => Cow::Owned(known_only(&found).into_owned()),
        None => known_only(tex),
    }
}

/// Writes `a \over b` and `n \choose k` as the commands with two arguments.
fn between(tex: &str) -> Option<String> {
    let mut written: Option<String> = None;
    for (command, prefix) in [("\\over", "\\frac"), ("\\choose", "\\binom")] {
        // More than anybody writes in a formula; each takes its length.
        for _ in 0..16 {
            let tex = written.as_deref().unwrap_or(tex);
            let is_whole = |at: &usize| {
                let behind = &tex[at + command.len()..];
                !behind.starts_with(|c: char| c.is_ascii_alphabetic())
            };
            let mut found = tex.match_indices(command).map(|(at, _)| at);
            let Some(at) = found.find(is_whole) else {
                break;
            };
            let (start, end) = group_around(tex, at);
            let (above, below) = (&tex[start..at], &tex[at + command.len()..end]);
            let whole = format!("{prefix}{{{}}}{{{}}}", above.trim(), below.trim());
            written = Some(format!("{}{whole}{}", &tex[..start], &tex[end..]));
        }
    }
    written
}

/// Returns the words of the group that byte `at` stands in, or the whole formula.
fn group_around(tex: &str, at: usize) -> (usize, usize) {
    let mut open = 0_usize;
    let before = tex.as_bytes()[..at].iter().rposition(|byte| {
        open += usize::from(*byte == b'}');
        let is_start = *byte == b'{' && open == 0;
        open -= usize::from(*byte == b'{' && !is_start);
        is_start
    });
    let mut open = 0_usize;
    let behind = tex.as_bytes()[at..].iter().position(|byte| {
        open += usize::from(*byte == b'{');
        let is_end = *byte == b'}' && open == 0;
        open -= usize::from(*byte == b'}' && !is_end);
        is_end
    });
    let start = before.map_or(0, |before| before + 1);
    (start, behind.map_or(tex.len(), |behind| at + behind))
}

fn known_only(tex: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = tex[at..].find('\\') {
        at += found;
        let Some((written, length)) = known_otherwise(&tex[at..]) else {
            let sign = tex[at + 1..].chars().next().map_or(0, char::len_utf8);
            at += 1 + sign;
            continue;
        };
        out.push_str(&tex[copied..at]);
        out.push_str(&written);
        at += length;
        let is_letter = |c: char| c.is_ascii_alphabetic();
        let is_name = written.ends_with(is_letter) && written.contains('\\');
        if is_name && tex[at..].starts_with(is_letter) {
            out.push(' ');
        }
        copied = at;
    }
    match copied {
        0 => Cow::Borrowed(tex),
        _ => Cow::Owned(out + &tex[copied..]),
    }
}

/// Returns what a command is written as, and how many bytes it took.
fn known_otherwise(tex: &str) -> Option<(String, usize)> {
    let mut cursor = Cursor { text: tex, at: 0 };
    let name = cursor.command()?;
    let written = match name {
        "nonumber" | "notag" => String::new(),
        "tag" => {
            // What stands at the end of the line instead of a number.
            if !cursor.eat('*') {
                return None;
            }
            cursor.skip_space();
            format!("\\qquad {}", words(cursor.braced()?)?)
        }
        "braket" | "bra" | "ket" => {
            cursor.skip_space();
            let inner = cursor.braced()?;
            let (open, close) = match name {
                "braket" => ("\\langle ", "\\rangle"),
                "bra" => ("\\langle ", "|"),
                _ => ("|", "\\rangle"),
            };
            format!("{open}{inner}{close}")
        }
        "operatorname" | "mathop" => {
            let has_limits = cursor.eat('*') || name == "mathop";
            cursor.skip_space();
            let inner = cursor.braced()?;
            match operator(inner) {
                Some(words) if has_limits => format!("\\operatorname{{{LIMITS}{words}}}"),
                Some(words) => format!("\\operatorname{{{words}}}"),
                None => format!("{{{inner}}}"),
            }
        }
        "argmin" | "argmax" => format!("\\operatorname{{{LIMITS}arg {}}}", &name[3..]),
        "LaTeX" | "TeX" => format!("\\text{{{name}}}"),
        "bm" | "pmb" | "mathbit" => "\\boldsymbol".to_owned(),
        "vect" | "vectorbold" => "\\mathbf".to_owned(),
        "mathds" | "mathbbm" => "\\mathbb".to_owned(),
        "ensuremath" | "smash" | "mathclap" => String::new(),
        "text" | "textbf" | "textit" | "textnormal" | "mbox" | "hbox" | "textrm" | "textsc" => {
            cursor.skip_space();
            let inner = cursor.braced()?;
            if matches!(name, "text" | "textbf" | "textit") && !inner.contains('$') {
                return None;
            }
            words(inner)?
        }
        _ if units::is_unit_command(name) => return units::read(tex),
        _ => {
            let letter = name
                .strip_prefix("up")
                .filter(|letter| GREEK.contains(letter))?;
            format!("\\mathrm{{\\{letter}}}")
        }
    };
    Some((written, cursor.at))
}

/// Returns the name of an operator as plain words; `None` if it holds other commands than spaces and
/// upright letters.
fn operator(inner: &str) -> Option<String> {
    let mut words = String::new();
    let mut cursor = Cursor { text: inner, at: 0 };
    while let Some(c) = cursor.peek() {
        if c != '\\' {
            cursor.at += c.len_utf8();
            match c {
                '{' | '}' => {}
                '~' => words.push(' '),
                '$' | '_' | '^' => return None,
                c => words.push(c),
            }
            continue;
        }
        if let Some(name) = cursor.command() {
            if !matches!(name, "mathrm" | "rm" | "text" | "textrm" | "mathsf" | "sf") {
                return None;
            }
            cursor.skip_space();
            continue;
        }
        let sign = inner[cursor.at + 1..].chars().next()?;
        cursor.at += 1 + sign.len_utf8();
        words.push_str(escaped_space(sign)?);
    }
    Some(words)
}

/// Returns words with formulas between them as a formula with words.
fn words(inner: &str) -> Option<String> {
    if inner.matches('$').count() % 2 == 1 {
        return None;
    }
    let parts = inner
        .split('$')
        .enumerate()
        .filter(|(_, part)| !part.is_empty());
    let parts = parts.map(|(at, part)| match at % 2 {
        0 => format!("\\text{{{part}}}"),
        _ => format!("{{{part}}}"),
    });
    Some(parts.collect())
}

/// No label is longer; it keeps the work linear.
fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(128)]
}

/// A formula without its label, and the label with where it stands in the formula.
pub(crate) struct Unlabelled {
    pub(crate) tex: String,
    pub(crate) label: String,
    /// The labels of its further lines.
    pub(crate) others: Vec<String>,
    pub(crate) at: std::ops::Range<usize>,
}

/// Takes `\label{eq:x}` and bookdown's `(\#eq:x)` out of a formula; the first one names it.
pub(crate) fn take_label(tex: &str) -> Option<Unlabelled> {
    let mut found: Option<Unlabelled> = None;
    let mut copied = 0;
    let mut at = 0;
    while let Some(next) = tex[at..].find(['\\', '(']) {
        at += next;
        let rest = &tex[at..];
        let (open, length) = match (rest.strip_prefix("\\label"), rest.strip_prefix("(\\#")) {
            (Some(body), _) => (6 + 1, closing_brace(near(body)).map(|end| 6 + end + 1)),
            (_, Some(body)) => (3, near(body).find(')').map(|end| 3 + end + 1)),
            (None, None) => (0, None),
        };
        let Some(length) = length else {
            at += 1;
            continue;
        };
        let label = rest[open..length - 1].trim().to_owned();
        let first = match &mut found {
            Some(first) => {
                first.others.push(label);
                first
            }
            None => found.insert(Unlabelled {
                tex: String::new(),
                label,
                others: Vec::new(),
                at: at + open..at + length - 1,
            }),
        };
        first.tex.push_str(&tex[copied..at]);
        at += length;
        copied = at;
    }
    if let Some(found) = &mut found {
        found.tex.push_str(&tex[copied..]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_written_in_those_that_are_known() {
        assert_eq!(prepared(r"\upbeta x\\"), r"\mathrm{\beta} x\\");
        assert_eq!(prepared(r"\bm x \bm{y}"), r"\boldsymbol x \boldsymbol{y}");
        assert_eq!(prepared(r"\text{if $x$ is}"), r"\text{if }{x}\text{ is}");
        assert_eq!(prepared(r"\text{é}\upé"), r"\text{é}\upé");
        assert_eq!(prepared(r"x\nonumber\\y"), r"x\\y");
        assert_eq!(prepared(r"\\bm"), r"\\bm");
        assert_eq!(prepared(r"x\tag*{$y$}"), r"x\qquad {y}");
        assert_eq!(prepared(r"x\tag{3}"), r"x\tag{3}");
        assert_eq!(
            prepared(r"\braket{x|y}\ket{z}z"),
            r"\langle x|y\rangle|z\rangle z"
        );
        assert_eq!(
            prepared(r"\operatorname*{arg\,max}_x \operatorname{Cov}"),
            "\\operatorname{*arg\u{2009}max}_x \\operatorname{Cov}"
        );
        assert_eq!(
            prepared(r"\argmin_x \LaTeX"),
            r"\operatorname{*arg min}_x \text{LaTeX}"
        );
        assert_eq!(prepared(r"\mathop{\rm tr}"), r"\operatorname{*tr}");
        assert_eq!(prepared(r"\operatorname{\mathbb{E}}"), r"{\mathbb{E}}");
        assert_eq!(prepared(r"{n \choose k}p"), r"{\binom{n}{k}}p");
        assert_eq!(
            prepared(r"a{x \over {y \over z}}\overline"),
            r"a{\frac{x}{{\frac{y}{z}}}}\overline"
        );
    }

    #[test]
    fn a_label_is_taken_out_of_its_formula() {
        #[track_caller]
        fn case(tex: &str, label: Option<(&str, &str)>) {
            let found = take_label(tex);
            let found = found
                .as_ref()
                .map(|it| (it.label.as_str(), it.tex.as_str()));
            assert_eq!(found, label, "{tex}");
        }

        case(r"\label{eq:a} é = 1", Some(("eq:a", " é = 1")));
        case(
            r"x \label{eq:a} \\ y \label{eq:b}",
            Some(("eq:a", r"x  \\ y ")),
        );
        case(r"x (\#eq:a)", Some(("eq:a", "x ")));
        case(r"f(x) \labels", None);
        case(r"\label{eq", None);
    }
}
