//! Which paragraph of a reviewed file came from which block of which chapter.
//!
//! Hidden marks say so where they survived. Where they did not, paragraphs and blocks are laid beside
//! each other in their order, so that the pairs are as alike as possible: the words that are rare in
//! the work weigh most. A pair that is only likely says that it is not sure.

use std::collections::{BTreeMap, BTreeSet};

use crate::word::comments::sent::{Sent, SourceMark};
use crate::word::comments::sources::SourceFile;

/// Where a paragraph came from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// The file and the block in it.
    pub(crate) file: usize,
    pub(crate) block: usize,
    /// Whether it is certain.
    pub(crate) is_sure: bool,
    /// Whether the block is as it was when the file was sent; unknown without a mark.
    pub(crate) is_same: Option<bool>,
}

/// How alike a pair must be at all.
const LEAST: f64 = 0.12;
/// How alike a pair without a mark must be to be certain.
const SURE: f64 = 0.62;
/// How many pairs are compared; beyond that only near the diagonal.
const MOST_PAIRS: usize = 6_000_000;

/// A block by its number over all files.
struct Candidate {
    file: usize,
    block: usize,
    line: usize,
    key: String,
    words: Words,
}

/// The words of a text, in small letters.
#[derive(Clone, Debug, Default)]
struct Words {
    bag: BTreeMap<u32, u32>,
    plain: String,
}

/// Finds the place of each paragraph.
pub(crate) fn map(sent: &[Sent], files: &[SourceFile]) -> Vec<Option<Place>> {
    let mut dictionary = BTreeMap::new();
    let mut candidates = Vec::new();
    for (file, source) in files.iter().enumerate() {
        for (block, found) in source.blocks.iter().enumerate() {
            let line = source.line_of(found.start());
            let words = Words::of(&found.text(), &mut dictionary);
            candidates.push(Candidate {
                file,
                block,
                line,
                key: source.text_key(line),
                words,
            });
        }
    }
    let paths: Vec<String> = files.iter().map(SourceFile::path_key).collect();
    let words: Vec<Words> = sent
        .iter()
        .map(|it| Words::of(&it.text(), &mut dictionary))
        .collect();
    let weights = weights(dictionary.len(), candidates.iter().map(|it| &it.words));
    let mut places: Vec<Option<Place>> = vec![None; sent.len()];
    let mut taken = BTreeSet::new();
    for (at, paragraph) in sent.iter().enumerate() {
        let found = paragraph
            .marks
            .iter()
            .find_map(|mark| marked(mark, &candidates, &paths, &words[at], &weights));
        if let Some((candidate, place)) = found {
            taken.insert(candidate);
            places[at] = Some(place);
        }
    }
    let marked_files: BTreeMap<usize, usize> = sent
        .iter()
        .enumerate()
        .filter_map(|(at, paragraph)| {
            let file = paragraph
                .marks
                .iter()
                .find_map(|mark| paths.iter().position(|path| *path == mark.path))?;
            Some((at, file))
        })
        .collect();
    by_likeness(
        &words,
        &candidates,
        &weights,
        &marked_files,
        &mut taken,
        &mut places,
    );
    places
}

/// Finds what a mark names: the same words in the same file, the nearest line if there are several.
fn marked(
    mark: &SourceMark,
    candidates: &[Candidate],
    paths: &[String],
    words: &Words,
    weights: &[f64],
) -> Option<(usize, Place)> {
    let file = paths.iter().position(|path| *path == mark.path)?;
    let same = candidates
        .iter()
        .enumerate()
        .filter(|(_, it)| it.file == file && it.key == mark.text);
    // Several blocks may stand on the lines of one key, as points of a list do.
    let best = same.min_by(|(_, left), (_, right)| {
        let order = |it: &Candidate| {
            (
                it.line.abs_diff(mark.line),
                1.0 - likeness(words, &it.words, weights),
            )
        };
        let (left, right) = (order(left), order(right));
        left.0.cmp(&right.0).then(left.1.total_cmp(&right.1))
    });
    let (at, found) = best?;
    Some((
        at,
        Place {
            file,
            block: found.block,
            is_sure: true,
            is_same: Some(true),
        },
    ))
}

