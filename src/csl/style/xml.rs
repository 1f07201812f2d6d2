//! Attributes of a style's XML.

use std::rc::Rc;

use roxmltree::Node;

use crate::csl::output::{Display, Face};
use crate::csl::style::{And, Case, Format, NameForm, NameOptions, Precedes, SortOrder};

/// Returns the elements inside a node.
pub(crate) fn elements<'a, 'input>(
    node: Node<'a, 'input>,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

/// Returns the first element of a name inside a node.
pub(crate) fn element<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    elements(node).find(|child| child.tag_name().name() == name)
}

/// Returns an attribute as a text of its own.
pub(crate) fn text(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.attribute(name).map(str::to_owned)
}

/// Returns whether an attribute says `true`.
pub(crate) fn flag(node: Node<'_, '_>, name: &str) -> bool {
    node.attribute(name) == Some("true")
}

/// Returns an attribute as a number.
pub(crate) fn number<T: std::str::FromStr>(node: Node<'_, '_>, name: &str) -> Option<T> {
    node.attribute(name)?.trim().parse().ok()
}

/// Reads the looks of an element.
pub(crate) fn format(node: Node<'_, '_>) -> Rc<Format> {
    let one_of = |name: &str, known: &[(&str, Face)]| {
        let value = node.attribute(name)?;
        known
            .iter()
            .find(|(word, _)| *word == value)
            .map(|(_, face)| *face)
    };
    Rc::new(Format {
        prefix: text(node, "prefix").unwrap_or_default(),
        suffix: text(node, "suffix").unwrap_or_default(),
        delimiter: text(node, "delimiter"),
        style: one_of(
            "font-style",
            &[
                ("italic", Face::Italic),
                ("oblique", Face::Italic),
                ("normal", Face::Upright),
            ],
        ),
        variant: one_of(
            "font-variant",
            &[
                ("small-caps", Face::SmallCaps),
                ("normal", Face::NormalCaps),
            ],
        ),
        weight: one_of(
            "font-weight",
            &[
                ("bold", Face::Bold),
                ("light", Face::Light),
                ("normal", Face::Regular),
            ],
        ),
        decoration: one_of("text-decoration", &[("underline", Face::Underline)]),
        vertical: one_of(
            "vertical-align",
            &[
                ("sup", Face::Superscript),
                ("sub", Face::Subscript),
                ("baseline", Face::Baseline),
            ],
        ),
        quotes: flag(node, "quotes"),
        strip_periods: flag(node, "strip-periods"),
        case: match node.attribute("text-case") {
            Some("lowercase") => Some(Case::Lower),
            Some("uppercase") => Some(Case::Upper),
            Some("capitalize-first") => Some(Case::CapitalizeFirst),
            Some("capitalize-all") => Some(Case::CapitalizeAll),
            Some("sentence") => Some(Case::Sentence),
            Some("title") => Some(Case::Title),
            _ => None,
        },
        display: match node.attribute("display") {
            Some("block") => Some(Display::Block),
            Some("left-margin") => Some(Display::LeftMargin),
            Some("right-inline") => Some(Display::RightInline),
            Some("indent") => Some(Display::Indent),
            _ => None,
        },
        affixes_inside: false,
    })
}

/// Reads what is said of names at a style, a layout, `names` or `name`; `name` itself has shorter
/// words for two of them.
pub(crate) fn name_options(node: Node<'_, '_>) -> NameOptions {
    let is_name = node.tag_name().name() == "name";
    let precedes = |name: &str| match node.attribute(name)? {
        "contextual" => Some(Precedes::Contextual),
        "after-inverted-name" => Some(Precedes::AfterInvertedName),
        "always" => Some(Precedes::Always),
        "never" => Some(Precedes::Never),
        _ => None,
    };
    let switch = |name: &str| node.attribute(name).map(|value| value == "true");
    NameOptions {
        and: match node.attribute("and") {
            Some("text") => Some(And::Text),
            Some("symbol") => Some(And::Symbol),
            _ => None,
        },
        delimiter: text(
            node,
            if is_name {
                "delimiter"
            } else {
                "name-delimiter"
            },
        ),
        names_delimiter: text(node, "names-delimiter"),
        precedes_et_al: precedes("delimiter-precedes-et-al"),
        precedes_last: precedes("delimiter-precedes-last"),
        et_al_min: number(node, "et-al-min"),
        et_al_use_first: number(node, "et-al-use-first"),
        et_al_subsequent_min: number(node, "et-al-subsequent-min"),
        et_al_subsequent_use_first: number(node, "et-al-subsequent-use-first"),
        et_al_use_last: switch("et-al-use-last"),
        form: match node.attribute(if is_name { "form" } else { "name-form" }) {
            Some("long") => Some(NameForm::Long),
            Some("short") => Some(NameForm::Short),
            Some("count") => Some(NameForm::Count),
            _ => None,
        },
        initialize: switch("initialize"),
        initialize_with: text(node, "initialize-with"),
        sort_order: match node.attribute("name-as-sort-order") {
            Some("first") => Some(SortOrder::First),
            Some("all") => Some(SortOrder::All),
            _ => None,
        },
        sort_separator: text(node, "sort-separator"),
    }
}
