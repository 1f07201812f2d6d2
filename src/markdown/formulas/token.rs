//! Single tokens of LaTeX: letters, numbers, words, spaces, fonts.

use pulldown_latex::event::{
    Content, DelimiterSize, DelimiterType, Dimension, DimensionUnit, Font, StateChange, Style,
};

use crate::markdown::formulas::error::{FormulaError, error};
use crate::markdown::formulas::names::OPERATORS;
use crate::markdown::write::spelling::quoted;

/// Stands before the name of an operator below which its limits stand.
pub(crate) const LIMITS: char = '*';

/// Returns the space that a backslash and a sign stand for; `\!` takes space away.
pub(crate) fn escaped_space(sign: char) -> Option<&'static str> {
    match sign {
        ',' => Some("\u{2009}"),
        ' ' | ':' | ';' => Some(" "),
        '!' | '-' => Some(""),
        _ => None,
    }
}

pub(crate) fn content_of(content: Content) -> Result<String, FormulaError> {
    Ok(match content {
        Content::Text("&nbsp;") => "#h(0.28em)".to_owned(),
        Content::Text(text) => quoted(&text_of(text)?),
        Content::Number(number) if is_plain_number(number) => number.to_owned(),
        Content::Number(number) => quoted(number),
        Content::Function(name) if OPERATORS.contains(&name) => name.to_owned(),
        Content::Function(name) => match name.strip_prefix(LIMITS) {
            Some(name) => format!("op({}, limits: #true)", quoted(name)),
            None => format!("op({})", quoted(name)),
        },
        Content::Ordinary {
            content: bar @ ('|' | '‖'),
            ..
        } => format!("class(\"normal\", {bar})"),
        Content::Ordinary { content, .. }
        | Content::LargeOp { content, .. }
        | Content::BinaryOp { content, .. }
        | Content::Punctuation(content) => escaped(content).into_owned(),
        Content::Relation { content, .. } => {
            let mut buffer = [0; 8];
            let bytes = content.encode_utf8_to_buf(&mut buffer);
            let text = std::str::from_utf8(bytes).unwrap_or("");
            text.chars().map(|c| escaped(c).into_owned()).collect()
        }
        Content::Delimiter { content, size, ty } => match (size, ty, content) {
            (Some(size), _, _) => format!("lr(size: #{}em, {})", ems(size), escaped(content)),
            (None, DelimiterType::Open, '|' | '‖') => format!("class(\"opening\", {content})"),
            (None, DelimiterType::Close, '|' | '‖') => format!("class(\"closing\", {content})"),
            (None, DelimiterType::Fence, '|' | '‖') => format!("class(\"normal\", {content})"),
            (None, _, _) => escaped(content).into_owned(),
        },
    })
}

/// Returns what `\text{…}` says.
pub(crate) fn text_of(text: &str) -> Result<String, FormulaError> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(escaped) if "%&_#${}".contains(escaped) => out.push(escaped),
                sign => match sign.and_then(escaped_space) {
                    Some(space) => out.push_str(space),
                    None => return Err(error("a command inside `\\text` is not known")),
                },
            },
            '$' => return Err(error("a formula inside `\\text` is not known")),
            '~' => out.push('\u{a0}'),
            '{' | '}' => {}
            c => out.push(c),
        }
    }
    Ok(out.replace("---", "—").replace("--", "–"))
}

/// Whether Typst reads the number as one.
fn is_plain_number(number: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, part)) => is_digits(whole) && is_digits(part),
        None => is_digits(number),
    }
}

fn ems(size: DelimiterSize) -> &'static str {
    match size {
        DelimiterSize::Big => "1.2",
        DelimiterSize::BIG => "1.8",
        DelimiterSize::Bigg => "2.4",
        DelimiterSize::BIGG => "3",
    }
}

/// Returns a character so that it means itself.
pub(crate) fn escaped(c: char) -> std::borrow::Cow<'static, str> {
    match c {
        '\'' => "′".into(),
        // The micro sign is no Greek letter and would stand upright.
        'µ' => "μ".into(),
        '+' | '-' | '=' | '<' | '>' | '!' | '|' | '*' | '?' | '%' => c.to_string().into(),
        c if c.is_ascii_punctuation() => format!("\\{c}").into(),
        '√' => "\\√".into(),
        c if c.is_whitespace() => "".into(),
        c => c.to_string().into(),
    }
}

pub(crate) fn space(width: Dimension) -> String {
    let ems = match width.unit {
        DimensionUnit::Em => width.value,
        DimensionUnit::Mu => width.value / 18.0,
        DimensionUnit::Ex => width.value * 0.43,
        DimensionUnit::Pt | DimensionUnit::Bp => width.value / 10.0,
        DimensionUnit::Pc | DimensionUnit::Cc => width.value * 1.2,
        DimensionUnit::In => width.value * 7.2,
        DimensionUnit::Mm => width.value * 0.284,
        DimensionUnit::Cm => width.value * 2.84,
        DimensionUnit::Dd => width.value * 0.107,
        DimensionUnit::Sp => width.value / 655_360.0,
    };
    if ems.is_finite() && ems.abs() < 50.0 {
        format!("#h({ems:.3}em)")
    } else {
        String::new()
    }
}

/// Returns the function that stands for the rest of a group.
pub(crate) fn wrapper(change: StateChange) -> Option<&'static str> {
    match change {
        StateChange::Font(font) => Some(match font? {
            Font::BoldScript => "bold(cal",
            Font::BoldItalic | Font::BoldSymbol => "bold",
            Font::Bold => "upright(bold",
            Font::Fraktur | Font::BoldFraktur => "frak",
            Font::Script => "cal",
            Font::Monospace => "mono",
            Font::SansSerif
            | Font::SansSerifItalic
            | Font::BoldSansSerif
            | Font::SansSerifBoldItalic => "sans",
            Font::DoubleStruck | Font::DoubleStruckItalic => "bb",
            Font::Italic => "italic",
            Font::UpRight => "upright",
        }),
        StateChange::Color(_) => None,
        StateChange::Style(style) => Some(match style {
            Style::Display => "display",
            Style::Text => "inline",
            Style::Script => "script",
            Style::ScriptScript => "sscript",
        }),
    }
}
