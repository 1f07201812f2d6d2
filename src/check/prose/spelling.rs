//! One word in British and in American spelling.
//!
//! Both spellings of a word are looked for, never one against a list of right ones: `-ize` is good
//! British English as long as it is kept to. Only words in small letters count, because names keep
//! their spelling (World Health Organization, Center for Medicare).

use std::collections::BTreeMap;

use crate::check::context::SourceContext;
use crate::check::prose::lexicon::{ENDINGS, with_z};
use crate::check::prose::rules::SPELLING_MIXED;
use crate::check::prose::words::words;
use crate::check::sink::Sink;
use crate::diagnostics::text::count;
use crate::diagnostics::{Diagnostic, Place};
use crate::manuscript::PassageKind;

/// Beginnings of words, British and American. What follows is the same in both.
const PAIRS: &[(&str, &str)] = &[
    ("ageing", "aging"),
    ("anaem", "anem"),
    ("anaesth", "anesth"),
    ("behaviour", "behavior"),
    ("caesarean", "cesarean"),
    ("cancelled", "canceled"),
    ("cancelling", "canceling"),
    ("catalogue", "catalog"),
    ("centre", "center"),
    ("colour", "color"),
    ("counselling", "counseling"),
    ("counsellor", "counselor"),
    ("defence", "defense"),
    ("dialogue", "dialog"),
    ("diarrhoea", "diarrhea"),
    ("endeavour", "endeavor"),
    ("enrolment", "enrollment"),
    ("favour", "favor"),
    ("fibre", "fiber"),
    ("fuelled", "fueled"),
    ("fulfilment", "fulfillment"),
    ("gynaecolog", "gynecolog"),
    ("haemato", "hemato"),
    ("haemo", "hemo"),
    ("harbour", "harbor"),
    ("honour", "honor"),
    ("humour", "humor"),
    ("judgement", "judgment"),
    ("labelled", "labeled"),
    ("labelling", "labeling"),
    ("labour", "labor"),
    ("leukaemia", "leukemia"),
    ("litre", "liter"),
    ("manoeuvr", "maneuver"),
    ("modelled", "modeled"),
    ("modelling", "modeling"),
    ("neighbour", "neighbor"),
    ("oedema", "edema"),
    ("oesophag", "esophag"),
    ("offence", "offense"),
    ("orthopaedic", "orthopedic"),
    ("paediatric", "pediatric"),
    ("rumour", "rumor"),
    ("sceptic", "skeptic"),
    ("signalled", "signaled"),
    ("signalling", "signaling"),
    ("skilful", "skillful"),
    ("theatre", "theater"),
    ("travelled", "traveled"),
    ("travelling", "traveling"),
    ("tumour", "tumor"),
];

/// American beginnings that other words share: "literature" is no `liter`, "colorectal" no `color`.
const OTHERS: &[&str] = &[
    "anemo", "catalogu", "colora", "colore", "dialogu", "honora", "humora", "labora", "litera",
    "favorit", "skilfull",
];

/// Which of the two spellings a word has.
enum Dialect {
    British,
    American,
}

/// Returns whether a word in small letters is spelt as in America.
pub(super) fn is_american(word: &str) -> bool {
    matches!(spelling(word), Some((_, Dialect::American)))
}

/// Where a spelling is used: the word as it stands first, its place, and how often.
#[derive(Default)]
struct Spelling {
    first: Option<(String, Place)>,
    times: usize,
}

/// One ending is a slip beside so many times as many of the other.
const MANY: usize = 4;

impl Spelling {
    /// Adds another word that is spelt alike.
    fn join(&mut self, other: &Self) {
        self.times += other.times;
        if self.first.is_none() {
            self.first.clone_from(&other.first);
        }
    }
}

/// The two spellings of one word.
type BritishAndAmerican = (Spelling, Spelling);

/// Finds words that are spelt in two ways.
pub(super) fn spelling_mixed(context: &SourceContext<'_>, sink: &mut Sink) {
    let mut found: BTreeMap<String, BritishAndAmerican> = BTreeMap::new();
    for passage in context.manuscript.passages() {
        match passage.kind {
            PassageKind::Quotation | PassageKind::Heading => continue,
            PassageKind::Paragraph
            | PassageKind::Footnote
            | PassageKind::Caption
            | PassageKind::Cell
            | PassageKind::Alternative => {}
        }
        for word in words(&passage.text) {
            if word.is_quoted || !word.text.bytes().all(|sign| sign.is_ascii_lowercase()) {
                continue;
            }
            if let Some((stem, dialect)) = spelling(word.text) {
                let (british, american) = found.entry(stem).or_default();
                let spelling = match dialect {
                    Dialect::British => british,
                    Dialect::American => american,
                };
                spelling.times += 1;
                if spelling.first.is_none() {
                    let place = passage.place(word.range);
                    spelling.first = Some((word.text.to_owned(), place));
                }
            }
        }
    }
    let (mut ise, mut ize) = BritishAndAmerican::default();
    for (stem, (british, american)) in &found {
        if with_z(stem).is_some() {
            ise.join(british);
            ize.join(american);
        }
    }
    // Words of which each has one spelling, and most of them the other.
    let is_slip = |rare: &Spelling, usual: &Spelling| {
        rare.times > 0 && usual.times >= MANY && rare.times * MANY <= usual.times
    };
    let is_told = found
        .values()
        .any(|(british, american)| british.times > 0 && american.times > 0);
    if !is_told && is_slip(&ize, &ise) {
        sink.extend(mixed(&ize, &ise));
    } else if !is_told && is_slip(&ise, &ize) {
        sink.extend(mixed(&ise, &ize));
    }
    for (british, american) in found.values() {
        // What stands less often is the slip; of two alike, what is not British.
        let (rare, usual) = match american.times <= british.times {
            true => (american, british),
            false => (british, american),
        };
        sink.extend(mixed(rare, usual));
    }
}

