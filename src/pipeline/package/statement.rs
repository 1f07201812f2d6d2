//! The word count statement, set on its page.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use crate::diagnostics::text::{count, thousands};
use crate::diagnostics::{Store, british};
use crate::dissertation::{Failure, FailureKind};
use crate::package::{Receipt, Statement, StatementPart, convention_in_words, sha256};
use crate::pipeline::count::CountReport;
use crate::pipeline::package::remake::Remade;
use crate::pipeline::printed::printed;
use crate::typeset::Job;
use crate::words::{Category, Convention, LimitOutcome};

const MAIN: &str = "/.folio/statement.typ";
const DATA: &str = "/.folio/statement.json";
const PAGE: &str = include_str!("../../../templates/statement.typ");

/// Says what was counted and by which rule, for people.
pub(crate) fn statement(receipt: &Receipt, remade: &Remade) -> Statement {
    let counting = &remade.count;
    let short = &counting.short;
    let convention = Convention::from_name(&short.convention).unwrap_or_default();
    let bound = match (short.limit, &remade.limit_source) {
        (None, _) => "There is no word limit.".to_owned(),
        (Some(limit), source) => format!(
            "At most {} ({}). {}",
            count(limit, "word"),
            source.as_deref().unwrap_or("source unknown"),
            match short.tolerance {
                0 => "There is no tolerance: nothing over it is let pass.".to_owned(),
                tolerance => format!("Tolerance: {} over it.", count(tolerance, "word")),
            }
        ),
    };
    let confirmed = match &short.confirmed {
        Some(place) => format!("Confirmed by the student: {place}."),
        None => "Not yet confirmed against the programme's handbook.".to_owned(),
    };
    let rule = vec![
        (
            "What counts".to_owned(),
            format!(
                "Policy “{}”: the text of the dissertation, {}. Source: {}.",
                short.policy,
                short.policy_in_words,
                short.policy_source.trim_end_matches('.')
            ),
        ),
        (
            "What a word is".to_owned(),
            format!(
                "Convention “{}”: {}.",
                short.convention,
                convention_in_words(convention).replace('`', "")
            ),
        ),
        ("What is left out".to_owned(), left_out(counting)),
        ("The limit".to_owned(), bound),
        ("Who says so".to_owned(), confirmed),
    ];
    let by = match receipt.is_anonymous {
        true => format!("Candidate {}", receipt.by),
        false => receipt.by.clone(),
    };
    Statement {
        title: receipt.title.clone(),
        by,
        programme: remade.programme.clone(),
        file: receipt.file.clone(),
        sha256: sha256(&remade.pdf),
        pages: count(remade.pages, "page"),
        counted: thousands(short.counted),
        verdict: format!("{}.", short.sentence),
        rule,
        parts: parts(remade),
        remarks: remarks(receipt, remade),
        made_on: british(receipt.packaged_on).to_string(),
        made_with: format!("folio {} and Typst {}", receipt.folio, receipt.typst),
    }
    .on_one_page()
}

/// Names the kinds of text that do not count, the largest first, with their words.
fn left_out(counting: &CountReport) -> String {
    let uncounted = counting.categories.iter().filter(|it| !it.counted);
    let mut kinds: Vec<(usize, String)> = uncounted
        .filter(|it| it.words > 0)
        .map(|it| (it.words, plain(it.category)))
        .collect();
    kinds.sort_by_key(|(words, _)| std::cmp::Reverse(*words));
    let named: Vec<String> = kinds
        .iter()
        .map(|(words, name)| format!("{name} ({})", thousands(*words)))
        .collect();
    match named.is_empty() {
        true => "Nothing: every word counts.".to_owned(),
        false => format!("With their numbers of words: {}.", named.join(", ")),
    }
}

/// Returns a kind of text as people call it.
fn plain(category: Category) -> String {
    match category {
        Category::Furniture => "running heads and page numbers".to_owned(),
        Category::Exempt => "passages marked by the author".to_owned(),
        Category::Appendix => "appendices".to_owned(),
        Category::Declaration => "statements".to_owned(),
        Category::InlineMaths => "formulas in a line".to_owned(),
        Category::DisplayMaths => "displayed formulas".to_owned(),
        Category::HeadingNumber => "numbers of headings".to_owned(),
        Category::ListMarker => "numbers of lists".to_owned(),
        Category::FigureText => "text in figures".to_owned(),
        Category::TitlePage
        | Category::Abstract
        | Category::Acknowledgements
        | Category::Contents
        | Category::Abbreviations
        | Category::Body
        | Category::Heading
        | Category::Quotation
        | Category::Citation
        | Category::CrossReference
        | Category::Footnote
        | Category::TableCell
        | Category::TableCaption
        | Category::FigureCaption
        | Category::CaptionLabel
        | Category::InlineCode
        | Category::CodeBlock
        | Category::References => category.name().replace('-', " "),
    }
}

fn parts(remade: &Remade) -> Vec<StatementPart> {
    let counting = &remade.count;
    let chapters = counting.chapters.iter().map(|chapter| StatementPart {
        title: chapter.title.clone(),
        counted: thousands(chapter.counted),
        total: Some(thousands(chapter.total)),
    });
    let elsewhere = counting.elsewhere.iter().map(|part| StatementPart {
        title: part.title.clone(),
        counted: thousands(part.counted),
        total: None,
    });
    chapters.chain(elsewhere).collect()
}

fn remarks(receipt: &Receipt, remade: &Remade) -> Vec<String> {
    let short = &remade.count.short;
    let mut remarks = Vec::new();
    if let Some(other) = &short.otherwise {
        remarks.push(format!(
            "Under the other usual reading, “{}”, it would be: {}.",
            other.policy, other.sentence
        ));
    }
    for limit in short
        .limits
        .iter()
        .filter(|it| it.verdict != LimitOutcome::Within)
    {
        remarks.push(format!("{}: {}.", limit.scope, limit.sentence));
    }
    if short.exempted > 0 {
        remarks.push(format!(
            "{} marked by the author as not to be counted, left out above.",
            count(short.exempted, "word")
        ));
    }
    for despite in &receipt.despite {
        remarks.push(format!(
            "Packaged despite “{}”: {}.",
            despite.code,
            despite.reason.trim_end_matches('.')
        ));
    }
    let overruled = receipt.overruled.iter();
    remarks.extend(overruled.map(|it| format!("Set aside by whoever judges: {it}.")));
    remarks
}

/// Sets a statement on its page.
pub(crate) fn typeset(statement: &Statement, date: DateTime) -> Result<Vec<u8>, Failure> {
    let data = serde_json::to_string(statement)
        .map_err(|error| Failure::new(FailureKind::Typesetting, error.to_string()))?;
    let job = Job {
        main: MAIN.to_owned(),
        files: [(MAIN, PAGE.to_owned()), (DATA, data)]
            .map(|(path, text)| (path.to_owned(), text))
            .into(),
        date: Some(date),
        ..Job::new(Store::memory(BTreeMap::new()))
    };
    printed(job, &format!("word count {}", statement.title)).map_err(|why| {
        let message = format!("the word count statement could not be set: {why}");
        Failure::new(FailureKind::Typesetting, message)
    })
}
