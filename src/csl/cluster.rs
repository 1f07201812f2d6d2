//! One citation: its cites in order, put into one bracket.

use std::cmp::Ordering;
use std::rc::Rc;

use crate::csl::collapse::collapsed;
use crate::csl::eval::{Eval, Mode, Positions, Run, Work, Works};
use crate::csl::out::{Out, Tag, beside, group, words};
use crate::csl::output::{Cite, Cluster, Face, Form, Locator, Side};
use crate::csl::rich::{Node, Rich, letters, parse, trim_end};
use crate::csl::style::{Case, Format, NameOptions};

/// A cite with its position in the cluster as given; a narrative one is two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    pub(crate) given: usize,
    pub(crate) cite: Cite,
}

/// Returns the cites of a cluster in the order of the style. Words of the author's own keep their
/// cite where it is, and a narrative one stays first.
pub(crate) fn expanded(cluster: &Cluster, compare: &dyn Fn(&Cite, &Cite) -> Ordering) -> Vec<Part> {
    let mut parts = Vec::new();
    for (given, cite) in cluster.cites.iter().enumerate() {
        let part = |form| Part {
            given,
            cite: Cite {
                form,
                ..cite.clone()
            },
        };
        match cite.form {
            Form::Narrative => {
                let mut author = part(Form::Author);
                author.cite.locator = None;
                author.cite.suffix.clear();
                let mut rest = part(Form::WithoutAuthor);
                rest.cite.prefix.clear();
                parts.extend([author, rest]);
            }
            form => parts.push(part(form)),
        }
    }
    let fixed = match cluster.cites.first() {
        Some(cite) if cite.form == Form::Narrative => 2,
        _ => 0,
    };
    let is_movable = |part: &Part| part.cite.prefix.is_empty() && part.cite.suffix.is_empty();
    let mut start = fixed.min(parts.len());
    while start < parts.len() {
        let movable = parts[start..]
            .iter()
            .take_while(|part| is_movable(part))
            .count();
        parts[start..start + movable].sort_by(|a, b| compare(&a.cite, &b.cite));
        start += movable.max(1);
    }
    parts
}

/// Writes a citation; one that is a note of its own begins with a capital, and one inside a note of
/// the author's own has no full stop.
pub(crate) fn citation(
    run: &Run<'_>,
    works: &Works<'_>,
    parts: &[Part],
    places: &[Positions],
    is_alone: bool,
    is_inside: bool,
) -> Rich {
    let mut written: Vec<(Form, Out)> = Vec::new();
    for (at, (part, place)) in parts.iter().zip(places).enumerate() {
        // A narrative cite of a work that is not known was written with its author.
        let is_second = at > 0 && parts[at - 1].given == part.given;
        if is_second && !works.contains_key(part.cite.key.as_str()) {
            continue;
        }
        written.extend(cite(run, works, part, place).map(|out| (part.cite.form, out)));
    }
    let leads = written
        .first()
        .is_some_and(|(form, _)| *form == Form::Author);
    let author = leads.then(|| written.remove(0).1);
    let is_bare = written
        .iter()
        .all(|(form, _)| matches!(form, Form::Year | Form::Full | Form::Author));
    let layout = &run.style.citation;
    let (collapsed, delimiter) =
        collapsed(layout, written.into_iter().map(|(_, out)| out).collect());
    let rest: Vec<Out> = collapsed
        .into_iter()
        .filter_map(without_suppressed)
        .collect();
    let format = match is_bare {
        true => Format::delimited(delimiter.as_deref().unwrap_or(", ")),
        false => Format {
            delimiter,
            ..(*layout.format).clone()
        },
    };
    let mut rest = rest;
    let starts = parts
        .first()
        .is_some_and(|part| part.cite.prefix.trim().is_empty());
    if run.style.in_notes && is_alone && starts && !rest.is_empty() {
        let first = rest.remove(0);
        rest.insert(0, with_capital_term(first));
    }
    let mut whole = group(&Rc::new(format), rest);
    if run.style.in_notes && !is_bare {
        whole = whole.map(|whole| Out::Note(Box::new(whole)));
    }
    // Before a note or a raised number stands no space, and inside a note a comma.
    let between = match run.style.in_notes {
        true if is_inside => ", ",
        false if !run.style.cites_raised() => " ",
        _ => "",
    };
    let has_both = author.is_some() && whole.is_some() && !between.is_empty();
    let space = has_both.then(|| words(between));
    let shown = author.into_iter().chain(space).chain(whole).collect();
    let text = beside(shown).map_or_else(Rich::new, |shown| shown.render());
    match run.style.in_notes {
        true if is_inside => without_stop(text),
        true => text,
        false => as_one_work(text, parts),
    }
}

