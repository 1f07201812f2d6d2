//! What JSON and YAML hold, each part with its place.

use std::ops::Range;

/// So deep may lists and maps stand in each other.
pub(super) const MAX_DEPTH: usize = 32;

/// A value with its place in the text; of a text in quotation marks what is between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) range: Range<usize>,
    pub(super) value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing.
    Null,
    /// A text, a number or a truth.
    Scalar(String),
    /// Values in order.
    List(Vec<Node>),
    /// Values by name, each name with its place.
    Map(Vec<(Node, Node)>),
}

/// Something that cannot be read, and where.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) at: usize,
    pub(super) message: String,
}

impl Node {
    /// Returns what a scalar says, if it is not empty.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            // Crossref gives lists of one title.
            Value::List(nodes) => nodes.first().and_then(|node| match &node.value {
                Value::Scalar(text) => Some(text.trim()).filter(|text| !text.is_empty()),
                Value::Null | Value::List(_) | Value::Map(_) => None,
            }),
            Value::Null | Value::Map(_) => None,
        }
    }

    /// Returns the values of a list; of anything else itself alone.
    pub(super) fn each(&self) -> &[Node] {
        match &self.value {
            Value::List(nodes) => nodes,
            Value::Null => &[],
            Value::Scalar(_) | Value::Map(_) => std::slice::from_ref(self),
        }
    }

    /// Returns the members of a map.
    pub(super) fn members(&self) -> &[(Node, Node)] {
        match &self.value {
            Value::Map(members) => members,
            Value::Null | Value::Scalar(_) | Value::List(_) => &[],
        }
    }

    /// Returns the first member of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        let mut members = self.members().iter();
        members
            .find(|(key, _)| key.value == Value::Scalar(name.to_owned()))
            .map(|(_, value)| value)
    }

    /// Returns what a member says.
    pub(super) fn said(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Node::scalar)
    }
}
