//! What to write in place of a LaTeX command that means nothing here.

use crate::diagnostics::text::inline;
use crate::markdown::formulas::translate;

/// Returns what to write instead of a command; `words` is what stands in its braces.
pub(crate) fn command(name: &str, words: Option<&str>) -> String {
    let shown = words.map_or_else(|| "…".to_owned(), |words| inline(words, 60));
    let instead = match name {
        "chapter" => format!("`# {shown}`"),
        "section" => format!("`## {shown}`"),
        "subsection" => format!("`### {shown}`"),
        "subsubsection" | "paragraph" | "subparagraph" => format!("`#### {shown}`"),
        "nameref" => "the heading's own words".to_owned(),
        "includegraphics" => format!("`![Caption]({shown}){{#fig:x}}`"),
        "caption" => "the caption between the brackets of `![Caption](file)`, or as `: Caption` below a table".to_owned(),
        "item" => "`- ` at the start of a line".to_owned(),
        "citealp" => "`[see @key]`, with your words inside the bracket".to_owned(),
        "input" | "include" => return "name the file in the outline of `folio.toml`".to_owned(),
        "lstinputlisting" | "verbatiminput" | "inputminted" => {
            return "write the lines of the file between two lines of three backticks".to_owned();
        }
        "newpage" | "pagebreak" | "clearpage" | "cleardoublepage" => {
            return "put it on a line of its own".to_owned();
        }
        "gls" | "Gls" | "acrshort" | "ac" | "acs" => {
            "the abbreviation itself, and explain it once with `*[EPR]: electronic patient record`"
                .to_owned()
        }
        _ if words.is_none() && translate(&format!("\\{name}")).is_ok() => format!("`$\\{name}$`"),
        _ if words.is_some() && !is_about_the_page(name) => {
            "it in Markdown, or a formula between `$` and `$`".to_owned()
        }
        _ => return "remove it: `folio.toml` says how the document is set".to_owned(),
    };
    format!("write {instead}")
}

/// Returns what to write instead of a command that has no words and is printed.
pub(crate) fn bare(name: &str) -> &'static str {
    match name {
        "today" => "write the date itself",
        "bf" | "bfseries" => "write `**words**`",
        "it" | "em" | "itshape" | "sl" => "write `*words*`",
        "tt" | "ttfamily" => "write the words between backticks",
        "sc" | "scshape" => "write `[words]{.smallcaps}`",
        _ => "write what it stood for; to show it, put it between backticks",
    }
}

fn is_about_the_page(name: &str) -> bool {
    matches!(
        name,
        "hspace"
            | "vspace"
            | "usepackage"
            | "documentclass"
            | "bibliography"
            | "nocite"
            | "index"
            | "bibliographystyle"
            | "pagestyle"
            | "thispagestyle"
            | "pagenumbering"
            | "markboth"
            | "markright"
            | "chaptermark"
            | "sectionmark"
            | "setstretch"
            | "enlargethispage"
            | "addtocontents"
            | "linespread"
            | "titleformat"
            | "setcounter"
            | "addtocounter"
            | "setlength"
            | "addtolength"
            | "addcontentsline"
    )
}

/// Returns what to write instead of `\begin{name}`.
pub(crate) fn environment(name: &str) -> &'static str {
    match name {
        "itemize" => "`- ` at the start of each item",
        "enumerate" => "`1. ` at the start of each item",
        "description" => "each term on a line of its own and `: ` before what it means",
        "quote" | "quotation" | "displayquote" => "`> ` at the start of each line",
        "figure" | "subfigure" | "wrapfigure" => "`![Caption](file){#fig:x}`",
        "table" | "tabular" | "tabularx" | "longtable" => "a table with `|` between its columns",
        "equation" | "align" | "gather" | "multline" | "eqnarray" | "displaymath" => {
            "the formula between `$$` and `$$`, without empty lines"
        }
        "verbatim" | "lstlisting" | "minted" => "a fence of three backticks",
        "abstract" => "it in a file of its own, `front/abstract.md`",
        _ => "it in Markdown",
    }
}
