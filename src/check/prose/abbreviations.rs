//! Abbreviations that are never explained, or explained twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::check::context::SourceContext;
use crate::check::prose::rules::{ABBREVIATION_EXPANDED_TWICE, ABBREVIATION_UNEXPANDED};
use crate::check::prose::words::words;
use crate::check::sink::Sink;
use crate::diagnostics::{Diagnostic, Place};
use crate::manuscript::{Passage, PassageKind, Role, Text};
use crate::markdown;
use crate::project::PartKind;

/// Abbreviations that general dictionaries have as words, and names that nobody writes out. What
/// belongs to a trade (ICB, EPR) is not among them: its reader may come from another.
const KNOWN: &[&str] = &[
    "AD", "AI", "AIDS", "AM", "BA", "BBC", "BC", "BMA", "BMJ", "BSI", "CD", "CEO", "CSV", "CV",
    "DC", "DNA", "DOI", "DVD", "EG", "EU", "FAQ", "GMT", "GP", "HIV", "HTML", "HTTP", "HTTPS",
    "ID", "IE", "IQ", "ISBN", "ISO", "IT", "JAMA", "MA", "MBA", "MP", "MRI", "NASA", "NATO", "NB",
    "NHS", "OK", "ORCID", "PC", "PDF", "PIN", "PM", "PS", "QR", "RNA", "SMS", "TV", "UK", "UN",
    "URL", "US", "USA", "USB", "UTC", "VAT", "WC", "WIFI", "XML", "ZIP",
];

/// An abbreviation must be used so often before it is missed: once may be a name.
const USES: usize = 2;

static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[A-Z][A-Z&]{0,4}[A-Z]s?\b").expect("the pattern is a constant")
});

static ROMAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$")
        .expect("the pattern is a constant")
});

/// The most letters of a short form.
const MAX_LETTERS: usize = 6;

/// Small words that a short form may leave out.
const LEFT_OUT: &[&str] = &[
    "a", "an", "and", "for", "in", "of", "on", "the", "to", "with",
];

/// What is known of a short form.
#[derive(Default)]
struct ShortForm {
    /// Where it is used without an explanation, in the order of reading.
    uses: Vec<Place>,
    /// Where it is written out with the short form behind it.
    expansions: Vec<Place>,
    /// Whether something explains it, in whatever form.
    is_explained: bool,
}

/// Finds abbreviations that nobody explains, and those that are explained twice.
pub(super) fn abbreviations(context: &SourceContext<'_>, sink: &mut Sink) {
    let mut forms: BTreeMap<String, ShortForm> = BTreeMap::new();
    for text in context.manuscript.chapters() {
        for passage in &text.passages {
            read(passage, &mut forms);
        }
    }
    let defined = defined(context);
    let words = small_words(context);
    for (short, form) in forms {
        if let [first, second, ..] = form.expansions.as_slice() {
            sink.push(
                Diagnostic::of(
                    &ABBREVIATION_EXPANDED_TWICE,
                    format!("`{short}` is explained a second time"),
                )
                .at(second.clone())
                .also(first.clone(), "the first time")
                .hint(format!("write `{short}` alone from the second time on")),
            );
        }
        let is_explained = form.is_explained
            || !form.expansions.is_empty()
            || defined.contains(&short)
            || KNOWN.contains(&short.as_str())
            || words.contains(&short.to_lowercase());
        if let (false, Some(first), true) =
            (is_explained, form.uses.first(), form.uses.len() >= USES)
        {
            let message = format!(
                "`{short}` is used {} times and never explained",
                form.uses.len()
            );
            sink.push(
                Diagnostic::of(&ABBREVIATION_UNEXPANDED, message)
                    .at(first.clone())
                    .hint(format!(
                        "write it out where it stands first, or once and for all: `{short} = \"…\"` under `[abbreviations]` in folio.toml"
                    )),
            );
        }
    }
}

