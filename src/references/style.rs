//! Citation styles: by the name of one that folio brings, or a CSL file of the project.

use crate::csl::{Style, StyleError, built_in_styles};
use crate::diagnostics::rules::FILE_OUTSIDE_PROJECT;
use crate::diagnostics::text::{choice, inline, nearest};
use crate::diagnostics::{Diagnostic, Level, Place, ProjectPath, Store};
use crate::references::rules::{STYLE_DEPENDENT, STYLE_UNREADABLE, UNKNOWN_STYLE};

/// What `vancouver` stands for: the rules of the National Library of Medicine.
const VANCOUVER: &str = "nlm-citation-sequence";

#[derive(Default)]
pub(super) struct Resolved {
    /// A name, or the path of a CSL file with a leading `/`.
    pub(super) name: String,
    pub(super) style: Option<Style>,
    pub(super) finding: Option<Diagnostic>,
}

impl Resolved {
    fn refused(wanted: &str, finding: Diagnostic) -> Self {
        Self {
            name: wanted.to_owned(),
            style: None,
            finding: Some(finding),
        }
    }
}

pub(super) fn resolve(store: &Store, wanted: &str) -> Resolved {
    let wanted = wanted.trim();
    if wanted.to_lowercase().ends_with(".csl") {
        return from_file(store, wanted);
    }
    let name = match wanted.to_lowercase().replace([' ', '_'], "-") {
        name if name == "vancouver" => VANCOUVER.to_owned(),
        name => name,
    };
    match Style::built_in(&name) {
        Some(style) => Resolved {
            name,
            style: Some(style),
            finding: None,
        },
        None => Resolved::refused(wanted, unknown(wanted)),
    }
}

fn unknown(wanted: &str) -> Diagnostic {
    let shown = inline(wanted, 60);
    let finding = Diagnostic::of(
        &UNKNOWN_STYLE,
        format!("there is no citation style `{shown}`"),
    );
    let names: Vec<&str> = built_in_styles()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let lower = wanted.to_lowercase();
    let parts: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| lower.len() > 3 && name.contains(&lower))
        .take(4)
        .collect();
    let finding = match nearest(wanted, names.iter().copied()) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None if !parts.is_empty() => finding.hint(format!("did you mean {}?", choice(&parts))),
        None => finding.hint("common ones are `harvard-cite-them-right`, `vancouver`, `apa` and `chicago-author-date`"),
    };
    finding.hint(
        "or put your department's CSL file into the project and name it: `style = \"name.csl\"`",
    )
}

fn from_file(store: &Store, wanted: &str) -> Resolved {
    let Some(path) = ProjectPath::new(wanted) else {
        let finding = Diagnostic::of(
            &FILE_OUTSIDE_PROJECT,
            "the CSL file lies outside the project",
        );
        return Resolved::refused(wanted, finding.hint("copy it into the project"));
    };
    let text = match store.text(&path) {
        Ok(text) => text,
        Err(error) => {
            let finding = Diagnostic::of(&STYLE_UNREADABLE, error.to_string());
            return Resolved::refused(wanted, finding);
        }
    };
    let whole = Place::file(path.clone());
    match Style::from_xml(&text) {
        Ok(style) if !style.has_list() => {
            let message = format!("the style in `{path}` makes no list of references");
            let finding = Diagnostic::judged(Level::Warn, &STYLE_UNREADABLE, message)
                .at(whole)
                .hint("the works stand in the notes only; if your programme asks for a list, take the variant of the style that has one");
            Resolved {
                name: format!("/{path}"),
                style: Some(style),
                finding: Some(finding),
            }
        }
        Ok(style) => Resolved {
            name: format!("/{path}"),
            style: Some(style),
            finding: None,
        },
        Err(StyleError::Dependent(href)) => from_parent(&path, &href),
        Err(error) => {
            let message = format!(
                "`{path}` is not a CSL style that can be read: {}",
                inline(&error.to_string(), 160)
            );
            let finding = Diagnostic::of(&STYLE_UNREADABLE, message)
                .at(whole)
                .hint("download it again from the Zotero style repository");
            Resolved::refused(wanted, finding)
        }
    }
}

