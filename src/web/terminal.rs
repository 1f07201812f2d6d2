//! What changed, for a terminal: word by word, with marks that need no colour.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::report::Colour;
use crate::web::difference::{Change, ChapterView, DiffPage, Span, view};
use crate::web::render::visible;

/// The longest line, in characters.
const WIDTH: usize = 88;

/// Draws what changed.
///
/// A paragraph is marked at the edge: `+` new, `-` removed, `~` reworded, `>` moved. Inside a
/// reworded one, `[-old-]` is gone and `{+new+}` is there. What the project wrote cannot steer the
/// terminal.
pub fn diff_text(page: &DiffPage, colour: Colour) -> String {
    let view = view(page);
    let mut out = Drawing {
        out: String::new(),
        colour,
    };
    out.heading(&view.head);
    out.line(&format!(
        "{} on {}. {}.",
        view.event, view.since, view.total
    ));
    for chapter in &view.chapters {
        draw_chapter(&mut out, chapter);
    }
    out.out
}

fn draw_chapter(out: &mut Drawing, chapter: &ChapterView<'_>) {
    out.line("");
    out.heading(&format!("{} ({})", chapter.title, chapter.path));
    if chapter.is_unchanged {
        out.line("  nothing has changed");
        return;
    }
    out.line(&format!(
        "  {} added, {} removed",
        chapter.added, chapter.removed
    ));
    for block in &chapter.blocks {
        out.line("");
        match block.change {
            Change::Unchanged => out.line(&format!("  ({})", block.label)),
            Change::Added => out.paragraph("+ ", &block.spans, false),
            Change::Removed => out.paragraph("- ", &block.spans, false),
            Change::Changed => out.paragraph("~ ", &block.spans, true),
            Change::Moved => {
                out.line(&format!("> {}", block.label));
                out.paragraph("> ", &block.spans, true);
            }
        }
    }
}

struct Drawing {
    out: String,
    colour: Colour,
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

    fn styled(&mut self, style: Style, text: &str) {
        match self.colour {
            // Writing to a string cannot fail.
            Colour::Ansi { columns: _ } => _ = write!(self.out, "{style}{text}{style:#}"),
            Colour::Plain => self.out.push_str(text),
        }
    }

    /// Draws a paragraph in lines; with `marks`, what changed stands in brackets.
    fn paragraph(&mut self, edge: &str, spans: &[Span<'_>], marks: bool) {
        self.out.push_str(edge);
        let mut used = edge.len();
        let mut is_fresh = true;
        for &(change, text) in spans {
            let (style, open, close) = match change {
                Change::Unchanged | Change::Changed | Change::Moved => (Style::new(), "", ""),
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
                let glued =
                    at == 0 && joins && !self.out.ends_with(' ') && change == Change::Unchanged;
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
    use crate::web::examples;

    #[test]
    fn the_terminal_shows_what_changed_without_colours() {
        insta::assert_snapshot!(diff_text(&examples::small_diff(), Colour::Plain));
    }

    #[test]
    fn colours_are_only_there_when_asked_for() {
        let page = examples::small_diff();
        assert!(diff_text(&page, Colour::Ansi { columns: 80 }).contains("\u{1b}[32m"));
        assert!(!diff_text(&page, Colour::Plain).contains('\u{1b}'));
    }

    #[test]
    fn a_hostile_text_cannot_steer_the_terminal() {
        let page = examples::hostile_diff("\u{1b}[2J\u{9b}31m\u{202e}\rgone\n+ faked");
        let text = diff_text(&page, Colour::Plain);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        assert!(!text.lines().any(|line| line.starts_with("+ faked")));
    }
}
