//! Tables that are drawn with hyphens and bars: what becomes of them, beside what pandoc reads.
//!
//! The cases stand in `tests/data/markdown/tables.txt`.

use crate::markdown::tests::pandoc::pandoc;
use crate::markdown::tests::scholarly::tree;
use crate::markdown::tests::testing::{chapter, converted};

const CASES: &str = include_str!("../../../tests/data/markdown/tables.txt");

/// A case of the set.
struct TableCase<'a> {
    name: &'a str,
    markdown: &'a str,
    tree: &'a str,
    /// What pandoc reads, and why it is not the same.
    pandoc: Option<(&'a str, &'a str)>,
}

fn cases() -> Vec<TableCase<'static>> {
    let all = CASES.split("\n>>> ").skip(1).map(|text| {
        let (name, rest) = text.split_once('\n').unwrap();
        let (markdown, rest) = rest.split_once("\n=== tree ").unwrap();
        let (tree, pandoc) = match rest.trim_end().split_once("\n=== pandoc ") {
            Some((tree, pandoc)) => (tree, Some(pandoc.split_once("\n=== because ").unwrap())),
            None => (rest.trim_end(), None),
        };
        TableCase {
            name,
            markdown,
            tree,
            pandoc,
        }
    });
    all.collect()
}

#[test]
fn tables_are_read_as_recorded() {
    let cases = cases();
    assert!(cases.len() > 100);
    for case in cases {
        assert_eq!(tree(case.markdown), case.tree, "{}", case.name);
    }
}

