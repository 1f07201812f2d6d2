//! The JSON schema of the manifest, for editors that complete and check while somebody types.

use serde_json::{Map, Value, json};

use crate::project::manifest::keys::MANIFEST;
use crate::project::table::shape::{TableShape, ValueKind};

/// Returns the JSON schema of the manifest (draft 2020-12).
///
/// It is made from the description that the reading follows, so the two cannot disagree about
/// keys, kinds and bounds. Editors show a date of TOML to a schema as a text.
pub fn schema() -> Value {
    let mut schema = object(&MANIFEST);
    if let Value::Object(fields) = &mut schema {
        fields.insert(
            "$schema".into(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        fields.insert("title".into(), json!("folio.toml"));
        fields.insert(
            "description".into(),
            json!("The manifest of a dissertation that folio assembles, counts and typesets."),
        );
    }
    schema
}

fn object(shape: &TableShape) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in shape.keys {
        let mut property = value(&key.kind);
        if let Value::Object(fields) = &mut property {
            let mut description = key.doc.to_owned();
            if key.default.is_empty() {
                required.push(key.name);
            } else {
                description = format!("{description} Default: {}.", key.default);
                fields.extend(default(&key.kind, key.default).map(|it| ("default".to_owned(), it)));
            }
            fields.insert("description".into(), json!(description));
        }
        properties.insert(key.name.into(), property);
    }
    let mut object = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

fn value(kind: &ValueKind) -> Value {
    let day = json!({ "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$" });
    match kind {
        ValueKind::Text => json!({ "type": "string" }),
        ValueKind::Filled => json!({ "type": "string", "pattern": r"\S" }),
        ValueKind::File => json!({ "type": "string", "minLength": 1 }),
        ValueKind::Flag => json!({ "type": "boolean" }),
        ValueKind::Whole(least, u32::MAX) => json!({ "type": "integer", "minimum": least }),
        ValueKind::Whole(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        ValueKind::Number(least, most) => {
            json!({ "type": "number", "minimum": least, "maximum": most })
        }
        ValueKind::Choice(names) => json!({ "enum": names }),
        ValueKind::Day => day,
        ValueKind::Moment => json!({
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$",
        }),
        ValueKind::List(kind) => json!({ "type": "array", "items": value(kind) }),
        ValueKind::Table(shape) => object(shape),
        ValueKind::Map(kind) => json!({ "type": "object", "additionalProperties": value(kind) }),
        ValueKind::MapOf(names, kind) => json!({
            "type": "object",
            "propertyNames": { "enum": names },
            "additionalProperties": value(kind),
        }),
        ValueKind::Colour => json!({ "type": "string", "pattern": "^#[0-9a-fA-F]{6}$" }),
        ValueKind::Zone => json!({ "type": "string" }),
        ValueKind::Share => json!({
            "anyOf": [
                { "type": "integer", "minimum": 0 },
                { "type": "string", "pattern": r"^\s*\d+\s*%\s*$" },
            ],
        }),
        ValueKind::WholeOrOff(least, most) => json!({
            "anyOf": [
                { "type": "integer", "minimum": least, "maximum": most },
                { "const": "off" },
            ],
        }),
        ValueKind::WholeOr(shape) => json!({
            "anyOf": [{ "type": "integer", "minimum": 1 }, object(shape)],
        }),
    }
}

/// Returns the default as a value, where it is one rather than a sentence.
fn default(kind: &ValueKind, text: &str) -> Option<Value> {
    match kind {
        ValueKind::Flag => text.parse::<bool>().ok().map(Value::from),
        ValueKind::Share | ValueKind::Whole(..) | ValueKind::WholeOrOff(..) => {
            text.parse::<u32>().ok().map(Value::from)
        }
        ValueKind::Choice(names) => names.contains(&text).then(|| json!(text)),
        ValueKind::Text
        | ValueKind::Filled
        | ValueKind::File
        | ValueKind::Number(..)
        | ValueKind::Day
        | ValueKind::Moment
        | ValueKind::List(_)
        | ValueKind::Table(_)
        | ValueKind::Map(_)
        | ValueKind::MapOf(..)
        | ValueKind::Colour
        | ValueKind::Zone
        | ValueKind::WholeOr(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Turns TOML into what an editor hands to a schema.
    fn as_json(text: &str) -> Value {
        fn convert(value: toml::Value) -> Value {
            match value {
                toml::Value::String(text) => json!(text),
                toml::Value::Integer(number) => json!(number),
                toml::Value::Float(number) => json!(number),
                toml::Value::Boolean(flag) => json!(flag),
                toml::Value::Datetime(date) => json!(date.to_string()),
                toml::Value::Array(items) => items.into_iter().map(convert).collect(),
                toml::Value::Table(table) => Value::Object(
                    table
                        .into_iter()
                        .map(|(key, value)| (key, convert(value)))
                        .collect(),
                ),
            }
        }
        convert(toml::Value::Table(text.parse().unwrap()))
    }

    fn accepts(text: &str) -> bool {
        jsonschema::validator_for(&schema())
            .unwrap()
            .is_valid(&as_json(text))
    }

    #[test]
    fn it_accepts_the_samples() {
        let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        for name in ["digital-readiness", "minimal"] {
            let text = std::fs::read_to_string(samples.join(name).join("folio.toml")).unwrap();
            assert!(accepts(&text), "{name}");
        }
    }

    #[test]
    fn it_rejects_what_the_reading_rejects() {
        let good = "[dissertation]\ntitle = 'T'\nauthor = 'A'\n";
        assert!(accepts(good));
        for bad in [
            "tittle = 'T'",
            "[words]\nlimit = 0",
            "[words]\ntolerance = 'ten'",
            "[words.limits]\nabstract = { most = 3 }",
            "[milestones]\nsubmission = 'soon'",
            "[format]\nlook = 'modern'",
            "[[milestone]]\ntitle = 'no id'",
        ] {
            assert!(!accepts(&format!("{bad}\n{good}")), "{bad}");
        }
        assert!(!accepts("[dissertation]\nauthor = 'A'\n"));
    }

    #[test]
    fn every_key_has_a_description() {
        fn look(at: &str, value: &Value) {
            for (name, property) in value["properties"].as_object().into_iter().flatten() {
                let at = format!("{at}.{name}");
                assert!(
                    property["description"]
                        .as_str()
                        .is_some_and(|it| it.ends_with('.')),
                    "{at}"
                );
                look(&at, property);
                look(&at, &property["items"]);
                look(&at, &property["additionalProperties"]);
            }
        }
        look("", &schema());
    }
}
