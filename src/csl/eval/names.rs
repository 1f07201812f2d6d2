//! `names`: lists of names, "et al.", and what stands in their place.

use std::rc::Rc;

use crate::csl::eval::{Eval, Mode};
use crate::csl::item::{Name, Value};
use crate::csl::out::{Out, Tag, beside, dressed, group, words};
use crate::csl::rich::{Rich, letters, plain};
use crate::csl::style::{
    And, Element, Format, NameForm, NameOptions, NamesRule, Position, Precedes, SortOrder, TermForm,
};

impl<'a> Eval<'a> {
    pub(super) fn names(&mut self, rule: &'a Rc<NamesRule>) -> Option<Out> {
        let in_place_of = self.in_place_of.clone();
        let effective = match &in_place_of {
            Some(other) => Rc::new(rule.in_place_of(other, self.mode == Mode::SortKey)),
            None => Rc::clone(rule),
        };
        let own = effective.name.as_ref().map(|name| &name.options);
        let options = own.map_or_else(|| self.names.clone(), |own| own.over(&self.names));
        let variables = self.variables(&effective);
        let asked: Vec<(Rc<str>, &'a [Name])> = variables
            .into_iter()
            .filter_map(|variable| {
                let own = match &*variable {
                    "editortranslator" => "editor",
                    other => other,
                };
                match self.ask(own)? {
                    Value::Names(names) => Some((variable, names.as_slice())),
                    Value::Text(_) | Value::Date(_) => None,
                }
            })
            .collect();
        if asked.is_empty() {
            if in_place_of.is_some() || rule.substitute.is_empty() {
                return None;
            }
            self.in_place_of = Some(Rc::clone(&effective));
            let found = self.first_of(&rule.substitute);
            self.in_place_of = None;
            return dressed(&rule.format, Some(found?));
        }
        let name_format = effective.name.as_ref().map(|name| &name.format);
        let looks = match name_format {
            Some(format) => Rc::new(format.over(&rule.format.looks())),
            None => Rc::new(rule.format.looks()),
        };
        let parts: Vec<Out> = asked
            .iter()
            .filter_map(|(variable, names)| {
                self.list(&effective, &options, &looks, variable, names)
            })
            .collect();
        let used: Vec<&Rc<str>> = asked.iter().map(|(variable, _)| variable).collect();
        self.used_in_place(&used);
        if options.form == Some(NameForm::Count) {
            let mut count = 0;
            for part in &parts {
                part.visit(&mut |part| {
                    count += usize::from(matches!(part, Out::Tagged(Tag::Name(_), _)));
                });
            }
            return Some(words(count.to_string()));
        }
        let format = Rc::new(Format {
            delimiter: rule
                .format
                .delimiter
                .clone()
                .or_else(|| options.names_delimiter.clone()),
            ..rule.format.affixes()
        });
        group(&format, parts)
    }

    /// Returns the variables that are asked for: editors who are the translators too stand once.
    fn variables(&self, rule: &NamesRule) -> Vec<Rc<str>> {
        let has = |name: &str| rule.variables.iter().any(|own| **own == *name);
        if has("editor") && has("translator") {
            let editors = self.known("editor");
            let form = rule.label_form();
            let is_both = editors.is_some()
                && editors == self.known("translator")
                && self
                    .run
                    .locale
                    .term("editortranslator", form, false)
                    .is_some();
            if is_both {
                let others = rule
                    .variables
                    .iter()
                    .filter(|own| !matches!(&***own, "editor" | "translator"));
                return std::iter::once(Rc::from("editortranslator"))
                    .chain(others.cloned())
                    .collect();
            }
        }
        rule.variables.clone()
    }

    /// Returns what the first element prints that prints anything, as what stands for names.
    fn first_of(&mut self, elements: &'a [Element]) -> Option<Out> {
        for element in elements {
            let mut parts = Vec::new();
            self.element(element, &mut parts);
            if let Some(part) = beside(parts) {
                let is_names = matches!(part, Out::Tagged(Tag::Names(..), _))
                    || matches!(&part, Out::Group(_, parts) if matches!(parts.first(), Some(Out::Tagged(Tag::Names(..), _))));
                return Some(match is_names {
                    true => part,
                    false => part.tagged(Tag::Names("".into(), Rc::from([]))),
                });
            }
        }
        None
    }

    /// Writes the names of one variable, with its label.
    fn list(
        &self,
        rule: &NamesRule,
        options: &NameOptions,
        looks: &Rc<Format>,
        variable: &Rc<str>,
        names: &[Name],
    ) -> Option<Out> {
        let is_sort_key = self.mode == Mode::SortKey;
        let delimiter = options.delimiter.as_deref().unwrap_or(", ");
        let count = names.len();
        // Files of reference managers say "others" where a list goes on.
        let ends_with_others = names.last().is_some_and(|name| name.literal == "others");
        let threshold = self.threshold(options, count, ends_with_others);
        let uses_last = options.et_al_use_last.unwrap_or(false);
        let mut parts: Vec<Out> = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let part = || self.name(name, at + 1, options, rule.name.as_ref(), looks, variable);
            let is_last = at + 1 == count;
            match threshold {
                Some(0) => break,
                Some(most) if at == most => {
                    if !is_sort_key {
                        parts.extend(self.et_al(
                            rule,
                            options,
                            names,
                            most,
                            delimiter,
                            uses_last && !ends_with_others,
                        ));
                    }
                    if uses_last && is_last && !ends_with_others {
                        parts.extend(part());
                    }
                }
                Some(most) if at > most => {
                    if uses_last && is_last && !ends_with_others {
                        parts.extend(part());
                    }
                }
                Some(_) | None => {
                    let before = match (at, is_last) {
                        (0, _) => String::new(),
                        (_, _) if is_sort_key => delimiter.to_owned(),
                        (_, true) => self.before_last(options, names, delimiter),
                        (_, false) => delimiter.to_owned(),
                    };
                    let format = Rc::new(Format {
                        prefix: before,
                        ..Format::default()
                    });
                    parts.extend(dressed(&format, part()));
                }
            }
        }
        let label = match &rule.label {
            Some(label) if !is_sort_key => self.label(variable, label),
            _ => None,
        };
        match rule.label_first {
            true => parts.splice(0..0, label).for_each(drop),
            false => parts.extend(label),
        }
        let all: Rc<[Name]> = names.into();
        Some(beside(parts)?.tagged(Tag::Names(Rc::clone(variable), all)))
    }

