//! The file for Word: the document as one text, written, read back, and held to the pages.

use std::path::Path;

use typst::syntax::Span;

use crate::check::rules::WORD_FILE_DIFFERS;
use crate::diagnostics::text::{count, inline};
use crate::diagnostics::{Diagnostic, Place, ProjectPath, SourceMap, british, read_bytes};
use crate::dissertation::{Dissertation, Edition, Failure, FailureKind, Pages, Purpose};
use crate::project::{Look, MARK_PREFIX, PageNumbering, Region, manifest_path};
use crate::typeset::{Pdf, Saved};
use crate::word::{self, ACCESSIBLE, CLASSIC, Export, FORMULA, Heard, PageShape, Reference};
use crate::words::{Category, Census, is_invisible};

/// The most that is read of a file that gives its looks.
const MOST_OF_REFERENCE: u64 = 32 << 20;

/// Writes the file for Word of pages that are set: of all, or of some chapters.
pub(super) fn word_file(
    dissertation: &mut Dissertation,
    pages: &Pages,
    wanted: Option<&[String]>,
    given: Option<&Path>,
) -> Result<Pdf, Failure> {
    let reference = reference(dissertation, given)?;
    let document = dissertation.flow(&pages.edition)?;
    let project = dissertation.shared_project();
    let session = dissertation.session();
    let texts: SourceMap = session.sources();
    let place = |span: Span| -> Option<Place> {
        let place = session.place(span, 0)?;
        let ending = place.path.extension();
        (place.path.is_markdown() || ending == "typ").then_some(place)
    };
    let is_wanted = |mark: &str| match (wanted, mark.strip_prefix(MARK_PREFIX)) {
        (None, _) => true,
        (Some(wanted), Some(mark)) => {
            let region = Region::from_mark(mark);
            region.is_some_and(|it| {
                it.chapter()
                    .is_some_and(|id| wanted.iter().any(|it| it == id))
            })
        }
        (Some(_), None) => false,
    };
    let references = dissertation.references();
    let work = |key: &str| {
        let mut entries = references.entries.iter();
        let entry = entries.find(|entry| entry.item.key == key)?;
        Some(word::csl_json(&entry.item).to_string())
    };
    let manifest = &project.manifest;
    let Edition {
        purpose, anonymous, ..
    } = &pages.edition;
    let candidate = manifest
        .dissertation
        .candidate
        .as_deref()
        .unwrap_or_default();
    let candidate = format!("Candidate {candidate}");
    let is_classic = manifest.format.look == Look::Classic;
    let today = british(dissertation.moment().today.0);
    let note = match purpose {
        Purpose::Submission => None,
        Purpose::Draft { .. } => Some(format!("Draft of {today}")),
        Purpose::Review => Some(format!("Review copy of {today}")),
    };
    let export = Export {
        title: &manifest.dissertation.title,
        author: if *anonymous {
            &candidate
        } else {
            &manifest.dissertation.author
        },
        date: dissertation.document_date().at,
        look: if is_classic { &CLASSIC } else { &ACCESSIBLE },
        font: manifest
            .format
            .text_font
            .as_ref()
            .map(|font| font.value.as_str()),
        page: reference
            .as_ref()
            .and_then(|it| it.page)
            .unwrap_or_else(|| match is_classic {
                true => PageShape::of(11906, 16838, [1701, 1701, 1814, 1701, 709, 709]),
                false => PageShape::of(11906, 16838, [1587, 1417, 1701, 1417, 709, 709]),
            }),
        reference: reference.as_ref(),
        has_roman_front: manifest.format.page_numbering != PageNumbering::Arabic,
        note: note.as_deref(),
        is_review: matches!(purpose, Purpose::Review),
        is_wanted: &is_wanted,
        place: &place,
        texts: &texts,
        work: &work,
    };
    let failed = |message: String| Failure::new(FailureKind::Typesetting, message);
    let bytes = word::write(&document, &export).map_err(|error| failed(error.to_string()))?;
    let heard = word::heard(&bytes)
        .ok_or_else(|| failed("the Word file cannot be read back as it was written".to_owned()))?;
    Ok(Pdf {
        findings: differences(&pages.census, &heard, wanted),
        bytes,
        standards: Vec::new(),
        gave_up: Vec::new(),
        saved: Saved::default(),
    })
}

