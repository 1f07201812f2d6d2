//! Filling the templates: the book's values, written as Typst.

use std::collections::BTreeMap;

use minijinja::Error;
use minijinja::value::Value;

use super::book::{
    Body, Book, BookChapter, BookPart, BookTitlePage, Byline, Mode, Prose, Start, TitleLine,
    Wording,
};
use super::literal;
use super::writer::environment;
use crate::diagnostics::ProjectPath;
use crate::project::{MARK_PREFIX, PageFormat, PageNumbering, Region};

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

/// The values of one thing by the names that a template has for them.
type TemplateValues = BTreeMap<&'static str, Value>;

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

fn format_values(format: &PageFormat) -> Value {
    let font = format.text_font.as_ref().map(|font| font.value.as_str());
    let is_roman = format.page_numbering == PageNumbering::RomanFront;
    table([
        ("look", Value::from(format.look.name())),
        ("font", optional_line(font)),
        ("accent", optional_line(format.accent.as_deref())),
        ("spacing", optional_number(format.spacing)),
        ("roman_front", Value::from(is_roman)),
    ])
}

fn word_values(Wording(words): &Wording) -> Value {
    words
        .iter()
        .map(|(name, text)| table([("name", Value::from(*name)), ("text", line(text))]))
        .collect()
}

fn part_values(parts: &[BookPart], anonymous: bool) -> Value {
    let mut values = Vec::new();
    let mut main_matter_began = false;
    let mut appendices_began = false;
    for part in parts {
        let mut value = match part {
            BookPart::TitlePage(page) => title_page(page, anonymous),
            BookPart::Prose(prose) if anonymous && prose.identifying => continue,
            BookPart::Prose(prose) => prose_values(prose),
            BookPart::Contents { heading } => TemplateValues::from([
                ("kind", Value::from("contents")),
                ("heading", line(heading)),
            ]),
            BookPart::ListOfTables { heading, start } => list_values("table", heading, *start),
            BookPart::ListOfFigures { heading, start } => list_values("image", heading, *start),
            BookPart::Chapter(chapter) => chapter_values(chapter, "chapter", Region::Chapter),
            BookPart::References { heading } => TemplateValues::from([
                ("kind", Value::from("references")),
                ("heading", line(heading)),
            ]),
            BookPart::Appendix(chapter) => {
                let mut value = chapter_values(chapter, "appendix", Region::Appendix);
                value.insert("first", Value::from(!appendices_began));
                appendices_began = true;
                value
            }
        };
        let is_chapter = matches!(part, BookPart::Chapter(_));
        value.insert(
            "starts_main_matter",
            Value::from(is_chapter && !main_matter_began),
        );
        main_matter_began |= is_chapter;
        values.push(Value::from(value));
    }
    Value::from(values)
}

fn list_values(of: &'static str, heading: &str, start: Start) -> TemplateValues {
    TemplateValues::from([
        ("kind", Value::from("list")),
        ("heading", line(heading)),
        ("of", Value::from(of)),
        ("new_page", is_new_page(start)),
    ])
}

fn title_page(page: &BookTitlePage, anonymous: bool) -> TemplateValues {
    let BookTitlePage {
        institution,
        statement,
        details,
        date,
        word_line,
    } = page;
    let shown = |lines: &[TitleLine]| -> Value {
        lines
            .iter()
            .filter(|line| !(anonymous && line.identifying))
            .map(|shown| line(&shown.text))
            .collect()
    };
    let details = match anonymous {
        true => &[][..],
        false => details,
    };
    // The number is not known here; the template puts it between the pieces.
    let word_line = word_line.as_deref().map_or_else(
        || Value::from(()),
        |text| {
            text.split("{count}")
                .map(|piece| Value::from(piece.replace(char::is_control, " ")))
                .collect()
        },
    );
    TemplateValues::from([
        ("kind", Value::from("title-page")),
        ("institution", shown(institution)),
        ("statement", shown(statement)),
        ("details", pairs(details)),
        ("date", optional_line(date.as_deref())),
        ("word_line", word_line),
    ])
}

fn prose_values(prose: &Prose) -> TemplateValues {
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
        Body::Terms(terms) => ("terms", "terms", pairs(terms)),
    };
    TemplateValues::from([
        ("kind", Value::from(kind)),
        ("region", region_value(region)),
        ("heading", optional_line(heading.as_deref())),
        ("new_page", is_new_page(*start)),
        ("in_contents", Value::from(*in_contents)),
        (name, content),
    ])
}

fn chapter_values(
    part: &BookChapter,
    kind: &'static str,
    region: impl Fn(String) -> Region,
) -> TemplateValues {
    let BookChapter {
        chapter,
        heading,
        short_title,
    } = part;
    TemplateValues::from([
        ("kind", Value::from(kind)),
        ("region", region_value(&region(chapter.id.clone()))),
        ("heading", optional_line(heading.as_deref())),
        ("short_title", optional_line(short_title.as_deref())),
        ("path", path_value(&chapter.path)),
    ])
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

fn pairs(pairs: &[(String, String)]) -> Value {
    pairs
        .iter()
        .map(|(first, second)| Value::from(vec![line(first), line(second)]))
        .collect()
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
    Value::from(TemplateValues::from(values))
}
