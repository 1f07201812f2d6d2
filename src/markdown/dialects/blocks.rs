//! Blocks that other dialects and word processors have, and this one has not.
//!
//! Their text is printed, so these are findings that say what to write instead; text that would
//! be lost must be fixed.

use crate::diagnostics::{Level, Rule};
use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::word::typed_bullet;
use crate::markdown::document::Inline;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{
    BULLET_TYPED, HEADING_NUMBERED_BY_HAND, HEADING_WITHOUT_SPACE, LINK_TARGET_UNUSED,
    LIST_NOT_READ, SUB_FIGURES, TABLE_CELL_LOST, TABLE_UNREADABLE,
};
use crate::markdown::tables::misfit;
use crate::markdown::trouble::Trouble;

impl<'a> EventReader<'a, '_> {
    /// Complains about a paragraph that looks like something else.
    pub(crate) fn foreign(&mut self, raw: &[Inline<'a>]) {
        let (Some(first), Some(last)) = (raw.first(), raw.last()) else {
            return;
        };
        let place = first.place().start..last.place().end;
        let text = &self.source[place.clone()];
        if let Some(misfit) = misfit(self.source, &place) {
            let message = format!("this table is read as plain text: {}", misfit.message);
            let hint = "make its lines as wide as its first, with each bar below a `+`";
            self.trouble
                .tell(&TABLE_UNREADABLE, &misfit.line, message, hint);
        } else if let Some(broken) = broken_table(text) {
            let hint = "put a line such as `|---|---|` below the head, with as many columns as the head has";
            self.trouble
                .tell(&TABLE_UNREADABLE, &first.place(), broken, hint);
        } else {
            self.foreign_lines(raw);
        }
    }

    /// Complains once about lines that start with a bullet.
    fn foreign_lines(&mut self, raw: &[Inline<'a>]) {
        let mut is_line_start = true;
        for item in raw {
            let is_first = std::mem::replace(
                &mut is_line_start,
                matches!(item, Inline::Soft(_) | Inline::Hard(_)),
            );
            if !is_first || !matches!(item, Inline::Text(_)) {
                continue;
            }
            let place = item.place();
            let line = &self.source[place.start..];
            let line = &line[..line.find('\n').unwrap_or(line.len())];
            // A dash may be what somebody says.
            if !line.starts_with('–') && typed_bullet(line).is_some() {
                let length = line.chars().next().map_or(1, char::len_utf8);
                let at = place.start..place.start + length;
                let message = "this bullet is printed, but it makes no list".to_owned();
                let hint = "start each item with `- ` on a line of its own";
                self.trouble.tell(&BULLET_TYPED, &at, message, hint);
                return;
            }
            if let Some((length, rule)) = fixed_space(line) {
                let at = place.start..place.start + length;
                let mark = line[..length].trim_end();
                let message = format!(
                    "a space that does not break stands behind this `{mark}`, so the line is plain text"
                );
                let hint = format!(
                    "take the space behind `{mark}` out and type it again: on a Mac, Option and the space bar type the other one"
                );
                self.trouble.tell(rule, &at, message, &hint);
                return;
            }
        }
    }

    /// Complains about a heading that brings its own number.
    pub(crate) fn numbered_by_hand(
        &mut self,
        level: usize,
        raw: &[Inline<'a>],
        attributes: &Attributes,
    ) {
        let Some(Inline::Text(piece)) = raw.first() else {
            return;
        };
        if attributes.has("unnumbered") || !piece.is_plain() {
            return;
        }
        let text = &self.source[piece.place.start..raw.last().map_or(0, |item| item.place().end)];
        let Some(length) = hand_number(text) else {
            return;
        };
        let at = piece.place.start..piece.place.start + length;
        let message = format!(
            "`{}` is printed behind the number that folio gives",
            &text[..length]
        );
        let words = text[length..].trim_start_matches([' ', '\t', ':', '.', '–', '-']);
        let hint = format!(
            "write `{} {words}`: headings are numbered for you",
            "#".repeat(level)
        );
        self.trouble
            .tell(&HEADING_NUMBERED_BY_HAND, &at, message, &hint);
    }

    /// Complains about cells beyond the last column, which are not printed.
    pub(crate) fn lost_cells(&mut self, row: &BodyRange, columns: usize) {
        let line = self.source[row.clone()].lines().next().unwrap_or("");
        let trimmed = line.trim_end();
        let mut cell = 0;
        let mut start = 0;
        let mut lost: Option<BodyRange> = None;
        let mut is_escaped = false;
        for (at, byte) in trimmed.bytes().chain(std::iter::once(b'|')).enumerate() {
            if byte == b'|' && !is_escaped {
                let is_edge = cell == 0 && line[..at].trim().is_empty();
                if !is_edge {
                    let text = line.get(start..at).unwrap_or("").trim();
                    if cell >= columns && !text.is_empty() {
                        let first = at - line[start..at].trim_start().len();
                        let end = start + line[start..at].trim_end().len();
                        lost = Some(lost.map_or(first, |lost| lost.start)..end);
                    }
                    cell += 1;
                }
                start = at + 1;
            }
            is_escaped = byte == b'\\' && !is_escaped;
        }
        let Some(lost) = lost else {
            return;
        };
        let place = row.start + lost.start..row.start + lost.end;
        let message = format!("the table has {columns} columns, so this is not printed");
        let hint = "add a column to the first two lines of the table, or write `\\|` for a bar inside a cell";
        self.trouble.tell(&TABLE_CELL_LOST, &place, message, hint);
    }

    /// Complains about what the parser took for the target of links that nothing uses.
    pub(crate) fn unused_targets(&mut self) {
        for (name, target, place) in std::mem::take(&mut self.targets) {
            if self.used.contains(&target) {
                continue;
            }
            let message = format!("no link uses `[{name}]`, so this line is not printed");
            let hint = "write `\\[` at its start to print it, or remove it";
            let is_address = target.contains(['/', '.', '#', ':', '@']);
            if is_address {
                self.trouble
                    .judged(Level::Warn, &LINK_TARGET_UNUSED, &place, message, hint);
            } else {
                self.trouble
                    .tell(&LINK_TARGET_UNUSED, &place, message, hint);
            }
        }
    }
}

/// Returns how long the mark of an item or a heading is that a space follows which is none to
/// CommonMark, with the rule that tells of it.
fn fixed_space(line: &str) -> Option<(usize, &'static Rule)> {
    let rest = line.trim_start_matches('#');
    let signs = line.len() - rest.len();
    let figures = line.bytes().take_while(u8::is_ascii_digit).count();
    let (length, rule) = match line.as_bytes().first()? {
        b'#' if signs <= 6 => (signs, &HEADING_WITHOUT_SPACE),
        b'-' | b'*' | b'+' => (1, &BULLET_TYPED),
        _ if (1..4).contains(&figures) => {
            let is_mark = line[figures..].starts_with(['.', ')']);
            (
                figures + usize::from(is_mark),
                if is_mark {
                    &LIST_NOT_READ
                } else {
                    return None;
                },
            )
        }
        _ => return None,
    };
    let behind = &line[length..];
    let words = behind.trim_start_matches(['\u{a0}', '\u{2007}', '\u{202f}', ' ']);
    let is_fixed = behind.starts_with(['\u{a0}', '\u{2007}', '\u{202f}']);
    (is_fixed && !words.is_empty()).then_some((length, rule))
}

/// Returns how long the number is that somebody typed before a heading.
fn hand_number(text: &str) -> Option<usize> {
    let word = ["Chapter ", "Section ", "CHAPTER "]
        .into_iter()
        .find(|word| text.starts_with(word))
        .map_or(0, str::len);
    let number = &text[word..];
    let length = number
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(number.len());
    let shown = &number[..length];
    let rest = &number[length..];
    let parts: Vec<&str> = shown.trim_end_matches('.').split('.').collect();
    let is_number = parts.iter().all(|part| !part.is_empty() && part.len() <= 2);
    let is_apart = rest.starts_with([' ', '\t', ':']) && rest.len() > 1;
    if !is_number || !is_apart {
        return None;
    }
    let next = rest.trim_start_matches([' ', '\t', ':']).chars().next()?;
    let is_certain = word > 0 || shown.ends_with('.') || (parts.len() > 1 && parts[0] != "0");
    (is_certain || next.is_uppercase()).then_some(word + length)
}

/// Returns what is wrong with lines that were meant to be a table.
fn broken_table(text: &str) -> Option<String> {
    let mut lines = text
        .lines()
        .map(|line| line.trim_start_matches([' ', '\t', '>']).trim_end());
    let head = lines.next()?;
    let second = lines.next()?;
    let is_separator = second.contains('-')
        && second.contains(['|', '+'])
        && second.chars().all(|c| "|:-+ \t".contains(c));
    let count = |line: &str| line.trim_matches('|').split(['|', '+']).count();
    if head.contains('|') && is_separator {
        return Some(format!(
            "this table is read as plain text: its head has {} columns, the line below {}",
            count(head),
            count(second)
        ));
    }
    let is_row = |line: &str| line.len() > 2 && line.starts_with('|') && line.ends_with('|');
    (is_row(head) && is_row(second))
        .then(|| "this table is read as plain text: the line below its head is missing".to_owned())
}

/// Complains about several pictures that share a paragraph.
pub(crate) fn pictures_in_a_row(items: &[Inline], trouble: &mut Trouble) {
    let shown = items.iter().filter(|item| !item.is_blank());
    let images = shown.map(|item| match item {
        Inline::Image(image) => Some(image),
        _ => None,
    });
    let images: Option<Vec<_>> = images.collect();
    if let Some([_, second, ..]) = images.as_deref() {
        let message = "several pictures in one paragraph have no captions".to_owned();
        let hint = "put an empty line between them, so that each is a figure";
        trouble.tell(&SUB_FIGURES, &second.place, message, hint);
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Level;
    use crate::markdown::tests::testing::{complaints, converted};

    #[track_caller]
    fn case(markdown: &str, wanted: &[(&str, &str)]) {
        let conversion = converted(markdown);
        let found = complaints(markdown, &conversion.findings);
        assert_eq!(found, wanted, "{markdown}");
    }

    #[test]
    fn blocks_of_other_dialects_are_found() {
        case("é\n\n• one", &[("bullet-typed", "•")]);
        case("Aims:\n• one", &[("bullet-typed", "•")]);
        case("Aims:\n• one\n• two", &[]);
        case("(@) one", &[]);
        case("(@good) one", &[]);
        case(
            "| a | b |\n|---|\n| 1 | 2 |",
            &[("table-unreadable", "| a | b |")],
        );
        case("| a | b |\n| 1 | 2 |", &[("table-unreadable", "| a | b |")]);
        case("|a|b|\n|-+-|\n|1|2|", &[("table-unreadable", "|a|b|")]);
        case("a | b\n--|--|--\n1 | 2", &[("table-unreadable", "a | b")]);
        case("| a\n| b", &[]);
        case("![](a.svg)\n![](b.svg)", &[("sub-figures", "![](b.svg)")]);
        case("---\ntitle: x\n\né", &[("front-matter-not-closed", "---")]);
    }

    #[test]
    fn headings_with_a_number_of_their_own_are_found() {
        case("# 1. Introduction", &[("heading-numbered-by-hand", "1.")]);
        case("# 1 Introduction", &[("heading-numbered-by-hand", "1")]);
        case("## 2.3 method", &[("heading-numbered-by-hand", "2.3")]);
        case(
            "# Chapter 1: Aims",
            &[("heading-numbered-by-hand", "Chapter 1")],
        );
        for title in [
            "# 2020 in review",
            "## 3 lessons learned",
            "# 1",
            "# 1\\. Aims",
            "# 1. Aims {.unnumbered}",
            "# Phase 2 results",
            "# 0.5 mg of it",
            "# Chapter and verse",
        ] {
            case(title, &[]);
        }
    }

    #[test]
    fn text_that_would_be_lost_must_be_fixed() {
        for (markdown, code, place) in [
            ("| a |\n|---|\n| b | c *d* | |", "table-cell-lost", "c *d*"),
            ("> | a |\n> |---|\n> | b | c", "table-cell-lost", "c"),
            ("a[^1]\n\n[^1]: b\n\n[^1]: c", "footnote-twice", "[^1]: c"),
            (
                "a\n\n[Note]: important",
                "link-target-unused",
                "[Note]: important",
            ),
        ] {
            case(markdown, &[(code, place)]);
            assert_eq!(converted(markdown).findings[0].level, Level::Deny);
        }
        case(
            "a\n\n[x]: https://a.b",
            &[("link-target-unused", "[x]: https://a.b")],
        );
        for fine in [
            "| a |\n|---|\n| b |   |",
            "| a |\n|---|\n| b \\| c |",
            "a | b\n--|--\n`x \\| y` | c",
            "[X] [a][ü  b]\n\n[x]: https://y\n[Ü b]: https://z",
        ] {
            case(fine, &[]);
        }
    }

    #[test]
    fn a_caption_that_no_table_takes_is_found() {
        let table = "| a |\n|---|\n| b |";
        case(
            &format!(": C {{#tbl:x}}\n\n{table}\n\n: D"),
            &[("caption-alone", ": D")],
        );
        case("a\n\n: C {#tbl:x}", &[("caption-alone", "C {#tbl:x}")]);
        case("a\n\nTable: not one", &[]);
    }

    #[test]
    fn prose_that_only_looks_like_it_is_left_in_peace() {
        for prose in [
            "one · two • three",
            "(@smith2020) says, or (see @smith2020)",
            "a | b, and c",
            "|x| is the absolute value",
            "![a](a.svg) and ![b](b.svg)",
            "::: {.callout}\n![a](a.svg)\n:::",
            "---\n\ntitle: x",
        ] {
            case(prose, &[]);
        }
    }
}
