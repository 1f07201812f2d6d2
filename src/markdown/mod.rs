//! Markdown as a chapter: a Typst syntax tree in which every node leads back to the Markdown.
//!
//! The verb is [`convert`]. It never fails and never panics: trouble is a finding with its place.
//!
//! # Decisions
//!
//! - 2026-11: the parser is pulldown-cmark, on its events with byte offsets. What it does not know
//!   (citations, attributes, spans, divs, captions) is found on its events, never by rewriting the
//!   text with patterns first. Nothing but `read` knows it: a fuller parser can take its place.
//! - 2026-11: the document is written as readable Typst together with a table of [`Origins`], and
//!   that text is read by the engine's own parser. So the tree is one that the parser makes,
//!   `parse(print(tree)) = tree` holds by construction, every node (not only leaves: the syntax
//!   crate gives hand-made inner nodes no place) has a numbered span, and an edit moves none of
//!   the spans behind it. The price is an escaper; a property test holds it to the law that any
//!   text comes out as those very characters.
//! - 2026-11: nesting beyond 24 levels (a quotation counts for two) and files beyond 8 MB are
//!   findings, and what lies deeper is printed as its text: the engine's show rules stop at 64
//!   levels, two for a list and four for a quotation, with a message about its own insides.
//! - 2026-11: formulas are LaTeX, read by pulldown-latex (MIT, events, no prelude on the Typst
//!   side). All 105 formulas of `tests/data/markdown/formulas.txt`, which social and health
//!   scientists use, are translated, typeset inline and as a block, and were looked at. What it
//!   cannot do (`\tag`, TikZ) is a finding that must be fixed, at the formula, which is then printed
//!   as it was written. An author's own commands are written out by this room, within bounds; units
//!   are written as siunitx has them.
//! - 2026-11: no code is run. A chunk is left out with a finding, code in a sentence is printed as a
//!   mark that does not count and must be fixed. LaTeX in text is printed as meant (`dialects/latex`).
//! - 2026-11: what a writer clearly meant and did not write (marks left open, LaTeX, Word's
//!   bullets and numbers, other dialects' blocks) is printed as typed, with a finding that says
//!   what to write; in doubt nothing is said. Text that is not printed must be fixed.
//! - 2026-11: in HTML only tags, comments, scripts and styles vanish; what stands between tags is
//!   Markdown, as pandoc has it. Its figures, pictures and simple tables are ours.
//! - 2026-11: a key such as `fig:x` is a cross-reference, `smith2020` a citation; other keys with
//!   a colon and Quarto's `fig-x` are citations where a work has that very key, references where
//!   any chapter has such a label, and else left to the engine.
//! - 2026-11: citations are read as pandoc reads them, key, form, words and place in the work, and
//!   are told as [`PlacedCluster`]s; `folio.cited` prints what a style makes of each. What it is
//!   given as text names the citation, so that a style can be asked before a page is set; the
//!   author's own words are given as content, so that each keeps its place. Of the 90 forms in
//!   `tests/citations.rs` pandoc 3.9 reads all the same, its labels of places British or American;
//!   the few that go beyond it stand beside them with their reasons.
//! - 2026-11: notes that several marks ask for are printed at the first.
//! - 2026-11: CriticMarkup is printed as the accepted text. What was deleted or remarked is kept as
//!   typed words in a string: it cites nothing, has no number and counts nowhere, so that a copy
//!   for review, which shows it as an artifact of the page, has the count of any other.
//! - 2026-11: what Obsidian and kramdown write is read where prose has no such sign: `x[[1]]`, `5%%`,
//!   `a==b`, `#MeToo` and `2 ^10` stay as they are. CommonMark's links come first.
//!
//! - 2026-11: a fenced block whose id begins with `fig`, `tbl` or `lst` is a figure: its last
//!   paragraph is the caption, pictures and tables in it are parts with letters. A block that only
//!   asks for an arrangement leaves figures with captions of their own one below the other.
//! - 2026-11: of LaTeX's floats those of one picture, or of one `tabular` whose cells are text, are
//!   ours; their words stand at their places as Markdown.
//! - 2026-11: with a `title:` and several headings as high as a title, the chapter has that title, and
//!   they are its sections, as in Quarto.
//! - 2026-11: below a tag of HTML that is alone on its line stands Markdown, as pandoc and kramdown
//!   have it; CommonMark's block of HTML goes on to the next empty line. `<div id="fig:x">`,
//!   `<figure>` and R's `<div class="figure">` are figures as the fenced block of such an id is.
//! - 2026-11: the figure that a chunk would make is missing where the chunk stands: a finding is
//!   there, and another one, which must be fixed, at each reference to it. Chunks of bookdown that hold text
//!   (`{block}`) are set apart as callouts are; `{theorem, x}` and Quarto's `{#thm-x}` have numbers.
//! - 2026-11: callouts of Quarto, Obsidian and GitHub are callouts, with the word of their kind where
//!   they have no title; `[!quote]` is a quotation. What other programs arrange on a screen
//!   (columns, margins, tabs) is printed as it stands.
//! - 2026-11: nothing is fetched: a picture from the web is a frame with its address, and a finding.
//!
//! # CommonMark
//!
//! All 652 examples of version 0.31.2 of the specification are typeset, and 620 come out as their
//! reference HTML has it: its words in order, and its structure (lists with their items, starts and
//! whether they are tight or loose, quotations, code, headings, links, emphasis), read from the
//! tags of the laid-out page. The 32 others are meant:
//!
//! | section | right | of | why the others differ |
//! |---|---|---|---|
//! | Images | 15 | 22 | captions keep their links and emphasis; `![[foo]]` is a picture of Obsidian's |
//! | HTML blocks | 28 | 44 | between tags stands Markdown; scripts and styles are not printed |
//! | Autolinks | 15 | 19 | an address in a sentence is a link, as GitHub has it; `@key` is a citation |
//! | Links | 88 | 90 | a link to a name that is not there is its words, with a finding; a picture's words |
//! | Raw HTML | 18 | 20 | a tag with a quoted `>`, and a declaration, are read too simply by the comparison |
//! | Setext headings | 26 | 27 | dashes become typographic |
//! | the other twenty | 430 | 430 | |
//!
//! 400 documents by chance are built as pandoc builds them with `-f commonmark`.
//!
//! # Pandoc
//!
//! The scholarly set (`tests/data/markdown/cases.txt`) has 178 cases, each with the text of its
//! page and its tree. Pandoc 3.9 reads 159 of them the same; the other 19 each give their reason:
//! CommonMark's rule (a list, a heading and a quotation may interrupt a paragraph), a tag of HTML
//! that has a meaning here, attributes of captions and formulas (pandoc-crossref's), addresses
//! (GitHub's). Of 81 lists, line blocks and divs (`lists.txt`) it reads 74 the same, of 184 tables
//! (`tables.txt`) 162; the others give their reasons too.
//!
//! # Documents by chance
//!
//! Fragments in any order, whole constructs inside each other, any bytes: none may panic, give Typst
//! that cannot be read, or lead to a place between characters, and each fortieth is typeset. What
//! was found is mended and kept in `tests/fuzz.rs`. Of 42,000 numbered words over all constructs, also
//! inside lists, quotations, blocks and definitions, in 21 chapters, each is counted once, in its
//! category and at its line.
//!
//! # Conservation
//!
//! Each word that the parser reads as text lies under something that is printed, is left out by
//! design, or stands where a finding says so; anything else is `text-not-printed` (`conservation`).
//!
//! # Speed
//!
//! `benches/markdown.rs`: a megabyte takes about three times as long as the engine's parser takes to
//! read what was made of it, which is 26 ms on an idle machine (release). The time grows with the
//! length: a test repeats each mark that could make the work quadratic.
//!
//! # Known gaps
//!
//! A list that begins with a Roman ten or later is text; a change under review ends in the list or quotation in which it begins; a table of
//! LaTeX's with `\multirow` and a figure with several pictures are their words, with a finding;
//! words before a key of no known work that may be a label (`[see @interview:x]`) stand before its
//! bracket; a semicolon in quotation marks ends a citation in a bracket; the parser takes a tab behind the
//! closing signs of a heading for text; a caption that kramdown gives as an attribute below a block
//! of code is not printed, with a finding.

