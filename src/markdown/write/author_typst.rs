//! Typst that the author wrote, which is read before it is believed.

use typst::syntax::{SyntaxKind, parse};

use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::rules::TYPST_SYNTAX;
use crate::markdown::write::composer::Composer;
use crate::markdown::write::spelling::joined;

impl<'a> Composer<'a, '_> {
    pub(crate) fn typst_block(&mut self, lines: &[PlacedText<'a>], place: &BodyRange) {
        if self.check_typst(&joined(lines), place).is_none() {
            return;
        }
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.writer.line();
            }
            self.writer.copy(line);
        }
    }

    pub(crate) fn typst(&mut self, piece: &PlacedText<'a>) {
        let Some(ends_in_code) = self.check_typst(&piece.text, &piece.place) else {
            let mut shown = piece.clone();
            shown.literal = true;
            self.writer.text(&shown);
            return;
        };
        self.writer.before_typst();
        self.writer.copy(piece);
        if ends_in_code {
            self.writer.syntax(";", &(piece.place.end..piece.place.end));
        }
    }

    /// Returns whether Typst ends in an expression, or `None` if it cannot be used.
    fn check_typst(&mut self, text: &str, place: &BodyRange) -> Option<bool> {
        let root = parse(text);
        let errors = root.errors_and_warnings().0;
        let mut found = errors.first().map(|error| error.message.to_string());
        if found.is_none() {
            // It must not swallow what follows: an open comment, a comment to the line's end.
            let end = if text.contains('\n') { "\n]" } else { "]" };
            let inside = parse(&format!("#[{text}{end}"));
            let is_open = inside.diagnosis().errors;
            found = is_open.then(|| "a comment is not closed".to_owned());
        }
        if let Some(found) = found {
            let message = format!("this Typst cannot be read: {found}");
            self.trouble.tell(&TYPST_SYNTAX, place, message, "");
            return None;
        }
        let kinds = root.children().map(|node| node.kind());
        let before_last = kinds.filter(|kind| !kind.is_trivia()).rev().nth(1);
        Some(before_last == Some(SyntaxKind::Hash))
    }
}
