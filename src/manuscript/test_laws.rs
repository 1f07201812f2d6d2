//! Laws that hold for any text.

use proptest::prelude::*;

use crate::diagnostics::Place;
use crate::manuscript::testing::manuscript;
use crate::manuscript::{Manuscript, Text};

/// Pieces of both languages, in any order.
fn documents() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "the the ", "Étude ", "\n", "\n\n", "\r\n", "\t", "# ", "= ", "== ", "## ", "- ", "> ",
            "*", "**", "_", "`", "```\n", "$", "#", "[", "]", "(", ")", "{", "}", "<!-- ", " -->",
            "@fig:x ", "@key ", "[@a; @b]", "[^1]", "\n\n[^1]: note\n", "^[note]", "<fig:x>",
            "{#fig:x alt=\"é à\"}", "![a *b*](c.png)", "\n\n| a | b |\n|---|---|\n| c | d |\n",
            "\n: caption\n", "#figure(image(\"a\", alt: \"ß\"), caption: [c d])", "#table([a], [b])",
            "#footnote[n]", "#quote(block: true)[q]", "#link(\"x\")[y]", "#cite(<k>)", "// c\n",
            "/* c */", "#let x = [y]", "\\", "&amp;", "&nbsp;", "...", "--", "\"", "'", "~",
            "https://x.org ", "\u{feff}", "\u{a0}", "😀", "::: {.participant}\n", "\n:::\n",
            "---\ntitle: x\n---\n", "#include \"x\"", "#label(\"z\")", "#heading(level: 2)[h]",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn places(text: &Text) -> Vec<&Place> {
    let Text {
        path: _,
        role: _,
        headings,
        passages: _,
        figures,
        labels,
        mentions,
        citations,
        links,
        notes,
        has_unseen_labels: _,
    } = text;
    let mut all: Vec<&Place> = Vec::new();
    all.extend(headings.iter().map(|one| &one.place));
    all.extend(figures.iter().map(|one| &one.place));
    all.extend(labels.iter().map(|one| &one.place));
    all.extend(mentions.iter().map(|one| &one.place));
    all.extend(citations.iter().map(|one| &one.place));
    all.extend(links.iter().map(|one| &one.place));
    all.extend(notes.iter().map(|one| &one.place));
    all
}

fn judge(manuscript: &Manuscript, file: &str) {
    for text in &manuscript.texts {
        for place in places(text) {
            let range = place.range.clone().unwrap();
            assert!(file.get(range.clone()).is_some(), "{place:?}");
        }
        for passage in &text.passages {
            assert_eq!(passage.text.trim_end(), passage.text);
            let ends = passage.text.char_indices().map(|(at, _)| at);
            for end in ends.chain([passage.text.len()]) {
                let range = passage.place(0..end).range.unwrap();
                assert!(file.get(range.clone()).is_some(), "{range:?} {passage:?}");
            }
            for (said, written) in passage.copies() {
                assert_eq!(passage.text[said], file[written], "{passage:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn every_place_is_whole_and_every_copy_stands_where_it_says(text in documents()) {
        for name in ["a.md", "a.typ"] {
            let (read, _) = manuscript(&[(name, &text)]);
            judge(&read, &text);
        }
    }
}

#[test]
fn the_time_grows_with_the_length() {
    let piece = "# A\n\nThe *text* of @fig:x &amp; the [@a] <!-- n --> end[^1] ![a](b){#fig:x alt=\"a\"}\n\n> q\n\n";
    for unit in [
        piece,
        "<!-- a --> `<!--` ",
        "&amp;",
        "{a} ",
        "^[a]",
        "| a | b |\n|---|---|\n",
    ] {
        for name in ["a.md", "a.typ"] {
            let mut spent = Vec::new();
            for count in [400, 3200] {
                let text = unit.repeat(count);
                let began = std::time::Instant::now();
                let (read, _) = manuscript(&[(name, &text)]);
                spent.push(began.elapsed());
                assert_eq!(read.texts.len(), 1);
            }
            let bound = spent[0].max(std::time::Duration::from_millis(20)) * 40;
            assert!(spent[1] < bound, "{unit:?} {name} {spent:?}");
        }
    }
}
