//! One more word is one more word: of its category, in its part and section, at its place, and
//! nothing else changes. And what is moved stays what it was.

use crate::project::Region;
use crate::words::tests::testing::{CITING, PRELUDE, TestProject, cited};
use crate::words::{Category, Census};

/// The word that is added; no other has its letters.
const NEW: &str = "zebra";

/// A book with every kind of text. Where `|name|` stands, a word may be added.
const BOOK: &str = "#metadata(\"folio:title-page\")\n#include \"/t.typ\"\n#pagebreak()\n\
     #metadata(\"folio:abstract\")\n#include \"/a.typ\"\n#pagebreak()\n\
     #metadata(\"folio:front:ai-use\")\n#include \"/d.typ\"\n\
     #metadata(\"folio:acknowledgements\")\n#include \"/k.typ\"\n\
     #metadata(\"folio:abbreviations\")\n#include \"/b.typ\"\n#pagebreak()\n\
     #metadata(\"folio:contents\")\n#include \"/o.typ\"\n#pagebreak()\n\
     #metadata(\"folio:chapter:one\")\n#include \"/1.typ\"\n#pagebreak()\n\
     #metadata(\"folio:chapter:two\")\n#include \"/2.typ\"\n#pagebreak()\n\
     #metadata(\"folio:references\")\n#include \"/r.typ\"\n#pagebreak()\n\
     #metadata(\"folio:appendix:a\")\n#include \"/x.typ\"";

const FILES: [(&str, &str); 10] = [
    ("/t.typ", "A |title-page| Title"),
    ("/a.typ", "= Abstract\nShort |abstract| text."),
    ("/d.typ", "= Use of tools\nNone |declaration| used."),
    ("/k.typ", "Thanks |acknowledgements| all."),
    ("/b.typ", "/ NHS: National |abbreviations| Service"),
    ("/o.typ", "= The |contents| contents"),
    (
        "/1.typ",
        "= First |heading| chapter\nThe |body| text of well-established telecommunications#footnote[A \
         |footnote| note.] is known #cite(<smith>, supplement: [in |citation| part]).\n\n\
         #figure(rect[drawn |figure-text| here], caption: [What |figure-caption| shows]) <fig>\n\n\
         See #ref(<fig>, supplement: [Fig |cross-reference|]).\n\n\
         #figure(table(columns: 2, table.header[Head][Line], [one |table-cell| two], [three]), \
         caption: [Data |table-caption| here])\n\n\
         - item |body| one\n+ item |body| two\n/ Term: told |body| here\n\n\
         #quote(block: true)[They |quotation| said.]\n\n\
         == Second |heading| part\nCall `a |inline-code| b` now.\n\n```\nlet |code-block| x\n```\n\n\
         #[left |exempt| out] <no-count> and #box[boxed |body| text] #context [more |body| text]\n\n\
         #grid(columns: 2, [left |body| side], [right])\n\n#place(top, float: true)[placed |body| text]\n",
    ),
    ("/2.typ", "= Next\nAnother |body| paragraph."),
    (
        "/r.typ",
        "= The |references| works\nSmith, A. (2020) On waiting.",
    ),
    (
        "/x.typ",
        "= More\nExtra |appendix| text.#footnote[Last |appendix| note.]",
    ),
];

/// Lays out the book; `at` says behind which of all marks the new word stands.
fn book(layout: &str, at: Option<usize>) -> (Census, Option<(String, usize)>) {
    let printed = "#\"(Smith, 2020\"#own(0, \"after\")#\")\"";
    let names =
        ["in part", "in zebra part"].map(|words| format!("[{}]", cited("smith", Some(words))));
    let mut project = TestProject::with_main(&format!("{PRELUDE}{CITING}{layout}\n{BOOK}"))
        .citing(&["smith"], &names.each_ref().map(|name| (&**name, printed)));
    let mut number = 0;
    let mut place = None;
    for (path, text) in FILES {
        let mut plain = String::new();
        for (nth, part) in text.split('|').enumerate() {
            if nth % 2 == 0 {
                plain.push_str(part);
                continue;
            }
            if at == Some(number) {
                place = Some((path.trim_start_matches('/').to_owned(), plain.len()));
                plain.push_str(NEW);
                plain.push(' ');
            }
            number += 1;
        }
        // Two spaces around a mark that adds nothing are one.
        project = project.write(path, &plain);
    }
    (project.census(), place)
}

