//! `folio build --emit-typst`: nobody is locked in.

use folio::diagnostics::Store;
use folio::typeset::{self, Job, PdfRequest, Session};

use crate::sandbox::Sandbox;

#[test]
fn the_plain_typst_project_of_the_sample_has_the_same_pages() {
    let sandbox = Sandbox::sample("digital-readiness");
    let output = sandbox.output(["build", "--emit-typst", "plain"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        sandbox.transcript(&output)
    );

    // The stock engine knows nothing of Markdown: what it is given is Typst.
    let files = sandbox.files();
    assert!(files.contains(&"plain/main.typ".to_owned()), "{files:?}");
    assert!(
        files.contains(&"plain/chapters/01-introduction.typ".to_owned()),
        "{files:?}"
    );
    let is_markdown = |file: &&String| file.starts_with("plain/") && file.ends_with(".md");
    assert_eq!(
        files.iter().filter(is_markdown).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );

    let mut session = Session::new(Job {
        main: "/main.typ".into(),
        date: Some("2027-09-01T16:00:00".parse().unwrap()),
        ..Job::new(Store::folder(&sandbox.path("plain")).unwrap())
    })
    .unwrap();
    let pages = session.compile().unwrap();
    assert_eq!(pages.findings, []);
    let title = "Sent is not received: readiness for structured discharge summaries in an acute \
                 NHS trust";
    let ident = folio::diagnostics::text::slug(title, 80);
    let request = PdfRequest {
        ident,
        // The day that the sandbox asks for.
        made_at: Some("2026-11-22T00:00:00".parse().unwrap()),
        ..PdfRequest::default()
    };
    let pdf = typeset::export(&pages.document, &session, &request).unwrap();
    assert!(pdf.bytes == sandbox.pdf(), "the PDFs differ");
}

#[test]
fn an_emitted_chapter_reads_as_a_person_would_write_it() {
    let sandbox = Sandbox::small();
    sandbox.output(["build", "--emit-typst", "plain"]);
    let chapter =
        std::fs::read_to_string(sandbox.path("plain/chapters/01-introduction.typ")).unwrap();
    assert_eq!(chapter, "= Introduction\n\nFour words of text.\n");
}
