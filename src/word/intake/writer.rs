//! Blocks of a draft as Markdown, and what is to be told about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::word::intake::cited::Works;
use crate::word::intake::groups::{Group, goes_on, group_of};
use crate::word::intake::labels::{self, Labels};
use crate::word::intake::marks::{Stretch, guarded, line, quoted};
use crate::word::intake::numbering::Lists;
use crate::word::intake::outline::{Heading, plain, skip_to, without_number};
use crate::word::intake::report::Report;
use crate::word::kinds::{SECTION_BREAK, UNLISTED_HEADING};
use crate::word::read::model::{Block, Paragraph, Reading, Role, What, WordFile};

/// What is done with changes that somebody tracked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Changes {
    /// The text as it is once each is accepted.
    #[default]
    Accepted,
    /// The text as it was before.
    Refused,
    /// Both, as `{++added++}` and `{--deleted--}`.
    Kept,
}

/// What a draft becomes, part by part.
pub(crate) struct Writer<'a> {
    pub(super) file: &'a WordFile,
    pub(super) works: &'a Works,
    pub(super) labels: &'a Labels,
    /// The headings by their blocks.
    headings: BTreeMap<usize, &'a Heading>,
    /// The names of the files of pictures, by their parts.
    pub(super) pictures: &'a BTreeMap<String, String>,
    pub(super) changes: Changes,
    pub(super) report: Report,
    /// The file at hand, its text so far, and how many lines it has.
    pub(super) path: String,
    pub(super) out: String,
    lines: usize,
    /// The notes of the part at hand, to stand at its end.
    pub(super) notes: Vec<&'a [Block]>,
    pub(super) lists: Lists,
    /// The scopes whose citation or reference was written.
    pub(super) written: BTreeSet<usize>,
    /// The words of the draft that are text, and those that became something else.
    pub(super) kept: String,
    pub(super) replaced: BTreeMap<&'static str, String>,
    /// What was counted on the way.
    pub(super) counts: BTreeMap<&'static str, usize>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(
        file: &'a WordFile,
        works: &'a Works,
        labels: &'a Labels,
        headings: &'a [Heading],
        pictures: &'a BTreeMap<String, String>,
        changes: Changes,
    ) -> Self {
        Self {
            file,
            works,
            labels,
            headings: headings
                .iter()
                .map(|heading| (heading.block, heading))
                .collect(),
            pictures,
            changes,
            report: Report::default(),
            path: String::new(),
            out: String::new(),
            lines: 1,
            notes: Vec::new(),
            lists: Lists::default(),
            written: BTreeSet::new(),
            kept: String::new(),
            replaced: BTreeMap::new(),
            counts: BTreeMap::new(),
        }
    }

    pub(super) fn reading(&self) -> Reading {
        match self.changes {
            Changes::Accepted | Changes::Kept => Reading::Accepted,
            Changes::Refused => Reading::Original,
        }
    }

    /// Returns whether the draft has headings at all.
    pub(crate) fn has_headings(&self) -> bool {
        !self.headings.is_empty()
    }

    /// Returns the words of a heading over a part, some signs at its beginning left out.
    pub(crate) fn titled(&mut self, paragraph: &'a Paragraph, skip: usize) -> String {
        self.line(paragraph, skip, true)
    }

    /// Begins a file.
    pub(crate) fn begin(&mut self, path: &str) {
        self.path = path.to_owned();
        self.out.clear();
        self.lines = 1;
        self.notes.clear();
        self.lists = Lists::default();
    }

    /// Ends the file: its notes, and its text.
    pub(crate) fn end(&mut self) -> String {
        let mut at = 0;
        while let Some(note) = self.notes.get(at).copied() {
            at += 1;
            let blocks = self.blocks(note, None);
            let text = blocks
                .join("\n\n")
                .replace('\n', "\n    ")
                .replace("\n    \n", "\n\n");
            self.chunk(&format!("[^{at}]: {text}"));
        }
        std::mem::take(&mut self.out)
    }

    /// Adds a block to the file.
    pub(crate) fn chunk(&mut self, text: &str) {
        let text = text.trim_end();
        if text.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
            self.lines += 1;
        }
        self.out.push_str(text);
        self.out.push('\n');
        self.lines += text.matches('\n').count() + 1;
    }

    /// Returns where the next block will stand.
    pub(super) fn place(&self) -> String {
        let gap = usize::from(!self.out.is_empty());
        format!("{}:{}", self.path, self.lines + gap)
    }

    pub(super) fn tell(&mut self, what: &'static str, detail: &str) {
        let place = self.place();
        self.report.tell(what, detail, &place);
    }

    pub(super) fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// Notes that words of the draft became something else.
    pub(crate) fn replace(&mut self, kind: &'static str, words: &str) {
        let all = self.replaced.entry(kind).or_default();
        all.push_str(words);
    }

    /// Notes that all words of blocks became something else.
    pub(crate) fn replace_all(&mut self, kind: &'static str, blocks: &[Block]) {
        let mut all = Vec::new();
        crate::word::read::paragraphs(blocks, &mut all);
        for paragraph in all {
            let text = paragraph.text(self.reading());
            self.replace(kind, &format!("{text}\n"));
        }
    }

    /// Writes blocks of the body to the file; `first` is the number of the first.
    pub(crate) fn body(&mut self, blocks: &'a [Block], first: usize) {
        // How the pages of a section lie is said at its end.
        let mut lies = false;
        let mut wides: Vec<bool> = blocks
            .iter()
            .rev()
            .map(|block| {
                if let Block::Paragraph(paragraph) = block {
                    lies = paragraph.section_end.unwrap_or(lies);
                }
                lies
            })
            .collect();
        wides.reverse();
        let mut wide = false;
        let mut at = 0;
        for group in wides.chunk_by(|left, right| left == right) {
            let end = at + group.len();
            if group[0] != wide {
                wide = group[0];
                self.chunk(if wide { "::: {.landscape}" } else { ":::" });
            }
            // What has a number is written at once.
            let _ = self.blocks(&blocks[at..end], Some(first + at));
            at = end;
        }
        if wide {
            self.chunk(":::");
        }
    }

    /// Returns blocks as Markdown; those of the body, whose number is given, go into the file at once.
    pub(super) fn blocks(&mut self, blocks: &'a [Block], first: Option<usize>) -> Vec<String> {
        let captions = labels::captions(blocks);
        let of: BTreeMap<usize, usize> = captions
            .iter()
            .map(|(object, caption)| (*caption, *object))
            .collect();
        let mut out = Vec::new();
        let mut at = 0;
        while at < blocks.len() {
            let mut length = 1;
            let text = match &blocks[at] {
                _ if of.contains_key(&at) => String::new(),
                Block::Table(table) => {
                    let label = first
                        .and_then(|first| self.labels.blocks.get(&(first + at)))
                        .cloned();
                    let caption = captions.get(&at).and_then(|at| blocks.get(*at));
                    self.table(table, caption, label)
                }
                Block::Paragraph(paragraph) => {
                    let heading = first.and_then(|first| self.headings.get(&(first + at)).copied());
                    let group = match heading {
                        Some(_) => None,
                        None => group_of(paragraph),
                    };
                    if let Some(group) = group {
                        let rest = blocks[at..].iter().enumerate();
                        length = rest
                            .take_while(|(index, block)| match block {
                                Block::Paragraph(next) => {
                                    goes_on(group, next) && !of.contains_key(&(at + index)) && {
                                        first.is_none_or(|first| {
                                            !self.headings.contains_key(&(first + at + index))
                                        })
                                    }
                                }
                                Block::Table(_) => false,
                            })
                            .count()
                            .max(1);
                    }
                    let these: Vec<&'a Paragraph> = blocks[at..at + length]
                        .iter()
                        .filter_map(|block| match block {
                            Block::Paragraph(paragraph) => Some(&**paragraph),
                            Block::Table(_) => None,
                        })
                        .collect();
                    match (heading, group) {
                        (Some(heading), _) => self.heading(paragraph, heading),
                        (None, Some(Group::List)) => self.list(&these),
                        (None, Some(Group::Quote)) => self.quote(&these),
                        (None, Some(Group::Apart(kind))) => {
                            self.set_apart(kind, &these, first.map(|first| first + at))
                        }
                        (None, Some(Group::Definition)) => self.definitions(&these),
                        (None, Some(Group::Code)) => self.code(&these),
                        (None, None) => {
                            let caption = captions.get(&at).and_then(|at| blocks.get(*at));
                            let label = first
                                .and_then(|first| self.labels.blocks.get(&(first + at)))
                                .cloned();
                            self.paragraph(paragraph, caption, label)
                        }
                    }
                }
            };
            at += length;
            if text.is_empty() {
                continue;
            }
            match first {
                Some(_) => self.chunk(&text),
                None => out.push(text),
            }
        }
        out
    }

    /// Writes a heading of the body.
    fn heading(&mut self, paragraph: &'a Paragraph, heading: &Heading) -> String {
        let skip = self.number_before(paragraph);
        let text = self.line(paragraph, skip, true);
        let settings = settings(paragraph, self.labels.blocks.get(&heading.block));
        self.count("sections");
        format!("{} {text}{settings}", "#".repeat(heading.level))
    }

    /// Returns how many signs a number typed before a heading takes.
    pub(super) fn number_before(&self, paragraph: &Paragraph) -> usize {
        let text = paragraph.text(self.reading());
        skip_to(&text, without_number(&text))
    }

    fn paragraph(
        &mut self,
        paragraph: &'a Paragraph,
        caption: Option<&'a Block>,
        label: Option<String>,
    ) -> String {
        if labels::is_picture(paragraph) {
            return self.figure(paragraph, caption, label);
        }
        let breaks = paragraph.breaks_before && !self.out.is_empty();
        if let Some(formula) = self.formula(paragraph, label) {
            return formula;
        }
        if paragraph.style == SECTION_BREAK && plain(paragraph).is_empty() {
            return "***".to_owned();
        }
        let text = self.line(paragraph, 0, false);
        if paragraph.is_boxed && !text.is_empty() {
            self.tell(
                "text that stood in a box beside the page",
                &plain(paragraph),
            );
        }
        let only_breaks = paragraph.pieces.iter().any(|it| it.what == What::PageBreak);
        match (breaks || only_breaks, text.is_empty()) {
            // A break at the end of a part is the next part's own.
            (true, true) if self.out.is_empty() => String::new(),
            (true, true) => "\\newpage".to_owned(),
            (true, false) if breaks => format!("\\newpage\n\n{}", guarded(&text)),
            (_, _) => guarded(&text),
        }
    }

    /// Returns a paragraph that is a formula, and perhaps its number.
    fn formula(&mut self, paragraph: &'a Paragraph, label: Option<String>) -> Option<String> {
        let mut formulas = paragraph.pieces.iter().filter_map(|it| match &it.what {
            What::Formula { tex, .. } if it.is_there(self.reading()) => Some(tex.clone()),
            _ => None,
        });
        let tex = formulas.next()?;
        let more: Vec<String> = formulas.collect();
        let text = plain(paragraph);
        let number = text.trim_matches(['(', ')', '[', ']', ' ', '#']);
        let is_number = number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
        if !is_number {
            return None;
        }
        self.count("formulas");
        self.replace(
            "numbers of formulas, which folio makes",
            &format!("{text}\n"),
        );
        let label = label
            .filter(|label| label.starts_with("eq:"))
            .map(|label| format!(" {{#{label}}}"));
        let all = std::iter::once(tex).chain(more);
        let all: Vec<String> = all.map(|tex| format!("$$ {tex} $$")).collect();
        Some(format!("{}{}", all.join("\n\n"), label.unwrap_or_default()))
    }

    fn quote(&mut self, paragraphs: &[&'a Paragraph]) -> String {
        let by_indent = paragraphs.iter().any(|it| it.role != Role::Quote);
        if by_indent {
            self.tell(
                "taken for quotations, since they are indented on both sides",
                &plain(paragraphs[0]),
            );
        }
        let lines: Vec<String> = paragraphs
            .iter()
            .map(|it| guarded(&self.line(it, 0, false)))
            .filter(|it| !it.is_empty())
            .collect();
        self.count("quotations");
        quoted(&lines.join("\n\n"))
    }

    fn code(&mut self, paragraphs: &[&'a Paragraph]) -> String {
        let lines: Vec<String> = paragraphs
            .iter()
            .map(|paragraph| {
                let there = paragraph
                    .pieces
                    .iter()
                    .filter(|it| it.is_there(self.reading()));
                there
                    .map(|piece| match &piece.what {
                        What::LineBreak => "\n",
                        What::Tab => "\t",
                        _ => piece.text(),
                    })
                    .collect::<String>()
            })
            .collect();
        let text = lines.join("\n");
        self.kept.push_str(&format!("{text}\n"));
        let fence = if text.contains("```") { "~~~~" } else { "```" };
        format!("{fence}\n{text}\n{fence}")
    }

    pub(super) fn assembled(&mut self, stretches: &[Stretch]) -> String {
        line(stretches)
    }
}

/// Returns what a heading is given in braces.
pub(super) fn settings(paragraph: &Paragraph, label: Option<&String>) -> String {
    let given = [
        label.map(|label| format!("#{label}")),
        paragraph.is_unnumbered.then(|| ".unnumbered".to_owned()),
        (paragraph.style == UNLISTED_HEADING).then(|| ".unlisted".to_owned()),
    ];
    let given: Vec<String> = given.into_iter().flatten().collect();
    match given.is_empty() {
        true => String::new(),
        false => format!(" {{{}}}", given.join(" ")),
    }
}
