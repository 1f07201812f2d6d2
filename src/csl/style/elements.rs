//! The elements that print: `text`, `names`, `group` and the others.

use std::rc::Rc;

use roxmltree::Node;

use crate::csl::style::xml::{elements, flag, format, name_options, text};
use crate::csl::style::{
    Branch, Condition, DateForm, DatePart, DatePartForm, DatePartName, DateRule, Element, EtAl,
    Format, LabelRule, Matching, NameOptions, NameRule, NamesRule, NumberForm, Plural, Position,
    Precision, TermForm,
};

/// Reads the elements inside a node.
pub(crate) fn all(node: Node<'_, '_>) -> Rc<[Element]> {
    elements(node).filter_map(one).collect()
}

fn one(node: Node<'_, '_>) -> Option<Element> {
    Some(match node.tag_name().name() {
        "text" => written(node)?,
        "number" => Element::Number {
            variable: node.attribute("variable")?.into(),
            form: match node.attribute("form") {
                Some("ordinal") => NumberForm::Ordinal,
                Some("long-ordinal") => NumberForm::LongOrdinal,
                Some("roman") => NumberForm::Roman,
                _ => NumberForm::Numeric,
            },
            format: format(node),
        },
        "label" => Element::Label(label(node)),
        "date" => Element::Date(date(node)?),
        "names" => Element::Names(Rc::new(names(node))),
        "group" => Element::Group {
            elements: all(node),
            format: format(node),
        },
        "choose" => Element::Choose(elements(node).map(branch).collect()),
        _ => return None,
    })
}

fn written(node: Node<'_, '_>) -> Option<Element> {
    let looks = format(node);
    if let Some(name) = node.attribute("variable") {
        return Some(Element::Variable {
            name: name.into(),
            short: node.attribute("form") == Some("short"),
            format: looks,
        });
    }
    if let Some(name) = text(node, "macro") {
        return Some(Element::Macro {
            name,
            format: looks,
        });
    }
    if let Some(name) = text(node, "term") {
        return Some(Element::Term {
            name,
            form: term_form(node),
            plural: flag(node, "plural"),
            format: looks,
        });
    }
    text(node, "value").map(|text| Element::Value {
        text,
        format: looks,
    })
}

/// Reads the form of a term.
pub(crate) fn term_form(node: Node<'_, '_>) -> TermForm {
    match node.attribute("form") {
        Some("short") => TermForm::Short,
        Some("verb") => TermForm::Verb,
        Some("verb-short") => TermForm::VerbShort,
        Some("symbol") => TermForm::Symbol,
        _ => TermForm::Long,
    }
}

fn label(node: Node<'_, '_>) -> LabelRule {
    LabelRule {
        variable: text(node, "variable").unwrap_or_default(),
        form: term_form(node),
        plural: match node.attribute("plural") {
            Some("always") => Plural::Always,
            Some("never") => Plural::Never,
            _ => Plural::Contextual,
        },
        format: format(node),
    }
}

fn date(node: Node<'_, '_>) -> Option<DateRule> {
    Some(DateRule {
        variable: node.attribute("variable")?.into(),
        form: match node.attribute("form") {
            Some("text") => Some(DateForm::Text),
            Some("numeric") => Some(DateForm::Numeric),
            _ => None,
        },
        precision: match node.attribute("date-parts") {
            Some("year") => Precision::Year,
            Some("year-month") => Precision::YearMonth,
            _ => Precision::YearMonthDay,
        },
        parts: date_parts(node),
        format: format(node),
    })
}

/// Reads the parts of a date.
pub(crate) fn date_parts(node: Node<'_, '_>) -> Vec<DatePart> {
    let part = |node: Node<'_, '_>| {
        Some(DatePart {
            name: match node.attribute("name")? {
                "year" => DatePartName::Year,
                "month" => DatePartName::Month,
                "day" => DatePartName::Day,
                _ => return None,
            },
            form: match node.attribute("form") {
                Some("numeric") => Some(DatePartForm::Numeric),
                Some("numeric-leading-zeros") => Some(DatePartForm::LeadingZeros),
                Some("ordinal") => Some(DatePartForm::Ordinal),
                Some("long") => Some(DatePartForm::Long),
                Some("short") => Some(DatePartForm::Short),
                _ => None,
            },
            range_delimiter: text(node, "range-delimiter"),
            format: format(node),
        })
    };
    elements(node).filter_map(part).collect()
}

fn names(node: Node<'_, '_>) -> NamesRule {
    let mut rule = NamesRule {
        variables: words(node, "variable").map(Into::into).collect(),
        format: format(node),
        ..NamesRule::default()
    };
    let around = name_options(node);
    for child in elements(node) {
        match child.tag_name().name() {
            "name" => {
                let part = |name: &str| {
                    let parts =
                        elements(child).filter(|part| part.tag_name().name() == "name-part");
                    let mut parts = parts.filter(|part| part.attribute("name") == Some(name));
                    parts.next().map(format)
                };
                let mut looks = Rc::unwrap_or_clone(format(child));
                looks.delimiter = None;
                rule.name = Some(NameRule {
                    options: name_options(child).over(&around),
                    family: part("family"),
                    given: part("given"),
                    format: Rc::new(looks),
                });
            }
            "et-al" => {
                rule.et_al = Some(EtAl {
                    term: text(child, "term").unwrap_or_else(|| "et-al".to_owned()),
                    format: format(child),
                });
            }
            "label" => {
                rule.label_first = rule.name.is_none();
                rule.label = Some(label(child));
            }
            "substitute" => rule.substitute = all(child),
            _ => {}
        }
    }
    // A label before a `name` that is not there stands behind the names.
    rule.label_first &= rule.name.is_some();
    if rule.name.is_none() && around != NameOptions::default() {
        rule.name = Some(NameRule {
            options: around,
            ..NameRule::default()
        });
    }
    rule
}

fn branch(node: Node<'_, '_>) -> Branch {
    let mut conditions = Vec::new();
    let mut test = |name: &str, condition: fn(String) -> Option<Condition>| {
        conditions.extend(words(node, name).filter_map(|word| condition(word.to_owned())));
    };
    test("type", |word| Some(Condition::Type(word)));
    test("variable", |word| Some(Condition::Variable(word)));
    test("is-numeric", |word| Some(Condition::Numeric(word)));
    test("is-uncertain-date", |word| Some(Condition::Uncertain(word)));
    test("locator", |word| Some(Condition::Locator(word)));
    test("disambiguate", |word| {
        (word == "true").then_some(Condition::Disambiguate)
    });
    test("position", |word| {
        Some(Condition::Position(match word.as_str() {
            "first" => Position::First,
            "subsequent" => Position::Subsequent,
            "ibid" => Position::Ibid,
            "ibid-with-locator" => Position::IbidWithLocator,
            "near-note" => Position::NearNote,
            _ => return None,
        }))
    });
    Branch {
        matching: match (node.tag_name().name(), node.attribute("match")) {
            ("else", _) => Matching::All,
            (_, Some("any")) => Matching::Any,
            (_, Some("none")) => Matching::None,
            _ => Matching::All,
        },
        conditions,
        elements: all(node),
    }
}

fn words<'a>(node: Node<'a, '_>, name: &str) -> impl Iterator<Item = &'a str> {
    node.attribute(name).unwrap_or_default().split_whitespace()
}

/// Reads the looks of a date of a language.
pub(crate) fn looks(node: Node<'_, '_>) -> Rc<Format> {
    format(node)
}
