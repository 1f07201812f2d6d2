//! All rules, in the order in which they run and are listed.

use std::sync::LazyLock;

use crate::check::search::Search;
use crate::check::{confidential, figures, length, output, prose, references, schedule, structure};
use crate::diagnostics::Rule;
use crate::diagnostics::text::nearest;
use crate::{diagnostics, manuscript, markdown, project, typeset};

static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let mut all = [
        structure::rules::RULES,
        figures::rules::RULES,
        prose::rules::RULES,
        references::rules::RULES,
        crate::references::rules::RULES,
        confidential::rules::RULES,
        project::rules::RULES,
        diagnostics::rules::RULES,
        markdown::rules::RULES,
        manuscript::rules::RULES,
        typeset::rules::RULES,
        super::rules::RULES,
        length::RULES,
        output::rules::RULES,
        schedule::RULES,
    ]
    .concat();
    all.sort_by_key(|rule| rule.phase);
    all
});

/// Returns all rules.
pub fn rules() -> &'static [&'static Rule] {
    &ALL
}

/// Returns all searches, family by family, in the order in which they run.
pub(crate) fn searches() -> Vec<Search> {
    [
        structure::SEARCHES,
        figures::SEARCHES,
        prose::SEARCHES,
        references::SEARCHES,
        confidential::SEARCHES,
        length::SEARCHES,
        output::SEARCHES,
        schedule::SEARCHES,
    ]
    .concat()
}

/// Returns the rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.code == code).copied()
}

/// Returns the hint for a code that no rule has: the near miss, or where codes are to be found.
pub fn meant(code: &str) -> String {
    match nearest(code, ALL.iter().map(|rule| rule.code)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the name of a rule stands in square brackets beside its finding".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_in_kebab_case_and_stands_once() {
        for (at, rule) in rules().iter().enumerate() {
            let is_kebab = rule.code.split('-').all(|part| {
                let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
                !part.is_empty() && part.chars().all(is_sign)
            });
            assert!(is_kebab, "{}", rule.code);
            let others = rules().iter().skip(at + 1);
            assert!(
                others.clone().all(|other| other.code != rule.code),
                "{} stands twice",
                rule.code
            );
        }
    }

    #[test]
    fn every_rule_says_what_it_finds_why_it_matters_and_what_to_do() {
        for rule in rules() {
            let headings: Vec<&str> = rule
                .explanation
                .lines()
                .filter_map(|line| line.strip_prefix("# "))
                .collect();
            assert_eq!(
                headings,
                ["What it finds", "Why it matters", "What to do"],
                "{}",
                rule.code
            );
            assert!(!rule.summary.ends_with('.'), "{}", rule.code);
        }
    }
}
