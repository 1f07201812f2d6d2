//! What is read off the files, in both languages.

use std::collections::BTreeSet;

use crate::diagnostics::{ProjectPath, Store};
use crate::manuscript::testing::{at, manuscript};
use crate::manuscript::{FigureKind, PassageKind, Text, Texts};
use crate::project::read_project;

/// Reads one file and shows what matters.
fn one(
    name: &str,
    text: &str,
    show: impl Fn(&Text, &dyn Fn(&crate::diagnostics::Place) -> String),
) {
    let (manuscript, sources) = manuscript(&[(name, text)]);
    show(&manuscript.texts[0], &|place| {
        at(&sources, place).to_owned()
    });
}

fn passages(name: &str, text: &str) -> Vec<(PassageKind, String)> {
    let (manuscript, _) = manuscript(&[(name, text)]);
    let passages = manuscript.texts[0].passages.iter();
    passages
        .map(|passage| (passage.kind, passage.text.clone()))
        .collect()
}

#[test]
fn prose_is_one_text_across_lines_and_marks() {
    use PassageKind::{Footnote, Heading, Paragraph, Quotation};
    let expected = [
        (Heading, "A title with marks"),
        (Paragraph, "In the the end \u{fffc} shows."),
        (Paragraph, "one"),
        (Paragraph, "two\u{fffc}"),
        (Footnote, "Said so."),
        (Quotation, "Somebody else’s words."),
    ];
    let expected: Vec<(PassageKind, String)> = expected
        .into_iter()
        .map(|(kind, text)| (kind, text.to_owned()))
        .collect();
    let markdown = "# A *title* with **marks**\n\nIn **the**\nthe end\n@fig:x shows.\n\n- one\n- two$x$^[Said so.]\n\n> Somebody\n> else’s words.\n";
    let typst = "= A _title_ with *marks*\n\nIn *the*\nthe end\n@fig:x shows. // aside\n\n- one\n- two$x$#footnote[Said so.]\n\n#quote(block: true)[Somebody\nelse’s words.]\n";
    assert_eq!(passages("a.md", markdown), expected);
    assert_eq!(passages("a.typ", typst), expected);
}

#[test]
fn the_authors_words_in_a_citation_are_read_around_its_works() {
    let markdown = "As [see *also* @lee, p. 4, and more; but cf. @kim too] says.\n";
    let read = "As see also \u{fffc}, and more but cf. \u{fffc} too says.".to_owned();
    assert_eq!(passages("a.md", markdown), [(PassageKind::Paragraph, read)]);
}

#[test]
fn places_are_those_of_the_file_with_its_mark_its_line_ends_and_its_letters() {
    for (name, text) in [
        (
            "a.md",
            "\u{feff}# Tïtle\r\n\r\nÉtude of the\r\nthe end.\r\n",
        ),
        (
            "a.typ",
            "\u{feff}= Tïtle\r\n\r\nÉtude of the\r\nthe end.\r\n",
        ),
    ] {
        let (manuscript, sources) = manuscript(&[(name, text)]);
        let read = &manuscript.texts[0];
        let position = sources.position(&read.headings[0].place).unwrap();
        assert_eq!((position.0.number(), position.1.number()), (1, 1), "{name}");
        let passage = &read.passages[1];
        let found = passage.text.find("the the").unwrap();
        let place = passage.place(found..found + 7);
        assert_eq!(at(&sources, &place), "the\r\nthe", "{name}");
        let (line, column) = sources.position(&place).unwrap();
        assert_eq!((line.number(), column.number()), (3, 10), "{name}");
    }
}

#[test]
fn figures_are_read_with_their_captions_descriptions_and_labels() {
    let markdown = "![A *map*](figures/map.svg){#fig:map alt=\"Three arrows\"}\n\n| a | b |\n|---|---|\n| c | d |\n\n: Results {#tbl:results}\n\n| e |\n|---|\n| f |\n\nA ![sign](s.png) in a line.\n";
    let typst = "#figure(image(\"figures/map.svg\", alt: \"Three arrows\"), caption: [A _map_]) <fig:map>\n\n#figure(kind: table, caption: [Results])[#table(columns: 2, [a], [b], [c], [d])] <tbl:results>\n\n#table([e], table.cell(colspan: 2)[f])\n\nA #box(image(\"s.png\", alt: \"sign\")) in a line.\n";
    for (name, text) in [("a.md", markdown), ("a.typ", typst)] {
        one(name, text, |read, written| {
            let shown: Vec<_> = read
                .figures
                .iter()
                .map(|figure| {
                    (
                        figure.kind,
                        figure.label.as_deref(),
                        figure.caption.as_deref(),
                        figure.alt.as_deref(),
                        figure.picture.as_deref(),
                    )
                })
                .collect();
            use FigureKind::{Picture, Table};
            let label = Some("fig:map");
            assert_eq!(
                shown,
                [
                    (
                        Picture,
                        label,
                        Some("A map"),
                        Some("Three arrows"),
                        Some("figures/map.svg")
                    ),
                    (Table, Some("tbl:results"), Some("Results"), None, None),
                    (Table, None, None, None, None),
                    (Picture, None, None, Some("sign"), Some("s.png")),
                ],
                "{name}"
            );
            let kinds = |kind| read.passages.iter().filter(|p| p.kind == kind).count();
            assert_eq!(kinds(PassageKind::Cell), 6, "{name}");
            assert_eq!(kinds(PassageKind::Caption), 2, "{name}");
            let alternative = read
                .passages
                .iter()
                .find(|passage| passage.kind == PassageKind::Alternative)
                .unwrap();
            assert_eq!(written(&alternative.whole()), "Three arrows", "{name}");
        });
    }
}