/// Takes the full stop away that the sentence of the author's own note has.
fn without_stop(mut text: Rich) -> Rich {
    trim_end(&mut text, &|c| c == '.');
    text
}

/// Makes a citation of one work that has no words of the author's own one piece that leads to the
/// work, its brackets included.
fn as_one_work(text: Rich, parts: &[Part]) -> Rich {
    let Some(first) = parts.first().map(|part| &part.cite) else {
        return text;
    };
    let is_plain = |part: &Part| {
        let cite = &part.cite;
        cite.key == first.key && cite.prefix.trim().is_empty() && cite.suffix.trim().is_empty()
    };
    if !parts.iter().all(is_plain) || !has_work(&text) {
        return text;
    }
    vec![Node::Work(first.key.clone(), unwrapped(text))]
}

fn has_work(nodes: &[Node]) -> bool {
    nodes
        .iter()
        .any(|node| matches!(node, Node::Work(..)) || has_work(node.inner()))
}

/// Puts the inside of works in their place.
fn unwrapped(nodes: Rich) -> Rich {
    let mut out = Rich::with_capacity(nodes.len());
    for mut node in nodes {
        if let Some(inner) = node.inner_mut() {
            *inner = unwrapped(std::mem::take(inner));
        }
        match node {
            Node::Work(_, inner) => out.extend(inner),
            other => out.push(other),
        }
    }
    out
}

/// Takes the names out of cites that are to stand without.
fn without_suppressed(part: Out) -> Option<Out> {
    part.replaced(&mut |part| match part {
        Out::Tagged(tag @ Tag::Work(Form::WithoutAuthor, _), inner) => {
            let names = inner.find_tag(&Tag::is_names).cloned();
            let kept = match names {
                Some(names) => (**inner)
                    .clone()
                    .replaced(&mut |part| (*part == names).then_some(None)),
                None => Some((**inner).clone()),
            };
            Some(kept.map(|kept| kept.tagged(tag.clone())))
        }
        _ => None,
    })
}

/// Writes one cite, with the author's own words around it.
pub(crate) fn cite(
    run: &Run<'_>,
    works: &Works<'_>,
    part: &Part,
    place: &Positions,
) -> Option<Out> {
    let out = match works.get(part.cite.key.as_str()) {
        Some(work) => {
            let out = work_alone(run, &part.cite, work, place)?;
            match run.style.in_notes && is_sentence(&part.cite.prefix) {
                true => with_capital_term(out),
                false => out,
            }
        }
        None => {
            let mark = Node::Text(format!("?{}", part.cite.key), None);
            let mut shown = vec![Node::Face(Face::Bold, vec![mark])];
            if let Some(Locator { label, text }) = &part.cite.locator {
                shown.push(Node::Text(format!(", {label} {text}"), None));
            }
            Out::Text(shown)
        }
    };
    Some(around(part, out))
}

/// Returns whether the author's own words are a sentence, so that the cite begins another.
fn is_sentence(prefix: &str) -> bool {
    let prefix = prefix.trim();
    prefix.ends_with(['.', '?', '!']) && prefix.contains(' ')
}

