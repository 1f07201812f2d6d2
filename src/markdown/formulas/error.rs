//! Why a formula cannot be translated.

/// Why a formula cannot be translated.
#[derive(Debug)]
pub(crate) struct FormulaError {
    pub(crate) message: String,
    pub(crate) hint: String,
}

/// What the parser says, and the same in words that a writer knows.
const PLAIN: [(&str, &str); 18] = [
    ("unknown primitive", "it has a command that is not known"),
    (
        "unkown mathematical environment",
        "it has a `\\begin{…}` that is not known",
    ),
    ("unkown color", "it has a colour that is not known"),
    (
        "unbalanced group",
        "a brace, a `\\left` or a `\\begin` in it has no partner",
    ),
    ("subscript twice", "something has two subscripts"),
    ("superscript twice", "something has two superscripts"),
    (
        "expected an argument",
        "a command in it has nothing behind it",
    ),
    (
        "subscript and/or superscript found",
        "a `_` or `^` has nothing before it",
    ),
    (
        "found as argument",
        "a command stands where braces were expected",
    ),
    (
        "expected a delimiter",
        "`\\left` or `\\right` needs a bracket behind it",
    ),
    (
        "alignment not allowed",
        "`&` stands outside a table or `aligned`",
    ),
    (
        "new line command",
        "a line ends outside an environment such as `aligned`",
    ),
    ("math shift", "a dollar sign stands inside it"),
    ("hash sign", "a `#` stands inside it"),
    ("dimension", "a length in it cannot be read"),
    ("mathematical units", "a length in it cannot be read"),
    ("expected a number", "a number is missing"),
    ("columns", "a table in it says nothing of its columns"),
];

/// Returns an error with the hint that fits most of them.
pub(crate) fn error(message: &str) -> FormulaError {
    FormulaError {
        message: message.to_owned(),
        hint: "write it another way, or in Typst: `` `$…$`{=typst} ``".to_owned(),
    }
}

/// Takes what a person needs out of the parser's message about a formula.
pub(crate) fn explain(found: &str, tex: &str) -> FormulaError {
    let first = found.lines().next().unwrap_or("").trim();
    let plain = PLAIN.iter().find(|(theirs, _)| first.contains(theirs));
    let mut near = found
        .lines()
        .filter_map(|line| line.strip_prefix('│'))
        .map(str::trim);
    let near = near.rfind(|line| !line.is_empty() && !line.starts_with('^'));
    let near = near.map(|near| at_words(near, tex));
    let what = plain.map_or("something in it cannot be read", |(_, ours)| ours);
    let mut shown = match near {
        Some(near) => error(&format!("{what}, near `{near}`")),
        None => error(what),
    };
    if tex.contains("\\tag") || tex.contains("\\label") {
        shown.hint = "give a formula its label behind it: `$$…$$ {#eq:name}`".to_owned();
    } else if what.contains("command that is not known") {
        shown.hint =
            "check its spelling, define it with `\\newcommand`, or say it in known commands"
                .to_owned();
    }
    shown
}

/// Returns an excerpt of a formula without the pieces of words that it was cut in; a piece of a name
/// would be known by nobody who covers names.
fn at_words(near: &str, tex: &str) -> String {
    let Some(at) = tex.find(near) else {
        return near.to_owned();
    };
    let (before, behind) = (&tex[..at], &tex[at + near.len()..]);
    let in_word = char::is_alphanumeric;
    let mut whole = near;
    let is_cut_behind = behind.starts_with(in_word) && near.ends_with(in_word);
    if is_cut_behind {
        whole = whole.trim_end_matches(in_word);
    }
    let is_cut_before = before.ends_with(in_word) && near.starts_with(in_word);
    if is_cut_before {
        whole = whole.trim_start_matches(in_word);
    }
    let mark = |is_cut: bool| if is_cut { "…" } else { "" };
    let (first, last) = (mark(is_cut_before), mark(is_cut_behind));
    format!("{first}{}{last}", whole.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_with_whole_words() {
        let tex = "a + \\unknown{Northern General} + b";
        assert_eq!(
            at_words("\\unknown{Northern Gen", tex),
            "\\unknown{Northern…"
        );
        assert_eq!(at_words("hern General} + b", tex), "…General} + b");
        assert_eq!(at_words("\\unknown{Northern", tex), "\\unknown{Northern");
        assert_eq!(at_words("not there", tex), "not there");
    }
}
