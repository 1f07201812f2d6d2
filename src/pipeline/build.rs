//! The build: the pages with their count, as a PDF.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::diagnostics::rules::NOT_UTF8;
use crate::diagnostics::text::{count, did_you_mean};
use crate::diagnostics::{Diagnostic, DocumentDate, Level, SourceMap};
use crate::dissertation::{
    CountSummary, Dissertation, Edition, Failure, FailureKind, Stage, quoted, wanted_standards,
};
use crate::pipeline::html::html_page;
use crate::pipeline::word::word_file;
use crate::project::{Project, Region};
use crate::typeset::{self, Pdf, Saved, Standard};
use crate::words::Census;

/// What a build is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BuildRequest {
    /// Which copy.
    pub edition: Edition,
    /// Which pages to export.
    pub part: Part,
    /// What is made of them.
    pub to: Medium,
    /// The file whose looks a file for Word has, in the place of the manifest's.
    pub reference: Option<PathBuf>,
    /// The PDF standards wanted; empty for the default.
    pub standards: Vec<String>,
    /// Also return the plain Typst project.
    pub emit: bool,
}

impl BuildRequest {
    /// Returns the request for the whole as it is handed in.
    pub fn submission() -> Self {
        Self {
            edition: Edition::submission(false),
            part: Part::Whole,
            to: Medium::Pdf,
            reference: None,
            standards: Vec::new(),
            emit: false,
        }
    }
}

/// What a build makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Medium {
    /// Pages.
    Pdf,
    /// A file for Word.
    Word,
    /// One page of HTML.
    Html,
}

/// Which pages to export. The whole is always typeset, so that numbers stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// All of them.
    Whole,
    /// One chapter or appendix, by its id.
    Chapter(String),
    /// The chapters that are due up to a milestone, by its id.
    Until(String),
}

/// What a build made.
#[derive(Debug)]
pub struct Output {
    /// What there is to say about it.
    pub built: Built,
    /// The PDF, the file for Word, or the page of HTML.
    pub file: Vec<u8>,
    /// The files of the plain Typst project, if asked for, by path with `/`.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What there is to say about a build.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Built {
    /// How many pages the PDF has; a file for Word and a page of HTML have none.
    pub pages: Option<usize>,
    /// The standards that it meets, as people write them.
    pub standards: Vec<String>,
    /// What was given up on the way, a sentence each.
    pub gave_up: Vec<String>,
    /// What was saved by scaling pictures down, as a sentence.
    pub saved: Option<String>,
    /// The count of the whole document.
    pub counted: CountSummary,
    /// The document's date and where it comes from.
    pub date: DocumentDate,
    /// What there is to say about the author's files.
    pub findings: Vec<Diagnostic>,
    /// What the manifest tried to change and `--rules` overruled.
    pub overruled: Vec<Diagnostic>,
    /// The texts that the findings quote.
    pub sources: SourceMap,
}

impl Built {
    /// Returns whether anything must be fixed before it is handed in.
    pub fn fails(&self) -> bool {
        let is_denied = |finding: &Diagnostic| finding.level == Level::Deny;
        self.counted.fails() || self.findings.iter().any(is_denied)
    }
}

/// Says what was saved by scaling pictures down; nothing if none was.
fn saved_in_words(saved: Saved) -> Option<String> {
    let Saved { pictures, bytes } = saved;
    let verb = if pictures == 1 { "was" } else { "were" };
    (pictures > 0).then(|| {
        let less = match bytes {
            0..100_000 => format!("{} kB", bytes.div_ceil(1_000)),
            _ => format!("{:.1} MB", bytes as f64 / 1e6),
        };
        let pictures = count(pictures, "picture");
        format!(
            "{pictures} {verb} scaled down for print: {less} less (`[format] picture-ppi` says how fine)"
        )
    })
}

