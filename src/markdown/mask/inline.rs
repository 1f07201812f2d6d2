//! Marks within a line that the parser would take for something else.

use std::collections::{BTreeMap, BTreeSet};

use crate::markdown::byte_set::ByteSet;
use crate::markdown::mask::{Cover, notes};
use crate::markdown::placed_text::BodyRange;

/// Longer than what people put between two marks; it keeps the work linear.
const MAX_BYTES: usize = 4 * 1024;

/// Longer than the name of a picture with a title.
const MAX_TARGET: usize = 1024;

/// What such a mark begins with.
const MARKS: ByteSet = ByteSet::of(b"{\\!$");

/// Covers the marks in a text.
pub(super) fn cover_all<'a>(source: &'a str, notes: &BTreeSet<String>, cover: &mut Cover<'a>) {
    let bytes = source.as_bytes();
    let blocks = std::mem::take(&mut cover.blocks);
    for mark in notes::in_links(source, notes) {
        let at = blocks.partition_point(|block| block.end <= mark.start);
        if blocks.get(at).is_none_or(|block| mark.start < block.start) {
            cover.write(&(mark.start..mark.start + 1), "(", b'(');
            cover.write(&(mark.end - 1..mark.end), ")", b')');
        }
    }
    let mut blocks = blocks.iter().peekable();
    let mut ahead = Ahead::new(source);
    let mut at = 0;
    while let Some(found) = MARKS.first_in(&bytes[at..]) {
        at += found;
        while blocks.next_if(|block| block.end <= at).is_some() {}
        if let Some(block) = blocks.peek().filter(|block| block.start <= at) {
            at = block.end;
            continue;
        }
        let rest = &source[at..];
        let used = if rest.starts_with("{~~") {
            substitution(&mut ahead, at, cover)
        } else if rest.starts_with("\\(") || rest.starts_with("\\[") {
            formula(&mut ahead, at, cover)
        } else if rest.starts_with('$') {
            Some(unbalanced(&mut ahead, at, cover))
        } else if rest.starts_with("\\begin{") {
            // To the parser it is a word: emphasis, lists and headings in it do no harm.
            let length = environment(rest).filter(|_| !is_in_fence(source, at));
            if let Some(length) = length {
                cover.write(&(at..at + length), "", b'x');
            }
            length
        } else if rest.starts_with("![") {
            picture(&mut ahead, at, cover)
        } else if rest.starts_with("{{") && source[..at].ends_with("](") {
            variable(&mut ahead, at, cover)
        } else if rest.starts_with("\\\\") {
            Some(2)
        } else {
            None
        };
        at += used.unwrap_or(1);
    }
}

/// Whether a byte stands in a line that opens a block of code.
fn is_in_fence(source: &str, at: usize) -> bool {
    let window = &source[source.floor_char_boundary(at.saturating_sub(MAX_BYTES))..at];
    let line = window.rsplit('\n').next().unwrap_or(window);
    let line = line.trim_start_matches([' ', '\t', '>']);
    line.starts_with("```") || line.starts_with("~~~")
}

/// A text in which ends of marks are looked for, each byte once.
struct Ahead<'a> {
    source: &'a str,
    /// The last answer for each end: from where it was looked for, and where it stands.
    known: BTreeMap<&'static str, (usize, Option<usize>)>,
    /// Where the next empty line starts and ends, as it was looked for from somewhere.
    blank: (usize, Option<BodyRange>),
}

impl<'a> Ahead<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            known: BTreeMap::new(),
            blank: (0, blank_line(source, 0)),
        }
    }

    /// Returns where an end stands first behind a byte.
    fn find(&mut self, close: &'static str, start: usize) -> Option<usize> {
        if let Some((from, found)) = self.known.get(close)
            && *from <= start
            && found.is_none_or(|found| start <= found)
        {
            return *found;
        }
        let found = self.source[start..].find(close).map(|at| start + at);
        self.known.insert(close, (start, found));
        found
    }

    /// Returns what stands behind a mark up to `close`, within the paragraph.
    fn until(&mut self, start: usize, close: &'static str) -> Option<&'a str> {
        let end = self.find(close, start)?;
        let (from, blank) = &self.blank;
        if *from > start || blank.as_ref().is_some_and(|blank| blank.start < start) {
            self.blank = (start, blank_line(self.source, start));
        }
        let is_parted = self.blank.1.as_ref().is_some_and(|blank| blank.end < end);
        let is_near = end - start <= MAX_BYTES && !is_parted;
        is_near.then(|| &self.source[start..end])
    }
}

