//! What people write into a note because their reference manager has no field for it.
//!
//! Source: Zotero's documentation, "Citing Fields from Extra": a line `Original Date: 1922` sets a
//! variable of CSL; `{:original-date: 1922}` did before. `tex.…` is for BibTeX alone.

/// Variables that hold text, by CSL 1.0.2.
const TEXTS: &str = "
    abstract annote archive archive-place archive_collection archive_location authority
    call-number chapter-number citation-key collection-number collection-title container-title
    container-title-short dimensions division DOI edition event-place event-title genre ISBN
    ISSN issue jurisdiction keyword language license medium number number-of-pages
    number-of-volumes original-publisher original-publisher-place original-title page
    page-first part-number part-title PMCID PMID printing-number publisher publisher-place
    references reviewed-genre reviewed-title scale section source status supplement-number
    title title-short type URL version volume volume-title volume-title-short year-suffix
    arXiv";

/// Variables that hold a date.
pub(super) const DATES: [&str; 6] = [
    "accessed",
    "available-date",
    "event-date",
    "issued",
    "original-date",
    "submitted",
];

/// Variables that hold names.
const NAMES: &str = "
    author chair collection-editor compiler composer container-author contributor curator
    director editor editor-translator editorial-director executive-producer guest host
    illustrator interviewer narrator organizer original-author performer producer recipient
    reviewed-author script-writer series-creator translator";

/// Returns the variables that a note sets, and the note without them.
pub(super) fn extra(note: &str) -> (Vec<(&'static str, String)>, String) {
    let mut found = Vec::new();
    let mut rest: Vec<&str> = Vec::new();
    for line in note.lines() {
        let bare = line.trim().trim_start_matches("{:").trim_end_matches('}');
        let Some((name, value)) = bare.split_once(':') else {
            rest.push(line);
            continue;
        };
        let (name, value) = (name.trim(), value.trim());
        if name.starts_with("tex.") || matches!(name, "_eprint" | "ADS Bibcode") {
            continue;
        }
        match variable(name) {
            Some(name) if !value.is_empty() => found.push((name, value.to_owned())),
            _ => rest.push(line),
        }
    }
    (found, rest.join("\n").trim().to_owned())
}

/// Returns whether a variable holds text.
pub(super) fn is_text(variable: &str) -> bool {
    TEXTS.split_whitespace().any(|known| known == variable)
}

/// Returns whether a variable holds names.
pub(super) fn is_names(variable: &str) -> bool {
    NAMES.split_whitespace().any(|known| known == variable)
}

/// Returns the variable of a name as people write it: `Original Date`, `original-date`.
fn variable(name: &str) -> Option<&'static str> {
    let name = name.replace([' ', '_'], "-");
    let texts = TEXTS.split_whitespace().chain(NAMES.split_whitespace());
    let mut known = texts.chain(DATES);
    known.find(|known| known.replace('_', "-").eq_ignore_ascii_case(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_name_a_variable_set_it_and_others_stay() {
        let (found, rest) = extra(
            "Original Date: 1922\ntex.ids: x\nA note: not of CSL\nPMID: 12\n{:event-place: Leeds}",
        );
        let expected = [
            ("original-date", "1922"),
            ("PMID", "12"),
            ("event-place", "Leeds"),
        ];
        assert_eq!(
            found,
            expected.map(|(name, value)| (name, value.to_owned()))
        );
        assert_eq!(rest, "A note: not of CSL");
    }
}
