//! Paragraphs that are more than text: fences of divs, captions, figures, abbreviations.

use crate::diagnostics::Level;
use crate::diagnostics::rules::ABBREVIATION_WITHOUT_MEANING;
use crate::markdown::abbreviations::Abbreviation;
use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::kramdown::BraceLine;
use crate::markdown::dialects::latex::{commands, labels};
use crate::markdown::dialects::shortcodes;
use crate::markdown::document::{Block, Caption, FigureBlock, FigureKind, Inline};
use crate::markdown::inline::cuts::{cut_before, cut_behind, trim_ends};
use crate::markdown::inline::word_marks::join;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::given::with;
use crate::markdown::read::pictures::apart;
use crate::markdown::read::reader::EventReader;
use crate::markdown::read::screens::is_only_for_screens;
use crate::markdown::rules::{DIV_NOT_CLOSED, NESTING_TOO_DEEP};
use crate::markdown::tables::CAPTION_MARKS;

/// Fenced divs inside each other; the engine's layout stops at 72 levels.
const MAX_DIVS: usize = 6;

/// A line of a paragraph that is no text.
enum Special {
    PageBreak(BodyRange),
    Abbreviation(Explained),
}

impl Special {
    fn line(&self) -> &BodyRange {
        match self {
            Special::PageBreak(line) | Special::Abbreviation(Explained { line, .. }) => line,
        }
    }
}

/// Whether no element of a line goes on behind byte `end`.
fn ends_apart(raw: &[Inline], end: usize) -> bool {
    let next = raw.partition_point(|item| item.place().start < end);
    let last = next.checked_sub(1).and_then(|at| raw.get(at));
    last.is_none_or(|item| item.place().end <= end)
}

/// A line that explains an abbreviation.
struct Explained {
    short: BodyRange,
    long: BodyRange,
    line: BodyRange,
}