/// Returns the words in small letters that could be short forms if they were shouted: NOTE, ADD.
fn small_words(context: &SourceContext<'_>) -> BTreeSet<String> {
    let passages = context
        .manuscript
        .chapters()
        .flat_map(|text| &text.passages);
    let all = passages.flat_map(|passage| words(&passage.text));
    all.filter(|word| word.text.len() <= MAX_LETTERS)
        .filter(|word| word.text.bytes().all(|sign| sign.is_ascii_lowercase()))
        .map(|word| word.text.to_owned())
        .collect()
}

/// Notes the short forms of a passage.
fn read(passage: &Passage, forms: &mut BTreeMap<String, ShortForm>) {
    match passage.kind {
        // A heading in capitals is full of what looks like short forms; somebody else's words are
        // theirs to explain.
        PassageKind::Heading | PassageKind::Quotation | PassageKind::Alternative => return,
        PassageKind::Paragraph
        | PassageKind::Footnote
        | PassageKind::Caption
        | PassageKind::Cell => {}
    }
    let text = passage.text.as_str();
    for found in SHORT.find_iter(text) {
        let short = found.as_str().trim_end_matches('s');
        let (before, after) = (&text[..found.start()], &text[found.end()..]);
        if ROMAN.is_match(short) || is_part_of_a_code(before, after) || is_shouted(before, after) {
            continue;
        }
        let form = forms.entry(short.to_owned()).or_default();
        let opens = before.trim_end().ends_with('(');
        let closes = after.starts_with([')', ';', ',']);
        if opens && closes && stands_for(before, short) {
            let start = before.len() - 1;
            form.expansions
                .push(passage.place(start.min(found.start())..found.end()));
            continue;
        }
        // "EPR (electronic patient record)", "EPR, the electronic patient record".
        let explained_behind = after
            .trim_start()
            .strip_prefix(['(', ',', ':', '\u{2013}', '='])
            .is_some_and(|rest| begins_with_letters(rest, short));
        if explained_behind || (opens && closes) {
            form.is_explained = true;
            continue;
        }
        if passage.kind == PassageKind::Paragraph || passage.kind == PassageKind::Footnote {
            form.uses.push(passage.place(found.range()));
        }
    }
}

/// `ICD-10`, `A&E-led`, `NW1`: part of a code or a compound, not a word by itself.
fn is_part_of_a_code(before: &str, after: &str) -> bool {
    let is_inner = |sign: char| {
        sign.is_alphanumeric() || matches!(sign, '-' | '_' | '/' | '&' | '.' | '@' | '\u{fffc}')
    };
    let next = after.chars().next();
    let is_sentence_end = next == Some('.')
        && after
            .chars()
            .nth(1)
            .is_none_or(|sign| !sign.is_alphanumeric());
    before.ends_with(is_inner) || (next.is_some_and(is_inner) && !is_sentence_end)
}

/// Whether the word beside it is in capitals too, so that it may be emphasis or a title.
fn is_shouted(before: &str, after: &str) -> bool {
    let is_loud = |word: Option<&str>| {
        word.is_some_and(|word| {
            let letters = word.chars().filter(|sign| sign.is_alphabetic());
            letters.clone().count() >= 4 && letters.clone().all(char::is_uppercase)
        })
    };
    is_loud(before.split_whitespace().next_back()) || is_loud(after.split_whitespace().next())
}

/// Whether the words before an opening bracket are what the short form stands for.
fn stands_for(before: &str, short: &str) -> bool {
    let before = before.trim_end().trim_end_matches('(');
    let mut letters: Vec<char> = short
        .chars()
        .filter(|sign| sign.is_alphabetic())
        .map(|sign| sign.to_ascii_lowercase())
        .collect();
    let words: Vec<String> = before
        .split(|sign: char| !sign.is_alphanumeric() && sign != '\'' && sign != '\u{2019}')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    for word in words.iter().rev().take(letters.len() * 2 + 2) {
        let Some(wanted) = letters.last() else {
            return true;
        };
        if word.starts_with(*wanted) {
            letters.pop();
        } else if !LEFT_OUT.contains(&word.as_str()) {
            // One word may give several letters: "healthcare" gives H and C.
            let inner = word.contains(*wanted);
            if !inner {
                return false;
            }
            while letters.last().is_some_and(|wanted| word.contains(*wanted)) && letters.len() > 1 {
                letters.pop();
            }
            if letters
                .last()
                .is_some_and(|wanted| word.starts_with(*wanted))
            {
                letters.pop();
            }
        }
    }
    letters.is_empty()
}

