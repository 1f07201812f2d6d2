//! A new project: the files of a dissertation that says what belongs in it.
//!
//! # Decisions
//!
//! - 2026-11: guidance is written as comments, so that a chapter that nobody has begun has no words
//!   and prints none; a student who forgets to remove a note hands in nothing strange.
//! - 2026-11: the manifest's tables are live and empty and only their keys are commented out.
//!   Somebody who switches on a key and forgets its table's heading would set it in another table.
//! - 2026-11: texts go through one filter each for TOML, headings and comments; whatever a person
//!   types or a profile says, the files stay well-formed.

pub(crate) mod answers;
#[cfg(test)]
mod tests;
mod values;
mod wording;

use std::collections::BTreeMap;

use minijinja::value::Value;
use minijinja::{Environment, context};

use crate::diagnostics::{Marks, template_environment};
use crate::diagnostics::{ProjectPath, text};
use crate::project::MANIFEST;
use crate::project::profile::rules::{PartRule, Profile};
use crate::project::scaffold::answers::{Answers, Markup, ScaffoldError};
use crate::project::scaffold::values::{chapter_values, manifest_values, part_values};
use crate::project::scaffold::wording::{comment, heading, one_line, toml_key, toml_string};

/// Returns the files of a new project with their texts, each path once.
///
/// Nothing is written, and the same answers give the same files.
///
/// # Errors
///
/// If a date belongs to no milestone of the profile, or an id of the profile cannot name a file.
pub fn scaffold(
    profile: &Profile,
    answers: &Answers,
    markup: Markup,
) -> Result<Vec<(ProjectPath, String)>, ScaffoldError> {
    let mut files = BTreeMap::new();
    let plain = environment(Markup::Markdown)?;
    let manifest = manifest_values(profile, answers)?;
    let render = |environment: &Environment<'_>, name: &str, values: Value| {
        environment.get_template(name)?.render(values)
    };
    files.insert(path(MANIFEST), render(&plain, "folio.toml", manifest)?);
    files.insert(
        path(".gitignore"),
        include_str!("../../../templates/scaffold/gitignore").into(),
    );
    let attributes = include_str!("../../../templates/scaffold/gitattributes");
    files.insert(path(".gitattributes"), attributes.into());
    let references = include_str!("../../../templates/scaffold/references.bib");
    files.insert(path("references.bib"), references.into());
    files.insert(path("confidential.txt"), String::new());
    if let Some(ci) = answers.ci {
        let version = context! { version => env!("CARGO_PKG_VERSION") };
        let workflow = plain.render_str(ci.template(), version)?;
        files.insert(path(ci.path()), workflow);
    }

    // Where there is a standard wording nobody has to write one.
    let is_asked = |part: &&PartRule| part.kind.is_written() && part.text.is_none();
    for part in profile.front.iter().filter(is_asked) {
        let name = format!("front/{}.md", file_stem(&part.id)?);
        files.insert(path(&name), render(&plain, "front", part_values(part))?);
    }
    let environment = environment(markup)?;
    let count = profile.chapters.len();
    for (number, chapter) in (1..).zip(&profile.chapters) {
        let stem = file_stem(&chapter.id)?;
        let name = format!("chapters/{number:02}-{stem}.{}", markup.extension());
        let values = chapter_values(profile, chapter, number, number == count, markup);
        files.insert(path(&name), render(&environment, "chapter", values)?);
    }
    Ok(files.into_iter().collect())
}

fn path(name: &str) -> ProjectPath {
    ProjectPath::new(name).expect("names of scaffold files are relative and stay in the project")
}

/// Returns an id as the name of a file, without extension.
fn file_stem(id: &str) -> Result<&str, ScaffoldError> {
    if !id.is_empty() && text::slug(id, id.len()) == id {
        Ok(id)
    } else {
        Err(ScaffoldError::Name { id: id.to_owned() })
    }
}

/// Returns the templates with the filters that write texts of this markup.
fn environment(markup: Markup) -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = template_environment(Marks::Angles)?;
    environment.add_filter("toml", |value: &str| toml_string(value));
    environment.add_filter("key", |value: &str| toml_key(value));
    environment.add_filter("line", |value: &str| one_line(value));
    environment.add_filter("heading", move |title: &str, level: usize| {
        heading(markup, title, level)
    });
    environment.add_filter("comment", move |value: &str| comment(markup, value));
    environment.add_function(
        "entry",
        |key: &str, value: Option<&str>, example: &str| match value {
            Some(value) => format!("{key} = {}", toml_string(value)),
            None => format!("# {key} = {}", toml_string(example)),
        },
    );
    let writing = match markup {
        Markup::Markdown => include_str!("../../../templates/scaffold/writing.md.j2"),
        Markup::Typst => include_str!("../../../templates/scaffold/writing.typ.j2"),
    };
    environment.add_template("writing", writing)?;
    let manifest = include_str!("../../../templates/scaffold/folio.toml.j2");
    environment.add_template("folio.toml", manifest)?;
    environment.add_template(
        "chapter",
        include_str!("../../../templates/scaffold/chapter.j2"),
    )?;
    environment.add_template(
        "front",
        include_str!("../../../templates/scaffold/front.j2"),
    )?;
    Ok(environment)
}
