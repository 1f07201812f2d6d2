//! What the engine says, in words for people who do not program.
//!
//! The engine has some seven hundred messages; the ones here are those that a student meets. All
//! others keep the engine's words under `typst-error` or `typst-warning`.

mod phrase;
mod standards;

use crate::diagnostics::rules::{
    BIBLIOGRAPHY_KEY_TWICE, FILE_OUTSIDE_PROJECT, FILE_PRIVATE, FILE_TOO_LARGE, NOT_UTF8,
    TEXT_NOT_PRINTED,
};
use crate::diagnostics::text::inline;
use crate::markdown::rules::{TYPST_SYNTAX, UNKNOWN_LABEL};
use crate::typeset::files::{CASE, OUTSIDE, PLUGIN, PRIVATE, TOO_LARGE};
use crate::typeset::rules::{
    CANNOT_REFERENCE, CHAPTER_STOPS, CYCLIC_INCLUDE, ENDLESS_LOOP, FILE_NAME_CASE, FILE_NOT_FOUND,
    LABEL_TWICE, NESTED_TOO_DEEPLY, NO_BIBLIOGRAPHY, PACKAGE_MISSING, PATH_BACKSLASH, PICTURE_PDF,
    PLUGIN_REFUSED, UNKNOWN_CITATION, UNKNOWN_FONT, UNKNOWN_VARIABLE,
};

use phrase::{between, phrase};
use standards::standards;

pub(super) use phrase::{Phrase, Unknown};
pub(super) use standards::{NO_PDF_INSIDE, NO_PROFILE, TO_RGB, TO_SVG, of_both};

/// What to do about a label that stands twice.
pub(super) const TWICE: &str = "give each its own name, so that a reference can tell them apart";

/// Returns the plain form of a message, if there is one.
pub(super) fn plain(said: &str) -> Option<Phrase> {
    // The template says of citations what the engine would say.
    labels(said.strip_prefix("assertion failed: ").unwrap_or(said))
        .or_else(|| files(said))
        .or_else(|| pictures(said))
        .or_else(|| packages(said))
        .or_else(|| bounds(said))
        .or_else(|| syntax(said))
        .or_else(|| standards(said))
}

fn labels(said: &str) -> Option<Phrase> {
    let name = || {
        let name = between(said, "`", "`")?;
        let name = name.strip_prefix('<').unwrap_or(name);
        Some(name.strip_suffix('>').unwrap_or(name).to_owned())
    };
    let is_citation = said.starts_with("key `") && said.ends_with("in the bibliography")
        || said.starts_with("citation key `") && said.contains("is not present in");
    let is_reference =
        said.starts_with("label `") && said.ends_with("does not exist in the document");
    if is_citation || is_reference {
        let name = name()?;
        let shown = inline(&name, 60);
        let message =
            format!("`{shown}` is neither in the bibliography nor a label of this document");
        let rule = if is_citation {
            &UNKNOWN_CITATION
        } else {
            &UNKNOWN_LABEL
        };
        let mut phrase = phrase(rule, message, &[]);
        phrase.unknown = Some(Unknown::Label(name));
        return Some(phrase);
    }
    if said.starts_with("label `") && said.contains("occurs multiple times") {
        let shown = inline(&name()?, 60);
        let message = format!("the label `{shown}` is given more than once");
        let mut phrase = phrase(&LABEL_TWICE, message, &[TWICE]);
        phrase.twice = Some(name()?);
        return Some(phrase);
    }
    if said.starts_with("label `") && said.contains("both in the document and a bibliography") {
        let message = format!(
            "`{}` is both a label and a key of the bibliography",
            inline(&name()?, 60)
        );
        return Some(phrase(&LABEL_TWICE, message, &["rename the label"]));
    }
    if let Some(words) = said.strip_prefix("panicked with: ") {
        let message = format!("the chapter stops itself here: {}", inline(words, 120));
        return Some(phrase(
            &CHAPTER_STOPS,
            message,
            &[
                "it is a `#panic(…)` of the chapter or of a package that it uses: see what it asks for",
            ],
        ));
    }
    if said == "the document does not contain a bibliography" {
        let hints = [
            "list your reference files in folio.toml: `files = [\"references.bib\"]` under `[bibliography]`",
        ];
        return Some(phrase(
            &NO_BIBLIOGRAPHY,
            "this cites a work, but the project has no bibliography",
            &hints,
        ));
    }
    if said.starts_with("cannot reference ") {
        let what = said.trim_start_matches("cannot reference ");
        let message = format!("this cannot be referred to: {what}");
        return Some(phrase(
            &CANNOT_REFERENCE,
            message,
            &["refer to a numbered heading, a figure, a table, or a numbered formula"],
        ));
    }
    if let Some(keys) = said.strip_prefix("duplicate bibliography keys: ") {
        let message = format!(
            "the bibliography has some keys more than once: {}",
            inline(keys, 120)
        );
        return Some(phrase(
            &BIBLIOGRAPHY_KEY_TWICE,
            message,
            &["keep one entry of each"],
        ));
    }
    None
}