mod abbreviations;
mod attributes;
mod byte_set;
mod conservation;
mod dialects;
mod document;
mod formulas;
mod inline;
mod kinds;
mod links;
mod mask;
mod names;
mod origins;
mod parts;
mod placed_text;
mod printed;
mod quotation;
mod read;
pub(crate) mod rules;
mod tables;
mod trouble;
mod write;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use typst::syntax::{FileId, Source};

use crate::diagnostics::rules::FILE_TOO_LARGE;
use crate::diagnostics::text::slug;
use crate::diagnostics::{Diagnostic, MAX_TEXT_BYTES, Place, ProjectPath};
use crate::markdown::abbreviations::walk::AbbreviationWalk;
use crate::markdown::conservation::Marks;
use crate::markdown::mask::Masked;
use crate::markdown::names::{ChapterNames, Leads};
use crate::markdown::quotation::DecidedMarks;
use crate::markdown::read::chapter::ReadChapter;
use crate::markdown::read::front_matter;
use crate::markdown::trouble::Trouble;
use crate::markdown::write::composer::Composer;
use crate::markdown::write::writer::TypstWriter;

pub use abbreviations::{Abbreviation, Abbreviations, Met, met_in};
pub use formulas::macros::Macros;
pub use inline::citation::may_be_label;
pub use names::{KnownNames, Lead, Names, bare_identifier, is_among, other_spellings, thing_named};
pub use origins::Origins;
pub use printed::{OBJECT, PrintedAtom, PrintedBlock, printed};
pub use quotation::QuotationMarks;
pub use read::front_matter::FrontMatter;
pub use write::cites::PlacedCluster;
pub use write::spelling::{print, quoted};

