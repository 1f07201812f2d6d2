//! Signs that are written by something that stands for them: in addresses, in HTML, in code.

/// Fills up what a sign that was decoded leaves; it belongs to no word.
pub(super) const FILLER: char = '*';

/// Returns a text with the signs in the place of what stands for them in addresses and code
/// (`%20`, `&nbsp;`, `&#248;`, `\u{f8}`), of the same length in bytes; `None`: nothing does.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['%', '&', '\\']) {
        let (before, escaped) = rest.split_at(at);
        out.push_str(before);
        let found = match &escaped[..1] {
            "%" => percent(escaped),
            "&" => entity(escaped),
            _ => code_point(escaped),
        };
        let length = match found {
            Some((signs, length)) if signs.len() <= length => {
                out.push_str(&signs);
                out.extend(std::iter::repeat_n(FILLER, length - signs.len()));
                length
            }
            _ => {
                out.push_str(&escaped[..1]);
                1
            }
        };
        rest = &escaped[length..];
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

/// Reads a run such as `%C3%B8`; returns its signs and its length.
fn percent(text: &str) -> Option<(String, usize)> {
    let mut bytes = Vec::new();
    while let Some(digits) = text[bytes.len() * 3..]
        .strip_prefix('%')
        .and_then(|it| it.get(..2))
    {
        match u8::from_str_radix(digits, 16) {
            Ok(byte) => bytes.push(byte),
            Err(_) => break,
        }
    }
    let length = bytes.len() * 3;
    let signs = String::from_utf8_lossy(&bytes).into_owned();
    (length > 0).then_some((signs, length))
}

/// Reads an entity of HTML.
fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let number = name
        .strip_prefix('#')
        .and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        });
    let marks = [
        "uml", "acute", "grave", "circ", "tilde", "cedil", "ring", "caron", "slash",
    ];
    let letter = marks.iter().find_map(|mark| name.strip_suffix(mark));
    let sign = match (number, letter, name) {
        (Some(number), _, _) => char::from_u32(number)?.to_string(),
        (None, Some(letter), _) if letter.len() == 1 => letter.to_owned(),
        (None, _, "nbsp" | "ensp" | "emsp" | "thinsp") => " ".to_owned(),
        (None, _, "hyphen" | "ndash" | "mdash" | "dash") => "-".to_owned(),
        (None, _, "apos" | "rsquo" | "lsquo") => "'".to_owned(),
        (None, _, "shy" | "zwj" | "zwnj") => String::new(),
        (None, _, "aelig" | "AElig" | "szlig" | "oelig" | "OElig") => {
            name.replace("sz", "ss").replace("lig", "")
        }
        (None, _, _) => return None,
    };
    Some((sign, end + 1))
}

/// Reads a sign as code writes it by its number: `\u{f8}`, `\u00f8`.
fn code_point(text: &str) -> Option<(String, usize)> {
    let rest = text.strip_prefix("\\u")?;
    let (digits, length) = match rest.strip_prefix('{') {
        Some(inner) => {
            let end = inner.bytes().take(7).position(|byte| byte == b'}')?;
            (&inner[..end], end + 4)
        }
        None => (rest.get(..4)?, 6),
    };
    let number = u32::from_str_radix(digits, 16).ok()?;
    Some((char::from_u32(number)?.to_string(), length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::confidential::fold::Folded;

    #[test]
    fn what_stands_for_a_sign_is_read_as_it() {
        #[track_caller]
        fn case(text: &str, read: &str) {
            let decoded = decoded(text).unwrap();
            assert_eq!(decoded.len(), text.len());
            assert_eq!(Folded::pattern(&decoded), Folded::pattern(read));
        }

        case("Quillmere%20General", "Quillmere General");
        case("S%C3%B8rlie%2C", "Sørlie,");
        case("a&nbsp;b &#x51;&#117; &oslash;&szlig;", "a b Qu øß");
        case("\\u{51}u \\u00f8", "Qu ø");
        for text in [
            "100 % of",
            "%zz",
            "&",
            "&amp x;",
            "\\u{}",
            "\\u{1234567}",
            "%",
            "a",
        ] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }
}
