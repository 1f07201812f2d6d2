//! Cites beside each other: those of the same authors together, numbers as ranges.

use std::rc::Rc;

use crate::csl::out::{Out, Tag, beside, group, words};
use crate::csl::style::{Collapse, Format, Layout};

/// What stands between cites of the same authors, if the style groups and does not say.
const GROUP_DELIMITER: &str = ", ";

/// Groups and shortens the cites of a citation; returns them with what stands between.
pub(crate) fn collapsed(layout: &Layout, parts: Vec<Out>) -> (Vec<Out>, Option<String>) {
    let delimiter = layout.format.delimiter.clone();
    let options = &layout.cites;
    let between = match (&options.group_delimiter, options.collapse) {
        (Some(own), _) => own.as_str(),
        (None, Some(_)) => GROUP_DELIMITER,
        (None, None) => return (parts, delimiter),
    };
    let after = options
        .after_collapse_delimiter
        .as_deref()
        .or(delimiter.as_deref());
    match options.collapse {
        Some(Collapse::CitationNumber) => (numbers(parts, delimiter.as_deref(), after), None),
        Some(collapse) => {
            let own = Own {
                collapse,
                between,
                delimiter: delimiter.as_deref(),
                after,
                year_suffix: options
                    .year_suffix_delimiter
                    .as_deref()
                    .or(options.group_delimiter.as_deref())
                    .or(delimiter.as_deref()),
            };
            let groups: Vec<Vec<Out>> = grouped(parts).into_iter().map(by_letter).collect();
            let last = groups.len().saturating_sub(1);
            let written = groups.into_iter().enumerate();
            let written = written.map(|(at, cites)| own.group(cites, at == last));
            (written.flatten().collect(), None)
        }
        None => {
            let format = Rc::new(Format::delimited(between));
            let written = grouped(parts)
                .into_iter()
                .filter_map(|cites| group(&format, cites));
            (written.collect(), delimiter)
        }
    }
}

/// Writes three numbers and more that follow each other as a range.
fn numbers(parts: Vec<Out>, delimiter: Option<&str>, after: Option<&str>) -> Vec<Out> {
    let mut runs: Vec<Vec<Out>> = Vec::new();
    for part in parts {
        let number = bare_number(&part);
        let follows = runs.last().and_then(|run| run.last()).and_then(bare_number);
        match (follows, number, runs.last_mut()) {
            (Some(before), Some(number), Some(run)) if number == before + 1 => run.push(part),
            _ => runs.push(vec![part]),
        }
    }
    let last = runs.len().saturating_sub(1);
    let begins_with_words = |run: &Vec<Out>| {
        run.first()
            .is_some_and(|first| first.has_tag(&|tag| matches!(tag, Tag::Before)))
    };
    let with_words: Vec<bool> = runs.iter().map(begins_with_words).collect();
    let mut out = Vec::new();
    for (at, mut run) in runs.into_iter().enumerate() {
        let is_range = run.len() >= 3;
        let format = match is_range {
            true => Format::delimited("–"),
            false => Format {
                delimiter: delimiter.map(str::to_owned),
                ..Format::default()
            },
        };
        if is_range {
            run.drain(1..run.len() - 1);
        }
        out.extend(group(&Rc::new(format), run));
        let behind = if is_range { after } else { delimiter };
        if at < last {
            // "1,see 2" where the style puts no space between its own numbers.
            let is_tight = behind.is_none_or(|behind| !behind.ends_with(' '));
            let space = if is_tight && with_words[at + 1] {
                " "
            } else {
                ""
            };
            out.push(words(format!("{}{space}", behind.unwrap_or_default())));
        }
    }
    out
}

/// Returns the number of a cite that prints nothing else.
fn bare_number(part: &Out) -> Option<usize> {
    let mut number = None;
    let mut is_alone = true;
    part.visit(&mut |part| match part {
        Out::Tagged(Tag::CitationNumber(own), _) => number = Some(*own),
        Out::Tagged(Tag::Locator | Tag::Before | Tag::After, _) => is_alone = false,
        _ => {}
    });
    number.filter(|_| is_alone)
}

/// Brings cites of the same authors together, at the place of the first; no cite is moved past
/// words of the author's own.
fn grouped(parts: Vec<Out>) -> Vec<Vec<Out>> {
    let has = |part: &Out, is_it: &dyn Fn(&Tag) -> bool| part.has_tag(is_it);
    let has_suffix = |part: &Out| has(part, &|tag| matches!(tag, Tag::After));
    let has_words = |part: &Out| has_suffix(part) || has(part, &|tag| matches!(tag, Tag::Before));
    let mut groups = Vec::new();
    let mut left = std::collections::VecDeque::from(parts);
    while let Some(first) = left.pop_front() {
        if has_suffix(&first) {
            groups.push(vec![first]);
            continue;
        }
        let reach = left.iter().take_while(|part| !has_words(part)).count();
        let mut own = vec![first];
        let mut rest = std::collections::VecDeque::with_capacity(left.len());
        for (at, part) in left.into_iter().enumerate() {
            match at < reach && are_by_the_same(&own[0], &part) {
                true => own.push(part),
                false => rest.push_back(part),
            }
        }
        left = rest;
        groups.push(own);
    }
    groups
}

/// Sorts cites of one year that stand beside each other by their letters: "2019a, 2019b".
fn by_letter(mut cites: Vec<Out>) -> Vec<Out> {
    let same = |a: &Out, b: &Out| {
        years_of(a) == years_of(b) && letter_of(a).is_some() && letter_of(b).is_some()
    };
    for run in cites.chunk_by_mut(same) {
        run.sort_by_key(letter_of);
    }
    cites
}

