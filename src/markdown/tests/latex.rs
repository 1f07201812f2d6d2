//! LaTeX, R and bookdown in Markdown: printed as meant, or found at its place.

use crate::diagnostics::Level;
use crate::markdown::tests::laws::holds_quickly;
use crate::markdown::tests::testing::{
    PLAIN, chapter, chapter_with, complaints, converted, converted_with,
};
use crate::markdown::{Macros, Settings};

/// The Markdown becomes this Typst, with these findings.
#[track_caller]
pub(crate) fn case(markdown: &str, wanted: &str, findings: &[(&str, &str)]) {
    let conversion = converted(markdown);
    let made = conversion.source.text().trim_end().to_owned();
    let shown = made
        .strip_prefix("#import \"/.folio/markdown.typ\" as folio\n\n")
        .unwrap_or(&made);
    assert_eq!(shown, wanted, "{markdown:?}");
    let found = complaints(markdown, &conversion.findings);
    assert_eq!(found, findings, "{markdown:?}");
}

/// The page shows this, white space aside.
#[track_caller]
fn page(markdown: &str, wanted: &str) {
    assert_eq!(
        chapter(markdown).text().as_deref(),
        Ok(wanted),
        "{}",
        converted(markdown).source.text()
    );
}

#[test]
fn styles_are_printed_and_the_words_in_their_braces_are_markdown() {
    case("a \\textbf{b} c", "a *b* c", &[]);
    case("\\emph{a *b* c}", "_a #emph[b] c_", &[]);
    case("\\textit{a \\textbf{b {c}} d}", "_a *b  c* d_", &[]);
    case("un\\textbf{believ}able", "un#strong[believ]able", &[]);
    case("\\underline{a}", "#underline[a]", &[]);
    case("x\\textsuperscript{2}", "x#super[2]", &[]);
    case("H\\textsubscript{2}O", "H#sub[2]O", &[]);
    case("\\texttt{a\\_b}", "`a_b`", &[]);
    case("\\textsc{Nhs}", "#smallcaps[Nhs]", &[]);
    case("{\\em a b} c", "_a b_ c", &[]);
    case("a\\footnote{b *c*} d", "a#footnote[b _c_] d", &[]);
    case("\\textbf{a\nb}", "*a\nb*", &[]);
    case(
        "> \\textbf{a\n> b} c",
        "#quote(block: true)[\n  *a\n  b* c\n]",
        &[],
    );
}

#[test]
fn signs_and_breaks_are_what_they_mean() {
    case("a \\ldots{} b\\dots", "a …  b…", &[]);
    case("\\textquoteleft a\\textquoteright", "‘\\a’", &[]);
    case("50\\% \\& \\_ \\#", "50\\% & \\_ \\#", &[]);
    case("e.g.\\ this", "e.g.~this", &[]);
    page("a \\newline b", "ab");
    case("\\noindent A", "A", &[]);
    case("\\verb|a_b| c", "`a_b` c", &[]);
    page("\\url{https://a.b/c\\_d}", "https://a.b/c_d");
    assert!(typst("\\url{https://a.b/c\\_d}").starts_with("#link(\"https://a.b/c_d\")["));
    case(
        "\\href{https://a.b/x\\%20y}{the *words*}.",
        "#link(\"https://a.b/x%20y\")[the _words_].",
        &[],
    );
}

#[test]
fn citations_and_references_are_what_they_mean() {
    let cited = |latex: &str, pandoc: &str| {
        let (ours, theirs) = (chapter(latex).text(), chapter(pandoc).text());
        assert_eq!(ours, theirs, "{latex}");
        assert!(converted(latex).findings.is_empty(), "{latex}");
    };
    cited("a~\\cite{x2020} b", "a [@x2020] b");
    cited("\\citep[p.~4]{x2020,y2021}", "[@x2020; @y2021, p. 4]");
    cited("\\citep[see][pp. 3--5]{x2020}", "[see @x2020, pp. 3--5]");
    cited("\\parencite[for a review]{x2020}", "[@x2020, for a review]");
    cited("\\citet{x2020} says", "@x2020 says");
    cited("\\textcite[33]{x2020} says", "@x2020 [33] says");
    cited("\\citet{x2020,y2021} say", "@x2020 and @y2021 say");
    cited("\\citep{x2020,\n  y2021}", "[@x2020; @y2021]");
    cited("> \\citep{x2020,\n> y2021}", "> [@x2020; @y2021]");
    cited("\\footcite{x2020}", "^[[@x2020]]");
    cited("\\cite{a\\_b2020}", "[@a_b2020]");
    case(
        "Figure~\\ref{fig:x}",
        "Figure~#ref(<fig:x>, supplement: none)",
        &[],
    );
    case(
        "Fig.~\\ref{a} and Fig.~\\ref{b}",
        "Fig.~#ref(<a>, supplement: none) and Fig.~#ref(<b>, supplement: none)",
        &[],
    );
    case("\\autoref{fig:x}", "#ref(<fig:x>)", &[]);
    case("\\cref{a,b}", "#ref(<a>) and #ref(<b>)", &[]);
    case(
        "Smith~[@x2020]",
        &converted("Smith\u{a0}[@x2020]")
            .source
            .text()
            .trim_end()
            .replace("#import \"/.folio/markdown.typ\" as folio\n\n", ""),
        &[],
    );
    case("~5 and ~6", "\\~5 and \\~6", &[]);
    case(
        "Figure \\@ref(fig:x).",
        "Figure #ref(<fig:x>, supplement: none).",
        &[],
    );
    page("\\@ref\\(x)", "@ref(x)");
}