/// Reads the file whose looks the new one has, if there is one.
fn reference(
    dissertation: &Dissertation,
    given: Option<&Path>,
) -> Result<Option<Reference>, Failure> {
    let refused = |message: String| Failure::new(FailureKind::Project, message);
    let (name, bytes) =
        match (given, &dissertation.project().manifest.word_reference) {
            (Some(path), _) => {
                let bytes = read_bytes(path, MOST_OF_REFERENCE);
                (
                    path.display().to_string(),
                    bytes.map_err(|error| refused(error.to_string()))?,
                )
            }
            (None, Some(named)) => {
                let refused =
                    |why: &str| {
                        refused(format!("the file `{}` of `[word] reference` {why}", named.value))
                    .hint("name a `.docx` of the project, such as `reference = \"template.docx\"`")
                    };
                let path = ProjectPath::new(&named.value)
                    .ok_or_else(|| refused("is no path of the project"))?;
                let bytes = dissertation.store().bytes(&path, MOST_OF_REFERENCE);
                (
                    named.value.clone(),
                    bytes.map_err(|_| refused("cannot be read"))?.to_vec(),
                )
            }
            (None, None) => return Ok(None),
        };
    let read = Reference::read(&bytes);
    let read = read.map_err(|error| {
        refused(format!("{name} cannot give a Word file its looks: {error}"))
            .hint("open it in Word and save it as a Word document (.docx)")
    });
    read.map(Some)
}

/// Whether words of a kind stand in a stream.
type IsOf<'a> = &'a dyn Fn(Category) -> bool;

/// Finds where the words of the file are not those of the pages, as far as both have them: running
/// heads, contents and the numbers of headings and lists are Word's own, and a drawing is a picture.
fn differences(census: &Census, heard: &Heard, wanted: Option<&[String]>) -> Vec<Diagnostic> {
    let is_wanted = |region: &Region| match wanted {
        None => true,
        Some(wanted) => region
            .chapter()
            .is_some_and(|id| wanted.iter().any(|it| it == id)),
    };
    let streams: [(&str, &str, IsOf<'_>); 4] = [
        ("text", &heard.text, &|kind| {
            !is_caption(kind) && !matches!(kind, Category::TableCell | Category::Footnote)
        }),
        ("captions", &heard.captions, &is_caption),
        ("tables", &heard.cells, &|kind| kind == Category::TableCell),
        ("notes", &heard.notes, &|kind| kind == Category::Footnote),
    ];
    let mut findings = Vec::new();
    for (what, text, is_of) in streams {
        let printed = census.words.iter().filter(|word| {
            let is_words_own = matches!(
                word.kind,
                Category::Furniture
                    | Category::Contents
                    | Category::HeadingNumber
                    | Category::ListMarker
                    | Category::FigureText
            );
            let is_own = is_words_own || word.category == Category::Contents;
            !is_own && is_of(word.kind) && is_wanted(&census.regions[word.region])
        });
        let printed: Vec<String> = printed
            .map(|word| match word.kind {
                Category::InlineMaths | Category::DisplayMaths => FORMULA.to_string(),
                _ => seen(&word.text),
            })
            .collect();
        let mut written = Vec::new();
        census.convention.each_word(text, |range| {
            let word = seen(&text[range]);
            written.push(match word.contains(FORMULA) {
                true => FORMULA.to_string(),
                false => word,
            });
        });
        let changes = similar::capture_diff_slices(similar::Algorithm::Myers, &printed, &written);
        for change in changes {
            let (old, new) = (&printed[change.old_range()], &written[change.new_range()]);
            // A formula that goes on in letters is one word on the pages.
            let is_same =
                old == new || !new.is_empty() && new.iter().all(|word| word.contains(FORMULA));
            if is_same {
                continue;
            }
            let show = |words: &[String]| match words {
                [] => "nothing".to_owned(),
                words => format!("\u{201c}{}\u{201d}", inline(&words.join(" "), 60)),
            };
            let message = format!(
                "the Word file has other words than the PDF ({what}): {} in place of {} ({} on the pages)",
                show(new),
                show(old),
                count(old.len(), "word")
            );
            findings.push(
                Diagnostic::of(&WORD_FILE_DIFFERS, message)
                    .at(Place::file(manifest_path()))
                    .hint(
                        "look at this place in the Word file before you send it; the PDF is right",
                    ),
            );
        }
    }
    findings.truncate(20);
    findings
}

fn is_caption(kind: Category) -> bool {
    matches!(
        kind,
        Category::TableCaption | Category::FigureCaption | Category::CaptionLabel
    )
}

fn seen(word: &str) -> String {
    word.chars().filter(|c| !is_invisible(*c)).collect()
}