fn letter_of(cite: &Out) -> Option<usize> {
    match cite.find_tag(&|tag| matches!(tag, Tag::YearSuffix(_))) {
        Some(Out::Tagged(Tag::YearSuffix(number), _)) => Some(*number),
        _ => None,
    }
}

/// Returns whether two cites show the same names; two that show none, only a date, count as such.
fn are_by_the_same(a: &Out, b: &Out) -> bool {
    let shown = |part: &Out| part.find_tag(&Tag::is_names).cloned();
    let is_date = |tag: &Tag| matches!(tag, Tag::Date(_));
    match (shown(a), shown(b)) {
        (
            Some(Out::Tagged(Tag::Names(variable, names), shown)),
            Some(Out::Tagged(Tag::Names(other_variable, other_names), other_shown)),
        ) => {
            variable == other_variable
                && match names == other_names && !names.is_empty() {
                    true => shown == other_shown || shown.letters() == other_shown.letters(),
                    // Others who are hidden behind one "et al." are others.
                    false => shown == other_shown,
                }
        }
        (None, None) => a.has_tag(&is_date) && b.has_tag(&is_date),
        _ => false,
    }
}

/// How the cites of the same authors are written.
struct Own<'l> {
    collapse: Collapse,
    between: &'l str,
    delimiter: Option<&'l str>,
    after: Option<&'l str>,
    year_suffix: Option<&'l str>,
}

impl Own<'_> {
    fn group(&self, mut cites: Vec<Out>, is_last: bool) -> Option<Out> {
        let count = cites.len();
        let rest: Vec<Out> = cites.drain(1..).collect();
        let has_rest = !rest.is_empty();
        cites.extend(
            rest.into_iter()
                .filter_map(|cite| cite.without(&Tag::is_names)),
        );
        let mut is_shortened = false;
        if matches!(
            self.collapse,
            Collapse::YearSuffix | Collapse::YearSuffixRanged
        ) {
            cites = self.by_year(cites);
            is_shortened = cites.len() < count;
        }
        let has_locator = cites
            .iter()
            .any(|cite| cite.has_tag(&|tag| matches!(tag, Tag::Locator)));
        let between =
            match !(has_rest && (is_shortened || self.collapse == Collapse::Year && has_locator)) {
                true => Some(self.between),
                false => self.after,
            };
        let suffixed = |out: Out, suffix: Option<&str>| {
            let format = Format {
                suffix: suffix.unwrap_or_default().to_owned(),
                ..Format::default()
            };
            group(&Rc::new(format), vec![out])
        };
        let last = cites.len().saturating_sub(1);
        let parts = cites
            .into_iter()
            .enumerate()
            .filter_map(|(at, cite)| match at == last {
                true => Some(cite),
                false => suffixed(cite, between),
            });
        let whole = beside(parts.collect())?;
        let behind = match has_rest || self.collapse == Collapse::Year {
            _ if is_last => None,
            true => self.after,
            false => self.delimiter,
        };
        suffixed(whole, behind)
    }

    /// Brings cites of one year together: "2019a, b".
    fn by_year(&self, cites: Vec<Out>) -> Vec<Out> {
        let mut years: Vec<Vec<Out>> = Vec::new();
        for cite in cites {
            let is_of_year = years.last().is_some_and(|own| {
                own.first().is_some_and(|first| {
                    let year = years_of(first);
                    !year.is_empty() && year == years_of(&cite)
                })
            });
            match years.last_mut() {
                Some(own) if is_of_year => {
                    own.extend(cite.replaced(&mut |part| match part {
                        Out::Tagged(tag @ Tag::Date(_), inner) => {
                            let letter = inner.find_tag(&|tag| matches!(tag, Tag::YearSuffix(_)));
                            Some(letter.cloned().map(|letter| letter.tagged(tag.clone())))
                        }
                        _ => None,
                    }));
                }
                _ => years.push(vec![cite]),
            }
        }
        let between = Rc::new(Format {
            delimiter: self.year_suffix.map(str::to_owned),
            ..Format::default()
        });
        let written = years.into_iter().filter_map(|own| {
            let own = match self.collapse {
                Collapse::YearSuffixRanged => ranged(own, &between),
                Collapse::YearSuffix | Collapse::Year | Collapse::CitationNumber => own,
            };
            group(&between, own)
        });
        written.collect()
    }
}

/// Writes three letters and more that follow each other as a range.
fn ranged(cites: Vec<Out>, between: &Rc<Format>) -> Vec<Out> {
    let mut runs: Vec<Vec<Out>> = Vec::new();
    for cite in cites {
        let before = runs.last().and_then(|run| run.last()).and_then(letter_of);
        match (before, letter_of(&cite), runs.last_mut()) {
            (Some(before), Some(own), Some(run)) if own == before + 1 => run.push(cite),
            _ => runs.push(vec![cite]),
        }
    }
    let written = runs.into_iter().filter_map(|mut run| match run.len() >= 3 {
        true => {
            run.drain(1..run.len() - 1);
            group(&Rc::new(Format::delimited("–")), run)
        }
        false => group(between, run),
    });
    written.collect()
}

fn years_of(cite: &Out) -> Vec<i32> {
    let mut years = Vec::new();
    cite.visit(&mut |part| {
        if let Out::Tagged(Tag::Date(date), _) = part {
            years.extend(
                date.start
                    .filter(|_| date.literal.is_none())
                    .map(|start| start.year),
            );
        }
    });
    years
}
