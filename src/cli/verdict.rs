//! A verdict on a number of words, for people: the same sentences wherever one is given.

use folio::diagnostics::text::{count, list};
use folio::diagnostics::{Today, british};
use folio::dissertation::CountSummary;
use folio::words::LimitOutcome;

/// Returns the verdict with its rule, and whatever a reader must know to trust it.
pub(crate) fn in_words(counted: &CountSummary, today: Today) -> String {
    let CountSummary {
        counted: _,
        limit: _,
        tolerance: _,
        remaining: _,
        verdict: _,
        sentence,
        policy,
        policy_source: _,
        policy_in_words,
        convention,
        confirmed,
        valid_until,
        limits,
        otherwise,
        exempted,
        estimated,
    } = counted;
    let confirmed = match confirmed {
        Some(place) => format!("confirmed: {place}"),
        None => "not yet confirmed against your handbook".to_owned(),
    };
    let mut out = format!(
        "{sentence}\n  counting rule: {policy} ({policy_in_words}), convention {convention}; {confirmed}\n"
    );
    if let Some(day) = valid_until.filter(|day| *day < today.0) {
        let day = british(day);
        out.push_str(&format!(
            "  these rules were valid until {day}: nobody has looked at them since; your handbook decides\n"
        ));
    }
    if let Some(other) = otherwise {
        out.push_str(&format!(
            "  under {} it would be {}; your handbook decides\n",
            other.policy, other.sentence
        ));
    }
    // Advice that is followed is no news.
    let shown = limits
        .iter()
        .filter(|limit| limit.is_binding || limit.verdict == LimitOutcome::Tolerated);
    for limit in shown {
        let advice = if limit.is_binding {
            ""
        } else {
            " (nobody has set this limit for your programme; it stops nothing)"
        };
        out.push_str(&format!("  {}: {}{advice}\n", limit.scope, limit.sentence));
    }
    if !estimated.is_empty() {
        let (verb, its) = match estimated.len() {
            1 => ("is", "its file"),
            _ => ("are", "their files"),
        };
        out.push_str(&format!(
            "  {} {verb} on no page: the words are estimated from {its}\n",
            list(estimated)
        ));
    }
    if *exempted > 0 {
        let verb = if *exempted == 1 { "is" } else { "are" };
        out.push_str(&format!(
            "  {} {verb} left out because the author marked {}\n",
            count(*exempted, "word"),
            if *exempted == 1 { "it" } else { "them" },
        ));
    }
    out
}
