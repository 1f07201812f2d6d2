//! A citation style as a tree that the processor walks.

mod elements;
mod layout;
mod names;
mod read;
pub(crate) mod xml;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::csl::locale::Locale;
use crate::csl::output::{Display, Face};

pub(crate) use elements::{date_parts, looks, term_form};
pub(crate) use names::{
    And, EtAl, NameForm, NameOptions, NameRule, NamesRule, Precedes, SortOrder,
};
pub use read::StyleError;
pub(crate) use read::locale_of;

/// A citation style.
#[derive(Clone, Debug)]
pub struct Style {
    /// Its title, for people.
    pub(crate) title: String,
    pub(crate) in_notes: bool,
    pub(crate) changes_titles: bool,
    /// Whether it says itself when a date is uncertain.
    pub(crate) asks_for_uncertain: bool,
    /// The language that it is made for.
    pub(crate) default_locale: Option<String>,
    pub(crate) options: Options,
    pub(crate) macros: BTreeMap<String, Rc<[Element]>>,
    pub(crate) citation: Layout,
    pub(crate) bibliography: Option<Layout>,
    /// Terms of the style's own, in the order that they win in.
    pub(crate) locales: Vec<Locale>,
}

/// What a style says once for everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) names: NameOptions,
    pub(crate) initialize_with_hyphen: bool,
    pub(crate) demote_particle: Demote,
    pub(crate) page_ranges: Option<PageRanges>,
    /// Whether `year-suffix` is printed where the style says, not behind the first year.
    pub(crate) places_year_suffix: bool,
}

/// Where a particle that belongs to the family name goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Demote {
    Never,
    SortOnly,
    #[default]
    DisplayAndSort,
}

/// How ranges of pages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageRanges {
    Chicago15,
    Chicago16,
    Expanded,
    Minimal,
    MinimalTwo,
}

/// `citation` or `bibliography`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub(crate) elements: Rc<[Element]>,
    pub(crate) format: Rc<Format>,
    pub(crate) names: NameOptions,
    pub(crate) sort: Vec<SortKey>,
    pub(crate) cites: CiteOptions,
    pub(crate) list: ListOptions,
}

/// What `citation` says beside its layout.
#[derive(Clone, Debug, Default)]
pub(crate) struct CiteOptions {
    pub(crate) add_names: bool,
    pub(crate) add_given_names: Option<GivenNameRule>,
    pub(crate) add_year_suffix: bool,
    pub(crate) group_delimiter: Option<String>,
    pub(crate) collapse: Option<Collapse>,
    pub(crate) year_suffix_delimiter: Option<String>,
    pub(crate) after_collapse_delimiter: Option<String>,
    pub(crate) near_note_distance: Option<u32>,
}

/// How far given names tell persons apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivenNameRule {
    AllNames,
    AllNamesWithInitials,
    PrimaryName,
    PrimaryNameWithInitials,
    ByCite,
}

/// How cites beside each other are shortened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Collapse {
    CitationNumber,
    Year,
    YearSuffix,
    YearSuffixRanged,
}

/// What `bibliography` says beside its layout.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListOptions {
    pub(crate) hanging_indent: bool,
    pub(crate) second_field_align: bool,
    pub(crate) line_spacing: Option<i16>,
    pub(crate) entry_spacing: Option<i16>,
    pub(crate) author_substitute: Option<String>,
    pub(crate) substitute_rule: SubstituteRule,
}

/// How the same authors in the next line of the list are replaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SubstituteRule {
    #[default]
    CompleteAll,
    CompleteEach,
    PartialEach,
    PartialFirst,
}

/// What something is sorted by.
#[derive(Clone, Debug)]
pub(crate) struct SortKey {
    pub(crate) by: SortBy,
    pub(crate) descending: bool,
    pub(crate) names: NameOptions,
}

#[derive(Clone, Debug)]
pub(crate) enum SortBy {
    Variable(String),
    Macro(String),
}

/// Something that prints.
#[derive(Clone, Debug)]
pub(crate) enum Element {
    Variable {
        name: Rc<str>,
        short: bool,
        format: Rc<Format>,
    },
    Macro {
        name: String,
        format: Rc<Format>,
    },
    Term {
        name: String,
        form: TermForm,
        plural: bool,
        format: Rc<Format>,
    },
    Value {
        text: String,
        format: Rc<Format>,
    },
    Number {
        variable: Rc<str>,
        form: NumberForm,
        format: Rc<Format>,
    },
    Label(LabelRule),
    Date(DateRule),
    Names(Rc<NamesRule>),
    Group {
        elements: Rc<[Element]>,
        format: Rc<Format>,
    },
    Choose(Rc<[Branch]>),
}

/// The form of a term; each falls back to the next longer one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TermForm {
    #[default]
    Long,
    Short,
    Verb,
    VerbShort,
    Symbol,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberForm {
    Numeric,
    Ordinal,
    LongOrdinal,
    Roman,
}