    /// Returns how many names stand before "et al.", if it is needed.
    fn threshold(&self, options: &NameOptions, count: usize, has_others: bool) -> Option<usize> {
        let is_later = self.mode == Mode::Citation && self.positions.is(Position::Subsequent);
        let (least, first) = match is_later {
            true => (
                options.et_al_subsequent_min.or(options.et_al_min),
                options
                    .et_al_subsequent_use_first
                    .or(options.et_al_use_first),
            ),
            false => (options.et_al_min, options.et_al_use_first),
        };
        if let (Some(least), Some(first)) = (least, first)
            && count >= least
        {
            let most = self.work.told.et_al.map_or(first, |told| told.max(first));
            return (most < count).then_some(most);
        }
        has_others.then(|| count - 1)
    }

    /// Returns what stands before the last name.
    fn before_last(&self, options: &NameOptions, names: &[Name], delimiter: &str) -> String {
        let count = names.len();
        let and = match options.and {
            None => return delimiter.to_owned(),
            Some(And::Symbol) => self
                .run
                .locale
                .term_text("and", TermForm::Symbol, false)
                .filter(|_| self.has_and_symbol())
                .unwrap_or("&"),
            Some(And::Text) => self
                .run
                .locale
                .term_text("and", TermForm::Long, false)
                .unwrap_or("and"),
        };
        let before = match options.precedes_last.unwrap_or(Precedes::Contextual) {
            Precedes::Always => delimiter,
            Precedes::Never => "",
            Precedes::Contextual if count > 2 => delimiter,
            Precedes::Contextual => "",
            Precedes::AfterInvertedName if is_inverted(options, names, count - 1) => delimiter,
            Precedes::AfterInvertedName => "",
        };
        let space = if before.ends_with(' ') { "" } else { " " };
        format!("{before}{space}{and} ")
    }