/// Builds a dissertation.
///
/// # Errors
///
/// If the pages cannot be made, or `strict` refuses what was found.
pub fn build(dissertation: &mut Dissertation, request: &BuildRequest) -> Result<Output, Failure> {
    let BuildRequest {
        edition,
        part,
        to,
        reference,
        standards,
        emit,
    } = request;
    let standards = wanted_standards(standards)?;
    let is_whole_pdf = *to == Medium::Pdf && *part == Part::Whole && standards == Standard::DEFAULT;
    let pages = match is_whole_pdf {
        true => dissertation.pages_to_write(edition)?,
        false => dissertation.pages(edition)?,
    };
    dissertation.begin(Stage::WritingPdf);
    let mut sources = dissertation.sources();
    pages.by_rule.refuse_errors(&sources)?;
    let wanted = texts_of_part(dissertation.project(), part)?;
    let wanted = wanted.as_deref();
    let part = wanted.map(|wanted| chapter_pages(&pages.census, wanted));
    let (pdf, pages_made) = match to {
        Medium::Pdf => {
            let count = part
                .as_ref()
                .map_or(pages.typeset.document.pages().len(), |ranges| {
                    ranges.iter().map(|range| range.clone().count()).sum()
                });
            let pdf = match is_whole_pdf {
                true => Pdf::clone(&*dissertation.pdf(&pages)?),
                false => dissertation.export(&pages, standards, part)?,
            };
            (pdf, Some(count))
        }
        Medium::Word => (
            word_file(dissertation, &pages, wanted, reference.as_deref())?,
            None,
        ),
        Medium::Html => (html_page(dissertation, &pages, wanted)?, None),
    };

    let project = dissertation.project();

    let session = dissertation.session();
    let document = &pages.typeset.document;
    let mut gave_up = pdf.gave_up;
    let files = if *emit {
        let emitted = typeset::emit(session, document)
            .map_err(|error| dissertation.failure(edition, error))?;
        gave_up.extend(emitted.notes);
        emitted.files
    } else {
        Vec::new()
    };
    let mut findings = project.findings.clone();
    // What is wrong with works that nobody cites is for `check` alone.
    let manuscript = dissertation.manuscript();
    let cited: BTreeSet<&str> = (manuscript.citations().map(|it| it.key.as_str()))
        .chain(manuscript.mentions().map(|it| it.name.as_str()))
        .collect();
    let references = dissertation.references();
    findings.extend(references.findings_of(|key| cited.contains(key)).cloned());
    findings.extend(dissertation.texts().findings.iter().cloned());
    findings.extend(pages.by_rule.findings.iter().cloned());
    findings.extend(pages.unsettled.clone());
    findings.extend(pages.typeset.findings.iter().cloned());
    findings.extend(pdf.findings);
    Diagnostic::sort(&mut findings);
    findings.dedup();
    // Of a file that cannot be read the pages say more.
    let left_out: BTreeSet<_> = pages.typeset.left_out.iter().collect();
    let is_first = |it: &Diagnostic| it.is(&NOT_UTF8) && project.findings.contains(it);
    let path = |it: &Diagnostic| it.place.as_ref().map(|place| place.path.clone());
    findings.retain(|it| !(is_first(it) && path(it).is_some_and(|path| left_out.contains(&path))));
    sources.extend(session.sources());
    Ok(Output {
        built: Built {
            pages: pages_made,
            standards: pdf.standards.iter().map(ToString::to_string).collect(),
            gave_up,
            saved: saved_in_words(pdf.saved),
            counted: pages.by_rule.summary.clone(),
            date: dissertation.document_date(),
            sources: quoted(&[&findings[..], &project.overruled].concat(), &sources),
            findings,
            overruled: project.overruled.clone(),
        },
        file: pdf.bytes,
        files,
    })
}

/// Returns the ids of the chapters of the part that was asked for, or `None` for all there is.
fn texts_of_part(project: &Project, part: &Part) -> Result<Option<Vec<String>>, Failure> {
    let wanted: Vec<String> = match part {
        Part::Whole => return Ok(None),
        Part::Chapter(id) => {
            let outline = &project.outline;
            let by_file = || outline.texts().find(|text| text.path.as_str() == id);
            let by_number = || {
                let number = id.parse::<usize>().ok()?.checked_sub(1)?;
                outline.chapters.get(number)
            };
            match outline.text(id).or_else(by_file).or_else(by_number) {
                Some(text) => vec![text.id.clone()],
                None => {
                    let known: Vec<&str> = outline.texts().map(|it| it.id.as_str()).collect();
                    return Err(unknown("chapter", id, &known));
                }
            }
        }
        Part::Until(id) => {
            let milestones = &project.manifest.milestones;
            let known: Vec<&str> = milestones
                .iter()
                .map(|milestone| milestone.id.as_str())
                .collect();
            let Some(last) = known.iter().position(|name| name == id) else {
                return Err(unknown("milestone", id, &known));
            };
            let due: Vec<String> = milestones[..=last]
                .iter()
                .flat_map(|milestone| milestone.chapters.iter().cloned())
                .collect();
            if due.is_empty() {
                return Err(Failure::new(
                    FailureKind::Project,
                    format!("no chapter of this project is due by `{id}`"),
                ));
            }
            due
        }
    };
    Ok(Some(wanted))
}

/// Returns the pages on which the words of some chapters stand, as runs. Chapters start on new
/// pages, so a page belongs to one.
fn chapter_pages(census: &Census, wanted: &[String]) -> Vec<RangeInclusive<usize>> {
    let is_wanted = |region: &Region| match region {
        Region::Chapter(id) | Region::Appendix(id) => wanted.contains(id),
        _ => false,
    };
    let mut pages: Vec<usize> = census
        .words
        .iter()
        .filter(|word| is_wanted(&census.regions[word.region]))
        .map(|word| word.page as usize)
        .collect();
    pages.sort_unstable();
    pages.dedup();
    let mut runs: Vec<RangeInclusive<usize>> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some(run) if run.end() + 1 == page => *run = *run.start()..=page,
            Some(_) | None => runs.push(page..=page),
        }
    }
    runs
}

fn unknown(kind: &str, id: &str, known: &[&str]) -> Failure {
    Failure::new(
        FailureKind::Project,
        format!("this project has no {kind} `{id}`"),
    )
    .hint(did_you_mean(id, known))
}
