//! Commands of an author's own in formulas: `\newcommand`, `\def`, `\DeclareMathOperator`.
//!
//! They are written out before a formula is read. How deep they may stand inside each other and
//! how much they may write is bounded, for a formula and for a chapter.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::markdown::formulas::cursor::Cursor;
use crate::markdown::formulas::error::FormulaError;

/// Commands that are defined by others, inside each other.
const MAX_DEPTH: usize = 16;

/// Longer than any formula that a page can hold.
const MAX_BYTES: usize = 6 * 1024;

/// What all the formulas of a chapter may write out, in bytes.
pub(crate) const CHAPTER_BYTES: usize = 4 << 20;

/// The commands that define another one.
const DEFINERS: [&str; 7] = [
    "newcommand",
    "renewcommand",
    "providecommand",
    "DeclareMathOperator",
    "DeclareRobustCommand",
    "def",
    "let",
];

/// Commands for formulas, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Macros {
    by_name: BTreeMap<String, Meaning>,
}

/// What a command of the author's stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Meaning {
    /// How many arguments it takes, the optional one among them.
    arguments: usize,
    /// What the first argument is if it is left out.
    default: Option<String>,
    body: String,
}

impl Meaning {
    /// Reads its arguments; `None` if one is missing.
    fn arguments<'m>(&'m self, cursor: &mut Cursor<'m>) -> Option<Vec<&'m str>> {
        let mut all: Vec<&'m str> = Vec::with_capacity(self.arguments);
        if let Some(default) = &self.default {
            all.push(cursor.bracketed().unwrap_or(default));
        }
        while all.len() < self.arguments {
            all.push(cursor.argument()?);
        }
        Some(all)
    }
}

impl Macros {
    /// Adds a command whose arguments are as many as its body names: `vect` as `\mathbf{#1}`.
    pub fn define(&mut self, name: &str, body: &str) {
        let named = (1..=9).rev().find(|n| body.contains(&format!("#{n}")));
        let meaning = Meaning {
            arguments: named.unwrap_or(0),
            default: None,
            body: body.to_owned(),
        };
        self.by_name
            .insert(name.trim_start_matches('\\').to_owned(), meaning);
    }

    /// Returns what a command stands for that takes no arguments.
    pub(crate) fn body(&self, name: &str) -> Option<&str> {
        let meaning = self.by_name.get(name)?;
        (meaning.arguments == 0).then_some(meaning.body.as_str())
    }

    /// Adds the definition that a text starts with; returns how many bytes it takes.
    pub(crate) fn read_definition(&mut self, text: &str) -> Option<usize> {
        // Longer than any definition; it keeps the work linear.
        let text = &text[..text.floor_char_boundary(2 * 1024)];
        let mut cursor = Cursor { text, at: 0 };
        let definer = cursor.command().filter(|name| is_definer(name))?;
        let is_starred = cursor.eat('*');
        cursor.skip_space();
        let name = match cursor.braced() {
            Some(inner) => inner.trim().strip_prefix('\\')?,
            None => cursor.command()?,
        };
        if name.is_empty() || name.contains(['\\', '{', ' ']) {
            return None;
        }
        let mut meaning = Meaning::default();
        match definer {
            "let" => {
                cursor.eat('=');
                cursor.skip_space();
                let start = cursor.at;
                cursor.command()?;
                meaning.body = text[start..cursor.at].to_owned();
            }
            "def" => {
                while cursor.eat('#') {
                    cursor.at += cursor.peek().filter(char::is_ascii_digit)?.len_utf8();
                    meaning.arguments += 1;
                }
                meaning.body = cursor.braced()?.to_owned();
            }
            "DeclareMathOperator" => {
                cursor.skip_space();
                let star = if is_starred { "*" } else { "" };
                meaning.body = format!("\\operatorname{star}{{{}}}", cursor.braced()?);
            }
            _ => {
                if let Some(count) = cursor.bracketed() {
                    meaning.arguments = count.trim().parse().ok().filter(|count| *count <= 9)?;
                }
                meaning.default = cursor.bracketed().map(str::to_owned);
                cursor.skip_space();
                meaning.body = cursor.braced()?.to_owned();
            }
        }
        self.by_name.insert(name.to_owned(), meaning);
        Some(cursor.at)
    }

