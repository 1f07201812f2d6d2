//! Policies that a manifest defines, and what such a definition may get wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::text::did_you_mean;
use crate::project::OwnPolicy;
use crate::words::category::Category;
use crate::words::policy::Policy;

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
    /// Makes a policy of a table `[policies.NAME]`; it may start from a built-in one.
    ///
    /// Every mistake is returned, not only the first.
    ///
    /// # Errors
    ///
    /// Every mistake in the table.
    pub fn define(name: &str, own: &OwnPolicy) -> Result<Policy, Vec<PolicyError>> {
        let OwnPolicy {
            base,
            include,
            exclude,
            caps,
            rates,
            valid_until: _,
            place: _,
        } = own;
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
                        policy: name.to_owned(),
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
                    policy: name.to_owned(),
                    category: wanted.to_owned(),
                    hint: did_you_mean(wanted, &known),
                });
            }
            found
        };
        let include: Vec<Category> = include.iter().filter_map(|name| category(name)).collect();
        let exclude: Vec<Category> = exclude.iter().filter_map(|name| category(name)).collect();
        let mut numbers = |table: &BTreeMap<String, u32>| -> BTreeMap<Category, usize> {
            table
                .iter()
                .filter_map(|(name, number)| {
                    let number = usize::try_from(*number).unwrap_or(usize::MAX);
                    Some((category(name)?, number))
                })
                .collect()
        };
        let caps = numbers(caps);
        let rates = numbers(rates);
        for both in include.iter().filter(|category| exclude.contains(category)) {
            errors.push(PolicyError::Contradiction {
                policy: name.to_owned(),
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
            name: name.to_owned(),
            summary,
            source: "the manifest".to_owned(),
            checked: String::new(),
            categories,
            caps,
            rates,
        })
    }
}
