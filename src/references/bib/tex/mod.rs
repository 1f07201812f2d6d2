//! TeX as it stands in the fields of a `.bib`, turned into text with the markup of CSL-JSON.
//!
//! Only what people write in references is known: accents and letters, faces, quotation marks,
//! dashes, addresses and small formulas. Of other commands the arguments are printed, else the
//! name, and they are told. Crossref, PubMed and publishers leave tags and entities of HTML in the
//! files that they offer; the few that CSL knows are taken for what they mean.

use crate::references::bib::letters::{entity, sign};
use crate::references::markup::plain;

mod commands;
mod formulas;

#[cfg(test)]
mod tests;

/// So deep may brackets and commands stand in each other.
const MAX_DEPTH: usize = 24;

/// How far the end of a tag of HTML is looked for, in bytes.
const MAX_TAGGED: usize = 2_000;

const SMALL_CAPS: &str = "<span style=\"font-variant:small-caps;\">";
const NO_CASE: &str = "<span class=\"nocase\">";

/// What the braces of a field mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::references) enum Braces {
    /// They protect the case of what is in them: in titles.
    Protect,
    /// They only hold together.
    Group,
}

/// Returns the text of a field with the markup of CSL-JSON; commands that are not known are added.
pub(in crate::references) fn decoded(
    raw: &str,
    braces: Braces,
    unknown: &mut Vec<String>,
) -> String {
    let is_plain = |c: char| {
        !matches!(
            c,
            '\\' | '{' | '}' | '$' | '~' | '`' | '\'' | '"' | '<' | '&' | '-'
        )
    };
    if raw
        .chars()
        .all(|c| is_plain(c) && (c == ' ' || !c.is_whitespace()))
        && !raw.contains("  ")
    {
        return raw.trim().to_owned();
    }
    let mut tex = Tex {
        rest: raw,
        out: String::with_capacity(raw.len()),
        quotes: 0,
        unknown,
    };
    tex.run(braces, 0);
    tex.out.trim_matches([' ', '\u{a0}']).to_owned()
}

/// Returns the text of a field without any markup.
pub(super) fn words(raw: &str) -> String {
    plain(&decoded(raw, Braces::Group, &mut Vec::new()))
}

/// Returns an address or a number as it is meant: `\_`, `\%` and braces resolved, nothing else.
pub(super) fn verbatim(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.trim();
    if let Some(inner) = ["\\url{", "\\path{", "\\nolinkurl{"]
        .iter()
        .find_map(|command| rest.strip_prefix(command))
    {
        rest = inner.strip_suffix('}').unwrap_or(inner);
    } else if let Some(inner) = rest.strip_prefix("\\href{") {
        rest = inner.split_once('}').map_or(inner, |(address, _)| address);
    }
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' | '}' | '\n' | '\r' => {}
            '\\' => {
                let name = command(rest);
                rest = &rest[name.len()..];
                let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic());
                match (is_word, sign(name)) {
                    (true, Some(sign)) => out.push_str(sign),
                    (true, None) => {
                        out.push('\\');
                        out.push_str(name);
                    }
                    (false, _) => out.push_str(name),
                }
                if is_word {
                    rest = rest.strip_prefix(' ').unwrap_or(rest);
                }
            }
            '$' if rest.starts_with("\\sim$") => {
                out.push('~');
                rest = &rest[5..];
            }
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// Returns the name of a command: letters, or one sign.
fn command(rest: &str) -> &str {
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    match letters {
        0 => &rest[..rest.chars().next().map_or(0, char::len_utf8)],
        letters => &rest[..letters],
    }
}

/// Returns the length of a bracket with all that is in it, and what is in it; a bracket that is
/// not closed holds the rest.
pub(super) fn group(text: &str) -> (usize, &str) {
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'{' => depth += 1,
            b'}' if depth <= 1 => return (at + 1, &text[1..at]),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    (text.len(), text.get(1..).unwrap_or_default())
}

/// A text that is being turned.
struct Tex<'t, 'u> {
    rest: &'t str,
    out: String,
    /// How many quotations are open.
    quotes: usize,
    unknown: &'u mut Vec<String>,
}

