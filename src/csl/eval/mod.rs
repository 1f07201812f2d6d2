//! Walking a style for one work: elements → parts of what is printed.

mod choose;
mod date;
mod label;
mod name;
mod names;
mod number;
mod pages;
mod text;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::csl::item::{Item, Name, Value};
use crate::csl::locale::Locale;
use crate::csl::out::{Out, dressed, group};
use crate::csl::output::Locator;
use crate::csl::rich::letters;
use crate::csl::style::{Case, Element, Format, NameOptions, NamesRule, Position, Style};

pub(crate) use name::{initials_alike, initials_of, year_letters};
pub(crate) use number::roman;
pub(crate) use text::label_of;

/// How deep macros and groups may stand in each other when a style is walked.
const MAX_DEPTH: usize = 150;

/// How many elements are walked for one work at most: macros that call macros can grow without
/// end. The largest published style needs some 3,000.
const MAX_STEPS: usize = 50_000;

/// How many bytes a style prints of one work at most, on the way too: macros that call macros
/// double their texts.
const MAX_BYTES: usize = 256 << 10;

/// What is the same for all works of a run.
pub(crate) struct Run<'a> {
    pub(crate) style: &'a Style,
    pub(crate) locale: Locale,
    /// What the style does wrong.
    pub(crate) troubles: RefCell<BTreeSet<String>>,
    /// Whether the style went beyond all measure for one work: then it prints nothing more of any.
    pub(crate) is_spent: Cell<bool>,
}

/// The works of a run, by key.
pub(crate) type Works<'a> = BTreeMap<&'a str, Work<'a>>;

/// A work of a run, with what is found out on the way.
#[derive(Clone, Debug)]
pub(crate) struct Work<'a> {
    pub(crate) item: &'a Item,
    pub(crate) number: usize,
    pub(crate) first_note: Option<u32>,
    pub(crate) told: Told,
}

/// What tells a work apart from others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub(crate) year_suffix: Option<usize>,
    pub(crate) names: BTreeMap<Name, NameHint>,
    pub(crate) et_al: Option<usize>,
    /// Whether the style's own test for it is true.
    pub(crate) by_condition: bool,
}

/// What a name shows more than usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameHint {
    Initials,
    InitialsIfFirst,
    Given,
    GivenIfFirst,
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Citation,
    List,
    SortKey,
}

/// Where a cite stands among the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Positions(pub(crate) Vec<Position>);

impl Positions {
    pub(crate) fn is(&self, position: Position) -> bool {
        self.0.contains(&position)
    }
}

/// A walk for one work.
pub(crate) struct Eval<'a> {
    run: &'a Run<'a>,
    work: &'a Work<'a>,
    mode: Mode,
    names: NameOptions,
    locator: Option<&'a Locator>,
    positions: Positions,
    accessed: usize,
    filled: usize,
    substituted: Vec<Rc<str>>,
    has_year_suffix: bool,
    in_place_of: Option<Rc<NamesRule>>,
    macros: Vec<&'a str>,
    depth: usize,
    steps: usize,
    bytes: usize,
}

impl<'a> Eval<'a> {
    pub(crate) fn new(
        run: &'a Run<'a>,
        work: &'a Work<'a>,
        mode: Mode,
        names: NameOptions,
    ) -> Self {
        Self {
            run,
            work,
            mode,
            names,
            locator: None,
            positions: Positions::default(),
            accessed: 0,
            filled: 0,
            substituted: Vec::new(),
            has_year_suffix: false,
            in_place_of: None,
            macros: Vec::new(),
            depth: 0,
            steps: 0,
            bytes: 0,
        }
    }

    /// Says where the cite stands, and which place in the work it names.
    pub(crate) fn at(mut self, locator: Option<&'a Locator>, positions: Positions) -> Self {
        self.locator = locator;
        self.positions = positions;
        self
    }

    /// Walks elements.
    pub(crate) fn elements(&mut self, elements: &'a [Element]) -> Vec<Out> {
        let mut parts = Vec::with_capacity(elements.len());
        for element in elements {
            self.element(element, &mut parts);
        }
        parts
    }

    /// Walks a macro as a sort key does.
    pub(crate) fn sort_macro(&mut self, name: &'a str) -> Vec<Out> {
        self.called(name, &Rc::default()).into_iter().collect()
    }

