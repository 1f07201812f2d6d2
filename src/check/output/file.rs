//! The file: whether it can be read, uploaded and kept.

use crate::check::context::OutputContext;
use crate::check::output::rules::{
    FONT_NOT_EMBEDDED, OUTPUT_NAME, PDF_ENCRYPTED, PDF_STANDARD_MISSED, PDF_TOO_FEW_WORDS,
    PDF_TOO_LARGE, PDF_TOO_MANY_PAGES, PDF_UNREADABLE, TEXT_NOT_EXTRACTABLE,
};
use crate::check::sink::Sink;
use crate::diagnostics::text::{count, inline, series, thousands};
use crate::diagnostics::{Diagnostic, Level, Place};
use crate::project::manifest_path;
use crate::typeset::{FontFacts, PdfFacts};

// Where the bounds come from: Turnitin's file requirements (help.turnitin.com, "File requirements",
// checked 2026-11) take up to 100 MB, 800 pages and at least 20 words of selectable text, and no
// password. Departments pass on 50 MB, and names under 40 signs of letters, digits, underscore and
// one dot. Another programme's form may take less or more, so all of these warn.

/// What the form refuses.
const MOST_BYTES: usize = 100_000_000;
/// What departments advise.
const ADVISED_BYTES: usize = 50_000_000;
/// What the form refuses.
const MOST_PAGES: usize = 800;
/// What the form refuses.
const FEWEST_WORDS: usize = 20;
/// What departments advise.
const LONGEST_NAME: usize = 40;
/// So many fonts are named in one finding.
const MAX_NAMED: usize = 4;

/// Tells a file that cannot be read, and one that nobody can read without a password.
pub(super) fn unreadable(context: &OutputContext<'_>, sink: &mut Sink) {
    match &context.output.pdf {
        Err(error) => sink.push(
            Diagnostic::of(&PDF_UNREADABLE, inline(&error.to_string(), 200))
                .hint("build it again; if it stays so, take out the last picture or attachment that you added"),
        ),
        Ok(pdf) if pdf.is_encrypted => sink.push(
            Diagnostic::of(&PDF_ENCRYPTED, "the PDF is encrypted: it can only be opened with a password")
                .hint("hand in the PDF as folio writes it, without a password"),
        ),
        Ok(_) => {}
    }
}

/// Tells text that cannot be copied: all of it makes the file unreadable for a marking system.
pub(super) fn text(context: &OutputContext<'_>, sink: &mut Sink) {
    let Some(pdf) = readable(context) else {
        return;
    };
    let bad: Vec<&FontFacts> = pdf
        .fonts
        .iter()
        .filter(|font| !font.is_extractable)
        .collect();
    if bad.is_empty() {
        return;
    }
    if bad.len() == pdf.fonts.len() {
        sink.push(
            Diagnostic::of(
                &TEXT_NOT_EXTRACTABLE,
                "the text of the PDF cannot be copied or searched",
            )
            .hint("choose another font with `text-font` under `[format]` in folio.toml"),
        );
        return;
    }
    let message = format!("text in {} cannot be copied or searched", named(&bad));
    sink.push(Diagnostic::judged(Level::Warn, &TEXT_NOT_EXTRACTABLE, message).hint(
        "if a PDF among your figures uses it, export the figure again with its fonts embedded, or as SVG or PNG",
    ));
}

/// Tells fonts that are not inside the file.
pub(super) fn fonts(context: &OutputContext<'_>, sink: &mut Sink) {
    let Some(pdf) = readable(context) else {
        return;
    };
    let bad: Vec<&FontFacts> = pdf.fonts.iter().filter(|font| !font.is_embedded).collect();
    if bad.is_empty() {
        return;
    }
    let message = format!(
        "{} not inside the PDF",
        match bad.as_slice() {
            [one] => format!("the font {} is", named(&[one])),
            many => format!("the fonts {} are", named(many)),
        }
    );
    sink.push(Diagnostic::of(&FONT_NOT_EMBEDDED, message).hint(
        "find the figure that is a PDF and uses it, and export it again with its fonts embedded, or as SVG or PNG",
    ));
}

