//! Numbers and units as siunitx writes them: `\SI{5}{\milli\gram}`, `\num{1.2e-3}`.

use std::borrow::Cow;

use crate::markdown::formulas::cursor::Cursor;

/// What stands before a unit.
const PREFIXES: [(&str, &str); 20] = [
    ("yocto", "y"),
    ("zepto", "z"),
    ("atto", "a"),
    ("femto", "f"),
    ("pico", "p"),
    ("nano", "n"),
    ("micro", "µ"),
    ("milli", "m"),
    ("centi", "c"),
    ("deci", "d"),
    ("deca", "da"),
    ("hecto", "h"),
    ("kilo", "k"),
    ("mega", "M"),
    ("giga", "G"),
    ("tera", "T"),
    ("peta", "P"),
    ("exa", "E"),
    ("kibi", "Ki"),
    ("mebi", "Mi"),
];

const UNITS: [(&str, &str); 50] = [
    ("ampere", "A"),
    ("angstrom", "Å"),
    ("arcminute", "′"),
    ("arcsecond", "″"),
    ("becquerel", "Bq"),
    ("byte", "B"),
    ("candela", "cd"),
    ("celsius", "°C"),
    ("coulomb", "C"),
    ("dalton", "Da"),
    ("day", "d"),
    ("decibel", "dB"),
    ("degree", "°"),
    ("degreeCelsius", "°C"),
    ("electronvolt", "eV"),
    ("farad", "F"),
    ("gram", "g"),
    ("gray", "Gy"),
    ("hectare", "ha"),
    ("henry", "H"),
    ("hertz", "Hz"),
    ("hour", "h"),
    ("joule", "J"),
    ("katal", "kat"),
    ("kelvin", "K"),
    ("kilogram", "kg"),
    ("kilogramme", "kg"),
    ("liter", "L"),
    ("litre", "L"),
    ("lumen", "lm"),
    ("lux", "lx"),
    ("meter", "m"),
    ("metre", "m"),
    ("minute", "min"),
    ("molar", "M"),
    ("mole", "mol"),
    ("newton", "N"),
    ("ohm", "Ω"),
    ("pascal", "Pa"),
    ("percent", "%"),
    ("permille", "‰"),
    ("radian", "rad"),
    ("second", "s"),
    ("siemens", "S"),
    ("sievert", "Sv"),
    ("tesla", "T"),
    ("tonne", "t"),
    ("volt", "V"),
    ("watt", "W"),
    ("weber", "Wb"),
];

/// Whether a command writes a number or a unit.
pub(crate) fn is_unit_command(name: &str) -> bool {
    matches!(
        name,
        "SI" | "si" | "num" | "qty" | "unit" | "ang" | "SIrange" | "qtyrange" | "numrange"
    )
}

/// Returns the command that a text starts with as a formula, and how many bytes it took.
pub(crate) fn read(tex: &str) -> Option<(String, usize)> {
    let mut cursor = Cursor { text: tex, at: 0 };
    let name = cursor.command().filter(|name| is_unit_command(name))?;
    cursor.bracketed();
    let first = cursor.argument()?;
    let shown = match name {
        "num" => number(first),
        "ang" => angle(first),
        "si" | "unit" => unit(first)?,
        "SI" | "qty" => {
            cursor.bracketed();
            with_unit(&number(first), cursor.argument()?)?
        }
        "numrange" => format!("{}\\text{{–}}{}", number(first), number(cursor.argument()?)),
        _ => {
            let range = format!("{}\\text{{–}}{}", number(first), number(cursor.argument()?));
            with_unit(&range, cursor.argument()?)?
        }
    };
    Some((format!("{{{shown}}}"), cursor.at))
}

fn with_unit(number: &str, given: &str) -> Option<String> {
    let unit = unit(given)?;
    let is_close = unit.starts_with("\\text{°}") || unit.starts_with("\\text{′");
    let gap = if is_close || unit.is_empty() {
        ""
    } else {
        "\\,"
    };
    Some(format!("{number}{gap}{unit}"))
}

/// Returns a number with thin spaces between its thousands: `12345.6e-3`, `1.5 +- 0.1`.
fn number(given: &str) -> String {
    let mut out = String::new();
    let given = given.replace("\\pm", "±").replace("+-", "±");
    let mut chars = given.chars().filter(|c| !c.is_whitespace()).peekable();
    let mut digits = String::new();
    let mut is_fraction = false;
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        out.push_str(&grouped(&digits, is_fraction));
        digits.clear();
        is_fraction = matches!(c, '.' | ',');
        match c {
            ',' | '.' => out.push('.'),
            '±' => out.push_str(" \\pm "),
            'x' | '×' => out.push_str(" \\times "),
            'e' | 'E' | 'd' | 'D' => {
                let sign = chars.next_if(|c| matches!(c, '-' | '+'));
                let mut power = String::from(if sign == Some('-') { "-" } else { "" });
                while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                    power.push(digit);
                }
                let times = if out.is_empty() { "" } else { " \\times " };
                out.push_str(&format!("{times}10^{{{power}}}"));
            }
            c => out.push(c),
        }
    }
    out + &grouped(&digits, is_fraction)
}

/// Returns digits in groups of three if they are five or more.
fn grouped(digits: &str, from_left: bool) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        let before = if from_left { at } else { digits.len() - at };
        if at > 0 && before.is_multiple_of(3) {
            out.push_str("\\,");
        }
        out.push(digit);
    }
    out
}

