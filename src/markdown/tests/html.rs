//! HTML as R, pandoc and people leave it in Markdown.

use crate::markdown::tests::testing::{complaints, converted, shows, writes};

#[test]
fn what_stands_between_tags_is_markdown() {
    for (markdown, page, first) in [
        ("<div><p>\n**a** b\n</p></div>\n**c**", "a b c", "<div>"),
        (
            "<div>\n<p>*a* &lt; b</p>\n</div>\n- c\n- d",
            "a < b c d",
            "<div>",
        ),
        (
            "<blockquote>\n    # a\n    *b* c\n</blockquote>",
            "a b c",
            "<blockquote>",
        ),
        ("<ul>\n  <li>*a*</li>\n  <li>b</li>\n</ul>", "a b", "<ul>"),
        ("> <div><i>a</i>\n> **b**</div>\n> `c`", "a b c", "<div>"),
        ("<Warning>\n*a*\n</Warning>", "a", "<Warning>"),
    ] {
        shows(markdown, page, &[("html-tag", first)]);
    }
    shows("<p>a[^n]</p>\n\n[^n]: *b*", "a1 1b", &[("html-tag", "<p>")]);
    // As a browser shows it.
    shows("<pre>\n*a*\n</pre>", "*a*", &[("html-tag", "<pre>")]);
}

#[test]
fn what_a_browser_runs_is_not_printed() {
    let told = |place| [("raw-block", place)];
    for (markdown, page, place) in [
        (
            "<style>\np { x }\n\nq\n</style>\n\na",
            "a",
            "<style>\np { x }\n\nq\n</style>",
        ),
        (
            "<script src=\"x\"></script>\n\na",
            "a",
            "<script src=\"x\"></script>",
        ),
        ("a <script>b</script> c", "a c", "<script>b</script>"),
        (
            "a <SCRIPT>b</SCRIPT> c <style>d</style>",
            "a c",
            "<SCRIPT>b</SCRIPT>",
        ),
    ] {
        shows(markdown, page, &told(place));
    }
    // What is never closed would take the rest of the chapter with it.
    shows("<script>\n\n*a*", "a", &[("html-tag", "<script>")]);
    shows("b <style> *a*", "b a", &[("html-tag", "<style>")]);
}

#[test]
fn figures_of_html_are_figures() {
    for figure in [
        "<div class=\"figure\" style=\"text-align: center\">\n<img src=\"a.svg\" alt=\"(ref:c)\" width=\"70%\" />\n<p class=\"caption\">(\\#fig:x)(ref:c)</p>\n</div>",
        "<div class=\"figure\"><img src=\"a.svg\" width=\"70%\"><p class=\"caption\">(\\#fig:x)(ref:c)</p></div>",
        "<div class=\"figure\">\n\n<img src=\"a.svg\" width=\"70%\">\n\n(\\#fig:x)(ref:c)\n\n</div>",
        "<figure>\n<figcaption>(\\#fig:x) (ref:c)</figcaption>\n<center><img style=\"width: 70%\" src='a.svg'></center>\n</figure>",
    ] {
        let markdown = format!("See \\@ref(fig:x).\n\n(ref:c) Of *flow*.\n\n{figure}\n\nb");
        let conversion = converted(&markdown);
        assert_eq!(complaints(&markdown, &conversion.findings), [], "{figure}");
        let made = conversion.source.text();
        for part in [
            "image(\"a.svg\"",
            "width: 70%",
            "_flow_",
            "<fig:x>",
            "#ref(<fig:x>",
        ] {
            assert!(made.contains(part), "{part}: {made}");
        }
    }
    let two = "<div class=\"figure\">\n<img src=\"a.svg\"><img src=\"b.svg\">\n<p class=\"caption\">(\\#fig:x)C</p>\n</div>\n\n@fig:x-b";
    writes(two, "<fig:x-b>", &[]);
    shows(
        "> <figure><img src=\"a.svg\"><figcaption>C *d*</figcaption></figure>\n> e",
        "C d e",
        &[],
    );
    shows("<figure>\n\n![C](a.svg){#fig:x}\n\n</figure>", "C", &[]);
}

