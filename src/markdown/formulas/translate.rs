//! The translation, group by group.

use std::iter::Peekable;
use std::vec::IntoIter;

use pulldown_latex::event::{Content, EnvironmentFlow, Event, ScriptPosition, ScriptType, Visual};
use pulldown_latex::{Parser, Storage};
use typst::syntax::parse;
use unicode_normalization::UnicodeNormalization;

use crate::markdown::formulas::error::{FormulaError, error, explain};
use crate::markdown::formulas::names::accent;
use crate::markdown::formulas::prepare::prepared;
use crate::markdown::formulas::token::{content_of, space, text_of, wrapper};
use crate::markdown::write::spelling::quoted;

/// Deeper than any formula that can be read by eye.
const MAX_DEPTH: usize = 24;

/// Longer than any formula that a page can hold.
const MAX_BYTES: usize = 6 * 1024;

/// Returns the formula as Typst maths.
pub(crate) fn translate(tex: &str) -> Result<String, FormulaError> {
    if tex.len() > MAX_BYTES {
        return Err(error("it is too long"));
    }
    if tex.trim().is_empty() {
        return Err(error("it is empty"));
    }
    let tex = &prepared(tex);
    let found = read(tex);
    if found.is_err() && tex.contains("\\\\") {
        // Lines without an environment, as MathJax and pandoc's readers take them.
        return read(&format!("\\begin{{aligned}}{tex}\\end{{aligned}}")).or(found);
    }
    found
}

fn read(tex: &str) -> Result<String, FormulaError> {
    let storage = Storage::new();
    let events: Result<Vec<Event>, _> = Parser::new(tex, &storage).collect();
    let events = events.map_err(|found| explain(&found.to_string(), tex))?;
    let mut reader = FormulaTranslator {
        events: events.into_iter().peekable(),
        depth: 0,
    };
    let mut rows = Vec::new();
    let body = reader.sequence(&mut rows)?;
    if !rows.is_empty() {
        return Err(error(
            "a line ends outside an environment such as `aligned`",
        ));
    }
    // In a formula the parser reads grapheme clusters: one of them could swallow the end.
    let parsed = parse(&format!("${body}$"));
    if parsed.diagnosis().errors || parsed.children().len() != 1 || body.trim().is_empty() {
        return Err(error("it has no translation"));
    }
    Ok(body)
}

/// A row of a table: its cells.
pub(crate) type FormulaRow = Vec<String>;

pub(crate) struct FormulaTranslator<'a> {
    pub(crate) events: Peekable<IntoIter<Event<'a>>>,
    pub(crate) depth: usize,
}

