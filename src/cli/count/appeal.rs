//! Somebody else's number and growth since a milestone, as tables for people.

use comfy_table::Cell;
use folio::diagnostics::british;
use folio::diagnostics::text::{inline, series, thousands};
use folio::milestones::day_of;
use folio::pipeline::Since;
use folio::words::{Appeal, AppealReading, Category, Convention, EVERYTHING};

use crate::cli::count::view::difference;
use crate::cli::table::{change, number, print, signed, table};

/// Returns what somebody else's number can mean.
pub(crate) fn appeal(appeal: &Appeal, width: u16) -> String {
    let whole = |words: usize| i64::try_from(words).unwrap_or(i64::MAX);
    let mut out = format!(
        "Their number is {}, ours is {} ({})\n",
        thousands(appeal.theirs),
        thousands(appeal.ours),
        signed(whole(appeal.theirs) - whole(appeal.ours)),
    );
    if let Some(counter) = appeal.counter {
        out.push_str(&format!("  {}\n", counter.known()));
    }
    for (at, reading) in appeal.readings.iter().enumerate() {
        out.push_str(&format!(
            "\n{}. {} gives {}\n",
            at + 1,
            name(reading),
            thousands(reading.counted)
        ));
        let mut steps = table(width.saturating_sub(4), &[]);
        steps.add_row(vec![
            Cell::new("our number"),
            number(thousands(appeal.ours)),
        ]);
        for step in &reading.steps {
            let examples = match step.examples.as_slice() {
                [] => String::new(),
                examples => {
                    let quoted: Vec<String> =
                        examples.iter().map(|word| inline(word, 24)).collect();
                    format!(" ({})", quoted.join(", "))
                }
            };
            steps.add_row(vec![
                Cell::new(format!("{}{examples}", difference(step.what))),
                change(step.words),
            ]);
        }
        if reading.unexplained != 0 {
            steps.add_row(vec![Cell::new("unexplained"), change(reading.unexplained)]);
        }
        steps.add_row(vec![
            Cell::new("their number"),
            number(thousands(appeal.theirs)),
        ]);
        for line in print(&steps).lines() {
            out.push_str(&format!("   {line}\n"));
        }
    }
    out.push_str(
        "\nA reading that comes near is a candidate, not a proof: ask which rule made the number.\n\n",
    );
    out.push_str(&comparison(appeal, width));
    out
}

/// Returns a reading in words.
fn name(reading: &AppealReading) -> String {
    let names = |categories: &[Category]| {
        let names: Vec<String> = categories
            .iter()
            .map(|category| category.name().replace('-', " "))
            .collect();
        series(&names)
    };
    let mut name = match reading.policy.as_str() {
        EVERYTHING => "all that stands on the pages".to_owned(),
        policy => format!("the rule {policy}"),
    };
    if !reading.besides.is_empty() {
        name.push_str(&format!(" and besides {}", names(&reading.besides)));
    }
    if !reading.without.is_empty() {
        name.push_str(&format!(" without {}", names(&reading.without)));
    }
    format!("{name}, words cut as by {}", reading.convention)
}

/// Returns every rule under every convention.
fn comparison(appeal: &Appeal, width: u16) -> String {
    let mut header = vec!["Counting rule"];
    header.extend(Convention::ALL.iter().map(|convention| convention.name()));
    let mut table = table(width, &header);
    let mut rules: Vec<&str> = Vec::new();
    for compared in &appeal.comparison {
        if !rules.contains(&compared.policy.as_str()) {
            rules.push(&compared.policy);
        }
    }
    for rule in rules {
        let mut row = vec![Cell::new(rule)];
        for convention in Convention::ALL {
            let found = appeal
                .comparison
                .iter()
                .find(|compared| compared.policy == rule && compared.convention == *convention);
            row.push(number(
                found.map_or(String::new(), |it| thousands(it.counted)),
            ));
        }
        table.add_row(row);
    }
    print(&table)
}

/// Returns how the chapters have grown since a milestone.
pub(crate) fn since(since: &Since, width: u16) -> String {
    let mut table = table(width, &["Since", "Then", "Now", "Change"]);
    for chapter in &since.chapters {
        let difference = i64::try_from(chapter.now).unwrap_or(i64::MAX)
            - i64::try_from(chapter.then).unwrap_or(i64::MAX);
        table.add_row(vec![
            Cell::new(inline(&chapter.id, 40)),
            number(thousands(chapter.then)),
            number(thousands(chapter.now)),
            change(difference),
        ]);
    }
    let day = day_of(since.at);
    let note = since.other_policy.as_ref().map_or(String::new(), |policy| {
        format!("  then the counting rule was {policy}\n")
    });
    let when = match (&since.milestone, &since.commit) {
        (Some(milestone), _) => format!("`{milestone}` was marked ready on {}", british(day)),
        (None, Some(commit)) => format!("commit {commit} of {}", british(day)),
        (None, None) => format!("what was recorded last, on {}", british(day)),
    };
    format!("Since {when}\n{note}{}", print(&table))
}
