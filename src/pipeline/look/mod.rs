//! What somebody sees who looks on while the dissertation is written: the pages after one layout,
//! their pictures, and their texts to be read and clicked.

mod contents;
mod texts;

use std::ops::Range;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::diagnostics::{Diagnostic, Level, ProjectPath, SourceMap};
use crate::dissertation::{
    CountSummary, Dissertation, Edition, Failure, FailureKind, Glance, quoted,
};
use crate::pipeline::count::{ChapterCount, chapters};
use crate::pipeline::look::contents::contents;
use crate::typeset::picture;
use crate::words::{Category, Census};

pub use contents::ContentsEntry;
pub use texts::texts;

/// So many pages are drawn before anybody asks for them.
const DRAWN_AT_ONCE: usize = 2;

/// Pictures of pages, by what they look like.
pub type Pictures = Vec<(String, Vec<u8>)>;

/// The pages that are wanted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LookRequest {
    /// Whether chapters that cannot be typeset are left out, with a page in their place.
    pub leaves_out: bool,
    /// What is drawn at once, if it changed.
    pub draw: Option<Draw>,
}

/// What is drawn at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draw {
    /// The pages that are seen, from 1.
    pub seen: Range<usize>,
    /// Whether whoever looks follows the words that changed.
    pub follows: bool,
    /// How fine.
    pub pixels_per_point: f64,
}

/// A page, and how fine it is to be drawn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PictureRequest {
    /// What it looks like.
    pub looks: String,
    /// How fine.
    pub pixels_per_point: f64,
}

/// What the pages are after one layout.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Looked {
    /// The title of the dissertation.
    pub title: String,
    /// The pages.
    pub pages: Vec<PageLook>,
    /// The words that are others than before.
    pub changed: Option<ChangedWords>,
    /// Whether another layout would show the same.
    pub is_settled: bool,
    /// The count.
    pub counted: CountSummary,
    /// The chapters with their words.
    pub chapters: Vec<ChapterCount>,
    /// The headings.
    pub contents: Vec<ContentsEntry>,
    /// What must be fixed, and what is unresolved, as far as the pages show it.
    pub findings: Vec<Diagnostic>,
    /// The chapters that could not be typeset and are left out.
    pub left_out: Vec<ProjectPath>,
    /// The texts that the findings quote.
    pub sources: SourceMap,
    /// How long each stage took, in milliseconds: reading and conversion, layout, count, comparison,
    /// drawing.
    pub took: [f64; 5],
}

/// How a page looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageLook {
    /// The same for pages that look the same.
    pub looks: String,
    /// Its width in points.
    pub width: f64,
    /// Its height in points.
    pub height: f64,
}

/// Words that are others than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedWords {
    /// The page of the first of them, from 1.
    pub page: usize,
    /// Their numbers among all words of the pages; none where words only went.
    pub words: Range<usize>,
}

