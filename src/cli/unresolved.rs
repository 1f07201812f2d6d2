//! What stands on the pages as a mark, because nothing can be printed for it.

use folio::diagnostics::text::{inline, series, thousands};
use folio::diagnostics::{Diagnostic, SourceMap};
use serde::Serialize;

/// So many of them are named; the others are counted.
const NAMED: usize = 5;

/// Something that stands on the page as a mark, because nothing can be printed for it.
#[derive(Serialize)]
pub(crate) struct UnresolvedView<'a> {
    what: &'static str,
    name: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
}

impl<'a> UnresolvedView<'a> {
    /// Returns the views of what findings leave unresolved.
    pub(crate) fn all(findings: &'a [Diagnostic], sources: &SourceMap) -> Vec<Self> {
        let marks = findings.iter().filter_map(|finding| {
            let (what, name) = finding.unresolved.as_ref()?;
            let place = finding.place.as_ref();
            let position = place.and_then(|place| sources.position(place));
            Some(Self {
                what: what.name(),
                name,
                path: place.map(|place| place.path.as_str()),
                line: position.map(|(line, _)| line.number()),
                column: position.map(|(_, column)| column.number()),
            })
        });
        marks.collect()
    }
}

/// Says what findings leave unresolved, in a sentence; `None` where they leave nothing.
pub(crate) fn in_words(findings: &[Diagnostic], sources: &SourceMap) -> Option<String> {
    let all = findings
        .iter()
        .filter_map(|finding| named(finding, sources));
    let all: Vec<String> = all.collect();
    let mut named = all[..all.len().min(NAMED)].to_vec();
    let what = match all.len() {
        0 => return None,
        1 => "1 thing on the pages is".to_owned(),
        many => format!("{} things on the pages are", thousands(many)),
    };
    if all.len() > NAMED {
        named.push(format!("{} more", thousands(all.len() - NAMED)));
    }
    Some(format!(
        "{what} unresolved: {}; `folio check` says more",
        series(&named)
    ))
}

fn named(finding: &Diagnostic, sources: &SourceMap) -> Option<String> {
    let (what, name) = finding.unresolved.as_ref()?;
    let mark = format!("the {} `{}`", what.name(), inline(name, 60));
    let place = finding.place.as_ref().map(|place| sources.line_of(place));
    Some(match place.filter(|place| place != name) {
        Some(place) => format!("{mark} ({place})"),
        None => mark,
    })
}
