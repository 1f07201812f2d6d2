//! An element of the structure: its kind, where it hangs and what hangs on it; the rest as it stands.

use std::ops::Range;

use crate::typeset::finish::objects::number;

/// What hangs on an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kid {
    /// Another element, by its number.
    Element(usize),
    /// Something on a page, as it stands.
    Piece(String),
}

/// An element of the structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) kind: String,
    /// The object on which it hangs.
    pub(super) parent: usize,
    pub(super) kids: Vec<Kid>,
    /// The other keys with their values, as they stand.
    pub(super) others: String,
}

impl Element {
    /// Reads an object, `None` if it is no element of the structure.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        const HEAD: &[u8] = b"<</Type/StructElem";
        let inside = body.strip_prefix(HEAD)?.strip_suffix(b">>")?;
        // Strings may hold any byte; what is looked at here is ASCII.
        let text = inside
            .iter()
            .map(|byte| char::from(*byte))
            .collect::<String>();
        let mut element = Self {
            kind: String::new(),
            parent: 0,
            kids: Vec::new(),
            others: String::new(),
        };
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let key = token(rest)?;
            let after = rest.get(key.end..)?;
            let value = value(after)?;
            let (name, given) = (rest.get(key.clone())?, after.get(value.clone())?.trim());
            match name {
                "/S" => element.kind = given.strip_prefix('/')?.to_owned(),
                "/P" => element.parent = number(given.as_bytes())?,
                "/K" => element.kids = kids(given)?,
                _ => element.others.push_str(rest.get(..key.end + value.end)?),
            }
            rest = after.get(value.end..)?;
        }
        Some(element)
    }

    /// Writes the object.
    pub(super) fn write(&self) -> Vec<u8> {
        let kids: Vec<String> = self
            .kids
            .iter()
            .map(|kid| match kid {
                Kid::Element(number) => format!("{number} 0 R"),
                Kid::Piece(piece) => piece.clone(),
            })
            .collect();
        let text = format!(
            "<</Type/StructElem/S/{}/P {} 0 R/K[{}]{}>>",
            self.kind,
            self.parent,
            kids.join(" "),
            self.others
        );
        text.chars()
            .map(|c| u8::try_from(c).unwrap_or(b'?'))
            .collect()
    }
}

/// Reads what hangs on an element: a list, or one thing.
fn kids(given: &str) -> Option<Vec<Kid>> {
    let mut rest = match given.strip_prefix('[') {
        Some(list) => list.strip_suffix(']')?.trim(),
        None => given,
    };
    let mut kids = Vec::new();
    while !rest.is_empty() {
        let found = value(rest)?;
        let piece = rest.get(found.clone())?.trim();
        kids.push(match piece.strip_suffix(" 0 R") {
            Some(number) => Kid::Element(number.parse().ok()?),
            None => Kid::Piece(piece.to_owned()),
        });
        rest = rest.get(found.end..)?.trim_start();
    }
    Some(kids)
}

/// Returns where the first value of a text ends: one token, or the three of a reference.
fn value(text: &str) -> Option<Range<usize>> {
    let first = token(text)?;
    let is_number = |at: &Range<usize>| {
        let found = text.get(at.clone()).unwrap_or_default().trim();
        !found.is_empty() && found.bytes().all(|byte| byte.is_ascii_digit())
    };
    let next = |from: usize| {
        let found = token(text.get(from..)?)?;
        Some(from + found.start..from + found.end)
    };
    if is_number(&first)
        && let Some(second) = next(first.end)
        && is_number(&second)
        && let Some(third) = next(second.end)
        && text.get(third.clone()).is_some_and(|it| it.trim() == "R")
    {
        return Some(0..third.end);
    }
    Some(0..first.end)
}

/// Returns where the first token of a text lies: a name, a number, a string, a list or a dictionary
/// as a whole, with the space before it.
fn token(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let begin = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/[]<>()".contains(byte);
    match bytes.get(begin)? {
        b'(' => string_end(bytes, begin).map(|end| begin..end),
        b'[' | b'<' => nested_end(bytes, begin).map(|end| begin..end),
        _ => {
            let rest = bytes.get(begin + 1..)?;
            let length = rest.iter().position(is_end).unwrap_or(rest.len());
            Some(begin..begin + 1 + length)
        }
    }
}

/// Returns where a string ends that begins at a byte.
fn string_end(bytes: &[u8], begin: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = begin;
    loop {
        match bytes.get(at)? {
            // The bytes of other than ASCII are two here; none of them is a bracket or a backslash.
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// Returns where a list, a dictionary or a string of hexadecimals ends that begins at a byte.
fn nested_end(bytes: &[u8], begin: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = begin;
    loop {
        match bytes.get(at)? {
            b'(' => {
                at = string_end(bytes, at)?;
                continue;
            }
            b'[' | b'<' => depth += 1,
            b']' | b'>' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_read_and_written_with_all_that_it_has() {
        let body = b"<</Type/StructElem/S/TH/P 12 0 R/ID(1x0\\)/K[9]\xe9(y))/A[<</O/Table/Scope/Row>> <</O/Layout>>]/K[3 14 0 R<</Type/OBJR/Pg 1 0 R/Obj 2 0 R>> 15 0 R 4]/Pg 7 0 R>>";
        let element = Element::read(body).unwrap();
        assert_eq!((element.kind.as_str(), element.parent), ("TH", 12));
        let piece = |text: &str| Kid::Piece(text.to_owned());
        assert_eq!(
            element.kids,
            [
                piece("3"),
                Kid::Element(14),
                piece("<</Type/OBJR/Pg 1 0 R/Obj 2 0 R>>"),
                Kid::Element(15),
                piece("4"),
            ]
        );
        let again = element.write();
        assert_eq!(Element::read(&again).unwrap(), element);
        let kept = b"/ID(1x0\\)/K[9]\xe9(y))/A[<</O/Table/Scope/Row>> <</O/Layout>>]/Pg 7 0 R>>";
        assert!(again.ends_with(kept));
    }

    #[test]
    fn what_is_no_element_or_broken_is_none() {
        for body in [
            &b"<</Type/Page>>"[..],
            b"<</Type/StructElem/S/P/P 1 0 R/T(open>>",
            b"<</Type/StructElem/S/P/P x/K[1]>>",
            b"",
        ] {
            assert_eq!(Element::read(body), None);
        }
    }
}
