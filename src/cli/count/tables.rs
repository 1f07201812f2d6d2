//! The tables of `folio count`, for people.

use comfy_table::Cell;
use folio::diagnostics::Today;
use folio::diagnostics::text::{count as plural, inline, series, thousands};
use folio::pipeline::{At, ChapterCount, CountReport, TooLong};

use crate::cli::count::appeal;
use crate::cli::table::{number, print, table};
use crate::cli::verdict;

/// A block that takes words out of the count and has no end.
const NOT_CLOSED: &str = "div-not-closed";

/// What of a count is shown.
pub(crate) struct CountOptions {
    /// The sections of each chapter too.
    pub(crate) sections: bool,
    /// Characters in a line.
    pub(crate) width: u16,
    /// The day by which it is judged.
    pub(crate) today: Today,
}

/// Returns the verdict, the chapters, the categories, and what was asked for besides.
pub(crate) fn count(counting: &CountReport, shown: &CountOptions) -> String {
    let mut out = verdict::in_words(&counting.short, shown.today);
    for finding in counting.findings.iter().filter(|it| it.code == NOT_CLOSED) {
        let place = finding.place.as_ref();
        let at = place.map_or(String::new(), |place| {
            counting.sources.line_of(place) + ": "
        });
        out.push_str(&format!("  attention: {at}{}\n", finding.message));
    }
    section(&mut out, chapters(counting, shown));
    section(&mut out, categories(counting, shown.width));
    if !counting.exempt.is_empty() {
        section(&mut out, exempt(counting));
    }
    if !counting.policies.is_empty() {
        section(&mut out, policies(counting, shown.width));
    }
    if let Some(since) = &counting.since {
        section(&mut out, appeal::since(since, shown.width));
    }
    if let Some(too_long) = &counting.too_long {
        section(&mut out, where_to_cut(counting, too_long));
    }
    if let Some(appeal) = &counting.appeal {
        section(&mut out, appeal::appeal(appeal, shown.width));
    }
    out
}

fn section(out: &mut String, text: String) {
    out.push('\n');
    out.push_str(text.trim_end());
    out.push('\n');
}

fn chapters(counting: &CountReport, shown: &CountOptions) -> String {
    let short = &counting.short;
    let has_bars = shown.width >= 72;
    let has_targets = counting.chapters.iter().any(|it| it.target.is_some());
    let mut header = vec!["Chapter", "Words"];
    if has_targets {
        header.push("Of target");
    }
    if short.limit.is_some() {
        header.push("Of limit");
    }
    let mut table = table(shown.width, &header);
    // A chapter without a target is measured by the longest of its kind.
    let without_target = counting.chapters.iter().filter(|it| it.target.is_none());
    let most = without_target.map(|it| it.counted).max();
    let row = |title: String, words: usize, target: Option<String>, bar: String| {
        let mut row = vec![Cell::new(title), number(thousands(words))];
        if has_targets {
            row.push(number(target.unwrap_or_default()));
        }
        if let Some(limit) = short.limit {
            row.push(number(percent(words, limit)));
        }
        if has_bars {
            row.push(Cell::new(bar));
        }
        row
    };
    for chapter in &counting.chapters {
        let target = chapter
            .target
            .map(|target| of_target(chapter.counted, target));
        let bar = bar(chapter.counted, chapter.target.or(most).unwrap_or_default());
        table.add_row(row(title(chapter), chapter.counted, target, bar));
        if shown.sections {
            for section in &chapter.sections {
                let indent = "  ".repeat(section.level.saturating_sub(1).min(6));
                let room = usize::from(shown.width).saturating_sub(NUMBERS + indent.len());
                let title = format!("{indent}{}", shorten(&section.title, room.max(12)));
                table.add_row(row(title, section.counted, None, String::new()));
            }
        }
    }
    for part in &counting.elsewhere {
        let title = inline(&part.title, 60);
        table.add_row(row(title, part.counted, None, String::new()));
    }
    let limit = short.limit.map(|limit| format!("of {}", thousands(limit)));
    let together = match short.estimated.is_empty() {
        true => "Together",
        false => "Together (estimated)",
    };
    table.add_row(row(together.into(), short.counted, limit, String::new()));
    print(&table)
}

/// What the columns beside the titles of sections take up.
const NUMBERS: usize = 52;