fn files(said: &str) -> Option<Phrase> {
    if let Some((_, rest)) = said.split_once("file not found (searched at ")
        && let Some((path, _)) = rest.rsplit_once(')')
    {
        let message = format!("there is no file `{}`", inline(path, 80));
        let mut phrase = phrase(&FILE_NOT_FOUND, message, &[]);
        phrase.unknown = Some(Unknown::File(path.replace('\\', "/")));
        return Some(phrase);
    }
    if let Some((_, rest)) = said.split_once(CASE) {
        let name = rest.trim_end_matches(')');
        let message =
            format!("there is no file of exactly this name: the file on disk is called {name}");
        return Some(phrase(
            &FILE_NAME_CASE,
            message,
            &[
                "write capitals and small letters as in the file's name: Windows does not mind, other systems do",
            ],
        ));
    }
    if said.contains(OUTSIDE) || said.contains("would escape the") {
        return Some(phrase(
            &FILE_OUTSIDE_PROJECT,
            "this leads out of the project's folder, which is not allowed",
            &["copy the file into the project, and name it from there"],
        ));
    }
    if said.contains(PRIVATE) {
        return Some(phrase(
            &FILE_PRIVATE,
            "this file is never read into a document",
            &[
                "the manifest, the list of names, `milestones/` and hidden files stay out: put what you need into a file of its own",
            ],
        ));
    }
    if said.contains(TOO_LARGE) {
        return Some(phrase(
            &FILE_TOO_LARGE,
            "this file is too large: at most 8 MB of text, 200 MB of anything else",
            &["split it, or make it smaller"],
        ));
    }
    if said.contains(PLUGIN) || said == "unknown variable: plugin" {
        return Some(phrase(
            &PLUGIN_REFUSED,
            "plugins run only inside packages that are kept in the project's `packages/` folder",
            &["put the package that brings the plugin there"],
        ));
    }
    if said.contains("file is not valid UTF-8") {
        return Some(phrase(
            &NOT_UTF8,
            "this file is not UTF-8 text",
            &[
                "save it again with the encoding UTF-8, and look at its accents, dashes and quotation marks",
            ],
        ));
    }
    if said.contains("(is a directory)") {
        return Some(phrase(
            &FILE_NOT_FOUND,
            "this is a folder, not a file",
            &["name a file inside it"],
        ));
    }
    if said.contains("path must not contain a backslash") {
        return Some(phrase(
            &PATH_BACKSLASH,
            "a path is written with `/`, on Windows too",
            &["write `figures/x.svg`, not `figures\\x.svg`"],
        ));
    }
    None
}

fn pictures(said: &str) -> Option<Phrase> {
    match said {
        "image contains foreign object" => Some(phrase(
            &TEXT_NOT_PRINTED,
            "words of this drawing are not printed: they stand in it as parts of a web page",
            &[
                "save it again with its words as text of the drawing, in Mermaid with `htmlLabels: false`, or as PNG",
            ],
        )),
        "PDF contains optional content groups" => Some(phrase(
            &PICTURE_PDF,
            "this PDF has layers, and all of them are printed",
            &["save it again with the layers that are to be seen"],
        )),
        _ => None,
    }
}

fn packages(said: &str) -> Option<Phrase> {
    let vendor = |spec: &str| {
        let path = spec.trim_start_matches('@').replace(':', "/");
        [
            format!(
                "folio never goes to the network: unpack the package into `packages/{path}/` of your project"
            ),
            format!(
                "its archive is at https://packages.typst.org/{}.tar.gz",
                path.rsplit_once('/')
                    .map_or(path.clone(), |(name, version)| format!("{name}-{version}"))
            ),
        ]
    };
    if let Some(spec) = between(said, "package not found (searched for ", ")") {
        let mut phrase = phrase(
            &PACKAGE_MISSING,
            format!("the package `{}` is not in the project", inline(spec, 60)),
            &[],
        );
        phrase.hints.extend(vendor(spec));
        return Some(phrase);
    }
    if said.starts_with("package found, but version") {
        let latest = between(said, "(latest is ", ")").unwrap_or_default();
        let message = format!(
            "the project has another version of this package: {}",
            inline(latest, 20)
        );
        return Some(phrase(
            &PACKAGE_MISSING,
            message,
            &["name that version in the `#import`, or put the wanted one into `packages/`"],
        ));
    }
    let family = said.strip_prefix("unknown font family: ")?;
    let mut phrase = phrase(&UNKNOWN_FONT, "", &[]);
    phrase.unknown = Some(Unknown::Font(family.to_owned()));
    Some(phrase)
}

