//! What `folio package` says of a package that it made.

use folio::diagnostics::british;
use folio::diagnostics::text::count;
use folio::milestones::standings;
use folio::package::{COUNT, PROOF, Published, RECEIPT, Receipt, SOURCE, STATEMENT};
use folio::pipeline::Made;
use folio::project::Due;

use crate::cli::context::Context;
use crate::cli::opened::Opened;
use crate::cli::output::shown_path;
use crate::cli::verdict;

/// Says what was packaged, file by file, and what to do with it.
pub(crate) fn in_words(
    receipt: &Receipt,
    made: &Made,
    published: &Published,
    opened: &Opened,
    context: &Context,
) -> String {
    let folder = shown_path(&published.folder, &context.current_dir);
    let mut out = match published.was_there {
        true => format!("{folder}: nothing has changed since it was packaged\n"),
        false => format!("{folder}: packaged\n"),
    };
    let standards = match receipt.standards.as_slice() {
        [] => String::new(),
        names => format!(", {}", names.join(" and ")),
    };
    let about = |name: &str| match name {
        STATEMENT => "the word count statement, one page",
        COUNT => "the count as data",
        PROOF => "every word with its kind",
        SOURCE if receipt.is_anonymous => "what the PDF is made of; its folio.toml names nobody",
        SOURCE => "what the PDF is made of; it names the author",
        _ => "",
    };
    for file in &receipt.files {
        let what = match file.name == receipt.file {
            true => format!("{}{standards}", count(receipt.pages, "page")),
            false => about(&file.name).to_owned(),
        };
        out.push_str(&format!("  {:24} {what}\n", file.name));
    }
    out.push_str(&format!(
        "  {RECEIPT:24} digests, the counting rule, versions\n"
    ));
    for sentence in &receipt.gave_up {
        out.push_str(&format!("  {sentence}\n"));
    }
    out.push_str(&verdict::in_words(&made.count.short, context.today));
    for despite in &receipt.despite {
        out.push_str(&format!(
            "  packaged despite {}: {}\n",
            despite.code, despite.reason
        ));
    }
    if !published.earlier.is_empty() {
        out.push_str(&format!(
            "  earlier packages of the day stay: {}\n",
            published.earlier.join(", ")
        ));
    }
    out.push_str(&last_line(receipt, opened, context));
    out
}

/// Says that nothing was sent, and what to do with the file, and by when.
fn last_line(receipt: &Receipt, opened: &Opened, context: &Context) -> String {
    let then = "then: folio milestone submitted --evidence …";
    let file = &receipt.file;
    match due(opened) {
        None => format!(
            "Nothing has been sent. No date is known (`[milestones] submission` in folio.toml): \
             upload {file} in time, {then}\n"
        ),
        Some(due) if due.day() < context.today.0 => format!(
            "Nothing has been sent, and the date has passed: it was due {}. Upload {file} at once, \
             {then}\n",
            before(due)
        ),
        Some(due) => format!(
            "Nothing has been sent. Upload {file} {}, {then}\n",
            before(due)
        ),
    }
}

/// Returns by when the dissertation is to be handed in, extensions included; the date of the
/// manifest where the record cannot be read.
pub(crate) fn due(opened: &Opened) -> Option<Due> {
    let planned = opened.plan.submission()?;
    let standing = || {
        let history = opened.history().ok()?;
        let basis = opened.basis(&history, opened.student());
        let mut all = standings(&basis).milestones.into_iter();
        all.find(|it| it.id == planned.id)
    };
    match standing() {
        Some(standing) => standing.binding_due(),
        None => planned.due,
    }
}

/// Returns by when something is due, as people say it.
pub(crate) fn before(due: Due) -> String {
    let day = british(due.day());
    match due {
        Due::Day(_) => format!("by {day}"),
        Due::Moment(at) => format!("before {:02}:{:02} on {day}", at.hour(), at.minute()),
    }
}