/// Capitalises the term that a cite begins with.
fn with_capital_term(out: Out) -> Out {
    match out {
        Out::Tagged(tag @ Tag::Term(_), inner) => {
            let format = Format {
                case: Some(Case::CapitalizeFirst),
                ..Format::default()
            };
            Out::Group(Rc::new(format), vec![inner.tagged(tag)])
        }
        Out::Tagged(tag, inner) => with_capital_term(*inner).tagged(tag),
        Out::Group(format, mut parts) => {
            if !parts.is_empty() {
                let first = parts.remove(0);
                parts.insert(0, with_capital_term(first));
            }
            Out::Group(format, parts)
        }
        other => other,
    }
}

fn work_alone(run: &Run<'_>, cite: &Cite, work: &Work<'_>, place: &Positions) -> Option<Out> {
    let tag = Tag::Work(cite.form, cite.key.clone());
    let style = run.style;
    if cite.form == Form::Full {
        let list = style.bibliography.as_ref()?;
        let names = list.names.over(&style.options.names);
        let parts = Eval::new(run, work, Mode::List, names).elements(&list.elements);
        return Some(group(&list.format, parts)?.tagged(tag));
    }
    let layout = &style.citation;
    let names = layout.names.over(&style.options.names);
    let eval = Eval::new(run, work, Mode::Citation, names);
    let part = beside(
        eval.at(cite.locator.as_ref(), place.clone())
            .elements(&layout.elements),
    );
    let found =
        |is_it: &dyn Fn(&Tag) -> bool| part.as_ref().and_then(|part| part.find_tag(is_it)).cloned();
    let part = match cite.form {
        Form::Author | Form::Narrative => match found(&Tag::is_names) {
            Some(names) => Some(names),
            // Where the style cites by words, they say already what is meant.
            None if found(&is_number).is_none() => None,
            None => {
                let mut eval = Eval::new(run, work, Mode::Citation, NameOptions::default());
                Some(Out::Text(eval.short_names()))
            }
        },
        Form::Year => found(&is_date).or(part),
        Form::Bracket | Form::WithoutAuthor | Form::Full => part,
    };
    Some(part?.tagged(tag))
}

/// Returns whether a tag is that of a number or label.
fn is_number(tag: &Tag) -> bool {
    matches!(tag, Tag::CitationNumber(_) | Tag::CitationLabel)
}

/// Returns whether a tag is that of a date, or of what stands for one.
fn is_date(tag: &Tag) -> bool {
    matches!(tag, Tag::Date(_)) || matches!(tag, Tag::Term(term) if term == "no date")
}

/// Puts the author's own words around a cite.
fn around(part: &Part, out: Out) -> Out {
    let own = |side: Side, text: &str| {
        let text = letters(&parse(text));
        Out::Text(vec![Node::Own {
            cite: part.given,
            side,
            text,
        }])
    };
    let (prefix, suffix) = (part.cite.prefix.trim(), part.cite.suffix.trim());
    let mut parts = Vec::new();
    if !prefix.is_empty() {
        let needs_space = !prefix.ends_with(['(', '[', '’', '\'', '-', '—', '“', '‘']);
        let before = [own(Side::Before, prefix)]
            .into_iter()
            .chain(needs_space.then(|| words(" ")));
        parts.extend(beside(before.collect()).map(|part| part.tagged(Tag::Before)));
    }
    parts.push(out);
    if !suffix.is_empty() {
        let needs_space = !suffix.starts_with([',', '.', ';', ':', ')', ']', '!', '?', '’']);
        let after = needs_space
            .then(|| words(" "))
            .into_iter()
            .chain([own(Side::After, suffix)]);
        parts.extend(beside(after.collect()).map(|part| part.tagged(Tag::After)));
    }
    beside(parts).unwrap_or_else(|| words(""))
}
