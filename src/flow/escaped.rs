//! Text between tags and in attributes: what is escaped, and what cannot be written at all.

/// Returns text as it stands in XML and in HTML. What they have no sign for is left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_author_wrote_is_text_and_nothing_else() {
        assert_eq!(
            escaped("a<b & \"c\"\u{0}\u{8}\u{9b}"),
            "a&lt;b &amp; &quot;c&quot;"
        );
    }
}
