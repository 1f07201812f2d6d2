//! What a document lacks to be read aloud: everything at once, each with its place.
//!
//! The engine reports one class of trouble at a time, and only while it writes the PDF. This lint
//! looks at the laid-out pages, so it sees what templates and functions made too.

use typst::diag::EcoString;
use typst::foundations::{Content, Packed};
use typst::introspection::{Location, Tag};
use typst::layout::{FrameItem, HideElem, PlaceElem, RepeatElem};
use typst::loading::LoadSource;
use typst::math::EquationElem;
use typst::model::{Document, FigureCaption, FigureElem, HeadingElem, Outlinable, TableElem};
use typst::pdf::ArtifactElem;
use typst::syntax::Span;
use typst::visualize::{Color, ImageElem, Paint, ProcessColor};
use typst_layout::PagedDocument;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::markdown::rules::HEADING_EMPTY;
use crate::typeset::pages::{has_text, walk};
use crate::typeset::phrases::{TO_RGB, TO_SVG};
use crate::typeset::pictures::is_cmyk;
use crate::typeset::rules::{
    COLOUR_CMYK, HEADING_FIRST_LEVEL, HEADING_LEVEL_SKIPPED, IMAGE_WITHOUT_ALT, NO_TITLE,
    PICTURE_PDF,
};
use crate::typeset::session::Session;
use crate::typeset::speech::spoken;
use crate::typeset::standard::Standard;

/// The longest alternative text of a formula; a PDF takes no string above 32,767 characters.
const MAX_ALT_CHARS: usize = 2_000;

/// Returns everything that the wanted standards ask for and the document lacks.
pub(super) fn lint(
    session: &Session,
    document: &PagedDocument,
    wanted: &[Standard],
) -> Vec<Diagnostic> {
    let mut lint = Lint {
        session,
        wants_alt: wanted.iter().any(|standard| standard.wants_alt()),
        wants_order: wanted.contains(&Standard::Ua1),
        wants_archive: wanted.iter().any(|standard| standard.is_archive()),
        wants_any: wanted.iter().any(|standard| !standard.is_version()),
        findings: Vec::new(),
        level: None,
        silent: Vec::new(),
        figures: Vec::new(),
    };
    if lint.wants_order && !has_text(document.info().title.as_ref()) {
        lint.findings.push(
            Diagnostic::of(&NO_TITLE, "the document has no title")
                .hint("set `title` under `[dissertation]` in folio.toml"),
        );
    }
    walk(
        document,
        &mut lint,
        &mut |lint, item| match item {
            FrameItem::Tag(Tag::Start(content, flags)) if flags.tagged => lint.start(content),
            FrameItem::Tag(Tag::End(location, _, flags)) if flags.tagged => lint.end(*location),
            FrameItem::Text(text) => {
                let span = text.glyphs.first().map(|glyph| glyph.span.0);
                lint.colours(&[Some(&text.fill)], span);
            }
            FrameItem::Shape(shape, span) => {
                let stroke = shape.stroke.as_ref().map(|stroke| &stroke.paint);
                lint.colours(&[shape.fill.as_ref(), stroke], Some(*span));
            }
            FrameItem::Tag(_)
            | FrameItem::Group(_)
            | FrameItem::Image(..)
            | FrameItem::Link(..) => {}
        },
        &mut |_, _| {},
    );
    lint.findings
}

struct Lint<'a> {
    session: &'a Session,
    wants_alt: bool,
    wants_order: bool,
    wants_archive: bool,
    wants_any: bool,
    findings: Vec<Diagnostic>,
    /// The level of the heading before.
    level: Option<usize>,
    /// Elements whose content a reader skips: decoration, or a figure that is described whole.
    silent: Vec<Location>,
    figures: Vec<OpenFigure>,
}

/// A figure that is not described as a whole.
struct OpenFigure {
    location: Location,
    span: Span,
    /// Whether anything in it, its caption aside, has a tag of its own.
    has_tagged_content: bool,
    caption: Option<Location>,
}