/// Returns where the next line stands that is empty, or only quoted.
fn blank_line(source: &str, start: usize) -> Option<BodyRange> {
    let bytes = source.as_bytes();
    let ends = bytes[start..].iter().enumerate();
    let mut ends = ends.filter(|(_, byte)| **byte == b'\n');
    ends.find_map(|(at, _)| {
        let line = start + at + 1;
        let is_space = |byte: &&u8| b" \t>\r".contains(byte);
        let end = line + bytes[line..].iter().take_while(is_space).count();
        (bytes.get(end) == Some(&b'\n')).then_some(line - 1..end)
    })
}

/// `{~~old~>new~~}`, in which the parser would strike words out.
fn substitution(ahead: &mut Ahead, at: usize, cover: &mut Cover) -> Option<usize> {
    let inside = ahead.until(at + 3, "~~}")?;
    let end = at + 3 + inside.len();
    for place in [at + 1..at + 3, end..end + 2] {
        cover.write(&place, ",,", b',');
    }
    for (tilde, _) in inside.match_indices('~') {
        cover.write(&(at + 3 + tilde..at + 4 + tilde), ",", b',');
    }
    Some(inside.len() + 6)
}

/// `\(x^2\)` and `\[x^2\]`, in which the parser would see escaped brackets.
fn formula(ahead: &mut Ahead, at: usize, cover: &mut Cover) -> Option<usize> {
    let is_inline = ahead.source[at..].starts_with("\\(");
    let inside = ahead.until(at + 2, if is_inline { "\\)" } else { "\\]" })?;
    if !is_formula(inside) {
        return None;
    }
    let end = at + 2 + inside.len();
    cover.write(&(at..at + 2), "$$", b'$');
    cover.write(&(end..end + 2), "$$", b'$');
    let mut start = at + 2;
    for line in inside.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        let first = match start == at + 2 {
            true => 0,
            false => words.len() - words.trim_start_matches([' ', '\t', '>']).len(),
        };
        cover.write(&(start + first..start + words.len()), "", b'x');
        start += line.len();
    }
    Some(inside.len() + 4)
}

/// `$$\frac{a$$`, which the parser would take for no formula, for its braces do not match. Returns how
/// many bytes were looked at.
fn unbalanced(ahead: &mut Ahead, at: usize, cover: &mut Cover) -> usize {
    let source = ahead.source;
    let sign = if source[at..].starts_with("$$") {
        "$$"
    } else {
        "$"
    };
    let start = at + sign.len();
    let inside = ahead
        .until(start, sign)
        .filter(|_| !source[..at].ends_with('\\'));
    let Some(inside) = inside.filter(|inside| has_command(inside)) else {
        return sign.len();
    };
    let braces: Vec<usize> = inside
        .match_indices(['{', '}'])
        .map(|(brace, _)| brace)
        .collect();
    let mut depth = 0_i32;
    let is_matched = braces.iter().all(|brace| {
        let is_sign = inside[..*brace].ends_with('\\');
        depth += match (is_sign, inside.as_bytes()[*brace]) {
            (true, _) => 0,
            (false, b'{') => 1,
            (false, _) => -1,
        };
        depth >= 0
    });
    if is_matched && depth == 0 || sign.len() == 1 && !inside.trim().eq(inside) {
        return sign.len();
    }
    for brace in braces {
        cover.write(&(start + brace..start + brace + 1), "x", b'x');
    }
    inside.len() + 2 * sign.len()
}

