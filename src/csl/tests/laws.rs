//! What holds for every style and every item.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::csl::{
    Cite, Cluster, Date, DateParts, Form, Formatted, Item, Locator, Name, Piece, Style, Value,
    format,
};

const STYLES: [&str; 4] = [
    "harvard-cite-them-right",
    "apa",
    "nlm-citation-sequence",
    "chicago-notes",
];

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "care",
        "Digital",
        "of",
        "the",
        "NHS",
        "“quoted”",
        "'s",
        "<i>in</i>",
        "&amp;",
        "2020",
        "?",
        "é",
    ]);
    prop::collection::vec(word, 1..6).prop_map(|words| words.join(" "))
}

fn item() -> impl Strategy<Value = Item> {
    let kinds = vec![
        "book",
        "article-journal",
        "chapter",
        "report",
        "thesis",
        "webpage",
    ];
    let family = prop::sample::select(vec!["Okafor", "Singh", "O’Neill", "de Souza", "Li"]);
    let given = prop::sample::select(vec!["Ann", "A. B.", "Jean-Paul", ""]);
    let names = prop::collection::vec((family, given), 0..5);
    let texts = prop::collection::btree_map(
        prop::sample::select(vec![
            "title",
            "container-title",
            "publisher",
            "volume",
            "page",
            "URL",
        ]),
        words(),
        1..5,
    );
    let year = prop::option::of(1900..2030_i32);
    (prop::sample::select(kinds), names, texts, year).prop_map(|(kind, names, texts, year)| {
        let mut item = Item {
            kind: kind.to_owned(),
            ..Item::default()
        };
        for (variable, text) in texts {
            item.values.insert(variable.to_owned(), Value::Text(text));
        }
        let names = names.into_iter().map(|(family, given)| Name {
            family: family.to_owned(),
            given: given.to_owned(),
            ..Name::default()
        });
        item.values
            .insert("author".to_owned(), Value::Names(names.collect()));
        if let Some(year) = year {
            let start = Some(DateParts {
                year,
                ..DateParts::default()
            });
            let date = Date {
                start,
                ..Date::default()
            };
            item.values.insert("issued".to_owned(), Value::Date(date));
        }
        item
    })
}

fn library() -> impl Strategy<Value = BTreeMap<String, Item>> {
    prop::collection::vec(item(), 1..7).prop_map(|items| {
        let keyed = items.into_iter().enumerate().map(|(at, mut item)| {
            item.key = format!("k{at}");
            (item.key.clone(), item)
        });
        keyed.collect()
    })
}

fn cited(items: &BTreeMap<String, Item>, form: Form) -> Vec<Cluster> {
    let cite = |key: &String| Cite {
        key: key.clone(),
        form,
        locator: Some(Locator {
            label: "page".to_owned(),
            text: "4".to_owned(),
        }),
        ..Cite::default()
    };
    let one = |key: &String| Cluster {
        cites: vec![cite(key)],
        ..Cluster::default()
    };
    let together = Cluster {
        cites: items.keys().map(cite).collect(),
        ..Cluster::default()
    };
    items.keys().map(one).chain([together]).collect()
}

fn printed(style: &str, items: &BTreeMap<String, Item>, clusters: &[Cluster]) -> Formatted {
    format(
        &Style::built_in(style).unwrap(),
        Some("en-GB"),
        items,
        clusters,
    )
}

