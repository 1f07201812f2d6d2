//! Figures, tables and pictures: captions, descriptions, and whether a sentence refers to them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::context::SourceContext;
use crate::check::figures::rules::{
    ALT_REPEATS_CAPTION, FIGURE_NEVER_MENTIONED, FIGURE_WITHOUT_CAPTION,
};
use crate::check::figures::{has_unseen, mentions};
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::manuscript::{Figure, FigureKind, PassageKind, Role, Text};
use crate::typeset::rules::IMAGE_WITHOUT_ALT;

/// "Figures 2 and 3", "Table 4.1".
static BY_HAND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(fig(?:ure)?s?|tables?)\b\.?\s+(\d+(?:\.\d+)?(?:(?:\s*(?:,|&|and|or|to|–|-)\s*)+\d+(?:\.\d+)?)*)")
        .expect("the pattern is tested")
});

/// "the figure below", "the following table".
static BY_SIDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(figure|picture|diagram|chart|map|table)s?\s+(?:below|above|overleaf|opposite|that follows)|(?:following|next|preceding|previous)\s+(figure|picture|diagram|chart|map|table)s?)\b")
        .expect("the pattern is tested")
});

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d+(?:\.\d+)?").expect("the pattern is tested"));

/// Figures and tables of the chapters with a caption that no sentence refers to. An appendix is
/// mentioned as a whole.
pub(super) fn mentioned(context: &SourceContext<'_>, sink: &mut Sink) {
    if has_unseen(context) {
        return;
    }
    let mentions = mentions(context);
    let by_hand = by_hand(context);
    let mut all = Numbers::default();
    for (at, text) in context.manuscript.chapters().enumerate() {
        let mut here = Numbers::default();
        let by_side = by_side(text);
        for figure in text.figures.iter().filter(|figure| is_numbered(figure)) {
            let numbers = [
                all.next(figure.kind).to_string(),
                format!("{}.{}", at + 1, here.next(figure.kind)),
            ];
            let is_named = numbers
                .into_iter()
                .any(|number| by_hand.contains(&(figure.kind, number)));
            let is_referred_to = match &figure.label {
                Some(label) => {
                    let mut names = figure.parts.iter().chain([label]);
                    names.any(|name| mentions.contains(name.as_str()))
                }
                None => by_side.contains(&figure.kind),
            };
            if is_named || is_referred_to {
                continue;
            }
            let message = format!("no sentence refers to {}", named(figure));
            let hint = match &figure.label {
                Some(label) => format!("refer to it with `@{}`, or remove it", inline(label, 60)),
                None if text.path.is_markdown() => {
                    format!(
                        "give it a label, such as `{{#{}}}`, and refer to it",
                        example(figure.kind)
                    )
                }
                None => format!(
                    "give it a label, such as `<{}>`, and refer to it",
                    example(figure.kind)
                ),
            };
            sink.push(
                Diagnostic::of(&FIGURE_NEVER_MENTIONED, message)
                    .at(figure.place.clone())
                    .hint(hint),
            );
        }
    }
}

/// Figures and tables without a caption.
pub(super) fn captions(context: &SourceContext<'_>, sink: &mut Sink) {
    for text in context.manuscript.body() {
        let is_appendix = matches!(text.role, Role::Appendix(_));
        for figure in &text.figures {
            let is_meant = match figure.kind {
                FigureKind::Picture => figure.is_figure && !figure.is_decorative,
                FigureKind::Table => !is_appendix,
                FigureKind::Other => false,
            };
            let is_blank = figure
                .caption
                .as_deref()
                .is_none_or(|caption| caption.trim().is_empty());
            if !is_meant || !is_blank {
                continue;
            }
            let message = match figure.kind {
                FigureKind::Table => "this table has no caption",
                FigureKind::Picture | FigureKind::Other => "this figure has no caption",
            };
            let hint = match (text.path.is_markdown(), figure.kind) {
                (true, FigureKind::Table) => {
                    "write `: Caption {#tbl:name}` on a line of its own below it, with an empty line between"
                }
                (true, FigureKind::Picture | FigureKind::Other) => {
                    "write it between the brackets: `![Caption](figures/map.png)`"
                }
                (false, _) => {
                    "put it into a figure with a caption: `#figure(…, caption: [Caption])`"
                }
            };
            sink.push(
                Diagnostic::of(&FIGURE_WITHOUT_CAPTION, message)
                    .at(figure.place.clone())
                    .hint(hint),
            );
        }
    }
}

