//! Why a formula cannot be translated.

/// Why a formula cannot be translated.
#[derive(Debug)]
pub(crate) struct FormulaError {
    pub(crate) message: String,
    pub(crate) hint: String,
}

/// Returns an error with the hint that fits most of them.
pub(crate) fn error(message: &str) -> FormulaError {
    FormulaError {
        message: message.to_owned(),
        hint: "write it another way, or in Typst: `` `$…$`{=typst} ``".to_owned(),
    }
}

/// Takes what a person needs out of the parser's message.
pub(crate) fn explain(found: &str) -> FormulaError {
    let first = found.lines().next().unwrap_or("").trim();
    let first = first.trim_start_matches("parsing error:").trim();
    let mut near = found
        .lines()
        .filter_map(|line| line.strip_prefix('│'))
        .map(str::trim);
    let near = near.rfind(|line| !line.is_empty() && !line.starts_with('^'));
    let mut shown = match near {
        Some(near) => error(&format!("{first}, near `{near}`")),
        None => error(first),
    };
    if found.contains("label") || found.contains("tag") {
        shown.hint = "give a formula its label behind it: `$$…$$ {#eq:name}`".to_owned();
    }
    shown
}
