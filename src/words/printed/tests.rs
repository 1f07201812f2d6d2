//! Planted holes, and what only looks like one.

use typst::World;
use typst::syntax::{RootedPath, Source, VirtualPath, VirtualRoot};

use super::*;
use crate::words::census::walk::walk;
use crate::words::tests::testing::TestProject;

const CHAPTER: &str = "/chapters/one.typ";

/// Returns what of a chapter is lost, each with its kind.
fn lost(chapter: &str) -> Vec<String> {
    lost_in(&TestProject::chapter(chapter))
}

fn lost_in(project: &TestProject) -> Vec<String> {
    let document = project.typeset();
    let id = RootedPath::new(VirtualRoot::Project, VirtualPath::new(CHAPTER).unwrap()).intern();
    let sources: Vec<Source> = vec![project.source(id).unwrap()];
    let is_builtin = |name: &str| project.library().global.scope().get(name).is_some();
    let found = unprinted(&walk(&document), &sources, &is_builtin).into_iter();
    found
        .map(|lost| match &lost.is {
            UnprintedKind::Words => lost.words,
            UnprintedKind::Formula => format!("formula {}", lost.words),
            UnprintedKind::Reference => format!("reference {}", lost.words),
            UnprintedKind::Code(name) => {
                format!("code {}: {}", name.as_deref().unwrap_or("-"), lost.words)
            }
        })
        .collect()
}

#[test]
fn a_planted_hole_is_found() {
    #[track_caller]
    fn case(chapter: &str, expected: &[&str]) {
        assert_eq!(lost(chapter), expected, "{chapter}");
    }

    // A function drops one of its contents, wherever it is called.
    case(
        "#let f(a, b) = a\n#f[one][two words] #f[three][four]",
        &["code f: two words"],
    );
    case(
        "#let f(a, b, c: false) = if c [#a #b] else [#a]\n#f(c: true)[one][two] #f[three][four]",
        &[],
    );
    case(
        "#let f(title: none, body) = body\n#f(title: [one])[two]",
        &["code f: one"],
    );
    case(
        "#let f(title: none, body) = [#title #body]\n#f(title: [one])[two]",
        &[],
    );
    // A rule takes a word, wherever it stands, even out of another.
    case("#show \"two\": none\nOne two three.", &["two"]);
    case(
        "#show \"two\": none\ntwo three two.\n\ntwo",
        &["two", "two two"],
    );
    case("#show \"x\": none\nAn example of it.", &["example"]);
    case(
        "#show regex(\"t\\w+\"): none\nOne two *three* four.",
        &["two three"],
    );
    // A rule takes an element with all that is in it.
    case("#show strong: none\nOne *two* three.", &["two"]);
    case("#show heading: none\n= Title\nText.", &["Title"]);
    case(
        "#outline()\n#show heading: none\n= Title\nText.",
        &["Title"],
    );
    case(
        "#show list: none\nOne.\n- two\n- three\n\nFour.",
        &["two three"],
    );
    case("#show raw: none\nOne `two` three.", &["two"]);
    case("#show footnote.entry: none\nOne#footnote[Two.].", &["Two"]);
    case(
        "#show figure.caption: none\n#figure(rect(), caption: [One])",
        &["One"],
    );
    case("#show table.cell: none\n#table([One], [two])", &["One two"]);
    case("#show math.equation: none\nOne $x^2$.", &["formula $x^2$"]);
    case(
        "#show ref: none\n= One <a>\n#set heading(numbering: \"1\")\nSee @b.\n= Two <b>",
        &["reference @b"],
    );
    case("One #hide[two three] four.", &["two three"]);
    case(
        "#show par: it => hide(it)\nOne two.\n\nThree.",
        &["One two Three"],
    );
    // What is given to a function of the engine that does not print it.
    case("#quote(attribution: [Who])[One]", &["Who"]);
}

