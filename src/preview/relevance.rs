//! Which files of the folder matter to the pages, and which to the milestones alone.

use crate::diagnostics::ProjectPath;

/// What a file that changed may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relevance {
    /// The pages.
    Pages,
    /// Only where the milestones stand.
    Milestones,
    /// Nothing.
    None,
}

/// Folders that hold what was made, or what no page is made of.
const IGNORED_FOLDERS: [&str; 5] = [
    "output",
    "submission",
    "target",
    "node_modules",
    "__pycache__",
];

/// How the names end of what editors, browsers and drives put beside a file while they work.
const PASSING_ENDS: [&str; 9] = [
    "~",
    ".tmp",
    ".temp",
    ".swp",
    ".swx",
    ".part",
    ".crdownload",
    ".lock",
    "___jb_tmp___",
];

/// Says what a file may change.
pub(super) fn relevance(path: &ProjectPath) -> Relevance {
    let mut parts = path.as_str().split('/');
    if parts.clone().any(|part| part.starts_with('.')) {
        return Relevance::None;
    }
    let first = parts.next().unwrap_or_default();
    let name = path.file_name();
    let is_passing = PASSING_ENDS.iter().any(|end| name.ends_with(end))
        || name.starts_with(['#', '~'])
        || name == "4913";
    if is_passing || IGNORED_FOLDERS.contains(&first) {
        return Relevance::None;
    }
    match (first, name) {
        ("milestones", "ledger.jsonl" | "words.jsonl" | "allowed_signers") => Relevance::Milestones,
        ("milestones", _) => Relevance::None,
        _ => Relevance::Pages,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_and_what_passes_is_not_looked_at() {
        let case = |path: &str, expected: Relevance| {
            assert_eq!(
                relevance(&ProjectPath::new(path).unwrap()),
                expected,
                "{path}"
            );
        };
        case("chapters/01-introduction.md", Relevance::Pages);
        case("folio.toml", Relevance::Pages);
        case("confidential.txt", Relevance::Pages);
        case("figures/a.png", Relevance::Pages);
        case("output/a.pdf", Relevance::None);
        case("submission/2027-01-01/a.pdf", Relevance::None);
        case("milestones/ledger.jsonl", Relevance::Milestones);
        case("milestones/ledger.lock", Relevance::None);
        case(
            "milestones/tutorial-1/1/01-introduction.md",
            Relevance::None,
        );
        case(".git/index", Relevance::None);
        case("chapters/.01-introduction.md.swp", Relevance::None);
        case("chapters/01-introduction.md~", Relevance::None);
        case("chapters/4913", Relevance::None);
    }
}