impl<'a> FormulaTranslator<'a> {
    /// Reads up to the end of the group; finished rows go to `rows`, the last one is returned.
    pub(crate) fn sequence(&mut self, rows: &mut Vec<FormulaRow>) -> Result<String, FormulaError> {
        let mut row: FormulaRow = Vec::new();
        let mut parts: Vec<String> = Vec::new();
        let mut closing = String::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End => break,
                Event::StateChange(change) => {
                    if let Some(function) = wrapper(change) {
                        if function == "upright"
                            && let Some(word) = self.word()
                        {
                            parts.push(word);
                            continue;
                        }
                        parts.push(format!("{function}("));
                        closing.push(')');
                        if function.contains('(') {
                            closing.push(')');
                        }
                    }
                }
                Event::EnvironmentFlow(EnvironmentFlow::Alignment) => {
                    parts.push(std::mem::take(&mut closing));
                    row.push(join(&mut parts));
                    if rows.is_empty() && row.is_empty() {
                        break;
                    }
                }
                Event::EnvironmentFlow(EnvironmentFlow::NewLine { .. }) => {
                    parts.push(std::mem::take(&mut closing));
                    row.push(join(&mut parts));
                    rows.push(std::mem::take(&mut row));
                }
                Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. }) => {}
                event => {
                    let part = self.element_from(event)?;
                    parts.push(part);
                }
            }
        }
        parts.push(closing);
        let last = join(&mut parts);
        if rows.is_empty() && row.is_empty() {
            return Ok(last);
        }
        if !(row.is_empty() && last.is_empty()) {
            row.push(last);
            rows.push(row);
        }
        Ok(String::new())
    }

    /// Reads the rest of a group if it is a word, such as `Var`.
    fn word(&mut self) -> Option<String> {
        let mut word = String::new();
        for event in self.events.clone() {
            match event {
                Event::Content(Content::Ordinary { content, .. }) if content.is_alphanumeric() => {
                    word.push(content);
                }
                Event::Content(Content::Number(number)) => word.push_str(number),
                Event::Content(Content::Text("&nbsp;")) => word.push(' '),
                Event::Content(Content::Text(text)) => word.push_str(&text_of(text).ok()?),
                Event::End => break,
                _ => return None,
            }
        }
        if word.is_empty() {
            return None;
        }
        while self.events.next_if(|event| *event != Event::End).is_some() {}
        Some(quoted(&word))
    }

    fn element(&mut self) -> Result<String, FormulaError> {
        match self.events.next() {
            Some(Event::StateChange(_)) => self.element(),
            Some(event) => self.element_from(event),
            None => Err(error("an argument is missing")),
        }
    }

    fn element_from(&mut self, event: Event<'a>) -> Result<String, FormulaError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(error("it is nested too deep"));
        }
        let shown = match event {
            Event::Content(content) => content_of(content)?,
            Event::Begin(grouping) => self.group(grouping)?,
            Event::Visual(visual) => self.visual(visual)?,
            Event::Script { ty, position } => self.script(ty, position)?,
            Event::Space { width, .. } => width.map(space).unwrap_or_default(),
            Event::End | Event::StateChange(_) | Event::EnvironmentFlow(_) => {
                return Err(error("an argument is missing"));
            }
        };
        self.depth -= 1;
        Ok(shown)
    }

    fn visual(&mut self, visual: Visual) -> Result<String, FormulaError> {
        Ok(match visual {
            Visual::SquareRoot => format!("sqrt({})", self.element()?),
            Visual::Root => {
                let radicand = self.element()?;
                format!("root({}, {radicand})", self.element()?)
            }
            Visual::Fraction(line) => {
                let above = or_empty(self.element()?);
                let below = or_empty(self.element()?);
                if line.is_some_and(|line| line.value == 0.0) {
                    format!("mat(delim: #none, {above}; {below})")
                } else {
                    format!("frac({above}, {below})")
                }
            }
            Visual::Negation => {
                let shown = self.element()?;
                let composed: String = format!("{shown}\u{338}").nfc().collect();
                if composed.chars().count() == 1 {
                    composed
                } else {
                    format!("cancel({shown})")
                }
            }
        })
    }

    fn script(&mut self, ty: ScriptType, position: ScriptPosition) -> Result<String, FormulaError> {
        let base_is_operator = matches!(
            self.events.peek(),
            Some(Event::Content(
                Content::LargeOp { .. } | Content::Function(_)
            ))
        );
        let base = or_empty(self.element()?);
        let sub = match ty {
            ScriptType::Subscript | ScriptType::SubSuperscript => Some(self.element()?),
            ScriptType::Superscript => None,
        };
        let sup = match ty {
            ScriptType::Superscript | ScriptType::SubSuperscript => Some(self.element()?),
            ScriptType::Subscript => None,
        };
        if position == ScriptPosition::AboveBelow {
            let (mark, note) = match (&sub, &sup) {
                (Some(sub), None) => (accent(sub, false), Some((sub, "under"))),
                (None, Some(sup)) => (accent(sup, true), Some((sup, "over"))),
                _ => (None, None),
            };
            if let Some(function) = mark {
                return Ok(format!("{function}({base})"));
            }
            if let Some((note, side)) = note
                && base.starts_with(side)
                && is_one_call(&base)
                && base[..base.find('(').unwrap_or(0)].contains("bra")
            {
                let open = &base[..base.len() - 1];
                return Ok(format!("{open}, {})", or_empty(note.clone())));
            }
        }
        let base = match position {
            ScriptPosition::AboveBelow => format!("limits({base})"),
            ScriptPosition::Right
                if base_is_operator
                    && !base.starts_with(['∫', '∬', '∭', '∮'])
                    && !base.contains("limits: #true") =>
            {
                format!("scripts({base})")
            }
            ScriptPosition::Right | ScriptPosition::Movable => base,
        };
        let is_single = !base.contains(' ') || is_one_call(&base);
        let mut out = match is_single {
            true => base,
            false => format!("attach({base})"),
        };
        if let Some(sub) = sub {
            out.push('_');
            out.push_str(&script_of(sub));
        }
        if let Some(sup) = sup {
            out.push('^');
            out.push_str(&script_of(sup));
        }
        Ok(out)
    }
}

/// Joins tokens by spaces, but for words: a space beside one would show.
fn join(parts: &mut Vec<String>) -> String {
    let mut out = String::new();
    for part in parts.drain(..).filter(|part| !part.is_empty()) {
        if !out.is_empty() && !out.ends_with('"') && !part.starts_with('"') {
            out.push(' ');
        }
        out.push_str(&part);
    }
    out
}

pub(crate) fn or_empty(shown: String) -> String {
    if shown.trim().is_empty() {
        "\"\"".to_owned()
    } else {
        shown
    }
}

/// Returns a script, in parentheses unless it is a single letter or a whole number.
fn script_of(shown: String) -> String {
    let is_letter = shown.chars().count() == 1 && shown.chars().all(char::is_alphanumeric);
    let is_number = !shown.is_empty() && shown.bytes().all(|byte| byte.is_ascii_digit());
    if is_letter || is_number {
        shown
    } else {
        format!("({})", or_empty(shown))
    }
}

/// Whether the text is a call and nothing behind it.
fn is_one_call(shown: &str) -> bool {
    let name = shown.find('(').map_or("", |end| &shown[..end]);
    let is_name = |c: char| c.is_ascii_alphabetic() || c == '.';
    if name.is_empty() || !name.chars().all(is_name) {
        return false;
    }
    let mut depth = 0;
    let mut is_escaped = false;
    let mut in_string = false;
    for (at, c) in shown.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => in_string = !in_string,
            '(' if !in_string => depth += 1,
            ')' if !in_string => {
                depth -= 1;
                if depth == 0 {
                    return at + 1 == shown.len();
                }
            }
            _ => {}
        }
    }
    false
}
