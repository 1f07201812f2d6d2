//! A block of HTML as tags and the text between them.

use std::collections::BTreeMap;

use crate::markdown::inline::html::{is_tag, name, value};
use crate::markdown::placed_text::BodyRange;

/// Tags that stand in a line of text. All others begin or end a block.
const IN_LINES: [&str; 34] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "label",
];

/// Tags whose text browsers keep as it stands.
const AS_TYPED: [&str; 2] = ["<pre", "<textarea"];

/// Longer than any tag; it keeps the work linear.
const MAX_TAG: usize = 4 * 1024;

/// A tag with what it says.
#[derive(Clone)]
pub(crate) struct HtmlTag<'a> {
    pub(crate) text: &'a str,
    /// In small letters.
    pub(crate) name: String,
    pub(crate) is_end: bool,
    pub(crate) place: BodyRange,
}

impl<'a> HtmlTag<'a> {
    pub(crate) fn read(source: &'a str, place: BodyRange) -> Self {
        let text = &source[place.clone()];
        Self {
            text,
            name: name(text),
            is_end: text.starts_with("</"),
            place,
        }
    }

    pub(crate) fn value(&self, key: &str) -> Option<&'a str> {
        value(self.text, key)
    }

    /// Whether it holds the words of a figure, as R and pandoc write them.
    pub(crate) fn is_caption(&self) -> bool {
        let classes = self.value("class").unwrap_or_default();
        let mut classes = classes.split_whitespace();
        classes.any(|class| matches!(class, "caption" | "figure-caption"))
    }
}

/// A piece of a block of HTML.
pub(crate) enum HtmlPiece<'a> {
    /// Text on one line, with the tags that belong in it.
    Text(BodyRange),
    Tag(HtmlTag<'a>),
    Comment(BodyRange),
    /// A script or a style with all that it holds.
    Program(HtmlTag<'a>, BodyRange),
}

/// Takes lines of HTML apart; `None` if their text is to be kept as it was typed.
pub(crate) fn pieces<'a>(source: &'a str, lines: &[BodyRange]) -> Option<Vec<HtmlPiece<'a>>> {
    let (start, end) = (lines.first()?.start, lines.last()?.end);
    let whole = &source[start..end];
    let first = whole.trim_start();
    let small = whole.to_ascii_lowercase();
    let is_typed = AS_TYPED.iter().any(|mark| small.contains(mark));
    if first.starts_with("<!") || first.starts_with("<?") || is_typed {
        return None;
    }
    // Behind these nothing closes a comment, a script or a style: that is searched for once.
    let last = |mark| start + small.rfind(mark).unwrap_or(0);
    let last_tag = last(">");
    let ends = [last("-->"), last("</script"), last("</style")];
    let mut found = Vec::new();
    // What lies before this byte belongs to a tag or a comment that is read.
    let mut done = start;
    for line in lines {
        let text = source[line.clone()].trim_end_matches(['\n', '\r']);
        let line_end = line.start + text.len();
        let mut open = line.start.max(done);
        let mut at = open;
        while at < line_end {
            let rest = &source[at..line_end];
            let Some(next) = rest.find('<') else {
                break;
            };
            at += next;
            let Some((piece, behind)) = read(source, at, end, ends) else {
                // A tag without an end takes in all that follows it.
                if at >= last_tag && is_block_tag(&source[at..end]) {
                    return None;
                }
                at += 1;
                continue;
            };
            if open < at {
                found.push(HtmlPiece::Text(open..at));
            }
            found.push(piece);
            done = behind;
            open = behind;
            at = behind;
        }
        if open < line_end {
            found.push(HtmlPiece::Text(open..line_end));
        }
    }
    Some(found)
}

/// Reads the tag of a block, or the comment, that starts at a byte; returns the byte behind it.
fn read(
    source: &str,
    at: usize,
    end: usize,
    [comment, script, style]: [usize; 3],
) -> Option<(HtmlPiece<'_>, usize)> {
    let rest = &source[at..end];
    if let Some(body) = rest.strip_prefix("<!--").filter(|_| at < comment) {
        let behind = at + 4 + body.find("-->")? + 3;
        return Some((HtmlPiece::Comment(at..behind), behind));
    }
    if !is_block_tag(rest) {
        return None;
    }
    let behind = at + tag_length(&rest[..rest.floor_char_boundary(MAX_TAG)])?;
    let tag = HtmlTag::read(source, at..behind);
    if is_program(tag.text) {
        let last = if tag.name == "script" { script } else { style };
        let is_closed = at < last;
        let behind = is_closed.then(|| end_of_program(source, at, end))??;
        return Some((HtmlPiece::Program(tag, at..behind), behind));
    }
    Some((HtmlPiece::Tag(tag), behind))
}

/// Returns how long the tag is that a text starts with; a sign in quotation marks does not end it.
pub(crate) fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    let end = text.bytes().position(|byte| match quote {
        Some(open) => {
            quote = Some(open).filter(|open| *open != byte);
            false
        }
        None if byte == b'"' || byte == b'\'' => {
            quote = Some(byte);
            false
        }
        None => byte == b'>',
    });
    end.or_else(|| text.find('>')).map(|end| end + 1)
}

/// Whether a tag that begins or ends a block stands at the start of a text.
fn is_block_tag(text: &str) -> bool {
    is_tag(text) && !IN_LINES.contains(&name(text).as_str())
}

/// Whether a tag opens what a browser runs or draws by.
pub(crate) fn is_program(tag: &str) -> bool {
    !tag.starts_with("</") && matches!(name(tag).as_str(), "script" | "style")
}

/// Returns the byte behind the tag that closes the script or style at byte `at`.
pub(crate) fn end_of_program(source: &str, at: usize, end: usize) -> Option<usize> {
    let text = &source[at..end];
    let name = name(text);
    let is_its = |at: &usize| {
        let found = text.as_bytes().get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    let close = text.match_indices("</").map(|(at, _)| at).find(is_its)?;
    Some(at + close + text[close..].find('>')? + 1)
}

/// Returns for each piece the one that closes it, if it is a tag that something closes.
pub(crate) fn partners(pieces: &[HtmlPiece]) -> Vec<Option<usize>> {
    let mut found = vec![None; pieces.len()];
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, piece) in pieces.iter().enumerate() {
        let HtmlPiece::Tag(tag) = piece else {
            continue;
        };
        let same = open.entry(&tag.name).or_default();
        if !tag.is_end {
            same.push(number);
        } else if let Some(opening) = same.pop() {
            found[opening] = Some(number);
        }
    }
    found
}