impl Lint<'_> {
    fn start(&mut self, content: &Content) {
        let Some(location) = content.location() else {
            return;
        };
        if content.is::<ArtifactElem>()
            && let Some(figure) = self.figures.last_mut()
        {
            // Its author says that there is nothing to describe.
            figure.has_tagged_content = true;
        }
        if is_decoration(content) {
            self.silent.push(location);
        }
        if !self.silent.is_empty() {
            return;
        }
        self.mark_figure(content, location);
        if let Some(heading) = content.to_packed::<HeadingElem>() {
            self.heading(heading.span(), heading.level().get(), &heading.body);
        } else if let Some(image) = content.to_packed::<ImageElem>() {
            if !has_text(image.alt.as_option().as_ref().and_then(Option::as_ref)) {
                self.image(image.span());
            }
            self.kind(image);
        } else if let Some(figure) = content.to_packed::<FigureElem>() {
            if has_text(figure.alt.as_option().as_ref().and_then(Option::as_ref)) {
                self.silent.push(location);
            } else {
                self.figures.push(OpenFigure {
                    location,
                    span: figure.span(),
                    has_tagged_content: false,
                    caption: None,
                });
            }
        }
    }

    fn mark_figure(&mut self, content: &Content, location: Location) {
        if let Some(figure) = self.figures.last_mut()
            && figure.caption.is_none()
        {
            if content.is::<FigureCaption>() {
                figure.caption = Some(location);
            } else if content.is::<ImageElem>()
                || content.is::<TableElem>()
                || content.is::<EquationElem>()
                // What floats stands elsewhere on the pages: the PDF writer will say it.
                || content.is::<PlaceElem>()
                || content.elem().name() == "par"
                || content.elem().name() == "raw"
            {
                figure.has_tagged_content = true;
            }
        }
    }

    fn end(&mut self, location: Location) {
        self.silent.retain(|open| *open != location);
        if let Some(figure) = self.figures.last_mut()
            && figure.caption == Some(location)
        {
            figure.caption = None;
        }
        if self
            .figures
            .last()
            .is_some_and(|figure| figure.location == location)
            && let Some(figure) = self.figures.pop()
            && !figure.has_tagged_content
            && self.wants_alt
        {
            let finding = Diagnostic::of(
                &IMAGE_WITHOUT_ALT,
                "this drawing has no description for readers who cannot see it",
            );
            self.push(finding, figure.span);
            self.hint("say what it shows: `figure(alt: \"…\", …)`");
        }
    }

    fn heading(&mut self, span: Span, level: usize, body: &Content) {
        let before = self.level.replace(level);
        if !self.wants_order {
            return;
        }
        let title = inline(&body.plain_text(), 50);
        if title.trim().is_empty() {
            self.push(
                Diagnostic::of(&HEADING_EMPTY, "this heading has no text"),
                span,
            );
            self.hint("write its text, or remove it");
        }
        match before {
            None if level > 1 => {
                let message = format!(
                    "the first heading, `{title}`, is of level {level}: level 1 must come first"
                );
                self.push(Diagnostic::of(&HEADING_FIRST_LEVEL, message), span);
                self.hint("begin the file with a heading of level 1, its title");
            }
            Some(before) if level > before + 1 => {
                let message = format!(
                    "the heading `{title}` is of level {level}, right after one of level {before}"
                );
                self.push(Diagnostic::of(&HEADING_LEVEL_SKIPPED, message), span);
                self.hint(format!("make it a heading of level {}", before + 1));
            }
            None | Some(_) => {}
        }
    }

    fn image(&mut self, span: Span) {
        if self.wants_alt {
            let message = "this image has no description for readers who cannot see it";
            self.push(Diagnostic::of(&IMAGE_WITHOUT_ALT, message), span);
            self.hint("say what it shows: `{alt=\"…\"}` after it in Markdown, `image(…, alt: \"…\")` in Typst");
        }
    }

    /// Says of a colour that no archive takes it, once for each line.
    fn colours(&mut self, paints: &[Option<&Paint>], span: Option<Span>) {
        let is_cmyk =
            |paint: &&Paint| matches!(paint, Paint::Solid(Color::Process(ProcessColor::Cmyk(_))));
        if !self.wants_archive || !paints.iter().flatten().any(is_cmyk) {
            return;
        }
        let place = span.and_then(|span| self.session.place(span, 0));
        let message =
            "this has a colour of printing presses (CMYK), which no archive copy may have";
        let finding = Diagnostic::of(&COLOUR_CMYK, message).hint(TO_RGB);
        let finding = finding.maybe_at(place);
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Says of a picture that no standard, or no archive, takes it.
    fn kind(&mut self, image: &Packed<ImageElem>) {
        let loaded = &image.source.derived;
        let LoadSource::Path(id) = loaded.source.v else {
            return;
        };
        let name = inline(id.vpath().get_without_slash(), 80);
        let (finding, hint) = if self.wants_archive && is_cmyk(&loaded.data) {
            let message = format!(
                "the photograph `{name}` has the colours of printing presses (CMYK), which no archive copy may have"
            );
            (Diagnostic::of(&COLOUR_CMYK, message), TO_RGB)
        } else if self.wants_any && loaded.data.starts_with(b"%PDF-") {
            let message = format!(
                "the picture `{name}` is a PDF, which keeps a document from every standard"
            );
            (Diagnostic::of(&PICTURE_PDF, message), TO_SVG)
        } else {
            return;
        };
        // The path itself is the better place; it may stand in a package's code.
        let place = self.session.place(loaded.source.span, 0);
        let place = place.or_else(|| self.session.place(image.span(), 0));
        self.findings.push(finding.maybe_at(place).hint(hint));
    }

    fn push(&mut self, finding: Diagnostic, span: Span) {
        let place = self.session.place(span, 0);
        self.findings.push(finding.maybe_at(place));
    }

    fn hint(&mut self, hint: impl Into<String>) {
        if let Some(finding) = self.findings.last_mut() {
            finding.hints.push(hint.into());
        }
    }
}

/// Whether the element is no content for a reader: furniture, filler, what is hidden.
fn is_decoration(content: &Content) -> bool {
    content.is::<ArtifactElem>() || content.is::<HideElem>() || content.is::<RepeatElem>()
}

/// Returns the alternative text of a formula: its words.
pub(crate) fn describe_formula(equation: &EquationElem) -> EcoString {
    match spoken(&equation.body) {
        words if words.is_empty() => "formula".into(),
        words => inline(&words, MAX_ALT_CHARS).into(),
    }
}
