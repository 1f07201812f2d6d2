//! LaTeX in running text, with what to write instead.

use crate::markdown::formulas::translate;

/// A command that stands in prose.
pub(crate) struct LatexCommand<'a> {
    /// Its name, without the backslash.
    pub(crate) name: &'a str,
    /// Its bytes, with the groups behind it.
    pub(crate) length: usize,
    /// What to write instead.
    pub(crate) hint: String,
}

/// Longer than any command with its groups; it keeps the work linear.
const MAX_BYTES: usize = 2 * 1024;

/// Reads a command that starts with the backslash of `text`; `None` for paths and the like.
pub(crate) fn read(before: Option<char>, text: &str) -> Option<LatexCommand<'_>> {
    let window = &text[..text.floor_char_boundary(MAX_BYTES)];
    let body = window.strip_prefix('\\')?;
    let end = body
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(body.len());
    let name = &body[..end];
    if name.is_empty() || before.is_some_and(|c| c.is_alphanumeric() || ":\\/".contains(c)) {
        return None;
    }
    let mut rest = body[end..].strip_prefix('*').unwrap_or(&body[end..]);
    let mut argument = None;
    loop {
        let close = match rest.chars().next() {
            Some('[') => rest.find(']'),
            Some('{') => closing_brace(rest),
            Some(_) | None => None,
        };
        let Some(close) = close else {
            break;
        };
        if rest.starts_with('{') && argument.is_none() {
            argument = Some(&rest[1..close]);
        }
        rest = &rest[close + 1..];
    }
    let hint = advice(name, argument)?;
    let length = window.len() - rest.len();
    Some(LatexCommand { name, length, hint })
}

fn closing_brace(text: &str) -> Option<usize> {
    let mut open = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 1 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}

/// Returns what to write instead of a command.
fn advice(name: &str, argument: Option<&str>) -> Option<String> {
    let words = argument.unwrap_or("…");
    let keys = |mark: &str| {
        let keys: Vec<String> = words
            .split(',')
            .map(|key| format!("{mark}{}", key.trim()))
            .collect();
        keys.join("; ")
    };
    let instead = match name {
        "cite" | "citep" | "parencite" | "autocite" | "footcite" | "citealp" => {
            format!("`[{}]`", keys("@"))
        }
        "citet" | "textcite" => format!("`{}`", keys("@")),
        "citeyear" | "citeyearpar" => format!("`[{}]`", keys("-@")),
        "textbf" | "bf" | "bfseries" => format!("`**{words}**`"),
        "textit" | "emph" | "it" | "itshape" | "textsl" => format!("`*{words}*`"),
        "underline" => format!("`<u>{words}</u>`"),
        "textsc" => format!("`[{words}]{{.smallcaps}}`"),
        "texttt" | "verb" => format!("`` `{words}` ``"),
        "textsuperscript" => format!("`^{words}^`"),
        "textsubscript" => format!("`~{words}~`"),
        "chapter" => format!("`# {words}`"),
        "section" => format!("`## {words}`"),
        "subsection" => format!("`### {words}`"),
        "subsubsection" | "paragraph" => format!("`#### {words}`"),
        "footnote" => format!("`^[{words}]`"),
        "ref" | "autoref" | "cref" | "Cref" | "eqref" | "pageref" => format!("`@{words}`"),
        "label" => format!("`{{#{words}}}` behind the heading, figure, caption or formula"),
        "url" => format!("`<{words}>`"),
        "href" => format!("`[words]({words})`"),
        "includegraphics" => format!("`![Caption]({words})`"),
        "caption" => "the caption between the brackets of `![Caption](file)`, or as `: Caption` below a table".to_owned(),
        "item" => "`- ` at the start of a line".to_owned(),
        "ldots" | "dots" => "`...`".to_owned(),
        "newline" | "linebreak" => "a backslash at the end of the line".to_owned(),
        "newpage" | "clearpage" | "pagebreak" | "noindent" | "maketitle" | "tableofcontents" => {
            return Some("remove it: folio lays out the pages".to_owned());
        }
        "usepackage" | "documentclass" | "newcommand" | "renewcommand" | "bibliography"
        | "bibliographystyle" => {
            return Some("remove it: `folio.toml` says how the document is set".to_owned());
        }
        "begin" | "end" => match words.trim_end_matches('*') {
            "itemize" => "`- ` at the start of each item".to_owned(),
            "enumerate" => "`1. ` at the start of each item".to_owned(),
            "quote" | "quotation" => "`> ` at the start of each line".to_owned(),
            "figure" => "`![Caption](file){#fig:x}`".to_owned(),
            "table" | "tabular" | "longtable" => "a table with `|` between its columns".to_owned(),
            "equation" | "align" | "gather" | "eqnarray" | "displaymath" => {
                "the formula between `$$` and `$$`".to_owned()
            }
            "verbatim" | "lstlisting" | "minted" => "a fence of three backticks".to_owned(),
            _ => "it in Markdown".to_owned(),
        },
        _ if translate(&format!("\\{name}")).is_ok() => format!("`$\\{name}$`"),
        _ if argument.is_some() => {
            return Some("write it in Markdown, or a formula between `$` and `$`".to_owned());
        }
        _ => return None,
    };
    Some(format!("write {instead}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_is_told_what_to_write_instead() {
        #[track_caller]
        fn case(text: &str, length: usize, hint: &str) {
            let found = read(Some(' '), text).unwrap();
            assert_eq!(
                (found.length, found.hint.as_str()),
                (length, hint),
                "{text}"
            );
        }

        case("\\cite{smith2020} x", 16, "write `[@smith2020]`");
        case("\\citep[p.~4]{a,b} x", 17, "write `[@a; @b]`");
        case("\\textbf{a {b} c} x", 16, "write `**a {b} c**`");
        case("\\section*{Aims}", 15, "write `## Aims`");
        case(
            "\\begin{itemize}",
            15,
            "write `- ` at the start of each item",
        );
        case("\\alpha and", 6, "write `$\\alpha$`");
        case(
            "\\foo{x}",
            7,
            "write it in Markdown, or a formula between `$` and `$`",
        );
    }

    #[test]
    fn a_path_is_no_command() {
        for text in ["\\Users", "\\", "\\\\", "\\x41", "\\new folder"] {
            assert!(read(Some(' '), text).is_none(), "{text}");
        }
        assert!(read(Some(':'), "\\alpha").is_none());
    }
}
