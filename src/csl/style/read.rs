//! XML → [`Style`].

use std::rc::Rc;

use roxmltree::{Document, Node, ParsingOptions};

use crate::csl::locale::Locale;
use crate::csl::style::xml::{element, elements, flag, format, name_options, number, text};
use crate::csl::style::{
    Branch, CiteOptions, Collapse, Condition, DateForm, DatePart, DatePartForm, DatePartName,
    DateRule, Demote, Element, EtAl, Format, GivenNameRule, LabelRule, Layout, ListOptions,
    Matching, NameOptions, NameRule, NamesRule, NumberForm, Options, PageRanges, Plural, Position,
    Precision, SortBy, SortKey, Style, SubstituteRule, TermForm,
};

/// How deep elements may stand in each other: no published style goes beyond 40.
const MAX_DEPTH: usize = 120;

/// The most elements: the largest published style has some 4,000.
const MAX_NODES: u32 = 200_000;

/// Why a style cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// It is not XML, in the parser's words.
    #[error("it is not well-formed: {0}")]
    Syntax(String),
    /// It is XML of another kind.
    #[error("it is no CSL style: it begins with `{0}`")]
    Foreign(String),
    /// It has no rules of its own and names the style that has.
    #[error("it has no rules of its own: it points to `{0}`")]
    Dependent(String),
    /// It does not say how to cite.
    #[error("it does not say how to cite")]
    NoCitation,
    /// Its elements stand too deep in each other.
    #[error("its elements stand too deep in each other")]
    TooDeep,
}

impl Style {
    /// Reads a CSL file.
    ///
    /// Elements and attributes that CSL 1.0.2 does not know are passed over, as all processors do.
    ///
    /// # Errors
    ///
    /// Not XML, no style, a style that only points to another one, or one nested beyond reason.
    pub fn from_xml(xml: &str) -> Result<Self, StyleError> {
        let document = parse(xml)?;
        let root = document.root_element();
        if root.tag_name().name() != "style" {
            return Err(StyleError::Foreign(root.tag_name().name().to_owned()));
        }
        let info = element(root, "info");
        let Some(citation) = element(root, "citation") else {
            let parent = info.into_iter().flat_map(elements).find(|link| {
                link.tag_name().name() == "link"
                    && link.attribute("rel") == Some("independent-parent")
            });
            return Err(match parent.and_then(|link| link.attribute("href")) {
                Some(href) => StyleError::Dependent(href.to_owned()),
                None => StyleError::NoCitation,
            });
        };
        let title = info.and_then(|info| element(info, "title"));
        let macros = elements(root)
            .filter(|node| node.tag_name().name() == "macro")
            .filter_map(|node| Some((text(node, "name")?, all(node))))
            .collect();
        let places_year_suffix = root.descendants().any(|node| {
            node.tag_name().name() == "text" && node.attribute("variable") == Some("year-suffix")
        });
        Ok(Self {
            title: title
                .and_then(|node| node.text())
                .unwrap_or_default()
                .trim()
                .to_owned(),
            in_notes: root.attribute("class") == Some("note"),
            changes_titles: root
                .descendants()
                .any(|node| node.attribute("text-case") == Some("title")),
            default_locale: text(root, "default-locale"),
            options: Options {
                names: name_options(root),
                initialize_with_hyphen: root.attribute("initialize-with-hyphen") != Some("false"),
                demote_particle: match root.attribute("demote-non-dropping-particle") {
                    Some("never") => Demote::Never,
                    Some("sort-only") => Demote::SortOnly,
                    _ => Demote::DisplayAndSort,
                },
                page_ranges: match root.attribute("page-range-format") {
                    Some("chicago" | "chicago-15") => Some(PageRanges::Chicago15),
                    Some("chicago-16") => Some(PageRanges::Chicago16),
                    Some("expanded") => Some(PageRanges::Expanded),
                    Some("minimal") => Some(PageRanges::Minimal),
                    Some("minimal-two") => Some(PageRanges::MinimalTwo),
                    _ => None,
                },
                places_year_suffix,
            },
            macros,
            citation: layout(citation),
            bibliography: element(root, "bibliography").map(layout),
            locales: elements(root)
                .filter(|node| node.tag_name().name() == "locale")
                .map(Locale::read)
                .collect(),
        })
    }
}

