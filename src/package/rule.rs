//! The counting rule in full: what counts, what a word is, which limits hold and who set them.

use crate::diagnostics::text::{count, thousands};
use crate::words::{Convention, Policy};

/// The rule that a number of words was counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText<'a> {
    /// Which words count.
    pub policy: &'a Policy,
    /// What a word is.
    pub convention: Convention,
    /// The most words.
    pub limit: Option<Bound>,
    /// The least words.
    pub minimum: Option<Bound>,
    /// So many words over the limit are let pass, and who says so.
    pub tolerance: (usize, String),
    /// Where the student read the rule.
    pub confirmed: Option<&'a str>,
}

/// A limit with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// How many words.
    pub words: usize,
    /// Where it was read.
    pub source: String,
    /// Whether somebody set it for this programme.
    pub is_binding: bool,
}

impl RuleText<'_> {
    /// Returns the rule, a sentence each.
    pub fn sentences(&self) -> Vec<String> {
        let policy = self.policy;
        let checked = match policy.checked.as_str() {
            "" => String::new(),
            day => format!(", looked up on {day}"),
        };
        let mut all = vec![
            format!(
                "Policy {}: {}. In short: {}. Source: {}{checked}.",
                policy.name,
                policy.summary.trim_end_matches('.'),
                policy.in_words(),
                policy.source.trim_end_matches('.')
            ),
            format!("These kinds of text count: {}.", names(policy, true)),
            format!("These kinds do not: {}.", names(policy, false)),
        ];
        for (category, cap) in &policy.caps {
            all.push(format!(
                "At most {} of {category} count.",
                count(*cap, "word")
            ));
        }
        for (category, rate) in &policy.rates {
            all.push(format!(
                "Each page with {category} counts as {}, whatever it holds.",
                count(*rate, "word")
            ));
        }
        all.push(format!(
            "Convention {}: {}.",
            self.convention.name(),
            convention_in_words(self.convention)
        ));
        all.push(bound(
            "at most",
            self.limit.as_ref(),
            "There is no word limit.",
        ));
        if self.minimum.is_some() {
            all.push(bound("at least", self.minimum.as_ref(), ""));
        }
        let (words, source) = &self.tolerance;
        all.push(match words {
            0 => format!("Tolerance: none ({source})."),
            words => format!(
                "Tolerance: {} over the limit ({source}).",
                count(*words, "word")
            ),
        });
        all.push(match self.confirmed {
            Some(place) => format!("The student confirmed this rule: {place}."),
            None => "Nobody has confirmed this rule against the programme's handbook yet.".into(),
        });
        all
    }
}

fn bound(what: &str, bound: Option<&Bound>, without: &str) -> String {
    match bound {
        Some(bound) => {
            let advice = match bound.is_binding {
                true => "",
                false => "; nobody has set it for this programme, so it stops nothing",
            };
            format!(
                "Limit: {what} {} ({}{advice}).",
                thousands(bound.words),
                bound.source
            )
        }
        None => without.to_owned(),
    }
}

fn names(policy: &Policy, counted: bool) -> String {
    let all = crate::words::Category::ALL.iter();
    let names: Vec<String> = all
        .filter(|category| policy.counts(**category) == counted)
        .map(|category| category.name().replace('-', " "))
        .collect();
    match names.as_slice() {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}

/// Says what a word is, so that somebody without folio can count again.
pub fn convention_in_words(convention: Convention) -> &'static str {
    match convention {
        Convention::Folio => {
            "a word is what stands between white space, long dashes (– and —) or `--`, if it shows \
             more than hyphens; `well-being` and `and/or` are one word each, a formula is one word"
        }
        Convention::LibreOffice => "words are cut as LibreOffice Writer cuts them",
        Convention::TexCount => "words are cut as TeXcount 3.1 cuts them",
        Convention::Unicode => {
            "words are cut as Unicode's annex 29 says, and those with a letter or a digit count"
        }
        Convention::Whitespace => "a word is what stands between white space, as `wc -w` counts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_says_everything_that_somebody_needs_to_count_again() {
        let rule = RuleText {
            policy: Policy::named("main-text").unwrap(),
            convention: Convention::Folio,
            limit: Some(Bound {
                words: 10_000,
                source: "the programme page".into(),
                is_binding: true,
            }),
            minimum: None,
            tolerance: (0, "folio's own default".into()),
            confirmed: None,
        };
        let text = rule.sentences().join("\n");
        for part in [
            "Policy main-text: ",
            "These kinds do not: ",
            "references",
            "Convention folio: a word is",
            "Limit: at most 10,000 (the programme page).",
            "Tolerance: none (folio's own default).",
            "Nobody has confirmed",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}