/// A file that holds no rules of its own and only names the style that does.
fn from_parent(path: &ProjectPath, href: &str) -> Resolved {
    let parent = href
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let message = format!(
        "`{path}` has no rules of its own: it points to the style `{}`",
        inline(parent, 80)
    );
    match Style::built_in(parent) {
        Some(style) => Resolved {
            name: parent.to_owned(),
            style: Some(style),
            finding: Some(
                Diagnostic::of(&STYLE_DEPENDENT, message + ", which folio brings")
                    .hint(format!("write `style = \"{parent}\"` in folio.toml")),
            ),
        },
        None => {
            let finding = Diagnostic::judged(Level::Deny, &STYLE_DEPENDENT, message)
                .at(Place::file(path.clone()))
                .hint(format!(
                    "download that one ({}), put it into the project and name it instead",
                    inline(href, 120)
                ));
            Resolved::refused(&format!("/{path}"), finding)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(wanted: &str) -> (String, Option<String>) {
        let folder = tempfile::tempdir().unwrap();
        let style = |body: &str| {
            format!(
                "<?xml version=\"1.0\"?><style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" {body}</style>"
            )
        };
        let info = "<info><title>T</title><id>x</id><updated>2020-01-01T00:00:00+00:00</updated>";
        let dependent = |parent: &str| {
            style(&format!(
                ">{info}<link href=\"http://www.zotero.org/styles/{parent}\" rel=\"independent-parent\"/></info>"
            ))
        };
        std::fs::write(folder.path().join("known.csl"), dependent("apa")).unwrap();
        std::fs::write(folder.path().join("other.csl"), dependent("some-journal")).unwrap();
        std::fs::write(folder.path().join("broken.csl"), "<style>").unwrap();
        let whole = format!(
            "class=\"in-text\">{info}</info><citation><layout><text variable=\"title\"/></layout></citation><bibliography><layout><text variable=\"title\"/></layout></bibliography>"
        );
        std::fs::write(folder.path().join("whole.csl"), style(&whole)).unwrap();
        let resolved = resolve(&Store::folder(folder.path()).unwrap(), wanted);
        (
            resolved.name,
            resolved
                .finding
                .map(|f| format!("{} {}", f.code, f.hints.join("; "))),
        )
    }

    #[test]
    fn a_style_is_a_name_or_a_file() {
        assert_eq!(
            resolved("harvard-cite-them-right"),
            ("harvard-cite-them-right".into(), None)
        );
        assert_eq!(
            resolved("Vancouver"),
            ("nlm-citation-sequence".into(), None)
        );
        assert_eq!(resolved("whole.csl"), ("/whole.csl".into(), None));
        let near = resolved("harvard-cite-them-rihgt").1.unwrap();
        assert!(
            near.starts_with("unknown-style did you mean `harvard-cite-them-right`?"),
            "{near}"
        );
        let part = resolved("harvard").1.unwrap();
        assert!(part.contains("harvard-cite-them-right"), "{part}");
    }

    #[test]
    fn a_file_that_only_points_to_another_style_is_followed_or_explained() {
        let (style, finding) = resolved("known.csl");
        assert_eq!(style, "apa");
        assert!(finding.unwrap().starts_with("style-dependent"));
        let (_, finding) = resolved("other.csl");
        assert!(
            finding
                .unwrap()
                .contains("http://www.zotero.org/styles/some-journal")
        );
        assert!(
            resolved("broken.csl")
                .1
                .unwrap()
                .starts_with("style-unreadable")
        );
        assert!(
            resolved("none.csl")
                .1
                .unwrap()
                .starts_with("style-unreadable")
        );
        assert!(
            resolved("../none.csl")
                .1
                .unwrap()
                .starts_with("file-outside-project")
        );
    }
}