fn parse(xml: &str) -> Result<Document<'_>, StyleError> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(xml, options)
        .map_err(|error| StyleError::Syntax(error.to_string()))?;
    // Counted along the way, not by asking each node for its ancestors.
    let mut depth = 0_usize;
    let mut node = document.root();
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            if depth > MAX_DEPTH {
                return Err(StyleError::TooDeep);
            }
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => {
                    node = parent;
                    depth = depth.saturating_sub(1);
                }
                None => return Ok(document),
            }
        }
    }
}

/// Reads the terms of a language from a locale file.
pub(crate) fn locale_of(xml: &str) -> Option<Locale> {
    Some(Locale::read(parse(xml).ok()?.root_element()))
}

fn layout(node: Node<'_, '_>) -> Layout {
    let inner = element(node, "layout");
    let mut looks = inner
        .map(|node| Rc::unwrap_or_clone(format(node)))
        .unwrap_or_default();
    looks.affixes_inside = true;
    Layout {
        elements: inner.map(all).unwrap_or_default(),
        format: Rc::new(looks),
        names: name_options(node),
        sort: element(node, "sort")
            .into_iter()
            .flat_map(elements)
            .filter_map(sort_key)
            .collect(),
        cites: CiteOptions {
            add_names: flag(node, "disambiguate-add-names"),
            add_given_names: flag(node, "disambiguate-add-givenname").then(|| {
                match node.attribute("givenname-disambiguation-rule") {
                    Some("all-names") => GivenNameRule::AllNames,
                    Some("all-names-with-initials") => GivenNameRule::AllNamesWithInitials,
                    Some("primary-name") => GivenNameRule::PrimaryName,
                    Some("primary-name-with-initials") => GivenNameRule::PrimaryNameWithInitials,
                    _ => GivenNameRule::ByCite,
                }
            }),
            add_year_suffix: flag(node, "disambiguate-add-year-suffix"),
            group_delimiter: text(node, "cite-group-delimiter"),
            collapse: match node.attribute("collapse") {
                Some("citation-number") => Some(Collapse::CitationNumber),
                Some("year") => Some(Collapse::Year),
                Some("year-suffix") => Some(Collapse::YearSuffix),
                Some("year-suffix-ranged") => Some(Collapse::YearSuffixRanged),
                _ => None,
            },
            year_suffix_delimiter: text(node, "year-suffix-delimiter"),
            after_collapse_delimiter: text(node, "after-collapse-delimiter"),
            near_note_distance: number(node, "near-note-distance"),
        },
        list: ListOptions {
            hanging_indent: flag(node, "hanging-indent"),
            second_field_align: node.attribute("second-field-align").is_some(),
            line_spacing: number(node, "line-spacing"),
            entry_spacing: number(node, "entry-spacing"),
            author_substitute: text(node, "subsequent-author-substitute"),
            substitute_rule: match node.attribute("subsequent-author-substitute-rule") {
                Some("complete-each") => SubstituteRule::CompleteEach,
                Some("partial-each") => SubstituteRule::PartialEach,
                Some("partial-first") => SubstituteRule::PartialFirst,
                _ => SubstituteRule::CompleteAll,
            },
        },
    }
}

fn sort_key(node: Node<'_, '_>) -> Option<SortKey> {
    let by = match (text(node, "variable"), text(node, "macro")) {
        (Some(variable), _) => SortBy::Variable(variable),
        (None, Some(name)) => SortBy::Macro(name),
        (None, None) => return None,
    };
    Some(SortKey {
        by,
        descending: node.attribute("sort") == Some("descending"),
        names: NameOptions {
            et_al_min: number(node, "names-min"),
            et_al_use_first: number(node, "names-use-first"),
            et_al_use_last: node
                .attribute("names-use-last")
                .map(|value| value == "true"),
            ..NameOptions::default()
        },
    })
}

fn all(node: Node<'_, '_>) -> Rc<[Element]> {
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
