//! LaTeX's floats and tables of a simple form: `\begin{figure}`, `\begin{table}`, `\begin{tabular}`.
//!
//! Simple is what holds a picture or one table, a caption and a label, and orders about the page
//! that mean nothing here. Anything else is left to whoever reads LaTeX as text.

use crate::markdown::document::Alignment;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::tables::columns::trimmed;
use crate::markdown::tables::{TableLines, TypedTable};

/// More lines than a float or a table has; it keeps the work linear.
const MAX_LINES: usize = 400;

/// What a float holds.
#[derive(Clone, Debug)]
pub(crate) enum FloatBody {
    Picture {
        path: BodyRange,
        /// `width` and `height` with their lengths as Markdown has them, and where they stand.
        sizes: Vec<(&'static str, String, BodyRange)>,
    },
    Table(TypedTable),
}

/// A figure or a table of LaTeX's.
#[derive(Clone, Debug)]
pub(crate) struct TypedFloat {
    pub(crate) body: FloatBody,
    /// The words of its caption, line by line.
    pub(crate) caption: Vec<BodyRange>,
    pub(crate) label: Option<BodyRange>,
}

impl TypedFloat {
    /// Returns the places of what is printed of it.
    pub(crate) fn printed(&self) -> Vec<BodyRange> {
        let mut places = self.caption.clone();
        if let FloatBody::Table(table) = &self.body {
            let rows = table.head.iter().chain(&table.rows);
            places.extend(rows.flatten().flat_map(|cell| cell.lines.iter().cloned()));
        }
        places.sort_by_key(|place| place.start);
        places
    }
}

/// Reads the float that starts at the first line; returns how many lines it takes.
pub(crate) fn float(lines: &TableLines) -> Option<(usize, TypedFloat)> {
    let first = lines.text(0)?.trim_start();
    let name = first.strip_prefix("\\begin{")?.split('}').next()?;
    let plain = name.trim_end_matches('*');
    let is_table = matches!(plain, "tabular" | "tabularx" | "longtable" | "tabbing");
    if !is_table && !matches!(plain, "figure" | "table" | "sidewaystable" | "wrapfigure") {
        return None;
    }
    let close = format!("\\end{{{name}}}");
    let open = format!("\\begin{{{name}}}");
    let mut count = 0;
    loop {
        let line = lines.text(count).filter(|_| count < MAX_LINES)?;
        if count > 0 && line.contains(&open) {
            return None;
        }
        count += 1;
        if line.trim_end().ends_with(&close) {
            break;
        }
        if line.contains(&close) {
            return None;
        }
    }
    let places = lines.first(count);
    let mut reader = FloatReader::new(lines.source, &places);
    let float = reader.float(is_table.then_some(plain))?;
    Some((count, float))
}

/// Reads the source of a float from left to right, its lines without what stands before them.
pub(super) struct FloatReader<'s> {
    pub(super) source: &'s str,
    /// The lines without comments.
    lines: Vec<BodyRange>,
    /// The line and the byte that are read next.
    line: usize,
    at: usize,
}

/// What stands next in the source.
#[derive(Debug)]
pub(super) enum Token<'s> {
    /// `\name` or `\\`, with its place.
    Command(&'s str, BodyRange),
    /// `{`, `}`, `[`, `]`, `&` and any other sign.
    Sign(char, BodyRange),
    LineEnd,
}

impl<'s> FloatReader<'s> {
    fn new(source: &'s str, lines: &[BodyRange]) -> Self {
        let lines: Vec<BodyRange> = lines
            .iter()
            .map(|line| without_comment(source, line))
            .collect();
        let at = lines.first().map_or(0, |line| line.start);
        Self {
            source,
            lines,
            line: 0,
            at,
        }
    }

