//! Citation styles: by the name of a built-in one, or a CSL file of the project.

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::Style;

use crate::diagnostics::text::{inline, nearest};
use crate::diagnostics::{Diagnostic, Place, ProjectPath, Store};

/// What `vancouver` stands for: the built-in style of that name prints no authors (measured with
/// hayagriva 0.10.1), this one follows the same rules and does.
const VANCOUVER: &str = "elsevier-vancouver";

/// Built-in styles that print no authors in the list of references.
pub(crate) const WITHOUT_AUTHORS: [&str; 2] = ["vancouver", "nlm-citation-sequence"];

pub(super) struct Resolved {
    /// As the engine takes it.
    pub(super) style: String,
    pub(super) finding: Option<Diagnostic>,
}

/// The names of the built-in styles, sorted.
pub fn style_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = ArchivedStyle::all()
        .iter()
        .flat_map(|style| style.names())
        .copied()
        .collect();
    names.sort_unstable();
    names
}

pub(super) fn resolve(store: &Store, wanted: &str) -> Resolved {
    let wanted = wanted.trim();
    if wanted.to_lowercase().ends_with(".csl") {
        return from_file(store, wanted);
    }
    let name = wanted.to_lowercase().replace([' ', '_'], "-");
    if name == "vancouver" {
        return Resolved {
            style: VANCOUVER.into(),
            finding: None,
        };
    }
    match ArchivedStyle::by_name(&name) {
        Some(_) => {
            let finding = WITHOUT_AUTHORS.contains(&name.as_str()).then(|| {
                Diagnostic::warn(
                    "style-without-authors",
                    format!("the style `{name}` prints no authors in the list of references"),
                )
                .hint(format!(
                    "choose `vancouver`, which folio sets with `{VANCOUVER}`"
                ))
            });
            Resolved {
                style: name,
                finding,
            }
        }
        None => unknown(wanted),
    }
}

fn unknown(wanted: &str) -> Resolved {
    let shown = inline(wanted, 60);
    let finding = Diagnostic::deny(
        "unknown-style",
        format!("there is no citation style `{shown}`"),
    );
    let names = style_names();
    let lower = wanted.to_lowercase();
    let parts: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| lower.len() > 3 && name.contains(&lower))
        .take(4)
        .collect();
    let finding = match nearest(wanted, names.iter().copied()) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None if !parts.is_empty() => finding.hint(format!("did you mean {}?", crate::diagnostics::text::choice(&parts))),
        None => finding.hint("common ones are `harvard-cite-them-right`, `vancouver`, `apa` and `chicago-author-date`"),
    };
    Resolved {
        style: wanted.into(),
        finding: Some(finding.hint("or put your department's CSL file into the project and name it: `style = \"name.csl\"`")),
    }
}

fn from_file(store: &Store, wanted: &str) -> Resolved {
    let refused = |finding| Resolved {
        style: wanted.into(),
        finding: Some(finding),
    };
    let Some(path) = ProjectPath::new(wanted) else {
        return refused(
            Diagnostic::deny(
                "file-outside-project",
                "the CSL file lies outside the project",
            )
            .hint("copy it into the project"),
        );
    };
    let text = match store.text(&path) {
        Ok(text) => text,
        Err(error) => return refused(Diagnostic::deny("style-unreadable", error.to_string())),
    };
    match Style::from_xml(&text) {
        Ok(Style::Independent(style)) => {
            let has_list = style.bibliography.is_some();
            let finding = (!has_list).then(|| {
                Diagnostic::deny(
                    "style-unreadable",
                    format!("the style in `{path}` makes no list of references"),
                )
                .at(Place::file(path.clone()))
            });
            Resolved {
                style: format!("/{path}"),
                finding,
            }
        }
        Ok(Style::Dependent(style)) => from_parent(&path, &style.parent_link.href),
        Err(error) => refused(
            Diagnostic::deny(
                "style-unreadable",
                format!(
                    "`{path}` is not a CSL style that can be read: {}",
                    inline(&error.to_string(), 160)
                ),
            )
            .at(Place::file(path.clone()))
            .hint("download it again from the Zotero style repository"),
        ),
    }
}

/// A file that holds no rules of its own and only names the style that does.
fn from_parent(path: &ProjectPath, href: &str) -> Resolved {
    let parent = href
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let shown = inline(parent, 80);
    match ArchivedStyle::by_name(parent) {
        Some(_) => {
            let resolved = if WITHOUT_AUTHORS.contains(&parent) {
                VANCOUVER
            } else {
                parent
            };
            Resolved {
                style: resolved.into(),
                finding: Some(
                    Diagnostic::warn("style-dependent", format!("`{path}` has no rules of its own: it points to the style `{shown}`, which folio brings"))
                        .hint(format!("write `style = \"{resolved}\"` in folio.toml")),
                ),
            }
        }
        None => Resolved {
            style: format!("/{path}"),
            finding: Some(
                Diagnostic::deny(
                    "style-dependent",
                    format!("`{path}` has no rules of its own: it points to the style `{shown}`"),
                )
                .at(Place::file(path.clone()))
                .hint(format!(
                    "download that one ({}), put it into the project and name it instead",
                    inline(href, 120)
                )),
            ),
        },
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
            resolved.style,
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
        assert_eq!(resolved("Vancouver"), ("elsevier-vancouver".into(), None));
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
