//! The list of references.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::csl::eval::{Eval, Mode, Run, Works};
use crate::csl::out::{Out, group};
use crate::csl::output::{Display, Piece, Reference};
use crate::csl::rich::{Rich, trim_end};
use crate::csl::style::Format;
use crate::csl::substitute::substitute_authors;

/// Writes the works in their order.
pub(crate) fn references(
    run: &Run<'_>,
    works: &Works<'_>,
    order: &[&str],
    settled: &dyn Fn(Rich) -> Vec<Piece>,
) -> Vec<Reference> {
    let Some(list) = &run.style.bibliography else {
        return Vec::new();
    };
    let names = list.names.over(&run.style.options.names);
    let entries: Vec<Vec<Out>> = order
        .iter()
        .map(|key| Eval::new(run, &works[key], Mode::List, names.clone()).elements(&list.elements))
        .collect();
    let entries = match &list.list.author_substitute {
        Some(text) => substitute_authors(entries, text, list.list.substitute_rule),
        None => entries,
    };
    let written = order.iter().zip(entries).map(|(key, mut parts)| {
        if list.list.second_field_align && parts.len() > 1 {
            parts = aligned(parts);
        }
        let mut format = (*list.format).clone();
        if !format.suffix.is_empty() && give_suffix(&mut parts, &format.suffix) {
            format.suffix.clear();
        }
        let mut text = group(&Rc::new(format), parts).map_or_else(Rich::new, |out| out.render());
        trim_end(&mut text, &char::is_whitespace);
        let pieces = settled(text);
        let mut printed = BTreeSet::new();
        variables(&pieces, &mut printed);
        Reference {
            key: (*key).to_owned(),
            pieces,
            printed: printed.into_iter().collect(),
        }
    });
    written.collect()
}

/// Puts the first field into a column of its own.
fn aligned(mut parts: Vec<Out>) -> Vec<Out> {
    let block = |display, parts| {
        let format = Format {
            display: Some(display),
            ..Format::default()
        };
        group(&Rc::new(format), parts)
    };
    let rest = parts.split_off(1);
    let columns = [
        block(Display::LeftMargin, parts),
        block(Display::RightInline, rest),
    ];
    columns.into_iter().flatten().collect()
}

/// Puts the mark that ends a reference into its last block; returns whether there is one.
fn give_suffix(parts: &mut [Out], suffix: &str) -> bool {
    match parts.last_mut() {
        Some(Out::Group(format, inner)) => {
            if format.display.is_none() {
                return give_suffix(inner, suffix);
            }
            let suffix = format!("{}{suffix}", format.suffix);
            *format = Rc::new(Format {
                suffix,
                affixes_inside: true,
                ..(**format).clone()
            });
            true
        }
        _ => false,
    }
}

/// Collects the variables that pieces come from.
fn variables(pieces: &[Piece], into: &mut BTreeSet<String>) {
    for piece in pieces {
        match piece {
            Piece::Text { variable, .. } => into.extend(variable.clone()),
            Piece::Styled(_, inner)
            | Piece::Link(_, inner)
            | Piece::Work(_, inner)
            | Piece::Block(_, inner)
            | Piece::Note(inner) => variables(inner, into),
            Piece::Own(..) => {}
        }
    }
}
