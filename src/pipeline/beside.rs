//! Files that are made beside the PDF: what they have in common, and whether their words are those of
//! the pages.

use similar::DiffTag;

use crate::diagnostics::text::{count, inline};
use crate::diagnostics::{Diagnostic, Place, Rule, Today, british};
use crate::dissertation::Purpose;
use crate::flow::{FORMULA, Heard};
use crate::project::{MARK_PREFIX, Manifest, Region, manifest_path};
use crate::words::{Category, Census, is_invisible};

/// Whether words of a kind stand in a stream.
type IsOf<'a> = &'a dyn Fn(Category) -> bool;

/// A file that is held to the pages.
pub(super) struct Written<'a> {
    /// What people call it.
    pub(super) name: &'static str,
    /// What is found where it differs.
    pub(super) rule: &'static Rule,
    /// The kinds of words that it has its own of, running heads and contents aside.
    pub(super) own: &'a [Category],
    pub(super) heard: &'a Heard,
    /// The chapters that it has, or `None` for the whole.
    pub(super) wanted: Option<&'a [String]>,
}

/// Finds where the words of a file are not those of the pages, as far as both have them: running heads
/// and contents are each one's own, and a drawing is a picture.
pub(super) fn differences(census: &Census, written: &Written<'_>) -> Vec<Diagnostic> {
    let Written {
        name,
        rule,
        own,
        heard,
        wanted,
    } = *written;
    let is_wanted = |region: &Region| is_wanted(region, wanted);
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
            let is_own = matches!(word.kind, Category::Furniture | Category::Contents)
                || own.contains(&word.kind)
                || word.category == Category::Contents;
            !is_own && is_of(word.kind) && is_wanted(&census.regions[word.region])
        });
        // Code in a figure is text in each file; the words of a drawing are a picture in most.
        let (printed, may_lack): (Vec<String>, Vec<bool>) = printed
            .map(|word| match word.kind {
                Category::InlineMaths | Category::DisplayMaths => (FORMULA.to_string(), false),
                kind => (seen(&word.text), kind == Category::FigureText),
            })
            .unzip();
        let mut written = Vec::new();
        census.convention.each_word(text, |range| {
            let word = seen(&text[range]);
            written.push(match word.contains(FORMULA) {
                true => FORMULA.to_string(),
                false => word,
            });
        });
        let changes = similar::capture_diff_slices(similar::Algorithm::Myers, &printed, &written);
        let changes = changes.into_iter().filter_map(|change| {
            let new = written[change.new_range()].to_vec();
            let old = change.old_range().filter(|at| !may_lack[*at]);
            let old: Vec<String> = old.map(|at| printed[at].clone()).collect();
            let is_equal = change.tag() == DiffTag::Equal || old == new;
            // A formula that goes on in letters is one word on the pages.
            let is_formula = !new.is_empty() && new.iter().all(|word| word.contains(FORMULA));
            (!is_equal && !is_formula).then_some((old, new))
        });
        let changes: Vec<(Vec<String>, Vec<String>)> = changes.collect();
        if what == "captions" && are_moved(&changes) {
            continue;
        }
        for (old, new) in changes {
            let show = |words: &[String]| match words {
                [] => "nothing".to_owned(),
                words => format!("\u{201c}{}\u{201d}", inline(&words.join(" "), 60)),
            };
            let message = format!(
                "the {name} has other words than the PDF ({what}): {} in place of {} ({} on the pages)",
                show(&new),
                show(&old),
                count(old.len(), "word")
            );
            findings.push(
                Diagnostic::of(rule, message)
                    .at(Place::file(manifest_path()))
                    .hint(format!(
                        "look at this place in the {name} before you send it; the PDF is right"
                    )),
            );
        }
    }
    findings.truncate(20);
    findings
}

/// Whether the same words stand elsewhere and no others: a figure that floats is overtaken by what
/// does not.
fn are_moved(changes: &[(Vec<String>, Vec<String>)]) -> bool {
    let (mut old, mut new): (Vec<&String>, Vec<&String>) = (Vec::new(), Vec::new());
    for (gone, come) in changes {
        old.extend(gone);
        new.extend(come);
    }
    old.sort_unstable();
    new.sort_unstable();
    old == new
}

/// Whether a part belongs to the chapters that are wanted, or to the whole.
fn is_wanted(region: &Region, wanted: Option<&[String]>) -> bool {
    wanted.is_none_or(|wanted| {
        let id = region.chapter();
        id.is_some_and(|id| wanted.iter().any(|it| it == id))
    })
}

/// Returns whether a part is wanted, by the mark that the template gives it.
pub(super) fn is_marked(mark: &str, wanted: Option<&[String]>) -> bool {
    let region = || Region::from_mark(mark.strip_prefix(MARK_PREFIX)?);
    wanted.is_none() || region().is_some_and(|region| is_wanted(&region, wanted))
}

/// Returns what stands on each page of a copy that is not handed in.
pub(super) fn note(purpose: &Purpose, today: Today) -> Option<String> {
    let today = british(today.0);
    match purpose {
        Purpose::Submission => None,
        Purpose::Draft { .. } => Some(format!("Draft of {today}")),
        Purpose::Review => Some(format!("Review copy of {today}")),
    }
}

/// Returns who wrote it, as a copy may say it.
pub(super) fn byline(manifest: &Manifest, is_anonymous: bool) -> String {
    let dissertation = &manifest.dissertation;
    let candidate = dissertation.candidate.as_deref().unwrap_or_default();
    match is_anonymous {
        true => format!("Candidate {candidate}"),
        false => dissertation.author.clone(),
    }
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
