//! The words of a language: terms, dates, and how quotation marks are set.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use roxmltree::Node;

use crate::csl::rich::{Rich, parse};
use crate::csl::style::xml::{element, elements, flag};
use crate::csl::style::{DateForm, DatePart, Format, TermForm, date_parts, looks, term_form};

/// The terms of a language, or those that a style changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locale {
    /// The language: absent in a style's changes for all languages.
    pub(crate) lang: Option<String>,
    terms: BTreeMap<String, Vec<Term>>,
    dates: Vec<(DateForm, LocalDate)>,
    limit_day_ordinals: Option<bool>,
    punctuation_in_quote: Option<bool>,
}

/// How a language writes dates.
#[derive(Clone, Debug)]
pub(crate) struct LocalDate {
    pub(crate) parts: Vec<DatePart>,
    pub(crate) format: Rc<Format>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    form: TermForm,
    gender: Option<Gender>,
    gender_form: Option<Gender>,
    reach: Option<Reach>,
    single: String,
    multiple: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Feminine,
    Masculine,
}

/// Which numbers an ordinal is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    LastDigit,
    LastTwoDigits,
    WholeNumber,
}

/// Quotation marks: outer and inner, opening and closing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) outer: (String, String),
    pub(crate) inner: (String, String),
}

impl Locale {
    /// Reads `locale`.
    pub(crate) fn read(node: Node<'_, '_>) -> Self {
        let xml = "http://www.w3.org/XML/1998/namespace";
        let mut locale = Self {
            lang: node
                .attribute((xml, "lang"))
                .or_else(|| node.attribute("lang"))
                .map(str::to_owned),
            ..Self::default()
        };
        for child in elements(node) {
            match child.tag_name().name() {
                "terms" => {
                    for term in elements(child) {
                        if let Some(name) = term.attribute("name") {
                            let terms =
                                locale.terms.entry(one_name(name).into_owned()).or_default();
                            terms.push(read_term(term));
                        }
                    }
                }
                "date" => {
                    let form = match child.attribute("form") {
                        Some("numeric") => DateForm::Numeric,
                        _ => DateForm::Text,
                    };
                    let date = LocalDate {
                        parts: date_parts(child),
                        format: looks(child),
                    };
                    locale.dates.push((form, date));
                }
                "style-options" => {
                    let said = |name: &str| child.has_attribute(name).then(|| flag(child, name));
                    locale.limit_day_ordinals = said("limit-day-ordinals-to-day-1");
                    locale.punctuation_in_quote = said("punctuation-in-quote");
                }
                _ => {}
            }
        }
        locale
    }

    /// Puts another's words over its own.
    pub(crate) fn change(&mut self, over: &Self) {
        let is_ordinal = |name: &str| name == "ordinal" || is_numbered_ordinal(name);
        // Whoever changes one ordinal has another system of them.
        if over.terms.keys().any(|name| is_ordinal(name)) {
            self.terms.retain(|name, _| !is_ordinal(name));
        }
        for (name, terms) in &over.terms {
            let own = self.terms.entry(name.clone()).or_default();
            for term in terms {
                own.retain(|old| old.form != term.form || old.gender_form != term.gender_form);
                own.push(term.clone());
            }
        }
        for date in &over.dates {
            self.dates.retain(|(form, _)| *form != date.0);
            self.dates.push(date.clone());
        }
        self.limit_day_ordinals = over.limit_day_ordinals.or(self.limit_day_ordinals);
        self.punctuation_in_quote = over.punctuation_in_quote.or(self.punctuation_in_quote);
    }

    /// Returns a term in a form, or in the next longer one that there is.
    pub(crate) fn term(&self, name: &str, form: TermForm, plural: bool) -> Option<Rich> {
        self.term_text(name, form, plural)
            .filter(|text| !text.is_empty())
            .map(parse)
    }

    /// Returns the text of a term, with its markup; empty if a style has emptied it.
    pub(crate) fn term_text(&self, name: &str, form: TermForm, plural: bool) -> Option<&str> {
        let terms = self.terms.get(&*one_name(name))?;
        let mut form = form;
        loop {
            let same = |term: &&Term| term.form == form && term.gender_form.is_none();
            if let Some(term) = terms.iter().rev().find(same) {
                return Some(if plural { &term.multiple } else { &term.single });
            }
            form = match form {
                TermForm::VerbShort => TermForm::Verb,
                TermForm::Symbol => TermForm::Short,
                TermForm::Verb | TermForm::Short => TermForm::Long,
                TermForm::Long => return None,
            };
        }
    }

