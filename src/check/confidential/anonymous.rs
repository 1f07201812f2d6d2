//! Who wrote it and who stood beside, in a copy that may not say so.

use crate::check::confidential::names::ListedNames;
use crate::check::context::SourceContext;
use crate::project::{Dissertation, PLACEHOLDER_AUTHOR, Project};

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
        lines.push(author.clone());
    }
    lines.extend(cid.clone());
    lines.extend(manifest.people.get("student").cloned());
    let (names, _) = ListedNames::new(lines.iter().map(String::as_str));
    names
}

/// Returns everybody whom an anonymous package may not name: the author and those beside.
pub(super) fn everybody(project: &Project) -> ListedNames {
    let manifest = &project.manifest;
    let Dissertation {
        author,
        cid,
        supervisor,
        executive_sponsor,
        ..
    } = &manifest.dissertation;
    let author = Some(author).filter(|author| *author != PLACEHOLDER_AUTHOR);
    let people = [cid, supervisor, executive_sponsor].into_iter().flatten();
    let lines = author.into_iter().chain(people);
    let lines = lines.chain(manifest.people.values());
    ListedNames::new(lines.map(String::as_str)).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(name: &str, text: &str, is_found: bool) {
        let (names, _) = ListedNames::new([name]);
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
