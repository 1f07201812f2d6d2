//! Lines of text as Typst.

use crate::diagnostics::text::inline;
use crate::diagnostics::{Level, Unresolved};
use crate::markdown::document::{
    Inline, ReferenceKey, ReviewMark, TextStyle, are_blank, between_blanks,
};
use crate::markdown::links;
use crate::markdown::names::{Lead, inside};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::rules::{LINK_WITHOUT_TARGET, LINK_WITHOUT_TEXT};
use crate::markdown::write::bonds::is_bond;
use crate::markdown::write::classes::SPAN_KEYS;
use crate::markdown::write::composer::Composer;
use crate::markdown::write::figures::{DECORATIVE, IMAGE_KEYS};
use crate::markdown::write::kind_words::TypedKinds;
use crate::markdown::write::spelling::{is_in_word, raw_fence};

impl<'a> Composer<'a, '_> {
    /// Writes a line of text, without space at its ends.
    pub(crate) fn line(&mut self, items: &[Inline<'a>]) {
        self.inlines(&items[between_blanks(items)]);
    }

    /// Writes content in brackets.
    pub(crate) fn content(&mut self, items: &[Inline<'a>], place: &BodyRange) {
        self.writer.open("[", &(place.start..place.start));
        let outer = std::mem::replace(&mut self.writer.is_term, false);
        self.line(items);
        self.writer.is_term = outer;
        self.writer.end_code("]", &(place.end..place.end));
    }

    pub(crate) fn inlines(&mut self, items: &[Inline<'a>]) {
        let mut kinds = TypedKinds::default();
        for (at, item) in items.iter().enumerate() {
            let bare = kinds.bare(items, at);
            if let (Inline::Soft(place), true) = (item, self.is_bond(items, at)) {
                self.writer.bind(place);
                continue;
            }
            self.inline(bare.as_ref().unwrap_or(item), items.get(at + 1));
        }
    }

    /// Whether the line that ends in the Markdown may not end on the page.
    fn is_bond(&self, items: &[Inline<'a>], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| items.get(at));
        let (Some(Inline::Text(before)), Some(Inline::Text(after))) = (before, items.get(at + 1))
        else {
            return false;
        };
        let texts = self.writer.bonds(before).zip(self.writer.bonds(after));
        texts.is_some_and(|(before, after)| is_bond(before, after))
    }

    fn inline(&mut self, item: &Inline<'a>, next: Option<&Inline<'a>>) {
        match item {
            Inline::Text(piece) => self.writer.text(piece),
            Inline::Soft(place) => {
                if self.writer.is_single_line {
                    self.writer.syntax(" ", place);
                } else if !self.writer.is_at_line_start() {
                    // An empty line would end the paragraph.
                    self.writer.line();
                }
            }
            Inline::Hard(place) => {
                if self.writer.is_single_line {
                    self.writer.syntax(" \\ ", place);
                } else {
                    self.writer.syntax(" \\", place);
                    self.writer.line();
                }
            }
            Inline::Styled {
                style,
                children,
                place,
            } => self.styled(*style, children, place, next),
            Inline::Code {
                piece,
                attributes,
                place,
            } => {
                self.wrapped(attributes, place, &SPAN_KEYS, |this| {
                    this.code(piece, place);
                });
            }
            Inline::Math {
                tex,
                is_display,
                attributes,
                place,
            } => self.formula(tex, *is_display, attributes, place),
            Inline::Link {
                target,
                children,
                place,
            } => self.link(target, children, place, next),
            Inline::Image(image) if self.is_out_of_reach(image) => self.inlines(&image.caption),
            Inline::Image(image) => {
                self.in_line(image);
                let wrapping = image.attributes.without(&[DECORATIVE], &[]);
                self.wrapped(&wrapping, &image.place, &IMAGE_KEYS, |this| {
                    this.writer.syntax("#box(", &image.place);
                    this.image(image, true);
                    this.writer.end_code(")", &image.place);
                });
                self.notes_in(&image.caption);
            }
            Inline::Note { children, place } => {
                self.footnote(place, place, |this| this.content(children, place));
            }
            Inline::NoteReference { name, place } => self.note(name, place),
            Inline::Key(key) => self.citation(std::slice::from_ref(key), &key.place),
            Inline::Cite { keys, place } => self.citation(keys, place),
            Inline::Span {
                attributes,
                children,
                place,
            } => self.wrapped(attributes, place, &SPAN_KEYS, |this| {
                if attributes.classes.is_empty() && attributes.id.is_none() {
                    this.line(children);
                } else {
                    this.inlines(children);
                }
            }),
            Inline::Typst(piece) => self.typst(piece),
            Inline::Review { mark, words, place } => {
                let call = match mark {
                    ReviewMark::Deleted => "deleted(",
                    ReviewMark::Comment => "comment(",
                };
                self.writer.function(call, place);
                self.writer.string(&words.text, &words.place);
                self.writer.end_code(")", place);
            }
            Inline::Html { .. } => {}
            Inline::Reference { name, shown, place } => self.reference_to(name, *shown, place),
            Inline::Anchor { name, place } => self.anchor(name, place),
            Inline::TextReference { name, place } => self.text_by_name(name, place),
        }
    }

    fn styled(
        &mut self,
        style: TextStyle,
        children: &[Inline<'a>],
        place: &BodyRange,
        next: Option<&Inline<'a>>,
    ) {
        if are_blank(children) {
            self.inlines(children);
            return;
        }
        let (mark, function) = match style {
            TextStyle::Emph => ("_", "#emph"),
            TextStyle::Strong => ("*", "#strong"),
            TextStyle::Strike => ("", "#strike"),
            TextStyle::Super => ("", "#super"),
            TextStyle::Sub => ("", "#sub"),
            TextStyle::Underline => ("", "#underline"),
            TextStyle::Mark => ("", "#highlight"),
            TextStyle::Added => ("", "#folio.added"),
            TextStyle::Noted => ("", "#folio.noted"),
        };
        let next = next.and_then(first_character);
        let is_open = self.styles.contains(&style);
        let in_word = is_in_word(self.writer.last()) || is_in_word(next);
        self.styles.push(style);
        let ends_in_key = match children.last() {
            Some(Inline::Key(key)) => !key.is_source(),
            Some(Inline::Cite { keys, .. }) => !keys.iter().all(ReferenceKey::is_source),
            Some(_) | None => false,
        };
        if mark.is_empty() || is_open || in_word || ends_in_key {
            match function.strip_prefix("#folio.") {
                // A change may begin or end with the space between two words.
                Some(name) => {
                    self.writer.function(name, place);
                    self.writer.open("[", &(place.start..place.start));
                    self.inlines(children);
                    self.writer.end_code("]", &(place.end..place.end));
                }
                None => {
                    self.writer.syntax(function, place);
                    self.content(children, place);
                }
            }
        } else {
            self.writer.syntax(mark, &(place.start..place.start + 1));
            self.inlines(children);
            self.writer.end_mark(mark, &(place.end - 1..place.end));
        }
        self.styles.pop();
    }

    fn code(&mut self, piece: &PlacedText<'a>, place: &BodyRange) {
        let Some((open, close)) = raw_fence(&piece.text) else {
            self.writer.syntax("#raw(", place);
            self.writer.string(&piece.text, &piece.place);
            self.writer.end_code(")", place);
            return;
        };
        self.writer.syntax(&open, &(place.start..place.start + 1));
        self.writer.copy(piece);
        self.writer.syntax(&close, &(place.end - 1..place.end));
    }

    fn link(
        &mut self,
        target: &str,
        children: &[Inline<'a>],
        place: &BodyRange,
        next: Option<&Inline<'a>>,
    ) {
        let target = match links::judge(target) {
            Ok(target) => target,
            Err(reason) => {
                let message = format!("this link {reason}; only its text is printed");
                let hint = "give it a web address, an e-mail address or the id of a heading";
                self.trouble
                    .tell(&LINK_WITHOUT_TARGET, place, message, hint);
                self.inlines(children);
                return;
            }
        };
        if are_blank(children) {
            let message = "this link has no text, so nothing is printed".to_owned();
            let hint = "put words between `[` and `]`";
            self.trouble.tell(&LINK_WITHOUT_TEXT, place, message, hint);
            return;
        }
        let is_before_space = match next {
            Some(Inline::Text(piece)) => piece.text.starts_with(' '),
            Some(Inline::Soft(_)) => true,
            Some(_) | None => false,
        };
        if let [Inline::Text(piece)] = children
            && piece.text == target
            && piece.exact
            && is_before_space
            && links::is_plain_address(target)
            && !is_in_word(self.writer.last())
        {
            self.writer.copy(piece);
            return;
        }
        let label = match inside(target) {
            Some(name) => match self.leads.of(&name) {
                Some(Lead::Label(label)) => Some(label.clone()),
                Some(Lead::Nowhere(_) | Lead::Unmade) | None => {
                    self.inlines(children);
                    self.leads_nowhere(&name, place);
                    return;
                }
            },
            None => None,
        };
        self.writer.syntax("#link(", place);
        match label {
            Some(label) => self.label_code(&label, place),
            None => {
                let at = self.find(target, place);
                self.writer.string(target, &at);
            }
        }
        self.writer.syntax(")", place);
        self.content(children, place);
    }

    /// Complains about a link to something that is in no chapter; where it should lead to a place of
    /// the text, its words are followed by a mark.
    fn leads_nowhere(&mut self, name: &str, place: &BodyRange) {
        let printed = "so only the words of this link are printed";
        if let Some((file, part)) = name.split_once('#') {
            let shown = inline(file, 60);
            let message = match (self.leads.of(name), part) {
                (None, _) => format!("`{shown}` is no chapter and no web address, {printed}"),
                (_, "") => format!("`{shown}` has no heading that a link can lead to, {printed}"),
                (_, part) => {
                    let part = inline(part, 60);
                    format!("there is no heading or label `{part}` in `{shown}`, {printed}")
                }
            };
            let hint = "give a web address that begins with `https://`, or the file of a chapter with the id of a heading in it; a reader of the PDF cannot open your files";
            self.trouble
                .judged(Level::Deny, &LINK_WITHOUT_TARGET, place, message, hint);
            self.trouble.unresolved(Unresolved::Link, name);
            return;
        }
        let message = format!(
            "there is no heading or label `{}`, {printed}",
            inline(name, 60)
        );
        let hint = match self.leads.nearest(name) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "name a heading by its words, such as `#data-collection`, or by its label"
                .to_owned(),
        };
        self.trouble
            .judged(Level::Deny, &LINK_WITHOUT_TARGET, place, message, &hint);
        self.trouble.unresolved(Unresolved::Link, name);
        let space = PlacedText::made(" ".to_owned(), place.clone());
        self.writer.text(&space);
        self.unresolved_mark(name, place);
    }

    /// Returns where a target stands inside its construct.
    pub(crate) fn find(&self, target: &str, place: &BodyRange) -> BodyRange {
        match self.writer.source[place.clone()].rfind(target) {
            Some(at) if !target.is_empty() => place.start + at..place.start + at + target.len(),
            _ => place.clone(),
        }
    }
}

/// Returns the letter that an element may start with.
fn first_character(item: &Inline) -> Option<char> {
    match item {
        Inline::Text(piece) | Inline::Typst(piece) => piece.text.chars().next(),
        Inline::Link { children, .. } => first_character(children.first()?),
        _ => None,
    }
}
