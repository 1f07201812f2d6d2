//! Digests: of the text of a chapter, of an entry, and of the bytes of a line.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::diagnostics::{from_utf16, sha256};

const PREFIX: &str = "sha256:";

/// A SHA-256 digest, written `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Digest(String);

impl Digest {
    /// Returns the digest of bytes exactly as they stand.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(PREFIX.to_owned() + &sha256(bytes))
    }

    /// Returns the digest of a text file, whatever system it was saved on.
    ///
    /// A byte order mark is left out, and every line ends with a line feed, so that a copy that
    /// went through another system has the same digest.
    pub fn of_text(bytes: &[u8]) -> Self {
        Self::of_bytes(&plain_text(bytes))
    }

    /// Returns the digest of a value of JSON, whatever the order of its keys.
    pub fn of_value(value: &Value) -> Self {
        Self::of_bytes(canonical(value).as_bytes())
    }

    /// Reads a digest; `None` if the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(PREFIX)?;
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (digits.len() == 64 && digits.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }

    /// Returns the whole text, `sha256:` included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the hexadecimal digits alone.
    pub fn hex(&self) -> &str {
        &self.0[PREFIX.len()..]
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("expected `sha256:` and 64 hexadecimal digits"))
    }
}

/// Returns a text without byte order mark and with line feeds as its only line ends; UTF-16 as
/// UTF-8.
pub(crate) fn plain_text(bytes: &[u8]) -> Vec<u8> {
    let converted = from_utf16(bytes);
    let bytes = converted.as_deref().map_or(bytes, str::as_bytes);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte == b'\r' {
            rest.next_if_eq(&b'\n');
            out.push(b'\n');
        } else {
            out.push(byte);
        }
    }
    out
}

/// Writes JSON in the one way that digests and signatures are taken of: keys in the order of
/// their bytes, no blanks.
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            let items: Vec<String> = keys
                .into_iter()
                .map(|key| {
                    let name = Value::String(key.clone());
                    format!("{name}:{}", canonical(&map[key]))
                })
                .collect();
            format!("{{{}}}", items.join(","))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_digest_of_nothing_is_the_one_that_everybody_knows() {
        assert_eq!(
            Digest::of_bytes(b"").as_str(),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn a_chapter_has_one_digest_on_every_system() {
        let unix = Digest::of_text(b"# One\n\nTwo\n");
        assert_eq!(unix, Digest::of_text(b"\xef\xbb\xbf# One\r\n\r\nTwo\r\n"));
        assert_eq!(unix, Digest::of_text(b"# One\r\rTwo\r"));
        assert_ne!(unix, Digest::of_text(b"# One\n\nTwo"));
    }

    #[test]
    fn the_order_of_keys_changes_no_digest() {
        let one = json!({"b": [1, {"z": null, "a": "x"}], "a": true});
        assert_eq!(canonical(&one), r#"{"a":true,"b":[1,{"a":"x","z":null}]}"#);
    }

    proptest! {
        #[test]
        fn only_a_digest_reads_as_one(text in "\\PC{0,80}") {
            prop_assert_eq!(Digest::parse(&text).is_some(), false);
            let digest = Digest::of_bytes(text.as_bytes());
            prop_assert_eq!(Digest::parse(digest.as_str()), Some(digest.clone()));
        }
    }
}
