//! What stands inside a web address or a DOI is no identifier.

/// Returns what stands before a byte in its run of signs without white space.
pub(super) fn word_before(text: &str, at: usize) -> &str {
    const FAR: usize = 300;
    let mut signs = text[..at].char_indices().rev().take(FAR);
    let start = match signs.find(|(_, c)| c.is_whitespace()) {
        Some((space, c)) => space + c.len_utf8(),
        None => text.floor_char_boundary(at.saturating_sub(FAR)),
    };
    &text[start..at]
}

/// Returns whether a byte stands inside a web address or a DOI.
pub(super) fn is_in_address(text: &str, at: usize) -> bool {
    let head = word_before(text, at).to_ascii_lowercase();
    head.contains("://") || head.contains("www.") || head.contains("doi") || has_doi(&head)
}

fn has_doi(word: &str) -> bool {
    word.match_indices("10.").any(|(at, _)| {
        let rest = &word[at + 3..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits >= 4 && rest[digits..].starts_with('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_an_address_is_no_identifier() {
        let text = "see <https://example.org/a?x=1> and 10.1016/j.x.9434765919 or tel 9";
        let case = |needle: &str| is_in_address(text, text.find(needle).unwrap());
        assert!(case("x=1"));
        assert!(case("9434765919"));
        assert!(!case("or tel"));
    }
}
