//! `citation` and `bibliography`: how cites and the list are put together.

use std::rc::Rc;

use roxmltree::Node;

use crate::csl::style::elements::all;
use crate::csl::style::xml::{element, elements, flag, format, name_options, number, text};
use crate::csl::style::{
    CiteOptions, Collapse, GivenNameRule, Layout, ListOptions, NameOptions, SortBy, SortKey,
    SubstituteRule,
};

/// Reads `citation` or `bibliography`.
pub(crate) fn layout(node: Node<'_, '_>) -> Layout {
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