#[test]
fn a_reference_prints_its_number_once() {
    let head = "#set page(width: 900pt, height: auto)\n#set heading(numbering: \"1\")\n#set math.equation(numbering: \"(1)\")\n";
    let text = |markdown: &str| chapter_with(head, markdown).text().unwrap();
    let figure = "\n\n![A](a.svg){#fig:x}";
    assert_eq!(
        text(&format!("Figure~\\ref{{fig:x}}.{figure}")),
        "Figure1.Figure1:A"
    );
    assert_eq!(
        text(&format!("\\autoref{{fig:x}}.{figure}")),
        "Figure1.Figure1:A"
    );
    assert_eq!(
        text("# B\n\\label{sec:b}\nSection \\ref{sec:b}"),
        "1BSection1"
    );
    let formula = "\\begin{equation}\\label{eq:a} x = 1\\end{equation} in";
    for reference in ["\\eqref{eq:a}", "\\@ref(eq:a)"] {
        let markdown = format!("{formula} {reference}");
        assert_eq!(text(&markdown), "𝑥=1(1)in(1)");
        let head =
            "#set page(width: 900pt, height: auto)\n#set math.equation(numbering: n => [(#n)])\n";
        assert_eq!(
            chapter_with(head, &markdown).text().as_deref(),
            Ok("𝑥=1(1)in(1)")
        );
    }
}

#[test]
fn labels_name_what_they_stand_behind() {
    case("# A \\label{sec:a}", "= A <sec:a>", &[]);
    case("# A\n\n\\label{sec:a}\n\nB", "= A <sec:a>\n\nB", &[]);
    case("$$x$$ \\label{eq:a}", &typst("$$x$$ {#eq:a}"), &[]);
    case("$$x (\\#eq:a)$$", &typst("$$x $$ {#eq:a}"), &[]);
    case(
        "![A \\label{fig:a}](a.svg)",
        &typst("![A](a.svg){#fig:a}"),
        &[],
    );
    case(
        "![A \\label{fig:a}](a.svg){width=50%}",
        &typst("![A](a.svg){#fig:a width=50%}"),
        &[],
    );
    let table = "| a |\n|---|\n| b |\n\n";
    case(
        &format!("{table}Table: (\\#tab:x) C"),
        &typst(&format!("{table}Table: C {{#tab:x}}")),
        &[],
    );
    case(
        "a \\label{x} b",
        "a   b",
        &[("label-behind-nothing", "\\label{x}")],
    );
}

fn typst(markdown: &str) -> String {
    let made = converted(markdown).source.text().trim_end().to_owned();
    made.replace("#import \"/.folio/markdown.typ\" as folio\n\n", "")
}

