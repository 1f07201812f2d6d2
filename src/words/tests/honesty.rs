//! What a student may try in order to write more than is counted, and what becomes of it.
//!
//! What is on the page counts, whoever can see it; what is not on the page does not.

use crate::project::Region;
use crate::words::tests::testing::{PRELUDE, TestProject, words};
use crate::words::{Category, Policy, tally};

/// Returns how many words of a chapter count as main text.
#[track_caller]
fn main_text_words(text: &str) -> usize {
    tally(
        &TestProject::chapter(text).census(),
        Policy::named("main-text").unwrap(),
    )
    .counted
}

#[track_caller]
fn case(text: &str, expected: usize) {
    assert_eq!(main_text_words(text), expected, "{text}");
}

/// Prose without end: so many words.
fn prose(words: usize) -> String {
    let text: Vec<String> = (0..words).map(|number| format!("word{number}")).collect();
    text.join(" ")
}

#[test]
fn text_that_nobody_can_see_counts() {
    case("#text(fill: white)[one two]", 2);
    case("#text(size: 0.01pt)[one two]", 2);
    case("#text(size: 0pt)[one two]", 2);
    case("#place(dx: -900pt)[one two]", 2);
    case("#box(width: 0pt, height: 0pt, clip: true)[one two]", 2);
    case(
        "#place[one two]#place(rect(fill: white, width: 100%, height: 90%))",
        2,
    );
    case("#scale(0.1%)[one two]", 2);
    case("#text(fill: rgb(0, 0, 0, 0))[one two]", 2);
}

#[test]
fn text_that_is_not_on_the_page_does_not_count() {
    case("kept #hide[one two]", 1);
    case("kept #metadata(\"one two\")", 1);
    case("kept #show \"gone\": \"\"\ngone", 1);
    case("kept #let later = [one two]", 1);
    case("kept #if false [one two]", 1);
    case("kept // one two\n/* three */", 1);
}

#[test]
fn text_that_is_put_elsewhere_counts() {
    case(
        "#place(top + right)[one two]#place(bottom, float: true)[three]",
        3,
    );
    case("#rotate(180deg)[one two] #move(dx: 99cm)[three]", 3);
    case("#context [one two] #context state(\"s\", [three]).get()", 3);
    case("#let f(it) = it\n#show \"x\": [one two]\nx #f[three]", 3);
    case("#columns(3)[one #colbreak() two] #stack[three][four]", 4);
    case(
        "#quote[one two] #emph[three] #link(\"https://x.y\")[four]",
        4,
    );
    case(
        "#rect(fill: black)[one two] #circle[three] #ellipse[four]",
        4,
    );
}

#[test]
fn marks_in_a_chapter_open_no_region_and_label_nothing() {
    case(
        "#metadata(\"folio:references\")\none #[two] <folio-label>",
        2,
    );
    case("= #[one]<folio-label> two", 2);
    let census = TestProject::chapter("#metadata(\"folio:appendix:x\")\none").census();
    assert_eq!(census.marks, [Region::Chapter("one".into())]);
}

#[test]
fn a_chapter_that_reaches_into_the_template_is_seen_in_the_marks() {
    let main = format!(
        "{PRELUDE}#import \"look.typ\": region\n#region(\"folio:chapter:one\")\n\
         #include \"/chapters/one.typ\"\n#region(\"folio:references\")"
    );
    let chapter = "#import \"/.folio/look.typ\": region\n#region(\"folio:references\")\nhidden";
    let census = TestProject::with_main(&main)
        .write("/.folio/look.typ", "#let region(name) = metadata(name)")
        .write("/chapters/one.typ", chapter)
        .census();
    let expected = [Region::Chapter("one".into()), Region::References];
    assert_ne!(census.marks, expected);
    assert_eq!(census.marks.len(), 3);
}

