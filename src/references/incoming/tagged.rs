//! Lines that begin with a tag, as RIS and PubMed write them.

use crate::diagnostics::text::letters;

/// What stands behind a tag.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tagged<'t> {
    pub(super) tag: &'t str,
    pub(super) value: String,
}

/// The tags of one record.
#[derive(Clone, Debug, Default)]
pub(super) struct Record<'t> {
    pub(super) fields: Vec<Tagged<'t>>,
}

impl<'t> Record<'t> {
    /// Reads lines; one that begins with no tag goes on with what the line before said.
    pub(super) fn read(text: &'t str, tag: impl Fn(&'t str) -> Option<(&'t str, &'t str)>) -> Self {
        let mut record = Self::default();
        for line in text.lines() {
            match (tag(line), record.fields.last_mut()) {
                (Some((tag, value)), _) => record.fields.push(Tagged {
                    tag,
                    value: value.trim().to_owned(),
                }),
                (None, Some(last)) if !line.trim().is_empty() => {
                    if !last.value.is_empty() {
                        last.value.push(' ');
                    }
                    last.value.push_str(line.trim());
                }
                (None, _) => {}
            }
        }
        record
    }

    /// Returns the first of some tags that says something, in the order of the tags.
    pub(super) fn first(&self, tags: &[&str]) -> Option<&str> {
        let said = |tag: &&str| {
            let mut fields = self.fields.iter();
            fields.find(|field| field.tag == *tag && !field.value.is_empty())
        };
        tags.iter().find_map(said).map(|field| field.value.as_str())
    }

    /// Returns all that some tags say, in the order of the lines.
    pub(super) fn all<'r>(&'r self, tags: &[&'r str]) -> impl Iterator<Item = &'r str> {
        let tags = tags.to_vec();
        self.fields
            .iter()
            .filter(move |field| tags.contains(&field.tag) && !field.value.is_empty())
            .map(|field| field.value.as_str())
    }

    /// Returns whether one of some tags says that the work was retracted.
    pub(super) fn is_retracted(&self, tags: &[&str]) -> bool {
        self.all(tags)
            .any(|value| letters(&value.to_lowercase()) == "retractedpublication")
    }
}
