//! The tree of a formula, walked from left to right.

use typst::foundations::{Content, SequenceElem, StyleChain, StyledElem, SymbolElem};
use typst::layout::{HElem, Spacing};
use typst::math::{
    AccentElem, AlignPointElem, AttachElem, BinomElem, CancelElem, CasesElem, ClassElem,
    EquationElem, FracElem, LimitsElem, LrElem, MatElem, MidElem, OpElem, OverbraceElem,
    OverlineElem, PrimesElem, RootElem, ScriptsElem, StretchElem, UnderbraceElem, UnderlineElem,
    VecElem,
};
use typst::text::{LinebreakElem, SpaceElem, TextElem};

use crate::typeset::speech::names::{self, large, operator_name, symbol};
use crate::typeset::speech::piece::{Piece, Row, Sort};
use crate::typeset::speech::words::{
    function, limited, marked, matrix_words, noted, over, power, primed,
};

/// How deep a formula is followed; the engine lays out none that is deeper.
const MAX_DEPTH: usize = 60;

/// What stands around a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// Nothing.
    Formula,
    /// A bracket, in which a bar says "given".
    Bracket,
    /// A curly bracket, in which a bar says "such that".
    Brace,
}

/// Returns a part of a formula as a line.
pub(super) fn row(part: &Content, around: Around, depth: usize) -> Row {
    let mut parts = Vec::new();
    flatten(part, Style::default(), &mut parts);
    line(&parts, around, depth)
}

/// How letters are drawn that mean something by it.
#[derive(Clone, Copy, Default)]
struct Style {
    is_bold: bool,
    is_double_struck: bool,
}

/// A part of a line with how it is drawn.
type Styled<'c> = (&'c Content, Style);

/// Takes sequences and styles apart.
fn flatten<'c>(part: &'c Content, style: Style, out: &mut Vec<Styled<'c>>) {
    if let Some(sequence) = part.to_packed::<SequenceElem>() {
        for child in &sequence.children {
            flatten(child, style, out);
        }
    } else if let Some(styled) = part.to_packed::<StyledElem>() {
        let styles = StyleChain::new(&styled.styles);
        // The engine does not give away the type, but its name.
        let variant = format!("{:?}", styles.get(EquationElem::variant));
        let style = Style {
            is_bold: style.is_bold || styles.get(EquationElem::bold),
            is_double_struck: style.is_double_struck || variant.contains("DoubleStruck"),
        };
        flatten(&styled.child, style, out);
    } else if !part.is::<SpaceElem>() && !part.is::<AlignPointElem>() {
        out.push((part, style));
    }
}

/// Returns the sign that a part is, if it is one.
fn sign(part: &Content) -> Option<char> {
    if let Some(body) = body_of(part) {
        let mut parts = Vec::new();
        flatten(body, Style::default(), &mut parts);
        return match parts.as_slice() {
            [(part, _)] => sign(part),
            _ => None,
        };
    }
    let symbol = part.to_packed::<SymbolElem>().map(|it| &it.text);
    let text = symbol.or_else(|| part.to_packed::<TextElem>().map(|it| &it.text))?;
    let mut signs = text.chars();
    signs.next().filter(|_| signs.next().is_none())
}

/// Returns the sign that a part is, or that carries what is attached to it.
fn carrier(part: &Content) -> Option<char> {
    match part.to_packed::<AttachElem>() {
        Some(attach) => sign(&attach.base),
        None => sign(part),
    }
}

