//! What trials found wrong once, each as it should be.

use std::collections::BTreeMap;

use crate::csl::{
    Cite, Cluster, Date, DateParts, Form, Formatted, Item, Name, Piece, Style, Value, format, plain,
};

fn work(key: &str, authors: &[(&str, &str)], year: i32) -> Item {
    let names = authors.iter().map(|(family, given)| Name {
        family: (*family).to_owned(),
        given: (*given).to_owned(),
        ..Name::default()
    });
    let date = Date {
        start: Some(DateParts {
            year,
            ..DateParts::default()
        }),
        ..Date::default()
    };
    Item {
        key: key.to_owned(),
        kind: "article-journal".to_owned(),
        values: BTreeMap::from([
            ("author".to_owned(), Value::Names(names.collect())),
            ("title".to_owned(), Value::Text(format!("Title {key}"))),
            ("container-title".to_owned(), Value::Text("BMJ".to_owned())),
            ("issued".to_owned(), Value::Date(date)),
        ]),
    }
}

fn printed(style: &str, works: Vec<Item>, clusters: &[Cluster]) -> Formatted {
    let items = works
        .into_iter()
        .map(|item| (item.key.clone(), item))
        .collect();
    format(
        &Style::built_in(style).unwrap(),
        Some("en-GB"),
        &items,
        clusters,
    )
}

fn cluster(keys: &[&str], form: Form) -> Cluster {
    let cite = |key: &&str| Cite {
        key: (*key).to_owned(),
        form,
        ..Cite::default()
    };
    Cluster {
        cites: keys.iter().map(cite).collect(),
        ..Cluster::default()
    }
}

#[test]
fn authors_behind_one_et_al_are_grouped_only_if_they_are_the_same() {
    let works = || {
        vec![
            work("a", &[("Doe", "Al"), ("Lee", "B"), ("Kay", "C")], 2019),
            work("b", &[("Doe", "Bo"), ("Poe", "B"), ("Ray", "C")], 2020),
            work("c", &[("Doe", "Al"), ("Lee", "B"), ("Kay", "C")], 2021),
        ]
    };
    let shown = |keys: &[&str]| {
        plain(&printed("apa", works(), &[cluster(keys, Form::Bracket)]).clusters[0])
    };
    assert_eq!(
        shown(&["a", "b"]),
        "(A. Doe et al., 2019; B. Doe et al., 2020)"
    );
    assert_eq!(shown(&["a", "c"]), "(Doe et al., 2019, 2021)");
}

#[test]
fn letters_of_one_year_ascend_in_a_bracket_of_several_years() {
    let jones = &[("Jones", "Mary")];
    let works = vec![
        work("b", jones, 2019),
        work("a", jones, 2019),
        work("c", jones, 2021),
    ];
    let done = printed("apa", works, &[cluster(&["c", "b", "a"], Form::Bracket)]);
    assert_eq!(plain(&done.clusters[0]), "(Jones, 2019a, 2019b, 2021)");
}

#[test]
fn a_citation_in_a_note_of_the_authors_own_reads_as_a_part_of_it() {
    let inside = Cluster {
        note: Some(1),
        is_inside: true,
        ..cluster(&["a"], Form::Narrative)
    };
    let done = printed(
        "chicago-notes",
        vec![work("a", &[("Jones", "Mary")], 2019)],
        &[inside],
    );
    assert_eq!(plain(&done.clusters[0]), "Mary Jones, ‘Title a’, BMJ, 2019");
}

#[test]
fn a_raised_number_stands_at_the_name() {
    let works = vec![work("a", &[("Jones", "Mary")], 2019)];
    let done = printed("nature", works, &[cluster(&["a"], Form::Narrative)]);
    assert_eq!(plain(&done.clusters[0]), "Jones1");
}

#[test]
fn only_addresses_of_the_web_are_links() {
    fn has_link(pieces: &[Piece]) -> bool {
        pieces.iter().any(|piece| match piece {
            Piece::Link(..) => true,
            Piece::Styled(_, inner)
            | Piece::Work(_, inner)
            | Piece::Block(_, inner)
            | Piece::Note(inner) => has_link(inner),
            Piece::Text { .. } | Piece::Own(..) => false,
        })
    }
    #[track_caller]
    fn case(url: &str, is_link: bool) {
        let mut item = work("a", &[("Jones", "Mary")], 2019);
        item.values
            .insert("URL".to_owned(), Value::Text(url.to_owned()));
        let done = printed("apa", vec![item], &[cluster(&["a"], Form::Bracket)]);
        assert_eq!(has_link(&done.list[0].pieces), is_link, "{url}");
        assert!(plain(&done.list[0].pieces).ends_with(url), "{url}");
    }

    case("https://example.org/a", true);
    case("javascript:alert(1)", false);
    case("file:///etc/passwd", false);
}
