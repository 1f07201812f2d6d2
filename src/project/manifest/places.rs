//! Where something stands in the manifest, for what is found long after it was read.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::Place;
use crate::project::{Project, manifest_path};

impl Project {
    /// Returns where the manifest has a value, such as `["ethics", "approved"]`; `None` if it has
    /// none.
    ///
    /// Of a list of tables the one is meant whose `id` is the next key.
    pub fn value_at(&self, keys: &[&str]) -> Option<Place> {
        let path = manifest_path();
        let (table, _) = DeTable::parse_recoverable(self.sources.text(&path)?);
        let range = find(table.get_ref(), keys)?;
        Some(Place::range(path, range))
    }

    /// Returns the same, or the manifest as a whole.
    pub fn written_at(&self, keys: &[&str]) -> Place {
        self.value_at(keys)
            .unwrap_or_else(|| Place::file(manifest_path()))
    }
}

fn named<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    let mut all = table.iter();
    all.find(|(key, _)| key.get_ref() == name)
        .map(|(_, value)| value)
}

fn find(table: &DeTable<'_>, keys: &[&str]) -> Option<Range<usize>> {
    let (first, rest) = keys.split_first()?;
    let value = named(table, first)?;
    let Some((id, behind)) = rest.split_first() else {
        return Some(value.span());
    };
    match value.get_ref() {
        DeValue::Table(inner) => find(inner, rest),
        DeValue::Array(all) => {
            let mut tables = all.iter().filter_map(|it| it.get_ref().as_table());
            let is_meant = |table: &&DeTable<'_>| {
                named(table, "id").is_some_and(|own| own.get_ref().as_str() == Some(*id))
            };
            find(tables.find(is_meant)?, behind)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_in_tables_and_in_lists_of_them() {
        let text = "[ethics]\napproved = 2027-03-01\n[milestones]\nmine = 2027-01-01\n\
                    [[milestone]]\nid = \"a\"\n[[milestone]]\nid = \"b\"\ndue = 2027-02-02\n";
        let (table, _) = DeTable::parse_recoverable(text);
        let at = |keys: &[&str]| find(table.get_ref(), keys).map(|range| &text[range]);
        assert_eq!(at(&["ethics", "approved"]), Some("2027-03-01"));
        assert_eq!(at(&["milestones", "mine"]), Some("2027-01-01"));
        assert_eq!(at(&["milestone", "b", "due"]), Some("2027-02-02"));
        assert_eq!(at(&["milestone", "a", "due"]), None);
        assert_eq!(at(&["ethics", "approved", "more"]), None);
        assert_eq!(at(&["words"]), None);
    }
}
