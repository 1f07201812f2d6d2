//! Which code R Markdown, Quarto and their like would run, by how it is written.

/// What runs code.
const ENGINES: [&str; 32] = [
    "r",
    "python",
    "julia",
    "bash",
    "sh",
    "zsh",
    "sql",
    "stan",
    "rcpp",
    "ojs",
    "js",
    "css",
    "cat",
    "fortran",
    "perl",
    "ruby",
    "go",
    "octave",
    "sas",
    "stata",
    "dot",
    "mermaid",
    "graphviz",
    "webr",
    "pyodide",
    "awk",
    "node",
    "powershell",
    "haskell",
    "scala",
    "c",
    "d3",
];

/// Returns the code of an inline piece that knitr or Quarto would run: `r nrow(x)`.
pub(crate) fn runs(text: &str, has_chunks: bool) -> Option<&str> {
    let braced = text
        .strip_prefix('{')
        .and_then(|body| body.split_once("} "));
    if let Some((name, code)) = braced {
        return (engine(name) == Some(name) && !code.trim().is_empty()).then(|| code.trim());
    }
    let code = text.strip_prefix("r ")?.trim();
    // `r = .45` is a correlation.
    let is_start = |c: char| c.is_alphanumeric() || "(\"'.-!`{".contains(c);
    let is_call = code.contains(['(', '[', '$', '_', '"', '\'']) || code.contains("::");
    let is_part = |c: char| c.is_alphanumeric() || c == '.';
    let is_name = code.starts_with(char::is_alphabetic) && code.chars().all(is_part);
    // `r n.total` and `r n1` are no words of anybody's text.
    let is_call = is_call || (is_name && code.contains(|c: char| c == '.' || c.is_ascii_digit()));
    let is_word = code.chars().all(is_part) || code.contains(['+', '*', '/', '%']);
    let is_word = is_word || code.contains(" - ");
    (code.starts_with(is_start) && (is_call || (has_chunks && is_word))).then_some(code)
}

/// Whether a text was written for a program that runs code: it has chunks, or several pieces that
/// may be inline code.
pub(crate) fn is_run(source: &str) -> bool {
    let is_piece = |(at, mark): &(usize, &str)| {
        let before = source[..*at].chars().next_back();
        let code = &source[at + mark.len()..];
        before != Some('`') && code.starts_with(|c: char| c.is_alphabetic())
    };
    source.contains("```{")
        || source
            .match_indices("`r ")
            .filter(is_piece)
            .nth(1)
            .is_some()
}

/// Returns the name of what runs the code, at the start of a text.
pub(crate) fn engine(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric();
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let name = &text[..end];
    let is_apart = text[end..].is_empty() || text[end..].starts_with([' ', ',', '}', '\t']);
    let is_known = ENGINES.iter().any(|known| known.eq_ignore_ascii_case(name));
    (is_known && is_apart).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_that_would_be_run_is_told_from_code_that_is_shown() {
        assert_eq!(runs("r nrow(x)", false), Some("nrow(x)"));
        assert_eq!(runs("r x$n", false), Some("x$n"));
        assert_eq!(runs("r n", true), Some("n"));
        assert_eq!(runs("r n - 1", true), Some("n - 1"));
        assert_eq!(runs("r n.all", false), Some("n.all"));
        assert_eq!(runs("r d$x", false), Some("d$x"));
        assert_eq!(runs("{python} len(x)", false), Some("len(x)"));
        for text in [
            "r = .45",
            "r n",
            "r",
            "r < 0.5 (two)",
            "{note} x",
            "print(r x)",
        ] {
            assert_eq!(runs(text, false), None, "{text}");
        }
    }
}
