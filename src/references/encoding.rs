//! Reference files that are not UTF-8, as older reference managers and Notepad write them.

use crate::diagnostics::{Diagnostic, MAX_TEXT_BYTES, Place, ProjectPath, Store, from_utf16};
use crate::references::rules::BIBLIOGRAPHY_SYNTAX;

/// The letters of Windows-1252 where it differs from Latin-1, from 0x80 on; what it does not use
/// stands for itself.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Reads a file that is UTF-16 or Windows-1252, with a finding that says so; nothing if it cannot be
/// read at all, or holds what no text has.
pub(super) fn read(store: &Store, path: &ProjectPath) -> Option<(String, Diagnostic)> {
    let bytes = store.bytes(path, MAX_TEXT_BYTES).ok()?;
    let (name, text) = decoded_as(&bytes)?;
    let finding = Diagnostic::of(
        &BIBLIOGRAPHY_SYNTAX,
        format!("`{path}` is not UTF-8, and was read as {name}"),
    )
    .at(Place::file(path.clone()))
    .hint("look at the accents in your list of references, and choose UTF-8 when you export the file again");
    Some((text, finding))
}

/// Reads bytes that are UTF-16 or Windows-1252 and no UTF-8, and returns which they are; nothing if
/// they are UTF-8, or hold what no text has.
pub fn decoded_as(bytes: &[u8]) -> Option<(&'static str, String)> {
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    match from_utf16(bytes) {
        Some(text) => Some(("UTF-16", text)),
        None if bytes.contains(&0) => None,
        None => {
            let letters = bytes.iter().map(|byte| letter(*byte));
            Some(("Windows-1252 (Latin-1)", letters.collect()))
        }
    }
}

fn letter(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_an_older_program_is_read_and_said_to_be() {
        #[track_caller]
        fn case(bytes: &[u8], expected: Option<&str>) {
            let path = ProjectPath::new("r.bib").unwrap();
            let store = Store::memory([(path.clone(), bytes.to_vec().into())].into());
            let text = read(&store, &path).map(|(text, _)| text);
            assert_eq!(text.as_deref(), expected);
        }

        case(b"M\xfcller \x96 \x80", Some("Müller – €"));
        case(b"\xff\xfeM\x00\xfc\x00", Some("Mü"));
        case(b"\xfe\xff\x00M\x00\xfc", Some("Mü"));
        case("Müller".as_bytes(), None);
        case(b"\xff\x00\x12", None);
    }
}