fn line(parts: &[Styled<'_>], around: Around, depth: usize) -> Row {
    if depth > MAX_DEPTH {
        let text = parts.iter().map(|(part, _)| part.plain_text());
        let text: Vec<String> = text.map(Into::into).collect();
        return Row(vec![Piece::new(text.concat(), Sort::Operand)]);
    }
    let mut row = Row::default();
    let mut at = 0;
    while let Some((part, style)) = parts.get(at) {
        at += 1;
        let rest = &parts[at..];
        if let Some(open) = sign(part)
            && let Some(end) = end_of(open, rest)
        {
            let inner = &rest[..end];
            let (last, _) = rest[end];
            let close = carrier(last).unwrap_or(open);
            let piece = fenced(open, close, inner, depth);
            row.0.push(match last.to_packed::<AttachElem>() {
                Some(attach) => attached(attach, Row(vec![piece]), around, depth),
                None => piece,
            });
            at += end + 1;
            continue;
        }
        // A number may begin with its point.
        let digits = rest.first().map(|(next, _)| next.plain_text());
        if sign(part) == Some('.')
            && let Some(digits) = digits.filter(|it| it.starts_with(|c: char| c.is_ascii_digit()))
        {
            row.0.push(Piece::new(format!(".{digits}"), Sort::Operand));
            at += 1;
            continue;
        }
        match (sign(part), around) {
            (Some('|' | '∣'), Around::Formula | Around::Bracket) => {
                row.0.push(Piece::new("given", Sort::Relation));
            }
            (Some('|' | '∣' | ':'), Around::Brace) => {
                row.0.push(Piece::new("such that", Sort::Relation));
            }
            _ => piece(part, *style, around, depth, &mut row.0),
        }
    }
    row
}

/// Returns how far it is to the end of what a sign opens, if it opens something.
fn end_of(open: char, rest: &[Styled<'_>]) -> Option<usize> {
    let closes: &[char] = match open {
        '|' | '∣' => &['|', '∣'],
        '‖' => &['‖'],
        // A range may be closed at one end only.
        '(' | '[' => &[')', ']'],
        '{' => &['}'],
        '⟨' => &['⟩'],
        '⌊' => &['⌋'],
        '⌈' => &['⌉'],
        _ => return None,
    };
    let mut within = 0;
    for (at, (part, _)) in rest.iter().enumerate() {
        let sign = carrier(part);
        if sign.is_some_and(|sign| closes.contains(&sign)) {
            if within == 0 {
                return Some(at);
            }
            within -= 1;
        } else if sign == Some(open) || open == '(' && sign == Some('[') {
            within += 1;
        }
    }
    None
}

/// Returns what stands between two brackets or bars.
fn fenced(open: char, close: char, inner: &[Styled<'_>], depth: usize) -> Piece {
    let around = match open {
        '{' => Around::Brace,
        _ => Around::Bracket,
    };
    let inner = line(inner, around, depth + 1);
    let large = |what: &str| {
        let words = format!("the {what} of {}", inner.said_up_to(what));
        Piece::new(words, Sort::Large)
    };
    match open {
        '|' | '∣' => large("absolute value"),
        '‖' => large("norm"),
        '⌊' => large("floor"),
        '⌈' => large("ceiling"),
        _ => {
            let (open, close) = (names::bracket(open), names::bracket(close));
            let words = format!("open {open} {} close {close}", inner.said());
            Piece {
                is_single: false,
                ..Piece::new(words, Sort::Operand)
            }
        }
    }
}

fn piece(part: &Content, style: Style, around: Around, depth: usize, out: &mut Vec<Piece>) {
    let within = |part: &Content| row(part, around, depth + 1);
    let operand = |words: String, is_single: bool| Piece {
        is_single,
        ..Piece::new(words, Sort::Operand)
    };
    if let Some(letter) = part.to_packed::<SymbolElem>() {
        out.extend(letters(&letter.text, style));
    } else if let Some(text) = part.to_packed::<TextElem>() {
        out.extend(letters(&text.text, style));
    } else if let Some(attach) = part.to_packed::<AttachElem>() {
        let base = row(&attach.base, around, depth + 1);
        out.push(attached(attach, base, around, depth));
    } else if let Some(fraction) = part.to_packed::<FracElem>() {
        out.push(over(&within(&fraction.num), &within(&fraction.denom)));
    } else if let Some(root) = part.to_packed::<RootElem>() {
        let styles = StyleChain::default();
        let index = root
            .index
            .get_ref(styles)
            .as_ref()
            .map(|it| within(it).said());
        let what = match index.as_deref() {
            None | Some("2") => "the square root of".to_owned(),
            Some("3") => "the cube root of".to_owned(),
            Some(index) => format!("the root of order {index} of"),
        };
        let words = format!("{what} {}", within(&root.radicand).said_up_to("root"));
        out.push(Piece::new(words, Sort::Large));
    } else if let Some(lr) = part.to_packed::<LrElem>() {
        out.extend(delimited(&lr.body, around, depth));
    } else if let Some(op) = part.to_packed::<OpElem>() {
        let name = op.text.plain_text();
        out.push(Piece::new(operator_name(&name), Sort::Function));
    } else if let Some(accent) = part.to_packed::<AccentElem>() {
        out.push(marked(
            &within(&accent.base),
            names::accent(accent.accent.0),
        ));
    } else if let Some(line) = part.to_packed::<OverlineElem>() {
        out.push(marked(&within(&line.body), "bar"));
    } else if let Some(line) = part.to_packed::<UnderlineElem>() {
        out.push(marked(&within(&line.body), "underlined"));
    } else if let Some(binom) = part.to_packed::<BinomElem>() {
        let lower: Vec<String> = binom.lower.iter().map(|it| within(it).said()).collect();
        let words = format!(
            "{} choose {}",
            within(&binom.upper).said(),
            lower.join(", ")
        );
        out.push(operand(words, false));
    } else if let Some(matrix) = part.to_packed::<MatElem>() {
        let rows = matrix.rows.iter();
        let rows: Vec<Vec<Row>> = rows.map(|row| row.iter().map(within).collect()).collect();
        out.push(operand(matrix_words(&rows), false));
    } else if let Some(vector) = part.to_packed::<VecElem>() {
        let all: Vec<String> = vector.children.iter().map(|it| within(it).said()).collect();
        let words = format!("the vector {}, end vector", all.join(", "));
        out.push(operand(words, false));
    } else if let Some(cases) = part.to_packed::<CasesElem>() {
        let all: Vec<String> = cases.children.iter().map(|it| within(it).said()).collect();
        let words = format!("{}, end cases", all.join("; "));
        out.push(operand(format!("the cases: {words}"), false));
    } else if let Some(brace) = part.to_packed::<UnderbraceElem>() {
        let note = brace.annotation.get_ref(StyleChain::default());
        out.push(noted(
            &within(&brace.body),
            note.as_ref().map(within),
            "below",
        ));
    } else if let Some(brace) = part.to_packed::<OverbraceElem>() {
        let note = brace.annotation.get_ref(StyleChain::default());
        out.push(noted(
            &within(&brace.body),
            note.as_ref().map(within),
            "above",
        ));
    } else if let Some(cancel) = part.to_packed::<CancelElem>() {
        out.push(marked(&within(&cancel.body), "crossed out"));
    } else if let Some(primes) = part.to_packed::<PrimesElem>() {
        out.push(Piece::new(primed(primes.count), Sort::Operand));
    } else if let Some(space) = part.to_packed::<HElem>() {
        // A wide space parts a formula from its condition.
        if matches!(space.amount, Spacing::Rel(length) if length.abs.em.get() >= 1.0)
            && !out.is_empty()
        {
            out.push(Piece::new(",", Sort::Pause));
        }
    } else if part.is::<LinebreakElem>() {
        out.push(Piece::new(";", Sort::Pause));
    } else if let Some(body) = body_of(part) {
        out.extend(within(body).0);
    } else {
        let text = part.plain_text();
        if !text.trim().is_empty() {
            out.push(Piece::new(text.trim(), Sort::Operand));
        }
    }
}

/// Returns what a part only wraps.
fn body_of(part: &Content) -> Option<&Content> {
    let class = part.to_packed::<ClassElem>().map(|it| &it.body);
    let limits = || part.to_packed::<LimitsElem>().map(|it| &it.body);
    let scripts = || part.to_packed::<ScriptsElem>().map(|it| &it.body);
    let stretch = || part.to_packed::<StretchElem>().map(|it| &it.body);
    let mid = || part.to_packed::<MidElem>().map(|it| &it.body);
    let equation = || part.to_packed::<EquationElem>().map(|it| &it.body);
    class
        .or_else(limits)
        .or_else(scripts)
        .or_else(stretch)
        .or_else(mid)
        .or_else(equation)
}

/// Returns the pieces of a text: a number or a word whole, any other sign by sign.
fn letters(text: &str, style: Style) -> Vec<Piece> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '’' | '\'' | '-' | ' ');
    if text.chars().count() > 1 && text.chars().all(is_word) {
        return vec![Piece::new(text.trim(), Sort::Operand)];
    }
    let said = text
        .chars()
        .filter_map(|sign| symbol(sign, style.is_double_struck));
    said.map(|(words, sort)| {
        let is_letter = sort == Sort::Operand && text.chars().all(char::is_alphabetic);
        match style.is_bold && is_letter {
            true => Piece::new(format!("bold {words}"), sort),
            false => Piece::new(words, sort),
        }
    })
    .collect()
}

/// Returns what the engine knows to be delimited.
fn delimited(body: &Content, around: Around, depth: usize) -> Vec<Piece> {
    let mut parts = Vec::new();
    flatten(body, Style::default(), &mut parts);
    // What LaTeX's `\binom` comes to: two lines between brackets, without a line of their own. Any
    // other matrix says itself what it is.
    if let [_, (only, _), _] = parts.as_slice()
        && let Some(matrix) = only.to_packed::<MatElem>()
    {
        let said = |part: &Content| row(part, around, depth + 1).said();
        if let [above, below] = matrix.rows.as_slice()
            && let ([above], [below]) = (above.as_slice(), below.as_slice())
        {
            let words = format!("{} choose {}", said(above), said(below));
            return vec![Piece {
                is_single: false,
                ..Piece::new(words, Sort::Operand)
            }];
        }
        return line(&parts[1..2], around, depth + 1).0;
    }
    line(&parts, around, depth + 1).0
}

/// Returns something with what stands at its corners, above and below.
fn attached(attach: &AttachElem, mut base: Row, around: Around, depth: usize) -> Piece {
    let styles = StyleChain::default();
    let said = |part: &Option<Content>| part.as_ref().map(|part| row(part, around, depth + 1));
    let above = said(attach.t.get_ref(styles)).or_else(|| said(attach.tr.get_ref(styles)));
    let below = said(attach.b.get_ref(styles)).or_else(|| said(attach.br.get_ref(styles)));
    if let Some((name, link)) = sign(&attach.base).and_then(large) {
        return Piece::new(limited(name, link, below, above), Sort::Large);
    }
    if let [piece] = base.0.as_slice()
        && piece.sort == Sort::Function
    {
        return function(&piece.words, below, above);
    }
    // Only the last of several letters carries the mark.
    let last = base.0.pop();
    let (front, last) = (base, last.unwrap_or_else(|| Piece::new("", Sort::Operand)));
    let is_noted = last.words.starts_with("the ") || !last.is_single;
    let mut words = last.words.clone();
    let before = [
        (attach.bl.get_ref(styles), "sub"),
        (attach.tl.get_ref(styles), "super"),
    ];
    for (part, side) in before {
        if let Some(part) = said(part) {
            words = format!("left {side} {}, {words}", part.said());
        }
    }
    if last.sort == Sort::Large && (below.is_some() || above.is_some()) {
        words.push(',');
    }
    if let Some(below) = below {
        words.push_str(&format!(" sub {}", below.said_up_to("sub")));
    }
    if let Some(above) = above {
        words.push(' ');
        words.push_str(&power(&above));
    }
    let front = front.said();
    let words = match front.is_empty() {
        true => words,
        false => format!("{front} {words}"),
    };
    Piece {
        words,
        sort: match last.sort {
            Sort::Pause | Sort::Fraction => Sort::Operand,
            other => other,
        },
        is_single: !is_noted,
        is_scripted: true,
    }
}
