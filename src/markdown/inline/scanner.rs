//! A line read once from left to right with a stack of open brackets, so that the work is linear;
//! what stays open at the end was text.

use crate::markdown::attributes::Attributes;
use crate::markdown::byte_set::ByteSet;
use crate::markdown::dialects::inline_code::runs;
use crate::markdown::dialects::latex::commands::{Group, is_tie};
use crate::markdown::document::{Inline, ReferenceKey, TextStyle};
use crate::markdown::inline::cuts::cut_behind;
use crate::markdown::inline::undecided::ChangePart;
use crate::markdown::inline::{citation, html};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{FOOTNOTE_UNKNOWN, LATEX_NOT_CLOSED};

/// More open brackets than anybody writes; further ones are text.
pub(crate) const MAX_OPEN: usize = 24;

/// What may have a meaning in a line.
const MARKS: ByteSet = ByteSet::of(b"[]@^~{/=%\\");

/// What opened a stretch of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opener {
    /// The line itself.
    Line,
    Bracket,
    Note,
    /// `^` or `~`.
    Script(TextStyle),
    Tag(TextStyle),
    /// `==`
    Mark,
    /// A mark of CriticMarkup.
    Change(ChangePart),
    /// The brace of a LaTeX command.
    Group(Group),
}

/// A stretch of a line that is not closed yet.
pub(crate) struct OpenStretch<'a> {
    pub(crate) opener: Opener,
    /// The bytes of what opened it.
    pub(crate) mark: BodyRange,
    pub(crate) items: Vec<Inline<'a>>,
}

/// A line that is being read.
pub(crate) struct LineScanner<'a, 'r, 't> {
    pub(crate) reader: &'r mut EventReader<'a, 't>,
    /// What is open, the line itself first.
    pub(crate) stack: Vec<OpenStretch<'a>>,
    /// Brackets that were opened too deep to be followed.
    ignored: usize,
    /// Braces of LaTeX that were.
    pub(crate) ignored_groups: usize,
    /// Everything before this byte is used up.
    pub(crate) done: usize,
}

impl<'a> EventReader<'a, '_> {
    /// Finds in a line what the parser does not know.
    pub(crate) fn enrich(&mut self, raw: Vec<Inline<'a>>) -> Vec<Inline<'a>> {
        let mut items = raw;
        self.merge(&mut items);
        self.left_open(&items);
        let is_plain = items.iter().all(|item| match item {
            Inline::Text(piece) => match piece.literal {
                true => match piece.text.as_ref() {
                    "@" | "#" => false,
                    sign => self.environments == 0 || sign != "\\",
                },
                false => !self.has_texts && !MARKS.is_in(&piece.text),
            },
            Inline::Html { .. } => false,
            Inline::Code { piece, .. } => runs(&piece.text, self.has_chunks).is_none(),
            Inline::Math { tex, .. } => !tex.text.contains(['\\', '#']),
            _ => true,
        });
        if is_plain {
            return items;
        }
        let mut line = LineScanner {
            reader: self,
            stack: Vec::new(),
            ignored: 0,
            ignored_groups: 0,
            done: 0,
        };
        line.open(Opener::Line, 0..0);
        let ends = items.iter().map(|item| item.place().end);
        let limit = ends.max().unwrap_or(0);
        for item in items {
            line.item(item, limit);
        }
        line.flatten(1);
        line.stack.pop().map_or_else(Vec::new, |line| line.items)
    }

    /// Joins pieces of text that stand side by side.
    fn merge(&self, items: &mut Vec<Inline<'a>>) {
        items.dedup_by(|item, before| {
            if let (Inline::Text(before), Inline::Text(piece)) = (before, item)
                && before.is_plain()
                && piece.is_plain()
                && before.place.end == piece.place.start
            {
                *before = PlacedText::slice(self.source, before.place.start..piece.place.end);
                true
            } else {
                false
            }
        });
    }
}

impl<'a> LineScanner<'a, '_, '_> {
    pub(crate) fn push(&mut self, item: Inline<'a>) {
        if let Some(innermost) = self.stack.last_mut() {
            innermost.items.push(item);
        }
    }

    pub(crate) fn append(&mut self, mut items: Vec<Inline<'a>>) {
        if let Some(innermost) = self.stack.last_mut() {
            innermost.items.append(&mut items);
        }
    }

    pub(crate) fn push_slice(&mut self, place: BodyRange) {
        if !place.is_empty() {
            let piece = PlacedText::slice(self.reader.source, place);
            self.push(Inline::Text(piece));
        }
    }

