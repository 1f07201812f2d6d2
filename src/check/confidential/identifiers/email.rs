//! E-mail addresses.
//!
//! Source for those that nobody has: RFC 2606 and RFC 6761, names reserved for examples and tests
//! (`example.com`, `example.net`, `example.org`, and all that ends in `.example`, `.test`,
//! `.invalid` or `.localhost`).

use crate::check::confidential::identifiers::identifier::{Identifier, IdentifierKind};
use crate::check::confidential::identifiers::web_address::word_before;

/// Names and endings that belong to nobody.
const RESERVED: [&str; 7] = [
    "example.com",
    "example.net",
    "example.org",
    "example",
    "test",
    "invalid",
    "localhost",
];

/// Endings of files that no address has: `Screenshot@2x.png`.
const FILES: [&str; 9] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "heic", "tiff",
];

pub(super) fn find(text: &str) -> Vec<Identifier> {
    text.match_indices('@')
        .filter_map(|(at, _)| address(text, at))
        .collect()
}

fn address(text: &str, at: usize) -> Option<Identifier> {
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'');
    let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let head: usize = text[..at]
        .chars()
        .rev()
        .take(64)
        .take_while(|c| is_local(*c))
        .map(char::len_utf8)
        .sum();
    let tail: usize = text[at + 1..]
        .chars()
        .take(255)
        .take_while(|c| is_domain(*c))
        .map(char::len_utf8)
        .sum();
    let local = text[at - head..at].trim_start_matches(['.', '-', '\'', '%', '+', '_']);
    let domain = text[at + 1..at + 1 + tail].trim_end_matches(['.', '-']);
    let (rest, ending) = domain.rsplit_once('.')?;
    let is_address = local.chars().any(char::is_alphanumeric)
        && !rest.is_empty()
        && !domain.contains("..")
        && ending.chars().count() >= 2
        && ending.chars().all(char::is_alphabetic)
        && !FILES.iter().any(|file| file.eq_ignore_ascii_case(ending));
    if !is_address || is_reserved(domain) || is_login(text, at) {
        return None;
    }
    let initial = local.chars().next()?;
    Some(Identifier {
        kind: IdentifierKind::Email,
        range: at - local.len()..at + 1 + domain.len(),
        masked: format!("e-mail address that begins with `{initial}…`"),
    })
}

fn is_reserved(domain: &str) -> bool {
    let domain = domain.to_lowercase();
    RESERVED.iter().any(|kept| {
        domain
            .strip_suffix(kept)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// Returns whether an `@` stands inside a web address: a login, or somebody's page.
fn is_login(text: &str, at: usize) -> bool {
    word_before(text, at).contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::confidential::identifiers::identifier::cuts;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        assert_eq!(cuts(text, &find(text)), expected, "{text}");
    }

    #[test]
    fn an_address_is_found_wherever_it_stands() {
        case("Write to <jo.o'neil@nhs.net>.", &["jo.o'neil@nhs.net"]);
        case("[mail](mailto:a_b+c@trust.nhs.uk)", &["a_b+c@trust.nhs.uk"]);
        case("É@é.fr", &["É@é.fr"]);
        assert_eq!(
            find("jo@nhs.net")[0].masked,
            "e-mail address that begins with `j…`"
        );
    }

    #[test]
    fn what_nobody_has_or_is_no_address_is_not() {
        case(
            "a@example.org, b@mail.example.com, c@x.test, d@localhost",
            &[],
        );
        case("[@smith2020; @jones] and @nhsengland said 5@3.2", &[]);
        case(
            "https://medium.com/@name.surname and https://user@host.org/x",
            &[],
        );
        case("a@b..uk @ nhs.net a@.uk", &[]);
        case("![[Shot 14.40.19@2x.png]] and icon@3x.JPG", &[]);
    }
}