    /// Returns the byte that is read next.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<Token<'s>> {
        let line = self.lines.get(self.line)?;
        if self.at >= line.end {
            return Some(Token::LineEnd);
        }
        let rest = &self.source[self.at..line.end];
        let first = rest.chars().next()?;
        if first != '\\' {
            let place = self.at..self.at + first.len_utf8();
            return Some(Token::Sign(first, place));
        }
        let letters = rest[1..]
            .bytes()
            .take_while(u8::is_ascii_alphabetic)
            .count();
        let length = match letters {
            0 => rest[1..].chars().next().map_or(0, char::len_utf8),
            letters => letters,
        };
        let end = self.at + 1 + length;
        Some(Token::Command(&self.source[self.at + 1..end], self.at..end))
    }

    pub(super) fn next(&mut self) -> Option<Token<'s>> {
        let token = self.peek()?;
        match &token {
            Token::Command(_, place) | Token::Sign(_, place) => self.at = place.end,
            Token::LineEnd => {
                self.line += 1;
                self.at = self.lines.get(self.line).map_or(0, |line| line.start);
            }
        }
        Some(token)
    }

    pub(super) fn skip_blanks(&mut self) {
        while matches!(
            self.peek(),
            Some(Token::LineEnd | Token::Sign(' ' | '\t' | '~', _))
        ) {
            self.next();
        }
    }

    /// Reads a group that opens with a bracket next: its lines without the brackets.
    pub(super) fn group(&mut self, open: char) -> Option<Vec<BodyRange>> {
        let close = if open == '{' { '}' } else { ']' };
        let Some(Token::Sign(found, place)) = self.peek() else {
            return None;
        };
        if found != open {
            return None;
        }
        self.next();
        let mut lines = Vec::new();
        let mut line = place.end..place.end;
        let mut braces = 0;
        loop {
            match self.next()? {
                Token::Sign(sign, at) => {
                    match sign {
                        _ if sign == close && braces == 0 => break,
                        '{' => braces += 1,
                        '}' => braces -= 1,
                        _ => {}
                    }
                    line.end = at.end;
                }
                Token::Command(_, at) => line.end = at.end,
                Token::LineEnd => {
                    lines.push(trimmed(self.source, &line));
                    line = self.at..self.at;
                }
            }
        }
        lines.push(trimmed(self.source, &line));
        lines.retain(|line| !line.is_empty());
        Some(lines)
    }

    /// Reads a group of one line, such as the name of a file.
    pub(super) fn word(&mut self, open: char) -> Option<BodyRange> {
        match self.group(open)?.as_slice() {
            [line] => Some(line.clone()),
            _ => None,
        }
    }

    fn float(&mut self, table: Option<&str>) -> Option<TypedFloat> {
        let mut caption = Vec::new();
        let mut label = None;
        let mut body = None;
        if let Some(name) = table {
            let (table, own_caption, own_label) = self.tabular(name)?;
            return Some(TypedFloat {
                body: FloatBody::Table(table),
                caption: own_caption,
                label: own_label,
            });
        }
        self.next();
        self.group('{')?;
        // `[htbp]`, and the sides and the width of a figure with text around it.
        while self.group('[').is_some() || self.group('{').is_some() {}
        loop {
            self.skip_blanks();
            match self.peek()? {
                Token::Command("begin", _) => {
                    let mut inner = self.clone_at();
                    inner.next();
                    let name = inner.word('{')?;
                    match &self.source[name] {
                        "center" | "small" | "footnotesize" | "threeparttable" => {
                            *self = inner;
                        }
                        "tabular" | "tabular*" | "tabularx" if body.is_none() => {
                            let (table, own_caption, own_label) = self.tabular("tabular")?;
                            if !own_caption.is_empty() || own_label.is_some() {
                                return None;
                            }
                            body = Some(FloatBody::Table(table));
                        }
                        _ => return None,
                    }
                }
                Token::Command("end", _) => {
                    self.next();
                    let name = self.word('{')?;
                    if !matches!(
                        &self.source[name],
                        "center" | "small" | "footnotesize" | "threeparttable"
                    ) {
                        break;
                    }
                }
                Token::Command("includegraphics", _) if body.is_none() => {
                    self.next();
                    let options = self.word('[');
                    let path = self.word('{')?;
                    let sizes = options.map_or_else(Vec::new, |at| sizes(self.source, &at));
                    body = Some(FloatBody::Picture { path, sizes });
                }
                Token::Command("caption", _) if caption.is_empty() => {
                    self.next();
                    self.group('[');
                    caption = self.group('{')?;
                    label = label.or(take_label(self.source, &mut caption));
                }
                Token::Command("label", _) if label.is_none() => {
                    self.next();
                    label = Some(self.word('{')?);
                }
                Token::Command(name, _) if is_quiet(name) => {
                    self.next();
                    while self.group('{').is_some() || self.group('[').is_some() {}
                }
                Token::Command(..) | Token::Sign(..) | Token::LineEnd => return None,
            }
        }
        Some(TypedFloat {
            body: body?,
            caption,
            label,
        })
    }

    fn clone_at(&self) -> Self {
        Self {
            source: self.source,
            lines: self.lines.clone(),
            line: self.line,
            at: self.at,
        }
    }
}

