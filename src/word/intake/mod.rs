//! A Word draft as the files of a dissertation: chapters in Markdown, pictures, references, and a
//! report of what came over.
//!
//! # Decisions
//!
//! - 2026-11: nothing is guessed silently. Headings that are no more than bold lines are proposed
//!   and wait for a yes; what was taken for a caption or a quotation by its looks is told.
//! - 2026-11: every word of the Word file is accounted for: it stands in a chapter, or under a name
//!   that says what became of it. The sums are compared, and a difference is told.
//! - 2026-11: a citation is what its program left in the file, not what is printed of it; a list of
//!   references that was typed by hand is kept in a file of its own beside the project.

mod cited;
mod figures;
mod groups;
pub(crate) mod labels;
mod lines;
mod lists;
pub(crate) mod marks;
mod numbering;
pub(crate) mod outline;
mod parts;
mod pictures;
mod read_back;
pub(crate) mod report;
mod set_apart;
mod sums;
mod tables;
pub(crate) mod writer;

use std::collections::{BTreeMap, BTreeSet};

use crate::word::intake::cited::Works;
use crate::word::intake::labels::Labels;
use crate::word::intake::outline::{Heading, plain, proposed, skip_to, styled};
use crate::word::intake::parts::{PartKind, cut, stem};
use crate::word::intake::pictures::picture_files;
use crate::word::intake::report::Report;
use crate::word::intake::sums::{finish, left_out};
use crate::word::intake::writer::{Changes, Writer, settings};
use crate::word::read::model::{Block, Paragraph, Piece, Reading, Role, WordFile};
use crate::word::read::read;
use crate::word::read::unreadable::Unreadable;

/// Which paragraphs are taken for headings where no style says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnstyledHeadings {
    /// They are proposed, and nothing is made.
    #[default]
    Asked,
    /// The proposal is accepted.
    Accepted,
    /// None: everything is one chapter.
    None,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// The programme's parts of front matter that authors write: ids and headings.
    pub front: Vec<(String, String)>,
    /// What is done with tracked changes.
    pub changes: Changes,
    /// What is done where no style says what a heading is.
    pub headings: UnstyledHeadings,
    /// The works of a file of references that the author has: keys with first author and year.
    pub known: Vec<KnownWork>,
}

/// A work of a file of references, as somebody may have typed it.
#[derive(Clone, Debug)]
pub struct KnownWork {
    /// Its key.
    pub key: String,
    /// The family name of its first author.
    pub author: String,
    /// Its year.
    pub year: String,
}

/// What became of a draft.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Nothing yet: these lines look like headings.
    Proposal(Vec<Heading>),
    /// The files.
    Draft(Box<Draft>),
}

/// The files of a draft.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The files by their paths in the project.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The title, by its style or the file's properties.
    pub title: Option<String>,
    /// The author by the file's properties.
    pub author: Option<String>,
    /// Abbreviations of a list, short and long.
    pub abbreviations: Vec<(String, String)>,
    /// Whether there are references in `references.json`.
    pub has_references: bool,
    /// What came over.
    pub report: Report,
    /// The words of each file as they stand in the Word file, in the order of writing.
    pub(crate) texts: Vec<(String, String)>,
}

/// Makes files of a Word draft.
///
/// # Errors
///
/// If it is no Word file, or one that is not read.
pub fn intake(bytes: &[u8], wanted: &Intake) -> Result<Arrival, Unreadable> {
    let mut file = read(bytes)?;
    let reading = match wanted.changes {
        Changes::Accepted | Changes::Kept => Reading::Accepted,
        Changes::Refused => Reading::Original,
    };
    join_paragraphs(&mut file, wanted.changes);
    let (mut headings, title) = styled(&file);
    let mut guessed = false;
    if headings.is_empty() {
        headings = match wanted.headings {
            UnstyledHeadings::None => Vec::new(),
            UnstyledHeadings::Asked | UnstyledHeadings::Accepted => proposed(&file),
        };
        guessed = !headings.is_empty();
        if guessed && wanted.headings == UnstyledHeadings::Asked {
            return Ok(Arrival::Proposal(headings));
        }
    }
    let mut draft = make(&file, &headings, title.as_ref(), reading, wanted);
    if guessed {
        for heading in headings.iter().filter(|it| it.level == 1) {
            draft.report.tell(
                "lines without a heading style that you accepted as chapters",
                &heading.text,
                "",
            );
        }
    }
    Ok(Arrival::Draft(Box::new(draft)))
}

