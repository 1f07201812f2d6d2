//! What can be said of a package when somebody looks at it later.

use serde::{Deserialize, Serialize};

use crate::diagnostics::british;
use crate::diagnostics::text::{count, inline, list, thousands};
use crate::package::SOURCE;
use crate::package::derived::Difference;
use crate::package::evidence::{Evidence, Rebuilt};
use crate::package::receipt::Receipt;

/// The answer to "is this the file?".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is.
    Yes,
    /// It is not, or not any more.
    No,
    /// Nothing speaks against it, and it could not be shown.
    Unknown,
}

/// The answer with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// The answer.
    pub answer: Answer,
    /// The answer as one sentence.
    pub sentence: String,
    /// What else a reader should know, a sentence each.
    pub remarks: Vec<String>,
}

impl Conclusion {
    /// A plain no.
    pub fn no(sentence: &str) -> Self {
        Self {
            answer: Answer::No,
            sentence: sentence.to_owned(),
            remarks: Vec::new(),
        }
    }
}

/// Says what follows from what was found.
pub fn conclude(receipt: &Receipt, evidence: &Evidence) -> Conclusion {
    let (answer, sentence) = answer(receipt, evidence);
    let mut remarks = Vec::new();
    if !evidence.extra.is_empty() {
        remarks.push(format!(
            "{} {} not part of the package; nothing is said about {}",
            list(&evidence.extra),
            agreeing(&evidence.extra, "is", "are"),
            agreeing(&evidence.extra, "it", "them"),
        ));
    }
    if !evidence.foreign.is_empty() {
        let lines = evidence.foreign.join(", ");
        let own = &evidence.version;
        let said = format!("folio {own} does not write these lines of its receipt: {lines}");
        remarks.push(said);
    }
    remarks.extend(evidence.recorded.remarks());
    if answer == Answer::Yes {
        remarks.push(format!(
            "as the folder says: {}",
            receipt.claims(evidence.version == receipt.folio).join(", ")
        ));
    }
    for despite in &receipt.despite {
        remarks.push(format!(
            "it was packaged despite `{}`: {}",
            despite.code, despite.reason
        ));
    }
    let overruled = receipt.overruled.iter();
    remarks.extend(overruled.map(|it| format!("overruled: {it}")));
    if evidence.version != receipt.folio {
        remarks.push(format!(
            "it was made with folio {}, and this is folio {}",
            receipt.folio, evidence.version
        ));
    }
    Conclusion {
        answer,
        sentence,
        remarks,
    }
}

fn answer(receipt: &Receipt, evidence: &Evidence) -> (Answer, String) {
    let file = &receipt.file;
    if let Some(said) =
        hurt(receipt, evidence).or_else(|| evidence.recorded.refusal(file, receipt.packaged_on))
    {
        return (Answer::No, said);
    }
    if let Some(other) = evidence.other.as_ref().filter(|other| !other.is_same) {
        let text = match other.has_same_text {
            Some(true) => ", although it shows the same words",
            Some(false) | None => "",
        };
        let said = format!(
            "No: `{}` is not the file that was packaged as `{file}` on {}: its bytes differ{text}",
            other.name,
            british(receipt.packaged_on)
        );
        return (Answer::No, said);
    }
    match &evidence.rebuilt {
        Rebuilt::NotTried => (
            Answer::Unknown,
            format!("Could not say: {}; it was not built again", intact(receipt)),
        ),
        Rebuilt::Unsound(reason) => (
            Answer::No,
            format!("No: folio did not write `{SOURCE}`: {reason}"),
        ),
        Rebuilt::Failed(reason) => (
            Answer::Unknown,
            format!(
                "Could not say: {}, but it could not be built again: {reason}{}",
                intact(receipt),
                needs(receipt, evidence)
            ),
        ),
        Rebuilt::Made {
            is_same,
            has_same_text,
            counted,
            rule,
            differs,
        } => {
            let (answer, said) = made(receipt, evidence, *is_same, *has_same_text, *counted, rule);
            match differs.is_empty() || answer == Answer::No {
                true => (answer, said),
                false => (Answer::No, differing(differs)),
            }
        }
    }
}

