//! What the citation style prints of works.

use std::collections::{BTreeMap, BTreeSet};

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
        let cites = clusters.iter().flat_map(|cluster| &cluster.cites);
        let cited: BTreeSet<&str> = cites.map(|cite| cite.key.as_str()).collect();
        // A work that nobody cites changes nothing of what is printed.
        let entries = self.entries.iter();
        let items: BTreeMap<String, Item> = entries
            .filter(|entry| cited.contains(entry.key.as_str()))
            .map(|entry| (entry.key.clone(), entry.item.clone()))
            .collect();
        csl::format(style, Some(LANGUAGE), &items, clusters)
    }
}
