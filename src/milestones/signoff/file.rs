//! A decision in a file of its own, which the supervisor sends and the student receives.

use serde_json::Value;

use crate::diagnostics::text::inline;
use crate::milestones::ledger::{
    Decision, Entry, Event, Record, TypedText, Words, body, parse_unique, record, texts_of,
};
use crate::milestones::refusal::Refusal;

/// The newest format, in which the texts stand beside the entry.
const FORMAT: u64 = 2;
const KIND: &str = "folio-decision";

/// A decision that came in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionFile {
    /// The entry as it was made on the other copy.
    pub entry: Entry,
    /// The decision in it.
    pub decision: Decision,
}

/// Writes a decision for the student to receive: JSON that a person can read.
pub fn write_decision(made: &Entry) -> String {
    let entry: Value = serde_json::from_str(&body(made)).expect("a body is JSON");
    let words = texts_of(made);
    let mut file = serde_json::json!({"format": 1, "kind": KIND, "entry": entry});
    if !words.is_empty() {
        file["format"] = FORMAT.into();
        file["words"] = serde_json::to_value(words).expect("texts can be written");
    }
    let mut text = serde_json::to_string_pretty(&file).expect("a value of JSON can be written");
    text.push('\n');
    text
}

/// Reads the file of a decision; `Ok(None)`: the text is something else, such as a ledger.
///
/// # Errors
///
/// If it is a decision's file that cannot be read.
pub fn read_decision(text: &str) -> Result<Option<DecisionFile>, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    let again = "ask the supervisor to send the file once more";
    let Ok(Value::Object(mut file)) = serde_json::from_str(text) else {
        return Ok(None);
    };
    if file.get("kind").and_then(Value::as_str) != Some(KIND) {
        return Ok(None);
    }
    if let Err(error) = parse_unique(text) {
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default();
        return Err(Refusal::new(
            format!("the file cannot be judged: {}", inline(why, 120)),
            again,
        ));
    }
    match file.get("format").and_then(Value::as_u64) {
        Some(1 | FORMAT) => {}
        Some(newer) => {
            return Err(Refusal::new(
                format!("the decision was written by a newer version of folio (format {newer})"),
                "use that version, or ask for the decision in words and record it with \
                 `folio milestone approve`",
            ));
        }
        None => return Err(Refusal::new("the decision has no `format`", again)),
    }
    let Some(Value::Object(map)) = file.remove("entry") else {
        return Err(Refusal::new("the file holds no decision", again));
    };
    let why = match record(map) {
        Ok((Record::Known(entry), _)) => {
            if let Event::Decision(_) = &entry.event {
                let words = file.remove("words").unwrap_or_default();
                let words = serde_json::from_value::<Vec<TypedText>>(words).unwrap_or_default();
                let mut entry = *entry;
                Words::from_iter(words).fill(&mut entry);
                let Event::Decision(decision) = entry.event.clone() else {
                    return Ok(None);
                };
                return Ok(Some(DecisionFile { entry, decision }));
            }
            format!("it is a `{}` entry", entry.event.kind())
        }
        Ok((Record::Newer { kind, .. }, _)) => format!("its kind `{kind}` is not known"),
        Err(why) => why,
    };
    let why = inline(&why, 160);
    Err(Refusal::new(
        format!("the file holds no decision: {why}"),
        again,
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_decision_says_so() {
        assert_eq!(read_decision("hello"), Ok(None));
        assert_eq!(read_decision("{\"kind\":\"ready\"}"), Ok(None));
        let newer = read_decision("{\"kind\":\"folio-decision\",\"format\":3}").unwrap_err();
        assert!(newer.message.contains("newer version"));
        let empty = read_decision("{\"kind\":\"folio-decision\",\"format\":1,\"entry\":{}}");
        assert_eq!(
            empty.unwrap_err().message,
            "the file holds no decision: it has no `format`"
        );
    }

    proptest! {
        #[test]
        fn no_text_stops_the_reading(inner in "[a-z0-9{}\\[\\]\",: -]{0,120}") {
            let _ = read_decision(&inner);
            let _ = read_decision(&format!(
                "{{\"kind\":\"folio-decision\",\"format\":1,\"entry\":{inner}}}"
            ));
            let _ = read_decision(&format!(
                "{{\"kind\":\"folio-decision\",\"format\":1,\"entry\":{{\"format\":1,\"kind\":\"decision\",{inner}}}}}"
            ));
        }
    }
}
