//! Each rule on what it must find and on what looks like it.

use crate::check::figures::SEARCHES;
use crate::check::testing::found;

fn only(code: &str, files: &[(&str, &str)]) -> Vec<String> {
    let marker = format!(" {code} ");
    let mut all = found(SEARCHES, files);
    all.retain(|line| line.contains(&marker));
    all
}

/// One chapter in each language.
fn both(code: &str, markdown: &str, typst: &str) -> [Vec<String>; 2] {
    [
        only(code, &[("chapters/01-a.md", markdown)]),
        only(code, &[("chapters/01-a.typ", typst)]),
    ]
}

const NONE: [Vec<String>; 2] = [Vec::new(), Vec::new()];

#[test]
fn a_figure_is_mentioned_by_its_label_its_number_or_not_at_all() {
    let found = both(
        "figure-never-mentioned",
        "\u{feff}# É\r\n\r\n![A map](m.png){#fig:map alt=\"x\"}\r\n\r\n| a |\r\n|---|\r\n| b |\r\n\r\n: Rows {#tbl:rows}\r\n",
        "\u{feff}= É\r\n\r\n\t#figure(image(\"m.png\"), caption: [A map]) <fig:map>\r\n\r\n#figure(table([a]), caption: [Rows]) <tbl:rows>\r\n",
    );
    assert_eq!(
        found[0],
        [
            "chapters/01-a.md:3:1 figure-never-mentioned no sentence refers to the figure `A map`",
            "chapters/01-a.md:5:1 figure-never-mentioned no sentence refers to the table `Rows`",
        ]
    );
    assert_eq!(
        found[1],
        [
            "chapters/01-a.typ:3:3 figure-never-mentioned no sentence refers to the figure `A map`",
            "chapters/01-a.typ:5:2 figure-never-mentioned no sentence refers to the table `Rows`",
        ]
    );
    let parts = "# A\n\nSee @fig:map-b.\n\n::: {#fig:map}\n![x](m.png){alt=\"x\"}\n\n![y](m.png){#fig:y alt=\"y\"}\n\nBoth.\n:::\n";
    let found = only("figure-never-mentioned", &[("chapters/01-a.md", parts)]);
    assert_eq!(found, [""; 0]);
    for sentence in [
        "@fig:map shows it.",
        "See Figure 1.",
        "Fig. 1.1 shows it.",
        "Figures 1-3 show it.",
    ] {
        let markdown = format!("# A\n\n{sentence}\n\n![A map](m.png){{#fig:map alt=\"x\"}}\n");
        let typst =
            format!("= A\n\n{sentence}\n\n#figure(image(\"m.png\"), caption: [A map]) <fig:map>\n");
        assert_eq!(
            both("figure-never-mentioned", &markdown, &typst),
            NONE,
            "{sentence}"
        );
    }
    let other = both(
        "figure-never-mentioned",
        "# A\n\nFigure 7 of another book.\n\n![A map](m.png){#fig:map alt=\"x\"}\n",
        "= A\n\nTable 1 of another book.\n\n#figure(image(\"m.png\"), caption: [A map]) <fig:map>\n",
    );
    assert_eq!(other.map(|found| found.len()), [1, 1]);
    let by_side = both(
        "figure-never-mentioned",
        "# A\n\nThe figure below shows it.\n\n![A map](m.png){alt=\"x\"}\n\nA line with ![a](b.png).\n",
        "= A\n\nThe next figure shows it.\n\n#figure(image(\"m.png\"), caption: [A map])\n\n#image(\"b.png\")\n",
    );
    assert_eq!(by_side, NONE);
    let own = [(
        "chapters/01-a.typ",
        "= A\n#figure(image(\"m.png\"), caption: [M]) <fig:m>\n#see(<fig:m>)\n",
    )];
    assert_eq!(only("figure-never-mentioned", &own), [""; 0]);
}

#[test]
fn a_figure_and_a_table_of_the_text_need_a_caption() {
    let found = both(
        "figure-without-caption",
        "# A\n\n![](m.png){alt=\"x\"}\n\n| a |\n|---|\n| b |\n",
        "= A\n\n#figure(image(\"m.png\"))\n\n#table([a])\n",
    );
    assert_eq!(
        found[0],
        [
            "chapters/01-a.md:3:1 figure-without-caption this figure has no caption",
            "chapters/01-a.md:5:1 figure-without-caption this table has no caption",
        ]
    );
    assert_eq!(
        found[1],
        [
            "chapters/01-a.typ:3:2 figure-without-caption this figure has no caption",
            "chapters/01-a.typ:5:2 figure-without-caption this table has no caption",
        ]
    );
    let fine = both(
        "figure-without-caption",
        "# A\n\n![A](m.png)\n\nA line with ![a](b.png) in it.\n\n| a |\n|---|\n| b |\n\n: Rows\n",
        "= A\n\n#figure(image(\"m.png\"), caption: says)\n#figure(table([a]), ..more)\n#box(image(\"b.png\"))\n#grid([a], [b])\n",
    );
    assert_eq!(fine, NONE);
    let appendix = [
        ("chapters/01-a.md", "# A\n\nText.\n"),
        ("appendices/a-form.md", "# Form\n\n| a |\n|---|\n| b |\n"),
    ];
    assert_eq!(only("figure-without-caption", &appendix), [""; 0]);
}