/// Returns the letters and digits of a text, without case.
fn bones(text: &str) -> String {
    let text = text
        .replace("<i>", "")
        .replace("</i>", "")
        .replace("&amp;", "");
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn texts<'p>(pieces: &'p [Piece], into: &mut Vec<(&'p str, &'p str)>) {
    for piece in pieces {
        match piece {
            Piece::Text {
                text,
                variable: Some(variable),
            } => into.push((variable, text)),
            Piece::Text { .. } | Piece::Own(..) => {}
            Piece::Styled(_, inner)
            | Piece::Link(_, inner)
            | Piece::Work(_, inner)
            | Piece::Block(_, inner)
            | Piece::Note(inner) => texts(inner, into),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_printed_of_a_variable_stands_in_the_item(
        items in library(),
        style in prop::sample::select(&STYLES[..]),
    ) {
        let done = printed(style, &items, &cited(&items, Form::Bracket));
        for reference in &done.list {
            let item = &items[&reference.key];
            let mut found = Vec::new();
            texts(&reference.pieces, &mut found);
            for (variable, text) in found {
                if let Some(Value::Text(value)) = item.values.get(variable) {
                    prop_assert!(bones(value).contains(&bones(text)), "{variable}: {text} of {value}");
                }
            }
        }
    }

    #[test]
    fn the_same_is_printed_twice_and_an_uncited_work_changes_nothing(
        items in library(),
        more in item(),
        style in prop::sample::select(&STYLES[..]),
        form in prop::sample::select(vec![Form::Bracket, Form::Narrative, Form::WithoutAuthor]),
    ) {
        let clusters = cited(&items, form);
        let once = printed(style, &items, &clusters);
        prop_assert_eq!(&once, &printed(style, &items, &clusters));
        let mut all = items.clone();
        all.insert("k99".to_owned(), Item { key: "k99".to_owned(), ..more });
        prop_assert_eq!(&once, &printed(style, &all, &clusters));
    }

    #[test]
    fn works_in_the_list_are_those_that_are_cited_and_letters_ascend(
        items in library(),
    ) {
        let done = printed("apa", &items, &cited(&items, Form::Bracket));
        prop_assert_eq!(done.clusters.len(), items.len() + 1);
        let mut keys: Vec<&str> = done.list.iter().map(|reference| reference.key.as_str()).collect();
        keys.sort_unstable();
        prop_assert_eq!(keys, items.keys().map(String::as_str).collect::<Vec<_>>());
        prop_assert_eq!(done.missing, [""; 0]);
        prop_assert_eq!(done.troubles, [""; 0]);
    }
}

#[test]
fn a_macro_that_calls_itself_is_said() {
    let style = Style::from_xml(
        "<style class=\"in-text\" version=\"1.0\"><macro name=\"a\"><text macro=\"b\"/></macro>\
         <macro name=\"b\"><text variable=\"title\"/><text macro=\"a\"/></macro>\
         <citation><layout><text macro=\"a\"/></layout></citation></style>",
    );
    let item = Item {
        key: "k".to_owned(),
        values: [("title".to_owned(), Value::Text("Title".to_owned()))].into(),
        ..Item::default()
    };
    let items = BTreeMap::from([("k".to_owned(), item)]);
    let clusters = cited(&items, Form::Bracket);
    let done = format(&style.unwrap(), None, &items, &clusters);
    assert_eq!(done.troubles, ["its macro `a` calls itself"]);
    assert_eq!(crate::csl::plain(&done.clusters[0]), "Title");
}

/// Runs a style of `macros` that prints the macro `m0` of many works; returns what it does wrong.
fn doubling(macros: &str) -> Vec<String> {
    let style = Style::from_xml(&format!(
        "<style class=\"in-text\" version=\"1.0\">{macros}<citation><layout><text macro=\"m0\"/>\
         </layout></citation><bibliography><layout><text macro=\"m0\"/></layout></bibliography>\
         </style>"
    ));
    let works = (0..200).map(|at| {
        let key = format!("k{at}");
        let values = [("title".to_owned(), Value::Text("Title ".repeat(200)))].into();
        let item = Item {
            key: key.clone(),
            values,
            ..Item::default()
        };
        (key, item)
    });
    let items: BTreeMap<String, Item> = works.collect();
    let clusters = cited(&items, Form::Bracket);
    let started = std::time::Instant::now();
    let done = format(&style.unwrap(), None, &items, &clusters);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    let printed: usize = done
        .clusters
        .iter()
        .map(|it| crate::csl::plain(it).len())
        .sum();
    assert!(printed < 1 << 20, "{printed}");
    done.troubles
}

#[test]
fn a_style_that_doubles_itself_is_stopped_once_and_said() {
    let doubled = |last: &str, call: &str| {
        let macros = (0..24).map(|at| {
            let next = format!("<text macro=\"m{}\"{call}/>", at + 1);
            format!("<macro name=\"m{at}\">{next}{next}</macro>")
        });
        let macros: String = macros.collect();
        doubling(&format!("{macros}<macro name=\"m24\">{last}</macro>"))
    };
    let said = ["it asks for more than can be worked out: its macros call each other too often"];
    assert_eq!(doubled("<text value=\"x\"/>", ""), said);
    assert_eq!(doubled("<text variable=\"title\"/>", ""), said);
    assert_eq!(
        doubled(
            "<text value=\"x\"/>",
            &format!(" prefix=\"{}\"", "y".repeat(60_000))
        ),
        said
    );
}
