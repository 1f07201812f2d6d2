//! The engine's errors and warnings, as findings on the author's own lines.
//!
//! A message may point into a generated file or into a package. Then the calls that led there are
//! followed back to the first line that the author wrote; if there is none, the chapter is named.
//!
//! In a ring with session and unrest: findings are told of a session, which ends a layout with them.

use std::collections::BTreeSet;

use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::{DiagSpan, LinkedNode, Side, SyntaxKind, SyntaxNode, VirtualRoot};
use typst::{World, WorldExt};

use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Level, Place, ProjectPath};
use crate::typeset::phrases::{of_both, plain};
use crate::typeset::rules::{PDF_STANDARD, TYPST_ERROR, TYPST_WARNING};
use crate::typeset::session::Session;
use crate::typeset::suggestions::{KnownNames, explain_unknown, show_labels};
use crate::typeset::unrest::{is_unrest, unrest};

/// How many calls that led to an error are shown beside it.
const MAX_RELATED: usize = 3;

/// Turns what the engine said into findings.
pub(super) fn diagnose(session: &Session, said: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    let single = said.iter().filter(|one| !is_unrest(one));
    let mut findings: Vec<Diagnostic> = single.map(|one| finding(session, one)).collect();
    findings.extend(unrest(session, said));
    findings
}

/// Turns what the PDF writer said into findings, all of them worth fixing.
pub(super) fn export_findings(session: &Session, said: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    let mut together: Vec<SourceDiagnostic> = Vec::new();
    for one in said {
        let mut same = together.iter_mut().filter(|it| it.span == one.span);
        let both = same.find_map(|it| Some((of_both(&it.message, &one.message)?, it)));
        match both {
            Some((message, it)) => it.message = message.into(),
            None => together.push(one.clone()),
        }
    }
    let mut findings = diagnose(session, &together);
    for finding in &mut findings {
        finding.level = Level::Warn;
        if finding.is(&TYPST_ERROR) {
            finding.set_rule(&PDF_STANDARD);
        }
    }
    findings
}

fn finding(session: &Session, said: &SourceDiagnostic) -> Diagnostic {
    let mut finding = match said.severity {
        Severity::Error => Diagnostic::of(&TYPST_ERROR, inline(&said.message, 300)),
        Severity::Warning => Diagnostic::of(&TYPST_WARNING, inline(&said.message, 300)),
    };
    let mut twice = None;
    match plain(&said.message) {
        Some(phrase) => {
            finding.set_rule(phrase.rule);
            finding.message = phrase.message;
            finding.hints = phrase.hints;
            twice = phrase.twice;
            if let Some(unknown) = phrase.unknown {
                explain_unknown(session, &KnownNames::of(session), &mut finding, unknown);
            }
        }
        None => {
            let hints = said.hints.iter().map(|hint| inline(&hint.v, 300));
            finding.hints.extend(hints);
        }
    }
    locate(session, said, &mut finding);
    if let Some(name) = twice {
        show_labels(session, &mut finding, &name);
    }
    finding
}

/// Sets the place of a finding, and the author's calls that led to it.
fn locate(session: &Session, said: &SourceDiagnostic, finding: &mut Diagnostic) {
    let spans = || {
        std::iter::once(said.span).chain(said.trace.iter().map(|point| DiagSpan::from(point.span)))
    };
    let mut places = spans().filter_map(|span| place(session, span));
    finding.place = places.next();
    if finding.place.is_some() {
        let first = finding.place.clone();
        let mut seen: BTreeSet<_> = first.iter().map(key).collect();
        let related = places.filter(|place| seen.insert(key(place)));
        finding.related = related
            .take(MAX_RELATED)
            .map(|place| (place, "used here".to_owned()))
            .collect();
    } else {
        finding.place = spans()
            .find_map(|span| chapter(session, span))
            .map(Place::file);
        let roots = spans().filter_map(|span| Some(span.id()?.get().root()));
        let package = roots.filter_map(|root| match root {
            VirtualRoot::Package(package) => Some(package),
            VirtualRoot::Project => None,
        });
        if let Some(package) = package.take(1).last() {
            let hint = format!(
                "the mistake shows in the package `{package}`: look at what the chapter gives it"
            );
            finding.hints.insert(0, hint);
        }
    }
}

fn key(place: &Place) -> (String, Option<usize>) {
    let (path, start) = place.sort_key();
    (path.to_owned(), start)
}

