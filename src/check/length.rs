//! How long it is, and what was taken out of the count.

use crate::check::context::{BoundBasis, Lengths, OutputContext, PartLength};
use crate::check::search::Search;
use crate::check::sink::Sink;
use crate::diagnostics::text::{count, thousands};
use crate::diagnostics::{Diagnostic, Level, Place, Rule, rows};
use crate::project::Status;
use crate::words::LimitOutcome;

/// More than so many words of a hundred taken out of the count are worth a look.
const EXEMPT_PERCENT: usize = 5;

rows! {
    WORD_LIMIT_EXCEEDED "word-limit-exceeded" Deny Output "more words than the limit allows";
    WORD_LIMIT_NEAR "word-limit-near" Warn Output "the count is close to the limit, or over it inside the tolerance";
    WORD_MINIMUM_MISSED "word-minimum-missed" Warn Output "fewer words than the least that is asked for";
    PART_LIMIT_EXCEEDED "part-limit-exceeded" Deny Output "the abstract, a chapter or a section is over its own limit";
    PART_MINIMUM_MISSED "part-minimum-missed" Warn Output "a chapter or a part has fewer words than its own minimum";
    EXEMPT_TEXT_LARGE "exempt-text-large" Warn Output "much of the text is taken out of the count";
    EXEMPT_TEXT_KEEPS_LIMIT "exempt-text-keeps-limit" Warn Output "only text taken out of the count keeps the limit";
}

/// What looks for the rules of this family.
pub(crate) const SEARCHES: &[Search] = &[
    Search::Output(whole),
    Search::Output(minimum),
    Search::Output(part_limits),
    Search::Output(part_minimums),
    Search::Output(exempt),
    Search::Output(exempt_keeps_limit),
];

fn whole(context: &OutputContext<'_>, sink: &mut Sink) {
    let lengths = context.lengths;
    let (Some(verdict), Some(limit)) = (lengths.verdict, lengths.limit) else {
        return;
    };
    let counted = count(lengths.counted, "word");
    match verdict {
        LimitOutcome::Over => {
            let over = lengths.counted.saturating_sub(limit);
            let message = format!(
                "{counted}, {} over the limit of {}",
                thousands(over),
                thousands(limit)
            );
            let finding = match lengths.is_binding {
                true => Diagnostic::of(&WORD_LIMIT_EXCEEDED, message),
                false => Diagnostic::judged(Level::Warn, &WORD_LIMIT_EXCEEDED, message),
            };
            sink.push(
                at_words(finding, context).hint("`folio count` shows where the words are")
                    .hint("a number from Word or Turnitin counts other things: `folio count --against N` explains the difference"),
            );
        }
        LimitOutcome::Tolerated => {
            let message = format!(
                "{counted}: over the limit of {}, inside the tolerance of {}",
                thousands(limit),
                count(lengths.tolerance, "word")
            );
            sink.push(
                at_words(Diagnostic::of(&WORD_LIMIT_NEAR, message), context)
                    .hint("make sure that the tolerance is meant to be used: ask your supervisor"),
            );
        }
        LimitOutcome::Near => {
            let left = limit.saturating_sub(lengths.counted);
            // A finished text near its limit has used its words well; a draft may yet grow.
            if !context.due.is_whole() {
                let message = format!("{counted}: {} left", count(left, "word"));
                sink.push(
                    at_words(Diagnostic::of(&WORD_LIMIT_NEAR, message), context).hint(format!(
                        "chapters that are still to be written count towards the {} too",
                        thousands(limit)
                    )),
                );
            }
        }
        LimitOutcome::Within | LimitOutcome::Under => {}
    }
}

fn minimum(context: &OutputContext<'_>, sink: &mut Sink) {
    let Lengths {
        counted,
        minimum: Some((minimum, basis)),
        ..
    } = context.lengths
    else {
        return;
    };
    if !context.due.is_whole() || counted >= minimum {
        return;
    }
    let message = format!(
        "{}, fewer than the {} that are asked for",
        count(*counted, "word"),
        thousands(*minimum)
    );
    sink.push(
        at_words(by_basis(&WORD_MINIMUM_MISSED, *basis, message), context).hint(
            "if your handbook asks for no minimum, remove `minimum` under `[words]` in folio.toml",
        ),
    );
}

fn part_limits(context: &OutputContext<'_>, sink: &mut Sink) {
    for part in &context.lengths.parts {
        let Some(limit) = part.limit.filter(|limit| part.counted > *limit) else {
            continue;
        };
        let message = format!(
            "`{}` has {}, {} over its limit of {}",
            part.scope,
            count(part.counted, "word"),
            thousands(part.counted - limit),
            thousands(limit)
        );
        let finding = by_basis(&PART_LIMIT_EXCEEDED, part.basis, message);
        let hint = match part.basis {
            BoundBasis::Set => "shorten it; `folio count --sections` shows its sections",
            BoundBasis::Assumed => {
                "nobody has set this limit for your programme: check it in your handbook"
            }
        };
        sink.push(at_part(finding, part).hint(hint));
    }
}

