//! Policies that a manifest defines, and what such a definition may get wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::text::did_you_mean;
use crate::words::category::Category;
use crate::words::policy::Policy;

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
        let mut categories = BTreeSet::new();
        if let Some(base) = base {
            match Policy::named(base) {
                Some(policy) => categories.clone_from(&policy.categories),
                None => {
                    let known: Vec<&str> = Policy::built_in()
                        .iter()
                        .map(|policy| policy.name.as_str())
                        .collect();
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
        categories.extend(include);
        categories.retain(|category| !exclude.contains(category));
        categories.extend(
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
            categories,
            caps,
            rates,
        })
    }
}