    /// Returns the gender of the noun that a number belongs to.
    pub(crate) fn gender(&self, name: &str) -> Option<Gender> {
        self.terms
            .get(&*one_name(name))?
            .iter()
            .find_map(|term| term.gender)
    }

    /// Returns what makes a number an ordinal: "st", "e".
    pub(crate) fn ordinal_suffix(&self, number: u64, gender: Option<Gender>) -> &str {
        let find = |name: String, is_reached: &dyn Fn(Option<Reach>) -> bool| {
            let terms = self.terms.get(&name)?;
            let reached = || terms.iter().filter(|term| is_reached(term.reach));
            let of_gender = reached().find(|term| term.gender_form == gender);
            of_gender.or_else(|| reached().find(|term| term.gender_form.is_none()))
        };
        let two = find(format!("ordinal-{:02}", number % 100), &|reach| {
            number <= 99 || reach != Some(Reach::WholeNumber)
        });
        let one = || {
            find(format!("ordinal-{:02}", number % 10), &|reach| {
                number <= 10 || matches!(reach, None | Some(Reach::LastDigit))
            })
        };
        let any = || find("ordinal".to_owned(), &|_| true);
        two.or_else(one)
            .or_else(any)
            .map_or("", |term| &term.single)
    }

    /// Returns the ordinal in words, for the numbers that have one.
    pub(crate) fn long_ordinal(&self, number: u64, gender: Option<Gender>) -> Option<&str> {
        let terms = self.terms.get(&format!("long-ordinal-{number:02}"))?;
        let of_gender = terms.iter().find(|term| term.gender_form == gender);
        let term = of_gender.or_else(|| terms.iter().find(|term| term.gender_form.is_none()))?;
        (1..=10).contains(&number).then_some(term.single.as_str())
    }

    /// Returns how dates of a form are written.
    pub(crate) fn date(&self, form: DateForm) -> Option<&LocalDate> {
        let found = self.dates.iter().find(|(own, _)| *own == form);
        found.map(|(_, date)| date)
    }

    /// Returns whether only the first day of a month is an ordinal.
    pub(crate) fn limits_day_ordinals(&self) -> bool {
        self.limit_day_ordinals.unwrap_or(false)
    }

    /// Returns whether a comma or full stop goes inside the quotation marks.
    pub(crate) fn takes_punctuation_into_quotes(&self) -> bool {
        self.punctuation_in_quote.unwrap_or(false)
    }

    /// Returns its quotation marks.
    pub(crate) fn marks(&self) -> Marks {
        let mark = |name: &str, fallback: &str| {
            self.term_text(name, TermForm::Long, false)
                .unwrap_or(fallback)
                .to_owned()
        };
        Marks {
            outer: (mark("open-quote", "“"), mark("close-quote", "”")),
            inner: (
                mark("open-inner-quote", "‘"),
                mark("close-inner-quote", "’"),
            ),
        }
    }

    /// Returns whether it is English: only English has title case.
    pub(crate) fn is_english(&self) -> bool {
        self.lang.as_deref().is_none_or(is_english)
    }
}

/// Returns whether the code of a language is one of English.
pub(crate) fn is_english(code: &str) -> bool {
    let primary = code.split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case("en") || code.to_lowercase().contains("english")
}

/// Returns the one name of a term that is written in several ways: "et al", "sub_verbo".
fn one_name(name: &str) -> Cow<'_, str> {
    match name {
        "editor-translator" => "editortranslator".into(),
        _ if name.contains([' ', '_']) => name.replace([' ', '_'], "-").into(),
        _ => name.into(),
    }
}

fn is_numbered_ordinal(name: &str) -> bool {
    name.strip_prefix("ordinal-")
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
}

fn read_term(node: Node<'_, '_>) -> Term {
    let gender = |name: &str| match node.attribute(name) {
        Some("feminine") => Some(Gender::Feminine),
        Some("masculine") => Some(Gender::Masculine),
        _ => None,
    };
    let whole = node.text().unwrap_or_default();
    let number = |name: &str| match element(node, name) {
        Some(child) => child.text().unwrap_or_default().to_owned(),
        None if element(node, "single").is_some() => String::new(),
        None => whole.to_owned(),
    };
    Term {
        form: term_form(node),
        gender: gender("gender"),
        gender_form: gender("gender-form"),
        reach: match node.attribute("match") {
            Some("last-digit") => Some(Reach::LastDigit),
            Some("last-two-digits") => Some(Reach::LastTwoDigits),
            Some("whole-number") => Some(Reach::WholeNumber),
            _ => None,
        },
        single: number("single"),
        multiple: number("multiple"),
    }
}
