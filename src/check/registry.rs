//! All rules, in the order in which they run and are listed.

use std::sync::LazyLock;

use crate::check::rule::Rule;
use crate::check::{
    confidential, elsewhere, figures, length, output, prose, references, schedule, structure,
};
use crate::diagnostics::text::nearest;

static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let mut all: Vec<Rule> = [
        structure::RULES,
        figures::RULES,
        prose::RULES,
        references::RULES,
        confidential::RULES,
        elsewhere::RULES,
        length::RULES,
        output::RULES,
        schedule::RULES,
    ]
    .concat();
    all.sort_by_key(Rule::phase);
    all
});

/// Returns all rules.
pub fn rules() -> &'static [Rule] {
    &ALL
}

/// Returns the rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.code == code)
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
