//! The formulas that social and health scientists write, typeset.

use crate::markdown::formulas::translate;
use crate::markdown::tests::testing::{chapter, complaints, converted};

const FORMULAS: &str = include_str!("../../../tests/data/markdown/formulas.txt");

#[test]
fn the_formulas_of_the_field_are_translated_and_typeset() {
    let formulas: Vec<&str> = FORMULAS.lines().collect();
    assert!(formulas.len() >= 100);
    let mut failures = Vec::new();
    for formula in &formulas {
        match translate(formula) {
            Ok(typst) => {
                for markdown in [format!("a ${formula}$ b"), format!("$$\n{formula}\n$$")] {
                    if let Err(trouble) = chapter(&markdown).text() {
                        failures.push(format!("{formula}\n  {typst}\n  {trouble}"));
                    }
                }
            }
            Err(trouble) => failures.push(format!("{formula}\n  {}", trouble.message)),
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        formulas.len(),
        failures.join("\n")
    );
}

#[test]
fn what_stands_on_the_page_is_what_the_formula_says() {
    #[track_caller]
    fn case(formula: &str, page: &str) {
        assert_eq!(
            chapter(&format!("${formula}$")).text().as_deref(),
            Ok(page),
            "{:?}",
            translate(formula)
        );
    }

    case("p < 0.05", "𝑝<0.05");
    case(r"\mathrm{Var}(X)", "Var(𝑋)");
    case(r"\text{OR} = 1.5", "OR=1.5");
    case(r"\mathbf{x}", "𝐱");
    case(r"a \ne b, c", "𝑎≠𝑏,𝑐");
    case(r"\{x; y\}", "{𝑥;𝑦}");
    case(r"x_1^2", "𝑥21");
    case(r"50\% \& \# \$ \_", "50%&#$_");
    case(r"\binom{n}{k}", "(𝑛𝑘)");
    case(r"\sin x + \log y", "sin𝑥+log𝑦");
    case(r"\text{a, b; c: d (e}", "a,b;c:d(e");
    case(r"f(a, b; c)", "𝑓(𝑎,𝑏;𝑐)");
    case(r"[0, 1)", "[0,1)");
    case(r"1{,}204", "1,204");
    case(r"\text{95\% CI 1--2}", "95%CI1–2");
    case(r"a\ b", "𝑎𝑏");
    case(r"|x|", "|𝑥|");
    case(r"\mu", "𝜇");
    case(r"\operatorname*{arg\,max}_x", "argmax𝑥");
    case(r"\argmin_x", "argmin𝑥");
    case(r"\operatorname{\mathbb{E}} x", "𝔼𝑥");
    case(r"\text{a\,b\;c}", "abc");
    case(r"\LaTeX", "LaTeX");
    // Lines without an environment.
    case(r"a = b, \\", "𝑎=𝑏,");
    case(r"a &= b \\ c &= d", "𝑎=𝑏𝑐=𝑑");
}

#[test]
fn what_cannot_be_translated_is_found_and_stays_as_it_was_written() {
    for formula in [
        r"\foo",
        r"\begin{tikz}x\end{tikz}",
        r"\frac{1}",
        r"\left( x",
        r"\text{\alpha}",
        r"\frac{a",
        r"\alpha}{b",
    ] {
        let markdown = format!("é ${formula}$ z");
        let conversion = converted(&markdown);
        let found = complaints(&markdown, &conversion.findings);
        assert_eq!(found, [("formula-unreadable", formula)]);
        let wanted: String = markdown.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(chapter(&markdown).text().as_deref(), Ok(wanted.as_str()));
    }
}

#[test]
fn a_brace_that_does_not_match_leaves_a_formula_what_it_is() {
    let markdown = "A\n\n$$ \\frac{a $$ {#eq:x}\n\nSee @eq:x and ${x}$, {*b*}.\n";
    let made = converted(markdown);
    let found = complaints(markdown, &made.findings);
    assert_eq!(found, [("formula-unreadable", "\\frac{a ")]);
}

#[test]
fn a_price_is_no_formula() {
    assert_eq!(
        chapter("$5 a \\foo{ costs $6").text().as_deref(),
        Ok("$5a\\foo{costs$6")
    );
    assert_eq!(
        chapter("$5 to $6 and $7-$8").text().as_deref(),
        Ok("$5to$6and$7-$8")
    );
}

#[test]
fn every_formula_keeps_its_source_for_whoever_finds_words_for_it() {
    let made = converted("$a^2$ and $$\\frac{1}{2}$$ {#eq:half}")
        .source
        .text()
        .to_owned();
    assert!(made.contains("alt: \"$a^2$\""), "{made}");
    assert!(made.contains("alt: \"$\\\\frac{1}{2}$\""), "{made}");
    assert!(made.contains("<eq:half>"), "{made}");
}
