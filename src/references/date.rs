//! Dates as references write them: EDTF, as BibLaTeX and CSL have it, and in words.
//!
//! Source: the BibLaTeX manual, "Date and Time Specifications" (ISO 8601-2, level 1).

use crate::csl::{Date, DateParts, RangeEnd};

/// A date as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// The date; none where the author says that there is none.
    pub(super) date: Option<Date>,
    /// Whether something of it could not be read.
    pub(super) is_unclear: bool,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Returns the number of a month by its name, as a number or shortened: `sep`, `Sept.`, `09`.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.').to_lowercase();
    if let Ok(number) = word.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let is_meant = |name: &&str| match word.as_str() {
        "sept" => **name == *"september",
        word => word.len() >= 3 && name.starts_with(word),
    };
    let at = MONTHS.iter().position(is_meant)?;
    u8::try_from(at + 1).ok()
}

/// Returns the number of a season by its name.
pub(super) fn season(word: &str) -> Option<u8> {
    match word.to_lowercase().as_str() {
        "spring" => Some(1),
        "summer" => Some(2),
        "autumn" | "fall" => Some(3),
        "winter" => Some(4),
        _ => None,
    }
}

/// Reads a date, whatever it is written in.
pub(super) fn read(text: &str) -> Reading {
    let text = text.trim();
    let small = text.to_lowercase();
    let bare = small.trim_matches(['(', ')', '[', ']', '.', ' ']);
    if matches!(
        bare,
        "" | "n.d" | "nd" | "n. d" | "no date" | "undated" | "s.d" | "n/d"
    ) {
        return Reading::default();
    }
    if let Some(date) = edtf(text).or_else(|| in_words(text)) {
        return Reading {
            date: Some(date),
            is_unclear: false,
        };
    }
    // A year stands at the beginning, and what follows cannot be read: `2001-15`, `2020a`.
    let year = text
        .get(..4)
        .filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    let behind = text.get(4..).unwrap_or_default();
    let is_cut =
        !behind.starts_with(|c: char| c.is_ascii_digit()) && !behind.contains(char::is_whitespace);
    let salvaged = year.filter(|_| is_cut).and_then(edtf);
    let is_number = text.contains(|c: char| c.is_ascii_digit());
    let is_unclear = salvaged.is_some()
        || is_number && !text.contains('[') && !text.contains(char::is_alphabetic);
    let literal = || Date {
        literal: Some(text.to_owned()),
        ..Date::default()
    };
    Reading {
        date: Some(salvaged.unwrap_or_else(literal)),
        is_unclear,
    }
}

/// Reads a date of EDTF: `2019-03/2019-05`, `1990~`, `2020-21`, `199X`, `2019/..`.
pub(super) fn edtf(text: &str) -> Option<Date> {
    let text = text.trim();
    let Some((start, end)) = text.split_once('/') else {
        return point(text);
    };
    let (start, end) = (start.trim(), end.trim());
    let is_open = |side: &str| matches!(side, "" | "..");
    if is_open(start) {
        let end = point(end)?;
        let year = end.start?.year;
        return Some(Date {
            literal: Some(format!("–{year}")),
            ..Date::default()
        });
    }
    let mut date = point(start)?;
    if is_open(end) {
        date.end = Some(RangeEnd::Open);
        return Some(date);
    }
    // `2019/20` is no date of EDTF, and people write it.
    let year = date.start?.year;
    let until = match end.len() {
        2 if start.len() == 4 => DateParts {
            year: short_year(year, end)?,
            ..DateParts::default()
        },
        _ => {
            let until = point(end)?;
            date.circa |= until.circa;
            match until.end {
                Some(RangeEnd::At(parts)) => parts,
                _ => until.start?,
            }
        }
    };
    date.season = None;
    date.end = Some(RangeEnd::At(until));
    Some(date)
}

/// Returns the year that two digits mean behind another: 2020 in `2019/20`.
fn short_year(first: i32, digits: &str) -> Option<i32> {
    let two: i32 = digits
        .parse()
        .ok()
        .filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let year = first.div_euclid(100) * 100 + two;
    (year > first).then_some(year)
}