/// Tells a file that is too large.
pub(super) fn size(context: &OutputContext<'_>, sink: &mut Sink) {
    let Some(pdf) = readable(context) else {
        return;
    };
    let size = pdf.bytes.div_ceil(1_000_000);
    let message = if pdf.bytes > MOST_BYTES {
        format!(
            "the PDF has {size} MB: upload forms take {} at most",
            MOST_BYTES / 1_000_000
        )
    } else if pdf.bytes > ADVISED_BYTES {
        format!(
            "the PDF has {size} MB: many departments ask for less than {}",
            ADVISED_BYTES / 1_000_000
        )
    } else {
        return;
    };
    sink.push(
        Diagnostic::of(&PDF_TOO_LARGE, message).hint(
            "save large photographs as JPEG, no wider than 2,000 pixels, and drawings as SVG",
        ),
    );
}

/// Tells a file with too many pages.
pub(super) fn page_count(context: &OutputContext<'_>, sink: &mut Sink) {
    let Some(pdf) = readable(context).filter(|pdf| pdf.pages > MOST_PAGES) else {
        return;
    };
    let message = format!(
        "the PDF has {}: upload forms take {MOST_PAGES} at most",
        count(pdf.pages, "page")
    );
    sink.push(
        Diagnostic::of(&PDF_TOO_MANY_PAGES, message)
            .hint("ask whether long appendices may be handed in as a file of their own"),
    );
}

/// Tells a file without enough text, once it is to be handed in.
pub(super) fn words(context: &OutputContext<'_>, sink: &mut Sink) {
    if !context.due.is_whole() || readable(context).is_none() {
        return;
    }
    let texts = context.output.texts.iter();
    let words: usize = texts.map(|page| page.text.split_whitespace().count()).sum();
    if words >= FEWEST_WORDS {
        return;
    }
    let message = format!(
        "the PDF has {} of text: upload forms take no less than {FEWEST_WORDS}",
        count(words, "word")
    );
    sink.push(
        Diagnostic::of(&PDF_TOO_FEW_WORDS, message)
            .hint("text that stands in pictures is no text for a marking system: type it"),
    );
}

/// Tells what was given up of the standards that were wanted.
pub(super) fn standard(context: &OutputContext<'_>, sink: &mut Sink) {
    for sentence in &context.output.gave_up {
        sink.push(
            Diagnostic::of(&PDF_STANDARD_MISSED, inline(sentence, 400)).hint(
                "fix what it names; `folio build --strict` makes the PDF only if nothing is given up",
            ),
        );
    }
}

/// Tells a name that an upload form may refuse.
pub(super) fn name(context: &OutputContext<'_>, sink: &mut Sink) {
    let name = &context.output.file_name;
    let length = name.chars().count();
    let shown = inline(name, 80);
    let is_usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let odd: Vec<String> = name
        .chars()
        .filter(|c| !is_usual(*c))
        .map(|c| match c {
            ' ' => "a space".to_owned(),
            other => format!("`{}`", inline(&other.to_string(), 4)),
        })
        .fold(Vec::new(), |mut all, sign| {
            if !all.contains(&sign) {
                all.push(sign);
            }
            all
        });
    let message = if length >= LONGEST_NAME {
        format!(
            "the file would be called `{shown}`, {} long: upload forms ask for less than {LONGEST_NAME}",
            count(length, "sign")
        )
    } else if !odd.is_empty() {
        format!(
            "the file would be called `{shown}`, with {}: upload forms ask for letters, digits and `_`",
            series(&odd)
        )
    } else if name.matches('.').count() != 1 {
        let dots = thousands(name.matches('.').count());
        format!("the file would be called `{shown}`, with {dots} dots: upload forms ask for one")
    } else {
        return;
    };
    sink.push(
        Diagnostic::of(&OUTPUT_NAME, message)
            .at(Place::file(manifest_path()))
            .hint("the pattern stands in the profile, under `[submission.file-name]`; or rename the file before you upload it"),
    );
}

/// Returns what is known of the file, if it can be read.
fn readable<'a>(context: &OutputContext<'a>) -> Option<&'a PdfFacts> {
    let pdf = context.output.pdf.as_ref().ok()?;
    (pdf.pages > 0).then_some(pdf)
}

fn named(fonts: &[&FontFacts]) -> String {
    let mut names: Vec<String> = fonts
        .iter()
        .take(MAX_NAMED)
        .map(|font| format!("`{}`", inline(&font.name, 60)))
        .collect();
    if fonts.len() > MAX_NAMED {
        names.push(count(fonts.len() - MAX_NAMED, "other"));
    }
    series(&names)
}

#[cfg(test)]
mod tests;
