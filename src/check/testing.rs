//! What the tests of the rules share: a project made of texts, and its findings as lines.

use crate::check::confidential::Confidential;
use crate::check::context::SourceContext;
use crate::check::due::DueWork;
use crate::check::registry::rule;
use crate::check::search::Search;
use crate::check::sink::Sink;
use crate::diagnostics::{Diagnostic, SourceMap, Store};
use crate::manuscript::Texts;
use crate::project::{Project, StyleChoice, read_project};
use crate::references::{self, Bibliography};

/// The smallest manifest.
const MANIFEST: &str = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n";

/// Runs a family over a project, in which everything is due; `path:line:column code message`.
pub(super) fn found(searches: &[Search], files: &[(&str, &str)]) -> Vec<String> {
    found_by(searches, "submission", files)
}

/// The same, with what is due by a milestone.
pub(super) fn found_by(
    searches: &[Search],
    milestone: &str,
    files: &[(&str, &str)],
) -> Vec<String> {
    let (findings, sources) = findings(searches, milestone, files);
    findings
        .iter()
        .map(|finding| line(finding, &sources))
        .collect()
}

/// Returns the codes of what a family finds.
pub(super) fn codes(searches: &[Search], files: &[(&str, &str)]) -> Vec<String> {
    let (findings, _) = findings(searches, "submission", files);
    findings
        .iter()
        .map(|finding| finding.code.to_string())
        .collect()
}

fn line(finding: &Diagnostic, sources: &SourceMap) -> String {
    let place = match &finding.place {
        None => "-".to_owned(),
        Some(place) => match sources.position(place) {
            Some((line, column)) if place.range.is_some() => {
                format!("{}:{line}:{column}", place.path)
            }
            Some(_) | None => place.path.to_string(),
        },
    };
    format!("{place} {} {}", finding.code, finding.message)
}

/// Returns what a family finds, in the order for people, with the texts it points into.
pub(super) fn findings(
    searches: &[Search],
    milestone: &str,
    files: &[(&str, &str)],
) -> (Vec<Diagnostic>, SourceMap) {
    with(milestone, files, |context| {
        (run(searches, context), context.sources.clone())
    })
}

fn run(searches: &[Search], context: &SourceContext<'_>) -> Vec<Diagnostic> {
    let mut sink = Sink::default();
    context.search(searches, &mut sink);
    let mut findings = sink.into_findings();
    for finding in &findings {
        assert!(
            rule(&finding.code).is_some(),
            "`{}` has no row",
            finding.code
        );
        assert!(!finding.hints.is_empty(), "`{}` has no hint", finding.code);
    }
    Diagnostic::sort(&mut findings);
    findings.dedup();
    findings
}

/// Lets a test look at a project made of texts.
pub(super) fn with<T>(
    milestone: &str,
    files: &[(&str, &str)],
    look: impl FnOnce(&SourceContext<'_>) -> T,
) -> T {
    let folder = tempfile::tempdir().unwrap();
    let all = [("folio.toml", MANIFEST)];
    let has_manifest = files.iter().any(|(path, _)| *path == "folio.toml");
    let given = all.iter().filter(|_| !has_manifest).chain(files);
    for (path, text) in given {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let store = Store::folder(folder.path()).unwrap();
    let project = read_project(&store, None).unwrap();
    let references = references(&project, &store);
    let keys = references.keys.keys().map(String::as_str).collect();
    let texts = Texts::read(&project, &store, &keys, None);
    let manuscript = texts.facts();
    let mut sources = project.sources.clone();
    sources.extend(texts.sources());
    sources.extend(references.sources.clone());
    let due = DueWork::by(&project, milestone).unwrap_or_else(|| DueWork::everything(&project));
    let confidential = Confidential::read(&store, None);
    let context = SourceContext {
        project: &project,
        store: &store,
        manuscript: &manuscript,
        sources: &sources,
        references: &references,
        confidential: &confidential,
        due: &due,
        is_anonymous: project.manifest.dissertation.candidate.is_some(),
    };
    look(&context)
}

fn references(project: &Project, store: &Store) -> Bibliography {
    let StyleChoice::Named(style) = &project.manifest.bibliography.style else {
        return Bibliography::default();
    };
    references::prepare(store, &project.manifest.bibliography.files, style, None)
}
