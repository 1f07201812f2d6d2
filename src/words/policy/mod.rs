//! Which words count.
//!
//! A policy is data: `templates/policies` holds those that folio knows, each with its source and
//! its date; a manifest may define more. Code knows no university.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::diagnostics::text::{did_you_mean, thousands};
use crate::words::category::Category;

/// The built-in policies, the default first.
const FILES: [(&str, &str); 7] = [
    (
        "main-text",
        include_str!("../../templates/policies/main-text.toml"),
    ),
    (
        "main-text-without-tables",
        include_str!("../../templates/policies/main-text-without-tables.toml"),
    ),
    (
        "prose-only",
        include_str!("../../templates/policies/prose-only.toml"),
    ),
    (
        "no-notes",
        include_str!("../../templates/policies/no-notes.toml"),
    ),
    (
        "with-front-matter",
        include_str!("../../templates/policies/with-front-matter.toml"),
    ),
    (
        "everything-but-references",
        include_str!("../../templates/policies/everything-but-references.toml"),
    ),
    (
        "texcount-text",
        include_str!("../../templates/policies/texcount-text.toml"),
    ),
];

static BUILT_IN: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| {
            let raw: RawPolicy = toml::from_str(text).expect("a test reads every policy");
            Policy {
                name: (*name).to_owned(),
                summary: raw.summary,
                source: raw.source,
                checked: raw.checked,
                counted: raw.counted.into_iter().collect(),
                caps: BTreeMap::new(),
                rates: BTreeMap::new(),
            }
        })
        .collect()
});

/// A policy's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    #[serde(rename = "format")]
    _format: u32,
    summary: String,
    source: String,
    checked: String,
    counted: Vec<Category>,
}

/// A rule that says which categories count, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The name by which the manifest means it.
    pub name: String,
    /// What it is, in a sentence.
    pub summary: String,
    /// Where the rule was read.
    pub source: String,
    /// When it was last looked up, `YYYY-MM-DD`; empty for a policy of the manifest.
    pub checked: String,
    /// The categories that count.
    pub counted: BTreeSet<Category>,
    /// At most so many words of a category count.
    pub caps: BTreeMap<Category, usize>,
    /// Instead of its words, a category counts so many words for each page that carries it.
    pub rates: BTreeMap<Category, usize>,
}

/// A policy as a manifest writes it: names and numbers, not yet looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyDefinition {
    /// The name of the table, `[policies.NAME]`.
    pub name: String,
    /// The policy it starts from; without one, nothing counts until it is included.
    pub base: Option<String>,
    /// Categories that count besides.
    pub include: Vec<String>,
    /// Categories that do not count.
    pub exclude: Vec<String>,
    /// At most so many words of a category count.
    pub caps: BTreeMap<String, usize>,
    /// So many words for each page that carries a category.
    pub rates: BTreeMap<String, usize>,
    /// Where the rule was read.
    pub source: Option<String>,
}

/// A mistake in a policy's definition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The policy it starts from does not exist.
    #[error("policy `{policy}` starts from `{base}`, which is no policy")]
    UnknownBase {
        /// The policy.
        policy: String,
        /// The name that is not known.
        base: String,
        /// What may have been meant.
        hint: String,
    },
    /// It names a category that does not exist.
    #[error("policy `{policy}` names `{category}`, which is no category of words")]
    UnknownCategory {
        /// The policy.
        policy: String,
        /// The name that is not known.
        category: String,
        /// What may have been meant.
        hint: String,
    },
    /// It counts a category and does not.
    #[error("policy `{policy}` both includes and excludes `{category}`")]
    Contradiction {
        /// The policy.
        policy: String,
        /// The category.
        category: Category,
    },
}

impl PolicyError {
    /// Returns what to do about it.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::UnknownBase { hint, .. } | Self::UnknownCategory { hint, .. } => Some(hint),
            Self::Contradiction { .. } => None,
        }
    }
}

impl Policy {
    /// The policy that counts when nobody has said which.
    pub const DEFAULT: &str = "main-text";

