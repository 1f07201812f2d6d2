//! Citations of Word's own: a tag in the field, and the works in a part of the file.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::word::intake::cited::Cite;
use crate::word::read::xml::Element;

/// Reads the works by their tags.
pub(super) fn read(data: &[Element]) -> BTreeMap<String, Value> {
    let mut works = BTreeMap::new();
    for sources in data.iter().filter(|tree| tree.name == "b:Sources") {
        for source in sources.elements().filter(|it| it.name == "b:Source") {
            if let Some(tag) = source.child("b:Tag") {
                works.insert(tag.text().trim().to_owned(), item(source));
            }
        }
    }
    works
}

/// Reads `CITATION Smi20 \p 4 \m Jon19 \l 2057`.
pub(super) fn cited(instruction: &str, works: &BTreeMap<String, Value>) -> Option<Vec<Cite>> {
    let mut cites: Vec<Cite> = Vec::new();
    let mut words = words(instruction).into_iter().skip(1);
    let first = words.next()?;
    let add = |cites: &mut Vec<Cite>, tag: &str| {
        let item = works.get(tag)?.clone();
        cites.push(Cite {
            item,
            ..Cite::default()
        });
        Some(())
    };
    add(&mut cites, &first)?;
    while let Some(word) = words.next() {
        match word.as_str() {
            "\\m" => add(&mut cites, &words.next()?)?,
            "\\n" => cites.last_mut()?.without_author = true,
            "\\p" => {
                let place = words.next().unwrap_or_default();
                let last = cites.last_mut()?;
                last.label = "page".into();
                last.locator = place;
            }
            "\\v" => {
                let place = words.next().unwrap_or_default();
                let last = cites.last_mut()?;
                if last.locator.is_empty() {
                    last.label = "volume".into();
                    last.locator = place;
                }
            }
            "\\f" => cites.last_mut()?.prefix = words.next().unwrap_or_default(),
            "\\s" => cites.last_mut()?.suffix = words.next().unwrap_or_default(),
            "\\l" => drop(words.next()),
            _ => {}
        }
    }
    Some(cites)
}

/// Cuts an instruction into words; what stands in quotation marks is one.
fn words(instruction: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_quoted = false;
    for sign in instruction.chars() {
        match sign {
            '"' | '“' | '”' => is_quoted = !is_quoted,
            sign if sign.is_whitespace() && !is_quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            sign => word.push(sign),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn item(source: &Element) -> Value {
    let text = |name: &str| {
        let text = source.child(name)?.text().trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let mut fields = Map::new();
    let kind = text("b:SourceType").unwrap_or_default();
    let kind = match kind.as_str() {
        "JournalArticle" => "article-journal",
        "ArticleInAPeriodical" => "article-magazine",
        "Book" => "book",
        "BookSection" => "chapter",
        "Report" => "report",
        "ConferenceProceedings" => "paper-conference",
        "InternetSite" | "DocumentFromInternetSite" => "webpage",
        "Case" => "legal_case",
        _ => "document",
    };
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            fields.insert(name.into(), value.into());
        }
    };
    set("type", Some(kind.into()));
    set("title", text("b:Title"));
    let container = [
        "b:JournalName",
        "b:PeriodicalTitle",
        "b:BookTitle",
        "b:ConferenceName",
        "b:InternetSiteTitle",
    ];
    set(
        "container-title",
        container.iter().find_map(|name| text(name)),
    );
    set("volume", text("b:Volume"));
    set("issue", text("b:Issue"));
    set("page", text("b:Pages"));
    set("edition", text("b:Edition"));
    set(
        "publisher",
        text("b:Publisher").or_else(|| text("b:Institution")),
    );
    set("publisher-place", text("b:City"));
    set("URL", text("b:URL"));
    set("DOI", text("b:DOI"));
    set("ISBN", text("b:StandardNumber"));
    for (role, name) in [
        ("author", "b:Author"),
        ("editor", "b:Editor"),
        ("translator", "b:Translator"),
    ] {
        let people = source
            .child("b:Author")
            .and_then(|all| all.child(name))
            .map(people)
            .unwrap_or_default();
        if !people.is_empty() {
            fields.insert(role.into(), people.into());
        }
    }
    let date = |names: [&str; 3]| {
        let month = |name: &str| {
            let name = name.to_lowercase();
            MONTHS
                .iter()
                .position(|month| name.starts_with(month))
                .map(|at| at + 1)
        };
        let mut parts: Vec<Value> = vec![text(names[0])?.into()];
        if let Some(found) = text(names[1]) {
            parts.push(found.parse().ok().or_else(|| month(&found))?.into());
            parts.extend(
                text(names[2])
                    .and_then(|day| day.parse::<usize>().ok())
                    .map(Value::from),
            );
        }
        Some(json!({ "date-parts": [parts] }))
    };
    if let Some(date) = date(["b:Year", "b:Month", "b:Day"]) {
        fields.insert("issued".into(), date);
    }
    if let Some(date) = date(["b:YearAccessed", "b:MonthAccessed", "b:DayAccessed"]) {
        fields.insert("accessed".into(), date);
    }
    fields.into()
}

fn people(role: &Element) -> Vec<Value> {
    if let Some(body) = role.child("b:Corporate") {
        return vec![json!({ "literal": body.text().trim() })];
    }
    let people = role
        .child("b:NameList")
        .into_iter()
        .flat_map(Element::elements);
    let people = people.filter(|it| it.name == "b:Person").map(|person| {
        let text = |name| person.child(name).map(Element::text).unwrap_or_default();
        let given = format!("{} {}", text("b:First").trim(), text("b:Middle").trim());
        json!({ "family": text("b:Last").trim(), "given": given.trim() })
    });
    people.collect()
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
