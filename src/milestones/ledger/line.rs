//! One line of the ledger: how it is written and how it is read back.
//!
//! A line is its place in the chain (`n`, `previous`) and its **body**. The digest of an entry is
//! taken of the body alone, so that it stays the same when the entry is joined to another copy.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use serde_json::{Map, Value};

use crate::diagnostics::text::inline;
use crate::milestones::digest::{Digest, canonical};
use crate::milestones::ledger::entry::{Entry, Event, FORMAT, KINDS};
use crate::milestones::ledger::unique::parse_unique;

/// A line that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub line: usize,
    /// Its number in the chain, from 1; `None` if the line does not say.
    pub number: Option<u64>,
    /// The digest of the line before, as this line has it.
    pub previous: Option<Digest>,
    /// The digest of the bytes of this line.
    pub hash: Digest,
    /// The digest of the entry, wherever in a chain it stands.
    pub digest: Digest,
    /// What it says.
    pub record: Record,
    /// Whether it came from another copy, as a merge entry after it says.
    pub is_joined: bool,
    /// Whether it may stand after the lines before it; otherwise it has no effect.
    pub may_stand: bool,
    pub(crate) body: String,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// An entry that this version knows.
    Known(Box<Entry>),
    /// An entry of a newer version. It is kept and chained like any other, and has no effect.
    Newer {
        /// Its kind.
        kind: String,
        /// The format it was written in.
        format: u32,
    },
}

impl Line {
    /// Returns the entry, if this version knows its kind.
    pub fn entry(&self) -> Option<&Entry> {
        match &self.record {
            Record::Known(entry) => Some(entry),
            Record::Newer { .. } => None,
        }
    }

    /// Returns the short name by which people call the entry in commands.
    pub fn short(&self) -> &str {
        short(&self.digest)
    }
}

/// Returns the short name of an entry: the first eight digits of its digest.
pub fn short(digest: &Digest) -> &str {
    &digest.hex()[..8]
}

/// Why a line cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It ends in the middle.
    Cut,
    /// It is something else, in words.
    Other(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Head {
    format: u32,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entered_at: Option<Date>,
    entered_by: String,
}

/// Writes the body of an entry: one object of JSON in the order that people read it.
pub(crate) fn body(entry: &Entry) -> String {
    let Entry {
        at,
        entered_at,
        entered_by,
        event,
    } = entry;
    let head = Head {
        format: entry.format(),
        at: *at,
        entered_at: *entered_at,
        entered_by: entered_by.clone(),
    };
    let head = serde_json::to_string(&head).expect("texts and numbers are always JSON");
    let event = serde_json::to_string(event).expect("an event holds texts, numbers and dates");
    format!("{},{}", &head[..head.len() - 1], &event[1..])
}

/// Writes a line without its line feed.
pub(crate) fn write(number: u64, previous: Option<&Digest>, body: &str) -> String {
    let previous = match previous {
        Some(digest) => format!("\"{digest}\""),
        None => "null".into(),
    };
    format!("{{\"n\":{number},\"previous\":{previous},{}", &body[1..])
}

/// Returns the digest of an entry, which every copy of the ledger has alike.
pub(crate) fn digest(entry: &Entry) -> Digest {
    let value: Value = serde_json::from_str(&body(entry)).expect("a body is JSON");
    Digest::of_value(&value)
}

/// Reads a line without its line end.
pub(crate) fn read(line: usize, bytes: &[u8]) -> Result<Line, Unreadable> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Unreadable::Other("it holds bytes that are no text".into()))?;
    let value = parse_unique(text).map_err(|error| match error.classify() {
        Category::Eof => Unreadable::Cut,
        Category::Data => {
            let why = error.to_string();
            let why = why.split(" at line ").next().unwrap_or_default();
            Unreadable::Other(inline(why, 120))
        }
        Category::Syntax | Category::Io => Unreadable::Other("it is not JSON".into()),
    })?;
    let Value::Object(mut map) = value else {
        return Err(Unreadable::Other("it is not an object of JSON".into()));
    };
    let number = map.remove("n").and_then(|value| value.as_u64());
    let previous = match map.remove("previous") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(Digest::parse(&text).ok_or_else(|| {
            Unreadable::Other("its `previous` is not `sha256:` and 64 hexadecimal digits".into())
        })?),
        Some(_) => return Err(Unreadable::Other("its `previous` is not a text".into())),
    };
    let (record, value) = record(map).map_err(Unreadable::Other)?;
    Ok(Line {
        line,
        number,
        previous,
        hash: Digest::of_bytes(bytes),
        digest: Digest::of_value(&value),
        record,
        is_joined: false,
        may_stand: true,
        body: canonical(&value),
    })
}

fn has_time(value: &Value) -> bool {
    let at = value.get("at").and_then(Value::as_str);
    at.is_some_and(|at| at.parse::<Timestamp>().is_ok())
}