/// Lays what is left beside each other, in order.
fn by_likeness(
    words: &[Words],
    candidates: &[Candidate],
    weights: &[f64],
    marked_files: &BTreeMap<usize, usize>,
    taken: &mut BTreeSet<usize>,
    places: &mut [Option<Place>],
) {
    let rows: Vec<usize> = (0..words.len())
        .filter(|at| places[*at].is_none() && !words[*at].plain.is_empty())
        .collect();
    let columns: Vec<usize> = (0..candidates.len())
        .filter(|at| !taken.contains(at))
        .collect();
    if rows.is_empty() || columns.is_empty() {
        return;
    }
    let band = match rows.len().saturating_mul(columns.len()) > MOST_PAIRS {
        true => (MOST_PAIRS / rows.len()).max(50),
        false => columns.len(),
    };
    let near = |row: usize| {
        let middle = row * columns.len() / rows.len();
        middle.saturating_sub(band / 2)..(middle + band / 2 + 1).min(columns.len())
    };
    // The pairs that may be, with how alike they are.
    let mut alike: Vec<BTreeMap<usize, f64>> = Vec::with_capacity(rows.len());
    for (row, at) in rows.iter().enumerate() {
        let file = marked_files.get(at);
        let mut found = BTreeMap::new();
        for column in near(row) {
            let candidate = &candidates[columns[column]];
            if file.is_some_and(|file| *file != candidate.file) {
                continue;
            }
            let score = likeness(&words[*at], &candidate.words, weights);
            if score >= LEAST {
                found.insert(column, score);
            }
        }
        alike.push(found);
    }
    let pairs = in_order(&alike, columns.len());
    let mut pair_of: BTreeMap<usize, usize> = pairs.iter().copied().collect();
    let mut used: BTreeSet<usize> = pairs.iter().map(|(_, column)| *column).collect();
    fill_gaps(&alike, columns.len(), &mut pair_of, &mut used);
    // What was moved is very like something that nobody claims.
    for (row, found) in alike.iter().enumerate() {
        if pair_of.contains_key(&row) {
            continue;
        }
        let best = found
            .iter()
            .filter(|(column, _)| !used.contains(*column))
            .max_by(|left, right| left.1.total_cmp(right.1));
        if let Some((column, score)) = best
            && *score >= SURE
        {
            pair_of.insert(row, *column);
            used.insert(*column);
        }
    }
    for (row, column) in &pair_of {
        let score = alike[*row].get(column).copied().unwrap_or(0.0);
        let rival = alike[*row]
            .iter()
            .filter(|(other, _)| *other != column)
            .map(|(_, score)| *score)
            .fold(0.0, f64::max);
        let is_exact = score > 0.999;
        // Its neighbours stand where they should.
        let is_held = pair_of.get(&(row + 1)) == Some(&(column + 1))
            && row
                .checked_sub(1)
                .is_none_or(|before| pair_of.get(&before).is_some_and(|it| it + 1 == *column));
        let is_sure =
            (is_exact && (rival < 0.999 || is_held)) || (score >= SURE && rival < score - 0.25);
        let candidate = &candidates[columns[*column]];
        taken.insert(columns[*column]);
        let is_same = marked_files.contains_key(&rows[*row]).then_some(false);
        places[rows[*row]] = Some(Place {
            file: candidate.file,
            block: candidate.block,
            is_sure,
            is_same,
        });
    }
}

