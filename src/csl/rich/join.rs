//! Putting texts beside each other: one mark where two would meet.

use crate::csl::rich::{Node, Rich, is_empty, plain};

/// Returns the last letter of a text.
pub(crate) fn last_char(nodes: &[Node]) -> Option<char> {
    nodes.iter().rev().find_map(|node| match node {
        Node::Text(text, _) | Node::Own { text, .. } => text.chars().next_back(),
        other => last_char(other.inner()),
    })
}

/// Returns the first letter of a text.
pub(crate) fn first_char(nodes: &[Node]) -> Option<char> {
    nodes.iter().find_map(|node| match node {
        Node::Text(text, _) | Node::Own { text, .. } => text.chars().next(),
        other => first_char(other.inner()),
    })
}

/// Takes letters off the start of a text; returns whether any was there.
pub(crate) fn trim_start(nodes: &mut Rich, is_off: &dyn Fn(char) -> bool) -> bool {
    trim(nodes, false, is_off)
}

/// Takes letters off the end of a text; returns whether any was there.
pub(crate) fn trim_end(nodes: &mut Rich, is_off: &dyn Fn(char) -> bool) -> bool {
    trim(nodes, true, is_off)
}

fn trim(nodes: &mut Rich, is_end: bool, is_off: &dyn Fn(char) -> bool) -> bool {
    let mut lettered = nodes
        .iter_mut()
        .filter(|node| !is_empty(std::slice::from_ref(*node)));
    let outermost = match is_end {
        true => lettered.next_back(),
        false => lettered.next(),
    };
    match outermost {
        Some(Node::Text(text, _)) => {
            let kept = match is_end {
                true => text.trim_end_matches(is_off),
                false => text.trim_start_matches(is_off),
            };
            let is_changed = kept.len() < text.len();
            *text = kept.to_owned();
            is_changed
        }
        // The author's own words are left as they are.
        Some(Node::Own { .. }) | None => false,
        Some(other) => other
            .inner_mut()
            .is_some_and(|inner| trim(inner, is_end, is_off)),
    }
}

/// What happens where two marks meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meeting {
    Both,
    First,
    Second,
}

/// Which of two marks stays; the choices are those of pandoc's citeproc (measured with 3.9).
fn meeting(first: char, second: char) -> Meeting {
    match (first, second) {
        (a, b) if a == b && ".,:;!?".contains(a) => Meeting::First,
        ('!' | '?' | ':' | ';', '.') | ('!' | '?' | ';', ':') => Meeting::First,
        (':' | ';', '!' | '?') | (' ', ' ' | ',' | '.') => Meeting::Second,
        _ => Meeting::Both,
    }
}

/// Returns the letter that a mark behind a text meets: a full stop looks through closing quotation
/// marks.
fn met(nodes: &[Node], second: char) -> Option<char> {
    let last = last_char(nodes)?;
    if second != '.' {
        return Some(last);
    }
    let text = super::letters(nodes);
    let is_quote = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | '›');
    let trimmed = text.trim_end();
    match trimmed.ends_with(is_quote) {
        true => trimmed
            .trim_end_matches(|c: char| is_quote(c) || c.is_whitespace())
            .chars()
            .next_back()
            .or(Some(last)),
        false => Some(last),
    }
}

/// Puts a text behind another.
fn append(to: &mut Rich, mut next: Rich) {
    while let Some(second) = first_char(&next)
        && let Some(first) = met(to, second)
    {
        let is_gone = match meeting(first, second) {
            Meeting::Both => break,
            Meeting::First => trim_start(&mut next, &|c| c == second),
            Meeting::Second => trim_end(to, &|c| c == first),
        };
        if !is_gone {
            break;
        }
    }
    to.extend(next);
}

/// Puts texts beside each other.
pub(crate) fn joined(parts: impl IntoIterator<Item = Rich>) -> Rich {
    let mut whole = Rich::new();
    for part in parts {
        if whole.is_empty() {
            whole = part;
        } else {
            append(&mut whole, part);
        }
    }
    whole
}

/// Puts texts beside each other with something between; a text that begins with a mark of its own
/// needs nothing.
pub(crate) fn delimited(parts: impl IntoIterator<Item = Rich>, delimiter: Option<&str>) -> Rich {
    let parts = parts.into_iter().filter(|part| !is_empty(part));
    let Some(delimiter) = delimiter.filter(|delimiter| !delimiter.is_empty()) else {
        return joined(parts);
    };
    let mut whole = Rich::new();
    for part in parts {
        let has_mark = matches!(first_char(&part), Some(',' | ';' | '.'));
        if !whole.is_empty() && !has_mark && !ends_with_own_mark(&whole) {
            append(&mut whole, plain(delimiter));
            // "1,see 2" where the style puts no space between its own numbers.
            if starts_with_own(&part) && !delimiter.ends_with(' ') {
                append(&mut whole, plain(" "));
            }
        } else if !whole.is_empty() && !has_mark {
            append(&mut whole, plain(" "));
        }
        append(&mut whole, part);
    }
    whole
}

/// Returns whether a text ends with a comma or semicolon of the author's own.
fn ends_with_own_mark(nodes: &[Node]) -> bool {
    match nodes.last() {
        Some(Node::Own { text, .. }) => text.ends_with([',', ';']),
        Some(other) => ends_with_own_mark(other.inner()),
        None => false,
    }
}

/// Returns whether a text starts with words of the author's own.
fn starts_with_own(nodes: &[Node]) -> bool {
    match nodes.first() {
        Some(Node::Own { .. }) => true,
        Some(other) => starts_with_own(other.inner()),
        None => false,
    }
}
