//! The parts of a draft: what stands before it, front matter, chapters, appendices, and the lists
//! that folio makes itself.

use std::ops::Range;

use crate::diagnostics::text;
use crate::word::intake::outline::{Heading, plain, without_number};
use crate::word::read::model::{
    Alignment, Block, Look, Paragraph, Piece, Reading, Role, What, WordFile,
};

/// A part of the draft.
#[derive(Clone, Debug)]
pub(crate) struct DraftPart {
    pub(crate) kind: PartKind,
    /// Its heading without number, empty before the first.
    pub(crate) title: String,
    /// Its blocks, its heading left out.
    pub(crate) blocks: Range<usize>,
    /// The block that is its heading.
    pub(crate) heading: Option<usize>,
}

/// A kind of part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// What stands before the first heading: mostly a title page.
    Before,
    /// Front matter, with the name that the programme's rules give it.
    Front(String),
    Chapter,
    Appendix,
    /// A table of contents or a list of figures, which folio makes.
    Contents,
    /// A list of references, which folio makes.
    References,
    Abbreviations,
}

/// Cuts a draft at its highest headings; `front` are the programme's parts of front matter, each
/// with its heading.
pub(crate) fn cut(
    file: &WordFile,
    headings: &[Heading],
    front: &[(String, String)],
) -> Vec<DraftPart> {
    let first_chapter = headings
        .iter()
        .find(|it| it.level == 1 && is_chapter(&it.text, front));
    let first_chapter = first_chapter.map_or(file.blocks.len(), |it| it.block);
    let mut starts: Vec<(usize, String)> = Vec::new();
    let mut in_appendices = false;
    for heading in headings {
        let name = plain_name(&heading.text);
        if heading.level == 1 {
            in_appendices = name == "appendices" || name == "annexes";
        }
        let is_appendix = heading.level == 2 && in_appendices;
        if heading.level == 1 || is_appendix {
            starts.push((heading.block, heading.text.clone()));
        }
    }
    // Front matter often has a heading that only looks like one.
    for (at, block) in file.blocks.iter().enumerate().take(first_chapter) {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        let text = plain(paragraph);
        let is_known = matches!(
            kind_of(&text, front),
            PartKind::Front(_) | PartKind::Contents | PartKind::Abbreviations
        );
        if is_known && is_set_apart(paragraph) && !starts.iter().any(|(start, _)| *start == at) {
            starts.push((at, text));
        }
    }
    starts.sort();
    let ends = starts
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([file.blocks.len()]);
    let before = DraftPart {
        kind: PartKind::Before,
        title: String::new(),
        blocks: 0..starts.first().map_or(file.blocks.len(), |(at, _)| *at),
        heading: None,
    };
    let mut parts = vec![before];
    let mut after_list = false;
    for ((at, title), end) in starts.iter().zip(ends) {
        let mut kind = kind_of(title, front);
        if kind == PartKind::Chapter && is_lettered(&file.blocks[*at]) {
            kind = PartKind::Appendix;
        }
        let name = plain_name(title);
        if name == "appendices" || name == "annexes" {
            after_list = true;
            // Only a heading over the appendices that follow.
            kind = match file.blocks[at + 1..end].iter().all(is_empty) {
                true => PartKind::Contents,
                false => PartKind::Appendix,
            };
        } else if after_list && kind == PartKind::Chapter {
            kind = PartKind::Appendix;
        }
        let title = match kind {
            PartKind::Appendix => without_letter(title),
            _ => without_number(title),
        };
        parts.push(DraftPart {
            kind,
            title: title.to_owned(),
            blocks: at + 1..end,
            heading: Some(*at),
        });
    }
    // A part of front matter is there once: what comes again is a chapter, and no word is lost.
    let mut known = Vec::new();
    for part in &mut parts {
        let PartKind::Front(id) = &part.kind else {
            continue;
        };
        if known.contains(id) {
            part.kind = PartKind::Chapter;
        } else if !file.blocks[part.blocks.clone()].iter().all(is_empty) {
            known.push(id.clone());
        }
    }
    parts
}

/// Returns whether Word counts a heading as an appendix: `Appendix A`.
fn is_lettered(heading: &Block) -> bool {
    let Block::Paragraph(paragraph) = heading else {
        return false;
    };
    let around = paragraph
        .list
        .as_ref()
        .map(|list| list.around.to_lowercase());
    around.is_some_and(|around| around.starts_with("appendix") || around.starts_with("annex"))
}

fn is_empty(block: &Block) -> bool {
    match block {
        Block::Paragraph(paragraph) => {
            let has_more = |piece: &Piece| {
                matches!(
                    piece.what,
                    What::Picture(_) | What::Formula { .. } | What::Lost(_)
                )
            };
            plain(paragraph).is_empty() && !paragraph.pieces.iter().any(has_more)
        }
        Block::Table(_) => false,
    }
}

