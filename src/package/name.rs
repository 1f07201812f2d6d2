//! The names of the submitted file and of its folder.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Upload forms ask for file names under 40 characters.
const MAX_NAME: usize = 39;

/// What the name of the submitted file is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming<'a> {
    /// The author, or the candidate number of an anonymous copy.
    pub name: &'a str,
    /// The title.
    pub title: &'a str,
    /// The day of the document.
    pub date: Date,
}

/// Returns the file name that a profile's pattern asks for.
///
/// `{name}`, `{title}` and `{date}` are filled in. Whatever the pattern says, the name is under 40
/// characters of ASCII letters, digits and underscores, with one dot before `pdf`.
pub fn file_name(pattern: &str, naming: &Naming<'_>) -> String {
    let filled = filled(pattern, naming);
    let filled = safe(&filled, MAX_NAME - ".pdf".len());
    let is_empty = filled.chars().all(|c| c == '_' || c.is_ascii_digit());
    match (is_empty, filled.is_empty()) {
        (true, true) => "dissertation.pdf".to_owned(),
        (true, false) => format!("dissertation_{filled}.pdf"),
        (false, _) => format!("{filled}.pdf"),
    }
}

/// Returns the name that the pattern itself asks for: what it says beside `{name}`, `{title}` and
/// `{date}` stays as it is, also where it has to be mended.
pub fn asked_name(pattern: &str, naming: &Naming<'_>) -> String {
    format!("{}.pdf", filled(pattern, naming))
}

/// Fills the pattern in, without its extension. Name and title are cut to what it leaves them.
fn filled(pattern: &str, naming: &Naming<'_>) -> String {
    let stem = pattern.strip_suffix(".pdf").unwrap_or(pattern);
    let date = naming.date.to_string().replace('-', "");
    let fixed = stem
        .replace("{date}", &date)
        .replace("{name}", "")
        .replace("{title}", "");
    let places = stem.matches("{name}").count() + stem.matches("{title}").count();
    let room = (MAX_NAME - ".pdf".len())
        .saturating_sub(fixed.chars().count())
        .checked_div(places)
        .unwrap_or_default();
    stem.replace("{date}", &date)
        .replace("{name}", &safe(naming.name, room))
        .replace("{title}", &safe(naming.title, room))
}

/// Returns a text in ASCII letters, digits and single underscores, cut between words if it can be.
fn safe(text: &str, room: usize) -> String {
    let mut out = String::new();
    for c in text.nfkd() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if is_combining_mark(c) || matches!(c, '\'' | '’' | '‘') {
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    if out.len() > room {
        let cuts_a_word = out.as_bytes()[room] != b'_';
        out.truncate(room);
        if let (true, Some(at)) = (cuts_a_word, out.rfind('_')) {
            out.truncate(at);
        }
    }
    out.trim_matches('_').to_owned()
}

/// Returns the name of a package's folder: the day, and a number from the second on.
pub fn folder_name(day: Date, number: usize) -> String {
    match number {
        0 | 1 => day.to_string(),
        number => format!("{day}-{number}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn named(pattern: &str, name: &str) -> String {
        let naming = Naming {
            name,
            title: "Closing the discharge-summary gap",
            date: date(2027, 9, 1),
        };
        file_name(pattern, &naming)
    }

    #[test]
    fn the_pattern_of_the_profile_is_filled_in() {
        let usual = "{name}_{date}.pdf";
        assert_eq!(named(usual, "Alex Morgan"), "Alex_Morgan_20270901.pdf");
        assert_eq!(named(usual, "DHL-042"), "DHL_042_20270901.pdf");
        assert_eq!(named(usual, "Zoë O’Neill"), "Zoe_ONeill_20270901.pdf");
        assert_eq!(named("Dissertation", "A"), "Dissertation.pdf");
    }

    #[test]
    fn what_a_pattern_asks_for_beside_the_names_is_kept_to_be_judged() {
        let naming = Naming {
            name: "Zoë O’Neill",
            title: "T",
            date: date(2027, 9, 1),
        };
        assert_eq!(
            asked_name("My thesis, {name}.pdf", &naming),
            "My thesis, Zoe_ONeill.pdf"
        );
        assert_eq!(
            asked_name("{name}_{date}.pdf", &naming),
            "Zoe_ONeill_20270901.pdf"
        );
    }

    #[test]
    fn every_name_can_be_uploaded() {
        let names = [
            "Wolfeschlegelsteinhausenbergerdorff the Elder of Northampton",
            "Maria-Magdalena Theodora van der Westerhuizen-Featherstonehaugh",
            "李明",
            "../../etc/passwd",
            "",
            "a.b.c",
        ];
        for pattern in ["{name}_{date}.pdf", "{title} {name}", "../{name}.exe", ""] {
            for name in names {
                let made = named(pattern, name);
                let stem = made.strip_suffix(".pdf").unwrap();
                let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
                assert!(made.len() < 40 && !stem.is_empty(), "{made}");
                assert!(stem.chars().all(is_plain), "{made}");
            }
        }
        assert_eq!(
            named("{name}_{date}.pdf", names[1]),
            "Maria_Magdalena_Theodora_20270901.pdf"
        );
        assert_eq!(
            named("{name}_{date}.pdf", "李明"),
            "dissertation_20270901.pdf"
        );
    }

    #[test]
    fn the_second_package_of_a_day_has_a_number() {
        let day = date(2027, 9, 1);
        assert_eq!(folder_name(day, 1), "2027-09-01");
        assert_eq!(folder_name(day, 2), "2027-09-01-2");
    }
}
