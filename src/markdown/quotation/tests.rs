//! Texts whose marks are known, and laws that hold for any.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::markdown::quotation::paragraph::characters;
use crate::markdown::quotation::set;
use crate::markdown::tests::testing::{chapter, converted_with};
use crate::markdown::{QuotationMarks, Settings};

const KNOWN: &str = include_str!("../../../tests/data/markdown/quotations.txt");

/// Right answers of the file; it may only grow.
const RIGHT: usize = 1145;

fn straight(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        '‘' | '’' | '′' => '\'',
        '“' | '”' | '″' => '"',
        other => other,
    });
    plain.collect()
}

fn set_again(text: &str) -> String {
    let paragraphs: Vec<&str> = text.split(" ¶ ").collect();
    let set = paragraphs.iter().enumerate().map(|(at, paragraph)| {
        let next = paragraphs.get(at + 1);
        let goes_on = next.is_some_and(|next| next.starts_with(&paragraph[..1]));
        let mut marks = characters(paragraph, goes_on).into_iter();
        let set = paragraph.chars().map(|c| match c {
            '\'' | '"' => marks.next().unwrap_or('?'),
            other => other,
        });
        set.collect::<String>()
    });
    set.collect::<Vec<_>>().join(" ¶ ")
}

#[test]
fn the_marks_of_known_texts_are_set_as_a_printer_sets_them() {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut kind, mut wrong) = ("", Vec::new());
    for line in KNOWN.lines().filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("# ") {
            kind = name;
        } else if !line.starts_with("//") {
            let got = set_again(&straight(line));
            let (right, all) = kinds.entry(kind).or_default();
            *all += 1;
            match got == line {
                true => *right += 1,
                false => wrong.push(format!("wanted {line}\n   got {got}")),
            }
        }
    }
    let right: usize = kinds.values().map(|(right, _)| right).sum();
    let all: usize = kinds.values().map(|(_, all)| all).sum();
    let wrong = wrong.join("\n");
    assert!(right >= RIGHT, "{right} of {all}: {kinds:#?}\n{wrong}");
}

/// Typesets Markdown with both kinds of marks as they are read.
#[track_caller]
fn page(markdown: &str, wanted: &str) {
    let wanted: String = wanted.chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(chapter(markdown).text().as_deref(), Ok(wanted.as_str()));
}

#[test]
fn marks_are_set_wherever_text_is_printed() {
    page("# 'It's' the nurses' \"way\"", "‘It’s’ the nurses’ “way”");
    page("> 'It's'\n\n- 'It's'", "‘It’s’ ‘It’s’");
    page(
        "| 'a' | it's |\n|---|---|\n| '90s | \"b\" |\n\n: The nurses' 'view' {#tbl:a}",
        "‘a’ it’s ’90s “b” The nurses’ ‘view’",
    );
    page("![The 'nurses' station'](a.svg)\n", "The ‘nurses’ station’");
    page("'Term'\n:   'It's'", "‘Term’ ‘It’s’");
    page("a[^1]\n\n[^1]: 'It's' so", "a1 1 ‘It’s’ so");
    page("a^['It's' so]", "a1 1 ‘It’s’ so");
    page("---\ntitle: \"It's 'so'\"\n---\n\nText", "It’s ‘so’ Text");
    page("'It's' [see 'it' @x, p. 4]", "‘It’s’ (see ‘it’ xpage 4)");
    page(
        "'It's too slow,' [@x] *she* said, **'isn't it?'**",
        "‘It’s too slow,’ (x) she said, ‘isn’t it?’",
    );
    page("*foo*'s `bar`'s $x$'s @x's", "foo’s bar’s 𝑥’s (@x)’s");
    page("\\'a\\' &quot;b&quot; `'c'` 'd'", "'a' \"b\" 'c' ‘d’");
    page("<https://a.org/it's> \" 'a'", "https://a.org/it's \" ‘a’");
    page(
        "'It's long.\n\n'It's the nurses' end,' she said.",
        "‘It’s long. ‘It’s the nurses’ end,’ she said.",
    );
    page(
        "::: {.quote by=\"The 'nurse'\"}\nIt's\n:::",
        "It’s —The ‘nurse’",
    );
}

#[test]
fn the_engine_decides_where_the_language_is_not_english() {
    let settings = Settings {
        quotation: QuotationMarks::Engine,
        ..Settings::default()
    };
    let made = converted_with("'It's' --- \"so\"", &settings);
    assert_eq!(made.source.text(), "'It's' --- \"so\"\n");
}

#[test]
fn a_mark_leads_back_to_its_byte() {
    let made = converted_with("It's 'so'.", &Settings::default());
    let at = made.source.text().find('‘').unwrap();
    assert_eq!(made.origins.to_markdown(at..at + 3), 5..6);
    assert_eq!(made.origins.to_markdown(at + 3..at + 5), 6..8);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_but_marks_is_changed(text in "([a-zA-Z0-9 .,?!()—…°%-]|['\"‘’“”]|'(s|n|em|90s|tis)|İ|é){0,60}") {
        let after = set(&text);
        prop_assert_eq!(straight(&after), straight(&text));
        let own = text.chars().zip(after.chars());
        prop_assert!(own.into_iter().all(|(before, now)| before == now || matches!(before, '\'' | '"')));
        // A mark that nothing decides stays straight, and may be told by what was set round it.
        if !after.contains(['\'', '"']) {
            prop_assert_eq!(set(&after).into_owned(), after.into_owned());
        }
    }
}
