//! Figures and tables of LaTeX's: what becomes a figure, and what is told of and printed as words.

use crate::markdown::tests::testing::{converted, shows, writes};

#[test]
fn a_figure_with_one_picture_is_a_figure() {
    writes(
        "a\n\n\\begin{figure}[htbp]\n  \\centering\n  \\includegraphics[width=0.8\\textwidth]{a_b_c.svg} % é\n  \\caption[S]{The \\emph{path} of 5\\% of\n    the [@k].}\n  \\label{fig:x}\n\\end{figure}\n\nb",
        "#figure(\n  image(\"a_b_c.svg\", width: 80%),\n  caption: [The _path_ of 5\\% of\n  the ",
        &[],
    );
    for (markdown, typst) in [
        (
            "\\begin{figure*}\n\\includegraphics{a.svg}\n\n\\caption{C\\label{fig:x}}\n\\end{figure*}",
            "caption: [C],\n) <fig:x>",
        ),
        (
            "> \\begin{figure}\n> \\begin{center}\n> \\includegraphics[height=3cm]{a.svg}\n> \\end{center}\n> \\end{figure}",
            "image(\"a.svg\", height: 3cm)",
        ),
        (
            "```{=latex}\n\\begin{figure}\n\\includegraphics{a.svg}\n\\end{figure}\n```",
            "image(\"a.svg\")",
        ),
    ] {
        writes(markdown, typst, &[]);
    }
}

#[test]
fn a_table_of_rows_and_columns_is_a_table() {
    let table = "\\begin{table}[ht]\n\\caption{C\\label{tab:x}}\n\\begin{tabular}{@{}l|c*{2}{r}p{3cm}@{}}\n\\toprule\nA \\& B & \\multicolumn{2}{c}{é *b*} \\\\\n\\cmidrule(lr){2-3}\n\\midrule\nc & 23\\% & $x$ & \\textbf{d} & e\nf \\\\[2pt]\n\\bottomrule\n\\end{tabular}\n\\end{table}";
    writes(table, "align: (left, center, right, right, left,)", &[]);
    writes(
        table,
        "table.header([A & B], table.cell(colspan: 2)[é _b_], [], [])",
        &[],
    );
    shows(table, "A & Bé bc23%𝑥de fC", &[]);
    let bare = "- a\n\n  \\begin{tabular}{ll}\n  \\hline\n  b & c \\\\\n  \\hline\n  d & e \\\\\n  \\hline\n  \\end{tabular}";
    writes(bare, "table.header([b], [c])", &[]);
    writes(
        "\\begin{longtable}{l}\n\\caption{C}\\label{tbl:x}\\\\\n\\hline\na \\\\\n\\endhead\nb \\\\\n\\end{longtable}",
        "table.header([a])",
        &[],
    );
}

#[test]
fn what_is_not_simple_is_printed_as_words_and_told() {
    for body in [
        "\\includegraphics{a.svg}\n\\includegraphics{b.svg}",
        "Words.\n\\includegraphics{a.svg}",
        "\\begin{tabular}{l}\n\\multirow{2}{*}{a} \\\\\n\\end{tabular}",
        "\\begin{tabular}{l}\na & b \\\\\n\\end{tabular}",
        "\\begin{tabular}{z}\na \\\\\n\\end{tabular}",
        "\\begin{tabular}{l}\na {\\\\\n\\end{tabular}",
    ] {
        let markdown = format!("\\begin{{table}}\n{body}\n\\caption{{Words}}\n\\end{{table}}");
        let found = converted(&markdown).findings;
        assert!(
            found.iter().any(|it| it.code == "latex-environment"),
            "{markdown}"
        );
        let chapter = converted(&markdown);
        assert!(chapter.source.text().contains("Words"), "{markdown}");
    }
}
