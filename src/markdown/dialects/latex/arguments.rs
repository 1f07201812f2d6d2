//! The groups behind a command, read from the source as they stand there.

use std::borrow::Cow;

use crate::markdown::placed_text::BodyRange;

/// Longer than any group that holds no words; it keeps the work linear.
const MAX_BYTES: usize = 1024;

/// Groups inside each other that are no words.
const MAX_DEPTH: usize = 4;

/// Reads the group that starts at byte `at` with `open`; returns what stands in it.
pub(crate) fn group(source: &str, at: usize, limit: usize, open: u8) -> Option<BodyRange> {
    let bytes = &source.as_bytes()[..limit];
    if bytes.get(at) != Some(&open) {
        return None;
    }
    let (mut braces, mut brackets) = (0, 0);
    let mut is_escaped = false;
    for (offset, byte) in bytes[at..].iter().take(MAX_BYTES).enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'{' => braces += 1,
            b'}' if braces == 0 => return None,
            b'}' => braces -= 1,
            b'[' if open == b'[' && braces == 0 => brackets += 1,
            b']' if open == b'[' && braces == 0 => brackets -= 1,
            _ => {}
        }
        if braces + brackets > MAX_DEPTH {
            return None;
        }
        if braces + brackets == 0 {
            return Some(at + 1..at + offset);
        }
    }
    None
}

/// Reads the groups in brackets that start at byte `at`; returns them and what stands behind.
pub(crate) fn optional(source: &str, at: usize, limit: usize) -> (Vec<BodyRange>, usize) {
    let mut found = Vec::new();
    let mut at = at;
    while found.len() < 2
        && let Some(place) = group(source, at, limit, b'[')
    {
        at = place.end + 1;
        found.push(place);
    }
    (found, at)
}

/// Returns the names in a group, which commas part, each with its place.
pub(crate) fn names(source: &str, place: &BodyRange) -> Option<Vec<BodyRange>> {
    let mut found = Vec::new();
    let mut start = place.start;
    for part in source[place.clone()].split(',') {
        // A quotation marks each of its lines.
        let is_gap = |c: char| c.is_whitespace() || c == '>';
        let first = start + part.len() - part.trim_start_matches(is_gap).len();
        let end = first + part.trim_matches(is_gap).len();
        if end > first {
            found.push(first..end);
        }
        start += part.len() + 1;
    }
    let is_name = |place: &BodyRange| {
        let name = &source[place.clone()];
        !name.contains(|c: char| c.is_whitespace() || "{}[]\"`*$".contains(c))
            && !name.replace("\\_", "").contains('\\')
    };
    (!found.is_empty() && found.iter().all(is_name)).then_some(found)
}

/// Returns an address or a name without the backslashes that LaTeX wants in it.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(|next| "%_#&~{}$".contains(*next)) {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_end_where_their_bracket_does() {
        let text = r"[see][p. {4]}]{a, b_c,\_d} {a {b} c]}";
        let (optional, at) = optional(text, 0, text.len());
        assert_eq!(optional, [1..4, 6..13]);
        let place = group(text, at, text.len(), b'{').unwrap();
        let names = names(text, &place).unwrap();
        let names: Vec<&str> = names.into_iter().map(|place| &text[place]).collect();
        assert_eq!(names, ["a", "b_c", "\\_d"]);
        let last = group(text, text.len() - 10, text.len(), b'{').unwrap();
        assert_eq!(&text[last], "a {b} c]");
        assert_eq!(group("{{{{{a}}}}}", 0, 11, b'{'), None);
        assert_eq!(group("{a", 0, 2, b'{'), None);
    }
}