fn marks() -> Vec<Category> {
    let names = FILES
        .iter()
        .flat_map(|(_, text)| text.split('|').skip(1).step_by(2));
    names
        .map(|name| Category::from_name(name).unwrap())
        .collect()
}

/// What must not change about a word. Where notes and floats stand among the others does change.
fn essence(census: &Census) -> Vec<(String, Category, Region, Option<String>)> {
    let words = census
        .words
        .iter()
        .filter(|word| word.category != Category::Furniture);
    let mut essence: Vec<_> = words
        .map(|word| {
            let section = word
                .section
                .map(|at| census.sections[at].title.replace("zebra ", ""));
            let region = census.regions[word.region].clone();
            (word.text.clone(), word.category, region, section)
        })
        .collect();
    essence.sort();
    essence
}

#[test]
fn one_more_word_is_one_more_word_at_its_place() {
    for layout in [
        "",
        "#set page(width: 70mm, height: 90mm, margin: 6mm)\n#set par(justify: true)",
    ] {
        let (plain, _) = book(layout, None);
        let plain = essence(&plain);
        for (at, category) in marks().into_iter().enumerate() {
            let (census, place) = book(layout, Some(at));
            let is_new = |text: &str| text.contains(NEW);
            let new: Vec<_> = census
                .words
                .iter()
                .filter(|word| is_new(&word.text))
                .collect();
            let found = new
                .first()
                .unwrap_or_else(|| panic!("{at} {category}: lost"));
            let others: Vec<_> = essence(&census)
                .into_iter()
                .filter(|word| !is_new(&word.0))
                .collect();
            assert_eq!(others, plain, "{at} {category}");
            assert_eq!((new.len(), found.category), (1, category), "{at}");
            let (file, offset) = place.unwrap();
            let written = found.place.clone().unwrap();
            assert_eq!(written.path.as_str().to_owned(), file, "{at} {category}");
            let start = written.range.unwrap().start;
            assert!(start <= offset, "{at} {category}: {start} behind {offset}");
            let exact = !matches!(category, Category::Citation | Category::CrossReference);
            assert!(
                start == offset || !exact || category == Category::CodeBlock,
                "{at} {category}"
            );
        }
    }
}

#[test]
fn every_kind_of_text_that_an_author_writes_is_tried() {
    let marks = marks();
    for category in Category::ALL {
        let is_made = matches!(
            category,
            Category::HeadingNumber
                | Category::ListMarker
                | Category::CaptionLabel
                | Category::InlineMaths
                | Category::DisplayMaths
                | Category::Furniture
        );
        assert_eq!(marks.contains(category), !is_made, "{category}");
    }
}

#[test]
fn a_moved_float_stays_what_it_was() {
    let figure = "#figure(rect[drawn], caption: [What it shows])";
    let table = "#figure(table(columns: 2, [one], [two]), caption: [Data])";
    let paragraphs = [
        "First text here.",
        "Second text here.",
        "- a list",
        "Last text here.",
    ];
    let mut counts = Vec::new();
    for (one, other) in [(0, 0), (0, 3), (2, 1), (3, 0), (4, 4)] {
        for placement in ["none", "top", "bottom", "auto"] {
            let mut blocks: Vec<&str> = paragraphs.to_vec();
            blocks.insert(one, figure);
            blocks.insert(other, table);
            let text = format!(
                "#set figure(placement: {placement})\n= Title\n{}",
                blocks.join("\n\n")
            );
            let mut words = essence(&TestProject::chapter(&text).census());
            words.retain(|word| word.1 != Category::CaptionLabel);
            counts.push(words);
        }
    }
    assert!(counts.windows(2).all(|two| two[0] == two[1]));
}
