//! Text of a draft as Markdown: signs that would mean something are kept from it, and looks become
//! marks.

use crate::word::read::model::Look;

/// A stretch of a line with one look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stretch {
    /// Markdown already.
    pub(crate) markdown: String,
    pub(crate) look: Look,
    /// The link that it is in, with its address.
    pub(crate) link: Option<(usize, String)>,
}

/// Returns text whose signs mean nothing; `before` is the sign that stands in front.
pub(crate) fn escaped(text: &str, before: Option<char>) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let signs: Vec<char> = text.chars().collect();
    for (at, sign) in signs.iter().enumerate() {
        let last = if at == 0 { before } else { Some(signs[at - 1]) };
        let next = signs.get(at + 1).copied();
        let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        let means = match sign {
            '\\' | '*' | '`' | '$' | '^' | '~' | '{' | '|' => true,
            '_' => !(is_word(last) && is_word(next)),
            '@' => !is_word(last),
            '<' => next.is_none_or(|next| next.is_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => {
                next.is_some_and(|next| next.is_ascii_alphabetic() || next == '#')
                    && signs[at..].iter().take(12).any(|it| *it == ';')
            }
            '[' => {
                let is_called = matches!(next, Some('@' | '^' | '[' | '-' | ' ' | 'x' | 'X'));
                let close = signs[at..].iter().position(|it| *it == ']');
                let behind = close.and_then(|close| signs.get(at + close + 1));
                is_called || next.is_none() || matches!(behind, Some('(' | '{' | '[' | ':'))
            }
            ']' => matches!(next, None | Some('(' | '{' | '[' | ':')),
            '!' => next == Some('['),
            '=' => last == Some('='),
            '%' => last == Some('%'),
            '#' => last.is_none_or(char::is_whitespace),
            ':' => last == Some(':') || (at == 0 && before.is_none()),
            '(' => {
                matches!(next, Some('@'))
                    || text[text.char_indices().nth(at).map_or(0, |(byte, _)| byte)..]
                        .starts_with("(ref:")
            }
            _ => false,
        };
        match sign {
            // What cannot stand in a line, or steers it.
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            sign if sign.is_control() && *sign != '\t' => {}
            '\t' => out.push(' '),
            sign => {
                if means {
                    out.push('\\');
                }
                out.push(*sign);
            }
        }
    }
    out
}

/// Returns a line whose beginning means nothing: `1. May` stays a date.
pub(crate) fn guarded(line: &str) -> String {
    let line = line.trim_start_matches(' ');
    let first = line.chars().next();
    let is_mark = match first {
        Some('#' | '>' | ':' | '%') => true,
        Some('-' | '+') => {
            let rest = line.trim_start_matches(['-', '+', ' ']);
            line[1..].starts_with([' ', '\u{a0}'])
                || rest.is_empty()
                || line.starts_with("---")
                || line.starts_with("+-")
        }
        Some('=') => line.trim_matches(['=', ' ']).is_empty(),
        Some('•' | '·' | '▪' | '◦') => true,
        _ => false,
    };
    if is_mark {
        return format!("\\{line}");
    }
    // A number or letter with a point or bracket begins a list.
    let open = line.strip_prefix('(').map_or(0, |_| 1);
    let number = line[open..]
        .bytes()
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let mark = open + number;
    let is_list = (1..=9).contains(&number)
        && line[mark..].starts_with(['.', ')'])
        && line[mark + 1..].starts_with([' ', '\u{a0}', '\t'])
        && (number <= 4 || line[open..mark].bytes().all(|byte| byte.is_ascii_digit()));
    match is_list {
        true => format!("{}\\{}", &line[..mark], &line[mark..]),
        false => line.to_owned(),
    }
}

