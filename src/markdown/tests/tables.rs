//! Tables that are drawn with hyphens and bars: what becomes of them, beside what pandoc reads.
//!
//! The cases stand in `tests/data/markdown/tables.txt`.

use crate::markdown::tests::pandoc::pandoc;
use crate::markdown::tests::scholarly::tree;

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
