//! Which characters people see on a page.

use crate::words::convention::is_invisible;

/// Returns whether a character leaves a trace on the page.
fn is_visible(c: char) -> bool {
    c.is_ascii_graphic() || !c.is_whitespace() && !is_invisible(c)
}

/// Returns how many characters of a text leave a trace on the page.
pub(crate) fn visible(text: &str) -> usize {
    text.chars().filter(|c| is_visible(*c)).count()
}

/// Returns whether a character is left out of the text because nobody sees it.
///
/// Joiners and variation selectors stay: they choose between signs that people do see.
pub(crate) fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    ) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{61c}')
}