#[test]
fn pictures_of_html_are_pictures() {
    writes(
        "<p align=\"center\"><img src=\"a.svg\" alt=\"A &amp; b\" width=400></p>",
        "image(\"a.svg\", alt: \"A & b\", width: 300pt)",
        &[],
    );
    writes(
        "<img src=\"a.svg\" height=\"90\" width=\"900\">",
        "image(\"a.svg\", width: 100%)",
        &[],
    );
    writes("a <img src=\"a.svg\"/> b", "image(\"a.svg\")", &[]);
    writes(
        "<div title=\"a > b\"><img src='a.svg' alt=\"p > 0.05\"></div>",
        "image(\"a.svg\", alt: \"p > 0.05\")",
        &[],
    );
    let far = "<img src=\"https://x.org/a.png\">";
    writes(
        far,
        "folio.no-picture(\"https://x.org/a.png\")",
        &[("image-from-web", far)],
    );
    let inside = "![a](data:image/png;base64,aGk=)";
    let code = [("image-from-web", inside)];
    writes(inside, "folio.no-picture(\"image/png\")", &code);
    shows("a <img alt=\"b\">", "a", &[("html-tag", "<img alt=\"b\">")]);
}

#[test]
fn tables_of_html_are_tables() {
    let kable = "<table>\n<caption>(\\#tab:t)Of *sites*</caption>\n <thead>\n  <tr>\n   <th style=\"text-align:left;\"> Site </th>\n   <th style=\"text-align:right;\"> N </th>\n  </tr>\n </thead>\n<tbody>\n  <tr>\n   <td style=\"text-align:left;\"> **A** </td>\n   <td style=\"text-align:right;\"> 3 &lt; 4 </td>\n  </tr>\n</tbody>\n</table>";
    shows(kable, "Site N A 3 < 4 Of sites", &[]);
    writes(kable, "align: (left, right,)", &[]);
    writes(kable, "<tab:t>", &[]);
    writes(
        "<table><tr><th colspan=2>a</th></tr><tr><td>b<td>c</tr></table>",
        "colspan: 2",
        &[],
    );
    writes(
        "<table><tr><td rowspan=\"2\">a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "rowspan: 2",
        &[],
    );
    let note = "<table><tr><td>a<td>b</tr><tr><td><img src=\"a.svg\"><td>c</tr><tfoot><tr><td colspan=\"100%\">N</td></tr></tfoot></table>";
    writes(note, "colspan: 2)[N]", &[]);
    writes(note, "[#box(image(\"a.svg\"))], [c]", &[]);
    shows(
        "<div>\n<table><tr><td>a</td></tr><tr></tr></table>\n</div>",
        "a",
        &[],
    );
    // What is no simple table is its words, with a finding.
    for other in [
        "<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>",
        "<table><tr><td><ul><li>a</ul></td></tr></table>",
        "<table><tr><td>a</td></tr>",
        "<table>a<tr><td></td></tr></table>",
        "<table><tr><td colspan=\"1000000\">a</td></tr></table>",
    ] {
        shows(other, "a", &[("html-tag", "<table>")]);
    }
}

#[test]
fn a_figure_that_a_browser_draws_is_missing() {
    let anchor = "(\\#fig:w)";
    let widget = format!(
        "<div class=\"figure\">\n<div id=\"htmlwidget\"></div>\n<p class=\"caption\">{anchor}A *map*</p>\n</div>\n\n@fig:w"
    );
    shows(
        &widget,
        "A map [?fig:w]",
        &[
            ("unknown-label", "@fig:w"),
            ("html-tag", "<div id=\"htmlwidget\">"),
            ("chunk-not-run", anchor),
        ],
    );
}
