//! Typst that is written together with its origins, and the one place where text is escaped.
//!
//! The writer knows where on a line it stands, so that it escapes what would be syntax there and
//! leaves the rest readable: `p < 0.05` stays as it is, `a <b` does not.

use std::borrow::Cow;

use typst::syntax::{is_id_continue, is_id_start, is_newline};

use crate::markdown::origins::Origins;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::quotation::{self, DecidedMarks};
use crate::markdown::write::bonds::bond;
use crate::markdown::write::spelling::{code_point, plain_length, quoted};

/// The engine counts bytes inside a leaf in 16 bits, so no run of plain text is longer.
const MAX_LEAF: usize = 16 * 1024;

/// What stands directly before the place of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Something after which any text may follow.
    Markup,
    /// Plain text that ended at this byte of the Markdown, or at none.
    Text(Option<usize>),
    /// An expression: an opening parenthesis, a dot or a semicolon would belong to it.
    Code,
    /// A star or an underscore that ends a style: a letter would make it part of a word.
    Mark,
    /// `@key`, or a dot behind an expression: a letter would belong to it.
    Reference,
}

/// How much of the line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineState {
    /// Nothing but space: a hyphen would make a list.
    Start,
    /// Nothing but a number: a dot would make a list.
    Number,
    /// Something else.
    Inside,
}

/// The Typst of a chapter while it grows.
pub(crate) struct TypstWriter<'a> {
    /// The Markdown.
    pub(crate) source: &'a str,
    /// The Typst so far.
    pub(crate) out: String,
    /// Where it comes from.
    pub(crate) origins: Origins,
    /// The places of the Markdown whose text is written.
    pub(crate) printed: Vec<BodyRange>,
    /// What straight quotation marks become; without it the engine decides.
    pub(crate) marks: Option<DecidedMarks>,
    /// Spaces at the start of each new line.
    pub(crate) indent: usize,
    /// A colon would end the term of a definition.
    pub(crate) is_term: bool,
    /// Line ends are not allowed, as in a heading.
    pub(crate) is_single_line: bool,
    /// Whether names and numbers stay on one line; narrow columns and headings have no room for it.
    pub(crate) binds: bool,
    /// Whether the room's own functions were called.
    pub(crate) uses_functions: bool,
    before: Before,
    line: LineState,
    /// Bytes of plain text since the last break of the leaf.
    run: usize,
}

