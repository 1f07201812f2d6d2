//! What of a draft becomes no chapter, and the sums at its end: nothing is left unsaid.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostics::text;
use crate::word::intake::outline::{Heading, plain};
use crate::word::intake::parts::{DraftPart, PartKind, abbreviations};
use crate::word::intake::writer::{Changes, Writer};
use crate::word::intake::{Draft, Intake, KnownWork, lines, read_back};
use crate::word::read::model::{Reading, Role, WordFile};
use crate::word::read::paragraphs;

/// Accounts for a part that becomes no file of its own.
pub(super) fn left_out(
    part: &DraftPart,
    file: &WordFile,
    writer: &mut Writer<'_>,
    draft: &mut Draft,
    title: Option<&Heading>,
    reading: Reading,
) {
    let blocks = &file.blocks[part.blocks.clone()];
    let all = match part.heading {
        Some(at) => &file.blocks[at..part.blocks.end],
        None => blocks,
    };
    match part.kind {
        PartKind::Before => {
            // One chapter is made of everything where there are no headings at all.
            if part.blocks.end == file.blocks.len() && !writer.has_headings() {
                return;
            }
            let mut lines = Vec::new();
            let mut inside = Vec::new();
            paragraphs(blocks, &mut inside);
            for paragraph in inside {
                let text = plain(paragraph);
                let is_list = paragraph.role == Role::Contents || writer.is_gone(paragraph);
                writer.replace(
                    if is_list { lines::CONTENTS } else { TITLE_PAGE },
                    &format!("{}\n", paragraph.text(reading)),
                );
                if !text.is_empty() && !is_list {
                    lines.push(text);
                }
            }
            // The title itself stands in `folio.toml`.
            let known = [title.map(|title| &title.text), draft.title.as_ref()];
            lines.retain(|line| !known.contains(&Some(line)));
            let usual = lines.iter().map(|line| lines::words(line)).sum::<usize>() < 150;
            if !lines.is_empty() {
                let what = match usual {
                    true => {
                        "the old title page, kept in `from-word/title-page.txt`: folio prints its own from `folio.toml`"
                    }
                    false => {
                        "text before the first heading, kept in `from-word/title-page.txt`: is it a chapter?"
                    }
                };
                writer.report.tell(what, &lines.join(" / "), "");
                draft.files.insert(
                    "from-word/title-page.txt".into(),
                    format!("{}\n", lines.join("\n")).into_bytes(),
                );
            }
        }
        PartKind::Contents => writer.replace_all(lines::CONTENTS, all),
        PartKind::References => {
            writer.replace_all(lines::LIST, all);
            let mut inside = Vec::new();
            paragraphs(blocks, &mut inside);
            let typed: Vec<String> = inside
                .iter()
                .filter(|it| !writer.is_gone(it))
                .map(|it| plain(it))
                .filter(|it| !it.is_empty())
                .collect();
            if !typed.is_empty() {
                writer.report.tell(
                    "a list of references that was typed, kept in `from-word/references.txt`: folio prints its own from what you cite",
                    &text::count(typed.len(), "line"),
                    "",
                );
                draft.files.insert(
                    "from-word/references.txt".into(),
                    format!("{}\n", typed.join("\n")).into_bytes(),
                );
            }
        }
        PartKind::Abbreviations => {
            draft.abbreviations = abbreviations(blocks);
            writer.replace_all("abbreviations, which stand in `folio.toml`", all);
        }
        PartKind::Front(_) | PartKind::Chapter | PartKind::Appendix => {}
    }
}

const TITLE_PAGE: &str = "the title page, which folio makes";