/// Lays the pages out once; returns what they are, and pictures by what they look like.
///
/// # Errors
///
/// If they cannot be laid out; those before can still be drawn.
pub fn look(
    dissertation: &mut Dissertation,
    request: &LookRequest,
) -> Result<(Looked, Pictures), Failure> {
    let before = dissertation.last_glance();
    let edition = Edition {
        leaves_out: request.leaves_out,
        ..Edition::submission(false)
    };
    let glance = dissertation.glance(&edition)?;
    let begun = Instant::now();
    let document = &glance.typeset.document;
    let pages = looks_of(&glance);
    let old = before.as_ref().map(|before| looks_of(before));
    let changed = before
        .as_ref()
        .and_then(|before| changed_words(&before.census, &glance.census));
    let compared = begun.elapsed();
    let mut drawn = Vec::new();
    if let (Some(draw), Some(old)) = (&request.draw, &old) {
        let first = changed.as_ref().filter(|_| draw.follows);
        let seen = draw.seen.clone().take(DRAWN_AT_ONCE * 4);
        for number in first.map(|it| it.page).into_iter().chain(seen) {
            let (Some(page), Some(look)) =
                (document.pages().get(number - 1), pages.get(number - 1))
            else {
                continue;
            };
            let is_known = old.get(number - 1) == Some(look)
                || drawn.iter().any(|(known, _)| *known == look.looks);
            if !is_known && drawn.len() < DRAWN_AT_ONCE {
                let made = picture(page, draw.pixels_per_point);
                drawn.extend(made.map(|made| (look.looks.clone(), made)));
            }
        }
    }
    let drawn_in = begun.elapsed() - compared;
    let [read, laid_out, counted] = glance.took;
    let is_told = |it: &Diagnostic| it.level == Level::Deny || it.unresolved.is_some();
    let mut findings = dissertation.findings_at(&glance);
    findings.retain(is_told);
    let mut sources = SourceMap::default();
    if !findings.is_empty() {
        sources.extend(dissertation.sources());
        sources.extend(dissertation.session().sources());
    }
    let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    let looked = Looked {
        title: dissertation.project().manifest.dissertation.title.clone(),
        changed,
        is_settled: glance.is_settled,
        counted: glance.by_rule.summary.clone(),
        chapters: chapters(dissertation, &glance.by_rule.tally),
        contents: contents(&glance.census),
        left_out: glance.typeset.left_out.clone(),
        sources: quoted(&findings, &sources),
        findings,
        pages,
        took: [read, laid_out, counted, compared, drawn_in].map(milliseconds),
    };
    Ok((looked, drawn))
}

/// Draws a page of those that were looked at last.
///
/// # Errors
///
/// If there is none that looks so any more.
pub fn draw(dissertation: &Dissertation, request: &PictureRequest) -> Result<Vec<u8>, Failure> {
    let glance = looked_at(dissertation)?;
    let mut pages = glance.typeset.document.pages().iter().zip(glance.looks());
    let page = pages.find(|(_, looks)| name(**looks) == request.looks);
    let drawn = page.and_then(|(page, _)| picture(page, request.pixels_per_point));
    drawn.ok_or_else(|| Failure::new(FailureKind::Typesetting, "there is no such page any more"))
}

fn looked_at(dissertation: &Dissertation) -> Result<std::rc::Rc<Glance>, Failure> {
    dissertation
        .last_glance()
        .ok_or_else(|| Failure::new(FailureKind::Typesetting, "there are no pages yet"))
}

fn looks_of(glance: &Glance) -> Vec<PageLook> {
    let pages = glance.typeset.document.pages().iter().zip(glance.looks());
    pages
        .map(|(page, looks)| PageLook {
            looks: name(*looks),
            width: page.frame.width().to_pt(),
            height: page.frame.height().to_pt(),
        })
        .collect()
}

fn name(looks: u128) -> String {
    format!("{looks:032x}")
}

/// Returns the words that are others than before. What follows from them, such as numbers of pages
/// and the count on the title page, is not meant.
fn changed_words(before: &Census, now: &Census) -> Option<ChangedWords> {
    let is_meant = |category: Category| {
        !matches!(
            category,
            Category::TitlePage | Category::Contents | Category::Furniture | Category::References
        )
    };
    let meant = |census: &Census| -> Vec<usize> {
        let words = census.words.iter().enumerate();
        let words = words.filter(|(_, word)| is_meant(word.category));
        words.map(|(at, _)| at).collect()
    };
    let (old, new) = (meant(before), meant(now));
    let is_same = |(a, b): (&usize, &usize)| before.words[*a].text == now.words[*b].text;
    let start = old.iter().zip(&new).take_while(|it| is_same(*it)).count();
    let shortest = old.len().min(new.len()) - start;
    let ends = old.iter().rev().zip(new.iter().rev()).take(shortest);
    let end = ends.take_while(|it| is_same(*it)).count();
    if start == old.len() && start == new.len() {
        return None;
    }
    // Where words only went, the one that stands there now says where that was.
    let last = new.get(start).or(new.last())?;
    let page = usize::try_from(now.words[*last].page).ok()?;
    let words = match new.get(start..new.len() - end) {
        Some([first, .., last]) => *first..last + 1,
        Some([only]) => *only..only + 1,
        Some([]) | None => 0..0,
    };
    Some(ChangedWords { page, words })
}