/// Returns what is wrong, if both are used.
fn mixed(rare: &Spelling, usual: &Spelling) -> Option<Diagnostic> {
    let (word, place) = rare.first.as_ref()?;
    let (other, elsewhere) = usual.first.as_ref()?;
    let message = format!(
        "`{word}` here and `{other}` elsewhere ({})",
        count(usual.times, "time")
    );
    Some(
        Diagnostic::of(&SPELLING_MIXED, message)
            .at(place.clone())
            .also(elsewhere.clone(), "the first of the others")
            .hint("choose one spelling and keep to it; names and quotations keep their own"),
    )
}

/// Returns the word that a spelling belongs to, and its side; `None` for words with one spelling.
fn spelling(word: &str) -> Option<(String, Dialect)> {
    if OTHERS.iter().any(|other| word.starts_with(other)) {
        return None;
    }
    for (british, american) in PAIRS {
        if word.starts_with(british) {
            return Some(((*british).to_owned(), Dialect::British));
        }
        if word.starts_with(american) {
            return Some(((*british).to_owned(), Dialect::American));
        }
    }
    ENDINGS.iter().find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        // "Analyses" is also the plural of a noun that has one spelling.
        if *ending == "es" && stem.ends_with("ys") {
            return None;
        }
        let (stem, side) = match (stem.strip_suffix("is"), stem.strip_suffix("iz")) {
            (Some(stem), _) => (format!("{stem}ise"), Dialect::British),
            (None, Some(stem)) => (format!("{stem}ise"), Dialect::American),
            (None, None) => match (stem.strip_suffix("ys"), stem.strip_suffix("yz")) {
                (Some(stem), _) => (format!("{stem}yse"), Dialect::British),
                (None, Some(stem)) => (format!("{stem}yse"), Dialect::American),
                (None, None) => return None,
            },
        };
        (stem.len() > 5).then_some((stem, side))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::prose::SEARCHES;
    use crate::check::testing::found;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let mut found = found(SEARCHES, &[("chapters/01-a.md", text)]);
        found.retain(|line| line.contains(" spelling-mixed"));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_rarer_spelling_of_one_word_is_found_once() {
        case(
            "# A\n\nWe organise it, organised and organising.\n\nAn organization and an *organizer*.\n",
            &[
                "chapters/01-a.md:5:4 spelling-mixed `organization` here and `organise` elsewhere (3 times)",
            ],
        );
        case(
            "# A\n\nThe color of behavioural centres; a colour.[^1]\n\n[^1]: In the center.\n",
            &[
                "chapters/01-a.md:3:5 spelling-mixed `color` here and `colour` elsewhere (1 time)",
                "chapters/01-a.md:5:14 spelling-mixed `center` here and `centres` elsewhere (1 time)",
            ],
        );
        case(
            "# A\n\nWe analyse and analyze it.\n",
            &[
                "chapters/01-a.md:3:16 spelling-mixed `analyze` here and `analyse` elsewhere (1 time)",
            ],
        );
    }

    #[test]
    fn a_word_with_the_other_ending_is_found_among_many() {
        case(
            "# A\n\nWe organise, prioritise, minimise and realise it, and recognize her.\n",
            &[
                "chapters/01-a.md:3:55 spelling-mixed `recognize` here and `minimise` elsewhere (4 times)",
            ],
        );
        case(
            "# A\n\nWe exercise, advise, revise and supervise; we recognize.\n",
            &[],
        );
    }

    #[test]
    fn one_spelling_names_quotations_and_other_words_are_left_alone() {
        case(
            "# A\n\nWe organize and recognise; the World Health Organization organises nothing \
             \"to organise\". Centre for Care, Center for Medicare. Literature in litres, the \
             colorectal colour, laboratory labour, promise and prize, analysis. A catalogue of \
             dialogues. Humoral humour.\n\n> to organise the center of a centre\n",
            &[
                "chapters/01-a.md:3:4 spelling-mixed `organize` here and `organises` elsewhere (1 time)",
            ],
        );
        case(
            "# A\n\nWe organize and recognise it; a computer program is part of the programme.\n",
            &[],
        );
    }

    #[test]
    fn a_stem_is_long_enough_to_be_a_word() {
        #[track_caller]
        fn case(word: &str, expected: Option<&str>) {
            let found = spelling(word).map(|(word, _)| word);
            assert_eq!(found.as_deref(), expected, "{word}");
        }

        case("organisations", Some("organise"));
        case("organized", Some("organise"));
        case("sized", None);
        case("rise", None);
        case("raised", None);
        case("paediatrician", Some("paediatric"));
        case("literature", None);
    }
}
