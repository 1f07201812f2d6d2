//! LaTeX as Typst maths.

/// Why a formula cannot be translated.
pub(super) struct FormulaError {
    pub(super) message: String,
    pub(super) hint: String,
}

/// Returns the formula as Typst maths.
pub(super) fn translate(tex: &str) -> Result<String, FormulaError> {
    let is_simple = tex
        .chars()
        .all(|c| c.is_ascii_digit() || "+-=<>.,() ".contains(c));
    if is_simple {
        return Ok(tex.to_owned());
    }
    Err(FormulaError {
        message: "it is not understood yet".into(),
        hint: String::new(),
    })
}
