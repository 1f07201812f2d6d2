//! Reading a place in a work off the words behind a citation: `p. 33`, `chap. 2 and elsewhere`.
//!
//! As pandoc reads them: a label with a number, a roman number or a list of them behind it; a bare
//! number is a page; what stands in braces is a place whatever it is, and `{}` says that there is
//! none. Labels are the words of British and American English, long and short; a word that few
//! styles know (`Article 6`) stays the author's. Beyond pandoc, a short label may go without its
//! dot where it is no word of its own (`pp 3-5`, `p33`), a label in the plural goes on behind "and"
//! (`pp. 3 and 5`), and tables and appendices are known.

use crate::csl::output::Locator;

/// What may be counted: CSL's name, how one is written, how several are. A word that ends in a dot
/// needs it; behind the others it may stand.
const LABELS: &[(&str, &str, &str)] = &[
    ("page", "page|p", "pages|pp"),
    ("chapter", "chapter|chap|ch|c.", "chapters|chaps|chs|cc."),
    ("section", "section|sect|sec|§", "sections|sects|secs|§§"),
    (
        "paragraph",
        "paragraph|para|par.|¶",
        "paragraphs|paras|pars.|¶¶",
    ),
    ("volume", "volume|vol", "volumes|vols"),
    ("issue", "issue|number|no.", "issues|numbers|nos"),
    ("figure", "figure|fig", "figures|figs"),
    ("table", "table|tbl", "tables|tbls"),
    ("line", "line|l.", "lines|ll."),
    ("verse", "verse|v.", "verses|vv."),
    ("column", "column|col", "columns|cols"),
    ("book", "book|bk", "books|bks"),
    ("folio", "folio|fol", "folios|fols"),
    ("note", "note|n.", "notes|nn."),
    ("opus", "opus|op.", "opera|opp."),
    ("part", "part|pt", "parts|pts"),
    (APPENDIX, "appendix|app.", "appendices|apps"),
    (SUB_VERBO, "sub verbo|s.v.", "sub verbis|s.vv."),
];

const APPENDIX: &str = "appendix";
const SUB_VERBO: &str = "sub-verbo";

/// A label with what may stand behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Label {
    name: &'static str,
    is_plural: bool,
}

impl Locator {
    /// Reads the place that the words behind a citation start with, and returns the rest of them.
    ///
    /// A comma may stand before it. Without a place the rest is all the text, its comma included.
    /// What stands in braces and names neither a label nor a number has the label `""`.
    pub fn read(text: &str) -> (Option<Self>, &str) {
        let start = text.trim_start();
        let start = start.strip_prefix(',').unwrap_or(start).trim_start();
        if let Some(inner) = start.strip_prefix('{') {
            return match closing(inner, '{') {
                Some(end) => (in_braces(&inner[..end]), &inner[end + 1..]),
                None => (None, text),
            };
        }
        let (name, counted, length) = match label(start) {
            Some((label, counted)) if label.name == SUB_VERBO => {
                (label.name, counted, word_length(counted))
            }
            Some((label, counted)) => (label.name, counted, list_length(counted, Some(label))),
            None => ("page", start, list_length(start, None)),
        };
        match length {
            0 => (None, text),
            _ => (Some(locator(name, &counted[..length])), &counted[length..]),
        }
    }
}

fn locator(label: &str, text: &str) -> Locator {
    let words: Vec<&str> = text.split_whitespace().collect();
    Locator {
        label: label.to_owned(),
        text: words.join(" ").replace("---", "—").replace("--", "–"),
    }
}

fn in_braces(inner: &str) -> Option<Locator> {
    let inner = inner.trim();
    if inner.is_empty() {
        return None;
    }
    Some(match label(inner) {
        Some((label, counted)) if !counted.is_empty() => locator(label.name, counted),
        Some(_) | None => {
            let is_number = unit_length(inner, |unit| has_digit(unit) || is_roman(unit)) > 0;
            locator(if is_number { "page" } else { "" }, inner)
        }
    })
}

/// Finds the label that a text starts with, and what stands behind it.
fn label(text: &str) -> Option<(Label, &str)> {
    LABELS.iter().find_map(|(name, singular, plural)| {
        let mut found = [(true, plural), (false, singular)].into_iter();
        found.find_map(|(is_plural, words)| {
            let counted = words.split('|').find_map(|word| behind_word(text, word))?;
            let label = Label { name, is_plural };
            Some((label, counted.trim_start()))
        })
    })
}

/// Returns what stands behind a label's word; `None` if the text starts otherwise.
fn behind_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    if !start.eq_ignore_ascii_case(word) {
        return None;
    }
    if !word.ends_with(char::is_alphabetic) {
        return Some(rest);
    }
    if let Some(rest) = rest.strip_prefix('.') {
        return Some(rest);
    }
    let is_page = matches!(word, "p" | "pp");
    let ends = |c: char| c.is_whitespace() || (is_page && c.is_ascii_digit());
    rest.starts_with(ends).then_some(rest)
}

