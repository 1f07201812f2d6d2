//! The marks of lists that CommonMark does not know: `a)`, `(a)`, `i.`, `#.`, `(@name)`.

use std::borrow::Cow;

/// What counts the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counting {
    Decimal,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
    /// `#.`
    Automatic,
    /// `(@)`, counted through the chapter.
    Example,
}

/// What stands round the number of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delimiter {
    Period,
    Paren,
    TwoParens,
}

/// The mark before an item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker<'a> {
    pub(crate) counting: Counting,
    pub(crate) delimiter: Delimiter,
    /// Its number; 1 where it has none.
    pub(crate) number: u64,
    /// Its letters or figures.
    pub(crate) label: &'a str,
    /// Its bytes, with the signs round it.
    pub(crate) length: usize,
}

/// Longer than any mark but an example's name.
const MAX_LABEL: usize = 64;

impl<'a> Marker<'a> {
    /// Reads the mark that a line starts with; a space stands behind it.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let (open, body) = match text.strip_prefix('(') {
            Some(body) => (1, body),
            None => (0, text),
        };
        let is_part = |c: char| c.is_ascii_alphanumeric() || "#@-_".contains(c);
        let end = body.find(|c: char| !is_part(c))?;
        let (label, close) = (&body[..end], body[end..].chars().next()?);
        let delimiter = match (open, close) {
            (0, '.') => Delimiter::Period,
            (0, ')') => Delimiter::Paren,
            (1, ')') => Delimiter::TwoParens,
            _ => return None,
        };
        let length = open + end + 1;
        let is_apart = text[length..].starts_with([' ', '\t', '\n', '\r']) || text.len() == length;
        if label.is_empty() || label.len() > MAX_LABEL || !is_apart {
            return None;
        }
        let (counting, number) = counted(label)?;
        let is_open = open == 0 && counting == Counting::Example;
        (!is_open).then_some(Marker {
            counting,
            delimiter,
            number,
            label,
            length,
        })
    }

    /// Returns whether CommonMark knows it.
    pub(crate) fn is_common(&self) -> bool {
        self.counting == Counting::Decimal && self.delimiter != Delimiter::TwoParens
    }

    /// Returns it as the item behind `last` has it: `i` goes on after `h`, and starts a list of
    /// Roman numbers otherwise.
    pub(crate) fn after(&self, last: &Marker) -> Option<Self> {
        if self.delimiter != last.delimiter {
            return None;
        }
        let number = match last.counting {
            Counting::Automatic | Counting::Example => {
                (self.counting == last.counting).then_some(1)
            }
            counting => value(self.label, counting),
        };
        number.map(|number| Marker {
            counting: last.counting,
            number,
            ..self.clone()
        })
    }

    /// Returns how the numbers of its list are printed, as Typst has it.
    pub(crate) fn pattern(&self) -> Cow<'static, str> {
        let number = match self.counting {
            Counting::Decimal | Counting::Automatic | Counting::Example => '1',
            Counting::LowerAlpha => 'a',
            Counting::UpperAlpha => 'A',
            Counting::LowerRoman => 'i',
            Counting::UpperRoman => 'I',
        };
        Cow::Owned(match self.delimiter {
            Delimiter::Period => format!("{number}."),
            Delimiter::Paren => format!("{number})"),
            Delimiter::TwoParens => format!("({number})"),
        })
    }

    /// Returns the name of an example.
    pub(crate) fn example(&self) -> Option<&'a str> {
        let name = self.label.strip_prefix('@')?;
        Some(name).filter(|name| !name.is_empty())
    }

    /// Returns whether it could be the first name of a person, or a word that ends with a stop:
    /// `B. Russell`, `c. 1990`.
    pub(crate) fn may_be_prose(&self) -> bool {
        self.delimiter == Delimiter::Period
            && !matches!(self.counting, Counting::Decimal | Counting::Automatic)
    }
}

fn counted(label: &str) -> Option<(Counting, u64)> {
    if label == "#" {
        return Some((Counting::Automatic, 1));
    }
    if label.starts_with('@') {
        return Some((Counting::Example, 1));
    }
    // A lone letter counts as such, but `i` begins with one.
    let first = match label {
        "i" => [Counting::LowerRoman, Counting::LowerAlpha],
        "I" => [Counting::UpperRoman, Counting::UpperAlpha],
        _ => [Counting::LowerAlpha, Counting::UpperAlpha],
    };
    let all = [
        Counting::Decimal,
        first[0],
        first[1],
        Counting::LowerRoman,
        Counting::UpperRoman,
    ];
    all.into_iter()
        .find_map(|counting| Some((counting, value(label, counting)?)))
}

/// Returns the number that a label stands for.
fn value(label: &str, counting: Counting) -> Option<u64> {
    let letter = |is_case: fn(&char) -> bool, first: char| {
        let mut chars = label.chars();
        let c = chars.next().filter(is_case)?;
        chars
            .next()
            .is_none()
            .then(|| u64::from(u32::from(c) - u32::from(first)) + 1)
    };
    match counting {
        Counting::Decimal => {
            let is_number = label.len() <= 9 && label.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| label.parse().ok())?
        }
        Counting::LowerAlpha => letter(char::is_ascii_lowercase, 'a'),
        Counting::UpperAlpha => letter(char::is_ascii_uppercase, 'A'),
        Counting::LowerRoman => roman(label),
        Counting::UpperRoman => {
            let is_upper = label.bytes().all(|byte| byte.is_ascii_uppercase());
            is_upper.then(|| roman(&label.to_ascii_lowercase()))?
        }
        Counting::Automatic | Counting::Example => None,
    }
}

/// Reads a Roman number below 200 that is written as numbers are, not `iiii`; more is a word (`mix`).
fn roman(label: &str) -> Option<u64> {
    const PARTS: [(&str, u64); 13] = [
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    let mut rest = label;
    let mut sum = 0;
    for (part, value) in PARTS {
        let most = if part.len() == 1 && part != "v" && part != "l" && part != "d" {
            3
        } else {
            1
        };
        for _ in 0..most {
            let Some(tail) = rest.strip_prefix(part) else {
                break;
            };
            rest = tail;
            sum += value;
        }
    }
    (rest.is_empty() && (1..200).contains(&sum)).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_people_type_them() {
        #[track_caller]
        fn case(text: &str, pattern: &str, number: u64) {
            let found = Marker::read(text).unwrap();
            assert_eq!(
                (found.pattern().as_ref(), found.number),
                (pattern, number),
                "{text}"
            );
        }

        case("a) x", "a)", 1);
        case("(b) x", "(a)", 2);
        case("i. x", "i.", 1);
        case("(iv) x", "(i)", 4);
        case("XL. x", "I.", 40);
        case("C. x", "A.", 3);
        case("#. x", "1.", 1);
        case("(@good-one) x", "(1)", 1);
        case("12) x", "1)", 12);
        for text in [
            "(a x", "a)x", "ab) x", "iiii) x", "@x) y", "() x", "- x", "é) x", "(2020", "a",
        ] {
            assert_eq!(Marker::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_letter_goes_on_as_its_list_began() {
        let after = |one: &str, next: &str| {
            let (one, next) = (Marker::read(one).unwrap(), Marker::read(next).unwrap());
            next.after(&one).map(|found| found.number)
        };
        assert_eq!(after("h) x", "i) y"), Some(9));
        assert_eq!(after("i) x", "ii) y"), Some(2));
        assert_eq!(after("i) x", "j) y"), None);
        assert_eq!(after("a) x", "b. y"), None);
        assert_eq!(after("(@a) x", "(@) y"), Some(1));
    }
}
