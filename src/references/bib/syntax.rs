//! The shape of a `.bib`: its entries and their fields, whatever is broken in them.
//!
//! BibTeX stops at a mistake, and so do the readers that follow it. Here a mistake is noted where
//! it stands, and reading goes on behind it: a missing comma or brace costs no more than the field
//! that it is in.

use std::ops::Range;

/// What a `.bib` holds.
#[derive(Debug, Default)]
pub(super) struct Shape<'s> {
    pub(super) entries: Vec<RawEntry<'s>>,
    /// The macros of `@string`, in their order.
    pub(super) strings: Vec<RawField<'s>>,
    /// What is wrong outside of entries.
    pub(super) mistakes: Vec<Mistake>,
}

/// One entry as it is written.
#[derive(Debug)]
pub(super) struct RawEntry<'s> {
    pub(super) kind: &'s str,
    pub(super) kind_range: Range<usize>,
    /// Empty if there is none.
    pub(super) key: &'s str,
    pub(super) key_range: Range<usize>,
    pub(super) fields: Vec<RawField<'s>>,
    pub(super) range: Range<usize>,
    pub(super) mistakes: Vec<Mistake>,
}

/// A name with what stands behind its `=`.
#[derive(Debug)]
pub(super) struct RawField<'s> {
    pub(super) name: &'s str,
    pub(super) pieces: Vec<Piece<'s>>,
    /// From the first to the last piece, without braces and quotation marks.
    pub(super) range: Range<usize>,
}

/// A part of a value; `#` stands between parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'s> {
    /// In braces or quotation marks, or a number.
    Text(&'s str),
    /// The name of a macro.
    Macro(&'s str),
}

/// Something that is not as BibTeX has it.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

/// Reads a whole file.
pub(super) fn shape(text: &str) -> Shape<'_> {
    let mut shape = Shape::default();
    let mut reader = Reader {
        text,
        at: 0,
        by_lines: false,
        mistakes: Vec::new(),
    };
    while let Some(found) = text[reader.at..].find('@') {
        let start = reader.at + found;
        reader.at = start + 1;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let is_comment = text[line..start].trim_start().starts_with('%');
        let Some(opened) = entry_start(text, start).filter(|_| !is_comment) else {
            continue;
        };
        let kind_range = start + 1..start + 1 + letters(&text[start + 1..]);
        let kind = &text[kind_range.clone()];
        let end = if text.as_bytes()[opened] == b'(' {
            b')'
        } else {
            b'}'
        };
        reader.at = opened + 1;
        if kind.eq_ignore_ascii_case("comment") || kind.eq_ignore_ascii_case("preamble") {
            reader.at = opened;
            reader.skip_group();
        } else if kind.eq_ignore_ascii_case("string") {
            shape.strings.extend(reader.fields(end).0);
        } else {
            shape
                .entries
                .push(reader.entry(start, kind, kind_range, end));
        }
        shape.mistakes.append(&mut reader.mistakes);
    }
    shape
}

/// Returns where the bracket of an entry that begins at an `@` opens.
fn entry_start(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix('@')?;
    let kind = letters(rest);
    let behind = rest[kind..].trim_start();
    let is_entry = kind > 0 && behind.starts_with(['{', '(']);
    is_entry.then_some(text.len() - behind.len())
}

fn letters(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

struct Reader<'s> {
    text: &'s str,
    at: usize,
    /// Whether a value ends before a line that looks like the next field: for entries that are
    /// not closed.
    by_lines: bool,
    mistakes: Vec<Mistake>,
}