fn bounds(said: &str) -> Option<Phrase> {
    let phrase = match said {
        "cyclic import" => phrase(
            &CYCLIC_INCLUDE,
            "this file includes itself, directly or through another",
            &["remove one of the lines that bring in the other file"],
        ),
        "loop seems to be infinite" => phrase(
            &ENDLESS_LOOP,
            "this loop does not end",
            &["check the condition that should end it"],
        ),
        "maximum function call depth exceeded" => phrase(
            &ENDLESS_LOOP,
            "these functions call each other without end",
            &["check what should end it"],
        ),
        "maximum show rule depth exceeded" => phrase(
            &ENDLESS_LOOP,
            "a show rule changes its own result, without end",
            &["check what the rule matches"],
        ),
        "maximum layout depth exceeded" | "maximum grouping depth exceeded" => phrase(
            &NESTED_TOO_DEEPLY,
            "this is nested too deeply to be laid out",
            &["use fewer levels of lists, quotations or boxes"],
        ),
        _ if said.contains("maximum") && said.contains("depth exceeded") => phrase(
            &NESTED_TOO_DEEPLY,
            "this is nested too deeply",
            &["use fewer levels"],
        ),
        _ => return None,
    };
    Some(phrase)
}

fn syntax(said: &str) -> Option<Phrase> {
    if let Some(name) = said.strip_prefix("unknown variable: ") {
        let message = format!("nothing is called `{}` here", inline(name, 60));
        return Some(phrase(
            &UNKNOWN_VARIABLE,
            message,
            &[
                "in a Typst chapter `#` begins a command and a bare word between `$` a name: write `\\#` for the sign, and quote words in formulas",
            ],
        ));
    }
    match said {
        "unclosed delimiter" => Some(phrase(
            &TYPST_SYNTAX,
            "something is opened here and never closed",
            &[
                "look for the missing `)`, `]`, `}`, `$`, `*` or `_`; a plain sign is written with a backslash before it",
            ],
        )),
        "unexpected closing bracket" | "unexpected closing brace" | "unexpected closing paren" => {
            Some(phrase(
                &TYPST_SYNTAX,
                "something is closed here that was never opened",
                &["remove it, or write a backslash before it"],
            ))
        }
        _ if said.starts_with("expected ") || said.starts_with("unexpected ") => Some(phrase(
            &TYPST_SYNTAX,
            format!("this is no Typst that can be read: {said}"),
            &[],
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_student_meets_has_a_code_of_its_own() {
        #[track_caller]
        fn case(said: &str, code: Option<&str>) {
            assert_eq!(plain(said).map(|phrase| phrase.rule.code), code, "{said}");
        }

        case(
            "label `<smith>` does not exist in the document",
            Some("unknown-label"),
        );
        case(
            "key `smith` does not exist in the bibliography",
            Some("unknown-citation"),
        );
        case(
            "citation key `smith` is not present in the bibliography",
            Some("unknown-citation"),
        );
        case(
            "label `<a>` occurs multiple times in the document",
            Some("label-twice"),
        );
        case(
            "file not found (searched at a/b.typ)",
            Some("file-not-found"),
        );
        assert_eq!(
            plain("file not found (searched at a/b(c) d.png)").map(|phrase| phrase.message),
            Some("there is no file `a/b(c) d.png`".to_owned())
        );
        case(
            "failed to load file (it leads out of the project)",
            Some("file-outside-project"),
        );
        case(
            "package not found (searched for @preview/cetz:0.3.4)",
            Some("package-missing"),
        );
        case("image contains foreign object", Some("text-not-printed"));
        case("unknown variable: plugin", Some("plugin-refused"));
        case("unknown variable: foo", Some("unknown-variable"));
        case("expected expression", Some("typst-syntax"));
        case(
            "PDF/A-2a, PDF/UA-1 error: missing alt text",
            Some("image-without-alt"),
        );
        case(
            "PDF/UA-1 error: invalid table (Table) structure",
            Some("pdf-structure"),
        );
        case(
            "PDF/A-2a error: the PDF contains PostScript code",
            Some("pdf-standard"),
        );
        case("cannot add integer and string", None);
    }

    #[test]
    fn a_missing_package_says_where_it_belongs() {
        let phrase = plain("package not found (searched for @preview/cetz:0.3.4)").unwrap();
        assert_eq!(
            phrase.message,
            "the package `@preview/cetz:0.3.4` is not in the project"
        );
        assert!(phrase.hints[0].contains("`packages/preview/cetz/0.3.4/`"));
        assert!(phrase.hints[1].ends_with("/preview/cetz-0.3.4.tar.gz"));
    }
}
