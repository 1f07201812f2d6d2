//! Raw LaTeX, which is read as LaTeX in running text is, the rarer environments, and what only sets
//! the page.

use crate::markdown::tests::latex::case;
use crate::markdown::tests::testing::{converted, shows, writes};

#[test]
fn a_raw_block_is_printed_as_its_latex_means() {
    let raw = |tex: &str| format!("a\n\n```{{=latex}}\n{tex}\n```\n\nb\n");
    shows(
        &raw("% a comment\n    \\emph{One} two. % why\n\nThree."),
        "a One two. Three. b",
        &[],
    );
    writes(
        &raw("\\begin{equation}\\label{eq:a}\n% as Smith has it\nx_1 = 1\n\\end{equation}"),
        "<eq:a>",
        &[],
    );
    writes(&raw("\\newpage"), "#folio.page-break()", &[]);
    shows(
        "- > ```{=tex}\n  > \\textbf{One}\n  > \\vspace{1cm}\n  > ```\n",
        "One",
        &[("latex-command", "\\vspace{1cm}")],
    );
    shows(
        &raw("\\begin{center}\nWords\n\\end{center}"),
        "a Words b",
        &[("latex-environment", "\\begin{center}")],
    );
    shows(
        "```{=html}\nx\n```\n",
        "",
        &[("raw-block", "```{=html}\nx\n```")],
    );
}

#[test]
fn a_raw_piece_of_a_line_is_printed_as_its_latex_means() {
    shows("a `\\ldots{} \\emph{b}`{=latex} c", "a … b c", &[]);
    shows("a `$x^2$`{=tex} c `\\LaTeX`{=tex}", "a 𝑥2 c LaTeX", &[]);
    writes("a\n\n`\\newpage`{=latex}\n\nb", "#folio.page-break()", &[]);
    let inside = "a `\\newpage`{=latex} b";
    shows(inside, "a b", &[("latex-command", "\\newpage")]);
    writes("é `\\ref{a}`{=latex}", "#ref(<a>, supplement: none)", &[]);
    shows("> a `b\n> \\emph{c}`{=latex}", "a b c", &[]);
}

#[test]
fn formulas_in_parts_are_one_formula_with_all_their_labels() {
    let markdown = "\\begin{subequations}\\label{eq:all}\n\n\\begin{align}\nx_1 &= 1 \\label{eq:a}\\\\\nx_2 &= 2 \\label{eq:b}\n\\end{align}\n\\end{subequations}\n";
    shows(markdown, "𝑥1=1𝑥2=2(1)", &[]);
    writes(markdown, "<eq:all>", &[]);
    assert_eq!(
        converted(markdown)
            .names
            .parts
            .into_iter()
            .collect::<Vec<_>>(),
        [("eq:a", "eq:all"), ("eq:b", "eq:all")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    shows(
        "\\begin{subequations}\n\\begin{equation}x\\end{equation}\nand *y*\n\\end{subequations}",
        "𝑥 and y",
        &[],
    );
}

#[test]
fn a_listing_from_a_file_is_told() {
    let markdown = "a\n\n\\lstinputlisting[language=R, caption=The code]{code/a.R}\n";
    shows(
        markdown,
        "a",
        &[("latex-command", markdown[3..].trim_end())],
    );
}

#[test]
fn what_only_sets_the_page_is_not_printed() {
    let told = |markdown: &str, place: &str| {
        case(
            &format!("a\n\n{markdown}"),
            "a",
            &[("latex-command", place)],
        );
    };
    for command in [
        "\\addtocontents{toc}{\\protect\\x}",
        "\\markboth{A}{B}",
        "\\markright{A}",
        "\\index{x!y}",
    ] {
        told(command, command);
    }
    case("a\n\n\\FloatBarrier\n\nb", "a\n\nb", &[]);
    for (begin, name) in [
        ("\\begin{adjustwidth}{2em}{0pt}", "adjustwidth"),
        ("\\begin{spacing}{1.5}", "spacing"),
    ] {
        let markdown = format!("{begin}\na *b*\n\\end{{{name}}}");
        case(&markdown, "a _b_", &[("latex-environment", begin)]);
    }
}

#[test]
fn lines_end_in_environments_as_in_latex() {
    let begin = "\\begin{flushright}";
    case(
        &format!(
            "{begin}\na \\\\\n*b*\\\\[2mm]\nc\n\n{}\n\nd\\\\\ne",
            "\\end{flushright}"
        ),
        "a  \\\n_b_ \\\nc\n\nd\\\\\ne",
        &[("latex-environment", begin)],
    );
    case(
        "\\begin{tabbing}\nName \\= Age \\\\\n*Anna* \\> 30\\\\\nBo\n\\end{tabbing}",
        "#table(\n  columns: 2,\n  align: (left, left,),\n  [Name], [Age],\n  [_Anna_], [30],\n  [Bo], [],\n)",
        &[],
    );
}

#[test]
fn a_command_may_stand_behind_a_colon_or_a_slash() {
    case("a:\\textbf{b}", "a:*b*", &[]);
    case("he/\\emph{she}", "he\\/_she_", &[]);
    case(
        "C:\\textbf and x:\\alpha",
        "C:\\\\textbf and x:\\\\alpha",
        &[],
    );
    case("\\LaTeX\\ is \\TeX\\ too", "LaTeX  is  TeX  too", &[]);
    case(
        "\\hypertarget{a}{The *b*} \\hyperlink{a}{c d}",
        "#[The _b_] <a> #link(<a>)[c d]",
        &[],
    );
    case("\\hypertarget{a}The b", "#[] <a>The b", &[]);
}
