//! Images that were replaced: a frame with their name on the pages, and findings.
//!
//! In a ring with session: findings are told of a session, which ends a layout with them.

use typst::diag::{FileError, SourceDiagnostic};
use typst::foundations::{Packed, PathOrStr};
use typst::introspection::Tag;
use typst::layout::FrameItem;
use typst::loading::{DataSource, LoadSource};
use typst::syntax::FileId;
use typst::visualize::ImageElem;
use typst_layout::PagedDocument;

use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, ProjectPath, Unresolved};
use crate::markdown::quoted;
use crate::typeset::diagnose::diagnose;
use crate::typeset::files::project_file;
use crate::typeset::images::ImageTrouble;
use crate::typeset::pages::walk;
use crate::typeset::phrases::plain;
use crate::typeset::rules::{FILE_NOT_FOUND, IMAGE_FORMAT, IMAGE_MISSING, IMAGE_UNREADABLE};
use crate::typeset::session::Session;
use crate::typeset::suggestions::near_file;
use crate::typeset::world::{FolioWorld, Replaced};

/// Where the template looks up the names of images that are not there.
const MISSING: &str = "/.folio/missing.typ";

/// Says for each place of a replaced image what was wrong with it.
pub(super) fn image_findings(session: &Session, document: &PagedDocument) -> Vec<Diagnostic> {
    let replaced = session.world.replaced();
    if replaced.is_empty() {
        return Vec::new();
    }
    let placed = placed_images(document);
    let mut findings = Vec::new();
    for one in &replaced {
        let images: Vec<_> = placed.iter().filter(|(id, _)| *id == one.id).collect();
        if images.is_empty() {
            findings.push(image_finding(session, one));
        }
        for (_, image) in images {
            let mut finding = image_finding(session, one);
            // The path itself is the better place; it may stand in a package's code.
            finding.place = session
                .place(image.source.derived.source.span, 0)
                .or_else(|| session.place(image.span(), 0));
            findings.push(finding);
        }
    }
    findings
}

/// Returns the images of a document that come from files.
fn placed_images(document: &PagedDocument) -> Vec<(FileId, Packed<ImageElem>)> {
    let mut placed = Vec::new();
    walk(
        document,
        &mut placed,
        &mut |placed, item| {
            if let FrameItem::Tag(Tag::Start(content, _)) = item
                && let Some(image) = content.to_packed::<ImageElem>()
                && let LoadSource::Path(id) = image.source.derived.source.v
            {
                placed.push((id, image.clone()));
            }
        },
        &mut |_, _| {},
    );
    placed
}

/// Tells the template the names of the images that were replaced, so that it puts each in a frame;
/// returns whether it did not know one of them.
pub(super) fn name_frames(session: &mut Session, document: &PagedDocument) -> bool {
    let known = project_file(MISSING).filter(|id| session.world.is_virtual(*id));
    let replaced = session.world.replaced();
    let Some(file) = known.filter(|_| !replaced.is_empty()) else {
        return false;
    };
    let before = session.named_frames.len();
    for (id, image) in placed_images(document) {
        if let DataSource::Path(PathOrStr::Str(name)) = &image.source.source
            && replaced.iter().any(|one| one.id == id)
        {
            session.named_frames.insert(name.to_string());
        }
    }
    let names = session.named_frames.iter().map(|name| quoted(name) + ", ");
    let text = format!("#let missing = ({})\n", names.collect::<String>());
    let has_news = session.named_frames.len() > before;
    if has_news {
        session.world.set_virtual(file, text);
    }
    has_news
}

fn image_finding(session: &Session, replaced: &Replaced) -> Diagnostic {
    let path = replaced.id.get().vpath().get_without_slash();
    trouble_with(session, replaced, path).unresolved(Unresolved::Picture, path)
}

fn trouble_with(session: &Session, replaced: &Replaced, path: &str) -> Diagnostic {
    let name = inline(path, 80);
    let unreadable = |why: String| Diagnostic::of(&IMAGE_UNREADABLE, why);
    let finding = match &replaced.trouble {
        ImageTrouble::Missing(error) => return missing_image(session, path, error),
        ImageTrouble::Unreadable(reason) => unreadable(format!(
            "the image `{name}` cannot be read: {}",
            inline(reason, 120)
        ))
        .hint("open it in a picture program and save it again"),
        ImageTrouble::Misnamed(kind) => unreadable(format!(
            "the image `{name}` is a {} file under a wrong name",
            kind.to_uppercase()
        ))
        .hint(format!(
            "rename it so that it ends in `.{kind}`, and name it so here"
        )),
        ImageTrouble::Format(format) => Diagnostic::of(
            &IMAGE_FORMAT,
            format!("the image `{name}` is in the format {format}, which cannot be placed"),
        )
        .hint("save it as SVG or PDF if it is a drawing, as PNG or JPEG if it is a photograph"),
    };
    finding.hint("the PDF has a frame with its name in its place")
}