#[test]
fn a_picture_needs_a_description_that_is_not_its_caption() {
    let found = both(
        "image-without-alt",
        "# A\n\n![A map](m.png)\n\nAn ![](b.png) icon.\n",
        "= A\n\n#figure(image(\"m.png\"), caption: [A map])\n\nAn #box(image(\"b.png\", alt: \" \")) icon.\n",
    );
    assert_eq!(found[0].len(), 2, "{:?}", found[0]);
    assert!(
        found[0][0].starts_with("chapters/01-a.md:3:1 "),
        "{:?}",
        found[0]
    );
    assert!(
        found[0][1].starts_with("chapters/01-a.md:5:4 "),
        "{:?}",
        found[0]
    );
    assert!(
        found[1][0].starts_with("chapters/01-a.typ:3:2 "),
        "{:?}",
        found[1]
    );
    assert!(
        found[1][1].starts_with("chapters/01-a.typ:5:9 "),
        "{:?}",
        found[1]
    );
    let fine = both(
        "image-without-alt",
        "# A\n\n![A map](m.png){alt=\"Three arrows\"}\n\nAn ![icon](b.png).\n\n![](c.png){alt=\"\"} and ![x](d.png){.decorative}.\n\n![E](e.png){alt=\"\"}\n\n| a |\n|---|\n| b |\n",
        "= A\n\n#figure(alt: \"Arrows\", image(\"m.png\"))\n#pdf.artifact(image(\"b.png\"))\n#image(\"c.png\", ..given)\n#figure(cetz())\n",
    );
    assert_eq!(fine, NONE);
    let repeated = both(
        "alt-repeats-caption",
        "# A\n\n![A *map*.](m.png){alt=\"a map\"}\n",
        "= A\n\n#figure(image(\"m.png\", alt: \"A map\"), caption: [A _map_.])\n",
    );
    assert_eq!(repeated.map(|found| found.len()), [1, 1]);
    let described = both(
        "alt-repeats-caption",
        "# A\n\n![A map](m.png){alt=\"A map with three arrows\"}\n",
        "= A\n\n#figure(image(\"m.png\", alt: words), caption: words)\n",
    );
    assert_eq!(described, NONE);
}

#[test]
fn a_cross_reference_needs_a_label_and_the_nearest_is_suggested() {
    let found = both(
        "unknown-label",
        "# A {#sec:aim}\n\nÉtude, see @sec:aims and @smith2020.\n",
        "= A <sec:aim>\n\nÉtude, see @sec:aims and @smith2020.\n",
    );
    // What is written in Markdown is found while it is converted.
    assert_eq!(found[0], [""; 0]);
    assert_eq!(
        found[1],
        ["chapters/01-a.typ:3:12 unknown-label there is no section `sec:aims`"]
    );
    let hints = |text: &str| -> Vec<String> {
        let files = [("chapters/01-a.typ", text)];
        let (all, _) = crate::check::testing::findings(SEARCHES, "submission", &files);
        all.into_iter().flat_map(|one| one.hints).collect()
    };
    assert_eq!(
        hints("= A <sec:aim>\n\nSee @sec:aims.\n"),
        ["did you mean `@sec:aim`?"]
    );
    assert_eq!(
        hints("= A\n\n#link(<my-place>)[there]\n\n== My place\n\nText.\n"),
        ["a heading has no label of its own accord: put `<my-place>` behind `My place`"]
    );
    let elsewhere = [
        (
            "chapters/01-a.md",
            "# A\n\nSee @sec:b, [there](#tab) and @own.\n\n[x]{#own}\n",
        ),
        (
            "chapters/02-b.typ",
            "= B <sec:b>\n\n#figure(table([a])) #label(\"tab\")\n",
        ),
    ];
    assert_eq!(only("unknown-label", &elsewhere), [""; 0]);
    let code = [
        ("chapters/01-a.md", "# A\n\nSee @fig:made.\n"),
        (
            "chapters/02-b.typ",
            "= B\n\n#let fig(name) = [#figure([x])#label(name)]\n#fig(\"fig:made\")\n",
        ),
    ];
    assert_eq!(only("unknown-label", &code), [""; 0]);
}

#[test]
fn a_label_stands_once() {
    let files = [
        (
            "chapters/01-a.md",
            "# A {#sec:a}\n\nText[^1] and[^1].\n\n[^1]: Note.\n",
        ),
        (
            "chapters/02-b.typ",
            "= B\n\n== C <sec:a>\n\n#[x] <no-count> #[y] <no-count>\n",
        ),
    ];
    assert_eq!(
        only("label-twice", &files),
        ["chapters/02-b.typ:3:6 label-twice the label `sec:a` stands twice"]
    );
    let branches = [(
        "chapters/01-a.typ",
        "= A\n\n#if true [#figure([x]) <fig:a>] else [#figure([y]) <fig:a>]\n",
    )];
    assert_eq!(only("label-twice", &branches), [""; 0]);
}

#[test]
fn an_appendix_is_mentioned_by_label_letter_number_or_title() {
    let appendices = [
        (
            "appendices/a-one.md",
            "# Topic guide {#app:guide}\n\nText.\n",
        ),
        (
            "appendices/b-two.typ",
            "= Second\n\nText, see Appendix A.\n",
        ),
    ];
    let with = |text: &'static str| {
        let mut files = vec![("chapters/01-a.md", text)];
        files.extend(appendices);
        only("appendix-never-mentioned", &files)
    };
    assert_eq!(
        with("# A\n\nSee Appendix A.\n"),
        [
            "appendices/b-two.typ:1:1 appendix-never-mentioned no sentence refers to Appendix B, `Second`"
        ]
    );
    for text in [
        "# A\n\nSee Appendices A and B.\n",
        "# A\n\nSee appendices A–C.\n",
        "# A\n\n@app:guide and Appendix\n2.\n",
    ] {
        assert_eq!(with(text), [""; 0], "{text}");
    }
    assert_eq!(with("# Appendix B\n\nText.\n").len(), 1);
}