pub(super) fn finish(
    file: &WordFile,
    mut writer: Writer<'_>,
    mut draft: Draft,
    pictures: BTreeMap<String, Vec<u8>>,
    (chapters, appendices): (usize, usize),
    reading: Reading,
    wanted: &Intake,
) -> Draft {
    draft.files.extend(pictures);
    let works = writer.works;
    if !works.items.is_empty() {
        let items: Vec<&Value> = works.items.values().collect();
        let json = serde_json::to_string_pretty(&items).unwrap_or_default();
        draft
            .files
            .insert("references.json".into(), format!("{json}\n").into_bytes());
        draft.has_references = true;
    }
    let fronts = draft
        .files
        .keys()
        .filter(|path| path.starts_with("front/"))
        .count();
    let mut brought = vec![text::count(chapters, "chapter")];
    if fronts > 0 {
        brought.push(text::count(fronts, "part") + " of front matter");
    }
    if appendices > 0 {
        brought.push(match appendices {
            1 => "1 appendix".into(),
            many => format!("{} appendices", text::thousands(many)),
        });
    }
    for (what, number) in &writer.counts {
        let noun = what.trim_end_matches('s');
        brought.push(match *number {
            1 => format!(
                "1 {}",
                if *what == "points of lists" {
                    "point of a list"
                } else {
                    noun
                }
            ),
            many => format!("{} {what}", text::thousands(many)),
        });
    }
    if !works.items.is_empty() {
        let programs: Vec<&str> = works.programs.keys().copied().collect();
        let from = if programs.is_empty() {
            String::new()
        } else {
            format!(" from {}", text::series(&programs))
        };
        brought.push(format!(
            "{}{from}, in `references.json`",
            text::count(works.items.len(), "cited work")
        ));
    }
    if !draft.abbreviations.is_empty() {
        brought.push(text::count(draft.abbreviations.len(), "abbreviation"));
    }
    if !file.changes.is_empty() {
        brought.push(match wanted.changes {
            Changes::Accepted => "tracked changes as if each was accepted".into(),
            Changes::Refused => "tracked changes as if each was refused".into(),
            Changes::Kept => "tracked changes as marks: `{++added++}`, `{--deleted--}`".into(),
        });
    }
    typed_citations(&mut writer, &draft, &wanted.known);
    let mut report = std::mem::take(&mut writer.report);
    report.brought = brought;
    // Changes that are kept as marks print the accepted text alone.
    if wanted.changes != Changes::Kept {
        report.unexplained = draft
            .texts
            .iter()
            .filter_map(|(path, text)| {
                let markdown = String::from_utf8_lossy(draft.files.get(path)?);
                read_back::differences(path, text, &markdown)
            })
            .collect();
    }
    report.words = (lines::all_words(file, reading), lines::words(&writer.kept));
    report.elsewhere = writer
        .replaced
        .iter()
        .map(|(kind, text)| (*kind, lines::words(text)))
        .collect();
    draft.report = report;
    draft
}

/// Finds citations that were typed, by the author and the year of works that are known.
fn typed_citations(writer: &mut Writer<'_>, draft: &Draft, known: &[KnownWork]) {
    for (path, bytes) in draft.files.iter().filter(|(path, _)| path.ends_with(".md")) {
        let text = String::from_utf8_lossy(bytes);
        for (number, line) in (1..).zip(text.lines()) {
            let mut found: Vec<&str> = Vec::new();
            for work in known
                .iter()
                .filter(|work| !work.author.is_empty() && !work.year.is_empty())
            {
                let mut from = 0;
                while let Some(at) = line[from..].find(&work.author) {
                    let end = from + at + work.author.len();
                    let near: String = line[end..].chars().take(40).collect();
                    let is_near = near
                        .find(&work.year)
                        .is_some_and(|year| !near[..year].contains([';', ']']));
                    if is_near && !found.contains(&work.key.as_str()) {
                        found.push(&work.key);
                    }
                    from = end;
                }
            }
            if !found.is_empty() {
                let place = format!("{path}:{number}");
                let keys: Vec<String> = found.iter().map(|key| format!("@{key}")).collect();
                writer.report.tell(
                    "citations typed by hand, with the works of your references that they may mean",
                    &keys.join(", "),
                    &place,
                );
            }
        }
    }
}