/// Reads one date of EDTF.
fn point(text: &str) -> Option<Date> {
    let bare = text.trim_end_matches(['~', '?', '%']);
    let circa = bare.len() < text.len();
    let bare = match bare.find(['T', ' ']) {
        Some(at)
            if bare[at + 1..].starts_with(|c: char| c.is_ascii_digit())
                && bare[..at].len() == 10 =>
        {
            &bare[..at]
        }
        _ => bare,
    };
    let (is_negative, digits) = match bare.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, bare.strip_prefix('Y').unwrap_or(bare)),
    };
    let mut parts = digits.split('-');
    let year = parts.next()?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() || !(year.len() == 4 || bare.starts_with('Y') && year.len() <= 7) {
        return None;
    }
    let mut date = Date {
        circa,
        ..Date::default()
    };
    // `199X` is some year of the nineties.
    let known = year.trim_end_matches(['X', 'u']);
    let number = |text: &str| -> Option<i32> {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_number)
    };
    let unknown = u32::try_from(year.len() - known.len()).ok()?;
    if unknown > 0 {
        let span = 10_i32.checked_pow(unknown).filter(|_| unknown <= 3)?;
        let from = number(known)? * span;
        date.start = Some(DateParts {
            year: from,
            ..DateParts::default()
        });
        date.end = Some(RangeEnd::At(DateParts {
            year: from + span - 1,
            ..DateParts::default()
        }));
        return Some(date);
    }
    let year = number(year)?;
    // There is a year 0 in EDTF, and none in history.
    let year = match is_negative || year == 0 {
        true => -year - 1,
        false => year,
    };
    let mut start = DateParts {
        year,
        ..DateParts::default()
    };
    let small = |text: &str| {
        number(text)
            .and_then(|it| u8::try_from(it).ok())
            .filter(|_| text.len() <= 2)
    };
    match month {
        None | Some("XX" | "uu") => {}
        Some(month) => match small(month)? {
            month @ 1..=12 => start.month = Some(month),
            season @ (21..=28) => date.season = Some((season - 21) % 4 + 1),
            _ => return None,
        },
    }
    match day {
        None | Some("XX" | "uu") => {}
        Some(day) => {
            let day = small(day)?;
            let month = start.month?;
            if !(1..=days(year, month)).contains(&day) {
                return None;
            }
            start.day = Some(day);
        }
    }
    date.start = Some(start);
    Some(date)
}

