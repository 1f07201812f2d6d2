//! Near misses for names that are not known: labels, keys, files, fonts.
//!
//! In a ring with session: findings are told of a session, which ends a layout with them.

use std::collections::BTreeSet;

use typst::syntax::{DiagSpan, SyntaxKind, SyntaxNode};
use typst::{World, WorldExt};

use crate::diagnostics::text::{inline, nearest};
use crate::diagnostics::{Diagnostic, ProjectPath, Store};
use crate::markdown::rules::UNKNOWN_LABEL;
use crate::markdown::thing_named;
use crate::typeset::citations::citable_keys;
use crate::typeset::fonts::unknown_family;
use crate::typeset::phrases::Unknown;
use crate::typeset::rules::UNKNOWN_CITATION;
use crate::typeset::session::Session;
use crate::typeset::world::{FolioWorld, is_package};

/// The names that a document has; gathering them costs a walk through all of it.
pub(super) struct KnownNames {
    keys: BTreeSet<String>,
    labels: BTreeSet<String>,
}

impl KnownNames {
    pub(super) fn of(session: &Session) -> Self {
        Self {
            keys: citable_keys(&session.world),
            labels: labels(&session.world),
        }
    }

    /// Returns what a link to nothing was most likely to lead to.
    pub(super) fn near_target(&self, name: &str) -> String {
        match nearest(name, &self.labels) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => {
                "name a heading by its words, such as `#data-collection`, or by its label".into()
            }
        }
    }
}

/// Adds to a finding what was most likely meant.
pub(super) fn explain_unknown(
    session: &Session,
    known: &KnownNames,
    finding: &mut Diagnostic,
    unknown: Unknown,
) {
    match unknown {
        Unknown::Label(name) => {
            let KnownNames { keys, labels } = known;
            let near = nearest(&name, keys.iter().chain(labels));
            let thing = thing_named(&name);
            // A name that begins as labels do is most likely one, whatever the engine took it for.
            let is_key = match near {
                Some(near) => keys.contains(near),
                None => !name.contains(':') && thing.is_none(),
            };
            finding.set_rule(&UNKNOWN_LABEL);
            if let Some(thing) = thing.filter(|_| !is_key) {
                finding.message = format!("there is no {thing} `{}`", inline(&name, 60));
            }
            if is_key {
                finding.set_rule(&UNKNOWN_CITATION);
            }
            finding.hints.push(match near {
                Some(near) => format!("did you mean `@{near}`?"),
                None if is_key => "add the work to your reference file under this key, or write `\\@` for a plain sign".into(),
                None => "give the label to a heading, figure or table, or correct its name here".into(),
            });
        }
        Unknown::File(path) => {
            let store = session.world.store();
            finding.hints.push(near_file(store, &path).unwrap_or_else(|| {
                "check the path: it starts at the folder of the file it stands in, or with `/` at the project's folder".into()
            }));
        }
        Unknown::Font(family) => {
            let families: Vec<&str> = session
                .world
                .book()
                .families()
                .map(|(name, _)| name)
                .collect();
            *finding = unknown_family(&family, &families)
                .hint("name it as `text-font` under `[format]` in folio.toml if it is a font of this computer");
        }
    }
}

/// Shows where a label is given that is given more than once; the reference comes last.
pub(super) fn show_labels(session: &Session, finding: &mut Diagnostic, name: &str) {
    fn collect(node: &SyntaxNode, name: &str, found: &mut Vec<DiagSpan>) {
        for child in node.children() {
            let is_label = child.kind() == SyntaxKind::Label && node.kind() == SyntaxKind::Markup;
            if is_label && child.leaf_text().trim_matches(['<', '>']) == name {
                found.push(child.span().into());
            }
            collect(child, name, found);
        }
    }
    let mut places = Vec::new();
    for (id, parsed) in session.world.all_parsed() {
        if !is_package(id) {
            let mut found = Vec::new();
            collect(parsed.source.root(), name, &mut found);
            let ranges = found
                .into_iter()
                .filter_map(|span| session.world.range(span));
            places.extend(ranges.filter_map(|range| session.place_of(id, range)));
        }
    }
    let [first, second, ..] = places.as_slice() else {
        return;
    };
    let mut shown = finding.clone();
    shown.related.clear();
    shown = shown
        .at(second.clone())
        .also(first.clone(), "the first one");
    if let Some(reference) = finding.place.take() {
        shown = shown.also(reference, "it is asked for here");
    }
    *finding = shown;
}

/// Suggests a file of the same folder with nearly the same name.
pub(super) fn near_file(store: &Store, path: &str) -> Option<String> {
    let path = ProjectPath::new(path.trim_start_matches('/'))?;
    let folder = path.parent();
    let names = store.names(&folder);
    let near = nearest(path.file_name(), &names)?;
    let near = folder.join(near)?;
    Some(format!("did you mean `{near}`?"))
}

/// The labels that the author's files give.
fn labels(world: &FolioWorld) -> BTreeSet<String> {
    // In code a label is a name that somebody asks for, such as `cite(<key>)`.
    fn collect(node: &SyntaxNode, labels: &mut BTreeSet<String>) {
        for child in node.children() {
            if child.kind() == SyntaxKind::Label && node.kind() == SyntaxKind::Markup {
                labels.insert(child.leaf_text().trim_matches(['<', '>']).to_owned());
            }
            collect(child, labels);
        }
    }
    let mut found = BTreeSet::new();
    for (id, parsed) in world.all_parsed() {
        if !is_package(id) {
            collect(parsed.source.root(), &mut found);
        }
    }
    found
}