/// The virtual file with the functions that converted chapters call.
pub const FUNCTIONS_PATH: &str = "/.folio/markdown.typ";

/// What the manifest says about Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Where a chapter imports [`FUNCTIONS_PATH`] from; another place when a project is emitted.
    pub functions: String,
    /// What is known of abbreviations.
    pub abbreviations: Abbreviations,
    /// What is known of the names in other chapters.
    pub names: KnownNames,
    /// The keys of works that [may be taken for labels](may_be_label).
    pub works: BTreeSet<String>,
    /// What becomes of straight quotation marks.
    pub quotation: QuotationMarks,
    /// The commands of the author's own, for formulas.
    pub macros: Macros,
    /// The notes of the project that the chapter puts in by their names: `![[note]]`.
    pub notes: BTreeSet<ProjectPath>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            functions: FUNCTIONS_PATH.to_owned(),
            abbreviations: Abbreviations::default(),
            names: KnownNames::default(),
            works: BTreeSet::new(),
            quotation: QuotationMarks::default(),
            macros: Macros::default(),
            notes: BTreeSet::new(),
        }
    }
}

/// A chapter in Markdown, as the engine reads it.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// The Typst, parsed, with the id of the Markdown file.
    pub source: Source,
    /// The way back from bytes of that Typst to bytes of the Markdown file.
    pub origins: Origins,
    /// What is wrong with the Markdown.
    pub findings: Vec<Diagnostic>,
    /// What the chapter says of itself.
    pub front_matter: FrontMatter,
    /// `*[EPR]: electronic patient record`, in the order of the text.
    pub abbreviations: Vec<Abbreviation>,
    /// What its text does with the abbreviations that are known.
    pub met: Met,
    /// What it asks for in vain, and its headings.
    pub names: Names,
    /// What it cites for certain, in the order of reading, a note where it is called. A key of no
    /// known work that may be a label (`fig-x`, `interview:x`) stands in the Typst as `@key`.
    pub citations: Vec<PlacedCluster>,
}