    /// Returns whether the language has a sign for "and", not only the word.
    fn has_and_symbol(&self) -> bool {
        let text = |form| self.run.locale.term_text("and", form, false);
        text(TermForm::Symbol) != text(TermForm::Long)
    }

    fn et_al(
        &self,
        rule: &NamesRule,
        options: &NameOptions,
        names: &[Name],
        shown: usize,
        delimiter: &str,
        uses_last: bool,
    ) -> Option<Out> {
        let count = names.len();
        let has_delimiter = match options.precedes_et_al.unwrap_or(Precedes::Contextual) {
            Precedes::Always => true,
            Precedes::Never => false,
            Precedes::Contextual => count > 2 && shown > 1,
            Precedes::AfterInvertedName => is_inverted(options, names, shown),
        };
        let before = if has_delimiter { delimiter } else { " " };
        let format = |own: &Format| {
            Rc::new(Format {
                prefix: format!("{before}{}", own.prefix).replace("  ", " "),
                ..own.clone()
            })
        };
        if uses_last && rule.et_al.is_none() {
            return dressed(&format(&Format::default()), Some(words("… ")));
        }
        let (term, own) = match &rule.et_al {
            Some(et_al) => (et_al.term.as_str(), (*et_al.format).clone()),
            None => ("et-al", Format::default()),
        };
        let text = self.run.locale.term(term, TermForm::Long, false)?;
        dressed(&format(&own), Some(Out::Text(text)))
    }

    /// Returns the names that stand for a work in a sentence where the style itself prints none:
    /// "Okafor and Pritchard" before "[1]".
    pub(crate) fn short_names(&mut self) -> Rich {
        const VARIABLES: [&str; 4] = ["author", "editor", "translator", "container-author"];
        let names = VARIABLES
            .iter()
            .find_map(|variable| match self.known(variable) {
                Some(Value::Names(names)) => Some(names.as_slice()),
                _ => None,
            });
        let Some(names) = names else {
            let title = self.known("title-short").or_else(|| self.known("title"));
            return match title {
                Some(Value::Text(title)) => {
                    crate::csl::rich::from_variable(crate::csl::rich::parse(title), &"title".into())
                }
                _ => plain(self.work.item.key.clone()),
            };
        };
        let shown = |name: &Name| match name.literal.is_empty() {
            true if name.non_dropping_particle.is_empty() => name.family.clone(),
            true => format!("{} {}", name.non_dropping_particle, name.family),
            false => name.literal.clone(),
        };
        let term = |name: &str, form, fallback: &str| {
            let text = self.run.locale.term(name, form, false);
            text.map_or(fallback.to_owned(), |text| letters(&text))
        };
        let has_others = names.last().is_some_and(|name| name.literal == "others");
        let text = match names {
            [one] => shown(one),
            [one, two] if !has_others => {
                format!(
                    "{} {} {}",
                    shown(one),
                    term("and", TermForm::Long, "and"),
                    shown(two)
                )
            }
            [one, ..] => format!("{} {}", shown(one), term("et-al", TermForm::Long, "et al.")),
            [] => String::new(),
        };
        crate::csl::rich::from_variable(plain(text), &"author".into())
    }
}

/// Returns whether the name before a position is printed family name first; an organisation has
/// nothing to turn round.
fn is_inverted(options: &NameOptions, names: &[Name], position: usize) -> bool {
    let is_person = position
        .checked_sub(1)
        .and_then(|at| names.get(at))
        .is_some_and(|name| !name.given.is_empty());
    is_person
        && match options.sort_order {
            Some(SortOrder::All) => true,
            Some(SortOrder::First) => position == 1,
            None => false,
        }
}