/// Returns blocks as a quotation.
pub(crate) fn quoted(body: &str) -> String {
    let lines = body
        .lines()
        .map(|line| format!("> {line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns a line of stretches as Markdown.
pub(crate) fn line(stretches: &[Stretch]) -> String {
    let mut out = String::new();
    let mut rest = stretches;
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|it| it.link == first.link).count();
        let (group, behind) = rest.split_at(length);
        match &first.link {
            None => styled(group, 0, &mut out, first_sign(behind)),
            Some((_, address)) => {
                let mut words = String::new();
                styled(group, 0, &mut words, None);
                let words = words.trim();
                if !words.is_empty() {
                    let is_bare = words.replace('\\', "") == *address;
                    match is_bare && !address.contains(['<', '>', ' ']) {
                        true => out.push_str(&format!("<{address}>")),
                        false => out.push_str(&format!("[{words}]({})", target(address))),
                    }
                }
            }
        }
        rest = behind;
    }
    // Two spaces, or none at all, where a piece was left out.
    let mut clean = String::with_capacity(out.len());
    for sign in out.chars() {
        let doubles = sign == ' ' && clean.ends_with([' ', '\n']);
        if !doubles {
            clean.push(sign);
        }
    }
    clean.trim().to_owned()
}

/// Returns an address as the target of a link.
fn target(address: &str) -> String {
    let clean: String = address.chars().filter(|c| !c.is_control()).collect();
    let clean = clean
        .replace(' ', "%20")
        .replace('<', "%3C")
        .replace('>', "%3E");
    match clean.contains(['(', ')']) {
        true => format!("<{clean}>"),
        false => clean,
    }
}

fn first_sign(stretches: &[Stretch]) -> Option<char> {
    stretches.iter().find_map(|it| it.markdown.chars().next())
}

type Property = (fn(&Look) -> bool, Mark);

/// How a look is written.
enum Mark {
    /// Signs before and behind, and tags for where these would not be read.
    Signs(&'static str, &'static str),
    /// Signs that may have no space between them.
    Tight(&'static str, &'static str),
    Tag(&'static str),
    SmallCapitals,
    Code,
}

const PROPERTIES: [Property; 9] = [
    (|look| look.bold, Mark::Signs("**", "strong")),
    (|look| look.italic, Mark::Signs("*", "em")),
    (|look| look.struck, Mark::Signs("~~", "s")),
    (|look| look.marked, Mark::Tag("mark")),
    (|look| look.underlined, Mark::Tag("u")),
    (|look| look.small_caps, Mark::SmallCapitals),
    (|look| look.raised, Mark::Tight("^", "sup")),
    (|look| look.lowered, Mark::Tight("~", "sub")),
    (|look| look.code, Mark::Code),
];

fn styled(stretches: &[Stretch], level: usize, out: &mut String, after: Option<char>) {
    let Some((holds, mark)) = PROPERTIES.get(level) else {
        for stretch in stretches {
            out.push_str(&stretch.markdown);
        }
        return;
    };
    let mut rest = stretches;
    while let Some(first) = rest.first() {
        let is_on = holds(&first.look);
        // A space between two marked words belongs to them.
        let length = rest
            .iter()
            .take_while(|it| holds(&it.look) == is_on)
            .count();
        let (group, behind) = rest.split_at(length);
        rest = behind;
        let next = first_sign(behind).or(after);
        if !is_on {
            styled(group, level + 1, out, next);
            continue;
        }
        let mut inner = String::new();
        styled(group, level + 1, &mut inner, None);
        let core = inner.trim();
        if core.is_empty() {
            out.push_str(&inner);
            continue;
        }
        let lead = inner.len() - inner.trim_start().len();
        out.push_str(&inner[..lead]);
        let behind_core = if inner.trim_end().len() < inner.len() {
            Some(' ')
        } else {
            next
        };
        wrap(mark, core, out, behind_core);
        out.push_str(&inner[inner.trim_end().len()..]);
    }
}

fn wrap(mark: &Mark, core: &str, out: &mut String, next: Option<char>) {
    let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    match mark {
        Mark::Signs(signs, tag) => {
            let before = out.chars().next_back();
            // The same marks within belong to these; others are signs like any other.
            let sign = signs.chars().next();
            let text = core.trim_matches(|it| Some(it) == sign);
            let opens = is_word(text.chars().next()) || !is_word(before);
            let closes = is_word(text.chars().next_back()) || !is_word(next);
            // A run of the same sign on both sides would be read as one.
            let meets = before == sign || next == sign || core.contains("\\\n");
            match opens && closes && !meets {
                true => out.push_str(&format!("{signs}{core}{signs}")),
                false => out.push_str(&format!("<{tag}>{core}</{tag}>")),
            }
        }
        Mark::Tight(sign, tag) => {
            match core.contains(|c: char| c.is_whitespace() || c == '\\' || c == '<') {
                true => out.push_str(&format!("<{tag}>{core}</{tag}>")),
                false => out.push_str(&format!("{sign}{core}{sign}")),
            }
        }
        Mark::Tag(tag) => out.push_str(&format!("<{tag}>{core}</{tag}>")),
        Mark::SmallCapitals => out.push_str(&format!("[{core}]{{.smallcaps}}")),
        Mark::Code => {
            let fence = if core.contains('`') { "``" } else { "`" };
            let space = if core.contains('`') { " " } else { "" };
            out.push_str(&format!("{fence}{space}{core}{space}{fence}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_would_mean_something_do_not() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(guarded(&escaped(text, None)), expected);
        }

        case("2 * 3 and a_b, _x_", r"2 \* 3 and a_b, \_x\_");
        case(
            "it cost $5, [sic], 5 < 6, a@b.org, @home",
            r"it cost \$5, [sic], 5 < 6, a@b.org, \@home",
        );
        case("# no heading", r"\# no heading");
        case("1. May was cold", r"1\. May was cold");
        case("(a) first", r"(a\) first");
        case("- no point", r"\- no point");
        case("[@key] and [x](y) {z}", r"\[\@key] and \[x\](y) \{z}");
        case("R&D; AT&T", r"R\&D; AT&T");
        case("a\tb\u{7}c", "a bc");
    }

    #[test]
    fn looks_become_marks_and_spaces_stay_outside() {
        let bold = Look {
            bold: true,
            ..Look::default()
        };
        let both = Look {
            italic: true,
            ..bold
        };
        let stretch = |markdown: &str, look| Stretch {
            markdown: markdown.into(),
            look,
            link: None,
        };
        let plain = Look::default();
        let all = [
            stretch("a ", plain),
            stretch("bold ", bold),
            stretch("both", both),
            stretch("", plain),
            stretch("s", plain),
        ];
        assert_eq!(line(&all), "a **bold *both***s");
        let odd = [
            stretch("x", plain),
            stretch("(y)", bold),
            stretch("z", plain),
        ];
        assert_eq!(line(&odd), "x<strong>(y)</strong>z");
        let raised = Look {
            italic: true,
            raised: true,
            ..Look::default()
        };
        let note = [stretch("1", raised), stretch("Median", plain)];
        assert_eq!(line(&note), "<em>^1^</em>Median");
        let link = Some((1, "https://example.org/a b".to_owned()));
        assert_eq!(
            line(&[Stretch {
                markdown: "here".into(),
                look: plain,
                link
            }]),
            "[here](https://example.org/a%20b)"
        );
    }
}
