//! A line of a draft: text with its looks, citations, references, notes, comments.

use crate::word::intake::cited::Meaning;
use crate::word::intake::labels::{self, reference};
use crate::word::intake::marks::{Stretch, escaped};
use crate::word::intake::read_back::stood_here;
use crate::word::intake::set_apart::NUMBERS;
use crate::word::intake::writer::{Changes, Writer};
use crate::word::kinds;
use crate::word::read::model::{Look, Paragraph, Piece, Reading, ScopeKind, What};

/// What the scopes around a piece make of it.
enum Around {
    Text,
    Link(usize, String),
    /// It is written once, whatever it showed.
    Once(usize, String, &'static str),
    /// It is not written.
    Gone(&'static str),
}

const TYPED_NUMBERS: &str = "numbers typed before headings, which folio makes";
const CITATIONS: &str = "citations, which folio prints";
const REFERENCES: &str = "references to figures, tables and sections, which folio numbers";
pub(super) const LIST: &str = "the list of references, which folio makes";
pub(super) const CONTENTS: &str =
    "contents, lists of figures and headings over parts, which folio makes";

impl<'a> Writer<'a> {
    /// Returns a paragraph as a line of Markdown, some signs at its beginning left out; `is_single`
    /// keeps it on one line.
    pub(super) fn line(
        &mut self,
        paragraph: &'a Paragraph,
        skip: usize,
        is_single: bool,
    ) -> String {
        let number: String = paragraph.text(self.reading()).chars().take(skip).collect();
        if skip > 0 && labels::caption(paragraph).is_none() {
            let is_block = kinds::named(&paragraph.style).is_some();
            let what = if is_block { NUMBERS } else { TYPED_NUMBERS };
            self.replace(what, &format!("{number} "));
        }
        self.pieces(&paragraph.pieces, skip, is_single)
    }

    /// Returns pieces of a paragraph as a line of Markdown.
    pub(super) fn pieces(&mut self, pieces: &'a [Piece], skip: usize, is_single: bool) -> String {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut skip = skip;
        // The end of a citation that an export of folio's own enclosed.
        let mut until: Option<&str> = None;
        for piece in pieces {
            let is_kept = self.changes == Changes::Kept;
            if piece.look.hidden || !(piece.is_there(self.reading()) || is_kept) {
                continue;
            }
            if let Some(end) = until {
                match &piece.what {
                    What::BookmarkEnd { id } if id == end => until = None,
                    _ => self.replace(CITATIONS, piece.text()),
                }
                continue;
            }
            let look = plain_look(piece.look);
            let raw = |markdown: String| Stretch {
                markdown,
                look: Look::default(),
                link: None,
            };
            let mut link = None;
            match self.around(piece) {
                Around::Text => {}
                Around::Link(scope, address) => link = Some((scope, address)),
                Around::Gone(kind) => {
                    self.replace(kind, piece.text());
                    continue;
                }
                Around::Once(scope, markdown, kind) => {
                    let is_first = self.written.insert(scope);
                    if is_first {
                        self.replace(kind, " ");
                        let markdown = if kind == REFERENCES {
                            self.with_word(markdown, is_number(piece.text()), &mut stretches)
                        } else {
                            markdown
                        };
                        self.count(if kind == REFERENCES {
                            "references"
                        } else {
                            "citations"
                        });
                        stretches.push(raw(markdown));
                    }
                    match piece.what {
                        What::Text(_) | What::Tab | What::LineBreak => {
                            self.replace(kind, piece.text());
                        }
                        _ => {}
                    }
                    continue;
                }
            }
            match &piece.what {
                What::Text(text) => {
                    let cut: usize = text
                        .char_indices()
                        .nth(skip)
                        .map_or(text.len(), |(at, _)| at);
                    skip -= text[..cut].chars().count();
                    let text = &text[cut..];
                    if text.is_empty() {
                        continue;
                    }
                    self.kept.push_str(text);
                    let before = stretches
                        .last()
                        .and_then(|it| it.markdown.chars().next_back());
                    let markdown = match look.code {
                        true => text.replace(['\n', '\t'], " "),
                        false => escaped(text, before),
                    };
                    let markdown = match (is_kept, piece.inserted, piece.deleted) {
                        (true, _, Some(_)) => format!("{{--{}--}}", text.replace("--}", "")),
                        (true, Some(_), None) => format!("{{++{}++}}", markdown.replace("++}", "")),
                        _ => markdown,
                    };
                    stretches.push(Stretch {
                        markdown,
                        look,
                        link,
                    });
                }
                What::Tab => {
                    if skip > 0 {
                        skip -= 1;
                    } else {
                        self.kept.push(' ');
                        stretches.push(Stretch {
                            markdown: " ".into(),
                            look,
                            link,
                        });
                    }
                }
                What::LineBreak => {
                    self.kept.push(' ');
                    skip = skip.saturating_sub(1);
                    let markdown = if is_single { " " } else { "\\\n" };
                    let starts = stretches.iter().all(|it| it.markdown.trim().is_empty());
                    if !starts {
                        stretches.push(raw(markdown.into()));
                    }
                }
                What::Footnote(id) => self.note(self.file.footnotes.get(id), &mut stretches),
                What::Endnote(id) => self.note(self.file.endnotes.get(id), &mut stretches),
                What::Formula { tex, .. } => {
                    self.count("formulas");
                    stretches.push(raw(format!("${tex}$")));
                }
                What::Picture(picture) => {
                    self.count("pictures");
                    let markdown = self.picture(picture, "", None);
                    stretches.push(raw(markdown));
                }
                What::Lost(what) => {
                    self.tell(
                        "what has no place in Markdown: save it as a picture in Word and put it in",
                        what,
                    );
                    stretches.push(raw(stood_here(what)));
                }
                What::BookmarkStart { name, id } => {
                    if let Some(typed) = self.works.typed.get(name).cloned() {
                        self.replace(CITATIONS, " ");
                        self.count("citations");
                        stretches.push(raw(typed));
                        until = Some(id);
                    }
                }
                What::CommentMark(id) => {
                    let comment = self.comment(id);
                    stretches.extend(comment.map(raw));
                }
                What::PageBreak
                | What::BookmarkEnd { .. }
                | What::CommentStart(_)
                | What::CommentEnd(_) => {}
            }
        }
        self.kept.push('\n');
        while stretches
            .last()
            .is_some_and(|it| matches!(it.markdown.as_str(), "\\\n" | " "))
        {
            stretches.pop();
        }
        self.assembled(&stretches)
    }

    /// Returns whether a paragraph stands in what folio makes itself, or shows nothing.
    pub(super) fn is_gone(&mut self, paragraph: &Paragraph) -> bool {
        paragraph
            .pieces
            .iter()
            .filter(|it| !it.text().trim().is_empty())
            .all(|piece| matches!(self.around(piece), Around::Gone(_)))
    }

    fn note(
        &mut self,
        blocks: Option<&'a Vec<crate::word::read::model::Block>>,
        stretches: &mut Vec<Stretch>,
    ) {
        let Some(blocks) = blocks else { return };
        self.notes.push(blocks);
        self.count("notes");
        // A mark of a note is no space for what stands behind it.
        let markdown = format!("[^{}]", self.notes.len());
        stretches.push(Stretch {
            markdown,
            look: Look::default(),
            link: None,
        });
    }

    fn comment(&mut self, id: &str) -> Option<String> {
        let comment = self.file.comments.iter().find(|it| it.id == id)?;
        let clean = |text: &str| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            text.replace("<<}", "").replace("{>>", "")
        };
        self.count("comments");
        Some(format!(
            "{{>>{}: {}<<}}",
            clean(&comment.author),
            clean(&comment.text)
        ))
    }

    /// Returns what the scopes around a piece make of it, the outermost that means something.
    fn around(&mut self, piece: &Piece) -> Around {
        // What folio makes itself is gone with all that stands in it.
        let mut gone = self.file.around(piece.scope);
        if let Some(what) = gone.find_map(|(at, kind)| gone_as(self.works.meanings.get(&at), kind))
        {
            return Around::Gone(what);
        }
        let mut found = Around::Text;
        let mut told = None;
        for (at, kind) in self.file.around(piece.scope) {
            let next = match self.works.meanings.get(&at) {
                Some(Meaning::Citation(cites)) => {
                    Some(Around::Once(at, self.works.markdown(cites), CITATIONS))
                }
                Some(Meaning::Bibliography | Meaning::Own) => None,
                Some(Meaning::Unreadable(program)) => {
                    told = Some((at, *program));
                    Some(Around::Text)
                }
                None => match kind {
                    ScopeKind::Field { instruction, .. } => self.field(at, instruction.trim()),
                    // An address within somebody's own folders leads nowhere here.
                    ScopeKind::Link {
                        address: Some(address),
                        ..
                    } if address.contains(':') => Some(Around::Link(at, address.clone())),
                    ScopeKind::Link {
                        address: Some(address),
                        ..
                    } => {
                        if self.written.insert(at) {
                            self.tell("links to files of somebody's own, now plain text", address);
                        }
                        None
                    }
                    ScopeKind::Link {
                        address: None,
                        anchor: Some(anchor),
                    } => self
                        .labels
                        .targets
                        .get(anchor)
                        .map(|label| Around::Link(at, format!("#{label}"))),
                    ScopeKind::Link { .. } | ScopeKind::Control { .. } | ScopeKind::Other => None,
                },
            };
            found = next.unwrap_or(found);
        }
        if let (Some((at, program)), Around::Text) = (told, &found)
            && self.written.insert(at)
        {
            let text = format!("{program}: {}", piece.text());
            self.tell(
                "citations whose insides could not be read, kept as their words",
                &text,
            );
        }
        found
    }

    fn field(&mut self, at: usize, instruction: &str) -> Option<Around> {
        let mut words = instruction.split_whitespace();
        let kind = words.next()?.to_uppercase();
        match kind.as_str() {
            "HYPERLINK" => {
                let address = instruction.split('"').nth(1).unwrap_or_default();
                let is_place = instruction.contains("\\l");
                match (is_place, self.labels.targets.get(address)) {
                    (true, Some(label)) => Some(Around::Link(at, format!("#{label}"))),
                    (false, _) if address.contains(':') => {
                        Some(Around::Link(at, address.to_owned()))
                    }
                    _ => None,
                }
            }
            "REF" => {
                let name = reference(instruction)?;
                let Some(label) = self.labels.targets.get(name) else {
                    if self.written.insert(at) {
                        self.tell(
                            "references whose target was not found, kept as their words",
                            name,
                        );
                    }
                    return None;
                };
                let is_number = ["\\r", "\\n", "\\w"]
                    .iter()
                    .any(|switch| instruction.contains(switch));
                match label.starts_with("sec:") && !is_number {
                    true => Some(Around::Link(at, format!("#{label}"))),
                    false => Some(Around::Once(at, format!("@{label}"), REFERENCES)),
                }
            }
            "PAGEREF" | "NOTEREF" => {
                if self.written.insert(at) {
                    self.tell(
                        "numbers of pages and notes that Word kept up to date, now plain text",
                        instruction,
                    );
                }
                None
            }
            _ => None,
        }
    }

    /// Takes a word that the author typed before a number into the reference: `Section` and `2.1`.
    /// A number without any word is the number alone.
    fn with_word(&mut self, reference: String, is_bare: bool, stretches: &mut [Stretch]) -> String {
        const WORDS: [&str; 16] = [
            "Section", "Sections", "Chapter", "Chapters", "Figure", "Figures", "Fig.", "Table",
            "Tables", "Appendix", "Equation", "Eq.", "section", "chapter", "figure", "table",
        ];
        let bare = match is_bare {
            true => format!("-{reference}"),
            false => reference.clone(),
        };
        let Some(last) = stretches.last_mut() else {
            return bare;
        };
        let text = last.markdown.trim_end_matches([' ', '\u{a0}']);
        let Some(word) = WORDS.iter().find(|word| {
            text.strip_suffix(**word)
                .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        }) else {
            return bare;
        };
        let length = text.len() - word.len();
        last.markdown.truncate(length);
        // The word was counted as text.
        let kept = self.kept.trim_end_matches([' ', '\u{a0}']).len();
        self.kept.truncate(kept.saturating_sub(word.len()));
        self.replace(REFERENCES, &format!("{word} "));
        let kind = reference.trim_start_matches('@').split(':').next();
        let is_section = self.labels.sections.contains(&reference[1..]);
        match (kind, *word) {
            (Some("fig"), "Figure") | (Some("tbl"), "Table") | (Some("eq"), "Equation") => {
                reference
            }
            (Some("sec"), "Section") if is_section => reference,
            _ => format!("[{word} {reference}]"),
        }
    }
}

/// Returns what becomes of everything in a scope that folio makes itself.
fn gone_as(meaning: Option<&Meaning>, kind: &ScopeKind) -> Option<&'static str> {
    match (meaning, kind) {
        (Some(Meaning::Bibliography), _) => Some(LIST),
        (Some(Meaning::Own), _) => Some("what reference managers keep for themselves"),
        (_, ScopeKind::Control { gallery, .. }) if gallery == "Table of Contents" => Some(CONTENTS),
        (_, ScopeKind::Field { instruction, .. }) => {
            let first = instruction.split_whitespace().next()?.to_uppercase();
            matches!(first.as_str(), "TOC" | "INDEX").then_some(CONTENTS)
        }
        _ => None,
    }
}

/// Returns whether a reference shows a number and no word: `2.1`, `C`, `(3)`.
fn is_number(shown: &str) -> bool {
    let shown = shown.trim().trim_start_matches('(').trim_end_matches(')');
    let is_part = |part: &str| {
        part.chars().all(|c| c.is_ascii_digit())
            || part.len() == 1 && part.starts_with(|c: char| c.is_ascii_uppercase())
    };
    !shown.is_empty()
        && shown
            .split('.')
            .all(|part| !part.is_empty() && is_part(part))
}

fn plain_look(look: Look) -> Look {
    Look {
        size: None,
        hidden: false,
        ..look
    }
}

/// Returns how many words a text has: what stands between spaces and holds a letter or a figure.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// Returns all words of a file that are shown in a reading.
pub(super) fn all_words(file: &crate::word::read::model::WordFile, reading: Reading) -> usize {
    let notes = file.footnotes.values().chain(file.endnotes.values());
    let mut all = Vec::new();
    crate::word::read::paragraphs(&file.blocks, &mut all);
    for note in notes {
        crate::word::read::paragraphs(note, &mut all);
    }
    all.iter()
        .map(|paragraph| words(&paragraph.text(reading)))
        .sum()
}
