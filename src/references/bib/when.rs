//! The date of an entry, which may be spread over `date`, `year`, `month` and `day`.

use crate::csl::{DateParts, RangeEnd};
use crate::references::date::{Reading, days, month, read, season};

/// What a field `month` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    month: Option<u8>,
    day: Option<u8>,
    season: Option<u8>,
    /// Whether it is one number, which may be a month or a day.
    is_number: bool,
}

/// Puts a year together with a month and a day, as BibTeX keeps them.
pub(in crate::references) fn composed(
    year: &str,
    month: Option<&str>,
    day: Option<&str>,
) -> Reading {
    let mut reading = read(year);
    let Some(date) = reading.date.as_mut() else {
        return reading;
    };
    let Some(start) = date
        .start
        .filter(|start| start.month.is_none() && date.end.is_none())
    else {
        return reading;
    };
    let Some(month) = month else {
        return reading;
    };
    let Some((from, to)) = parts(month) else {
        reading.is_unclear = true;
        return reading;
    };
    let day = day.and_then(|day| day.trim().parse().ok());
    let is_day = |day: &u8| {
        from.month
            .is_some_and(|month| (1..=days(start.year, month)).contains(day))
    };
    let first = from.day.or(day);
    date.season = from.season;
    date.start = Some(DateParts {
        month: from.month,
        day: first.filter(is_day),
        ..start
    });
    reading.is_unclear |= first.is_some_and(|day| !is_day(&day));
    if let (Some(to), None) = (to, from.season) {
        let turns = to.month < from.month;
        date.end = Some(RangeEnd::At(DateParts {
            year: start.year + i32::from(turns),
            month: to.month,
            day: to.day,
        }));
    }
    reading
}

/// Reads months: `may`, `03`, `30 April`, `mar~1`, `May--June`, `1--3 May`, `Spring`.
fn parts(text: &str) -> Option<(Part, Option<Part>)> {
    let text = text
        .replace("--", "–")
        .replace(['—', '-', '/'], "–")
        .replace(" and ", "–");
    let mut sides = text
        .split('–')
        .map(str::trim)
        .filter(|side| !side.is_empty());
    let mut from = part(sides.next()?)?;
    let Some(to) = sides.next() else {
        return (from.day.is_none() || from.month.is_some()).then_some((from, None));
    };
    let mut to = part(to)?;
    if sides.next().is_some() {
        return None;
    }
    // "13–15 May" and "May 1–3": a number beside a month is a day.
    let is_number = |part: &Part| part.is_number && part.month.is_some();
    match (is_number(&from), is_number(&to)) {
        (true, false) => {
            from = Part {
                month: to.month,
                day: from.month,
                ..from
            }
        }
        (false, true) => {
            to = Part {
                month: from.month,
                day: to.month,
                ..to
            }
        }
        (true, true) | (false, false) => {}
    }
    from.month = from.month.or(to.month);
    to.month = to.month.or(from.month);
    (from.month.is_some() || from.season.is_some()).then_some((from, Some(to)))
}

fn part(text: &str) -> Option<Part> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '~' | '\u{a0}');
    let words: Vec<&str> = text
        .split(is_between)
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Part::default();
    for word in &words {
        let digits = word.trim_end_matches(char::is_alphabetic);
        match word.parse::<u8>().ok() {
            Some(number) if words.len() == 1 && word.len() <= 2 && (1..=12).contains(&number) => {
                found.month = Some(number);
                found.is_number = true;
            }
            _ if word.starts_with(|c: char| c.is_ascii_digit()) => {
                found.day = Some(digits.parse().ok()?);
            }
            _ => {
                found.month = found.month.or(month(word));
                found.season = found.season.or(season(word));
                if month(word).is_none() && season(word).is_none() {
                    return None;
                }
            }
        }
    }
    (found != Part::default()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csl::Date;

    #[test]
    fn a_month_may_be_written_in_every_way_that_people_use() {
        #[track_caller]
        fn case(
            month: &str,
            start: (Option<u8>, Option<u8>),
            end: Option<(i32, Option<u8>, Option<u8>)>,
        ) {
            let date = composed("2015", Some(month), None).date.unwrap();
            let from = date.start.unwrap();
            assert_eq!((from.month, from.day), start, "{month}");
            let to = match date.end {
                Some(RangeEnd::At(to)) => Some((to.year, to.month, to.day)),
                Some(RangeEnd::Open) | None => None,
            };
            assert_eq!(to, end, "{month}");
        }

        case("sep", (Some(9), None), None);
        case("September", (Some(9), None), None);
        case("Sept.", (Some(9), None), None);
        case("03", (Some(3), None), None);
        case("mar~1", (Some(3), Some(1)), None);
        case("10~jan", (Some(1), Some(10)), None);
        case("30 April", (Some(4), Some(30)), None);
        case("May-June", (Some(5), None), Some((2015, Some(6), None)));
        case("Sep--Oct", (Some(9), None), Some((2015, Some(10), None)));
        case("jan/feb", (Some(1), None), Some((2015, Some(2), None)));
        case(
            "December-January",
            (Some(12), None),
            Some((2016, Some(1), None)),
        );
        case(
            "30 April--2 May",
            (Some(4), Some(30)),
            Some((2015, Some(5), Some(2))),
        );
    }

    #[test]
    fn days_without_a_month_of_their_own_share_the_other_side_s() {
        let date = composed("2015", Some("13--15 May"), None).date.unwrap();
        assert_eq!(date.start.unwrap().day, Some(13));
        assert_eq!(date.start.unwrap().month, Some(5));
    }

    #[test]
    fn a_month_that_is_none_leaves_the_year() {
        let reading = composed("2015", Some("Movember"), None);
        assert!(reading.is_unclear);
        assert_eq!(reading.date.unwrap().start.unwrap().year, 2015);
        assert_eq!(
            composed("2015", Some("Spring"), None).date.unwrap().season,
            Some(1)
        );
        assert!(composed("2015", Some("feb"), Some("30")).is_unclear);
    }

    #[test]
    fn a_literal_year_stays_and_a_whole_date_in_it_is_whole() {
        let date = composed("in press", Some("may"), None).date.unwrap();
        assert_eq!(
            date,
            Date {
                literal: Some("in press".into()),
                ..Date::default()
            }
        );
        let date = composed("2020-03-04", Some("may"), None).date.unwrap();
        assert_eq!(date.start.unwrap().day, Some(4));
    }
}
