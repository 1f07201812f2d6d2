//! Copies of a file that a cloud drive, a file manager or a phone made beside it.

use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::project::outline::folder::{Folders, stem};
use crate::project::rules::CONFLICT_COPY;

impl Folders<'_> {
    /// Leaves out copies of other files of a folder, and names both.
    pub(crate) fn without_copies(
        &mut self,
        found: Vec<ProjectPath>,
        named: &[String],
    ) -> Vec<ProjectPath> {
        let original = |path: &ProjectPath| {
            let is_named = named.iter().any(|named| *named == path.as_str());
            let mut others = found.iter().filter(|other| is_copy_of(path, other));
            others.next().filter(|_| !is_named).cloned()
        };
        let mut kept = Vec::with_capacity(found.len());
        for path in &found {
            match original(path) {
                None => kept.push(path.clone()),
                Some(original) => self.findings.push(
                    Diagnostic::of(
                        &CONFLICT_COPY,
                        format!("`{path}` looks like a copy of `{original}`, and is left out"),
                    )
                    .at(Place::file(path.clone()))
                    .also(Place::file(original), "this one is printed")
                    .hint("take what is newer from the copy, then delete it or move it away"),
                ),
            }
        }
        kept
    }
}

/// Whether a file's name is another's with what programs put before or behind the name of a copy.
fn is_copy_of(path: &ProjectPath, other: &ProjectPath) -> bool {
    if path == other || path.extension() != other.extension() {
        return false;
    }
    let (own, first) = (stem(path.file_name()), stem(other.file_name()));
    let is_before = |added: &str| {
        let lower = added.to_lowercase();
        let number = lower
            .strip_prefix("copy")
            .and_then(|it| it.strip_suffix(" of "));
        number.is_some_and(|it| it.is_empty() || it.starts_with(" (") && it.ends_with(')'))
    };
    own.strip_prefix(first).is_some_and(is_added_to_copies)
        || own.strip_suffix(first).is_some_and(is_before)
}

/// Whether this is what programs add to the name of a copy: `-LAPTOP`, ` (conflicted copy)`,
/// ` (1)`, ` 2`, ` - Copy`, `.sync-conflict-20270301-101500`.
fn is_added_to_copies(added: &str) -> bool {
    let bare = added.trim_start_matches([' ', '-', '_', '.']);
    if bare.len() == added.len() && !bare.starts_with('(') {
        return false;
    }
    let lower = bare.to_lowercase();
    let is_machine = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let has_letters = bare.chars().filter(char::is_ascii_uppercase).count() >= 3;
    let is_number = added.starts_with(' ') && bare.bytes().all(|byte| byte.is_ascii_digit());
    let is_bracket = bare.starts_with('(') && bare.ends_with(')');
    let words = ["copy", "conflict", "sync-conflict", "conf("];
    let is_word = words.iter().any(|word| lower.starts_with(word));
    let is_from_machine = added.starts_with('-') && bare.chars().all(is_machine) && has_letters;
    is_bracket || is_word || is_from_machine || (is_number && !bare.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_known_by_its_name() {
        #[track_caller]
        fn case(name: &str, other: &str, expected: bool) {
            let path = |name: &str| ProjectPath::new(&format!("chapters/{name}")).unwrap();
            assert_eq!(is_copy_of(&path(name), &path(other)), expected, "{name}");
        }

        for name in [
            "01-introduction-LAPTOP.md",
            "01-introduction-DESKTOP-AB12.md",
            "01-introduction (conflicted copy).md",
            "01-introduction (Ada's conflicted copy 2027-03-01).md",
            "01-introduction (1).md",
            "01-introduction(1).md",
            "01-introduction 2.md",
            "01-introduction - Copy.md",
            "01-introduction - Copy (2).md",
            "01-introduction copy.md",
            "Copy of 01-introduction.md",
            "Copy (2) of 01-introduction.md",
            "01-introduction.sync-conflict-20270301-101500-ABCDEFG.md",
            "01-introduction_conf(1).md",
        ] {
            case(name, "01-introduction.md", true);
        }
        case("01-introduction.md", "01-introduction.md", false);
        case("01-introduction-LAPTOP.typ", "01-introduction.md", false);
        case("01-introductions.md", "01-introduction.md", false);
        case(
            "Copyists of 01-introduction.md",
            "01-introduction.md",
            false,
        );
        case("01-introduction-two.md", "01-introduction.md", false);
        case("01-introduction-2.md", "01-introduction.md", false);
        case("10-part.md", "1.md", false);
    }
}