/// Whether there is a command of TeX in it.
fn has_command(inside: &str) -> bool {
    let mut behind = inside.split('\\').skip(1);
    behind.any(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether a LaTeX environment of the name, without a star, is a formula.
pub(crate) fn is_formula_environment(name: &str) -> bool {
    matches!(
        name,
        "equation"
            | "align"
            | "alignat"
            | "gather"
            | "multline"
            | "eqnarray"
            | "displaymath"
            | "math"
            | "flalign"
            | "subequations"
    )
}

/// Returns how long the formula's environment is that a text starts with.
pub(crate) fn environment(text: &str) -> Option<usize> {
    let rest = &text[..text.floor_char_boundary(MAX_BYTES)];
    let name = rest.strip_prefix("\\begin{")?.split('}').next()?;
    if !is_formula_environment(name.trim_end_matches('*')) {
        return None;
    }
    let close = format!("\\end{{{name}}}");
    if name == "subequations" {
        // One environment, and perhaps a label before it.
        let start = rest.find('}')? + 1;
        let open = start + rest[start..].find("\\begin{")?;
        if rest[open..].starts_with("\\begin{subequations") {
            return None;
        }
        let end = open + environment(&rest[open..])?;
        let behind = rest[end..].trim_start();
        let label = rest[start..open].trim();
        let is_label = label.is_empty() || (label.starts_with("\\label{") && label.ends_with('}'));
        let is_whole = is_label && behind.starts_with(&close);
        return is_whole.then(|| rest.len() - behind.len() + close.len());
    }
    let length = rest.find(&close)? + close.len();
    let holds_code = ["\n```", "\n~~~", "\n:::"]
        .iter()
        .any(|mark| rest[..length].contains(mark));
    (!holds_code).then_some(length)
}

/// Whether it holds TeX or an equation: an editor's brackets, `\[the system\]`, do not.
fn is_formula(inside: &str) -> bool {
    let mut has_command = false;
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            continue;
        }
        match chars.next() {
            Some(letter) if letter.is_ascii_alphabetic() => {
                has_command |= chars.peek().is_some_and(char::is_ascii_alphabetic);
            }
            // An escape of Markdown's, which TeX does not have.
            Some(c) if c.is_ascii_punctuation() && !",;!{}|\\%&#$".contains(c) => return false,
            // A line that Markdown breaks here; TeX has two of them.
            Some('\n' | '\r') | None => return false,
            Some(_) => {}
        }
    }
    let has_sign = inside.contains(['^', '_', '=', '<', '>', '+', '∑', '≤', '≥', '×']);
    let words = inside.split(|c: char| !c.is_alphabetic());
    let has_words = words.filter(|word| word.chars().count() > 3).count() > 1;
    !inside.trim().is_empty() && (has_command || (has_sign && !has_words))
}

/// `[words]({{ site.baseurl }}/page)`: a variable of a website in a target.
fn variable(ahead: &mut Ahead, at: usize, cover: &mut Cover) -> Option<usize> {
    let inside = ahead.until(at + 2, "}}")?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"._- ".contains(&byte);
    if !inside.bytes().all(is_name) {
        return None;
    }
    for (space, _) in inside.match_indices(' ') {
        let space = at + 2 + space;
        cover.write(&(space..space + 1), "-", b'-');
    }
    Some(inside.len() + 4)
}

/// Returns where the bracket closes that is open before a text: `my picture (1).png)`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.bytes().position(|byte| {
        depth += match byte {
            b'(' => 1,
            b')' => -1,
            _ => 0,
        };
        depth < 0
    })
}

/// More links than a caption has.
const MAX_LINKS: usize = 8;

/// `![words](my picture.png)`, whose name the parser would not read.
fn picture(ahead: &mut Ahead, at: usize, cover: &mut Cover) -> Option<usize> {
    let mut end = at + 2 + ahead.until(at + 2, "](")?.len();
    // The words may hold links of their own.
    for _ in 0..MAX_LINKS {
        let words = &ahead.source[at + 2..end];
        if words.matches('[').count() <= words.matches(']').count() {
            break;
        }
        end += 2 + ahead.until(end + 2, "](")?.len();
    }
    let start = end + 2;
    let line = &ahead.source[start..ahead.find("\n", start).unwrap_or(ahead.source.len())];
    let line = &line[..line.floor_char_boundary(MAX_TARGET)];
    let inside = &line[..closing(line)?];
    let name = inside.find(" \"").map_or(inside, |title| &inside[..title]);
    let is_plain = !name.contains(['<', '>', '"', '\\']) && name.trim() == name;
    let has_ending = name.rsplit_once('.').is_some_and(|(_, ending)| {
        ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if !name.contains(' ') || !is_plain || !has_ending {
        return None;
    }
    for (space, _) in name.match_indices(' ') {
        let place: BodyRange = start + space..start + space + 1;
        cover.write(&place, "-", b'-');
    }
    Some(2)
}
