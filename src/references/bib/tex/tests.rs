//! TeX as people write it, and what a reader reads.

use super::*;

#[track_caller]
fn case(raw: &str, expected: &str) {
    let mut unknown = Vec::new();
    assert_eq!(decoded(raw, Braces::Group, &mut unknown), expected);
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn letters_have_their_accents_in_every_spelling() {
    case(r"{\'\i}\'{\i}\'i{\'{\i}}", "íííí");
    case(r"\v{c}{\v c}\v c", "ččč");
    case(r"\o \ss{} {\L}\aa \AA{}\ae", "øß ŁåÅæ");
    case(r#"{\"u}\"{u}\"u"#, "üüü");
    case(
        r"\H{o}\k{a}\r{u}\d{a}\c{c}\u{g}\=a\.z\~n\^o\`a",
        "őąůạçğāżñôà",
    );
    case(r"\'{\it e}", "é");
    case(r"\th\dh\DJ\ng", "þðĐŋ");
}

#[test]
fn faces_and_quotation_marks_are_kept() {
    case(r"\emph{a} {\em b} \textit{c}", "<i>a</i> <i>b</i> <i>c</i>");
    case(
        r"\textbf{a}\textsc{b}",
        "<b>a</b><span style=\"font-variant:small-caps;\">b</span>",
    );
    case(
        r"H\textsubscript{2}O 1\textsuperscript{st}",
        "H<sub>2</sub>O 1<sup>st</sup>",
    );
    case(r"\enquote{a \enquote{b}} \mkbibquote{c}", "“a ‘b’” “c”");
    case("``a'' `b' \"c\" it's '60s 'd'", "“a” ‘b’ “c” it’s ’60s ‘d’");
    case("a---b c--d e~f", "a—b c–d e\u{a0}f");
    case(
        r"\href{https://x.org}{there} \url{https://x.org/a_b}",
        "there https://x.org/a_b",
    );
}

#[test]
fn small_formulas_are_words() {
    case(r"$\alpha$ CO$_2$ $\geq$ 5", "α CO<sub>2</sub> ≥ 5");
    case("$p<0.05$", "<i>p</i>&lt;0.05");
    case(
        r"$10^{-3}$ 37$^\circ$C $\mathrm{CO}_2$ \ce{SO4^{2-}}",
        "10<sup>−3</sup> 37°C CO<sub>2</sub> SO<sub>4</sub><sup>2−</sup>",
    );
    case("costs $5", "costs $5");
}

#[test]
fn what_web_sites_leave_behind_is_taken_for_what_it_means() {
    case(
        "<i>E. coli</i> \\&amp; a &lt; b <x>",
        "<i>E. coli</i> &amp; a &lt; b &lt;x>",
    );
}

#[test]
fn braces_protect_the_case_in_titles() {
    let title = |raw| decoded(raw, Braces::Protect, &mut Vec::new());
    assert_eq!(
        title("The {NHS} and {{COVID-19}}, {\\'E}tude {2}"),
        "The <span class=\"nocase\">NHS</span> and <span class=\"nocase\">COVID-19</span>, Étude 2"
    );
}

#[test]
fn an_unknown_command_is_told_and_its_words_are_printed() {
    let mut unknown = Vec::new();
    let text = decoded(r"a \foo{b} \bar c \foo[x]{d}", Braces::Group, &mut unknown);
    assert_eq!(text, "a b bar c d");
    assert_eq!(unknown, ["foo", "bar"]);
}

#[test]
fn addresses_have_no_tex_in_them() {
    assert_eq!(
        verbatim(r"https://x.org/a\_b{\_}c?d=1\&e=\%20"),
        "https://x.org/a_b_c?d=1&e=%20"
    );
    assert_eq!(
        verbatim(r"\url{https://x.org/{\textasciitilde}me}"),
        "https://x.org/~me"
    );
    assert_eq!(
        verbatim(r"10.1007/978-3-319-55696-3{\_}16"),
        "10.1007/978-3-319-55696-3_16"
    );
}

#[test]
fn brackets_without_end_take_no_time_and_no_stack() {
    for raw in [
        "{",
        "\\'{",
        "\\emph{",
        "$",
        "\\foo{",
        "<i>",
        "\\enquote{\\textbf{",
        "$^{",
    ] {
        decoded(&raw.repeat(20_000), Braces::Protect, &mut Vec::new());
    }
}
