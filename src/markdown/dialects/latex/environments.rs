//! `\begin{…}` and `\end{…}` in running text: formulas become what they are, of the rest the words
//! are printed.

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::latex::advice;
use crate::markdown::dialects::latex::arguments::{group, optional};
use crate::markdown::document::Inline;
use crate::markdown::formulas::prepare::take_label;
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::mask::{environment, is_formula_environment};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::rules::LATEX_ENVIRONMENT;

impl<'a> LineScanner<'a, '_, '_> {
    /// `\begin{…}` at byte `at`; `behind` is the byte behind the command's name.
    pub(crate) fn begin(&mut self, at: usize, behind: usize, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        let name_place = group(source, behind, limit, b'{')?;
        let name = &source[name_place.clone()];
        let plain = name.trim_end_matches('*');
        if plain == "subequations" {
            let Some(length) = environment(&source[at..limit]) else {
                return Some(name_place.end + 1);
            };
            let end = at + length;
            let outer = name_place.end + 1..end - "\\end{subequations}".len();
            let open = outer.start + source[outer.clone()].find("\\begin{")?;
            let name_place = group(source, open + "\\begin".len(), limit, b'{')?;
            let name = &source[name_place.clone()];
            let whole = source[open..outer.end].trim_end().len();
            let inner = name_place.end + 1..open + whole - "\\end{}".len() - name.len();
            let label = source[outer.start..open].trim();
            self.formula(name.trim_end_matches('*'), inner, label, at..end);
            return Some(end);
        }
        if is_formula_environment(plain)
            && let Some(end) = self.environment_end(&name_place, limit)
        {
            let place = at..end;
            let inner = name_place.end + 1..end - "\\end{}".len() - name.len();
            self.formula(plain, inner, "", place);
            return Some(end);
        }
        self.reader.environments += 1;
        let (_, mut end) = optional(source, name_place.end + 1, limit);
        for _ in 0..groups(plain) {
            if let Some(place) = group(source, end, limit, b'{') {
                end = place.end + 1;
            }
        }
        let message = format!("`\\begin{{{name}}}` means nothing here; its words are printed");
        let hint = format!("write {}", advice::environment(plain));
        self.reader
            .trouble
            .tell(&LATEX_ENVIRONMENT, &(at..end), message, &hint);
        Some(end)
    }

    /// `\\` in an environment, of which the second backslash stands at a place: a line ends.
    pub(crate) fn line_break(&mut self, place: &BodyRange, limit: usize) {
        let (_, end) = optional(self.reader.source, place.end, limit);
        self.push(Inline::Hard(place.start - 1..end));
        self.reader.trouble.leave_out(place.end..end);
        self.done = self.done.max(end);
    }

    /// Returns where `\end{name}` ends, if nothing of the same name begins before it.
    fn environment_end(&self, name: &BodyRange, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        let braced = &source[name.start - 1..name.end + 1];
        let rest = &source[name.end + 1..limit];
        let found = rest.find(braced)?;
        rest[..found]
            .ends_with("\\end")
            .then(|| name.end + 1 + found + braced.len())
    }

    /// Adds the formula of an environment; `label` stands before it.
    fn formula(&mut self, name: &str, inner: BodyRange, label: &str, place: BodyRange) {
        let source = self.reader.source;
        let mut body = source[inner.clone()]
            .replace("\n> ", "\n")
            .replace("\n>", "\n");
        body.insert_str(0, label);
        if body.contains("\n%") {
            let lines = body.split_inclusive('\n');
            body = lines.filter(|line| !line.starts_with('%')).collect();
        }
        let tex = match name {
            "equation" | "displaymath" | "math" if body.len() == inner.len() => {
                PlacedText::literal(&source[inner.clone()], inner, true)
            }
            "equation" | "displaymath" | "math" => PlacedText::literal(body, inner, false),
            _ => {
                let name = match name {
                    "eqnarray" | "flalign" => "align",
                    other => other,
                };
                let whole = format!("\\begin{{{name}*}}{body}\\end{{{name}*}}");
                PlacedText::literal(whole, place.clone(), false)
            }
        };
        self.math(tex, name != "math", Box::default(), place);
    }

    /// Adds a formula, with its label and without what it defines.
    pub(crate) fn math(
        &mut self,
        mut tex: PlacedText<'a>,
        is_display: bool,
        mut attributes: Box<Attributes>,
        place: BodyRange,
    ) {
        if let Some(found) = take_label(&tex.text) {
            let at = match tex.exact {
                true => tex.place.start + found.at.start..tex.place.start + found.at.end,
                false => place.clone(),
            };
            if attributes.id.is_some() {
                attributes.also.push(found.label);
            } else {
                attributes.id = Some((found.label, at));
            }
            attributes.also.extend(found.others);
            tex = PlacedText::literal(found.tex, tex.place, false);
        }
        let rest = self.reader.macros.take_definitions(&tex.text);
        if rest.len() < tex.text.len() {
            let rest = rest.into_owned();
            if rest.trim().is_empty() {
                self.reader.trouble.leave_out(place);
                return;
            }
            tex = PlacedText::literal(rest, tex.place.clone(), false);
        }
        self.push(Inline::Math {
            tex,
            is_display,
            attributes,
            place,
        });
    }
}

/// How many groups that are no words stand behind `\begin{name}`.
fn groups(name: &str) -> usize {
    match name {
        "tabularx" | "tabular*" | "adjustwidth" => 2,
        "tabular" | "longtable" | "minipage" | "multicols" | "array" | "subfigure" | "spacing" => 1,
        _ => 0,
    }
}
