//! The marks of notes in the brackets of links and pictures, for which the parser would give up the
//! link: it sees brackets that mean nothing, and their text tells what they are.

use std::collections::BTreeSet;

use crate::markdown::byte_set::ByteSet;
use crate::markdown::placed_text::BodyRange;

/// Longer than the name of a note.
const MAX_NAME: usize = 128;

/// What opens and closes brackets, and ends them.
const SIGNS: ByteSet = ByteSet::of(b"[]\\\n");

/// Returns the marks `[^name]` that stand within the brackets of a link or a picture.
pub(super) fn in_links(source: &str, notes: &BTreeSet<String>) -> Vec<BodyRange> {
    let mut found = Vec::new();
    if notes.is_empty() {
        return found;
    }
    // How many marks stood before each bracket that is open, and the marks in the outermost.
    let mut open: Vec<usize> = Vec::new();
    let mut marks: Vec<BodyRange> = Vec::new();
    let bytes = source.as_bytes();
    let mut at = 0;
    while let Some(next) = SIGNS.first_in(&bytes[at..]) {
        at += next;
        let rest = &source[at + 1..];
        match bytes[at] {
            b'[' => match name(rest).filter(|name| notes.contains(&name.to_lowercase())) {
                Some(name) => {
                    let end = at + name.len() + 3;
                    marks.push(at..end);
                    at = end - 1;
                }
                None => open.push(marks.len()),
            },
            b']' => {
                if let Some(before) = open.pop()
                    && rest.starts_with(['(', '['])
                {
                    found.extend(marks.drain(before..));
                }
            }
            b'\\' => at += 1,
            _ => {
                let is_last = |line: &str| {
                    line.trim_start_matches([' ', '\t', '>', '\r'])
                        .starts_with('\n')
                };
                if is_last(rest) {
                    open.clear();
                }
            }
        }
        if open.is_empty() {
            marks.clear();
        }
        at = (at + 1).min(bytes.len());
    }
    found
}

/// Returns the name in `^name]`.
fn name(rest: &str) -> Option<&str> {
    let body = rest.strip_prefix('^')?;
    let end = body
        .bytes()
        .take(MAX_NAME)
        .position(|byte| matches!(byte, b'[' | b']' | b'\n'))?;
    body.get(..end).filter(|_| body[end..].starts_with(']'))
}
