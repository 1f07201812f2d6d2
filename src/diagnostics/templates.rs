//! The environment in which every template is filled in.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, UndefinedBehavior};

/// How the marks of a template look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// `{{ }}` and `{% %}`, for pages of HTML.
    Braces,
    /// `<< >>` and `<% %>`, which mean nothing in TOML, Markdown or Typst: those are full of braces
    /// and number signs.
    Angles,
}

/// Returns an environment without templates; a value that is not there is an error.
///
/// # Errors
///
/// Never in practice: the marks are constants that the engine takes.
pub fn template_environment(marks: Marks) -> Result<Environment<'static>, Error> {
    let mut syntax = SyntaxConfig::builder();
    if marks == Marks::Angles {
        syntax
            .block_delimiters("<%", "%>")
            .variable_delimiters("<<", ">>")
            .comment_delimiters("<#", "#>");
    }
    let mut environment = Environment::new();
    environment.set_syntax(
        syntax
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    Ok(environment)
}
