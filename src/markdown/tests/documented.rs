//! What `docs/writing.md` says one can type is read without a word of complaint.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::markdown::tests::testing::{complaints, converted};

/// Returns the examples of the first table of a page: the code in the first cell of each row.
fn examples(page: &str) -> Vec<String> {
    let mut examples = Vec::new();
    let mut cell = 0;
    let mut text = String::new();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableRow) => cell = 0,
            Event::End(TagEnd::TableCell) => {
                if cell == 0 && !text.is_empty() {
                    examples.push(std::mem::take(&mut text));
                }
                text.clear();
                cell += 1;
            }
            Event::Code(code) => text.push_str(&code),
            Event::InlineHtml(tag) if &*tag == "<br>" => text.push('\n'),
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    examples
}

#[test]
fn every_example_of_what_to_type_is_read_without_complaint() {
    let page = include_str!("../../../docs/writing.md");
    // The table before it is built as pages, see `tests/cli/dialect.rs`.
    let (_, page) = page.split_once("\n## What you type").unwrap();
    let examples = examples(page);
    assert!(examples.len() > 12, "{}", examples.len());
    let said = examples.iter().filter_map(|example| {
        let conversion = converted(example);
        let found = complaints(example, &conversion.findings);
        (!found.is_empty()).then(|| format!("{example}\n{found:?}"))
    });
    assert_eq!(said.collect::<Vec<_>>(), Vec::<String>::new());
}