#[test]
fn what_stands_for_something_else_is_no_hole() {
    for chapter in [
        "#show \"EPR\": [electronic patient record]\nAn EPR is used.",
        "#show \"EPR\": \"electronic patient record\"\nEPR\n\nAn EPR.",
        "#show \"one\": upper\nOne one two.",
        "#show \"isn't one\": strong\nIt isn't one \\# two.",
        "#show regex(\"[\\w.:/-]{20,}\"): it => { show \".\": it => it + \"\\u{200b}\"; it }\nAt https:\\//www.example.org\\/a-b today.",
        "#outline(title: [What is in it])\n= One\n#table([#hide[0]5.1], [10.2])",
        "#upper[one], #smallcaps[two], #text(fill: red)[three].",
        "One --- two... it's \"three\" -- four~five ﬁne office.",
        "https://example.org/a-long/address and #link(\"https://a.org\")[here].",
        "```py\ndef one(x):\n\treturn 2\n```\n\nand `two  three`.",
        "$ sum_(i=1)^n x_i = \"total\" $ and $square$.",
        "#set heading(numbering: \"1.1\")\n= One <a>\n@a, #ref(<a>) and one#footnote[Two *three*.].",
        "#set text(hyphenate: true)\n#block(width: 2cm)[#lorem(3) Internationalisation of interoperability.]",
        "#figure(table(columns: 2, table.header[One][Two], [three], [four]), caption: [Five _six_]) <t>",
        "#let note(it) = block[Note: #it]\n#note[one] #note[two]",
        "#if true [One] else [two]",
        "#for x in (1, 2) [Item #x. ]",
        "#{ [One]\n let two = [two]\n two }",
        "#context [One] #metadata[two] #state(\"x\").update([three])",
        "#set page(header: [Head])\n#show heading: it => [Before #it.body]\n= One",
        "/ Term: meaning\n+ one\n- two",
        "مرحبا بالعالم and more.",
        "e\u{301}t\u{e9} na\u{ef}ve co\u{ad}operate",
        "#place(top)[One] #rotate(90deg)[two] #columns(2)[three four]",
    ] {
        assert_eq!(lost(chapter), Vec::<String>::new(), "{chapter}");
    }
}

#[test]
fn code_that_prints_nothing_is_told_once_for_each_function() {
    #[track_caller]
    fn case(chapter: &str, expected: &[&str]) {
        assert_eq!(lost(chapter), expected, "{chapter}");
    }

    case(
        "#if false [One] else if 1 > 2 [two]\nThree.",
        &["code -: One"],
    );
    case("#let unused = [One two]\nThree.", &["code unused: One two"]);
    case(
        "#let todo(it) = none\nA #todo[one] b #todo[two *three*].",
        &["code todo: one"],
    );
    case(
        "#let f() = { if true [One] else [two] }\nThree.",
        &["code f: One"],
    );
    case(
        "#let figure(it) = none\nA #figure[one].",
        &["code figure: one"],
    );
}

#[test]
fn each_word_of_a_chapter_is_missed_when_a_rule_takes_it() {
    let words = [
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india",
        "juliet", "kilo", "lima", "mike", "november", "oscar", "papa",
    ];
    let chapter = "= One alpha\nText bravo, *bold charlie* and _delta_.#footnote[A note echo.]\n\n- item foxtrot\n- two\n  + golf\n\n/ hotel: means india\n\n#quote(block: true)[Said juliet.]\n\n#figure(table(columns: 2, [kilo], [x]), caption: [Data lima])\n\n`mike` and\n```\nlet november\n```\n#link(\"https://a.org\")[oscar] #text(red)[#smallcaps[papa]]";
    assert_eq!(lost(chapter), [""; 0]);
    for word in words {
        let found = lost(&format!("#show \"{word}\": none\n{chapter}"));
        assert_eq!(found, [word]);
        let found = lost(&format!("#show \"{word}\": it => hide(it)\n{chapter}"));
        assert_eq!(found, [word]);
    }
}

#[test]
fn a_template_that_drops_a_node_is_found() {
    let drops = |rule: &str| {
        let main = format!("{rule}\n#include \"/chapters/one.typ\"");
        lost_in(&TestProject::with_main(&main).write(CHAPTER, "One.\n\n- two\n- three *four*"))
    };
    assert_eq!(drops(""), [""; 0]);
    assert_eq!(drops("#show list: none"), ["two three four"]);
    assert_eq!(
        drops("#show list: it => it.children.first().body"),
        ["three four"]
    );
    assert_eq!(drops("#show strong: it => [#metadata(it)]"), ["four"]);
    let whole =
        TestProject::with_main("#let drop(body) = none\n#drop(include \"/chapters/one.typ\")A");
    assert_eq!(lost_in(&whole.write(CHAPTER, "One *two*.")), ["One two"]);
}