    fn element(&mut self, element: &'a Element, parts: &mut Vec<Out>) {
        self.steps += 1;
        if self.run.is_spent.get() {
            return;
        }
        let is_spent = self.steps > MAX_STEPS || self.bytes > MAX_BYTES;
        if is_spent || self.depth >= MAX_DEPTH {
            self.run.is_spent.set(is_spent);
            self.trouble(
                "it asks for more than can be worked out: its macros call each other too often",
            );
            return;
        }
        self.depth += 1;
        let before = parts.len();
        match element {
            Element::Variable {
                name,
                short,
                format,
            } => {
                let part = self.variable(name, *short);
                parts.extend(dressed(&self.in_language(format), part));
            }
            Element::Macro { name, format } => parts.extend(self.called(name, format)),
            Element::Term {
                name,
                form,
                plural,
                format,
            } => {
                let part = self.term(name, *form, *plural);
                parts.extend(dressed(&self.in_language(format), part));
            }
            Element::Value { text, format } => {
                let part = (!text.is_empty()).then(|| Out::Text(crate::csl::rich::parse(text)));
                parts.extend(dressed(&self.in_language(format), part));
            }
            Element::Number {
                variable,
                form,
                format,
            } => {
                let part = self.number(variable, *form);
                parts.extend(dressed(&self.in_language(format), part));
            }
            Element::Label(rule) => parts.extend(self.label(&rule.variable, rule)),
            Element::Date(rule) => parts.extend(self.date(rule)),
            Element::Names(rule) => parts.extend(self.names(rule)),
            Element::Group { elements, format } => {
                parts.extend(self.group(elements, format, false));
            }
            Element::Choose(branches) => {
                if let Some(branch) = branches.iter().find(|branch| self.is_true(branch)) {
                    for element in &*branch.elements {
                        self.element(element, parts);
                    }
                }
            }
        }
        self.depth -= 1;
        // What stands in a group or a macro was weighed there.
        self.bytes += match element {
            Element::Macro { format, .. } | Element::Group { format, .. } => {
                format.prefix.len() + format.suffix.len()
            }
            Element::Choose(_) => 0,
            Element::Variable { .. }
            | Element::Term { .. }
            | Element::Value { .. }
            | Element::Number { .. }
            | Element::Label(_)
            | Element::Date(_)
            | Element::Names(_) => parts[before..].iter().map(Out::bytes).sum(),
        };
    }

    fn called(&mut self, name: &'a str, format: &Rc<Format>) -> Option<Out> {
        let style = self.run.style;
        let Some((name, elements)) = style.macros.get_key_value(name) else {
            self.trouble(&format!(
                "it calls the macro `{name}`, which it does not have"
            ));
            return None;
        };
        if self.macros.contains(&name.as_str()) {
            self.trouble(&format!("its macro `{name}` calls itself"));
            return None;
        }
        self.macros.push(name);
        let part = self.group(elements, format, true);
        self.macros.pop();
        part
    }

    /// Walks a group: it says nothing when it asks for variables and none has a value.
    fn group(
        &mut self,
        elements: &'a [Element],
        format: &Rc<Format>,
        is_macro: bool,
    ) -> Option<Out> {
        let (accessed, filled) = (self.accessed, self.filled);
        let parts = self.elements(elements);
        let is_empty = self.accessed != accessed && self.filled == filled;
        if is_macro && !is_empty {
            self.count(true);
        }
        match is_empty {
            true => None,
            false => group(format, parts),
        }
    }

    /// Notes that a variable was asked for, and whether it has a value.
    fn count(&mut self, is_filled: bool) {
        self.accessed += 1;
        self.filled += usize::from(is_filled);
    }

    /// Returns the looks without title case where the language has none.
    fn in_language(&self, format: &Rc<Format>) -> Rc<Format> {
        if format.case != Some(Case::Title) || self.is_english() {
            return Rc::clone(format);
        }
        Rc::new(Format {
            case: None,
            ..(**format).clone()
        })
    }

    fn is_english(&self) -> bool {
        match self.work.item.text("language") {
            Some(code) => crate::csl::locale::is_english(code),
            None => self.run.locale.is_english(),
        }
    }

    /// Returns what is known under a variable, and counts that it was asked for.
    fn ask(&mut self, variable: &str) -> Option<&'a Value> {
        let value = self.known(variable);
        self.count(value.is_some());
        value
    }

    /// Returns what the item says under a variable, unless it was printed in place of another.
    fn known(&self, variable: &str) -> Option<&'a Value> {
        if self.substituted.iter().any(|own| **own == *variable) {
            return None;
        }
        self.said(variable)
    }

    /// Returns what the item says under a variable.
    fn said(&self, variable: &str) -> Option<&'a Value> {
        let is_there = |value: &&Value| match value {
            Value::Text(text) => !text.is_empty(),
            Value::Names(names) => !names.is_empty(),
            Value::Date(date) => {
                date.start.is_some() || date.literal.is_some() || date.season.is_some()
            }
        };
        self.work.item.values.get(variable).filter(is_there)
    }

    /// Returns the text of a variable, those included that the run knows and not the item.
    fn text_of(&self, variable: &str) -> Option<String> {
        match variable {
            "citation-number" => Some(self.work.number.to_string()),
            "citation-key" => Some(self.work.item.key.clone()),
            "first-reference-note-number" => self.work.first_note.map(|number| number.to_string()),
            "locator" => self.locator.map(|locator| locator.text.clone()),
            "page-first" => match self.known("page-first").or_else(|| self.known("page"))? {
                Value::Text(text) => Some(pages::first(text).to_owned()),
                Value::Names(_) | Value::Date(_) => None,
            },
            _ => match self.known(variable)? {
                Value::Text(text) => Some(text.clone()),
                Value::Names(_) | Value::Date(_) => None,
            },
        }
    }

    /// Remembers what was printed in place of names, so that it is not printed twice.
    fn used_in_place(&mut self, variables: &[&Rc<str>]) {
        if self.in_place_of.is_some() {
            self.substituted
                .extend(variables.iter().map(|name| Rc::clone(name)));
        }
    }

    fn trouble(&self, what: &str) {
        self.run.troubles.borrow_mut().insert(what.to_owned());
    }

    /// Returns the letters of parts.
    pub(crate) fn letters(parts: &[Out]) -> String {
        let text = crate::csl::rich::joined(parts.iter().map(Out::render));
        letters(&text)
    }
}
