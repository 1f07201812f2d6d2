//! The pages as a book designer would have them: where tables break, what stays together.

use std::fmt::Write;
use std::ops::Range;

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

const MANIFEST: &str = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[outline]\nhide = [\"abstract\", \"originality\", \"ai-use\", \"copyright\"]\n";

/// The looks, each as the lines that ask for it.
const LOOKS: [&str; 2] = ["", "[format]\nlook = \"accessible\"\n"];

/// Builds chapters in a look, which must find nothing wrong, and returns the text of each page.
#[track_caller]
fn pages(look: &str, chapters: &[String]) -> Vec<String> {
    let mut sandbox = Sandbox::empty()
        .write("folio.toml", format!("{MANIFEST}{look}"))
        .with_picture("chapters/a.svg");
    for (at, chapter) in chapters.iter().enumerate() {
        sandbox = sandbox.write(&format!("chapters/{at:02}-part{at}.md"), chapter);
    }
    let transcript = sandbox.run(["build"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert!(transcript.contains("PDF/A-2a and PDF/UA-1"), "{transcript}");
    pdf_extract::extract_text_from_mem_by_pages(&sandbox.pdf())
        .unwrap()
        .iter()
        .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Returns the page on which a text stands; it must stand on one.
#[track_caller]
fn page_of(pages: &[String], text: &str) -> usize {
    let on: Vec<usize> = (0..pages.len())
        .filter(|page| pages[*page].contains(text))
        .collect();
    assert_eq!(on.len(), 1, "{text:?} stands on {on:?} of {pages:#?}");
    on[0]
}

/// A chapter of some lines and a table of rows that have several lines each.
fn with_table(chapter: usize, lines: usize, rows: Range<usize>, caption: &str) -> String {
    let mut text = format!("# Part {chapter}\n\n");
    for _ in 0..lines {
        text.push_str("A line.\\\n");
    }
    let _ = write!(text, "end.\n\n{caption}| Row | Text |\n|:---|:-----|\n");
    for row in rows {
        let words = "word ".repeat(30 + row * 7 % 40);
        let _ = writeln!(
            text,
            "| t{chapter}r{row}begins | t{chapter}r{row}from {words} t{chapter}r{row}ends |"
        );
    }
    text
}

#[test]
fn a_row_stands_on_one_page_and_the_last_row_never_alone() {
    const ROWS: usize = 14;
    for look in LOOKS {
        let chapters: Vec<String> = (0..8)
            .map(|chapter| {
                let caption = match chapter % 2 {
                    0 => String::new(),
                    _ => format!(": Table of part {chapter}\n\n"),
                };
                with_table(chapter, chapter * 3, 0..ROWS, &caption)
            })
            .collect();
        let pages = pages(look, &chapters);
        for chapter in 0..chapters.len() {
            let rows: Vec<usize> = (0..ROWS)
                .map(|row| {
                    let [begins, from, ends] = ["begins", "from", "ends"]
                        .map(|part| page_of(&pages, &format!("t{chapter}r{row}{part}")));
                    assert!(begins == from && from == ends, "{chapter}, {row}");
                    begins
                })
                .collect();
            assert!(rows[0] < rows[ROWS - 1], "{chapter} does not break");
            assert_eq!(rows[ROWS - 2], rows[ROWS - 1], "{chapter}: {rows:?}");
        }
    }
}

#[test]
fn a_row_that_is_longer_than_a_page_goes_over_pages() {
    let words: String = (0..900).fold(String::new(), |mut text, at| {
        let _ = write!(text, "w{at}x ");
        text
    });
    let table = format!(
        "# Part\n\n| A | B | C |\n|---|---|---|\n| one | two | three |\n| four | {words} | five |\n| six | seven | eight |\n"
    );
    let pages = pages("", &[table]);
    assert!(page_of(&pages, "w0x") < page_of(&pages, "w899x"));
    for at in 0..900 {
        page_of(&pages, &format!("w{at}x"));
    }
}

#[test]
fn the_repeated_head_of_a_table_says_that_the_table_goes_on_and_counts_for_nothing() {
    let captioned = with_table(0, 2, 0..20, ": Answers {#tbl:answers}\n\n");
    let text = format!("{captioned}\nSee @tbl:answers.\n");
    let nameless = with_table(1, 2, 0..20, "");
    let pages = pages("", &[text.clone(), nameless.clone()]);
    let first = page_of(&pages, "t0r0begins");
    let last = page_of(&pages, "t0r19begins");
    assert!(!pages[first].contains("(continued)"));
    for page in &pages[first + 1..=last] {
        assert!(page.contains("Table 1.1 (continued)"), "{page}");
    }
    let first = page_of(&pages, "t1r0begins");
    assert!(!pages[first].contains("(continued)"));
    assert!(pages[first + 1].contains("(continued)") && !pages[first + 1].contains("1.1 (cont"));

    let sandbox = Sandbox::empty()
        .write("folio.toml", MANIFEST)
        .write("chapters/00-a.md", text)
        .write("chapters/01-b.md", nameless);
    let counted = sandbox.output(["count", "--words", "--format", "json"]);
    let counted: serde_json::Value = serde_json::from_slice(&counted.stdout).unwrap();
    let continued: Vec<&str> = counted["words"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|word| word["word"].as_str() == Some("(continued)"))
        .map(|word| word["category"].as_str().unwrap())
        .collect();
    assert!(
        continued.iter().all(|kind| *kind == "furniture"),
        "{continued:?}"
    );

    // A reader that is led by the tags meets each head once.
    sandbox.run(["build"]);
    assert_eq!(Pdf::read(sandbox.pdf()).tags()["TH"], 4);
}

#[test]
fn a_figure_in_a_list_stands_between_the_words_of_its_item() {
    let picture = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='30'><rect width='90' height='30'/></svg>";
    let items = "1. First words.\n\n   ![The picture](x.svg){alt=\"x\"}\n\n   Second words.\n\n2. Third words.\n\n   See @tbl:x.\n\n   : The table {#tbl:x}\n\n   | A | B |\n   |---|---|\n   | c | d |\n\n   Fourth words.\n";
    let blocks =
        "::: {.callout-note}\nFifth words.\n\n![Another](x.svg){alt=\"x\"}\n\nSixth words.\n:::\n";
    let sandbox = Sandbox::empty()
        .write("folio.toml", MANIFEST)
        .write("chapters/x.svg", picture)
        .write(
            "chapters/01-a.md",
            format!("# Part\n\nAt the top.\n\n{items}\nBetween.\n\n{blocks}\nAt the foot.\n"),
        );
    sandbox.run(["build"]);
    let text = Pdf::read(sandbox.pdf()).text();
    let order = [
        "At the top",
        "First words",
        "Figure 1.1",
        "Second words",
        "Third words",
        "Table 1.1",
        "Fourth words",
        "Between",
        "Fifth words",
        "Figure 1.2",
        "Sixth words",
        "At the foot",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|words| text.rfind(words)).collect();
    assert!(places.is_sorted() && places[0].is_some(), "{text}");
}

#[test]
fn a_portrait_picture_without_a_width_leaves_room_for_text() {
    let picture = "<svg xmlns='http://www.w3.org/2000/svg' width='600' height='1500'><rect width='600' height='1500'/></svg>";
    let text = "# Part\n\nText before.\n\n![The tower](x.svg){alt=\"x\"}\n\nText behind.\n";
    for look in LOOKS {
        let sandbox = Sandbox::empty()
            .write("folio.toml", format!("{MANIFEST}{look}"))
            .write("chapters/x.svg", picture)
            .write("chapters/01-a.md", text);
        sandbox.run(["build"]);
        let pages = pdf_extract::extract_text_from_mem_by_pages(&sandbox.pdf()).unwrap();
        let page = pages.iter().find(|page| page.contains("Text before"));
        let page = page.unwrap();
        assert!(page.contains("The tower"), "{page}");
    }
}

#[test]
fn names_and_numbers_stand_on_one_line_and_count_as_before() {
    let bound = [
        "NHS England",
        "Table 2",
        "p. 4",
        "10 %",
        "Dr Smith",
        "3 May",
        "n = 25",
    ];
    let mut text = String::new();
    for at in 0..400 {
        let filler = "word ".repeat(at * 5 % 7);
        let end = ["\n", " "][at % 2];
        let pair = bound[at % bound.len()];
        // A line with nothing but `=` would make a heading.
        let pair = match at % 3 {
            0 if !pair.contains('=') => pair.replace(' ', "\n"),
            _ => pair.to_owned(),
        };
        let _ = write!(text, "{filler}{pair}{end}");
    }
    let words = text.split_whitespace().count();
    let sandbox = Sandbox::empty()
        .write("folio.toml", MANIFEST)
        .write("chapters/01-a.md", format!("# Part\n\nText:\n{text}end.\n"));
    let counted = sandbox.output(["count", "--format", "json"]);
    let counted: serde_json::Value = serde_json::from_slice(&counted.stdout).unwrap();
    assert_eq!(counted["counted"], words + 3);

    sandbox.run(["build"]);
    let printed = pdf_extract::extract_text_from_mem(&sandbox.pdf()).unwrap();
    let ends: Vec<&str> = printed
        .lines()
        .filter_map(|line| line.split_whitespace().last())
        .collect();
    assert!(
        ends.contains(&"word") && ends.contains(&"England"),
        "{printed}"
    );
    for first in ["NHS", "Table", "p.", "10", "Dr", "3", "n", "="] {
        let is_number_of_page = first == "3";
        assert!(
            is_number_of_page || !ends.contains(&first),
            "{first}: {printed}"
        );
    }
}

#[test]
fn code_with_a_caption_breaks_where_it_is_higher_than_a_page() {
    let code: String = (0..130).fold(String::new(), |mut code, line| {
        let _ = writeln!(code, "line {line} of it");
        code
    });
    let chapter = format!(
        "# A\n\nSee @lst:x.\n\n```{{.r #lst:x caption=\"All of it\"}}\n{code}```\n\nBehind it.\n"
    );
    for look in LOOKS {
        let pages = pages(look, std::slice::from_ref(&chapter));
        let last = page_of(&pages, "line 129 of it");
        assert!(page_of(&pages, "line 0 of it") + 1 < last);
        assert_eq!(page_of(&pages, "Behind it."), last);
    }
}

#[test]
fn a_table_that_breaks_does_not_overtake_one_that_floats() {
    let rows = |name: &str, count: usize| {
        (0..count).fold(String::new(), |mut rows, row| {
            let _ = writeln!(rows, "| {name}{row}row | words in a cell |");
            rows
        })
    };
    let chapters: Vec<String> = [(7, ""), (9, ""), (11, ""), (3, "## Below\n\n"), (5, "## Below\n\n")]
        .iter()
        .map(|(filler, heading)| {
            let filler = "Words of a paragraph that goes on for a while, and then some more to fill a few lines of the page.\n\n".repeat(*filler);
            let (whole, broken) = (rows("whole", 12), rows("broken", 60));
            let head = "| a | b |\n|---|---|\n";
            format!("# A\n\n{filler}{heading}{head}{whole}\n: One\n\n{head}{broken}\n: Two\n")
        })
        .collect();
    for chapter in &chapters {
        let pages = pages("", std::slice::from_ref(chapter));
        let at = |text: &str| {
            let page = page_of(&pages, text);
            (page, pages[page].find(text))
        };
        assert!(at("whole0row") < at("broken0row"), "{pages:#?}");
    }
}

#[test]
fn no_figure_stands_above_the_heading_that_it_stands_below_in_the_text() {
    let filler = "Words of a paragraph that goes on for a while, and then some more to fill a few lines of the page. ".repeat(7) + "\n\n";
    let figure = |name: &str, width: usize| {
        format!("![{name}.](a.svg){{alt=\"A square\" width={width}%}}\n\n")
    };
    let mut chapters = Vec::new();
    let mut below = Vec::new();
    for width in [20, 30, 40, 50, 60] {
        let at = chapters.len();
        let three = ["x", "y", "z"].map(|name| format!("C{at}{name}caption"));
        let figures: String = three.iter().map(|name| figure(name, width)).collect();
        chapters.push(format!("# C{at}title\n\n{figures}{}", filler.repeat(3)));
        below.extend(three.map(|name| (format!("C{at}title"), name)));
        let at = at + 1;
        chapters.push(format!(
            "# C{at}title\n\n{}## C{at}section\n\n{}{}{}",
            filler.repeat(5),
            figure(&format!("C{at}xcaption"), width),
            figure(&format!("C{at}ycaption"), width),
            filler.repeat(3),
        ));
        below.push((format!("C{at}section"), format!("C{at}xcaption")));
        below.push((format!("C{at}xcaption"), format!("C{at}ycaption")));
    }
    let rows: String = (0..40)
        .map(|row| format!("| Row{row}begins | b |\n"))
        .collect();
    chapters.push(format!(
        "# Turned\n\n::: {{.landscape}}\n{}{}| A | B |\n|---|---|\n{rows}\n: Long\n:::\n",
        filler.repeat(2),
        figure("Turnedcaption", 60),
    ));
    below.push(("Turnedcaption".into(), "Row0begins".into()));
    let hidden = "hide = [\"contents\", \"list-of-figures\", ";
    let mut sandbox = Sandbox::empty()
        .write("folio.toml", MANIFEST.replace("hide = [", hidden))
        .write("chapters/a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><rect width='90' height='90'/></svg>");
    for (at, chapter) in chapters.iter().enumerate() {
        sandbox = sandbox.write(&format!("chapters/{at:02}-part{at}.md"), chapter);
    }
    let transcript = sandbox.run(["build"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let pages = pdf_extract::extract_text_from_mem_by_pages(&sandbox.pdf()).unwrap();
    let at = |text: &str| {
        let page = pages.iter().position(|page| page.contains(text)).unwrap();
        (page, pages[page].find(text))
    };
    for (first, second) in below {
        assert!(at(&first) < at(&second), "{first} {second}");
    }
}

#[test]
fn the_rule_below_the_head_of_a_table_lies_at_one_height_whatever_its_cells_hold() {
    let heads = ["A", "Interoperability readiness", "Some words here"];
    let row = |cells: [&str; 3]| format!("|{}\n", format!("{}|", cells.join("|")).repeat(3));
    let table = row(heads) + &row(["---"; 3]) + &row(["a"; 3]);
    let sandbox = Sandbox::empty()
        .write("folio.toml", MANIFEST)
        .write("chapters/01-a.md", format!("# A\n\n{table}\n: C\n"));
    sandbox.run(["build"]);
    let document = lopdf::Document::load_mem(&sandbox.pdf()).unwrap();
    let mut rules = Vec::new();
    for page in document.get_pages().into_values() {
        let content = document.get_page_content(page);
        let content = lopdf::content::Content::decode(&content).unwrap();
        let mut height = 0.0;
        for operation in content.operations {
            let number = |at: usize| operation.operands[at].as_float().unwrap();
            match operation.operator.as_str() {
                "cm" => height = number(5),
                "w" if number(0) == 0.5 => rules.push(height),
                _ => {}
            }
        }
    }
    assert_eq!(rules.len(), 9);
    assert!(rules.iter().all(|height| *height == rules[0]), "{rules:?}");
}

#[test]
fn the_number_of_a_formula_that_leaves_no_room_beside_it_stands_below_it() {
    let sum = |count: usize| vec!["a"; count].join(" + ");
    let text = format!(
        "# A\n\nBefore.\n\n$${}$$ {{#eq:wide}}\n\nSee @eq:wide and @eq:small.\n\n$${}$$ {{#eq:small}}\n",
        sum(25),
        sum(5)
    );
    let sandbox = Sandbox::empty()
        .write("folio.toml", MANIFEST)
        .write("chapters/01-a.md", text);
    sandbox.run(["build"]);
    let text = pdf_extract::extract_text_from_mem(&sandbox.pdf()).unwrap();
    let before = |number: &str| text.split_once(number).unwrap().0.trim_end_matches(' ');
    assert!(before("(1.1)").ends_with('\n'), "{text}");
    assert!(!before("(1.2)").ends_with('\n'), "{text}");
    let (_, seen) = text.split_once("See").unwrap();
    let line = seen.lines().next().unwrap();
    assert!(line.contains("(1.1)") && line.contains("(1.2)"), "{text}");
}

#[test]
fn a_table_in_typst_that_was_given_no_columns_has_one() {
    let chapter =
        "= T\n\n#table([only], [cells])\n\n#figure(table([in], [a figure]), caption: [C])\n";
    let sandbox = Sandbox::empty()
        .write("folio.toml", MANIFEST)
        .write("chapters/01-t.typ", chapter);
    let transcript = sandbox.run(["build", "--draft"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let text = pdf_extract::extract_text_from_mem(&sandbox.pdf()).unwrap();
    assert!(text.contains("only") && text.contains("a figure"), "{text}");
}

#[test]
fn no_figure_stands_between_the_rows_of_a_table_that_goes_on() {
    let filler = "Words of a paragraph that goes on for a while, and then some more to fill a few lines of the page.\n\n";
    let picture = |name: String, height: usize| {
        format!("![{name}.](a.svg){{alt=\"A square\" height={height}mm}}\n\n")
    };
    let chapters: Vec<String> = (0..12)
        .map(|at| {
            let rows: String = (0..28 + at % 3 * 15)
                .map(|row| format!("| T{at}r{row}x | words |\n"))
                .collect();
            let caption = if at % 4 == 3 { "" } else { "\n: Rows\n" };
            let (before, behind) = (format!("T{at}before"), format!("T{at}behind"));
            format!(
                "# T{at}title\n\n{}{}{}| A | B |\n|---|---|\n{rows}{caption}\n{}{}{}",
                filler.repeat(3 + at * 5 % 9),
                picture(before, 45 + at % 5 * 12),
                filler.repeat(at % 2),
                filler.repeat(at % 3),
                picture(behind, 40),
                filler.repeat(3),
            )
        })
        .collect();
    for look in LOOKS {
        let pages = pages(look, &chapters);
        let at = |text: &str| {
            let page = pages.iter().rposition(|page| page.contains(text)).unwrap();
            (page, pages[page].find(text))
        };
        let mut broken = 0;
        for chapter in 0..chapters.len() {
            let last = 27 + chapter % 3 * 15;
            let rows = at(&format!("T{chapter}r0x"))..at(&format!("T{chapter}r{last}x"));
            broken += usize::from(rows.start.0 < rows.end.0);
            for figure in ["before", "behind"] {
                let figure = format!("T{chapter}{figure}.");
                assert!(!rows.contains(&at(&figure)), "{figure}: {pages:#?}");
            }
        }
        assert!(broken >= 6, "{broken} tables go on");
    }
}