/// Converts a chapter.
pub fn convert(file: FileId, path: &ProjectPath, text: &str, settings: &Settings) -> Conversion {
    if text.len() as u64 > MAX_TEXT_BYTES {
        let message = format!("this file is larger than {MAX_TEXT_BYTES} bytes");
        let finding = Diagnostic::of(&FILE_TOO_LARGE, message)
            .at(Place::file(path.clone()))
            .hint("split it into several chapters");
        return Conversion {
            source: Source::new(file, String::new()),
            origins: Origins::default(),
            findings: vec![finding],
            front_matter: FrontMatter::default(),
            abbreviations: Vec::new(),
            met: Met::default(),
            names: Names::default(),
            citations: Vec::new(),
        };
    }
    let mut trouble = Trouble::new(path);
    trouble.notes.clone_from(&settings.notes);
    let (mut front_matter, body) = front_matter::read(text, &mut trouble);
    let masked = Masked::of(&body);
    let mut macros = settings.macros.clone();
    // What LaTeX would be given before the chapter: `header-includes:`.
    macros.take_definitions(&text[..front_matter.length]);
    let works = &settings.works;
    let mut chapter = ReadChapter::read(&front_matter, &body, &masked, macros, works, &mut trouble);
    let mut walk = AbbreviationWalk::new(&settings.abbreviations);
    let mut own = ChapterNames::default();
    let mut marks_of_nodes = Marks::new(&body);
    // A few blocks at a time, which stay near.
    for blocks in chapter.blocks.chunks_mut(32) {
        walk.text(blocks);
        own.blocks(blocks);
        marks_of_nodes.blocks(blocks);
    }
    for note in chapter.notes.values_mut() {
        walk.aside(&mut note.blocks);
    }
    for text in chapter.texts.values_mut() {
        walk.aside(&mut text.blocks);
    }
    let marks = match settings.quotation {
        QuotationMarks::British => Some(DecidedMarks::of(
            chapter.body,
            &chapter.blocks,
            chapter.notes.values(),
        )),
        QuotationMarks::Engine => None,
    };
    let ReadChapter {
        body,
        blocks,
        notes,
        repeated,
        texts,
        unmade,
        macros,
        abbreviations,
    } = chapter;
    let scope = slug(path.as_str(), 60);
    own.unmade = unmade;
    notes.values().for_each(|note| own.blocks(&note.blocks));
    notes.values().for_each(|note| marks_of_nodes.note(note));
    for text in texts.values() {
        marks_of_nodes.blocks(&text.blocks);
    }
    let (leads, names) = Leads::find(&own, &settings.names, &scope);
    let mut composer = Composer::new(body, &mut trouble, notes, repeated, scope, leads);
    composer.texts = texts;
    composer.macros = macros;
    composer.writer.marks = marks;
    if let Some(short) = &mut front_matter.short_title {
        *short = composer.writer.set(short).into_owned();
    }
    composer.document(&blocks);
    let mut known = marks_of_nodes.places;
    // What is asked for may be asked for where it is only read aloud, or by code.
    known.extend(composer.texts.values().map(|text| text.place.clone()));
    known.append(&mut composer.writer.printed);
    conservation::report_lost_words(body, known, composer.trouble);
    let citations = composer.citations;
    let TypstWriter {
        out: mut typst,
        mut origins,
        uses_functions,
        ..
    } = composer.writer;
    let head = match uses_functions {
        true => format!("#import {} as folio\n\n", quoted(&settings.functions)),
        false => String::new(),
    };
    origins.shift(head.len());
    typst.insert_str(0, &head);
    if !typst.is_empty() && !typst.ends_with('\n') {
        typst.push('\n');
    }
    Diagnostic::sort(&mut trouble.findings);
    Conversion {
        source: Source::new(file, typst),
        origins,
        findings: trouble.findings,
        front_matter,
        abbreviations,
        met: walk.met,
        names,
        citations,
    }
}

/// Returns the abbreviations that a Markdown file defines, without converting it.
pub fn definitions(text: &str) -> Vec<Abbreviation> {
    if !text.contains("*[") || text.len() as u64 > MAX_TEXT_BYTES {
        return Vec::new();
    }
    let unheard = ProjectPath::new("definitions.md");
    unheard.map_or_else(Vec::new, |path| {
        let mut trouble = Trouble::new(&path);
        let (front_matter, body) = front_matter::read(text, &mut trouble);
        let masked = Masked::of(&body);
        let (macros, works) = (Macros::default(), BTreeSet::new());
        let read = ReadChapter::read(&front_matter, &body, &masked, macros, &works, &mut trouble);
        read.abbreviations
    })
}

#[cfg(test)]
mod tests;