/// Returns text on one line, cut at its end if it is long.
fn shorten(text: &str, max_chars: usize) -> String {
    let text = inline(text, usize::MAX);
    if text.chars().count() <= max_chars {
        return text;
    }
    let cut: String = text.chars().take(max_chars.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

fn title(chapter: &ChapterCount) -> String {
    let title = match chapter.title.as_str() {
        "" => chapter.id.clone(),
        title => shorten(title, 60),
    };
    title
        + if chapter.is_estimated {
            " (estimated)"
        } else {
            ""
        }
}

fn of_target(counted: usize, target: usize) -> String {
    let mark = match counted {
        more if more > target => " !",
        near if near * 100 >= target * MET_PERCENT => " ✓",
        _ => "",
    };
    format!("of {}{mark}", thousands(target))
}

/// Returns a share in whole percent.
fn percent(words: usize, of: usize) -> String {
    match of {
        0 => String::new(),
        of if words > 0 && words * 200 < of => "<1 %".to_owned(),
        of => format!("{} %", (words * 100 + of / 2) / of),
    }
}

/// A target is met from so many of a hundred of its words on.
const MET_PERCENT: usize = 90;

/// Returns a bar that is full at `most`: twenty characters, in eighths.
fn bar(words: usize, most: usize) -> String {
    const WIDTH: usize = 20;
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if most == 0 {
        return String::new();
    }
    let eighths = words.min(most) * WIDTH * 8 / most;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

fn categories(counting: &CountReport, width: u16) -> String {
    let mut table = table(width, &["Kind of text", "Words", "Counted"]);
    let with_words = |counted: bool| {
        let categories = counting.categories.iter();
        categories.filter(move |category| category.counted == counted && category.words > 0)
    };
    for category in with_words(true).chain(with_words(false)) {
        let adds = match category.counted {
            true => thousands(category.adds),
            false => "–".to_owned(),
        };
        table.add_row(vec![
            Cell::new(category.category.name().replace('-', " ")),
            number(thousands(category.words)),
            number(adds),
        ]);
    }
    table.add_row(vec![
        Cell::new("Together"),
        number(thousands(counting.total)),
        number(thousands(counting.short.counted)),
    ]);
    print(&table)
}

fn exempt(counting: &CountReport) -> String {
    let mut out = String::from("Marked by the author as not to be counted\n");
    for passage in &counting.exempt {
        let at = passage.at.as_ref().map_or_else(
            || format!("page {}", passage.page),
            |at| format!("{} (page {})", place(at), passage.page),
        );
        out.push_str(&format!(
            "  {}, {at}: {}\n",
            plural(passage.words, "word"),
            inline(&passage.text, 70)
        ));
    }
    out
}

fn policies(counting: &CountReport, width: u16) -> String {
    let mut table = table(width, &["Counting rule", "Words", "Verdict"]);
    for policy in &counting.policies {
        table.add_row(vec![
            Cell::new(&policy.name),
            number(estimated(counting, policy.counted)),
            number(policy.verdict.name()),
        ]);
    }
    print(&table)
}

/// Returns where the words are that are too many.
fn where_to_cut(counting: &CountReport, too_long: &TooLong) -> String {
    let mut out = String::from("Where the words are\n");
    for chapter in &counting.chapters {
        if let Some(target) = chapter.target.filter(|target| chapter.counted > *target) {
            out.push_str(&format!(
                "  {} is {} over its target of {}\n",
                title(chapter),
                plural(chapter.counted - target, "word"),
                thousands(target)
            ));
        }
    }
    if !too_long.shares.is_empty() {
        let shares: Vec<String> = too_long
            .shares
            .iter()
            .map(|share| format!("{} {}", thousands(share.words), share.what))
            .collect();
        out.push_str(&format!("  of the count: {}\n", series(&shares)));
    }
    if !too_long.paragraphs.is_empty() {
        out.push_str("  the longest paragraphs:\n");
    }
    for paragraph in &too_long.paragraphs {
        out.push_str(&format!(
            "    {}, {}: {}\n",
            plural(paragraph.words, "word"),
            place(&paragraph.at),
            inline(&paragraph.text, 70)
        ));
    }
    out
}

/// Returns every word in a line of its own, its fields parted by tabs: place, page, category,
/// whether it counts, the word.
pub(crate) fn words(counting: &CountReport) -> String {
    let mut out = String::new();
    for row in &counting.words {
        let at = row.at.as_ref().map(place).unwrap_or_default();
        let counts = if row.counted {
            "counted"
        } else {
            "not counted"
        };
        out.push_str(&format!(
            "{at}\t{}\t{}\t{counts}\t{}\n",
            row.page,
            row.category,
            inline(&row.word, usize::MAX)
        ));
    }
    out
}

fn place(at: &At) -> String {
    format!("{}:{}:{}", at.path, at.line, at.column)
}

/// Returns a number of the whole, marked where a part of it is only estimated.
fn estimated(counting: &CountReport, words: usize) -> String {
    let about = match counting.short.estimated.is_empty() {
        true => "",
        false => "about ",
    };
    format!("{about}{}", thousands(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!(bar(0, 10), "");
        assert_eq!(bar(10, 10), "█".repeat(20));
        assert_eq!(bar(1, 40), "▌");
        assert_eq!(bar(0, 0), "");
    }

    #[test]
    fn shares_are_rounded_to_whole_percent() {
        assert_eq!(percent(1_302, 10_000), "13 %");
        assert_eq!(percent(1_350, 10_000), "14 %");
        assert_eq!(percent(49, 10_000), "<1 %");
        assert_eq!(percent(50, 10_000), "1 %");
        assert_eq!(percent(5, 0), "");
    }

    #[test]
    fn a_target_that_is_met_or_passed_is_seen() {
        #[track_caller]
        fn case(counted: usize, expected: &str, bar_length: usize) {
            assert_eq!(of_target(counted, 1_500), expected);
            assert_eq!(bar(counted, 1_500).chars().count(), bar_length);
        }
        case(0, "of 1,500", 0);
        case(750, "of 1,500", 10);
        case(1_349, "of 1,500", 18);
        case(1_350, "of 1,500 ✓", 18);
        case(1_500, "of 1,500 ✓", 20);
        case(1_501, "of 1,500 !", 20);
    }
}
