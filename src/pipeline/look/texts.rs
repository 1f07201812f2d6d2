//! The text over the picture of a page: its words where they are drawn, in the order of reading,
//! under headings and in lists and tables, each with the place where it was written.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dissertation::{Dissertation, Failure, take_census_with_shapes};
use crate::pipeline::count::{At, Positions};
use crate::pipeline::look::looked_at;
use crate::typeset::{PageRoles, Role, page_roles};
use crate::words::WordShape;

/// The text of a page, as the script of the preview reads it.
#[derive(Serialize)]
struct PageText {
    /// The elements, each after the one around it.
    blocks: Vec<TextBlock>,
    /// The words, in the order of reading.
    words: Vec<TextWord>,
}

/// An element of a page.
#[derive(Serialize)]
struct TextBlock {
    role: Role,
    /// The element around it.
    parent: Option<usize>,
    /// The address that a link leads to.
    url: Option<String>,
    /// The page that a link leads to.
    page: Option<usize>,
}

/// A word or a described picture, where it is drawn.
#[derive(Clone, Serialize)]
struct TextWord {
    /// The word; empty for a part of one that goes on.
    text: String,
    /// Its number among all words; none for a picture.
    number: Option<usize>,
    /// The element that it stands in.
    block: Option<usize>,
    /// Left, top, width and height in points, before it is turned.
    area: [f64; 4],
    /// How far it is turned about its upper left, in degrees.
    turned: f64,
    /// The kind of text.
    kind: &'static str,
    /// Whether it counts.
    counted: bool,
    /// Where it was written.
    at: Option<At>,
}

/// Returns the texts of the pages that were looked at last, as JSON by the number of the page.
///
/// # Errors
///
/// If there are no pages.
pub fn texts(dissertation: &Dissertation) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let glance = looked_at(dissertation)?;
    let document = &glance.typeset.document;
    let session = dissertation.session();
    let locate = |span, offset| session.place(span, offset);
    let (census, shapes) = take_census_with_shapes(document, glance.census.convention, &locate)?;
    let mut sources = dissertation.sources();
    sources.extend(session.sources());
    let mut positions = Positions::new(&sources);
    let policy = &glance.by_rule.tally.policy;
    let roles = page_roles(document);
    let finders: Vec<Finder<'_>> = roles.iter().map(Finder::new).collect();
    let mut pages: Vec<Vec<(usize, TextWord)>> = vec![Vec::new(); roles.len()];
    for (number, (word, shapes)) in census.words.iter().zip(&shapes).enumerate() {
        let at = word.place.as_ref().and_then(|place| positions.at(place));
        for (nth, shape) in shapes.iter().enumerate() {
            let page = usize::try_from(shape.page).unwrap_or(usize::MAX) - 1;
            let (Some(finder), Some(words)) = (finders.get(page), pages.get_mut(page)) else {
                continue;
            };
            let (area, turned) = measured(shape);
            let run = finder.run_at(shape);
            let text = if nth == 0 { word.text.as_str() } else { "" };
            let word = TextWord {
                text: text.to_owned(),
                number: Some(number),
                block: run.and_then(|run| finder.page.runs[run].element),
                area,
                turned,
                kind: word.category.name(),
                counted: policy.counts(word.category),
                at: at.clone(),
            };
            words.push((run.unwrap_or(usize::MAX), word));
        }
    }
    let all = (1..).zip(roles.iter().zip(pages));
    let written = all.map(|(number, (roles, mut words)): (usize, _)| {
        words.extend(pictures(roles));
        // Words of one text keep their order.
        words.sort_by_key(|(order, _)| *order);
        let text = PageText {
            blocks: blocks(roles),
            words: words.into_iter().map(|(_, word)| word).collect(),
        };
        let json = serde_json::to_vec(&text).expect("texts can always be written");
        (number.to_string(), json)
    });
    Ok(written.collect())
}

fn blocks(roles: &PageRoles) -> Vec<TextBlock> {
    let elements = roles.elements.iter();
    elements
        .map(|element| TextBlock {
            role: element.role,
            parent: element.parent,
            url: element.to.clone().and_then(Result::err),
            page: element.to.clone().and_then(Result::ok),
        })
        .collect()
}

fn pictures(roles: &PageRoles) -> impl Iterator<Item = (usize, TextWord)> + '_ {
    roles.runs.iter().enumerate().filter_map(|(order, run)| {
        let [left, top, right, bottom] = run.area;
        let word = TextWord {
            text: run.alt.clone()?,
            number: None,
            block: run.element,
            area: [left, top, right - left, bottom - top],
            turned: 0.0,
            kind: "picture",
            counted: false,
            at: None,
        };
        Some((order, word))
    })
}

/// Returns the box of a shape and how far it is turned.
fn measured(shape: &WordShape) -> ([f64; 4], f64) {
    let [start, end, _, below] = shape.corners;
    let (along, down) = (
        (end.0 - start.0, end.1 - start.1),
        (below.0 - start.0, below.1 - start.1),
    );
    let round = |points: f64| (points * 100.0).round() / 100.0;
    let area = [
        start.0,
        start.1,
        along.0.hypot(along.1),
        down.0.hypot(down.1),
    ];
    let turned = along.1.atan2(along.0).to_degrees();
    (
        area.map(round),
        if turned.abs() > 0.05 {
            round(turned)
        } else {
            0.0
        },
    )
}

/// Finds the text of a page that a word belongs to, by where it is drawn.
struct Finder<'a> {
    page: &'a PageRoles,
    /// The runs by the band of the page that they begin in.
    bands: BTreeMap<i64, Vec<usize>>,
}

/// The height of a band, in points; a word is looked for in its own and those around it.
const BAND: f64 = 24.0;

impl<'a> Finder<'a> {
    fn new(page: &'a PageRoles) -> Self {
        let mut bands: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (at, run) in page.runs.iter().enumerate() {
            if run.alt.is_none() {
                let [_, top, _, bottom] = run.area;
                let (first, last) = (band(top), band(bottom).min(band(top) + 100));
                for at_band in first..=last {
                    bands.entry(at_band).or_default().push(at);
                }
            }
        }
        Self { page, bands }
    }

    /// Returns the run that holds the start of a word.
    fn run_at(&self, shape: &WordShape) -> Option<usize> {
        let [above, end, _, below] = shape.corners;
        // A little inside the word, at half its height.
        let x = above.0 * 0.75 + end.0 * 0.15 + below.0 * 0.1;
        let y = (above.1 + below.1) / 2.0 + (end.1 - above.1) * 0.15;
        let runs = self.bands.get(&band(y))?.iter().copied();
        let distance = |at: usize| {
            let [left, top, right, bottom] = self.page.runs[at].area;
            let outside =
                |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
            outside(x, left, right)
                + 4.0 * outside(y, top, bottom)
                + (y - (top + bottom) / 2.0).abs() * 0.01
        };
        runs.min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
    }
}

fn band(y: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a page is not that high")]
    let band = (y / BAND).floor() as i64;
    band
}