/// Returns how long the word of a dictionary is: what is quoted, or all up to the next comma.
fn word_length(text: &str) -> usize {
    let quoted = [('"', '"'), ('“', '”'), ('‘', '’')].into_iter();
    let mut closed = quoted.filter_map(|(open, close)| {
        let inner = text.strip_prefix(open)?;
        let end = inner.find(close)?;
        Some(open.len_utf8() + end + close.len_utf8())
    });
    closed
        .next()
        .or_else(|| text.find(','))
        .unwrap_or(text.len())
}

/// Returns how long the list of numbers is that a text starts with; 0 if there is none.
fn list_length(text: &str, label: Option<Label>) -> usize {
    let is_appendix = label.is_some_and(|label| label.name == APPENDIX);
    let is_letter =
        |unit: &str| unit.len() == 1 && unit.starts_with(|c: char| c.is_ascii_uppercase());
    let counts = |unit: &str| {
        has_digit(unit) || (label.is_some() && is_roman(unit)) || (is_appendix && is_letter(unit))
    };
    let mut end = unit_length(text, counts);
    while end > 0 {
        let rest = &text[end..];
        let behind_comma = rest.strip_prefix(',').map(str::trim_start);
        let spaced = behind_comma.unwrap_or(rest).trim_start();
        let joined = spaced.strip_prefix("and ").or(spaced.strip_prefix("& "));
        let is_plural = label.is_some_and(|label| label.is_plural);
        let (next, length) = match (joined.filter(|_| is_plural), behind_comma) {
            (Some(next), _) => (next, unit_length(next, has_digit)),
            (None, Some(next)) => (next, unit_length(next, counts)),
            (None, None) => break,
        };
        if length == 0 {
            break;
        }
        end = text.len() - next.len() + length;
    }
    end
}

/// Returns how long the number is that a text starts with, if it counts as one; else 0.
fn unit_length(text: &str, counts: impl Fn(&str) -> bool) -> usize {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if c.is_alphanumeric() || "-–−+=$:.".contains(c) {
            at = next;
        } else if "([{".contains(c)
            && let Some(end) = closing(&text[next..], c)
            && !text[next..next + end].contains(char::is_whitespace)
        {
            at = next + end + 1;
        } else {
            break;
        }
    }
    let unit = text[..at].trim_end_matches(['.', ':']);
    // `v. 4` behind a comma is a label with its number.
    let behind = text[unit.len()..].strip_prefix('.').unwrap_or("");
    let is_label = !has_digit(unit)
        && behind
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit());
    match counts(unit) && !is_label {
        true => unit.len(),
        false => 0,
    }
}

fn has_digit(unit: &str) -> bool {
    unit.contains(char::is_numeric)
}

/// Returns whether everything that is written in letters is a roman number, and something is.
fn is_roman(unit: &str) -> bool {
    let mut words = unit
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    words.clone().next().is_some() && words.all(is_roman_number)
}

fn is_roman_number(word: &str) -> bool {
    let is_one_case = word.chars().all(char::is_lowercase) || word.chars().all(char::is_uppercase);
    let word = word.to_ascii_lowercase();
    let mut rest = word.trim_start_matches('m');
    let is_short = word.len() - rest.len() < 5;
    for (one, five, ten) in [("c", "d", "m"), ("x", "l", "c"), ("i", "v", "x")] {
        let nine = rest
            .strip_prefix(one)
            .and_then(|rest| rest.strip_prefix(ten));
        let four = rest
            .strip_prefix(one)
            .and_then(|rest| rest.strip_prefix(five));
        rest = nine.or(four).unwrap_or_else(|| {
            let ones = rest.strip_prefix(five).unwrap_or(rest);
            let behind = ones.trim_start_matches(one);
            match ones.len() - behind.len() {
                0..=3 => behind,
                _ => rest,
            }
        });
    }
    is_one_case && is_short && rest.is_empty()
}