#[test]
fn what_an_author_calls_an_artifact_is_exempt_and_reported() {
    for kind in [
        "header",
        "footer",
        "background",
        "line-number",
        "other",
        "watermark",
        "page",
    ] {
        let calls = [
            format!("#pdf.artifact(kind: \"{kind}\")[one two]"),
            format!("#([one two],).map(pdf.artifact.with(kind: \"{kind}\")).join()"),
            format!("#show strong: pdf.artifact.with(kind: \"{kind}\")\n*one two*"),
        ];
        for call in calls {
            let census = TestProject::chapter(&format!("{call} kept")).census();
            assert_eq!(words(&census, Category::Exempt), "one two", "{call}");
            assert_eq!(words(&census, Category::Body), "kept", "{call}");
        }
    }
}

#[test]
fn what_is_printed_over_a_page_is_furniture() {
    let text = "#set page(footer: [Foot], foreground: [SECRET])\nkept";
    case(text, 1);
    let whole = "#set page(foreground: stack(..range(9).map(it => [SECRET])))\nkept";
    case(whole, 1);
    case("#set page(background: [DRAFT])\nkept", 1);
}

/// Without a footer, one short line over a page cannot be told from the text of the page: it
/// counts once a page.
#[test]
fn one_line_over_a_page_without_a_foot_counts() {
    case("#set page(foreground: [SECRET])\nkept", 2);
}

#[test]
fn prose_in_the_margins_counts_once() {
    let long = prose(100);
    for margin in ["header", "footer", "background", "foreground"] {
        let text = format!(
            "#set page(height: 300mm, footer: [Foot])\n#set page({margin}: [{long}])\none #pagebreak() two"
        );
        let extra = if margin == "footer" { 0 } else { 1 };
        case(&text, 100 + 2 + extra);
    }
}

#[test]
fn prose_is_no_marker_and_no_number() {
    let long = prose(30);
    case(&format!("#set list(marker: [{long}])\n- one\n- two"), 62);
    case(&format!("#set enum(numbering: n => [{long}])\n+ one"), 31);
    assert!(main_text_words(&format!("#set heading(numbering: n => [{long}])\n= One")) >= 20);
    assert!(
        main_text_words(&format!(
            "#set footnote(numbering: n => [{long}])\none#footnote[two]"
        )) >= 60
    );
    assert!(main_text_words(&format!("#set par.line(numbering: n => [{long}])\none")) >= 31);
    case("#set list(marker: [–])\n- one", 1);
    case("#set enum(numbering: \"(1.a)\")\n+ one", 1);
}

#[test]
fn prose_is_no_formula() {
    let long = prose(30);
    case(&format!("one $\"{long}\"$ two"), 32);
    case(&format!("one\n$ \"{long}\" $\ntwo"), 32);
    case("one $x = \"if it rains\"$ two", 2);
}

#[test]
fn prose_is_no_filler() {
    assert!(main_text_words("#box(width: 1fr, repeat[words of mine])") >= 3);
    case("one #box(width: 1fr, repeat[.]) two", 2);
}

#[test]
fn prose_in_a_figure_is_body() {
    let long = prose(50);
    case(&format!("#figure[{long}]"), 50);
    case(&format!("#figure[one\n\n{long}\n\n- two]"), 52);
    case(
        &format!("#figure(kind: \"x\", supplement: none, block[{long}])"),
        50,
    );
    case(&format!("#figure(rect[{long} #parbreak() three])"), 51);
    case(&format!("#figure(rect[{}])", prose(300)), 300);
    case(&format!("#figure(context [{long}])"), 50);
    case("#figure(rect[a short label])", 0);
    case(
        "#figure(grid(columns: 2, rect[one], rect[two]), caption: [Three])",
        4 - 1,
    );
    case("#figure(stack(rect[one], line(), circle[two]))", 0);
}

#[test]
fn code_on_its_own_lines_is_code_whatever_it_says() {
    let census = TestProject::chapter("```\nSome prose, set as code.\n```").census();
    assert_eq!(
        words(&census, Category::CodeBlock),
        "Some prose, set as code."
    );
}
