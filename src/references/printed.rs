//! What the citation style prints of works.

use std::collections::BTreeMap;

use crate::csl::{self, Cluster, Formatted, Item};
use crate::references::Bibliography;

/// The language that styles print their words in.
const LANGUAGE: &str = "en-GB";

impl Bibliography {
    /// Returns what the style makes of citations; nothing if there is no style that can be read.
    pub fn printed(&self, clusters: &[Cluster]) -> Formatted {
        let Some(style) = &self.style else {
            return Formatted::default();
        };
        let entries = self.entries.iter();
        let items: BTreeMap<String, Item> = entries
            .map(|entry| (entry.key.clone(), entry.item.clone()))
            .collect();
        csl::format(style, Some(LANGUAGE), &items, clusters)
    }
}
