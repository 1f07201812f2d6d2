//! Chapters that cannot be typeset, left out of a draft with a page in their place that says so.
//!
//! In a ring with session: findings are told of a session, which ends a layout with them.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use typst::diag::SourceDiagnostic;
use typst::syntax::ast::LetBinding;
use typst::syntax::{
    DiagSpan, FileId, LinkedNode, Side, Source, SyntaxKind, SyntaxNode, VirtualRoot,
};
use typst::{World, WorldExt};

use crate::diagnostics::{Diagnostic, Place, ProjectPath, Unresolved};
use crate::markdown::quoted;
use crate::typeset::brought_in::brought_in;
use crate::typeset::diagnose::{chapter, diagnose};
use crate::typeset::files::{path_of, project_file};
use crate::typeset::session::Session;

/// What is said of the chapter beside its mistake.
const HINT: &str = "the chapter is left out of this draft, with a page in its place that says so";

/// Leaves out the chapters that errors stop, each at most once; returns what is said of them, or
/// nothing where there is none to leave out.
pub(super) fn leave_out(session: &mut Session, errors: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut pages = Vec::new();
    for error in errors {
        let chapters = chapters_of(session, error);
        if chapters.is_empty() {
            continue;
        }
        let told = diagnose(session, std::slice::from_ref(error));
        for finding in told {
            let mut finding = finding.hint(HINT);
            for path in &chapters {
                if finding.place.is_none() {
                    finding.place = Some(use_of(session, error, path));
                }
                finding = finding.unresolved(Unresolved::Chapter, path.as_str());
                let id = project_file(path.as_str());
                pages.extend(id.map(|id| (id, page(session, path, &finding))));
            }
            findings.push(finding);
        }
    }
    for (id, page) in pages {
        let source = || Source::new(id, page);
        session.world.left_out.entry(id).or_insert_with(source);
    }
    findings
}

/// Returns the chapters that were left out.
pub(super) fn left_out(session: &Session) -> Vec<ProjectPath> {
    let ids = session.world.left_out.keys().copied();
    let all: BTreeSet<ProjectPath> = ids.filter_map(path_of).collect();
    all.into_iter().collect()
}

/// Returns the chapter that is left out and gives a label.
pub(super) fn holder(session: &Session, label: &str) -> Option<ProjectPath> {
    fn gives(node: &SyntaxNode, label: &str) -> bool {
        let is_it =
            node.kind() == SyntaxKind::Label && node.leaf_text().trim_matches(['<', '>']) == label;
        is_it || node.children().any(|child| gives(child, label))
    }
    let gives = |path: &ProjectPath| {
        let parsed = project_file(path.as_str()).and_then(|id| session.world.parsed(id));
        parsed.is_some_and(|parsed| gives(parsed.source.root(), label))
    };
    left_out(session).into_iter().find(gives)
}

/// Returns the chapter that led to an error: the outermost one of the author's files on the way
/// there, else the one that a line of the book brings in, else all that use the file with the
/// mistake.
fn chapters_of(session: &Session, error: &SourceDiagnostic) -> Vec<ProjectPath> {
    let trace = error.trace.iter().map(|point| DiagSpan::from(point.span));
    let spans: Vec<DiagSpan> = std::iter::once(error.span).chain(trace).collect();
    let is_left = |path: &ProjectPath| {
        let id = project_file(path.as_str());
        session.may_leave_out.contains_key(path)
            && id.is_some_and(|id| !session.world.left_out.contains_key(&id))
    };
    let files: Vec<FileId> = spans.iter().filter_map(|span| span.id()).collect();
    let on_the_way = files.iter().rev().filter_map(|id| path_of(*id));
    let by_include = || spans.iter().filter_map(|span| chapter(session, *span));
    if let Some(path) = on_the_way.chain(by_include()).find(is_left) {
        return vec![path];
    }
    let chapters = session.may_leave_out.keys().filter(|path| is_left(path));
    let packages = files.iter().filter_map(|id| match id.get().root() {
        VirtualRoot::Package(package) => Some(package.to_string()),
        VirtualRoot::Project => None,
    });
    let packages: Vec<String> = packages.collect();
    let uses = |path: &&ProjectPath| {
        project_file(path.as_str()).is_some_and(|id| {
            let used = used_by(session, id);
            let imports = |id: &FileId| {
                let source = session.world.source(*id).ok();
                source.is_some_and(|source| imports_one(source.root(), &packages))
            };
            files.iter().any(|file| used.contains(file))
                || (!packages.is_empty() && (imports(&id) || used.iter().any(imports)))
        })
    };
    let users: Vec<ProjectPath> = chapters.filter(uses).cloned().collect();
    // Of those only the ones that name what has the mistake, where the file gives it a name.
    let named = spans.iter().rev().find_map(|span| binding(session, *span));
    let names = |path: &&ProjectPath| {
        let source = project_file(path.as_str()).and_then(|id| session.world.source(id).ok());
        let name = named.as_deref();
        name.is_some_and(|name| {
            source.is_some_and(|source| find_name(source.root(), name).is_some())
        })
    };
    match users.iter().filter(names).cloned().collect::<Vec<_>>() {
        named if named.is_empty() => users,
        named => named,
    }
}