fn part_minimums(context: &OutputContext<'_>, sink: &mut Sink) {
    for part in &context.lengths.parts {
        let is_due = match part.scope.split('/').next() {
            Some(id) => context.due.has(id),
            None => context.due.is_whole(),
        };
        let Some(minimum) = part
            .minimum
            .filter(|minimum| is_due && part.counted < *minimum)
        else {
            continue;
        };
        let message = format!(
            "`{}` has {}, fewer than the {} that are asked for",
            part.scope,
            count(part.counted, "word"),
            thousands(minimum)
        );
        let finding = by_basis(&PART_MINIMUM_MISSED, part.basis, message);
        sink.push(at_part(finding, part).hint("the minimum stands under `[words.limits]`"));
    }
}

fn exempt(context: &OutputContext<'_>, sink: &mut Sink) {
    let lengths = context.lengths;
    let whole = lengths.counted + lengths.exempted;
    if lengths.exempted * 100 <= whole * EXEMPT_PERCENT {
        return;
    }
    let message = format!(
        "{} are taken out of the count: more than {EXEMPT_PERCENT} in a hundred",
        count(lengths.exempted, "word")
    );
    sink.push(at_exempt(Diagnostic::of(&EXEMPT_TEXT_LARGE, message), lengths)
        .hint("only text that your handbook leaves out of the count may be exempt; `folio count` lists each passage"));
}

fn exempt_keeps_limit(context: &OutputContext<'_>, sink: &mut Sink) {
    let lengths = context.lengths;
    let Some(limit) = lengths.limit else {
        return;
    };
    let most = limit + lengths.tolerance;
    let with_exempt = lengths.counted + lengths.exempted;
    if lengths.counted > most || with_exempt <= most {
        return;
    }
    let message = format!(
        "{} with the text that is taken out of the count: over the limit of {}",
        count(with_exempt, "word"),
        thousands(limit)
    );
    // The author cannot let this pass in the place of whoever judges.
    let finding = match context.has_outside_rules {
        true => Diagnostic::judged(Level::Deny, &EXEMPT_TEXT_KEEPS_LIMIT, message),
        false => Diagnostic::of(&EXEMPT_TEXT_KEEPS_LIMIT, message),
    };
    sink.push(
        at_exempt(finding, lengths)
            .hint("whoever marks it may count that text: ask before you rely on it"),
    );
}

/// A bound that nobody has set stops nobody.
fn by_basis(rule: &'static Rule, basis: BoundBasis, message: String) -> Diagnostic {
    match basis {
        BoundBasis::Set => Diagnostic::judged(Level::Deny, rule, message),
        BoundBasis::Assumed => Diagnostic::judged(Level::Warn, rule, message),
    }
}

/// Points at the limit in the manifest, if it stands there.
fn at_words(finding: Diagnostic, context: &OutputContext<'_>) -> Diagnostic {
    let words = &context.project.manifest.words;
    let written = words
        .limit
        .as_ref()
        .filter(|limit| limit.origin.status == Status::Manifest)
        .and_then(|limit| limit.place.clone());
    finding.at(written.unwrap_or_else(|| context.project.written_at(&["words"])))
}

fn at_part(finding: Diagnostic, part: &PartLength) -> Diagnostic {
    finding.maybe_at(part.path.clone().map(Place::file))
}

