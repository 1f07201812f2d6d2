//! Abbreviations: written out once, at the right place, and nothing else changed.

use proptest::prelude::*;
use typst::syntax::{SyntaxKind, SyntaxNode};

use crate::markdown::tests::testing::{complaints, converted, converted_with};
use crate::markdown::{Abbreviations, Conversion, Settings, definitions, met_in};

fn settings(expand: bool, introduced: &[&str]) -> Settings {
    let forms = [
        ("EPR", "electronic patient record"),
        ("GP", "general practitioner"),
        ("LoS", "length of stay"),
        ("MDT", "multidisciplinary team"),
        ("NHS", "National Health Service"),
        ("R&D", "research and development"),
        ("e-RS", "electronic referral service"),
    ];
    let owned = |text: &&str| (*text).to_owned();
    Settings {
        abbreviations: Abbreviations {
            forms: forms
                .iter()
                .map(|(short, long)| (owned(short), owned(long)))
                .collect(),
            introduced: introduced.iter().map(owned).collect(),
            expand,
        },
        ..Settings::default()
    }
}

fn expanded(markdown: &str) -> Conversion {
    converted_with(markdown, &settings(true, &[]))
}

/// Returns the words that a chapter prints, white space as single spaces.
fn words(conversion: &Conversion) -> String {
    fn walk(node: &SyntaxNode, out: &mut String) {
        match node.kind() {
            SyntaxKind::Escape => out.push_str(node.leaf_text().trim_start_matches('\\')),
            SyntaxKind::Space | SyntaxKind::Parbreak => out.push(' '),
            // Only words that the author typed are kept on one line.
            SyntaxKind::Shorthand if node.leaf_text() == "~" => out.push(' '),
            _ => out.push_str(node.leaf_text()),
        }
        node.children().for_each(|child| walk(child, out));
    }
    let mut out = String::new();
    walk(conversion.source.root(), &mut out);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn case(markdown: &str, expected: &str) {
    let conversion = expanded(markdown);
    assert_eq!(words(&conversion), expected, "{markdown:?}");
    assert_eq!(
        complaints(markdown, &conversion.findings),
        [],
        "{markdown:?}"
    );
}

#[track_caller]
fn unchanged(markdown: &str) {
    let plain = words(&converted_with(markdown, &settings(false, &[])));
    assert_eq!(words(&expanded(markdown)), plain, "{markdown:?}");
}

#[test]
fn the_first_use_is_written_out_and_later_ones_are_not() {
    case(
        "We use the EPR. The EPR is slow.\n\nEPR again.",
        "We use the electronic patient record (EPR). The EPR is slow. EPR again.",
    );
    case(
        "All EPRs, and one EPR.",
        "All electronic patient records (EPRs), and one EPR.",
    );
    case(
        "The **EPR** and *our GP*",
        "The *electronic patient record (EPR)* and _our general practitioner (GP)_",
    );
    case(
        "See R&D, and e-RS.",
        "See research and development (R&D), and electronic referral service (e-RS).",
    );
    case(
        "- the EPR\n- the EPR",
        "- the electronic patient record (EPR) - the EPR",
    );
}

#[test]
fn the_sentence_round_it_stays_a_sentence() {
    case(
        "EPR use rose. GP use fell.",
        "Electronic patient record (EPR) use rose. General practitioner (GP) use fell.",
    );
    case(
        "led by an MDT of an NHS trust",
        "led by a multidisciplinary team (MDT) of a National Health Service (NHS) trust",
    );
    case(
        "the system (via the EPR) and",
        "the system (via the electronic patient record [EPR]) and",
    );
    case("in an\nMDT", "in a multidisciplinary team (MDT)");
}

#[test]
fn what_the_author_introduces_is_left_alone() {
    unchanged("the electronic patient record (EPR), then EPR");
    unchanged("the *electronic patient\nrecord* (EPR), then EPR");
    unchanged("Electronic patient records (EPRs); the EPR");
    unchanged("the EPR (electronic patient record), then EPR");
    unchanged("the electronic patient record (EPR; see below), then EPR");
    unchanged("a shared record (EPR), then EPR");
}

#[test]
fn only_whole_words_of_running_text_are_written_out() {
    for markdown in [
        "# The EPR",
        "epr, EPRX, XEPR, EPR2, EPR_x",
        "EPR-based, non-EPR, EPR's, EPR/GP, EPR(s)",
        "`EPR` and $EPR$",
        "> The EPR is slow",
        "::: {.participant id=\"P1\"}\nThe EPR\n:::",
        "she said \"the EPR is slow\" and 'the GP too'",
        "text^[The EPR.]",
        "text[^1]\n\n[^1]: The EPR.",
        "| EPR |\n|-----|\n| GP  |\n\n: The EPR",
        "![The EPR](x.svg)",
        "<https://example.org/EPR>",
        "~~EPR~~ and x^EPR^",
        "[EPR]{.short}",
        "EPR\n: the NHSX",
    ] {
        unchanged(markdown);
    }
    case(
        "x[EPR]{.short} y, EPR",
        "xEPR y, electronic patient record (EPR)",
    );
    case("The LoSs, the LoS", "The LoSs, the length of stay (LoS)");
    case(
        "EPR-based; \"EPR\"; an EPR",
        "EPR-based; “EPR”; an electronic patient record (EPR)",
    );
}

#[test]
fn a_mark_for_the_short_form_is_none_of_the_classes_that_mean_nothing() {
    let cited = "As [the [EPR]{.short} of @smith2020] has^[The [EPR]{.short}.]";
    let conversion = converted(cited);
    let codes: Vec<&str> = conversion
        .findings
        .iter()
        .map(|finding| finding.code.as_ref())
        .collect();
    assert!(!codes.contains(&"class-unknown"), "{codes:?}");
    let markdown = "# The [EPR]{.short}\n\n[EPR]{.short .smallcaps} [GP]{.short}";
    assert_eq!(complaints(markdown, &converted(markdown).findings), []);
    assert_eq!(words(&converted(markdown)), "= The EPR #smallcaps[EPR] GP");
}

#[test]
fn what_is_met_is_told_to_the_chapters_that_follow() {
    let markdown = "# NHS\n\nThe EPR and the LoS. \"The GP\".[^1]\n\n[^1]: An MDT.";
    let first = expanded(markdown);
    let names = |set: &std::collections::BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>();
    assert_eq!(names(&first.met.used), ["EPR", "GP", "LoS", "MDT", "NHS"]);
    assert_eq!(names(&first.met.introduced), ["EPR", "LoS"]);
    let next = converted_with("The EPR, the GP", &settings(true, &["EPR", "LoS"]));
    assert_eq!(words(&next), "The EPR, the general practitioner (GP)");

    let typst = "the electronic patient record (EPR)\n\na GP";
    let met = met_in(typst, &settings(true, &[]).abbreviations);
    assert_eq!(names(&met.used), ["EPR", "GP"]);
    assert_eq!(names(&met.introduced), ["EPR"]);
}

#[test]
fn the_words_that_are_put_in_lead_back_to_the_abbreviation() {
    let markdown = "\u{feff}---\nstatus: x\n---\nZoë led an **MDT**, one EPRs?";
    let conversion = expanded(markdown);
    let text = conversion.source.text();
    let origin = |made: &str| {
        let at = text.find(made).unwrap();
        &markdown[conversion.origins.to_markdown(at..at + made.len())]
    };
    for made in ["multidisciplinary", "team", "(MDT)"] {
        assert_eq!(origin(made), "MDT");
    }
    for made in ["electronic patient records (EPRs)", "records"] {
        assert_eq!(origin(made), "EPRs");
    }
    assert_eq!(origin("led"), "led");
    assert_eq!(origin("one"), "one");
}

#[test]
fn a_title_of_the_front_matter_leads_back_to_it() {
    let markdown = "---\nshort-title: S\ntitle: The long title\n---\n\nText";
    let conversion = converted(markdown);
    let text = conversion.source.text();
    let origin = |made: &str| {
        let at = text.find(made).unwrap();
        &markdown[conversion.origins.to_markdown(at..at + made.len())]
    };
    assert_eq!(origin("long"), "long");
    assert_eq!(origin("Text"), "Text");
}

#[test]
fn a_heading_wins_over_a_title_that_differs() {
    let markdown = "---\ntitle: One\n---\n\n# Two";
    let conversion = converted(markdown);
    assert_eq!(
        complaints(markdown, &conversion.findings),
        [("title-differs", "One")]
    );
    assert_eq!(words(&conversion), "= Two");
    let changed = "---\ntitle: {++One++}\n---\n\n# Two\n\n{--a--}";
    assert_eq!(
        complaints(changed, &converted(changed).findings),
        [
            ("title-differs", "{++One++}"),
            ("changes-undecided", "{--a--}")
        ]
    );
    let same = "---\ntitle: \"Not *yet*  there\"\n---\n\n# Not yet there";
    assert_eq!(complaints(same, &converted(same).findings), []);
}

#[test]
fn definitions_are_read_without_converting_and_lead_back_to_their_lines() {
    let markdown = "---\ntitle: T\n---\n\n*[EPR]: electronic  patient record\n*[GP]:\n\n```\n*[X]: code\n```\n> *[R&D]: research";
    let found = definitions(markdown);
    let shown: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|one| {
            (
                one.short.as_str(),
                one.long.as_str(),
                &markdown[one.place.clone()],
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (
                "EPR",
                "electronic patient record",
                "*[EPR]: electronic  patient record"
            ),
            ("R&D", "research", "*[R&D]: research"),
        ]
    );
    let conversion = converted(markdown);
    assert_eq!(conversion.abbreviations, found);
    assert_eq!(
        complaints(markdown, &conversion.findings),
        [("abbreviation-without-meaning", "*[GP]:")]
    );
}

/// A piece of a text, and whether it is a use that may be written out.
fn token() -> impl Strategy<Value = (&'static str, bool)> {
    prop::sample::select(vec![
        ("the", false),
        ("of it", false),
        ("it ended.", false),
        ("**bold**", false),
        ("[@smith2020]", false),
        ("(in brackets)", false),
        ("`NHS`", false),
        ("$NHS$", false),
        ("NHS-wide", false),
        ("NHSX", false),
        ("\"the NHS is\"", false),
        ("[NHS]{.short}", false),
        ("note^[The NHS.]", false),
        ("&amp;", false),
        ("\\*", false),
        ("é\n", false),
        ("NHS", true),
        ("*NHS*", true),
        ("NHS,", true),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn writing_out_changes_nothing_but_the_first_use(
        blocks in prop::collection::vec(
            (prop::sample::select(vec!["", "# ", "> ", "- "]), prop::collection::vec(token(), 1..7)),
            1..6,
        ),
    ) {
        let (mut as_written, mut by_hand) = (String::new(), String::new());
        let mut is_introduced = false;
        for (mark, tokens) in blocks {
            as_written.push_str(mark);
            by_hand.push_str(mark);
            for (text, is_use) in tokens {
                let text = if mark.is_empty() { text } else { text.trim_end() };
                as_written.push_str(text);
                if is_use && !is_introduced && !matches!(mark, "# " | "> ") {
                    by_hand.push_str(&text.replace("NHS", "National Health Service (NHS)"));
                    is_introduced = true;
                } else {
                    by_hand.push_str(text);
                }
                as_written.push(' ');
                by_hand.push(' ');
            }
            as_written.push_str("\n\n");
            by_hand.push_str("\n\n");
        }
        let made = expanded(&as_written);
        let never = converted_with(&by_hand, &settings(false, &[]));
        prop_assert_eq!(words(&made), words(&never), "{:?}", as_written);
        prop_assert_eq!(made.met.introduced.contains("NHS"), is_introduced);
    }

    #[test]
    fn any_text_with_any_abbreviations_is_converted(
        text in "(EPR|EPRs|GP|\\*\\[EPR\\]: x|[ \n.\"'()*_\\[\\]#>&é-]|an? ){0,60}",
        short in "\\PC{1,4}",
        long in "\\PC{0,8}",
    ) {
        let mut settings = settings(true, &[]);
        settings.abbreviations.forms.insert(short, long);
        let conversion = converted_with(&text, &settings);
        prop_assert!(!conversion.source.root().diagnosis().errors, "{text:?}\n{}", conversion.source.text());
    }
}