impl<'s> Reader<'s> {
    fn rest(&self) -> &'s str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn mistake(&mut self, at: usize, message: String) {
        let range = at..at;
        self.mistakes.push(Mistake { range, message });
    }

    /// Skips a bracket with all that is in it; only the sign if it is never closed.
    fn skip_group(&mut self) {
        let from = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b')' if depth == 0 => return,
                _ => continue,
            }
            if depth == 0 {
                return;
            }
        }
        self.at = from + 1;
    }

    fn entry(
        &mut self,
        start: usize,
        kind: &'s str,
        kind_range: Range<usize>,
        end: u8,
    ) -> RawEntry<'s> {
        let key_range = self.key();
        let body = self.at;
        let before = self.mistakes.len();
        let (mut fields, mut is_closed) = self.fields(end);
        let key = &self.text[key_range.clone()];
        if !is_closed {
            // A brace is missing somewhere: perhaps where a line looks like the next field.
            let first = (self.at, self.mistakes.len());
            self.at = body;
            self.by_lines = true;
            let (by_lines, closed_by_lines) = self.fields(end);
            self.by_lines = false;
            if closed_by_lines || by_lines.len() > fields.len() {
                self.mistakes.drain(before..first.1);
                (fields, is_closed) = (by_lines, closed_by_lines);
            } else {
                self.mistakes.truncate(first.1);
                self.at = first.0;
            }
        }
        let mut mistakes = std::mem::take(&mut self.mistakes);
        let is_told = mistakes.iter().any(|it| it.message.contains("closed"));
        if !is_closed && !is_told {
            let shown = crate::diagnostics::text::inline(key, 60);
            let message = format!("the entry `{shown}` is not closed: a `}}` is missing in it");
            let range = start..start + 1;
            mistakes.insert(0, Mistake { range, message });
        }
        RawEntry {
            kind,
            kind_range,
            key,
            key_range,
            fields,
            range: start..self.at,
            mistakes,
        }
    }

    /// Reads a key and the comma behind it.
    fn key(&mut self) -> Range<usize> {
        self.skip_space();
        let start = self.at;
        let rest = self.rest();
        let stop = rest
            .find([',', '=', '{', '}', '(', ')', '"', '\n'])
            .unwrap_or(rest.len());
        let before = rest[..stop].trim_end();
        let sign = rest.as_bytes().get(stop).copied();
        // Keys may hold brackets and even an equals sign: `sici(1097)`, as long as no space does.
        let word = rest
            .find(|c: char| c == ',' || c == '}' || c.is_whitespace())
            .unwrap_or(rest.len());
        let end = match sign {
            Some(b',' | b'}') => before.len(),
            _ if rest[word..].trim_start().starts_with(',') => word,
            // `@article{c title = {C}}`: the last word is the name of a field.
            Some(b'=') => match before.rsplit_once(char::is_whitespace) {
                Some((key, _)) => key.trim_end().len(),
                None => 0,
            },
            _ => word,
        };
        self.at = start + end;
        let range = start..self.at;
        self.skip_space();
        match self.peek() {
            Some(b',') => self.at += 1,
            Some(b'}' | b')') | None => {}
            Some(_) if end == 0 => self.mistake(start, "an entry has no key".into()),
            Some(_) => self.mistake(self.at, "a comma is missing behind the key".into()),
        }
        range
    }

    /// Reads fields up to the end of an entry; says whether it is closed.
    fn fields(&mut self, end: u8) -> (Vec<RawField<'s>>, bool) {
        let mut fields = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return (fields, false),
                Some(sign) if sign == end => {
                    self.at += 1;
                    return (fields, true);
                }
                Some(b',') => {
                    self.at += 1;
                    continue;
                }
                Some(b'%') => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                    continue;
                }
                Some(b'@') if self.is_next_entry(self.at) => return (fields, false),
                Some(_) => {}
            }
            let start = self.at;
            let rest = self.rest();
            let is_end = |c: char| c.is_whitespace() || "=,{}()\"#%".contains(c);
            let name = &rest[..rest.find(is_end).unwrap_or(rest.len())];
            if name.is_empty() {
                self.mistake(start, "expected the name of a field".into());
                match rest.starts_with('{') {
                    true => self.skip_group(),
                    false => self.at += rest.chars().next().map_or(1, char::len_utf8),
                }
                self.at += self.rest().find([',', '\n', '}', '@', '{']).unwrap_or(0);
                continue;
            }
            self.at += name.len();
            self.skip_space();
            match self.peek() {
                Some(b'=') => self.at += 1,
                Some(b'{' | b'"') => {
                    let message = format!("a `=` is missing behind `{}`", shown(name));
                    self.mistake(self.at, message);
                }
                _ => {
                    let message = format!("expected `=` and a value behind `{}`", shown(name));
                    self.mistake(start, message);
                    continue;
                }
            }
            let before = self.mistakes.len();
            fields.push(self.value(name, end));
            self.skip_space();
            let is_next = matches!(self.peek(), None | Some(b',' | b'%' | b'@'));
            let is_told = self.mistakes.len() > before;
            if !is_next && !is_told && self.peek() != Some(end) {
                let message = format!("a comma is missing behind `{}`", shown(name));
                self.mistake(self.at, message);
            }
        }
    }

    /// Returns whether an entry begins here, at the beginning of a line.
    fn is_next_entry(&self, at: usize) -> bool {
        let line = self.text[..at].rsplit('\n').next().unwrap_or_default();
        line.trim().is_empty() && entry_start(self.text, at).is_some()
    }

    fn value(&mut self, name: &'s str, end: u8) -> RawField<'s> {
        let mut pieces = Vec::new();
        let mut whole: Option<Range<usize>> = None;
        loop {
            self.skip_space();
            let (piece, range) = match self.peek() {
                Some(open @ (b'{' | b'"')) => {
                    let range = self.enclosed(name, open);
                    (Piece::Text(&self.text[range.clone()]), range)
                }
                _ => self.bare(name, end),
            };
            whole = Some(whole.map_or(range.start, |whole| whole.start)..range.end);
            pieces.push(piece);
            self.skip_space();
            if self.peek() != Some(b'#') {
                break;
            }
            self.at += 1;
        }
        RawField {
            name,
            pieces,
            range: whole.unwrap_or(self.at..self.at),
        }
    }

    /// Reads what stands in braces or quotation marks.
    fn enclosed(&mut self, name: &str, open: u8) -> Range<usize> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut at = start;
        let mut depth = 0_usize;
        let mut first_line = None;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'{' => depth += 1,
                b'"' if depth == 0 && open == b'"' => {
                    self.at = at + 1;
                    return start..at;
                }
                b'}' if depth == 0 => {
                    if open == b'{' {
                        self.at = at + 1;
                        return start..at;
                    }
                    break;
                }
                b'}' => depth -= 1,
                b',' if self.by_lines && depth == 0 && is_field(&self.text[at + 1..]) => break,
                b'\n' => {
                    first_line.get_or_insert(at);
                    if self.by_lines && is_field(&self.text[at..]) {
                        break;
                    }
                }
                b'@' if self.is_next_entry(at) => break,
                _ => {}
            }
            at += 1;
        }
        let at = if self.by_lines {
            at
        } else {
            first_line.unwrap_or(at)
        };
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        let sign = if open == b'{' { '}' } else { '"' };
        let message = format!("`{}` is not closed: a `{sign}` is missing", shown(name));
        self.mistake(start - 1, message);
        self.at = at;
        let value = self.text[start.min(at)..at].trim_end();
        let value = value.strip_suffix(',').unwrap_or(value);
        start.min(at)..start.min(at) + value.len()
    }

    /// Reads a number, the name of a macro, or what should stand in braces.
    fn bare(&mut self, name: &str, end: u8) -> (Piece<'s>, Range<usize>) {
        let start = self.at;
        let rest = self.rest();
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | '#' | '}' | '{' | '"');
        let word = rest.find(|c| is_end(c) || c == char::from(end));
        let word = &rest[..word.unwrap_or(rest.len())];
        let is_line_end = |c: char| matches!(c, ',' | '#' | '}' | '\n') || c == char::from(end);
        let line = rest.find(is_line_end).unwrap_or(rest.len());
        let phrase = rest[..line].trim_end();
        if word.is_empty() {
            self.mistake(start, format!("`{}` has no value", shown(name)));
            return (Piece::Text(""), start..start);
        }
        let is_phrase = phrase.len() > word.len() && !phrase.contains(['=', '{', '"', '@']);
        let value = if is_phrase { phrase } else { word };
        self.at += value.len();
        let range = start..self.at;
        if is_phrase {
            let message = format!("put `{}` into braces", shown(value));
            self.mistake(start, message);
        }
        let is_macro = !is_phrase && !value.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let piece = if is_macro {
            Piece::Macro(value)
        } else {
            Piece::Text(value)
        };
        (piece, range)
    }
}

/// Returns whether a line behind a line feed looks like a field: `year = {2001}`.
fn is_field(text: &str) -> bool {
    let line = text.trim_start();
    let name = letters(line);
    let behind = line[name..].trim_start_matches([' ', '\t']);
    name > 1 && behind.starts_with('=')
}

fn shown(text: &str) -> String {
    crate::diagnostics::text::inline(text, 40)
}
