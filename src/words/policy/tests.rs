//! What the policies count, and what a definition may get wrong.

use std::collections::BTreeMap;

use super::*;
use crate::project::OwnPolicy;

/// Which categories each policy counts, in the order of [`FILES`]; `+` counts.
const TABLE: [(Category, &str); 27] = [
    (Category::TitlePage, "-------"),
    (Category::Abstract, "----++-"),
    (Category::Declaration, "-----+-"),
    (Category::Acknowledgements, "-----+-"),
    (Category::Contents, "----++-"),
    (Category::Abbreviations, "-----+-"),
    (Category::Body, "+++++++"),
    (Category::Heading, "++++++-"),
    (Category::HeadingNumber, "-------"),
    (Category::Quotation, "+++++++"),
    (Category::ListMarker, "-------"),
    (Category::Citation, "++++++-"),
    (Category::CrossReference, "++++++-"),
    (Category::Footnote, "+++-++-"),
    (Category::TableCell, "+--+++-"),
    (Category::TableCaption, "++-+++-"),
    (Category::FigureCaption, "++-+++-"),
    (Category::CaptionLabel, "++-+++-"),
    (Category::FigureText, "----++-"),
    (Category::InlineMaths, "-----+-"),
    (Category::DisplayMaths, "-----+-"),
    (Category::InlineCode, "+++++++"),
    (Category::CodeBlock, "-----+-"),
    (Category::References, "-------"),
    (Category::Appendix, "-----+-"),
    (Category::Exempt, "-------"),
    (Category::Furniture, "-------"),
];

#[test]
fn every_built_in_policy_counts_what_the_table_says() {
    for (category, counts) in TABLE {
        for (policy, expected) in Policy::built_in().iter().zip(counts.chars()) {
            assert_eq!(
                policy.counts(category),
                expected == '+',
                "{} {category}",
                policy.name
            );
        }
    }
    assert_eq!(TABLE.len(), Category::ALL.len());
}

#[test]
fn every_built_in_policy_says_where_it_comes_from_and_since_when() {
    for policy in Policy::built_in() {
        assert!(policy.source.len() > 20, "{}", policy.name);
        assert!(
            crate::diagnostics::parse_date(&policy.checked).is_ok(),
            "{}",
            policy.name
        );
    }
    assert_eq!(Policy::built_in()[0].name, Policy::DEFAULT);
}

#[test]
fn a_policy_in_words_is_short_and_true() {
    #[track_caller]
    fn case(name: &str, words: &str) {
        assert_eq!(Policy::named(name).unwrap().in_words(), words);
    }

    case("main-text", "excluding references and appendices");
    case(
        "main-text-without-tables",
        "excluding tables, references and appendices",
    );
    case(
        "prose-only",
        "excluding tables, captions, references and appendices",
    );
    case("no-notes", "excluding footnotes, references and appendices");
    case(
        "with-front-matter",
        "including the abstract and the contents, excluding references and appendices",
    );
    case(
        "everything-but-references",
        "including the front matter and appendices, excluding references",
    );
}

#[test]
fn a_policy_of_ones_own_changes_another() {
    let own = OwnPolicy {
        base: Some("main-text".into()),
        include: vec!["abstract".into()],
        exclude: vec!["quotation".into()],
        rates: [("table-cell".to_owned(), 150)].into(),
        caps: [("footnote".to_owned(), 500)].into(),
        valid_until: None,
        place: None,
    };
    let own = Policy::define("office", &own).unwrap();
    assert!(own.counts(Category::Abstract) && !own.counts(Category::Quotation));
    assert_eq!(
        own.in_words(),
        "including the abstract, excluding quotations, references and appendices, \
         table-cell at 150 words a page, at most 500 words of footnote"
    );
}

#[test]
fn every_mistake_in_a_definition_is_named_with_what_may_be_meant() {
    let own = OwnPolicy {
        base: Some("main-txt".into()),
        include: vec!["footnotes".into(), "abstract".into()],
        exclude: vec!["abstract".into()],
        caps: BTreeMap::new(),
        rates: BTreeMap::new(),
        valid_until: None,
        place: None,
    };
    let errors = Policy::define("office", &own).unwrap_err();
    assert_eq!(errors.len(), 3);
    assert_eq!(errors[0].hint(), Some("did you mean `main-text`?"));
    assert_eq!(errors[1].hint(), Some("did you mean `footnote`?"));
}
