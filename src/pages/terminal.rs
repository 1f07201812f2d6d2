//! What changed, for a terminal: word by word, with marks that need no colour.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::difference::{Block, Change, ChapterChange, DiffPage, Since};
use super::difference_view::{is_unchanged, moved, total, unchanged};
use super::render::visible;
use super::wording;
use crate::diagnostics::text::count;

/// Whether the text may carry colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// ANSI colours.
    Ansi,
    /// Plain text.
    Plain,
}

/// The longest line, in characters.
const WIDTH: usize = 88;

/// Draws what changed.
///
/// A paragraph is marked at the edge: `+` new, `-` removed, `~` reworded, `>` moved. Inside a
/// reworded one, `[-old-]` is gone and `{+new+}` is there. What the project wrote cannot steer the
/// terminal.
pub fn diff_text(page: &DiffPage, paint: Paint) -> String {
    let DiffPage {
        title: _,
        milestone,
        since: Since { date, event },
        today: _,
        chapters,
    } = page;
    let mut out = Drawing {
        out: String::new(),
        paint,
    };
    let since = wording::date(*date);
    out.heading(&format!(
        "{milestone}: what changed since {since} ({event})"
    ));
    out.line(&total(chapters));
    for chapter in chapters {
        draw_chapter(&mut out, chapter);
    }
    out.out
}

fn draw_chapter(out: &mut Drawing, chapter: &ChapterChange) {
    let ChapterChange {
        title,
        path,
        added,
        removed,
        blocks,
    } = chapter;
    out.line("");
    out.heading(&format!("{title} ({path})"));
    if is_unchanged(chapter) {
        out.line("  nothing has changed");
        return;
    }
    out.line(&format!(
        "  {} added, {} removed",
        count(*added, "word"),
        count(*removed, "word")
    ));
    let mut same = 0;
    for block in blocks {
        if let Block::Unchanged { .. } = block {
            same += 1;
            continue;
        }
        out.fold(&mut same);
        out.line("");
        match block {
            Block::Unchanged { .. } => {}
            Block::Added { text } => out.paragraph("+ ", [(Change::Added, text.as_str())], false),
            Block::Removed { text } => {
                out.paragraph("- ", [(Change::Removed, text.as_str())], false);
            }
            Block::Changed { spans } => {
                let spans = spans.iter().map(|it| (it.change, it.text.as_str()));
                out.paragraph("~ ", spans, true);
            }
            Block::Moved { from, to, spans } => {
                out.line(&format!("> {}", moved(*from, *to)));
                let spans = spans.iter().map(|it| (it.change, it.text.as_str()));
                out.paragraph("> ", spans, true);
            }
        }
    }
    out.fold(&mut same);
}

struct Drawing {
    out: String,
    paint: Paint,
}

impl Drawing {
    fn line(&mut self, text: &str) {
        let text = visible(text).replace(['\n', '\t'], " ");
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn heading(&mut self, text: &str) {
        let text = visible(text).replace(['\n', '\t'], " ");
        self.styled(Style::new().bold(), &text);
        self.out.push('\n');
    }

    fn fold(&mut self, same: &mut usize) {
        if *same > 0 {
            self.line("");
            self.line(&format!("  ({})", unchanged(*same)));
            *same = 0;
        }
    }

    fn styled(&mut self, style: Style, text: &str) {
        match self.paint {
            // Writing to a string cannot fail.
            Paint::Ansi => _ = write!(self.out, "{style}{text}{style:#}"),
            Paint::Plain => self.out.push_str(text),
        }
    }

    /// Draws a paragraph in lines; with `marks`, what changed stands in brackets.
    fn paragraph<'a>(
        &mut self,
        edge: &str,
        spans: impl IntoIterator<Item = (Change, &'a str)>,
        marks: bool,
    ) {
        self.out.push_str(edge);
        let mut used = edge.len();
        let mut is_fresh = true;
        for (change, text) in spans {
            let (style, open, close) = match change {
                Change::Same => (Style::new(), "", ""),
                Change::Added => (AnsiColor::Green.on_default().underline(), "{+", "+}"),
                Change::Removed => (AnsiColor::Red.on_default().strikethrough(), "[-", "-]"),
            };
            let (open, close) = if marks { (open, close) } else { ("", "") };
            let text = visible(text);
            let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            let joins = text.starts_with(|c: char| !c.is_whitespace());
            if let Some(first) = words.first_mut() {
                first.insert_str(0, open);
            }
            if let Some(last) = words.last_mut() {
                last.push_str(close);
            }
            for (at, word) in words.iter().enumerate() {
                let length = word.chars().count();
                // Changed words stand apart, so that their marks do not run into each other.
                let glued = at == 0 && joins && !self.out.ends_with(' ') && change == Change::Same;
                if !is_fresh && used + 1 + length > WIDTH {
                    self.out.push('\n');
                    self.out.push_str(edge);
                    used = edge.len();
                } else if !is_fresh && !glued && !self.out.ends_with(' ') {
                    self.out.push(' ');
                    used += 1;
                }
                self.styled(style, word);
                used += length;
                is_fresh = false;
            }
        }
        let end = self.out.trim_end().len();
        self.out.truncate(end);
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::examples;

    #[test]
    fn the_terminal_shows_what_changed_without_colours() {
        insta::assert_snapshot!(diff_text(&examples::small_diff(), Paint::Plain));
    }

    #[test]
    fn colours_are_only_there_when_asked_for() {
        let page = examples::small_diff();
        assert!(diff_text(&page, Paint::Ansi).contains("\u{1b}[32m"));
        assert!(!diff_text(&page, Paint::Plain).contains('\u{1b}'));
    }

    #[test]
    fn a_hostile_text_cannot_steer_the_terminal() {
        let page = examples::hostile_diff("\u{1b}[2J\u{9b}31m\u{202e}\rgone\n+ faked");
        let text = diff_text(&page, Paint::Plain);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        assert!(!text.lines().any(|line| line.starts_with("+ faked")));
    }
}
