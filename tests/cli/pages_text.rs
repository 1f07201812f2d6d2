//! The words of the count, held against the text of the written PDF.
//!
//! The PDF is read here by a few lines of its own: the text operators of each page in their order,
//! and the map of each font from codes to characters. Nothing of it is shared with the counter.

use regex::Regex;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::drawn::{LINE, drawn};
use crate::sandbox::Sandbox;

/// One visible character, and what stands in front of it.
#[derive(Clone, Copy)]
struct Sign {
    character: char,
    after_space: bool,
    after_line: bool,
}

/// Returns the visible characters of a text; a space or a new line stands in front of them.
fn signs(text: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    let (mut after_space, mut after_line) = (true, true);
    for character in text.chars() {
        match character {
            LINE => after_line = true,
            '\u{ad}' | '\u{2060}' | '\u{200b}' => {}
            space if space.is_whitespace() => after_space = true,
            character => {
                signs.push(Sign {
                    character,
                    after_space,
                    after_line,
                });
                (after_space, after_line) = (false, false);
            }
        }
    }
    signs
}

/// What a comparison found.
#[derive(Debug, Default)]
struct Comparison {
    words: usize,
    /// Marks of notes, which are no words.
    marks: usize,
    /// Words that a page's end cuts, so that notes and furniture are drawn between their halves.
    cut_by_pages: usize,
    unexplained: Vec<String>,
}