/// A term for a variable: "pp.", "eds".
#[derive(Clone, Debug)]
pub(crate) struct LabelRule {
    pub(crate) variable: String,
    pub(crate) form: TermForm,
    pub(crate) plural: Plural,
    pub(crate) format: Rc<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plural {
    Contextual,
    Always,
    Never,
}

#[derive(Clone, Debug)]
pub(crate) struct DateRule {
    pub(crate) variable: Rc<str>,
    /// A form of the language, of which [`DateRule::parts`] only changes the looks.
    pub(crate) form: Option<DateForm>,
    pub(crate) precision: Precision,
    pub(crate) parts: Vec<DatePart>,
    pub(crate) format: Rc<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateForm {
    Text,
    Numeric,
}

/// How much of a date of the language's form is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    Year,
    YearMonth,
    YearMonthDay,
}

#[derive(Clone, Debug)]
pub(crate) struct DatePart {
    pub(crate) name: DatePartName,
    pub(crate) form: Option<DatePartForm>,
    pub(crate) range_delimiter: Option<String>,
    pub(crate) format: Rc<Format>,
}

/// From the largest to the smallest: a range begins at the first that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DatePartName {
    Year,
    Month,
    Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DatePartForm {
    Numeric,
    LeadingZeros,
    Ordinal,
    Long,
    Short,
}

/// A branch of `choose`.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) matching: Matching,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) elements: Rc<[Element]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matching {
    All,
    Any,
    None,
}

#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Type(String),
    Variable(String),
    Numeric(String),
    Uncertain(String),
    Locator(String),
    Position(Position),
    Disambiguate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Position {
    First,
    Subsequent,
    Ibid,
    IbidWithLocator,
    NearNote,
}

/// The looks of an element, and the text around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Format {
    pub(crate) prefix: String,
    pub(crate) suffix: String,
    pub(crate) delimiter: Option<String>,
    pub(crate) style: Option<Face>,
    pub(crate) variant: Option<Face>,
    pub(crate) weight: Option<Face>,
    pub(crate) decoration: Option<Face>,
    pub(crate) vertical: Option<Face>,
    pub(crate) quotes: bool,
    pub(crate) strip_periods: bool,
    pub(crate) case: Option<Case>,
    pub(crate) display: Option<Display>,
    /// Whether prefix and suffix have the looks too, as those of a layout.
    pub(crate) affixes_inside: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    CapitalizeFirst,
    CapitalizeAll,
    Sentence,
    Title,
}

impl Format {
    pub(crate) fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the looks of two, the first winning.
    pub(crate) fn over(&self, under: &Self) -> Self {
        let text = |own: &String, other: &String| match own.is_empty() {
            true => other.clone(),
            false => own.clone(),
        };
        Self {
            prefix: text(&self.prefix, &under.prefix),
            suffix: text(&self.suffix, &under.suffix),
            delimiter: self.delimiter.clone().or(under.delimiter.clone()),
            style: self.style.or(under.style),
            variant: self.variant.or(under.variant),
            weight: self.weight.or(under.weight),
            decoration: self.decoration.or(under.decoration),
            vertical: self.vertical.or(under.vertical),
            quotes: self.quotes || under.quotes,
            strip_periods: self.strip_periods || under.strip_periods,
            case: self.case.or(under.case),
            display: self.display.or(under.display),
            affixes_inside: self.affixes_inside || under.affixes_inside,
        }
    }

    /// Returns the looks without the text around.
    pub(crate) fn looks(&self) -> Self {
        Self {
            prefix: String::new(),
            suffix: String::new(),
            delimiter: None,
            ..self.clone()
        }
    }

    /// Returns the text around without the looks.
    pub(crate) fn affixes(&self) -> Self {
        Self {
            prefix: self.prefix.clone(),
            suffix: self.suffix.clone(),
            ..Self::default()
        }
    }

    /// Returns looks that only put something between.
    pub(crate) fn delimited(delimiter: &str) -> Self {
        Self {
            delimiter: Some(delimiter.to_owned()),
            ..Self::default()
        }
    }
}

impl Style {
    /// Returns the title, for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns whether it cites in notes.
    pub fn cites_in_notes(&self) -> bool {
        self.in_notes
    }

    /// Returns whether it cites by raised numbers.
    pub(crate) fn cites_raised(&self) -> bool {
        self.citation.format.vertical == Some(Face::Superscript)
    }

    /// Returns whether it makes a list of references.
    pub fn has_list(&self) -> bool {
        self.bibliography.is_some()
    }

    /// Returns whether it writes titles with a capital at every word by itself.
    pub fn changes_titles(&self) -> bool {
        self.changes_titles
    }

    /// Returns whether what it prints of a citation depends on the citations before it.
    pub fn uses_position(&self) -> bool {
        fn asks(elements: &[Element]) -> bool {
            elements.iter().any(|element| match element {
                Element::Choose(branches) => branches.iter().any(|branch| {
                    let by_position =
                        |condition: &Condition| matches!(condition, Condition::Position(_));
                    branch.conditions.iter().any(by_position) || asks(&branch.elements)
                }),
                Element::Group { elements, .. } => asks(elements),
                Element::Names(rule) => asks(&rule.substitute),
                Element::Variable { name, .. } => &**name == "first-reference-note-number",
                Element::Macro { .. }
                | Element::Term { .. }
                | Element::Value { .. }
                | Element::Number { .. }
                | Element::Label(_)
                | Element::Date(_) => false,
            })
        }
        self.in_notes
            || self.citation.names.et_al_subsequent_min.is_some()
            || self.options.names.et_al_subsequent_min.is_some()
            || asks(&self.citation.elements)
            || self.macros.values().any(|elements| asks(elements))
    }
}
