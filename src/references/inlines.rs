//! The Markdown that pandoc writes into CSL's YAML, turned into the markup of CSL-JSON.

use crate::references::node::{Node, Value};

/// So deep may faces stand in each other.
const MAX_DEPTH: usize = 8;

/// How far the end of a face is looked for, in bytes.
const MAX_FACE: usize = 2_000;

/// Turns the texts of an item; addresses and names of things stay.
pub(super) fn turn(item: &mut Node) {
    let Value::Map(members) = &mut item.value else {
        return;
    };
    for (name, value) in members {
        let name = name.scalar().unwrap_or_default().to_owned();
        match &mut value.value {
            Value::Scalar(text) if is_verbatim(&name) => {
                for sign in ["~", "_", "&", "#", "*"] {
                    *text = text.replace(&format!("\\{sign}"), sign);
                }
            }
            Value::Scalar(text) => *text = turned(text, 0),
            Value::List(nodes) => nodes.iter_mut().for_each(apostrophes),
            Value::Map(_) | Value::Null => {}
        }
    }
}

fn is_verbatim(name: &str) -> bool {
    let names = [
        "id",
        "citation-key",
        "type",
        "url",
        "doi",
        "issued",
        "accessed",
        "original-date",
    ];
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Makes the apostrophes of a person's names round.
fn apostrophes(person: &mut Node) {
    if let Value::Map(members) = &mut person.value {
        for (_, value) in members {
            if let Value::Scalar(text) = &mut value.value {
                *text = text.replace('\'', "’");
            }
        }
    }
}

fn turned(text: &str, depth: usize) -> String {
    const FACES: [(&str, &str); 6] = [
        ("**", "b"),
        ("__", "b"),
        ("*", "i"),
        ("_", "i"),
        ("~", "sub"),
        ("^", "sup"),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_inside = out.ends_with(char::is_alphanumeric);
        let face = FACES.iter().find_map(|(sign, tag)| {
            let inner = rest.strip_prefix(sign)?;
            let near = &inner[..inner.floor_char_boundary(MAX_FACE.min(inner.len()))];
            let is_end = |(end, _): &(usize, &str)| *end > 0 && !near[..*end].ends_with('\\');
            let end = near.match_indices(sign).find(is_end)?.0;
            let is_face = !(inner.starts_with(' ') || *sign == "_" && is_inside);
            (is_face && depth < MAX_DEPTH).then(|| (*tag, &inner[..end], end + 2 * sign.len()))
        });
        if let Some((tag, inner, length)) = face {
            out += &format!("<{tag}>{}</{tag}>", turned(inner, depth + 1));
            rest = &rest[length..];
            continue;
        }
        if let Some((inner, face, length)) = span(rest).filter(|_| depth < MAX_DEPTH) {
            let inner = turned(inner, depth + 1);
            match face {
                "" => out += &inner,
                face => out += &format!("<span {face}>{inner}</span>"),
            }
            rest = &rest[length..];
            continue;
        }
        let is_start = out.is_empty() || out.ends_with([' ', '(', '[', '>', '—', '–']);
        let (sign, length) = match c {
            '\\' => match rest[1..].chars().next() {
                Some(sign) if sign.is_ascii_punctuation() => (sign.to_string(), 2),
                _ => ("\\".into(), 1),
            },
            '-' if rest.starts_with("---") => ("—".into(), 3),
            '-' if rest.starts_with("--") => ("–".into(), 2),
            '"' => (if is_start { "“" } else { "”" }.into(), 1),
            '\'' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => ("’".into(), 1),
            '\'' => (if is_start { "‘" } else { "’" }.into(), 1),
            '\n' => (" ".into(), 1),
            c => (c.to_string(), c.len_utf8()),
        };
        out += &sign;
        rest = &rest[length..];
    }
    out
}

/// Returns what stands in square brackets, the face behind it, and the length of both:
/// `[NHS]{.nocase}`, `[words](https://example.org)`.
fn span(text: &str) -> Option<(&str, &'static str, usize)> {
    let near = &text[..text.floor_char_boundary(MAX_FACE.min(text.len()))];
    let close = near.strip_prefix('[')?.find(']')? + 1;
    let behind = &near[close + 1..];
    for (written, face) in [
        ("{.nocase}", "class=\"nocase\""),
        ("{.smallcaps}", "style=\"font-variant:small-caps;\""),
    ] {
        if behind.starts_with(written) {
            return Some((&text[1..close], face, close + 1 + written.len()));
        }
    }
    let address = behind.strip_prefix('(')?.find(')')?;
    Some((&text[1..close], "", close + 1 + address + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_and_signs_of_markdown_are_those_of_csl() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(turned(text, 0), expected);
        }

        case("On *E. coli* and **b**", "On <i>E. coli</i> and <b>b</b>");
        case("H~2~O m^2^", "H<sub>2</sub>O m<sup>2</sup>");
        case(
            "The [NHS]{.nocase}",
            "The <span class=\"nocase\">NHS</span>",
        );
        case("A [link](https://x.org)", "A link");
        case("\"a\" 'b' it's---c 5\\*", "“a” ‘b’ it’s—c 5*");
        case("snake_case_name 2 * 3", "snake_case_name 2 * 3");
    }
}