/// Whether what follows begins with words for the letters of the short form.
fn begins_with_letters(rest: &str, short: &str) -> bool {
    let first = short.chars().next().map(|sign| sign.to_ascii_lowercase());
    let mut words = rest
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .skip_while(|word| LEFT_OUT.contains(&word.as_str()));
    words.next().and_then(|word| word.chars().next()) == first
}

/// Returns the short forms that are defined once and for all, or listed by hand.
fn defined(context: &SourceContext<'_>) -> BTreeSet<String> {
    let own = context.project.manifest.abbreviations.iter();
    let mut defined: BTreeSet<String> = own.map(|one| one.short.clone()).collect();
    for text in &context.manuscript.texts {
        let written = context.sources.text(&text.path).unwrap_or_default();
        if text.path.is_markdown() {
            let found = markdown::definitions(written).into_iter();
            defined.extend(found.map(|one| one.short));
        }
        if is_list(text) {
            let passages = text.passages.iter();
            let found = passages.flat_map(|passage| SHORT.find_iter(&passage.text));
            defined.extend(found.map(|found| found.as_str().trim_end_matches('s').to_owned()));
        }
    }
    defined
}

fn is_list(text: &Text) -> bool {
    match &text.role {
        Role::Part(_, kind) => *kind == PartKind::Abbreviations,
        Role::Chapter(_) | Role::Appendix(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::prose::SEARCHES;
    use crate::check::testing::found;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let mut found = found(SEARCHES, &[("chapters/01-a.md", text)]);
        found.retain(|line| line.contains(" abbreviation"));
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_used_again_and_never_explained_is_found_at_its_first_use() {
        case(
            "# A\n\nThe EPR is slow.\n\nÉté: an *EPR* and two EPRs.\n",
            &[
                "chapters/01-a.md:3:5 abbreviation-unexpanded `EPR` is used 3 times and never explained",
            ],
        );
    }

    #[test]
    fn what_is_explained_in_any_form_or_known_to_all_is_not() {
        case(
            "# A\n\nThe electronic patient record (EPR). The EPR.\n\nAn ICB (integrated care board) \
             and the ICB. The QIP, a quality improvement project; QIP. The LMS: local maternity \
             system; LMS.\n\nNHS, NHS, UK and UK, XIV and XIV, ICD-10 and ICD-10, PRISMA-P.\n\n\
             THE WHOLE TEXT THE WHOLE TEXT.\n\nOnce DNACPR. A NOTE, one NOTE and a note.\n",
            &[],
        );
        case(
            "# A\n\nThe EPR. The EPR.\n\n*[EPR]: electronic patient record\n",
            &[],
        );
        case("# A EPR EPR\n\n> EPR and EPR\n\n`EPR` `EPR`\n", &[]);
    }

    #[test]
    fn what_is_explained_twice_is_found_the_second_time() {
        case(
            "# A\n\nThe electronic patient record (EPR).\n\n## B\n\nAn electronic\npatient record (EPR).\n",
            &["chapters/01-a.md:8:16 abbreviation-expanded-twice `EPR` is explained a second time"],
        );
        case(
            "# A\n\nThe electronic patient record (EPR), the other record (EPR).\n",
            &[],
        );
    }

    #[test]
    fn a_short_form_stands_for_words_with_its_letters() {
        #[track_caller]
        fn case(before: &str, short: &str, expected: bool) {
            assert_eq!(stands_for(before, short), expected, "{before}{short}");
        }

        case("an electronic patient record (", "EPR", true);
        case("the Department of Health and Social Care (", "DHSC", true);
        case("length of stay (", "LOS", true);
        case("magnetic resonance imaging (", "MRI", true);
        case("a poor record (", "EPR", false);
        case("the ward (", "EPR", false);
    }
}
