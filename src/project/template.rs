//! How the templates that write an author's files and the document are marked.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, UndefinedBehavior};

/// Returns an environment whose marks mean nothing in TOML, Markdown or Typst, which are full of
/// braces and number signs. A value that is not there is an error.
///
/// # Errors
///
/// Never in practice: the marks are constants that the engine takes.
pub fn template_environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_syntax(
        SyntaxConfig::builder()
            .block_delimiters("<%", "%>")
            .variable_delimiters("<<", ">>")
            .comment_delimiters("<#", "#>")
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    Ok(environment)
}