impl<'a> EventReader<'a, '_> {
    /// Adds what a paragraph is to the blocks.
    pub(crate) fn paragraph(
        &mut self,
        raw: Vec<Inline<'a>>,
        is_loose: bool,
        blocks: &mut Vec<Block<'a>>,
    ) {
        let (Some(first), Some(last)) = (raw.first(), raw.last()) else {
            return;
        };
        let place = first.place().start..last.place().end;
        let mark = self.comment_mark(&raw, &place);
        if let Some((mark, is_end)) = mark.or_else(|| self.change_mark(&raw, &place)) {
            let head = cut_before(raw.clone(), mark.start);
            self.paragraph(trim_ends(head), is_loose, blocks);
            let rest = cut_behind(raw, mark.end);
            let place = mark;
            blocks.push(Block::CommentMark { place, is_end });
            self.paragraph(trim_ends(rest), is_loose, blocks);
            return;
        }
        let mut specials = self.specials(&place);
        specials.retain(|special| ends_apart(&raw, special.line().end));
        if specials.is_empty() {
            self.text_block(raw, is_loose, blocks);
            return;
        }
        let mut rest = raw.into_iter().peekable();
        for special in specials {
            let line = special.line().clone();
            let mut head = Vec::new();
            while let Some(item) = rest.next_if(|item| item.place().start < line.end) {
                head.push(item);
            }
            let head = cut_before(head, line.start);
            self.text_block(trim_ends(head), is_loose, blocks);
            self.trouble.leave_out(line);
            match special {
                Special::PageBreak(line) => blocks.push(Block::PageBreak(line)),
                Special::Abbreviation(one) => self.abbreviation(one),
            }
        }
        self.text_block(trim_ends(rest.collect()), is_loose, blocks);
    }

    /// Finds the lines of a paragraph that are no text.
    fn specials(&self, place: &BodyRange) -> Vec<Special> {
        let text = &self.source[place.clone()];
        if !["*[", "\\", "{{<"].iter().any(|mark| text.contains(mark)) {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut start = place.start;
        for line in text.split_inclusive('\n') {
            let end = start + line.trim_end().len();
            let shown = line.trim_start_matches([' ', '\t', '>']).trim_end();
            let first = end - shown.len().min(end - start);
            if let Some(length) = page_break(shown) {
                found.push(Special::PageBreak(end - length..end));
            } else if let Some(body) = shown.strip_prefix("*[")
                && let Some(close) = body.find("]:")
                && close > 0
                && !body[..close].contains('[')
            {
                let short = first + 2..first + 2 + close;
                found.push(Special::Abbreviation(Explained {
                    long: short.end + 2..end,
                    short,
                    line: first..end,
                }));
            }
            start += line.len();
        }
        found
    }

    fn abbreviation(&mut self, one: Explained) {
        let Explained { short, long, line } = one;
        let text = |place: BodyRange| {
            let words: Vec<&str> = self.source[place].split_whitespace().collect();
            words.join(" ")
        };
        let (short, long) = (text(short), text(long));
        if short.is_empty() || long.is_empty() {
            let message = "this line explains no abbreviation".to_owned();
            let hint = "write it as `*[EPR]: electronic patient record`";
            self.trouble
                .tell(&ABBREVIATION_WITHOUT_MEANING, &line, message, hint);
            return;
        }
        self.abbreviations.push(Abbreviation {
            short,
            long,
            place: line,
        });
    }

    fn text_block(
        &mut self,
        mut raw: Vec<Inline<'a>>,
        is_loose: bool,
        blocks: &mut Vec<Block<'a>>,
    ) {
        if let Some(includes) = self.includes(&raw) {
            blocks.extend(includes);
            return;
        }
        raw = self.texts_by_name(raw);
        let given = self.brace_line(&mut raw);
        self.block_id(&mut raw);
        let (Some(first), Some(last)) = (raw.first(), raw.last()) else {
            if let Some(BraceLine::Attributes(given)) = given {
                self.give_to_last(given, blocks);
            }
            return;
        };
        self.tags(&(first.place().start..last.place().end));
        match self.caption_above(raw) {
            Ok((caption, rest)) => {
                self.plain_block(caption, is_loose, blocks);
                self.plain_block(rest, is_loose, blocks);
            }
            Err(raw) => self.plain_block(raw, is_loose, blocks),
        }
        match (given, blocks.pop()) {
            (Some(BraceLine::Attributes(given)), Some(block)) => blocks.push(with(block, given)),
            (Some(BraceLine::Contents), _) if !is_loose => {}
            (_, block) => blocks.extend(block),
        }
    }

    fn plain_block(&mut self, raw: Vec<Inline<'a>>, is_loose: bool, blocks: &mut Vec<Block<'a>>) {
        if self.is_switch(&raw) {
            return;
        }
        self.foreign(&raw);
        if let Some(caption) = self.caption(&raw) {
            blocks.push(caption);
            return;
        }
        let mut children = self.enrich(raw);
        labels::settle(&mut children, blocks);
        let Some(children) = join(blocks, children).filter(|children| !children.is_empty()) else {
            return;
        };
        self.text_and_figures(children, is_loose, blocks);
    }

    /// Reads `: Caption {#tbl:x}` and `Table: Caption`.
    fn caption(&mut self, raw: &[Inline<'a>]) -> Option<Block<'a>> {
        let start = raw.first()?.place().start;
        let end = raw.last()?.place().end;
        let text = &self.source[start..end];
        let mut marks = CAPTION_MARKS.into_iter().chain([":: "]);
        let mark = marks.find(|mark| text.starts_with(mark));
        if mark.is_none() && !text.ends_with('}') {
            return None;
        }
        let mut inner = raw.to_vec();
        let mut attributes = self.trailing_attributes(&mut inner);
        let is_table = attributes
            .as_ref()
            .and_then(Attributes::label)
            .is_some_and(|id| {
                ["tbl", "tab:", "tab-"]
                    .iter()
                    .any(|kind| id.starts_with(kind))
            });
        let is_in_definition =
            mark.is_none() && is_table && self.source[..start].trim_end_matches(' ').ends_with(':');
        if mark.is_none() && !is_in_definition {
            return None;
        }
        let mut mark = mark.unwrap_or("").len();
        // `(#tab:x)`, as bookdown takes it too.
        if let Some((id, length)) = label_in_brackets(&text[mark..]) {
            let place = start + mark..start + mark + length;
            attributes
                .get_or_insert_default()
                .id
                .get_or_insert((id.to_owned(), place));
            mark += length;
        }
        if let Some(Inline::Text(piece)) = inner.first_mut() {
            let start = piece.place.start + mark;
            *piece = PlacedText::slice(self.source, start..piece.place.end.max(start));
        }
        let mut children = self.enrich(inner);
        let mut attributes = attributes.unwrap_or_default();
        labels::take(&mut children, &mut attributes);
        self.caption_of_attributes(&attributes, &mut children);
        // The same line, read as text, must not complain a second time.
        let findings = self.trouble.findings.len();
        let otherwise = self.enrich(raw.to_vec());
        self.trouble.findings.truncate(findings);
        Some(Block::Caption(Box::new(Caption {
            children,
            attributes,
            otherwise,
            place: start..end,
        })))
    }

    /// Takes attributes off the end of a line.
    pub(crate) fn trailing_attributes(&mut self, raw: &mut Vec<Inline<'a>>) -> Option<Attributes> {
        let start = raw.first()?.place().start;
        let end = raw.last()?.place().end;
        let text = self.source[start..end].trim_end();
        if !text.ends_with('}') {
            return None;
        }
        let end = start + text.len();
        let braces = text.rmatch_indices('{').take(8);
        let (at, found) = braces
            .filter_map(|(at, _)| {
                Attributes::read(self.source, start + at).map(|found| (start + at, found))
            })
            .find(|(_, found)| found.place.end == end)?;
        let (end, is_apart) = behind_words(self.source, start, at, &found);
        // A brace directly behind an image or code belongs to it.
        let is_words = |item: &Inline| matches!(item, Inline::Text(_) | Inline::Styled { .. });
        let is_apart = is_apart
            && (end < at
                || raw
                    .iter()
                    .all(|item| item.place().end != at || is_words(item)));
        let starts_inside = raw.iter().any(|item| {
            let place = item.place();
            place.start < at && place.end > at && !matches!(item, Inline::Text(_))
        });
        let is_escaped = raw.iter().any(
            |item| matches!(item, Inline::Text(piece) if piece.literal && piece.place.start == at),
        );
        if !is_apart || starts_inside || is_escaped {
            return None;
        }
        *raw = trim_ends(cut_before(std::mem::take(raw), end));
        self.trouble.leave_out(found.place.clone());
        Some(found)
    }

    /// Closes divs, gives tables their captions; returns the fences that close nothing here.
    pub(crate) fn fold(
        &mut self,
        blocks: Vec<Block<'a>>,
        is_outermost: bool,
    ) -> (Vec<Block<'a>>, Vec<BodyRange>) {
        let (blocks, mut rest) = self.without_comments(blocks, is_outermost);
        let mut stack: Vec<(Attributes, BodyRange, Vec<Block<'a>>)> = Vec::new();
        let mut out: Vec<Block<'a>> = Vec::new();
        let mut ignored = 0;
        for block in blocks {
            match block {
                Block::DivOpen { attributes, place } if stack.len() < MAX_DIVS => {
                    stack.push((*attributes, place, std::mem::take(&mut out)));
                }
                Block::DivOpen { place, .. } => {
                    let message = format!("more than {MAX_DIVS} blocks are open inside each other");
                    let hint = "close them with `:::`";
                    self.trouble.tell(&NESTING_TOO_DEEP, &place, message, hint);
                    ignored += 1;
                }
                Block::DivClose(_) if ignored > 0 => ignored -= 1,
                Block::DivClose(place) => match stack.pop() {
                    Some((attributes, open, outer)) => {
                        let inner = captions(std::mem::replace(&mut out, outer));
                        out.push(self.understood(attributes, inner, open.start..place.end));
                    }
                    None => rest.push(place),
                },
                other => out.push(other),
            }
        }
        while let Some((attributes, open, outer)) = stack.pop() {
            let hint = if is_outermost {
                "write `:::` where it ends"
            } else {
                "write `:::` where it ends, inside the same list or quotation"
            };
            // What it swallows is missing from the count: that is no matter of looks.
            let uncounted = "this `.no-count` block is never closed: everything below it in this file \
                             is left out of the count";
            let (level, message) = match attributes.has("no-count") {
                true => (Level::Deny, uncounted),
                false => (Level::Warn, "this `:::` block is never closed"),
            };
            self.trouble
                .judged(level, &DIV_NOT_CLOSED, &open, message.to_owned(), hint);
            // Nobody means the rest of a file to be hidden.
            let attributes = match is_only_for_screens(&attributes) {
                true => Attributes::default(),
                false => attributes,
            };
            let inner = captions(std::mem::replace(&mut out, outer));
            out.push(self.understood(attributes, inner, open));
        }
        (apart(captions(out)), rest)
    }
}

/// Returns where the words end before the attributes at byte `at`, and whether a line may give
/// them there: behind a space, or directly behind a word or an empty bracket; behind the bracket of
/// a citation only an id.
fn behind_words(source: &str, start: usize, at: usize, found: &Attributes) -> (usize, bool) {
    let before = &source[start..at];
    let end = |before: &str| start + before.trim_end().len();
    if before.is_empty() || before.ends_with([' ', '\t']) {
        return (end(before), true);
    }
    if let Some(words) = before.strip_suffix("[]") {
        return (end(words), found.id.is_some());
    }
    let is_glued = match before.strip_suffix(']') {
        Some(words) => {
            let inside = words.rfind('[').map(|open| &words[open + 1..]);
            let is_cited = |words: &str| words.starts_with('@') || words.starts_with("-@");
            found.id.is_some() && inside.is_some_and(is_cited)
        }
        None => !found.is_empty() && found.raw.is_none() && !before.ends_with(['$', '`', '}']),
    };
    (at, is_glued)
}

/// Gives each table the caption before or behind it, and a listing one with its label behind it.
fn captions(blocks: Vec<Block<'_>>) -> Vec<Block<'_>> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match (out.last_mut(), block) {
            (Some(code @ Block::Code { .. }), Block::Caption(caption))
                if is_of_listing(&caption) =>
            {
                let Caption {
                    children,
                    attributes,
                    place,
                    ..
                } = *caption;
                let part = std::mem::replace(code, Block::Rule(place.clone()));
                *code = Block::Group(Box::new(FigureBlock {
                    kind: FigureKind::Listing,
                    rows: Vec::new(),
                    parts: vec![part],
                    caption: children,
                    caption_place: place.clone(),
                    attributes,
                    place,
                }));
            }
            (Some(Block::Table(table)), Block::Caption(caption)) if table.caption.is_none() => {
                table.caption = Some(*caption);
            }
            (Some(Block::Caption(_)), Block::Table(mut table)) => {
                if let Some(Block::Caption(caption)) = out.pop() {
                    table.caption = Some(*caption);
                }
                out.push(Block::Table(table));
            }
            (_, block) => out.push(block),
        }
    }
    out
}

/// Returns the label that a caption begins with, and how long it is with its brackets.
fn label_in_brackets(text: &str) -> Option<(&str, usize)> {
    let body = text.strip_prefix("(#")?;
    let length = body.find(')').filter(|length| *length < 128)?;
    let id = &body[..length];
    let is_label = |c: char| c.is_alphanumeric() || "-_:.".contains(c);
    let is_known = id.starts_with("tab:") || id.starts_with("tbl:");
    (is_known && id.chars().all(is_label)).then_some((id, length + 3))
}

/// Whether a caption has the label of a listing.
fn is_of_listing(caption: &Caption) -> bool {
    let label = caption.attributes.label();
    label.is_some_and(|id| id.starts_with("lst:") || id.starts_with("lst-"))
}

/// Returns how long the command is that ends the page at the end of a line: the line itself, or
/// what stands behind its last word.
fn page_break(line: &str) -> Option<usize> {
    if let Some(found) = shortcodes::read(line).filter(shortcodes::breaks_page) {
        return (found.length == line.len()).then_some(line.len());
    }
    let raw = ["`{=latex}", "`{=tex}"];
    let raw = raw
        .iter()
        .find_map(|end| line.strip_suffix(end)?.strip_prefix('`'));
    if let Some(command) = raw {
        return (commands::page_break(command)? == command.len()).then_some(line.len());
    }
    let at = line.rfind('\\')?;
    let is_apart = at == 0 || line[..at].ends_with([' ', '\t']);
    let length = commands::page_break(&line[at..])?;
    (is_apart && at + length == line.len()).then_some(length)
}