/// Returns how many days a month has.
pub(super) fn days(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads a date in words: `12 March 2020`, `c. 1990`, `Spring 2019`, `2019–2020`.
fn in_words(text: &str) -> Option<Date> {
    let small = text.to_lowercase();
    let after = [
        "circa ", "circa. ", "ca. ", "ca ", "c. ", "c.", "ca.", "about ",
    ]
    .iter()
    .find_map(|word| small.strip_prefix(word));
    if let Some(after) = after {
        let date = edtf(after.trim()).or_else(|| in_words(after.trim()));
        return date.filter(|date| date.start.is_some()).map(|date| Date {
            circa: true,
            ..date
        });
    }
    let spaced = small.replace("--", "–").replace('—', "–");
    if let Some((from, to)) = spaced.split_once('–').or_else(|| spaced.split_once('-')) {
        let (from, to) = (from.trim(), to.trim());
        let is_year =
            |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_dash = spaced.contains('–');
        let start = DateParts {
            year: from.parse().ok().filter(|_| is_year(from)).unwrap_or(0),
            ..DateParts::default()
        };
        if is_year(from) {
            let end = match to {
                "" | "present" => RangeEnd::Open,
                to if is_year(to) => RangeEnd::At(DateParts {
                    year: to.parse().ok()?,
                    ..DateParts::default()
                }),
                to => {
                    // `2001-15` is more likely a wrong month than fourteen years.
                    let is_meant =
                        |year: &i32| to.len() == 2 && (is_dash || *year == start.year + 1);
                    let year = short_year(start.year, to).filter(is_meant)?;
                    RangeEnd::At(DateParts {
                        year,
                        ..DateParts::default()
                    })
                }
            };
            return Some(Date {
                start: Some(start),
                end: Some(end),
                ..Date::default()
            });
        }
    }
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '/' | '.' | '-' | '\u{a0}');
    let words: Vec<&str> = spaced
        .split(is_between)
        .filter(|word| !word.is_empty())
        .collect();
    if !(2..=3).contains(&words.len()) {
        return None;
    }
    let mut date = Date::default();
    let mut start = DateParts::default();
    let (mut has_year, mut named) = (false, None);
    for word in words {
        let digits = word.trim_end_matches(char::is_alphabetic);
        let ending = &word[digits.len()..];
        match digits.parse::<i32>() {
            Ok(year) if digits.len() == 4 && ending.is_empty() && !has_year => {
                (start.year, has_year) = (year, true);
            }
            Ok(day)
                if digits.len() <= 2
                    && matches!(ending, "" | "st" | "nd" | "rd" | "th")
                    && start.day.is_none() =>
            {
                start.day = Some(u8::try_from(day).ok()?);
            }
            _ if digits.is_empty() && named.is_none() => {
                named = Some(word);
                start.month = month(word);
                date.season = season(word);
            }
            _ => return None,
        }
    }
    let is_known = start.month.is_some() || date.season.is_some() && start.day.is_none();
    let is_day = match (start.day, start.month) {
        (None, _) => true,
        (Some(day), Some(month)) => (1..=days(start.year, month)).contains(&day),
        (Some(_), None) => false,
    };
    date.start = Some(start);
    (has_year && is_known && is_day).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a date for a comparison.
    fn shown(text: &str) -> String {
        let Reading { date, is_unclear } = read(text);
        let Some(date) = date else {
            return "none".into();
        };
        let parts = |parts: DateParts| {
            let more = [parts.month, parts.day].into_iter().flatten();
            more.fold(parts.year.to_string(), |text, part| {
                format!("{text}-{part}")
            })
        };
        let mut out = date.start.map(parts).unwrap_or_default();
        match date.end {
            Some(RangeEnd::At(end)) => out += &format!("/{}", parts(end)),
            Some(RangeEnd::Open) => out += "/",
            None => {}
        }
        out += if date.circa { " circa" } else { "" };
        out += &date
            .season
            .map(|season| format!(" s{season}"))
            .unwrap_or_default();
        out += &date.literal.map(|it| format!("“{it}”")).unwrap_or_default();
        out + if is_unclear { " unclear" } else { "" }
    }

    #[test]
    fn a_date_is_read_as_it_is_meant() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(shown(text), expected, "{text}");
        }

        case("2020", "2020");
        case("2020-03-04", "2020-3-4");
        case("2020-3-4", "2020-3-4");
        case("2020-01-02T10:11:12Z", "2020-1-2");
        case("2019/2020", "2019/2020");
        case("2019-03/2019-05", "2019-3/2019-5");
        case("2019/", "2019/");
        case("2019/..", "2019/");
        case("/2019", "“–2019”");
        case("1900~", "1900 circa");
        case("1900?", "1900 circa");
        case("1900%", "1900 circa");
        case("2020-21", "2020 s1");
        case("2020-24", "2020 s4");
        case("-0099", "-100");
        case("199X", "1990/1999");
        case("2004-05-XX", "2004-5");
        case("c. 1990", "1990 circa");
        case("circa 1990", "1990 circa");
        case("2019--2020", "2019/2020");
        case("2019–20", "2019/2020");
        case("2019/20", "2019/2020");
        case("2019-20", "2019/2020");
        case("2019-present", "2019/");
        case("12 March 2020", "2020-3-12");
        case("March 12th, 2020", "2020-3-12");
        case("Sept. 2020", "2020-9");
        case("2-May-2020", "2020-5-2");
        case("Spring 2019", "2019 s1");
        case("in press", "“in press”");
        case("forthcoming", "“forthcoming”");
        case("[1990]", "“[1990]”");
        case("n.d.", "none");
        case("(n.d.)", "none");
        case("2001-15", "2001 unclear");
        case("2001-02-30", "2001 unclear");
        case("2020a", "2020 unclear");
        case("04/03/2020", "“04/03/2020” unclear");
    }
}
