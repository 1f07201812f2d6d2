//! The proof as one page of HTML that needs nothing else: no script, no address, no other file.
//!
//! The pages are drawings; over each lie its words as transparent text, so that they can be found,
//! copied and read aloud, each with its place and its kind.

use std::collections::BTreeMap;

use minijinja::Environment;
use minijinja::value::{Serde, Value};
use serde::Serialize;
use typst_layout::Page;

use crate::diagnostics::{Marks, template_environment};
use crate::proof::drawing::Drawings;
use crate::proof::legend::Legend;
use crate::proof::{Proof, ProofError, ShadedWord, in_words};
use crate::words::WordShape;

const NAME: &str = "page.html";
const TEMPLATE: &str = include_str!("../../templates/proof/page.html");
const STYLE: &str = include_str!("../../templates/proof/page.css");

/// A page and its words.
#[derive(Serialize)]
struct Sheet {
    number: usize,
    width: f64,
    height: f64,
    words: Vec<WordBox>,
}

/// A word's box on its page, in percent of the page's width and height.
#[derive(Serialize)]
struct WordBox {
    text: String,
    kind: &'static str,
    name: String,
    part: usize,
    counts: bool,
    at: String,
    left: String,
    top: String,
    width: String,
    height: String,
    /// How far it is turned, in degrees; nothing if it is upright.
    turned: Option<String>,
}

/// Draws the proof as one page of HTML.
///
/// The same proof gives the same text.
///
/// # Errors
///
/// Never in practice: the template is part of the program.
pub fn html(proof: &Proof<'_>) -> Result<String, ProofError> {
    let mut drawings = Drawings::default();
    let pages = proof.document.pages();
    let drawn: Vec<Value> = pages
        .iter()
        .map(|page| Value::from_safe_string(drawings.page(page)))
        .collect();
    let values = BTreeMap::from([
        ("legend", Value::from(Serde(Legend::new(proof)))),
        ("style", Value::from_safe_string(STYLE.to_owned())),
        ("drawn", Value::from(drawn)),
        ("sheets", Value::from(Serde(sheets(proof)))),
    ]);
    let fill = || environment()?.render_named_str(NAME, TEMPLATE, Value::from(values));
    fill().map_err(ProofError::Page)
}

/// Returns a text that stands for itself in HTML, between tags and between quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // No page may hold them, nor the marks that turn the direction of what follows.
            c if (c.is_control() && c != '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
    }
    out
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = template_environment(Marks::Braces)?;
    // The engine's own escaping writes `/` as five letters, and places are full of them.
    environment.set_formatter(|out, _, value| match value.as_str() {
        Some(text) if !value.is_safe() => Ok(out.write_str(&escaped(text))?),
        Some(_) | None => Ok(write!(out, "{value}")?),
    });
    Ok(environment)
}

fn sheets(proof: &Proof<'_>) -> Vec<Sheet> {
    let mut by_page: BTreeMap<usize, Vec<(&ShadedWord, &WordShape, bool)>> = BTreeMap::new();
    for word in &proof.words {
        for (nth, shape) in word.shapes.iter().enumerate() {
            let page = usize::try_from(shape.page).unwrap_or(usize::MAX);
            by_page
                .entry(page)
                .or_default()
                .push((word, shape, nth == 0));
        }
    }
    proof
        .document
        .pages()
        .iter()
        .enumerate()
        .map(|(at, page)| Sheet {
            number: at + 1,
            width: page.frame.width().to_pt(),
            height: page.frame.height().to_pt(),
            words: by_page
                .remove(&(at + 1))
                .unwrap_or_default()
                .into_iter()
                .map(|(word, shape, is_first)| placed(page, word, shape, is_first))
                .collect(),
        })
        .collect()
}

/// Returns the box of a shape; the text of a word stands in the first of its boxes alone.
fn placed(page: &Page, word: &ShadedWord, shape: &WordShape, is_first: bool) -> WordBox {
    let [start, end, _, below] = shape.corners;
    let (along, down) = (
        (end.0 - start.0, end.1 - start.1),
        (below.0 - start.0, below.1 - start.1),
    );
    let turned = along.1.atan2(along.0).to_degrees();
    let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
    let percent = |part: f64, whole: f64| match whole > 0.0 {
        true => format!("{:.2}", part / whole * 100.0),
        false => "0".to_owned(),
    };
    WordBox {
        text: match is_first {
            true => word.text.clone(),
            false => String::new(),
        },
        kind: word.category.name(),
        name: in_words(word.category),
        part: word.part,
        counts: word.counted,
        at: word
            .at
            .clone()
            .unwrap_or_else(|| "set by the template".into()),
        left: percent(start.0, width),
        top: percent(start.1, height),
        width: percent(along.0.hypot(along.1), width),
        height: percent(down.0.hypot(down.1), height),
        turned: (turned.abs() > 0.05).then(|| format!("{turned:.1}")),
    }
}