#[test]
fn what_means_nothing_is_found_and_its_words_are_printed() {
    case(
        "a \\foo{b *c*} d",
        "a  b _c_ d",
        &[("latex-command", "\\foo{b *c*}")],
    );
    case(
        "\\foo[x]{b}{c}",
        "b  c",
        &[("latex-command", "\\foo[x]{b}")],
    );
    case(
        "\\textcolor{red}{b} c",
        "b  c",
        &[("latex-command", "\\textcolor{red}{b}")],
    );
    case(
        "\\section{Aims}",
        "Aims",
        &[("latex-command", "\\section{Aims}")],
    );
    case(
        "a \\vspace{1cm} b",
        "a   b",
        &[("latex-command", "\\vspace{1cm}")],
    );
    case(
        "a \\textbf{b",
        "a \\\\textbf{b",
        &[("latex-not-closed", "\\textbf{")],
    );
    case(
        "\\foo{x `c`",
        "\\\\foo{x `c`",
        &[("latex-not-closed", "\\foo{")],
    );
    page("a \\alpha b", "a𝛼b");
    assert_eq!(
        converted("a \\alpha b").findings[0].hints,
        ["write `$\\alpha$`"]
    );
    case(
        "on \\today, x",
        "on \\\\today, x",
        &[("latex-command-printed", "\\today")],
    );
    case(
        "(\\foo) \\w+ \\S",
        "(\\\\foo) \\\\w+ \\\\S",
        &[("latex-command-printed", "\\foo")],
    );
    case("\\S 5, \\S~6", "§  5, §~6", &[]);
    let own = "\\newcommand{\\pct}{per cent\\xspace}\n\n5\\pct, 6 \\pct{} so";
    page(own, "5percent,6percentso");
    assert!(converted(own).findings.is_empty());
    case(
        "\\newcommand{\\R}{\\mathbb{R}}\n\na \\R b",
        &typst("\\newcommand{\\R}{\\mathbb{R}}\n\na $\\R$ b"),
        &[("latex-command", "\\R")],
    );
    case(
        "\\begin{itemize}\n\\item a\n\\item b\n\\end{itemize}",
        "a\nb",
        &[
            ("latex-environment", "\\begin{itemize}"),
            ("latex-command", "\\item"),
            ("latex-command", "\\item"),
        ],
    );
    for path in [
        "C:\\Users\\name",
        "\\\\server\\share",
        "a\\b",
        "D:\\dots\\new",
        "\\d{3} \\x41",
        "\\new\\folder",
    ] {
        assert!(converted(path).findings.is_empty(), "{path}");
        let wanted: String = path.replace("\\\\", "\\").split_whitespace().collect();
        page(path, &wanted);
    }
}

#[test]
fn formulas_may_use_what_the_author_defines() {
    page("\\newcommand{\\R}{\\mathbb{R}}\n\n$x \\in \\R$", "𝑥∈ℝ");
    page(
        "$x \\in \\R$\n\n\\newcommand{\\R}{\\mathbb{R}}\nText",
        "𝑥∈ℝText",
    );
    page("$$\\newcommand{\\R}{\\mathbb{R}}$$\n\n$\\R$", "ℝ");
    page("\\DeclareMathOperator{\\Var}{Var}\n$\\Var(x)$", "Var(𝑥)");
    page(
        "$\\SI{5}{\\milli\\gram}$, \\SI{5}{\\milli\\gram}",
        "5mg,5mg",
    );
    page("${n \\choose k}$, $1 \\over 2$", "(𝑛𝑘),12");
    page("$\\textbf{if $z$}$", "if𝑧");
    page("$\\upbeta \\bm{x} \\vect{y} \\text{if $z$}$", "β𝒙𝐲if𝑧");
    page(
        "\\begin{align}\na *b* &= b \\\\\n\n - c\n=\n\\end{align}",
        "𝑎∗𝑏∗=𝑏−𝑐=",
    );
    page("\\begin{align} a &= b \\\\ &= c \\end{align}", "𝑎=𝑏=𝑐");
    page(
        "Text\n\\begin{equation*}\nx_1 * y_2 * z\n\\end{equation*}\nmore",
        "Text𝑥1∗𝑦2∗𝑧more",
    );
    let mut macros = Macros::default();
    macros.define("\\vek", "\\mathbf{#1}");
    let settings = Settings {
        macros,
        ..Settings::default()
    };
    let made = converted_with("$\\vek{a}$", &settings);
    assert!(made.findings.is_empty(), "{:?}", made.findings);
    case(
        "\\newcommand{\\a}{\\a}\n\n$\\a$",
        "#folio.unread[\\$\\\\a\\$]",
        &[("formula-unreadable", "\\a")],
    );
}

