//! The counting rule in full: what counts, what a word is, which limits hold and who set them.

use crate::diagnostics::text::{count, thousands};
use crate::project::{Ruled, WordRules};
use crate::words::{Category, Convention, Policy};

/// Returns the rule that a number of words was counted by, a sentence each: what the policy counts,
/// what a word is, and what the manifest asks for.
pub fn counting_rule(policy: &Policy, convention: Convention, asked: &WordRules) -> Vec<String> {
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
        convention.name(),
        convention_in_words(convention)
    ));
    all.push(match &asked.limit {
        Some(limit) => bound("at most", limit),
        None => "There is no word limit.".to_owned(),
    });
    all.extend(asked.minimum.as_ref().map(|least| bound("at least", least)));
    let limit = asked.limit.as_ref().map_or(0, |limit| limit.value);
    let source = &asked.tolerance.origin.source;
    all.push(match asked.tolerance.value.of(limit) {
        0 => format!("Tolerance: none ({source})."),
        words => format!(
            "Tolerance: {} over the limit ({source}).",
            count(number(words), "word")
        ),
    });
    all.push(match &asked.confirmed {
        Some(place) => format!("The student confirmed this rule: {place}."),
        None => "Nobody has confirmed this rule against the programme's handbook yet.".into(),
    });
    all
}

fn bound(what: &str, bound: &Ruled<u32>) -> String {
    let advice = match bound.is_binding() {
        true => "",
        false => "; nobody has set it for this programme, so it stops nothing",
    };
    format!(
        "Limit: {what} {} ({}{advice}).",
        thousands(number(bound.value)),
        bound.origin.source
    )
}

fn number(words: u32) -> usize {
    usize::try_from(words).unwrap_or(usize::MAX)
}

fn names(policy: &Policy, counted: bool) -> String {
    let all = Category::ALL.iter();
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
    use crate::project::Origin;

    #[test]
    fn the_rule_says_everything_that_somebody_needs_to_count_again() {
        let limit = Ruled {
            value: 10_000,
            origin: Origin {
                source: "the programme page".into(),
                ..Origin::manifest()
            },
            place: None,
        };
        let asked = WordRules {
            limit: Some(limit),
            ..WordRules::default()
        };
        let policy = Policy::named("main-text").unwrap();
        let text = counting_rule(policy, Convention::Folio, &asked).join("\n");
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