#[test]
#[ignore = "needs pandoc 3.9"]
#[expect(
    clippy::print_stderr,
    reason = "its figures go into the header of the tables"
)]
fn tables_are_read_as_pandoc_reads_them() {
    let cases = cases();
    let mut same = 0;
    let mut wrong = Vec::new();
    for case in &cases {
        let theirs = pandoc(case.markdown);
        let recorded = case.pandoc.map_or(case.tree, |(tree, _)| tree);
        same += usize::from(theirs == case.tree);
        if theirs != recorded {
            let ours = tree(case.markdown);
            wrong.push(format!("{}\n{ours}\n{theirs}", case.name));
        }
    }
    eprintln!("{same} of {} are read the same", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The Markdown becomes this Typst.
#[track_caller]
fn typst(markdown: &str, wanted: &str) {
    let conversion = converted(markdown);
    assert_eq!(conversion.source.text().trim_end(), wanted, "{markdown}");
}

#[test]
fn spans_feet_and_blocks_in_cells_are_written() {
    typst(
        "+---+---+\n| a | b |\n|   +---+\n|   | c |\n+---+---+",
        "#table(\n  columns: 2,\n  table.cell(rowspan: 2)[a], [b],\n  [c],\n)",
    );
    typst(
        "+-------+\n| a     |\n+===+==:+\n| b | c |\n+===+===+\n| d | e |\n+===+===+",
        "#table(\n  columns: 2,\n  align: (auto, right,),\n  table.header(table.cell(colspan: 2)[a]),\n  \
         [b], [c],\n  table.footer(repeat: false, [d], [e]),\n)",
    );
    typst(
        "+-------+\n| - a   |\n| - b   |\n+-------+",
        "#table(\n  columns: (111fr,),\n  [\n    - a\n    - b\n  ],\n)",
    );
}

#[test]
fn a_table_divides_the_line_if_a_cell_has_several_lines() {
    let table = "---------\na    b\n---- ----\nc    d\n     e\n---------\n";
    let columns = |markdown: &str| {
        let conversion = converted(markdown);
        let text = conversion.source.text();
        let line = text.lines().find(|line| line.contains("columns: "));
        line.map_or_else(String::new, |line| line.trim().to_owned())
    };
    assert_eq!(columns(table), "columns: (69fr, 69fr,),");
    assert_eq!(columns(&table.replace("     e\n", "")), "columns: 2,");
    let given = format!("{table}\n: C {{widths=\"30 70\"}}");
    assert_eq!(columns(&given), "columns: (30fr, 70fr,),");
    assert_eq!(columns("+---+\n| a |\n+---+"), "columns: 1,");
}

#[test]
fn the_cases_are_typeset() {
    for case in cases() {
        let page = chapter(case.markdown).text();
        assert!(page.is_ok(), "{}\n{page:?}", case.name);
    }
}

/// Words that stand once in a text.
struct Tokens(usize);

impl Tokens {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("t{:04}", self.0)
    }

    fn line(&mut self, before: &str, between: &str, count: usize, behind: &str) -> String {
        let words: Vec<String> = (0..count).map(|_| self.next()).collect();
        format!("{before}{}{behind}\n", words.join(between))
    }
}

/// Tables of all forms, each behind the lines of a list or quotation.
fn torture() -> String {
    let mut tokens = Tokens(0);
    let mut out = String::new();
    for (first, rest) in [("", ""), ("- ", "  "), ("> ", "> "), ("> 1. ", ">    ")] {
        for round in 0..5 {
            let mut table = tokens.line("", "  ", 4, "");
            table.push_str("-----  -----  -----  -----\n");
            for _ in 0..4 {
                table.push_str(&tokens.line("", "  ", 4, ""));
            }
            table.push_str(&format!("\n: é {}\n\n{}\n", tokens.next(), "-".repeat(17)));
            table.push_str(&tokens.line("*", "*     **", 2, "**"));
            table.push_str("-------- --------\n");
            for _ in 0..3 {
                table.push_str(&tokens.line("", "    ", 2, ""));
                table.push_str(&tokens.line("         *", "", 1, "*"));
                table.push('\n');
            }
            table.push_str(&format!("{}\n\n", "-".repeat(17)));
            table.push_str("+-----------------+\n");
            table.push_str(&tokens.line("| ", "   ", 2, "   |"));
            table.push_str("+=======+=========+\n");
            table.push_str(&tokens.line("| ", " | - ", 2, " |"));
            table.push_str(&tokens.line("|       | - ", "", 1, " |"));
            table.push_str("|       +---------+\n");
            table.push_str(&tokens.line("|       | é ", "", 1, " |"));
            table.push_str("|       |         |\n");
            table.push_str(&tokens.line("|       | ", "", 1, "   |"));
            table.push_str("+-------+---------+\n");
            let prose = tokens.line("", " ", 3 + round, "");
            out.push_str(&format!("{prose}\n"));
            for (at, line) in format!("{}\n{table}", tokens.next()).lines().enumerate() {
                let before = if at == 0 { first } else { rest };
                let line = if at == 1 {
                    format!("\n{before}{line}")
                } else {
                    line.to_owned()
                };
                out.push_str(format!("{before}{line}").trim_end());
                out.push('\n');
            }
            out.push('\n');
        }
    }
    out
}

#[test]
fn every_word_of_a_cell_is_printed_once_and_knows_its_place() {
    let markdown = torture();
    let found = chapter(&markdown);
    let conversion = &found.conversion;
    assert!(
        conversion.findings.is_empty(),
        "{:?}",
        conversion.findings.first()
    );
    let typst = conversion.source.text();
    assert_eq!(typst.matches("table(").count(), 4 * 5 * 3);
    let page = found.text().unwrap();
    let mut count = 0;
    for (at, _) in markdown
        .match_indices('t')
        .filter(|(at, _)| markdown[at + 1..].starts_with('0'))
    {
        let token = &markdown[at..at + 5];
        count += 1;
        assert_eq!(page.matches(token).count(), 1, "{token} {markdown}");
        let there = typst.find(token).unwrap();
        assert_eq!(
            conversion.origins.to_markdown(there..there + 5),
            at..at + 5,
            "{token}"
        );
    }
    assert!(count > 800, "{count}");
}

#[test]
fn a_caption_and_a_fence_stand_directly_at_a_table() {
    let shown = |markdown: &str| chapter(markdown).text().unwrap();
    let fenced = "::: {.no-count}\nA  B\n-- --\n1  2\n:::\n\nAfter.\n";
    assert_eq!(shown(fenced), "AB12After.");
    assert!(
        converted(fenced)
            .source
            .text()
            .contains("] <no-count>\n\nAfter.")
    );
    let grid = "+---+\n| a |\n+---+\n: The caption {#tbl:x}\n\nAfter.\n";
    assert_eq!(shown(grid), "aThecaptionAfter.");
    assert!(converted(grid).source.text().contains(") <tbl:x>"));
}

#[test]
fn long_tables_are_tables() {
    let rows: String = (0..400).map(|row| format!("a{row}   b\n\n")).collect();
    let multiline = format!("------------\nA      B\n------ -----\n{rows}------------\n");
    assert!(tree(&multiline).ends_with("row(c(a399)c(b)))"));
    let rows: String = (0..400)
        .map(|row| format!("| {row:<3} |\n+-----+\n"))
        .collect();
    assert!(tree(&format!("+-----+\n{rows}")).ends_with("row(c(399)))"));
}