/// `\ang{45}`, `\ang{1;2;3}`.
fn angle(given: &str) -> String {
    let signs = ["°", "′", "″"].into_iter();
    let parts = given
        .split(';')
        .zip(signs)
        .filter(|(part, _)| !part.trim().is_empty());
    parts
        .map(|(part, sign)| format!("{}\\text{{{sign}}}", number(part)))
        .collect()
}

/// Returns a unit; `None` if a command in it is not known.
fn unit(given: &str) -> Option<String> {
    if !given.contains('\\') {
        let parts = given.split(['.', '~', ' ']).filter(|part| !part.is_empty());
        let parts: Vec<String> = parts
            .map(|part| powers(&part.replace('%', "\\%")))
            .collect();
        return Some(parts.join("\\,"));
    }
    let mut cursor = Cursor { text: given, at: 0 };
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut prefix = String::new();
    let mut next_power: Option<&str> = None;
    let mut is_below = false;
    while !cursor.rest().is_empty() {
        let Some(name) = cursor.command() else {
            let sign = cursor.rest().chars().next()?;
            cursor.at += sign.len_utf8();
            if sign == '^' {
                let power = cursor.argument()?;
                parts.last_mut()?.1.push_str(power);
            } else if !matches!(sign, ' ' | '~' | '.' | '\n' | '{' | '}') {
                prefix.push(sign);
            }
            continue;
        };
        let known = |table: &[(&str, &'static str)]| {
            table
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, sign)| *sign)
        };
        match name {
            "per" => is_below = true,
            "square" => next_power = Some("2"),
            "cubic" => next_power = Some("3"),
            "squared" | "cubed" => {
                let power = if name == "squared" { "2" } else { "3" };
                parts.last_mut()?.1.push_str(power);
            }
            "tothe" | "raiseto" => {
                let power = cursor.argument()?;
                match name {
                    "tothe" => parts.last_mut()?.1.push_str(power),
                    _ => next_power = Some(power),
                }
            }
            _ => {
                if let Some(sign) = known(&PREFIXES) {
                    prefix.push_str(sign);
                    continue;
                }
                let sign = known(&UNITS).map(Cow::Borrowed).or_else(|| short(name))?;
                let power = next_power.take().unwrap_or("");
                let minus = if std::mem::take(&mut is_below) {
                    "-"
                } else {
                    ""
                };
                parts.push((
                    std::mem::take(&mut prefix) + &sign,
                    format!("{minus}{power}"),
                ));
            }
        }
    }
    if !prefix.is_empty() {
        parts.push((prefix, String::new()));
    }
    let shown = parts.iter().map(|(sign, power)| {
        let sign = sign.replace('%', "\\%");
        match power.as_str() {
            "" => format!("\\text{{{sign}}}"),
            "-" => format!("\\text{{{sign}}}^{{-1}}"),
            power => format!("\\text{{{sign}}}^{{{power}}}"),
        }
    });
    let shown: Vec<String> = shown.collect();
    Some(shown.join("\\,"))
}

/// `\mg`, `\um`: siunitx names units by their signs too.
fn short(name: &str) -> Option<Cow<'_, str>> {
    match name.strip_prefix('u') {
        Some(rest @ ("g" | "l" | "L" | "m" | "s" | "M" | "A" | "V")) => {
            Some(Cow::Owned(format!("µ{rest}")))
        }
        _ => (name.len() <= 4).then_some(Cow::Borrowed(name)),
    }
}

/// `m^2`, `s^{-1}`, `m/s` without commands.
fn powers(part: &str) -> String {
    match part.split_once('^') {
        Some((unit, power)) => {
            format!("\\text{{{unit}}}^{{{}}}", power.trim_matches(['{', '}']))
        }
        None => format!("\\text{{{part}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_units_are_written_as_siunitx_has_them() {
        #[track_caller]
        fn case(tex: &str, wanted: Option<&str>) {
            let found = read(tex).map(|(shown, length)| (shown, length == tex.len()));
            let wanted = wanted.map(|wanted| (format!("{{{wanted}}}"), true));
            assert_eq!(found, wanted, "{tex}");
        }

        case(r"\SI{5}{\milli\gram}", Some(r"5\,\text{mg}"));
        case(
            r"\SI[a=b]{9.81}{\metre\per\second\squared}",
            Some(r"9.81\,\text{m}\,\text{s}^{-2}"),
        );
        case(r"\qty{37}{\degreeCelsius}", Some(r"37\,\text{°C}"));
        case(r"\SI{20}{\percent}", Some(r"20\,\text{\%}"));
        case(r"\SI{60}{kg.m^{-2}}", Some(r"60\,\text{kg}\,\text{m}^{-2}"));
        case(
            r"\si{\kilo\gram\per\cubic\metre}",
            Some(r"\text{kg}\,\text{m}^{-3}"),
        );
        case(r"\num{12345.67891}", Some(r"12\,345.678\,91"));
        case(r"\num{1.2e-3}", Some(r"1.2 \times 10^{-3}"));
        case(r"\num{1.5 \pm 0.1}", Some(r"1.5 \pm 0.1"));
        case(r"\SIrange{1}{2}{\litre}", Some(r"1\text{–}2\,\text{L}"));
        case(r"\ang{45;30;}", Some(r"45\text{°}30\text{′}"));
        case(r"\SI{120}{\mmHg}", Some(r"120\,\text{mmHg}"));
        case(r"\si{\ug\per\ml}", Some(r"\text{µg}\,\text{ml}^{-1}"));
        case(r"\SI{5}{\parsec}", None);
        case(r"\num", None);
        case(r"\numb{4}", None);
    }
}
