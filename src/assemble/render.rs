//! Filling the templates: the book's values, written as Typst.

use std::collections::BTreeMap;

use minijinja::Error;
use minijinja::value::Value;

use super::book::{
    Body, Book, Byline, Chapter, CitationStyle, Contents, FigureKind, FigureList, Line, Mode, Part,
    Prose, References, Start, TitlePage,
};
use super::format::{FigureNumbers, FigurePlacement, Format, Look, PageNumbers, Wording};
use super::literal;
use super::writer::environment;
use crate::diagnostics::ProjectPath;
use crate::project::{MARK_PREFIX, Region};

/// The templates by the name of the file that each writes.
const TEMPLATES: [(&str, &str); 2] = [
    ("book.typ", include_str!("../../templates/book.typ.j2")),
    ("main.typ", include_str!("../../templates/main.typ.j2")),
];

/// The embedded templates do not fit this program.
#[derive(Debug, thiserror::Error)]
#[error("failed to write the main document from its template")]
pub struct AssembleError(#[from] Error);

/// Returns the generated files by name.
pub(super) fn render(book: &Book) -> Result<Vec<(&'static str, String)>, AssembleError> {
    let environment = environment()?;
    let values = values(book);
    TEMPLATES
        .into_iter()
        .map(|(name, template)| Ok((name, environment.render_named_str(name, template, &values)?)))
        .collect()
}

/// A table of values for a template.
type Table = BTreeMap<&'static str, Value>;

fn values(book: &Book) -> Value {
    let Book {
        title,
        subtitle,
        byline,
        keywords,
        date,
        mode,
        format,
        wording,
        parts,
    } = book;
    let (author, candidate) = match byline {
        Byline::Author(name) => (line(name), Value::from(())),
        Byline::Candidate(number) => (Value::from(()), line(number)),
    };
    let date = date.map_or_else(
        || Value::from(()),
        |date| {
            table([
                ("year", Value::from(date.year())),
                ("month", Value::from(date.month())),
                ("day", Value::from(date.day())),
            ])
        },
    );
    table([
        ("title", line(title)),
        ("subtitle", optional_line(subtitle.as_deref())),
        ("author", author),
        ("candidate", candidate),
        ("keywords", keywords.iter().map(|word| line(word)).collect()),
        ("date", date),
        ("mode", mode_values(mode)),
        ("format", format_values(format)),
        ("words", word_values(wording)),
        ("parts", part_values(parts, book.is_anonymous())),
    ])
}

fn mode_values(mode: &Mode) -> Value {
    let (name, watermark, note) = match mode {
        Mode::Final => ("final", None, None),
        Mode::Draft { watermark, note } => ("draft", Some(watermark), Some(note)),
        Mode::Review { note } => ("review", None, Some(note)),
    };
    table([
        ("name", Value::from(name)),
        ("watermark", optional_line(watermark.map(String::as_str))),
        ("note", optional_line(note.map(String::as_str))),
    ])
}

fn format_values(format: &Format) -> Value {
    let Format {
        look,
        font,
        size_pt,
        line_spacing,
        margin_mm,
        page_numbers,
        figure_numbers,
        figure_placement,
        numbered_levels,
        running_heads,
    } = format;
    let look = match look {
        Look::Classic | Look::Accessible => look.name(),
    };
    table([
        ("look", Value::from(look)),
        ("font", optional_line(font.as_deref())),
        ("size", optional_number(*size_pt)),
        ("spacing", optional_number(*line_spacing)),
        ("margin", optional_number(*margin_mm)),
        (
            "roman_front",
            Value::from(*page_numbers == PageNumbers::RomanFront),
        ),
        (
            "figures_by_chapter",
            Value::from(*figure_numbers == FigureNumbers::ByChapter),
        ),
        (
            "float_figures",
            Value::from(*figure_placement == FigurePlacement::Float),
        ),
        ("numbered_levels", Value::from(*numbered_levels)),
        ("running_heads", Value::from(*running_heads)),
    ])
}

fn word_values(wording: &Wording) -> Value {
    let Wording {
        chapter,
        section,
        appendix,
        figure,
        table: a_table,
        listing,
        equation,
        candidate,
    } = wording;
    [
        ("chapter", chapter),
        ("section", section),
        ("appendix", appendix),
        ("figure", figure),
        ("table", a_table),
        ("listing", listing),
        ("equation", equation),
        ("candidate", candidate),
    ]
    .into_iter()
    .map(|(name, text)| table([("name", Value::from(name)), ("text", line(text))]))
    .collect()
}

fn part_values(parts: &[Part], anonymous: bool) -> Value {
    let mut values = Vec::new();
    let mut main_matter_began = false;
    let mut appendices_began = false;
    for part in parts {
        let mut value = match part {
            Part::TitlePage(page) => title_page(page, anonymous),
            Part::Prose(prose) if anonymous && prose.identifying => continue,
            Part::Prose(prose) => prose_values(prose),
            Part::Contents(Contents {
                heading,
                depth,
                appendix_depth,
                start,
            }) => Table::from([
                ("kind", Value::from("contents")),
                ("heading", line(heading)),
                ("depth", Value::from((*depth).max(1))),
                ("appendix_depth", Value::from((*appendix_depth).max(1))),
                ("new_page", is_new_page(*start)),
            ]),
            Part::List(FigureList { heading, of, start }) => Table::from([
                ("kind", Value::from("list")),
                ("heading", line(heading)),
                ("of", Value::from(kind_name(*of))),
                ("new_page", is_new_page(*start)),
            ]),
            Part::Chapter(chapter) => {
                chapter_values(chapter, "chapter", &Region::Chapter(chapter.id.clone()))
            }
            Part::References(References {
                heading,
                files,
                style,
            }) => Table::from([
                ("kind", Value::from("references")),
                ("heading", line(heading)),
                (
                    "files",
                    files
                        .iter()
                        .map(|file| Value::from(file.as_str()))
                        .collect(),
                ),
                ("style", style_value(style)),
            ]),
            Part::Appendix(chapter) => {
                let region = Region::Appendix(chapter.id.clone());
                let mut value = chapter_values(chapter, "appendix", &region);
                value.insert("first", Value::from(!appendices_began));
                appendices_began = true;
                value
            }
        };
        let is_chapter = matches!(part, Part::Chapter(_));
        value.insert(
            "starts_main_matter",
            Value::from(is_chapter && !main_matter_began),
        );
        main_matter_began |= is_chapter;
        values.push(Value::from(value));
    }
    Value::from(values)
}

fn title_page(page: &TitlePage, anonymous: bool) -> Table {
    let TitlePage {
        institution,
        statement,
        details,
        date,
        word_line,
    } = page;
    let shown = |lines: &[Line]| -> Value {
        lines
            .iter()
            .filter(|line| !(anonymous && line.identifying))
            .map(|shown| line(&shown.text))
            .collect()
    };
    let details = details
        .iter()
        .filter(|detail| !(anonymous && detail.identifying))
        .map(|detail| Value::from(vec![line(&detail.label), line(&detail.text)]))
        .collect();
    // The number is not known here; the template puts it between the pieces.
    let word_line = word_line.as_deref().map_or_else(
        || Value::from(()),
        |text| {
            text.split("{count}")
                .map(|piece| Value::from(piece.replace(char::is_control, " ")))
                .collect()
        },
    );
    Table::from([
        ("kind", Value::from("title-page")),
        ("institution", shown(institution)),
        ("statement", shown(statement)),
        ("details", details),
        ("date", optional_line(date.as_deref())),
        ("word_line", word_line),
    ])
}

fn prose_values(prose: &Prose) -> Table {
    let Prose {
        region,
        heading,
        body,
        start,
        in_contents,
        identifying: _, // The caller has decided.
    } = prose;
    let (kind, name, content) = match body {
        Body::File(path) => ("file", "path", path_value(path)),
        Body::Paragraphs(texts) => (
            "paragraphs",
            "paragraphs",
            texts.iter().map(|text| line(text)).collect(),
        ),
        Body::Terms(terms) => (
            "terms",
            "terms",
            terms
                .iter()
                .map(|(short, long)| Value::from(vec![line(short), line(long)]))
                .collect(),
        ),
    };
    Table::from([
        ("kind", Value::from(kind)),
        ("region", region_value(region)),
        ("heading", optional_line(heading.as_deref())),
        ("new_page", is_new_page(*start)),
        ("in_contents", Value::from(*in_contents)),
        (name, content),
    ])
}

fn chapter_values(chapter: &Chapter, kind: &'static str, region: &Region) -> Table {
    let Chapter {
        id: _,
        path,
        heading,
        short_title,
    } = chapter;
    Table::from([
        ("kind", Value::from(kind)),
        ("region", region_value(region)),
        ("heading", optional_line(heading.as_deref())),
        ("short_title", optional_line(short_title.as_deref())),
        ("path", path_value(path)),
    ])
}

fn style_value(style: &CitationStyle) -> Value {
    match style {
        CitationStyle::Named(name) => Value::from(name.as_str()),
        CitationStyle::File(path) => Value::from(path.as_str()),
    }
}

fn kind_name(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Tables => "table",
        FigureKind::Figures => "image",
    }
}

fn is_new_page(start: Start) -> Value {
    Value::from(start == Start::NewPage)
}

fn region_value(region: &Region) -> Value {
    Value::from(format!("{MARK_PREFIX}{}", region.mark()))
}

fn path_value(path: &ProjectPath) -> Value {
    Value::from(format!("/{path}"))
}

fn line(text: &str) -> Value {
    Value::from(literal::line(text))
}

fn optional_line(text: Option<&str>) -> Value {
    text.map_or_else(|| Value::from(()), line)
}

fn optional_number(number: Option<f64>) -> Value {
    // Typst knows no literal for what is not finite, and no page has such a measure.
    number
        .filter(|number| number.is_finite())
        .map_or_else(|| Value::from(()), Value::from)
}

fn table<const N: usize>(values: [(&'static str, Value); N]) -> Value {
    Value::from(Table::from(values))
}