    /// Takes the definitions out of a formula.
    pub(crate) fn take_definitions<'t>(&mut self, tex: &'t str) -> Cow<'t, str> {
        let mut out = String::new();
        let mut copied = 0;
        let mut at = 0;
        while let Some(found) = tex[at..].find('\\') {
            at += found;
            match self.read_definition(&tex[at..]) {
                Some(length) => {
                    out.push_str(&tex[copied..at]);
                    at += length;
                    copied = at;
                }
                None => at += 1,
            }
        }
        match copied {
            0 => Cow::Borrowed(tex),
            _ => Cow::Owned(out + &tex[copied..]),
        }
    }

    /// Writes the commands of a formula out; `left` is what the chapter may still write.
    pub(crate) fn expand<'t>(
        &self,
        tex: &'t str,
        left: &mut usize,
    ) -> Result<Cow<'t, str>, FormulaError> {
        if self.by_name.is_empty() || !tex.contains('\\') || tex.len() > MAX_BYTES {
            return Ok(Cow::Borrowed(tex));
        }
        let mut out = String::new();
        let mut spent = 0;
        self.write_out(tex, 0, &mut out, &mut spent)?;
        if *left < spent {
            return Err(too_much());
        }
        *left -= spent;
        Ok(Cow::Owned(out))
    }

    fn write_out(
        &self,
        tex: &str,
        depth: usize,
        out: &mut String,
        spent: &mut usize,
    ) -> Result<(), FormulaError> {
        let mut cursor = Cursor { text: tex, at: 0 };
        while let Some(found) = tex[cursor.at..].find('\\') {
            let start = cursor.at + found;
            out.push_str(&tex[cursor.at..start]);
            cursor.at = start;
            let name = cursor.command().unwrap_or("");
            let Some(meaning) = self.by_name.get(name) else {
                if name.is_empty() {
                    // An escaped sign, `\\` among them, is no start of a name.
                    let sign = tex[start + 1..].chars().next().map_or(0, char::len_utf8);
                    cursor.at = start + 1 + sign;
                }
                out.push_str(&tex[start..cursor.at]);
                continue;
            };
            if depth == MAX_DEPTH {
                return Err(FormulaError {
                    message: format!("`\\{name}` is defined by itself"),
                    hint: "define it by other commands".to_owned(),
                });
            }
            let arguments = meaning.arguments(&mut cursor).ok_or_else(|| FormulaError {
                message: format!("`\\{name}` takes {} arguments", meaning.arguments),
                hint: format!("write them in braces: `\\{name}{{…}}`"),
            })?;
            let mut body = fill(&meaning.body, &arguments);
            if cursor.peek().is_some_and(char::is_alphabetic)
                && body.ends_with(|c: char| c.is_ascii_alphabetic())
            {
                body.push(' ');
            }
            // Each step costs something, so that commands that write nothing end too.
            *spent += body.len() + 32;
            if *spent > 4 * MAX_BYTES || out.len() > MAX_BYTES {
                return Err(too_much());
            }
            self.write_out(&body, depth + 1, out, spent)?;
        }
        out.push_str(&tex[cursor.at..]);
        match out.len() > MAX_BYTES {
            true => Err(too_much()),
            false => Ok(()),
        }
    }
}

/// Whether a command defines another one.
pub(crate) fn is_definer(name: &str) -> bool {
    DEFINERS.contains(&name)
}

fn too_much() -> FormulaError {
    FormulaError {
        message: "its own commands write out more than a page can hold".to_owned(),
        hint: "define them in a shorter way, or write the formula without them".to_owned(),
    }
}

/// Returns a body with its arguments in place.
fn fill(body: &str, arguments: &[&str]) -> String {
    let mut out = String::with_capacity(body.len());
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        let place = chars.peek().and_then(|next| next.to_digit(10));
        match (c, place) {
            ('#', Some(place)) => {
                chars.next();
                let argument = (place as usize).checked_sub(1);
                out.push_str(argument.and_then(|at| arguments.get(at)).unwrap_or(&""));
            }
            ('#', None) => {
                chars.next_if_eq(&'#');
                out.push('#');
            }
            (c, _) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(definitions: &str, tex: &str, wanted: Result<&str, &str>) {
        let mut macros = Macros::default();
        assert_eq!(macros.take_definitions(definitions).trim(), "");
        let mut left = CHAPTER_BYTES;
        let found = macros.expand(tex, &mut left);
        let found = found.as_deref().map_err(|error| error.message.as_str());
        assert_eq!(found, wanted, "{definitions}");
    }

    #[test]
    fn commands_of_the_authors_own_are_written_out() {
        case(
            r"\newcommand{\R}{\mathbb{R}}",
            r"x \in \R",
            Ok(r"x \in \mathbb{R}"),
        );
        case(
            r"\newcommand\R{\mathbb R}",
            r"\R^n, \Rx",
            Ok(r"\mathbb R^n, \Rx"),
        );
        case(
            r"\def\half#1{\frac{#1}{2}}",
            r"\half{x_{1}}",
            Ok(r"\frac{x_{1}}{2}"),
        );
        case(
            r"\newcommand{\p}[2][n]{p_{#1}(#2)}",
            r"\p{x}\p[m] y",
            Ok("p_{n}(x)p_{m}(y)"),
        );
        case(
            r"\DeclareMathOperator*{\argmin}{arg\,min}",
            r"\argmin_x",
            Ok(r"\operatorname*{arg\,min}_x"),
        );
        case(r"\let\eps=\varepsilon", r"\eps x", Ok(r"\varepsilon x"));
        case(
            r"\newcommand{\a}{\b} \renewcommand*{\b}{\alpha}",
            r"\a x\a\\",
            Ok(r"\alpha x\alpha\\"),
        );
        case(r"\newcommand{\a}{\alpha}", r"\{\a\}", Ok(r"\{\alpha\}"));
        case(r"\newcommand{\a}[1]{#1##1}", r"\a{é}", Ok("é#1"));
    }

    #[test]
    fn what_never_ends_is_refused() {
        case(
            r"\newcommand{\a}{\a}",
            r"\a",
            Err("`\\a` is defined by itself"),
        );
        let much = "its own commands write out more than a page can hold";
        let laughs: String = (b'a'..b'n')
            .map(|name| {
                let (name, next) = (name as char, (name + 1) as char);
                format!(
                    "\\newcommand{{\\{name}}}{{{}}}",
                    format!("\\{next}").repeat(10)
                )
            })
            .collect();
        case(&laughs, r"\a", Err(much));
        case(
            r"\newcommand{\a}[1]{#1#1#1#1#1#1#1#1#1#1}",
            r"\a{\a{\a{\a{\a{x}}}}}",
            Err(much),
        );
        case(
            r"\newcommand{\a}[2]{#1}",
            r"\a{x}",
            Err("`\\a` takes 2 arguments"),
        );
    }

    #[test]
    fn what_is_no_definition_stays() {
        for text in [
            r"\newcommand",
            r"\newcommand{R}{x}",
            r"\newcommand{\R",
            r"\defx",
            r"\let\a",
        ] {
            let mut macros = Macros::default();
            assert_eq!(macros.take_definitions(text), text);
            assert_eq!(macros, Macros::default());
        }
    }
}
