//! `folio where`: the chapter and the line of what stands on a page.

use std::collections::BTreeMap;

use folio::diagnostics::text::inline;
use folio::dissertation::Edition;
use folio::pipeline::{CountReport, CountRequest, Request, WordRow};
use folio::words::Category;
use serde::Serialize;

use crate::cli::args::Format;
use crate::cli::args::place::WhereArgs;
use crate::cli::at_work::AtWork;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;

/// So many places are listed at most.
const MOST_PLACES: usize = 40;
/// So many words of the page are shown of each.
const SHOWN_WORDS: usize = 12;

/// `folio where --format json`.
#[derive(Serialize)]
struct WhereView<'a> {
    format: u32,
    places: Vec<PlaceView<'a>>,
}

#[derive(Serialize)]
struct PlaceView<'a> {
    page: u32,
    chapter: Option<&'a str>,
    path: &'a str,
    line: u32,
    column: u32,
    text: String,
}

/// Says where something is written.
pub(crate) fn run(args: &WhereArgs, context: &Context) -> Result<Exit, CommandError> {
    let what = args.what.join(" ");
    let root = context.root(args.asked.project.as_deref())?;
    let (mut at_work, _) = AtWork::open_despite_mistakes(&root, &args.asked.limits, context)?;
    let request = CountRequest {
        words: true,
        ..CountRequest::of(Edition::submission(false))
    };
    let report: CountReport = at_work.ask(Request::Count(request))?.said;
    // Words go on over the number of a page.
    let is_text = |row: &WordRow| row.category != Category::Furniture;
    let (rows, furniture): (Vec<WordRow>, Vec<WordRow>) =
        report.words.into_iter().partition(is_text);
    let numbers = PageNumbers::of(&furniture);
    let rows = &rows[..];
    let named = page_name(&what);
    let page = named.and_then(|name| numbers.sheet(name));
    let on_page = page.map(|page| lines_of(rows, page)).unwrap_or_default();
    let found = match on_page.is_empty() {
        false => on_page,
        // A number can be a word too, such as a year.
        true => matches_of(rows, &what),
    };
    let places: Vec<PlaceView<'_>> = found
        .into_iter()
        .filter_map(|at| place(rows, at))
        .take(MOST_PLACES)
        .collect();
    if places.is_empty() {
        let last = rows.last().map_or(0, |row| row.page);
        let shown = inline(&what, 60);
        let error = match named {
            Some(_) => CommandError::new(format!("nothing of yours stands on page {shown}"))
                .hint(format!("there are pages 1 to {last}")),
            None => CommandError::new(format!("`{shown}` is on no page"))
                .hint("give two or three words in their order, as they are printed"),
        };
        return Err(error);
    }
    match args.asked.format {
        Format::Json => context.print_json(&WhereView { format: 1, places })?,
        Format::Human => {
            let lines = places.iter().map(|it| {
                format!(
                    "p. {:<4} {}:{}:{}  {}\n",
                    it.page, it.path, it.line, it.column, it.text
                )
            });
            context.print(&lines.collect::<String>())?;
        }
    }
    Ok(Exit::Success)
}

/// Reads the number of a page as it is printed: `p12`, `p. 12`, `12`, `piv`.
fn page_name(what: &str) -> Option<&str> {
    let what = what.trim();
    let rest = what.strip_prefix("page").or(what.strip_prefix('p'));
    let name = rest.unwrap_or(what).trim_start_matches('.').trim();
    let is_number = !name.is_empty() && name.bytes().all(|it| it.is_ascii_digit());
    let is_roman = !name.is_empty() && name.bytes().all(|it| b"ivxlc".contains(&it));
    (is_number || (is_roman && rest.is_some())).then_some(name)
}

/// The numbers that are printed at the foot of the pages, which need not be those of the sheets.
struct PageNumbers<'a> {
    /// What the last word around the text says, by sheet.
    by_sheet: BTreeMap<u32, &'a str>,
}

impl<'a> PageNumbers<'a> {
    fn of(furniture: &'a [WordRow]) -> Self {
        let last = furniture.iter().map(|row| (row.page, row.word.as_str()));
        Self {
            by_sheet: last.collect(),
        }
    }

    /// Returns the sheet on which a number is printed, else that of the number.
    fn sheet(&self, name: &str) -> Option<u32> {
        let mut printed = self
            .by_sheet
            .iter()
            .filter(|(_, printed)| **printed == name);
        printed
            .next()
            .map_or_else(|| name.parse().ok(), |(sheet, _)| Some(*sheet))
    }
}

/// Returns the first word of each line of the author's that begins on a page.
fn lines_of(rows: &[WordRow], page: u32) -> Vec<usize> {
    let mut last = None;
    let mut found = Vec::new();
    for (number, row) in rows.iter().enumerate().filter(|(_, row)| row.page == page) {
        let line = row.at.as_ref().map(|at| (&at.path, at.line));
        if line.is_some() && line != last {
            found.push(number);
            last = line;
        }
    }
    found
}

/// Returns where some words stand one after the other.
fn matches_of(rows: &[WordRow], what: &str) -> Vec<usize> {
    let plain = |word: &str| -> String {
        let letters = word.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted: Vec<String> = what.split_whitespace().map(plain).collect();
    let wanted: Vec<String> = wanted.into_iter().filter(|it| !it.is_empty()).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let words: Vec<String> = rows.iter().map(|row| plain(&row.word)).collect();
    let starts = words.windows(wanted.len()).enumerate();
    let starts = starts.filter(|(_, these)| *these == wanted.as_slice());
    starts.map(|(at, _)| at).collect()
}

fn place(rows: &[WordRow], at: usize) -> Option<PlaceView<'_>> {
    let row = &rows[at];
    let place = row.at.as_ref()?;
    let words = rows[at..].iter().take(SHOWN_WORDS);
    let words: Vec<&str> = words.map(|row| row.word.as_str()).collect();
    Some(PlaceView {
        page: row.page,
        chapter: row.chapter.as_deref(),
        path: &place.path,
        line: place.line,
        column: place.column,
        text: inline(&words.join(" "), 90),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_from_words() {
        assert_eq!(page_name("p12"), Some("12"));
        assert_eq!(page_name("p. 7"), Some("7"));
        assert_eq!(page_name("page 7"), Some("7"));
        assert_eq!(page_name("12"), Some("12"));
        assert_eq!(page_name("piv"), Some("iv"));
        assert_eq!(page_name("iv"), None);
        assert_eq!(page_name("patients"), None);
    }
}
