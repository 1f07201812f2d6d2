//! What the tests of the rules share: a project made of texts, and its findings as lines.

use crate::check::confidential::Confidential;
use crate::check::context::SourceContext;
use crate::check::due::DueWork;
use crate::check::rule::Rule;
use crate::check::sink::Sink;
use crate::diagnostics::{Diagnostic, ProjectPath, SourceMap};
use crate::manuscript::{self, Manuscript, Parsed, Role};
use crate::markdown::{self, Conversion, Settings};
use crate::project::{Project, Style, load};
use crate::typeset::{Bibliography, chapter_file, prepare_bibliography};

/// The smallest manifest.
const MANIFEST: &str = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n";

/// Runs a family over a project, in which everything is due; `path:line:column code message`.
pub(super) fn found(rules: &[Rule], files: &[(&str, &str)]) -> Vec<String> {
    found_by(rules, "submission", files)
}

/// The same, with what is due by a milestone.
pub(super) fn found_by(rules: &[Rule], milestone: &str, files: &[(&str, &str)]) -> Vec<String> {
    let (findings, sources) = findings(rules, milestone, files);
    findings
        .iter()
        .map(|finding| line(finding, &sources))
        .collect()
}

/// Returns the codes of what a family finds.
pub(super) fn codes(rules: &[Rule], files: &[(&str, &str)]) -> Vec<String> {
    let (findings, _) = findings(rules, "submission", files);
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
    rules: &[Rule],
    milestone: &str,
    files: &[(&str, &str)],
) -> (Vec<Diagnostic>, SourceMap) {
    with(milestone, files, |context| {
        (run(rules, context), context.sources.clone())
    })
}

fn run(rules: &[Rule], context: &SourceContext<'_>) -> Vec<Diagnostic> {
    let mut sink = Sink::default();
    context.search(rules, &mut sink);
    let mut findings = sink.into_findings();
    for finding in &findings {
        let known = rules.iter().any(|rule| rule.code == finding.code);
        assert!(known, "`{}` has no row", finding.code);
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
    let project = load(folder.path(), None).unwrap();
    let mut sources = project.sources.clone();
    let manuscript = read(&project, &mut sources);
    let references = references(&project);
    sources.extend(references.sources.clone());
    let due = DueWork::by(&project, milestone).unwrap_or_else(|| DueWork::everything(&project));
    let confidential = Confidential::read(&project, None);
    let context = SourceContext {
        project: &project,
        manuscript: &manuscript,
        sources: &sources,
        references: &references,
        confidential: &confidential,
        due: &due,
        is_anonymous: project.manifest.dissertation.candidate.is_some(),
    };
    look(&context)
}

fn references(project: &Project) -> Bibliography {
    let Style::Named(style) = &project.manifest.bibliography.style else {
        return Bibliography::default();
    };
    prepare_bibliography(
        &project.root,
        &project.manifest.bibliography.files,
        style,
        None,
    )
}

/// Reads the files of a project as the pipeline does.
fn read(project: &Project, sources: &mut SourceMap) -> Manuscript {
    struct File {
        path: ProjectPath,
        role: Role,
        text: String,
        typst: typst_syntax::SyntaxNode,
        made: Option<Conversion>,
    }
    let outline = &project.outline;
    let parts = |parts: &[crate::project::Part]| -> Vec<(ProjectPath, Role)> {
        let parts = parts.iter().filter_map(|part| {
            let role = Role::Part(part.id.clone(), part.kind);
            Some((part.path.clone()?, role))
        });
        parts.collect()
    };
    let mut wanted = parts(&outline.front);
    for chapter in &outline.chapters {
        wanted.push((chapter.path.clone(), Role::Chapter(chapter.id.clone())));
    }
    wanted.extend(parts(&outline.back));
    for appendix in &outline.appendices {
        wanted.push((appendix.path.clone(), Role::Appendix(appendix.id.clone())));
    }
    let files: Vec<File> = wanted
        .into_iter()
        .map(|(path, role)| {
            let text = std::fs::read_to_string(path.below(&project.root)).unwrap();
            sources.insert(path.clone(), text.as_str());
            let made = (path.extension() == "md").then(|| {
                let id = chapter_file(&path).unwrap();
                markdown::convert(id, &path, &text, &Settings::default())
            });
            let typst = typst_syntax::parse(text.strip_prefix('\u{feff}').unwrap_or(&text));
            File {
                path,
                role,
                text,
                typst,
                made,
            }
        })
        .collect();
    let parsed: Vec<Parsed<'_>> = files
        .iter()
        .map(|file| Parsed {
            path: &file.path,
            role: &file.role,
            text: &file.text,
            root: match &file.made {
                Some(made) => made.source.root(),
                None => &file.typst,
            },
            origins: file.made.as_ref().map(|made| &made.origins),
        })
        .collect();
    manuscript::read(&parsed)
}
