//! The signs of a paragraph of Word beside those of the block that it was made from.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::word::comments::sent::OBJECT;
use crate::word::comments::sources::SourceBlock;

/// Which sign of a sent paragraph is which atom of its block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alignment {
    /// For each sign of the paragraph the atom that prints it.
    pub(crate) atoms: Vec<Option<usize>>,
}

/// A word, a sign or an object, with where it stands.
struct Token {
    text: String,
    range: Range<usize>,
}

fn tokens(signs: &[char]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        let start = at;
        at += 1;
        if sign.is_whitespace() {
            continue;
        }
        let is_word = sign.is_alphanumeric();
        while is_word && signs.get(at).is_some_and(|next| next.is_alphanumeric()) {
            at += 1;
        }
        let text: String = signs[start..at].iter().map(|sign| plain(*sign)).collect();
        tokens.push(Token {
            text,
            range: start..at,
        });
    }
    tokens
}

/// Returns a sign as it is compared: typesetting changes marks and dashes.
fn plain(sign: char) -> char {
    match sign {
        '“' | '”' | '„' => '"',
        '‘' | '’' | '`' => '\'',
        '–' | '—' | '\u{2011}' | '\u{2212}' => '-',
        sign => sign,
    }
}

/// Returns a text as it is compared.
pub(crate) fn compared(text: &str) -> String {
    let text: String = text
        .replace("---", "-")
        .replace("--", "-")
        .replace("...", "…")
        .chars()
        .map(plain)
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Alignment {
    /// Lays a sent text beside a block.
    pub(crate) fn of(sent: &str, block: &SourceBlock) -> Self {
        let signs: Vec<char> = sent.chars().collect();
        // An atom of several signs is one place.
        let mut printed = Vec::new();
        let mut owners = Vec::new();
        for (at, (text, _)) in block.atoms.iter().enumerate() {
            for sign in text.chars() {
                printed.push(sign);
                owners.push(at);
            }
        }
        let left = tokens(&signs);
        let right = tokens(&printed);
        let words = |tokens: &[Token]| {
            tokens
                .iter()
                .map(|token| token.text.clone())
                .collect::<Vec<_>>()
        };
        let mut atoms = vec![None; signs.len()];
        for operation in capture_diff_slices(Algorithm::Myers, &words(&left), &words(&right)) {
            if let DiffOp::Equal {
                old_index,
                new_index,
                len,
            } = operation
            {
                for step in 0..len {
                    let from = left[old_index + step].range.clone();
                    let to = right[new_index + step].range.start;
                    for (offset, at) in from.enumerate() {
                        atoms[at] = owners.get(to + offset).copied();
                    }
                }
            }
        }
        // A space between two signs that stand beside each other.
        for at in 0..signs.len() {
            if !signs[at].is_whitespace() {
                continue;
            }
            let before = at.checked_sub(1).and_then(|before| atoms[before]);
            let follows = before.map(|before| before + 1);
            let is_space = |atom: usize| {
                block
                    .atoms
                    .get(atom)
                    .is_some_and(|(text, _)| text.trim().is_empty())
            };
            atoms[at] = follows.filter(|atom| is_space(*atom)).or_else(|| {
                let first = at == 0 || before.is_none();
                let next = signs[at..]
                    .iter()
                    .position(|sign| !sign.is_whitespace())
                    .and_then(|next| atoms[at + next]);
                next.filter(|_| first)
                    .and_then(|next| next.checked_sub(1))
                    .filter(|atom| is_space(*atom))
            });
        }
        Self { atoms }
    }

    /// Returns the byte behind which a sign of the paragraph stands; near what is known if it is not.
    pub(crate) fn byte(&self, offset: usize, block: &SourceBlock) -> usize {
        let after = self.atoms.iter().skip(offset).flatten().next();
        let before = self.atoms.iter().take(offset).flatten().next_back();
        match (
            self.atoms.get(offset).copied().flatten().or(after.copied()),
            before,
        ) {
            (Some(at), _) => block.atoms[at].1.start,
            (None, Some(at)) => block.atoms[*at].1.end,
            (None, None) => block.start(),
        }
    }

    /// Returns the atoms that stand for some signs, if each has its own and they follow each other.
    pub(crate) fn run(&self, signs: Range<usize>) -> Option<Range<usize>> {
        let found: Option<Vec<usize>> = self.atoms.get(signs)?.iter().copied().collect();
        let mut found = found?;
        found.dedup();
        let (first, last) = (*found.first()?, *found.last()?);
        (last + 1 - first == found.len() && found.is_sorted()).then_some(first..last + 1)
    }
}

/// Returns a text without the signs for objects, for people.
pub(crate) fn shown(text: &str) -> String {
    text.replace(OBJECT, "…")
}