impl<'a> TypstWriter<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            out: String::with_capacity(source.len() + source.len() / 8),
            origins: Origins::default(),
            printed: Vec::new(),
            marks: None,
            indent: 0,
            is_term: false,
            is_single_line: false,
            binds: true,
            uses_functions: false,
            before: Before::Markup,
            line: LineState::Start,
            run: 0,
        }
    }

    /// Writes Typst that stands for the construct at `place`.
    pub(crate) fn syntax(&mut self, typst: &str, place: &BodyRange) {
        let place = self.whole_characters(place);
        self.origins.record(self.out.len(), place, false);
        self.keep_apart(typst);
        self.out.push_str(typst);
        self.before = Before::Markup;
        self.line = LineState::Inside;
        self.run = 0;
    }

    /// Widens a place so that it starts and ends between characters.
    fn whole_characters(&self, place: &BodyRange) -> BodyRange {
        let mut start = place.start.min(self.source.len());
        while !self.source.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = place.end.clamp(start, self.source.len());
        while !self.source.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    /// Writes Typst that opens content, in which a line starts.
    pub(crate) fn open(&mut self, typst: &str, place: &BodyRange) {
        self.syntax(typst, place);
        self.line = LineState::Start;
    }

    /// Writes the last part of an expression.
    pub(crate) fn end_code(&mut self, typst: &str, place: &BodyRange) {
        self.syntax(typst, place);
        self.before = Before::Code;
    }

    /// Writes the mark that ends a style.
    pub(crate) fn end_mark(&mut self, mark: &str, place: &BodyRange) {
        self.syntax(mark, place);
        self.before = Before::Mark;
    }

    /// Keeps Typst that comes as it is apart from what stands before.
    fn keep_apart(&mut self, typst: &str) {
        let belongs = match self.before {
            Before::Reference => typst.starts_with(is_label_part),
            Before::Mark => typst.starts_with(char::is_alphanumeric),
            Before::Markup | Before::Text(_) | Before::Code => false,
        };
        if belongs {
            self.out.push_str("#[]");
        }
    }

    /// Writes `@key`.
    pub(crate) fn reference(&mut self, name: &str, place: &BodyRange) {
        self.syntax("@", place);
        self.out.push_str(name);
        self.before = Before::Reference;
    }

    /// Writes a call of one of the room's own functions up to its arguments.
    pub(crate) fn function(&mut self, name: &str, place: &BodyRange) {
        self.uses_functions = true;
        self.syntax("#folio.", place);
        self.out.push_str(name);
    }

    /// Writes a piece of Typst that is a copy of the Markdown, such as a line of code.
    pub(crate) fn copy(&mut self, piece: &PlacedText) {
        self.keep_apart(&piece.text);
        self.prints(&piece.place);
        self.origins
            .record(self.out.len(), piece.place.clone(), piece.exact);
        self.out.push_str(&piece.text);
        self.before = Before::Markup;
        self.line = LineState::Inside;
        self.run = 0;
    }

    /// Separates what stands before from Typst of the author's own.
    pub(crate) fn before_typst(&mut self) {
        match self.before {
            Before::Code => self.out.push(';'),
            Before::Reference => self.out.push_str("#[]"),
            Before::Markup | Before::Mark | Before::Text(_) => {}
        }
    }

    /// Notes that the text of a place is written.
    pub(crate) fn prints(&mut self, place: &BodyRange) {
        match self.printed.last_mut() {
            Some(last) if last.end == place.start => last.end = place.end,
            _ => self.printed.push(place.clone()),
        }
    }

    /// Writes a string with its quotation marks.
    pub(crate) fn string(&mut self, text: &str, place: &BodyRange) {
        self.prints(place);
        self.origins.record(self.out.len(), place.clone(), false);
        self.out.push_str(&quoted(text));
        self.before = Before::Markup;
        self.line = LineState::Inside;
    }

    /// Starts a new line.
    pub(crate) fn line(&mut self) {
        let here = self.origins.last_end();
        self.origins.record(self.out.len(), here, false);
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        self.before = Before::Markup;
        self.line = LineState::Start;
        self.run = 0;
    }

    /// Starts a new line behind an empty one.
    pub(crate) fn blank_line(&mut self) {
        self.out.push('\n');
        self.line();
    }

    /// Returns whether nothing but space stands on the line.
    pub(crate) fn is_at_line_start(&self) -> bool {
        self.line == LineState::Start
    }

    /// Returns the last character written.
    pub(crate) fn last(&self) -> Option<char> {
        self.out.chars().next_back()
    }

    /// Writes text so that it comes out as those very characters, quotation marks and dashes
    /// aside unless the piece is literal.
    pub(crate) fn text(&mut self, piece: &PlacedText) {
        self.prints(&piece.place);
        let text = match piece.exact || piece.literal {
            true => Cow::Borrowed(piece.text.as_ref()),
            false => self.set(&piece.text),
        };
        let text = text.as_ref();
        let place_of = |at: usize, length: usize| match piece.exact {
            true => piece.place.start + at..piece.place.start + at + length,
            false => piece.place.clone(),
        };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let is_free = at > 0 && self.line == LineState::Inside && self.run <= MAX_LEAF;
            let plain = if is_free {
                plain_length(rest).min(MAX_LEAF)
            } else {
                0
            };
            let bond = bond(self.bonds(piece), at..at + plain);
            if bond == Some(at) {
                self.bind(&place_of(at, 1));
                at += 1;
                continue;
            }
            let plain = bond.map_or(plain, |bond| bond - at);
            if plain > 0 {
                self.plain(&rest[..plain], place_of(at, plain), piece.exact);
                at += plain;
                continue;
            }
            if let Some(mark) = self.decided(c, at, piece) {
                self.mark(mark, place_of(at, 1));
                at += 1;
                continue;
            }
            let length = match piece.literal {
                true => c.len_utf8(),
                false => run_length(rest, c),
            };
            let next = rest[length..].chars().next();
            if length > c.len_utf8() && self.before == Before::Reference {
                // A dash behind a key would belong to it.
                self.out.push_str("#[]");
            }
            let mut must_escape = self.must_escape(c, length, next, piece.literal)
                || (self.run > MAX_LEAF && c.is_alphanumeric());
            if at == 0 && length == c.len_utf8() && !must_escape && self.touches(c, next, piece) {
                // One space before a letter does not end a leaf, two do.
                let is_word = |c: char| c.is_alphanumeric();
                if c == ' ' {
                    self.out.extend(next.is_some_and(is_word).then_some(' '));
                } else if self.last() == Some(' ') {
                    self.out.extend(is_word(c).then_some(' '));
                } else {
                    must_escape = true;
                }
            }
            let place = place_of(at, length);
            let line = match (self.line, c) {
                (LineState::Start, ' ' | '\t' | '\n' | '\r') => LineState::Start,
                (LineState::Start | LineState::Number, '0'..='9') => LineState::Number,
                _ => LineState::Inside,
            };
            if is_special(c) || (must_escape && c == 'u' && next.is_none_or(|next| next == '{')) {
                self.origins.record(self.out.len(), place, false);
                special(&mut self.out, c);
                self.before = Before::Markup;
                self.run = 0;
            } else if must_escape {
                self.origins.record(self.out.len(), place, false);
                self.out.push('\\');
                self.out.push_str(&rest[..length]);
                self.before = Before::Markup;
                self.run = 0;
            } else {
                let belongs = matches!(self.before, Before::Code | Before::Reference);
                self.plain(&rest[..length], place, piece.exact);
                if belongs && next.is_none() && matches!(c, '.' | ':') {
                    self.before = Before::Reference;
                }
                if length > 1 && matches!(c, '-' | '.') {
                    // A dash or an ellipsis is a leaf of its own.
                    self.before = Before::Markup;
                }
            }
            self.line = line;
            at += length;
        }
    }

    /// Returns a text in which marks stand at no byte of the Markdown, with its marks set.
    pub(crate) fn set<'p>(&self, text: &'p str) -> Cow<'p, str> {
        match self.marks {
            Some(_) => quotation::set(text),
            None => Cow::Borrowed(text),
        }
    }

    /// Returns what is printed for a straight mark `c` at byte `at` of a piece.
    fn decided(&self, c: char, at: usize, piece: &PlacedText) -> Option<char> {
        let is_open = matches!(c, '\'' | '"') && piece.is_plain();
        let marks = self.marks.as_ref().filter(|_| is_open)?;
        marks.at(piece.place.start + at)
    }

    /// Writes what is printed for a straight mark.
    fn mark(&mut self, mark: char, place: BodyRange) {
        let end = place.end;
        self.origins.record(self.out.len(), place, false);
        let is_straight = mark.is_ascii();
        self.out.extend(is_straight.then_some('\\'));
        self.out.push(mark);
        self.run += mark.len_utf8();
        self.before = match is_straight {
            true => Before::Markup,
            false => Before::Text(Some(end)),
        };
        self.line = LineState::Inside;
    }

    fn plain(&mut self, text: &str, place: BodyRange, exact: bool) {
        self.before = Before::Text(exact.then_some(place.end));
        self.run += text.len();
        self.origins.record(self.out.len(), place, exact);
        self.out.push_str(text);
    }

    /// Writes a space at which the line does not end.
    pub(crate) fn bind(&mut self, place: &BodyRange) {
        self.syntax("~", place);
    }

    /// Returns the text of a piece whose names and numbers stay on one line.
    pub(crate) fn bonds<'p>(&self, piece: &'p PlacedText) -> Option<&'p str> {
        (self.binds && !self.is_single_line && piece.is_plain()).then_some(piece.text.as_ref())
    }

    /// Whether `c` would be read together with what stands before it.
    fn touches(&self, c: char, next: Option<char>, piece: &PlacedText) -> bool {
        match self.before {
            Before::Markup => false,
            Before::Mark => c.is_alphanumeric(),
            Before::Text(end) => {
                let goes_on = piece.exact && end == Some(piece.place.start);
                let is_apart = matches!(c, '"' | '\'') && !piece.literal;
                !goes_on
                    && !is_apart
                    && (c.is_alphanumeric() || c.is_ascii_punctuation() || c == ' ')
            }
            Before::Code => match c {
                '.' => next.is_some_and(is_id_start),
                _ => matches!(c, '(' | ';'),
            },
            Before::Reference => match c {
                '.' | ':' => next.is_some_and(is_label_part),
                _ => is_label_part(c),
            },
        }
    }

    /// Whether `c` (a run of `length` bytes for hyphens, dots and equals signs) is syntax here.
    fn must_escape(&self, c: char, length: usize, next: Option<char>, literal: bool) -> bool {
        let before_space = next.is_none_or(char::is_whitespace);
        match c {
            '\\' | '#' | '$' | '*' | '`' | '[' | ']' | '~' => true,
            '_' => {
                let in_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                let follows_text = matches!(self.before, Before::Text(_));
                !(follows_text && in_word(self.last()) && in_word(next))
            }
            '<' | '@' => next.is_none_or(is_id_continue),
            '"' | '\'' => literal,
            '.' => literal || (length == 1 && before_space && self.line == LineState::Number),
            '-' => {
                let is_sign = next.is_none_or(|next| next.is_numeric() || next == '?');
                literal
                    || (length == 1 && (is_sign || (self.line == LineState::Start && before_space)))
            }
            '/' if self.last() == Some('*') => true,
            '/' => {
                next.is_none_or(|next| matches!(next, '/' | '*'))
                    || (self.line == LineState::Start && before_space)
            }
            '+' | '=' => self.line == LineState::Start && before_space,
            ':' => self.is_term,
            _ => false,
        }
    }
}

/// Whether the character cannot be written as it is.
fn is_special(c: char) -> bool {
    c == '\u{a0}' || c == '\t' || c.is_control() || is_newline(c)
}

fn special(out: &mut String, c: char) {
    match c {
        '\u{a0}' => out.push('~'),
        '\t' | '\n' | '\r' => out.push(' '),
        '\0' => out.push('\u{fffd}'),
        _ => out.push_str(&code_point(c)),
    }
}

fn is_label_part(c: char) -> bool {
    is_id_continue(c) || matches!(c, ':' | '.')
}

/// How many bytes are read as one: `--`, `---`, `...`, `===`.
fn run_length(rest: &str, c: char) -> usize {
    let most = match c {
        '-' | '.' => 3,
        '=' => usize::MAX,
        _ => return c.len_utf8(),
    };
    let same = |byte: &u8| char::from(*byte) == c;
    rest.bytes().take(most).take_while(same).count()
}
