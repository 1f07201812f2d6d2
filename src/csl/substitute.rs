//! A dash in place of the authors that the reference before has too.

use std::rc::Rc;

use crate::csl::item::Name;
use crate::csl::out::{Out, Tag, words};
use crate::csl::style::SubstituteRule;

/// Replaces the names of references that begin like the one before.
pub(crate) fn substitute_authors(
    entries: Vec<Vec<Out>>,
    text: &str,
    rule: SubstituteRule,
) -> Vec<Vec<Out>> {
    let mut before: Option<(Vec<Name>, Out)> = None;
    let mut done = Vec::with_capacity(entries.len());
    for mut parts in entries {
        let own = parts
            .first()
            .and_then(|first| first.find_tag(&Tag::is_names))
            .cloned();
        let Some(Out::Tagged(Tag::Names(_, names), shown)) = own else {
            before = None;
            done.push(parts);
            continue;
        };
        let compared: Vec<Name> = names.iter().map(Name::for_comparison).collect();
        if let Some((before_names, before_shown)) = &before {
            let is_same =
                compared == *before_names && (!names.is_empty() || *shown == *before_shown);
            let shared = compared
                .iter()
                .zip(before_names)
                .take_while(|(a, b)| a == b)
                .count();
            let rule = if names.is_empty() {
                SubstituteRule::CompleteAll
            } else {
                rule
            };
            let replaced = match rule {
                SubstituteRule::CompleteAll => is_same.then_some(Replaced::All),
                SubstituteRule::CompleteEach => is_same.then_some(Replaced::First(names.len())),
                SubstituteRule::PartialEach => (shared > 0).then_some(Replaced::First(shared)),
                SubstituteRule::PartialFirst => (shared > 0).then_some(Replaced::First(1)),
            };
            if let Some(replaced) = replaced {
                let first = parts.remove(0);
                parts.splice(0..0, replace(first, text, replaced));
            }
        }
        before = Some((compared, *shown));
        done.push(parts);
    }
    done
}

#[derive(Clone, Copy)]
enum Replaced {
    /// All names by one text.
    All,
    /// So many names, each by one.
    First(usize),
}

fn replace(part: Out, text: &str, replaced: Replaced) -> Option<Out> {
    let mut is_done = false;
    part.replaced(&mut |part| {
        let Out::Tagged(tag @ Tag::Names(_, names), inner) = part else {
            return None;
        };
        if is_done {
            return None;
        }
        is_done = true;
        let mut left = match replaced {
            Replaced::All => usize::MAX,
            Replaced::First(count) => count,
        };
        let inner = match (names.is_empty(), replaced) {
            (true, _) => words(text),
            (false, Replaced::All) => {
                // What stands beside the names stays: "ed."
                let rest = (**inner)
                    .clone()
                    .without(&|tag| matches!(tag, Tag::Name(_)));
                let rest = rest.and_then(|rest| {
                    rest.find_tag(
                        &|tag| matches!(tag, Tag::Term(term) if term != "et-al" && term != "and"),
                    )
                    .cloned()
                    .map(|_| rest)
                });
                Out::Group(
                    Rc::default(),
                    std::iter::once(words(text)).chain(rest).collect(),
                )
            }
            (false, Replaced::First(_)) => {
                let inner = (**inner).clone().replaced(&mut |part| match part {
                    Out::Tagged(tag @ Tag::Name(_), _) if left > 0 => {
                        left -= 1;
                        Some(Some(words(text).tagged(tag.clone())))
                    }
                    _ => None,
                });
                inner.unwrap_or_else(|| words(text))
            }
        };
        Some(Some(inner.tagged(tag.clone())))
    })
}
