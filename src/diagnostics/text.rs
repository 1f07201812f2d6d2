//! Words for messages: plurals, lists, near misses, numbers with separators.

/// Returns a count with its noun: `1 word`, `9,412 words`.
pub fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", thousands(number))
}

/// Returns a number with separators: `9,412`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns names as a list in prose: `` `a`, `b`, and `c` ``.
pub fn list<S: AsRef<str>>(names: &[S]) -> String {
    join(names, "and")
}

/// Returns names as a choice in prose: `` `a`, `b`, or `c` ``.
pub fn choice<S: AsRef<str>>(names: &[S]) -> String {
    join(names, "or")
}

/// Returns things in prose, as they are: `a, b, and c`.
pub fn series<S: AsRef<str>>(things: &[S]) -> String {
    joined(
        things
            .iter()
            .map(|thing| thing.as_ref().to_owned())
            .collect(),
        "and",
    )
}

fn join<S: AsRef<str>>(names: &[S], word: &str) -> String {
    let quoted = names.iter().map(|name| format!("`{}`", name.as_ref()));
    joined(quoted.collect(), word)
}

fn joined(quoted: Vec<String>, word: &str) -> String {
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} {word} {two}"),
        [all @ .., last] => format!("{}, {word} {last}", all.join(", ")),
    }
}

/// Returns the known name that somebody most likely meant, if one is near enough.
///
/// Near enough is an edit distance of a third of the longer name's length, at most three.
pub fn nearest<'a, S: AsRef<str> + ?Sized + 'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a S>,
) -> Option<&'a str> {
    let plain = |name: &str| name.to_lowercase().replace(['_', ' ', '-'], "");
    let wanted = plain(wanted);
    known
        .into_iter()
        .map(|name| {
            let name = name.as_ref();
            (strsim::damerau_levenshtein(&wanted, &plain(name)), name)
        })
        .filter(|(distance, name)| *distance <= (wanted.len().max(name.len()) / 3).min(3))
        .min()
        .map(|(_, name)| name)
}

/// Returns the hint for a name that is not known: the near miss, else all that are known.
pub fn did_you_mean<S: AsRef<str>>(wanted: &str, known: &[S]) -> String {
    match nearest(wanted, known.iter().map(AsRef::as_ref)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("expected {}", choice(known)),
    }
}

/// Returns text on one line, without control characters and with its middle cut if it is long.
///
/// For what somebody else wrote and a message quotes: a terminal must not be steered by it.
pub fn inline(text: &str, max_chars: usize) -> String {
    let clean: Vec<char> = text
        .chars()
        .map(|c| match c {
            // What stands for a reference or a formula among words.
            '\u{fffc}' => '…',
            c if steers(c) => ' ',
            c => c,
        })
        .collect();
    if clean.len() <= max_chars {
        return clean.into_iter().collect();
    }
    let tail = max_chars / 3;
    let head = max_chars.saturating_sub(tail + 1);
    clean[..head]
        .iter()
        .chain(&['…'])
        .chain(&clean[clean.len() - tail..])
        .collect()
}

/// Returns whether a sign steers a terminal, or turns the direction of the text behind it round.
pub fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns whether a reader sees nothing of a text: blanks, and signs that nobody sees.
pub fn is_unseen(text: &str) -> bool {
    let is_unseen = |c: char| {
        c.is_whitespace()
            || steers(c)
            || matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}'
                | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
                | '\u{e0000}'..='\u{e0fff}')
    };
    text.chars().all(is_unseen)
}

/// Returns a name that is safe as a file name on every system: lower-case ASCII letters, digits
/// and single hyphens, at most `max_chars` long, cut between words where it can be.
///
/// Letters with accents lose them; a name that Windows reserves (`con`, `nul`, `com1`) gets a
/// hyphen behind it. The result is empty if nothing of the text can be written that way.
pub fn slug(text: &str, max_chars: usize) -> String {
    use unicode_normalization::UnicodeNormalization;

    let mut out = String::new();
    for c in text.nfkd() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if unicode_normalization::char::is_combining_mark(c) || matches!(c, '\'' | '’' | '‘')
        {
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    if out.len() > max_chars {
        let cut_inside = out.as_bytes()[max_chars] != b'-';
        out.truncate(max_chars);
        if let (true, Some(at)) = (cut_inside, out.rfind('-')) {
            out.truncate(at);
        }
    }
    let mut out = out.trim_matches('-').to_owned();
    if is_reserved(&out) {
        out.push('-');
    }
    out
}

/// Returns whether Windows keeps the name (without extension) for a device.
pub fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.as_bytes()[3].is_ascii_digit())
}