/// Returns pairs that go up in both numbers and are as alike as possible in sum.
fn in_order(alike: &[BTreeMap<usize, f64>], columns: usize) -> Vec<(usize, usize)> {
    // The best sum of pairs that end at or before a column: a tree of largest values.
    let mut best = vec![(0.0_f64, usize::MAX); columns + 1];
    let mut steps: Vec<(usize, usize, usize)> = Vec::new();
    let ask = |best: &[(f64, usize)], column: usize| {
        let mut found = (0.0, usize::MAX);
        let mut at = column;
        while at > 0 {
            if best[at].0 > found.0 {
                found = best[at];
            }
            at &= at - 1;
        }
        found
    };
    for (row, found) in alike.iter().enumerate() {
        let sums: Vec<(usize, f64, usize)> = found
            .iter()
            .map(|(column, score)| {
                let (sum, before) = ask(&best, *column);
                (*column, sum + score, before)
            })
            .collect();
        for (column, sum, before) in sums {
            steps.push((row, column, before));
            let mut at = column + 1;
            while at <= columns {
                if sum > best[at].0 {
                    best[at] = (sum, steps.len() - 1);
                }
                at += at & at.wrapping_neg();
            }
        }
    }
    let (_, mut step) = ask(&best, columns);
    let mut pairs = Vec::new();
    while let Some((row, column, before)) = steps.get(step).copied() {
        pairs.push((row, column));
        step = before;
    }
    pairs.reverse();
    pairs
}

/// Pairs what stands between two pairs on both sides in the same number: a heading of two words may
/// have lost both.
fn fill_gaps(
    alike: &[BTreeMap<usize, f64>],
    columns: usize,
    pair_of: &mut BTreeMap<usize, usize>,
    used: &mut BTreeSet<usize>,
) {
    const MOST: usize = 3;
    let known: Vec<(usize, usize)> = pair_of
        .iter()
        .map(|(row, column)| (*row, *column))
        .collect();
    let ends = std::iter::once(None)
        .chain(known.iter().copied().map(Some))
        .zip(known.iter().copied().map(Some).chain([None]));
    for (before, after) in ends {
        let (first_row, first_column) =
            before.map_or((0, 0), |(row, column)| (row + 1, column + 1));
        let (end_row, end_column) = after.unwrap_or((alike.len(), columns));
        let count = end_row.saturating_sub(first_row);
        if !(1..=MOST).contains(&count) || end_column.checked_sub(first_column) != Some(count) {
            continue;
        }
        for step in 0..count {
            pair_of.insert(first_row + step, first_column + step);
            used.insert(first_column + step);
        }
    }
}

impl Words {
    fn of(text: &str, dictionary: &mut BTreeMap<String, u32>) -> Self {
        let mut bag = BTreeMap::new();
        let mut plain = String::new();
        for word in text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
        {
            let word = word.to_lowercase();
            plain.push_str(&word);
            plain.push(' ');
            let next = u32::try_from(dictionary.len()).unwrap_or(u32::MAX);
            let number = *dictionary.entry(word).or_insert(next);
            *bag.entry(number).or_default() += 1;
        }
        Self { bag, plain }
    }
}

/// Returns how much each word says: the rarer, the more.
fn weights<'a>(count: usize, texts: impl Iterator<Item = &'a Words>) -> Vec<f64> {
    let mut found = vec![0.0_f64; count];
    let mut total = 0.0_f64;
    for words in texts {
        total += 1.0;
        for word in words.bag.keys() {
            found[*word as usize] += 1.0;
        }
    }
    found
        .into_iter()
        .map(|in_blocks| (1.0 + (total + 1.0) / (in_blocks + 0.5)).ln())
        .collect()
}

/// Returns how alike two texts are, from 0 to 1.
fn likeness(left: &Words, right: &Words, weights: &[f64]) -> f64 {
    if left.plain == right.plain {
        return if left.plain.is_empty() { 0.0 } else { 1.0 };
    }
    let sum = |words: &Words| {
        words
            .bag
            .iter()
            .map(|(word, count)| weights[*word as usize] * f64::from(*count))
            .sum::<f64>()
    };
    let common: f64 = left
        .bag
        .iter()
        .filter_map(|(word, count)| {
            let other = right.bag.get(word)?;
            Some(weights[*word as usize] * f64::from(*count.min(other)))
        })
        .sum();
    let all = sum(left) + sum(right);
    if all == 0.0 {
        0.0
    } else {
        (2.0 * common / all).min(0.998)
    }
}
