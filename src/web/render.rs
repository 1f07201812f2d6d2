//! How a page is written: strict templates, and every value escaped where it is printed.

use std::sync::{Arc, LazyLock};

use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{Error, ErrorKind, HtmlEscape};
use regex::Regex;
use serde::Serialize;

use crate::diagnostics::{Marks, template_environment};

/// The most steps that a page may take. A dissertation's page takes some ten thousand; a page
/// that shows every word of one as changed, about a million.
const FUEL: u64 = 50_000_000;

/// The templates by name.
const TEMPLATES: [(&str, &str); 14] = [
    ("base.html", include_str!("../../templates/web/base.html")),
    ("page.css", include_str!("../../templates/web/page.css")),
    ("parts.html", include_str!("../../templates/web/parts.html")),
    (
        "status.html",
        include_str!("../../templates/web/status.html"),
    ),
    (
        "glance.html",
        include_str!("../../templates/web/glance.html"),
    ),
    (
        "timeline.html",
        include_str!("../../templates/web/timeline.html"),
    ),
    ("words.html", include_str!("../../templates/web/words.html")),
    (
        "milestones.html",
        include_str!("../../templates/web/milestones.html"),
    ),
    (
        "record.html",
        include_str!("../../templates/web/record.html"),
    ),
    ("trace.html", include_str!("../../templates/web/trace.html")),
    ("facts.html", include_str!("../../templates/web/facts.html")),
    ("brief.html", include_str!("../../templates/web/brief.html")),
    ("diff.html", include_str!("../../templates/web/diff.html")),
    (
        "comments.html",
        include_str!("../../templates/web/comments.html"),
    ),
];

/// A page that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The template ran out of steps, or does not fit what it is given.
    #[error("failed to write the page: it is too large, or its template does not fit this program")]
    Template(#[from] Error),
}

/// An e-mail address: a page that is sent on names people and gives nobody's address away.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?<name>[\w.+-]+)@(?:[\w-]+\.)+\w{2,}")
        .expect("the pattern is a constant that tests compile")
});

/// What covers the names that may not appear in a text.
pub type Cover = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// Fills in a template; every text is covered before it is written.
pub(super) fn render(
    name: &str,
    view: &impl Serialize,
    cover: &Cover,
) -> Result<String, PageError> {
    fill_in(name, &[], view, cover)
}

/// Fills in a template of another room, which may extend and include the ones here; every text is
/// covered before it is written.
pub(crate) fn fill_in(
    name: &str,
    own: &[(&'static str, &'static str)],
    view: &impl Serialize,
    cover: &Cover,
) -> Result<String, PageError> {
    let cover = cover.clone();
    let mut environment = template_environment(Marks::Braces)?;
    environment.set_fuel(Some(FUEL));
    environment.set_formatter(move |out, _, value| match value.kind() {
        // What the templates' own macros wrote is escaped already; nothing else is marked safe.
        ValueKind::String if value.is_safe() => out
            .write_str(value.as_str().unwrap_or_default())
            .map_err(Error::from),
        ValueKind::String => {
            let text = cover(&visible(value.as_str().unwrap_or_default()));
            let text = ADDRESS.replace_all(&text, "$name");
            write!(out, "{}", HtmlEscape(&text)).map_err(Error::from)
        }
        ValueKind::Number => write!(out, "{value}").map_err(Error::from),
        kind => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("a template printed a value of kind {kind}"),
        )),
    });
    for (name, source) in TEMPLATES.iter().chain(own) {
        environment.add_template(name, source)?;
    }
    Ok(environment
        .get_template(name)?
        .render(Value::from(Serde(view)))?)
}

/// Returns text without what a reader cannot see: control characters, and the marks that turn
/// the direction of the text round them.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\t' => Some(c),
            '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}' => None,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            c if c.is_control() || is_noncharacter(c) => Some(' '),
            c => Some(c),
        })
        .collect()
}

fn is_noncharacter(c: char) -> bool {
    u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_reader_is_not_printed() {
        assert_eq!(visible("a\u{202e}b\u{0}c\nd\u{ffff}e"), "ab c\nd e");
        assert_eq!(visible("naïve 研究 👩‍⚕️"), "naïve 研究 👩‍⚕️");
    }

    #[test]
    fn no_template_marks_a_value_as_safe_or_switches_escaping_off() {
        for (name, source) in TEMPLATES {
            for mark in [
                "|safe",
                "| safe",
                "autoescape",
                "<script",
                "http:",
                "https:",
                "url(",
                "@import",
            ] {
                assert!(!source.contains(mark), "{mark} in {name}");
            }
        }
    }
}
