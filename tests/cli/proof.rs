//! `folio count --proof`: the count drawn on the pages.

use std::fs;

use serde_json::Value;

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

/// A project whose every text tries to be more than text.
fn hostile() -> Sandbox {
    Sandbox::empty()
        .write(
            "folio.toml",
            "[dissertation]\ntitle = \"On <script>alert(1)</script> & \\\"quotes\\\"\"\nauthor = \"A. Student\"\n",
        )
        .write(
            "chapters/01-introduction.md",
            "# Intro \\<script\\>alert(2)\\</script\\>\n\n\
             Words `<script>alert(3)</script>` and `\" onmouseover=\"alert(4)` stand here, see\n\
             <https://example.org/a>.^[A note.] $x^2$\n\n\
             [Left out <b>{{ legend }}</b>]{.no-count} of it, #panic() too.\n",
        )
}

fn counted(sandbox: &Sandbox) -> (u64, u64) {
    let output = sandbox.output(["count", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}\n{}", sandbox.transcript(&output)));
    (
        json["counted"].as_u64().unwrap(),
        json["total"].as_u64().unwrap(),
    )
}

fn draw(sandbox: &Sandbox, name: &str) -> Vec<u8> {
    let output = sandbox.output(["count", "--proof", name]);
    assert!(output.status.success(), "{}", sandbox.transcript(&output));
    fs::read(sandbox.path(name)).unwrap()
}

fn html(sandbox: &Sandbox) -> String {
    String::from_utf8(draw(sandbox, "proof.html")).unwrap()
}

#[test]
fn the_pdf_shows_the_number_of_the_count_before_the_pages_and_is_the_same_twice() {
    let sandbox = Sandbox::small();
    let (words, _) = counted(&sandbox);
    let bytes = draw(&sandbox, "proof.pdf");
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap();
    assert!(
        text.contains(&format!("{words} of 10,000 words")),
        "{words} is not in {text}"
    );
    assert!(text.contains("Not yet confirmed against your handbook"));
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    let built = sandbox.output(["build"]);
    assert!(built.status.success(), "{}", sandbox.transcript(&built));
    let file = sandbox
        .files()
        .into_iter()
        .find(|file| file.ends_with(".pdf") && file != "proof.pdf");
    let submission = lopdf::Document::load(sandbox.path(file.unwrap())).unwrap();
    assert!(pdf.get_pages().len() > submission.get_pages().len());
    assert_eq!(bytes, draw(&sandbox, "again.pdf"));
}

#[test]
fn the_pdf_meets_what_the_submission_meets_and_reads_its_formulas_aloud() {
    let sandbox = Sandbox::small().write(
        "chapters/02-method.md",
        "# Method\n\nThe share was $p_1 / q$ of [all of it](https://example.org).^[A note.]\n",
    );
    let pdf = Pdf::read(draw(&sandbox, "proof.pdf"));
    let claims = pdf.xmp();
    assert!(claims.contains("<pdfaid:part>2</pdfaid:part>"), "{claims}");
    assert!(
        claims.contains("<pdfuaid:part>1</pdfuaid:part>"),
        "{claims}"
    );
    assert_eq!(pdf.tags().get("Formula"), Some(&1));
    assert!(pdf.mentions("p sub 1 divided by q"));
}

#[test]
fn the_page_of_html_shows_the_number_of_the_count_and_is_the_same_twice() {
    let sandbox = Sandbox::small();
    let (words, total) = counted(&sandbox);
    let page = html(&sandbox);
    assert!(page.contains(&format!("<p class=\"number\">{words} of 10,000 words")));
    assert!(page.contains(&format!("<b id=\"counted\">{words}</b>")));
    // Each word has one box with its text; a word over two lines has a second one without.
    let texts = page
        .lines()
        .filter(|line| line.starts_with("<i class=\"w") && !line.ends_with("></i>"))
        .count();
    assert_eq!(texts as u64, total);
    assert!(page.contains("title=\"chapters/01-introduction.md:3:1 · body · counted\">Four</i>"));
    assert_eq!(page, html(&sandbox));
}

#[test]
fn nothing_from_a_project_is_more_than_text_in_the_page() {
    let sandbox = hostile();
    let page = html(&sandbox);
    assert!(!page.to_lowercase().contains("<script"), "a script");
    assert!(page.contains("On &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;"));
    assert!(
        page.contains("&quot; onmouseover=&quot;alert(4)")
            || page.contains(">onmouseover=&quot;alert(4)<")
    );
    assert!(page.contains("{{"), "what looks like a template is text");
    let attribute = regex::Regex::new(r#"[a-z:-]+\s*=\s*["'][^"'>]*https?:"#).unwrap();
    assert_eq!(attribute.find(&page).map(|found| found.as_str()), None);
    let handler = regex::Regex::new(r#"<[^>]*\son[a-z]+\s*="#).unwrap();
    assert_eq!(handler.find(&page).map(|found| found.as_str()), None);
    assert!(page.contains("default-src 'none'"));
    draw(&sandbox, "proof.pdf");
}

#[test]
fn a_passage_taken_out_of_the_count_is_listed_and_framed() {
    let page = html(&hostile());
    assert!(page.contains("Taken out of the count by the author"));
    assert!(page.contains("w x k-exempt"), "no framed word");
    assert!(page.contains("marked by the author as not to be counted"));
}