fn at_exempt(finding: Diagnostic, lengths: &Lengths) -> Diagnostic {
    let largest = lengths.exempt.iter().max_by_key(|(_, words)| *words);
    finding.maybe_at(largest.map(|(place, _)| place.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Confidential, DueWork, OutputFacts};
    use crate::diagnostics::SourceMap;
    use crate::project::{Project, load};

    fn project() -> Project {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[words]\nlimit = 100\n";
        std::fs::create_dir(folder.path().join("chapters")).unwrap();
        std::fs::write(folder.path().join("folio.toml"), manifest).unwrap();
        for name in ["01-introduction", "02-literature", "07-conclusion"] {
            let path = folder.path().join(format!("chapters/{name}.md"));
            std::fs::write(path, "# T\n\ntext\n").unwrap();
        }
        load(folder.path(), None).unwrap()
    }

    /// Returns what the rules of this family find, as level, code and message.
    fn found(lengths: &Lengths, milestone: &str, has_outside_rules: bool) -> Vec<String> {
        let project = project();
        let mut sink = Sink::default();
        let context = OutputContext {
            project: &project,
            due: &DueWork::by(&project, milestone).unwrap(),
            has_outside_rules,
            lengths,
            output: &OutputFacts::default(),
            sources: &SourceMap::default(),
            confidential: &Confidential::default(),
            is_anonymous: false,
        };
        context.search(SEARCHES, &mut sink);
        let one = |finding: Diagnostic| {
            format!("{:?} {}: {}", finding.level, finding.code, finding.message)
        };
        sink.into_findings().into_iter().map(one).collect()
    }

    fn counted(counted: usize, verdict: LimitOutcome) -> Lengths {
        Lengths {
            counted,
            limit: Some(100),
            verdict: Some(verdict),
            is_binding: true,
            ..Lengths::default()
        }
    }

    #[test]
    fn the_maximum_applies_at_every_milestone() {
        let over = counted(1_112, LimitOutcome::Over);
        for milestone in ["tutorial-1", "submission"] {
            assert_eq!(
                found(&over, milestone, false),
                ["Deny word-limit-exceeded: 1,112 words, 1,012 over the limit of 100"]
            );
        }
        assert!(found(&counted(100, LimitOutcome::Near), "submission", false).is_empty());
    }

    #[test]
    fn a_limit_that_nobody_set_warns() {
        let over = Lengths {
            is_binding: false,
            ..counted(101, LimitOutcome::Over)
        };
        assert_eq!(
            found(&over, "submission", false),
            ["Warn word-limit-exceeded: 101 words, 1 over the limit of 100"]
        );
    }

    #[test]
    fn near_the_limit_is_news_only_while_there_is_more_to_write() {
        let near = counted(96, LimitOutcome::Near);
        assert_eq!(
            found(&near, "tutorial-3", false),
            ["Warn word-limit-near: 96 words: 4 words left"]
        );
        assert!(found(&near, "submission", false).is_empty());
        let tolerated = Lengths {
            tolerance: 10,
            ..counted(104, LimitOutcome::Tolerated)
        };
        assert_eq!(
            found(&tolerated, "submission", false),
            [
                "Warn word-limit-near: 104 words: over the limit of 100, inside the tolerance of 10 words"
            ]
        );
    }

    #[test]
    fn a_minimum_waits_until_everything_is_due() {
        let short = |basis| Lengths {
            minimum: Some((50, basis)),
            ..counted(49, LimitOutcome::Within)
        };
        assert!(found(&short(BoundBasis::Set), "tutorial-3", false).is_empty());
        let message = "word-minimum-missed: 49 words, fewer than the 50 that are asked for";
        assert_eq!(
            found(&short(BoundBasis::Set), "submission", false),
            [format!("Deny {message}")]
        );
        assert_eq!(
            found(&short(BoundBasis::Assumed), "submission", false),
            [format!("Warn {message}")]
        );
        let enough = Lengths {
            minimum: Some((49, BoundBasis::Set)),
            ..counted(49, LimitOutcome::Within)
        };
        assert!(found(&enough, "submission", false).is_empty());
    }

    #[test]
    fn a_part_has_bounds_of_its_own() {
        let part = |scope: &str, counted, basis| PartLength {
            scope: scope.into(),
            path: None,
            counted,
            minimum: Some(10),
            limit: Some(20),
            basis,
        };
        let lengths = |part| Lengths {
            parts: vec![part],
            ..counted(60, LimitOutcome::Within)
        };
        let found = |part, milestone| found(&lengths(part), milestone, false);
        assert_eq!(
            found(part("abstract", 21, BoundBasis::Set), "tutorial-1"),
            ["Deny part-limit-exceeded: `abstract` has 21 words, 1 over its limit of 20"]
        );
        assert_eq!(
            found(part("abstract", 21, BoundBasis::Assumed), "tutorial-1"),
            ["Warn part-limit-exceeded: `abstract` has 21 words, 1 over its limit of 20"]
        );
        let late = "Deny part-minimum-missed: `conclusion` has 9 words, fewer than the 10 that are asked for";
        assert!(found(part("conclusion", 9, BoundBasis::Set), "tutorial-1").is_empty());
        assert_eq!(
            found(part("conclusion", 9, BoundBasis::Set), "submission"),
            [late]
        );
        assert!(found(part("introduction", 20, BoundBasis::Set), "tutorial-1").is_empty());
    }

    #[test]
    fn text_taken_out_of_the_count_is_seen() {
        let with = |exempted| Lengths {
            exempted,
            ..counted(95, LimitOutcome::Near)
        };
        assert!(found(&with(5), "submission", true).is_empty());
        let keeps = "exempt-text-keeps-limit: 101 words with the text that is taken out of the \
                     count: over the limit of 100";
        let large = "Warn exempt-text-large: 6 words are taken out of the count: more than 5 in \
                     a hundred";
        assert_eq!(
            found(&with(6), "submission", true),
            [large.to_owned(), format!("Deny {keeps}")]
        );
        assert_eq!(
            found(&with(6), "submission", false)[1],
            format!("Warn {keeps}")
        );
    }
}
