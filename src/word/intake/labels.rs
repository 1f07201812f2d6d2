//! Captions, and the names by which a draft refers to its headings, figures, tables and formulas.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::text::slug;
use crate::word::intake::groups::numbered_title;
use crate::word::intake::outline::{Heading, plain};
use crate::word::kinds::{self, Kind};
use crate::word::read::model::{Block, Paragraph, Reading, Role, ScopeKind, What, WordFile};
use crate::word::read::paragraphs;

/// A paragraph that is a caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CaptionText {
    /// The word before its number, in small letters, if there is one: `figure`.
    pub(crate) word: Option<String>,
    /// How many signs of its text are the word, the number and what stands behind them.
    pub(crate) skip: usize,
}

/// Reads a paragraph as a caption: by its style, or as `Figure 3: …` beside a picture or a table.
pub(crate) fn caption(paragraph: &Paragraph) -> Option<CaptionText> {
    let text = paragraph.text(Reading::Accepted);
    let labelled = label_length(&text);
    let is_styled = paragraph.role == Role::Caption;
    match labelled {
        Some((word, skip)) => {
            // A sentence that begins so is no caption; a caption has its sign, or is short.
            let is_marked = text.chars().nth(skip.saturating_sub(1)).is_some();
            (is_styled || (is_marked && text.split_whitespace().count() <= 60)).then_some(
                CaptionText {
                    word: Some(word),
                    skip,
                },
            )
        }
        None => (is_styled && !text.trim().is_empty()).then_some(CaptionText {
            word: None,
            skip: 0,
        }),
    }
}

/// Returns the word and the length of `Figure 3.1: ` at the beginning, in signs.
fn label_length(text: &str) -> Option<(String, usize)> {
    let signs: Vec<char> = text.chars().collect();
    let mut at = signs.iter().take_while(|c| c.is_whitespace()).count();
    let word: String = signs[at..]
        .iter()
        .take_while(|c| c.is_alphabetic())
        .collect();
    let lower = word.to_lowercase();
    let known = [
        "figure",
        "fig",
        "table",
        "box",
        "chart",
        "image",
        "diagram",
        "equation",
        "illustration",
    ];
    if !known.contains(&lower.as_str()) {
        return None;
    }
    at += word.chars().count();
    at += signs[at..]
        .iter()
        .take_while(|c| matches!(c, '.' | ' ' | '\u{a0}'))
        .count();
    let number = signs[at..]
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '–'))
        .count();
    let number_text: String = signs[at..at + number].iter().collect();
    if !number_text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    at += number;
    at += signs[at..]
        .iter()
        .take_while(|c| matches!(c, ':' | '.' | '-' | '–' | '—' | '|' | ' ' | '\u{a0}' | '\t'))
        .count();
    let kind = match lower.as_str() {
        "fig" | "image" | "diagram" | "chart" | "illustration" => "figure".to_owned(),
        _ => lower,
    };
    Some((kind, at))
}

/// Returns whether a paragraph is a picture and nothing else.
pub(crate) fn is_picture(paragraph: &Paragraph) -> bool {
    let has = paragraph.pieces.iter().any(|it| {
        it.is_there(Reading::Accepted)
            && matches!(
                it.what,
                What::Picture(_) | What::Lost("a chart" | "a SmartArt drawing" | "a drawing")
            )
    });
    has && plain(paragraph).is_empty()
}

/// Returns the caption of each picture and table among blocks: object → caption.
pub(crate) fn captions(blocks: &[Block]) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let object = |at: usize| match blocks.get(at)? {
        Block::Table(_) => Some("table"),
        Block::Paragraph(paragraph) => is_picture(paragraph).then_some("figure"),
    };
    let is_gap = |at: usize| match blocks.get(at) {
        Some(Block::Paragraph(paragraph)) => plain(paragraph).is_empty() && !is_picture(paragraph),
        Some(Block::Table(_)) | None => false,
    };
    let near = |at: usize, step: isize| {
        let mut next = at.checked_add_signed(step)?;
        if is_gap(next) {
            next = next.checked_add_signed(step)?;
        }
        object(next).map(|kind| (next, kind))
    };
    for (at, block) in blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        if is_picture(paragraph) {
            continue;
        }
        let Some(caption) = caption(paragraph) else {
            continue;
        };
        let before = near(at, -1).filter(|(object, _)| !taken.contains(object));
        let after = near(at, 1).filter(|(object, _)| !taken.contains(object));
        // A table has its caption above it, a figure below, unless only the other is there.
        let chosen = match caption.word.as_deref() {
            Some("table") => {
                let fits = |found: Option<(usize, &'static str)>| {
                    found.filter(|(_, kind)| *kind == "table")
                };
                fits(after).or(fits(before)).or(after).or(before)
            }
            Some("equation") => None,
            _ => {
                let fits = |found: Option<(usize, &'static str)>| {
                    found.filter(|(_, kind)| *kind == "figure")
                };
                fits(before).or(fits(after)).or(before).or(after)
            }
        };
        if let Some((object, _)) = chosen {
            taken.insert(object);
            pairs.insert(object, at);
        }
    }
    pairs
}

/// The names in a draft.
#[derive(Clone, Debug, Default)]
pub(crate) struct Labels {
    /// What a bookmark stands in.
    pub(crate) targets: BTreeMap<String, String>,
    /// The label of a block: of a heading, a picture, a table.
    pub(crate) blocks: BTreeMap<usize, String>,
    /// The labels of sections within chapters.
    pub(crate) sections: BTreeSet<String>,
}