    /// Returns the built-in policies, the default first.
    pub fn built_in() -> &'static [Policy] {
        &BUILT_IN
    }

    /// Returns the built-in policy with that name.
    pub fn named(name: &str) -> Option<&'static Policy> {
        BUILT_IN.iter().find(|policy| policy.name == name)
    }

    /// Makes a policy of a manifest's definition; it may start from a built-in one.
    ///
    /// Every mistake is returned, not only the first.
    pub fn define(definition: &PolicyDefinition) -> Result<Policy, Vec<PolicyError>> {
        let PolicyDefinition {
            name,
            base,
            include,
            exclude,
            caps,
            rates,
            source,
        } = definition;
        let mut errors = Vec::new();
        let mut counted = BTreeSet::new();
        if let Some(base) = base {
            match Policy::named(base) {
                Some(policy) => counted.clone_from(&policy.counted),
                None => {
                    let known: Vec<&str> =
                        BUILT_IN.iter().map(|policy| policy.name.as_str()).collect();
                    errors.push(PolicyError::UnknownBase {
                        policy: name.clone(),
                        base: base.clone(),
                        hint: did_you_mean(base, &known),
                    });
                }
            }
        }
        let mut category = |wanted: &str| {
            let found = Category::from_name(wanted);
            if found.is_none() {
                let known: Vec<&str> = Category::ALL.iter().map(|known| known.name()).collect();
                errors.push(PolicyError::UnknownCategory {
                    policy: name.clone(),
                    category: wanted.to_owned(),
                    hint: did_you_mean(wanted, &known),
                });
            }
            found
        };
        let include: Vec<Category> = include.iter().filter_map(|name| category(name)).collect();
        let exclude: Vec<Category> = exclude.iter().filter_map(|name| category(name)).collect();
        let mut numbers = |table: &BTreeMap<String, usize>| -> BTreeMap<Category, usize> {
            table
                .iter()
                .filter_map(|(name, number)| Some((category(name)?, *number)))
                .collect()
        };
        let caps = numbers(caps);
        let rates = numbers(rates);
        for both in include.iter().filter(|category| exclude.contains(category)) {
            errors.push(PolicyError::Contradiction {
                policy: name.clone(),
                category: *both,
            });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        counted.extend(include);
        counted.retain(|category| !exclude.contains(category));
        counted.extend(
            caps.keys()
                .chain(rates.keys())
                .filter(|it| !exclude.contains(it)),
        );
        let summary = match base {
            Some(base) => format!("`{base}`, changed by the manifest"),
            None => "defined in the manifest".to_owned(),
        };
        Ok(Policy {
            name: name.clone(),
            summary,
            source: source.clone().unwrap_or_else(|| "the manifest".to_owned()),
            checked: String::new(),
            counted,
            caps,
            rates,
        })
    }

    /// Returns whether words of a category count.
    pub fn counts(&self, category: Category) -> bool {
        self.counted.contains(&category)
    }

    /// Returns the policy in words, short and true, for the title page: "excluding tables,
    /// references and appendices".
    pub fn in_words(&self) -> String {
        const FRONT: [(Category, &str); 5] = [
            (Category::Abstract, "the abstract"),
            (Category::Declaration, "declarations"),
            (Category::Acknowledgements, "acknowledgements"),
            (Category::Contents, "the contents"),
            (Category::Abbreviations, "abbreviations"),
        ];
        let mut included = Vec::new();
        if FRONT.iter().all(|(category, _)| self.counts(*category)) {
            included.push("the front matter");
        } else {
            included.extend(FRONT.iter().filter(|it| self.counts(it.0)).map(|it| it.1));
        }
        if self.counts(Category::Appendix) {
            included.push("appendices");
        }
        if self.counts(Category::References) {
            included.push("references");
        }
        let captions = [Category::TableCaption, Category::FigureCaption];
        let excluded: Vec<&str> = [
            ("headings", self.counts(Category::Heading)),
            ("quotations", self.counts(Category::Quotation)),
            ("citations", self.counts(Category::Citation)),
            ("footnotes", self.counts(Category::Footnote)),
            ("tables", self.counts(Category::TableCell)),
            (
                "captions",
                captions.iter().any(|category| self.counts(*category)),
            ),
            ("references", self.counts(Category::References)),
            ("appendices", self.counts(Category::Appendix)),
        ]
        .into_iter()
        .filter_map(|(name, counts)| (!counts).then_some(name))
        .collect();
        let mut parts = Vec::new();
        if !included.is_empty() {
            parts.push(format!("including {}", and(&included)));
        }
        if !excluded.is_empty() {
            parts.push(format!("excluding {}", and(&excluded)));
        }
        for (category, rate) in &self.rates {
            parts.push(format!("{category} at {} words a page", thousands(*rate)));
        }
        for (category, cap) in &self.caps {
            parts.push(format!("at most {} words of {category}", thousands(*cap)));
        }
        parts.join(", ")
    }
}

/// Returns names as plain prose: "a, b and c".
fn and(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests;