    fn item(&mut self, item: Inline<'a>, limit: usize) {
        let mut item = item;
        let place = item.place();
        if place.end <= self.done && !place.is_empty() {
            return;
        }
        if place.start < self.done
            && let Some(children) = item.children_mut()
        {
            // What a command was given ends inside it.
            *children = cut_behind(std::mem::take(children), self.done);
        }
        match item {
            Inline::Text(piece) if piece.is_plain() => self.text(&piece.place, limit),
            Inline::Text(piece)
                if piece.exact
                    && matches!(piece.text.as_ref(), "@" | "#")
                    && self.behind_backslash(piece.place.start, limit) => {}
            Inline::Text(piece)
                if piece.exact && piece.text == "\\" && self.reader.environments > 0 =>
            {
                self.line_break(&piece.place, limit);
            }
            Inline::Html { tag, place } => self.html(&tag, place, limit),
            Inline::Code { piece, place, .. } if self.inline_code(&piece.text, &place) => {}
            Inline::Math {
                tex,
                is_display,
                attributes,
                place,
            } => self.math(tex, is_display, attributes, place),
            other => self.push(other),
        }
    }

    fn text(&mut self, place: &BodyRange, limit: usize) {
        let bytes = self.reader.source.as_bytes();
        let stands_alone = |mark: u8, at: usize| {
            bytes.get(at + 1) != Some(&mark) && (at == 0 || bytes[at - 1] != mark)
        };
        let mut start = place.start.max(self.done);
        let first = start;
        let mut at = start;
        while at < place.end {
            let brought = match bytes[at] {
                b'{' | b'+' | b'-' | b'~' | b'=' | b'<' => self.change(start, at, place.end),
                // `^[[@key]]` is a note that cites.
                b'[' if at > 0 && bytes[at - 1] == b'^' => None,
                b'[' | b'!' => self.note_link(start, at, (place.end, limit)),
                b'%' => self.hidden(start, at, limit),
                _ => None,
            };
            let used = match bytes[at] {
                _ if brought.is_some() => brought,
                b'[' if at > start && bytes[at - 1] == b'^' => {
                    self.push_slice(start..at - 1);
                    self.open(Opener::Note, at - 1..at + 1);
                    Some(at + 1)
                }
                b'[' => {
                    self.push_slice(start..at);
                    self.open(Opener::Bracket, at..at + 1);
                    Some(at + 1)
                }
                b']' => {
                    self.push_slice(start..at);
                    Some(self.close(at, limit))
                }
                b'@' => self.key(first, start, at, place.end),
                b'^' if stands_alone(b'^', at) && bytes.get(at + 1) != Some(&b'[') => {
                    self.push_slice(start..at);
                    self.script(at, TextStyle::Super);
                    Some(at + 1)
                }
                b'\\' => self.latex(start, at, limit),
                b'}' => self.close_brace(start, at, limit),
                b'(' if self.reader.has_texts => self.text_reference(start, at, limit),
                b'~' if is_tie(self.reader.source, at) => self.tie(start, at),
                b'~' if stands_alone(b'~', at) => {
                    self.push_slice(start..at);
                    self.script(at, TextStyle::Sub);
                    Some(at + 1)
                }
                b'{' => self
                    .shortcode(start, at, limit)
                    .or_else(|| self.braces(start, at, limit))
                    .or_else(|| self.loose_attributes(at, limit))
                    .or_else(|| self.open_brace(start, at, limit)),
                b'h' if !self.reader.in_link => self.address(start, at, place.end),
                _ => None,
            };
            match used {
                Some(next) => {
                    self.reader.trouble.leave_out(at..next);
                    self.done = self.done.max(next);
                    start = next.max(self.done);
                    at = start;
                }
                None => at += 1,
            }
        }
        if start < place.end {
            self.push_slice(start..place.end);
        }
    }

    pub(crate) fn open(&mut self, opener: Opener, mark: BodyRange) {
        if self.stack.len() > MAX_OPEN {
            self.ignored += 1;
            self.push_slice(mark);
        } else {
            self.stack.push(OpenStretch {
                opener,
                mark,
                items: Vec::new(),
            });
        }
    }

