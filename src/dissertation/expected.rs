//! What the first layout is told of the whole: what the contents and the lists will hold, and what
//! references will print, as far as the files say so.

use std::collections::BTreeMap;

use crate::assemble::{self, Book, Expected};
use crate::diagnostics::{Place, ProjectPath};
use crate::manuscript::{Figure, FigureKind, Manuscript, Role, Text};

/// How many levels of headings have numbers, as the template has it.
const NUMBERED_LEVELS: usize = 3;

/// How far behind a heading its label stands at most: ` {#`, or a space.
const TO_LABEL: usize = 4;

/// Returns what is expected of a book by its files.
pub(super) fn expected(book: &Book, manuscript: &Manuscript) -> Expected {
    let headings = |path: &ProjectPath| {
        let file = manuscript.texts.iter().find(|text| text.path == *path);
        let headings = file.map(|text| text.headings.iter());
        let headings = headings.into_iter().flatten();
        headings.map(|it| (it.level, it.title.clone())).collect()
    };
    let captions = |kind| {
        let figures = manuscript.texts.iter().flat_map(|text| &text.figures);
        let listed = figures.filter(|it| it.kind == kind && it.is_figure);
        listed.filter_map(|it| it.caption.clone()).collect()
    };
    let mut references = BTreeMap::new();
    let (mut chapters, mut appendices) = (0, 0);
    for text in &manuscript.texts {
        let (title, section, number) = match text.role {
            Role::Part(..) => continue,
            Role::Chapter(_) => {
                chapters += 1;
                ("Chapter", "Section", format!("{chapters}"))
            }
            Role::Appendix(_) => {
                appendices += 1;
                let letter = char::from_u32(u32::from('A') + appendices - 1);
                ("Appendix", "Appendix", letter.unwrap_or('A').into())
            }
        };
        label_headings(text, [title, section], &number, &mut references);
        label_figures(text, &number, &mut references);
    }
    for label in manuscript.labels() {
        references.entry(label.name.clone()).or_default();
    }
    Expected {
        contents: assemble::contents(book, &headings),
        tables: captions(FigureKind::Table),
        figures: captions(FigureKind::Picture),
        references,
    }
}

fn label_headings(
    text: &Text,
    [title, section]: [&str; 2],
    number: &str,
    references: &mut BTreeMap<String, String>,
) {
    let mut below = [0; NUMBERED_LEVELS - 1];
    for heading in &text.headings {
        if (2..=NUMBERED_LEVELS).contains(&heading.level) {
            below[heading.level - 2] += 1;
            below[heading.level - 1..].fill(0);
        }
        let labels = text.labels.iter();
        let Some(label) = labels.clone().find(|it| is_of(&it.place, &heading.place)) else {
            continue;
        };
        let numbers = below.iter().take(heading.level.saturating_sub(1));
        let numbers: String = numbers.map(|it| format!(".{it}")).collect();
        let word = if heading.level == 1 { title } else { section };
        let printed = match heading.level > NUMBERED_LEVELS {
            true => heading.title.clone(),
            false => format!("{word}\u{a0}{number}{numbers}"),
        };
        references.insert(label.name.clone(), printed);
    }
}

fn is_of(label: &Place, heading: &Place) -> bool {
    match (&label.range, &heading.range) {
        (Some(label), Some(heading)) => {
            (heading.start..=heading.end + TO_LABEL).contains(&label.start)
        }
        (None, _) | (_, None) => false,
    }
}

fn label_figures(text: &Text, number: &str, references: &mut BTreeMap<String, String>) {
    for (kind, word) in [
        (FigureKind::Picture, "Figure"),
        (FigureKind::Table, "Table"),
    ] {
        let is_numbered = |it: &&Figure| it.is_figure && it.kind == kind && it.caption.is_some();
        for (at, figure) in text.figures.iter().filter(is_numbered).enumerate() {
            if let Some(label) = &figure.label {
                let printed = format!("{word}\u{a0}{number}.{}", at + 1);
                references.insert(label.clone(), printed);
            }
        }
    }
}