/// Returns the name that a file gives to what holds a place of it: `half` for all of
/// `#let half(x) = …`.
fn binding(session: &Session, span: DiagSpan) -> Option<String> {
    let source = session.world.source(span.id()?).ok()?;
    let range = session.world.range(span)?;
    let leaf = LinkedNode::new(source.root()).leaf_at(range.start, Side::After)?;
    let parents = std::iter::successors(Some(leaf), |node| node.parent().cloned());
    let outermost = parents
        .filter_map(|node| node.get().cast::<LetBinding>())
        .last()?;
    let name = outermost.kind().bindings().first()?.as_str().to_owned();
    Some(name)
}

/// Returns where code in a tree first uses a name that it does not only import.
fn find_name(root: &SyntaxNode, name: &str) -> Option<Range<usize>> {
    fn find(node: &LinkedNode<'_>, name: &str) -> Option<Range<usize>> {
        match node.kind() {
            SyntaxKind::ModuleImport => None,
            SyntaxKind::Ident | SyntaxKind::MathIdent => {
                (node.get().leaf_text() == name).then(|| node.range())
            }
            _ => node.children().find_map(|child| find(&child, name)),
        }
    }
    find(&LinkedNode::new(root), name)
}

/// Whether a file imports one of some packages.
fn imports_one(node: &SyntaxNode, packages: &[String]) -> bool {
    let is_one = node.kind() == SyntaxKind::Str
        && packages
            .iter()
            .any(|package| node.leaf_text().trim_matches('"') == package);
    is_one || node.children().any(|child| imports_one(child, packages))
}

/// Returns where a chapter uses what has a mistake; the chapter, if it does not name it.
fn use_of(session: &Session, error: &SourceDiagnostic, path: &ProjectPath) -> Place {
    let trace = error
        .trace
        .iter()
        .rev()
        .map(|point| DiagSpan::from(point.span));
    let name = trace
        .chain([error.span])
        .find_map(|span| binding(session, span));
    let found = project_file(path.as_str()).and_then(|id| {
        let source = session.world.source(id).ok()?;
        session.place_of(id, find_name(source.root(), &name?)?)
    });
    found.unwrap_or_else(|| Place::file(path.clone()))
}

/// Returns the files that a file in Typst imports or includes, and what those do.
fn used_by(session: &Session, id: FileId) -> HashSet<FileId> {
    let mut used = HashSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let Some(source) = session.world.source(id).ok() else {
            continue;
        };
        let kinds = [SyntaxKind::ModuleImport, SyntaxKind::ModuleInclude];
        let brought = brought_in(source.root(), id, &kinds);
        open.extend(brought.into_iter().filter(|id| used.insert(*id)));
    }
    used
}

/// Returns the page that stands in the place of a chapter.
fn page(session: &Session, path: &ProjectPath, finding: &Diagnostic) -> String {
    let place = match &finding.place {
        None => path.to_string(),
        Some(place) => match session.sources().position(place) {
            Some((line, _)) => format!("{}, line {line}", place.path),
            None => place.path.to_string(),
        },
    };
    let heading = session.may_leave_out.get(path).and_then(Option::as_deref);
    let heading = heading.map(|it| format!("= #{}\n", quoted(it)));
    format!(
        "#import \"/.folio/left-out.typ\": left-out\n{}#left-out({}, {}, {})\n",
        heading.unwrap_or_default(),
        quoted(path.as_str()),
        quoted(&place),
        quoted(&finding.message),
    )
}