impl Labels {
    /// Gives names to what is referred to, and to every figure and table with a caption. `known` are
    /// the labels that an export of folio's own left, by their bookmarks.
    pub(crate) fn of(
        file: &WordFile,
        headings: &[Heading],
        known: &BTreeMap<String, String>,
    ) -> Self {
        let wanted = wanted(file);
        let mut labels = Self::default();
        let mut taken = BTreeSet::new();
        let by_block: BTreeMap<usize, &Heading> =
            headings.iter().map(|it| (it.block, it)).collect();
        let captions = captions(&file.blocks);
        let objects: BTreeMap<usize, usize> = captions
            .iter()
            .map(|(object, caption)| (*caption, *object))
            .collect();
        for (at, block) in file.blocks.iter().enumerate() {
            let mut inside = Vec::new();
            match block {
                Block::Paragraph(paragraph) => inside.push(&**paragraph),
                Block::Table(_) => paragraphs(std::slice::from_ref(block), &mut inside),
            }
            let names =
                inside
                    .iter()
                    .flat_map(|it| &it.pieces)
                    .filter_map(|piece| match &piece.what {
                        What::BookmarkStart { name, .. } => Some(name.as_str()),
                        _ => None,
                    });
            let names: Vec<&str> = names
                .filter(|name| wanted.contains(*name) || known.contains_key(*name))
                .collect();
            let own = names.iter().find_map(|name| known.get(*name)).cloned();
            let text = |at: usize| match &file.blocks[at] {
                Block::Paragraph(paragraph) => {
                    let skip = caption(paragraph).map_or(0, |it| it.skip);
                    paragraph
                        .text(Reading::Accepted)
                        .chars()
                        .skip(skip)
                        .collect::<String>()
                }
                Block::Table(_) => String::new(),
            };
            let heading = by_block.get(&at).copied();
            let (kind, target, title) = match (heading, objects.get(&at), captions.get(&at)) {
                (Some(heading), _, _) if !names.is_empty() => ("sec", at, heading.text.clone()),
                (_, Some(object), _) => (kind_of(&file.blocks[*object]), *object, text(at)),
                (_, None, Some(_)) => continue,
                (None, None, None)
                    if !names.is_empty() && inside.iter().any(|it| is_numbered(it)) =>
                {
                    let class = inside.first().and_then(|it| kinds::named(&it.style));
                    let class = class.map_or("block", |kind| kind.class);
                    (class, at, text(at))
                }
                (None, None, None)
                    if !names.is_empty() && inside.iter().any(|it| has_formula(it)) =>
                {
                    ("eq", at, String::new())
                }
                _ => continue,
            };
            let label = labels.blocks.get(&target).cloned().unwrap_or_else(|| {
                let label = own.unwrap_or_else(|| free(kind, &title, &taken));
                taken.insert(label.clone());
                label
            });
            labels.blocks.insert(target, label.clone());
            if heading.is_some_and(|it| it.level > 1) {
                labels.sections.insert(label.clone());
            }
            labels.targets.extend(
                names
                    .into_iter()
                    .map(|name| (name.to_owned(), label.clone())),
            );
        }
        labels
    }
}

fn is_numbered(paragraph: &Paragraph) -> bool {
    let kind = kinds::named(&paragraph.style);
    kind.is_some_and(Kind::is_numbered) && numbered_title(paragraph).is_some()
}

fn has_formula(paragraph: &Paragraph) -> bool {
    paragraph
        .pieces
        .iter()
        .any(|it| matches!(it.what, What::Formula { .. }))
}

fn kind_of(block: &Block) -> &'static str {
    match block {
        Block::Table(_) => "tbl",
        Block::Paragraph(_) => "fig",
    }
}

fn free(kind: &str, title: &str, taken: &BTreeSet<String>) -> String {
    let stem = slug(title, 24);
    let stem = if stem.is_empty() {
        "1".to_owned()
    } else {
        stem
    };
    let mut label = format!("{kind}:{stem}");
    let mut number = 2;
    while taken.contains(&label) {
        label = format!("{kind}:{stem}-{number}");
        number += 1;
    }
    label
}

/// Returns the bookmarks that fields and links lead to.
fn wanted(file: &WordFile) -> BTreeSet<&str> {
    // Contents lead to every heading.
    let is_contents = |kind: &ScopeKind| match kind {
        ScopeKind::Field { instruction, .. } => instruction.trim_start().starts_with("TOC"),
        ScopeKind::Control { gallery, .. } => gallery == "Table of Contents",
        ScopeKind::Link { .. } | ScopeKind::Other => false,
    };
    let all = file.scopes.iter().filter(|scope| {
        let mut around = file.around(scope.parent);
        !around.any(|(_, kind)| is_contents(kind))
    });
    let targets = all.filter_map(|scope| match &scope.kind {
        ScopeKind::Field { instruction, .. } => reference(instruction),
        ScopeKind::Link { anchor, .. } => anchor.as_deref(),
        ScopeKind::Control { .. } | ScopeKind::Other => None,
    });
    targets.collect()
}

/// Returns the bookmark that a field asks for: `REF _Ref123 \h`.
pub(crate) fn reference(instruction: &str) -> Option<&str> {
    let mut words = instruction.split_whitespace();
    let kind = words.next()?;
    let is_reference = ["REF", "PAGEREF", "NOTEREF"]
        .iter()
        .any(|known| kind.eq_ignore_ascii_case(known));
    words.next().filter(|_| is_reference)
}