/// Pictures without a description.
pub(super) fn descriptions(context: &SourceContext<'_>, sink: &mut Sink) {
    for figure in figures(context) {
        let is_blank = figure
            .alt
            .as_deref()
            .is_none_or(|alt| alt.trim().is_empty());
        if figure.kind == FigureKind::Picture && is_blank && !figure.is_decorative {
            let message = "this image has no description for readers who cannot see it";
            sink.push(
                Diagnostic::of(&IMAGE_WITHOUT_ALT, message)
                    .at(figure.place.clone())
                    .hint("say what it shows: `{alt=\"…\"}` after it in Markdown, `image(…, alt: \"…\")` in Typst"),
            );
        }
    }
}

/// Descriptions that say what the caption says.
pub(super) fn repeated(context: &SourceContext<'_>, sink: &mut Sink) {
    for figure in figures(context) {
        let (Some(alt), Some(caption)) = (&figure.alt, &figure.caption) else {
            continue;
        };
        let alt = plain(alt);
        if !alt.is_empty() && alt == plain(caption) {
            let message = "the description of this picture says the same as its caption";
            sink.push(
                Diagnostic::of(&ALT_REPEATS_CAPTION, message)
                    .at(figure.place.clone())
                    .hint("say what a reader would see: the parts of the picture and what connects them"),
            );
        }
    }
}

fn figures<'a>(context: &SourceContext<'a>) -> impl Iterator<Item = &'a Figure> {
    let texts = context.manuscript.texts.iter();
    texts.flat_map(|text| &text.figures)
}

/// Returns the words of a text alone, in small letters.
fn plain(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Returns whether a figure is printed with a number that a sentence could name.
fn is_numbered(figure: &Figure) -> bool {
    let has_caption = figure
        .caption
        .as_deref()
        .is_some_and(|caption| !caption.trim().is_empty());
    match figure.kind {
        FigureKind::Picture | FigureKind::Table => figure.is_figure && has_caption,
        FigureKind::Other => false,
    }
}

fn named(figure: &Figure) -> String {
    let what = match figure.kind {
        FigureKind::Table => "the table",
        FigureKind::Picture | FigureKind::Other => "the figure",
    };
    match figure.caption.as_deref().map(str::trim) {
        Some(caption) if !caption.is_empty() => format!("{what} `{}`", inline(caption, 50)),
        Some(_) | None => what.to_owned(),
    }
}

fn example(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Table => "tbl:name",
        FigureKind::Picture | FigureKind::Other => "fig:name",
    }
}

/// How many figures of each kind there were.
#[derive(Default)]
struct Numbers {
    pictures: usize,
    tables: usize,
    others: usize,
}

impl Numbers {
    fn next(&mut self, kind: FigureKind) -> usize {
        let number = match kind {
            FigureKind::Picture => &mut self.pictures,
            FigureKind::Table => &mut self.tables,
            FigureKind::Other => &mut self.others,
        };
        *number += 1;
        *number
    }
}

/// Returns the numbers that sentences name.
fn by_hand(context: &SourceContext<'_>) -> BTreeSet<(FigureKind, String)> {
    let mut found = BTreeSet::new();
    for passage in context.manuscript.passages() {
        if passage.kind == PassageKind::Alternative {
            continue;
        }
        for hit in BY_HAND.captures_iter(&passage.text) {
            let kind = kind(&hit[1]);
            let numbers: Vec<&str> = NUMBER.find_iter(&hit[2]).map(|it| it.as_str()).collect();
            if let [first, last] = numbers.as_slice()
                && let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>())
                && hit[2].contains(['–', '-', 't'])
                && last.saturating_sub(first) < 100
            {
                found.extend((first..=last).map(|number| (kind, number.to_string())));
            }
            found.extend(numbers.into_iter().map(|number| (kind, number.to_owned())));
        }
    }
    found
}

/// Returns the kinds that sentences of a text point at without a name.
fn by_side(text: &Text) -> BTreeSet<FigureKind> {
    let passages = text.passages.iter();
    let hits = passages.flat_map(|passage| BY_SIDE.captures_iter(&passage.text));
    hits.filter_map(|hit| hit.get(1).or(hit.get(2)))
        .map(|word| kind(word.as_str()))
        .collect()
}

fn kind(word: &str) -> FigureKind {
    match word.to_lowercase().starts_with("table") {
        true => FigureKind::Table,
        false => FigureKind::Picture,
    }
}
