//! LaTeX as Typst maths, from the events of pulldown-latex.
//!
//! Every token stands by itself between spaces and every character that could be syntax is
//! escaped, so that an argument ends where it should whatever it holds. What comes out is read by
//! the engine's parser before it is believed.

use std::iter::Peekable;
use std::vec::IntoIter;

use pulldown_latex::event::{
    ArrayColumn, ColumnAlignment, Content, DelimiterSize, DelimiterType, Dimension, DimensionUnit,
    EnvironmentFlow, Event, Font, Grouping, ScriptPosition, ScriptType, StateChange, Style, Visual,
};
use pulldown_latex::{Parser, Storage};
use typst::syntax::parse;
use unicode_normalization::UnicodeNormalization;

use crate::markdown::latex_names::{OPERATORS, accent};
use crate::markdown::writer::quote;

/// Why a formula cannot be translated.
#[derive(Debug)]
pub(super) struct FormulaError {
    pub(super) message: String,
    pub(super) hint: String,
}

/// Deeper than any formula that can be read by eye.
const MAX_DEPTH: usize = 24;

/// Longer than any formula that a page can hold.
const MAX_BYTES: usize = 16 * 1024;

/// Returns the formula as Typst maths.
pub(super) fn translate(tex: &str) -> Result<String, FormulaError> {
    if tex.len() > MAX_BYTES {
        return Err(error("it is too long"));
    }
    if tex.trim().is_empty() {
        return Err(error("it is empty"));
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(tex, &storage) {
        match event {
            Ok(event) => events.push(event),
            Err(found) => return Err(explain(&found.to_string())),
        }
    }
    let mut reader = Reader {
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

fn error(message: &str) -> FormulaError {
    FormulaError {
        message: message.to_owned(),
        hint: "write it another way, or in Typst: `` `$…$`{=typst} ``".to_owned(),
    }
}

/// Takes what a person needs out of the parser's message.
fn explain(found: &str) -> FormulaError {
    let first = found.lines().next().unwrap_or("").trim();
    let first = first.trim_start_matches("parsing error:").trim();
    let near = found
        .lines()
        .filter_map(|line| line.strip_prefix('│'))
        .map(str::trim);
    let near = near
        .filter(|line| !line.is_empty() && !line.starts_with('^'))
        .next_back();
    let mut shown = match near {
        Some(near) => error(&format!("{first}, near `{near}`")),
        None => error(first),
    };
    if found.contains("label") || found.contains("tag") {
        shown.hint = "give a formula its label behind it: `$$…$$ {#eq:name}`".to_owned();
    }
    shown
}

/// A row of a table: its cells.
type Row = Vec<String>;

struct Reader<'a> {
    events: Peekable<IntoIter<Event<'a>>>,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Reads up to the end of the group; finished rows go to `rows`, the last one is returned.
    fn sequence(&mut self, rows: &mut Vec<Row>) -> Result<String, FormulaError> {
        let mut row: Row = Vec::new();
        let mut parts: Vec<String> = Vec::new();
        let mut closing = String::new();
        loop {
            let Some(event) = self.events.next() else {
                break;
            };
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
        let mut out = String::new();
        quote(&mut out, &word);
        Some(out)
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
            let mark = sup.as_deref().map(|sup| accent(sup, true));
            if let (Some(Some(function)), None) = (mark, &sub) {
                return Ok(format!("{function}({base})"));
            }
            let mark = sub.as_deref().map(|sub| accent(sub, false));
            if let (Some(Some(function)), None) = (mark, &sup) {
                return Ok(format!("{function}({base})"));
            }
        }
        if position == ScriptPosition::AboveBelow {
            let note = match (&sub, &sup) {
                (Some(sub), None) if base.starts_with("under") => Some(sub),
                (None, Some(sup)) if base.starts_with("over") => Some(sup),
                _ => None,
            };
            if let Some(note) = note.filter(|_| is_one_call(&base)) {
                let open = &base[..base.len() - 1];
                if base[..base.find('(').unwrap_or(0)].contains("bra") {
                    return Ok(format!("{open}, {})", or_empty(note.clone())));
                }
            }
        }
        let base = match position {
            ScriptPosition::AboveBelow => format!("limits({base})"),
            ScriptPosition::Right
                if base_is_operator && !base.starts_with(['∫', '∬', '∭', '∮']) =>
            {
                format!("scripts({base})")
            }
            ScriptPosition::Right | ScriptPosition::Movable => base,
        };
        let is_single = !base.contains(' ') || is_one_call(&base);
        let base = if is_single {
            base
        } else {
            format!("attach({base})")
        };
        let mut out = base;
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

    fn group(&mut self, grouping: Grouping) -> Result<String, FormulaError> {
        let mut rows = Vec::new();
        let mut lines = Vec::new();
        if matches!(grouping, Grouping::Array(_) | Grouping::Matrix { .. }) {
            lines = self.horizontal_lines();
        }
        let body = self.sequence(&mut rows)?;
        if rows.is_empty() && !body.is_empty() {
            rows.push(vec![body.clone()]);
        }
        let aligned = |separator: &str| {
            let rows: Vec<String> = rows.iter().map(|row| row.join(" & ")).collect();
            rows.join(separator)
        };
        let is_outermost = self.depth <= 1;
        let table = |arguments: &str| {
            let width = rows.iter().map(Vec::len).max().unwrap_or(1);
            let rows: Vec<String> = rows
                .iter()
                .map(|row| {
                    let cells = (0..width).map(|at| row.get(at).cloned().unwrap_or_default());
                    cells.map(or_empty).collect::<Vec<_>>().join(", ")
                })
                .collect();
            format!("mat(delim: #none, {arguments}{})", rows.join("; "))
        };
        let stacked = |align: &str| {
            let rows: Vec<String> = rows.iter().map(|row| or_empty(row.join(" & "))).collect();
            format!("vec(delim: #none, align: #{align}, {})", rows.join(", "))
        };
        Ok(match grouping {
            // `10{,}000`: a comma in braces is no punctuation.
            Grouping::Normal if body == "\\," => "\",\"".to_owned(),
            Grouping::Normal => body,
            Grouping::LeftRight(open, close) => {
                let open = open.map(|c| escaped(c).into_owned()).unwrap_or_default();
                let close = close.map(|c| escaped(c).into_owned()).unwrap_or_default();
                format!("lr({open} {body} {close})")
            }
            Grouping::Matrix { alignment } => table(&format!("align: #{}, ", side(alignment))),
            Grouping::Array(columns) => {
                let mut arguments = String::new();
                let sides: Vec<ColumnAlignment> = columns
                    .iter()
                    .filter_map(|column| match column {
                        ArrayColumn::Column(side) => Some(*side),
                        ArrayColumn::Separator(_) => None,
                    })
                    .collect();
                if let Some(first) = sides
                    .first()
                    .filter(|first| sides.iter().all(|s| s == *first))
                {
                    arguments.push_str(&format!("align: #{}, ", side(*first)));
                }
                let mut before = 0;
                let mut upright = Vec::new();
                for column in &columns {
                    match column {
                        ArrayColumn::Column(_) => before += 1,
                        ArrayColumn::Separator(_) if before > 0 && before < sides.len() => {
                            upright.push(before)
                        }
                        ArrayColumn::Separator(_) => {}
                    }
                }
                lines.retain(|at| *at > 0 && *at < rows.len());
                if !upright.is_empty() || !lines.is_empty() {
                    let list = |all: &[usize]| {
                        let all: Vec<String> = all.iter().map(|at| format!("{at},")).collect();
                        format!("({})", all.concat())
                    };
                    arguments.push_str(&format!(
                        "augment: #(hline: {}, vline: {}), ",
                        list(&lines),
                        list(&upright)
                    ));
                }
                table(&arguments)
            }
            Grouping::Cases { left } => {
                let reverse = if left { "" } else { "reverse: #true, " };
                let rows: Vec<String> = rows.iter().map(|row| or_empty(row.join(" & "))).collect();
                format!("cases({reverse}{})", rows.join(", "))
            }
            Grouping::SubArray { alignment } => stacked(side(alignment)),
            Grouping::Equation { .. } => body,
            Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
            | Grouping::Split
                if is_outermost =>
            {
                aligned(" \\ ")
            }
            Grouping::Gather { .. } | Grouping::Gathered | Grouping::Multline if is_outermost => {
                aligned(" \\ ")
            }
            Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
            | Grouping::Split => stacked("left"),
            Grouping::Gather { .. } | Grouping::Gathered | Grouping::Multline => stacked("center"),
        })
    }

    /// Returns before which rows of the table that starts here a line is drawn.
    fn horizontal_lines(&self) -> Vec<usize> {
        let mut found = Vec::new();
        let mut row = 0;
        let mut open = 0;
        for event in self.events.clone() {
            match event {
                Event::Begin(_) => open += 1,
                Event::End if open == 0 => break,
                Event::End => open -= 1,
                Event::EnvironmentFlow(EnvironmentFlow::NewLine {
                    horizontal_lines, ..
                }) if open == 0 => {
                    row += 1;
                    if !horizontal_lines.is_empty() {
                        found.push(row);
                    }
                }
                _ => {}
            }
        }
        found
    }
}

fn side(alignment: ColumnAlignment) -> &'static str {
    match alignment {
        ColumnAlignment::Left => "left",
        ColumnAlignment::Center => "center",
        ColumnAlignment::Right => "right",
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

fn or_empty(shown: String) -> String {
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
    let mut depth = 0;
    let mut is_escaped = false;
    let name = shown.find('(').unwrap_or(0);
    if name == 0
        || !shown[..name]
            .chars()
            .all(|c| c.is_ascii_alphabetic() || c == '.')
    {
        return false;
    }
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

fn content_of(content: Content) -> Result<String, FormulaError> {
    Ok(match content {
        Content::Text("&nbsp;") => "#h(0.28em)".to_owned(),
        Content::Text(text) => {
            let mut out = String::new();
            quote(&mut out, &text_of(text)?);
            out
        }
        Content::Number(number) if is_plain_number(number) => number.to_owned(),
        Content::Number(number) => {
            let mut out = String::new();
            quote(&mut out, number);
            out
        }
        Content::Function(name) if OPERATORS.contains(&name) => name.to_owned(),
        Content::Function(name) => {
            let mut out = "op(".to_owned();
            quote(&mut out, name);
            out.push(')');
            out
        }
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
fn text_of(text: &str) -> Result<String, FormulaError> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(escaped) if "%&_#${} ".contains(escaped) => out.push(escaped),
                _ => return Err(error("a command inside `\\text` is not known")),
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
fn escaped(c: char) -> std::borrow::Cow<'static, str> {
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

fn space(width: Dimension) -> String {
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
fn wrapper(change: StateChange) -> Option<&'static str> {
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
