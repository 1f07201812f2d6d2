//! References within formulas: `\eqref{eq:mean}`, also in the words of a `\text{…}`.

use std::borrow::Cow;

use crate::markdown::formulas::cursor::Cursor;

/// Signs of no script, around the number of a reference in the formula.
const MARKS: (char, char) = ('\u{e000}', '\u{e001}');

/// More than stand in any formula.
const MAX: usize = 32;

/// A reference in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormulaReference {
    pub(crate) name: String,
    /// `\eqref`: its number stands in brackets.
    pub(crate) is_bracketed: bool,
}

/// Takes the references out of a formula; [`stand_in`] stands for each.
pub(crate) fn take(tex: &str) -> (Cow<'_, str>, Vec<FormulaReference>) {
    let mut found = Vec::new();
    if !tex.contains("ref{") || tex.contains([MARKS.0, MARKS.1]) {
        return (Cow::Borrowed(tex), found);
    }
    let mut out = String::with_capacity(tex.len());
    let mut cursor = Cursor { text: tex, at: 0 };
    // Whether each brace that is open holds words.
    let mut open: Vec<bool> = Vec::new();
    let mut is_words = false;
    while let Some(c) = cursor.peek() {
        let start = cursor.at;
        let name = cursor.command().unwrap_or_default();
        let is_reference = matches!(name, "eqref" | "ref") && found.len() < MAX;
        if is_reference && let Some(label) = cursor.braced() {
            let mark = stand_in(found.len());
            out.push_str(&match open.last() {
                Some(true) => format!("}}{mark}\\text{{"),
                Some(false) | None => mark,
            });
            found.push(FormulaReference {
                name: label.trim().to_owned(),
                is_bracketed: name == "eqref",
            });
            continue;
        }
        match c {
            '\\' if name.is_empty() => {
                cursor.at += 1;
                cursor.at += cursor.peek().map_or(0, char::len_utf8);
            }
            '\\' => {}
            _ => cursor.at += c.len_utf8(),
        }
        match c {
            '{' => open.push(is_words),
            '}' => {
                open.pop();
            }
            _ => {}
        }
        is_words = matches!(name, "text" | "textrm" | "textnormal" | "mbox" | "hbox");
        out.push_str(&tex[start..cursor.at]);
    }
    (Cow::Owned(out.replace("\\text{}", "")), found)
}

/// Returns what stands for a reference in a formula.
fn stand_in(number: usize) -> String {
    format!("\\text{{{}}}", marked(number))
}

fn marked(number: usize) -> String {
    format!("{}{number}{}", MARKS.0, MARKS.1)
}

/// Puts what prints a reference in the place of what stands for it in the translated formula.
pub(crate) fn put_back(typst: &str, number: usize, call: &str) -> String {
    typst.replace(&format!("\"{}\"", marked(number)), call)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_taken_out_of_words_and_formulas() {
        #[track_caller]
        fn case(tex: &str, wanted: &str, names: &[&str]) {
            let (out, found) = take(tex);
            let shown = out.replace(MARKS.0, "<").replace(MARKS.1, ">");
            assert_eq!(shown, wanted);
            let found: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(found, names);
        }

        case("x^2", "x^2", &[]);
        case(
            r"y \text{ by \eqref{eq:m}}",
            r"y \text{ by }\text{<0>}",
            &["eq:m"],
        );
        case(
            r"\text{\ref{a} and \eqref{b}} \{z\}",
            r"\text{<0>}\text{ and }\text{<1>} \{z\}",
            &["a", "b"],
        );
        case(r"{\eqref{a}}", r"{\text{<0>}}", &["a"]);
    }
}