/// Compares the words of a count with the pages as they are drawn.
fn compare(sandbox: &Sandbox) -> Comparison {
    let built = sandbox.output(["build"]);
    assert!(
        built.status.code().is_some_and(|code| code < 2),
        "{}",
        sandbox.transcript(&built)
    );
    let counted = sandbox.output([
        "count",
        "--words",
        "--format",
        "json",
        "--convention",
        "whitespace",
    ]);
    let counted: serde_json::Value = serde_json::from_slice(&counted.stdout).unwrap();
    let words: Vec<&str> = counted["words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word["word"].as_str().unwrap())
        .collect();
    let pages = signs(&drawn(&sandbox.pdf()).join(&format!("{LINE} ")));
    let census = signs(&words.join(" "));
    let mut found = Comparison {
        words: words.len(),
        ..Comparison::default()
    };
    let characters =
        |signs: &[Sign]| -> Vec<char> { signs.iter().map(|it| it.character).collect() };
    let (old, new) = (characters(&pages), characters(&census));
    let part = |signs: &[char], from: usize, length: usize| -> String {
        signs[from..from + length].iter().collect()
    };
    // Text that stands elsewhere in the other order: both sides of a page's end.
    let (mut only_drawn, mut only_counted) = (Vec::new(), Vec::new());
    for operation in capture_diff_slices(Algorithm::Patience, &old, &new) {
        match operation {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => {
                for at in 0..len {
                    let (drawn, counted) = (pages[old_index + at], census[new_index + at]);
                    let wrong = match (drawn.after_space, counted.after_space) {
                        (true, false) => !drawn.after_line,
                        (false, true) => !drawn.after_line,
                        (true, true) | (false, false) => false,
                    };
                    if wrong {
                        let from = (old_index + at).saturating_sub(15);
                        let near = part(&old, from, 30.min(old.len() - from));
                        found
                            .unexplained
                            .push(format!("cut otherwise near {near:?}"));
                    }
                }
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => only_drawn.push(part(&old, old_index, old_len)),
            DiffOp::Insert {
                new_index, new_len, ..
            } => only_counted.push(part(&new, new_index, new_len)),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                only_drawn.push(part(&old, old_index, old_len));
                only_counted.push(part(&new, new_index, new_len));
            }
        }
    }
    let is_mark = |text: &String| text.len() < 4 && text.chars().all(|c| c.is_ascii_digit());
    let before = only_drawn.len();
    only_counted.retain(|counted| {
        let same = only_drawn.iter().position(|drawn| drawn == counted);
        same.map(|at| only_drawn.remove(at)).is_none()
    });
    found.cut_by_pages = before - only_drawn.len() + only_counted.len();
    let (marks, only_drawn): (Vec<String>, Vec<String>) = only_drawn.into_iter().partition(is_mark);
    found.marks = marks.len();
    // What moved may have been found in pieces; all of it must be there.
    let sorted = |texts: &[String]| {
        let mut characters: Vec<char> = texts.concat().chars().collect();
        characters.sort_unstable();
        characters
    };
    if sorted(&only_counted) != sorted(&only_drawn) {
        let counted = only_counted.iter();
        let drawn = only_drawn.iter();
        found
            .unexplained
            .extend(counted.map(|text| format!("counted and not drawn: {text:?}")));
        found
            .unexplained
            .extend(drawn.map(|text| format!("drawn and not counted: {text:?}")));
    }
    found
}

#[test]
fn the_pdf_of_the_sample_holds_the_counted_words_in_their_order() {
    let found = compare(&Sandbox::sample("digital-readiness"));
    assert_eq!(found.unexplained, Vec::<String>::new());
    // Three notes, each with its mark in the text and its mark before the note.
    assert_eq!(found.marks, 6);
    assert!(found.cut_by_pages <= 3, "{}", found.cut_by_pages);
    assert!(found.words > 12_000, "{}", found.words);
}

/// Returns so many numbered words of several shapes.
fn words(prefix: &str, count: usize) -> String {
    let shapes = [
        "internationalisation",
        "of",
        "well-established",
        "waffle",
        "e.g.",
        "naïve",
    ];
    let words = (0..count).map(|at| format!("{}{prefix}{at}", shapes[at % shapes.len()]));
    words.collect::<Vec<_>>().join(" ")
}

/// Returns a chapter with something of everything on pages of one form.
fn hostile(page: &str, at: usize) -> String {
    let cells: String = (0..40)
        .map(|cell| format!("[{}],", words(&format!("c{at}x{cell}x"), 3)))
        .collect();
    let (long, note) = (
        words(&format!("b{at}x"), 300),
        words(&format!("n{at}x"), 40),
    );
    format!(
        "= Chapter {at}\n#set page({page})\n\n{long}#footnote[{note}] {long}\n\n\
         #figure(table(columns: 2, table.header[Head][Line], {cells}), caption: [{caption}])\n\n\
         - {item}\n- {item}\n  + {item}\n\n#quote(block: true)[{item}]\n\n/ Term: {item}\n\n\
         #grid(columns: 2, gutter: 1em, [{item}], [{item}])\n\n\
         #place(top, float: true)[{item}]\n\nHalf#strong[bold] and #rotate(90deg)[turned] $x + y$.\n\n\
         #figure(rect[drawn here], placement: auto, caption: [{caption}])\n\n{long}\n\n\
         == Next\n#block[{item}]#columns(2)[{long}]\n",
        caption = words(&format!("p{at}x"), 12),
        item = words(&format!("i{at}x"), 9),
    )
}

#[test]
fn hostile_pages_hold_the_counted_words_in_their_order() {
    let pages = [
        "margin: 20mm",
        "paper: \"a5\", margin: 12mm",
        "columns: 2, margin: 15mm",
        "width: 90mm, height: 120mm, margin: 10mm",
    ];
    let mut sandbox = Sandbox::empty().write(
        "folio.toml",
        "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n[words]\nlimit = 1000000\n",
    );
    for (at, page) in pages.iter().enumerate() {
        sandbox = sandbox.write(&format!("chapters/0{at}-part.typ"), hostile(page, at));
    }
    let found = compare(&sandbox);
    assert_eq!(found.unexplained, Vec::<String>::new());
    assert!(found.marks <= 2 * pages.len(), "{}", found.marks);
    assert!(found.cut_by_pages <= 12, "{}", found.cut_by_pages);
    assert!(found.words > 5_000, "{}", found.words);
}

/// Returns what stands between two marks in the chapters of the sample, without their labels.
fn written(sandbox: &Sandbox, pattern: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    let mut words: Vec<String> = Vec::new();
    for file in sandbox.files() {
        if !file.starts_with("chapters/") {
            continue;
        }
        let text = std::fs::read_to_string(sandbox.path(&file)).unwrap();
        for found in pattern.captures_iter(&text) {
            words.extend(found[1].split_whitespace().map(str::to_owned));
        }
    }
    words.sort();
    words
}

#[test]
fn every_caption_and_note_of_the_sample_is_of_its_kind() {
    let sandbox = Sandbox::sample("digital-readiness");
    let counted = sandbox.output(["count", "--words", "--format", "json"]);
    let counted: serde_json::Value = serde_json::from_slice(&counted.stdout).unwrap();
    let of_kind = |category: &str| -> Vec<String> {
        let words = counted["words"].as_array().unwrap().iter();
        let mut words: Vec<String> = words
            .filter(|word| word["category"] == category)
            .map(|word| word["word"].as_str().unwrap().replace('’', "'"))
            .collect();
        words.sort();
        words
    };
    let case = |category: &str, pattern: &str| {
        assert_eq!(of_kind(category), written(&sandbox, pattern), "{category}");
    };

    case("figure-caption", r"(?m)^!\[(.*?)\]\(");
    case(
        "table-caption",
        r"(?m)^(?:: | *caption: \[)(.*?)(?: \{#tbl|\],$)",
    );
    case("footnote", r"(?m)^\[\^\w+\]: (.*)$");
    case("heading", r"(?m)^(?:#|=)+ (.*?)(?: \{#.*| <.*)?$");
}

#[test]
fn what_stands_in_a_box_of_a_markdown_chapter_counts_as_what_it_is() {
    let chapter = "# One\n\n::: {.finding #find:late title=\"Late\"}\nSix words stand in this finding.\n:::\n\n\
        ::: {.recommendation #rec:x owner=\"The board\"}\nRing them.\n:::\n\n\
        ::: {.callout title=\"Mind\"}\nThis too.\n:::\n\n::: {.participant id=\"P7\"}\nI never do.\n:::\n";
    let sandbox = Sandbox::small().write("chapters/01-introduction.md", chapter);
    let counted = sandbox.output(["count", "--words", "--format", "json"]);
    let counted: serde_json::Value = serde_json::from_slice(&counted.stdout).unwrap();
    let of_kind = |category: &str| -> String {
        let words = counted["words"].as_array().unwrap().iter();
        let words = words.filter(|word| word["category"] == category);
        let words: Vec<&str> = words.map(|word| word["word"].as_str().unwrap()).collect();
        words.join(" ")
    };
    assert_eq!(
        of_kind("body"),
        "Finding 1. Late Six words stand in this finding. \
         Recommendation 1 Ring them. Owner: The board Mind This too."
    );
    assert_eq!(of_kind("quotation"), "I never do. P7");
    assert_eq!(of_kind("figure-text"), "");
}
