//! Figures, tables and pictures as the walk meets them.
//!
//! In a ring with walk: a figure is read by the walk, which reads the text in figures.

use std::ops::Range;

use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::manuscript::facts::{Figure, FigureKind};
use crate::manuscript::passage::{OBJECT, PassageKind};
use crate::manuscript::read::call::{Argument, Call, label, string};
use crate::manuscript::read::walk::Walk;

/// What was seen in a figure so far.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// What came first.
    kind: Option<FigureKind>,
    /// Whether a picture of it says nothing.
    has_decorative: bool,
    /// The alternative texts of its pictures, those aside that say nothing.
    alts: Vec<Option<String>>,
    picture: Option<String>,
    /// The labels of its parts.
    parts: Vec<String>,
}

impl Walk<'_, '_> {
    /// Reads `figure(…)`.
    pub(super) fn whole_figure(
        &mut self,
        call: &Call<'_>,
        range: Range<usize>,
        label: Option<String>,
    ) {
        self.end();
        // Its own place is before what stands in it.
        let index = self.figures.len();
        let outer = self.figure.replace(Open::default());
        for given in call.positional() {
            self.value(given);
            self.end();
        }
        let inner = self.figure.take().unwrap_or_default();
        self.figure = outer;
        let kind = match call.named("kind").map(|given| given.value.full_text()) {
            None => inner.kind.unwrap_or(FigureKind::Other),
            Some(name) if name == "table" => FigureKind::Table,
            Some(name) if name == "image" => FigureKind::Picture,
            Some(_) => FigureKind::Other,
        };
        let caption = match call.named("caption") {
            Some(given) if given.value.kind() == SyntaxKind::None => None,
            Some(given) => Some(self.said(given, PassageKind::Caption)),
            None => call.is_open.then(|| OBJECT.to_owned()),
        };
        let of_all = match call.named("alt") {
            Some(given) if given.value.kind() == SyntaxKind::None => None,
            Some(given) => Some(self.said(given, PassageKind::Alternative)),
            None => call.is_open.then(|| OBJECT.to_owned()),
        };
        let is_decorative = inner.has_decorative && inner.alts.is_empty();
        let of_pictures: Option<Vec<String>> = inner.alts.into_iter().collect();
        let of_pictures = of_pictures.filter(|alts| !alts.is_empty());
        let figure = Figure {
            kind,
            label,
            caption,
            alt: of_all.or(of_pictures.map(|alts| alts.join(" "))),
            picture: inner.picture,
            parts: inner.parts,
            is_decorative: self.is_decorative || is_decorative,
            is_figure: true,
            place: self.way.place(range),
        };
        self.figures.insert(index, figure);
    }

    /// Reads `folio.parts(…)`: pictures and tables with captions and labels of their own.
    pub(super) fn parts(&mut self, call: &Call<'_>) {
        for given in call.positional() {
            let part = Call::read(given.value, given.at);
            if part.name != "folio.part" {
                continue;
            }
            for given in part.positional() {
                self.value(given);
                self.end();
            }
            if let Some(caption) = part.named("caption") {
                self.said(caption, PassageKind::Caption);
            }
            let name = part.named("name").and_then(|given| label(given.value));
            if let Some(open) = &mut self.figure {
                open.parts.extend(name);
            }
        }
    }

    /// Reads `pdf.artifact(image(…))`, which may stand within a sentence as a picture that says
    /// something may; returns whether it is that.
    pub(super) fn decoration(&mut self, call: &Call<'_>) -> bool {
        let is_artifact = call.name == "pdf.artifact";
        let Some(picture) = lone_picture(call).filter(|_| is_artifact) else {
            return false;
        };
        let outer = std::mem::replace(&mut self.is_decorative, true);
        self.value(picture);
        self.is_decorative = outer;
        true
    }

    /// Reads `image(…)`.
    pub(super) fn picture(&mut self, call: &Call<'_>, range: Range<usize>, label: Option<String>) {
        let picture = call
            .positional()
            .next()
            .and_then(|given| string(given.value));
        let alt = match call.named("alt") {
            Some(given) if given.value.kind() == SyntaxKind::None => None,
            Some(given) => Some(self.said(given, PassageKind::Alternative)),
            None => call.is_open.then(|| OBJECT.to_owned()),
        };
        if let Some(open) = &mut self.figure {
            open.kind.get_or_insert(FigureKind::Picture);
            match self.is_decorative {
                true => open.has_decorative = true,
                false => open.alts.push(alt),
            }
            if open.picture.is_none() {
                open.picture = picture;
            }
            return;
        }
        let place = self.way.place(range.clone());
        self.figures.push(Figure {
            kind: FigureKind::Picture,
            label,
            caption: None,
            alt,
            picture,
            parts: Vec::new(),
            is_decorative: self.is_decorative,
            is_figure: false,
            place,
        });
        self.object(range);
    }

    /// Reads `table(…)`.
    pub(super) fn table(&mut self, call: &Call<'_>, range: Range<usize>, label: Option<String>) {
        self.end();
        match &mut self.figure {
            Some(open) => {
                open.kind.get_or_insert(FigureKind::Table);
            }
            None => self.figures.push(Figure {
                kind: FigureKind::Table,
                label,
                caption: None,
                alt: None,
                picture: None,
                parts: Vec::new(),
                is_decorative: self.is_decorative,
                is_figure: false,
                place: self.way.place(range),
            }),
        }
        self.cells(call);
    }

    fn cells(&mut self, call: &Call<'_>) {
        for given in call.positional() {
            let inner = match given.value.kind() {
                SyntaxKind::FuncCall => Some(Call::read(given.value, given.at)),
                _ => None,
            };
            match inner {
                Some(inner) if matches!(inner.name.as_str(), "table.header" | "table.footer") => {
                    self.cells(&inner);
                }
                Some(inner) if inner.name == "table.cell" => {
                    self.nest(PassageKind::Cell, |walk| walk.contents(&inner));
                }
                Some(inner) if matches!(inner.name.as_str(), "table.hline" | "table.vline") => {}
                Some(_) | None => {
                    self.nest(PassageKind::Cell, |walk| walk.value(given));
                }
            }
        }
    }

    /// Reads what an argument says in a block of its own; what only the engine knows is an object.
    fn said(&mut self, given: Argument<'_>, kind: PassageKind) -> String {
        let said = match given.value.kind() {
            SyntaxKind::ContentBlock | SyntaxKind::Str => {
                return self.nest(kind, |walk| walk.value(given));
            }
            SyntaxKind::FuncCall => self.caption_call(given.value, given.at, kind),
            _ => String::new(),
        };
        match said.is_empty() {
            true => OBJECT.to_owned(),
            false => said,
        }
    }

    fn caption_call(&mut self, node: &SyntaxNode, at: usize, kind: PassageKind) -> String {
        let call = Call::read(node, at);
        self.nest(kind, |walk| walk.contents(&call))
    }
}

/// Returns the picture that a call wraps, if it wraps nothing else.
fn lone_picture<'c>(call: &Call<'c>) -> Option<Argument<'c>> {
    let mut all = call.positional();
    let (first, more) = (all.next()?, all.next());
    let is_call = first.value.kind() == SyntaxKind::FuncCall;
    let is_picture = is_call && Call::read(first.value, first.at).name == "image";
    (is_picture && more.is_none()).then_some(first)
}
