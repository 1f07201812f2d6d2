//! Bullets and numbers that a word processor typed before its items.

/// What word processors put before an item; the last three are letters of symbol fonts.
const BULLETS: [char; 14] = [
    '•', '◦', '▪', '▫', '‣', '●', '○', '■', '□', '➢', '✓', '\u{f0b7}', '\u{f0a7}', '\u{f0d8}',
];

/// What is a bullet too, where white space stands behind it.
const SIGNS: [char; 3] = ['·', '–', '§'];

/// Returns the bytes of a bullet or a number that a line starts with, and of the blanks behind it.
pub(crate) fn typed_bullet(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let mark = first.len_utf8();
    let rest = &line[mark..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
    let is_bullet = match first {
        _ if BULLETS.contains(&first) => true,
        _ if SIGNS.contains(&first) => blanks > 0,
        'o' | '*' | '-' | '+' => rest.starts_with('\t'),
        _ => return typed_number(line),
    };
    let is_alone = rest.len() == blanks;
    (is_bullet && !is_alone).then_some(mark + blanks)
}

/// `1.⇥`, `12)⇥`
fn typed_number(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let behind = rest.strip_prefix(['.', ')'])?;
    let text = behind.trim_start_matches([' ', '\t']);
    let is_number = (1..4).contains(&digits) && behind.starts_with('\t') && !text.is_empty();
    is_number.then_some(line.len() - text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_numbers_are_those_of_a_word_processor() {
        #[track_caller]
        fn case(line: &str, mark: Option<&str>) {
            assert_eq!(typed_bullet(line).map(|end| &line[..end]), mark, "{line}");
        }

        case("•\tone", Some("•\t"));
        case("• one", Some("• "));
        case("•one", Some("•"));
        case("\u{f0b7}\tone", Some("\u{f0b7}\t"));
        case("o\tone", Some("o\t"));
        case("o one", None);
        case("– one", Some("– "));
        case("–\u{a0}one", Some("–\u{a0}"));
        case("–5 degrees", None);
        case("·  one", Some("·  "));
        case("*\tone", Some("*\t"));
        case("* one", None);
        case("1.\tone", Some("1.\t"));
        case("12)\tone", Some("12)\t"));
        case("1. one", None);
        case("2020.\tone", None);
        case("•", None);
        case("", None);
    }
}