fn is_set_apart(paragraph: &Paragraph) -> bool {
    let looks: Vec<&Look> = paragraph
        .pieces
        .iter()
        .filter(|it| it.is_there(Reading::Accepted) && !it.text().trim().is_empty())
        .map(|it| &it.look)
        .collect();
    let by_look = looks.iter().all(|look| look.bold)
        || looks
            .iter()
            .any(|look| look.size.is_some_and(|size| size > 26));
    let is_heading = paragraph.style.to_lowercase().contains("heading");
    // A line of the contents names a part, and begins none.
    if paragraph.role == Role::Contents && !is_heading {
        return false;
    }
    let by_role = matches!(paragraph.role, Role::Heading(_) | Role::Title);
    by_role || by_look || paragraph.alignment == Alignment::Centre || is_heading
}

fn plain_name(title: &str) -> String {
    let name = without_number(title).to_lowercase();
    name.trim_end_matches([':', '.']).trim().to_owned()
}

fn is_chapter(title: &str, front: &[(String, String)]) -> bool {
    kind_of(title, front) == PartKind::Chapter
}

/// Returns what a heading begins.
fn kind_of(title: &str, front: &[(String, String)]) -> PartKind {
    let name = plain_name(title);
    let starts = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
    let is = |names: &[&str]| names.contains(&name.as_str());
    if is(&[
        "contents",
        "table of contents",
        "list of figures",
        "list of tables",
        "list of tables and figures",
        "list of figures and tables",
        "figures",
        "tables",
    ]) {
        return PartKind::Contents;
    }
    if is(&[
        "references",
        "bibliography",
        "reference list",
        "works cited",
        "list of references",
        "literature",
    ]) {
        return PartKind::References;
    }
    if starts(&[
        "list of abbreviations",
        "abbreviations",
        "acronyms",
        "list of acronyms",
    ]) {
        return PartKind::Abbreviations;
    }
    if starts(&["appendix ", "annex ", "appendix:"]) || is(&["appendix", "annex"]) {
        return PartKind::Appendix;
    }
    // Other words for what the rules have.
    let meant = match name.as_str() {
        "acknowledgments" | "acknowledgement" | "acknowledgment" => "acknowledgements",
        "declaration"
        | "declaration of originality"
        | "statement of originality"
        | "own work declaration"
        | "declaration of authorship" => "statement of originality",
        "ai statement" | "use of ai" | "use of generative ai" | "declaration of ai use" => {
            "use of generative ai"
        }
        "copyright" | "copyright declaration" | "copyright statement" => "copyright",
        "ethics statement" | "ethical approval" => "ethics statement",
        name => name,
    };
    let found = front
        .iter()
        .find(|(id, heading)| heading.to_lowercase() == meant || id.replace('-', " ") == meant);
    match found {
        Some((id, _)) => PartKind::Front(id.clone()),
        None => PartKind::Chapter,
    }
}

/// Returns the title of an appendix without `Appendix A:`.
fn without_letter(title: &str) -> &str {
    let lower = title.to_lowercase();
    for word in ["appendix", "annex"] {
        let Some(rest) = lower.strip_prefix(word) else {
            continue;
        };
        let rest = &title[title.len() - rest.len()..];
        let rest = rest.trim_start();
        let number = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let after =
            rest[number..].trim_start_matches([':', '.', '-', '–', '—', ' ', '\u{a0}', ')']);
        return match (number <= 3, after.is_empty()) {
            (true, false) => after,
            (true, true) => title,
            (false, _) => rest.trim_start_matches([':', '-', ' ']),
        };
    }
    without_number(title)
}

/// Returns the abbreviations in a list: a table of two columns, or lines with a tab, dash or colon.
pub(crate) fn abbreviations(blocks: &[Block]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut add = |short: &str, long: &str| {
        let short = short.trim();
        let is_short = !short.is_empty()
            && short.chars().count() <= 12
            && short.chars().any(char::is_uppercase);
        if is_short && !long.trim().is_empty() {
            found.push((short.to_owned(), long.trim().to_owned()));
        }
    };
    for block in blocks {
        match block {
            Block::Table(table) => {
                for row in &table.rows {
                    if let [short, long, ..] = row.cells.as_slice() {
                        let text = |blocks: &[Block]| {
                            let mut all = Vec::new();
                            crate::word::read::paragraphs(blocks, &mut all);
                            all.iter().map(|it| plain(it)).collect::<Vec<_>>().join(" ")
                        };
                        add(&text(&short.blocks), &text(&long.blocks));
                    }
                }
            }
            Block::Paragraph(paragraph) => {
                let tab = paragraph.pieces.iter().position(|it| it.what == What::Tab);
                let text = |pieces: &[Piece]| {
                    let there = pieces.iter().filter(|it| it.is_there(Reading::Accepted));
                    there.map(Piece::text).collect::<String>()
                };
                let whole = plain(paragraph);
                match tab {
                    Some(at) => add(
                        &text(&paragraph.pieces[..at]),
                        &text(&paragraph.pieces[at..]),
                    ),
                    None => {
                        let cut = [" – ", " — ", " - ", ": ", " = "]
                            .iter()
                            .find_map(|sign| whole.split_once(sign));
                        if let Some((short, long)) = cut {
                            add(short, long);
                        }
                    }
                }
            }
        }
    }
    found
}

/// Returns the name of the file of a part, without extension.
pub(crate) fn stem(title: &str, otherwise: &str) -> String {
    let stem = text::slug(title, 32);
    if stem.is_empty() {
        otherwise.to_owned()
    } else {
        stem
    }
}