/// Returns a text with no line longer than a width, as far as its words allow; what an indented
/// line goes on with is indented as far. What stands in backticks is one word: it can be copied.
/// The signs of a terminal for colours take no room.
pub fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let mut column = 0;
        for word in words(line.trim_end_matches('\n').trim_start_matches(' ')) {
            let length = length_shown(word);
            if column == 0 {
                out.push_str(&line[..indent]);
                column = indent + length;
            } else if column + 1 + length > width {
                out.push('\n');
                out.push_str(&line[..indent]);
                column = indent + length;
            } else {
                out.push(' ');
                column += 1 + length;
            }
            out.push_str(word);
        }
        if line.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

/// Returns the pieces of a line between which it may be broken.
fn words(line: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut quoted_until) = (Vec::new(), 0, 0);
    for (at, sign) in line.char_indices().filter(|(_, sign)| " `".contains(*sign)) {
        if at < quoted_until {
            continue;
        }
        if sign == ' ' {
            pieces.push(&line[start..at]);
            start = at + 1;
        } else if let Some(length) = line[at + 1..].find('`') {
            quoted_until = at + length + 2;
        }
    }
    pieces.push(&line[start..]);
    pieces
}

/// Returns how many characters of a text are shown: all but the signs for colours.
pub fn length_shown(text: &str) -> usize {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().chars().count();
    let behind = |piece: &str| {
        piece
            .split_once('m')
            .map_or(0, |(_, shown)| shown.chars().count())
    };
    first + pieces.map(behind).sum::<usize>()
}

/// Returns the letters and figures of a text: typesetting changes its spaces and marks.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns a text with a capital first letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Returns a sign with its number and its name; what steers a terminal, or may not be shown there,
/// is given without itself.
pub fn sign_name(sign: char) -> String {
    let number = u32::from(sign);
    let mut name = format!("U+{number:04X}");
    if let Some(known) = unicode_names2::name(sign) {
        name.push_str(&format!(" {known}"));
    }
    match sign.is_alphanumeric() || sign.is_ascii_punctuation() {
        true => format!("`{sign}` ({name})"),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_read_as_prose() {
        assert_eq!(count(1, "word"), "1 word");
        assert_eq!(count(10_412, "word"), "10,412 words");
        assert_eq!(thousands(1_000_000), "1,000,000");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b`, and `c`");
        assert_eq!(choice(&["a", "b"]), "`a` or `b`");
    }

    #[test]
    fn a_near_miss_is_suggested_and_a_far_one_is_not() {
        assert_eq!(nearest("tittle", ["title", "author"]), Some("title"));
        assert_eq!(
            nearest("executive_sponsor", ["executive-sponsor"]),
            Some("executive-sponsor")
        );
        assert_eq!(nearest("banana", ["title", "author"]), None);
    }

    #[test]
    fn a_quoted_text_cannot_steer_a_terminal() {
        assert_eq!(inline("a\u{1b}[31mb\nc\u{202e}d", 20), "a [31mb c d");
        assert_eq!(inline("abcdefghij", 7), "abcd…ij");
        assert_eq!(inline("Of \u{fffc} here", 20), "Of … here");
    }

    #[test]
    fn a_slug_is_a_file_name_on_every_system() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(slug(text, 24), expected);
        }

        case("Closing the discharge-summary gap", "closing-the-discharge");
        case("Café & naïveté: 50 %", "cafe-naivete-50");
        case("NHS’s data", "nhss-data");
        case("CON", "con-");
        case("../../etc", "etc");
        case("研究", "");
    }

    #[test]
    fn lines_are_broken_between_words_and_keep_their_indent() {
        let text = "one two three\n  a/  bb cc dd\n\nlongest-word x\n";
        assert_eq!(
            wrapped(text, 9),
            "one two\nthree\n  a/  bb\n  cc dd\n\nlongest-word\nx\n"
        );
        assert_eq!(wrapped(text, 80), text);
    }

    #[test]
    fn a_command_is_not_broken_and_colours_take_no_room() {
        assert_eq!(
            wrapped("type `folio new x` or `y", 16),
            "type\n`folio new x` or\n`y"
        );
        let coloured = "\u{1b}[1mone\u{1b}[0m two three";
        assert_eq!(wrapped(coloured, 9), coloured.replace(" three", "\nthree"));
        assert_eq!(length_shown(coloured), 13);
    }
}