pub(super) fn place(session: &Session, span: DiagSpan) -> Option<Place> {
    let range = session.world.range(span)?;
    session.place_of(span.id()?, range)
}

/// Returns the chapter that a line of a generated file brings in.
pub(super) fn chapter(session: &Session, span: DiagSpan) -> Option<ProjectPath> {
    let source = session.world.source(span.id()?).ok()?;
    let range = session.world.range(span)?;
    let node = LinkedNode::new(source.root()).leaf_at(range.start, Side::After)?;
    let mut node = Some(node);
    for _ in 0..4 {
        let here = node?;
        if let Some(path) = string_in(here.get()) {
            return Some(path);
        }
        node = here.parent().cloned();
    }
    None
}

fn string_in(node: &SyntaxNode) -> Option<ProjectPath> {
    if node.kind() == SyntaxKind::Str {
        let path = node.leaf_text().trim_matches('"');
        let path = ProjectPath::new(path.trim_start_matches('/'))?;
        let is_text = matches!(
            path.extension().as_str(),
            "typ" | "bib" | "yml" | "yaml" | "csl"
        );
        return (is_text || path.is_markdown()).then_some(path);
    }
    node.children().find_map(string_in)
}

/// Leaves out what was said before about the same place.
pub(super) fn dedupe(findings: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    findings.retain(|finding| {
        let what = match &finding.place {
            Some(place) if !finding.code.starts_with("typst-") => (key(place), String::new()),
            Some(place) => (key(place), finding.message.clone()),
            None => (Default::default(), finding.message.clone()),
        };
        seen.insert((finding.code.clone(), what))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::{Sandbox, lines};

    #[track_caller]
    fn refused(chapter: &str, expected: &[&str]) {
        let sandbox = Sandbox::new("#include \"/chapters/a.typ\"").file("chapters/a.typ", chapter);
        let (session, findings) = sandbox.refused();
        assert_eq!(lines(&session, &findings), expected);
    }

    #[test]
    fn an_error_stands_on_the_authors_line() {
        refused(
            "First\n\nThen #foo.",
            &["unknown-variable chapters/a.typ:3:7 nothing is called `foo` here"],
        );
        refused(
            "\u{feff}#include \"b.typ\"",
            &["file-not-found chapters/a.typ:1:10 there is no file `chapters/b.typ`"],
        );
    }

    #[test]
    fn all_errors_of_a_file_come_in_one_go() {
        let chapter = "#let x = (1,\n\nText *bold\n";
        let sandbox = Sandbox::new("#include \"/a.typ\"").file("a.typ", chapter);
        let (_, findings) = sandbox.refused();
        assert!(
            findings
                .iter()
                .all(|finding| finding.code == "typst-syntax")
        );
        let sandbox = Sandbox::new("#include \"/a.typ\"").file("a.typ", "@one and\n@two");
        let (session, findings) = sandbox.refused();
        assert_eq!(lines(&session, &findings).len(), 2);
    }

    #[test]
    fn an_error_inside_generated_code_is_reported_where_the_author_called_it() {
        let sandbox = Sandbox::new("#include \"/a.typ\"")
            .virtual_file("/.folio/t.typ", "#let half(x) = x / \"two\"")
            .file("a.typ", "#import \"/.folio/t.typ\": half\n\n#half(2)");
        let (session, findings) = sandbox.refused();
        assert_eq!(
            lines(&session, &findings),
            ["typst-error a.typ:3:2 cannot divide integer by string"]
        );
    }

    #[test]
    fn an_error_without_any_line_of_the_author_names_the_chapter() {
        let sandbox = Sandbox::new("#include \"/chapters/a.md\"").file("chapters/a.md", b"caf\xe9");
        let (session, findings) = sandbox.refused();
        assert_eq!(
            lines(&session, &findings),
            ["not-utf8 chapters/a.md this file is not UTF-8 text"]
        );
    }

    #[test]
    fn a_mistyped_citation_or_label_is_met_with_the_nearest() {
        let sandbox = Sandbox::citing("#include \"/a.typ\"", &["smith"]).file(
            "a.typ",
            "= A <sec:a>\n@smtih and @sec:aa\nand #cite(<smitj>) and @smith",
        );
        let (session, findings) = sandbox.refused();
        assert_eq!(
            lines(&session, &findings),
            [
                "unknown-citation a.typ:2:1 `smtih` is neither in the bibliography nor a label of this document",
                "unknown-label a.typ:2:12 there is no section `sec:aa`",
                "unknown-citation a.typ:3:6 `smitj` is neither in the bibliography nor a label of this document",
            ]
        );
        assert_eq!(findings[0].hints, ["did you mean `@smith`?"]);
        assert_eq!(findings[1].hints, ["did you mean `@sec:a`?"]);
    }

    #[test]
    fn a_label_that_is_a_key_too_and_a_citation_without_references_are_told_in_plain_words() {
        let sandbox = Sandbox::citing("#include \"/a.typ\"", &["smith"]).file(
            "a.typ",
            "#set heading(numbering: \"1\")\n= A <smith>\n@smith",
        );
        let (session, findings) = sandbox.refused();
        assert_eq!(
            lines(&session, &findings),
            ["label-twice a.typ:3:1 `smith` is both a label and a key of the bibliography"]
        );
        // In Markdown one is told from the other.
        let sandbox = Sandbox::citing(
            "#set heading(numbering: \"1\")\n#include \"/c/a.md\"",
            &["smith"],
        )
        .file("c/a.md", "# A {#smith}\n\n\\@ref(smith)");
        let (_, typeset) = sandbox.typeset();
        assert_eq!(typeset.findings, []);
        let text = "#set heading(numbering: \"1\")\n= A <s>\n= B <s>\n@s";
        let sandbox = Sandbox::new("#include \"/a.typ\"").file("a.typ", text);
        let (session, findings) = sandbox.refused();
        assert_eq!(
            lines(&session, &findings),
            ["label-twice a.typ:3:5 the label `s` is given more than once"]
        );
        assert_eq!(findings[0].related.len(), 2);
        let sandbox =
            Sandbox::citing("#include \"/a.typ\"", &[]).file("a.typ", "As #cite(<smith>).");
        let (session, findings) = sandbox.refused();
        assert_eq!(
            lines(&session, &findings),
            ["no-bibliography a.typ:1:5 this cites a work, but the project has no bibliography"]
        );
    }

    #[test]
    fn what_cannot_be_printed_leaves_a_mark() {
        let chapter = "# A\n\n::: {.callout #box}\nText.\n:::\n\n[see @box] and [@none; @smith], [see @gone, p. 4; @none].\n\n{{< include gone.md >}}\n";
        let sandbox = Sandbox::citing("#include \"/c/a.md\"", &["smith"]).file("c/a.md", chapter);
        let sandbox = sandbox.printed(&["smith"], "apa");
        let (session, typeset) = sandbox.typeset();
        assert_eq!(
            lines(&session, &typeset.findings),
            [
                "cannot-reference c/a.md:7:6 `box` names something that has no number to print",
                "unknown-citation c/a.md:7:17 `none` is neither in the bibliography nor a label of this document",
                "unknown-citation c/a.md:7:38 `gone` is neither in the bibliography nor a label of this document",
                "unknown-citation c/a.md:7:51 `none` is neither in the bibliography nor a label of this document",
                "file-not-found c/a.md:9:1 there is no file `c/gone.md`",
            ]
        );
        assert!(
            typeset
                .findings
                .iter()
                .all(|finding| finding.level == Level::Deny)
        );
        let text = crate::typeset::page_texts(&typeset.document, &session);
        assert!(
            text[0]
                .text
                .contains("see [?box] and (?none; Smith, 2020), [see ?gone, page 4; ?none]."),
            "{}",
            text[0].text
        );
        assert!(text[0].text.contains("c/gone.md"), "{}", text[0].text);
    }

    #[test]
    fn an_example_that_is_not_there_is_called_one() {
        let chapter = "# A\n\n(@good) One.\n\nSee (@good), (@bad) and @other.\n";
        let sandbox = Sandbox::citing("#include \"/c/a.md\"", &["smith"]).file("c/a.md", chapter);
        let (session, typeset) = sandbox.typeset();
        assert_eq!(
            lines(&session, &typeset.findings),
            [
                "unknown-label c/a.md:5:15 there is no example `bad` in this chapter",
                "unknown-citation c/a.md:5:25 `other` is neither in the bibliography nor a label of this document",
            ]
        );
    }

    #[test]
    fn an_unknown_font_is_an_error_with_its_place_though_the_engine_only_warns() {
        let sandbox =
            Sandbox::new("#include \"/a.typ\"").file("a.typ", "\n#set text(font: \"Arail\")\nx");
        let (session, typeset) = sandbox.typeset();
        assert_eq!(
            lines(&session, &typeset.findings),
            ["unknown-font a.typ:2:17 there is no font called `arail`"]
        );
        assert_eq!(typeset.findings[0].level, Level::Deny);
    }

    #[test]
    fn a_missing_image_is_a_warning_with_its_place_and_leaves_an_empty_box() {
        let sandbox = Sandbox::new("#include \"/c/a.typ\"")
            .file("c/a.typ", "= A\n#image(\"../f/chart.png\", width: 2cm)\n#image(\"../f/x.emf\")\n#image(\"../f/y.svg\")\n#image(\"../f/z.pdf\")\n#image(\"../f/p.png\")")
            .file("f/Chart.png", include_bytes!("placeholder/empty.png"))
            .file("f/x.emf", b"\x01\0\0\0")
            .file("f/y.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect></svg>")
            .file("f/z.pdf", "%PDF-1.7 broken")
            .file("f/p.png", include_bytes!("placeholder/empty.jpg"));
        let (session, typeset) = sandbox.typeset();
        assert_eq!(
            lines(&session, &typeset.findings),
            [
                "image-missing c/a.typ:2:8 there is no image `f/chart.png`: the file on disk is called `f/Chart.png`",
                "image-unreadable c/a.typ:6:8 the image `f/p.png` is a JPG file under a wrong name",
                "image-format c/a.typ:3:8 the image `f/x.emf` is in the format EMF, which cannot be placed",
                "image-unreadable c/a.typ:4:8 the image `f/y.svg` cannot be read: the SVG has a mistake",
                "image-unreadable c/a.typ:5:8 the image `f/z.pdf` cannot be read: the PDF could not be loaded",
            ]
        );
        let mut strict = sandbox;
        strict.job.strict = true;
        let (_, findings) = strict.refused();
        assert!(findings.iter().all(|finding| finding.level == Level::Deny));
    }

    #[test]
    fn a_picture_of_any_name_is_found_or_leaves_an_empty_box() {
        let chapter = "# A\n\n![A](f/a)\n\n![B](f/b.v2)\n\n![C](f/none)\n\n![D](f/d.xyz)\n\n![E](f\\a.svg)\n\n![F](f/text)\n\n![](f)\n";
        let sandbox = Sandbox::new("#include \"/c/a.md\"")
            .file("c/a.md", chapter)
            .file("c/f/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .file("f/b.v2.png", include_bytes!("placeholder/empty.png"))
            .file("c/f/text", "words");
        let (session, typeset) = sandbox.typeset();
        assert_eq!(
            lines(&session, &typeset.findings),
            [
                "image-missing c/a.md:15:5 there is no image `c/f`",
                "image-missing c/a.md:9:6 there is no image `c/f/d.xyz`",
                "image-missing c/a.md:7:6 there is no image `c/f/none`",
                "image-unreadable c/a.md:13:6 the image `c/f/text` cannot be read: it is no picture",
            ]
        );
    }

    #[test]
    fn what_is_wrong_in_markdown_stands_on_its_line_of_the_markdown() {
        let chapter = "# A\n\nText with @smtih here.\n\n![Caption](../f/none.png){alt=\"x\"}\n\nAnd `#foo`{=typst} too.\n";
        let sandbox = Sandbox::citing("#include \"/c/a.md\"", &["smith"]).file("c/a.md", chapter);
        let (session, findings) = sandbox.refused();
        assert_eq!(
            lines(&session, &findings),
            ["unknown-variable c/a.md:7:7 nothing is called `foo` here"]
        );
        let sandbox = sandbox.file("c/a.md", chapter.replace("#foo", "x"));
        let (session, findings) = sandbox.refused();
        assert_eq!(
            lines(&session, &findings)[0],
            "unknown-citation c/a.md:3:11 `smtih` is neither in the bibliography nor a label of this document"
        );
        let sandbox = sandbox.file(
            "c/a.md",
            chapter.replace("#foo", "x").replace("smtih", "smith"),
        );
        let (session, typeset) = sandbox.typeset();
        assert_eq!(
            lines(&session, &typeset.findings),
            ["image-missing c/a.md:5:12 there is no image `f/none.png`"]
        );
    }
}