/// Says what is wrong with the files themselves.
fn hurt(receipt: &Receipt, evidence: &Evidence) -> Option<String> {
    let file = &receipt.file;
    let day = british(receipt.packaged_on);
    if evidence.missing.contains(file) {
        return Some(format!(
            "No: `{file}`, which was packaged on {day}, is missing"
        ));
    }
    if evidence.changed.contains(file) {
        return Some(format!(
            "No: `{file}` is not the file that was packaged on {day}: its bytes have changed"
        ));
    }
    if !evidence.changed.is_empty() {
        return Some(format!(
            "No: `{file}` itself is unchanged, but {} {} changed since the package was made on {day}",
            list(&evidence.changed),
            agreeing(&evidence.changed, "has", "have")
        ));
    }
    if !evidence.missing.is_empty() {
        return Some(format!(
            "No: `{file}` itself is unchanged, but the package of {day} is not whole: {} {} missing",
            list(&evidence.missing),
            agreeing(&evidence.missing, "is", "are")
        ));
    }
    None
}

/// Returns the word that agrees with the number of names.
fn agreeing<'w>(names: &[String], one: &'w str, several: &'w str) -> &'w str {
    if names.len() == 1 { one } else { several }
}

fn made(
    receipt: &Receipt,
    evidence: &Evidence,
    is_same: bool,
    has_same_text: Option<bool>,
    counted: usize,
    rule: &(String, String, Option<usize>),
) -> (Answer, String) {
    let file = &receipt.file;
    let same_rule =
        (&receipt.policy, &receipt.convention, receipt.limit) == (&rule.0, &rule.1, rule.2);
    let same_count = counted == receipt.counted && same_rule;
    let same_version = evidence.version == receipt.folio;
    let other = match &evidence.other {
        Some(other) => format!(", and `{}` is the same file", other.name),
        None => String::new(),
    };
    if is_same && same_count {
        return (
            Answer::Yes,
            format!(
                "Yes: `{file}` is the file that was packaged on {}{other}. {}. Built again from its \
                 source it is the same, byte for byte",
                british(receipt.packaged_on),
                words(receipt)
            ),
        );
    }
    if !same_count && (same_version || is_same) {
        let beside = |limit: Option<usize>| match limit {
            _ if receipt.limit == rule.2 => String::new(),
            Some(limit) => format!(" (limit {})", thousands(limit)),
            None => " (no limit)".into(),
        };
        return (
            Answer::No,
            format!(
                "No: the receipt says {}{} by `{}`, but the source of this package has {}{} by `{}`",
                count(receipt.counted, "word"),
                beside(receipt.limit),
                receipt.policy,
                thousands(counted),
                beside(rule.2),
                rule.0
            ),
        );
    }
    if same_version {
        return (
            Answer::No,
            format!(
                "No: `{file}` is not what its source makes: the source has {}, but the pages \
                 differ",
                count(counted, "word")
            ),
        );
    }
    if same_count && has_same_text == Some(true) && !evidence.is_exact {
        return (
            Answer::Yes,
            format!(
                "Yes: `{file}` is the file that was packaged on {}{other}. {}. Built again from its \
                 source, the count and the text agree; the pages were made by folio {}, and only it \
                 can compare them",
                british(receipt.packaged_on),
                words(receipt),
                receipt.folio
            ),
        );
    }
    (
        Answer::Unknown,
        format!(
            "Could not say: {}, but this version of folio makes other pages from its source, with \
             {} by `{}`{}",
            intact(receipt),
            count(counted, "word"),
            rule.0,
            needs(receipt, evidence)
        ),
    )
}

/// Says what is not as the source gives it.
fn differing(differs: &[Difference]) -> String {
    const NAMED: usize = 3;
    let one = |it: &Difference| match &it.values {
        Some((said, found)) => format!(
            "the receipt says {} “{}”, and its source gives “{}”",
            it.what,
            inline(said, 60),
            inline(found, 60)
        ),
        None => format!("`{}` is not what a package of this source has", it.what),
    };
    let mut all: Vec<String> = differs.iter().take(NAMED).map(one).collect();
    if differs.len() > NAMED {
        all.push(format!("{} more lines differ", differs.len() - NAMED));
    }
    format!("No: {}", all.join("; "))
}

/// Says which count the package has, under which rule.
fn words(receipt: &Receipt) -> String {
    let limit = match receipt.limit {
        Some(limit) if receipt.counted > limit => format!(
            " (limit {}: {} above it)",
            thousands(limit),
            thousands(receipt.counted - limit)
        ),
        Some(limit) => format!(" (limit {})", thousands(limit)),
        None => String::new(),
    };
    format!(
        "It has {}{limit} by the counting rule `{}`, convention `{}`",
        count(receipt.counted, "word"),
        receipt.policy,
        receipt.convention
    )
}

fn intact(receipt: &Receipt) -> String {
    format!(
        "every file has the digest that the receipt of {} lists, and the receipt says {} by `{}`",
        british(receipt.packaged_on),
        count(receipt.counted, "word"),
        receipt.policy
    )
}