impl<'t> Tex<'t, '_> {
    /// Turns all that is left.
    fn run(&mut self, braces: Braces, depth: usize) {
        let mut open: Vec<&str> = Vec::new();
        while let Some(c) = self.rest.chars().next() {
            match c {
                '\\' => self.command(braces, depth, &mut open),
                '{' => self.braced(braces, depth),
                '}' => self.skip(1),
                '$' => self.formula(depth),
                '<' => self.tag(braces, depth),
                '&' => self.ampersand(),
                _ => self.sign(c),
            }
        }
        for end in open.into_iter().rev() {
            self.out.push_str(end);
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.out.push_str("&lt;"),
                '&' => self.out.push_str("&amp;"),
                c => self.out.push(c),
            }
        }
    }

    fn space(&mut self, space: char) {
        match self.out.chars().next_back() {
            Some(' ' | '\u{a0}' | '\u{202f}') => {}
            _ => self.out.push(space),
        }
    }

    fn is_at_word_start(&self) -> bool {
        // A tag that has just begun stands before the word too.
        let text = self.out.trim_end_matches('>');
        let text = match text.len() == self.out.len() {
            true => text,
            false => text.rfind('<').map_or(text, |at| &text[..at]),
        };
        let last = text.chars().next_back();
        last.is_none_or(|c| c.is_whitespace() || "([{—–-/“‘".contains(c))
    }

    /// Takes a sign that is no command.
    fn sign(&mut self, c: char) {
        let rest = self.rest;
        for (written, meant) in [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")] {
            if rest.starts_with(written) {
                self.out.push_str(meant);
                return self.skip(written.len());
            }
        }
        self.skip(c.len_utf8());
        match c {
            '`' => self.out.push('‘'),
            '\'' => {
                let is_open = self.is_at_word_start() && closes(self.rest);
                self.out.push(if is_open { '‘' } else { '’' });
            }
            '"' => {
                let sign = if self.is_at_word_start() {
                    '“'
                } else {
                    '”'
                };
                self.out.push(sign);
            }
            '~' => self.space('\u{a0}'),
            '\u{a0}' => self.space('\u{a0}'),
            c if c.is_whitespace() => self.space(' '),
            c => self.out.push(c),
        }
    }

    fn ampersand(&mut self) {
        let (sign, length) = entity(self.rest).unwrap_or(('&', 1));
        self.skip(length);
        self.push(sign.encode_utf8(&mut [0; 4]));
    }

    /// Takes a tag of HTML together with what it encloses.
    fn tag(&mut self, braces: Braces, depth: usize) {
        const TAGS: [(&str, &str, &str); 11] = [
            ("<i>", "</i>", "<i>"),
            ("<em>", "</em>", "<i>"),
            ("<b>", "</b>", "<b>"),
            ("<strong>", "</strong>", "<b>"),
            ("<sub>", "</sub>", "<sub>"),
            ("<sup>", "</sup>", "<sup>"),
            ("<inf>", "</inf>", "<sub>"),
            ("<scp>", "</scp>", SMALL_CAPS),
            ("<sc>", "</sc>", SMALL_CAPS),
            (SMALL_CAPS, "</span>", SMALL_CAPS),
            (NO_CASE, "</span>", NO_CASE),
        ];
        let rest = self.rest;
        let limit = rest.floor_char_boundary(MAX_TAGGED.min(rest.len()));
        let found = TAGS.iter().find_map(|(begin, end, face)| {
            let inner = rest.strip_prefix(begin)?;
            let length = rest[..limit].get(begin.len()..)?.find(end)?;
            let inner = &inner[..length];
            let is_whole = inner.matches('{').count() == inner.matches('}').count();
            is_whole.then_some((inner, begin.len() + length + end.len(), *face))
        });
        match found {
            Some((inner, length, face)) if depth < MAX_DEPTH => {
                self.skip(length);
                self.enclosed(face, inner, braces, depth);
            }
            _ => {
                self.skip(1);
                self.push("<");
            }
        }
    }

    /// Turns a part of the text on its own.
    fn part(&mut self, text: &'t str, braces: Braces, depth: usize) {
        let rest = std::mem::replace(&mut self.rest, text);
        match depth < MAX_DEPTH {
            true => self.run(braces, depth + 1),
            false => self.push(text),
        }
        self.rest = rest;
    }

    /// Returns a part turned on its own, without printing it.
    fn aside(&mut self, text: &'t str, depth: usize) -> String {
        let out = std::mem::take(&mut self.out);
        self.part(text, Braces::Group, depth);
        std::mem::replace(&mut self.out, out)
    }

    fn enclosed(&mut self, face: &str, text: &'t str, braces: Braces, depth: usize) {
        self.out.push_str(face);
        let from = self.out.len();
        self.part(text, braces, depth);
        match self.out.len() == from {
            true => self.out.truncate(from - face.len()),
            false => self.out.push_str(end_of(face)),
        }
    }

    fn braced(&mut self, braces: Braces, depth: usize) {
        let (length, inner) = group(self.rest);
        self.skip(length);
        // A command right behind the brace makes it a "special character", which protects nothing.
        let protects = braces == Braces::Protect && !inner.trim_start().starts_with('\\');
        if !protects {
            return self.part(inner, Braces::Group, depth);
        }
        let from = self.out.len();
        self.part(inner, Braces::Group, depth);
        if self.out[from..].contains(char::is_alphabetic) {
            self.out.insert_str(from, NO_CASE);
            self.out.push_str("</span>");
        }
    }
}

/// Returns whether a quotation that has just begun is closed: `'one'`, but not `'tis`.
fn closes(rest: &str) -> bool {
    if !rest.starts_with(char::is_alphabetic) {
        return false;
    }
    let mut before = ' ';
    let mut letters = rest.chars().take(200).peekable();
    while let Some(c) = letters.next() {
        let is_last = letters
            .peek()
            .is_none_or(|next| !next.is_alphanumeric() && *next != '\'');
        if c == '\'' && is_last && !before.is_whitespace() && before != '\'' {
            return true;
        }
        before = c;
    }
    false
}

/// Returns the tag that ends one.
fn end_of(tag: &str) -> &'static str {
    match tag {
        "<i>" => "</i>",
        "<b>" => "</b>",
        "<sub>" => "</sub>",
        "<sup>" => "</sup>",
        _ => "</span>",
    }
}
