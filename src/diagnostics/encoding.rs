//! The bytes of a text file as text: its encoding, and its line ends.
//!
//! # Decisions
//!
//! - 2026-11: UTF-16 with its mark at the head is read as what it says it is. A carriage return that
//!   ends a line by itself, as old Macs wrote it, becomes a line feed, which is as long: everybody
//!   splits lines at the same bytes, and no place moves.

use std::borrow::Cow;

/// Returns the text of a file that is UTF-8, or UTF-16 with a mark at its head.
///
/// The mark of UTF-8 stays, since places are counted in the file; that of UTF-16 goes.
pub fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = match from_utf16(bytes) {
        Some(text) => Cow::Owned(text),
        None => Cow::Borrowed(std::str::from_utf8(bytes).ok()?),
    };
    Some(match has_lone_return(&text) {
        true => Cow::Owned(with_line_feeds(&text)),
        false => text,
    })
}

/// Returns the text of a file that says with a mark at its head that it is UTF-16.
pub fn from_utf16(bytes: &[u8]) -> Option<String> {
    if is_utf32(bytes) {
        return None;
    }
    let (rest, unit): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => (rest, u16::from_be_bytes),
        _ => return None,
    };
    let (units, _) = rest.as_chunks::<2>();
    let units: Vec<u16> = units.iter().map(|pair| unit(*pair)).collect();
    Some(String::from_utf16_lossy(&units))
}

/// Whether a file says with a mark at its head that it is UTF-32, which is not read.
pub fn is_utf32(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff])
}

fn has_lone_return(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut returns = text.match_indices('\r');
    returns.any(|(at, _)| bytes.get(at + 1) != Some(&b'\n'))
}

fn with_line_feeds(text: &str) -> String {
    let mut rest = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        let is_lone = c == '\r' && rest.peek() != Some(&'\n');
        out.push(if is_lone { '\n' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_by_its_mark_and_its_line_ends_are_line_feeds() {
        #[track_caller]
        fn case(bytes: &[u8], expected: Option<&str>) {
            assert_eq!(decoded(bytes).as_deref(), expected);
        }

        case(b"a\rb\r\rc\r\nd\r", Some("a\nb\n\nc\r\nd\n"));
        case("\u{feff}é\r".as_bytes(), Some("\u{feff}é\n"));
        case(b"\xff\xfeM\x00\xfc\x00\r\x00x\x00", Some("Mü\nx"));
        case(b"\xfe\xff\x00M\x00\xfc\xd8\x35\xdc\xb3", Some("Mü𝒳"));
        case(b"\xff\xfe", Some(""));
        case(b"\xff\xfe\0\0M\0\0\0", None);
        case(b"caf\xe9", None);
    }
}
