//! The file for Word: the document as one text, written, read back, and held to the pages.

use std::path::Path;

use typst::syntax::Span;

use crate::check::rules::WORD_FILE_DIFFERS;
use crate::diagnostics::{Place, ProjectPath, SourceMap, read_bytes};
use crate::dissertation::{Dissertation, Edition, Failure, FailureKind, Pages, Purpose};
use crate::pipeline::beside::{Written, byline, differences, is_marked, note};
use crate::project::{Look, PageNumbering};
use crate::typeset::{Pdf, Saved};
use crate::word::{self, ACCESSIBLE, CLASSIC, Export, PageShape, Reference};
use crate::words::Category;

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
    let is_wanted = |mark: &str| is_marked(mark, wanted);
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
    let author = byline(manifest, *anonymous);
    let is_classic = manifest.format.look == Look::Classic;
    let note = note(purpose, dissertation.moment().today);
    let export = Export {
        title: &manifest.dissertation.title,
        author: &author,
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
        findings: differences(
            &pages.census,
            &Written {
                name: "Word file",
                rule: &WORD_FILE_DIFFERS,
                own: &[Category::HeadingNumber, Category::ListMarker],
                heard: &heard,
                wanted,
            },
        ),
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
