//! The last steps: which quotation marks, where a comma stands beside them, and which faces undo
//! each other.

use crate::csl::locale::Marks;
use crate::csl::output::{Face, Piece};
use crate::csl::rich::{Node, Rich, first_char, last_char, trim_start};

/// The faces around a piece.
#[derive(Clone, Copy, Default)]
struct Around {
    italic: bool,
    bold: bool,
    small_caps: bool,
    is_inner_quote: bool,
}

/// Makes a text ready to be printed.
pub(crate) fn settle(mut nodes: Rich, marks: &Marks, takes_punctuation: bool) -> Vec<Piece> {
    if takes_punctuation {
        take_punctuation(&mut nodes);
    }
    pieces(nodes, marks, Around::default())
}

fn pieces(nodes: Rich, marks: &Marks, around: Around) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for node in nodes {
        match node {
            Node::Text(text, _) if text.is_empty() => {}
            Node::Text(text, origin) => {
                let variable = origin.as_deref().map(str::to_owned);
                push(&mut out, text, variable);
            }
            Node::Face(face, inner) => {
                let (face, inside) = turned(face, around);
                let inner = pieces(inner, marks, inside);
                match face {
                    Some(face) if !inner.is_empty() => out.push(Piece::Styled(face, inner)),
                    Some(_) => {}
                    None => inner.into_iter().for_each(|piece| add(&mut out, piece)),
                }
            }
            Node::Quoted(inner) => {
                let (open, close) = match around.is_inner_quote {
                    true => &marks.inner,
                    false => &marks.outer,
                };
                let inside = Around {
                    is_inner_quote: !around.is_inner_quote,
                    ..around
                };
                push(&mut out, open.clone(), None);
                pieces(inner, marks, inside)
                    .into_iter()
                    .for_each(|piece| add(&mut out, piece));
                push(&mut out, close.clone(), None);
            }
            Node::NoCase(inner) => {
                pieces(inner, marks, around)
                    .into_iter()
                    .for_each(|piece| add(&mut out, piece));
            }
            Node::Link(url, inner) => out.push(Piece::Link(url, pieces(inner, marks, around))),
            Node::Block(display, inner) => {
                out.push(Piece::Block(display, pieces(inner, marks, around)));
            }
            Node::Work(key, inner) => out.push(Piece::Work(key, pieces(inner, marks, around))),
            Node::Note(inner) => out.push(Piece::Note(pieces(inner, marks, around))),
            Node::Own { cite, side, .. } => out.push(Piece::Own(cite, side)),
        }
    }
    out
}

fn add(out: &mut Vec<Piece>, piece: Piece) {
    match piece {
        Piece::Text { text, variable } => push(out, text, variable),
        other => out.push(other),
    }
}

/// Adds words; those of the same variable are one piece.
fn push(out: &mut Vec<Piece>, added: String, from: Option<String>) {
    if added.is_empty() {
        return;
    }
    if let Some(Piece::Text { text, variable }) = out.last_mut()
        && *variable == from
    {
        text.push_str(&added);
        return;
    }
    out.push(Piece::Text {
        text: added,
        variable: from,
    });
}

/// Returns the face that a change of face comes to, if it changes anything: italics in italics are
/// upright.
fn turned(face: Face, around: Around) -> (Option<Face>, Around) {
    match face {
        Face::Italic if around.italic => (
            Some(Face::Upright),
            Around {
                italic: false,
                ..around
            },
        ),
        Face::Italic => (
            Some(Face::Italic),
            Around {
                italic: true,
                ..around
            },
        ),
        Face::Upright => (
            around.italic.then_some(Face::Upright),
            Around {
                italic: false,
                ..around
            },
        ),
        Face::Bold if around.bold => (
            Some(Face::Regular),
            Around {
                bold: false,
                ..around
            },
        ),
        Face::Bold => (
            Some(Face::Bold),
            Around {
                bold: true,
                ..around
            },
        ),
        Face::Regular => (
            around.bold.then_some(Face::Regular),
            Around {
                bold: false,
                ..around
            },
        ),
        Face::SmallCaps if around.small_caps => (
            Some(Face::NormalCaps),
            Around {
                small_caps: false,
                ..around
            },
        ),
        Face::SmallCaps => (
            Some(Face::SmallCaps),
            Around {
                small_caps: true,
                ..around
            },
        ),
        Face::NormalCaps => (
            around.small_caps.then_some(Face::NormalCaps),
            Around {
                small_caps: false,
                ..around
            },
        ),
        Face::Light | Face::Underline | Face::Superscript | Face::Subscript | Face::Baseline => {
            (Some(face), around)
        }
    }
}

/// Moves a comma or full stop behind a closing quotation mark before it.
fn take_punctuation(nodes: &mut Rich) {
    for at in 0..nodes.len() {
        if let Some(inner) = nodes[at].inner_mut() {
            take_punctuation(inner);
        }
        let Some(mark) = nodes
            .get(at + 1..)
            .and_then(first_char)
            .filter(|c| matches!(c, '.' | ','))
        else {
            continue;
        };
        let is_moved = match innermost_quote(&mut nodes[at]) {
            Some(quoted) => {
                // A mark that ends the quotation already is enough.
                let is_kept = match last_char(quoted) {
                    Some(last) => !(last == mark || mark == '.' && "!?".contains(last)),
                    None => true,
                };
                if is_kept {
                    quoted.push(Node::Text(mark.to_string(), None));
                }
                true
            }
            None => false,
        };
        if is_moved {
            let mut rest = nodes.split_off(at + 1);
            take_one(&mut rest, mark);
            nodes.extend(rest);
        }
    }
}

/// Returns the quotation that something ends with.
fn innermost_quote(node: &mut Node) -> Option<&mut Rich> {
    let is_deeper = node.inner().last().is_some_and(ends_quoted);
    match (node, is_deeper) {
        (Node::Quoted(inner), false) => Some(inner),
        (node, true) => innermost_quote(node.inner_mut()?.last_mut()?),
        _ => None,
    }
}

fn ends_quoted(node: &Node) -> bool {
    match node {
        Node::Quoted(_) => true,
        Node::Face(_, inner)
        | Node::NoCase(inner)
        | Node::Work(_, inner)
        | Node::Block(_, inner) => inner.last().is_some_and(ends_quoted),
        _ => false,
    }
}

fn take_one(nodes: &mut Rich, mark: char) {
    let is_taken = std::cell::Cell::new(false);
    trim_start(nodes, &|c| c == mark && !is_taken.replace(true));
}
