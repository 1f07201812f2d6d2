//! Citations of EndNote, which keeps its own XML in the field, or in base64 beside it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::word::intake::cited::Cite;
use crate::word::read::xml::{Element, tree};

/// Reads `ADDIN EN.CITE <EndNote>…`, or the data beside it.
pub(super) fn read(instruction: &str, data: &str) -> Option<Vec<Cite>> {
    let tree = match instruction.find("<EndNote") {
        Some(start) => {
            let end = instruction.rfind("</EndNote>")? + "</EndNote>".len();
            tree(
                instruction.get(start..end)?.as_bytes(),
                "a citation of EndNote",
            )
            .ok()?
        }
        None => {
            let packed: String = data.chars().filter(|c| !c.is_whitespace()).collect();
            let bytes = STANDARD.decode(packed).ok()?;
            let bytes = bytes.strip_suffix(b"\0").unwrap_or(&bytes);
            tree(bytes, "a citation of EndNote").ok()?
        }
    };
    let cites = tree.elements().filter(|it| it.name == "Cite").map(|cite| {
        let text = |name: &str| cite.child(name).map(Element::text).unwrap_or_default();
        let record = cite.child("record");
        let item = record
            .map(item)
            .unwrap_or_else(|| known(&text("Author"), &text("Year")));
        Cite {
            item,
            prefix: text("Prefix"),
            suffix: text("Suffix"),
            label: "page".into(),
            locator: text("Pages"),
            without_author: cite.get("ExcludeAuth") == Some("1"),
        }
    });
    Some(cites.collect())
}

/// Returns what is known of a work without its record.
fn known(author: &str, year: &str) -> Value {
    json!({
        "type": "document",
        "author": [{ "family": author }],
        "issued": { "date-parts": [[year]] },
    })
}

fn item(record: &Element) -> Value {
    let at = |path: &[&str]| {
        let mut element = record;
        for name in path {
            element = element.child(name)?;
        }
        let text = element.text().trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let mut fields = Map::new();
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            fields.insert(name.into(), value.into());
        }
    };
    let kind = record
        .child("ref-type")
        .and_then(|it| it.get("name"))
        .unwrap_or_default();
    let kind = match kind {
        "Journal Article" | "Electronic Article" => "article-journal",
        "Book" | "Edited Book" | "Electronic Book" => "book",
        "Book Section" | "Electronic Book Section" => "chapter",
        "Report" | "Government Document" => "report",
        "Web Page" | "Online Database" | "Blog" => "webpage",
        "Thesis" => "thesis",
        "Conference Paper" | "Conference Proceedings" => "paper-conference",
        "Newspaper Article" => "article-newspaper",
        "Magazine Article" => "article-magazine",
        "Legal Rule or Regulation" | "Statute" | "Bill" => "legislation",
        _ => "document",
    };
    set("type", Some(kind.into()));
    set("title", at(&["titles", "title"]));
    let container =
        at(&["titles", "secondary-title"]).or_else(|| at(&["periodical", "full-title"]));
    set("container-title", container.filter(|_| kind != "book"));
    set("page", at(&["pages"]));
    set("volume", at(&["volume"]));
    set("issue", at(&["number"]));
    set("edition", at(&["edition"]));
    set("publisher", at(&["publisher"]));
    set("publisher-place", at(&["pub-location"]));
    set("ISBN", at(&["isbn"]));
    set("DOI", at(&["electronic-resource-num"]));
    set("URL", at(&["urls", "related-urls", "url"]));
    for (role, group) in [("author", "authors"), ("editor", "secondary-authors")] {
        let people = record.child("contributors").and_then(|it| it.child(group));
        let people: Vec<Value> = people
            .into_iter()
            .flat_map(Element::elements)
            .map(|person| name(person.text().trim()))
            .collect();
        if !people.is_empty() {
            fields.insert(role.into(), people.into());
        }
    }
    if let Some(year) = at(&["dates", "year"]) {
        fields.insert("issued".into(), json!({ "date-parts": [[year]] }));
    }
    fields.into()
}

/// Returns a name: `Smith, Ann`, or a body that ends with a comma, `World Health Organization,`.
fn name(text: &str) -> Value {
    match text.split_once(',') {
        Some((family, given)) if !given.trim().is_empty() => {
            json!({ "family": family.trim(), "given": given.trim() })
        }
        Some((body, _)) => json!({ "literal": body.trim() }),
        None => match text.rsplit_once(' ') {
            Some((given, family)) => json!({ "family": family, "given": given }),
            None => json!({ "family": text }),
        },
    }
}