fn missing_image(session: &Session, path: &str, error: &FileError) -> Diagnostic {
    let said = error.to_string();
    let finding = match plain(&said) {
        Some(phrase) if !phrase.rule.is(&FILE_NOT_FOUND) => {
            let name = inline(path, 80);
            let message = match phrase.message.split_once("the file on disk is called ") {
                Some((_, real)) => {
                    format!("there is no image `{name}`: the file on disk is called {real}")
                }
                None => format!("the image `{name}` cannot be used: {}", phrase.message),
            };
            let mut finding = Diagnostic::of(&IMAGE_MISSING, message);
            finding.hints = phrase.hints;
            finding
        }
        Some(_) | None => {
            let message = format!("there is no image `{}`", inline(path, 80));
            let finding = Diagnostic::of(&IMAGE_MISSING, message);
            match near_file(session.world.store(), path) {
                Some(hint) => finding.hint(hint),
                None => finding.hint("check its name and its folder"),
            }
        }
    };
    finding.hint("the PDF has a frame with its name in its place")
}

/// Marks the images that the engine itself could not decode; returns whether there are new ones.
pub(super) fn condemn_images(world: &mut FolioWorld, errors: &[SourceDiagnostic]) -> bool {
    let mut has_news = false;
    for (id, _) in world.all_bytes() {
        let path = format!(" in {}", id.get().vpath().get_without_slash());
        let about = |error: &&SourceDiagnostic| {
            // Another's path may begin as this one does.
            let mut named = error.message.split(&path).skip(1);
            let is_named = named.any(|rest| !rest.starts_with(['/', '.', '-']));
            error.span.id() == Some(id) || is_named
        };
        if let Some(error) = errors.iter().find(about) {
            // The engine says `failed to … (reason in path)`; the reason is the plainer part.
            let said = error.message.replace(&path, "");
            let reason = said.split_once('(').map_or(&*said, |(_, reason)| reason);
            let reason = reason.trim_end_matches(')').into();
            has_news |= world.condemn(id, ImageTrouble::Unreadable(reason));
        }
    }
    has_news
}

/// Puts a box with the name in the place of each file that a chapter in Markdown includes and that
/// is not there; returns what is said of them.
pub(super) fn stand_in(session: &mut Session, errors: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for error in errors {
        let Some((id, finding)) = included(session, error) else {
            continue;
        };
        let name = id.vpath().get_without_slash().replace(['\\', '"'], "");
        let stand_in = format!("#rect(stroke: 0.5pt)[#\"{name}\"]");
        session.world.set_virtual(id, stand_in);
        told.push(finding);
    }
    told
}

/// Returns the file that a chapter in Markdown includes and that is not there.
fn included(session: &Session, error: &SourceDiagnostic) -> Option<(FileId, Diagnostic)> {
    let (_, rest) = error.message.split_once("file not found (searched at ")?;
    let path = rest.strip_suffix(')')?.replace('\\', "/");
    let asked = ProjectPath::new(&path)?;
    let mut findings = diagnose(session, std::slice::from_ref(error));
    let finding = findings.pop()?;
    let place = finding.place.as_ref()?;
    let is_text = asked.is_markdown() || asked.extension() == "typ";
    let is_included = place.path.is_markdown() && is_text;
    let id = project_file(&path).filter(|_| is_included)?;
    Some((id, finding))
}

/// Whether a finding is about an image that was replaced.
pub(super) fn is_image(finding: &Diagnostic) -> bool {
    finding.is_any(&[&IMAGE_MISSING, &IMAGE_UNREADABLE, &IMAGE_FORMAT])
}

/// Returns findings about images for the case that no PDF is made.
pub(super) fn as_errors(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for finding in findings.iter_mut().filter(|finding| is_image(finding)) {
        finding
            .hints
            .retain(|hint| !hint.starts_with("the PDF has a frame"));
    }
    findings
}