#[test]
fn names_are_labels_mentions_or_citations() {
    let markdown = "# A {#sec:a}\n\n@sec:a, [see @own; @smith2020, p. 4] and [there](#own), @fig:no.\n\n[words]{#own} [-@lee]\n";
    let typst = "= A <sec:a>\n\n@sec:a, @own @smith2020[p. 4] and #link(<own>)[there], @fig:no.\n\n#[words] <own> #cite(<lee>, form: \"year\")\n";
    for (name, text) in [("a.md", markdown), ("a.typ", typst)] {
        one(name, text, |read, written| {
            let labels: Vec<&str> = read.labels.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(labels, ["sec:a", "own"], "{name}");
            let mentions: Vec<&str> = read.mentions.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(mentions, ["sec:a", "own", "own", "fig:no"], "{name}");
            let keys: Vec<&str> = read.citations.iter().map(|one| one.key.as_str()).collect();
            assert_eq!(keys, ["smith2020", "lee"], "{name}");
            assert_eq!(written(&read.mentions[0].place), "@sec:a", "{name}");
            assert!(written(&read.citations[1].place).contains("lee"), "{name}");
            assert!(!read.has_unseen_labels, "{name}");
        });
    }
}

#[test]
fn comments_are_notes_and_code_that_shows_one_is_none() {
    let markdown = "# A\n\n<!-- first\nnote -->\n\nText <!-- second --> and `<!-- code -->` and \\<!-- shown -->.\n\n```html\n<!-- block -->\n```\n\n<!-- third -->\n";
    one("a.md", markdown, |read, written| {
        let notes: Vec<&str> = read.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(notes, ["first\nnote", "second", "third"]);
        assert_eq!(written(&read.notes[1].place), "<!-- second -->");
    });
    let typst = "// first\n= A /* second */\n\n`// code` https://x.org #f(1, /* third */ 2)\n";
    one("a.typ", typst, |read, written| {
        let notes: Vec<&str> = read.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(notes, ["first", "second", "third"]);
        assert_eq!(written(&read.notes[1].place), "/* second */");
        assert_eq!(read.links[0].address, "https://x.org");
    });
}

#[test]
fn what_code_makes_is_not_guessed() {
    let text = "#let aim = [the the]\nThe #aim and #f([a], 2) or #if true [no].\n\n#for x in y [z]\n\n#include \"b.typ\"\n";
    one("a.typ", text, |read, _| {
        let texts: Vec<&str> = read.passages.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "The \u{fffc} and \u{fffc} or \u{fffc}.",
                "a",
                "\u{fffc}",
                "\u{fffc}"
            ]
        );
        assert!(read.has_unseen_labels);
    });
}

#[test]
fn chapters_of_every_encoding_line_end_and_name_are_read_alike() {
    let plain = "# Tïtle\n\nFirst.\nSecond line.\n";
    let units = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        ("\u{feff}".to_owned() + text)
            .encode_utf16()
            .flat_map(bytes)
            .collect()
    };
    for (name, bytes) in [
        ("a.md", plain.replace('\n', "\r").into_bytes()),
        ("a.MD", format!("\u{feff}{plain}").into_bytes()),
        ("a.markdown", units(plain, u16::to_le_bytes)),
        (
            "a.mdown",
            units(&plain.replace('\n', "\r\n"), u16::to_be_bytes),
        ),
        ("a.txt", units(&plain.replace('\n', "\r"), u16::to_le_bytes)),
    ] {
        let path = format!("chapters/{name}");
        let manifest = format!(
            "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[outline]\nchapters = [\"{path}\"]\n"
        );
        let files = [
            ("folio.toml", manifest.into_bytes()),
            (path.as_str(), bytes),
        ];
        let files = files.map(|(path, bytes)| (ProjectPath::new(path).unwrap(), bytes.into()));
        let store = Store::memory(files.into());
        let texts = Texts::read(
            &read_project(&store, None).unwrap(),
            &store,
            &BTreeSet::new(),
            None,
        );
        let (sources, facts) = (texts.sources(), texts.facts());
        let text = &facts.texts[0];
        assert_eq!(text.headings[0].title, "Tïtle", "{name}");
        let passage = &text.passages[1];
        assert_eq!(passage.text, "First. Second line.", "{name}");
        let position = sources.position(&passage.place(14..18)).unwrap();
        assert_eq!((position.0.number(), position.1.number()), (4, 8), "{name}");
    }
}