#[test]
fn pages_end_where_the_text_says_so() {
    for mark in [
        "\\newpage",
        "\\clearpage",
        "\\pagebreak[4]",
        "{{< pagebreak >}}",
        "{{<pagebreak>}}",
    ] {
        case(
            &format!("a\n\n{mark}\n\nb"),
            "a\n\n#folio.page-break()\n\nb",
            &[],
        );
    }
    case("a\n\\newpage\nb", "a\n\n#folio.page-break()\n\nb", &[]);
    case("a \\newpage\n\nb", "a \n\n#folio.page-break()\n\nb", &[]);
    case(
        "- a\n\n  \\newpage",
        "#list(tight: false)[\n  a\n\n  \n]",
        &[("page-break-inside", "\\newpage")],
    );
    case("a \\newpage b", "a   b", &[("latex-command", "\\newpage")]);
    let pages = chapter_with(PLAIN, "a\n\n\\newpage\n\nb")
        .document()
        .unwrap();
    assert_eq!(pages.pages().len(), 2);
}

#[test]
fn code_that_would_be_run_is_left_out_or_marked() {
    case(
        "a\n\n```{r fig1, echo=FALSE}\nplot(x)\n```",
        "a",
        &[("chunk-not-run", "```{r fig1, echo=FALSE}")],
    );
    case(
        "```{python}\n#| label: x\n1\n```",
        "",
        &[("chunk-not-run", "```{python}")],
    );
    case("```{r, eval=FALSE}\nx\n```", "```r\nx\n```", &[]);
    case("```{r}\n#| eval: false\nx\n```", "```r\nx\n```", &[]);
    case("```{{r}}\nx\n```", "```r\nx\n```", &[]);
    case("```{.r}\nx\n```", "```r\nx\n```", &[]);
    case(
        "We had `r nrow(x)` people.",
        "We had #[‹r nrow(x)›] <no-count> people.",
        &[("inline-code-not-run", "`r nrow(x)`")],
    );
    case(
        "`{python} n`",
        "#[‹python n›] <no-count>",
        &[("inline-code-not-run", "`{python} n`")],
    );
    case("(`r = .45`)", "(`r = .45`)", &[]);
    case("(`r n`)", "(`r n`)", &[]);
    case(
        "`r n` and `r x`",
        "#[‹r n›] <no-count> and #[‹r x›] <no-count>",
        &[
            ("inline-code-not-run", "`r n`"),
            ("inline-code-not-run", "`r x`"),
        ],
    );
    case(
        "`r d$x`",
        "#[‹r d\\$x›] <no-count>",
        &[("inline-code-not-run", "`r d$x`")],
    );
    assert_eq!(converted("`r nrow(x)`").findings[0].level, Level::Deny);
    case(
        "a {{< video https://a.b >}} c",
        "a   c",
        &[("shortcode-not-run", "{{< video https://a.b >}}")],
    );
}

#[test]
fn texts_of_bookdown_are_printed_by_their_names() {
    case(
        "(ref:a) The *words*\n\n![(ref:a)](a.svg)",
        &typst("![The *words*](a.svg)"),
        &[],
    );
    case(
        "![(ref:a)](a.svg)\n\n(ref:b) B\n(ref:a) A",
        &typst("![A](a.svg)"),
        &[("text-reference-unused", "(ref:b) B")],
    );
    case(
        "(see ref:a) (ref:a)",
        "(see ref:a) (ref:a)",
        &[("text-reference-unknown", "(ref:a)")],
    );
    case(
        "(ref:a) A\n\n```{r, fig.cap='(ref:a)'}\nx\n```",
        "",
        &[("chunk-not-run", "```{r, fig.cap='(ref:a)'}")],
    );
    case(
        "# (PART) Methods {-}\n\n# A",
        "= A",
        &[("book-division", "# (PART) Methods {-}")],
    );
}

#[test]
fn long_runs_of_one_mark_take_no_longer_than_their_length() {
    holds_quickly(&"\\textbf{".repeat(40_000));
    for mark in [
        "\\textbf{",
        "{\\em ",
        "\\foo{",
        "\\foo{}{}",
        "\\cite[",
        "\\cite{a",
        "\\url{",
        "\\href{a}{",
        "~\\ref{a}",
        "\\label{a}",
        "\\begin{align}",
        "\\begin{align} \\begin{gather} ",
        "\\begin{subequations}",
        "\\newcommand{\\a}{",
        "\\newcommand{\\a}{b}",
        "\\SI{5}{",
        "\\verb|a",
        "(ref:a) ",
        "(ref:a) b\n",
        "(ref:a) b\n\n",
        "\\@ref(a) ",
        "(\\#a:b) ",
        "{{< a ",
        "`r f(x)` ",
        "\\newpage\n",
        "$\\label{a}$ ",
        "\\a\\ ",
    ] {
        holds_quickly(&mark.repeat(4_000));
    }
}