/// Reads a body, such as that of a decision in a file of its own.
pub(crate) fn record(map: Map<String, Value>) -> Result<(Record, Value), String> {
    let format = match map.get("format") {
        Some(format) => format
            .as_u64()
            .and_then(|format| u32::try_from(format).ok())
            .ok_or("its `format` is not a whole number")?,
        None => return Err("it has no `format`".into()),
    };
    let kind = match map.get("kind") {
        Some(Value::String(kind)) => kind.clone(),
        _ => return Err("it has no `kind`".into()),
    };
    let is_newer = format > FORMAT || !KINDS.contains(&kind.as_str());
    let value = Value::Object(map);
    if is_newer {
        let kind = inline(&kind, 40);
        return Ok((Record::Newer { kind, format }, value));
    }
    let head = Head::deserialize(&value);
    let event = Event::deserialize(&value);
    let record = match (head, event) {
        (Ok(head), Ok(event)) => Record::Known(Box::new(Entry {
            at: head.at,
            entered_at: head.entered_at,
            entered_by: head.entered_by,
            event,
        })),
        // What the reader of times says of a time helps nobody.
        (Err(_), _) if !has_time(&value) => {
            let kind = inline(&kind, 40);
            let time = "its `at` is no time such as 2027-02-15T09:00:00Z";
            return Err(format!("it is no complete `{kind}` entry: {time}"));
        }
        (Err(error), _) | (_, Err(error)) => {
            let why = inline(&error.to_string(), 120);
            return Err(format!(
                "it is no complete `{}` entry: {why}",
                inline(&kind, 40)
            ));
        }
    };
    Ok((record, value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::milestones::ledger::entry::Submitted;

    fn entry() -> Entry {
        Entry::new(
            "2027-09-01T15:00:00.25Z".parse().unwrap(),
            "a.student@example.org",
            Event::Submitted(Submitted {
                milestone: "submission".into(),
                evidence: "receipt \"42\"".into(),
                on: None,
            }),
        )
    }

    #[test]
    fn a_line_reads_as_it_was_written() {
        let text = write(1, None, &body(&entry()));
        assert_eq!(
            text,
            "{\"n\":1,\"previous\":null,\"format\":1,\"at\":\"2027-09-01T15:00:00Z\",\
             \"entered-by\":\"a.student@example.org\",\"kind\":\"submitted\",\
             \"milestone\":\"submission\",\"evidence\":\"receipt \\\"42\\\"\",\"on\":null}"
        );
        let line = read(7, text.as_bytes()).unwrap();
        assert_eq!(
            (line.line, line.number, line.previous.clone()),
            (7, Some(1), None)
        );
        assert_eq!(line.entry(), Some(&entry()));
        assert_eq!(line.digest, digest(&entry()));
    }

    #[test]
    fn an_entry_keeps_its_digest_wherever_it_stands() {
        let one = write(1, None, &body(&entry()));
        let first = read(1, one.as_bytes()).unwrap();
        let moved = write(9, Some(&first.hash), &first.body);
        let moved = read(9, moved.as_bytes()).unwrap();
        assert_eq!(first.digest, moved.digest);
        assert_eq!(first.record, moved.record);
    }

    #[test]
    fn an_entry_of_a_newer_version_is_kept_and_said() {
        let kind = br#"{"n":1,"previous":null,"format":1,"kind":"viva","room":4}"#;
        let format = br#"{"n":1,"previous":null,"format":3,"kind":"ready"}"#;
        for (bytes, kind, format) in [(&kind[..], "viva", 1), (&format[..], "ready", 3)] {
            let record = read(1, bytes).unwrap().record;
            let kind = kind.to_owned();
            assert_eq!(record, Record::Newer { kind, format });
        }
        let newer = read(1, kind).unwrap();
        assert!(newer.body.contains("\"room\":4"));
    }

    #[test]
    fn what_is_no_entry_says_why() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            match read(1, text.as_bytes()) {
                Err(Unreadable::Other(why)) => assert_eq!(why, expected),
                other => panic!("{other:?}"),
            }
        }

        case("hello", "it is not JSON");
        case(r#"{"n":1,"n":1}"#, "`n` stands twice in it");
        case("[]", "it is not an object of JSON");
        case("{}", "it has no `format`");
        case(
            r#"{"format":1,"kind":"x","previous":"y"}"#,
            "its `previous` is not `sha256:` and 64 hexadecimal digits",
        );
        let cut = read(1, br#"{"format":1,"kin"#);
        assert_eq!(cut, Err(Unreadable::Cut));
    }

    proptest! {
        #[test]
        fn no_bytes_stop_the_reading(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(1, &bytes);
        }

        #[test]
        fn no_change_of_a_line_stops_the_reading(at in 0usize..300, byte in any::<u8>()) {
            let mut bytes = write(1, None, &body(&entry())).into_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = read(1, &bytes);
        }
    }
}