/// Returns where the bracket closes that is open before the text.
fn closing(text: &str, open: char) -> Option<usize> {
    let close = match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    };
    let mut depth = 1_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read, as `label|text|rest`; the rest alone if there is no place.
    #[track_caller]
    fn case(text: &str, wanted: &str) {
        let (locator, rest) = Locator::read(text);
        let shown = match locator {
            Some(Locator { label, text }) => format!("{label}|{text}|{rest}"),
            None => rest.to_owned(),
        };
        assert_eq!(shown, wanted, "{text:?}");
    }

    #[test]
    fn labels_in_words_and_short_have_the_names_of_csl() {
        for (label, words) in [
            ("page", "p.,pp.,page,pages,P.,PP.,Page,p,pp"),
            (
                "chapter",
                "chap.,chaps.,ch.,chs.,chapter,chapters,Chapter,CHAPTER,c.,cc.",
            ),
            ("section", "sec.,secs.,sect.,section,sections,§,§§"),
            ("paragraph", "para.,paras.,par.,paragraph,¶,¶¶,para"),
            ("volume", "vol.,vols.,volume,volumes,vol"),
            ("issue", "no.,nos.,issue,number"),
            ("figure", "fig.,figs.,figure,Figure"),
            ("table", "table,tables,tbl.,Table"),
            ("line", "l.,ll.,line,lines"),
            ("verse", "v.,vv.,verse"),
            ("column", "col.,cols.,column"),
            ("book", "bk.,bks.,book"),
            ("folio", "fol.,fols.,folio"),
            ("note", "n.,nn.,note,notes"),
            ("opus", "op.,opp.,opus"),
            ("part", "pt.,pts.,part,pt"),
            ("sub-verbo", "s.v.,s.vv.,sub verbo"),
            ("appendix", "appendix,appendices,app.,Appendix"),
        ] {
            for word in words.split(',') {
                case(&format!(", {word} 3"), &format!("{label}|3|"));
                case(
                    &format!(", {word}\u{a0}12-14, 20 x"),
                    &match label {
                        "sub-verbo" => "sub-verbo|12-14|, 20 x".to_owned(),
                        _ => format!("{label}|12-14, 20| x"),
                    },
                );
            }
        }
    }

    #[test]
    fn a_bare_number_is_a_page_and_a_bare_word_is_none() {
        case("33", "page|33|");
        case(", 33-35, 40", "page|33-35, 40|");
        case(" 33--35 and more", "page|33–35| and more");
        case(", 33ff.", "page|33ff|.");
        case(", 33, and 40", "page|33|, and 40");
        case(", A12", "page|A12|");
        case(", 12a", "page|12a|");
        case(", 12(3)", "page|12(3)|");
        case(", 2:33-34", "page|2:33-34|");
        case(", 1.2.3.", "page|1.2.3|.");
        case(", 33, iv", "page|33|, iv");
        let none = " |,|, iv|, xx|, and more| and more|, see p. 3|, ?|: 33|, page|, p.\
            |, pages and pages|, note that 3|, chapter and verse|, line mild|, p. xyz\
            |, p. three|, p. A|, p. IVX|, emphasis mine|, no 3|, '33|, {p. 3|, Article 6|, s.v.\
            |, two";
        for none in none.split('|').chain([""]) {
            case(none, none);
        }
    }

    #[test]
    fn behind_a_label_romans_count_and_lists_go_on() {
        case(", p. iv", "page|iv|");
        case(", pp. iv-vi, 12–14", "page|iv-vi, 12–14|");
        case(
            ", pp. iv, vi-xi, (xv)-(xvii) x",
            "page|iv, vi-xi, (xv)-(xvii)| x",
        );
        case(", vol. II", "volume|II|");
        case(", p. 4, for more", "page|4|, for more");
        case(", ch. 2, p. 9", "chapter|2|, p. 9");
        case(", vol. 2, v. 4", "volume|2|, v. 4");
        case(", p. 3, p. 4", "page|3|, p. 4");
        case(", pp. 7--9, and n. 3", "page|7–9|, and n. 3");
        case(", Chapter 3: Results", "chapter|3|: Results");
        case(", § 3(a)(ii) x", "section|3(a)(ii)| x");
        case(", §3, ¶ 4", "section|3|, ¶ 4");
        case(", p.4", "page|4|");
        case(", p33 and p. 4", "page|33| and p. 4");
        case(", p. 3/4", "page|3|/4");
        case(", p. 12 (emphasis added)", "page|12| (emphasis added)");
        case(", p. 3.", "page|3|.");
        case(", p. 3 [sic]", "page|3| [sic]");
        case(", Appendix B, p. 3", "appendix|B|, p. 3");
        case(", s.v. word, x", "sub-verbo|word|, x");
        case(", s.v. \"a, b\" x", "sub-verbo|\"a, b\"| x");
    }

    #[test]
    fn a_label_in_the_plural_goes_on_behind_and() {
        case(", pp. 33-35 and 40", "page|33-35 and 40|");
        case(", pp. 3, 5, and 7 in all", "page|3, 5, and 7| in all");
        case(", pages 5 & 6", "page|5 & 6|");
        case(", §§ 3 and 4", "section|3 and 4|");
        case(", pp. 33-35, 40, and more", "page|33-35, 40|, and more");
        case(", pp. 3 and i", "page|3| and i");
        case(", p. 33 and 40", "page|33| and 40");
    }

    #[test]
    fn braces_hold_whatever_the_author_says() {
        case(", {p. iv}", "page|iv|");
        case(" {p. 33}, after", "page|33|, after");
        case("{ii, A, D-Z}, with", "page|ii, A, D-Z|, with");
        case(", {pp. iv, (xv)-(xvii)} x", "page|iv, (xv)-(xvii)| x");
        case(", {Schedule 3} x", "|Schedule 3| x");
        case(", {chapter a{b}} x", "chapter|a{b}| x");
        case(", {}", "");
        case(" { } 33", " 33");
        case("{}, 99 years later", ", 99 years later");
    }

    #[test]
    fn brackets_without_end_take_no_longer_than_their_length() {
        for mark in ["(", "{", "(1)", "1, ", "p. ", "i", "[1](", "§", "1 and "] {
            let text = format!("pp. {}", mark.repeat(60_000));
            let (_, rest) = Locator::read(&text);
            assert!(text.ends_with(rest));
        }
    }
}
