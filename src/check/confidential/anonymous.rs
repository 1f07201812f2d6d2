//! Who wrote it, in a copy that may not say so.

use crate::check::confidential::names::ListedNames;
use crate::check::context::SourceContext;
use crate::project::{Dissertation, PLACEHOLDER_AUTHOR};

/// Words around a name that are none.
const TITLES: [&str; 10] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
];

/// Returns what gives the author away: the name in the ways in which it is written, the college
/// number, the addresses. Nothing if the copy is not anonymous.
pub(super) fn author(context: &SourceContext<'_>) -> ListedNames {
    if !context.is_anonymous {
        return ListedNames::default();
    }
    let manifest = &context.project.manifest;
    let Dissertation { author, cid, .. } = &manifest.dissertation;
    let mut lines = Vec::new();
    if author != PLACEHOLDER_AUTHOR {
        lines.extend(ways(author));
    }
    lines.extend(cid.clone());
    lines.extend(manifest.people.get("student").cloned());
    let (names, _) = ListedNames::new(lines.iter().map(String::as_str));
    names
}

/// Returns the ways in which a name is written: in full, without middle names, with initials, the
/// surname first, the surname after a title. A surname alone is no way: it may be anybody's.
fn ways(name: &str) -> Vec<String> {
    let is_title = |word: &str| {
        let plain = word.trim_matches(['.', ',']).to_lowercase();
        TITLES.contains(&plain.as_str())
    };
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|word| !is_title(word))
        .collect();
    let (Some((surname, given)), Some(first)) = (words.split_last(), words.first()) else {
        return Vec::new();
    };
    let mut ways = vec![words.join(" ")];
    ways.extend(TITLES.map(|title| format!("{title} {surname}")));
    if given.is_empty() {
        return ways;
    }
    let initials: Vec<String> = given
        .iter()
        .filter_map(|word| word.chars().next())
        .map(String::from)
        .collect();
    let joined = |part: &str| initials.join(part);
    let given_in_ways = [
        (*first).to_owned(),
        given.join(" "),
        initials[0].clone(),
        format!("{}.", initials[0]),
        joined(""),
        joined(" "),
        format!("{}.", joined(".")),
        format!("{}.", joined(". ")),
    ];
    for given in given_in_ways {
        ways.push(format!("{given} {surname}"));
        ways.push(format!("{surname}, {given}"));
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(name: &str, text: &str, is_found: bool) {
        let ways = ways(name);
        let (names, _) = ListedNames::new(ways.iter().map(String::as_str));
        assert_eq!(!names.find(text).is_empty(), is_found, "{text}");
    }

    #[test]
    fn an_author_is_known_in_every_way_of_writing_the_name() {
        let name = "Dr Rowan Jay Ashdown";
        case(name, "by Rowan Ashdown", true);
        case(name, "R. J. Ashdown", true);
        case(name, "R.J. Ashdown", true);
        case(name, "RJ Ashdown", true);
        case(name, "(Ashdown, R. 2026)", true);
        case(name, "Ashdown, Rowan", true);
        case(name, "as Ms Ashdown said, and Dr. Ashdown wrote", true);
    }

    #[test]
    fn a_surname_alone_is_anybodys() {
        case(
            "Rowan Brown",
            "a brown field, Brown and Green (2019)",
            false,
        );
        case("Rowan Brown", "S. Brown", false);
        case("Rowan Brown", "Mr Green and Brown", false);
    }
}
