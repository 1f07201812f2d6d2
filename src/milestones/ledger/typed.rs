//! What somebody typed: the ledger has its digest, and the text stands beside it, so that it can be
//! taken out and the chain and the signatures still hold.

use std::fmt;
use std::ops::Deref;

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;

use crate::diagnostics::sha256;
use crate::milestones::digest::Digest;

/// The key under which the ledger holds the digest of a text.
const SALTED: &str = "salted";

/// A text that somebody typed. As JSON it is what the ledger holds of it: the digest, or, as
/// versions before 0.3 wrote it, the text.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The text, or why it is not there, in words.
    text: String,
    /// What the ledger holds; `None`: the text.
    salted: Option<Digest>,
    /// The salt, if the text is there.
    salt: Option<String>,
}

impl Typed {
    /// Returns the digest of a text and its salt. Without the salt a short text could be found from
    /// its digest by trying.
    pub(crate) fn digest(salt: &str, text: &str) -> Digest {
        Digest::of_value(&json!({"salt": salt, "text": text}))
    }

    /// Returns the digest that the ledger holds; `None`: it holds the text.
    pub fn salted(&self) -> Option<&Digest> {
        self.salted.as_ref()
    }

    /// Returns the salt and the text, if they stand beside the ledger.
    pub(crate) fn apart(&self) -> Option<(&Digest, &str, &str)> {
        Some((self.salted.as_ref()?, self.salt.as_deref()?, &self.text))
    }

    /// Puts a new text beside the ledger. `seed` is secret, and `place` tells texts of one entry
    /// apart.
    pub(crate) fn salt(&mut self, seed: &[u8], place: &str) {
        if self.salted.is_none() {
            let secret = [seed, place.as_bytes(), b"\0", self.text.as_bytes()].concat();
            let salt = sha256(&secret)[..32].to_owned();
            self.salted = Some(Self::digest(&salt, &self.text));
            self.salt = Some(salt);
        }
    }

    /// Takes the text that stands beside the ledger.
    pub(crate) fn found(&mut self, salt: &str, text: &str) {
        self.salt = Some(salt.to_owned());
        text.clone_into(&mut self.text);
    }

    /// Takes the words that stand for a text that is not there.
    pub(crate) fn gone(&mut self, why: String) {
        self.salt = None;
        self.text = why;
    }
}

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Self {
            text,
            salted: None,
            salt: None,
        }
    }
}

impl From<&str> for Typed {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Deref for Typed {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// Two are the same if the ledger holds the same of both.
impl PartialEq for Typed {
    fn eq(&self, other: &Self) -> bool {
        match (&self.salted, &other.salted) {
            (None, None) => self.text == other.text,
            (one, other) => one == other,
        }
    }
}

impl Eq for Typed {}

impl Serialize for Typed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(digest) = &self.salted else {
            return self.text.serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(SALTED, digest)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(TypedVisitor)
    }
}

struct TypedVisitor;

impl<'de> Visitor<'de> for TypedVisitor {
    type Value = Typed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or the digest of one")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Typed, E> {
        Ok(text.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Typed, A::Error> {
        let (Some((SALTED, digest)), None) = (
            source.next_entry::<&str, Digest>()?,
            source.next_key::<&str>()?,
        ) else {
            return Err(A::Error::custom("expected the digest of a text"));
        };
        Ok(Typed {
            text: "text missing".into(),
            salted: Some(digest),
            salt: None,
        })
    }
}