    /// A closing bracket at byte `at`; returns the byte behind what was used.
    fn close(&mut self, at: usize, limit: usize) -> usize {
        if self.ignored > 0 {
            self.ignored -= 1;
            self.push_slice(at..at + 1);
            return at + 1;
        }
        // A change that is open holds its brackets: one before it is not closed in it.
        let holds = |open: &OpenStretch| {
            matches!(
                open.opener,
                Opener::Bracket | Opener::Note | Opener::Change(_)
            )
        };
        let depth = self.stack.iter().rposition(holds);
        let is_change = |depth: &usize| matches!(self.stack[*depth].opener, Opener::Change(_));
        let Some(depth) = depth.filter(|depth| !is_change(depth)) else {
            self.push_slice(at..at + 1);
            return at + 1;
        };
        self.flatten(depth + 1);
        let Some(OpenStretch {
            opener,
            mark,
            items,
        }) = self.stack.pop()
        else {
            return at + 1;
        };
        let source = self.reader.source;
        let place = mark.start..at + 1;
        if opener == Opener::Note {
            self.push(Inline::Note {
                children: items,
                place,
            });
            return at + 1;
        }
        let attributes = match source.as_bytes().get(at + 1) {
            Some(b'{') if at + 1 < limit => Attributes::read(source, at + 1).or_else(|| {
                self.broken_word_mark(at + 1);
                None
            }),
            Some(_) | None => None,
        };
        if let Some(attributes) =
            attributes.filter(|found| found.place.end <= limit && !found.is_empty())
        {
            let end = attributes.place.end;
            let Some(items) = self.word_mark(&attributes, items, mark.end..at) else {
                return end;
            };
            self.push(Inline::Span {
                attributes: Box::new(attributes),
                children: items,
                place: mark.start..end,
            });
            return end;
        }
        if self.behind_key(&items, &place) {
            return at + 1;
        }
        let is_cited = |item: &Inline| matches!(item, Inline::Key(_) | Inline::Cite { .. });
        if items.iter().any(is_cited)
            && let Some(keys) = citation::read_group(items.clone(), None, source)
        {
            self.push(Inline::Cite { keys, place });
            return at + 1;
        }
        if let Some(end) = self.heading_named(&items, &place, limit) {
            return end;
        }
        if source[place.clone()].starts_with("[^") {
            let name = &source[place.start + 2..at];
            if self.reader.masked.notes.contains(&name.to_lowercase()) {
                // The parser of a cell does not know the notes of the chapter.
                let mark = self.reader.note_mark(name, place);
                self.push(mark);
                return at + 1;
            }
            let message = format!("there is no footnote `{name}`");
            let hint = format!("write its text on a line of its own: `[^{name}]: …`");
            self.reader
                .trouble
                .tell(&FOOTNOTE_UNKNOWN, &place, message, &hint);
        }
        self.push_slice(mark);
        self.append(items);
        self.push_slice(at..at + 1);
        at + 1
    }

    /// Reads what stood in a bracket behind a key: `@key [p. 3; see also @other]`.
    fn behind_key(&mut self, items: &[Inline<'a>], place: &BodyRange) -> bool {
        let source = self.reader.source;
        let Some(outer) = self.stack.last_mut() else {
            return false;
        };
        let is_space = |item: &Inline| match item {
            Inline::Text(piece) => piece.text.trim_matches([' ', '\t']).is_empty(),
            Inline::Soft(_) => true,
            _ => false,
        };
        let last = outer.items.iter().rposition(|item| !is_space(item));
        let Some((last, Inline::Key(key))) = last.and_then(|at| Some((at, outer.items.get(at)?)))
        else {
            return false;
        };
        if !key.is_citation() || source[place.start..].starts_with("[^") {
            return false;
        }
        let Some(keys) = citation::read_group(items.to_vec(), Some((**key).clone()), source) else {
            return false;
        };
        if keys.len() > 1 && keys.iter().any(ReferenceKey::is_ambiguous) {
            return false;
        }
        let place = key.place.start..place.end;
        outer.items.truncate(last);
        self.push(Inline::Cite { keys, place });
        true
    }

    /// Turns the innermost stretch into words in a style.
    pub(crate) fn close_style(&mut self, style: TextStyle, end: usize) {
        if let Some(open) = self.stack.pop() {
            self.push(Inline::Styled {
                style,
                children: open.items,
                place: open.mark.start..end,
            });
        }
    }

    /// Turns what is open from `depth` on into text.
    pub(crate) fn flatten(&mut self, depth: usize) {
        let open: Vec<OpenStretch<'a>> = self.stack.drain(depth.max(1)..).collect();
        for OpenStretch {
            opener,
            mark,
            items,
        } in open
        {
            match opener {
                Opener::Line => {}
                Opener::Change(part) => {
                    self.change_not_closed(part, &mark);
                    self.push_slice(mark);
                }
                Opener::Note => {
                    self.note_not_closed(&mark);
                    self.push_slice(mark);
                }
                Opener::Bracket => {
                    self.bracket_not_closed(&mark, &items);
                    self.push_slice(mark);
                }
                Opener::Script(_) | Opener::Mark => self.push_slice(mark),
                Opener::Group(group) => {
                    if group != Group::Braces {
                        let message = "this brace is not closed, so the command is printed";
                        let hint = "write `}` where its words end, in the same paragraph";
                        self.reader.trouble.tell(
                            &LATEX_NOT_CLOSED,
                            &mark,
                            message.to_owned(),
                            hint,
                        );
                    }
                    self.push_slice(mark);
                }
                Opener::Tag(_) => {
                    let tag = &self.reader.source[mark.clone()];
                    html::warn(tag, &mark, self.reader.trouble);
                }
            }
            self.append(items);
        }
    }
}
