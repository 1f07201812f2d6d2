//! How a style prints names.

use std::rc::Rc;

use crate::csl::style::{Element, Format, LabelRule, TermForm};

/// What can be said of names at the style, the layout, or the names themselves; what is said
/// closer wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameOptions {
    pub(crate) and: Option<And>,
    /// Between the names of one variable.
    pub(crate) delimiter: Option<String>,
    /// Between the names of several variables.
    pub(crate) names_delimiter: Option<String>,
    pub(crate) precedes_et_al: Option<Precedes>,
    pub(crate) precedes_last: Option<Precedes>,
    pub(crate) et_al_min: Option<usize>,
    pub(crate) et_al_use_first: Option<usize>,
    pub(crate) et_al_subsequent_min: Option<usize>,
    pub(crate) et_al_subsequent_use_first: Option<usize>,
    pub(crate) et_al_use_last: Option<bool>,
    pub(crate) form: Option<NameForm>,
    pub(crate) initialize: Option<bool>,
    pub(crate) initialize_with: Option<String>,
    pub(crate) sort_order: Option<SortOrder>,
    pub(crate) sort_separator: Option<String>,
}

impl NameOptions {
    /// Returns the options of two, the first winning.
    pub(crate) fn over(&self, under: &Self) -> Self {
        Self {
            and: self.and.or(under.and),
            delimiter: self.delimiter.clone().or_else(|| under.delimiter.clone()),
            names_delimiter: (self.names_delimiter.clone())
                .or_else(|| under.names_delimiter.clone()),
            precedes_et_al: self.precedes_et_al.or(under.precedes_et_al),
            precedes_last: self.precedes_last.or(under.precedes_last),
            et_al_min: self.et_al_min.or(under.et_al_min),
            et_al_use_first: self.et_al_use_first.or(under.et_al_use_first),
            et_al_subsequent_min: self.et_al_subsequent_min.or(under.et_al_subsequent_min),
            et_al_subsequent_use_first: (self.et_al_subsequent_use_first)
                .or(under.et_al_subsequent_use_first),
            et_al_use_last: self.et_al_use_last.or(under.et_al_use_last),
            form: self.form.or(under.form),
            initialize: self.initialize.or(under.initialize),
            initialize_with: (self.initialize_with.clone())
                .or_else(|| under.initialize_with.clone()),
            sort_order: self.sort_order.or(under.sort_order),
            sort_separator: (self.sort_separator.clone()).or_else(|| under.sort_separator.clone()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum And {
    Text,
    Symbol,
}

/// When a delimiter stands before "et al." or the last name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precedes {
    Contextual,
    AfterInvertedName,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameForm {
    Long,
    Short,
    Count,
}

/// Which names are printed family name first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortOrder {
    First,
    All,
}

/// `names`.
#[derive(Clone, Debug, Default)]
pub(crate) struct NamesRule {
    pub(crate) variables: Vec<Rc<str>>,
    pub(crate) name: Option<NameRule>,
    pub(crate) et_al: Option<EtAl>,
    pub(crate) label: Option<LabelRule>,
    /// Whether the label stands before the names.
    pub(crate) label_first: bool,
    pub(crate) substitute: Rc<[Element]>,
    pub(crate) format: Rc<Format>,
}

/// `name`.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameRule {
    pub(crate) options: NameOptions,
    pub(crate) family: NamePart,
    pub(crate) given: NamePart,
    pub(crate) format: Rc<Format>,
}

/// The looks of a part of a name, if it has its own.
type NamePart = Option<Rc<Format>>;

/// `et-al`.
#[derive(Clone, Debug)]
pub(crate) struct EtAl {
    pub(crate) term: String,
    pub(crate) format: Rc<Format>,
}

impl NamesRule {
    /// Returns the rule of names that stand in for others, whose rule wins where this says
    /// nothing. A label stands in a sort key only when it is its own.
    pub(crate) fn in_place_of(&self, other: &Self, is_sort_key: bool) -> Self {
        let has_own_both = self.name.is_some() && self.label.is_some();
        Self {
            variables: self.variables.clone(),
            name: self.name.clone().or_else(|| other.name.clone()),
            et_al: self.et_al.clone().or_else(|| other.et_al.clone()),
            label: match is_sort_key {
                true => None,
                false => self.label.clone().or_else(|| other.label.clone()),
            },
            label_first: match has_own_both {
                true => self.label_first,
                false => other.label_first,
            },
            substitute: self.substitute.clone(),
            format: Rc::clone(&self.format),
        }
    }

    /// Returns the form of the term of its label.
    pub(crate) fn label_form(&self) -> TermForm {
        self.label
            .as_ref()
            .map_or(TermForm::Long, |label| label.form)
    }
}
