//! Where lists and names come apart: at words and commas outside of braces.

use crate::references::bib::tex::group;

/// Splits at `and`, as lists of names and of publishers are written; braces hold together.
pub(super) fn listed(raw: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, word) in top_words(raw) {
        if word.eq_ignore_ascii_case("and") {
            parts.push(raw[from..at].trim());
            from = at + word.len();
        }
    }
    parts.push(raw[from..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Returns what is in a pair of braces around everything.
pub(super) fn wholly_braced(raw: &str) -> Option<&str> {
    let raw = raw.trim();
    let inner = raw.strip_prefix('{')?;
    // `{\"O}zge` begins with a letter in braces, and `{\"O}` alone is one.
    let (length, inside) = group(raw);
    (length == raw.len() && inner.ends_with('}') && !inside.trim_start().starts_with('\\'))
        .then_some(inside)
}

/// Returns the words outside of braces, each with its place; a word in braces is one word.
pub(super) fn top_words(raw: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, c) in raw.char_indices() {
        let is_space = depth == 0 && !is_escaped && (c.is_whitespace() || c == '~');
        match (is_space, start) {
            (true, Some(from)) => {
                found.push((from, &raw[from..at]));
                start = None;
            }
            (false, None) => start = Some(at),
            (true, None) | (false, Some(_)) => {}
        }
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found.extend(start.map(|from| (from, &raw[from..])));
    // `\v Cech`: the command belongs to the next word.
    let is_open = |word: &str| {
        let letter = word.rfind('\\').map(|at| &word[at + 1..]);
        letter.is_some_and(|name| name.len() == 1 && name.chars().all(|c| c.is_ascii_alphabetic()))
            && !["i", "j", "o", "O", "l", "L"]
                .iter()
                .any(|it| letter == Some(it))
    };
    let mut joined: Vec<(usize, &str)> = Vec::new();
    for (at, word) in found {
        match joined.last_mut() {
            Some((from, last)) if is_open(last) => *last = &raw[*from..at + word.len()],
            _ => joined.push((at, word)),
        }
    }
    joined
}

/// Splits at a sign outside of braces.
pub(super) fn apart(raw: &str, sign: u8) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    let mut bytes = raw.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ if byte == sign && depth == 0 => {
                parts.push(raw[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(raw[from..].trim());
    parts
}