fn needs(receipt: &Receipt, evidence: &Evidence) -> String {
    match receipt.folio == evidence.version {
        true => String::new(),
        false => format!("; to build the very same file, use folio {}", receipt.folio),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::evidence::OtherFile;
    use crate::package::receipt_text::tests::usual;

    fn rebuilt(is_same: bool, has_same_text: Option<bool>, counted: usize) -> Rebuilt {
        Rebuilt::Made {
            is_same,
            has_same_text,
            counted,
            rule: ("main-text".into(), "folio".into(), Some(10_000)),
            differs: Vec::new(),
        }
    }

    fn found(rebuilt: Rebuilt) -> Evidence {
        Evidence {
            rebuilt,
            version: "0.1.0".into(),
            ..Evidence::default()
        }
    }

    #[track_caller]
    fn case(evidence: &Evidence, answer: Answer, says: &str) {
        let conclusion = conclude(&usual(), evidence);
        assert_eq!(conclusion.answer, answer, "{}", conclusion.sentence);
        assert!(
            conclusion.sentence.contains(says),
            "{}",
            conclusion.sentence
        );
    }

    #[test]
    fn it_is_the_file_when_its_source_makes_it_again() {
        let same = found(rebuilt(true, None, 9_412));
        case(
            &same,
            Answer::Yes,
            "9,412 words (limit 10,000) by the counting rule `main-text`",
        );
        let other = OtherFile {
            name: "download.pdf".into(),
            is_same: true,
            has_same_text: None,
        };
        let same = Evidence {
            other: Some(other),
            ..same
        };
        case(&same, Answer::Yes, "and `download.pdf` is the same file");
    }

    #[test]
    fn what_was_changed_or_is_missing_is_named() {
        let with = |changed: &[&str], missing: &[&str]| Evidence {
            changed: changed.iter().map(|it| (*it).to_owned()).collect(),
            missing: missing.iter().map(|it| (*it).to_owned()).collect(),
            ..found(Rebuilt::NotTried)
        };
        let pdf = "A_Student_20270901.pdf";
        case(&with(&[pdf], &[]), Answer::No, "its bytes have changed");
        case(&with(&[], &[pdf]), Answer::No, "is missing");
        case(
            &with(&["proof.pdf"], &[]),
            Answer::No,
            "itself is unchanged, but `proof.pdf` has",
        );
        case(
            &with(&[], &["proof.pdf"]),
            Answer::No,
            "is not whole: `proof.pdf` is missing",
        );
    }

    #[test]
    fn a_source_that_makes_something_else_is_a_no_by_the_same_version() {
        case(
            &found(rebuilt(false, None, 9_412)),
            Answer::No,
            "not what its source makes",
        );
        case(
            &found(rebuilt(true, None, 9_000)),
            Answer::No,
            "has 9,000 by `main-text`",
        );
        let bad = Rebuilt::Unsound("`a` stands in it more than once".into());
        case(&found(bad), Answer::No, "folio did not write `source.zip`");
    }

    #[test]
    fn another_version_says_what_it_could_confirm_and_which_version_is_needed() {
        let newer = |rebuilt| Evidence {
            version: "0.9.0".into(),
            ..found(rebuilt)
        };
        let same_words = newer(rebuilt(false, Some(true), 9_412));
        case(
            &same_words,
            Answer::Yes,
            "the pages were made by folio 0.1.0, and only it can compare them",
        );
        let exact = Evidence {
            is_exact: true,
            ..same_words
        };
        case(&exact, Answer::Unknown, "use folio 0.1.0");
        let other_words = newer(rebuilt(false, Some(false), 9_412));
        case(&other_words, Answer::Unknown, "every file has the digest");
        case(
            &newer(rebuilt(false, Some(true), 9_413)),
            Answer::Unknown,
            "with 9,413 words",
        );
        let failed = newer(Rebuilt::Failed("the engine is another".into()));
        case(&failed, Answer::Unknown, "use folio 0.1.0");
    }

    #[test]
    fn what_is_not_part_of_the_package_is_only_mentioned() {
        let found = Evidence {
            extra: vec!["notes.txt".into()],
            ..found(rebuilt(true, None, 9_412))
        };
        let conclusion = conclude(&usual(), &found);
        assert_eq!(conclusion.answer, Answer::Yes);
        assert!(conclusion.remarks[0].contains("`notes.txt` is not part of the package"));
        assert!(conclusion.remarks[1].contains("despite `word-limit-exceeded`"));
    }
}
