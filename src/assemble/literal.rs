//! Typst literals: the only way in which a value gets into the generated files.

use std::fmt::Write;

/// Returns a text as a Typst string literal that stands for exactly this text.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Bidirectional and other invisible characters are written out, so that the generated
            // file reads as what it is.
            c if c.is_control() || is_invisible(c) => {
                write!(out, "\\u{{{:x}}}", u32::from(c))
                    .expect("a string takes all that is written");
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns a text fit for one printed line: no control characters, white space in single spaces.
///
/// Control characters have no glyph, and a line break would split a heading.
pub(super) fn line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    // Not `split_whitespace`: a no-break space was put there on purpose.
    spaced
        .split([' ', '\u{2028}', '\u{2029}'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_stands_for_exactly_its_text() {
        #[track_caller]
        fn case(text: &str) {
            let parsed = typst_syntax::parse_code(&string(text));
            let literal = parsed
                .children()
                .find_map(|node| node.cast::<typst_syntax::ast::Str>())
                .expect("one string");
            assert_eq!(literal.get(), text);
            assert!(parsed.errors_and_warnings().0.is_empty());
        }

        case("plain");
        case("“#emph[x]” ] } $ * _ ` // /* \\ \" \\u{41} @key <label>");
        case("two\nlines\r\n\tand a tab");
        case("\0\u{7}\u{7f}\u{85}\u{202e}\u{feff}\u{e000}\u{10ffff}");
        case("研究 é 👩🏽‍⚕️");
        case("");
    }

    #[test]
    fn a_line_has_neither_breaks_nor_control_characters() {
        assert_eq!(line(" a\n b\t\tc\u{7}d \u{202e}"), "a b c d");
        assert_eq!(line("10\u{a0}000"), "10\u{a0}000");
    }
}