/// Commands about the page that print nothing.
fn is_quiet(name: &str) -> bool {
    matches!(
        name,
        "centering"
            | "raggedright"
            | "small"
            | "footnotesize"
            | "scriptsize"
            | "normalsize"
            | "vspace"
            | "hspace"
            | "setlength"
            | "renewcommand"
            | "captionsetup"
            | "medskip"
            | "smallskip"
            | "bigskip"
            | "arraystretch"
            | "tabcolsep"
    )
}

/// Takes a label at the end of a caption off it.
pub(super) fn take_label(source: &str, caption: &mut [BodyRange]) -> Option<BodyRange> {
    let last = caption.last_mut()?;
    let text = &source[last.clone()];
    let at = text.rfind("\\label{").filter(|_| text.ends_with('}'))?;
    let name = last.start + at + "\\label{".len()..last.end - 1;
    if source[name.clone()].contains(['{', '}']) {
        return None;
    }
    *last = trimmed(source, &(last.start..last.start + at));
    Some(name)
}

/// Returns a line up to the sign that begins a comment.
fn without_comment(source: &str, line: &BodyRange) -> BodyRange {
    let mut is_escaped = false;
    let comment = source[line.clone()].bytes().position(|byte| {
        let is_sign = byte == b'%' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_sign
    });
    let end = comment.map_or(line.end, |at| line.start + at);
    trimmed(source, &(line.start..end))
}

/// Returns the sizes among the options of a picture: `width=0.8\textwidth`.
fn sizes(source: &str, options: &BodyRange) -> Vec<(&'static str, String, BodyRange)> {
    let mut start = options.start;
    let mut found = Vec::new();
    for option in source[options.clone()].split(',') {
        let place = start..start + option.len();
        start = place.end + 1;
        let Some((key, value)) = option.split_once('=') else {
            continue;
        };
        let side = match key.trim() {
            "width" => "width",
            "height" => "height",
            _ => continue,
        };
        let value = value.trim();
        let share = value.find('\\').map(|at| value.split_at(at));
        let length = match share {
            Some((share, "\\textwidth" | "\\linewidth" | "\\columnwidth" | "\\hsize")) => {
                let share = if share.is_empty() {
                    Ok(1.0)
                } else {
                    share.parse::<f64>()
                };
                share
                    .ok()
                    .filter(|share| (0.01..=1.0).contains(share))
                    .map(|share| format!("{}%", (share * 1000.0).round() / 10.0))
            }
            Some(_) => None,
            None => Some(value.to_owned()),
        };
        found.extend(length.map(|length| (side, length, place)));
    }
    found
}

/// Returns how a column is aligned by its letter.
pub(super) fn alignment(letter: char) -> Option<Alignment> {
    Some(match letter {
        'l' | 'p' | 'm' | 'b' | 'X' | 'L' => Alignment::Left,
        'c' | 'C' => Alignment::Center,
        'r' | 'R' | 'S' => Alignment::Right,
        _ => return None,
    })
}