fn make(
    file: &WordFile,
    headings: &[Heading],
    title: Option<&Heading>,
    reading: Reading,
    wanted: &Intake,
) -> Draft {
    let taken: BTreeSet<String> = wanted.known.iter().map(|work| work.key.clone()).collect();
    let works = Works::of(file, &taken);
    let labels = Labels::of(file, headings, &works.labels);
    let (names, pictures) = picture_files(file);
    let mut parts = cut(file, headings, &wanted.front);
    // Without a chapter the text itself stands before the first heading.
    if !headings.is_empty()
        && parts.iter().all(|part| part.kind != PartKind::Chapter)
        && let Some(before) = parts.first_mut()
    {
        before.kind = PartKind::Chapter;
        before.title = "Text".to_owned();
    }
    let mut writer = Writer::new(file, &works, &labels, headings, &names, wanted.changes);
    let mut draft = Draft {
        title: title
            .map(|title| title.text.clone())
            .or_else(|| title_of(file)),
        author: file.author.clone(),
        ..Draft::default()
    };
    let mut chapters = 0;
    let mut appendices = 0;
    for part in &parts {
        let path = match &part.kind {
            PartKind::Before
            | PartKind::Contents
            | PartKind::References
            | PartKind::Abbreviations => {
                left_out(part, file, &mut writer, &mut draft, title, reading);
                continue;
            }
            PartKind::Front(id) => format!("front/{id}.md"),
            PartKind::Chapter => {
                chapters += 1;
                format!("chapters/{chapters:02}-{}.md", stem(&part.title, "chapter"))
            }
            PartKind::Appendix => {
                let letter = char::from(b'a' + u8::try_from(appendices % 26).unwrap_or(0));
                appendices += 1;
                format!("appendices/{letter}-{}.md", stem(&part.title, "appendix"))
            }
        };
        let already = writer.kept.len();
        writer.begin(&path);
        match (&part.kind, part.heading.and_then(|at| paragraph(file, at))) {
            (PartKind::Front(_), Some(heading)) => {
                writer.replace(
                    "headings of front matter, which folio prints",
                    &format!("{}\n", plain(heading)),
                );
            }
            (_, Some(heading)) => {
                let text = heading.text(reading);
                let skip = skip_to(&text, &part.title);
                let shown = writer.titled(heading, skip);
                let label = part.heading.and_then(|at| labels.blocks.get(&at));
                let settings = settings(heading, label);
                writer.chunk(&format!("# {shown}{settings}"));
            }
            (_, None) => writer.chunk(&format!("# {}", part.title)),
        }
        writer.body(&file.blocks[part.blocks.clone()], part.blocks.start);
        let text = writer.end();
        let made_up = match part.heading {
            Some(_) => "",
            None => part.title.as_str(),
        };
        draft.texts.push((
            path.clone(),
            format!("{made_up}\n{}", &writer.kept[already..]),
        ));
        draft.files.insert(path, text.into_bytes());
    }
    if chapters == 0 && headings.is_empty() {
        let path = "chapters/01-text.md";
        let title = draft.title.clone().unwrap_or_else(|| "Text".into());
        writer.begin(path);
        writer.chunk(&format!("# {title}"));
        writer.body(&file.blocks, 0);
        let text = writer.end();
        draft
            .texts
            .push((path.into(), format!("{title}\n{}", writer.kept)));
        draft.files.insert(path.into(), text.into_bytes());
        chapters = 1;
    }
    finish(
        file,
        writer,
        draft,
        pictures,
        (chapters, appendices),
        reading,
        wanted,
    )
}

fn paragraph(file: &WordFile, at: usize) -> Option<&Paragraph> {
    match file.blocks.get(at)? {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) => None,
    }
}

fn title_of(file: &WordFile) -> Option<String> {
    let styled = file.blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) if paragraph.role == Role::Title => {
            Some(plain(paragraph)).filter(|text| !text.is_empty())
        }
        Block::Paragraph(_) | Block::Table(_) => None,
    });
    styled.or_else(|| file.title.clone())
}

/// Joins paragraphs between which somebody deleted the end of one.
fn join_paragraphs(file: &mut WordFile, changes: Changes) {
    let is_gone = |paragraph: &Paragraph| match changes {
        Changes::Accepted => paragraph.end_deleted.is_some(),
        Changes::Refused => paragraph.end_inserted.is_some(),
        Changes::Kept => false,
    };
    let mut joined: Vec<Block> = Vec::with_capacity(file.blocks.len());
    let mut waiting: Vec<Piece> = Vec::new();
    for block in std::mem::take(&mut file.blocks) {
        match block {
            Block::Paragraph(mut paragraph) => {
                if is_gone(&paragraph) {
                    waiting.append(&mut paragraph.pieces);
                    continue;
                }
                if !waiting.is_empty() {
                    waiting.append(&mut paragraph.pieces);
                    paragraph.pieces = std::mem::take(&mut waiting);
                }
                joined.push(Block::Paragraph(paragraph));
            }
            table @ Block::Table(_) => {
                if !waiting.is_empty() {
                    let pieces = std::mem::take(&mut waiting);
                    joined.push(Block::Paragraph(Box::new(Paragraph {
                        pieces,
                        ..Paragraph::default()
                    })));
                }
                joined.push(table);
            }
        }
    }
    if !waiting.is_empty() {
        joined.push(Block::Paragraph(Box::new(Paragraph {
            pieces: waiting,
            ..Paragraph::default()
        })));
    }
    file.blocks = joined;
}
