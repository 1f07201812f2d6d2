//! Citations of Zotero and Mendeley, which keep CSL-JSON in the field or in the tag of a control.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::word::intake::cited::Cite;

/// The most works that one citation may have.
const MAX_CITES: usize = 500;

/// Reads `ADDIN ZOTERO_ITEM CSL_CITATION {…}` and `ADDIN CSL_CITATION {…}`.
pub(super) fn read(instruction: &str) -> Option<Vec<Cite>> {
    let start = instruction.find('{')?;
    // Behind the object there may be what other programs wrote.
    let mut values = serde_json::Deserializer::from_str(&instruction[start..]).into_iter::<Value>();
    cites(&values.next()?.ok()?)
}

/// Reads the rest of a tag `MENDELEY_CITATION_v3_…`.
pub(super) fn read_coded(coded: &str) -> Option<Vec<Cite>> {
    let bytes = STANDARD.decode(coded.trim()).ok()?;
    cites(&serde_json::from_slice(&bytes).ok()?)
}

fn cites(citation: &Value) -> Option<Vec<Cite>> {
    let items = citation.get("citationItems")?.as_array()?;
    let text = |from: &Value, name: &str| match from.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let cites = items.iter().take(MAX_CITES).filter_map(|item| {
        let mut work = item
            .get("itemData")
            .filter(|work| work.is_object())?
            .clone();
        // Without any field but its number it is no work.
        work.as_object().filter(|fields| fields.len() > 1)?;
        if let Value::Object(fields) = &mut work {
            fields.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
        }
        Some(Cite {
            item: work,
            prefix: text(item, "prefix"),
            suffix: text(item, "suffix"),
            label: text(item, "label"),
            locator: text(item, "locator"),
            without_author: ["suppress-author", "suppressAuthor"].iter().any(|name| {
                item.get(name)
                    .is_some_and(|it| it.as_bool() == Some(true) || it.as_i64() == Some(1))
            }),
        })
    });
    Some(cites.collect())
}
