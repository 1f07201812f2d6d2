//! Every typed word is printed, or known not to be.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::markdown::tests::fuzz::constructs;
use crate::markdown::tests::laws::markdown;
use crate::markdown::tests::testing::{complaints, converted};

/// Returns the words of a text that would be lost.
fn lost(markdown: &str) -> Vec<String> {
    let conversion = converted(markdown);
    let found = complaints(markdown, &conversion.findings);
    let lost = found
        .into_iter()
        .filter(|(code, _)| *code == "text-not-printed");
    lost.map(|(_, words)| words.to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(15), ..ProptestConfig::default() })]

    #[test]
    fn documents_by_chance_lose_no_word(text in markdown(), whole in constructs()) {
        for text in [text, whole] {
            // A comment that ends in a list takes what stands behind it there, and a change may
            // begin before a fence: the finding is true of them.
            if !text.contains("%%") && !text.contains("{~~") {
                prop_assert_eq!(lost(&text), Vec::<String>::new(), "{}", text);
            }
        }
    }
}

#[test]
fn no_word_is_lost_where_words_once_were() {
    for text in [
        // The meaning of a term in a block.
        "Before.\n\n::: {.callout}\nTerm\n:   Third definition.\n:::",
        // What stands behind a comment, inside an element that begins in it.
        "%%a ~b%% {#x} c~ d",
        // An abbreviation's line that begins an emphasis.
        "*[A]: b_|a|b|\n|-|-|\n #tag*[A]: b",
        // A fence as far in as code, below a line of text.
        "a\n\t::: {.callout}\nb",
        // A cell beyond the border of its table.
        "+---+---+\n| $x^2$ | b |\n+---+---+\n|$x^2$|\n+---+---+",
        // Raw LaTeX where the parser sees code in a line.
        "+---+---+\n| \n\n````{=latex}\n`\n% `\n````\n\n| a |\n+---+---+\n````{=latex}\n`\n````",
        // A block for screens that is never closed.
        "::: {.content-hidden when-format=pdf}\nx",
        // A text that shows itself, and one that is written twice.
        "(ref:a) (ref:a) one\n\n(ref:b) two\n\n(ref:b) three\n\n(ref:b)",
        // Code for another kind of pages, which is told of as such.
        "a `<b>x</b>`{=html} b",
        // A picture in a line with notes in its words.
        "a ![b[^1]^[c *d*]](a.svg) e\n\n[^1]: F.",
        // Word's bullet that is a letter.
        "o\tone\no\ttwo",
    ] {
        assert_eq!(lost(text), Vec::<String>::new(), "{text}");
    }
}
